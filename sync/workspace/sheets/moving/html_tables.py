"""HTML read as cells: tables with their spans, texts and looks; without a table, one cell a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from sync.workspace.sheets.rectangles import Rectangle

_SILENT = {"style", "script", "head", "title", "template"}
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "ul", "ol", "blockquote", "pre"}
_MARKS: dict[str, dict[str, Any]] = {
    "b": {"bold": True}, "strong": {"bold": True}, "th": {"bold": True}, "i": {"italic": True},
    "em": {"italic": True}, "u": {"underline": True}, "s": {"strikethrough": True},
    "strike": {"strikethrough": True}, "del": {"strikethrough": True},
}  # fmt: skip
_EMPTY = {"br", "img", "hr", "meta", "link", "input", "col", "wbr"}
_COLOURS = {
    "black": "000000", "white": "ffffff", "red": "ff0000", "green": "008000", "blue": "0000ff",
    "yellow": "ffff00", "gray": "808080", "grey": "808080", "orange": "ffa500", "purple": "800080",
    "silver": "c0c0c0", "navy": "000080", "maroon": "800000", "teal": "008080", "lime": "00ff00",
}  # fmt: skip
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")
_ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT", "start": "LEFT", "end": "RIGHT"}
_VERTICAL = {"top": "TOP", "middle": "MIDDLE", "bottom": "BOTTOM"}
_POINTS_A_PIXEL = 0.75
_MOST = 1000  # columns or rows that one cell may span


@dataclass(slots=True)
class Pasted:
    """One cell: its text as if typed, what of CellFormat is said of it, and the address it links to."""

    text: str
    look: dict[str, Any] = field(default_factory=dict)
    link: str = ""
    spans: tuple[int, int] = (1, 1)


def read(html: str) -> tuple[list[list[Pasted]], list[Rectangle]]:
    """(rows of cells, merges counted from the first cell)."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.end_block()
    if not parser.tabled:
        return parser.rows, []
    return _laid_out(parser.rows)


def _laid_out(rows: list[list[Pasted]]) -> tuple[list[list[Pasted]], list[Rectangle]]:
    """Rows with every cell in its own column, where cells of earlier rows reach down."""
    grid: dict[tuple[int, int], Pasted] = {}
    merges = []
    for top, row in enumerate(rows):
        column = 0
        for one in row:
            while (top, column) in grid:
                column += 1
            height, width = one.spans
            for down in range(height):
                for right in range(width):
                    grid[top + down, column + right] = one if not down and not right else Pasted("", one.look)
            if height * width > 1:
                merges.append(Rectangle(top, column, top + height, column + width))
            column += width
    bottom = max((row for row, _ in grid), default=-1) + 1
    laid = []
    for index in range(bottom):
        width = max((column for row, column in grid if row == index), default=-1) + 1
        laid.append([grid.get((index, column), Pasted("")) for column in range(width)])
    return laid, merges


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Pasted]] = []
        self.tabled = False
        self._cell: Pasted | None = None
        self._looks: list[tuple[str, dict[str, Any]]] = []
        self._silent = 0
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._text += "\n"
        elif tag == "table":
            self.end_block()
            self.tabled = True
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._start_cell(given)
        elif tag in _BLOCKS and self._cell is None:
            self.end_block()
        elif tag == "a" and self._cell is not None and given.get("href", "").startswith(("http", "mailto:")):
            self._cell.link = given["href"]
        if tag not in _EMPTY and tag not in _SILENT:
            self._looks.append((tag, _look(tag, given)))
            if self._cell is not None and not self._text.strip():
                _merge(self._cell.look, self._looks[-1][1])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in _BLOCKS and self._cell is None:
            self.end_block()
        while any(name == tag for name, _ in self._looks):
            if self._looks.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text += re.sub(r"[ \t\r\n]+", " ", data)

    def _start_cell(self, given: dict[str, str]) -> None:
        self._end_cell()
        if not self.rows:
            self.rows.append([])
        self._cell, self._text = Pasted("", spans=(_span(given, "rowspan"), _span(given, "colspan"))), ""
        for name, look in self._looks:
            if name in {"tr", "tbody", "thead"}:
                _merge(self._cell.look, look)
        self.rows[-1].append(self._cell)

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._cell.text = _trimmed(self._text)
        self._cell, self._text = None, ""

    def end_block(self) -> None:
        """End a paragraph that stands in no table."""
        if self._cell is not None:
            self._end_cell()
        elif (text := _trimmed(self._text)) and not self.tabled:
            look: dict[str, Any] = {}
            for _, part in self._looks:
                _merge(look, part)
            self.rows += [[Pasted(line, dict(look))] for line in text.split("\n")]
        self._text = ""


def _trimmed(text: str) -> str:
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")


def _span(given: dict[str, str], name: str) -> int:
    digits = given.get(name, "1").strip()
    return min(max(1, int(digits)), _MOST) if digits.isascii() and digits.isdigit() else 1


def _merge(look: dict[str, Any], more: dict[str, Any]) -> None:
    for name, part in more.items():
        look[name] = look.get(name, {}) | part if name == "textFormat" else part


def _look(tag: str, given: dict[str, str]) -> dict[str, Any]:
    """What of CellFormat a tag says, by its name, its attributes and its style."""
    look: dict[str, Any] = {}
    text = dict(_MARKS.get(tag, {}))
    said = {"text-align": given.get("align", ""), "background-color": given.get("bgcolor", "")}
    said |= {"vertical-align": given.get("valign", "")}
    if tag == "font":
        said["color"] = given.get("color", "")
    for part in given.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if value.strip():
            said[name.strip().lower()] = value.strip()
    if (align := said["text-align"].lower()) in _ALIGN:
        look["horizontalAlignment"] = _ALIGN[align]
    if (align := said["vertical-align"].lower()) in _VERTICAL:
        look["verticalAlignment"] = _VERTICAL[align]
    if colour := _colour(said.get("background-color") or said.get("background", "")):
        look["backgroundColorStyle"] = {"rgbColor": colour}
    if colour := _colour(said.get("color", "")):
        text["foregroundColorStyle"] = {"rgbColor": colour}
    text |= _text_look(said)
    return look | ({"textFormat": text} if text else {})


def _text_look(said: dict[str, str]) -> dict[str, Any]:
    text: dict[str, Any] = {}
    weight = said.get("font-weight", "").lower()
    if weight:
        text["bold"] = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
    if "font-style" in said:
        text["italic"] = said["font-style"].lower() in {"italic", "oblique"}
    lines = said.get("text-decoration", said.get("text-decoration-line", "")).lower()
    if lines:
        text |= {"underline": "underline" in lines, "strikethrough": "line-through" in lines}
    if size := re.fullmatch(r"([0-9.]+)(pt|px)", said.get("font-size", "")):
        points = float(size[1]) * (_POINTS_A_PIXEL if size[2] == "px" else 1)
        text["fontSize"] = max(1, round(points))
    if family := said.get("font-family", "").split(",")[0].strip("'\" "):
        text["fontFamily"] = family
    return text


def _colour(written: str) -> dict[str, float] | None:
    """`#abc`, `#aabbcc`, `rgb(1, 2, 3)` or a common name; None for anything else."""
    text = written.strip().lower()
    if found := _RGB.match(text):
        channels = [int(part) for part in found.groups()]
    else:
        digits = _COLOURS.get(text, text.removeprefix("#") if text.startswith("#") else "")
        if len(digits) == 3:
            digits = "".join(letter * 2 for letter in digits)
        if not re.fullmatch(r"[0-9a-f]{6}", digits):
            return None
        channels = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    red, green, blue = (min(255, channel) / 255 for channel in channels)
    return {"red": red, "green": green, "blue": blue}
