"""What the papers for meetings should say: tabs of the district and the office, a period's sums by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from forms.calendar.periods import month_of, quarter_of
from forms.model import Period
from forms.thai import thai_date
from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.facts import Facts
from tests.figures.paper_networks import cases
from tests.figures.printed import Printed
from tests.figures.shown import NOTHING, Published, level, mean, number, percent, text
from tests.figures.tables import SEEN

_KIND = "JOIN (SELECT id AS form, counts_as FROM form) AS kind USING (form)"
_STATES = ("done", "late", "excused", "missing", "pending")
_NETWORKS = (
    "เครือข่าย", "เปิดสอน", "นิเทศแล้ว (ภาคเรียน)", "ร้อยละ", "นิเทศในรอบ (ครั้ง)", "สังเกต (ครั้ง)", "เฉลี่ย", "ระดับ",
)  # fmt: skip


def committee_pack(paper: Printed, there: Published) -> Iterator[Expected]:
    """A quarter: its sums by SQL; coverage, cases and schools that need help by the tabs."""
    quarter = quarter_of(there.facts.now.date())
    assert quarter.name == paper.period
    yield from _figures(quarter, quarter_of(quarter.start - timedelta(days=1)), there)
    yield from _open(quarter, there)
    yield _plans(there)


def monthly_pack(paper: Printed, there: Published) -> Iterator[Expected]:
    """A month, who did what in it, and what comes next."""
    month = month_of(there.facts.now.date())
    assert month.name == paper.period
    yield from _figures(month, month_of(month.start - timedelta(days=1)), there)
    yield from _open(month, there)
    yield from _people(month, there)
    yield from _following(month_of(month.end), there)


# --- Figures by network ----------------------------------------------------------------


def _figures(period: Period, before: Period, there: Published) -> Iterator[Expected]:
    facts = there.facts
    now, past = (observed_in(facts, one) for one in (period, before))
    visits = visits_in(facts, period)
    rows: list[list[Cell]] = []
    tab = {line["เครือข่าย"]: line for line in there.lines("district:", "networks", "เครือข่าย")}
    whole = next(line for name, line in tab.items() if name.startswith("รวม"))
    for code, name in [(n.code, n.name) for n in facts.office.organisation.networks.values()]:
        rows.append([name, *covered(tab[name]), number(visits.get(code, 0)), *scored(now.get(code))])
    all_visits = sum(visits.values())
    rows.append(["รวม", *covered(whole), number(all_visits), *scored(now.get(""))])
    yield Table(_NETWORKS, rows)
    _same_as_sheets(period, facts, tab, now)
    (n, found, band), (of, mean_before, _) = (one.get("") or (0, None, None) for one in (now, past))
    banded, (owed, visited, part) = level(band, n), covered(whole)
    yield Said(
        r"นิเทศ (\d+) ครั้ง สังเกตชั้นเรียนที่มีคะแนน (\d+) ครั้ง \(\S+ (\d+) ครั้ง\) คะแนนเฉลี่ย (\S+)"
        + (r" ระดับ(\S+)" if banded != NOTHING else "")
        + r" \(\S+ (\S+?)\) ความครอบคลุม\D+\d ปีการศึกษา \d+ ถึงวันที่ (.+? 25\d\d)"
        r" (\d+) จาก (\d+) โรงเรียน คิดเป็นร้อยละ (\d+)",
        (number(all_visits), number(n), number(of), mean(found), *([banded] if banded != NOTHING else []),
         mean(mean_before), thai_date(facts.now.date(), "long"), visited, owed, part),
    )  # fmt: skip
    forms = facts.ask(
        f"SELECT form, count(*), count(DISTINCT place.code) FROM response {_KIND}"
        " LEFT JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"
        " WHERE counted AND list_contains(?, counts_as) AND day >= ? AND day < ? GROUP BY ALL",
        list(SEEN), period.start, period.end,
    )  # fmt: skip
    by_form = {form: (n, schools) for form, n, schools in forms}
    yield Table(("แบบบันทึก", "จำนวน (ฉบับ)", "โรงเรียน"), [
        [form.title, *map(number, by_form[form.id])]
        for form in facts.office.forms.values()
        if form.id in by_form
    ])  # fmt: skip


def covered(line: dict[str, Any]) -> list[str]:
    """Open, visited and the share, as the district's tab has them."""
    return [number(line["เปิดสอน"]), number(line["นิเทศแล้ว"]), percent(line["ร้อยละ"])]


def scored(found: tuple[int, float | None, str | None] | None) -> list[Cell]:
    n, shown, band = found or (0, None, None)
    return [number(n), mean(shown), level(band, n)]


def _same_as_sheets(period: Period, facts: Facts, tab: dict[str, Any], now: dict[str, Any]) -> None:
    """Where the semester so far is the period so far, the tab's observations and means are the same ones."""
    if facts.office.calendar.latest_semester(facts.now.date()).start != period.start:
        return
    names = {network.name: code for code, network in facts.office.organisation.networks.items()}
    for name, line in tab.items():
        n, shown, _ = now.get(names.get(name, "")) or (0, None, None)
        assert (n, shown) == (line["สังเกต (ครั้ง)"], line["คะแนนเฉลี่ย"]), name


def visits_in(facts: Facts, period: Period) -> dict[str, int]:
    """Counted records of visits by network."""
    return dict(facts.ask(
        f"SELECT coalesce(net.code, ''), count(*) FROM response {_KIND}"
        " LEFT JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
        " WHERE counted AND list_contains(?, counts_as) AND day >= ? AND day < ? GROUP BY ALL",
        list(SEEN), period.start, period.end,
    ))  # fmt: skip


def observed_in(facts: Facts, period: Period) -> dict[str, tuple[int, float | None, str | None]]:
    """Observations with a score by network, "" for all: how many, their mean as it is shown, its level."""
    form = facts.form("observation")
    found = facts.ask(
        "WITH own AS (SELECT unnest(['', coalesce(net.code, '-')]) AS code, points, items FROM response"
        " JOIN mark USING (form, id)"
        " LEFT JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
        " WHERE measure = 'score' AND counted AND form = ? AND day >= ? AND day < ?)"
        " SELECT code, count(*), (200 * sum(points * 26771144400::HUGEINT // items)"
        " + 26771144400::HUGEINT * count(*)) // (2 * 26771144400::HUGEINT * count(*)) FROM own GROUP BY ALL",
        form.id, period.start, period.end,
    )  # fmt: skip
    levels = form.bands.levels if form.bands else ()
    return {
        code: (
            int(n),
            int(hundredths) / 100,
            next((o.name for o in levels if hundredths >= 100 * o.lowest), None),
        )
        for code, n, hundredths in found
    }


# --- What is open ----------------------------------------------------------------------


def _open(period: Period, there: Published) -> Iterator[Expected]:
    facts = there.facts
    begun = facts.ask(
        "SELECT count(*) FROM urgent WHERE day >= ? AND day < ?",
        period.start, period.end,
    )[0][0]  # fmt: skip
    yield Said(r"กรณีเร่งด่วนที่ยังไม่ยุติ \(เริ่มในรอบนี้ (\d+) กรณี\)", (str(begun),))
    yield cases(there.lines("office:", "cases", "กำหนดแก้ไข"))
    yield needs(there)
    heads = ("รายการ", "ทั้งหมด", "ส่งแล้ว", "ส่งหลังกำหนด", "ได้รับยกเว้น", "ค้างส่ง", "ยังไม่ครบกำหนด")
    owed = owed_in(facts, period)
    yield Table(heads, [
        [rule.title, number(sum(of.values())), *(number(of.get(one, 0)) for one in _STATES)]
        for rule in facts.office.duties.rules
        if (of := owed.get(rule.id))
    ])  # fmt: skip


def needs(there: Published) -> Table:
    """The schools that need help, as the office's tab lists them."""
    lines = there.lines("office:", "needs", "กำหนดแล้วเสร็จ")
    return Table(("โรงเรียน", "ตั้งแต่", "กำหนด", "ทีมช่วยเหลือ"), [
        [line["โรงเรียน"], line["ตั้งแต่วันที่"], text(line["กำหนดแล้วเสร็จ"]), text(line["คณะทำงาน"])]
        for line in lines
        if line["โรงเรียน"]
    ])  # fmt: skip


def owed_in(facts: Facts, period: Period) -> dict[str, dict[str, int]]:
    """What falls due in a period, by duty and how it stands."""
    found: dict[str, dict[str, int]] = {}
    for duty, status, n in facts.ask(
        "SELECT duty, status, count(*) FROM owed WHERE due >= ? AND due < ? GROUP BY ALL",
        period.start,
        period.end,
    ):
        found.setdefault(duty, {})[status] = n
    return found


def _plans(there: Published) -> Table:
    """The plans by the day on which they were handed up: as many as are registered and count."""
    form = next((one for one in there.facts.office.forms.values() if "S14" in one.records), None)
    days = there.facts.ask("SELECT day FROM response WHERE counted AND form = ?", form.id) if form else []
    return Table(("แผน", "ประเภท", "วันที่เสนอ", "สถานะ"), [[..., ..., ..., ...] for _ in days])


# --- A month's people, and the month that follows --------------------------------------


def _people(month: Period, there: Published) -> Iterator[Expected]:
    facts, today = there.facts, there.facts.now.date()
    records = dict(facts.ask(
        "SELECT person.code, count(*) FROM person JOIN response USING (form, id)"
        " WHERE counted AND day >= ? AND day < ? GROUP BY ALL",
        month.start, month.end,
    ))  # fmt: skip
    owed: dict[str, dict[str, int]] = {}
    for code, status, n in facts.ask(  # a week's days are told by its hand-over
        "SELECT code, status, count(*) FROM owed WHERE owner = 'person' AND duty <> 'daily-log'"
        " AND due >= ? AND due < ? GROUP BY ALL",
        month.start, month.end,
    ):  # fmt: skip
        owed.setdefault(code, {})[status] = n
    heads = ("ศึกษานิเทศก์", "งานที่บันทึก", "ส่งแล้ว", "ส่งหลังกำหนด", "ค้างส่ง", "ได้รับยกเว้น")
    states = ("done", "late", "missing", "excused")
    yield Table(heads, [
        [one.name, number(records.get(code, 0)),
         *(number(owed.get(code, {}).get(state, 0)) for state in states)]
        for code, one in facts.office.organisation.supervisors.items()
        if one.in_office(today)
    ])  # fmt: skip


def _following(month: Period, there: Published) -> Iterator[Expected]:
    facts = there.facts
    planned = dict(facts.ask(
        f"SELECT net.code, count(*) FROM response {_KIND}"
        " JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
        " WHERE counted AND counts_as = 'plan' AND day >= ? AND day < ? GROUP BY ALL",
        month.start, month.end,
    ))  # fmt: skip
    networks = facts.office.organisation.networks
    yield Table(("เครือข่าย", "แผนนิเทศ (ครั้ง)"), [
        [one.name, number(planned[code])] for code, one in networks.items() if code in planned
    ])  # fmt: skip
    owed = owed_in(facts, month)
    yield Table(("รายการ", "จำนวน"), [
        [rule.title, number(sum(owed[rule.id].values()))]
        for rule in facts.office.duties.rules
        if rule.id in owed
    ])  # fmt: skip
