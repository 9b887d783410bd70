"""The texts of a workbook: a list for all its cells, each plain or in runs with fonts of their own."""

from __future__ import annotations

from typing import IO, Any, NamedTuple

from sync.workspace.conversions import escapes, package
from sync.workspace.conversions.reading import grid_xml
from sync.workspace.conversions.reading.grid_xml import escaped, local
from sync.workspace.sheets import entered
from sync.workspace.sheets.book import MOST_CELLS

_SPACE = ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class Piece(NamedTuple):
    """A run of a text; its font as openpyxl has it, None for the cell's own."""

    text: str
    font: Any


Text = str | list[Piece]


def read(file: IO[bytes]) -> list[Text]:
    """The workbook's shared texts. ValueError for XML that is not sound, Refusal 413 for too many."""
    found: list[Text] = []
    heard = _Heard(found)
    made = grid_xml.parser()
    made.StartElementHandler, made.EndElementHandler = heard.start, heard.end
    made.CharacterDataHandler = heard.text
    for _ in grid_xml.fed(made, file):
        if len(found) > MOST_CELLS:
            raise package.too_large()
    return found


class _Heard:
    """Hears the elements of the list: a plain text is read at once, one with runs is put together again."""

    def __init__(self, found: list[Text]) -> None:
        self._found = found
        self._xml: list[str] = []
        self._plain: list[str] = []
        self._depth = 0
        self._runs = False

    def start(self, whole: str, about: dict[str, str]) -> None:
        name = local(whole)
        if self._depth or name == "si":
            self._depth += 1
            self._runs = self._runs or name == "r"
            told = "".join(f' {key}="{escaped(value)}"' for key, value in about.items() if ":" not in key)
            self._xml.append(f"<{name}{_SPACE if self._depth == 1 else told}>")
            if name == "rPh":
                self._runs = True

    def text(self, text: str) -> None:
        if self._depth > 1:
            self._xml.append(escaped(text))
            self._plain.append(text)

    def end(self, whole: str) -> None:
        if not self._depth:
            return
        self._depth -= 1
        self._xml.append(f"</{local(whole)}>")
        if not self._depth:
            plain = escapes.plain("".join(self._plain))[: entered.LONGEST_TEXT]
            self._found.append(of_xml("".join(self._xml)) if self._runs else plain)
            self._xml.clear()
            self._plain.clear()
            self._runs = False


def of_xml(xml: str) -> Text:
    """A text as its own element says it (`si`, `is`)."""
    from openpyxl.cell.text import Text as Told  # noqa: PLC0415 - a start should not wait for it
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415

    node: Any = fromstring(xml)
    told: Any = Told.from_tree(node)
    pieces = [Piece(escapes.plain(run.t or ""), run.rPr) for run in told.r]
    if not any(piece.font is not None for piece in pieces):
        return escapes.plain(told.t or "") + "".join(piece.text for piece in pieces)
    return [piece for piece in pieces if piece.text]


def of_cell(inside: str) -> Text:
    """A text that stands in its cell."""
    return of_xml(inside.replace("<is>", f"<is{_SPACE}>", 1))
