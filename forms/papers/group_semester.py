"""รายงานผลการนิเทศของกลุ่มงาน: a work group's semester of Stimulate Development (S7), and its other work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from forms.model import Entry, Form, Partition, Period, QuestionType
from forms.papers.answers import names_of, told
from forms.papers.group_seen import GroupSeen, group_seen
from forms.papers.group_work import other_work
from forms.papers.known import Known
from forms.papers.model import Paper
from forms.papers.spread import Semesters, amounts, asked_in, semesters_of, spread
from forms.response.entries import day_of

Line = Mapping[str, object]

_RECORD: Final = "S7"
_ACTIVITIES: Final = 30  # told in full; all of them stand in the spreadsheet


def group_semester_paper(known: Known, group: str, semester: Period, title: str) -> Paper:
    """The paper of a work group's semester, as far as it has come; `title` is its subject."""
    seen = group_seen(known, group, semester)
    return Paper(
        kind="group-semester",
        about=group,
        period=semester,
        title=title,
        values={**_head(seen, title), **_activities(seen), **other_work(seen)},
        readers=(Partition("group", group), Partition("office")),
    )


def _head(seen: GroupSeen, title: str) -> dict[str, object]:
    there = seen.organisation
    return {
        "office": there.name,
        "office_short": there.short_name,
        "title": title,
        "group": there.work_groups[seen.partition.code].name,
        "semester": seen.semester,
        "first_day": seen.semester.start,
        "last_day": seen.semester.end - timedelta(days=1),
        "day": seen.day,
        "made": seen.known.today,
        "members": [{"name": person.name} for person in seen.members],
    }


def _activities(seen: GroupSeen) -> Line:
    """The activities of the form for them: how many, where, with whom, and what came of each."""
    known, group = seen.known, seen.partition
    form = next((form for form in known.forms.values() if _RECORD in form.records), None)
    if form is None:
        empty: dict[str, object] = {"activities": 0, "activities_before": 0, "schools": 0, "told": 0}
        return {**empty, "amounts": [], "spread": [], "areas": []}
    both = semesters_of(known, form, group, seen.semester)
    summary = known.summary(group, form, seen.semester)
    return {
        "activities": both.n,
        "activities_before": both.n_before,
        "schools": sum(summary.tally("school", code, "counted").n > 0 for code in summary.members("school")),
        "told": min(len(both.now), _ACTIVITIES),
        "amounts": amounts(form, both.now, both.before),
        "spread": spread(known, form, group, seen.semester),
        "areas": _areas(seen, both),
    }


def _areas(seen: GroupSeen, both: Semesters) -> list[Line]:
    """The learning areas in their order, last what is of none; those without a record are left out."""
    known, form = seen.known, both.form
    periods = (seen.semester, seen.before)
    now, before = (known.summary(seen.partition, form, period) for period in periods)
    told_of = {entry.response for entry in both.now[-_ACTIVITIES:]}
    names = {area.code: area.name for area in seen.organisation.learning_areas.values()}
    found: list[Line] = []
    others, others_before = both.n, both.n_before
    for code, name in names.items():
        n, past = (one.tally("learning_area", code, "counted").n for one in (now, before))
        others, others_before = others - n, others_before - past
        mine = [entry for entry in both.now if entry.members.get("learning_area") == code]
        found.append(_area(seen, form, name, n, past, mine, told_of))
    mine = [entry for entry in both.now if entry.members.get("learning_area") not in names]
    found.append(_area(seen, form, None, others, others_before, mine, told_of))
    return [line for line in found if line["n"] or line["before"]]


def _area(
    seen: GroupSeen,
    form: Form,
    name: str | None,
    n: int,
    before: int,
    mine: Sequence[Entry],
    told_of: set[str],
) -> Line:
    schools = {school for entry in mine if (school := entry.members.get("school"))}
    return {
        "name": name,
        "n": n,
        "before": before,
        "schools": len(schools),
        "amounts": amounts(form, mine, None),
        "activities": [_activity(seen, form, entry) for entry in mine if entry.response in told_of],
    }


def _activity(seen: GroupSeen, form: Form, entry: Entry) -> Line:
    """An activity: its name, days and people, and all else that was asked and answered of it."""
    answers = told(form, entry, seen.organisation, ", ")
    named = next((q for q in form.questions.values() if q.type is QuestionType.TEXT and q.required), None)
    school = seen.organisation.schools.get(entry.members.get("school", ""))
    people = (name for role in ("who", "members") for name in names_of(form, entry, role, seen.organisation))
    return {
        "name": answers.get(named.id) if named else None,
        "first_day": day_of(entry),
        "last_day": entry.until or day_of(entry),
        "school": school.name if school else None,
        "who": ", ".join(dict.fromkeys(people)),
        "asked": asked_in(form, answers, but=[named.id] if named else []),
    }
