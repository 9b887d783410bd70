"""What is to be typed as it stands is told so in Thai, too, though as a word it has its Thai."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.duties import load_duties
from forms.places import open_yaml
from sync.messages import Messages

LOG = "{title: ก, asks: [log], owed_by: supervisor, every: working-day}"


@pytest.mark.parametrize(
    ("duties", "path", "thai", "accepted"),
    [
        (
            "  memo: {title: ก, asks: [memo], owed_by: school, every: journey}\n",
            "duties.memo.owed_by",
            "รายการนี้ผู้ส่งคือ ศึกษานิเทศก์ ไม่ใช่ โรงเรียน",
            "owed_by: supervisor",
        ),
        (
            f"  week: {LOG}\n  sum: {{title: ข, gathers: day, every: week}}\n",
            "duties.sum.gathers",
            "ไม่รู้จัก",
            "week",
        ),
    ],
)
def test_what_a_duty_may_say(duties: str, path: str, thai: str, accepted: str, tmp_path: Path) -> None:
    (tmp_path / "duties.yaml").write_text(f"duties:\n{duties}", encoding="utf-8")
    (problem,) = (one for one in load_duties(tmp_path)[1] if one.path == path)
    told = Messages("th").problem(problem)
    assert thai in told[0]
    assert told[1] == problem.accepted == accepted


def test_the_only_key_that_a_mapping_knows(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("toal: 5\n", encoding="utf-8")
    root = open_yaml(tmp_path / "one.yaml")
    root.fields((), ("total",))
    (problem,) = root.problems
    assert Messages("th").problem(problem)[1] == "total"
