"""What the director's week on paper should say: the figures of its mail, worked out from the responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.mail_lines import lines
from tests.figures.printed import Printed
from tests.figures.shown import Published
from tests.figures.tables import ENOUGH
from tests.figures.test_mail import Told, expected

# The same reason in the words of the mail and of the paper.
_REASONS = (
    (r"ผลการประเมินระบุว่าต้องได้รับความช่วยเหลือ ตั้งแต่ (.+?25\d\d)", r"แบบบันทึก \1 ระบุว่าต้องช่วยเหลือ"),
    (r" กำหนดช่วยเหลือถึง ", " ภายใน "),
    (r"จากการสังเกตชั้นเรียน ", "จาก "),
    (r"ยังไม่ได้รับการนิเทศในภาคเรียนนี้ ครั้งล่าสุด ", "ภาคเรียนนี้ยังไม่ได้รับการนิเทศ ครั้งหลังสุด "),
    (r"ยังไม่ได้รับการนิเทศในภาคเรียนนี้ ไม่พบบันทึกการนิเทศก่อนหน้านี้", "ยังไม่เคยได้รับการนิเทศ"),
)


def weekly(paper: Printed, there: Published) -> Iterator[Expected]:
    """The week beside the one before, coverage, schools, cases, logs and what comes."""
    told = Told(there.facts, paper.period)
    every = list(expected(told))
    figures = dict(every)
    yield _compared(figures)
    levels = [(name.removeprefix("level "), n) for name, n in every if name.startswith("level ")]
    if levels:
        words = ", ".join(rf"{re.escape(name)} (\d+) ครั้ง" for name, _ in levels)
        yield Said(rf"ระดับคุณภาพของสัปดาห์นี้ {words}(?=\n|$)", tuple(n for _, n in levels))
    yield from _coverage(every)
    yield from _ranked(told)
    yield from _named(told)
    yield from _logs(paper, figures)
    seen, came, forms, counted = _fresh(figures["freshness"])
    errors, warnings = figures["findings"].split("|")
    odd = r" ต้องแก้ไข (\d+) ฉบับ มีข้อสังเกต (\d+) ฉบับ"
    yield Said(
        r"จาก (\d+) แบบ รับแล้ว (\d+) ฉบับ นำมานับ (\d+) ฉบับ ข้อมูลล่าสุด (.+? น\.)" + odd,
        (forms, came, counted, seen, errors, warnings),
    )


def _compared(figures: dict[str, str]) -> Table:
    mean, full, stands, past, _ = figures["score"].split("|")
    few = re.search(r"จาก (\d+) ครั้ง", stands) if stands.startswith("(") else None
    level = f" (จาก {few[1]} ครั้ง ข้อมูลไม่เพียงพอ)" if few else f" {stands}"
    rows: list[list[Cell]] = [
        ["สังเกตชั้นเรียน (ครั้ง)", *figures["observations"].split("|")],
        ["โรงเรียนที่ได้รับการนิเทศ (โรงเรียน)", *figures["schools"].split("|")],
        [f"คะแนนเฉลี่ยการสังเกตชั้นเรียน (คะแนนเต็ม {full})", mean + level, past],
        ["บันทึกการปฏิบัติงานประจำวัน (รายการ)", *figures["logs"].split("|")],
    ]
    return Table(("รายการ", "สัปดาห์นี้", "สัปดาห์ก่อน"), rows)


def _coverage(every: list[tuple[str, str]]) -> Iterator[Expected]:
    cells: list[list[Cell]] = []
    for name, figures in every:
        if name.startswith("coverage "):
            visited, owed, percent = figures.split("|")
            cells.append([name.removeprefix("coverage "), f"{visited}/{owed}", percent])
    pairs = [[*left, *right] for left, right in zip_longest(cells[::2], cells[1::2], fillvalue=["", "", ""])]
    yield Table(("เครือข่าย", "นิเทศแล้ว/ทั้งหมด", "ร้อยละ") * 2, pairs)
    whole = tuple(dict(every)["coverage"].split("|"))
    yield Said(r"รวม (\d+) จาก (\d+) โรงเรียน \(ร้อยละ (\d+)\)", whole)


def _ranked(told: Told) -> Iterator[Expected]:
    strongest, weakest, _ = told.ranked()

    def cells(line: str | None) -> list[str]:
        if line is None:
            return ["", ""]
        school, network, mean, _, n = line.split("|")
        return [f"{school} ({network})", f"{mean} ({n})"]

    rows = [[*cells(left), *cells(right)] for left, right in zip_longest(strongest, weakest)]
    if rows:
        yield Table(("สูงสุด", "เฉลี่ย (ครั้ง)", "ต่ำสุด", "เฉลี่ย (ครั้ง)"), rows)
        yield Said(r"สังเกตตั้งแต่ (\d+) ครั้งขึ้นไป", (str(ENOUGH),))


def _named(told: Told) -> Iterator[Expected]:
    """Cases, schools that need help, and the next week, as the mail's lines have them."""
    every = list(lines(told))
    cases: list[list[Cell]] = []
    for parts in (line.split(" · ") for name, line in every if name == "case"):
        since = next(part for part in parts if part.startswith("รับเรื่อง ")).removeprefix("รับเรื่อง ")
        due = next((part for part in parts if part.startswith("กำหนดแล้วเสร็จ ")), "–").removeprefix(
            "กำหนดแล้วเสร็จ "
        )
        late = re.sub(r" \(เกินกำหนด (\d+) วัน\)", r"\nเกิน \1 วัน", due)
        what = parts[1 : parts.index(f"รับเรื่อง {since}")]
        what += ["(แบบบันทึกมีรายการที่ต้องแก้ไข)"] if parts[-1] == "ต้องแก้ไขข้อมูล" else []
        cases.append([parts[0], "\n".join(what), ..., since, late])
    yield Table(("โรงเรียน", "เรื่อง", "ผู้รับผิดชอบ", "ตั้งแต่", "กำหนด"), cases)
    helped: list[list[Cell]] = []
    for of_mail in (line for name, line in every if name == "help"):
        school, *reasons = _on_paper(of_mail).split(" · ")
        helped.append([school, "\n".join(reasons)])
    yield Table(("โรงเรียน", "เหตุผล"), helped)
    coming = [line.split(" · ") for name, line in every if name == "coming"]
    visits = [[day.removeprefix("นิเทศ "), *of[:2]] for day, *of in coming if day.startswith("นิเทศ ")]
    yield Table(("วันที่", "เครือข่าย", "โรงเรียนที่จะนิเทศ"), visits)
    for day, title, n in (parts for parts in coming if parts[0].startswith("ครบกำหนด ")):
        on = re.escape(day.removeprefix("ครบกำหนด "))
        yield Said(rf"{re.escape(title)} (\d+) ราย \({on}\)", (n.removesuffix(" ราย"),))


def _on_paper(line: str) -> str:
    """A line of the mail in the paper's words."""
    for mail, here in _REASONS:
        line = re.sub(mail, here, line)
    return line


def _logs(paper: Printed, figures: dict[str, str]) -> Iterator[Expected]:
    """Who did not log each day owed: those of the mail, in the paper's order."""
    yield Said(r"บันทึกครบทุกวันทำการ (\d+) จาก (\d+) คน", tuple(figures["complete"].split("|")))
    days = {name.removeprefix("days "): of for name, of in figures.items() if name.startswith("days ")}
    line = next(line for line in paper.lines if line.startswith("บันทึกครบทุกวันทำการ "))
    named = re.findall(r"(?:ไม่ครบ |, )(.+?) \(\d+/\d+ วัน\)", line)
    assert sorted(named) == sorted(days)
    for name in named:
        yield Said(rf"{re.escape(name)} \((\d+)/(\d+) วัน\)", tuple(days[name].split("|")))


def _fresh(line: str) -> tuple[str, str, str, str]:
    found = re.search(r"เมื่อ (.+?) · ได้รับ (\d+) ฉบับ จาก (\d+) แบบ · นำมาคำนวณ (\d+) ฉบับ", line)
    assert found
    return found[1], found[2], found[3], found[4]
