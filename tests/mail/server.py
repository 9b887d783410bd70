"""A mail server on loopback, for tests: keeps what it takes, and refuses or breaks off as told."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"


@dataclass
class Inbox:
    """A mail server's hands: keeps what it takes and answers as told."""

    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    answer: str = "250 OK"
    breaks: str = ""  # "RCPT" or "DATA": the connection drops before the answer to it

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.breaks == "RCPT":
            return _dropped(server)
        if address in self.refused:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return _dropped(server) if self.breaks == "DATA" else self.answer


def _dropped(server: Any) -> str:
    server.transport.abort()
    return "250 never heard"


@contextmanager
def serving(inbox: Inbox, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[int]:
    """A mail server on a free port; `tls` speaks TLS from the first byte."""
    loop = asyncio.new_event_loop()
    make = partial(SMTP, inbox, loop=loop, **more)
    server = loop.run_until_complete(loop.create_server(make, HOST, 0, ssl=tls))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    open_still = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_still:
        task.cancel()
    await asyncio.gather(*open_still, return_exceptions=True)
