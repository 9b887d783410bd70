"""BooleanConditions: which there are, who takes them, and what each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1
from sync.workspace.sheets.values import user_entered

_VALIDATION, _FORMATS, _FILTERS = "data validation", "conditional formatting", "filters"
_SEEN = frozenset({_FORMATS, _FILTERS})
_ALL = _SEEN | {_VALIDATION}
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of condition: the least and most values it takes, and who takes it."""

    least: int
    most: int
    taken: frozenset[str]


_ENTRY = frozenset({_VALIDATION})
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("NUMBER_GREATER", "NUMBER_GREATER_THAN_EQ", "NUMBER_LESS", "NUMBER_LESS_THAN_EQ", "NUMBER_EQ",
         "NUMBER_NOT_EQ", "TEXT_CONTAINS", "TEXT_NOT_CONTAINS", "TEXT_EQ", "DATE_EQ", "DATE_BEFORE",
         "DATE_AFTER", "CUSTOM_FORMULA"),
        Kind(1, 1, _ALL),
    ),
    **dict.fromkeys(("NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN"), Kind(2, 2, _ALL)),
    **dict.fromkeys(("TEXT_STARTS_WITH", "TEXT_ENDS_WITH"), Kind(1, 1, _SEEN)),
    **dict.fromkeys(("BLANK", "NOT_BLANK"), Kind(0, 0, _SEEN)),
    **dict.fromkeys(("TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"), Kind(0, 0, _ENTRY)),
    **dict.fromkeys(("DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER", "ONE_OF_RANGE"), Kind(1, 1, _ENTRY)),
    **dict.fromkeys(("DATE_BETWEEN", "DATE_NOT_BETWEEN"), Kind(2, 2, _ENTRY)),
    "ONE_OF_LIST": Kind(1, _MANY, _ENTRY),
    "BOOLEAN": Kind(0, 2, _ENTRY),
    # of data sources, which the workspace has none of
    **dict.fromkeys(("TEXT_NOT_EQ", "DATE_NOT_EQ", "FILTER_EXPRESSION"), Kind(1, 1, frozenset())),
}  # fmt: skip

_RELATIVE = {"DATE_EQ", "DATE_BEFORE", "DATE_AFTER", "DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER"}


def check(condition: Mapping[str, Any], where: str, locale: str) -> None:
    """Refusal 400 for a condition without a type, with another number of values, or not taken `where`.

    `where` is "data validation", "conditional formatting" or "filters"; numbers and dates are read as
    the spreadsheet's `locale` writes them.
    """
    name = condition.get("type", "")
    if name not in KINDS:
        raise Refusal(400, "Invalid ConditionType")
    kind, values = KINDS[name], condition.get("values", [])
    if where not in kind.taken:
        raise Refusal(400, f"ConditionType '{name}' is not supported in {where}.")
    if not kind.least <= len(values) <= kind.most:
        wanted = str(kind.least) if kind.least == kind.most else f"{kind.least} to {kind.most}"
        wanted = "at least 1" if kind.most == _MANY else wanted
        raise Refusal(400, f"ConditionType '{name}' requires {wanted} values, but {len(values)} were given.")
    for value in values:
        _check_value(name, value, where, locale)


def _check_value(name: str, value: Mapping[str, Any], where: str, locale: str) -> None:
    if value.get("relativeDate"):
        if name not in _RELATIVE or where == _VALIDATION:
            raise Refusal(400, f"Relative dates are not supported in {where} with ConditionType '{name}'.")
        return
    text = value.get("userEnteredValue", "")
    broken = not text or (name == "CUSTOM_FORMULA" and not is_formula(text))
    if name == "ONE_OF_RANGE":
        broken = a1.parse(text.removeprefix("=")) is None
    if name.startswith(("NUMBER_", "DATE_")) and not is_formula(text):
        broken = number_of(text, locale) is None
    if broken:
        raise Refusal(400, f"Invalid ConditionValue.userEnteredValue: {text}")


def is_formula(text: str) -> bool:
    """Whether a condition's value is one to be worked out."""
    return text.startswith(("=", "+")) and len(text) > 1


def number_of(text: str, locale: str) -> float | None:
    """What a text comes to as a number when typed into a cell (a date is one too); None for no number."""
    value = user_entered.typed(text, "", locale)[0]
    return None if isinstance(value, str | bool | dict) or value is None else float(value)
