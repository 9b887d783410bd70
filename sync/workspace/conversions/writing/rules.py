"""Validation rules in the words of XlsxWriter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing.canvas import LISTS, Canvas
from sync.workspace.conversions.writing.cells import place
from sync.workspace.conversions.writing.rectangles import gathered
from sync.workspace.sheets import a1
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.values import locales, user_entered

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SIGNS = {
    "NUMBER_GREATER": ">", "NUMBER_GREATER_THAN_EQ": ">=", "NUMBER_LESS": "<", "NUMBER_LESS_THAN_EQ": "<=",
    "NUMBER_EQ": "==", "NUMBER_NOT_EQ": "!=", "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "not between", "DATE_EQ": "==", "DATE_BEFORE": "<", "DATE_AFTER": ">",
    "DATE_ON_OR_BEFORE": "<=", "DATE_ON_OR_AFTER": ">=", "DATE_BETWEEN": "between",
    "DATE_NOT_BETWEEN": "not between",
}  # fmt: skip
RELATIVE = {
    "TODAY": "TODAY()", "TOMORROW": "TODAY()+1", "YESTERDAY": "TODAY()-1", "PAST_WEEK": "TODAY()-7",
    "PAST_MONTH": "TODAY()-30", "PAST_YEAR": "TODAY()-365",
}  # fmt: skip
_LONGEST = 255  # UTF-16 units of a message, of a list in a rule, and of a rule's formula


def write(
    canvas: Canvas, sheet: Sheet, worksheet: Worksheet, rules: dict[int, list[tuple[int, int]]]
) -> None:
    """Write the rules of a sheet's cells; `rules` are the places of each, by its number of style."""
    for number, places in rules.items():
        rule, (first, *others) = canvas.book.styles[number], gathered(places)
        words = _words(canvas, sheet, rule.get("condition", {}), place(*first[:2]))
        if words is None or any(len(str(words.get(name, ""))) > _LONGEST for name in ("value", "maximum")):
            continue
        message = rule.get("inputMessage", "")
        if message:
            words["input_message"] = message[:_LONGEST]
        words |= {
            "error_type": "stop" if rule.get("strict") else "warning",
            "dropdown": bool(rule.get("showCustomUi")) or rule.get("condition", {}).get("type") == "BOOLEAN",
        }
        if others:
            words["other_cells"] = [[t, left, b - 1, r - 1] for t, left, b, r in others]
        top, left, bottom, right = first
        worksheet.data_validation(top, left, bottom - 1, right - 1, words)


def operand(canvas: Canvas, sheet: Sheet, given: dict[str, Any], *, quoted: bool = False) -> str | float:
    """A ConditionValue for Excel: a number, or a formula with its "="; a text in quotes where asked."""
    if "relativeDate" in given:
        return "=" + RELATIVE.get(given["relativeDate"], "TODAY()")
    text = str(given.get("userEnteredValue", ""))
    if text.startswith("="):
        return canvas.formula(text, sheet)
    if not quoted:
        value = user_entered.typed(text, "condition", canvas.book.styles.locale or locales.USUAL)[0]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    return '="' + text.replace('"', '""') + '"'


def _words(canvas: Canvas, sheet: Sheet, condition: dict[str, Any], cell: str) -> dict[str, Any] | None:
    kind, values = condition.get("type", ""), condition.get("values", [])
    if kind in SIGNS:
        return _compared(canvas, sheet, kind, values)
    match kind:
        case "ONE_OF_LIST":
            return {"validate": "list", "source": _listed(canvas, [_text(value) for value in values])}
        case "ONE_OF_RANGE":
            return {"validate": "list", "source": canvas.formula(_range(_text(values[0])), sheet)}
        case "BOOLEAN":
            chosen = [_text(value) for value in values] or ["TRUE", "FALSE"]
            return {"validate": "list", "source": _listed(canvas, chosen)}
        case _ if formula := custom(canvas, sheet, kind, values, cell):
            return {"validate": "custom", "value": formula}
    return None


def _compared(canvas: Canvas, sheet: Sheet, kind: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    words: dict[str, Any] = {
        "validate": "date" if kind.startswith("DATE") else "decimal",
        "criteria": SIGNS[kind],
        "value": operand(canvas, sheet, values[0]),
    }
    if len(values) > 1:
        words["maximum"] = operand(canvas, sheet, values[1])
    return words


def custom(canvas: Canvas, sheet: Sheet, kind: str, values: list[dict[str, Any]], cell: str) -> str:
    """The formula that says of the cell what a condition about text or dates says; "" for none."""
    if kind == "CUSTOM_FORMULA" and values:
        return canvas.formula(_text(values[0]), sheet)
    if kind == "DATE_IS_VALID":
        return f'=OR(NOT(ISERROR(DATEVALUE({cell}))),AND(ISNUMBER({cell}),LEFT(CELL("format",{cell}))="D"))'
    if kind not in _TEXTS or not values:
        return ""
    text = str(operand(canvas, sheet, values[0], quoted=True)).removeprefix("=")
    return _TEXTS[kind].format(cell=cell, text=text)


_TEXTS = {
    "TEXT_CONTAINS": "=NOT(ISERROR(SEARCH({text},{cell})))",
    "TEXT_NOT_CONTAINS": "=ISERROR(SEARCH({text},{cell}))",
    "TEXT_STARTS_WITH": "=LEFT({cell},LEN({text}))={text}",
    "TEXT_ENDS_WITH": "=RIGHT({cell},LEN({text}))={text}",
    "TEXT_EQ": "=EXACT({cell},{text})",
    "TEXT_NOT_EQ": "=NOT(EXACT({cell},{text}))",
}


def _text(value: dict[str, Any]) -> str:
    return str(value.get("userEnteredValue", ""))


def _range(text: str) -> str:
    return text if text.startswith("=") else f"={text}"


def _listed(canvas: Canvas, choices: list[str]) -> list[str] | str:
    """Choices in the rule itself, or, where Excel has no room for them there, on a sheet of their own."""
    joined = ",".join(choices)
    short = len(joined.encode("utf-16-le")) // 2 <= _LONGEST
    if short and not any("," in one or one.startswith("=") for one in choices) and '"' not in joined:
        return choices
    if choices not in canvas.lists:
        canvas.lists.append(choices)
    letters = a1.column_letters(canvas.lists.index(choices))
    return f"='{LISTS}'!${letters}$1:${letters}${len(choices)}"
