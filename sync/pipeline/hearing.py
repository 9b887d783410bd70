"""Hearing: what changed in people's cells becomes decisions and corrections, with its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms.checking.corrections import Correction, answered
from forms.duties.absence import EXCUSING
from forms.model import Form
from forms.model.chains import Decision
from forms.organisation.posts import filled, holder
from forms.response import Reader
from forms.thai import meant
from sync.layout import correcting as layout
from sync.layout import findings
from sync.layout.register_columns import steps
from sync.layout.texts import packaged_texts
from sync.ledger import Ledger, cells, corrections, decisions, entries, responses
from sync.pipeline.answering import REGISTER
from sync.pipeline.duties import EARLIER, away_at
from sync.pipeline.office import Office


@dataclass(frozen=True, slots=True)
class Hearing:
    """What changed in people's cells of one spreadsheet becomes decisions and corrections."""

    ledger: Ledger
    office: Office
    file: str
    now: datetime

    def take(
        self, tx: sqlite3.Connection, tab: str, key: str, texts: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        """Keep what was written in one row: `texts` stand in it now, `changed` are those that are new."""
        if tab.startswith(REGISTER):
            self._decide(tx, tab.removeprefix(REGISTER), key, texts, changed)
        elif tab.startswith(findings.KEY):
            self._correct(tx, key, texts, changed)

    def _decide(
        self,
        tx: sqlite3.Connection,
        form: str,
        response: str,
        texts: Mapping[str, str],
        changed: Mapping[str, str],
    ) -> None:
        known = self.office.forms.get(form)
        offered = _words(known) if known else {}
        noticed, entry = self._noticed(tx, form, response), entries.of(tx, form, response)
        requester = entry.members.get("supervisor") if entry else None
        for step in dict.fromkeys(name.partition(":")[2] for name in changed):
            by = next((one.by for one in steps(known) if one.id == step), step) if known else step
            word = meant(texts.get(f"word:{step}", ""), offered.get(step, ()))
            note = texts.get(f"note:{step}", "")
            decision = Decision(form, response, step, word, note, noticed, self._holder(by, requester))
            decisions.keep(tx, decision, self.file)
        cells.touch(tx, form, [response])

    def _noticed(self, tx: sqlite3.Connection, form: str, response: str) -> datetime:
        """Now; before an edit that no sheet shows yet, for who chose saw the row as it was."""
        edited = decisions.unseen(tx, form, response)
        if edited is None or edited > self.now:
            return self.now
        made = decisions.of(tx, form, [response]).get(response, ())
        return max([edited - timedelta(seconds=1), *(one.noticed for one in made)])

    def _holder(self, by: str, requester: str | None) -> str:
        """Who holds a post now: for the head's, whom nobody's permit says to be away, nor who asks."""
        day = self.now.astimezone(self.office.settings.timezone).date()
        there = self.office.organisation
        of_head = filled(by, there) == "head"
        absent = absent_on(self.ledger, self.office, self.now) if of_head else frozenset[str]()
        return holder(by, there, day, absent, requester)

    def _correct(
        self, tx: sqlite3.Connection, key: str, texts: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        form, *response, code, question = key.split("|")
        known = self.office.forms.get(form)
        if known is None or not response:
            return
        offered = layout.words(packaged_texts())
        verdict = meant(texts.get(layout.VERDICT, ""), offered)
        correction = Correction(
            form=form,
            response="|".join(response),
            code=code,
            question=question,
            verdict=offered.get(verdict, verdict),
            value=texts.get(layout.VALUE, ""),
            note=texts.get(layout.NOTE, ""),
            noticed=self.now,
            by=self.file,
            answered=self._answered(known, "|".join(response), question),
        )
        corrections.keep(tx, correction)
        if layout.VERDICT in changed or layout.VALUE in changed:
            corrections.end_elsewhere(tx, correction)
        cells.touch(tx, form, [correction.response])

    def _answered(self, form: Form, response: str, question: str) -> str:
        reader = Reader(form, self.office.organisation, self.office.settings.timezone)
        (raw,) = responses.raws(self.ledger.connection, form.id, [response])
        return answered(reader.read(raw), question)


def _words(form: Form) -> dict[str, list[str]]:
    """The words of each step, of all chains."""
    offered: dict[str, list[str]] = {}
    for chain in form.chains.of.values() if form.chains else ():
        for step in chain.steps:
            offered.setdefault(step.id, []).extend(step.words)
    return offered


def absent_on(ledger: Ledger, office: Office, now: datetime) -> frozenset[str]:
    """The supervisors who are away on the local day of a moment, by granted permits and reports of journeys.

    Leave counts that began before the academic year, too.
    """
    day = now.astimezone(office.settings.timezone).date()
    days = ((day - EARLIER).isoformat(), (day + timedelta(days=1)).isoformat())
    excuses = [
        entry
        for form in office.forms.values()
        if form.counts_as in EXCUSING
        for entry in entries.standing(ledger.connection, form.id, days)
    ]
    away = away_at(ledger, office, excuses, now)
    return frozenset(person for person, of in away.items() if day in of)
