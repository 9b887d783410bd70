"""The values of a request as rows, and Google's complaints of requests about values."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal

_TOLD = 100  # complaints of one request
_LIST = "type.googleapis.com/google.protobuf.ListValue"


def of(body: dict[str, Any], where: str = "data") -> list[list[Any]]:
    """The values of a ValueRange as rows; Refusal 400 for what is not a list of lists."""
    given = body.get("values") or []
    if not isinstance(given, list):
        raise _not_listed([(f"{where}.values", given)])
    if wrong := [(f"{where}.values[{n}]", row) for n, row in enumerate(given) if not isinstance(row, list)]:
        raise _not_listed(wrong[:_TOLD])
    if body.get("majorDimension") != "COLUMNS":
        return given
    width = max(map(len, given), default=0)
    return [[column[index] if index < len(column) else None for column in given] for index in range(width)]


def _not_listed(wrong: list[tuple[str, Any]]) -> Refusal:
    """Google's complaint of values that are no lists, one line for each."""
    told = [(where, f"Invalid value at '{where}' ({_LIST}), {_quoted(value)}") for where, value in wrong]
    violations = [{"field": where, "description": said} for where, said in told]
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    return Refusal(400, "\n".join(said for _, said in told), details=[detail])


def _quoted(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_option(option: str) -> None:
    """Refusal 400 in Google's words for a ValueInputOption that is missing or unknown."""
    if option in {"", "INPUT_VALUE_OPTION_UNSPECIFIED"}:
        raise Refusal(400, "'valueInputOption' is required but not specified")
    if option not in {"RAW", "USER_ENTERED"}:
        raise no_such("value_input_option", "ValueInputOption", option)


def no_such(field: str, enumeration: str, value: str) -> Refusal:
    """Google's complaint of a word that its list has not."""
    kind = f"type.googleapis.com/google.apps.sheets.v4.{enumeration}"
    return Refusal(400, f"Invalid value at '{field}' ({kind}), \"{value}\"")


def within(name: str, index: int, refusal: Refusal) -> Refusal:
    """A refusal of one part of a request, which says which part."""
    if refusal.code != 400 or refusal.details:
        return refusal
    return Refusal(400, f"Invalid {name}[{index}]: {refusal.message}")
