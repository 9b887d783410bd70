"""docs/records.md is what docs/make_records.py makes of the definitions and duties today."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from forms.definition import load_forms, packaged_definitions

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "records.md").read_text(encoding="utf-8")


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
    rows = [row.split(" | ") for row in PAGE.splitlines() if re.match(r"\| S\d", row)]
    assert [row[0] for row in rows] == [f"| S{n}" for n in range(1, 28)]
    for name, cell in (("form", 2), ("owed by", 3), ("seen in", 4)):
        assert [row[0] for row in rows if not row[cell].strip()] == [], name


def test_every_form_stands_in_the_table() -> None:
    forms, problems = load_forms(packaged_definitions())
    assert problems == ()
    assert [form for form in forms if f"definitions/{form}.yaml)" not in PAGE] == []
