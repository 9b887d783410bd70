"""Lists that grow or shrink above are moved, not written again, and look as if made at once."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.google import Google
from sync.layout.tab import Area, Cell, Row, Style, Tab
from sync.sheets import Batch, Settled, TabState, applied, plan, read_existing, send
from tests.google.test_publish import HEAD, ME, cells, look, sheets, spreadsheet

PLAIN, GRAVE = Style(), Style(background="#f4cccc", wrap=True)
_numbers = count(1)


def listing(lines: list[int], **more: Any) -> Tab:
    """A tab of a title with how many there are, a gap, heads, and a line for each number."""
    rows = {
        0: Row((Cell(f"{len(lines)} รายการ", HEAD), Cell(None, HEAD))),
        2: Row((Cell("ที่", HEAD), Cell("ข้อ", HEAD))),
    }
    for at, number in enumerate(lines, start=3):
        look_of_it = GRAVE if number % 3 == 0 else PLAIN
        height = 40 if number % 5 == 0 else None
        rows[at] = Row((Cell(number, look_of_it), Cell(f"ข้อ {number}", look_of_it)), height=height)
    return Tab(
        key="list", title="รายการ", rows=rows, height=len(rows) + 1, widths=(80, 200), frozen_rows=3,
        merges=(Area(0, 0, 1, 2),), filter_from_row=2, **more,
    )  # fmt: skip


class Office:
    """A spreadsheet written again and again by one process."""

    def __init__(self, google: Google) -> None:
        self._google, self.file_id = google, spreadsheet(google, f"sheet:{next(_numbers)}")
        self._state: dict[str, TabState] = {}
        self._settled = Settled()

    def write(self, tab: Tab) -> list[dict[str, Any]]:
        """Make the spreadsheet look so; give the requests that it took."""
        existing = None if self._state else read_existing(self._google, self.file_id)
        batches: tuple[Batch, ...] = plan(
            [tab], self._state, stamp=lambda: f"stamp {next(_numbers)}", existing=existing, editors=[ME],
            settled=self._settled,
        )  # fmt: skip
        for batch in batches:
            send(self._google, self.file_id, batch)
            self._state = applied(self._state, batch.changes)
        self._settled.note([tab], self._state, [ME])
        return [request for batch in batches for request in batch.requests]

    def seen(self) -> dict[str, Any]:
        (sheet,) = sheets(self._google, self.file_id).values()
        return look(sheet)


def rows_written(requests: list[dict[str, Any]]) -> int:
    return sum(len(r["updateCells"].get("rows", ())) for r in requests if "updateCells" in r)


LONG = list(range(100, 160))


@pytest.mark.parametrize(
    ("after", "rows"),
    [
        pytest.param([1, *LONG], 3, id="one more at the top"),
        pytest.param([*LONG[:20], 7, 15, *LONG[20:]], 3, id="two in the middle"),
        pytest.param(LONG[1:], 2, id="one less at the top"),
        pytest.param([*LONG[:10], *LONG[13:]], 1, id="three less in the middle"),
        pytest.param([*LONG, 3], 2, id="one more at the end"),
    ],
)
def test_a_line_more_or_less_writes_that_line_and_what_it_touches(
    google: Google, after: list[int], rows: int
) -> None:
    office, fresh = Office(google), Office(google)
    office.write(listing(LONG))
    assert rows_written(office.write(listing(after))) == rows
    fresh.write(listing(after))
    assert office.seen() == fresh.seen()
    assert office.write(listing(list(after))) == []
    assert len(cells(next(iter(sheets(google, office.file_id).values())))) == len(after) + 3


lines = st.lists(st.integers(0, 99), unique=True, min_size=22, max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines, st.lists(st.tuples(st.sampled_from(["in", "out"]), st.integers(0, 39)), max_size=4), lines)
def test_however_a_list_changes_it_looks_as_if_made_at_once(
    google: Google, before: list[int], changes: list[tuple[str, int]], other: list[int]
) -> None:
    office, fresh = Office(google), Office(google)
    office.write(listing(before))
    now = list(before)
    for number, (kind, at) in enumerate(changes):
        if kind == "in":
            now.insert(at, 200 + number)
        elif now:
            now.pop(at % len(now))
        office.write(listing(now))
    office.write(listing([*other, *now]))
    office.write(listing(now))
    fresh.write(listing(now))
    assert office.seen() == fresh.seen()
