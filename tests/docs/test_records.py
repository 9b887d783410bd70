"""docs/records.md is what docs/make_records.py makes of the definitions and duties today."""

from __future__ import annotations

import re
from collections.abc import Collection
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from forms.definition import load_forms, packaged_definitions

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "records.md").read_text(encoding="utf-8")
PLACES = {
    "district": "เขตพื้นที่", "office": "กลุ่มนิเทศฯ", "network": "เครือข่าย", "deputy": "รอง ผอ.สพป.",
    "group": "กลุ่มงาน", "learning_area": "กลุ่มสาระ", "supervisor": "ศึกษานิเทศก์",
}  # fmt: skip


def rows() -> dict[str, list[str]]:
    """The cells of each record's row, by the record."""
    found = [row.split(" | ") for row in PAGE.splitlines() if re.match(r"\| S\d", row)]
    return {row[0].removeprefix("| "): row for row in found}


def made() -> str:
    spec = spec_from_file_location("make_records", DOCS / "make_records.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.page())


def test_the_page_is_up_to_date() -> None:
    assert made() == PAGE, "run: python docs/make_records.py"


def test_every_record_has_its_form_or_says_why_it_has_none() -> None:
    assert list(rows()) == [f"S{n}" for n in range(1, 28)]
    for name, cell in (("form", 2), ("owed by", 3), ("seen in", 4)):
        assert [record for record, row in rows().items() if not row[cell].strip()] == [], name


def test_every_form_stands_in_the_table() -> None:
    forms, problems = load_forms(packaged_definitions())
    assert problems == ()
    assert [form for form in forms if f"definitions/{form}.yaml)" not in PAGE] == []


def test_registers_are_promised_where_each_form_has_one() -> None:
    """Of a record with several forms each is told for itself: what is joined is true of none."""
    forms, _ = load_forms(packaged_definitions())
    for record, row in rows().items():
        own = [form for form in forms.values() if record in form.records]
        told: dict[str, str] = dict(re.findall(r"ทะเบียน(?: “(.+?)”)?: (.+?)(?=<br>|$)", row[4]))
        promised = {form.title: told.get(form.title, told.get("")) for form in own}
        assert promised == {form.title: _places(form.seen_in) for form in own}, record


def _places(kinds: Collection[str]) -> str:
    return ", ".join(name for kind, name in PLACES.items() if kind in kinds)


def test_a_decision_is_told_of_the_form_that_asks_for_it() -> None:
    told = rows()["S6"][5]
    assert told == "รายงานการนิเทศของเครือข่าย (School Network): ผอ.กลุ่มนิเทศฯ → รอง ผอ.สพป. → ผอ.สพป. |"
    assert rows()["S2"][5] == "ผอ.กลุ่มนิเทศฯ → รอง ผอ.สพป. → ผอ.สพป. |"


def test_the_weekly_report_is_promised_only_for_what_it_tells() -> None:
    """A case may be said to be seen in the mail once the mail has a word for cases."""
    mail = "".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "templates/mail").iterdir())
    assert "รายงานประจำสัปดาห์" not in rows()["S9"][4] or "กรณีเร่งด่วน" in mail
