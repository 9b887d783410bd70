"""A table out of a file of text, CSV or TSV, in the encodings and with the delimiters that offices have."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from forms.results.grid import Grid, even, filled
from forms.results.told import FileTrouble

_DELIMITERS = ",;\t"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def text_grid(content: bytes) -> Grid:
    """The table of a text file. Raises FileTrouble where it cannot be read."""
    try:
        return Grid("", even(list(filled(_lines(_text(content))))))
    except csv.Error as error:
        raise FileTrouble("broken", said=str(error)) from error


def _text(content: bytes) -> str:
    """Excel's "Unicode text", UTF-8 with its mark or without, or Windows-874."""
    encodings = next(([name] for mark, name in _MARKS if content.startswith(mark)), ["utf-8", "cp874"])
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileTrouble("unreadable")


def _lines(text: str) -> Iterator[list[str]]:
    delimiter = max(_DELIMITERS, key=text.count)
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        yield [" ".join(cell.split()) for cell in row]
