"""Which server works on a folder already, and why another one cannot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import orjson

_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Serving:
    """The server of a folder: its address, and its process."""

    address: str
    process: int


class AlreadyServed(OSError):
    """Another workspace serves the folder; `by` is None where it does not say so itself."""

    def __init__(self, by: Serving | None) -> None:
        self.by = by
        known = f" (process {by.process}, {by.address})" if by else ""
        super().__init__(f"another workspace serves this folder already{known}")


class FolderRefused(OSError):
    """The folder cannot be made, or cannot be written."""


def serving(folder: Path) -> Serving | None:
    """Who serves a folder: asked at the address that its key file names, this machine's only."""
    try:
        key = orjson.loads((folder / "service-account.json").read_bytes())
        address = str(key["token_uri"]).removesuffix("/token")
        if not address.startswith("http://"):
            return None
        with build_opener(ProxyHandler({})).open(f"{address}/_workspace/ping", timeout=_SECONDS) as answer:
            told = orjson.loads(answer.read())
        return Serving(address, int(told["pid"])) if told["folder"] == str(folder.resolve()) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
