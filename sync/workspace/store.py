"""The workspace's one SQLite file, its transactions and its clock.

Every module of the workspace that keeps something owns its tables: it hands its `CREATE TABLE IF
NOT EXISTS` script to `Store` through `sync.workspace.app` and is the only one to write to them. A
column added to a script later needs a default: files made before get it when they are opened.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from sync.private import keep_private
from sync.workspace.pools import Pools
from sync.workspace.strain.state import Strain

_CLOCK = "CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), now TEXT);"

_MOMENT: ContextVar[datetime | None] = ContextVar("moment", default=None)


class _Opened:
    """A thread's connection, closed when the thread ends.

    sqlite3's connections are rings (they hold their cache of statements, which holds them), and those are
    looked for rarely here: without this each thread that ended left two open files behind.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Store:
    """A workspace's data directory: `workspace.sqlite3` in WAL mode, one connection a thread."""

    def __init__(self, folder: Path, schemas: Sequence[str]) -> None:
        self.folder = folder
        self.strain = Strain()
        self.pools = Pools()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / "workspace.sqlite3"
        keep_private(self._path)
        self._local = threading.local()
        self._writing = threading.Lock()
        with self._writing:
            _add_columns(self.connection, "".join((_CLOCK, *schemas)))
            for script in (_CLOCK, *schemas):
                self.connection.executescript(script)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; rows come as sqlite3.Row."""
        opened: _Opened | None = getattr(self._local, "opened", None)
        if opened is None:
            # Closed from whichever thread lets go of it last.
            connection = sqlite3.connect(
                self._path, isolation_level=None, timeout=30, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            opened = self._local.opened = _Opened(connection)
        return opened.connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write: all of it or nothing. Writers queue, in threads of their own (`pools`); readers do not.

        Whatever takes long and can be done before is done before: everybody else's write waits.
        """
        with self._writing:
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a disk that is full may have ended it already
                    connection.execute("ROLLBACK")
                raise

    def now(self) -> datetime:
        """The workspace's time in UTC: the real one, unless a time was set under `/_workspace/clock`.

        What is said to come at a time of its own (`at`) comes then.
        """
        if moment := _MOMENT.get():
            return moment
        row = self.connection.execute("SELECT now FROM clock").fetchone()
        return datetime.fromisoformat(row["now"]) if row and row["now"] else datetime.now(UTC)

    def set_clock(self, now: datetime | None) -> None:
        """Stop the workspace's clock at a time (aware), or let it run with the real one again (None)."""
        with self.transaction() as tx:
            tx.execute(
                "INSERT INTO clock (id, now) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET now = excluded.now",
                (now.astimezone(UTC).isoformat() if now else None,),
            )


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """What is done in this context is done at that time (aware); None: by the clock."""
    token = _MOMENT.set(moment and moment.astimezone(UTC))
    try:
        yield
    finally:
        _MOMENT.reset(token)


def _add_columns(connection: sqlite3.Connection, script: str) -> None:
    """Bring the tables of an older file up to the present scripts: columns that they lack are added."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(script)
        wanted = fresh.execute(
            'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value '
            "FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        ).fetchall()
    there = {
        (table, column)
        for table, column in connection.execute(
            "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
        )
    }
    tables = {table for table, _ in there}
    for table, column, kind, filled, default in wanted:
        if table in tables and (table, column) not in there:
            rule = f"{'NOT NULL ' if filled else ''}DEFAULT {'NULL' if default is None else default}"
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} {rule}")


def timestamp(moment: datetime) -> str:
    """A moment as Google writes it: RFC 3339 in UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id(length: int = 44) -> str:
    """A fresh file id, of Google's letters and length."""
    return ("1" + secrets.token_urlsafe(length))[:length]
