"""The HTTP protocol of the server, with an end to its patience: a request's head comes in time, or never."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.workspace import limits


class Patient(H11Protocol):
    """uvicorn's own protocol, which hangs up where a head stands half sent, or none comes at first."""

    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection begins: its first head is awaited."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Bytes came: a head is whole, or its rest is awaited."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._await_head()
        elif self._hanging_up is not None:
            self._hanging_up.cancel()
            self._hanging_up = None

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection ends: nothing is awaited any more."""
        if self._hanging_up is not None:
            self._hanging_up.cancel()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        # Not put off by more of the same head: a byte now and then is no progress.
        if self._hanging_up is None:
            self._hanging_up = self.loop.call_later(limits.HEAD_PAUSE, self.transport.close)
