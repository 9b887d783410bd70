"""The tab of findings that people answer: each on a row of its own until the semester ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from forms.checking.corrections import Corrected, Correction, Verdict
from forms.checking.findings import describe, questions_of
from forms.model import Form, Organisation, Response
from forms.standing import PROBLEMS as DECIDED
from forms.thai import thai_datetime, thai_time
from sync.layout import findings, styles
from sync.layout.answers import shown_answer
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, place
from sync.layout.tab import Cell, PeopleColumn, Tab
from sync.layout.texts import Texts
from sync.layout.view import Correcting, FindingRow, View
from sync.layout.written import clean

VERDICT, VALUE, NOTE = "verdict", "value", "note"
_SHOWN: Final = 80  # characters of an answer that are enough to know it by
HEAD_ROWS: Final = 4  # the title, what it is about, a gap, the head
_FIRST: Final = 3  # the first column of people; what is found, and what to do, stands before them
_THEIRS: Final = (VERDICT, VALUE, NOTE)
_ADDED: Final = (*_THEIRS, "outcome")
_WIDTHS: Final = (96, 270, 220, 125, 130, 150, 230)  # what is answered, and what became of it: one screen


@kept
def tab(view: View) -> Tab:
    """The tab of a partition's findings, with people's columns where they may answer.

    The office's has those alone that are `nobodys`, beside the tab of all (`findings.tab`).
    """
    return findings.tab(view) if view.correcting is None else _answered(view, view.correcting)


def key(view: View) -> str:
    """The tab's key: each semester begins a new one, so that notes stay beside what they are about."""
    return findings.KEY if view.correcting is None else f"{findings.KEY}:{view.semester.name}"


def widths() -> tuple[int, ...]:
    """The widths of the columns of the tab that people answer in."""
    return (*_WIDTHS, *findings.WIDTHS[_FIRST:], 120)


def words(texts: Texts) -> Mapping[str, Verdict]:
    """The words of the drop-down, and the verdict that each stands for."""
    return {
        texts("findings.verdicts.confirmed"): "confirmed",
        texts("findings.verdicts.left_out"): "left-out",
    }


def outcome(
    row: FindingRow,
    form: Form,
    sent: Response,
    made: Sequence[Correction],
    applied: Corrected,
    organisation: Organisation,
    texts: Texts,
    file: str,
    taken_back: Mapping[str, datetime] | None = None,
) -> str:
    """What became of a finding: what of the corrections `made` of its response is obeyed, and why not.

    `sent` is the response as it came, `applied` as it was corrected, `file` the spreadsheet in which
    the finding is shown: what was said there is told first. `taken_back` tells when what was said of it
    was taken back, by spreadsheet. "" where nobody answered.
    """
    left = next((c for c in applied.held if c.verdict == "left-out"), None)
    if left is not None:
        return texts("findings.outcomes.left_out", date=thai_datetime(left.noticed))
    mine = _mine(row, made, applied, file)
    if mine is None:
        return ""
    if not (mine.value or mine.verdict):
        undone = (taken_back or {}).get(mine.by)
        return texts("findings.outcomes.taken_back", date=thai_datetime(undone)) if undone else ""
    return _became(mine, row, form, sent, applied, organisation, texts)


def why_settled(
    row: FindingRow, form: Form, held: Sequence[Correction], texts: Texts, edited: AbstractSet[str]
) -> str:
    """Why a finding that nobody answered stands no longer; `edited`: the questions that edits changed.

    `held` are the corrections of the response that are obeyed, made of its other findings. Only what the
    finding is about can have settled it: else another record did, or the configuration, which none tells.
    """
    if row.code in DECIDED:
        return texts("findings.outcomes.decided")
    about = questions_of(row.code, row.asked, form)
    mended = not edited.isdisjoint(about)
    values = [
        one
        for one in held
        if one.value and (one.question == row.asked or (one.question in about and not mended))
    ]
    if values:
        one = max(values, key=lambda one: (one.question == row.asked, one.noticed))
        question = form.questions[one.question].ask
        date = thai_datetime(one.noticed)
        return texts("findings.outcomes.value_beside", question=question, value=one.value, date=date)
    return texts("findings.outcomes.edited" if mended else "findings.outcomes.not_found")


def _became(
    mine: Correction,
    row: FindingRow,
    form: Form,
    sent: Response,
    applied: Corrected,
    organisation: Organisation,
    texts: Texts,
) -> str:
    """What became of a correction that says something."""
    moment = thai_datetime(mine.noticed)
    wrong = next(
        (f for f in applied.wrong if (f.values["of"], f.question or "") == (row.code, row.asked)), None
    )
    if mine not in applied.held and wrong is not None:
        told = describe(wrong, form)
        return texts("findings.outcomes.wrong", message=told.message, advice=told.advice)
    if mine in applied.held and mine.value:
        original = _sent(form, sent, mine.question, organisation, texts)
        value = _valued(mine, applied)
        return texts("findings.outcomes.value", value=value, original=original, date=moment)
    if mine in applied.held:
        return texts("findings.outcomes.confirmed", date=moment)
    later = next((c for c in applied.held if c.question == mine.question and c.noticed > mine.noticed), None)
    if later is None:
        return texts("findings.outcomes.lapsed", date=moment)
    said = later.value or next(word for word, verdict in words(texts).items() if verdict == later.verdict)
    return texts("findings.outcomes.overruled", said=said, date=thai_datetime(later.noticed))


def _mine(row: FindingRow, made: Sequence[Correction], applied: Corrected, file: str) -> Correction | None:
    """The correction that a row tells of: that of its own spreadsheet, else one that holds, else the last."""
    of_it = [c for c in made if (c.code, c.question) == (row.code, row.asked)]
    said = [c for c in of_it if c.value or c.verdict]
    ranked = (
        *(c for c in said if c.by == file),
        *(c for c in said if c in applied.held),
        *said,
        *sorted(of_it, key=lambda c: c.noticed, reverse=True),
    )
    return ranked[0] if ranked else None


def _valued(mine: Correction, applied: Corrected) -> str:
    """The right value in words: as it was typed, but for times, that are typed in many ways."""
    used = applied.response.answers.get(mine.question)
    return thai_time(used) if isinstance(used, time) else mine.value


def _sent(form: Form, sent: Response, question: str, organisation: Organisation, texts: Texts) -> str:
    """An answer as it came, in words."""
    text = sent.unreadable.get(question)
    if text is None and question in sent.answers:
        answer = sent.answers[question]
        shown = shown_answer(form.questions[question], answer, organisation)
        shown = thai_time(answer) if isinstance(answer, time) else shown
        text = "" if shown is None else str(shown)
    return clean(text)[:_SHOWN] if text else texts("findings.outcomes.nothing_sent")


def _answered(view: View, correcting: Correcting) -> Tab:
    texts = view.texts
    errors, warnings = findings.count(correcting.stand)
    columns = (*findings.COLUMNS[:_FIRST], *_ADDED, *findings.COLUMNS[_FIRST:], "key")
    line = texts(
        "findings.answered" if correcting.rows else "findings.answered_none",
        place=place(view),
        errors=errors,
        warnings=warnings,
        settled=len(correcting.settled),
    )
    title = texts("findings.nobodys" if view.partition.kind == "office" else "findings.title")
    draft = begin(view, widths(), title, line + findings.before(view))
    head = heads(draft, [texts(f"findings.columns.{name}") for name in columns], left=0, height=30)
    assert head + 1 == HEAD_ROWS
    # Without findings no line says so: a row that anything was written in is not new to its finding.
    stand = {row.key: row for row in correcting.stand}
    settled = {row.key: row for row in correcting.settled}
    offered = tuple(words(texts))
    for name, number in sorted(correcting.rows.items(), key=lambda at: at[1]):
        draft.row = head + 1 + number
        row = stand.get(name) or settled.get(name)
        if row is None:
            gone = [Cell(texts("findings.gone"), styles.few(styles.TOP)), *[Cell()] * (len(columns) - 2)]
            draft.line([*gone, Cell(name, styles.FINE)], key=name)
        else:
            draft.line(_line(view, row, offered, settled=name in settled and name not in stand), key=name)
    return draft.tab(
        key(view),
        title,
        frozen_rows=head + 1,
        filter_from_row=head if correcting.rows else None,
        gridlines=False,
        colour=styles.BAD if errors else "",
        people=tuple(PeopleColumn(name, _FIRST + n, correcting.correctors) for n, name in enumerate(_THEIRS)),
        key_column=len(columns) - 1,
        hidden=view.partition.kind == "office" and not correcting.rows,
    )


def _line(view: View, row: FindingRow, offered: tuple[str, ...], *, settled: bool) -> list[Cell]:
    state, message, advice, *others = findings.line(view, row)
    when, _, school, who, *_ = (cell.value for cell in others)
    known_by = " · ".join(str(part) for part in (school or who, when) if part)
    message = replace(message, value="\n".join(part for part in (row.message, known_by) if part))
    if settled:
        state = Cell(view.texts("findings.settled"), styles.STATES["good"])
    theirs = [
        Cell(row.theirs.get(name) or None, styles.THEIRS, choices=offered if name == VERDICT else ())
        for name in _THEIRS
    ]
    told = Cell(row.outcome or None, styles.WRAPPED)
    return [state, message, advice, *theirs, told, *others, Cell(row.key, styles.FINE)]
