"""A seed as it was asked for: its fields read by name and kind, what is unknown refused.

Whatever is wrong with a seed is told together, by `check`: until then a field that is missing or of
another kind reads as an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sync.workspace.controls import asked
from sync.workspace.errors import Refusal
from sync.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Seed:
    """One seed: the store, the parts of its path, its JSON, and the server's address for key files."""

    store: Store
    path: dict[str, str]
    body: dict[str, Any]
    address: str = ""
    _read: set[str] = field(default_factory=set)
    _problems: list[str] = field(default_factory=list)

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A field's text; it must be there unless something stands for it."""
        return str(self._value(name, str, otherwise))

    def flag(self, name: str, otherwise: bool) -> bool:
        """A field that is true or false."""
        return bool(self._value(name, bool, otherwise))

    def texts(self, name: str) -> list[str]:
        """A field's list of texts, empty where it is missing."""
        found = self._value(name, list, [])
        if not all(isinstance(one, str) and one for one in found):
            self.object(f'"{name}" must be a list of texts.')
            return []
        return list(found)

    def mapping(self, name: str) -> dict[str, Any]:
        """A field's object, empty where it is missing."""
        return dict(self._value(name, dict, {}))

    def address_of(self, name: str = "email") -> str:
        """A field that is somebody's address."""
        address = self.text(name)
        if address and not _ADDRESS.fullmatch(address):
            self.object(f'"{name}" must be an address, like somsri@office.example.')
        return address

    def number(self, name: str, least: float, most: float) -> float:
        """A field that is a number between two."""
        self._read.add(name)
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.object(f'"{name}" must be a number from {least:g} to {most:g}.')
            return least
        return value

    def object(self, problem: str) -> None:
        """Something is wrong with this seed: a sentence."""
        self._problems.append(problem)

    def check(self) -> None:
        """Refusal 400 for all that is wrong, also for fields that nothing has read: slips of the pen."""
        if unknown := sorted(self.body.keys() - self._read):
            known = ", ".join(sorted(self._read)) or "none"
            self.object(f"Unknown here: {', '.join(unknown)}. Known: {known}.")
        if self._problems:
            raise Refusal(400, " ".join(self._problems))

    def _value(self, name: str, kind: type, otherwise: Any) -> Any:
        self._read.add(name)
        value = self.body.get(name, otherwise)
        if isinstance(value, kind):
            return value
        self.object(
            f'"{name}" is missing.' if value is None else f'"{name}" must be of the kind {_KINDS[kind]}.'
        )
        return kind()


_ADDRESS = re.compile(r"[^@]+@[^@]+")
_KINDS: dict[type, str] = {str: "text", bool: "true or false", list: "list", dict: "object"}


def route(http: str, path: str, work: Callable[[Seed], dict[str, Any]]) -> Route:
    """The route of a seed, guarded as every control is."""

    async def endpoint(request: Request) -> JSONResponse:
        body = await asked(request)
        address = str(request.base_url).rstrip("/")
        seed = Seed(request.app.state.store, request.path_params, body, address)
        return JSONResponse(await run_in_threadpool(work, seed))

    endpoint.__doc__ = work.__doc__
    return Route(f"/_workspace/{path}", endpoint, methods=[http])
