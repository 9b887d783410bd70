"""The switches under `/_workspace/strain`, and what they did under `/_workspace/strain/counts`."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from sync.workspace.controls import control
from sync.workspace.errors import Refusal
from sync.workspace.store import Store
from sync.workspace.strain import kept, switches


def _told(store: Store, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
    """Every switch of what goes wrong, with its meaning."""
    return switches.described(store.strain.switches)


def _change(store: Store, path: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Set the switches that are given, null for the default."""
    if not body:
        raise Refusal(400, "Name the switches to set; GET /_workspace/strain lists them.")
    kept.change(store, body)
    return _told(store, path, body)


def _clear(store: Store, path: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Switch everything off."""
    kept.clear(store)
    return _told(store, path, body)


def _counts(store: Store, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
    """How often each rule and quota struck since they were set."""
    return store.strain.counts()


routes = [
    Route("/_workspace/strain", control(_told), methods=["GET"]),
    Route("/_workspace/strain", control(_change), methods=["PUT"]),
    Route("/_workspace/strain", control(_clear), methods=["DELETE"]),
    Route("/_workspace/strain/counts", control(_counts), methods=["GET"]),
]
