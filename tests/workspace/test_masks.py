"""Field masks, in answers and in updates."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace import masks
from sync.workspace.errors import Refusal

_ANSWER = {"id": "1", "owner": {"name": "a", "mail": "b"}, "files": [{"id": "x", "size": 1}, {"id": "y"}]}


@pytest.mark.parametrize(
    ("fields", "selected"),
    [
        ("*", _ANSWER),
        ("id", {"id": "1"}),
        ("owner/name", {"owner": {"name": "a"}}),
        ("owner.name,id", {"owner": {"name": "a"}, "id": "1"}),
        ("files(id)", {"files": [{"id": "x"}, {"id": "y"}]}),
        ("files(id,size),owner(*)", {"files": _ANSWER["files"], "owner": _ANSWER["owner"]}),
        ("files/*", {"files": _ANSWER["files"]}),
        ("owner,owner/name", {"owner": _ANSWER["owner"]}),
        ("owner/name,owner", {"owner": _ANSWER["owner"]}),
        ("*/name", {"id": "1", "owner": {"name": "a"}, "files": [{}, {}]}),
        ("none", {}),
    ],
)
def test_selecting(fields: str, selected: dict[str, Any]) -> None:
    assert masks.select(_ANSWER, fields) == selected


@pytest.mark.parametrize("fields", ["a,,b", "a(b", "a)", "(a)", "a/", ",a", "a(b)c"])
def test_masks_that_cannot_be_read(fields: str) -> None:
    with pytest.raises(Refusal) as refused:
        masks.parse(fields)
    assert refused.value.code == 400


@pytest.mark.parametrize(
    ("old", "new", "fields", "merged"),
    [
        ({"a": 1, "b": 2}, {"a": 5}, "a", {"a": 5, "b": 2}),
        ({"a": 1, "b": 2}, {}, "a", {"b": 2}),
        ({"a": 1}, {"b": 2}, "*", {"b": 2}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"x": 9}}, "a.x", {"a": {"x": 9, "y": 2}}),
        ({"a": {"x": 1}}, {}, "a.x", {}),
        (
            {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}},
            {"backgroundColor": {"green": 1}},
            "backgroundColor",
            {"backgroundColor": {"green": 1}},
        ),
    ],
)
def test_updating(old: dict[str, Any], new: dict[str, Any], fields: str, merged: dict[str, Any]) -> None:
    assert masks.overlaid(old, new, masks.parse(fields)) == merged
