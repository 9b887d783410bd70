"""The network changes under a process that stays: kept connections that are dead, over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import cast

import pytest
from google.auth.credentials import AnonymousCredentials, Credentials

from sync.errors import UnknownOutcome
from sync.google import DRIVE, SHEETS, Google

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
Fate = Callable[[socket.socket], None]


class Server:
    """Answers the first request of a connection; the second meets the connection's fate."""

    def __init__(self, fate: Fate) -> None:
        self.connections = self.requests = 0
        self.is_new = False  # a network that is new: all is answered on connections made from now on
        self._fate = fate
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        for one in (self._listening, *self._open):
            one.close()

    def drop(self) -> None:
        """Close what is kept open, as a server that starts anew."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection, self.is_new), daemon=True).start()

    def _serve(self, connection: socket.socket, is_new: bool) -> None:
        with suppress(OSError):
            answered = 0
            while connection.recv(65536):
                self.requests += 1
                if answered and not is_new:
                    self._fate(connection)
                    return
                connection.sendall(ANSWER)
                answered += 1


def hang(_: socket.socket) -> None:
    """What goes to an address that is ours no more: nothing ever comes back."""


def cut(connection: socket.socket) -> None:
    """A router that forgot the connection resets it."""
    connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture(params=[hang, cut])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    made = Server(request.param)
    yield made
    made.close()


def google_at(server: Server) -> Google:
    nobody = cast(Callable[[], Credentials], AnonymousCredentials)()
    return Google(nobody, base=server.base, timeout=(0.3, 0.3), sleep=lambda _: None)


def read(google: Google) -> object:
    return google.call("GET", f"{DRIVE}/about", what="about")


def write(google: Google) -> object:
    return google.call("POST", f"{SHEETS}/1:batchUpdate", what="sheet", body={})


def test_a_question_on_a_dead_connection_is_asked_again_at_once(server: Server) -> None:
    google = google_at(server)
    read(google)
    server.is_new = True
    assert read(google) == {}
    assert (server.connections, server.requests) == (2, 3)


def test_a_write_on_a_dead_connection_is_unknown_once_and_not_twice(server: Server) -> None:
    google = google_at(server)
    write(google)
    server.is_new = True
    with pytest.raises(UnknownOutcome):  # the next cycle reads the stamp
        write(google)
    assert write(google) == {}
    assert write(google) == {}
    assert server.connections == 2


def test_a_server_that_started_anew_is_written_to_as_if_nothing_were(server: Server) -> None:
    google = google_at(server)
    write(google)
    server.drop()
    server.is_new = True
    assert write(google) == {}
    assert server.connections == 2


def test_kept_connections_are_asked_whether_they_live(server: Server) -> None:
    google = google_at(server)
    read(google)
    adapter = google.session.get_adapter("https://www.googleapis.com")
    pools = adapter.poolmanager.pools  # type: ignore[attr-defined]
    (pool,) = [pools[key] for key in pools.keys()]  # noqa: SIM118 - no mapping
    kept = pool._get_conn()
    assert kept.sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert kept.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
