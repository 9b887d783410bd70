"""The story of a rebuilding, top to bottom: everything is read and built beside, then put in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sync import drive
from sync.errors import InputError, NithetError
from sync.google import Google
from sync.ledger import Ledger, reports, responses
from sync.ledger.salvage import Salvage, count_of, meta_of, take_over, waiting_in
from sync.ledger.store import write_meta
from sync.pipeline.check import check
from sync.pipeline.numbering import number
from sync.pipeline.office import Office
from sync.pipeline.pull import pull
from sync.pipeline.rebuild.adopting import adopt
from sync.pipeline.rebuild.closed import note_closed, note_seen
from sync.pipeline.rebuild.files import Workshop
from sync.pipeline.rebuild.found_results import tell_results
from sync.pipeline.rebuild.listing import Listed, by_key, every_file, installations
from sync.pipeline.rebuild.lost import Losses, Lost
from sync.pipeline.rebuild.papers import adopt_papers
from sync.pipeline.rebuild.settled import note_edits, note_settled
from sync.pipeline.rebuild.sheets import take_in_sheets
from sync.pipeline.troubles import Troubles

Step = Callable[[str], None]
AsBegun = Callable[[Ledger, Office], Office]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came back, and what did not. `aside` is where the old ledger lies, None where there was none."""

    installation: str
    counts: Mapping[str, int]
    salvage: Salvage
    lost: tuple[Lost, ...]
    aside: Path | None = None
    report: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """For `--json`; paths as texts, null for none."""
        return {
            "installation": self.installation,
            **self.counts,
            "salvaged": [one.to_json() for one in self.salvage.tables],
            "lost": [one.to_json() for one in self.lost],
            "kept_aside": str(self.aside) if self.aside else None,
            "report": str(self.report) if self.report else None,
        }


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What a rebuilding works with. `installation` is the id that somebody chose, "" for the one known.

    `as_begun` gives the office as the ledger has it: a demo's is not as configured. `step` hears the name
    of each part as it begins.
    """

    office: Office
    google: Google
    now: datetime
    installation: str = ""
    as_begun: AsBegun = lambda _, office: office
    step: Step = lambda _: None

    def run(self, write: Callable[[Rebuilt], Path] | None) -> Rebuilt:
        """Build a new ledger; put it in the old one's place where `write` keeps what is told of it in a file.

        Without `write` nothing of it stays. Google is only read, all of it before anything in the data
        folder is touched. Killed anywhere, it is run again.
        """
        workshop = Workshop(self.office.settings.data)
        with workshop.opened():
            self.step("files")
            files = self._files(workshop)
            (installation,) = {one.installation for one in files} or {self._known(workshop)}
            workshop.give_identity(installation, self._began(workshop, files))
            ledger = Ledger(workshop.new)
            try:
                rebuilt = self._built(ledger, workshop, files)
            finally:
                ledger.close()
            if write is None:
                return rebuilt
            self.step("replace")
            aside = workshop.put_in_place(self.now.astimezone(self.office.settings.timezone))
            rebuilt = replace(rebuilt, aside=aside)
            return replace(rebuilt, report=write(rebuilt))

    # --- Whose files ---

    def _files(self, workshop: Workshop) -> tuple[Listed, ...]:
        if known := self._known(workshop):
            return every_file(self.google, known)
        found = installations(every_file(self.google))
        if len(found) > 1:
            told = "; ".join(f"{one} ({len(of)}, {of[-1].name})" for one, of in sorted(found.items()))
            raise InputError("rebuild-several", installations=told, one=min(found))
        if not found:
            raise NithetError("rebuild-nothing")
        (only,) = found
        return every_file(self.google, only)

    def _known(self, workshop: Workshop) -> str:
        beside = workshop.data / "installation"
        lines = beside.read_text(encoding="ascii", errors="replace").split() if beside.is_file() else []
        return (
            self.installation or (lines[0] if lines else "") or meta_of(workshop.old).get("installation", "")
        )

    def _began(self, workshop: Workshop, files: tuple[Listed, ...]) -> datetime | None:
        """When the installation first ran: as noted beside the ledger, in it, else by its first file."""
        beside = workshop.data / "installation"
        lines = beside.read_text(encoding="ascii", errors="replace").split() if beside.is_file() else []
        noted = lines[1] if len(lines) > 1 else meta_of(workshop.old).get("installed")
        if noted:
            return datetime.fromisoformat(noted)
        return min((one.created for one in files), default=None)

    # --- The new ledger ---

    def _built(self, ledger: Ledger, workshop: Workshop, files: tuple[Listed, ...]) -> Rebuilt:
        known = by_key(files)
        salvage = take_over(workshop.old, ledger, self.now)
        office = self.as_begun(ledger, self.office)
        troubles, losses = Troubles(ledger), Losses()
        token = drive.start_page_token(self.google)  # what people do from here on is noticed later
        with ledger.transaction() as tx:
            write_meta(tx, "drive_token", token)
        for one in files:
            if one.trashed and one.kind == "spreadsheet" and one.key not in known:
                losses.tell("sheet-gone", one.name)
        adopt(ledger, self.google, office, known, self.now, losses)
        self.step("responses")
        self._pull(ledger, office, troubles)
        check(ledger, office)
        self.step("sheets")
        noted = take_in_sheets(ledger, self.google, office, losses)
        note_edits(ledger, office, noted)
        check(ledger, office)
        note_settled(ledger, office, noted)
        number(ledger, office)
        self.step("papers")
        left = adopt_papers(ledger, office, known, self.now, losses)
        losses.tell("mails", count=note_closed(ledger, office, self.now) + len(waiting_in(workshop.old)))
        note_seen(ledger, left)
        tell_results(workshop.old, salvage, office, noted)
        _tell_losses(ledger, salvage, losses, left)
        counts = {
            "forms": sum(key.startswith("form:") for key in known),
            "responses": sum(responses.counts(ledger.connection).values()),
            "spreadsheets": len(noted.books),
            "papers": sum(key.startswith("paper:") for key in known),
            "decisions": count_of(ledger.connection, "decision"),
            "corrections": count_of(ledger.connection, "correction"),
            "numbers": count_of(ledger.connection, "number"),
            "cells": noted.cells,
        }
        return Rebuilt(ledger.installation, counts, salvage, tuple(noted.losses.listed()))

    def _pull(self, ledger: Ledger, office: Office, troubles: Troubles) -> None:
        """All responses of every form; one that cannot be asked ends it: a half would pass for the whole."""
        with ThreadPoolExecutor(max_workers=max(1, len(office.forms))) as executor:
            pulled = pull(ledger, self.google, executor, timedelta(), self.now, troubles, full=True)
        for form in responses.form_states(ledger.connection):
            if form not in pulled.taken:
                told = {one.subject: one for one in reports.troubles(ledger.connection)}[f"form:{form}"]
                raise NithetError(told.code, **told.values)


def _tell_losses(ledger: Ledger, salvage: Salvage, losses: Losses, left: tuple[tuple[str, str], ...]) -> None:
    """What never comes back where the old ledger does not give it."""
    for table, code in _NEVER:
        if not salvage.has_whole(table):
            losses.tell(code)
    if not (salvage.has_whole("response") and salvage.has_whole("raw")):
        losses.tell("deleted")
    losses.tell("papers-theirs", count=count_of(ledger.connection, "paper"))
    losses.tell("papers-unsent", ", ".join(f"{form} {response}" for form, response in left), len(left))


_NEVER: Final = (
    ("raw", "versions"),
    ("decision", "histories"),
    ("correction", "corrections-histories"),
    ("delivery", "deliveries"),
    ("report", "figures"),
)
