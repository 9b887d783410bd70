"""The workspace is a server: many at once, and a kill at any moment."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests

from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, text

_CLIENTS = 16


def test_many_clients_lose_nothing(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)

    def work(client: int) -> str:
        mine = Spreadsheet(workspace, book.id)
        mine.do({"addSheet": {"properties": {"title": f"s{client}"}}})
        for row in range(3):
            mine.write([[f"{client}.{row}"]], f"s{client}!A{row + 1}")
            mine.call("POST", "/values/Sheet1:append", {"values": [[client]]}, valueInputOption="RAW")
        return str(mine.values(f"'s{client}'"))

    with ThreadPoolExecutor(_CLIENTS) as pool:
        read = list(pool.map(work, range(_CLIENTS)))
    assert read == [str([[f"{client}.{row}"] for row in range(3)]) for client in range(_CLIENTS)]
    appended = sorted(int(row[0]) for row in book.values("Sheet1!A:A"))
    assert appended == sorted([*range(_CLIENTS)] * 3)


def test_a_kill_leaves_whole_batches_only(tmp_path: Path, key_file: bytes) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "service-account.json").write_bytes(key_file)
    book_id = ""
    for seconds in (0.05, 0.15):
        command = [sys.executable, "-m", "sync.workspace", "--data", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            workspace = Workspace(server.stdout.readline().split()[-1], folder)
            book = Spreadsheet(workspace, book_id)
            book_id = book.id
            started = threading.Event()
            writer = threading.Thread(target=_write_for_ever, args=(book, started))
            writer.start()
            started.wait(20)
            threading.Event().wait(seconds)
            server.kill()
            writer.join(20)
        with running(folder) as address:
            after = Spreadsheet(Workspace(address, folder), book_id)
            rows = after.values("A1:B200")
            assert len(rows) == 200
            assert len({tuple(row) for row in rows}) == 1


def _write_for_ever(book: Spreadsheet, started: threading.Event) -> None:
    """Batches of two requests over 200 rows, every row the same, until the server is gone."""
    number = 0
    try:
        while True:
            number += 1
            book.do(_column(0, number), _column(1, number))
            started.set()
    except requests.RequestException:
        pass


def _column(column: int, number: int) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": column}
    rows = [{"values": [text(str(number))]}] * 200
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}
