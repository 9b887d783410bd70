"""A1 and R1C1 notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workspace.sheets import a1
from sync.workspace.sheets.a1 import Box


@pytest.mark.parametrize(
    ("text", "title", "box"),
    [
        ("A1", "", Box(0, 0, 1, 1)),
        ("$B$2", "", Box(1, 1, 2, 2)),
        ("A1:B2", "", Box(0, 0, 2, 2)),
        ("B2:A1", "", Box(0, 0, 2, 2)),
        ("A:C", "", Box(0, 0, None, 3)),
        ("2:3", "", Box(1, 0, 3, None)),
        ("A5:A", "", Box(4, 0, None, 1)),
        ("AA10", "", Box(9, 26, 10, 27)),
        ("Sheet1!A1:B2", "Sheet1", Box(0, 0, 2, 2)),
        ("'ผลการนิเทศ 1'!A:A", "ผลการนิเทศ 1", Box(0, 0, None, 1)),
        ("'It''s'!A1", "It's", Box(0, 0, 1, 1)),
        ("'a!b'!A1", "a!b", Box(0, 0, 1, 1)),
        ("ผล!R2C3:R4C5", "ผล", Box(1, 2, 4, 5)),
        ("'Sheet1'", "Sheet1", None),
        ("Sheet1", "", None),
        ("รายงาน", "", None),
        ("Sheet1!ช่วง", "Sheet1", None),
        ("Sheet1!A0", "Sheet1", None),
    ],
)
def test_reading(text: str, title: str, box: Box | None) -> None:
    found = a1.parse(text)
    assert found is not None
    assert (found.title, found.box) == (title, box)


@pytest.mark.parametrize("text", ["", "Sheet1!", "!A1", "'open!A1", "''!A1", "'x'y!A1"])
def test_what_is_no_range(text: str) -> None:
    assert a1.parse(text) is None


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Sheet1", "Sheet1"),
        ("A1", "'A1'"),
        ("tab01", "'tab01'"),
        ("my sheet", "'my sheet'"),
        ("It's", "'It''s'"),
        ("ผล", "'ผล'"),
        ("2569", "'2569'"),
    ],
)
def test_titles_are_quoted_where_they_could_be_misread(title: str, quoted: str) -> None:
    assert a1.quote(title) == quoted


@given(
    title=st.text(min_size=1, max_size=12).filter(lambda text: text.strip("'") == text),
    top=st.integers(0, 5000),
    left=st.integers(0, 800),
    height=st.integers(1, 50),
    width=st.integers(1, 50),
)
def test_what_is_written_is_read_back(title: str, top: int, left: int, height: int, width: int) -> None:
    box = Box(top, left, top + height, left + width)
    found = a1.parse(a1.write(title, top, left, top + height, left + width))
    assert found is not None
    assert (found.title, found.box) == (title, box)
