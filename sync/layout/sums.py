"""What the numbers of a form's records add up to: a line a network, in a network's own sheet a school."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from forms.model import Check, Entry, Form, Question
from forms.scoring import share
from forms.yearly import is_yearly, latest_of
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.parts import subject
from sync.layout.records import within
from sync.layout.shortened import fitting
from sync.layout.tab import Cell, Style
from sync.layout.view import View

SHOWN_IN: Final = ("district", "deputy", "network")  # whose readers set networks or schools side by side
LEADING: Final = 2  # columns before the first sum
_HEAD_LINES: Final = 5
_HEAD_HEIGHT: Final = 102


@dataclass(frozen=True, slots=True)
class Column:
    """The sum of a question, or, where `whole` is one, the share that it is of that question's."""

    question: Question
    whole: Question | None = None


def columns(form: Form) -> list[Column]:
    """Each question that is summed, and beside a part its share of the whole that a check holds it to."""
    wholes = {check.of[0]: check.of[1] for check in form.checks if _always_holds(check)}
    found: list[Column] = []
    for question in form.questions.values():
        if question.summed:
            found.append(Column(question))
            whole = form.questions.get(wholes.get(question.id, ""))
            if whole and whole.summed:
                found.append(Column(question, whole))
    return found


def _always_holds(check: Check) -> bool:
    return check.code == "part-of-whole" and not check.only


def table(draft: Draft, view: View, form: Form) -> None:
    """Put down a form's sums below a heading of their own, where there are records to add up."""
    shown, records = columns(form), standing_for(view, form)
    if not shown or not records:
        return
    dimension, places = _places(view, form)
    _heads(draft, view, form, dimension, shown)
    of: dict[str, list[Entry]] = {code: [] for code, _ in places}
    other: list[Entry] = []
    for record in records:
        of.get(record.members.get(dimension, ""), other).append(record)
    for code, name in places:
        here = of[code]
        if here or is_yearly(form):  # whose year is still to be told has an empty line
            draft.line(_cells(name, here, shown), key=f"{form.id}:sums:{code}")
    if places and other:
        draft.line(_cells(view.texts(f"tallies.sums.no_{dimension}"), other, shown), key=f"{form.id}:sums:-")
    cells = _cells(view.texts("tallies.sums.total"), records, shown)
    total = [replace(cell, style=styles.total(cell.style)) for cell in cells]
    draft.line(total, height=styles.ROOMY, key=f"{form.id}:sums")


def _heads(draft: Draft, view: View, form: Form, dimension: str, shown: Sequence[Column]) -> None:
    """The heading, which records are added up, and the head of the table: long questions in several lines."""
    texts = view.texts
    draft.gap(12)
    title = texts("tallies.sums.title", subject=subject(view, form))
    draft.line([Cell(title, styles.HEADING)], height=28)
    draft.line([Cell(_said(view, form, shown), styles.SMALL)])
    asked = [texts("tallies.sums.n"), *(_title(view, column) for column in shown)]
    heads = [Cell(texts(f"tallies.sums.{dimension}"), styles.HEAD_LEFT)]
    heads += [Cell(one, styles.HEAD) for one in asked]
    fitted = [fitting(*one, _HEAD_LINES) for one in zip(heads, draft.widths, strict=False)]
    draft.line(fitted, height=_HEAD_HEIGHT)


def standing_for(view: View, form: Form) -> list[Entry]:
    """The counted records that a form's sums stand on: the semester's, of a yearly form those about the year.

    Of a yearly form only the latest of each school, and of what else `once_per` tells apart: what was
    told twice in a year is there once.
    """
    records = view.entries.get(form.id, ())
    if is_yearly(form):
        return latest_of(form, records, view.calendar.academic_year_of(view.semester.start))
    return within((record for record in records if record.counted), view.semester)


def _places(view: View, form: Form) -> tuple[str, list[tuple[str, str]]]:
    """What the lines stand for, and the code and name of each."""
    if view.partition.kind != "network":
        return "network", [(network.code, network.name) for network in view.networks]
    asked = "where" in form.about
    return "school", [(school.code, school.name) for school in view.schools] if asked else []


def _title(view: View, column: Column) -> str:
    if column.whole is None:
        return column.question.ask
    return view.texts("tallies.sums.share", whole=column.whole.ask)


def _said(view: View, form: Form, shown: Sequence[Column]) -> str:
    """Which records are added up, and which the shares are of."""
    name = "of_year" if is_yearly(form) else "of_semester"
    year = view.calendar.academic_year_of(view.semester.start).name.partition("-")[0]
    said = view.texts(f"tallies.sums.{name}", year=year)
    return f"{said} {view.texts('tallies.sums.of_both')}" if any(c.whole for c in shown) else said


def _cells(name: str, records: Sequence[Entry], shown: Iterable[Column]) -> list[Cell]:
    n = Cell(len(records) or None, styles.COUNT)
    return [Cell(name, styles.LONG), n, *(_cell(records, column) for column in shown)]


def _cell(records: Sequence[Entry], column: Column) -> Cell:
    """A sum, empty where nobody answered; or a share, of the records alone that answer both."""
    if column.whole is None:
        found = _sum(records, column.question)
        return Cell(found, styles.COUNT if found is None or isinstance(found, int) else _DECIMAL)
    part, whole = column.question, column.whole
    both = [record for record in records if part.id in record.answers and whole.id in record.answers]
    parts, wholes = (Decimal(str(_sum(both, question) or 0)) for question in (part, whole))
    places = 10 ** max(0, *(-int(amount.as_tuple().exponent) for amount in (parts, wholes)))
    return Cell(share(int(parts * places), int(wholes * places)), styles.SHARE)


def _sum(records: Iterable[Entry], question: Question) -> int | float | None:
    """What the answers add up to, exactly: without the dust of binary fractions."""
    answers = [record.answers[question.id] for record in records if question.id in record.answers]
    if not answers:
        return None
    found = sum(Decimal(str(answer)) for answer in answers)
    return int(found) if found == int(found) else float(found)


_DECIMAL: Final[Style] = replace(styles.COUNT, number="#,##0.00")
