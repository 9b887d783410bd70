"""A spreadsheet's page, drawn from hand-made resources: what each of Google's fields comes to in HTML."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sync.workspace.pages.spreadsheet.view import View, render
from sync.workspace.pages.spreadsheet.window import ranges_for
from tests.workspace.resources import area, cell, chart, colour, sheet, spreadsheet


def drawn(
    *rows: list[Any], gid: int | None = None, page: int | None = None, cells: str = "", **more: Any
) -> View:
    return render(spreadsheet(sheet(rows, **more)), gid, page=page, cells=cells)


def row(view: View, number: int) -> str:
    return next(str(one.cells) for one in (*view.head, *view.body) if one.number == number)


def first(view: View, number: int = 1) -> str:
    """The first cell of a row, with its class names put in words as the style sheet has them."""
    html = row(view, number).split("</td>")[0]
    rules = dict(re.findall(r"\.sheet-page \.(s\d+)\{(.*?)\}", str(view.styles)))
    return re.sub(r"\bs\d+\b", lambda found: rules.get(found[0], found[0]), html)


def test_text_is_escaped_wherever_it_stands() -> None:
    evil = "<script>alert('x')</script>"
    view = render(
        spreadsheet(
            sheet(
                [[cell(evil, note=evil), cell("x", hyperlink=f"https://a.org/{evil}")]],
                title=evil,
                charts=[chart("BAR", evil, area(0, 0, 1, 1), [(area(0, 0, 1, 1), "#112233")], at=(2, 0))],
            ),
            title=evil,
        ),
        None,
    )
    assert "<script" not in "".join(row(view, number) for number in (1, 3))
    assert "&lt;script&gt;" in row(view, 1)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (
            "https://example.org/a?b=1",
            'href="https://example.org/a?b=1" target="_blank" rel="noopener noreferrer"',
        ),
        ("#gid=7", 'href="?gid=7"'),
        ("#gid=7&range=B3", 'href="?gid=7&amp;range=B3#chosen"'),
        ("javascript:alert(1)", None),
        (" JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org", None),
        ("https:///nowhere", None),
        ("#gid=7&range=<b>", None),
    ],
)
def test_links_lead_to_the_web_or_inside_only(target: str, address: str | None) -> None:
    html = row(drawn([cell("ไป", hyperlink=target)]), 1)
    assert (address in html) if address else ("<a" not in html)


def test_a_link_in_a_format_or_in_a_run_is_a_link_too() -> None:
    linked = {"textFormat": {"link": {"uri": "https://a.org"}}}
    runs = [{"startIndex": 3, "format": {"link": {"uri": "https://b.org"}, "bold": True}}]
    view = drawn([cell("ไป", format=linked), cell("😀 ดู", textFormatRuns=runs)])
    assert ">ไป</a>" in row(view, 1)
    assert "😀 <" in row(view, 1)  # a run starts at UTF-16 code units: the face is two of them
    assert ">ดู</a>" in row(view, 1)


def test_formats_become_classes() -> None:
    view = drawn(
        [cell("ก", bold=True, size=18, ink="#0b6b66", background="#e6f4f1", align="CENTER", wrap="WRAP")]
    )
    html = first(view)
    for expected in (
        "font-weight:700",
        "font-size:18pt",
        "color:#0b6b66",
        "background:#e6f4f1",
        " ac",
        "pre-wrap",
    ):
        assert expected in html
    assert "style=" not in row(view, 1)


def test_numbers_stand_right_and_are_written_as_formatted() -> None:
    assert "ar" in first(drawn([cell(0.634, "63.4%")]))
    assert "63.4%" in first(drawn([cell(0.634, "63.4%")]))


def test_a_theme_colour_is_a_colour() -> None:
    link = {"textFormat": {"foregroundColorStyle": {"themeColor": "LINK"}}}
    assert "color:#1155cc" in first(drawn([cell("ก", format=link)]))


def test_a_neighbours_border_is_drawn_once() -> None:
    view = drawn([cell("ก"), cell("ข", borders="#ff0000")])
    assert "border-right:1px solid #ff0000" in first(view)


def test_merged_cells_span_and_cover() -> None:
    html = row(drawn([cell("รวม"), cell("ทับ")], [cell("ล่าง")], merges=[area(0, 0, 2, 2)]), 1)
    assert 'colspan="2" rowspan="2"' in html
    assert "ทับ" not in html


def test_a_merge_with_a_hidden_first_row_still_shows_its_text() -> None:
    view = drawn([cell("หัว")], [None], merges=[area(0, 0, 2, 2)], hidden_rows=[0])
    assert "หัว" in row(view, 2)
    assert 'colspan="2"' in row(view, 2)
    assert "rowspan" not in row(view, 2)


def test_long_text_spills_over_empty_neighbours_only() -> None:
    long = "สรุปผลการนิเทศติดตามและประเมินผล"
    assert "spill" in first(drawn([cell(long), cell(), cell("หยุด")], widths=[60, 60]))
    assert "margin:0 60px" not in first(drawn([cell(long), cell("หยุด")], widths=[60]))
    assert "spill" not in first(drawn([cell(long), cell("หยุด")], widths=[60]))
    assert "spill" not in first(drawn([cell(long, wrap="CLIP")], widths=[60]))
    assert "spill" not in first(drawn([cell(123456789012.0)], widths=[40]))


def test_frozen_rows_stand_in_the_head_and_frozen_columns_stick() -> None:
    view = drawn(["ก", "ข"], ["ค", "ง"], frozen=(1, 1), widths=[80])
    assert [one.number for one in view.head] == [1]
    assert view.columns[0].place == "k k0 edge"
    assert 'class="k k0 edge"' in row(view, 2)
    assert ".k0{left:calc(var(--numbers) + 0px);}" in str(view.styles)


def test_hidden_rows_columns_and_tabs_are_not_shown() -> None:
    one = sheet([["ก", "ลับ"], ["ลับ"], ["ค"]], hidden_rows=[1], hidden_columns=[1])
    view = render(spreadsheet(one, sheet([], title="ซ่อน", gid=5, index=1, hidden=True)), 5)
    assert "ลับ" not in "".join(str(each.cells) for each in view.body)
    assert [each.letters for each in view.columns][:2] == ["A", "C"]
    assert view.columns[1].place == "gap"
    assert [tab.title for tab in view.tabs] == ["แผ่น 1"]


@pytest.mark.parametrize(
    ("gid", "opens_hidden", "chosen", "tabs"),
    [
        (5, False, "แผ่น 1", [("แผ่น 1", False)]),
        (None, True, "แผ่น 1", [("ซ่อน", True), ("แผ่น 1", False)]),
        (5, True, "ซ่อน", [("ซ่อน", True), ("แผ่น 1", False)]),
        (99, True, "แผ่น 1", [("ซ่อน", True), ("แผ่น 1", False)]),
    ],
)
def test_who_may_opens_hidden_tabs_and_nobody_comes_to_one_unasked(
    gid: int | None, opens_hidden: bool, chosen: str, tabs: list[tuple[str, bool]]
) -> None:
    hidden = sheet([["ลับ"]], title="ซ่อน", gid=5, hidden=True)
    view = render(spreadsheet(hidden, sheet([["ก"]], index=1)), gid, opens_hidden=opens_hidden)
    assert view.tab == chosen
    assert [(tab.title, tab.hidden) for tab in view.tabs] == tabs
    assert [tab.title for tab in view.tabs if tab.chosen] == [chosen]


def test_tabs_carry_their_colour_and_a_lock() -> None:
    view = render(
        spreadsheet(
            sheet([], title="ข", gid=2, index=1, tab="#d93025", protectedRanges=[{"protectedRangeId": 1}]),
            sheet([], title="ก", gid=1, index=0),
        ),
        2,
    )
    assert [(tab.title, tab.chosen, tab.locked) for tab in view.tabs] == [
        ("ก", False, False),
        ("ข", True, True),
    ]
    assert "--tab:#d93025;" in str(view.styles)


def test_a_note_has_a_mark_and_its_text() -> None:
    html = row(drawn([cell("ก", note="ปิดสอน 1 แห่ง")]), 1)
    assert 'popovertarget="n0-0" aria-label="หมายเหตุของช่อง A1"' in html
    assert 'id="n0-0" popover role="note">ปิดสอน 1 แห่ง</div>' in html


def test_checkboxes_lists_and_filters_are_marked() -> None:
    ticked = cell(True, "TRUE", dataValidation={"condition": {"type": "BOOLEAN"}})
    listed = cell("รับ", dataValidation={"condition": {"type": "ONE_OF_LIST"}, "showCustomUi": True})
    plain = cell("รับ", dataValidation={"condition": {"type": "ONE_OF_LIST"}})
    html = row(drawn([ticked, listed], basicFilter={"range": area(0, 1, 9, 2)}), 1)
    assert 'aria-label="เลือกแล้ว">☑' in html
    assert html.count("funnel") == 1
    assert "chooses" in row(drawn([listed]), 1)
    assert '<span class="chip">รับ</span>' in row(drawn([listed]), 1)
    assert "chooses" not in row(drawn([plain]), 1)


def test_checkboxes_may_have_words_of_their_own() -> None:
    words = [{"userEnteredValue": "มี"}, {"userEnteredValue": "ไม่มี"}]
    rule = {"condition": {"type": "BOOLEAN", "values": words}}
    html = row(drawn([cell(text, dataValidation=rule) for text in ("มี", "ไม่มี", "อื่น")]), 1)
    assert html.count("☑") == html.count("☐") == 1
    assert "อื่น" in html


def test_a_filter_that_hides_rows_says_so() -> None:
    specs = [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["ก"]}}]
    html = row(drawn(["ก", "ข"], basicFilter={"range": area(0, 0, 9, 2), "filterSpecs": specs}), 1)
    assert html.count("คอลัมน์นี้กรองอยู่") == html.count("คอลัมน์นี้กรองได้") == 1


def test_groups_are_marked_beside_what_they_fold() -> None:
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    groups = [{"range": place, "depth": 1, "collapsed": True}]
    view = drawn(["ก"], ["ข"], ["ค"], ["ง"], rowGroups=groups, hidden_rows=[1, 2])
    assert [one.number for one in view.body[:2]] == [1, 4]
    assert "กลุ่มที่ย่อไว้" in view.body[0].mark
    assert view.body[1].mark == ""
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}
    view = drawn(["ก"], columnGroups=[{"range": place, "depth": 1}])
    assert [bool(column.mark) for column in view.columns[:4]] == [False, False, True, False]
    assert [column.place for column in view.columns[:3]] == ["grouped", "grouped", ""]


def test_tables_have_a_head_and_lists_to_choose_from() -> None:
    columns = [{"columnName": "ผล"}, {"columnIndex": 1, "columnType": "DROPDOWN"}]
    table = {"range": area(0, 0, 3, 2), "columnProperties": columns, "rowsProperties": {}}
    view = drawn([cell("หัว", background="#356854"), "ผล"], ["ก", "ดี"], tables=[table])
    assert "color:#ffffff" in first(view, 1)
    assert "font-weight:700" in first(view, 1)
    assert '<span class="chip">ดี</span>' in row(view, 2)
    assert "chip" not in row(view, 1)


def test_a_slicer_is_a_small_box() -> None:
    anchor = {"anchorCell": {"rowIndex": 1, "columnIndex": 1}, "widthPixels": 200, "heightPixels": 36}
    spec = {"title": "โรงเรียน <x>", "filterCriteria": {"hiddenValues": ["ก"]}}
    html = row(drawn(["ก"], slicers=[{"spec": spec, "position": {"overlayPosition": anchor}}]), 2)
    assert "โรงเรียน &lt;x&gt;" in html
    assert "กรองอยู่" in html


def test_a_long_answer_does_not_fill_the_screen() -> None:
    html = first(drawn([cell("ควรเพิ่มเวลาสะท้อนคิด " * 2000, wrap="WRAP")]))
    assert 'class="long max-height:232px;' in html


def test_a_row_keeps_about_the_height_it_was_given() -> None:
    view = drawn([cell("ครูจัดกิจกรรมให้ผู้เรียนได้ลงมือปฏิบัติจริง", wrap="WRAP")], widths=[70], heights={0: 40})
    assert 'class="long max-height:52px;' in first(view)


def test_formulas_are_told_to_the_line_above() -> None:
    made = cell(3, "3")
    made["userEnteredValue"] = {"formulaValue": '=SUM("a<b")'}
    assert 'data-formula="=SUM(&#34;a&lt;b&#34;)"' in row(drawn([made]), 1)


def test_the_chosen_range_is_marked_and_its_page_shown() -> None:
    view = drawn([None], size=(2000, 3), cells="B1203")
    assert view.pages is not None
    assert (view.pages.page, view.pages.last, view.pages.top, view.pages.bottom) == (3, 4, 1001, 1500)
    assert row(view, 1203).count('id="chosen"') == 1


@pytest.mark.parametrize(("asked", "shown"), [(None, 1), (0, 1), (-5, 1), (2, 2), (99, 4)])
def test_pages_stay_within_the_tab(asked: int | None, shown: int) -> None:
    view = drawn([None], size=(2000, 3), page=asked)
    assert view.pages is not None
    assert view.pages.page == shown


def test_a_page_needs_only_its_own_rows() -> None:
    low = {"type": "MIN", "colorStyle": colour("#ffffff")}
    made = sheet(
        [],
        title="คำ'ตอบ",
        size=(200_000, 60),
        frozen=(2, 1),
        conditionalFormats=[
            {
                "ranges": [area(2, 5, 90, 6)],
                "gradientRule": {"minpoint": low, "maxpoint": low | {"type": "MAX"}},
            }
        ],
        charts=[chart("BAR", "", area(0, 0, 9, 1, 7), [(area(0, 1, 9, 2, 7), "#000000")], at=(0, 0))],
    )
    book = spreadsheet(made, sheet([], title="สรุป", gid=7, index=1))
    assert set(ranges_for(book, made, 3)) == {
        "'คำ''ตอบ'!A1:BH2",
        "'คำ''ตอบ'!A1001:BH1500",
        "'คำ''ตอบ'!F3:F90",
        "'สรุป'!A1:A9",
        "'สรุป'!B1:B9",
    }


def test_charts_hang_on_their_anchor_cell() -> None:
    made = chart("BAR", "ก", area(0, 0, 3, 1), [(area(0, 1, 3, 2), "#0b6b66")], at=(4, 3), size=(300, 200))
    view = drawn(["ก", "ข"], ["ค", 1], ["ง", 2], charts=[made])
    assert "<svg" in row(view, 5)
    assert "anchor" in row(view, 5)
    assert "left:0px;top:0px;width:300px;height:200px;" in str(view.styles)


def test_a_chart_over_frozen_columns_scrolls_with_the_rest() -> None:
    made = chart("BAR", "ก", area(0, 0, 3, 1), [(area(0, 1, 3, 2), "#0b6b66")], at=(4, 0))
    view = drawn(["ก", "ข"], ["ค", 1], ["ง", 2], charts=[made], frozen=(0, 1), widths=[80])
    cells = row(view, 5).split("</td>")
    assert "<svg" not in cells[0]
    assert "above" in cells[1]
    assert "left:-80px;" in str(view.styles)


def test_a_chart_of_another_kind_says_that_it_is_not_drawn() -> None:
    overlay = {"anchorCell": {"rowIndex": 1, "columnIndex": 1}}
    histogram = {"spec": {"title": "กระจาย", "histogramChart": {}}, "position": {"overlayPosition": overlay}}
    html = row(drawn(["ก"], charts=[histogram]), 2)
    assert "กระจาย" in html
    assert "แผนภูมิชนิดนี้ยังไม่แสดงในหน้านี้" in html


def test_a_tab_that_is_a_chart_shows_the_chart() -> None:
    made = chart("BAR", "ก", area(0, 0, 3, 1), [(area(0, 1, 3, 2), "#0b6b66")], at=(0, 0))
    alone: dict[str, Any] = {
        "properties": {"sheetId": 5, "title": "แผนภูมิ", "index": 1, "sheetType": "OBJECT"}
    }
    view = render(spreadsheet(sheet([["ก", "ข"], ["ค", 1]]), alone | {"charts": [made]}), 5)
    assert str(view.objects[0]).startswith("<svg")
    assert view.body == ()
