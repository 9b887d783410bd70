"""A kill at any moment, a full disk: acknowledged writes are there, none by halves, the file is whole."""

from __future__ import annotations

import random
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.workspace.served import Client, Served, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="by Linux' signals and limits")

_WRITERS = 4


def test_kills_at_random_moments_lose_and_halve_nothing(tmp_path: Path, key_file: bytes) -> None:
    """Writers append numbers and batches of two halves; the server is killed among them four times."""
    (tmp_path / "service-account.json").write_bytes(key_file)
    chance = random.Random(20261122)
    acknowledged: set[str] = set()
    book = ""
    for kill in range(4):
        with serving(tmp_path) as served:
            client = served.client(book)
            book = client.book
            whole(client, acknowledged)
            before = len(acknowledged)
            writers = [
                threading.Thread(target=write, args=(client.another(), f"{kill}.{number}", acknowledged))
                for number in range(_WRITERS)
            ]
            for writer in writers:
                writer.start()
            while len(acknowledged) < before + 10:
                threading.Event().wait(0.01)
            threading.Event().wait(chance.uniform(0, 0.25))
            served.process.kill()
            for writer in writers:
                writer.join(30)
        with sqlite3.connect(tmp_path / "workspace.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    with serving(tmp_path) as served:
        whole(served.client(book), acknowledged)


def write(client: Client, name: str, acknowledged: set[str]) -> None:
    """Write until the server is gone; what it answered is noted."""
    number = 0
    try:
        while True:
            number += 1
            mark = f"{name}.{number}"
            if number % 2:
                client.append(mark, mark)
            else:
                client.do(appended(mark), appended(mark))
            acknowledged.add(mark)
    except requests.RequestException:
        pass


def appended(mark: str) -> dict[str, Any]:
    """A row of one cell at the sheet's end."""
    rows = [{"values": [{"userEnteredValue": {"stringValue": mark}}]}]
    return {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}}


def whole(client: Client, acknowledged: set[str]) -> None:
    """Each mark that stands there stands there twice, and every acknowledged one does."""
    marks: dict[str, int] = {}
    for row in client.values("Sheet1"):
        for mark in row:
            marks[mark] = marks.get(mark, 0) + 1
    assert {mark: count for mark, count in marks.items() if count != 2} == {}
    assert acknowledged <= marks.keys()


def test_a_full_disk_refuses_writes_and_all_is_well_when_there_is_room_again(
    tmp_path: Path, key_file: bytes
) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with serving(tmp_path) as served:
        client = served.client()
        client.write([["before"]], "A1")
        limited(served, 3_000_000)
        refused = 0
        for number in range(60):
            try:
                client.write([["x" * 40_000] * 5], f"A{number + 2}")
            except requests.HTTPError as error:
                refused += 1
                assert error.response.status_code == 503
                assert error.response.json()["error"]["status"] == "UNAVAILABLE"
        assert refused > 10
        assert client.values("A1") == [["before"]]
        limited(served, -1)
        for number in range(50):  # by as many threads as may have met the full disk
            client.write([[number]], f"B{number + 100}")
        assert client.values("B100:B149") == [[number] for number in range(50)]
        served.process.kill()
    with sqlite3.connect(tmp_path / "workspace.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def limited(served: Served, size: int) -> None:
    """Let no file of the server grow beyond so many bytes, as a full disk would not; -1 lifts that."""
    import resource

    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (size, -1))
