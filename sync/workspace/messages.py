"""Reading a JSON body as Google reads it: names and kinds of fields by a table, with Google's complaints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sync.workspace.errors import Refusal

Kind = str | tuple[str, ...]
"""What a field holds: "string", "bool", "int32", "float", "double", "any", another message's name, "*"
and one of these for a list of it, "%" and one of these for a map to it, or the names of an enumeration,
the unspecified one first."""

_AFTER_A_LINE, _CAPITAL = re.compile(r"_([a-z0-9])"), re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Shape:
    """A message: its fields, and those of which only one may be set (`one_of`, named `union` by Google)."""

    fields: Mapping[str, Kind]
    one_of: tuple[str, ...] = ()
    union: str = "kind"


@dataclass(frozen=True, slots=True)
class Schema:
    """An API's messages by name; `package` is Google's ("google.apps.forms.v1").

    With `keep_defaults` a field that is given as 0, false or "" is kept: beside a mask it says something.
    """

    package: str
    shapes: Mapping[str, Shape]
    keep_defaults: bool = False

    def read(self, message: str, value: Any, path: str = "") -> dict[str, Any]:
        """A message with its fields in camelCase, nulls and defaults left out, as Google keeps it.

        Refusal 400 for an unknown field, a value of another kind, or two of a union.
        """
        shape = self.shapes[message]
        if not isinstance(value, dict):
            raise _invalid(path, f"type.googleapis.com/{self.package}.{message}", value)
        read: dict[str, Any] = {}
        for given, part in value.items():
            name = camel(given)
            if name not in shape.fields:
                raise _unknown(given, path)
            if part is None:
                continue
            here = f"{path}.{_told(name)}" if path else _told(name)
            if name in shape.one_of and (taken := _first(read, shape.one_of)):
                raise _second(path, shape.union, taken, name)
            kept = self._read_kind(shape.fields[name], part, here, message, name)
            if kept is not None:
                read[name] = kept
            elif name in shape.one_of:  # a union remembers which field was set, even to its default
                read[name] = 0 if shape.fields[name] == "int32" else ""
            elif self.keep_defaults:
                read[name] = _default(shape.fields[name])
        return read

    def _read_kind(self, kind: Kind, value: Any, path: str, message: str, name: str) -> Any:
        if isinstance(kind, tuple):
            return _read_enumeration(
                kind, value, path, f"{self.package}.{message}.{name[0].upper()}{name[1:]}"
            )
        if kind.startswith("*"):
            values = (
                _flat(value) if kind[1:] in self.shapes else value if isinstance(value, list) else [value]
            )
            read = [self._read_kind(kind[1:], v, f"{path}[{n}]", message, name) for n, v in enumerate(values)]
            if self.keep_defaults:
                return [_default(kind[1:]) if v is None else v for v in read]
            return [v for v in read if v is not None] or None
        if kind.startswith("%") and isinstance(value, dict):
            return {
                key: self._read_kind(kind[1:], v, f"{path}[{key}]", message, name) for key, v in value.items()
            }
        if kind in self.shapes:
            if isinstance(value, list):
                raise _unknown(name, path, "Proto field is not repeating, cannot start list.")
            return self.read(kind, value, path)
        return _read_scalar(kind, value, path)


def _flat(value: Any) -> list[Any]:
    """A list as Google reads one of messages: one alone is a list of it, lists in it are of no account.

    gspread-formatting sends either.
    """
    if not isinstance(value, list):
        return [value]
    return [one for part in value for one in (_flat(part) if isinstance(part, list) else [part])]


def camel(name: str) -> str:
    """`goToSectionId` of `go_to_section_id`; Google takes either."""
    return _AFTER_A_LINE.sub(lambda found: found[1].upper(), name) if "_" in name else name


def snake(name: str) -> str:
    """`go_to_section_id` of `goToSectionId`, as Google's complaints write it."""
    return _CAPITAL.sub(lambda found: "_" + found[0].lower(), name)


_told = cache(snake)  # of names in our tables only: what callers send would fill it


def _first(read: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in read), None)


def _default(kind: Kind) -> Any:
    """What a field of a kind holds that holds nothing."""
    if isinstance(kind, tuple):
        return kind[0]
    return {"string": "", "bool": False, "int32": 0, "float": 0, "double": 0}.get(
        kind, [] if kind[0] == "*" else {}
    )


def _read_enumeration(names: tuple[str, ...], value: Any, path: str, type_name: str) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
        value = names[value]
    if value not in names:
        raise _invalid(path, f"type.googleapis.com/{type_name}", value)
    return None if value == names[0] else str(value)


def _read_scalar(kind: str, value: Any, path: str) -> Any:
    """A scalar, None for its default: Google keeps no difference between a default and nothing."""
    if kind == "any":
        return value
    read: Any = None
    match kind:
        case "string" if isinstance(value, str):
            read = value
        case "bool" if isinstance(value, bool) or value in ("true", "false"):
            return True if value in (True, "true") else None
        case "int32" | "float" | "double" if not isinstance(value, bool):
            read = _number(kind, value)
    if read is None:
        raise _invalid(path, f"TYPE_{kind.upper()}", value)
    return read or None


def _number(kind: str, value: Any) -> int | float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if kind != "int32":
        return number
    return int(number) if number.is_integer() and -(2**31) <= number < 2**31 else None


def _unknown(name: str, path: str, why: str = "Cannot find field.") -> Refusal:
    place = f" at '{path}'" if path else ""
    return _bad_request(path, f'Invalid JSON payload received. Unknown name "{name}"{place}: {why}')


def _invalid(path: str, kind: str, value: Any) -> Refusal:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return _bad_request(path, f"Invalid value at '{path}' ({kind}), {shown[:200]}")


def _second(path: str, union: str, first: str, second: str) -> Refusal:
    return _bad_request(
        path,
        f"Invalid value at '{path}' (oneof), oneof field '{union}' is already set. Cannot set '{second}'"
        f" beside '{first}'",
    )


def _bad_request(path: str, message: str) -> Refusal:
    violation = {"description": message} | ({"field": path} if path else {})
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return Refusal(400, message, details=details)
