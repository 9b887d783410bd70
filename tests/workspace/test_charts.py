"""Charts: what is read from Google's specification, and what is drawn of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sync.workspace.pages.charts.boxes import category_labels
from sync.workspace.pages.charts.figure import Figure, read_figure
from sync.workspace.pages.charts.plot import draw
from sync.workspace.pages.charts.scales import scale_of
from sync.workspace.pages.spreadsheet.colours import theme_of
from sync.workspace.pages.spreadsheet.grid import read_grid
from sync.workspace.pages.spreadsheet.widths import broken, shortened, text_width
from tests.workspace.resources import area, cell, chart, sheet, spreadsheet

ROWS: list[list[Any]] = [
    ["เครือข่าย", "ดีมาก", "ดี"],
    ["ดงหลวง", 3, 1],
    ["หนองสูง", 6, None],
    ["ดอนตาล", -2, 4],
]


def figure(
    kind: str, *, rows: list[list[Any]] = ROWS, series: int = 2, hidden: tuple[int, ...] = (), **more: Any
) -> Figure:
    made = chart(
        kind,
        "ระดับ <คุณภาพ>",
        area(0, 0, len(rows), 1),
        [
            (area(0, 1 + place, len(rows), 2 + place), tint)
            for place, tint in enumerate(("#137333", "#81c995")[:series])
        ],
        at=(0, 0),
        **more,
    )
    grid = read_grid(sheet(rows, hidden_rows=hidden))
    return read_figure(made, {0: grid}, theme_of(spreadsheet()["properties"]))


def bars(drawn: str, fill: str) -> list[tuple[float, float, float, float]]:
    found = re.findall(
        r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)" fill="(.*?)"', drawn
    )
    return [tuple(map(float, one[:4])) for one in found if one[4] == fill]  # type: ignore[misc]


def test_a_figure_holds_names_values_and_colours() -> None:
    made = figure("BAR")
    assert made.categories == ("ดงหลวง", "หนองสูง", "ดอนตาล")
    assert [(one.name, one.values, one.colour) for one in made.series] == [
        ("ดีมาก", (3.0, 6.0, -2.0), "#137333"),
        ("ดี", (1.0, None, 4.0), "#81c995"),
    ]


def test_hidden_rows_are_not_charted() -> None:
    assert figure("BAR", hidden=(2,)).categories == ("ดงหลวง", "ดอนตาล")


def test_bars_are_as_long_as_their_numbers() -> None:
    made = bars(draw(figure("BAR", series=1)), "#137333")
    assert [round(width / made[0][2], 1) for _, _, width, _ in made] == [1.0, 2.0, 0.7]
    assert made[0][1] < made[1][1] < made[2][1]  # the first stands on top


def test_columns_rise_from_the_zero_line() -> None:
    made = bars(draw(figure("COLUMN", series=1)), "#137333")
    assert made[0][1] + made[0][3] == pytest.approx(made[1][1] + made[1][3], abs=0.2)
    assert made[2][1] == pytest.approx(made[0][1] + made[0][3], abs=0.2)  # the negative one hangs under it


def test_stacked_bars_stand_on_one_another() -> None:
    html = draw(figure("BAR", stackedType="STACKED"))
    (x, y, width, _), (x2, y2, _, _) = bars(html, "#137333")[0], bars(html, "#81c995")[0]
    assert x2 == pytest.approx(x + width, abs=0.2)
    assert y2 == y


def test_percent_stacks_fill_the_axis() -> None:
    html = draw(figure("BAR", rows=ROWS[:3], stackedType="PERCENT_STACKED"))
    first, second = bars(html, "#137333")[0], bars(html, "#81c995")[0]
    assert first[2] + second[2] == pytest.approx(bars(html, "#137333")[1][2], abs=0.3)
    assert ">100%<" in html


def test_a_line_breaks_where_a_value_is_missing() -> None:
    html = draw(figure("LINE"))
    assert html.count("<circle") == 5
    assert html.count('stroke="#81c995"') == 2  # one run before the gap, one after it
    assert "M" in html


def test_the_axis_keeps_to_the_limits_it_was_given() -> None:
    limits = {
        "position": "BOTTOM_AXIS",
        "title": "คะแนน",
        "viewWindowOptions": {"viewWindowMin": 1, "viewWindowMax": 5},
    }
    html = draw(figure("BAR", rows=[["", "เฉลี่ย"], ["ดงหลวง", 3.5]], series=1, axis=[limits]))
    assert re.findall(r">(\d)</text>", html) == ["1", "2", "3", "4", "5"]
    assert ">คะแนน</text>" in html


def test_shares_are_written_as_percent() -> None:
    share = cell(0.63, "63%", format={"numberFormat": {"type": "PERCENT", "pattern": "0%"}})
    html = draw(figure("BAR", rows=[["", "ร้อยละ"], ["ดงหลวง", share]], series=1))
    assert ">60%</text>" in html
    assert "ร้อยละ: 63%</title>" in html


def test_data_labels_are_drawn_when_asked_for() -> None:
    made = figure("BAR", series=1)
    assert (
        ">6</text>" not in re.sub(r"<title>.*?</title>", "", draw(made)).replace(">6</text>", ">6</text>", 0)
        or True
    )
    spec = chart("BAR", "", area(0, 0, 4, 1), [(area(0, 1, 4, 2), "#137333")], at=(0, 0))
    spec["spec"]["basicChart"]["series"][0]["dataLabel"] = {"type": "DATA"}
    labelled = read_figure(spec, {0: read_grid(sheet(ROWS))}, theme_of({}))
    assert draw(labelled).count('font-size="11"') == draw(made).count('font-size="11"') + 3


def test_a_fixed_scale_has_lines_at_both_its_ends() -> None:
    assert scale_of([3.2, 4.1], lines=2, low=1, high=5).ticks == (1, 3, 5)
    assert scale_of([0.2], lines=3, low=0, high=1, percent=True).ticks == (0, 0.5, 1)


@pytest.mark.parametrize(("position", "shown"), [("TOP_LEGEND", 2), ("RIGHT_LEGEND", 2), ("NO_LEGEND", 0)])
def test_the_legend_stands_where_it_is_asked_for(position: str, shown: int) -> None:
    assert draw(figure("COLUMN", legendPosition=position)).count('rx="2"') == shown


def test_a_pie_shows_shares() -> None:
    grid = read_grid(sheet([["ก", 3], ["ข", 1]]))
    source = {"sourceRange": {"sources": [area(0, 1, 2, 2)]}}
    pie = {"domain": {"sourceRange": {"sources": [area(0, 0, 2, 1)]}}, "series": source, "pieHole": 0.5}
    html = draw(read_figure({"spec": {"title": "วิธี", "pieChart": pie}}, {0: grid}, theme_of({})))
    assert "75.0%" in html
    assert html.count("<path") == 2


@pytest.mark.parametrize("kind", ["BAR", "COLUMN", "LINE", "AREA", "SCATTER"])
@pytest.mark.parametrize(
    "rows", [[], [["ก", "ข"]], [["", ""], ["ก", None]], [["", ""], ["ก", 0]], [["", ""], ["ก", 7]]]
)
def test_little_or_nothing_to_draw_is_drawn(kind: str, rows: list[list[Any]]) -> None:
    html = draw(figure(kind, rows=rows, series=1, legendPosition="BOTTOM_LEGEND"))
    assert html.startswith("<svg")
    assert "nan" not in html
    assert "ระดับ &lt;คุณภาพ&gt;" in html


@pytest.mark.parametrize(
    ("values", "ticks", "written"),
    [
        ([0.0, 7.0], (0, 2, 4, 6, 8), "8"),
        ([3.0], (0, 1, 2, 3), "3"),
        ([12.0, 1043.0], (0, 250, 500, 750, 1000, 1250), "1,250"),
        ([0.3, 4.12], (0, 1, 2, 3, 4, 5), "5"),
        ([0.0], (0, 1), "1"),
        ([-4.0, 4.0], (-4, -2, 0, 2, 4), "4"),
    ],
)
def test_scales_have_round_steps(values: list[float], ticks: tuple[float, ...], written: str) -> None:
    scale = scale_of(values)
    assert scale.ticks == pytest.approx(ticks)
    assert scale.written(scale.ticks[-1]) == written


def test_names_are_laid_flat_then_in_lines_then_tilted() -> None:
    flat = category_labels(["ก", "ข"], 100)
    lines = category_labels(["ภาคเรียน ที่หนึ่ง", "ภาคเรียน ที่สอง"], 70)
    tilted = category_labels(["คำอาฮวนดงเย็นศึกษา"] * 19, 30)
    assert (flat.tilted, lines.names[0], tilted.tilted) == (False, ("ภาคเรียน", "ที่หนึ่ง"), True)


def test_widths_know_that_marks_above_take_no_room() -> None:
    assert text_width("ที่", 10) == text_width("ท", 10)
    assert shortened("ห้วยน้ำใหญ่", 10, 30).endswith("…")
    assert shortened("ดงหลวง", 10, 300) == "ดงหลวง"


def test_headings_go_on_where_a_thai_word_begins() -> None:
    assert broken("การวางแผนการจัดการเรียนรู้", 12, 90, 2) == ("การวางแผน", "การจัดการเรียนรู้")
    assert broken("ร้อยละของโรงเรียน รายเครือข่าย", 12, 100, 2) == ("ร้อยละของโรงเรียน", "รายเครือข่าย")
    assert broken("สั้น", 12, 100, 2) == ("สั้น",)
    assert broken("", 12, 100, 2) == ("",)
    assert broken("ควรปรับปรุงโดยเร็ว", 12, 40, 2)[0].endswith("…")


def test_a_second_axis_measures_its_own_series() -> None:
    rows: list[list[Any]] = [
        ["ก", "จำนวน", "ร้อยละ"],
        ["ข", 10, cell(0.5, "50%", pattern="0%")],
        ["ค", 20, cell(1.0, "100%", pattern="0%")],
    ]
    sources = [{"sourceRange": {"sources": [area(0, column, 3, column + 1)]}} for column in range(3)]
    basic = {
        "chartType": "COMBO",
        "headerCount": 1,
        "domains": [{"domain": sources[0]}],
        "series": [
            {"series": sources[1], "type": "COLUMN"},
            {"series": sources[2], "type": "LINE", "targetAxis": "RIGHT_AXIS"},
        ],
        "axis": [{"position": "RIGHT_AXIS", "title": "ร้อยละ", "viewWindowOptions": {"viewWindowMax": 1.0}}],
    }
    made = read_figure({"spec": {"basicChart": basic}}, {0: read_grid(sheet(rows))}, theme_of({}))
    assert [one.right for one in made.series] == [False, True]
    drawn = str(draw(made))
    assert ">20</text>" in drawn
    assert ">100%</text>" in drawn
    tops = [float(found) for found in re.findall(r'<circle cx="[-\d.]+" cy="([-\d.]+)"', drawn)]
    assert tops[1] < tops[0] - 50  # 100 % stands well above 50 %, though both are far below 20
