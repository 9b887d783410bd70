"""docs/paper-fields.md is what its maker makes of fields.yaml; docs/papers.md tells every kind of paper."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import get_args

from forms.papers import PaperKind
from forms.papers.load import load_report_rules
from sync.cli.app import _MODULES
from sync.documents.writing import FILTERS
from sync.packaged import folder
from sync.pipeline.papers.drive import kind_title

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "papers.md").read_text(encoding="utf-8")
KINDS: tuple[PaperKind, ...] = get_args(PaperKind)


def rows() -> dict[str, list[str]]:
    """The cells of each kind's row in the table of papers, by the kind."""
    found = [row.strip("| ").split(" | ") for row in PAGE.splitlines() if row.startswith("| `")]
    return {row[0].strip("`"): row for row in found if row[0].strip("`") in KINDS}


def made() -> str:
    spec = spec_from_file_location("make_paper_fields", DOCS / "make_paper_fields.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.page())


def test_the_page_of_fields_is_up_to_date() -> None:
    page = (DOCS / "paper-fields.md").read_text(encoding="utf-8")
    assert made() == page, "run: python docs/make_paper_fields.py"


def test_every_kind_stands_in_the_table_with_its_name_rhythm_and_recipients() -> None:
    rules, _ = load_report_rules(folder("config"))
    assert rules is not None
    table = rows()
    assert set(table) == set(KINDS)
    for kind in KINDS:
        rule = rules.of(kind)
        assert rule is not None
        assert kind_title(kind) in table[kind][1]
        assert table[kind][3].split("<br>")[0] == f"`{rule.every.replace('_', '-')}`"
        assert re.findall(r"`([a-z-]+)`", table[kind][5]) == list(rule.to)


def test_what_the_page_names_is_there() -> None:
    lines = re.findall(r"^ *nithet (?:--lang \w+ )?([a-z]+)\b(.*)$", PAGE, re.MULTILINE)
    assert lines
    assert {command for command, _ in lines} <= set(_MODULES)
    assert {rest.split()[0] for command, rest in lines if command in ("report", "preview")} <= set(KINDS)
    assert set(re.findall(r"^ *\| `\\\|(\S+)` \|", PAGE, re.MULTILINE)) == set(FILTERS)
