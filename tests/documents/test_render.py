"""Papers written into their templates, and turned into PDF in one start of LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from forms.papers import Paper
from sync import libreoffice
from sync.documents import find_template, render, to_pdf
from sync.documents.naming import fields_of
from sync.errors import NithetError
from tests.documents.papers import lines_of, memo

NOWHERE = Path("no-such-folder")


def lines(paper: Paper) -> list[str]:
    return lines_of(render(paper, find_template(NOWHERE, paper.kind)))


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
    assert "วันที่ ๒๐ พฤศจิกายน ๒๕๖๙" in said


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


def test_what_a_respondent_wrote_is_text_and_no_tag() -> None:
    gist = "{{ 7 * 7 }} {% for x in y %} <w:t>&amp; <b>หนา</b>\nบรรทัดสอง " + "ก" * 200
    said = lines(memo(gist=gist))
    assert "{{ ๗ * ๗ }} {% for x in y %} <w:t>&amp; <b>หนา</b>\nบรรทัดสอง " + "ก" * 200 in said


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
    template = find_template(NOWHERE, "journey-memo")
    made = to_pdf({name: render(memo(gist=text), template) for name, text in texts.items()})
    assert made.keys() == texts.keys()
    for name, text in texts.items():
        read = subprocess.run(
            ["pdftotext", "-", "-"], input=made[name], capture_output=True, check=True
        ).stdout.decode()
        assert text.replace(" ", "") in "".join(read.split())


def test_without_libreoffice_it_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NithetError, match="pdf-unavailable"):
        to_pdf({"a": b""})
