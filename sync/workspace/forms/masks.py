"""Update masks: which fields of a message a request replaces."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.forms.shapes import SCHEMA
from sync.workspace.messages import camel


def apply(
    mask: str, message: str, target: dict[str, Any], source: dict[str, Any], where: str
) -> dict[str, Any]:
    """`target` with the fields that `mask` names taken from `source`; what the source lacks is cleared.

    `where` is the mask's own path for complaints. Refusal 400 for an empty mask or an unknown field.
    """
    paths = [path.strip() for path in mask.split(",") if path.strip()]
    if not paths:
        raise Refusal(
            400, f"At least one field must be listed in '{where}'. (Use '*' to indicate all fields.)"
        )
    if "*" in paths:
        paths = list(SCHEMA.shapes[message].fields)
    result = deepcopy(target)
    for path in paths:
        names = [camel(name) for name in path.split(".")]
        _check(names, message, path, where)
        _replace(result, source, names, message)
    return result


def _check(names: list[str], message: str, path: str, where: str) -> None:
    for name in names:
        shape = SCHEMA.shapes.get(message)
        if shape is None or name not in shape.fields:
            raise Refusal(
                400, f"Invalid value at '{where}' (type.googleapis.com/google.protobuf.FieldMask), \"{path}\""
            )
        kind = shape.fields[name]
        message = kind if isinstance(kind, str) else ""


def _replace(target: dict[str, Any], source: dict[str, Any], names: list[str], message: str) -> None:
    name, *below = names
    shape = SCHEMA.shapes[message]
    if name in shape.one_of and name in source:
        for other in shape.one_of:
            if other != name:
                target.pop(other, None)
    if below:
        part, kind = target.setdefault(name, {}), shape.fields[name]
        assert isinstance(kind, str)
        _replace(part, source.get(name, {}), below, kind)
    elif name in source:
        target[name] = deepcopy(source[name])
    else:
        target.pop(name, None)
