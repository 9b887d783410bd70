"""What observers wrote: strengths and what to develop, a line a visit, the latest first."""

from __future__ import annotations

from datetime import date
from typing import Final

from forms.model import Excerpt, Form, Question, QuestionType
from forms.scoring import hundredths
from forms.thai import thai_date
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, subject
from sync.layout.reading import Reading
from sync.layout.screen import EVEN, Listing, small
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

SHOWN: Final = 200  # visits; all of them stand in the register
_WIDTHS: Final = (100, 260, 80, 100)
_TEXT_WIDTH: Final = 300


def key(form: Form) -> str:
    """The tab's key."""
    return f"remarks:{form.id}"


def asked(form: Form) -> list[Question]:
    """The form's open questions; without any there is nothing to make a tab of."""
    return [q for q in form.questions.values() if q.type is QuestionType.PARAGRAPH]


@kept
def tab(view: View, form: Form, now: Reading) -> Tab:
    """The tab of a partition's remarks, named after the form's first two open questions.

    Other forms than the observation say whose they are: many ask for the same.
    """
    texts = view.texts
    questions = asked(form)
    title = texts("remarks.between").join(question.ask for question in questions[:2])
    if form != view.observation:
        title = texts("remarks.of", title=title, subject=subject(view, form))
    visits = _visits(now.summary.excerpts)
    line = texts("remarks.line", subject=subject(view, form), shown=min(len(visits), SHOWN), all=len(visits))
    draft = begin(view, (*_WIDTHS, *[_TEXT_WIDTH] * len(questions)), title, line, right=1)
    columns = (texts(f"remarks.columns.{name}") for name in ("when", "school", "score", "level"))
    head = heads(draft, [*columns, *(question.ask for question in questions)], left=0, height=30)
    for response, excerpts in list(visits.items())[:SHOWN]:
        draft.line(_line(view, now, questions, excerpts), key=response)
    if not visits:
        nothing(draft, texts("remarks.none"))
    return draft.tab(
        key(form), title[:100], frozen_rows=head + 1, frozen_columns=2, gridlines=False,
        filter_from_row=head if visits else None,
    )  # fmt: skip


def listing(view: View, now: Reading, room: int) -> Listing:
    """The latest visits' first two open questions, for a first tab."""
    texts, questions = view.texts, asked(now.form)[:2]
    lines = []
    for excerpts in _visits(now.summary.excerpts).values():
        written = {excerpt.question: " ".join(excerpt.text.split()) for excerpt in excerpts}
        first, second = (written.get(question.id, "") for question in questions)
        if first or second:
            one, school = excerpts[0], view.organisation.schools.get(excerpts[0].school or "")
            where = [school.name if school else one.school or "", thai_date(one.when) if one.when else ""]
            look = styles.WRAPPED
            lines.append(
                (small("\n".join(where), style=look), small(first, style=look), small(second, style=look))
            )
    heads = (texts("remarks.columns.school"), questions[0].ask, questions[1].ask)
    heading = texts("remarks.latest", subject=subject(view, now.form))
    return Listing(heading, heads, lines, texts("remarks.none"), room, columns=EVEN, rows=2)


def _visits(excerpts: tuple[Excerpt, ...]) -> dict[str, list[Excerpt]]:
    """Excerpts by response, the latest visit first."""
    ordered = sorted(excerpts, key=lambda e: (e.school or "", e.response))
    ordered.sort(key=lambda e: e.when or date.min, reverse=True)
    found: dict[str, list[Excerpt]] = {}
    for excerpt in ordered:
        found.setdefault(excerpt.response, []).append(excerpt)
    return found


def _line(view: View, now: Reading, questions: list[Question], excerpts: list[Excerpt]) -> list[Cell]:
    one, written = excerpts[0], {excerpt.question: excerpt.text for excerpt in excerpts}
    school = view.organisation.schools.get(one.school or "")
    level = now.level_of(one.score)
    look = styles.tinted(styles.TOP_CENTRE, level.colour if level else "")
    return [
        Cell(thai_date(one.when) if one.when else None, styles.TOP_CENTRE),
        Cell(school.name if school else one.school, styles.WRAPPED),
        Cell(None if one.score is None else hundredths(one.score) / 100, styles.top(styles.MEAN)),
        Cell(level.name if level else None, look),
        *(Cell(written.get(question.id), styles.WRAPPED) for question in questions),
    ]
