"""What has changed in the figures that the last report told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from forms.calendar import Calendar
from forms.model import Entry, Form, Organisation
from forms.scoring import hundredths
from forms.summary import day_of
from forms.weekly.headline import Headline, headlines, known_of
from forms.weekly.records import named
from forms.weekly.report import Figure, Reported, Restated

_OF_VISITS = frozenset({"schools", "coverage"})  # figures that hang on which forms make a visit
_EMPTY = Headline(Figure(None, 0, None), ())


def restated(
    last: Reported,
    entries: Iterable[Entry],
    forms: tuple[Form | None, Form | None],
    others: Sequence[Form],
    organisation: Organisation,
    calendar: Calendar,
) -> tuple[Restated, ...]:
    """The last report's figures that are others today, in their order, with the responses behind the change.

    `forms` are the observation's and the log's, `others` those that make a visit, too; figures
    of a form that is missing today are left alone, since nothing is known of them. So are schools
    visited where other forms make a visit today: what changed is what is counted, not what was done.
    """
    known = known_of(tuple(entries), *forms, others)
    then = headlines(last.week, known_of(tuple(last.entries), *forms, others), organisation, calendar)
    today = headlines(last.week, known, organisation, calendar)
    lines = (
        _line(name, last, then.get(name, _EMPTY), today.get(name, _EMPTY))
        for name in _told(last.figures, today)
        if name not in today or today[name].figure.query is not None
        if known.visiting_ids == last.visiting or name.partition(":")[0] not in _OF_VISITS
    )
    return tuple(line for line in lines if line is not None)


def _told(figures: Mapping[str, float], today: Mapping[str, Headline]) -> list[str]:
    """The figures of the last report, and the mean that it could not tell."""
    return [name for name in dict.fromkeys([*today, *figures]) if name in figures or name == "score"]


def _line(name: str, last: Reported, then: Headline, today: Headline) -> Restated | None:
    reported, now = last.figures.get(name), today.figure.value
    if _shown(reported) == _shown(now):
        return None
    figure, _, member = name.partition(":")
    changed = _changed(then.entries, today.entries)
    known = {entry.response: entry for entry in (*then.entries, *today.entries)}
    records = tuple(named(known[one], day_of(known[one])) for one in changed)
    return Restated(figure, member, reported, now, changed, records)


def _shown(value: float | None) -> int | None:
    """A figure as people see it: a change that no report shows is none."""
    return None if value is None else hundredths(value)


def _changed(then: tuple[Entry, ...], today: tuple[Entry, ...]) -> tuple[str, ...]:
    """The responses that stand behind one of the two only, or behind both with other answers."""
    before = {e.response: (e.submitted, e.when, e.scores, e.members.get("school")) for e in then}
    after = {e.response: (e.submitted, e.when, e.scores, e.members.get("school")) for e in today}
    return tuple(sorted(r for r in before.keys() | after.keys() if before.get(r) != after.get(r)))
