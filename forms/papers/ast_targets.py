"""Targets of a network's team of supervisors: a plan for a school, and the follow-ups that came after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.model import Entry, Form, Period
from forms.response.entries import day_of


@dataclass(frozen=True, slots=True)
class Target:
    """What was recorded of one target at a school, by day; `plan` is None where only follow-ups came."""

    school: str
    plan: Entry | None
    followed: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of its records, the plan first."""
        return (*([self.plan] if self.plan else ()), *self.followed)


def targets_of(form: Form, records: Iterable[Entry], semester: Period) -> list[Target]:
    """The targets of which something was recorded in a semester, by the day of their first.

    A follow-up belongs to the latest plan before it for the same school and target; each further plan
    begins anew. `records` may reach back: what was planned earlier is told with what followed.
    """
    found: dict[tuple[object, ...], list[tuple[Entry | None, list[Entry]]]] = {}
    for entry in sorted(records, key=lambda one: (day_of(one), not is_plan(form, one), one.submitted)):
        turns = found.setdefault(_key(form, entry), [])
        if is_plan(form, entry):
            turns.append((entry, []))
        elif turns:
            turns[-1][1].append(entry)
        else:
            turns.append((None, [entry]))
    made = [
        Target(str(key[0]), plan, tuple(followed)) for key, turns in found.items() for plan, followed in turns
    ]
    told = [one for one in made if any(day_of(entry) in semester for entry in one.entries)]
    return sorted(told, key=lambda one: day_of(one.entries[0]))


def is_plan(form: Form, entry: Entry) -> bool:
    """Whether a record is a plan: the first of the kinds that the form asks for."""
    asked = form.asks("kind")
    return asked is None or not asked.choices or entry.members.get("kind") == asked.choices[0].code


def _key(form: Form, entry: Entry) -> tuple[object, ...]:
    """The school, and what else tells targets apart: not when, and not whether planned or followed up."""
    moving = {form.about.get(role, "") for role in ("where", "when", "kind")}
    said = (entry.answers.get(question) for question in form.once_per if question not in moving)
    return entry.members.get("school", ""), *said
