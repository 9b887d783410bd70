"""The checks that a definition may ask for by code: what each reads and which parameters it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Literal

from forms.model import ONE_OF_CHOICES, QuestionType, Severity

ParameterKind = Literal["minutes", "days", "time"]


_ACCEPTED: Mapping[ParameterKind, str] = {
    "minutes": 'minutes, such as 60 or "60 min"',
    "days": 'days, such as 1 or "1 day"',
    "time": 'a time of day, such as "08:30"',
}
_UNITS: Mapping[ParameterKind, str] = {"minutes": "min", "days": "days?"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a check. `default` is used when the definition leaves it out; None: it must be given."""

    kind: ParameterKind
    default: int | time | None = None

    @property
    def accepted(self) -> str:
        """What a definition may write for it."""
        return _ACCEPTED[self.kind]

    def read(self, written: object) -> int | time | None:
        """The value of what a definition wrote: whole minutes or days, or a time; None when it is none."""
        return _time(written) if self.kind == "time" else _amount(written, self.kind)


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """What a check reads: questions of these types, `count` of them (None: `least` or more), and parameters.

    `severity` holds where the definition names none. `second` are the types of the second question, where
    they are others.
    """

    types: frozenset[QuestionType]
    count: int | None
    severity: Severity
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    least: int = 1
    second: frozenset[QuestionType] = frozenset()

    def types_at(self, place: int) -> frozenset[QuestionType]:
        """The types that the question in this place may have, counted from 0."""
        return self.second if self.second and place == 1 else self.types


_DATES = frozenset({QuestionType.DATE})
_TIMES = frozenset({QuestionType.TIME})
_NUMBERS = frozenset({QuestionType.NUMBER})
_PEOPLE = frozenset({QuestionType.SUPERVISOR})

CHECKS: Mapping[str, CheckSpec] = MappingProxyType(
    {
        # The date is not after the local date of the submission.
        "not-in-future": CheckSpec(_DATES, None, "error"),
        # The date lies in a semester, not in a break.
        "in-semester": CheckSpec(_DATES, None, "error"),
        # The date is a working day of the office, in semesters and breaks alike.
        "working-day": CheckSpec(_DATES, None, "warning"),
        # The second time is after the first.
        "time-order": CheckSpec(_TIMES, 2, "error"),
        # From the first time to the second it is at least so long; silent where the order is wrong.
        "shorter-than-an-hour": CheckSpec(_TIMES, 2, "warning", {"at_least": Parameter("minutes", 60)}),
        # From the first time to the second it is at most so long.
        "longer-than": CheckSpec(_TIMES, 2, "error", {"at_most": Parameter("minutes")}),
        # The second date is not before the first.
        "date-order": CheckSpec(_DATES, 2, "error"),
        # The date is at least so many days after the local date on which the response first came.
        "in-advance": CheckSpec(_DATES, None, "warning", {"days": Parameter("days", 1)}),
        # The date lies in the quarter of the fiscal year that was chosen: the code's last digit, 1 to 4.
        "in-quarter": CheckSpec(_DATES, 2, "warning", second=ONE_OF_CHOICES),
        # The date is the month's first Monday.
        "first-monday": CheckSpec(_DATES, None, "warning"),
        # Two people who are asked for are not one.
        "different-people": CheckSpec(_PEOPLE, 2, "error"),
        # The first number is the sum of all others; one that was left empty counts as 0.
        "total-of-parts": CheckSpec(_NUMBERS, None, "error", least=3),
        # The first number is not greater than the second.
        "part-of-whole": CheckSpec(_NUMBERS, 2, "error"),
        # The times lie in [from, to].
        "outside-hours": CheckSpec(
            _TIMES,
            None,
            "warning",
            {"from": Parameter("time", time(8, 30)), "to": Parameter("time", time(16, 30))},
        ),
    }
)

# What every response is checked for, whatever its definition asks.
BUILT_IN: Mapping[str, Severity] = MappingProxyType(
    {
        "required-missing": "error",
        "ratings-missing": "error",
        "unreadable-date": "error",
        "unreadable-time": "error",
        "unreadable-number": "error",
        "unreadable-year": "error",
        "unreadable-answer": "error",
        "out-of-range": "error",
        "too-low": "error",
        "too-high": "error",
        "unknown-choice": "error",
        "unknown-network": "error",
        "unknown-school": "error",
        "school-not-in-network": "error",
        "school-closed": "error",
        "once-per": "error",
        "not-in-office": "warning",
        "unknown-question": "warning",
        "incomplete-response": "error",
        "buddhist-year": "warning",
        "long-ago": "warning",
        "text-too-long": "warning",
    }
)


def _amount(written: object, kind: ParameterKind) -> int | None:
    if isinstance(written, int) and not isinstance(written, bool):
        return written if written > 0 else None
    unit = _UNITS[kind]
    found = re.fullmatch(rf"([1-9]\d{{0,3}})( ?{unit})?", written) if isinstance(written, str) else None
    return int(found[1]) if found else None


def _time(written: object) -> time | None:
    if isinstance(written, time):
        return written
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", written) if isinstance(written, str) else None
    return time(int(found[1]), int(found[2])) if found else None
