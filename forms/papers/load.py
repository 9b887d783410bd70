"""Read and lint config/reports.yaml: every problem at once, by file, line and path."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import cast, get_args

from forms.calendar import Calendar
from forms.model import Organisation, Problem, Wording, to_type
from forms.organisation.addresses import is_address
from forms.organisation.leading import POSTS
from forms.papers.model import PaperKind
from forms.papers.rules import RHYTHMS, Every, PaperRule, ReminderRules, ReportRules
from forms.places import Place, did_you_mean, is_wrong, open_yaml
from forms.thai import BUDDHIST_ERA, read_time

FILE = "reports.yaml"
_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
_OWNED: Collection[PaperKind] = (
    "daily-logs", "journey-memo", "network-semester", "group-semester", "half-year", "network-page",
)  # fmt: skip
_AFTER_ITS_END = ("quarter", "semester", "fiscal_year", "academic_year")
_MOST_AFTER, _MOST_BEFORE, _MOST_DAYS = 60, 3, 366
_LATEST_MEETING = timedelta(days=62)


def load_report_rules(
    folder: Path,
    duties: Collection[str] | None = None,
    organisation: Organisation | None = None,
    calendar: Calendar | None = None,
) -> tuple[ReportRules | None, tuple[Problem, ...]]:
    """What reports.yaml in a folder says; None where anything is wrong with it. Warnings stop nothing.

    Duties that it names are looked for in `duties`, posts in the organisation, days of meetings in the
    calendar, where these are known. Its hour of the cut and its time zone are the settings', not the file's.
    """
    root = open_yaml(folder / FILE)
    rules = None if root.problems else _read(root, duties, organisation, calendar)
    return (None if is_wrong(root.problems) else rules), tuple(sorted(set(root.problems)))


def _read(
    root: Place,
    duties: Collection[str] | None,
    organisation: Organisation | None,
    calendar: Calendar | None,
) -> ReportRules:
    fields = root.fields(("papers",), ("reminders",))
    papers = fields["papers"].fields((), _KINDS) if "papers" in fields else {}
    return ReportRules(
        papers=tuple(
            _paper(cast(PaperKind, kind), place, organisation, calendar) for kind, place in papers.items()
        ),
        reminders=_reminders(fields["reminders"], duties) if "reminders" in fields else ReminderRules(),
    )


def _paper(
    kind: PaperKind, place: Place, organisation: Organisation | None, calendar: Calendar | None
) -> PaperRule:
    known = ("at", "working_days_after", "months_before", "meetings", "to")
    fields = place.fields(("every",), known)
    rhythms = [every.replace("_", "-") for every in RHYTHMS[kind]]
    said = fields["every"].one_of(rhythms, "rhythm") if "every" in fields else None
    every = cast(Every, (said or rhythms[0]).replace("-", "_"))
    _lint_fitting(kind, every, fields)
    return PaperRule(
        kind=kind,
        every=every,
        at=_hour(fields["at"]) if "at" in fields else None,
        working_days_after=_whole(fields.get("working_days_after"), 0, _MOST_AFTER),
        months_before=_whole(fields.get("months_before"), 1 if kind == "half-year" else 0, _MOST_BEFORE),
        meetings=_meetings(fields["meetings"], calendar) if "meetings" in fields else {},
        to=_to(kind, fields["to"], organisation) if "to" in fields else (),
    )


def _lint_fitting(kind: PaperKind, every: Every, fields: Mapping[str, Place]) -> None:
    """Name the settings that say nothing for a kind: nobody is to wait for what they seem to promise."""
    fitting = {
        "at": every not in ("week", "record"),
        "working_days_after": every in _AFTER_ITS_END,
        "months_before": kind == "half-year",
        "meetings": kind == "monthly-pack",
        "to": kind != "weekly",
    }
    kept = ", ".join(["every", *(name for name, fits in fitting.items() if fits)])
    for name, fits in fitting.items():
        if name in fields and not fits:
            values = {"name": name, "kind": kind}
            fields[name].wrong(
                Wording("{name} says nothing for {kind}: it knows no such setting", values), to_type(kept)
            )


def _meetings(part: Place, calendar: Calendar | None) -> dict[str, date]:
    """Days of meetings by the month that they are of."""
    found: dict[str, date] = {}
    for name, place in part.pairs():
        month = re.fullmatch(r"(2[45]\d\d)-(0[1-9]|1[0-2])", name.said)
        if month is None:
            name.wrong('"{said}" names no month', "a year and a month, such as 2570-01", said=name.shown)
            continue
        day = place.day()
        if day is None:
            continue
        first = date(int(month[1]) - BUDDHIST_ERA, int(month[2]), 1)
        if not first <= day < first + _LATEST_MEETING:
            place.wrong(
                "the meeting of {month} is not held on {day}",
                "a day of that month or the next",
                month=name.said,
                day=day,
            )
        elif calendar and not calendar.is_working_day(day):
            place.warn("the office is closed on {day}", "a working day", day=day)
        found[name.said] = day
    return found


def _to(kind: PaperKind, part: Place, organisation: Organisation | None) -> tuple[str, ...]:
    words = (*POSTS, "owner") if kind in _OWNED else POSTS
    found = []
    for place in part.elements():
        if "@" in place.said or not place.is_scalar:
            if not is_address(place.said):
                _wrong_recipient(place, words)
        elif place.said not in words:
            _wrong_recipient(place, words)
        elif place.said in POSTS and place.said != "head" and organisation:
            _lint_post(place, organisation)
        found.append(place.said)
    return tuple(dict.fromkeys(found))


def _wrong_recipient(place: Place, words: Collection[str]) -> None:
    values = {"said": place.shown, "guess": did_you_mean(place.said, words)}
    place.wrong(
        Wording('no paper goes to "{said}"{guess}', values),
        Wording("{words}, or name@office.example", {"words": ", ".join(words)}),
    )


def _lint_post(place: Place, organisation: Organisation) -> None:
    if place.said not in organisation.posts:
        place.warn(
            "no post {said} stands in organisation.yaml: the head gets this paper",
            to_type("head"),
            said=place.said,
        )


def _reminders(part: Place, duties: Collection[str] | None) -> ReminderRules:
    fields = part.fields((), ("send", "at", "within_days", "late_days", "without"))
    without = fields["without"].elements() if "without" in fields else []
    for place in without:
        if duties is not None:
            place.one_of(duties, "duty")
    usual = ReminderRules()
    return ReminderRules(
        send=fields["send"].truth() if "send" in fields else usual.send,
        at=_hour(fields["at"]) or usual.at if "at" in fields else usual.at,
        within_days=_whole(fields.get("within_days"), usual.within_days, _MOST_DAYS),
        late_days=_whole(fields.get("late_days"), usual.late_days, _MOST_DAYS),
        without=tuple(place.said for place in without),
    )


def _hour(place: Place) -> time | None:
    hour = read_time(place.said)
    if hour is None:
        place.wrong('"{said}" is no time of day', "a time, such as 08.30", said=place.shown)
    return hour


def _whole(place: Place | None, usual: int, highest: int) -> int:
    if place is None:
        return usual
    if not (
        place.said.isascii() and place.said.isdigit() and len(place.said) < 10 and int(place.said) <= highest
    ):
        place.wrong(
            '"{said}" is not accepted',
            "a whole number from {lowest} to {highest}",
            said=place.shown,
            lowest=0,
            highest=highest,
        )
        return usual
    return int(place.said)
