"""The kinds of files that are converted, and which becomes which, in the words of Drive's `about`."""

from __future__ import annotations

from collections.abc import Mapping

from sync.workspace.files import DOCUMENT, SPREADSHEET

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OLD_ODS = "application/x-vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"
TSV = "text/tab-separated-values"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
TEXT = "text/plain"

Formats = Mapping[str, tuple[str, ...]]

_INTO = {XLSX: SPREADSHEET, CSV: SPREADSHEET, TSV: SPREADSHEET, DOCX: DOCUMENT, TEXT: DOCUMENT}
_INTO_BY_OFFICE = {ODS: SPREADSHEET, OLD_ODS: SPREADSHEET, HTML: DOCUMENT, ODT: DOCUMENT, RTF: DOCUMENT}
_OUT_OF = {SPREADSHEET: (XLSX, CSV, TSV), DOCUMENT: (DOCX, HTML, TEXT)}
_OUT_OF_BY_OFFICE = {SPREADSHEET: (PDF, ODS, OLD_ODS), DOCUMENT: (PDF, ODT, RTF)}


def imports(*, office: bool) -> Formats:
    """Source kind -> the kinds of Google's that it can become; with `office` those that LibreOffice reads."""
    chosen = _INTO | (_INTO_BY_OFFICE if office else {})
    return {source: (target,) for source, target in chosen.items()}


def exports(*, office: bool) -> Formats:
    """Google's kind -> what it can be exported to; with `office` what LibreOffice writes, too."""
    return {
        source: targets + (_OUT_OF_BY_OFFICE[source] if office else ()) for source, targets in _OUT_OF.items()
    }
