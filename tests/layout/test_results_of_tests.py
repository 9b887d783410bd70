"""The tab of results of tests: years side by side, means weighted by pupils, rows that wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.model import Entry, Form, Partition
from forms.results.book import Result, ResultBook, Unmatched
from forms.results.match import Candidate
from sync.layout import results_of_tests, styles
from sync.layout.tab import Cell, Tab
from sync.layout.texts import packaged_texts
from sync.layout.view import View
from tests.forms.builders import VISIT, visit
from tests.forms.results.files import RULES
from tests.layout.views import DISTRICT, keyed, november, texts, view_of


def result(school: str, score: float, pupils: int | None, year: int = 2568, subject: str = "thai") -> Result:
    return Result("onet", year, "p6", subject, school, score, pupils)


RESULTS = [
    result("S1", 40.0, 10, 2567),
    result("S2", 60.0, 30, 2567),
    result("S3", 50.0, 10, 2567),
    result("S1", 45.005, 10),
    result("S2", 62.5, 30),
    result("S3", 48.0, 4),
    result("S1", 30.0, None, subject="maths"),
    result("S2", 40.0, 30, subject="maths"),
]
WAITING = Unmatched(
    "onet", 2568, "onet.xlsx", 7, "=บ้านหนองบัว", "แก้ว", (Candidate("S1", 98.0), Candidate("S3", 97.0)), ("N1",)
)  # fmt: skip
BOOK = ResultBook(RULES, RESULTS, [WAITING])
NETWORK = Partition("network", "N1")


def view(partition: Partition = DISTRICT, book: ResultBook | None = BOOK) -> View:
    return replace(view_of(partition), results=book)


def tab(partition: Partition = DISTRICT, book: ResultBook = BOOK) -> Tab:
    made = results_of_tests.tab(view(partition, book))
    assert made is not None
    return made


def line(of: Tab, key: str) -> list[Cell]:
    return list(next(row.cells for row in of.rows.values() if row.key == key))


def values(cells: Sequence[Cell]) -> list[object]:
    return [cell.value for cell in cells]


def test_a_network_sees_its_schools_over_the_years_its_own_mean_and_the_districts() -> None:
    made = tab(NETWORK)
    # name, pupils, then for each subject both years and the change between them as shown
    assert values(line(made, "onet|p6|S1")) == ["บ้านหนองบัว", 10, 40.0, 45.01, 5.01, None, 30.0, None]
    assert values(line(made, "onet|p6|S2")) == ["บ้านโพน", 30, 60.0, 62.5, 2.5, None, 40.0, None]
    assert values(line(made, "onet|p6|total"))[1:5] == [40, 55.0, 58.13, 3.13]
    assert values(line(made, "onet|p6|district"))[1:5] == [44, 54.0, 57.21, 3.21]
    assert not any("S3" in row.key for row in made.rows.values())


def test_the_summary_says_how_a_network_stands_beside_the_district() -> None:
    shown = keyed(tab(NETWORK), "onet|p6|thai")
    assert shown == {
        "การทดสอบ ชั้น วิชา": "O-NET ป.6 ภาษาไทย",
        "ปี 2567": 55.0,
        "ปี 2568": 58.13,
        "เพิ่ม/ลด จากครั้งก่อน": 3.13,
        "เขตพื้นที่ (ปีล่าสุด)": 57.21,
        "ต่างจากเขตพื้นที่": 0.92,
        "โรงเรียน (ปีล่าสุด)": 2,
        "ผู้เข้าสอบ (ปีล่าสุด)": 40,
        "โรงเรียนต่ำกว่าเป้าหมาย": 1,
    }


def test_the_district_sees_its_networks() -> None:
    made = tab()
    assert values(line(made, "onet|p6|N1"))[:5] == ["แก้วมุกดาหาร", 40, 55.0, 58.13, 3.13]
    assert values(line(made, "onet|p6|N2"))[:5] == ["เมืองน้ำทิพย์", 4, 50.0, 48.0, -2.0]
    assert values(line(made, "onet|p6|N3"))[1:] == [None] * 7
    assert "เขตพื้นที่ (ปีล่าสุด)" not in texts(made)


def test_a_mean_of_schools_that_is_not_weighted_says_so() -> None:
    maths = line(tab(), "onet|p6|N1")[6]
    assert (maths.value, maths.note) == (35.0, packaged_texts()("test_results.unknown_pupils"))
    assert line(tab(), "onet|p6|N1")[3].note == ""


def test_few_pupils_and_scores_below_the_target_show() -> None:
    few, below, good = (line(tab(), f"onet|p6|{code}")[3].style for code in ("N2", "N2", "N1"))
    assert few.italic and few.colour == styles.MUTED
    assert below.background == styles.CARE_TINT
    assert (good.italic, good.background) == (False, "")


def test_a_learning_area_sees_its_own_subjects() -> None:
    made = tab(Partition("learning_area", "maths"))
    assert [row.key for row in made.rows.values() if row.key.count("|") == 2][:1] == ["onet|p6|maths"]
    assert not any(row.key == "onet|p6|thai" for row in made.rows.values())
    assert results_of_tests.tab(view(Partition("learning_area", "arts"))) is None


def test_rows_that_wait_are_shown_with_the_command_that_settles_them() -> None:
    for partition, waits in ((DISTRICT, True), (NETWORK, True), (Partition("network", "N2"), False)):
        made = tab(partition)
        assert ('nithet results match "=บ้านหนองบัว" S1' in texts(made)) == waits
        assert ("=บ้านหนองบัว (แก้ว)" in texts(made)) == waits
    assert "S1 บ้านหนองบัว (เครือข่ายแก้วมุกดาหาร)\nS3 บ้านหนองบัว (เครือข่ายเมืองน้ำทิพย์)" in texts(tab())
    only = tab(book=ResultBook(RULES, [], [WAITING]))
    assert 'nithet results match "=บ้านหนองบัว" S1' in texts(only)


def test_without_results_there_is_no_tab_nor_for_readers_who_look_for_none() -> None:
    assert results_of_tests.tab(view(book=None)) is None
    assert results_of_tests.tab(view(book=ResultBook(RULES, []))) is None
    assert results_of_tests.tab(view(Partition("group", "G1"))) is None


def test_what_the_team_planned_stands_beside_the_schools_results() -> None:
    targets: Form = replace(VISIT, id="ast", records=("S8",), counts_as="register", sections=(), about={})
    entries: list[Entry] = [
        replace(visit("a1", november(day), school="S1"), form="ast", members={"school": "S1"})
        for day in (12, 5)
    ]
    seen = replace(view(NETWORK), forms={VISIT.id: VISIT, "ast": targets}, entries={"ast": entries})
    made = results_of_tests.tab(seen)
    assert made is not None
    assert line(made, "onet|p6|S1")[1].value == "12 พ.ย. 2569"
    assert line(made, "onet|p6|S2")[1].value == "ยังไม่มีแผน"


def test_everything_lies_inside_the_grid_and_no_merge_meets_another() -> None:
    for partition in (DISTRICT, NETWORK, Partition("supervisor", "P1"), Partition("deputy", "A")):
        made = tab(partition)
        columns = len(made.widths)
        assert max(made.rows) < made.height
        assert all(len(row.cells) <= columns for row in made.rows.values())
        for area in made.merges:
            assert 1 <= area.left < area.right <= columns and area.bottom <= made.height
        cells = [(r, c) for a in made.merges for r in range(a.top, a.bottom) for c in range(a.left, a.right)]
        assert len(set(cells)) == len(cells)
        assert made == tab(partition)


def test_of_many_rows_that_wait_the_likeliest_are_shown_and_the_rest_is_counted() -> None:
    many = [replace(WAITING, row=n, text=f"แถว {n}", networks=()) for n in range(450)]
    made = tab(book=ResultBook(RULES, RESULTS, many, set_aside=24_757))
    shown = [row.key for row in made.rows.values() if row.key.startswith("waiting|")]
    assert len(shown) == 200
    said = " ".join(str(text) for text in texts(made))
    assert "และอีก 250 แถว" in said and "พักไว้ 24,757 แถว" in said
    assert "พักไว้" not in " ".join(map(str, texts(tab(NETWORK, ResultBook(RULES, RESULTS, [], 24_757)))))


def test_the_command_names_the_place_where_the_text_alone_would_not_do() -> None:
    other = replace(WAITING, row=8, place="ดง", networks=("N2",), candidates=(Candidate("S3", 97.0),))
    alone, placed = 'nithet results match "=บ้านหนองบัว" S1', '--place "แก้ว"'
    for partition in (DISTRICT, NETWORK):
        said = texts(tab(partition, ResultBook(RULES, RESULTS, [WAITING, other])))
        assert f"{alone} {placed}" in said and alone not in said
    afar = replace(WAITING, candidates=(Candidate("S3", 97.0),))  # it lies in another network
    assert f'nithet results match "=บ้านหนองบัว" S3 {placed}' in texts(
        tab(book=ResultBook(RULES, RESULTS, [afar]))
    )


def test_rows_that_differ_for_one_school_say_that_the_file_is_to_be_mended() -> None:
    twice = replace(WAITING, row=5, candidates=(Candidate("S1", 100.0),), others=(9,))
    said = " ".join(str(text) for text in texts(tab(book=ResultBook(RULES, RESULTS, [twice]))))
    assert "แถว 5, 9 เป็นโรงเรียนนี้เหมือนกัน แต่คะแนนต่างกัน" in said
    assert "nithet results match" not in said
