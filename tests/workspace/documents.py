"""What stands in Google's discovery documents, as google-api-python-client ships them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient

_DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"


@cache
def document(api: str) -> dict[str, Any]:
    """An API's document: "sheets.v4", "forms.v1", "drive.v3", "docs.v1"."""
    read: dict[str, Any] = json.loads((_DOCUMENTS / f"{api}.json").read_text("utf-8"))
    return read


def methods(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every method of an API or of one of its resources."""
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from methods(below)


def kinds(api: str) -> list[str]:
    """The kinds of request of an API's batchUpdate: "addSheet"."""
    if api not in {"sheets.v4", "forms.v1"}:
        return []
    return list(document(api)["schemas"]["Request"]["properties"])
