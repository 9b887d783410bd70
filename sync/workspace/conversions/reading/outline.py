"""A workbook's package without its cells: what openpyxl may be given, and how large each sheet is."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from sync.workspace.conversions import package
from sync.workspace.conversions.reading import grid_xml
from sync.workspace.conversions.reading.grid_xml import escaped, local
from sync.workspace.sheets.book import MOST_CELLS

Box = tuple[int, int, int, int]

_MOST_ELEMENTS = 250_000  # of all parts, cells and texts aside: openpyxl makes an object of each
_MOST_LINKED = 100_000  # cells
_MARK = "nithet-part-"
_EMPTY = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = _EMPTY + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_STRINGS = _EMPTY + b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


@dataclass
class Outline:
    """One worksheet: its part, how far its cells reach (rows, columns), those with content alone, and more.

    `heights` are points, `levels` how deep rows are grouped, `links` the ranges with the id of a
    relation and a place inside the workbook.
    """

    part: str
    reach: tuple[int, int] = (0, 0)
    filled: tuple[int, int] = (0, 0)
    heights: dict[int, float] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    levels: dict[int, int] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    links: list[tuple[Box, str, str]] = field(default_factory=list)


@dataclass
class Outlined:
    """A package: `content` is what openpyxl reads; sheets by the code name that they bear in it."""

    content: bytes
    sheets: dict[str, Outline] = field(default_factory=dict)
    strings: str = ""


def outlined(content: bytes) -> Outlined:
    """Go through a package that `package.check` found sane; Refusal 413 for more than is converted."""
    made, found = BytesIO(), Outlined(b"")
    left = _MOST_ELEMENTS
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        names = dict.fromkeys(old.namelist())
        for name in names:
            if not name.endswith((".xml", ".rels")):
                new.writestr(name, old.read(name))
                continue
            walk = _Walk(found, name)
            with old.open(name) as file:
                for _ in grid_xml.fed(walk.parser, file):
                    if walk.elements > left:
                        raise package.too_large()
            left -= walk.elements
            new.writestr(name, walk.written())
            if walk.root == "chartsheet" and (relations := _relations_of(name)) not in names:
                new.writestr(relations, _RELATIONS)
    if sum(rows * columns for rows, columns in (one.filled for one in found.sheets.values())) > MOST_CELLS:
        raise package.too_large()
    found.content = made.getvalue()
    return found


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


class _Walk:
    """Goes through one part: writes it again without what is read another way, and notes that."""

    def __init__(self, found: Outlined, name: str) -> None:
        self.root, self.elements = "", 0
        self.parser = grid_xml.parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._found, self._name = found, name
        self._sheet: Outline | None = None
        self._out: list[str] = []
        self._skipped = 0
        self._row = self._column = -1
        self._cells = 0
        self._mark = ""

    def written(self) -> bytes:
        """The part for openpyxl."""
        return _STRINGS if self.root == "sst" else (_EMPTY.decode() + "".join(self._out)).encode()

    def _start(self, whole: str, about: dict[str, str]) -> None:
        name = local(whole)
        if not self.root:
            self._begin(name)
        if self._skipped or self.root == "sst" or self._is_left_out(name, about):
            self._skipped += 1
            self._skip(name, about)
            return
        self.elements += 1
        if self._mark and self.root == "worksheet" and self.elements > 1:
            self._marked(whole, name, about)
            return
        self._out.append(_opening(whole, about))

    def _begin(self, name: str) -> None:
        self.root = name
        if name == "worksheet":
            self._mark = f"{_MARK}{len(self._found.sheets)}"
            self._sheet = self._found.sheets[self._mark] = Outline(self._name)
        elif name == "sst":
            self._found.strings = self._name

    def _marked(self, whole: str, name: str, about: dict[str, str]) -> None:
        """A worksheet begins with its properties; they are made to say which one it is."""
        mark, self._mark = self._mark, ""
        if name == "sheetPr":
            self._out.append(_opening(whole, about | {"codeName": mark}))
            return
        prefix = whole[: len(whole) - len(name)]
        self._out.append(f'<{prefix}sheetPr codeName="{mark}"/>{_opening(whole, about)}')

    def _is_left_out(self, name: str, about: dict[str, str]) -> bool:
        match self.root:
            case "worksheet":
                return name in {"row", "mergeCells", "hyperlinks", "mergeCell", "hyperlink"}
            case "workbook":
                return name == "pivotCaches"
            case "Relationships":
                return about.get("Type", "").endswith(("/pivotTable", "/pivotCacheDefinition"))
            case "pivotCacheRecords" | "pivotCacheDefinition" | "pivotTableDefinition":
                return True
        return False

    def _skip(self, name: str, about: dict[str, str]) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if name == "c":
            self._note_cell(sheet, about)
        elif name in {"v", "f", "is"}:
            self._note_content(sheet)
        elif name == "row":
            self._note_row(sheet, about)
        elif name == "mergeCell":
            self.elements += 1
            if box := grid_xml.box_of(about.get("ref", "")):
                sheet.merges.append(box)
        elif name == "hyperlink":
            self.elements += 1
            if box := grid_xml.box_of(about.get("ref", "")):
                target = next((value for key, value in about.items() if local(key) == "id"), "")
                sheet.links.append((box, target, about.get("location", "")))

    def _note_row(self, sheet: Outline, about: dict[str, str]) -> None:
        self._row = int(float(about["r"])) - 1 if "r" in about else self._row + 1
        self._column = -1
        if len(about) < 2:
            return
        if "ht" in about:
            sheet.heights[self._row] = float(about["ht"])
        if about.get("hidden") in {"1", "true"}:
            sheet.hidden.add(self._row)
        if (level := about.get("outlineLevel", "0")) != "0":
            sheet.levels[self._row] = min(8, int(level))

    def _note_cell(self, sheet: Outline, about: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise package.too_large()
        place = about.get("r")
        self._column = grid_xml.index_of(place.rstrip("0123456789")) if place else self._column + 1
        if about.get("s", "0") != "0":
            sheet.reach = (max(sheet.reach[0], self._row + 1), max(sheet.reach[1], self._column + 1))

    def _note_content(self, sheet: Outline) -> None:
        for name in ("reach", "filled"):
            rows, columns = getattr(sheet, name)
            if self._row >= rows or self._column >= columns:
                setattr(sheet, name, (max(rows, self._row + 1), max(columns, self._column + 1)))

    def _end(self, whole: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._out.append(f"</{whole}>")

    def _text(self, text: str) -> None:
        if not self._skipped:
            self._out.append(escaped(text))


def _opening(name: str, about: dict[str, str]) -> str:
    told = "".join(f' {key}="{escaped(value)}"' for key, value in about.items())
    return f"<{name}{told}>"


def linked(links: list[tuple[Box, str, str]]) -> list[tuple[Box, Any, str]]:
    """The links, those over many cells cut down to their first."""
    cells, kept = 0, []
    for (top, left, bottom, right), target, location in links:
        size = (bottom - top) * (right - left)
        box = (top, left, bottom, right) if cells + size <= _MOST_LINKED else (top, left, top + 1, left + 1)
        cells += (box[2] - box[0]) * (box[3] - box[1])
        kept.append((box, target, location))
    return kept
