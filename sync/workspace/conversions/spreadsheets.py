"""Spreadsheets out of files, and files out of spreadsheets."""

from __future__ import annotations

from sync.workspace.conversions import delimited, kinds, office, package, reading, writing
from sync.workspace.conversions.delimited import Table
from sync.workspace.conversions.draft import Draft
from sync.workspace.conversions.reading.content import Content, SheetContent, sized
from sync.workspace.errors import unimplemented
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.read import snapshot
from sync.workspace.store import Store

_ODS = (kinds.ODS, kinds.OLD_ODS)


def read(content: bytes, mime: str, charset: str = "") -> Content | Table:
    """What a file holds for a spreadsheet; refusals and `charset` as for `conversions.received`."""
    if mime == kinds.XLSX:
        return reading.read(content)
    if mime in (kinds.CSV, kinds.TSV):
        return delimited.read(content, "\t" if mime == kinds.TSV else "", charset)
    if mime in _ODS:
        try:
            return reading.read(office.converted(content, "ods", "xlsx", reads="calc8"))
        except office.Unconverted:
            raise package.unreadable() from None
    raise unimplemented(f"a conversion of {mime} to a spreadsheet")


def drafted(draft: Draft, content: Content | Table) -> Draft:
    """The draft of a spreadsheet, filled: with the cells of a table, or with all that a workbook holds."""
    if isinstance(content, Table):
        first = draft.book.sheets[0].meta["properties"]
        kept = {name: first[name] for name in ("title", "tabColor", "tabColorStyle") if name in first}
        bare = SheetContent(kept)
        sized([(bare, 0, 0)])
        reading.fill(draft.book, Content([bare]))
        delimited.fill(draft.book, draft.book.sheets[0], content)
    else:
        reading.fill(draft.book, content)
    return draft


def export(store: Store, spreadsheet_id: str, mime: str, email: str, gid: int | None) -> bytes:
    """A spreadsheet as a file of another kind; refusals as `conversions.exported` tells."""
    with snapshot(store) as connection:
        book = Book(connection, spreadsheet_id, email)
        if gid is not None:
            book.sheet(gid)  # it is there
        match mime:
            case kinds.CSV | kinds.TSV:
                return delimited.write(book, gid, tabs=mime == kinds.TSV)
            case kinds.XLSX:
                return writing.from_book(book)
            case kinds.PDF:
                workbook = writing.from_book(book, formulas=False, only=gid)
            case kinds.ODS | kinds.OLD_ODS:
                workbook = writing.from_book(book)
            case _:
                raise unimplemented(f"an export of a spreadsheet to {mime}")
    return office.converted(workbook, "xlsx", "pdf" if mime == kinds.PDF else "ods")
