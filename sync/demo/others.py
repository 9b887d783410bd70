"""Occasions of the other records: visits besides classes, plans, what schools file, meetings, registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from forms.calendar import Calendar
from forms.calendar.periods import fiscal_half_of, fiscal_year, month_of, quarter_of
from forms.model import Form, Organisation, Period, School, Supervisor
from forms.thai import BUDDHIST_ERA
from sync.demo.occasions import Given, Occasion, Outings

_DAY = timedelta(days=1)
_FILED = {"sar": (4, 30), "profile": (6, 30)}  # month and day by which schools file
_FILED_BEFORE, _FILED_AFTER = (0, 45), (1, 75)  # days
_FILED_LATE = 0.12  # how many file after that day
_MISSED, _AHEAD = 0.25, 0.3  # of the plans, how many were missed, and how many lie ahead
_PLANNED_BEFORE = (3, 12)  # days
_APART = 4  # one visit in so many is paid to a school in which no class was seen
_LATE_REPORT = 0.25  # of the reports of half a year, how many come after their day
_COME_LATE = 7  # one in so many


class Others:
    """Draws the occasions of every form that is neither an observation nor a log.

    `days` are the term's working days up to `began`, `outings` the visits on which classes were seen.
    """

    def __init__(
        self,
        organisation: Organisation,
        calendar: Calendar,
        days: Sequence[date],
        outings: Outings,
        began: datetime,
        chance: Random,
    ) -> None:
        self._organisation, self._calendar, self._chance = organisation, calendar, chance
        self._days, self._outings, self._began = days, outings, began
        self._visiting = [day for day in days if calendar.semester_of(day)] or [*days]
        self._kinds: Mapping[str, Callable[[int], list[Occasion]]] = {
            "visit": self._visits,
            "plan": self._plans,
            "sar": lambda count: self._filed(count, "sar"),
            "profile": lambda count: self._filed(count, "profile"),
            "half-year-report": self._half_years,
            "minutes": self._meetings,
        }

    def of(self, form: Form, count: int) -> list[Occasion]:
        """At most that many occasions for a form, by what it counts as."""
        if not self._days or not self._organisation.schools:
            return []
        if form.counts_as == "register" and form.about.get("kind") == "direction":
            return self._signings(count)
        made = self._kinds.get(form.counts_as)
        return made(count) if made else [self._anything(form) for _ in range(count)]

    # --- Visits and plans ----------------------------------------------------------------

    def _visits(self, count: int) -> list[Occasion]:
        """On days on which classes were seen there, too; some at schools in which nobody saw a class."""
        known = [*self._outings.items()]
        self._chance.shuffle(known)
        turns: dict[str, int] = {}
        made = []
        for number in range(count):
            if number < len(known) and number % _APART:
                (day, code), school = known[number]
                person = self._organisation.supervisors[code]
            else:
                day = self._chance.choice(self._visiting)
                person, school = self._apart(day)
            turns[school.code] = turns.get(school.code, 0) + 1
            hour = self._chance.choice((9, 13))
            made.append(self._of(day, person, school, starts=time(hour), turn=turns[school.code]))
        return made

    def _apart(self, day: date) -> tuple[Supervisor, School]:
        """An open school in which no class was seen in the day's semester, and one of its team; else any."""
        semester, there = self._calendar.latest_semester(day), self._organisation
        seen = {school.code for (on, _), school in self._outings.items() if on in semester}
        open_ = [s for s in there.schools.values() if s.is_open(day) and s.is_open(self._began.date())]
        unseen = [school for school in open_ if school.code not in seen]
        person = self._person(day)
        if not unseen:
            return person, self._school(day, person)
        school = self._chance.choice(unseen)
        team = there.networks[school.network].team
        own = [p for p in there.supervisors.values() if p.team == team and p.in_office(day)]
        return (self._chance.choice(own) if own else person), school

    def _plans(self, count: int) -> list[Occasion]:
        """Visits that were held as planned, some that were missed, some that lie ahead."""
        missed, ahead = round(count * _MISSED), round(count * _AHEAD)
        held = [*self._outings.items()]
        self._chance.shuffle(held)
        made = [
            self._planned(day, self._organisation.supervisors[code], school)
            for (day, code), school in held[: count - missed - ahead]
        ]
        seen = {school.code for school in self._outings.values()}
        coming = self._coming()
        for number in range(count - len(made)):
            day = self._chance.choice(coming if number < ahead else self._visiting[-20:])
            person = self._person(day)
            made.append(self._planned(day, person, self._school(day, person, but=seen)))
        return made

    def _coming(self) -> list[date]:
        """The working days of the next weeks that lie in a semester; of any where none does."""
        today = self._began.date()
        days = [day for n in range(1, 25) if self._calendar.is_working_day(day := today + n * _DAY)]
        return [day for day in days if self._calendar.semester_of(day)] or days

    def _planned(self, day: date, person: Supervisor, school: School) -> Occasion:
        noted = min(day, self._began.date()) - self._chance.randint(*_PLANNED_BEFORE) * _DAY
        starts = time(self._chance.choice((9, 13)))
        return self._of(day, person, school, starts=starts, noted=noted)

    # --- What comes once a year, a half, a month ------------------------------------------

    def _filed(self, count: int, kind: str) -> list[Occasion]:
        """Each school at most once, about the latest day by which they file; years go back for more."""
        today = self._began.date()
        month, day = _FILED[kind]
        due = date(today.year if (today.month, today.day) >= (month, day) else today.year - 1, month, day)
        made: list[Occasion] = []
        for back in range(5):
            asked = due.replace(year=due.year - back)
            schools = [s for s in self._organisation.schools.values() if s.is_open(asked)]
            self._chance.shuffle(schools)
            for school in schools[: count - len(made)]:
                filed = self._working(min(self._filing(asked), today - _DAY))
                year = self._calendar.academic_year(asked)
                made.append(self._of(filed, None, school, given={"academic_year": str(year)}))
        return made

    def _filing(self, asked: date) -> date:
        """Most file before the day, some after a reminder."""
        if self._chance.random() < _FILED_LATE:
            return asked + self._chance.randint(*_FILED_AFTER) * _DAY
        return asked - self._chance.randint(*_FILED_BEFORE) * _DAY

    def _half_years(self, count: int) -> list[Occasion]:
        """Most supervisors, for the latest half whose reports were due by the 20th of its last month."""
        made: list[Occasion] = []
        half = fiscal_half_of(self._began.date())
        while len(made) < count and len(made) < 10 * len(self._organisation.supervisors):
            due = (half.end - _DAY).replace(day=20)
            if due < self._began.date():
                people = [p for p in self._organisation.supervisors.values() if p.in_office(due)]
                self._chance.shuffle(people)
                most = max(1, round(len(people) * 0.85))
                made += [self._half_year(half, due, p) for p in people[: min(most, count - len(made))]]
            half = fiscal_half_of(half.start - _DAY)
        return made

    def _half_year(self, half: Period, due: date, person: Supervisor) -> Occasion:
        late = self._chance.random() < _LATE_REPORT
        day = due + (self._chance.randint(1, 12) if late else -self._chance.randint(0, 9)) * _DAY
        number = "1" if half.start.month == 10 else "2"
        year = str(fiscal_year(half.start))
        return self._of(self._working(day), person, None, given={"half": number, "fiscal_year": year})

    def _meetings(self, count: int) -> list[Occasion]:
        """The monthly meetings, latest first, and each quarter the committee's."""
        made: list[Occasion] = []
        month = month_of(self._began.date())
        while len(made) < count:
            monday = next(d for n in range(7) if (d := month.start + n * _DAY).weekday() == 0)
            first = self._working(monday, towards=1)
            number = f"{month.start.month}/{month.start.year + BUDDHIST_ERA}"
            if first < self._began.date():
                schedule = "first-monday" if first == monday else "postponed"
                made.append(self._met(first, {"kind": "monthly", "number": number, "on_schedule": schedule}))
            quarter = quarter_of(month.start)
            held = self._working(quarter.start + 40 * _DAY)
            if quarter.start == month.start and held < self._began.date():
                place = str((quarter.start.month - 10) % 12 // 3 + 1)
                of_year = f"{place}/{fiscal_year(quarter.start)}"
                made.append(self._met(held, {"kind": "committee", "number": of_year, "quarter": place}))
            month = month_of(month.start - _DAY)
        return made[:count]

    def _met(self, day: date, given: Given) -> Occasion:
        return self._of(day, self._person(day), None, starts=time(9), given=given, noted=day + _DAY)

    def _signings(self, count: int) -> list[Occasion]:
        """In and out, the latest days first, everybody each day; a few come late."""
        pairs = (
            (day, person)
            for day in reversed(self._days)
            for person in self._organisation.supervisors.values()
            if person.in_office(day)
        )
        made: list[Occasion] = []
        for number, (day, person) in enumerate(islice(pairs, (count + 1) // 2)):
            late = number % _COME_LATE == 2
            came = 8 * 60 + (self._chance.randint(33, 50) if late else self._chance.randint(-35, 28))
            left = 16 * 60 + self._chance.randint(31, 70)
            there = self._outings.get((day, person.code))
            place = {"place": "school" if there else "office", "late_reason": ""}
            if late:
                del place["late_reason"]
            ways = (("in", "time_in", came), ("out", "time_out", left))
            for way, asked, minutes in ways:
                at = time(minutes // 60, minutes % 60)
                sent = datetime.combine(day, at, self._began.tzinfo) + timedelta(seconds=20)
                if sent < self._began:
                    given = {"direction": way, asked: f"{at:%H:%M}", **place}
                    made.append(Occasion(day, sent, person, given=given))
        return made[:count]

    # --- Anything else --------------------------------------------------------------------

    def _anything(self, form: Form) -> Occasion:
        day = self._chance.choice(self._visiting if "round" in form.cut_by else self._days)
        person = self._person(day)
        return self._of(day, person, self._school(day, person), starts=time(9))

    def _of(
        self,
        day: date,
        person: Supervisor | None,
        school: School | None,
        *,
        starts: time | None = None,
        turn: int = 1,
        given: Given | None = None,
        noted: date | None = None,
    ) -> Occasion:
        """Written down on the day itself after half past three, or on the day `noted`."""
        sent = datetime.combine(noted or day, time(15, 30), self._began.tzinfo)
        sent += timedelta(seconds=self._chance.randint(0, 100 * 60))
        first, last = self._days[0], self._began.date()
        return Occasion(
            day,
            min(sent, self._began - timedelta(minutes=1)),
            person,
            school,
            starts=starts,
            level=self._chance.randrange(100),
            turn=min(4, turn),
            progress=(day - first).days / max(1, (last - first).days),
            given=given or {},
        )

    def _person(self, day: date) -> Supervisor:
        people = [p for p in self._organisation.supervisors.values() if p.in_office(day)]
        return self._chance.choice(people or [*self._organisation.supervisors.values()])

    def _school(self, day: date, person: Supervisor, but: frozenset[str] | set[str] = frozenset()) -> School:
        """An open school of the supervisor's team, rather one of those that were not seen."""
        there = self._organisation
        open_ = [s for s in there.schools.values() if s.is_open(day) and s.is_open(self._began.date())]
        own = [s for s in open_ if there.networks[s.network].team == person.team]
        return self._chance.choice(
            [s for s in own if s.code not in but] or own or open_ or [*there.schools.values()]
        )

    def _working(self, day: date, towards: int = -1) -> date:
        while not self._calendar.is_working_day(day):
            day += towards * _DAY
        return day
