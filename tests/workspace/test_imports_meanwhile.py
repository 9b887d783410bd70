"""A large import keeps nobody waiting, nor do waiting writers keep readers; and it takes little memory."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import CSV, SPREADSHEET, XLSX, Converter
from tests.workspace.packages import package
from tests.workspace.served import Client, serving, token

_MOST_MEGABYTES = 250  # measured: 105; openpyxl's own reading takes 1,200

_LINK = '<hyperlink ref="A1"/>'


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_others_write_while_a_table_is_imported(workspace: Workspace) -> None:
    client, converter = Client(workspace.address, token(workspace)), Converter(workspace)
    table = "\n".join(f"ครู {row},{row / 7:.3f},2026-11-{row % 28 + 1:02}" for row in range(30_000)).encode()
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(converter.upload, table, CSV, SPREADSHEET)
        waits = []
        while not importing.done():
            waits.append(timed(lambda: client.write([["ก"]], "A1")))
        assert importing.result().ok
    assert len(waits) > 5
    assert max(waits) < sum(waits) / 2


def test_readers_do_not_wait_for_writers_that_wait(workspace: Workspace) -> None:
    """More writers than there are threads, while somebody keeps the lock."""
    client = Client(workspace.address, token(workspace))
    client.write([["ก"]], "A1")
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with Store(workspace.folder, ()).transaction():
            entered.set()
            leave.wait(30)

    with ThreadPoolExecutor(70) as pool:
        holding = pool.submit(hold)
        entered.wait(10)
        writing = [pool.submit(client.another().write, [["ข"]], f"B{n + 1}") for n in range(60)]
        try:
            time.sleep(0.5)
            assert not any(one.done() for one in writing)
            assert client.values("A1") == [["ก"]]
            assert not any(one.done() for one in writing)
        finally:
            leave.set()
        holding.result()
        for one in writing:
            one.result()
    assert client.values("B1:B60") == [["ข"]] * 60


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_a_small_file_with_many_cells_takes_little_memory(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>"
    content = package(
        f'<sheetData>{row * 4000}</sheetData><mergeCells><mergeCell ref="A5001:XFD5100"/></mergeCells>'
    )
    assert len(content) < 100_000
    with serving(tmp_path) as served:
        assert Converter(served.workspace).upload(content, XLSX, SPREADSHEET).ok
        assert served.memory() < _MOST_MEGABYTES


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(f"<sheetData/><rowBreaks>{'<brk/>' * 600_000}</rowBreaks>", id="breaks"),
        pytest.param(f"<sheetData/><hyperlinks>{_LINK * 600_000}</hyperlinks>", id="links"),
    ],
)
def test_a_file_of_more_parts_than_are_looked_at_is_refused_soon(workspace: Workspace, inside: str) -> None:
    assert Converter(workspace).upload(package(inside), XLSX, SPREADSHEET).status_code == 413
