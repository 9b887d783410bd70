"""Refusals in other words than usual: nobody can lean on a message."""

from __future__ import annotations

import orjson
from starlette.types import Message, Send

from sync.workspace.strain import wire

_WORDS = "Something that nobody has read before went wrong here."


class Rewording:
    """ASGI's send with another message in every refusal; codes, statuses and reasons stay."""

    def __init__(self, real: Send) -> None:
        self.real = real
        self._kept: wire.Answer | None = None

    async def __call__(self, message: Message) -> None:
        """Pass a message on; a refusal's when it is whole."""
        if message["type"] == "http.response.start" and message["status"] >= 400:
            self._kept = wire.Answer()
        if self._kept is None:
            await self.real(message)
            return
        await self._kept.take(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await self._reworded(self._kept).give(self.real)

    @staticmethod
    def _reworded(answer: wire.Answer) -> wire.Answer:
        try:
            body = orjson.loads(bytes(answer.body))
            error = body["error"]
            error["message"] = _WORDS
        except (ValueError, KeyError, TypeError):
            return answer
        for one in error.get("errors", ()):
            one["message"] = _WORDS
        content = orjson.dumps(body)
        headers = [(name, value) for name, value in answer.start["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(content)).encode()))
        return wire.Answer({**answer.start, "headers": headers}, bytearray(content))
