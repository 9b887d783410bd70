"""One cell in a person's hands: what it offers, who may write in it, and what they type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sync.workspace.sheets import a1, cell, entered, grid
from sync.workspace.sheets.appearance import conditions, judging
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.store import PLACES
from sync.workspace.sheets.values import ranges as values
from sync.workspace.sheets.values import user_entered

_TICKS = ("TRUE", "FALSE")


class NoSuchCell(LookupError):
    """The cell is gone: its sheet, its row, or the place that was named is there no longer."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell is held to: the `words` to choose from (none: it is typed in), for `ticks` two.

    A `strict` rule takes nothing else; `message` is what its author tells of it.
    """

    words: tuple[str, ...] = ()
    ticks: bool = False
    strict: bool = False
    message: str = ""
    condition: dict[str, Any] = field(default_factory=dict)


def row_names(book: Book, sheet: Sheet, top: int, bottom: int) -> dict[int, int]:
    """The names of the rows of `[top, bottom)` that hold anything, by index; a row takes its name along."""
    first = sheet.key * PLACES
    found = book.tx.execute(
        "SELECT place, row FROM sheet_order WHERE place BETWEEN ? AND ?", (first + top, first + bottom - 1)
    )
    return {place - first: name for place, name in found}


def find(book: Book, sheet_id: int, written: str, row_name: int | None = None) -> Area:
    """The cell "B3" of a sheet, a merged one whole; in the row of that name, wherever it stands now.

    Raises NoSuchCell.
    """
    box = a1.parse_box(written)
    sheet = next((one for one in book.sheets if one.id == sheet_id and not one.is_object), None)
    if sheet is None or box is None:
        raise NoSuchCell(written)
    row = box.top if row_name is None else _row_of(book, sheet, row_name)
    if row is None or row >= sheet.row_count or box.left >= sheet.column_count:
        raise NoSuchCell(written)
    one = Area(sheet, row, box.left, row + 1, box.left + 1)
    merged = (grid.area(book, merge) for merge in sheet.meta.get("merges", ()))
    around = next((area for area in merged if area.contains(one)), one)
    return Area(sheet, around.top, around.left, around.top + 1, around.left + 1)


def _row_of(book: Book, sheet: Sheet, name: int) -> int | None:
    found = book.tx.execute("SELECT place FROM sheet_order WHERE row = ?", (name,)).fetchone()
    index = None if found is None else int(found["place"]) - sheet.key * PLACES
    return index if index is not None and 0 <= index < PLACES else None


def may_edit(book: Book, area: Area) -> bool:
    """Whether no protected range keeps whoever the book is open for out of the cell."""
    return all(protection.may_edit(book, one) for one in protection.over(book, area))


def editors(book: Book, area: Area) -> list[str] | None:
    """The addresses that may write in a protected cell, the file's owner left out; None for any writer."""
    named: list[list[str]] = []
    for protected in protection.over(book, area):
        if not protected.get("warningOnly"):
            who = protected.get("editors", {})
            named.append([*who.get("users", ()), *who.get("groups", ())])
    if not named:
        return None
    return [one for one in named[0] if one != book.owner and all(one in others for others in named)]


def rule_of(book: Book, area: Area) -> Rule:
    """What the cell is held to: its own rule, else that of its table's column."""
    number = cell.extras(_kept(area)).get("rule")
    given = book.styles[number] if number else _rule_of_table(book, area)
    condition = given.get("condition", {})
    return Rule(
        tuple(dict.fromkeys(_words(book, area.sheet, condition))),
        condition.get("type") == "BOOLEAN",
        bool(given.get("strict")),
        str(given.get("inputMessage", "")),
        condition,
    )


def _rule_of_table(book: Book, area: Area) -> dict[str, Any]:
    for table in area.sheet.meta.get("tables", ()):
        whole = grid.area(book, table["range"])
        for column in table.get("columnProperties", ()) if whole.contains(area) else ():
            at = whole.left + column.get("columnIndex", 0)
            if at == area.left and area.top > whole.top:
                return dict(column.get("dataValidationRule", {}))
    return {}


def _words(book: Book, sheet: Sheet, condition: dict[str, Any]) -> Iterator[str]:
    given = [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())]
    match condition.get("type"):
        case "ONE_OF_LIST":
            yield from given
        case "BOOLEAN":
            yield from (*given, *_TICKS[len(given) :]) if len(given) != 1 else (given[0], "")
        case "ONE_OF_RANGE":
            text = given[0].removeprefix("=")
            area = grid.find(book, text if "!" in text else f"{a1.quote(sheet.title)}!{text}", clip=True)
            rows = values.read(book, area, values.Rendering()).get("values", [])
            yield from (str(word) for row in rows for word in row if word != "")


def head_of(book: Book, area: Area) -> str:
    """What the last frozen row says above the cell; "" where nothing is frozen."""
    frozen = area.sheet.meta["properties"].get("gridProperties", {}).get("frozenRowCount", 0)
    if not 0 < frozen <= area.top:
        return ""
    return text_in(book, Area(area.sheet, frozen - 1, area.left, frozen, area.left + 1))


def text_in(book: Book, area: Area) -> str:
    """What the cell shows."""
    return calculate.shown(book, area.sheet, area.top, area.left, _kept(area))


def is_formula(area: Area) -> bool:
    """Whether a formula stands in the cell."""
    return isinstance(cell.value(_kept(area)), dict)


def type_in(book: Book, area: Area, text: str) -> bool:
    """Write what a person typed, as the API's USER_ENTERED does; whether the cell's rule is met.

    What would be a formula stays text, and so does a word of the list that would be a date. Refusal
    where the cell is protected from whoever the book is open for. A rule holds nobody back here.
    """
    rule = rule_of(book, area)
    _write(book, area, text, "RAW" if _would_be_formula(book, text) else "USER_ENTERED")
    if text in rule.words and not _is_met(book, area, rule):
        _write(book, area, text, "RAW")
    return _is_met(book, area, rule)


def _write(book: Book, area: Area, text: str, option: str) -> None:
    values.write(book, area, [[text]], option, area)
    book.forget_results()


def _would_be_formula(book: Book, text: str) -> bool:
    return len(text) <= entered.LONGEST_TEXT and isinstance(
        user_entered.typed(text, "", book.styles.locale)[0], dict
    )


def _is_met(book: Book, area: Area, rule: Rule) -> bool:
    """Whether the cell is as its rule has it; a formula as a rule is not worked out for single cells."""
    held = judging.held(book, area.sheet, area.top, area.left, _kept(area))
    if held.shown == "" or rule.condition.get("type", "CUSTOM_FORMULA") == "CUSTOM_FORMULA":
        return True
    if rule.words:
        return held.shown in rule.words
    test = conditions.test_of(book, area.sheet, rule.condition, (area.top, area.left))
    return test is None or test(held, area.top, area.left)


def _kept(area: Area) -> cell.Cell:
    row = area.sheet.row(area.top)
    return row[area.left] if area.left < len(row) else None
