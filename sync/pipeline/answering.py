"""What the sheets show of people's decisions and corrections: in registers, and in the tabs of findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from forms.checking.corrections import Corrected, Correction, Corrector
from forms.model import Form, Response
from forms.model.chains import Standing
from forms.response import Reader
from forms.standing import chain_of, renewed, standing
from forms.turns import Turn
from sync.layout import correcting as layout
from sync.layout import findings
from sync.layout.responses import HEADER_ROWS
from sync.layout.texts import packaged_texts
from sync.layout.view import Correcting, FindingRow
from sync.ledger import Ledger, cells, corrections, decisions, publishing, responses
from sync.pipeline.decided import decided_about, said_earlier
from sync.pipeline.deciders import correctors, decides
from sync.pipeline.files import Sheet
from sync.pipeline.office import Office
from sync.pipeline.turns import Turns

REGISTER = "responses:"  # what the key of a register's tab begins with


def register_name(tab: str) -> str:
    """The name under which the ledger keeps the rows of a tab: for a register its form's id."""
    return tab.removeprefix(REGISTER)


# --- Registers -------------------------------------------------------------------------


class Told:
    """What people decided and corrected of some responses of a form, for their rows in one register."""

    def __init__(
        self, ledger: Ledger, office: Office, sheet: Sheet, form: Form, asked: Iterable[str], turns: Turns
    ) -> None:
        news = list(asked)
        self._turns = turns
        zone = office.settings.timezone
        self.decides = decides(office, form, sheet.partition.kind)
        self._form, self._ledger, self._sheet = form, ledger, sheet
        self._decided = decided_about(ledger, office, form.id, news)
        self._earlier = said_earlier(ledger, office, form.id, self._decided)
        self._made = local_corrections(corrections.of(ledger.connection, form.id, news), zone)
        self._corrector = Corrector(
            form, office.organisation, Reader(form, office.organisation, office.settings.timezone)
        )
        self._theirs = self._cells(news) if self.decides else {}

    def of(self, response: Response) -> tuple[Standing | None, Corrected | None, Mapping[str, str], Turn]:
        """Where a response stands, how it was corrected, what people wrote in its row, whose turn it is."""
        made = self._made.get(response.id, ())
        corrected = self._corrector.apply(response, made) if made else None
        answers = (corrected.response if corrected else response).answers
        chain = chain_of(self._form.chains, answers) if self._form.chains else None
        decided = self._decided.get(response.id, ())
        since = renewed(self._form, answers, response.submitted, self._earlier.get(response.id, ()))
        stand = standing(chain, response.submitted, decided, since) if chain else None
        turn = self._turns.of(self._form, response.id, stand)
        return stand, corrected, self._theirs.get(response.id, {}), turn

    def _cells(self, news: Sequence[str]) -> dict[str, dict[str, str]]:
        """What stands in people's cells; in a row that is new to the tab, what was decided elsewhere."""
        tab = f"{REGISTER}{self._form.id}"
        latest = {
            response: {
                f"{part}:{one.step}": text
                for one in made
                for part, text in (("word", one.word), ("note", one.note))
            }
            for response, made in self._decided.items()
        }
        return restored(self._ledger, self._sheet.key, tab, HEADER_ROWS, {r: latest.get(r, {}) for r in news})


def restored(
    ledger: Ledger, file: str, tab: str, head: int, latest: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """People's cells of these rows by key, as they stand in the tab, which has `head` rows above them.

    Rows that the tab does not have yet get what was said `latest`, and it is known to stand there.
    """
    tx = ledger.connection
    known, written = cells.of(tx, file, tab), cells.written_rows(tx, file, tab)
    listed = publishing.listed(tx, file, register_name(tab))
    fresh = {
        key: {name: text for name, text in said.items() if text}
        for key, said in latest.items()
        if key not in known and (key not in listed or head + listed[key].row not in written)
    }
    if any(fresh.values()):
        with ledger.transaction() as writing:
            for key, said in fresh.items():
                cells.keep(writing, file, tab, key, said)
    return {key: dict(known.get(key) or fresh.get(key, {})) for key in latest}


def local_corrections(
    made: Mapping[str, Sequence[Correction]], zone: tzinfo
) -> dict[str, tuple[Correction, ...]]:
    """Corrections with their moments on the office's clock."""
    return {
        response: tuple(replace(one, noticed=one.noticed.astimezone(zone)) for one in of)
        for response, of in made.items()
    }


# --- Findings --------------------------------------------------------------------------


def answered(
    ledger: Ledger,
    office: Office,
    sheet: Sheet,
    tab: str,
    stand: Sequence[FindingRow],
    settled: Sequence[FindingRow],
) -> tuple[tuple[FindingRow, ...], Correcting]:
    """The findings of a network or work group with what people answered, each on its row for good."""
    known = publishing.listed(ledger.connection, sheet.key, tab)
    rows = [*findings.ordered(stand), *findings.ordered(settled)]
    fresh = list(dict.fromkeys(row.key for row in rows if row.key not in known))
    if fresh:
        with ledger.transaction() as writing:
            publishing.give_rows(writing, sheet.key, tab, fresh)
        known = publishing.listed(ledger.connection, sheet.key, tab)
    told = _Answers(ledger, office, sheet, tab, rows)
    at = {key: found.row for key, found in known.items() if not key.startswith(cells.STRAY)}
    standing = tuple(told.of(row) for row in stand)
    gone = tuple(told.settled(row) for row in settled)
    return standing, Correcting(at, standing, gone, correctors(office, sheet.partition))


class _Answers:
    """What people answered to findings, and what became of it."""

    def __init__(
        self,
        ledger: Ledger,
        office: Office,
        sheet: Sheet,
        tab: str,
        rows: Sequence[FindingRow],
    ) -> None:
        self._office, self._ledger, self._file = office, ledger, sheet.key
        zone = office.settings.timezone
        asked: dict[str, set[str]] = {}
        for row in rows:
            asked.setdefault(row.form, set()).add(row.response)
        self._made = {
            form: local_corrections(corrections.of(ledger.connection, form, of), zone)
            for form, of in asked.items()
        }
        self._undone = {
            form: corrections.taken_back(ledger.connection, form, {r for r in of if r in self._made[form]})
            for form, of in asked.items()
            if self._made[form]
        }
        self._edited = {form: decisions.edited(ledger.connection, form, of) for form, of in asked.items()}
        said = {row.key: self._said(row) for row in rows}
        self._theirs = restored(ledger, sheet.key, tab, layout.HEAD_ROWS, said)
        self._applied: dict[tuple[str, str], tuple[Response, Corrected]] = {}

    def of(self, row: FindingRow) -> FindingRow:
        """The finding with what people wrote beside it, and what became of that."""
        theirs = self._theirs.get(row.key, {})
        made = self._made.get(row.form, {}).get(row.response, ())
        if not made:
            return replace(row, theirs=theirs)
        sent, applied = self._corrected(row, made)
        form, there, texts = self._office.forms[row.form], self._office.organisation, packaged_texts()
        undone = self._taken_back(row)
        outcome = layout.outcome(row, form, sent, made, applied, there, texts, self._file, undone)
        return replace(row, theirs=theirs, outcome=outcome)

    def settled(self, row: FindingRow) -> FindingRow:
        """A finding that stands no longer, with why where no answer to it tells that."""
        told = self.of(row)
        if told.outcome:
            return told
        made = self._made.get(row.form, {}).get(row.response, ())
        held = self._corrected(row, made)[1].held if made else ()
        edited = self._edited[row.form].get(row.response, frozenset())
        form, texts = self._office.forms[row.form], packaged_texts()
        return replace(told, outcome=layout.why_settled(row, form, held, texts, edited))

    def _taken_back(self, row: FindingRow) -> dict[str, datetime]:
        """When what was said of it was taken back, on the office's clock, by spreadsheet."""
        zone = self._office.settings.timezone
        return {
            by: moment.astimezone(zone)
            for (response, code, question, by), moment in self._undone.get(row.form, {}).items()
            if (response, code, question) == (row.response, row.code, row.asked)
        }

    def _said(self, row: FindingRow) -> dict[str, str]:
        """What was answered in another spreadsheet to the same finding."""
        words = {str(verdict): word for word, verdict in layout.words(packaged_texts()).items()}
        made = self._made.get(row.form, {}).get(row.response, ())
        for one in sorted(made, key=lambda one: one.noticed, reverse=True):
            if (one.code, one.question) == (row.code, row.asked) and (one.value or one.verdict):
                return {
                    layout.VERDICT: words.get(one.verdict, one.verdict),
                    layout.VALUE: one.value,
                    layout.NOTE: one.note,
                }
        return {}

    def _corrected(self, row: FindingRow, made: Sequence[Correction]) -> tuple[Response, Corrected]:
        key = (row.form, row.response)
        if key not in self._applied:
            office, form = self._office, self._office.forms[row.form]
            reader = Reader(form, office.organisation, office.settings.timezone)
            (raw,) = responses.raws(self._ledger.connection, form.id, [row.response])
            sent = reader.read(raw)
            self._applied[key] = sent, Corrector(form, office.organisation, reader).apply(sent, made)
        return self._applied[key]
