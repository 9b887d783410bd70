"""What the embedded workspace bears: requests a second beside a bare server's, memory at 200,000 rows.

    python benchmarks/workspace_scale.py [--seconds 4] [--clients 16] [--rows 200000] [--imported 100000]

A workspace in a process of its own is asked by clients that are processes of their own: first by one,
then by many, each with a spreadsheet that all share. The yardstick is a bare Starlette endpoint under
uvicorn that reads the same request and gives the same bytes, asked in turn, so that a busy machine
slows both alike. Memory is that of the workspace's process (Linux only), at rest and at its most.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
import uvicorn
from google.auth.transport.requests import Request as SignIn
from google.oauth2 import service_account
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ROWS, COLUMNS = 1000, 10
AREA = "A1:J1000"
SCOPE = "https://www.googleapis.com/auth/drive"


@dataclass(frozen=True)
class Ask:
    """One kind of request, as it leaves: path below the spreadsheet, and body."""

    name: str
    method: str
    path: str
    body: bytes


@dataclass(frozen=True)
class Place:
    """Where to ask: a server's address, the path of the spreadsheet, the headers."""

    address: str
    book: str
    headers: dict[str, str]


def asks() -> list[Ask]:
    """The three kinds: a thousand rows of ten cells read, written, and written by batchUpdate."""
    values = [[f"ครู {row}.{column}" for column in range(COLUMNS)] for row in range(ROWS)]
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in values]
    update = {
        "updateCells": {
            "rows": cells,
            "start": {"rowIndex": 0, "columnIndex": 0},
            "fields": "userEnteredValue",
        }
    }
    written = orjson.dumps({"values": values})
    return [
        Ask("values.update", "PUT", f"/values/{AREA}?valueInputOption=RAW", written),
        Ask("values.get", "GET", f"/values/{AREA}", b""),
        Ask("batchUpdate", "POST", ":batchUpdate", orjson.dumps({"requests": [update]})),
    ]


class Nowhere(requests.adapters.HTTPAdapter):
    """Stands in the way of what google-auth asks of Google by itself."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Refuse."""
        raise requests.ConnectionError(f"this stays on the machine: {request.url}")


@contextmanager
def workspace(folder: Path) -> Iterator[tuple[int, Place]]:
    """A workspace process with one spreadsheet: its process id and where to ask."""
    command = [sys.executable, "-m", "sync.workspace", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        try:
            signed: Any = service_account.Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
                str(folder / "service-account.json"), scopes=[SCOPE]
            )
            session = requests.Session()
            session.mount("https://", Nowhere())
            signed.refresh(SignIn(session))
            headers = {"Authorization": f"Bearer {signed.token}", "Content-Type": "application/json"}
            made = requests.post(f"{address}/v4/spreadsheets", json={}, headers=headers, timeout=30).json()
            yield process.pid, Place(address, f"/v4/spreadsheets/{made['spreadsheetId']}", headers)
        finally:
            process.terminate()


def bare(answers: dict[str, bytes], port: Any) -> None:
    """The yardstick's process: endpoints that read a request and give the bytes that the workspace gave."""

    async def give(request: Request) -> Response:
        await request.body()
        return Response(answers[request.path_params["name"]], media_type="application/json; charset=UTF-8")

    app = Starlette(routes=[Route("/{name}", give, methods=["GET", "PUT", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port.send(listening.getsockname()[1])
        server.run([listening])


def client(place: Place, ask: Ask, path: str, start: Any, seconds: float, told: Any) -> None:
    """A client's process: ask until the time is over, tell how often it was answered."""
    parts = urlsplit(place.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=60)
    count = 0
    start.wait()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        connection.request(ask.method, path, ask.body or None, place.headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{ask.name}: {answer.status}")
        count += 1
    told.put(count)


def rate(place: Place, ask: Ask, path: str, clients: int, seconds: float) -> float:
    """Requests a second of so many clients together."""
    context = multiprocessing.get_context("fork")
    start, told = context.Barrier(clients), context.Queue()
    work = [
        context.Process(target=client, args=(place, ask, path, start, seconds, told)) for _ in range(clients)
    ]
    for one in work:
        one.start()
    total = sum(told.get(timeout=seconds + 120) for _ in work)
    for one in work:
        one.join()
    return float(total) / seconds


def answer_to(place: Place, ask: Ask) -> bytes:
    """The bytes that the workspace answers with."""
    url = place.address + place.book + ask.path
    answer = requests.request(ask.method, url, data=ask.body, headers=place.headers, timeout=60)
    answer.raise_for_status()
    return answer.content


def measure_rates(place: Place, counts: list[int], seconds: float) -> None:
    """Print the table of requests a second."""
    kinds = asks()
    answers = {ask.name: answer_to(place, ask) for ask in kinds}
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    yardstick = context.Process(target=bare, args=(answers, theirs), daemon=True)
    yardstick.start()
    plain = Place(f"http://127.0.0.1:{mine.recv()}", "", place.headers)
    print(f"{'':15} {'clients':>7} {'workspace/s':>12} {'ms each':>9} {'bare/s':>9} {'bare ÷ it':>10}")
    for ask in kinds:
        for clients in counts:
            there = rate(place, ask, place.book + ask.path, clients, seconds)
            base = rate(plain, ask, f"/{ask.name}", clients, seconds)
            each = 1000 * clients / there
            print(
                f"{ask.name:15} {clients:7} {there:12.1f} {each:9.1f} {base:9.1f} {base / there:10.1f}",
                flush=True,
            )
    yardstick.terminate()


def memory(pid: int, which: str) -> float:
    """MB of a process: "VmRSS" now, "VmHWM" at its most; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return 0.0
    line = next(one for one in status.read_text(encoding="utf-8").splitlines() if one.startswith(which))
    return int(line.split()[1]) / 1024


def measure_memory(pid: int, place: Place, rows: int) -> None:
    """Fill a sheet of ten columns, and print what that takes, and what reading a part and all of it takes."""
    before = memory(pid, "VmRSS")
    call = requests.Session()
    call.headers.update(place.headers)
    url = place.address + place.book
    size = {
        "updateSheetProperties": {
            "properties": {"sheetId": 0, "gridProperties": {"rowCount": rows, "columnCount": COLUMNS}},
            "fields": "gridProperties(rowCount,columnCount)",
        }
    }
    call.post(f"{url}:batchUpdate", json={"requests": [size]}, timeout=60).raise_for_status()
    step = 10_000
    started = time.perf_counter()
    for top in range(0, rows, step):
        values = [[f"{row}.{column}" for column in range(COLUMNS)] for row in range(top, top + step)]
        where = f"{url}/values/A{top + 1}?valueInputOption=RAW"
        call.put(where, data=orjson.dumps({"values": values}), timeout=120).raise_for_status()
    filled = time.perf_counter() - started
    print(f"\n{rows:,} rows of {COLUMNS} cells, written {step:,} a request: {filled:.1f} s")
    print(f"    memory of the workspace: {before:.0f} MB before, {memory(pid, 'VmHWM'):.0f} MB at its most")
    for name, area in (
        ("the last 100 rows", f"A{rows - 99}:J{rows}"),
        ("one cell written", ""),
        ("all rows", f"A1:J{rows}"),
    ):
        started = time.perf_counter()
        if area:
            call.get(f"{url}/values/{area}", timeout=600).raise_for_status()
        else:
            where = f"{url}/values/A{rows // 2}?valueInputOption=RAW"
            call.put(where, json={"values": [["ใหม่"]]}, timeout=60).raise_for_status()
        took = (time.perf_counter() - started) * 1000
        print(f"    {name}: {took:.0f} ms, {memory(pid, 'VmHWM'):.0f} MB at its most")


def measure_import(pid: int, place: Place, rows: int) -> None:
    """Import a table of four columns; print how long others waited who wrote and read a cell meanwhile."""
    table = "\n".join(f"ครู {n},{n},{n / 7:.3f},2026-11-{n % 28 + 1:02}" for n in range(rows)).encode()
    metadata = orjson.dumps({"mimeType": "application/vnd.google-apps.spreadsheet"})
    head = b"--edge\r\nContent-Type: application/json\r\n\r\n" + metadata + b"\r\n--edge\r\n"
    body = head + b"Content-Type: text/csv\r\n\r\n" + table + b"\r\n--edge--"
    headers = place.headers | {"Content-Type": "multipart/related; boundary=edge"}
    url = f"{place.address}/upload/drive/v3/files?uploadType=multipart"
    waits: dict[str, list[float]] = {"PUT": [], "GET": []}
    done = threading.Event()

    def ask(method: str) -> None:
        where = f"{place.address}{place.book}/values/A1?valueInputOption=RAW".removesuffix(
            "?valueInputOption=RAW" if method == "GET" else ""
        )
        given = orjson.dumps({"values": [["x"]]}) if method == "PUT" else None
        with requests.Session() as session:
            while not done.is_set():
                started = time.perf_counter()
                session.request(
                    method, where, data=given, headers=place.headers, timeout=60
                ).raise_for_status()
                waits[method].append(time.perf_counter() - started)

    others = [threading.Thread(target=ask, args=(method,)) for method in waits]
    for one in others:
        one.start()
    started = time.perf_counter()
    requests.post(url, data=body, headers=headers, timeout=600).raise_for_status()
    took = time.perf_counter() - started
    done.set()
    for one in others:
        one.join()
    print(
        f"\n{rows:,} rows of 4 cells imported as CSV: {took:.1f} s, {memory(pid, 'VmHWM'):.0f} MB at its most"
    )
    for method, found in waits.items():
        middle = sorted(found)[len(found) // 2]
        print(f"    others' {method} of one cell: {1000 * middle:.0f} ms, at most {1000 * max(found):.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the embedded workspace bears.")
    parser.add_argument("--seconds", type=float, default=4, help="for each figure")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--imported", type=int, default=100_000, help="rows of a table that is imported")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores; each request {ROWS:,} rows of {COLUMNS} cells; clients are processes")
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder) / "scale") as (_, place):
        measure_rates(place, [1, given.clients], given.seconds)
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder) / "rows") as (pid, place):
        measure_memory(pid, place, given.rows)
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder) / "import") as (pid, place):
        measure_import(pid, place, given.imported)


if __name__ == "__main__":
    main()
