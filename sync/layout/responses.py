"""The register of a form: a row for each response, as the form asks, in words; errors and all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from forms.checking.corrections import Corrected, Correction
from forms.checking.findings import describe
from forms.model import Finding, Form, Organisation, Question, QuestionType, Response
from forms.model.chains import Standing
from forms.organisation.posts import editors
from forms.response import network_key
from forms.scoring import hundredths, level, mean
from forms.standing import PROBLEMS, chain_of
from forms.thai import thai_datetime
from forms.turns import Turn
from sync.layout import styles
from sync.layout.answers import about_line, named, shown_answer
from sync.layout.register_columns import Column, columns
from sync.layout.standing import held_back_cell, standing_cell
from sync.layout.tab import Area, Cell, HeldRows, PeopleColumn, Row, Style, Tab
from sync.layout.texts import Texts, packaged_texts
from sync.layout.written import CELL_HOLDS, clean, fitted, units

HEADER_ROWS: Final = 2
_LONG: Final = 400  # characters of an answer from which it is worth looking whether it fits


# --- The tab ---------------------------------------------------------------------------


def tab(
    key: str,
    form: Form,
    organisation: Organisation,
    rows: Mapping[int, Row],
    height: int,
    *,
    decides: bool = False,
    held: Mapping[str, tuple[HeldRows, ...]] | None = None,
) -> Tab:
    """The register's head and those rows that are news; `height` counts all rows, the head's included.

    It is hidden until the first row comes, and shown from then on: what is gone leaves its row.
    `held` are the rows in which only some of those decide who hold a step's role, by step.
    """
    texts = packaged_texts()
    shown = columns(form, texts, decides=decides)
    people = _people(form, organisation, shown, held or {})
    groups, heads, merges = _head(shown)
    return Tab(
        key=key,
        title=form.title[:100],
        rows={0: groups, 1: heads} | dict(rows),
        height=max(height, HEADER_ROWS + 1),
        widths=tuple(column.width for column in shown),
        sparse=True,
        frozen_rows=HEADER_ROWS,
        frozen_columns=_frozen(shown),
        merges=merges,
        filter_from_row=HEADER_ROWS - 1,
        gridlines=False,
        people=people,
        key_column=len(shown) - 1 if people else None,
        hidden=height <= HEADER_ROWS,
    )


def _people(
    form: Form, organisation: Organisation, shown: Sequence[Column], held: Mapping[str, tuple[HeldRows, ...]]
) -> tuple[PeopleColumn, ...]:
    """The columns that people decide in, each for those who hold the step's post in any chain.

    `held` are the rows of a step in which only some of them decide.
    """
    if form.chains is None:
        return ()
    roles: dict[str, set[str]] = {}
    for chain in form.chains.of.values():
        for step in chain.steps:
            roles.setdefault(step.id, set()).add(step.by)
    return tuple(
        PeopleColumn(
            f"{column.part}:{column.step}",
            number,
            tuple(
                dict.fromkeys(who for by in sorted(roles[column.step]) for who in editors(by, organisation))
            ),
            held.get(column.step, ()),
        )
        for number, column in enumerate(shown)
        if column.step
    )


def _frozen(shown: Sequence[Column]) -> int:
    """The columns that stay in sight: those that who decides knows a record by, else its state."""
    return next((number + 1 for number, column in enumerate(shown) if column.part == "about"), 1)


def _head_style(column: Column) -> Style:
    rated = column.question is not None and column.question.type is QuestionType.RATING
    return styles.HEAD_SMALL if rated else styles.HEAD


@lru_cache(maxsize=256)
def _head(shown: tuple[Column, ...]) -> tuple[Row, Row, tuple[Area, ...]]:
    """The line of sections, the line of heads, and what is merged there: every spreadsheet has the same."""
    groups, merges = _groups(shown)
    return groups, Row(tuple(Cell(clean(c.title), _head_style(c)) for c in shown), height=84), merges


def _groups(shown: Sequence[Column]) -> tuple[Row, tuple[Area, ...]]:
    """The line above the heads: each section's title over its columns."""
    cells, merges, start = [], [], 0
    for number, column in enumerate(shown):
        first = number == 0 or shown[number - 1].group != column.group
        cells.append(Cell(clean(column.group) if first else None, styles.GROUP_HEAD))
        if first:
            start = number
        last = number + 1 == len(shown) or shown[number + 1].group != column.group
        if last and number > start and column.group:  # the first column is frozen: nothing reaches across
            merges.append(Area(0, start, 1, number + 1))
    return Row(tuple(cells), height=26), tuple(merges)


# --- Rows ------------------------------------------------------------------------------


class Register:
    """Makes the rows of one form. Made once for many."""

    def __init__(
        self, form: Form, organisation: Organisation, texts: Texts | None = None, *, decides: bool = False
    ) -> None:
        self.form, self.organisation, self.texts = form, organisation, texts or packaged_texts()
        self.columns = columns(form, self.texts, decides=decides)
        self.rated = tuple(item.id for grid in form.grids for item in grid.items)
        self.lows = {item.id: styles.low_end(grid.scale) for grid in form.grids for item in grid.items}

    def row(
        self,
        response: Response,
        findings: Sequence[Finding],
        stand: Standing | None = None,
        corrected: Corrected | None = None,
        theirs: Mapping[str, str] | None = None,
        turn: Turn | None = None,
        running: str = "",
    ) -> Row:
        """The row of a response: labels for codes, Thai dates, and what could not be read as it came.

        `stand` is where a record of a form with chains stands, `corrected` the response with what
        people corrected, `theirs` what they wrote in this row, by column, `turn` whose turn it is where
        it stands, `running` its number in the register.
        """
        line = _Line(self, response, findings, stand, corrected, theirs or {}, turn or Turn(), running)
        return Row(tuple(line.cell(column) for column in self.columns), response.id)


def row(response: Response, findings: Sequence[Finding], form: Form, organisation: Organisation) -> Row:
    """The row of one response; for many a Register is quicker."""
    return Register(form, organisation).row(response, findings)


def gone_row(
    form: Form, response_id: str, *, decides: bool = False, theirs: Mapping[str, str] | None = None
) -> Row:
    """The row of a response that was deleted, or has moved to another spreadsheet; its place stays empty.

    But for `theirs`, what people wrote in it, by column: it comes along where the tab is laid anew.
    """
    texts, words = packaged_texts(), theirs or {}
    shown = columns(form, texts, decides=decides)
    said = texts("register.gone_decides" if decides else "register.gone")
    cells = [Cell(words.get(f"{one.part}:{one.step}") or None if one.step else None) for one in shown]
    cells[0], cells[1] = Cell(None, styles.TOP), Cell(said, styles.few(styles.TOP))
    cells[-1] = Cell(response_id, styles.FINE)
    return Row(tuple(cells), response_id)


@dataclass(frozen=True, slots=True)
class _Line:
    register: Register
    response: Response
    findings: Sequence[Finding]
    stand: Standing | None
    corrected: Corrected | None
    theirs: Mapping[str, str]
    turn: Turn
    running: str

    @property
    def used(self) -> Response:
        """The response as it is counted: with people's values in the place of what was answered."""
        return self.corrected.response if self.corrected else self.response

    def cell(self, column: Column) -> Cell:
        if column.step:
            return self._theirs(column)
        if column.part == "answer":
            assert column.question is not None
            return self._answer(column.question)
        if column.part == "network":
            assert column.question is not None
            code = self.used.answers.get(network_key(column.question.id))
            return Cell(named(self.register.organisation.networks, code), styles.TOP)
        return getattr(self, f"_{column.part}")()  # type: ignore[no-any-return]

    def _answer(self, question: Question) -> Cell:
        values = self.corrected.held if self.corrected else ()
        if values and any(one.value and one.question == question.id for one in values):
            sent = self._sent(question)
            note = self.register.texts("register.original", text=sent)
            value = shown_answer(question, self.used.answers.get(question.id), self.register.organisation)
            return Cell(value, styles.on(styles.TOP, styles.CARE_TINT), note=note)
        unread = self.response.unreadable.get(question.id)
        if unread is not None:
            return Cell(self._fitted(unread), styles.on(styles.TOP, styles.BAD_TINT))
        value = shown_answer(question, self.response.answers.get(question.id), self.register.organisation)
        if question.type is QuestionType.RATING:
            low = isinstance(value, int) and value <= self.register.lows[question.id]
            return Cell(value, styles.on(styles.TOP_CENTRE, styles.BAD_TINT if low else ""))
        return Cell(self._fitted(value) if isinstance(value, str) else value, styles.TOP)

    def _sent(self, question: Question) -> str:
        """The answer as it came, for the note of a cell that shows a corrected one."""
        sent = self.response.unreadable.get(question.id)
        if sent is None:
            known = shown_answer(question, self.response.answers.get(question.id), self.register.organisation)
            sent = self.register.texts("register.nothing_sent") if known is None else str(known)
        return clean(sent)[:_LONG]

    def _theirs(self, column: Column) -> Cell:
        """A cell that people fill in: the words of the step, or nothing where the record has no such step."""
        chains = self.register.form.chains
        chain = chain_of(chains, self.used.answers) if chains else None
        step = next((one for one in chain.steps if one.id == column.step), None) if chain else None
        text = self.theirs.get(f"{column.part}:{column.step}") or None
        if step is None:
            return Cell(text, styles.NOT_THEIRS)
        awaited = (
            self.stand is not None
            and self.stand.step is not None
            and self.stand.step.id == step.id
            and not self._held_back()
        )
        look = styles.THEIR_TURN if awaited and column.part == "word" else styles.THEIRS
        return Cell(text, look, choices=step.words if column.part == "word" else ())

    def _standing(self) -> Cell:
        chains = self.register.form.chains
        chain = chain_of(chains, self.used.answers) if chains else None
        if self.stand is None or chain is None:
            return Cell(None, styles.TOP)
        form, organisation, texts = self.register.form, self.register.organisation, self.register.texts
        if self._held_back():
            return held_back_cell(form, chain, self.stand, self.findings, organisation, texts)
        return standing_cell(form, chain, self.stand, self.turn, self.findings, organisation, texts)

    def _held_back(self) -> bool:
        """Whether what is decided waits for the record to be counted: until then it is not put forward."""
        return (
            self.stand is not None and self.stand.state in ("waiting", "open", "passed") and self._uncounted()
        )

    def _about(self) -> Cell:
        line = about_line(self.register.form, self.used.answers, self.register.organisation)
        return Cell(self._fitted(line) or None, styles.WRAPPED)

    def _running(self) -> Cell:
        return Cell(self.running or None, styles.TOP_CENTRE)

    def _since(self) -> Cell:
        since = self.stand.since if self.stand and not self._held_back() else None
        return Cell(thai_datetime(since) if since else None, styles.TOP)

    def _fitted(self, text: str) -> str:
        plain = clean(text)
        if len(plain) < _LONG or units(plain) <= CELL_HOLDS:
            return plain
        shown = CELL_HOLDS - 1000
        return self.register.texts(
            "register.cut", text=fitted(plain, "", shown), length=len(plain), shown=shown
        )

    def _worst(self) -> Literal["error", "warning", "good"]:
        severities = {finding.severity for finding in self.findings}
        return "error" if "error" in severities else "warning" if severities else "good"

    def _state(self) -> Cell:
        if self.corrected and self.corrected.left_out:
            return Cell(self.register.texts("register.left_out"), styles.few(styles.TOP_CENTRE))
        worst = self._worst()
        return Cell(self.register.texts(f"register.states.{worst}"), styles.STATES[worst])

    def _scores(self) -> list[int]:
        answers = (self.used.answers.get(question) for question in self.register.rated)
        return [answer for answer in answers if isinstance(answer, int)]

    def _score(self) -> Cell:
        score = mean(self._scores())
        look = styles.top(styles.MEAN)
        look = styles.few(look) if self._uncounted() else look
        return Cell(None if score is None else hundredths(score) / 100, look)

    def _level(self) -> Cell:
        reached = level(self.register.form.bands, self._scores()) if self.register.form.bands else None
        if reached is None:
            return Cell(None, styles.TOP_CENTRE)
        if self._uncounted():
            return Cell(reached.name, styles.few(styles.TOP_CENTRE))
        return Cell(reached.name, styles.tinted(styles.TOP_CENTRE, reached.colour))

    def _findings(self) -> Cell:
        told = (finding for finding in self.findings if finding.code not in PROBLEMS)  # beside the state
        messages = [describe(finding, self.register.form).message for finding in told]
        messages += [self._obeyed(one) for one in (self.corrected.held if self.corrected else ())]
        return Cell(self._fitted("\n".join(messages)) or None, styles.WRAPPED)

    def _obeyed(self, one: Correction) -> str:
        """What people corrected, in a line."""
        texts, form, date = self.register.texts, self.register.form, thai_datetime(one.noticed)
        if one.value:
            asked = form.questions[one.question].ask
            return texts("register.corrected", question=asked, value=one.value, date=date)
        if one.verdict == "left-out":
            return texts("register.out", date=date)
        question = form.questions.get(one.question)
        return texts("register.confirmed", question=question.ask if question else form.title, date=date)

    def _uncounted(self) -> bool:
        return self._worst() == "error" or (self.corrected is not None and self.corrected.left_out)

    def _created(self) -> Cell:
        return Cell(thai_datetime(self.response.created), styles.TOP)

    def _submitted(self) -> Cell:
        return Cell(thai_datetime(self.response.submitted), styles.TOP)

    def _response(self) -> Cell:
        return Cell(self.response.id, styles.FINE)
