"""What stands in a cell as HTML: its text escaped, with rich-text runs and links that are safe to follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from sync.workspace.pages.spreadsheet.colours import Theme, colour
from sync.workspace.pages.spreadsheet.contents import boolean_in, text_in
from sync.workspace.pages.spreadsheet.grid import CellData
from sync.workspace.pages.spreadsheet.links import is_outside, safe_link
from sync.workspace.pages.spreadsheet.marks import marks
from sync.workspace.pages.spreadsheet.styles import Stylesheet, text_declarations


def cell_html(cell: CellData, sheet: Stylesheet, theme: Theme, *, ticked: bool = False) -> Markup:
    """The content of a cell; `ticked` ones are checkboxes, if they hold what a checkbox can show."""
    state = _ticked(cell) if ticked else None
    if state is not None:
        return marks.tick(state)
    text = text_in(cell)
    runs = cell.get("textFormatRuns")
    if runs and text:
        return _run_html(text, runs, sheet, theme)
    target = cell.get("hyperlink") or _format_link(cell)
    return linked(escape(text), target) if target else escape(text)


def linked(html: Markup, target: str) -> Markup:
    """`html` as a link to `target`, or as it is where there is none that is safe."""
    address = safe_link(target) if target and html else None
    if address is None:
        return html
    if is_outside(address):
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, html)
    return Markup('<a href="{}">{}</a>').format(address, html)


def _format_link(cell: CellData) -> str:
    for name in ("effectiveFormat", "userEnteredFormat"):
        uri = cell.get(name, {}).get("textFormat", {}).get("link", {}).get("uri")
        if uri:
            return str(uri)
    return ""


def _ticked(cell: CellData) -> bool | None:
    """Whether a checkbox is ticked: by TRUE and FALSE, or by the words that its rule has for them."""
    words = cell.get("dataValidation", {}).get("condition", {}).get("values", ())
    if not words:
        return boolean_in(cell)
    text = text_in(cell)
    if text == words[0].get("userEnteredValue"):
        return True
    off = words[1].get("userEnteredValue") if len(words) > 1 else ""
    return False if text in {off, ""} else None


def _run_html(text: str, runs: list[Mapping[str, Any]], sheet: Stylesheet, theme: Theme) -> Markup:
    """Runs start at UTF-16 code units, as Google counts."""
    units = text.encode("utf-16-le", "surrogatepass")
    starts = [run.get("startIndex", 0) * 2 for run in runs]
    html = escape(_decoded(units[: starts[0]]))
    for run, start, end in zip(runs, starts, [*starts[1:], len(units)], strict=True):
        style = run.get("format", {})
        piece = linked(escape(_decoded(units[start:end])), style.get("link", {}).get("uri", ""))
        name = sheet.name(_run_declarations(style, theme))
        html += Markup('<span class="{}">{}</span>').format(name, piece) if name else piece
    return html


def _run_declarations(style: Mapping[str, Any], theme: Theme) -> str:
    return text_declarations(
        colour(style, "foregroundColor", theme),
        style.get("bold", False),
        style.get("italic", False),
        style.get("underline", False),
        style.get("strikethrough", False),
        style.get("fontSize", 10),
    )


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")
