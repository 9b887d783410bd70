"""What the papers of a supervisor should say: the tab of what the person achieved, and the logs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from forms.model import Period
from forms.papers.half_year import NO_WORK
from forms.thai import WEEKDAYS, thai_date
from sync.layout.parts import week_days_short
from tests.figures.charts import subject
from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.printed import Printed
from tests.figures.shown import Published, lines_below

_EVIDENCE = ("ที่", "วันที่", "ร่องรอยหลักฐาน", "เรื่อง/สถานที่")


# --- Half a year -----------------------------------------------------------------------


def half_year(paper: Printed, there: Published) -> Iterator[Expected]:
    """Records by form under each heading, which add up to those of the person's tab."""
    work = _achieved(paper.about, there)
    yield Said(r"ผลการปฏิบัติราชการ \(บันทึกไว้ (\d+) รายการ\)", (str(work.total()),))
    told: Counter[str] = Counter()
    for place, line in enumerate(paper.lines):
        if not (heading := re.search(r"(\S+) (\d+) รายการ$", line)):
            continue
        listed = paper.lines[place + 1] if int(heading[2]) else ""
        counts = {title: int(n) for title, n in re.findall(r"(?:^|, )(.+?) (\d+) ฉบับ", listed)}
        told.update(counts)
        yield Said(
            re.escape(line[: heading.start(2)]) + r"(\d+) รายการ(?=\n|$)", (str(sum(counts.values())),)
        )
        if counts:  # each in its place, and all of them below
            names = ", ".join(re.escape(title) + r" (\d+) ฉบับ" for title in counts)
            yield Said(rf"(?m)^{names}$", tuple(map(str, counts.values())))
    forms = there.facts.office.forms.values()
    by_title = {form.title: work[form.id] for form in forms if work[form.id]}
    assert told == by_title, f"{paper.name}: {told - Counter(by_title)} and {Counter(by_title) - told}"
    yield from _evidence(paper, there)
    yield from _charge(paper, there)


def _achieved(person: str, there: Published) -> Counter[str]:
    """The person's counted records of the half that is reported next, of each form that is work."""
    grid = there.grid(f"supervisor:{person}", "achieved")
    totals = {line["แบบบันทึก (ฉบับ)"]: line["รวม (ฉบับ)"] for line in lines_below(grid, "แบบบันทึก (ฉบับ)")}
    return Counter({
        form.id: totals[subject(form)]
        for form in there.facts.office.forms.values()
        if subject(form) in totals and not NO_WORK.intersection(form.records) and totals[subject(form)]
    })  # fmt: skip


def _evidence(paper: Printed, there: Published) -> Iterator[Expected]:
    """Days and forms of the records under each heading: numbered, and together those of the person."""
    forms = {form.title: form for form in there.facts.office.forms.values()}
    first, end = _half(there)
    listed: Counter[tuple[str, str]] = Counter()
    for rows in paper.tables:
        if rows[0] == _EVIDENCE:
            body: list[list[Cell]] = []
            for place, (_, day, title, _about) in enumerate(rows[1:], start=1):
                listed[day, title] += 1
                body.append([str(place), day, title, ...])
            yield Table(_EVIDENCE, body)
    known = Counter({
        (thai_date(day), there.facts.office.forms[form].title): n
        for form, day, n in there.facts.ask(
            "SELECT form, day, count(*) FROM person JOIN response USING (form, id)"
            " WHERE counted AND code = ? AND day >= ? AND day < ? GROUP BY ALL",
            paper.about, first, end,
        )
        if there.facts.office.forms[form].counts_as != "log"
        and not NO_WORK.intersection(there.facts.office.forms[form].records)
    })  # fmt: skip
    assert listed == known, f"{paper.name}: {listed - known} and {known - listed}"
    assert {title for _, title in listed} <= forms.keys()


def _half(there: Published) -> tuple[date, date]:
    today = there.facts.now.date()
    if (3, 21) <= (today.month, today.day) < (9, 21):
        return date(today.year, 3, 21), date(today.year, 9, 21)
    year = today.year - ((today.month, today.day) < (3, 21))
    return date(year, 9, 21), date(year + 1, 3, 21)


def _charge(paper: Printed, there: Published) -> Iterator[Expected]:
    """The schools of the team's networks that are open, as the district's tab counts them."""
    facts = there.facts
    person = facts.office.organisation.supervisors[paper.about]
    networks = [n for n in facts.office.organisation.networks.values() if n.team == person.team]
    owed = {line["เครือข่าย"]: line["เปิดสอน"] for line in there.lines("district:", "networks", "เครือข่าย")}
    team = facts.office.organisation.teams[person.team].name.translate(_ARABIC) if person.team else ""
    told = ", ".join(f"{one.name} ({owed[one.name]} โรงเรียน)" for one in networks)
    first, end = _half(there)
    span = f"{thai_date(first)} ถึง {thai_date(end - timedelta(days=1))}"
    upto = f"{span} (ข้อมูลถึงวันที่ {thai_date(facts.now.date())})"
    yield Table(("ชื่อ–สกุล",), [[..., ...], [..., ...], [..., ...], [..., upto]])
    yield Table(("เครือข่ายที่รับผิดชอบ",), [[..., f"{team}: {told}"], *[[..., ...]] * 3])


# --- A week's logs ---------------------------------------------------------------------


def daily_logs(paper: Printed, there: Published) -> Iterator[Expected]:
    """How many days of those owed, as the district's tab of logs has the week; logs by kind, by SQL."""
    facts = there.facts
    week = facts.office.calendar.week_named(paper.period)
    grid, name = there.grid("district:", "daily"), facts.office.organisation.supervisors[paper.about].name
    top, _ = grid.find("ศึกษานิเทศก์", column=0)
    column = next(
        c for c, head in enumerate(grid.rows[top]) if str(head).endswith("\n" + week_days_short(week))
    )
    met = grid.at(grid.find(name, column=0)[0], column)
    owed = facts.ask(
        "SELECT count(*) FROM owing WHERE sheet = 'district:' AND supervisor = ? AND day >= ? AND day < ?",
        paper.about, week.start, week.end,
    )[0][0]  # fmt: skip
    kinds = _kinds(paper, there)
    n = sum(kinds.values())
    yield Said(
        r"สรุป บันทึก (\d+) จาก (\d+) วันทำการที่ต้องบันทึก รวม (\d+) รายการ(.*)",
        (str(met or 0), str(owed), str(n), _besides(paper.about, owed - (met or 0), there, week)),
    )
    if kinds:
        words = ", ".join(rf"{re.escape(kind)} (\d+) รายการ" for kind in kinds)
        yield Said(rf"แยกตามประเภทงาน {words}(?=\n|$)", tuple(map(str, kinds.values())))
    yield from _days(paper, there)


def _besides(person: str, missing: int, there: Published, week: Period) -> str:
    """What else the line tells: schools, days without a log, days away, logs that do not count."""
    facts = there.facts
    logs = (
        "SELECT {} FROM response JOIN person USING (form, id)"
        " LEFT JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"
        " WHERE form = ? AND person.code = ? AND day >= ? AND day < ?"
    )
    asked = (facts.form("log").id, person, week.start, week.end)
    schools, uncounted = facts.ask(
        logs.format("count(DISTINCT place.code) FILTER (counted), count(*) FILTER (NOT counted)"), *asked
    )[0]
    away = dict(facts.ask(
        "SELECT on_leave, count(*) FROM absent JOIN working_day USING (day)"
        " WHERE person = ? AND day >= ? AND day < ? AND day >= (FROM since)"
        " AND day NOT IN (SELECT day FROM came WHERE supervisor = ?) GROUP BY ALL",
        person, week.start, week.end, person,
    ))  # fmt: skip
    halves = facts.ask(
        "SELECT count(DISTINCT day) FROM working_day WHERE day >= ? AND day < ? AND day IN ("
        "  SELECT CAST(each AS DATE) FROM leaving,"
        "   unnest(generate_series(leaving.day, last, INTERVAL 1 DAY)) AS days(each)"
        "  WHERE person = ? AND half IS NOT NULL)"
        " AND day NOT IN (SELECT day FROM absent WHERE person = ?)",
        week.start, week.end, person, person,
    )[0][0]  # fmt: skip
    parts = (
        (" เกี่ยวข้องกับ {} โรงเรียน", schools),
        (" ไม่มีบันทึก {} วัน", missing),
        (" ลา {} วัน", away.get(True, 0)),
        (" ไปราชการ {} วัน", away.get(False, 0)),
        (" ลาหรือไปราชการครึ่งวัน {} วัน", halves),
        (" ยังไม่นับ {} รายการ", uncounted),
    )
    return "".join(words.format(n) for words, n in parts if n)


def _kinds(paper: Printed, there: Published) -> dict[str, int]:
    """The week's counted logs of each kind of work, in the form's order."""
    facts, week = there.facts, there.facts.office.calendar.week_named(paper.period)
    form = facts.form("log")
    asked = form.asks("kind")
    found = dict(facts.ask(
        "SELECT what.code, count(*) FROM response JOIN person USING (form, id)"
        " JOIN (FROM member WHERE dimension = 'kind') AS what USING (form, id)"
        " WHERE counted AND response.form = ? AND person.code = ? AND day >= ? AND day < ? GROUP BY ALL",
        form.id, paper.about, week.start, week.end,
    ))  # fmt: skip
    return {one.label: found[one.code] for one in (asked.choices if asked else ()) if one.code in found}


def _days(paper: Printed, there: Published) -> Iterator[Expected]:
    """A row a log: as many of each day as the responses are, counted or not."""
    facts, week = there.facts, there.facts.office.calendar.week_named(paper.period)
    logs = Counter({
        f"{WEEKDAYS[day.weekday()]}\n{thai_date(day)}": n
        for day, n in facts.ask(
            "SELECT day, count(*) FROM response JOIN person USING (form, id)"
            " WHERE form = ? AND person.code = ? AND day >= ? AND day < ? GROUP BY ALL",
            facts.form("log").id, paper.about, week.start, week.end,
        )
    })  # fmt: skip
    head = ("วัน เดือน ปี", "ภารกิจ/กิจกรรม", "ประเภทงาน/สถานที่", "ผลการปฏิบัติงาน")
    table = next(rows for rows in paper.tables if rows[0] == head)
    shown = Counter(row[0] for row in table[1:] if row[2] != "–")
    assert shown == logs, f"{paper.name}: {shown} and {logs}"
    yield Table(head, [[row[0], ..., ..., ...] for row in table[1:]])


_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
