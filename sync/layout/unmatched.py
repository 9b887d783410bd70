"""Rows of files of results whose school a person has to name, and the command that does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.results.book import ResultBook, Unmatched
from forms.results.naming import needs_place, texts_of_several_places
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.tab import Area, Cell
from sync.layout.view import View

# Columns from where each thing stands; the last reaches to the table's end.
_PLACES: Final = (("text", 0), ("row", 1), ("file", 2), ("candidates", 5), ("command", 9))
_END: Final = 14
_MOST_SHOWN: Final = 200  # rows that a person reads through; those most like a school come first


def unmatched_of(view: View, book: ResultBook) -> list[Unmatched]:
    """The rows that wait: all for the district; for a network those that name it. The likeliest first."""
    if view.partition.kind == "district":
        return list(book.unmatched)
    if view.partition.kind == "network":
        return [row for row in book.unmatched if row.networks == (view.partition.code,)]
    return []


def put_unmatched(draft: Draft, view: View, book: ResultBook, rows: Sequence[Unmatched]) -> None:
    """Write the table, nothing where no row waits; for the district how many rows were set aside."""
    texts = view.texts
    aside = book.set_aside if view.partition.kind == "district" else 0
    if rows:
        _table(draft, view, book, rows)
    if len(rows) > _MOST_SHOWN:
        more = len(rows) - _MOST_SHOWN
        draft.line([texts("test_results.waiting.more", count=more)], styles.SMALL)
    if rows:
        draft.line([texts("test_results.waiting.no_school")], styles.SMALL)
    if aside:
        draft.line([texts("test_results.waiting.aside", count=f"{aside:,}")], styles.SMALL)


def _table(draft: Draft, view: View, book: ResultBook, rows: Sequence[Unmatched]) -> None:
    texts = view.texts
    draft.gap(12)
    draft.put(draft.row, 0, texts("test_results.waiting.heading", count=len(rows)), styles.HEADING)
    draft.row += 1
    _line(
        draft, {name: Cell(texts(f"test_results.waiting.{name}"), styles.HEAD) for name, _ in _PLACES}, "", 28
    )
    several = texts_of_several_places(book.unmatched)
    for row in rows[:_MOST_SHOWN]:
        placed = needs_place(row, several, view.organisation.schools)
        key = f"waiting|{row.file}|{row.row}"
        _line(
            draft,
            _cells(view, row, placed=placed),
            key,
            max(30, 32 * (3 if row.others else len(row.candidates))),
        )


def _cells(view: View, row: Unmatched, *, placed: bool) -> dict[str, Cell]:
    texts, organisation = view.texts, view.organisation
    text = row.text
    if row.place:
        text = texts("test_results.waiting.placed", text=row.text, place=row.place)
    said = []
    for candidate in row.candidates:
        school = organisation.schools.get(candidate.school)
        if school is not None:
            network = organisation.networks.get(school.network)
            name = network.name if network else school.network
            said.append(
                texts("test_results.waiting.candidate", school=school.code, name=school.name, network=name)
            )
    best = row.candidates[0].school if row.candidates else "…"
    by = "match_placed" if placed else "match"
    command = texts(f"test_results.waiting.{by}", text=row.text, school=best, place=row.place)
    if row.others:
        numbers = ", ".join(map(str, sorted((row.row, *row.others))))
        said.append(texts("test_results.waiting.twice", rows=numbers))
        command = texts("test_results.waiting.mend")
    return {
        "text": Cell(text, styles.LONG),
        "row": Cell(row.row, styles.CENTRE),
        "file": Cell(row.file, styles.LONG),
        "candidates": Cell("\n".join(said) or texts("test_results.waiting.none"), styles.LONG),
        "command": Cell(command, styles.LONG),
    }


def _line(draft: Draft, cells: dict[str, Cell], key: str, height: int) -> None:
    top = draft.row
    draft.line([None], styles.CELL, height=height, key=key)
    ends = [column for _, column in _PLACES[1:]] + [_END]
    for (name, left), right in zip(_PLACES, ends, strict=True):
        draft.merge(Area(top, left, top + 1, right), cells[name])
