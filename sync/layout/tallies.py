"""How many records came, every form in one tab: by network or person, by kind and cut; where things stand."""

from __future__ import annotations

from typing import Final

from forms.model import Form
from sync.layout import crossed, styles, sums
from sync.layout.days import supervisors
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, subject
from sync.layout.reading import Reading, in_order, labels, question_of, share
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "counts"
_WIDTHS: Final = (330, 90, 90, 100, 100, 110)
_MEMBER_WIDTH: Final = 84
_COLUMNS: Final = ("form", "now", "before", "errors", "warnings", "register")
_CHOSEN: Final = ("kind", "way", "role", "class")  # roles of `about` that are dimensions by their own name


@kept
def tab(view: View, forms: list[Form]) -> Tab:
    """The tab of these forms' counts: a line a form, a column a network (in work groups a person)."""
    texts = view.texts
    dimension, members = _across(view, forms)
    tables = {form.id: crossed.crossings(view, form) for form in forms}
    widest = max((table.width for made in tables.values() for table in made), default=0) - len(_WIDTHS)
    widths = (*_WIDTHS, *[_MEMBER_WIDTH] * max(len(members), _summed(view, forms), widest))
    draft = begin(view, widths, texts("tallies.title"), right=1)
    titles = [texts(f"tallies.columns.{name}") for name in _COLUMNS]
    head = heads(draft, [*titles, *(name for _, name in members)], height=60)
    for form in forms:
        draft.line(_line(view, form, dimension, [code for code, _ in members]), key=form.id)
    for form in forms:
        _spread(draft, view, form)
        for table in tables[form.id]:
            crossed.put(draft, view, table)
    if view.partition.kind in sums.SHOWN_IN:
        for form in forms:
            sums.table(draft, view, form)
    return draft.tab(KEY, texts("tallies.title"), frozen_rows=head + 1, frozen_columns=1, gridlines=False)


def _summed(view: View, forms: list[Form]) -> int:
    """How many columns the widest table of sums needs beyond those that are always there."""
    if view.partition.kind not in sums.SHOWN_IN:
        return 0
    return max((sums.LEADING + len(sums.columns(form)) for form in forms), default=0) - len(_WIDTHS)


def _across(view: View, forms: list[Form]) -> tuple[str, list[tuple[str, str]]]:
    if view.partition.kind == "group":
        readings = [Reading(form, view.summary(form)) for form in forms]
        return "supervisor", [(person.code, person.name) for person in supervisors(view, *readings)]
    return "network", [(network.code, network.name) for network in view.networks]


def _line(view: View, form: Form, dimension: str, members: list[str]) -> list[Cell]:
    now, before = view.readings(form)
    link = view.links.get(f"register:{form.id}", "")
    errors, warnings = (now.n(measure=measure) for measure in ("errors", "warnings"))
    return [
        Cell(subject(view, form), styles.LONG),
        Cell(now.n(measure="responses"), styles.COUNT),
        Cell(before.n(measure="responses"), styles.COUNT),
        Cell(errors or None, styles.TO_MEND),
        Cell(warnings or None, styles.TO_LOOK_AT),
        Cell(view.texts("tallies.open") if link else None, styles.LINKED if link else styles.CELL, link=link),
        *(Cell(now.n(dimension, code, "responses") or None, styles.COUNT) for code in members),
    ]


def dimensions(form: Form) -> tuple[str, ...]:
    """What a form's counts are spread over: its kinds, then its own `cut_by`."""
    roles = {form.about[role]: role for role in _CHOSEN if role in form.about}
    kind = ["kind"] if "kind" in form.about else []
    return tuple(dict.fromkeys([*kind, *(roles.get(question, question) for question in form.cut_by)]))


def _spread(draft: Draft, view: View, form: Form) -> None:
    """How the form's counted responses are spread over each of its dimensions, where something came."""
    now, before = view.readings(form)
    told = False
    for dimension in dimensions(form):
        occurring = {*now.members(dimension), *before.members(dimension)}
        if not occurring:
            continue
        if not told:
            draft.gap(12)
            draft.line([Cell(subject(view, form), styles.HEADING)], height=28)
        told = True
        question = question_of(form, dimension)
        asked = question.ask if question and dimension != "kind" else view.texts("tallies.kinds.kind")
        heads(draft, [asked, *(view.texts(f"tallies.kinds.{name}") for name in ("now", "before", "share"))])
        for code, name in in_order(occurring, labels(form, view.organisation, dimension)):
            n = now.n(dimension, code)
            draft.line(
                [
                    Cell(name, styles.LONG),
                    Cell(n, styles.COUNT),
                    Cell(before.n(dimension, code), styles.COUNT),
                    Cell(share(n, now.n()), styles.SHARE),
                ],
                key=f"{form.id}:{dimension}:{code}",
            )
