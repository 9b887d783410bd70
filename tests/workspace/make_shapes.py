"""Makes sync/workspace/sheets/shapes.json of Google's discovery document.

Run it with `python -m tests.workspace.make_shapes` when Google's document has changed. The file says
which fields each message of the Sheets API has and what they hold, in the notation of
`sync.workspace.messages.Kind`; it has none of the document's prose. A test keeps the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import googleapiclient

SHAPES = Path(__file__).parents[2] / "sync" / "workspace" / "sheets" / "shapes.json"

_DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "sheets.v4.json"
_SCALARS = {"boolean": "bool", "integer": "int32", "number": "double", "string": "string", "any": "any"}


def shapes() -> dict[str, dict[str, Any]]:
    """Message -> field -> kind, of all that a Sheets request or a spreadsheet may hold."""
    document = json.loads(_DOCUMENT.read_text("utf-8"))["schemas"]
    found: dict[str, dict[str, Any]] = {}
    waiting = [name for name in document if name.endswith("Request")] + ["Spreadsheet", "ValueRange"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        properties = document[name].get("properties", {})
        found[name] = {field: _kind(spec) for field, spec in sorted(properties.items())}
        waiting += [kind.lstrip("*%") for kind in found[name].values() if isinstance(kind, str)]
        waiting = [one for one in waiting if one in document]
    return dict(sorted(found.items()))


def _kind(spec: Mapping[str, Any]) -> str | list[str]:
    if "$ref" in spec:
        return str(spec["$ref"])
    if spec["type"] == "array":
        below = _kind(spec["items"])
        return f"*{below if isinstance(below, str) else 'string'}"
    if spec["type"] == "object":
        return f"%{_kind(spec['additionalProperties'])}"
    return list(spec["enum"]) if "enum" in spec else _SCALARS[spec["type"]]


def written() -> str:
    """The file's text: a message a line."""
    lines = [f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in shapes().items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    SHAPES.write_text(written(), "utf-8", newline="\n")
