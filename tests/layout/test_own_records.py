"""A work group whose people observe no classes: its first tab tells of what it has, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

from forms.model import Entry, Partition
from forms.model.chains import Standing, Step
from sync.layout import group
from sync.layout.tab import CellValue, Tab
from sync.layout.view import View
from tests.forms.builders import ORGANISATION, log
from tests.layout.views import cells, named, november, texts, view_of

CLERKS = Partition("group", "G9")
OWN = (
    replace(log("l1", november(16), "P1"), members={"group": "G9"}),
    replace(log("l2", november(18), "P1"), members={"group": "G9"}),
)


def view(entries: tuple[Entry, ...] = OWN, partition: Partition = CLERKS) -> View:
    groups = {
        **ORGANISATION.work_groups,
        "G9": replace(ORGANISATION.work_groups["G1"], code="G9", name="ธุรการ"),
    }
    own = replace(view_of(partition, entries), organisation=replace(ORGANISATION, work_groups=groups))
    return replace(own, entries={"log": entries}, findings=(), earlier={})


def first(of: View) -> Tab:
    return named(group.tabs(of), "overview")


def figure(tab: Tab, label: str) -> CellValue:
    row, column = next((r, c) for r, c, cell in cells(tab) if cell.value == label)
    return tab.rows[row + 1].cells[column].value


def test_it_tells_of_its_own_records() -> None:
    tab = first(view())
    assert figure(tab, "แบบบันทึกของกลุ่มงาน") == 2
    assert figure(tab, "แบบบันทึกล่าสุด") == "18 พ.ย. 2569"
    assert [chart.kind for chart in tab.charts] == ["COLUMN"]
    assert not any("ระดับ" in text for text in texts(tab))


def test_what_waits_of_its_records_is_named() -> None:
    head = Step("head", "head", "ผอ.กลุ่ม", ("ทราบ",))
    waiting = {("log", "l1"): Standing("waiting", head, OWN[0].submitted, (), ())}
    tab = first(replace(view(), standings=waiting))
    assert figure(tab, "เรื่องที่รอการพิจารณา") == 1
    assert any(text.endswith("รอ ผอ.กลุ่ม") for text in texts(tab))


def test_what_waits_for_the_group_stands_first_whosever_it_is() -> None:
    """One record of its own waits for it, one of somebody else's; the latter has no register here."""
    step = Step("check", "secretariat", "กลุ่มงานเลขานุการ", ("ถูกต้อง",))
    other = log("l9", november(17), "P2")
    stands = {
        ("log", one.response): Standing("waiting", step, one.submitted, (), ()) for one in (OWN[0], other)
    }
    links = {"register:log": "#gid=9"}
    of = replace(view(), standings=stands, awaited=(OWN[0], other), links=links)
    tab = first(of)
    assert figure(tab, "เรื่องที่รอการพิจารณา") == 2
    assert "ของกลุ่มงานนี้ และที่รอกลุ่มงานนี้\nรวมเรื่องที่ค้างจากปีก่อน" in texts(tab)
    waiting = [cell for _, _, cell in cells(tab) if str(cell.value).endswith("รอ กลุ่มงานเลขานุการ")]
    assert [cell.link for cell in waiting] == ["#gid=9", ""]
    assert figure(first(replace(of, awaited=None)), "เรื่องที่รอการพิจารณา") == 1


def test_a_group_that_observes_and_decides_is_told_what_waits_for_it() -> None:
    step = Step("check", "secretariat", "กลุ่มงานเลขานุการ", ("ถูกต้อง",))
    other = log("l9", november(17), "P2")
    stands = {("log", "l9"): Standing("waiting", step, other.submitted, (), ())}
    of = replace(view_of(Partition("group", "G1")), standings=stands, awaited=(other,))
    tab = first(of)
    assert figure(tab, "เรื่องที่รอการพิจารณา") == 1
    assert any(text.endswith("รอ กลุ่มงานเลขานุการ") for text in texts(tab))
    assert "เรื่องที่รอการพิจารณา" not in texts(first(replace(of, awaited=None)))


def test_without_records_no_chart_is_drawn() -> None:
    tab = first(view(()))
    assert tab.charts == ()
    assert "ยังไม่มีแบบบันทึกของกลุ่มงาน" in texts(tab)


def test_a_group_that_observes_keeps_its_own_first_tab() -> None:
    assert "คะแนนเฉลี่ย" in texts(first(view_of(Partition("group", "G1"))))
