"""Columns that people moved: whatever they did to a tab, no word is made that nobody wrote, none is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.sheets import PeoplePlace, rearranged
from sync.sheets.people import PeopleRow, filters, in_place

Grid = list[list[str]]

HEADS = ("สถานะ", "รอง ผอ.", "หมายเหตุ รอง ผอ.", "ผอ.", "หมายเหตุ ผอ.", "เรื่อง", "เรื่อง", "ส่งเมื่อ", "รหัส")
COLUMNS = (("word:deputy", 1), ("note:deputy", 2), ("word:director", 3), ("note:director", 4))
PLACE = PeoplePlace("responses:permit", 7, 2, 8, COLUMNS, HEADS)
KEYS = ("r1", "r2", "r3")
KNOWN = {
    "r1": {"word:deputy": "อนุญาต", "note:deputy": "ดี"},
    "r2": {"word:deputy": "อนุญาต", "word:director": "อนุญาต"},
}


def written(said: dict[str, dict[str, str]]) -> Grid:
    """The tab as we wrote it, with what people say in it."""
    rows = [["", "การพิจารณา", "", "", "", "คำขอ", "", "การบันทึก", ""], list(HEADS)]
    for key in KEYS:
        theirs = [said.get(key, {}).get(name, "") for name, _ in COLUMNS]
        rows.append(["ครบถ้วน", *theirs, "ลา", "บ้าน", "17 พ.ย. 2569 09.30 น.", key])
    return rows


def each(change: Callable[[list[str]], list[str]]) -> Grid:
    return [change(list(line)) for line in written(KNOWN)]


def cells(grid: Grid) -> tuple[dict[str, dict[str, str]], bool]:
    found = rearranged(PLACE, grid, KEYS, KNOWN)
    return {row.key: {n: t for n, t in row.cells.items() if t} for row in found.rows}, found.foreign


AS_KNOWN = {**KNOWN, "r3": {}}


@pytest.mark.parametrize(
    ("what", "change", "foreign"),
    [
        ("an empty column inserted", lambda x: [*x[:1], "", *x[1:]], False),
        ("a column of a person's own inserted", lambda x: [*x[:1], "081", *x[1:]], True),
        ("the word's column deleted", lambda x: [*x[:1], *x[2:]], False),
        ("one inserted and one deleted: the keys line up", lambda x: [x[0], "", *x[1:4], *x[5:]], False),
        ("a word's column moved behind its note", lambda x: [x[0], x[2], x[1], *x[3:]], False),
        ("the keys moved to the front", lambda x: [x[8], *x[:8]], False),
        ("two columns with one head", lambda x: [*x[:2], x[1], *x[2:]], True),
        ("what is no column of people's deleted", lambda x: [*x[:7], *x[8:]], False),
    ],
)
def test_what_was_known_stays_whatever_happens_to_columns(
    what: str, change: Callable[[list[str]], list[str]], foreign: bool
) -> None:
    assert cells(each(change)) == (AS_KNOWN, foreign), what


def test_without_the_keys_or_the_heads_nothing_is_believed() -> None:
    assert cells(each(lambda x: x[:8])) == ({}, True)
    assert cells([line for n, line in enumerate(written(KNOWN)) if n != 1]) == ({}, True)


def test_a_word_is_read_where_its_column_went() -> None:
    said = {**KNOWN, "r3": {"word:director": "อนุญาต"}}
    grid = [["", *line[:3], *line[4:7], line[3], *line[7:]] for line in written(said)]
    assert cells(grid) == (said, False)


def test_rows_above_the_heads_are_no_reason_to_lose_a_word() -> None:
    said = {**KNOWN, "r3": {"note:deputy": "โทรแล้ว"}}
    assert cells([["ประกาศ"], *written(said)]) == (said, True)


def test_a_column_that_holds_none_of_what_it_held_is_anothers() -> None:
    grid = written(KNOWN)
    for line in grid[2:]:
        line[1] = "081"  # under the head of the word
    grid = [["", *line] for line in grid]
    assert cells(grid) == (AS_KNOWN, True)


def test_heads_are_in_place_or_not() -> None:
    heads = filters([PLACE])[0]

    def told(texts: list[str]) -> bool:
        values = [[text] if text else [] for text in texts]
        return in_place(PLACE, {"valueRanges": [{"valueRange": {"values": values}, "dataFilters": [heads]}]})

    assert told(list(HEADS))
    assert told(["สถานะ ", *HEADS[1:], ""])
    assert not told(["", *HEADS])
    assert not told(list(HEADS[:-1]))
    assert not in_place(PLACE, {})
    assert in_place(replace(PLACE, heads=()), {})  # of an older ledger: then it is read as nothing


# --- Whatever they do ------------------------------------------------------------------

OWN = ("", "เบอร์โทร", "17 พ.ย. 2569", "ไม่อนุญาต")
said = st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from([name for name, _ in COLUMNS])))
step = st.tuples(
    st.sampled_from(["insert", "delete", "move", "duplicate"]),
    st.sampled_from(["column", "column", "row"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(OWN),
)


def turned(grid: Grid) -> Grid:
    width = max((len(line) for line in grid), default=0)
    return [[line[n] if n < len(line) else "" for line in grid] for n in range(width)]


def done(grid: Grid, one: tuple[str, str, int, int, str]) -> Grid:
    verb, of, at, to, text = one
    lines = turned(grid) if of == "column" else [list(line) for line in grid]
    if not lines:
        return grid
    at, to = at % len(lines), to % len(lines)
    if verb == "insert":
        lines.insert(at, [text] * len(lines[0]))
    elif verb == "delete":
        del lines[at]
    elif verb == "move":
        lines.insert(to, lines.pop(at))
    else:
        lines.insert(to, list(lines[at]))
    return turned(lines) if of == "column" else lines


@settings(max_examples=400, deadline=None)
@given(said, st.lists(step, min_size=1, max_size=5))
def test_no_word_is_made_that_nobody_wrote_and_none_is_lost(
    at: set[tuple[str, str]], steps: list[tuple[str, str, int, int, str]]
) -> None:
    news = {(key, name): f"ใหม่ {key} {name}" for key, name in at}
    stands = {
        key: KNOWN.get(key, {}) | {name: text for (of, name), text in news.items() if of == key}
        for key in KEYS
    }
    grid = written(stands)
    for one in steps:
        grid = done(grid, one)
    found = rearranged(PLACE, grid, KEYS, KNOWN)
    for row in found.rows:
        for name, _ in COLUMNS:
            was, now = KNOWN.get(row.key, {}).get(name, ""), stands[row.key].get(name, "")
            assert row.cells.get(name, "") in (was, now), f"{row.key} {name} reads {row.cells.get(name)}"
    heard = {(row.key, name): text for row in found.rows for name, text in row.cells.items()}
    for (key, name), text in news.items():
        gone = not any(text in line and key in line for line in grid)  # a person deleted it
        assert gone or found.foreign or heard.get((key, name)) == text


def test_rows_are_told_with_all_their_cells() -> None:
    grid = [["", *line] for line in written(KNOWN)]
    assert rearranged(PLACE, grid, ("r1",), KNOWN).rows == (PeopleRow(2, "r1", KNOWN["r1"]),)
