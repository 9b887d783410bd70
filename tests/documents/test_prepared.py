"""Templates made ready once: papers are, byte for byte, what docxtpl alone makes of the template."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import ChainableUndefined, StrictUndefined

from forms.definition import load_forms, packaged_definitions
from sync.documents.naming import asked_by, fields_of, named
from sync.documents.packing import settled
from sync.documents.prepared import prepared
from sync.documents.render import environment, filled
from sync.documents.samples import sample_of
from sync.packaged import folder
from tests.documents.papers import lines_of, memo

ASKED: Final = asked_by(load_forms(packaged_definitions())[0].values())
FILES: Final = {file.stem: file for file in (folder("templates") / "documents").glob("*.docx")}
DOT: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)  # a picture of one dot
VALUES: Final[Mapping[str, Any]] = {
    "ชื่อเอกสาร": "เรื่อง <ก> & {{ ข }}",
    "วันที่": date(2026, 11, 18),
    "แถว": [{"ชื่อ": "หนึ่ง\nสอง"}, {"ชื่อ": "สาม\tสี่"}],
}


def by_docxtpl(content: bytes, values: Mapping[str, object]) -> bytes:
    """What docxtpl makes of a template that it reads for this paper alone."""
    document = DocxTemplate(io.BytesIO(content))
    document.render(dict(values), environment(StrictUndefined), autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return settled(made.getvalue())


def longer(value: Any) -> Any:
    """The values with three lines in each list."""
    if isinstance(value, dict):
        return {name: longer(one) for name, one in value.items()}
    return [longer(one) for one in value] * 3 if isinstance(value, list) else value


def own() -> bytes:
    """An office's own template: rows by {%tr %}, a picture and tags in the header, tags in title and foot."""
    document = docx.Document()
    document.add_section()
    header = document.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(DOT))
    header.add_paragraph("{{ ชื่อเอกสาร }}")
    document.sections[0].footer.paragraphs[0].text = "{{ วันที่ | วันที่ย่อ }}"
    document.core_properties.title = "{{ ชื่อเอกสาร }}"
    paragraph = document.add_paragraph("{{ ชื่อ")
    paragraph.add_run("เอกสาร }}").bold = True  # a tag in two runs, as Word leaves it
    document.add_picture(io.BytesIO(DOT))
    table = document.add_table(3, 2)
    for row, text in enumerate(("{%tr for แถวหนึ่ง in แถว %}", "{{ แถวหนึ่ง.ชื่อ }}", "{%tr endfor %}")):
        table.cell(row, 0).text = text
    return saved(document)


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_a_packaged_template_gives_what_docxtpl_gives(kind: str) -> None:
    content, values = FILES[kind].read_bytes(), sample_of(fields_of(kind), ASKED)
    for given_values in (values, longer(values)):  # the second finds what the first remembered
        assert filled(content, given_values, StrictUndefined) == by_docxtpl(content, given_values)


def test_an_offices_own_template_gives_what_docxtpl_gives() -> None:
    content = own()
    made = filled(content, VALUES, StrictUndefined)
    assert made == by_docxtpl(content, VALUES)
    document = docx.Document(io.BytesIO(made))
    assert [row.cells[0].text for row in document.tables[0].rows] == ["หนึ่ง\nสอง", "สาม\tสี่"]
    assert document.inline_shapes[0].width


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text("{}%#<>&\"'\n\t ก1", max_size=60))
def test_whatever_people_wrote_comes_out_as_by_docxtpl(gist: str, title: str) -> None:
    paper = memo(gist=gist)
    values = named(fields_of(paper.kind), {**paper.values, "title": title})
    content = FILES[paper.kind].read_bytes()
    assert filled(content, values, StrictUndefined) == by_docxtpl(content, values)


def test_nothing_of_a_paper_is_remembered() -> None:
    content = with_footnote(own())
    filled(content, VALUES, StrictUndefined)
    template = prepared(content)
    before = (set(template.patched), set(template.codes))
    filled(content, {**VALUES, "ชื่อเอกสาร": "อื่น"}, StrictUndefined)
    assert prepared(content) is template
    assert (set(template.patched), set(template.codes)) == before


def test_a_footnote_in_two_sections_takes_what_people_wrote_as_text() -> None:
    made = docx.Document(io.BytesIO(filled(with_footnote(own()), VALUES, StrictUndefined)))
    (notes,) = (p for p in made.part.package.iter_parts() if p.content_type == CONTENT_TYPE.WML_FOOTNOTES)
    assert "{{ ข }}" in notes.blob.decode()


def with_footnote(content: bytes) -> bytes:
    """The template with a part of footnotes that has a tag."""
    document = docx.Document(io.BytesIO(content))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f'<w:footnotes xmlns:w="{space}"><w:p><w:r><w:t>{{{{ ชื่อเอกสาร }}}}</w:t></w:r></w:p></w:footnotes>'
    name, package = PackURI("/word/footnotes.xml"), document.part.package
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, note.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


def test_a_changed_template_is_another_and_undefined_names_are_the_askers() -> None:
    first, second = docx.Document(), docx.Document()
    first.add_paragraph("หนึ่ง {{ ไม่มี }}")
    second.add_paragraph("สอง {{ ไม่มี }}")
    told = [filled(saved(one), {}, ChainableUndefined) for one in (first, second)]
    assert [lines_of(one) for one in told] == [["หนึ่ง "], ["สอง "]]
    with pytest.raises(Exception, match="ไม่มี"):
        filled(saved(first), {}, StrictUndefined)


def test_a_template_that_says_nothing_of_its_making_gives_the_same_bytes_always() -> None:
    document = docx.Document()
    relations = document.part.package.rels
    for key in [k for k, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES]:
        del relations[key]
    content = saved(document)  # as Google Docs saves one
    made = docx.Document(io.BytesIO(filled(content, {}, StrictUndefined)))
    assert made.core_properties.modified.year == 1980
