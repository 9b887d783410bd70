"""What nithet wrote in cells is read back: texts of its templates, moments, running numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.model import Form
from sync.ledger import Ledger
from sync.pipeline.rebuild.numbers import Numbered, keep, numbered, reserve
from sync.pipeline.rebuild.told import MOMENT, read_back, read_moment
from tests.journeys.office import opened, write_config


@pytest.fixture(scope="module")
def forms() -> Mapping[str, Form]:
    return load_forms(packaged_definitions())[0]


BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("22 พ.ย. 2569 16.30 น.", datetime(2026, 11, 22, 16, 30, tzinfo=BANGKOK)),
        ("1 ก.พ. 2570 00.05 น.", datetime(2027, 2, 1, 0, 5, tzinfo=BANGKOK)),
        ("31 ก.พ. 2570 00.05 น.", None),
        ("22 พ.ย. 2569", None),
        ("", None),
    ],
)
def test_moments(text: str, moment: datetime | None) -> None:
    assert read_moment(text, BANGKOK) == moment


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ใช้ค่า “ก” แทน “ข” ตั้งแต่ 1 ม.ค. 2570 08.00 น.", ("ก", "ข", "1 ม.ค. 2570 08.00 น.")),
        ("ใช้ค่า “a” แทน “b” ตั้งแต่ วันนี้", None),
        # What people typed may look like the template's own words: the moment at the end is the template's.
        ("ใช้ค่า “1” แทน “2” ตั้งแต่ 3 ม.ค. 2570 08.00 น.” แทน “ข” ตั้งแต่ 1 ม.ค. 2570 08.00 น.",
         ("1", "2” ตั้งแต่ 3 ม.ค. 2570 08.00 น.” แทน “ข", "1 ม.ค. 2570 08.00 น.")),
    ],
)  # fmt: skip
def test_templates(text: str, places: tuple[str, str, str] | None) -> None:
    found = read_back("ใช้ค่า “{value}” แทน “{original}” ตั้งแต่ {date}", text, date=MOMENT)
    assert (tuple(found.values()) if found else None) == places


@pytest.mark.parametrize(
    ("form", "shown", "series", "number"),
    [
        ("correspondence", "รับ 12/2569", "2569 received", 12),
        ("correspondence", "ปชส. 1/2570", "2570 publicity", 1),
        ("instrument", "7/2570", "2570", 7),
        ("correspondence", "ก 12/2569", "", 0),
        ("instrument", "7", "", 0),
    ],
)
def test_running_numbers(forms: Mapping[str, Form], form: str, shown: str, series: str, number: int) -> None:
    wanted = Numbered(form, "R1", series, number) if number else None
    assert numbered(forms[form], "R1", shown) == wanted


def test_a_number_that_a_record_had_which_is_gone_is_given_to_nobody(tmp_path: Path) -> None:
    config = write_config(tmp_path / "config")
    name = "instrument.yaml"
    (config / "forms" / name).write_bytes((packaged_definitions() / name).read_bytes())
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    known = [Numbered("instrument", "A", "2570", 1), Numbered("instrument", "C", "2570", 3)]
    with ledger.transaction() as tx:
        assert keep(tx, known) == ()
        twice = Numbered("instrument", "D", "2570", 3)
        assert keep(tx, [twice]) == (twice,)
        assert reserve(tx, opened(config), {"instrument": ["gone 1", "gone 2"]}) == ("instrument",)
    rows = ledger.connection.execute("SELECT number, response FROM number ORDER BY number").fetchall()
    ledger.close()
    assert [tuple(row) for row in rows] == [(1, "A"), (2, "gone 1"), (3, "C"), (4, "gone 2")]
