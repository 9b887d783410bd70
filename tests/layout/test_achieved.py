"""What people achieved in the fiscal year: whose months, which sums, where the evidence is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms.model import Partition
from sync.layout import achieved
from sync.layout.kept import Kept
from sync.layout.tab import Tab
from sync.layout.view import Achieved, View
from tests.layout.views import keyed, texts, view_of

MINE = Partition("supervisor", "P1")
FOUND: Achieved = {
    "visit": {"P1": {"2026-04-01": 2, "2026-10-01": 1, "2026-11-01": 3}, "P2": {"2026-11-21": 9}},
    "log": {"P1": {"2026-09-01": 4}},
}


def view(found: Achieved = FOUND, partition: Partition = MINE, today: date = date(2026, 11, 20)) -> View:
    return replace(view_of(partition), achieved=found, today=today)


def halves(tab: Tab) -> list[str]:
    return [text for text in texts(tab) if text.startswith("รอบ 6 เดือน")]


def test_the_half_that_runs_stands_above_the_one_before() -> None:
    assert halves(achieved.tab(view())) == [
        "รอบ 6 เดือน ครั้งที่ 1 ปีงบประมาณ 2570 (21 ก.ย. 2569 – 20 มี.ค. 2570)",
        "รอบ 6 เดือน ครั้งที่ 2 ปีงบประมาณ 2569 (21 มี.ค. 2569 – 20 ก.ย. 2569)",
    ]
    tab = achieved.tab(view(today=date(2027, 3, 21)))
    assert [text[:40] for text in halves(tab)] == [
        "รอบ 6 เดือน ครั้งที่ 2 ปีงบประมาณ 2570 (",
        "รอบ 6 เดือน ครั้งที่ 1 ปีงบประมาณ 2570 (",
    ]


def test_months_are_told_by_form_with_their_sums_and_the_register() -> None:
    tab = achieved.tab(view())
    now, whole = keyed(tab, "2570-H1:visit"), keyed(tab, "2569-H2:total")
    assert (now["ต.ค. 2569"], now["พ.ย. 2569"], now["ธ.ค. 2569"], now["รวม (ฉบับ)"]) == (1, 3, None, 4)
    assert (whole["เม.ย. 2569"], whole["1–20 ก.ย. 2569"], whole["รวม (ฉบับ)"]) == (2, 4, 6)
    links = {row.key: row.cells[-1].link for row in tab.rows.values() if row.key}
    assert links["2570-H1:visit"] == "#gid=7"
    assert "2570-H1:log" not in links  # nothing of it came in this half
    assert any("ก่อนวันที่ 16 พ.ค. 2569" in text for text in texts(tab))


def test_what_is_done_after_the_20th_is_carried_into_the_next_half() -> None:
    """As the form tells the reporter; the fiscal year of 30 September stays whole."""
    september: Achieved = {"log": {"P1": {"2026-09-01": 4, "2026-09-21": 2}}}
    for today in (date(2026, 9, 21), date(2026, 11, 20)):
        tab = achieved.tab(view(september, today=today))
        now, before = keyed(tab, "2570-H1:log"), keyed(tab, "2569-H2:log")
        assert (now["21–30 ก.ย. 2569"], now["รวม (ฉบับ)"]) == (2, 2)
        assert (before["21–31 มี.ค. 2569"], before["1–20 ก.ย. 2569"], before["รวม (ฉบับ)"]) == (None, 4, 4)
        assert "ผลงานหลังวันที่ 20 นับในรอบถัดไป" in " ".join(texts(tab))
    everybody = achieved.people_tab(view(september, Partition("office"), date(2026, 9, 30)))
    (row,) = (row for row in everybody.rows.values() if row.key == "P1")
    assert row.cells[1].value == 6


def test_a_half_without_records_says_so() -> None:
    tab = achieved.tab(view({"log": {"P1": {"2026-09-01": 4}}}))
    assert texts(tab).count("ยังไม่มีแบบบันทึกในรอบนี้") == 1


def test_the_office_reads_everybody_of_the_fiscal_year() -> None:
    """Records of April are of the fiscal year before; who left is told where records are."""
    tab = achieved.people_tab(view(partition=Partition("office")))
    rows = {row.key: [cell.value for cell in row.cells] for row in tab.rows.values() if row.key}
    assert rows["P1"][1:] == [4, 4]
    assert rows["P2"][1:] == [9, 9]
    assert rows["total"][1:] == [13, 13]


def test_a_tab_is_made_again_only_where_the_own_records_changed() -> None:
    kept = Kept()

    def made(found: Achieved) -> Tab:
        return achieved.tab(replace(view(found), kept=kept))

    first = made(FOUND)
    assert made({form: dict(own) for form, own in FOUND.items()}) is first
    more = {**FOUND, "log": {"P1": {"2026-09-01": 5}}}
    assert made(more) is not first
