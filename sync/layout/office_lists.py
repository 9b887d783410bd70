"""The lists of the head's first tab: what waits to be decided, what is overdue by kind, what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from forms.duties import DutyState
from forms.model import Entry
from forms.summary import day_of
from sync.layout import needs, styles
from sync.layout.duties import SOON, due_soon, overdue
from sync.layout.parts import subject
from sync.layout.records import day, form_of, is_open, reporter
from sync.layout.responsible import who_and_what
from sync.layout.screen import Block, Drawing, Listing, small
from sync.layout.tab import Cell
from sync.layout.tiles import Tile
from sync.layout.view import View
from sync.layout.waiting import activity

_DECISIONS: Final = 4  # that are listed; all of them stand in the registers
_KINDS: Final = 5  # of what is overdue that are listed
_CHART: Final = 6  # lines that a chart needs to be read

Cells = tuple[Cell, Cell, Cell]


def blocks(view: View, decisions: list[Cells], rows: int) -> list[Block]:
    """What waits, what is overdue, what falls due: the last as long as the `rows` of the screen allow.

    Where they leave enough room, the weeks' visits are drawn as well.
    """
    first = decisions_list(view, decisions, _DECISIONS)
    second = _overdue(view)
    left = rows - first.height - second.height - 2
    third = _soon(view, left)
    drawn: list[Block] = []
    if left - third.room >= _CHART:
        drawn = [(Drawing("COLUMN", activity(view), series=1),)]
    return [first, second, third, *drawn]


def decisions_list(view: View, decisions: list[Cells], room: int) -> Listing:
    """What waits for a decision; where there is no room for all, its heading tells how many there are."""
    texts, all_of_it = view.texts, len(decisions)
    some = texts("office.decisions.list_of", shown=room, n=all_of_it)
    heading = texts("office.decisions.list") if all_of_it <= room else some
    none = texts("office.decisions.none")
    return Listing(heading, _heads(view, "decisions", "since"), decisions, none, room)


def _overdue(view: View) -> Listing:
    """What was not handed in, a line a duty, the most first; what has no line of its own in one together."""
    texts, missing = view.texts, overdue(view)
    kinds = Counter(state.owed.duty for state in missing).most_common()
    shown = kinds if len(kinds) <= _KINDS else kinds[: _KINDS - 1]
    lines = []
    for duty, n in shown:
        of_it = [state for state in missing if state.owed.duty == duty]
        lines.append((small(texts("office.overdue.one", n=n)), *who_and_what(view, of_it)))
    if rest := kinds[len(shown) :]:
        n = sum(of_it for _, of_it in rest)
        others = small(texts("office.overdue.others", kinds=len(rest)))
        lines.append((small(texts("office.overdue.one", n=n)), small(""), others))
    heading, none = texts("office.overdue.list", n=len(missing)), texts("office.overdue.none")
    room, link = max(1, min(_KINDS, len(lines))), view.links.get("tab:duties", "")
    return Listing(heading, _heads(view, "overdue", "n"), lines, none, room, link)


def _soon(view: View, room: int) -> Listing:
    """What falls due soon, duties of one kind and day together, and until when schools are helped."""
    texts, soon = view.texts, due_soon(view)
    together: dict[tuple[date, str], list[DutyState]] = {}
    for state in soon:
        together.setdefault((state.owed.due, state.owed.duty), []).append(state)
    dated = [(due, (small(day(due)), *who_and_what(view, of))) for (due, _), of in sorted(together.items())]
    helping = needs.deadlines(view, view.today + timedelta(days=SOON))
    lines = [cells for _, cells in sorted([*dated, *helping], key=lambda one: one[0])]
    heading, none = texts("office.soon.list", days=SOON, n=len(soon)), texts("office.soon.none")
    if helping:
        heading = texts("needs.soon_more", line=heading, n=len(helping))
    link = view.links.get("tab:duties", "")
    return Listing(heading, _heads(view, "soon", "due"), lines, none, max(1, min(room, len(lines))), link)


def _heads(view: View, of: str, first: str) -> tuple[str, str, str]:
    return (
        view.texts(f"office.{of}.{first}"),
        view.texts(f"office.{of}.who"),
        view.texts(f"office.{of}.what"),
    )


def awaiting(view: View) -> list[Cells]:
    """What waits for a decision, the longest waiting first: who asks, for what, whose turn it is."""
    found = []
    for entry in _undecided(view):
        standing = view.standings[entry.form, entry.response]
        since = standing.since.date() if standing.since else day_of(entry)
        step = standing.step.title if standing.step else ""
        what = view.texts("office.decisions.one", form=subject(view, form_of(view, entry)), step=step)
        link = view.links.get(f"register:{entry.form}", "") if _is_own(view, entry) else ""
        who = reporter(view, entry, 2)
        found.append((since, (small(day(since)), small(who), small(what, link))))
    return [cells for _, cells in sorted(found, key=lambda one: one[0])]


def _undecided(view: View) -> Iterator[Entry]:
    """Records that somebody is asked to decide; one with errors is not put forward until it is mended.

    Those of the partition, and those of others that wait for this work group.
    """
    others = (entry for entry in view.awaited or () if not _is_own(view, entry))
    for entry in chain(*view.entries.values(), others):
        standing = view.standings.get((entry.form, entry.response))
        awaited = standing and standing.state in ("waiting", "open") and is_open(view, entry)
        if awaited and entry.counted:
            yield entry


def _is_own(view: View, entry: Entry) -> bool:
    """Whether a record is listed in this spreadsheet; one that only waits for a work group is not."""
    return view.awaited is None or entry.members.get(view.partition.kind) == view.partition.code


def decisions_tile(view: View) -> Tile:
    """How many records of a work group, or that wait for it, are to be decided."""
    texts, waiting = view.texts, len(awaiting(view))
    return Tile(
        texts("group.records.waiting.label"),
        waiting,
        texts("group.records.waiting.pattern"),
        texts("group.records.waiting.note" if view.awaited is None else "group.records.waiting.both"),
        styles.CARE if waiting else styles.GOOD,
    )
