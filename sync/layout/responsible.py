"""Who has to go or to report, and for what: the duties of one kind in a line of a first tab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from forms.duties import DutyState
from sync.layout.duties import owner_name, responsible
from sync.layout.screen import small
from sync.layout.tab import Cell
from sync.layout.view import View
from sync.layout.written import takes_no_room

_NAMED: Final = 37  # letters of names that a line has room for, marks above and below not counted
_SCHOOLS: Final = 2  # that a line names; where there are more, they are counted


def who_and_what(view: View, states: Sequence[DutyState]) -> tuple[Cell, Cell]:
    """Who answers for duties of one kind, who does for most first; and the duty's title.

    What a plan asks for is the duty of those whom it names, and stands with its schools. Names without
    room are in the cell's note where they are people's; schools and networks are counted.
    """
    return _who(view, states), _what(view, states)


def _who(view: View, states: Sequence[DutyState]) -> Cell:
    each = [responsible(view.organisation, state) for state in states]
    times = Counter(code for names in each for code in names)
    known = {code: name for names in each for code, name in names.items()}
    names = [known[code] for code, _ in times.most_common()]  # two of one name are two
    whole = ", ".join(names)
    if len(names) == 1 or _fits(whole):
        return small(whole)
    if not all(state.owed.people or state.owed.owed_by == "supervisor" for state in states):
        return small(view.texts("office.responsible.many", n=len(names)))
    return small(_as_many_as_fit(view, names), note=whole)


def _as_many_as_fit(view: View, names: Sequence[str]) -> str:
    """The first names, one at least, and how many more people there are."""
    for shown in range(len(names) - 1, 0, -1):
        told = view.texts("office.responsible.more", names=", ".join(names[:shown]), n=len(names) - shown)
        if _fits(told):
            break
    return told


def _fits(text: str) -> bool:
    return sum(not takes_no_room(letter) for letter in text) <= _NAMED


def _what(view: View, states: Sequence[DutyState]) -> Cell:
    rule = view.duty_rules.get(states[0].owed.duty)
    title = rule.title if rule else states[0].owed.duty
    planned = [state for state in states if state.owed.people]
    schools = {state.owed.code: owner_name(view.organisation, state) for state in planned}
    if not schools:
        return small(title)
    whole = ", ".join(schools.values())
    if len(schools) <= _SCHOOLS:
        return small(view.texts("office.responsible.where", title=title, schools=whole))
    return small(view.texts("office.responsible.schools", title=title, n=len(schools)), note=whole)
