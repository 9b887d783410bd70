"""What may be entered into a cell: texts, numbers, booleans and formulas, as ExtendedValue says them."""

from __future__ import annotations

import re
from typing import Any

from sync.workspace.errors import Refusal

LONGEST_TEXT = 50_000
_NUMBER = re.compile(r"-?\d{1,300}(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)  # as Google's JSON may write one


def parse_value(given: dict[str, Any] | None) -> Any:
    """The value that an ExtendedValue sets; empty text is no value."""
    if not given:
        return None
    ((name, content), *more) = given.items()
    if more:
        raise Refusal(400, "Only one of the values of a userEnteredValue may be set.")
    match name:
        case "stringValue" if isinstance(content, str):
            return text(content)
        case "numberValue" if isinstance(content, int | float) and not isinstance(content, bool):
            return content
        case "numberValue" if isinstance(content, str) and _NUMBER.fullmatch(content):
            return float(content)
        case "boolValue" if isinstance(content, bool):
            return content
        case "formulaValue" if isinstance(content, str):
            return formula(content)
        case "errorValue":
            raise Refusal(400, "errorValue cannot be set: it is read-only.")
    raise Refusal(400, f"Invalid value at 'user_entered_value.{name}', {str(content)[:80]}")


def text(content: str) -> str | None:
    """Text for a cell; Refusal 400 beyond what a cell holds."""
    if len(content) > LONGEST_TEXT:
        raise Refusal(400, "Your input contains more than the maximum of 50000 characters in a single cell.")
    return content or None


def formula(content: str) -> dict[str, str]:
    """A formula for a cell; Refusal 400 for what does not begin with "="."""
    if not content.startswith("="):
        raise Refusal(400, f"Formula must start with '=': {content[:80]}")
    return {"formulaValue": content}
