"""Any text becomes a cell that Google takes: a string, whole characters, no longer than a cell."""

from __future__ import annotations

import pytest

from sync.json_text import write_whole
from sync.sheets.formats import extended_value
from tests import hostile


@pytest.mark.parametrize(
    "text", [*hostile.EVERY, *hostile.LONG, "\ud800" * 60_000], ids=range(len(hostile.EVERY) + 6)
)
def test_a_text_is_a_string_that_fits(text: str) -> None:
    cell = extended_value(text)
    assert cell.keys() == {"stringValue"}
    assert len(cell["stringValue"].encode("utf-16-le")) // 2 <= 50_000
    assert "\x00" not in cell["stringValue"]
    assert b"\\ud8" not in write_whole(cell)
    if text.isprintable() and len(text) < 49_000:
        assert cell["stringValue"] == text
