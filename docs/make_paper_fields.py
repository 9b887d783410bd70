"""Make docs/paper-fields.md anew from templates/documents/fields.yaml: `python docs/make_paper_fields.py`.

Run it from the checkout's root after a field, or a form that papers are made from, has changed; a test holds
the page to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from forms.definition import load_forms, packaged_definitions
from forms.papers import PaperKind
from sync.documents.naming import Asked, Field, FieldKind, Fields, asked_by, fields_of, kind_of
from sync.pipeline.papers.drive import kind_title

PAGE = Path(__file__).parent / "paper-fields.md"
HEAD = """\
# ชื่อที่ใช้ในแม่แบบเอกสาร (Fields of papers)

<!-- Made by `python docs/make_paper_fields.py` from templates/documents/fields.yaml; never by hand. -->

แม่แบบของเอกสารแต่ละชนิดใช้ชื่อในตารางของชนิดนั้นได้ เขียน `{{ ชื่อ }}` ตรงที่จะให้ค่าอยู่ แถวที่มีเครื่องหมาย › เป็นชื่อย่อยในรายการ \
เช่น `โรงเรียน › คะแนนเฉลี่ย` เขียน `{% for แถว in โรงเรียน %}{{ แถว.คะแนนเฉลี่ย }}{% endfor %}` วิธีแก้แม่แบบอยู่ใน \
[docs/papers.md](papers.md#แก้แม่แบบ)

ชนิด “ตัวเลข” คำนวณและเปรียบเทียบได้ เช่น `{% if จำนวน > 2 %}` \
ค่าที่ไม่มีคือ `none` ซึ่งคำนวณไม่ได้ ให้ถามก่อนว่า `{% if จำนวน is not none %}`

*(What the template of each kind may name. A line with › is a field of a list's lines. Numbers, days and \
periods are values of these kinds, any of them may be none.)*
"""
TABLE = "\n| ชื่อ | ชนิด | บอกอะไร |\n|---|---|---|\n"
KINDS: Mapping[FieldKind, str] = {
    "text": "ข้อความ",
    "number": "ตัวเลข",
    "yes-no": "ใช่/ไม่ใช่",
    "date": "วันที่",
    "datetime": "วันเวลา",
    "period": "ช่วงเวลา",
    "time": "เวลา",
    "answer": "แล้วแต่ข้อคำถาม",
}
ALL = "ทุกชนิด"


def page() -> str:
    """The whole page. SystemExit where the definitions have problems."""
    forms, problems = load_forms(packaged_definitions())
    if problems:
        raise SystemExit("nithet check tells what is wrong with the definitions")
    asked = asked_by(forms.values())
    kinds: tuple[PaperKind, ...] = get_args(PaperKind)
    common = {
        name: field
        for name, field in fields_of(kinds[0]).items()
        if all(fields_of(kind).get(name) == field for kind in kinds)
    }
    parts = [_part(ALL, common, asked)]
    for kind in kinds:
        own = {name: field for name, field in fields_of(kind).items() if name not in common}
        parts.append(_part(f"{kind_title(kind)} (`{kind}`)", own, asked))
    return HEAD + "".join(parts)


def _part(title: str, fields: Fields, asked: Asked) -> str:
    return f"\n## {title}\n{TABLE}" + "".join(
        f"| {name} | {kind} | {tells.replace('|', '&#124;')} |\n"
        for name, kind, tells in _rows(fields, asked)
    )


def _rows(fields: Fields, asked: Asked, before: str = "") -> Iterator[tuple[str, str, str]]:
    """Each field's name behind those of the lists that it is in, its kind, and what it tells."""
    for name, field in fields.items():
        path = f"{before}{name}"
        if field.of:
            yield from _answers(path, field, asked)
        else:
            yield f"`{path}`", "รายการ" if field.each is not None else KINDS[field.kind], field.tells
        if field.each is not None:
            yield from _rows(field.each, asked, f"{path} › ")


def _answers(path: str, field: Field, asked: Asked) -> Iterator[tuple[str, str, str]]:
    """The answers of a record: those of the packaged form, whose questions an office may change."""
    for name, question in asked.get(field.of, {}).items():
        yield f"`{path}.{name}`", KINDS[kind_of(question)], question.ask


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
