"""The order of a live form's items, brought to that of its definition; pure.

What nithet did not make, and what the definition dropped, goes along with the item that it stands behind;
a page of people's own stays behind the page before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

Moves = list[tuple[int, int]]


def moves(order: Sequence[str], was: Sequence[str], wants: Sequence[str], breaks: Collection[str]) -> Moves:
    """From which index to which each item moves, one after the other; as few as can be.

    `order` are the ids of all items that are there, `was` and `wants` ours as the definition had and has
    them, `breaks` those that begin a page. Nothing moves where the definition's order is as it was, or
    where people put a page of their own among questions of ours: `misplaced` tells both.
    """
    if _among(was, wants) == _among(wants, was):
        return []
    ours = _among(wants, order)
    if _is_split(order, set(ours), breaks):
        return []
    return _steps(list(order), _target(order, ours, breaks))


def misplaced(order: Sequence[str], wants: Sequence[str]) -> tuple[str, ...]:
    """Which of ours stand elsewhere than the definition has them, as few as can be told; in its order."""
    ours = _among(wants, order)
    stay = _staying(_among(order, ours), ours)
    return tuple(item for item in ours if item not in stay)


def _among(items: Sequence[str], known: Sequence[str]) -> list[str]:
    wanted = set(known)
    return [item for item in items if item in wanted]


def _is_split(order: Sequence[str], ours: Collection[str], breaks: Collection[str]) -> bool:
    """Whether a page that is not ours holds something of ours."""
    foreign = False
    for item in order:
        if item in breaks:
            foreign = item not in ours
        elif foreign and item in ours:
            return True
    return False


def _target(order: Sequence[str], ours: Sequence[str], breaks: Collection[str]) -> list[str]:
    """All items in the order to reach."""
    known = set(ours)
    beside: dict[str, list[str]] = {"": []}  # what stands behind an item of ours, on its page
    behind: dict[str, list[str]] = {"": []}  # people's pages behind one of ours, by its break
    page, leader, foreign = "", "", False
    for item in order:
        if item in breaks:
            foreign = item not in known
            page = page if foreign else item
        if foreign:
            behind.setdefault(page, []).append(item)
        elif item in known:
            leader = item
        else:
            beside.setdefault(leader, []).append(item)
    target, page = list(beside[""]), ""
    for item in ours:
        if item in breaks:
            target += behind.get(page, [])
            page = item
        target += [item, *beside.get(item, ())]
    return [*target, *behind.get(page, [])]


def _steps(order: list[str], target: Sequence[str]) -> Moves:
    stay = _staying(order, target)
    found, before = [], ""
    for item in target:
        if item not in stay:
            start = order.index(item)
            order.remove(item)
            end = order.index(before) + 1 if before else 0
            order.insert(end, item)
            found.append((start, end))
        before = item
    return found


def _staying(order: Sequence[str], target: Sequence[str]) -> set[str]:
    """The most items that stand in the wanted order already: a longest rising row of their places."""
    places = {item: place for place, item in enumerate(target)}
    tails: list[int] = []  # the lowest place that a row of each length ends with
    ends: list[str] = []
    before: dict[str, str] = {}
    for item in order:
        at = bisect_left(tails, places[item])
        tails[at:] = [places[item], *tails[at + 1 :]]
        ends[at:] = [item, *ends[at + 1 :]]
        before[item] = ends[at - 1] if at else ""
    stay, item = set(), ends[-1] if ends else ""
    while item:
        stay.add(item)
        item = before[item]
    return stay
