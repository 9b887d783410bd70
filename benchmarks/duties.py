"""How long the duties of a year take: python -m benchmarks.duties [RESPONSES]."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from forms.calendar import Calendar, load_calendar
from forms.duties import Duties, duty_states, load_duties
from forms.model import Entry, Form, Organisation
from forms.organisation import load_organisation

CONFIG = Path(__file__).resolve().parents[1] / "config"
BANGKOK = ZoneInfo("Asia/Bangkok")
KINDS = ("observation", "log", "journey", "plan", "half-year-report", "sar", "profile")
TODAY = date(2027, 5, 15)


def main() -> None:
    """Work out the duties of the sample's academic year 2569 three times, and print the best."""
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    organisation, calendar, duties = _office()
    forms = {kind: Form(kind, kind, (), (), {}, counts_as=kind) for kind in KINDS}
    year = calendar.academic_year_of(TODAY)
    entries = {
        kind: _entries(kind, organisation, year.start, responses // 2) for kind in ("observation", "log")
    }
    entries |= {kind: _entries(kind, organisation, year.start, 250) for kind in KINDS[2:]}
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        found = duty_states(duties, forms, organisation, calendar, entries, {}, year, TODAY)
        seconds.append(time.perf_counter() - started)
    told = ", ".join(f"{status} {n}" for status, n in sorted(Counter(s.status for s in found).items()))
    people, schools = len(organisation.supervisors), len(organisation.schools)
    print(f"{people} supervisors, {schools} schools, {sum(map(len, entries.values()))} entries, one year")
    print(f"{len(found)} duties ({told}) in {min(seconds):.3f} s, best of {len(seconds)}")


def _office() -> tuple[Organisation, Calendar, Duties]:
    organisation, _ = load_organisation(CONFIG)
    calendar, _ = load_calendar(CONFIG)
    duties, _ = load_duties(CONFIG)
    assert organisation and calendar and duties
    return organisation, calendar, duties


def _entries(kind: str, organisation: Organisation, first: date, count: int) -> list[Entry]:
    draw = Random(kind)
    people, schools = tuple(organisation.supervisors), tuple(organisation.schools)
    found = []
    for number in range(count):
        day = first + timedelta(days=draw.randrange(365))
        who, school = draw.choice(people), draw.choice(schools)
        sent = datetime(day.year, day.month, day.day, 16, tzinfo=BANGKOK) + timedelta(days=draw.randrange(3))
        members = {"supervisor": who, "school": school}
        found.append(Entry(kind, f"{kind}{number}", sent, day, members, {}, True, people=(who,)))
    return found


if __name__ == "__main__":
    main()
