"""One cell as it is kept, and how a masked CellData changes it.

A kept cell is None (nothing at all) or a list `[value, format, extras?]`: value is a str, a number,
a bool, None, or `{"formulaValue": "=…"}`; format is a number of `styles`; extras is a dict with any
of `note`, `textFormatRuns`, `link` (an address) and `rule` (a number of `styles`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from sync.workspace import masks
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import colours, entered
from sync.workspace.sheets.appearance import condition_kinds
from sync.workspace.sheets.shapes import SCHEMA, update_mask
from sync.workspace.sheets.styles import PLAIN, Styles

Cell = list[Any] | None

_WRITABLE = {"userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"}
_READ_ONLY = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}
_REFUSED = {"pivotTable", "dataSourceTable", "dataSourceFormula", "chipRuns"}
_CELL_DATA = _WRITABLE | _READ_ONLY | _REFUSED
_LINK_LOOK = {"foregroundColorStyle": {"themeColor": "LINK"}, "underline": True}


@dataclass(slots=True)
class Plan:
    """What a mask over CellData writes: which parts, and of the format which fields ({} is all of it).

    Parts that Google only ever tells are passed over, wherever a mask names them (pygsheets does so);
    `refused` are those that the workspace does not keep: to clear them is done, to set them is not.
    """

    styles: Styles
    value: bool
    note: bool
    runs: bool
    rule: bool
    format: masks.Mask | None
    refused: frozenset[str]
    _memo: dict[tuple[int, bytes], tuple[int, str | None]] = field(default_factory=dict)

    def apply(self, old: Cell, given: dict[str, Any]) -> Cell:
        """The cell with `given` written over it; parts that the mask names and `given` lacks go."""
        if not given.keys() <= _CELL_DATA:
            (unknown, *_) = given.keys() - _CELL_DATA
            raise Refusal(400, f'Invalid JSON payload received. Unknown name "{unknown}": Cannot find field.')
        for name in self.refused and self.refused & given.keys():
            if given[name]:
                raise unimplemented(f"{name} of a cell")
        value, style, extras = _parts(old)
        if self.value:
            new = entered.parse_value(given.get("userEnteredValue"))
            if extras and new != value:
                extras = {
                    name: part for name, part in extras.items() if name not in {"textFormatRuns", "link"}
                }
            value = new
        if self.format is not None:
            style, link = self._formatted(style, given.get("userEnteredFormat") or {})
            if link is not None:
                extras = _with(extras, "link", link)
        if self.note:
            extras = _with(extras, "note", _note(given.get("note")))
        if self.runs:
            extras = _with(extras, "textFormatRuns", _runs(given.get("textFormatRuns"), value))
        if self.rule:
            extras = _with(extras, "rule", self._rule(given.get("dataValidation")))
        return made(value, style, extras)

    def _rule(self, given: dict[str, Any] | None) -> int | None:
        if not given:
            return None
        rule = SCHEMA.read("DataValidationRule", given)
        condition_kinds.check(rule.get("condition", {}), "data validation", self.styles.locale)
        return self.styles.number(rule)

    def _formatted(self, old: int, given: dict[str, Any]) -> tuple[int, str | None]:
        """The new format's number, and the link that the format sets ("" takes it away, None leaves it)."""
        key = (PLAIN if not self.format else old, orjson.dumps(given))
        if (known := self._memo.get(key)) is None:
            assert self.format is not None
            given = SCHEMA.read("CellFormat", given)
            link = _link(given, self.format)
            mask = _with_look(self.format) if link else self.format
            new = masks.overlaid(self.styles[old], _without_link(given), mask)
            if new.get("numberFormat") == {}:
                new.pop("numberFormat")
            if "borders" in new and not (new := new | {"borders": colours.lined(new["borders"])})["borders"]:
                new.pop("borders")
            known = self._memo[key] = (self.styles.number(new), link)
        return known


def _note(given: Any) -> str | None:
    if given is not None and not isinstance(given, str):
        raise Refusal(400, f"Invalid value at 'note' (TYPE_STRING), {given}")
    return given


def plan(styles: Styles, fields: str) -> Plan:
    """Read the `fields` of a request that writes cells; Refusal 400 for a mask that names nothing."""
    mask = update_mask("CellData", fields)
    if "*" in mask:
        return Plan(styles, True, True, True, True, {}, frozenset(_REFUSED))
    return Plan(
        styles,
        value="userEnteredValue" in mask,
        note="note" in mask,
        runs="textFormatRuns" in mask,
        rule="dataValidation" in mask,
        format=mask.get("userEnteredFormat"),
        refused=frozenset(_REFUSED & mask.keys()),
    )


def made(value: Any, style: int, extras: dict[str, Any] | None = None) -> Cell:
    """A cell of its parts, in the briefest form."""
    if extras:
        return [value, style, extras]
    return None if value is None and not style else [value, style]


def _parts(cell: Cell) -> tuple[Any, int, dict[str, Any] | None]:
    if cell is None:
        return None, PLAIN, None
    return cell[0], cell[1], cell[2] if len(cell) > 2 else None


def extras(cell: Cell) -> dict[str, Any]:
    """A cell's note, runs, link and rule; {} for none."""
    return cell[2] if cell is not None and len(cell) > 2 else {}


def value(cell: Cell) -> Any:
    """What was entered: text, a number, a boolean, a formula's dict or None."""
    return None if cell is None else cell[0]


def style(cell: Cell) -> int:
    """The number of the cell's format."""
    return PLAIN if cell is None else int(cell[1])


def with_value(old: Cell, new: Any) -> Cell:
    """The cell with another value; runs and links of the old text go with it."""
    _, number, more = _parts(old)
    if more:
        more = {name: part for name, part in more.items() if name in {"note", "rule"}}
    return made(new, number, more)


def with_style(old: Cell, number: int) -> Cell:
    """The cell in another format."""
    kept, _, more = _parts(old)
    return made(kept, number, more)


def with_extra(old: Cell, name: str, part: Any) -> Cell:
    """The cell with another note, link or rule; None takes it away."""
    kept, number, more = _parts(old)
    return made(kept, number, _with(more, name, part))


def _with(more: dict[str, Any] | None, name: str, part: Any) -> dict[str, Any] | None:
    if part:
        return {**(more or {}), name: part}
    return {key: kept for key, kept in more.items() if key != name} if more else None


def _runs(given: list[dict[str, Any]] | None, content: Any) -> list[dict[str, Any]] | None:
    if not given:
        return None
    if not isinstance(content, str):
        raise Refusal(400, "textFormatRuns can only be set on cells with text.")
    starts = [run.get("startIndex", 0) for run in given]
    if starts != sorted(set(starts)) or starts[-1] >= max(1, len(content)):
        raise Refusal(400, "textFormatRuns must start in order and inside the cell's text.")
    return [_run(SCHEMA.read("TextFormatRun", run)) for run in given]


def _run(run: dict[str, Any]) -> dict[str, Any]:
    look = colours.paired(run.get("format", {}))
    if look.get("link"):
        look = colours.paired(_LINK_LOOK | _unpaired(look))
    kept = {"startIndex": run.get("startIndex", 0), "format": look}
    return kept if kept["startIndex"] else {"format": look}


def _unpaired(look: dict[str, Any]) -> dict[str, Any]:
    """A text format whose colour, if it has one, stands as a style alone."""
    return {name: part for name, part in look.items() if name != "foregroundColor"}


def _link(given: dict[str, Any], mask: masks.Mask) -> str | None:
    """The link that a format sets: "" where the mask names it and the format has none, None if left alone."""
    below = mask.get("textFormat", {} if not mask else None)
    if below is None or (below and "link" not in below):
        return None
    link = (given.get("textFormat") or {}).get("link") or {}
    return str(link.get("uri") or "")


def _with_look(mask: masks.Mask) -> masks.Mask:
    """The mask with the look that a link brings, where it names the link alone."""
    below = mask.get("textFormat")
    if not below:
        return mask
    return mask | {"textFormat": below | {"foregroundColorStyle": {}, "underline": {}}}


def _without_link(given: dict[str, Any]) -> dict[str, Any]:
    """The format without its link, which cells keep apart; a link brings its look unless another is given."""
    look = given.get("textFormat")
    if not look or "link" not in look:
        return given
    rest = {name: part for name, part in look.items() if name != "link"}
    if look["link"].get("uri"):
        if "foregroundColor" in rest and "foregroundColorStyle" not in rest:
            rest["foregroundColorStyle"] = {"rgbColor": rest.pop("foregroundColor")}
        rest = _LINK_LOOK | rest
    return {**given, "textFormat": rest}
