"""results.yaml: what would quietly read a file wrongly is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.model import Problem
from forms.results.load import load_result_rules
from forms.results.rules import ResultRules
from tests.forms.builders import ORGANISATION

GOOD = """\
totals: [รวม, จังหวัด*]
places: {ดงหลวง: [N1]}
columns: {school: [โรงเรียน]}
kinds:
  nt:
    title: NT
    grades: {p3: [ป.3], p6: [ป.6, ประถมศึกษาปีที่ 6]}
    subjects: {maths: {title: คณิตศาสตร์}}
"""


def load(folder: Path, old: str, new: str) -> tuple[ResultRules | None, list[Problem]]:
    assert old in GOOD
    (folder / "results.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    rules, problems = load_result_rules(folder, ORGANISATION)
    return rules, list(problems)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, "รวม", "รวม")[1] == []


@pytest.mark.parametrize(
    ("old", "new", "path", "message", "accepted"),
    [
        ("[ป.3]", "[ป.3, ป. 6]", "kinds.nt.grades.p6", '"ป.6" is also a name of grade p3', "of its own"),
        ("[ป.3]", "ประถมศึกษาปีที่ ๖", "kinds.nt.grades.p6", "is also a name of grade p3", "of its own"),
        ("{p3: [ป.3], p6: [ป.6, ประถมศึกษาปีที่ 6]}", "{}", "kinds.nt.grades", "no grade is named", "one of"),
        ("{maths: {title: คณิตศาสตร์}}", "{}", "kinds.nt.subjects", "no subject is named", "one of"),
        ("จังหวัด*", "'*'", "totals[1]", "every row would be a total", "จังหวัด*"),
    ],
)
def test_errors(tmp_path: Path, old: str, new: str, path: str, message: str, accepted: str) -> None:
    rules, problems = load(tmp_path, old, new)
    assert rules is None
    assert [(p.path, p.severity) for p in problems] == [(path, "error")]
    assert message in problems[0].message
    assert accepted in problems[0].accepted


def test_a_place_without_a_network_is_warned_of(tmp_path: Path) -> None:
    rules, problems = load(tmp_path, "[N1]", "[]")
    assert rules is not None
    assert [(p.path, p.severity) for p in problems] == [("places.ดงหลวง", "warning")]
    assert "no school of a file lies" in problems[0].message


def test_two_codes_that_differ_in_capital_letters_alone_are_an_error(tmp_path: Path) -> None:
    twin = "  NT: {title: NT 2, grades: {p3: [ป.3]}, subjects: {maths: {title: คณิตศาสตร์}}}\n  nt:\n"
    rules, problems = load(tmp_path, "  nt:\n", twin)
    assert rules is None
    assert [(p.path, p.message) for p in problems] == [("kinds.nt", '"nt" is "NT" but for capital letters')]


def test_a_name_of_two_tests_is_an_error(tmp_path: Path) -> None:
    other = "  rt: {title: RT, names: [rt, nt], grades: {p1: ป.1}, subjects: {m: {title: คณิต}}}\n  nt:\n"
    rules, problems = load(tmp_path, "  nt:\n", other)
    assert rules is None
    assert [(p.path, p.message) for p in problems] == [("kinds.nt", '"NT" is also a name of rt')]


def test_a_target_that_was_meant_as_a_share_is_warned_of(tmp_path: Path) -> None:
    rules, problems = load(tmp_path, "title: NT", "title: NT\n    target: 0.5")
    assert rules is not None
    assert [(p.path, p.severity) for p in problems] == [("kinds.nt.target", "warning")]
