"""What goes with the weekly mail: the week's paper, and a picture that may fail."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import NoReturn

import pytest
from PIL import Image

from forms.weekly import NetworkCoverage
from sync.mail import Attachment, Rendered, chart, render
from sync.mail.chart import Bar, coverage_chart
from tests.forms.builders import ORGANISATION
from tests.mail.reports import BUSY, FORMS, LINKS, QUIET, rendered

WORD = Attachment(
    "สรุปสัปดาห์.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"
)
PDF = Attachment("สรุปสัปดาห์.pdf", "application/pdf", b"%PDF")
BARS = [Bar(f"เครือข่ายน้ำเที่ยง {n}", n, 19, f"{n * 5}%") for n in range(19)]


def with_paper(attachment: Attachment, as_word: str = "") -> Rendered:
    return render(BUSY, ORGANISATION, FORMS, LINKS, attachment=attachment, as_word=as_word)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<body") :]))


def test_the_weeks_paper_goes_along_as_pdf() -> None:
    mail = with_paper(PDF)
    assert mail.attachments == (PDF,)
    assert "แนบสรุปผลการนิเทศประจำสัปดาห์ฉบับเอกสารเป็นไฟล์ PDF: สรุปสัปดาห์.pdf" in mail.text.splitlines()
    assert "แนบมากับจดหมายนี้เป็นไฟล์ PDF สรุปสัปดาห์.pdf" in words(mail.html)


def test_a_paper_that_is_no_pdf_says_why() -> None:
    mail = with_paper(WORD, "เครื่องนี้ไม่มี LibreOffice <b>")
    said = "เป็นไฟล์ Word (.docx) แทน PDF (เครื่องนี้ไม่มี LibreOffice <b>): สรุปสัปดาห์.docx"
    assert f"แนบสรุปผลการนิเทศประจำสัปดาห์ฉบับเอกสาร{said}" in mail.text.splitlines()
    assert "เครื่องนี้ไม่มี LibreOffice &lt;b&gt;" in words(mail.html)
    assert mail.attachments == (WORD,)


def test_without_a_paper_nothing_is_said_of_one() -> None:
    mail = rendered()
    assert mail.attachments == ()
    assert "แนบ" not in mail.text + words(mail.html)


def test_the_page_shows_the_picture_that_goes_along() -> None:
    mail = rendered()
    (picture,) = mail.pictures
    assert re.findall(r'src="cid:([^"]+)"', mail.html) == [picture.cid]
    assert re.search(r'<img [^>]*alt="แผนภูมิแท่ง[^"]+"', mail.html)
    assert Image.open(BytesIO(picture.content)).format == "PNG"


def test_a_quiet_week_has_no_picture() -> None:
    mail = rendered(QUIET)
    assert mail.pictures == ()
    assert "<img" not in mail.html


def test_a_picture_that_fails_stops_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> NoReturn:
        raise OSError("no font")

    monkeypatch.setattr(chart, "coverage_chart", broken)
    mail = rendered()
    assert mail.pictures == ()
    assert "<img" not in mail.html
    assert "- แก้วมุกดาหาร 2/3 โรงเรียน (67%)" in mail.text.splitlines()


def test_the_picture_is_small_sharp_and_the_same_each_time() -> None:
    drawn = coverage_chart(BARS)
    assert drawn == coverage_chart(BARS)
    assert len(drawn) < 60_000
    assert Image.open(BytesIO(drawn)).width == 3 * chart.WIDTH


def test_bars_are_ranked_and_as_long_as_their_shares() -> None:
    drawn = Image.open(
        BytesIO(coverage_chart([Bar("ก", 1, 4, "25%"), Bar("ข", 0, 0, "–"), Bar("ค", 4, 4, "100%")]))
    )
    picture = drawn.convert("RGB")
    lit = [_lit(picture, row) for row in range(3)]
    assert lit[1] == pytest.approx(lit[0] / 4, abs=3)
    assert lit[0] == pytest.approx(0.36 * 3 * chart.WIDTH, abs=3)
    assert lit[2] == 0


def _lit(picture: Image.Image, row: int) -> int:
    """How many pixels of a row's bar are bright blue, along the line above its letters."""
    middle = 3 * (10 + 21 * row + 10) - 9
    line = [
        picture.getpixel((x, middle)) for x in range(int(picture.width * 0.405), int(picture.width * 0.775))
    ]
    return sum(isinstance(colour, tuple) and colour[2] > 200 for colour in line)


def test_a_name_is_no_formula_and_no_markup() -> None:
    networks = (NetworkCoverage("$x^2$ $", 1, 2),)
    assert rendered(replace(BUSY, coverage=networks)).pictures


def test_who_makes_no_mail_does_not_wait_for_matplotlib() -> None:
    asked = "import sys, sync.cli, sync.pipeline.mails.weekly; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
