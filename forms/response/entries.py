"""A response as summaries need it: who, where, when, its scores, and the key of what may occur once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from forms.model import Entry, Form, Organisation, QuestionType, Response, Value
from forms.organisation.dated import deputy_of, network_of, work_group_of
from forms.response.once import Once
from forms.response.path import Path
from forms.response.read import network_key

# The roles of `about` that are dimensions of a summary, and the dimension each is.
_DIMENSIONS: Mapping[str, str] = {
    "who": "supervisor",
    "where": "school",
    "group": "group",
    "learning_area": "learning_area",
    "way": "way",
    "kind": "kind",
    "role": "role",
    "class": "class",
    "project": "project",
}
_PLAIN = frozenset(QuestionType) - {QuestionType.RATING, QuestionType.PARAGRAPH}


def day_of(entry: Entry) -> date:
    """The local date an entry falls on: what it is about, else the date of its submission."""
    return entry.when or entry.submitted.date()


class EntryMaker:
    """Makes the entries of one form. Made once for a form and an organisation."""

    def __init__(self, form: Form, organisation: Organisation, path: Path) -> None:
        self._form = form
        self._when = form.about.get("when", "")
        self._until = form.about.get("until", "")
        self._people = [form.about[role] for role in ("who", "members") if role in form.about]
        self._networks = _network_questions(form)
        self._once = Once(form, path)
        self._members = [(d, form.about[r]) for r, d in _DIMENSIONS.items() if r in form.about]
        asked = {question for _, question in self._members}
        self._members += [(q, q) for q in form.cut_by if q not in asked]
        self._rated = [item.id for grid in form.grids for item in grid.items]
        self._paragraphs = [q.id for q in form.questions.values() if q.type is QuestionType.PARAGRAPH]
        plain = [q for q in form.questions.values() if q.type in _PLAIN]
        self._plain = [q.id for q in plain]
        self._plain += [network_key(q.id) for q in plain if q.type is QuestionType.SCHOOL]
        self._organisation = organisation
        area = form.of_learning_area
        self._always = {"learning_area": area} if area in organisation.learning_areas else {}

    def entry(self, response: Response, *, counted: bool, doubted: bool = False) -> Entry:
        """The entry of a response; it belongs where its school and its person belonged on its day.

        That is the day it is about, or where it tells none, or a `doubted` one, the one on which it was
        sent: a wrong year must not put it where nobody looks.
        """
        answers = response.answers
        when, until = None if doubted else answers.get(self._when), answers.get(self._until)
        day = when if isinstance(when, date) else response.submitted.date()
        return Entry(
            self._form.id,
            response.id,
            response.submitted,
            when if isinstance(when, date) else None,
            self._found_members(answers, day),
            {q: answers[q] for q in self._rated if q in answers},  # type: ignore[misc]  # ratings are int
            counted,
            {q: answers[q] for q in self._paragraphs if q in answers},  # type: ignore[misc]  # texts are str
            self._once.key(answers),
            until if isinstance(until, date) and not doubted else None,
            self._found_people(answers),
            {q: _kept(answers[q]) for q in self._plain if q in answers},
        )

    def _found_members(self, answers: Mapping[str, Value], day: date) -> dict[str, str]:
        members = {**self._always}
        for dimension, question in self._members:
            code = answers.get(question)
            if isinstance(code, str):
                members[dimension] = code
        there = self._organisation
        if school := there.schools.get(members.get("school", "")):
            network: Value = network_of(school, day)
        else:
            network = next((answers[q] for q in self._networks if answers.get(q)), None)
        if isinstance(network, str):
            members["network"] = network
            if (known := there.networks.get(network)) and (deputy := deputy_of(known, day)):
                members["deputy"] = deputy
        if project := there.projects.get(members.get("project", "")):
            told = {"group": project.work_group, "learning_area": project.learning_area}
            members = {dimension: code for dimension, code in told.items() if code} | members
        person = there.supervisors.get(members.get("supervisor", ""))
        if "group" not in members and person and (group := work_group_of(person, day)):
            members["group"] = group
        return members

    def _found_people(self, answers: Mapping[str, Value]) -> tuple[str, ...]:
        """The supervisors who took part: who reports first, then the members, each once."""
        found: dict[str, None] = {}
        for question in self._people:
            answer = answers.get(question)
            codes = answer if isinstance(answer, tuple) else (answer,)
            found |= dict.fromkeys(code for code in codes if isinstance(code, str))
        return tuple(found)


def _kept(answer: Value) -> str | int | float | tuple[str, ...]:
    """An answer as an entry keeps it: dates and times in ISO's words."""
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, time):
        return answer.isoformat("minutes")
    return "" if answer is None else answer


def _network_questions(form: Form) -> tuple[str, ...]:
    """Where the network is answered when the school does not tell it, in the order in which to ask."""
    where = [network_key(form.about["where"])] if "where" in form.about else []
    named = [form.about["network"]] if "network" in form.about else []
    if not where and not named:
        named = [q.id for q in form.questions.values() if q.type is QuestionType.NETWORK]
    return (*where, *named[:1])
