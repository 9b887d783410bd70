"""Papers written into their templates, and turned into PDF in one start of LibreOffice."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from forms.definition import load_forms, packaged_definitions
from forms.model import Entry
from forms.papers import Paper, PaperKind
from forms.papers.record import record_paper
from sync import libreoffice
from sync.documents import find_template, render, to_pdf
from sync.documents.naming import fields_of
from sync.errors import NithetError
from tests.documents.papers import lines_of, memo
from tests.forms.builders import BANGKOK, ORGANISATION

NOWHERE = Path("no-such-folder")


def lines(paper: Paper) -> list[str]:
    return lines_of(render(paper, find_template(NOWHERE, paper.kind)))


def usual_minutes() -> Paper:
    """Those of a meeting of all supervisors that all the chain is still to see."""
    form = load_forms(packaged_definitions())[0]["minutes"]
    day = date(2026, 11, 2)
    texts = {f"agenda_{number}": "ติดตามผลการนิเทศของทุกเครือข่าย" for number in range(1, 7)}
    record = Entry(
        form.id, "m", datetime(2026, 11, 2, 9, tzinfo=BANGKOK), day, {}, {}, counted=True, texts=texts,
        answers={"meeting": "monthly", "time_in": "09:00", "time_out": "11:45", "number": "11/2569"},
    )  # fmt: skip
    paper = record_paper(form, record, None, ORGANISATION, "บันทึก")
    people = [{"name": f"นางสาวศึกษานิเทศก์ คนที่ {number}"} for number in range(1, 18)]
    return replace(paper, values={**paper.values, "members": people})


def usual_memo() -> Paper:
    """One of which each part is some lines long, and that all the chain is still to see."""
    said = "ร่วมพิจารณาร่างเครื่องมือและปรับแก้ตามข้อเสนอแนะของคณะทำงาน " * 4
    one = memo(gist=f"{said}\n{said}", use=said, proposal=said)
    steps = [{"step": f"ผอ. {n}", "word": None, "note": None, "decided": None} for n in range(3)]
    return replace(one, values={**one.values, "steps": steps})


def test_a_memo_says_who_went_where_and_what_was_decided() -> None:
    said = lines(memo())
    assert said[0] == "บันทึกข้อความ"
    assert "เรื่อง  รายงานผลการไปราชการ การอบรมการอ่าน\t" in said
    (first,) = (line for line in said if line.startswith("ตาม"))
    assert "พร้อมด้วย ศึกษานิเทศก์ ๒ ไปราชการเรื่อง การอบรมการอ่าน ณ หอประชุม" in first
    assert "ระหว่างวันที่ ๑๖ พฤศจิกายน ๒๕๖๙ ถึงวันที่ ๑๗ พฤศจิกายน ๒๕๖๙ นั้น" in first
    assert "ลงวันที่" not in first  # that was not answered
    assert "เลขที่ ๑๗๔/๒๕๖๙" in first
    assert said[said.index("ความเห็น ผอ.กลุ่มนิเทศฯ") + 1] == "ทราบ"
    assert "วันที่ ๒๐ พ.ย. ๒๕๖๙" in said


def test_an_offices_form_that_asks_for_less_leaves_dashes_and_an_own_template_is_told() -> None:
    one = memo()
    answers = {name: said for name, said in one.values["answers"].items() if name in ("place", "kind")}  # type: ignore[attr-defined]
    less = replace(one, values={**one.values, "answers": answers})
    assert any("ไปราชการเรื่อง – ณ หอประชุม" in line for line in lines(less))
    with pytest.raises(NithetError) as told:
        render(less, replace(find_template(NOWHERE, one.kind), own=True))
    assert told.value.code == "template-broken"


def test_who_went_along_is_told_name_by_name() -> None:
    one = memo()
    names = [{"name": f"นาย ก {number}"} for number in (1, 2, 3)]
    (first,) = (
        line for line in lines(replace(one, values={**one.values, "members": names})) if "พร้อมด้วย" in line
    )
    assert "พร้อมด้วย นาย ก ๑, นาย ก ๒, นาย ก ๓ ไปราชการ" in first


def test_a_memo_leaves_out_what_nobody_said() -> None:
    said = lines(memo(proposal=None))
    assert not any("ข้อเสนอเพื่อพิจารณา" in line for line in said)
    assert "จึงเรียนมาเพื่อโปรดทราบ" in said
    said = lines(memo(proposal="ขอขยายผล"))
    assert "ขอขยายผล" in said
    assert "จึงเรียนมาเพื่อโปรดทราบและพิจารณา" in said


def test_a_memos_head_has_the_telephone_and_code_of_the_office() -> None:
    bare = lines(memo())
    assert "ที่  \tวันที่  ๑๘ พฤศจิกายน ๒๕๖๙\t" in bare
    assert not any("โทร." in line for line in bare)
    one = memo()
    told = {**one.values, "letter_code": "ศธ 04147", "telephone": "0 4261 1234"}
    said = lines(replace(one, values=told))
    assert "ที่  ศธ ๐๔๑๔๗/\tวันที่  ๑๘ พฤศจิกายน ๒๕๖๙\t" in said
    assert any(line.endswith("สพป.ตัวอย่าง  โทร. ๐ ๔๒๖๑ ๑๒๓๔\t") for line in said)


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_every_step_of_the_chain_has_room_to_sign(steps: int) -> None:
    one = memo()
    waiting = {"step": "ผอ.สพป.", "word": None, "note": None, "decided": None}
    said = lines(replace(one, values={**one.values, "steps": [waiting] * steps}))
    assert said.count("ความเห็น ผอ.สพป.") == steps
    assert sum(line.startswith("(ลงชื่อ)") for line in said) == steps + 1


def test_what_a_respondent_wrote_is_text_and_no_tag_a_paragraph_a_line() -> None:
    gist = "{{ 7 * 7 }} {% for x in y %} <w:t>&amp; <b>หนา</b>\n\n \r\nบรรทัดสอง " + "ก" * 200
    said = lines(memo(gist=gist))
    start = said.index("๑. สรุปสาระสำคัญ") + 1
    assert said[start : start + 2] == [
        "{{ ๗ * ๗ }} {% for x in y %} <w:t>&amp; <b>หนา</b>",
        "บรรทัดสอง " + "ก" * 200,
    ]


def test_the_same_paper_is_the_same_bytes() -> None:
    template = find_template(NOWHERE, "journey-memo")
    assert render(memo(), template) == render(memo(), template)


def test_an_offices_own_template_comes_first_and_a_broken_one_is_named(tmp_path: Path) -> None:
    own = tmp_path / "documents" / "journey-memo.docx"
    own.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("เรียน {{ สำนักงานย่อ }} จาก {{ ผู้ส่ง }}")
    document.save(str(own))
    found = find_template(tmp_path, "journey-memo")
    assert (found.own, found.file) == (True, own)
    assert not find_template(tmp_path, "journey-memo", packaged=True).own
    with pytest.raises(NithetError) as broken:
        render(memo(), found)
    assert broken.value.code == "template-broken"
    assert broken.value.values["file"] == str(own)
    assert "ผู้ส่ง" in broken.value.values["reason"]


def test_a_template_reads_values_and_nothing_else(tmp_path: Path) -> None:
    own = tmp_path / "documents" / "journey-memo.docx"
    own.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("{{ ชื่อเอกสาร.__class__.__mro__ }}")
    document.save(str(own))
    with pytest.raises(NithetError, match="template-broken"):
        render(memo(), find_template(tmp_path, "journey-memo"))


def test_every_field_of_the_memo_has_a_value() -> None:
    assert {one.value for one in fields_of("journey-memo").values()} <= memo().values.keys()


def test_all_papers_become_pdf_in_one_start_with_their_tone_marks() -> None:
    if libreoffice.installed() is None or shutil.which("pdftotext") is None:
        lacks = "needs LibreOffice and pdftotext"
        (pytest.fail if os.environ.get("NITHET_REQUIRE_OFFICE") == "1" else pytest.skip)(lacks)
    texts = {"ก/ข": "ปั๊มน้ำ ฐิติ ญี่ปุ่น", "สอง": "ผู้เรียนตั้งใจทำ"}
    papers = {name: memo(gist=text) for name, text in texts.items()} | {"ประชุม": usual_minutes()}
    papers |= {"ไปราชการ": usual_memo()}
    made = to_pdf({name: render(one, find_template(NOWHERE, one.kind)) for name, one in papers.items()})
    assert made.keys() == papers.keys()
    read = {
        name: subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
        for name, content in made.items()
    }
    for name, text in texts.items():
        assert text.replace(" ", "") in "".join(read[name].decode().split())
    pages = {name: content.count(b"\f") for name, content in read.items()}
    assert pages == dict.fromkeys(papers, 1)


def test_without_libreoffice_it_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NithetError, match="pdf-unavailable"):
        to_pdf({"a": b""})


@pytest.mark.parametrize("kind", get_args(PaperKind))
def test_no_signature_stands_alone_on_a_page(kind: PaperKind) -> None:
    """What stands before the first line to sign on is kept on its page."""
    body = docx.Document(io.BytesIO(find_template(NOWHERE, kind).content)).element.body
    blocks = [block for block in body if not _is_tag(block)]
    signed = [number for number, block in enumerate(blocks) if "(ลงชื่อ)" in "".join(block.itertext())]
    before = blocks[signed[0] - 1] if signed else None
    assert (before is None) == kind.endswith("-pack")  # nobody signs what is laid before a meeting
    assert before is None or before.tag == qn("w:p")
    assert before is None or before.find(f".//{qn('w:keepNext')}") is not None


@pytest.mark.parametrize("kind", get_args(PaperKind))
def test_rows_have_room_for_tone_marks_and_are_never_torn_and_heads_repeat(kind: PaperKind) -> None:
    document = docx.Document(io.BytesIO(find_template(NOWHERE, kind).content))
    for table in document.tables:
        if table.style and table.style.name == "Table Grid":
            assert table._tbl.tblPr.find(f"{qn('w:tblCellMar')}/{qn('w:top')}") is not None
            if any("{%tr for" in cell.text for row in table.rows for cell in row.cells):
                assert all("w:cantSplit" in row._tr.xml for row in table.rows)
                assert "w:tblHeader" in table.rows[0]._tr.xml


def _is_tag(block: BaseOxmlElement) -> bool:
    return "".join(block.itertext()).startswith("{%p")
