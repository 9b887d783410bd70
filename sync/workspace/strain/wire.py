"""Answers that do not come, or not whole: the socket is really closed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONNECTION = "nithet.connection"
"""Where a scope keeps the server's own `send`, also in the scope of a call inside a batch."""


@dataclass(slots=True)
class Answer:
    """What the workspace answered, kept back: `start` is its status and headers, `body` the rest."""

    start: Message = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    async def take(self, message: Message) -> None:
        """ASGI's send, into here."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def give(self, send: Send) -> None:
        """Send it after all."""
        await send(self.start)
        await send({"type": "http.response.body", "body": bytes(self.body)})


async def answered(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """Let the application do its work, and keep its answer."""
    answer = Answer()
    await app(scope, receive, answer.take)
    return answer


async def drained(receive: Receive) -> None:
    """Read the request to its end, so that the client has said all."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def cut(scope: Scope, receive: Receive, send: Send, answer: Answer | None = None) -> None:
    """Close the connection, with half of an answer or without a byte.

    A call inside a batch has no connection of its own: the whole batch is cut, and nothing is told.
    """
    connection = scope[CONNECTION]
    if answer is not None and connection is send:
        await send(answer.start)
        half = bytes(answer.body[: len(answer.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
    # Uvicorn's `send` is a method of the request, which holds the connection.
    connection.__self__.transport.close()
    await _gone(receive)


async def held(scope: Scope, receive: Receive, send: Send, pause: Coroutine[Any, Any, None]) -> None:
    """Say nothing until the client gives up, or the pause is over; then close."""
    waits = {asyncio.ensure_future(pause), asyncio.ensure_future(_gone(receive))}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    await cut(scope, receive, send)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
