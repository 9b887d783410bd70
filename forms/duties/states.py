"""What is owed, by whom, and how it stands: due, done, late, excused or missing, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forms.duties.rules import Owner
from forms.model import Entry, Period

Status = Literal["pending", "done", "late", "excused", "missing"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed: the duty's id, the form that meets it, for which period, by whom, and until when.

    `code` is the code of the supervisor, school or network. `asked_by` is the response that asks for
    it (a planned visit, a permit for a journey), "" for what the calendar asks for; `people` are the
    supervisors that a plan names.
    """

    duty: str
    form: str
    period: Period
    owed_by: Owner
    code: str
    due: date
    asked_by: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyState:
    """How something owed stands. `reason` is a key of the catalogue, `places` the values it needs.

    `responses` are what met it (or tried to), `on` the day on which it was met, None until then. What is
    due and not met is pending up to and on its due day, and missing from the day after.
    """

    owed: Owed
    status: Status
    reason: str
    places: Mapping[str, str] = field(default_factory=dict)
    responses: tuple[str, ...] = ()
    on: date | None = None


def met(owed: Owed, on: date, responses: Iterable[str], reason: str = "") -> DutyState:
    """Done, or late after the due day; `reason` says more of what was done in time."""
    if on > owed.due:
        places = {"days": str((on - owed.due).days)}
        return DutyState(owed, "late", "late", places, tuple(responses), on)
    return DutyState(owed, "done", reason or "in-time", {}, tuple(responses), on)


def excused(owed: Owed, reason: str, responses: Iterable[str] = (), **places: str) -> DutyState:
    """Owed by the rule, but not in this case."""
    return DutyState(owed, "excused", reason, places, tuple(responses))


def unmet(
    owed: Owed, today: date, reason: str = "", responses: Iterable[str] = (), **places: str
) -> DutyState:
    """Pending up to the due day, then missing; `reason` says more than that nothing came."""
    status: Status = "pending" if today <= owed.due else "missing"
    usual = "not-yet" if status == "pending" else "nothing-came"
    return DutyState(owed, status, reason or usual, places, tuple(responses))


def spoilt(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The responses that would count if nothing were wrong in them."""
    return tuple(entry.response for entry in entries if not entry.counted)
