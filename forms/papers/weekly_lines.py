"""What the week's paper tells besides its figures: cases, schools to help, practice, what waits and comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from forms.model import Organisation
from forms.organisation.dated import network_of
from forms.scoring import hundredths
from forms.weekly import Case, Coming, Help, Practice, Waiting


def case(one: Case, organisation: Organisation) -> Mapping[str, object]:
    """An open urgent case."""
    return {
        "school": _school(one.school, organisation),
        "network": _network(one.network, organisation),
        "what": one.kind or None,
        "urgency": one.urgency or None,
        "since": one.since,
        "due": one.due,
        "owner": names_of(one.owner, organisation) or None,
        "late": one.late,
        "to_mend": one.to_mend,
    }


def helped(one: Help, organisation: Organisation, day: date) -> Mapping[str, object]:
    """A school that needs help, with every reason."""
    school = organisation.schools.get(one.school)
    return {
        "school": school.name if school else one.school,
        "network": _network(network_of(school, day), organisation) if school else None,
        "reasons": [
            {
                "case": reason.why == "case",
                "needs": reason.why == "needs",
                "band": reason.why == "band",
                "unvisited": reason.why == "unvisited",
                "n": reason.n,
                "since": reason.since,
                "due": reason.due,
                "mean": None if reason.mean is None else hundredths(reason.mean) / 100,
                "level": reason.level or None,
            }
            for reason in one.reasons
        ],
    }


def practice(one: Practice, organisation: Organisation) -> Mapping[str, object]:
    """What is worth sharing."""
    return {
        "name": one.title,
        "what": one.kind or None,
        "school": _school(one.school, organisation),
        "people": names_of(one.people, organisation) or None,
        "day": one.day,
        "remark": one.source == "remark",
    }


def waiting(one: Waiting, organisation: Organisation) -> Mapping[str, object]:
    """A record that waits for the director."""
    return {
        "name": one.title,
        "what": one.kind or None,
        "school": _school(one.school, organisation),
        "people": names_of(one.people, organisation) or one.name or None,
        "since": one.since,
        "days": one.days,
    }


def coming_visits(visits: Iterable[Coming], organisation: Organisation) -> Sequence[Mapping[str, object]]:
    """Next week's visits: a line for each day and network, its schools in the order of the plan."""
    lines: dict[tuple[date, date, str], list[str]] = {}
    for one in visits:
        name = _school(one.school, organisation)
        schools = lines.setdefault((one.day, one.last, one.network), [])
        if name and name not in schools:
            schools.append(name)
    return [
        {
            "day": day,
            "last": last,
            "network": _network(network, organisation),
            "n": len(schools),
            "schools": ", ".join(schools) or None,
        }
        for (day, last, network), schools in lines.items()
    ]


def names_of(codes: Iterable[str], organisation: Organisation) -> str:
    """The names of supervisors in one line; who is known no longer by code."""
    known = organisation.supervisors
    return ", ".join(known[code].name if code in known else code for code in codes)


def _school(code: str, organisation: Organisation) -> str | None:
    known = organisation.schools
    return known[code].name if code in known else code or None


def _network(code: str, organisation: Organisation) -> str | None:
    known = organisation.networks
    return known[code].name if code in known else code or None
