"""Errors that cells come to, with Google's types and, where they are known, Google's messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Value = str | float | bool | None
"""What a cell comes to where nothing is wrong; None is an empty cell."""

SHOWN = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
"""What a cell shows for each type of error."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula's error: Google's ErrorValue type ("DIVIDE_BY_ZERO", "REF" …) and message."""

    type: str
    message: str

    @property
    def shown(self) -> str:
        """The text in the cell: "#DIV/0!"."""
        return SHOWN.get(self.type, "#ERROR!")


NOT_CALCULATED = "The embedded workspace does not calculate this formula."
"""The message of a cell whose formula Google calculates and the workspace does not."""

_TYPES = {
    "Div": "DIVIDE_BY_ZERO", "Na": "N_A", "Name": "NAME", "Null": "NULL_VALUE", "Num": "NUM", "Ref": "REF",
    "Value": "VALUE", "Circ": "REF", "Spill": "REF", "Calc": "N_A",
}  # fmt: skip
_MESSAGES = {
    "Div": "A number was divided by zero.",
    "Na": "Value not available.",
    "Name": "Unknown range name.",
    "Null": "Null value.",
    "Num": "A parameter of the function is not a number that it can take.",
    "Ref": "Reference does not exist.",
    "Value": "A parameter of the function cannot be coerced to what it expects.",
    "Circ": ("Circular dependency detected. To resolve with iterative calculation, see File > Settings."),
    "Spill": "Array result was not expanded because it would overwrite data.",
    "Calc": "No matches are found in FILTER evaluation.",
    "Error": "Formula parse error.",
}
_KINDS = {
    "DIVIDE_BY_ZERO": "Div", "VALUE": "Value", "REF": "Ref", "NAME": "Name", "NUM": "Num", "N_A": "Na",
    "NULL_VALUE": "Null",
}  # fmt: skip
_OPERATORS = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW"}
_OPERAND = r"""("(?:[^"]|"")*"|[0-9.]+|(?:'(?:[^']|'')+'!|[\w.]+!)?\$?[A-Z]+\$?[0-9]+)"""
_BINARY = re.compile(rf"=\s*{_OPERAND}\s*([-+*/^])\s*{_OPERAND}\s*")
_LOOKUP = re.compile(rf"=\s*(VLOOKUP|HLOOKUP|MATCH|XLOOKUP|XMATCH|LOOKUP)\({_OPERAND},.*", re.DOTALL)
_CALL = re.compile(r"=\s*@?([A-Z][A-Z0-9._]*)\(.*\)\s*", re.DOTALL)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_REGEX = re.compile(rf"=\s*(REGEX[A-Z]+)\(\s*{_OPERAND}\s*,\s*{_OPERAND}\s*[,)].*", re.DOTALL)

Look = Callable[[str], Any]
"""What an operand's text comes to: a literal, or a cell of the engine."""


def of(kind: str, formula: str, look: Look) -> CellError:
    """The error for the engine's word for it, in a translated formula."""
    if kind == "NImpl":
        return CellError("ERROR", NOT_CALCULATED)
    return CellError(_TYPES.get(kind, "ERROR"), _said(kind, formula, look))


def _said(kind: str, formula: str, look: Look) -> str:
    if kind == "Div":
        return _of_a_division(formula)
    if kind == "Na" and (found := _LOOKUP.fullmatch(formula)):
        return f"Did not find value '{look(found[2])}' in {found[1]} evaluation."
    if kind == "Value" and (found := _BINARY.fullmatch(formula)):
        for position, operand in enumerate((found[1], found[3]), 1):
            if isinstance(value := look(operand), str):
                return (
                    f"Function {_OPERATORS[found[2]]} parameter {position} expects number values. But "
                    f"'{value}' is a text and cannot be coerced to a number."
                )
    if (found := _REGEX.fullmatch(formula)) and (
        said := _of_a_search(kind, found[1], look(found[2]), look(found[3]))
    ):
        return said
    return _MESSAGES.get(kind, "Formula parse error.")


def _of_a_division(formula: str) -> str:
    """What divided by zero, as far as the formula tells; cells that it reads may know better."""
    bare = _QUOTED.sub("", formula)
    call = _CALL.fullmatch(bare)
    if call and call[1] in {"MOD", "QUOTIENT"}:
        return f"Function {call[1]} parameter 2 cannot be zero."
    if "/" in bare:
        return "Function DIVIDE parameter 2 cannot be zero."
    return f"Evaluation of function {call[1]} caused a divide by zero error." if call else _MESSAGES["Div"]


def _of_a_search(kind: str, function: str, text: Value, pattern: Value) -> str:
    """Why a function that searches by a regular expression came to an error; empty if that is not known."""
    if kind == "Value":
        for position, value in enumerate((text, pattern), 1):
            if isinstance(value, float | int):
                is_boolean = isinstance(value, bool)
                shown = str(value).upper() if is_boolean else f"{value:.15g}"
                return (
                    f"Function {function} parameter {position} expects text values. But '{shown}' is a "
                    f"{'boolean' if is_boolean else 'number'} and cannot be coerced to a text."
                )
    if kind == "Ref" and text is not None and isinstance(pattern, str):
        return f'Function {function} parameter 2 value "{pattern}" is not a valid regular expression.'
    if kind == "Na" and isinstance(text, str) and isinstance(pattern, str):
        return (
            f'Function {function} parameter 2 value "{pattern}" does not match text of Function {function} '
            f'parameter 1 value "{text}".'
        )
    return ""


def is_vague(error: CellError) -> bool:
    """Whether the message says no more than the type, so that another cell's may say more."""
    return error.type == "DIVIDE_BY_ZERO" or error.message in _MESSAGES.values()


def overwriting(where: str) -> CellError:
    """An array that has no room; `where` is the first cell that is in its way."""
    return CellError("REF", f"Array result was not expanded because it would overwrite data in {where}.")


def too_small(kind: str, missing: int) -> CellError:
    """An array that the grid does not hold; `kind` is "rows" or "columns"."""
    return CellError("REF", f"Result was not automatically expanded, please insert more {kind} ({missing}).")


def kind(error: CellError) -> str:
    """The engine's word for an error of this type, for the cells that refer to it."""
    return _KINDS.get(error.type, "Error")
