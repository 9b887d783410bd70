"""What cells come to: a formula's result, or the value that was entered; and how it looks.

Within one request results are those from before it: `Book.forget_results` ends that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.sheets import cell
from sync.workspace.sheets.book import Book, Extent, Row, Sheet
from sync.workspace.sheets.formulas import looks, outcomes, shelf
from sync.workspace.sheets.formulas.formula_errors import SHOWN, CellError, Value
from sync.workspace.sheets.formulas.looks import Look
from sync.workspace.sheets.formulas.outcomes import Outcome
from sync.workspace.sheets.values import formatted

__all__ = [
    "SHOWN", "CellError", "Value", "effective", "extents", "link", "padded", "results", "rows", "shown",
    "spilled", "style", "worked_out",
]  # fmt: skip

_DATES = frozenset({"DATE", "TIME", "DATE_TIME"})
_AMOUNTS = frozenset({"CURRENCY", "PERCENT", "NUMBER", "SCIENTIFIC"})
_DEEPEST = 20  # formulas, and differences inside them, that a number format is handed on through
_NONE: dict[int, Value | CellError] = {}


def _outcome(book: Book) -> Outcome:
    if book.results is None:
        book.results = shelf.outcome(book)
    found: Outcome = book.results
    return found


def effective(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> Value | CellError:
    """What a cell comes to: `one` is the cell as kept, which need not be looked up again.

    A formula that does not stand there, as conditions have, is worked out as if it did.
    """
    value = cell.value(one)
    if not isinstance(value, dict):
        return value if value is not None else spilled(book, sheet, row, column)
    formula = value["formulaValue"]
    outcome = _outcome(book)
    if outcome.sources.get((sheet.key, row, column)) == formula:
        return outcome.cells[sheet.key][row][column]
    return shelf.worked_out(book, sheet, {(row, column): formula})[row, column]


def worked_out(
    book: Book, sheet: Sheet, formulas: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], Value | CellError]:
    """What formulas would come to if they stood in cells of a sheet, (row, column); many cost little more."""
    return shelf.worked_out(book, sheet, formulas)


def spilled(book: Book, sheet: Sheet, row: int, column: int) -> Value | CellError:
    """What an array's formula elsewhere puts into a cell that has no content of its own; None mostly."""
    outcome = _outcome(book)
    if (sheet.key, row, column) in outcome.spread:
        return outcome.cells[sheet.key][row][column]
    return None


def results(book: Book, sheet: Sheet, row: int) -> dict[int, Value | CellError]:
    """What formulas put into a row, by column; {} mostly."""
    return dict(_outcome(book).cells.get(sheet.key, {}).get(row, _NONE))


def rows(book: Book, sheet: Sheet, top: int, bottom: int) -> Iterator[tuple[int, Row, dict[str, Any]]]:
    """(index, cells, properties) as `Sheet.filled`, with rows into which arrays alone have spread."""
    spread = sorted(
        {row for key, row, _ in _outcome(book).spread if key == sheet.key and top <= row < bottom}
    )
    waiting = iter([*spread, bottom])
    following = next(waiting)
    for index, row, properties in sheet.filled(top, bottom):
        while following < index:
            yield following, [], {}
            following = next(waiting)
        if following == index:
            following = next(waiting)
        yield index, row, properties
    while following < bottom:
        yield following, [], {}
        following = next(waiting)


def padded(book: Book, sheet: Sheet, index: int, row: Row) -> Row:
    """A row's cells, made as long as what arrays spread over."""
    width = max(_outcome(book).cells.get(sheet.key, {}).get(index, _NONE), default=-1) + 1
    return row if width <= len(row) else row + [None] * (width - len(row))


def extents(book: Book, sheet: Sheet) -> dict[int, Extent]:
    """Where rows have content, from above to below; what arrays spread over counts."""
    found = sheet.extents()
    spread: dict[int, list[int]] = {}
    for key, row, column in _outcome(book).spread:
        if key == sheet.key:
            spread.setdefault(row, []).append(column)
    for row, columns in spread.items():
        old = found.get(row)
        if old is None:
            found[row] = Extent(min(columns), max(columns) + 1, len(columns))
        else:
            low, high = min(old.low, *columns), max(old.high, *(column + 1 for column in columns))
            found[row] = Extent(low, high, old.filled + len(columns))
    return dict(sorted(found.items())) if spread else found


def link(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """The address of a HYPERLINK in a cell, "" for none."""
    return _outcome(book).links.get((sheet.key, row, column), "")


def style(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> dict[str, Any]:
    """A cell's format; a result without a number format has that of what it was worked out from."""
    own = book.styles[cell.style(one)]
    if "numberFormat" in own or not (one is None or isinstance(cell.value(one), dict)):
        return own
    found = _number_format(book, _outcome(book), (sheet.key, row, column), 0, {})
    return own | {"numberFormat": found} if found else own


def shown(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> str:
    """The text that a cell shows; "" for an empty one."""
    value = effective(book, sheet, row, column, one)
    if isinstance(value, CellError):
        return value.shown
    return formatted.shown(value, style(book, sheet, row, column, one), book.styles.locale)


def _number_format(
    book: Book, outcome: Outcome, place: outcomes.Place, depth: int, known: dict[outcomes.Place, Any]
) -> dict[str, Any] | None:
    """The number format of a result that has none of its own; `known` are those found on the way there.

    A cell may be asked for along many ways: without `known`, a chain of =A1-A1 would double them each time.
    """
    if place not in known:
        known[place] = _taken_on(book, outcome, place, depth, known)
    found: dict[str, Any] | None = known[place]
    return found


def _taken_on(
    book: Book, outcome: Outcome, place: outcomes.Place, depth: int, known: dict[outcomes.Place, Any]
) -> dict[str, Any] | None:
    source = outcome.spread.get(place, place[1:])
    look = outcome.looks.get((place[0], *source))
    if look is None or depth > _DEEPEST:
        return None
    keys = {sheet.title: sheet.key for sheet in book.sheets}
    down, across = place[1] - source[0], place[2] - source[1]

    def resolved(look: Look, depth: int) -> dict[str, Any] | None:
        match look if depth <= _DEEPEST else None:
            case looks.Typed(type_):
                return {"type": type_, "pattern": formatted.pattern_of(type_, book.styles.locale)}
            case looks.Difference(first, second):
                one, other = resolved(first, depth + 1), resolved(second, depth + 1)
                return None if one and other and {one["type"], other["type"]} <= _DATES else one or other
            case looks.Amount(inner):
                found = resolved(inner, depth + 1)
                return found if found and found["type"] in _AMOUNTS else None
            case looks.At(read):
                row = min(read.top + down, read.bottom - 1)
                column = read.left + across if read.left + across < read.right else read.left
                key = keys[read.title]
                number = outcome.formats.get((key, row), {}).get(column)
                if number is not None:
                    return dict(book.styles[number]["numberFormat"])
                return _number_format(book, outcome, (key, row, column), depth + 1, known)
        return None

    return resolved(look, depth)
