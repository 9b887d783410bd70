"""The tables of a file by its name and content: which kind of file it is."""

from __future__ import annotations

from forms.results.grid import Grid
from forms.results.text_file import text_grid
from forms.results.told import FileTrouble
from forms.results.workbook import workbook_grids

_EXCEL = (".xlsx", ".xlsm")
_TEXT = (".csv", ".tsv", ".txt")
_COMPOUND = b"\xd0\xcf\x11\xe0"  # an old Excel's file, or a new one that a password locks
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # a stream's name in the compound file's directory


def grids(name: str, content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of a file, by its name and content. Raises FileTrouble where it cannot be read."""
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    if content.startswith(_COMPOUND):
        raise FileTrouble("protected" if _LOCKED in content else "old-excel")
    if ending in _EXCEL or content.startswith(b"PK\x03\x04"):
        return workbook_grids(content)
    if ending == ".xls":
        raise FileTrouble("old-excel")
    if ending in _TEXT:
        return (text_grid(content),)
    raise FileTrouble("kind-of-file", ending=ending or name)
