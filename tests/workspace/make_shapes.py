"""Makes the workspace's shapes.json of Google's discovery documents, for Sheets and for Drive.

Run it with `python -m tests.workspace.make_shapes` when Google's documents have changed. The files say
which fields each message has and what they hold, in the notation of `sync.workspace.messages.Kind`;
they have none of the documents' prose. A test keeps the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import googleapiclient

_WORKSPACE = Path(__file__).parents[2] / "sync" / "workspace"
FILES = {
    "sheets.v4": _WORKSPACE / "sheets" / "shapes.json",
    "drive.v3": _WORKSPACE / "drive" / "shapes.json",
}

_DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
_DRIVE = (
    "About", "ChangeList", "CommentList", "DriveList", "File", "FileList", "GeneratedIds",
    "PermissionList", "ReplyList", "RevisionList", "StartPageToken",
)  # fmt: skip
_SCALARS = {"boolean": "bool", "integer": "int32", "number": "double", "string": "string", "any": "any"}


def shapes(api: str) -> dict[str, dict[str, Any]]:
    """Message -> field -> kind, of all that the API's requests and answers may hold."""
    document = json.loads((_DOCUMENTS / f"{api}.json").read_text("utf-8"))["schemas"]
    found: dict[str, dict[str, Any]] = {}
    waiting = [name for name in document if name.endswith(("Request", "Response"))]
    waiting += _DRIVE if api == "drive.v3" else ("Spreadsheet", "ValueRange")
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
        return f"%{_kind(spec['additionalProperties'])}" if "additionalProperties" in spec else "%any"
    if spec.get("format") == "float":
        return "float"
    return list(spec["enum"]) if "enum" in spec else _SCALARS[spec["type"]]


def written(api: str) -> str:
    """A file's text: a message a line."""
    lines = [f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in shapes(api).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    for api, path in FILES.items():
        path.write_text(written(api), "utf-8", newline="\n")
