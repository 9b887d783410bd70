"""Papers for the tests of documents: a journey's memo, with whatever was answered."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import docx
from docx.oxml.ns import qn

from forms.model import Partition, Period
from forms.papers import Paper

ANSWERS: Mapping[str, object] = {
    "kind": "อบรม", "subject": "การอบรมการอ่าน", "place": "หอประชุม", "first_day": date(2026, 11, 16),
    "last_day": date(2026, 11, 17), "ordered_by": "สพฐ.", "body": None, "order_number": "174/2569",
    "ordered_on": None, "reporter": "ศึกษานิเทศก์ 1", "party_kind": "ไปเป็นคณะ", "members": "ศึกษานิเทศก์ 2",
    "others": None, "gist": "สรุป", "use": "ขยายผล", "proposal": None, "papers": None,
}  # fmt: skip


def memo(**answers: object) -> Paper:
    """The memo of a journey of two days, by supervisor 1 with supervisor 2."""
    step = {"step": "ผอ.กลุ่มนิเทศฯ", "word": "ทราบ", "note": None, "decided": date(2026, 11, 20)}
    return Paper(
        kind="journey-memo",
        about="journey-report/r1",
        period=Period(date(2026, 11, 16), date(2026, 11, 17), "day", "2026-11-16"),
        title="การอบรมการอ่าน",
        values={
            "office": "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
            "office_short": "สพป.ตัวอย่าง",
            "title": "การอบรมการอ่าน",
            "letter_code": None,
            "telephone": None,
            "sent": date(2026, 11, 18),
            "day": date(2026, 11, 16),
            "last_day": date(2026, 11, 17),
            "who": "ศึกษานิเทศก์ 1",
            "members": [{"name": "ศึกษานิเทศก์ 2"}],
            "answers": {**ANSWERS, **answers},
            "steps": [step],
        },
        readers=(Partition("supervisor", "S01"),),
    )


def lines_of(content: bytes) -> list[str]:
    """The paragraphs of a Word file that say something, cells of tables among them; <br> as a new line."""
    body = docx.Document(io.BytesIO(content)).element.body
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    lines = (
        "".join(marks.get(part.tag) or part.text or "" for run in paragraph.iter(qn("w:r")) for part in run)
        for paragraph in body.iter(qn("w:p"))
    )
    return [line for line in lines if line.strip()]
