"""The whole way of made-up responses, HTTP left out: ledger, check, summaries, tabs, week, papers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from forms.calendar.periods import fiscal_half_of, fiscal_year_of, month_of, quarter_of
from forms.model import Period
from forms.papers import Paper, PaperKind
from sync import json_text
from sync.documents import find_template, render
from sync.ledger import Ledger, entries, responses
from sync.ledger.envelope import envelope
from sync.mail import render as mail_of
from sync.pipeline.check import check
from sync.pipeline.desired import desired
from sync.pipeline.duties import mark_changes
from sync.pipeline.files import sheets
from sync.pipeline.mails.weekly import cut_of, make_weekly
from sync.pipeline.needs import mark_needs
from sync.pipeline.numbering import number
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.files import safe_stem
from sync.pipeline.shelf import Shelf
from sync.pipeline.summarise import summarise_touched
from sync.sheets import ExistingSheets, plan
from sync.sheets.state import ExistingSheet
from tests.fuzz.responses import page_of

EMPTY = ExistingSheets(None, (ExistingSheet(0, "Sheet1", 1000, 26),), "en_US", "Etc/GMT")


class WholePath:
    """One ledger in a folder, at a moment, and everything that is made of the responses in it."""

    def __init__(self, folder: Path, office: Office, now: datetime) -> None:
        self.office, self.now = office, now
        self.ledger = Ledger(folder / "ledger.sqlite3")
        with self.ledger.transaction() as tx:
            for form in office.forms:
                responses.keep_form(tx, form, f"google-{form}", "http://forms.example/")

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def take(self, form: str, made: Sequence[Any]) -> None:
        """Take in a page as Google gives it; every response of it can be read back."""
        given = json_text.read_as_given(page_of(made))["responses"]
        with self.ledger.transaction() as tx:
            taken = responses.take(tx, form, given, self.now)
            responses.end_list(tx, form, taken, self.now, full=False)
        for one in taken.listed:
            assert list(responses.raws(self.ledger.connection, form, [one]))

    def kept_as_given(self, form: str, made: Sequence[Any]) -> None:
        """Every response of the page stands in the ledger as Google gave it."""
        rows = self.ledger.connection.execute("SELECT body FROM raw WHERE form = ?", (form,))
        kept = {json.dumps(json_text.read_as_given(row["body"]), sort_keys=True) for row in rows}
        given = json_text.read_as_given(page_of(made))["responses"]
        times = Counter(envelope(raw, self.now).id for raw in given)
        for raw in given:
            if times[envelope(raw, self.now).id] == 1:  # of one that is listed twice the latest counts
                assert json.dumps(raw, sort_keys=True) in kept, raw

    def everything(self, chance: Random) -> dict[str, int]:
        """Check, sum up, lay out, compose and write; give how much of each was made.

        Of each kind of spreadsheet one is laid out, of each kind of paper five are written.
        """
        ledger, office = self.ledger, self.office
        judged = check(ledger, office)
        number(ledger, office)
        today = self.now.astimezone(office.settings.timezone).date()
        shelf = Shelf(ledger, office)
        summarise_touched(ledger, office, shelf, today)
        shelf.look(today)
        mark_changes(ledger, office, shelf.records.duties, today, shelf.digests)
        mark_needs(ledger, office, shelf.records.needs(), today)
        every = list(sheets(office, office.calendar.academic_year(today)))
        chance.shuffle(every)
        one_of_each = {sheet.partition.kind: sheet for sheet in every}
        cells = sum(self._sheet(shelf, sheet) for sheet in one_of_each.values())
        self._mail()
        papers = 0
        for paper in self._papers():
            assert render(paper, find_template(Path("nowhere"), paper.kind)).startswith(b"PK")
            assert safe_stem(paper.title)
            papers += 1
        findings = sum(entries.open_findings(ledger.connection).values())
        return {"judged": judged, "cells": cells, "papers": papers, "findings": findings}

    def _sheet(self, shelf: Shelf, sheet: Any) -> int:
        """Lay a spreadsheet out and plan its batches, in JSON that Google takes; give the number of cells."""
        wanted = desired(self.ledger, self.office, shelf, sheet, None, self.now)
        batches = plan(wanted.tabs, {}, stamp=lambda: "stamp", existing=EMPTY, editors=("a@office.example",))
        body = b"".join(json_text.write_whole(list(batch.requests)) for batch in batches)
        assert b"\\ud8" not in body
        for tab in wanted.tabs:
            assert len(tab.title) <= 100
        return sum(len(row.cells) for tab in wanted.tabs for row in tab.rows.values())

    def _mail(self) -> None:
        week = self.office.calendar.week_of(self.now.date())
        cut = cut_of(self.office, week)
        assert cut
        report = make_weekly(self.ledger, self.office, week, min(cut, self.now), self.now)
        assert mail_of(report, self.office.organisation, self.office.forms, {}).html

    def _papers(self) -> Iterator[Paper]:
        composing = Composing(self.ledger, self.office, self.now)
        for kind, period in self._periods().items():
            yield from composing.of(kind, period)[:5]

    def _periods(self) -> dict[PaperKind, Period]:
        calendar, day = self.office.calendar, self.now.date()
        week, semester = calendar.week_of(day), calendar.latest_semester(day)
        return {
            "weekly": week,
            "daily-logs": week,
            "network-page": semester,
            "network-semester": semester,
            "group-semester": semester,
            "ast-round": semester,
            "monthly-pack": month_of(day),
            "committee-pack": quarter_of(day),
            "half-year": fiscal_half_of(day),
            "yearly": fiscal_year_of(day),
            "journey-memo": week,
            "minutes": week,
            "case": week,
        }
