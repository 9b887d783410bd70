"""What the papers of a network should say: its spreadsheet's tabs, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson

from forms.model import Period
from forms.thai import thai_date
from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.printed import Printed
from tests.figures.shown import Published, change, counted, level, mean, number, percent, text
from tests.figures.tables import SEEN, TEXTS

_SHORT = {
    TEXTS("schools.status.visited"): "นิเทศแล้ว",
    TEXTS("schools.status.elsewhere"): "นิเทศก่อนย้ายมา",
    TEXTS("schools.status.to_mend"): "ส่งแล้ว ต้องแก้ไข",
    TEXTS("schools.status.closed"): "ไม่ได้เปิดสอน",
    TEXTS("schools.status.waiting"): "ยังไม่นิเทศ",
}
_FOUND = ("ความสำคัญ", "รายการที่ต้องตรวจสอบ", "โรงเรียน")
_LISTED = 15  # remarks and findings


def network_semester(paper: Printed, there: Published) -> Iterator[Expected]:
    """Coverage, schools, forms, domains, remarks, and what goes on."""
    sheet = f"network:{paper.about}"
    yield from _coverage(sheet, there)
    yield _forms(sheet, there)
    heads = ("โรงเรียน", "สถานะ", "นิเทศ (ครั้ง)", "ล่าสุด", "สังเกต (ครั้ง)", "เฉลี่ย", "ระดับ")
    yield Table(heads, [_school(line) for line in _schools(sheet, there)])
    yield from _domains(sheet, there)
    yield from _remarks(sheet, there)
    yield cases(there.lines(sheet, "cases", "กำหนดแก้ไข"))
    yield unsent(sheet, there)
    yield from to_mend(paper, sheet, there)
    yield from _reports(paper, there)


def network_page(paper: Printed, there: Published) -> Iterator[Expected]:
    """Coverage, and a line a school."""
    sheet = f"network:{paper.about}"
    yield from _coverage(sheet, there, page=True)
    rounds, classes, owing = _rounds(paper.about, there), _classes(paper.about, there), _owing(sheet, there)
    rows: list[list[Cell]] = []
    codes = {school.name: code for code, school in there.facts.office.organisation.schools.items()}
    for place, line in enumerate(_schools(sheet, there), start=1):
        code, name = codes[line["โรงเรียน"]], line["โรงเรียน"]
        seen = "\n".join(f"{r} ({thai_date(day)})" for r, day in rounds.get(code, []))
        opened = "/".join(map(str, classes[code])) if code in classes else None
        n = line["สังเกต (ครั้ง)"]
        rows.append([
            str(place), name, _SHORT[line["สถานะ"]], text(seen), number(n), text(opened),
            number(owing[name] or None),
        ])  # fmt: skip
    head = ("ที่", "โรงเรียน", "สถานะ", "ครั้งที่ (วันที่นิเทศ)", "สังเกต (ครั้ง)", "ชั้นเรียน\nสังเกต/\nเปิดสอน", "ค้างส่ง")
    yield Table(head, rows)
    if missing := unsent(sheet, there).rows:
        yield Said(
            "ค้างส่ง: " + ", ".join(rf"{re.escape(str(row[0]))} (\d+) แห่ง" for row in missing),
            tuple(str(row[2]) for row in missing),
        )


def _schools(sheet: str, there: Published) -> list[dict[str, Any]]:
    return there.lines(sheet, "schools", "โรงเรียน")


def _school(line: dict[str, Any]) -> list[Cell]:
    n = line["สังเกต (ครั้ง)"]
    return [
        line["โรงเรียน"], _SHORT[line["สถานะ"]], number(line["นิเทศ (ครั้ง)"]), text(line["นิเทศล่าสุด"]),
        number(n), mean(line["คะแนนเฉลี่ย"]), level(line["ระดับ"], n),
    ]  # fmt: skip


def _coverage(sheet: str, there: Published, *, page: bool = False) -> Iterator[Expected]:
    """Open and visited schools and observations, as the list of schools and the first tab tell them."""
    lines = _schools(sheet, there)
    opened = [line for line in lines if line["สถานะ"] != TEXTS("schools.status.closed")]
    reached = [TEXTS(f"schools.status.{one}") for one in ("visited", "elsewhere")]
    visited = [line for line in opened if line["สถานะ"] in reached]
    grid = there.grid(sheet, "overview")
    row, column = grid.find("ความครอบคลุมการนิเทศ")
    share = percent(grid.at(row + 1, column))
    now, before = there.counted(sheet)[there.facts.form("observation").title]
    seen = (number(len(visited)), number(len(opened)), share)
    day = thai_date(there.facts.stands_on(sheet))
    observed, classes = _sum_of_classes(sheet.partition(":")[2], there)
    if page:
        told = r" ตามแบบบันทึกการนิเทศโรงเรียน สังเกต (\d+) จาก (\d+) ชั้นเรียนที่เปิดสอน"
        yield Said(
            r"นิเทศแล้ว (\d+) จาก (\d+) โรงเรียน \(ร้อยละ (\d+)\) สังเกตชั้นเรียน (\d+) ครั้ง"
            + (told if classes else ""),
            (*seen, number(now), *((number(observed), number(classes)) if classes else ())),
        )
        return
    told = r" ตามแบบบันทึกการนิเทศโรงเรียน สังเกต (\d+) ชั้นเรียน จาก (\d+) ชั้นเรียนที่เปิดสอน"
    yield Said(
        r"นิเทศแล้ว (\d+) จาก (\d+) โรงเรียน คิดเป็นร้อยละ (\d+) ยังไม่ได้รับการนิเทศ (\d+) โรงเรียน"
        r" สังเกตชั้นเรียน (\d+) ครั้ง \(ภาคเรียนก่อน (\d+) ครั้ง\)" + (told if classes else ""),
        (*seen, number(len(opened) - len(visited)), number(now), number(before),
         *((number(observed), number(classes)) if classes else ())),
    )  # fmt: skip
    closed = len(lines) - len(opened)
    shut = f" (ไม่ได้เปิดสอน {closed} โรงเรียน)" if closed else ""
    semester = there.facts.office.calendar.latest_semester(there.facts.now.date())
    last = thai_date(semester.end - timedelta(days=1))
    yield Table(("ระยะเวลา",), [
        [..., f"{thai_date(semester.start)} ถึง {last} (ข้อมูลถึงวันที่ {day})"],
        [..., ...],
        [..., ...],
        [..., f"{len(opened)} โรงเรียน{shut}"],
    ])  # fmt: skip


def _forms(sheet: str, there: Published) -> Table:
    """The forms of visits: records by the tab of counts; schools by SQL, since no tab tells them."""
    rows: list[list[Cell]] = []
    for form in there.facts.office.forms.values():
        n = there.counted(sheet).get(form.title, (0, 0))[0]
        if form.counts_as in SEEN and n:
            seen = [code for code in there.facts.codes(sheet, form.id, "school")
                    if there.facts.n(sheet, form.id, "school", code)]  # fmt: skip
            rows.append([form.title, number(n), number(len(seen))])
    return Table(("แบบบันทึก", "จำนวน (ฉบับ)", "โรงเรียน"), rows)


def _domains(sheet: str, there: Published) -> Iterator[Expected]:
    form = there.facts.form("observation")
    grid = there.grid(sheet, f"results:{form.id}")
    top, _ = grid.find("ข้อ", column=0)
    numbered = "".join(f"{n}" for n in range(1, 1 + len(form.grids)))
    assert "".join(str(grid.at(top + 1 + n, 0)) for n in range(1, 1 + len(form.grids))) == numbered
    rows: list[list[Cell]] = []
    for place, one in enumerate(form.grids, start=1):
        n, found, band, past, moved = (grid.at(top + 1 + place, column) for column in range(2, 7))
        rows.append([
            f"{place}. {one.title}", counted(n), mean(found), level(band, n), mean(past), change(moved),
        ])  # fmt: skip
    yield Table(("ด้าน", "จำนวน (ครั้ง)", "เฉลี่ย", "ระดับ", "ภาคเรียนก่อน", "เพิ่ม/ลด"), rows)
    n, found, band, past = (grid.at(top + 1, column) for column in range(2, 6))
    banded = level(band, n)
    yield Said(
        r"คะแนนเฉลี่ยจากการสังเกตชั้นเรียน (\S+)"
        + (" ระดับ(.+?)" if banded != "–" else "")
        + r" \(ภาคเรียนก่อน (\S+?)\)",
        (mean(found), *([banded] if banded != "–" else []), mean(past)),
    )


def _remarks(sheet: str, there: Published) -> Iterator[Expected]:
    """The latest visits about which somebody wrote what was good or is to be mended."""
    lines = there.lines(sheet, "remarks", "วันที่") if there.grid(sheet, "remarks").has("วันที่") else []
    wrote = [line for line in lines if line["จุดเด่น"] or line["จุดที่ควรพัฒนา"]]
    days = [line["วันที่"] for line in wrote]
    wrote.sort(key=lambda line: (days.index(line["วันที่"]), line["โรงเรียน"]))
    rows: list[list[Cell]] = [[line["โรงเรียน"], line["วันที่"], ..., ...] for line in wrote[:_LISTED]]
    yield Table(("โรงเรียน", "วันที่", "จุดเด่น", "จุดที่ควรพัฒนา"), rows)
    shown = min(_LISTED, len(wrote))
    yield Said(r"(\d+) ครั้งล่าสุด จากทั้งหมด (\d+) ครั้ง", (str(shown), str(len(wrote))))


def _reports(paper: Printed, there: Published) -> Iterator[Expected]:
    """The numbers that a network's reports told, as their register has them."""
    for form in there.facts.office.forms.values():
        if "S6" in form.records and "network" in form.about and form.counts_as not in SEEN:
            asked = [q for q in form.questions.values() if q.type == "number"]
            found = there.facts.ask(
                "SELECT answers FROM response JOIN member USING (form, id)"
                " JOIN term ON term.name = 'now' AND day >= first AND day < until"
                " WHERE form = ? AND counted AND dimension = 'network' AND code = ?"
                " ORDER BY day, submitted, id",
                form.id, paper.about,
            )  # fmt: skip
            for (answers,) in found:
                said = orjson.loads(answers)
                labels = {choice.code: choice.label for choice in form.questions[form.cut_by[0]].choices}
                which = labels[said[form.cut_by[0]]]
                yield Said(rf"({re.escape(which)}) วันที่ .+? ผู้รายงาน", (which,))
                told = [text(said.get(q.id)) for q in asked]
                yield Said(
                    ", ".join(rf"{re.escape(q.ask)}: (\S+?)" for q in asked) + r"(?:$|\n)", tuple(told)
                )


# --- What goes on ----------------------------------------------------------------------


def cases(lines: list[dict[str, Any]]) -> Table:
    """The open cases of a tab; who answers for a case stands among its team there."""
    closed = ("ทราบ ยุติเรื่อง",)
    rows: list[list[Cell]] = [
        [line["โรงเรียน"], text(line["ลักษณะปัญหา"]), ..., line["วันที่รับเรื่อง"], text(line["กำหนดแก้ไข"])]
        for line in lines
        if line.get("โรงเรียน") and line["สถานะ"] not in closed
    ]
    return Table(("โรงเรียน", "ลักษณะปัญหา", "ผู้รับผิดชอบ", "วันที่", "กำหนด"), rows)


def _overdue(sheet: str, there: Published) -> list[tuple[str, str, str]]:
    """What the tab of duties lists as overdue, of the semester's days: duty, due day, who."""
    semester = there.facts.office.calendar.latest_semester(there.facts.now.date())
    within, grid = days_of(semester), there.grid(sheet, "duties")
    if not grid.has("วันครบกำหนด"):
        return []
    row, _ = grid.find("วันครบกำหนด")
    lines = there.lines(sheet, "duties", "รายการ", after=row)
    return [
        (line["รายการ"], line["วันครบกำหนด"], line["ผู้รับผิดชอบ/โรงเรียน"].partition(" (")[0])
        for line in lines
        if line["สถานะ"] == "ค้างส่ง" and line["วันครบกำหนด"] in within
    ]


def days_of(period: Period) -> dict[str, int]:
    """A period's days as cells have them, with their places."""
    length = (period.end - period.start).days
    return {thai_date(period.start + timedelta(days=n)): n for n in range(length)}


def _owing(sheet: str, there: Published) -> Counter[str]:
    return Counter(who for _, _, who in _overdue(sheet, there))


def unsent(sheet: str, there: Published) -> Table:
    """By due day and duty: how many, and who with how often."""
    ids = {rule.title: rule.id for rule in there.facts.office.duties.rules}
    semester = days_of(there.facts.office.calendar.latest_semester(there.facts.now.date()))
    found: dict[tuple[str, str], list[str]] = {}
    for duty, due, who in _overdue(sheet, there):
        found.setdefault((due, duty), []).append(who)
    rows: list[list[Cell]] = []
    for due, duty in sorted(found, key=lambda one: (semester[one[0]], ids[one[1]])):
        owing = Counter(found[due, duty])
        named = ", ".join(f"{name} ({n})" if n > 1 else name for name, n in owing.items())
        rows.append([duty, due, number(owing.total()), named])
    return Table(("รายการ", "กำหนดส่ง", "ค้างส่ง", "ผู้ค้างส่ง"), rows)


def to_mend(paper: Printed, sheet: str, there: Published) -> Iterator[Expected]:
    """How many errors and warnings stand of the semester's days, and that the tab lists each that is told."""
    semester = there.facts.office.calendar.latest_semester(there.facts.now.date())
    errors, warnings = there.facts.ask(
        "SELECT count(*) FILTER (severity = 'error'), count(*) FILTER (severity = 'warning') FROM found"
        " JOIN response ON response.form = found.form AND response.id = found.response"
        " WHERE sheet = ? AND day >= ? AND day < ?",
        sheet, semester.start, semester.end,
    )[0]  # fmt: skip
    yield Said(
        r"รายการที่ต้องตรวจสอบ \(ต้องแก้ไข (\d+) รายการ ข้อสังเกต (\d+) รายการ\)", (str(errors), str(warnings))
    )
    grid = there.grid(sheet, "findings")
    lines = there.lines(sheet, "findings", "ความสำคัญ") if grid.has("ความสำคัญ") else []
    known = {
        tuple(text(line[name]).partition("\n")[0] for name in _FOUND): text(line["วันที่"]) for line in lines
    }
    head = ("ประเภท", "โรงเรียน", "วันที่", "สิ่งที่พบ", "วิธีแก้ไข")
    told = next(table for table in paper.tables if table[0] == head)[1:] if errors + warnings else ()
    rows: list[list[Cell]] = []
    for kind, school, day, message, _ in told:
        on = known.get((kind, message, school), "not in the sheet")
        # Of an error in the day itself the sheet tells no day, the paper that of the submission.
        rows.append([kind, school, day if on == "–" else on, message, ...])
    yield Table(head, [*rows, *[[]] * (min(_LISTED, errors + warnings) - len(rows))])


# --- What no tab has: by SQL -----------------------------------------------------------


def _rounds(network: str, there: Published) -> dict[str, list[tuple[str, Any]]]:
    """Each school's rounds of visits, with the first day of each."""
    asked = [
        (form, {choice.code for choice in form.questions["round"].choices})
        for form in there.facts.office.forms.values()
        if form.counts_as in SEEN and "round" in form.cut_by and "round" in form.questions
    ]
    found: dict[str, dict[str, Any]] = {}
    for form, known in asked:
        for school, which, day in there.facts.ask(
            "SELECT place.code, turn.code, min(day) FROM response"
            " JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
            " JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"
            " JOIN (FROM member WHERE dimension = 'round') AS turn USING (form, id)"
            " JOIN term ON term.name = 'now' AND day >= first AND day < until"
            " WHERE counted AND response.form = ? AND net.code = ? GROUP BY ALL",
            form.id, network,
        ):  # fmt: skip
            if which in known:
                days = found.setdefault(school, {})
                days[which] = min(days.get(which, day), day)
    return {school: sorted(days.items()) for school, days in found.items()}


def _classes(network: str, there: Published) -> dict[str, tuple[int, int]]:
    """Each school's observed and open classes, of the visits that tell both."""
    seen = [form.id for form in there.facts.office.forms.values() if form.counts_as in SEEN]
    found: dict[str, tuple[int, int]] = {}
    for form, part, whole in there.facts.ask(
        "SELECT form, question, whole FROM summed WHERE whole <> '' AND list_contains(?, form)", seen
    ):
        for school, observed, opened in there.facts.ask(
            "SELECT place.code, sum(CAST(answers ->> ? AS INTEGER)), sum(CAST(answers ->> ? AS INTEGER))"
            " FROM response JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
            " JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"
            " JOIN term ON term.name = 'now' AND day >= first AND day < until"
            " WHERE counted AND response.form = ? AND net.code = ?"
            " AND (answers ->> ?) IS NOT NULL AND (answers ->> ?) IS NOT NULL GROUP BY ALL",
            f"$.{part}", f"$.{whole}", form, network, f"$.{part}", f"$.{whole}",
        ):  # fmt: skip
            before = found.get(school, (0, 0))
            found[school] = before[0] + int(observed), before[1] + int(opened)
    return found


def _sum_of_classes(network: str, there: Published) -> tuple[int, int]:
    found, schools = _classes(network, there), there.facts.office.organisation.schools
    own = [pair for code, pair in found.items() if schools[code].network == network]
    return sum(one for one, _ in own), sum(of for _, of in own)
