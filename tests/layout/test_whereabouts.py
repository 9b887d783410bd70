"""Who is where today: half a day's leave is no absence, for the place shown and for who acts alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forms.duties.absence import away_days, away_on
from forms.model import Entry, Partition
from sync.layout.whereabouts import AWAY, whereabouts
from tests.forms.builders import ORGANISATION
from tests.forms.duties import DUTIES, FORMS, entry, passed
from tests.layout.views import AS_OF, view_of

TODAY = AS_OF.date()
DAY = timedelta(days=1)


def permit(
    name: str, kind: str = "leave", first: date = TODAY, last: date | None = None, **said: str
) -> Entry:
    return entry("permit", name, first, "P1", until=last or first, kind=kind, **said)  # type: ignore[arg-type]


JOURNEY = entry("memo", "m", TODAY - DAY, "P1", until=TODAY + DAY)
PLAN = entry("plan", "p", TODAY, "P1", school="S1")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([], "office"),
        ([permit("a")], "leave"),
        ([permit("a", leave_part="day")], "leave"),
        ([permit("a", leave_part="am")], "half"),
        ([permit("a", leave_part="am"), permit("b", leave_part="pm")], "leave"),
        ([permit("a", leave_part="am"), permit("b", leave_part="am")], "half"),
        ([permit("a", leave_part="am"), permit("b", "journey", leave_part="pm")], "leave"),
        ([permit("a", leave_part="am"), JOURNEY], "journey"),
        ([permit("a", leave_part="am"), PLAN], "half"),
        ([permit("a", "journey"), PLAN], "journey"),
        ([permit("a", "out"), PLAN], "out"),
        ([permit("a", "vehicle"), PLAN], "visit"),
        ([JOURNEY, PLAN], "journey"),
        ([PLAN], "visit"),
        ([permit("a", last=TODAY - DAY)], "leave"),  # an end that makes no sense: that day
        ([permit("a", first=TODAY - 3 * DAY, last=TODAY)], "leave"),
        ([permit("a", first=TODAY - 3 * DAY, last=TODAY - DAY)], "office"),
        ([permit("refused")], "office"),
    ],
)
def test_where_somebody_is_and_whether_somebody_acts_are_one_rule(given: list[Entry], place: str) -> None:
    known: dict[str, list[Entry]] = {}
    for one in given:
        known.setdefault(one.form, []).append(one)
    standings = passed("a", "b") | passed("refused", state="refused")
    view = replace(
        view_of(Partition("office"), ()),
        forms=dict(FORMS),
        entries=known,
        standings=standings,
        absences=DUTIES.absences,
        excuses=known,
    )
    person = ORGANISATION.supervisors["P1"]
    assert whereabouts(view, [person])["P1"].place == place
    away = away_on(DUTIES.absences, FORMS, known, standings, TODAY)
    assert ("P1" in away) == (place in AWAY)
    days = away_days(DUTIES.absences, FORMS, known, standings).get("P1", {})
    assert days.get(TODAY) == away.get("P1")
