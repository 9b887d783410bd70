"""What `nithet check` says of templates that staff changed."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from forms.definition import load_forms, packaged_definitions
from forms.papers import PaperKind
from sync.documents import check_templates
from sync.documents.naming import FieldKind, Fields, fields_of
from sync.packaged import folder

FORMS = load_forms(packaged_definitions())[0].values()


def written(folder: Path, *paragraphs: str, name: str = "journey-memo.docx") -> Path:
    """An office's configuration with a template of its own."""
    (folder / "documents").mkdir(exist_ok=True)
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "documents" / name))
    return folder


def test_the_packaged_templates_are_right(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for file in (folder("templates") / "documents").glob("*.docx"):
        (tmp_path / "documents" / file.name).write_bytes(file.read_bytes())
    assert check_templates(tmp_path, FORMS) == ()


def test_an_office_without_templates_has_no_problem(tmp_path: Path) -> None:
    assert check_templates(tmp_path, FORMS) == ()


@pytest.mark.parametrize(
    ("paragraphs", "line", "told"),
    [
        (["เรียน ผอ.", "จาก {{ ผู้รายงาน }} {{ สำนักงาย }}"], 2, ['"สำนักงาย"', "สำนักงาน"]),
        (["{{ คำตอบ.gits }}"], 1, ['"gits"', "gist"]),
        (["{% for คน in ผู้ร่วม %}{{ คน.นามสกุล }}{% endfor %}"], 1, ['"นามสกุล"', "ชื่อ"]),
        (["{{ วันที่ | เลขไท }}"], 1, ["broken", "เลขไท", "เลขล้วน"]),
        (["{{ วันที่ "], 1, ["broken", "{{ has its }}"]),
        (["{{ วันที่ + }}"], 1, ["broken"]),
        (["{% for คน in ผู้ร่วม %}{{ คน.ชื่อ }}"], 1, ["do not fit together"]),
        (["ก", "{%p if ผู้รายงาน %}", "{{ ผู้รายงาน }}"], 2, ["do not fit together", "'endif'"]),
        (["{{ ผู้รายงาน }}", "{% endfor %}"], 2, ["do not fit together", "endfor"]),
        (["ก", "{%p for คน in ผู้ร่วมม %}", "{{ คน }}", "{%p endfor %}"], 2, ['"ผู้ร่วมม"', "ผู้ร่วม"]),
        (["ก", "{{ วันที่ }}{% if วันที่ | เลขไท %}{% endif %}"], 2, ["เลขไท", "เลขล้วน"]),
        (["{% if วันที่ %}{% else %}{{ สำนักงาย }}{% endif %}"], 1, ['"สำนักงาย"']),
        (["ก {{ วันที่ }}", "ข {{ ผู้รายงาน + 1 }}"], 2, ["cannot be filled in", "TypeError", "paper-fields"]),
        (["{{ ผู้รายงาน() }}"], 1, ["TypeError"]),
        (["{{ 1 // 0 }}"], 1, ["ZeroDivisionError"]),
        (["{{ 'ก'.index('ข') }}"], 1, ["ValueError"]),
        (["{{ {}.popitem() }}"], 1, ["KeyError"]),
        (["ก", "{% for x in range(1000000) %}{% endfor %}"], 2, ["OverflowError"]),
        (["{% macro ก() %}{{ ก() }}{% endmacro %}", "{{ ก() }}"], 1, ["RecursionError"]),
        (["{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"], 1, ["broken", "RecursionError"]),
    ],
)
def test_problems_are_named_by_paragraph_and_field(
    tmp_path: Path, paragraphs: list[str], line: int, told: list[str]
) -> None:
    (problem,) = check_templates(written(tmp_path, *paragraphs), FORMS)
    assert problem.file.endswith("journey-memo.docx")
    assert problem.line == line
    for part in told:
        assert part in f"{problem.message} {problem.accepted}"


def test_every_unknown_field_is_told_at_once(tmp_path: Path) -> None:
    problems = check_templates(written(tmp_path, "{{ หนึ่ง }}", "{{ สอง.สาม }}"), FORMS)
    assert [problem.line for problem in problems] == [1, 2]


def test_what_is_unknown_hides_nothing_behind_it(tmp_path: Path) -> None:
    problems = check_templates(written(tmp_path, "{{ หนึ่ง > 2 }} {{ 1 - สอง() }}", "{{ สาม }}"), FORMS)
    assert [(problem.line, problem.message) for problem in problems] == [
        (1, 'unknown field "หนึ่ง"'), (1, 'unknown field "สอง"'), (2, 'unknown field "สาม"'),
    ]  # fmt: skip


RIGHT = [
    "{% if วันที่ไม่บันทึก > 2 %}{{ วันที่ต้องบันทึก - วันที่บันทึก }}{% endif %}",
    "{{ 100 * วันที่บันทึก / (วันที่ต้องบันทึก - วันลา) }} {{ range(จำนวนรายการ) | list | length }}",
    "{{ วันแรก | วันที่ย่อ }} {{ วันแรก.year + 543 }} {{ (วันสุดท้าย - วันแรก).days }} {{ สัปดาห์.start.year }}",
    "{% for แถว in รายการ %}{{ loop.index }}{{ แถว.วันที่ >= วันแรก }}{{ แถว.ประเภทงาน | upper }}{% endfor %}",
    "{{r ผู้รายงาน }} {{ หัวหน้า | default(“–”) }}",
]


def test_numbers_days_and_periods_are_what_they_are_in_papers(tmp_path: Path) -> None:
    assert check_templates(written(tmp_path, *RIGHT, name="daily-logs.docx"), FORMS) == ()


def test_one_template_that_fails_leaves_the_others_to_be_looked_at(tmp_path: Path) -> None:
    for name in ("daily-logs.docx", "weekly.docx"):
        written(tmp_path, "{{ 1 // 0 }}", name=name)
    assert len(check_templates(tmp_path, FORMS)) == 2


def test_headers_of_the_first_page_and_text_boxes_are_places(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path, "ก") / "documents" / "journey-memo.docx"))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ หัวกระดาษ }}"
    box = "<w:txbxContent><w:p><w:r><w:t>{{ ในกล่อง }}</w:t></w:r></w:p></w:txbxContent>"
    shape = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    run = parse_xml(f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">{shape}</w:r>')
    document.add_paragraph("ข ")._p.append(run)
    document.save(str(tmp_path / "documents" / "journey-memo.docx"))
    told = {problem.path: problem.line for problem in check_templates(tmp_path, FORMS)}
    assert told == {"{{ ในกล่อง }}": 3, "{{ หัวกระดาษ }}": 4}


@pytest.mark.parametrize("kind", get_args(PaperKind))
def test_every_field_is_of_a_known_kind(kind: PaperKind) -> None:
    def kinds(fields: Fields) -> set[str]:
        inner = (kinds(field.each) for field in fields.values() if field.each is not None)
        return {field.kind for field in fields.values()}.union(*inner)

    assert kinds(fields_of(kind)) <= set(get_args(FieldKind))


def test_files_that_are_no_templates(tmp_path: Path) -> None:
    written(tmp_path, "ก", name="จดหมาย.docx")
    (tmp_path / "documents" / "case.docx").write_bytes(b"no zip")
    (tmp_path / "documents" / "~$journey-memo.docx").write_bytes(b"Word's own, while it is open")
    told = {Path(problem.file).name: problem.message for problem in check_templates(tmp_path, FORMS)}
    assert told == {"จดหมาย.docx": "this is the template of no paper", "case.docx": "this is no Word file"}
