"""รายงานผลการนิเทศแบบ AST: a network's targets, what was planned for them and what came of it (S8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from forms.model import Entry, Form, Partition, Period, School
from forms.papers.answers import names_of, told
from forms.papers.ast_targets import Target, targets_of
from forms.papers.known import Known
from forms.papers.model import Paper
from forms.papers.network_schools import NetworkSeen, head_of, network_seen
from forms.papers.spread import asked_in, semesters_of, spread
from forms.papers.tested import compared_schools, compared_subjects
from forms.response.entries import day_of
from forms.scoring import percent

Line = Mapping[str, object]

_RECORD: Final = "S8"
_TARGETS: Final = 40  # told in full; all of them stand in the spreadsheet


def ast_networks(known: Known, semester: Period) -> tuple[str, ...]:
    """The networks that have a counted record of the form in a semester, in the organisation's order."""
    form = _form(known)
    told_of = {one.members.get("network") for one in known.records([form], semester)} if form else set()
    return tuple(code for code in known.there(semester).networks if code in told_of)


def ast_round_paper(known: Known, network: str, semester: Period, title: str) -> Paper:
    """The paper of a network's team in a semester, as far as it has come; `title` is its subject."""
    seen, form = network_seen(known, network, semester), _form(known)
    order = {school.code: place for place, school in enumerate(seen.schools)}
    targets = targets_of(form, _records(seen, form), semester) if form else []
    targets.sort(key=lambda one: order.get(one.school, len(order)))
    return Paper(
        kind="ast-round",
        about=network,
        period=semester,
        title=title,
        values={
            **head_of(seen, title),
            **_counts(seen, form, targets),
            "schools": _schools(seen, form, targets),
            "tests": compared_subjects(known, semester, [school.code for school in seen.schools]),
            "targets": [_told(seen, form, target) for target in targets[:_TARGETS]] if form else [],
            "targets_of": len(targets),
        },
        readers=(Partition("network", network), Partition("office")),
    )


def _form(known: Known) -> Form | None:
    return next((form for form in known.forms.values() if _RECORD in form.records and not form.grids), None)


def _records(seen: NetworkSeen, form: Form) -> list[Entry]:
    """The network's counted records up to the semester's end: a plan may be older than what follows it."""
    return [
        entry
        for entry in seen.known.entries.get(form.id, ())
        if entry.counted
        and day_of(entry) < seen.semester.end
        and entry.members.get("network") == seen.partition.code
    ]


def _counts(seen: NetworkSeen, form: Form | None, targets: Sequence[Target]) -> Line:
    """Of the schools that are open: how many were planned for and followed up; the records' spread."""
    there = {school.code for school in seen.schools if school.is_open(seen.day)}
    planned = {one.school for one in targets if one.plan} & there
    followed = {one.school for one in targets if one.followed} & there
    both = semesters_of(seen.known, form, seen.partition, seen.semester) if form else None
    return {
        "owed": len(there),
        "planned": len(planned),
        "planned_share": percent(len(planned), len(there)),
        "followed": len(followed),
        "followed_share": percent(len(followed), len(there)),
        "records": both.n if both else 0,
        "records_before": both.n_before if both else 0,
        "spread": spread(seen.known, form, seen.partition, seen.semester) if form else [],
    }


def _schools(seen: NetworkSeen, form: Form | None, targets: Sequence[Target]) -> list[Line]:
    """Every school that is open or has a target: its plans, follow-ups, the latest day and its outcome."""
    of: dict[str, list[Target]] = {}
    for target in targets:
        of.setdefault(target.school, []).append(target)
    shown = [school for school in seen.schools if school.is_open(seen.day) or school.code in of]
    return [_school(seen, form, school, of.get(school.code, ())) for school in shown]


def _school(seen: NetworkSeen, form: Form | None, school: School, targets: Sequence[Target]) -> Line:
    entries = [entry for target in targets for entry in target.entries]
    outcomes = (outcome for one in targets if form and (outcome := _outcome(seen, form, one)))
    return {
        "name": school.name,
        "targets": sum(1 for one in targets if one.plan),
        "follow_ups": sum(len(one.followed) for one in targets),
        "last": max(map(day_of, entries), default=None),
        "outcome": ", ".join(dict.fromkeys(outcomes)) or None,
    }


def _told(seen: NetworkSeen, form: Form, target: Target) -> Line:
    """A target: the school, what it is, what was planned, each follow-up, and results of tests."""
    latest = target.entries[-1]
    answers = told(form, latest, seen.organisation, ", ")
    area = latest.members.get("learning_area")
    school = seen.organisation.schools.get(target.school)
    said = [answers.get(one) for one in form.once_per if one not in _of_place(form)]
    return {
        "school": school.name if school else target.school,
        "about": " ".join(str(one) for one in said if one) or None,
        "outcome": _outcome(seen, form, target),
        "planned": day_of(target.plan) if target.plan else None,
        "who": _people(seen, form, [target.plan] if target.plan else []),
        "plan": _asked(seen, form, target.plan) if target.plan else [],
        "follow_ups": [
            {
                "number": number,
                "day": day_of(entry),
                "who": _people(seen, form, [entry]),
                "asked": _asked(seen, form, entry),
            }
            for number, entry in enumerate(target.followed, start=1)
        ],
        "tests": compared_schools(seen.known, seen.semester, [target.school], area),
    }


def _of_place(form: Form) -> set[str]:
    """The questions that tell the school, the day and the stage, rather than what the target is."""
    return {form.about.get(role, "") for role in ("where", "when", "kind")}


def _people(seen: NetworkSeen, form: Form, entries: Iterable[Entry]) -> str | None:
    """Who recorded, and the team."""
    names = (
        name
        for entry in entries
        for role in ("who", "members")
        for name in names_of(form, entry, role, seen.organisation)
    )
    return ", ".join(dict.fromkeys(names)) or None


def _asked(seen: NetworkSeen, form: Form, entry: Entry) -> list[Line]:
    """What was asked and answered, without what tells the targets apart."""
    answers = told(form, entry, seen.organisation, ", ")
    return asked_in(form, answers, but=form.once_per)


def _outcome(seen: NetworkSeen, form: Form, target: Target) -> str | None:
    """What the latest follow-up says came of it: the answer that records are cut by and plans lack."""
    asked = [one for one in form.cut_by if one not in form.once_per]
    followed = target.followed
    if not asked or not followed:
        return None
    said = told(form, followed[-1], seen.organisation).get(asked[0])
    return None if said is None else str(said)
