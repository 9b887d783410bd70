"""The workspace is a server: a hundred clients at once, slow ones too, and one process a data directory."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.served import Client, token

_CLIENTS = 100


def test_a_hundred_clients_at_once_lose_nothing_and_are_answered_rightly(workspace: Workspace) -> None:
    """Each appends to one sheet, writes a cell of its own, adds to one batch, and reads its own again."""
    first = Client(workspace.address, token(workspace))
    first.do({"addSheet": {"properties": {"sheetId": 7, "title": "own"}}})
    together = threading.Barrier(_CLIENTS)

    def work(number: int) -> list[Any]:
        mine = first.another()
        together.wait(60)
        seen: list[Any] = []
        for turn in range(2):
            mine.append(f"{number}.{turn}")
            mine.write([[number * 10 + turn]], f"own!A{number + 1}")
            mine.do(_cell(7, number, 1, f"{number}.{turn}"))
            seen.append(mine.values(f"own!A{number + 1}:B{number + 1}"))
        return seen

    with ThreadPoolExecutor(_CLIENTS) as pool:
        answers = list(pool.map(work, range(_CLIENTS)))
    expected = [[[[n * 10 + turn, f"{n}.{turn}"]] for turn in range(2)] for n in range(_CLIENTS)]
    assert answers == expected
    appended = sorted(row[0] for row in first.values("Sheet1!A:A"))
    assert appended == sorted(f"{n}.{turn}" for n in range(_CLIENTS) for turn in range(2))


def _cell(sheet: int, row: int, column: int, text: str) -> dict[str, Any]:
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


def test_readers_meanwhile_see_whole_batches_only(workspace: Workspace) -> None:
    """One writes 300 cells alike, again and again; whoever reads finds them alike."""
    writer = Client(workspace.address, token(workspace))
    writer.write([["0"] * 3] * 100, "A1")
    end = threading.Event()

    def read(_: int) -> set[int]:
        mine, kinds = writer.another(), set()
        while not end.is_set():
            kinds.add(len({value for row in mine.values("A1:C100") for value in row}))
        return kinds

    with ThreadPoolExecutor(8) as pool:
        reading = [pool.submit(read, number) for number in range(8)]
        for number in range(1, 30):
            rows = [{"values": [{"userEnteredValue": {"stringValue": str(number)}}]}] * 100
            writer.do(
                *(
                    {
                        "updateCells": {
                            "rows": rows,
                            "start": {"columnIndex": column},
                            "fields": "userEnteredValue",
                        }
                    }
                    for column in range(3)
                )
            )
        end.set()
        assert [one.result() for one in reading] == [{1}] * 8


def test_clients_that_say_half_a_request_hold_up_nobody(workspace: Workspace) -> None:
    """More of them than the server has threads: half of a head, or half of a body."""
    client = Client(workspace.address, token(workspace))
    place = urlsplit(workspace.address)
    head = b"POST /v4/spreadsheets HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    halves = [head, head + b'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"prop']
    slow = [socket.create_connection((str(place.hostname), place.port or 80)) for _ in range(80)]
    try:
        for number, one in enumerate(slow):
            one.sendall(halves[number % 2])
        client.write([["ก"]], "A1")
        assert client.values("A1") == [["ก"]]
    finally:
        for one in slow:
            one.close()


def test_a_client_that_reads_slowly_holds_up_nobody(workspace: Workspace) -> None:
    client = Client(workspace.address, token(workspace))
    client.write([["y" * 1000] * 10] * 800, "A1")
    place = urlsplit(workspace.address)
    with socket.create_connection((str(place.hostname), place.port or 80)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        ask = f"GET /v4/spreadsheets/{client.book}/values/Sheet1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        slow.sendall(f"{ask}Authorization: Bearer {client._token}\r\n\r\n".encode())
        assert slow.recv(12) == b"HTTP/1.1 200"
        client.write([["ก"]], "A1")
        assert client.values("A1") == [["ก"]]


def test_a_second_server_over_one_data_directory_is_refused_in_words(workspace: Workspace) -> None:
    command = [sys.executable, "-m", "sync.workspace", "--data", str(workspace.folder)]
    second = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert second.returncode == 1
    assert f"another workspace serves this folder already (process {os.getpid()}, " in second.stderr
    assert "Traceback" not in second.stderr
    with pytest.raises(OSError, match="another workspace"), running(workspace.folder):
        pass


def test_the_directory_is_free_when_its_server_has_ended(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    for _ in range(2):
        with running(tmp_path):
            pass


def test_a_fault_of_our_own_is_told_in_googles_words_and_the_next_call_is_answered(
    workspace: Workspace,
) -> None:
    """A damaged row; the server says beforehand that it hangs up."""
    client = Client(workspace.address, token(workspace))
    sound = client.book
    damaged = Client(workspace.address, client._token).book
    with sqlite3.connect(workspace.folder / "workspace.sqlite3") as database:
        database.execute("UPDATE spreadsheets SET meta = 'damaged' WHERE id = ?", (damaged,))
    for _ in range(5):
        client.book = damaged
        with pytest.raises(requests.HTTPError) as refused:
            client.values("A1")
        answer = refused.value.response
        assert (answer.status_code, answer.json()["error"]["status"]) == (500, "INTERNAL")
        assert answer.headers["Connection"] == "close"
        client.book = sound
        assert client.values("A1") == []
