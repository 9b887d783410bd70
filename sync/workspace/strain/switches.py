"""All switches together: read from JSON, with a word for whatever is wrong; told with their meanings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any, get_args, get_type_hints

from sync.workspace.errors import Refusal
from sync.workspace.strain import quotas
from sync.workspace.strain.facts import MEANINGS, Facts
from sync.workspace.strain.faults import KINDS, MOST_SECONDS, Rule

_CHOICES: Mapping[str, tuple[str, ...]] = {
    name: get_args(hint) for name, hint in get_type_hints(Facts).items()
}
_MOST = 1e9
_OTHERS: Mapping[str, tuple[Any, str]] = {
    "quotas": (
        False,
        "Google's quotas a minute: true, or {NAME: {project, user}} for other numbers; names: "
        + ", ".join(quotas.QUOTAS),
    ),
    "minute_seconds": (60, "how long a minute of the quotas lasts, so that tests need not wait"),
    "retry_after": (None, "the seconds that a used-up quota's Retry-After names; null for no such header"),
    "faults": (
        [],
        "rules in their order: {fault, match: {method, path}, times, after, every, chance, seed, done, "
        "seconds, retry_after}; faults: " + ", ".join(KINDS),
    ),
}
_COUNTS = {"times": 0, "after": 0, "every": 1, "seed": 0}
_NUMBERS = {"chance": 1.0, "seconds": MOST_SECONDS, "retry_after": _MOST}


@dataclass(frozen=True, slots=True)
class Switches:
    """What is switched on, read and checked; `given` is the JSON that it was read from."""

    given: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    quotas: Mapping[str, quotas.Quota] = field(default_factory=dict)
    minute_seconds: float = 60.0
    retry_after: float | None = None
    rules: tuple[Rule, ...] = ()


def described(switches: Switches) -> dict[str, Any]:
    """Every switch with its value, its default, what it takes and what it means."""
    told: dict[str, Any] = {
        name: {"value": switches.given.get(name, usual), "default": usual, "meaning": meaning}
        for name, (usual, meaning) in _OTHERS.items()
    }
    for one in fields(Facts):
        told[one.name] = {
            "value": getattr(switches.facts, one.name),
            "default": one.default,
            "takes": list(_CHOICES[one.name]),
            "meaning": MEANINGS[one.name],
        }
    return told


def read(given: Mapping[str, Any]) -> Switches:
    """The switches of a JSON object; null stands for the default. Refusal 400 for what is none."""
    known = {name: value for name, value in given.items() if value is not None}
    if unknown := known.keys() - _OTHERS.keys() - _CHOICES.keys():
        raise Refusal(400, f"There is no switch {min(unknown)}; GET /_workspace/strain lists them.")
    chosen = {name: _chosen(name, value) for name, value in known.items() if name in _CHOICES}
    return Switches(
        known,
        Facts(**chosen),
        _quotas(known.get("quotas", False)),
        _number("minute_seconds", known.get("minute_seconds", 60), least=0.01),
        _number("retry_after", known["retry_after"]) if "retry_after" in known else None,
        tuple(map(_rule, _list("faults", known.get("faults", [])))),
    )


def _chosen(name: str, value: Any) -> Any:
    if value not in _CHOICES[name]:
        raise Refusal(400, f"{name} takes one of: {', '.join(_CHOICES[name])}.")
    return value


def _quotas(value: Any) -> Mapping[str, quotas.Quota]:
    if isinstance(value, bool):
        return quotas.QUOTAS if value else {}
    if not isinstance(value, dict) or not value.keys() <= quotas.QUOTAS.keys():
        raise Refusal(400, f"quotas takes true, false or an object with: {', '.join(quotas.QUOTAS)}.")
    for name, limits in value.items():
        if not isinstance(limits, dict) or not limits.keys() <= {"project", "user"}:
            raise Refusal(400, f"quotas.{name} takes project and user.")
        if not all(_is_whole(one, 0) for one in limits.values()):
            raise Refusal(400, f"quotas.{name} takes whole numbers from 0 on.")
    return quotas.changed(value)


def _rule(given: Any) -> Rule:
    """A fault's rule of its JSON."""
    if not isinstance(given, dict) or str(given.get("fault")) not in KINDS:
        raise Refusal(400, f"A rule needs a fault: one of {', '.join(KINDS)}.")
    match = given.get("match", {})
    if not isinstance(match, dict) or not match.keys() <= {"method", "path"}:
        raise Refusal(400, "match takes method and path, both globs.")
    if not all(isinstance(one, str) and one for one in match.values()):
        raise Refusal(400, "match takes method and path, both globs.")
    known = {"fault", "match", "done", *_COUNTS, *_NUMBERS}
    if unknown := given.keys() - known:
        raise Refusal(400, f"A rule has no {min(unknown)}; it takes {', '.join(sorted(known))}.")
    if not isinstance(given.get("done", False), bool):
        raise Refusal(400, "done takes true or false.")
    numbers: dict[str, Any] = {name: given[name] for name in _COUNTS if name in given}
    for name, value in numbers.items():
        if not _is_whole(value, _COUNTS[name]):
            raise Refusal(400, f"{name} takes a whole number from {_COUNTS[name]} on.")
    numbers |= {
        name: _number(name, given[name], most=most) for name, most in _NUMBERS.items() if name in given
    }
    return Rule(str(given["fault"]), done=given.get("done", False), **match, **numbers)


def check_methods(switches: Switches, methods: Collection[str]) -> None:
    """Refusal 400 for a rule whose glob names none of these methods: it would never strike."""
    for rule in switches.rules:
        if not any(fnmatchcase(one, rule.method or "*") for one in methods):
            raise Refusal(400, f"No method is called {rule.method}; one is sheets.spreadsheets.values.get.")


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refusal(400, f"{name} takes a list.")
    return value


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= _MOST


def _number(name: str, value: Any, least: float = 0, most: float = _MOST) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        upto = "on" if most == _MOST else f"to {most:g}"
        raise Refusal(400, f"{name} takes a number from {least:g} {upto}.")
    return float(value)
