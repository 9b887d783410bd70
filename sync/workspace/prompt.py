"""The server's end, at once: uvicorn's own comes two tenths of a second after it was asked for."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import uvicorn

_TICK_SECONDS = 0.1


class Prompt(uvicorn.Server):
    """uvicorn's server, woken when it should end, which waits only for answers that are on their way."""

    _loop: asyncio.AbstractEventLoop
    _over: asyncio.Event

    def end(self) -> None:
        """Ask a server that has started to end, from any thread."""
        self.should_exit = True
        with suppress(RuntimeError):  # its loop has ended already
            self._loop.call_soon_threadsafe(self._over.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; from here on `end` is heard."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Tick as uvicorn does, until the end."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up; uvicorn's own waiting is for connections that have an answer to come."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(3):  # a transport that closes tells its protocol a round later
            await asyncio.sleep(0)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
