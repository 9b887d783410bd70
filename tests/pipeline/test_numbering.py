"""Running numbers: in the order of submission, within a year or a kind of it, given once and never again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.model import Entry
from forms.response import Reader
from sync.layout.responses import Register
from sync.ledger import Ledger, checks, numbers, responses
from sync.ledger.checks import Judged
from sync.pipeline.numbering import number, shown
from sync.pipeline.office import Office
from sync.pipeline.papers.of_records import paper_of
from tests.forms.builders import BANGKOK, raw
from tests.forms.duties import entry
from tests.journeys.office import opened, write_config

LETTERS, DRAWN, CASES = "correspondence", "materials", "roving-team"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    for form in (LETTERS, DRAWN, CASES):
        shutil.copyfile(packaged_definitions() / f"{form}.yaml", config / "forms" / f"{form}.yaml")
    return opened(config)


def keep(
    ledger: Ledger,
    office: Office,
    form: str,
    response: str,
    day: date,
    kind: str = "",
    *,
    counted: bool = True,
) -> None:
    """Take a response in that is about a day and was sent on it, and keep what checking made of it."""
    moment = f"{day.isoformat()}T09:00:00Z"
    one: Entry = entry(form, response, day, "S01", sent=day)
    one = replace(one, members={**one.members, **({"kind": kind} if kind else {})}, counted=counted)
    sent = {"formId": "g", "responseId": response, "createTime": moment, "lastSubmittedTime": moment}
    with ledger.transaction() as tx:
        responses.take(tx, form, [sent])
        checks.keep(tx, [Judged(form, response, one)], office.settings.timezone, lambda *_: None)


def given(ledger: Ledger, form: str, *asked: str) -> dict[str, str]:
    definition = load_forms(packaged_definitions())[0][form]
    return {
        one: shown(definition, *found) for one, found in numbers.of(ledger.connection, form, asked).items()
    }


def test_each_kind_of_letter_has_numbers_of_its_own(ledger: Ledger, office: Office) -> None:
    for response, day, kind in (
        ("b", date(2026, 11, 17), "received"),
        ("a", date(2026, 11, 16), "received"),
        ("c", date(2026, 11, 18), "sent"),
    ):
        keep(ledger, office, LETTERS, response, day, kind)
    number(ledger, office)
    assert given(ledger, LETTERS, "a", "b", "c") == {
        "a": "รับ 1/2569", "b": "รับ 2/2569", "c": "ส่ง 1/2569",
    }  # fmt: skip


def test_kinds_without_series_of_their_own_share_one(ledger: Ledger, office: Office) -> None:
    for response, kind in (("a", "academic"), ("b", "safety"), ("c", "academic")):
        keep(ledger, office, CASES, response, date(2026, 11, 16), kind)
    number(ledger, office)
    assert given(ledger, CASES, "a", "b", "c") == {"a": "1/2570", "b": "2/2570", "c": "3/2570"}


def test_a_series_that_was_by_kind_goes_on_without_giving_a_number_twice(
    ledger: Ledger, office: Office
) -> None:
    with ledger.transaction() as tx:  # as an earlier version numbered
        academic, safety = ("2570 academic",), ("2570 safety",)
        numbers.give(tx, CASES, [("old", academic), ("older", academic), ("other", safety)])
    keep(ledger, office, CASES, "new", date(2026, 11, 16), "complaint")
    number(ledger, office)
    assert given(ledger, CASES, "new") == {"new": "3/2570"}


def test_kinds_of_one_word_go_on_in_one_series_whichever_stands_first(
    ledger: Ledger, office: Office, tmp_path: Path
) -> None:
    keep(ledger, office, LETTERS, "a", date(2026, 11, 16), "sent")
    keep(ledger, office, LETTERS, "b", date(2026, 11, 16), "received")
    number(ledger, office)
    definition = tmp_path / "config" / "forms" / f"{LETTERS}.yaml"
    written = definition.read_text(encoding="utf-8")
    sent = "          sent: {label: หนังสือส่ง, leads_to: sent_page, series: ส่ง}\n"
    circular = "          circular: {label: หนังสือเวียน, leads_to: circular_page, series: เวียน}\n"
    assert sent + circular in written
    turned = circular.replace("series: เวียน", "series: ส่ง") + sent
    definition.write_text(written.replace(sent + circular, turned), encoding="utf-8")
    changed = opened(tmp_path / "config")
    keep(ledger, changed, LETTERS, "c", date(2026, 11, 17), "circular")
    keep(ledger, changed, LETTERS, "d", date(2026, 11, 18), "sent")
    keep(ledger, changed, LETTERS, "e", date(2026, 11, 18), "received")
    number(ledger, changed)
    form = changed.forms[LETTERS]
    found = numbers.of(ledger.connection, LETTERS, "abcde")
    assert {one: shown(form, *found[one]) for one in "abcde"} == {
        "a": "ส่ง 1/2569", "b": "รับ 1/2569", "c": "ส่ง 2/2569", "d": "ส่ง 3/2569", "e": "รับ 2/2569",
    }  # fmt: skip


def test_a_calendar_year_begins_in_january_and_a_fiscal_one_in_october(
    ledger: Ledger, office: Office
) -> None:
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1))
    for form in (LETTERS, DRAWN):
        for day in days:
            keep(ledger, office, form, f"{form} {day}", day)
    number(ledger, office)
    assert list(given(ledger, LETTERS, *(f"{LETTERS} {day}" for day in days)).values()) == [
        "1/2569", "2/2569", "3/2569", "1/2570",
    ]  # fmt: skip
    assert list(given(ledger, DRAWN, *(f"{DRAWN} {day}" for day in days)).values()) == [
        "1/2569", "1/2570", "2/2570", "3/2570",
    ]  # fmt: skip


def test_a_number_is_given_once_and_kept(ledger: Ledger, office: Office) -> None:
    keep(ledger, office, LETTERS, "wrong", date(2026, 11, 16), counted=False)
    keep(ledger, office, LETTERS, "a", date(2026, 11, 17))
    number(ledger, office)
    keep(ledger, office, LETTERS, "a", date(2026, 11, 17), counted=False)
    keep(ledger, office, LETTERS, "wrong", date(2026, 11, 16))
    number(ledger, office)
    number(ledger, office)
    assert given(ledger, LETTERS, "a", "wrong") == {"a": "1/2569", "wrong": "2/2569"}


def test_the_register_shows_the_number(office: Office) -> None:
    form = office.forms[LETTERS]
    register = Register(form, office.organisation)
    response = Reader(form, office.organisation, BANGKOK).read(raw(form, {}))
    row = register.row(response, (), running="12/2569")
    heads = [column.title for column in register.columns]
    assert row.cells[heads.index("เลขทะเบียน")].value == "12/2569"
    assert "เลขทะเบียน" not in [
        c.title for c in Register(office.forms["daily-log"], office.organisation).columns
    ]


def test_the_paper_of_a_case_tells_its_number(ledger: Ledger, office: Office) -> None:
    day = date(2026, 11, 9)
    keep(ledger, office, CASES, "c", day, "safety")
    told = []
    for _ in range(2):
        paper = paper_of(ledger, office, entry(CASES, "c", day, "S01"), {})
        assert paper
        told.append(paper.values["number"])
        number(ledger, office)
    assert told == [None, "1/2570"]
