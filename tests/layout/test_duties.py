"""The tab of duties: counts on top, and what needs a hand beneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms.duties import belonging
from forms.model import Entry, Partition
from sync.layout import duties
from sync.layout.days import days_away, owed_days
from sync.layout.tab import Tab
from sync.layout.view import View
from sync.layout.waiting import todo_tile
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, entry, passed, states
from tests.layout.views import DISTRICT, keyed, texts, view_of

TODAY = date(2026, 11, 21)
YEAR = CALENDAR.academic_year_of(TODAY)


def november(day: int) -> date:
    return date(2026, 11, day)


ENTRIES: tuple[Entry, ...] = (
    *(entry("log", f"l{day}", november(day), "P1") for day in (16, 17, 19, 20)),
    entry("observe", "v1", november(12), "P1", school="S1"),
    entry("plan", "p1", november(13), "P1", school="S2"),
    entry("permit", "j1", november(11), "P2", until=november(12), kind="journey"),
    entry("profile", "f1", date(2026, 7, 3), school="S1"),
)
STATES = states(DUTIES, ENTRIES, YEAR, TODAY, standings=passed("j1"))


def shown(partition: Partition = DISTRICT) -> tuple[View, Tab]:
    found = belonging(STATES, partition, ORGANISATION, TODAY)
    rules = {rule.id: rule for rule in DUTIES.rules}
    links = {"register:observe": "#gid=3"}
    view = replace(view_of(partition), duties=found, duty_rules=rules, today=TODAY, links=links)
    return view, duties.tab(view)


def test_counts_add_up_on_every_line() -> None:
    view, tab = shown()
    lines = [row for row in tab.rows.values() if row.key.startswith("count:")]
    assert [row.key for row in lines][-1] == "count:total"
    numbers = [[int(str(cell.value)) for cell in row.cells[1:]] for row in lines]
    assert all(sum(each) == whole for *each, whole in numbers)
    *each_line, total = numbers
    assert [sum(column) for column in zip(*each_line, strict=True)] == total
    days = next(row for row in tab.rows.values() if row.key == "days:daily-log")
    single = [int(str(cell.value)) for cell in days.cells[1:]]
    assert total[-1] + single[-1] == len(view.duties)  # a week's days are told, and not counted again


def test_overdue_is_one_number() -> None:
    """The line below the title, the total, the lines of the list, the tile: a week of days is one."""
    view, tab = shown()
    line = next(text for text in texts(tab) if "ค้างส่ง" in text and " · " in text)
    said = int(line.partition("ค้างส่ง ")[2].partition(" ")[0])
    total = next(row for row in tab.rows.values() if row.key == "count:total")
    listed = [state for state in duties.attention(view) if state.status == "missing"]
    assert said == total.cells[1].value == len(listed) == todo_tile(replace(view, findings=())).value
    assert said > 0
    assert "log-hand-over" in {state.owed.duty for state in listed}
    assert any(state.owed.due < view.semester.start for state in listed)  # whenever it was due


def test_each_semester_has_a_line() -> None:
    """Visits of both in one line would tell of neither."""
    _, tab = shown()
    keys = [row.key for row in tab.rows.values() if row.key.startswith("count:school-visit")]
    assert keys == ["count:school-visit:2569-S1", "count:school-visit:2569-S2"]
    first = next(row for row in tab.rows.values() if row.key == keys[0])
    assert str(first.cells[0].value).endswith("· ภาคเรียนที่ 1 ปีการศึกษา 2569")


def test_a_line_says_who_owes_what_until_when_and_why() -> None:
    _, tab = shown()
    assert keyed(tab, "planned-visit|S2|p1") == {
        "รายการ": "การนิเทศตามปฏิทิน",
        "ผู้รับผิดชอบ/โรงเรียน": "บ้านโพน (ศึกษานิเทศก์ 1)",
        "ช่วงเวลา": "13 พ.ย. 2569",
        "วันครบกำหนด": "13 พ.ย. 2569",
        "สถานะ": "ค้างส่ง",
        "เหตุผล": "เลยวันครบกำหนดแล้ว",
        "ทะเบียน": "เปิดทะเบียน",
    }
    assert keyed(tab, "school-profile|S1|2569-AY")["สถานะ"] == "ส่งหลังกำหนด"
    assert keyed(tab, "journey-memo|P2|j1")["ช่วงเวลา"] == "11 พ.ย. 2569 – 12 พ.ย. 2569"


def test_it_says_from_which_day_duties_are_reckoned() -> None:
    view, tab = shown()
    line = "นับเฉพาะรายการที่ครบกำหนดตั้งแต่วันที่ 5 พ.ย. 2569 เป็นต้นไป"
    assert line in texts(duties.tab(replace(view, since=november(5))))
    assert line not in texts(tab)
    assert not [text for text in texts(duties.tab(replace(view, since=YEAR.start))) if "ตั้งแต่วันที่" in text]


def test_what_is_missing_comes_first_and_what_is_due_in_spring_is_not_listed() -> None:
    view, _ = shown()
    listed = duties.attention(view)
    order = [("missing", "pending", "late").index(state.status) for state in listed]
    assert order == sorted(order)
    pending = {(state.owed.duty, state.owed.due) for state in listed if state.status == "pending"}
    assert {due for _, due in pending} <= {date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 9),
                                           date(2026, 12, 11), date(2026, 12, 18)}  # fmt: skip
    assert all(state.owed.duty != "daily-log" for state in listed)  # its weeks tell


def test_each_reader_sees_what_they_answer_for() -> None:
    owners = {
        partition.kind + partition.code: {
            s.owed.code for s in belonging(STATES, partition, ORGANISATION, TODAY)
        }
        for partition in (
            Partition("network", "N1"), Partition("group", "G1"), Partition("supervisor", "P2"),
            Partition("office"), Partition("network", "N9"),
        )
    }  # fmt: skip
    assert owners["networkN1"] == {"S1", "S2"}
    assert owners["groupG1"] == {"P1"}
    assert owners["supervisorP2"] == {"P2", "S1", "S2", "S3", "S4", "S5", "S6"}  # the team's schools
    assert owners["office"] == {state.owed.code for state in STATES}
    assert owners["networkN9"] == set()


def test_nothing_owed_is_said() -> None:
    view, _ = shown()
    empty = duties.tab(replace(view, duties=()))
    assert view.texts("duties.nothing_owed") in texts(empty)
    clear = [state for state in view.duties if state.status in ("done", "excused")]
    assert view.texts("duties.none") in texts(duties.tab(replace(view, duties=clear)))


def test_days_away_are_deducted_from_the_days_that_owe_a_log() -> None:
    view, _ = shown()
    leave = entry("permit", "a", november(16), "P1", until=november(17), kind="leave")
    found = states(DUTIES, [leave], YEAR, TODAY, standings=passed("a"))
    away = days_away(replace(view, duties=found))
    assert away == {"P1": {november(16), november(17)}}
    working = [november(day) for day in (16, 17, 19, 20)]
    person = ORGANISATION.supervisors["P1"]
    assert owed_days(person, working, {november(16)}, away["P1"]) == [november(day) for day in (16, 19, 20)]
