"""A network's schools in papers: visited or not, how often, by round, which classes, with what result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forms.duties import DutyState
from forms.model import Entry, Form, Organisation, Partition, Period, Question, School, Summary
from forms.organisation.dated import team_of
from forms.papers.known import Known
from forms.papers.scores import scored
from forms.response.entries import day_of
from forms.scoring import percent
from forms.summary import Coverage, Visits, coverage
from forms.visits import visiting

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NetworkSeen:
    """What is known of a network in a semester: its schools as of `day`, and the visits paid to them."""

    known: Known
    partition: Partition
    semester: Period
    organisation: Organisation
    schools: tuple[School, ...]
    visits: Visits
    day: date

    @property
    def covered(self) -> Coverage:
        """Coverage of the schools as it stands on the day."""
        return coverage(self.visits, self.schools, self.day)

    def summary(self, form: Form) -> Summary:
        """The network's summary of a form."""
        return self.known.summary(self.partition, form, self.semester)

    def records(self, forms: Iterable[Form]) -> list[Entry]:
        """The network's counted records of forms in the semester, by their day."""
        found = self.known.records(forms, self.semester)
        return [entry for entry in found if entry.members.get("network") == self.partition.code]


def network_seen(known: Known, network: str, semester: Period) -> NetworkSeen:
    """A network in a semester, as its spreadsheet shows it: figures stand on the latest submission's day."""
    there, partition = known.there(semester), Partition("network", network)
    visiting_forms = visiting(known.forms.values())
    made = tuple(known.summary(partition, form, semester) for form in visiting_forms)
    schools = tuple(school for school in there.schools.values() if school.network == network)
    codes = {school.code for school in schools}
    elsewhere: dict[str, date] = {}
    for entry in known.records(visiting_forms, semester):
        school = entry.members.get("school", "")
        if school in codes and entry.members.get("network") != network:
            elsewhere[school] = max(elsewhere.get(school, date.min), day_of(entry))
    every = known.records(known.forms.values(), semester, counted=False)
    sent = [e.submitted.date() for e in every if e.members.get("network") == network]
    day = max(semester.start, min(max(sent, default=semester.start), known.last_day(semester)))
    return NetworkSeen(known, partition, semester, there, schools, Visits(made, elsewhere), day)


def head_of(seen: NetworkSeen, title: str) -> dict[str, object]:
    """Whose paper it is, which semester it tells of and up to which day."""
    organisation = seen.organisation
    network = organisation.networks[seen.partition.code]
    deputy = organisation.deputies.get(network.deputy)
    return {
        "office": organisation.name,
        "office_short": organisation.short_name,
        "title": title,
        "network": network.name,
        "deputy": deputy.name if deputy else None,
        "semester": seen.semester,
        "first_day": seen.semester.start,
        "last_day": seen.semester.end - timedelta(days=1),
        "day": seen.day,
        "made": seen.known.today,
        "supervisors": [
            {"name": person.name}
            for person in organisation.supervisors.values()
            if person.in_office(seen.day) and team_of(person, seen.day) == network.team
        ],
    }


def figures(seen: NetworkSeen) -> Line:
    """Coverage in schools and whole percent."""
    found = seen.covered
    return {
        "visited": found.visited,
        "owed": found.owed,
        "waiting": found.owed - found.visited,
        "closed": found.closed,
        "coverage": percent(found.visited, found.owed),
    }


def school_lines(seen: NetworkSeen, observation: Form | None) -> list[Line]:
    """Every school of the network, in the configured order."""
    summary = seen.summary(observation) if observation else None
    levels = classes_of(observation, summary) if observation and summary else {}
    opened, rounds, missing = open_classes(seen), by_round(seen), missing_by_school(seen)
    enough = seen.known.enough
    return [
        {
            "name": school.name,
            "status": status(seen, school),
            "visits": seen.visits.n(school.code),
            "last": seen.visits.last(school.code),
            "classes": levels.get(school.code),
            "observed": opened.get(school.code, (None, None))[0],
            "open": opened.get(school.code, (None, None))[1],
            "missing": missing.get(school.code, 0),
            "rounds": [
                {"number": number, "day": days[school.code]}
                for number, days in rounds.items()
                if school.code in days
            ],
            **(
                scored(observation, summary, enough, "school", school.code)
                if observation and summary
                else {"n": 0, "mean": None, "level": None}
            ),
        }
        for school in seen.schools
    ]


def status(seen: NetworkSeen, school: School) -> str:
    """visited, elsewhere (before it moved here), to_mend (only records with errors), waiting or closed."""
    if not school.is_open(seen.day):
        return "closed"
    if seen.visits.n(school.code):
        return "visited"
    if seen.visits.reached(school.code):
        return "elsewhere"
    return "to_mend" if seen.visits.n(school.code, "errors") else "waiting"


def classes_of(form: Form, summary: Summary) -> dict[str, str]:
    """The classes seen in each school, in the form's order."""
    question = form.questions.get(form.about.get("class", ""))
    order = {choice.code: choice.label for choice in question.choices} if question else {}
    seen: dict[str, set[str]] = {}
    for member in summary.members("school*class"):
        school, _, code = member.partition("|")
        if summary.tally("school*class", member, "counted").n:
            seen.setdefault(school, set()).add(code)
    return {
        school: ", ".join(
            [*(label for code, label in order.items() if code in codes), *sorted(codes - order.keys())]
        )
        for school, codes in seen.items()
    }


def open_classes(seen: NetworkSeen) -> dict[str, tuple[int, int]]:
    """For each school the classes observed, and those open on the days of the visits that tell both."""
    found: dict[str, tuple[int, int]] = {}
    for form in visiting(seen.known.forms.values()):
        pair = _part_of_whole(form)
        for entry in seen.records([form]) if pair else ():
            part, whole = (entry.answers.get(question.id) for question in pair)
            if isinstance(part, int) and isinstance(whole, int):
                school = entry.members.get("school", "")
                before = found.get(school, (0, 0))
                found[school] = before[0] + part, before[1] + whole
    return found


def _part_of_whole(form: Form) -> Sequence[Question]:
    """The two amounts of a form of which one is always a part of the other; () where there are none."""
    for check in form.checks:
        pair = [form.questions[one] for one in check.of if one in form.questions]
        if check.code == "part-of-whole" and not check.only and all(one.summed for one in pair):
            return pair
    return ()


def by_round(seen: NetworkSeen) -> Mapping[str, Mapping[str, date]]:
    """The rounds that forms of visits ask for, each with the day of a school's first visit in it."""
    found: dict[str, dict[str, date]] = {}
    for form in visiting(seen.known.forms.values()):
        question = form.questions.get("round") if "round" in form.cut_by else None
        if question is None:
            continue
        for choice in question.choices:
            found.setdefault(choice.code, {})
        for entry in seen.records([form]):
            school, number = entry.members.get("school", ""), entry.members.get("round", "")
            if number in found:
                found[number].setdefault(school, day_of(entry))
                found[number][school] = min(found[number][school], day_of(entry))
    return found


def not_sent(seen: NetworkSeen) -> list[Line]:
    """What the network and its schools owe and have not sent in time, by duty: how many, and who."""
    own = seen.organisation.networks.get(seen.partition.code)
    names = {("school", school.code): school.name for school in seen.schools}
    names |= {("network", own.code): own.name} if own else {}
    return missing_lines(seen.known, _missing(seen), names)


def missing_lines(
    known: Known, states: Iterable[DutyState], names: Mapping[tuple[str, str], str]
) -> list[Line]:
    """Duties that are missing, how many and who, the earliest due first; names by (kind of owner, code)."""
    found: dict[tuple[date, str], list[str]] = {}
    for state in states:
        name = names.get((state.owed.owed_by, state.owed.code), state.owed.code)
        found.setdefault((state.owed.due, state.owed.duty), []).append(name)
    rules = known.duty_rules
    return [
        {
            "duty": rules[duty].title if duty in rules else duty,
            "due": due,
            "n": len(who),
            "who": ", ".join(f"{name} ({n})" if n > 1 else name for name, n in Counter(who).items()),
        }
        for (due, duty), who in sorted(found.items())
    ]


def missing_by_school(seen: NetworkSeen) -> Counter[str]:
    """How much each school has not sent in time."""
    return Counter(state.owed.code for state in _missing(seen) if state.owed.owed_by == "school")


def _missing(seen: NetworkSeen) -> list[DutyState]:
    schools, network = {school.code for school in seen.schools}, seen.partition.code
    return [
        state
        for state in seen.known.duties
        if state.status == "missing"
        and state.owed.due in seen.semester
        and (
            (state.owed.owed_by == "school" and state.owed.code in schools)
            or (state.owed.owed_by == "network" and state.owed.code == network)
        )
    ]
