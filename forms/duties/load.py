"""Read and lint config/duties.yaml: every problem at once, by file, line and path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import cast, get_args

from forms.calendar import Calendar
from forms.calendar.dates import DayOfYear
from forms.definition.placing import COUNTS_AS
from forms.definition.records import records_at
from forms.duties.agreeing import lint_halves, lint_kinds, lint_part_of_year, lint_places
from forms.duties.fitting import lint_settings
from forms.duties.rhythm import lint_due
from forms.duties.rules import SEVERAL_A_YEAR, Absences, Due, Duties, DutyRule, Every, OnHoliday, Owner
from forms.model import Form, PeriodKind, Problem, Wording, to_type
from forms.places import Place, is_wrong, open_yaml
from forms.thai import read_day_of_year

FILE = "duties.yaml"
# Written as the other words of the configuration are, with hyphens.
_KINDS = tuple(kind.replace("_", "-") for kind in get_args(PeriodKind))
_EVERY = ("working-day", "plan", "journey", *(kind for kind in _KINDS if kind != "day"))
_BY = ("day", "submission")
_REQUIRED = ("title", "every")
_OPTIONAL = (
    "records", "asks", "owed_by", "due", "by", "gathers", "early_days", "late_days", "least_days", "since",
)  # fmt: skip
_SUPERVISORS_ONLY = ("working-day", "journey")
_SOON = timedelta(days=60)
_NO_FORMS: Mapping[str, Form] = {}


def load_duties(
    folder: Path,
    forms: Mapping[str, Form] = _NO_FORMS,
    calendar: Calendar | None = None,
    today: date | None = None,
) -> tuple[Duties | None, tuple[Problem, ...]]:
    """What duties.yaml in a folder says; None where anything is wrong with it. Warnings stop nothing.

    Questions and kinds that it names are looked for in `forms`; a form that the office does not have
    is none that is missed. Due days are held against the semesters of the calendar, where one is given,
    and the day to reckon from against `today`.
    """
    root = open_yaml(folder / FILE)
    duties = None if root.problems else _read(root, forms, calendar, today)
    return (None if is_wrong(root.problems) else duties), tuple(sorted(set(root.problems)))


def _read(root: Place, forms: Mapping[str, Form], calendar: Calendar | None, today: date | None) -> Duties:
    fields = root.fields(("duties",), ("absences", "since"))
    part = fields.get("duties")
    rules = [_rule(key, place, forms, calendar, today) for key, place in part.pairs()] if part else []
    if part:
        _lint_gathering(part, {rule.id: rule for rule in rules})
    absences = _absences(fields["absences"], forms) if "absences" in fields else Absences()
    if not absences.leave and any(rule.every == "working_day" for rule in rules):
        message = "no kind of leave excuses a day: who is ill owes the log of each day"
        fields.get("absences", root).warn(message, "absences: {leave: [leave], journey: [journey]}")
    otherwise = "the day to reckon from, or no since: the day of the first cycle"
    return Duties(tuple(rules), absences, _since(fields.get("since"), today, otherwise))


def _since(place: Place | None, today: date | None, otherwise: str) -> date | None:
    """The day to reckon from; `otherwise` says what leaving it out means."""
    since = place.day() if place else None
    if place and since and today and since > today + _SOON:
        place.warn("nothing is owed before {since}", otherwise, since=since)
    return since


def _rule(
    key: Place, place: Place, forms: Mapping[str, Form], calendar: Calendar | None, today: date | None
) -> DutyRule:
    fields = place.fields(_REQUIRED, _OPTIONAL)
    every = _word(fields, "every", _EVERY, "rhythm") or "fiscal-year"
    gathers = fields["gathers"].said if "gathers" in fields else ""
    if "asks" not in fields and not gathers:
        place.wrong('"asks" is missing', "asks: [log], or gathers: the duty whose single days it sums up")
    if "asks" in fields and gathers:
        fields["gathers"].wrong('"asks" stands here, too', "one of the two")
    owner = _word(fields, "owed_by", get_args(Owner), "owner")
    _lint_owner(place, fields, every, owner, gathers)
    if "every" in fields and fields["every"].said == every:
        lint_settings(fields, every)
    asks = _asks(fields.get("asks"))
    if "every" in fields and every.replace("-", "_") in SEVERAL_A_YEAR:
        lint_part_of_year(fields["every"], asks, forms)
    due = _due(fields["due"]) if "due" in fields else Due()
    if "due" in fields and "every" in fields:
        lint_due(fields["due"], due, cast(Every, every.replace("-", "_")), calendar)
    lint_places(place, asks, owner or "", forms)
    return DutyRule(
        id=key.said,
        title=fields["title"].text() if "title" in fields else "",
        asks=asks,
        owed_by=cast(Owner, owner or ("school" if every == "plan" else "supervisor")),
        every=cast(Every, every.replace("-", "_")),
        due=due,
        by="day" if _word(fields, "by", _BY, "day to judge by") == "day" else "submission",
        gathers=gathers,
        early_days=_count(fields.get("early_days"), 366),
        late_days=_count(fields.get("late_days"), 90),
        least_days=_count(fields.get("least_days"), 0),
        since=_since(
            fields.get("since"), today, "the day to reckon from, or no since: the day of all duties"
        ),
        records=records_at(fields["records"]) if "records" in fields else (),
    )


def _asks(place: Place | None) -> tuple[str, ...]:
    elements = place.elements() if place else []
    if place and place.node is not None and not place.is_scalar and not elements:
        place.wrong("nothing is asked", "asks: [log], or no such duty")
    found = (element.one_of(COUNTS_AS, "thing that forms count as") for element in elements)
    return tuple(word for word in found if word)


def _lint_owner(
    place: Place, fields: Mapping[str, Place], every: str, owner: str | None, gathers: str
) -> None:
    fixed = "school" if every == "plan" else "supervisor" if every in _SUPERVISORS_ONLY or gathers else None
    if fixed is None and "owed_by" not in fields:
        place.wrong('"owed_by" is missing', ", ".join(get_args(Owner)))
    if fixed and owner and owner != fixed:
        values = {"fixed": Wording(fixed), "owner": Wording(owner)}
        message = Wording("this is owed by a {fixed}, not a {owner}", values)
        fields["owed_by"].wrong(message, to_type(f"owed_by: {fixed}"))


def _lint_gathering(part: Place, rules: Mapping[str, DutyRule]) -> None:
    days = [rule.id for rule in rules.values() if rule.every == "working_day"]
    for key, place in part.pairs():
        gathers = {k.said: v for k, v in place.pairs()}.get("gathers")
        if gathers is None or gathers.is_empty:
            continue
        gathers.one_of(days, "duty of each working day")
        if rules[key.said].every != "week":
            gathers.wrong("only a week's duty gathers those of its days", "every: week")


def _due(place: Place) -> Due:
    fields = place.fields((), ("on", "last_working_day_of", "working_days_after", "on_holiday"))
    ways = [name for name in ("on", "last_working_day_of", "working_days_after") if name in fields]
    for name in ways[1:]:
        fields[name].wrong('"{way}" stands here, too', "one way to name the day", way=ways[0])
    return Due(
        on=_days(fields.get("on")),
        last_working_day_of=cast(PeriodKind | None, _word(fields, "last_working_day_of", _KINDS, "period")),
        working_days=_count(fields["working_days_after"], 0) if "working_days_after" in fields else None,
        on_holiday=cast(OnHoliday, _word(fields, "on_holiday", get_args(OnHoliday), "way") or "stays"),
    )


def _days(place: Place | None) -> tuple[DayOfYear, ...]:
    if place is None:
        return ()
    found = []
    for one in [place] if place.is_scalar else place.elements():
        day = read_day_of_year(one.said)
        if day is None:
            one.wrong('"{said}" is no day of the year', "a day and a month, such as 20 มีนาคม", said=one.shown)
        else:
            found.append(day)
    return tuple(found)


def _absences(place: Place, forms: Mapping[str, Form]) -> Absences:
    fields = place.fields((), ("leave", "journey", "half_day"))
    leave, journey = (fields[name].texts() if name in fields else () for name in ("leave", "journey"))
    for kind in sorted(set(leave) & set(journey)):
        fields["journey"].wrong('"{kind}" is leave, too', "each kind of permit once", kind=kind)
    for name in ("leave", "journey"):
        if name in fields:
            lint_kinds(fields[name], forms)
    if "half_day" in fields:
        lint_halves(fields["half_day"], forms)
    return Absences(leave, journey, fields["half_day"].texts() if "half_day" in fields else ())


def _word(fields: Mapping[str, Place], name: str, known: Collection[str], what: str) -> str | None:
    return fields[name].one_of(known, what) if name in fields else None


def _count(place: Place | None, usual: int) -> int:
    """A whole number from 0 to 366."""
    if place is None:
        return usual
    number = place.number()
    if number is not None and (number != int(number) or not 0 <= number <= 366):
        place.wrong('"{said}" is no number of days', "a whole number from 0 to 366", said=place.shown)
        return usual
    return int(number or 0)
