"""A formula as Google writes it, in its locale, translated for the engine that calculates.

Sheets become the engine's names for them, named ranges the cells they mean, open ranges end at the
grid, and what Google does another way is said the engine's way. What cannot be said is a `Wrong`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from sync.workspace.sheets import a1
from sync.workspace.sheets.formulas import (
    arguments,
    each,
    formula_errors,
    google_functions,
    looks,
    references,
)
from sync.workspace.sheets.formulas.looks import Look, Read
from sync.workspace.sheets.formulas.references import End, Reference

PARSE_ERROR = "Formula parse error."
_DEEPEST = 64  # brackets in each other: the engine takes 72, and rewriting adds some
_LONGEST = 64  # operands in a row before they are put in brackets: the engine counts each as one deeper


class Wrong(Exception):
    """A formula that comes to an error before anything is calculated: Google's type and message."""

    def __init__(self, type_: str, message: str) -> None:
        self.type, self.message = type_, message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as formulas see it: its title, rows and columns."""

    title: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a formula's names mean: sheets and named ranges by casefolded name; `comma` for 1,5."""

    sheets: Mapping[str, Grid]
    names: Mapping[str, tuple[str, Reference]]  # a sheet's title, and the cells on it
    knows: Callable[[str], bool]
    comma: bool = False


@dataclass(frozen=True, slots=True)
class Canonical:
    """The translated formula, what it reads (by sheets' titles), and what is to be known of it.

    `look` tells whose number format the result takes on; `mirrors` is the cell that a formula shows
    which is nothing but its reference; `link` the engine's text of the address of a HYPERLINK.
    """

    source: str
    text: str
    reads: tuple[Read, ...]
    spreads: bool
    volatile: frozenset[str]
    anywhere: bool
    look: Look
    mirrors: tuple[str, int, int] | None
    link: str


_ANYWHERE = {"INDIRECT", "OFFSET"}
_VOLATILE = {"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"}
_LITERAL = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!)")
_NUMBERS = {
    ",": re.compile(r"(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?"),
    ".": re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"),
}
_NAME = re.compile(rf"{references.WORD}+")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_OPERATOR = re.compile(r"<=|>=|<>|[-+*/^&=<>%]")


class _Piece(NamedTuple):
    kind: str  # "cell", "range", "operator", "value", "space"
    text: str
    look: Look = None


class _Reader:
    """Walks a formula once; every method leaves `at` behind what it has read."""

    def __init__(self, formula: str, home: str, around: Surroundings) -> None:
        self.formula, self.at, self.home, self.around = formula, 1, home, around
        self.reads: list[Read] = []
        self.functions: set[str] = set()
        self.braces = False
        self.link = ""
        self._arrays = 0
        self._depth = 0
        self._number = _NUMBERS["," if around.comma else "."]
        self._variables: set[str] = set()

    def peek(self) -> str:
        return self.formula[self.at : self.at + 1]

    def expression(self, ends: str, array: bool, depth: int = 1) -> _Piece:
        """Everything up to one of `ends`, which is left standing, as one piece; its text may be empty."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Wrong("ERROR", formula_errors.NOT_CALCULATED)
        pieces: list[_Piece] = []
        while (letter := self.peek()) and letter not in ends:
            pieces.append(self._piece(letter, array))
        self._depth -= 1
        solid = [piece for piece in pieces if piece.kind != "space"]
        kinds = [piece.kind for piece in solid]
        if solid and kinds[-1] == "operator" and solid[-1].text != "%":
            raise Wrong("ERROR", PARSE_ERROR)
        if any("operator" not in pair for pair in pairwise(kinds)):
            raise Wrong("ERROR", PARSE_ERROR)
        alone = depth == 0 and kinds == ["range"]
        if not array and (alone or "operator" in kinds):
            pieces = [p._replace(text=f"@{p.text}") if p.kind == "range" else p for p in pieces]
        signs = [piece.text for piece in solid if piece.kind == "operator"]
        look = looks.combined([piece.look for piece in solid if piece.kind != "operator"], signs)
        kind = kinds[0] if len(kinds) == 1 else "value"
        return _Piece(kind, _grouped(pieces, set(signs)), look)

    def _piece(self, letter: str, array: bool) -> _Piece:
        if letter.isspace():
            self.at += 1
            return _Piece("space", " ")
        match letter:
            case '"':
                return self._taken(_TEXT, "value")
            case "#":
                return self._taken(_LITERAL, "value")
            case "{":
                return _Piece("value", self._braces())
            case "(":
                return self._parentheses(array)
        return self._operand(letter, array)

    def _parentheses(self, array: bool) -> _Piece:
        self.at += 1
        inside = self.expression(")", array)
        self._close(")")
        if not inside.text:
            raise Wrong("ERROR", PARSE_ERROR)
        return _Piece("value", f"({inside.text})", inside.look)

    def _operand(self, letter: str, array: bool) -> _Piece:
        """A reference, a number, a name or a function; or else an operator."""
        if found := references.TOKEN.match(self.formula, self.at):
            if found["cells"] and (one := references.parse(found["sheet"] or "", found["cells"])):
                self.at = found.end()
                return self._reference(one)
            if not found["cells"] and found[0].endswith("!"):
                raise Wrong("REF", f"Unresolved sheet name '{references.unquoted(found[0])}'.")
        if number := self._number.match(self.formula, self.at):
            self.at = number.end()
            return _Piece("value", number[0].replace(",", "."))
        return self._named(array) if _NAME.match(letter) else self._taken(_OPERATOR, "operator")

    def _taken(self, pattern: re.Pattern[str], kind: str) -> _Piece:
        found = pattern.match(self.formula, self.at)
        if not found:
            raise Wrong("ERROR", PARSE_ERROR)
        self.at = found.end()
        return _Piece(kind, found[0])

    def _close(self, sign: str) -> None:
        if self.peek() != sign:
            raise Wrong("ERROR", PARSE_ERROR)
        self.at += 1

    def _reference(self, one: Reference) -> _Piece:
        grid = self.around.sheets.get((one.title or self.home).casefold())
        if grid is None:
            raise Wrong("REF", f"Unresolved sheet name '{one.title}'.")
        bounded = _bounded(one, grid)
        read = Read(grid.title, *_sides(bounded))
        self.reads.append(read)
        kind = "cell" if bounded.single else "range"
        return _Piece(kind, replace(bounded, sheet=quoted(grid.title)).write(), looks.At(read))

    def _named(self, array: bool) -> _Piece:
        found = _NAME.match(self.formula, self.at)
        assert found is not None
        self.at = found.end()
        name = found[0].upper()
        if self.peek() == "(":
            return self._call(name, array)
        if name in {"TRUE", "FALSE"}:
            return _Piece("value", name)
        if known := self.around.names.get(found[0].casefold()):
            title, one = known
            return self._reference(replace(one, sheet=f"{a1.quote(title)}!"))
        if name in self._variables:
            return _Piece("value", found[0])
        raise Wrong("NAME", f"Unknown range name: '{found[0].upper()}'.")

    def _call(self, name: str, array: bool) -> _Piece:
        self.at += 1
        if name in google_functions.NOT_CALCULATED:
            raise Wrong("ERROR", google_functions.not_calculated(name))
        ours = name in google_functions.NAMES or name in google_functions.REWRITTEN
        if not ours and not self.around.knows(name):
            raise Wrong("NAME", f"Unknown function: '{name}'.")
        self.functions.add(name)
        self._arrays += name in each.CONTEXTS
        outermost = self.formula[1 : self.at].strip().upper() == f"{name}("
        given = list(self._arguments(")", array or name in google_functions.TAKES_ARRAYS, name))
        self._arrays -= name in each.CONTEXTS
        if name == "LAMBDA" and self.peek() == "(":
            raise Wrong("ERROR", google_functions.not_calculated(name))
        if name == "HYPERLINK" and outermost and given:
            self.link = given[0].text
        if wrong := arguments.miscounted(name, len(given)):
            raise Wrong("N_A", wrong)
        ranges = [one.kind == "range" and not (array or self._arrays) for one in given]
        texts = arguments.completed(name, [one.text for one in given], ranges)
        if name == "ISDATE":
            return _Piece("value", arguments.of_isdate(texts[0], given[0].look))
        rewrite = google_functions.REWRITTEN.get(name)
        if self._arrays and name in each.WHOLE and _may_spread(given, each.WHOLE[name]):
            name = each.renamed(name)
        text = rewrite(texts) if rewrite else f"{name}({','.join(texts)})"
        return _Piece("value", text, looks.of_call(name, [one.look for one in given], texts))

    def _arguments(self, end: str, array: bool, function: str) -> Iterator[_Piece]:
        """The arguments up to the closing sign, which is read too; none for `()`."""
        separators = ";" if self.around.comma else ",;"
        first = True
        while True:
            if function in {"LET", "LAMBDA"}:
                self._variable()
            piece = self.expression(separators + end, array)
            if self.peek() == end and first and not piece.text:
                self._close(end)
                return
            first = False
            yield piece
            if self.peek() == end:
                self._close(end)
                return
            if not self.peek():
                raise Wrong("ERROR", PARSE_ERROR)
            self.at += 1

    def _variable(self) -> None:
        """A name that stands alone as an argument of LET or LAMBDA is a variable from there on."""
        if found := re.compile(rf"\s*({references.WORD}+)\s*[,;]").match(self.formula, self.at):
            self._variables.add(found[1].upper())

    def _braces(self) -> str:
        """`{1,2;3,4}`; anything but plain values is stacked, as Google stacks ranges in braces."""
        self.at += 1
        self.braces = True
        column = "\\" if self.around.comma else ",\\"
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.expression(column + ";}", array=True).text)
            sign = self.peek()
            if not sign or not rows[-1][-1]:
                raise Wrong("ERROR", PARSE_ERROR)
            self.at += 1
            if sign == "}":
                break
            if sign == ";":
                rows.append([])
        if all(_is_plain(part) for row in rows for part in row):
            if len({len(row) for row in rows}) > 1:
                raise Wrong("VALUE", _UNEVEN)
            return "{" + ";".join(",".join(row) for row in rows) + "}"
        beside = [f"HSTACK({','.join(row)})" if len(row) > 1 else row[0] for row in rows]
        return f"VSTACK({','.join(beside)})" if len(beside) > 1 else f"({beside[0]})"


def _may_spread(given: list[_Piece], whole: tuple[int, ...]) -> bool:
    """Whether an argument that is wanted value by value may be an array."""
    return any(
        piece.kind == "range" or (piece.kind == "value" and any(sign in piece.text for sign in "({:"))
        for place, piece in enumerate(given)
        if place not in whole
    )


def _grouped(pieces: list[_Piece], signs: set[str]) -> str:
    """The pieces as one text; a long chain of "+" or "&" in groups, which mean the same."""
    texts = [piece.text for piece in pieces]
    operands = [piece.text for piece in pieces if piece.kind not in {"operator", "space"}]
    operators = sum(piece.kind == "operator" for piece in pieces)
    if len(operands) <= _LONGEST or len(signs) != 1 or not signs <= {"+", "&"} or operators >= len(operands):
        return "".join(texts).strip()
    sign = next(iter(signs))
    while len(operands) > _LONGEST:
        starts = range(0, len(operands), _LONGEST)
        operands = [f"({sign.join(operands[start : start + _LONGEST])})" for start in starts]
    return sign.join(operands)


_UNEVEN = "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows."


def _is_plain(text: str) -> bool:
    return bool(re.fullmatch(r'-?[0-9.]+(?:[eE][+-]?\d+)?|"(?:[^"]|"")*"|TRUE|FALSE', text))


def _bounded(one: Reference, grid: Grid) -> Reference:
    """The reference with its open sides at the grid's edges; Wrong for a cell beyond the grid."""
    top = one.top.index or 0
    left = one.left.index or 0
    bottom = grid.rows - 1 if one.bottom.index is None else one.bottom.index
    right = grid.columns - 1 if one.right.index is None else one.right.index
    if one.single and (bottom >= grid.rows or right >= grid.columns):
        raise Wrong("REF", "Reference does not exist.")
    if top >= grid.rows or left >= grid.columns:
        raise Wrong("REF", "Reference does not exist.")
    bottom, right = min(bottom, grid.rows - 1), min(right, grid.columns - 1)
    return replace(
        one,
        top=End(top),
        left=End(left),
        bottom=End(max(bottom, top)),
        right=End(max(right, left)),
        single=one.single or (top == bottom and left == right),
    )


def _sides(one: Reference) -> tuple[int, int, int, int]:
    """(top, left, bottom, right), half-open, of a bounded reference."""
    ends = (one.top.index, one.left.index, one.bottom.index, one.right.index)
    top, left, bottom, right = (index or 0 for index in ends)
    return top, left, bottom + 1, right + 1


def canonical(formula: str, home: str, around: Surroundings) -> Canonical:
    """Translate a formula that stands on the sheet `home`; Wrong for what is no formula."""
    reader = _Reader(formula.rstrip(), home, around)
    whole = reader.expression("", array=False, depth=0)
    if not whole.text:
        raise Wrong("ERROR", PARSE_ERROR)
    functions = frozenset(reader.functions)
    alone = reader.reads[0] if whole.kind == "cell" else None
    return Canonical(
        formula,
        f"={whole.text}",
        tuple(reader.reads),
        spreads=reader.braces or bool(functions & google_functions.SPREADS),
        volatile=functions & _VOLATILE,
        anywhere=bool(functions & _ANYWHERE),
        look=whole.look,
        mirrors=(alone.title, alone.top, alone.left) if alone else None,
        link=reader.link,
    )


def quoted(title: str) -> str:
    """A sheet's title as the engine reads it whatever it is made of: `'It''s'!`."""
    return "'" + title.replace("'", "''") + "'!"
