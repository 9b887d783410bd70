"""The checks that a definition asks for by code, each compiled into a function of a response."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta

from forms.calendar import Calendar
from forms.calendar.periods import quarter_of
from forms.checking.codes import CHECKS
from forms.model import Check, Finding, Response
from forms.thai import thai_date

_ROUNDING = 1e-6

Judge = Callable[[Response], Iterator[Finding]]


def judges_of(checks: tuple[Check, ...], calendar: Calendar) -> tuple[Judge, ...]:
    """The checks of a definition, ready to judge; those of a code that nobody knows are left out."""
    known = (check for check in checks if check.code in _JUDGES)
    return tuple(_where_it_holds(check, _JUDGES[check.code](check, calendar)) for check in known)


def _where_it_holds(check: Check, judge: Judge) -> Judge:
    """The judge of those responses alone whose choices the check is for."""
    if not check.only:
        return judge

    def judge_some(response: Response) -> Iterator[Finding]:
        if all(response.answers.get(question) in codes for question, codes in check.only.items()):
            yield from judge(response)

    return judge_some


def _not_in_future(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        for question, day in _dates(check, response):
            if day > response.submitted.date():
                yield _finding(check, question, date=thai_date(day))

    return judge


def _in_semester(check: Check, calendar: Calendar) -> Judge:
    known: dict[date, bool] = {}

    def judge(response: Response) -> Iterator[Finding]:
        for question, day in _dates(check, response):
            if day not in known:
                known[day] = calendar.semester_of(day) is not None
            if not known[day]:
                yield _finding(check, question, date=thai_date(day))

    return judge


def _working_day(check: Check, calendar: Calendar) -> Judge:
    known: dict[date, bool] = {}

    def judge(response: Response) -> Iterator[Finding]:
        for question, day in _dates(check, response):
            if day not in known:
                known[day] = calendar.is_working_day(day)
            if not known[day]:
                holiday = calendar.holiday(day)
                yield _finding(
                    check, question, date=thai_date(day, "full"), holiday=f"({holiday})" if holiday else ""
                )

    return judge


def _time_order(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        span = _span(check, response)
        if span is not None and span[1] <= span[0]:
            yield _finding(check, check.of[1], start=_clock(span[0]), end=_clock(span[1]))

    return judge


def _shorter(check: Check, _: Calendar) -> Judge:
    at_least = _parameter(check, "at_least")
    assert isinstance(at_least, int)

    def judge(response: Response) -> Iterator[Finding]:
        span = _span(check, response)
        if span is not None and 0 < span[1] - span[0] < at_least:
            yield _finding(check, check.of[1], minutes=str(span[1] - span[0]), at_least=str(at_least))

    return judge


def _longer(check: Check, _: Calendar) -> Judge:
    at_most = _parameter(check, "at_most")
    assert isinstance(at_most, int)

    def judge(response: Response) -> Iterator[Finding]:
        span = _span(check, response)
        if span is not None and span[1] - span[0] > at_most:
            yield _finding(check, check.of[1], minutes=str(span[1] - span[0]), at_most=str(at_most))

    return judge


def _date_order(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        days = dict(_dates(check, response))
        if len(days) == len(check.of) and days[check.of[1]] < days[check.of[0]]:
            first, last = (thai_date(days[question]) for question in check.of)
            yield _finding(check, check.of[1], first=first, last=last, earlier=check.of[0])

    return judge


def _in_advance(check: Check, _: Calendar) -> Judge:
    days = _parameter(check, "days")
    assert isinstance(days, int)

    def judge(response: Response) -> Iterator[Finding]:
        asked = response.created.date()  # an edit later on is no later request
        for question, day in _dates(check, response):
            if day < asked + timedelta(days=days):
                yield _finding(check, question, date=thai_date(day), asked=thai_date(asked), days=str(days))

    return judge


def _in_quarter(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        day, code = (response.answers.get(question) for question in check.of)
        if isinstance(day, date) and isinstance(code, str) and quarter_of(day).name[-1] != code[-1:]:
            yield _finding(check, check.of[1], date=thai_date(day), earlier=check.of[0])

    return judge


def _first_monday(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        for question, day in _dates(check, response):
            if day.weekday() != 0 or day.day > 7:
                yield _finding(check, question, date=thai_date(day, "full"))

    return judge


def _different_people(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        first, second = (response.answers.get(question) for question in check.of)
        if first is not None and first == second:
            yield _finding(check, check.of[1], earlier=check.of[0])

    return judge


def _outside_hours(check: Check, _: Calendar) -> Judge:
    opens, closes = _parameter(check, "from"), _parameter(check, "to")
    assert isinstance(opens, time)
    assert isinstance(closes, time)

    def judge(response: Response) -> Iterator[Finding]:
        for question in check.of:
            moment = response.answers.get(question)
            if isinstance(moment, time) and not opens <= moment <= closes:
                shown = {"time": _clock(_minute(moment)), "from": _clock(_minute(opens))}
                yield _finding(check, question, **shown, to=_clock(_minute(closes)))

    return judge


def _total_of_parts(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        total, *parts = _numbers(check, response)
        if total is None or all(part is None for part in parts) or _is_unreadable(check, response):
            return
        found = sum(part or 0 for part in parts)
        if abs(found - total) > _ROUNDING:
            yield _finding(check, check.of[0], total=f"{total:,}", found=f"{round(found, 6):,}")

    return judge


def _part_of_whole(check: Check, _: Calendar) -> Judge:
    def judge(response: Response) -> Iterator[Finding]:
        part, whole = _numbers(check, response)
        if part is not None and whole is not None and part > whole:
            yield _finding(check, check.of[0], part=f"{part:,}", whole=f"{whole:,}")

    return judge


_JUDGES: Mapping[str, Callable[[Check, Calendar], Judge]] = {
    "not-in-future": _not_in_future,
    "in-semester": _in_semester,
    "working-day": _working_day,
    "time-order": _time_order,
    "shorter-than-an-hour": _shorter,
    "outside-hours": _outside_hours,
    "longer-than": _longer,
    "date-order": _date_order,
    "in-advance": _in_advance,
    "in-quarter": _in_quarter,
    "first-monday": _first_monday,
    "different-people": _different_people,
    "total-of-parts": _total_of_parts,
    "part-of-whole": _part_of_whole,
}


def _finding(check: Check, question: str, **values: str) -> Finding:
    return Finding(check.code, check.severity, question, values)


def _parameter(check: Check, name: str) -> int | time | None:
    parameter = CHECKS[check.code].parameters[name]
    written = check.parameters.get(name)
    return parameter.default if written is None else parameter.read(written)


def _dates(check: Check, response: Response) -> Iterator[tuple[str, date]]:
    for question in check.of:
        day = response.answers.get(question)
        if isinstance(day, date):
            yield question, day


def _numbers(check: Check, response: Response) -> list[int | float | None]:
    answers = (response.answers.get(question) for question in check.of)
    return [answer if isinstance(answer, int | float) else None for answer in answers]


def _is_unreadable(check: Check, response: Response) -> bool:
    return any(question in response.unreadable for question in check.of)


def _span(check: Check, response: Response) -> tuple[int, int] | None:
    """The two times of a check in minutes of the day, None unless both are answered."""
    start, end = (response.answers.get(question) for question in check.of)
    if isinstance(start, time) and isinstance(end, time):
        return _minute(start), _minute(end)
    return None


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}.{minute % 60:02d}"
