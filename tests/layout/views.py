"""What the tests of the sheets look at: a small office's semester, and a tab asked by its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from forms.model import Entry, Form, Partition, Severity
from forms.summary import summarise
from sync.layout.tab import Cell, CellValue, Tab
from sync.layout.view import FindingRow, View
from tests.forms.builders import BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT, log, visit, with_texts

DISTRICT = Partition("district")
SEMESTER = CALENDAR.semester_named("2569-S2")
EARLIER = CALENDAR.semester_named("2569-S1")
AS_OF = datetime(2026, 11, 20, 17, 5, tzinfo=BANGKOK)


def november(day: int) -> date:
    return date(2026, 11, day)


# On Friday 20 November S1, S2, S3, S5 and S6 are open; S4 has closed.
ENTRIES = (
    with_texts(
        visit(
            "v1",
            november(16),
            school="S1",
            scores=(5, 5, 5, 5, 5),
            grade="p1",
            supervisor="P1",
            learning_area="thai",
        ),
        advice="=1+1 จัดกิจกรรมกลุ่ม",
    ),
    visit(
        "v2",
        november(17),
        school="S1",
        scores=(4, 4, 4, 4, 4),
        grade="p2",
        role="leader",
        learning_area="maths",
    ),
    visit(
        "v3",
        november(20),
        school="S1",
        scores=(4, 4, 3, 3, 3),
        grade="p1",
        supervisor="P2",
        learning_area="thai",
    ),
    visit("v4", november(20), school="S3", scores=(2, 2, 2, 2, 2), grade="p1", supervisor="P1", group="G1"),
    visit("v5", november(20), school="S2", scores=(1, 1, 1, 1, 1), counted=False),
    visit("v6", november(5), school="S4", scores=(3, 3, 3, 3, 3)),  # before it closed
    replace(log("l1", november(16), "P1"), members={"supervisor": "P1", "kind": "visit", "group": "G1"}),
    replace(log("l2", november(16), "P1"), members={"supervisor": "P1", "kind": "visit", "group": "G1"}),
    log("l3", november(18), "P1"),  # the office's day off
    log("l4", november(19), "P2"),
    log("l5", november(17), "P3"),
    log("l6", november(20), "P2", counted=False),
)
BEFORE = (
    visit("b1", date(2026, 6, 15), school="S1", scores=(3, 3, 3, 3, 3)),
    visit("b2", date(2026, 7, 15), school="S2", scores=(4, 4, 4, 4, 4)),
    log("b3", date(2026, 6, 15), "P1"),
)
WORST: Mapping[str, Severity] = {"v5": "error", "l6": "error", "l3": "warning"}
FINDINGS = (
    FindingRow(
        "l3", "log", AS_OF, november(18), None, "P1", "warning", "working-day", "ข้อ day",
        "18 พ.ย. 2569 ไม่ใช่วันทำการ", "ตรวจสอบวันที่",
    ),
    FindingRow(
        "v5", "visit", AS_OF, november(20), "S2", None, "error", "time-order", "ข้อ end",
        "เวลาสิ้นสุดไม่อยู่หลังเวลาเริ่ม", "แก้ไขคำตอบ", who="=ผู้อำนวยการ",
    ),
)  # fmt: skip
LINKS = {
    "network:N1": "https://docs.google.com/spreadsheets/d/n1/edit",
    "register:visit": "#gid=7",
}
FORMS: Mapping[str, Form] = {form.id: form for form in (VISIT, LOG)}


def view_of(
    partition: Partition = DISTRICT,
    entries: Sequence[Entry] = ENTRIES,
    *,
    forms: Mapping[str, Form] = FORMS,
    findings: Sequence[FindingRow] = FINDINGS,
    as_of: datetime | None = AS_OF,
) -> View:
    """The view of a partition from these entries."""
    return View(
        partition=partition,
        forms=forms,
        organisation=ORGANISATION,
        calendar=CALENDAR,
        semester=SEMESTER,
        as_of=as_of,
        summaries={f.id: summarise(entries, f, CALENDAR, partition, SEMESTER, WORST) for f in forms.values()},
        earlier={f.id: summarise(BEFORE, f, CALENDAR, partition, EARLIER, {}) for f in forms.values()},
        findings=findings,
        links=LINKS,
        today=AS_OF.date(),
    )


def cells(tab: Tab) -> Iterator[tuple[int, int, Cell]]:
    """Every cell with its row and column."""
    for number, row in tab.rows.items():
        for column, cell in enumerate(row.cells):
            yield number, column, cell


def texts(tab: Tab) -> list[str]:
    """Every text of a tab."""
    return [cell.value for _, _, cell in cells(tab) if isinstance(cell.value, str)]


def named(tabs: Sequence[Tab], key: str) -> Tab:
    """The tab of that key."""
    return next(tab for tab in tabs if tab.key == key)


def keyed(tab: Tab, key: str) -> dict[str, CellValue]:
    """The line of that key, by the heads of its table: the nearest line above that has as many texts."""
    number, row = next((n, r) for n, r in tab.rows.items() if r.key == key)
    for above in range(number - 1, -1, -1):
        head = tab.rows.get(above)
        if head and not head.key and sum(isinstance(c.value, str) for c in head.cells) >= len(row.cells) - 1:
            titles = [str(cell.value) for cell in head.cells]
            return {
                f"{title} {column}" if title in titles[:column] else title: cell.value
                for column, (title, cell) in enumerate(zip(titles, row.cells, strict=False))
            }
    raise AssertionError(f"no head above {key}")
