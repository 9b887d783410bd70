"""A seed as it was asked for: its fields read by name and kind, what is unknown refused."""

from __future__ import annotations

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

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A field's text; Refusal 400 where it is missing and nothing stands for it."""
        return str(self._value(name, str, otherwise))

    def flag(self, name: str, otherwise: bool) -> bool:
        """A field that is true or false."""
        return bool(self._value(name, bool, otherwise))

    def texts(self, name: str) -> list[str]:
        """A field's list of texts, empty where it is missing."""
        found = self._value(name, list, [])
        if not all(isinstance(one, str) and one for one in found):
            raise Refusal(400, f'"{name}" must be a list of texts.')
        return list(found)

    def mapping(self, name: str) -> dict[str, Any]:
        """A field's object, empty where it is missing."""
        return dict(self._value(name, dict, {}))

    def address_of(self, name: str = "email") -> str:
        """A field that is somebody's address."""
        address = self.text(name)
        if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
            raise Refusal(400, f'"{name}" must be an address, like somsri@office.example.')
        return address

    def check_read(self) -> None:
        """Refusal 400 for fields that nothing has read: most often a slip of the pen."""
        if unknown := sorted(self.body.keys() - self._read):
            raise Refusal(400, f"Unknown here: {', '.join(unknown)}. Known: {', '.join(sorted(self._read))}.")

    def _value(self, name: str, kind: type, otherwise: Any) -> Any:
        self._read.add(name)
        value = self.body.get(name, otherwise)
        if value is None:
            raise Refusal(400, f'"{name}" is missing.')
        if not isinstance(value, kind):
            raise Refusal(400, f'"{name}" must be of the kind {_KINDS[kind]}.')
        return value


_KINDS: dict[type, str] = {str: "text", bool: "true or false", list: "list", dict: "object"}


def route(http: str, path: str, work: Callable[[Seed], dict[str, Any]]) -> Route:
    """The route of a seed, guarded as every control is."""

    async def endpoint(request: Request) -> JSONResponse:
        body = await asked(request)
        address = str(request.base_url).rstrip("/")
        seed = Seed(request.app.state.store, request.path_params, body, address)
        return JSONResponse(await run_in_threadpool(work, seed))

    return Route(f"/_workspace/{path}", endpoint, methods=[http])
