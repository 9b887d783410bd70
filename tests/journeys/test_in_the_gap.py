"""What people move between a cycle's reading and its writing: no word of theirs goes to another record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.google import Google
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, findings
from tests.journeys.test_columns_move import change, inserted, typed, words
from tests.journeys.test_machine_cells import by_hand, ids, work
from tests.journeys.test_what_people_correct import NORTH, VERDICT, observe
from tests.journeys.test_what_people_decide import DEPUTY, DISTRICT, TITLE, ask_for, register

__all__ = ["work"]  # the fixture

NOTE = f"หมายเหตุ {DEPUTY}"
HEAD = 2  # rows


class Gap:
    """Does something once, as soon as a cycle has read what people wrote."""

    def __init__(self) -> None:
        self.todo: Callable[[], None] | None = None
        self.file = ""

    def __call__(self, request: requests.PreparedRequest, response: requests.Response | None) -> None:
        url = str(request.url)
        if self.todo is not None and self.file in url and ("ByDataFilter" in url or "rowData" in url):
            todo, self.todo = self.todo, None
            todo()


@pytest.fixture
def gap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gap]:
    gap = Gap()

    def google_at(folder: Path, base: str) -> Google:
        return Google(world.signed_in(folder), base=base, sleep=lambda _: None, recorder=gap)

    monkeypatch.setattr(world, "google_at", google_at)
    yield gap
    assert gap.todo is None


def asked(work: Work) -> list[str]:
    """Four requests, of which three are decided, with a note each."""
    made = [
        ask_for(work, str(1 + n % 2), "ขอใช้รถ", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00")
        for n in range(4)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    for number, word in ((0, "ให้ใช้รถ"), (1, "ไม่ให้ใช้รถ"), (3, "ให้ใช้รถ")):
        assert deputy.types(DISTRICT, TITLE, sheet.at(made[number], DEPUTY), word) == 200
        assert deputy.types(DISTRICT, TITLE, sheet.at(made[number], NOTE), f"n{number}") == 200
    work.cycle("2026-11-17T09:11:00")
    work.cycle("2026-11-17T09:12:00")
    return made


def sort(work: Work) -> None:
    key = len(register(work).heads) - 1
    area = {"sheetId": ids(work)[TITLE], "startRowIndex": HEAD, "endRowIndex": 6, "startColumnIndex": 0}
    spec = {"dimensionIndex": 10, "sortOrder": "DESCENDING"}
    by_hand(work, {"sortRange": {"range": area | {"endColumnIndex": key + 1}, "sortSpecs": [spec]}})


def insert(work: Work) -> None:
    change(work, DISTRICT, TITLE, inserted(3, "ROWS"))


def column(work: Work) -> None:
    change(work, DISTRICT, TITLE, inserted(2))


def note_of(work: Work, response: str) -> None:
    row = next(n for n, line in enumerate(work.cells(DISTRICT)[TITLE]) if response in line)
    change(work, DISTRICT, TITLE, typed(row, register(work).heads.index(NOTE), "ระหว่างเขียน"))


@pytest.mark.parametrize(
    ("gestures", "typing"),
    [((insert,), False), ((column,), False), ((sort, insert), True)],
    ids=["a row is inserted", "a column is inserted", "rows are sorted, one inserted, and a note written"],
)
def test_words_stay_with_their_record(
    work: Work, gap: Gap, gestures: tuple[Callable[[Work], None], ...], typing: bool
) -> None:
    made = asked(work)
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(made[0], NOTE), "n0x") == 200
    fresh = ask_for(work, "1", "ขอใช้รถ", "2026-11-25", "2026-11-17T09:15:00")

    def todo() -> None:
        for gesture in gestures:
            gesture(work)
        if typing:
            note_of(work, made[2])

    gap.todo = todo
    for at in ("09:20", "09:21", "09:22", "09:23"):
        work.cycle(f"2026-11-17T{at}:00")
    work.cycle("2026-11-18T02:10:00", full=True)
    work.cycle("2026-11-18T02:11:00")
    rows: list[Any] = work.cells(DISTRICT)[TITLE][HEAD:]
    heads = register(work).heads
    theirs, note, key = heads.index(DEPUTY), heads.index(NOTE), len(heads) - 1
    assert sorted(row[key] for row in rows if any(row)) == sorted([*made, fresh])
    found = {row[key]: (row[theirs], row[note]) for row in rows if any(row)}
    assert [found[one] for one in (*made, fresh)] == [
        ("ให้ใช้รถ", "n0x"),
        ("ไม่ให้ใช้รถ", "n1"),
        ("", "ระหว่างเขียน" if typing else ""),
        ("ให้ใช้รถ", "n3"),
        ("", ""),
    ]
    assert words(work, fresh) == []
    assert words(work, made[0])[-1][1:] == ("ให้ใช้รถ", "n0x")


def test_a_verdict_stays_with_its_finding_when_the_head_moves(work: Work, gap: Gap) -> None:
    observe(work, "2026-12-01")
    observe(work, "2026-12-02")
    work.cycle("2026-11-17T09:10:00")
    work.cycle("2026-11-17T09:11:00")
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    first, second = (row[-1] for row in sheet.rows if row and "|" in row[-1])
    assert person.types(NORTH, FINDINGS, sheet.at(second, VERDICT), "ไม่นำมาคำนวณ") == 200
    work.cycle("2026-11-17T09:20:00")
    work.cycle("2026-11-17T09:21:00")
    observe(work, "2026-12-03")
    assert person.types(NORTH, FINDINGS, findings(work, NORTH).at(first, "หมายเหตุ"), "x") == 200
    gap.file, gap.todo = work.file(NORTH), lambda: change(work, NORTH, FINDINGS, inserted(2, "ROWS"))
    for at in ("10:05", "10:06", "10:07"):
        work.cycle(f"2026-11-17T{at}:00")
    work.cycle("2026-11-18T02:10:00", full=True)
    rows = work._read(lambda tx: tx.execute("SELECT id FROM response WHERE left_out = 1").fetchall())
    assert [row["id"] for row in rows] == [second.split("|")[1]]
