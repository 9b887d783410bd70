"""How a cell looks, read from Google's CellFormat, and the style sheet that says it to a browser.

Styles become classes of one generated sheet, so that pages need no inline style attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.workspace.pages.spreadsheet.colours import Theme, colour

_STROKES = {
    "DOTTED": "1px dotted",
    "DASHED": "1px dashed",
    "SOLID": "1px solid",
    "SOLID_MEDIUM": "2px solid",
    "SOLID_THICK": "3px solid",
    "DOUBLE": "3px double",
}
_WRAPS = {"WRAP": "wrap", "LEGACY_WRAP": "wrap", "CLIP": "clip"}
_ALIGNMENTS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right", "TOP": "top", "MIDDLE": "middle"}
_LARGE = 14  # points from which on Thai tone marks need room of their own above the line
_UPRIGHT = 60  # degrees from which on a turned text is drawn standing


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell's format comes to. `size` is in points; borders are "1px solid #rrggbb" or ""."""

    background: str | None = None
    colour: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    size: float = 10
    align: str = ""
    valign: str = "bottom"
    wrap: str = "overflow"  # or "wrap", "clip"
    turn: str = ""  # or "up", "down", "stacked"
    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""

    @property
    def pixels(self) -> float:
        """The font size in pixels."""
        return self.size * 4 / 3


def look_of(cell_format: Mapping[str, Any], theme: Theme) -> Look:
    """Read a CellFormat."""
    text = cell_format.get("textFormat", {})
    borders = cell_format.get("borders", {})
    return Look(
        background=colour(cell_format, "backgroundColor", theme),
        colour=colour(text, "foregroundColor", theme),
        bold=text.get("bold", False),
        italic=text.get("italic", False),
        underline=text.get("underline", False),
        strike=text.get("strikethrough", False),
        size=float(text.get("fontSize", 10)),
        align=_ALIGNMENTS.get(cell_format.get("horizontalAlignment", ""), ""),
        valign=_ALIGNMENTS.get(cell_format.get("verticalAlignment", ""), "bottom"),
        wrap=_WRAPS.get(cell_format.get("wrapStrategy", ""), "overflow"),
        turn=_turn(cell_format.get("textRotation", {})),
        left=_stroke(borders.get("left"), theme),
        top=_stroke(borders.get("top"), theme),
        right=_stroke(borders.get("right"), theme),
        bottom=_stroke(borders.get("bottom"), theme),
    )


def _stroke(border: Mapping[str, Any] | None, theme: Theme) -> str:
    stroke = _STROKES.get((border or {}).get("style", ""))
    return f"{stroke} {colour(border or {}, 'color', theme) or '#000000'}" if stroke else ""


def _turn(rotation: Mapping[str, Any]) -> str:
    if rotation.get("vertical"):
        return "stacked"
    angle = rotation.get("angle", 0)
    return "up" if angle >= _UPRIGHT else "down" if angle <= -_UPRIGHT else ""


def declarations(look: Look, right: str, bottom: str) -> str:
    """The look as CSS declarations for a table cell with these edges; alignment is settled by the caller."""
    lines = [text_declarations(look.colour, look.bold, look.italic, look.underline, look.strike, look.size)]
    filled = look.background is not None and look.background != "#ffffff"
    if filled:
        lines.append(f"background:{look.background};")
    if look.size >= _LARGE:
        lines.append("line-height:1.3;padding-top:.32em;")
    if look.valign != "bottom":
        lines.append(f"vertical-align:{look.valign};")
    if look.wrap == "wrap":
        lines.append("white-space:pre-wrap;overflow-wrap:anywhere;")
    for edge, stroke in (("right", right), ("bottom", bottom)):
        if stroke:
            lines.append(f"border-{edge}:{stroke};")
        elif filled:  # the lines of the grid lie under a cell's colour
            lines.append(f"border-{edge}-color:transparent;")
    return "".join(lines)


def text_declarations(
    ink: str | None, bold: bool, italic: bool, underline: bool, strike: bool, size: float
) -> str:
    """How text looks, as CSS declarations; what is the page's own default is left out."""
    lines = []
    if ink and ink != "#000000":
        lines.append(f"color:{ink};--link:{ink};")
    if bold:
        lines.append("font-weight:700;")
    if italic:
        lines.append("font-style:italic;")
    if underline or strike:
        lines.append(f"text-decoration:{'underline ' * underline}{'line-through' * strike};")
    if size != 10:
        lines.append(f"font-size:{size:g}pt;")
    return "".join(lines)


class Stylesheet:
    """Collects declarations and names a class for each distinct one."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, lines: str) -> str:
        """The class that says these declarations, "" for none."""
        return self._names.setdefault(lines, f"s{len(self._names)}") if lines else ""

    def text(self, before: str = "") -> str:
        """The whole sheet; `before` goes in front of each class, as in "td"."""
        return "\n".join(f"{before}.{name}{{{lines}}}" for lines, name in self._names.items())
