"""รายงานประจำวันรายสัปดาห์: what a supervisor logged on each day of a week, for signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.duties.absence import Away
from forms.model import Entry, Form, Organisation, Partition, Period, QuestionType, Supervisor
from forms.organisation.dated import work_group_of
from forms.papers.answers import told
from forms.papers.model import Paper
from forms.response.entries import day_of

_WEEKEND = 5  # the first weekday on which nobody works anyway: no holiday is told of it
_NO_ANSWERS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class LoggedWeek:
    """What is known of one supervisor's week.

    `logs` are the responses to the form of logs on days of the week, anybody's; `away` the days on which
    the supervisor was on leave or a journey, `halves` those of which one half was, `excuses` the responses
    of `forms` that say so. `until` is the last day that is asked for, the day of the cut; no day before
    `since` is.
    """

    person: Supervisor
    week: Period
    until: date
    logs: Sequence[Entry]
    away: Mapping[date, Away]
    excuses: Sequence[Entry] = ()
    since: date | None = None
    halves: Mapping[date, Away] = field(default_factory=dict)


def daily_logs_paper(
    known: LoggedWeek,
    log: Form,
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    title: str,
) -> Paper:
    """The paper of a supervisor's week; `title` is its subject.

    Its days are reckoned as those of the sheets and of the weekly report: days with a log that counts, of
    the working days in office but those away that were not logged all the same.
    """
    person, week = known.person, known.week
    mine = sorted(
        (e for e in known.logs if e.members.get("supervisor") == person.code and day_of(e) in week),
        key=lambda entry: (day_of(entry), *_hours(log, entry), entry.submitted, entry.response),
    )
    counted = [entry for entry in mine if entry.counted]
    logged = {day_of(entry) for entry in counted}
    asked = [day for day in calendar.working_days(week) if _asked(known, day)]
    away = {day: known.away[day].why for day in asked if day in known.away and day not in logged}
    owed = [day for day in asked if day not in away and day <= known.until]
    last_day = week.end - timedelta(days=1)
    group = organisation.work_groups.get(work_group_of(person, last_day) or "")
    return Paper(
        kind="daily-logs",
        about=person.code,
        period=week,
        title=title,
        values={
            "office": organisation.name,
            "office_short": organisation.short_name,
            "title": title,
            "week": week,
            "first_day": week.start,
            "last_day": last_day,
            "until": known.until,
            "who": person.name,
            "work_group": group.name if group else None,
            "head": _head(organisation),
            "rows": _rows(known, mine, log, forms, organisation, calendar),
            "logs": len(counted),
            "uncounted": len(mine) - len(counted),
            "logged": len(logged.intersection(owed)),
            "owed": len(owed),
            "missing": len(set(owed) - logged),
            "leave": sum(why == "leave" for why in away.values()),
            "journey": sum(why == "journey" for why in away.values()),
            "half_days": sum(day in known.halves for day in asked),
            "schools": len({e.members["school"] for e in counted if "school" in e.members}),
            "kinds": _kinds(log, counted),
        },
        readers=(Partition("supervisor", person.code), Partition("office")),
    )


def _asked(known: LoggedWeek, day: date) -> bool:
    return known.person.in_office(day) and (known.since is None or day >= known.since)


def _head(organisation: Organisation) -> str | None:
    """The name of who leads the group; None where the office tells nobody's."""
    head = organisation.supervisors.get(organisation.head)
    return head.name if head else None


# --- The lines of the table -------------------------------------------------------------


def _rows(
    known: LoggedWeek,
    mine: Sequence[Entry],
    log: Form,
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
) -> Sequence[Mapping[str, object]]:
    """A line a log, and one for every day that has none and says why."""
    rows: list[Mapping[str, object]] = []
    length = (known.week.end - known.week.start).days
    for day in (known.week.start + timedelta(days=n) for n in range(length)):
        logs = [entry for entry in mine if day_of(entry) == day]
        if calendar.is_working_day(day) and _asked(known, day):
            rows += _instead(known, day, logs, forms, organisation)
        elif (holiday := calendar.holiday(day)) and day.weekday() < _WEEKEND and not logs:
            rows.append(_row(day, holiday=holiday))
        rows += [_logged(log, entry, organisation) for entry in logs]
    return rows


def _instead(
    known: LoggedWeek,
    day: date,
    logs: Sequence[Entry],
    forms: Mapping[str, Form],
    organisation: Organisation,
) -> Iterator[Mapping[str, object]]:
    """What stands for a working day beside its logs, or in place of them."""
    whole = known.away.get(day)
    if away := whole or known.halves.get(day):
        reason, place, part = _why(away, known.excuses, forms, organisation)
        yield _row(
            day,
            leave=away.why == "leave",
            journey=away.why == "journey",
            reason=reason,
            where_to=place,
            part=None if whole else part,
        )
    if not whole and not logs:
        yield _row(day, ahead=day > known.until, missing=day <= known.until)


def _logged(log: Form, entry: Entry, organisation: Organisation) -> Mapping[str, object]:
    answers = told(log, entry, organisation)
    roles = ("where", "group", "learning_area", "project")
    places = {role: answers.get(log.about.get(role, "")) for role in roles}
    start, end, *_ = (*_hours(log, entry), None, None)
    return _row(
        day_of(entry),
        log=True,
        uncounted=not entry.counted,
        answers=answers,
        work=answers.get(log.about.get("kind", "")),
        school=places["where"],
        group=places["group"],
        area=places["learning_area"],
        project=places["project"],
        hours="–".join(one.replace(":", ".") for one in (start, end) if one) or None,
    )


def _row(day: date, **told: object) -> Mapping[str, object]:
    """A line: what it does not tell is None, its answers none."""
    names = (
        "log", "uncounted", "leave", "journey", "holiday", "missing", "ahead",
        "reason", "where_to", "part", "work", "school", "group", "area", "project", "hours",
    )  # fmt: skip
    return {"day": day, "answers": _NO_ANSWERS, **dict.fromkeys(names), **told}


def _hours(log: Form, entry: Entry) -> tuple[str, ...]:
    """From when and until when, as "09:00"; empty for a form that does not ask."""
    times = (q.id for q in log.questions.values() if q.type is QuestionType.TIME)
    return tuple(str(entry.answers[one]) for one in times if one in entry.answers)


def _why(
    away: Away, excuses: Iterable[Entry], forms: Mapping[str, Form], organisation: Organisation
) -> tuple[object, object, object]:
    """The kind of leave, or what a journey was for; where it went; which part of the day; None if unknown."""
    entry = next((one for one in excuses if one.response == away.response and one.form in forms), None)
    if entry is None:
        return None, None, None
    form = forms[entry.form]
    answers = told(form, entry, organisation)
    role = "leave_type" if away.why == "leave" else "subject"
    place = answers.get(form.about.get("place", "")) if away.why == "journey" else None
    return answers.get(form.about.get(role, "")), place, answers.get(form.about.get("part_of_day", ""))


def _kinds(log: Form, counted: Iterable[Entry]) -> Sequence[Mapping[str, object]]:
    """How many logs there are of each kind of work, in the form's order; of those alone that there are."""
    question = log.asks("kind")
    numbers = Counter(entry.members.get("kind", "") for entry in counted)
    choices = question.choices if question else ()
    return [{"name": one.label, "logs": numbers[one.code]} for one in choices if numbers[one.code]]
