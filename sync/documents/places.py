"""Where in a Word file its tags stand, and where what jinja2 says of them belongs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from traceback import walk_tb
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_WORDS_OWN = re.compile(r"^(\{[{%])(?:tr|tc|p|r)(?=\s)")  # docxtpl's: what a tag stands for
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # as Word writes them, and docxtpl reads them
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_OPENING = frozenset({"if", "for", "macro", "call", "filter", "with", "autoescape", "raw"})


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that has a tag: its number in the file, and in which part (text, header, …) it stands."""

    number: int
    text: str
    part: int = 0

    @property
    def tags(self) -> list[str]:
        """The paragraph's tags as jinja2 gets them."""
        return [_plain(tag) for tag in _TAG.findall(self.text)]


def lines_with_tags(document: Document) -> Iterator[Line]:
    """Every paragraph that has a tag, of cells, text boxes, headers, footers and footnotes, too."""
    number = 0
    for place, part in enumerate(_parts(document)):
        for paragraph in part.iter(qn("w:p")):
            if next(paragraph.iterancestors(_FALLBACK), None) is not None:
                continue  # a text box once more, for old readers
            number += 1
            text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")) if _around(one) is paragraph)
            if "{{" in text or "{%" in text:
                yield Line(number, text, place)


def never_closed(lines: Sequence[Line]) -> Line | None:
    """The paragraph that opens what no other closes; None where each is closed."""
    for part in dict.fromkeys(line.part for line in lines):
        opened: list[Line] = []
        for line in lines:
            for tag in line.tags if line.part == part else ():
                word = found[1] if (found := _WORD.match(tag)) else ""
                if word in _OPENING or (word == "set" and "=" not in tag):
                    opened.append(line)
                elif word.startswith("end") and opened:
                    opened.pop()
        if opened:
            return opened[-1]
    return None


def place_of(error: BaseException, lines: Sequence[Line]) -> Line | None:
    """The paragraph in whose tags an error came up; None where that cannot be told."""
    source, number = "", getattr(error, "lineno", None)
    for frame, at in walk_tb(error.__traceback__):
        if frame.f_code.co_name == "render_xml_part":  # docxtpl's: a paragraph a line
            source = frame.f_locals["src_xml"]
        elif frame.f_code.co_filename == "<template>":
            number = at
    rows = re.split(r"\r\n|\r|\n", source)
    if number is None or not 0 < number <= len(rows):
        return None
    wanted = {_plain(tag) for tag in _TAG.findall(rows[number - 1])}
    likely = max(lines, key=lambda line: len(wanted.intersection(line.tags)), default=None)
    return likely if likely and wanted.intersection(likely.tags) else None


def _plain(tag: str) -> str:
    """A tag as jinja2 gets it, its spaces single."""
    return _WORDS_OWN.sub(r"\1", " ".join(html.unescape(tag).translate(_QUOTES).split()))


def _around(element: Any) -> Any:
    """The paragraph that an element stands in, not those around a text box."""
    return next(element.iterancestors(qn("w:p")))


def _parts(document: Document) -> Iterator[Any]:
    """The outermost elements of what docxtpl writes values into: the text first, then headers and footers."""
    yield document.element.body
    relations = document.part.rels.values()
    for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
        there = (one.target_part for one in relations if one.reltype == kind)
        for part in sorted(there, key=lambda part: str(part.partname)):
            yield part.element
    for part in document.part.package.iter_parts():
        if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
            yield parse_xml(part.blob)
