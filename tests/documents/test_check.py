"""What `nithet check` says of templates that staff changed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from forms.definition import load_forms, packaged_definitions
from sync.documents import check_templates
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
        (["{% for คน in ผู้ร่วม %}{{ คน.ชื่อ }}"], 0, ["do not fit together"]),
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


def test_files_that_are_no_templates(tmp_path: Path) -> None:
    written(tmp_path, "ก", name="จดหมาย.docx")
    (tmp_path / "documents" / "case.docx").write_bytes(b"no zip")
    (tmp_path / "documents" / "~$journey-memo.docx").write_bytes(b"Word's own, while it is open")
    told = {Path(problem.file).name: problem.message for problem in check_templates(tmp_path, FORMS)}
    assert told == {"จดหมาย.docx": "this is the template of no paper", "case.docx": "this is no Word file"}
