"""What must be true of an office file (a zip of XML parts) before a library is let near it.

Whoever may write to a folder may upload a file. A small one may unpack to gigabytes, may say that a
merged cell is a whole sheet large, or may define entities that grow without end: none is read.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from sync.workspace.errors import Refusal

MOST_BYTES = 256 * 2**20  # of all parts together, unpacked
MOST_PARTS = 20_000
MOST_CELLS = 10_000_000
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_SPAN = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_BOX = re.compile(rb"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MOST_SPANNED = 2_000_000  # cells in merges and links of a whole workbook, each of which is made
_CHUNK = 2**20


def check(content: bytes) -> None:
    """Refusal 400 unless `content` is a sane package, 413 for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if "[Content_Types].xml" not in package.namelist() or len(parts) > MOST_PARTS:
                raise unreadable()
            left, cells, spanned = MOST_BYTES, 0, 0
            for part in parts:
                text = _unpacked(package, part, left)
                left -= len(text)
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(text)
                if part.filename.startswith("xl/worksheets/"):
                    cells += sum(1 for _ in _CELL.finditer(text))
                    spanned += sum(_area(found[1]) for found in _SPAN.finditer(text))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise unreadable() from None
    if cells > MOST_CELLS or spanned > _MOST_SPANNED:
        raise too_large()


def without_links(content: bytes) -> bytes:
    """The package without what it would have a reader fetch from elsewhere; links to follow by hand stay."""
    from lxml import etree  # noqa: PLC0415 - a start of the workspace should not wait for it

    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith(".rels"):
                root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
                for one in list(root):
                    outside = one.get("TargetMode") == "External"
                    if outside and not str(one.get("Type", "")).endswith("/hyperlink"):
                        root.remove(one)
                text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(part.filename, text)
    return made.getvalue()


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """A part's content, read no further than it may go: what the zip says of its size proves nothing."""
    pieces, size = [], 0
    with package.open(part) as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _check_xml(text: bytes) -> None:
    """Refuse document types, in any encoding that a reader of XML might see one in."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.decode("utf-16", "replace").encode()
    elif text[:1] not in (b"", b"<", b"\xef", b" ", b"\n", b"\r", b"\t") or b"\0" in text[:8]:
        raise unreadable()
    if _DTD.search(text):
        raise unreadable()


def _area(reference: bytes) -> int:
    found = _BOX.fullmatch(reference.strip())
    if found is None:
        return 1
    (left, top, right, bottom) = found.groups()
    return (abs(int(bottom) - int(top)) + 1) * (abs(_index(right) - _index(left)) + 1)


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index


def unreadable() -> Refusal:
    """The answer to a file that is not what it says it is: Google's reason, and what it means in words."""
    words = "Bad Request. The content cannot be converted: it is broken, or of another kind than is said."
    error = {"domain": "global", "reason": "badRequest", "message": words}
    return Refusal(400, words, errors=[error])


def too_large() -> Refusal:
    """The answer to a file that holds more than a conversion takes."""
    error = {
        "domain": "global",
        "reason": "uploadTooLarge",
        "message": "The file is too large to be converted.",
    }
    return Refusal(413, error["message"], "INVALID_ARGUMENT", errors=[error])
