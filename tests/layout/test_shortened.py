"""Texts that have no room in their cell: cut where a word ends, whole in the note."""

from __future__ import annotations

import pytest

from sync.layout.shortened import fitting, shortened
from sync.layout.tab import Cell

SIZE = 12


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("ครูสะท้อนผล", 300, "ครูสะท้อนผล"),
        ("ครูทดลองใช้แผนที่ปรับแล้ว 2 สัปดาห์ แล้วสะท้อนผลร่วมกัน", 230, "ครูทดลองใช้แผนที่ปรับแล้ว 2 สัปดาห์…"),
        ("การนิเทศกระตุ้นพัฒนาการ (Stimulate Development)", 205, "การนิเทศกระตุ้นพัฒนาการ (Stimulate…"),
        ("ก" * 50, 100, "ก" * 13 + "…"),  # no word begins within reach
        ("กี่" * 50, 100, "กี่" * 13 + "…"),  # no letter loses its marks
    ],
)
def test_a_text_is_cut_at_a_word(text: str, room: int, shown: str) -> None:
    assert shortened(text, SIZE, room) == shown


def test_what_was_cut_stands_in_the_note() -> None:
    cell = Cell("โรงเรียนจะรายงานความก้าวหน้าภายในสิ้นภาคเรียน")
    cut = fitting(cell, 120)
    assert str(cut.value).endswith("…")
    assert cut.note == cell.value
    assert fitting(cell, 120, lines=4) == cell
    assert fitting(Cell(1234567), 10) == Cell(1234567)
