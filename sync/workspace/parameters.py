"""What may stand in a call's query, by Google's documents, and Google's words for what may not.

Sheets and Forms are held to it. Drive passes over what it does not know, and judges values by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import QueryParams

from sync.workspace.errors import Refusal
from sync.workspace.messages import snake

Kind = str | tuple[str, ...]
"""What a parameter holds: "string", "bool", "int32" or the name of an enumeration and its words."""

COMMON = frozenset(
    ("xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser",
     "uploadType", "upload_protocol")
)  # fmt: skip
_RENDER = ("ValueRenderOption", "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_DATES = ("DateTimeRenderOption", "SERIAL_NUMBER", "FORMATTED_STRING")
_READ: Mapping[str, Kind] = {
    "dateTimeRenderOption": _DATES,
    "majorDimension": ("Dimension", "DIMENSION_UNSPECIFIED", "ROWS", "COLUMNS"),
    "valueRenderOption": _RENDER,
}
_WRITE: Mapping[str, Kind] = {
    "includeValuesInResponse": "bool",
    "responseDateTimeRenderOption": _DATES,
    "responseValueRenderOption": _RENDER,
    "valueInputOption": ("ValueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED", "RAW", "USER_ENTERED"),
}
METHODS: Mapping[str, Mapping[str, Kind]] = {
    "sheets.spreadsheets.get": {
        "commentsViewMode": (
            "CommentsViewMode",
            "COMMENTS_VIEW_MODE_UNSPECIFIED",
            "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
            "COMMENTS_VIEW_MODE_OMITTED",
            "COMMENTS_VIEW_MODE_INCLUDED",
        ),
        "excludeTablesInBandedRanges": "bool",
        "includeGridData": "bool",
        "ranges": "string",
    },
    "sheets.spreadsheets.values.append": {
        **_WRITE,
        "insertDataOption": ("InsertDataOption", "OVERWRITE", "INSERT_ROWS"),
    },
    "sheets.spreadsheets.values.batchGet": {**_READ, "ranges": "string"},
    "sheets.spreadsheets.values.get": _READ,
    "sheets.spreadsheets.values.update": _WRITE,
    "forms.forms.create": {"unpublished": "bool"},
    "forms.forms.responses.list": {"filter": "string", "pageSize": "int32", "pageToken": "string"},
}
"""Method -> its parameters in the query; methods of Sheets and Forms that are not here have none."""


def check(method: str, given: QueryParams) -> None:
    """Refusal 400 for a parameter that a method of Sheets or Forms has not, or a value of another kind."""
    api = method.partition(".")[0]
    if api not in {"sheets", "forms"}:
        return
    known = METHODS.get(method, {})
    for name, value in given.multi_items():
        if name.removeprefix("$").removeprefix(".") in COMMON:
            continue
        if name not in known:
            raise Refusal(
                400,
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message.",
            )
        if wanted := _wanted(api, known[name], value):
            raise Refusal(400, f"Invalid value at '{snake(name)}' ({wanted}), \"{value}\"")


def _wanted(api: str, kind: Kind, value: str) -> str:
    """What Google would have wanted instead of a value, "" for one that is right."""
    if isinstance(kind, tuple):
        name, *words = kind
        version = {"sheets": "v4", "forms": "v1"}[api]
        return "" if value in words else f"type.googleapis.com/google.apps.{api}.{version}.{name}"
    right = {
        "string": True,
        "bool": value.lower() in {"true", "false", "1", "0", ""},  # Python's True too, as gspread sends it
        "int32": int32(value) is not None,
    }[kind]
    return "" if right else f"TYPE_{kind.upper()}"


def int32(text: str) -> int | None:
    """A number of 32 bits with a sign; None for any other text."""
    number = int(text) if re.fullmatch(r"-?\d{1,10}", text, re.ASCII) else None
    return number if number is not None and -(2**31) <= number < 2**31 else None


def count(text: str) -> int | None:
    """A number from 0 on, of digits alone; None for any other text and for what no counter reaches."""
    return int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else None


def flag(text: str) -> bool:
    """Whether a parameter says yes, in one of the words that `check` lets through."""
    return text.lower() in {"true", "1"}
