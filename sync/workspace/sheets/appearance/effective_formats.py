"""effectiveFormat: what a cell looks like once bands, its own format and conditional formats are applied.

The one place where this is worked out, for the API's answers and for the page alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.workspace.sheets import grid
from sync.workspace.sheets.appearance import bands, condition_kinds, conditions, gradients, judging
from sync.workspace.sheets.appearance.conditions import Held
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.styles import laid_over

Format = dict[str, Any]
Overlay = tuple[Any, Format]
"""What tells one change of a format from others, and the change."""
Effect = Callable[[Held, int, int], Overlay | None]

_OF_BLANKS = {"BLANK", "TEXT_NOT_CONTAINS", "CUSTOM_FORMULA"}
_BLANK = Held(None, "")
_CHANGED = {"backgroundColor", "backgroundColorStyle"}
_CHANGED_TEXT = {
    "foregroundColor", "foregroundColorStyle", "bold", "italic", "strikethrough", "underline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where a conditional format holds, what it does there, and whether it may do so to empty cells."""

    areas: tuple[Area, ...]
    effect: Effect
    blanks: bool


class EffectiveFormats:
    """The looks of one sheet's cells inside an area. `default` is the spreadsheet's default format."""

    def __init__(self, book: Book, area: Area, default: Format) -> None:
        self._book, self._area, self._default = book, area, default
        self._bands = [band for band in bands.of(book, area.sheet) if band[0].overlaps(area)]
        self._rules = [rule for rule in _rules(book, area) if any(a.overlaps(area) for a in rule.areas)]
        self._known: dict[Any, Format] = {}
        self._row = -1
        self._here: tuple[list[bands.Band], list[tuple[int, int, int, Effect]]] = ([], [])

    @property
    def plain(self) -> bool:
        """Whether nothing lies behind or over the area's cells, so that their own formats are all."""
        return not self._bands and not self._rules

    def own(self, style: Format) -> Format:
        """A cell's own format over the default one."""
        return laid_over(self._default, style)

    def of(self, row: int, column: int, style: Format, key: Any, held: Callable[[], Held]) -> Format:
        """The format of a cell whose own is `style`; the same `key` means the same style.

        `held` is asked only where a conditional format may apply. What is returned is not to be changed.
        """
        behind = self._behind(row, column)
        over = self._over(row, column, held)
        known = (key, None if behind is None else id(behind), tuple(name for name, _ in over))
        if known not in self._known:
            look = self._default if behind is None else laid_over(self._default, behind)
            look = laid_over(look, style)
            for _, change in reversed(over):
                look = laid_over(look, change)
            self._known[known] = look
        return self._known[known]

    def blanks(self, row: int) -> Iterator[int]:
        """The columns of a row whose cells have a look even though they are empty, from left to right."""
        fills, rules = self._at(row)
        spans = [(area.left, area.right) for area, _ in fills]
        judged = [(left, right, effect) for left, right, blank, effect in rules if blank]
        for column in range(self._area.left, self._area.right):
            if any(left <= column < right for left, right in spans) or any(
                left <= column < right and effect(_BLANK, row, column) for left, right, effect in judged
            ):
                yield column

    def has_blanks(self) -> bool:
        """Whether empty cells may have a look at all."""
        return bool(self._bands) or any(rule.blanks for rule in self._rules)

    def _at(self, row: int) -> tuple[list[bands.Band], list[tuple[int, int, int, Effect]]]:
        """The bands and rules that cross a row."""
        if row != self._row:
            fills = [band for band in self._bands if band[0].top <= row < band[0].bottom]
            rules = [
                (area.left, area.right, int(rule.blanks), rule.effect)
                for rule in self._rules
                for area in rule.areas
                if area.top <= row < area.bottom
            ]
            self._row, self._here = row, (fills, rules)
        return self._here

    def _behind(self, row: int, column: int) -> bands.Fill | None:
        for area, fill in self._at(row)[0]:
            if area.left <= column < area.right:
                return fill(row, column)
        return None

    def _over(self, row: int, column: int, held: Callable[[], Held]) -> list[Overlay]:
        """What the rules that hold for a cell change, the first first."""
        rules = [effect for left, right, _, effect in self._at(row)[1] if left <= column < right]
        if not rules:
            return []
        seen = held()
        return [found for effect in rules if (found := effect(seen, row, column)) is not None]


def _rules(book: Book, seen: Area) -> Iterator[_Rule]:
    """The rules of the sheet on which the area lies whose cells will be looked at."""
    sheet = seen.sheet
    for number, rule in enumerate(sheet.meta.get("conditionalFormats", ())):
        areas = tuple(grid.area(book, one) for one in rule["ranges"])
        if "gradientRule" in rule:
            yield _Rule(areas, _graded(book, sheet, areas, number, rule["gradientRule"]), blanks=False)
            continue
        boolean = rule["booleanRule"]
        origin = min((area.top, area.left) for area in areas)
        judged = [area.common(seen) for area in areas if area.overlaps(seen)]
        test = conditions.test_of(book, sheet, boolean["condition"], origin, judged)
        if test is not None:
            effect = _coloured(number, test, boolean.get("format", {}))
            yield _Rule(areas, effect, blanks=boolean["condition"]["type"] in _OF_BLANKS)


def _coloured(number: int, test: conditions.Test, given: Format) -> Effect:
    """Of a rule's format only what conditional formats may change."""
    change = {name: part for name, part in given.items() if name in _CHANGED}
    if text := {name: part for name, part in given.get("textFormat", {}).items() if name in _CHANGED_TEXT}:
        change["textFormat"] = text
    overlay = (number, change)
    return lambda held, row, column: overlay if test(held, row, column) else None


def _graded(
    book: Book, sheet: Sheet, areas: Sequence[Area], number: int, gradient: Mapping[str, Any]
) -> Effect:
    points: list[gradients.Stop] | None = None

    def read(text: str) -> float | None:
        if not condition_kinds.is_formula(text):
            return condition_kinds.number_of(text, book.styles.locale)
        value = calculate.effective(book, sheet, areas[0].top, areas[0].left, [{"formulaValue": text}, 0])
        return Held(value, "").number

    def effect(held: Held, row: int, column: int) -> Overlay | None:
        nonlocal points
        if held.number is None:
            return None
        if points is None:  # the numbers of the whole range are looked at once, and only if they matter
            points = gradients.stops(gradient, lambda: _numbers(book, sheet, areas), read)
        if not points:
            return None
        colour = gradients.colour_at(held.number, points)
        key = (number, colour.get("red"), colour.get("green"), colour.get("blue"))
        return key, {"backgroundColor": colour, "backgroundColorStyle": {"rgbColor": colour}}

    return effect


def _numbers(book: Book, sheet: Sheet, areas: Sequence[Area]) -> Iterator[float]:
    for area in areas:
        for index, row, _ in sheet.filled(area.top, area.bottom):
            for column in range(area.left, min(area.right, len(row))):
                number = judging.held(book, sheet, index, column, row[column]).number
                if number is not None:
                    yield number
