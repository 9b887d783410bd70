"""Answers that do not come, or not whole: the socket is really closed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send


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


async def cut(receive: Receive, send: Send, answer: Answer | None = None) -> None:
    """Close the connection, with half of an answer or without a byte."""
    if answer is not None:
        await send(answer.start)
        half = bytes(answer.body[: len(answer.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
    # Uvicorn's `send` is a method of the request, which holds the connection.
    send.__self__.transport.close()  # type: ignore[attr-defined]
    await _gone(receive)


async def held(receive: Receive, send: Send, seconds: float) -> None:
    """Say nothing until the client gives up, or for so long; then close."""
    try:
        await asyncio.wait_for(_gone(receive), seconds)
    except TimeoutError:
        await cut(receive, send)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
