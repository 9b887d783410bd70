"""Means of too few responses: grey in every table, starred in every chart, and explained where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from forms.model import Entry, Partition
from sync.layout import styles
from sync.layout.headline import score_tile
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from tests.forms.builders import visit
from tests.layout.test_every_sheet import Tabs, sheets
from tests.layout.views import cells, november, view_of

NUMBERS = {styles.MEAN.number, styles.CHANGE_MEAN.number}


def seen(times: int) -> list[Entry]:
    """So many classes of each of two schools, in one learning area."""
    return [
        visit(
            f"{school}-{n}",
            november(16),
            school=school,
            supervisor="P1",
            group="G1",
            deputy="A",
            learning_area="thai",
        )
        for school in ("S1", "S3")
        for n in range(times)
    ]


def view_of_few(partition: Partition, times: int, enough: int = 3) -> View:
    """A deputy is the one whom the networks name."""
    partition = Partition("deputy", "A") if partition.kind == "deputy" else partition
    return replace(view_of(partition, seen(times)), enough=enough)


def means(tabs: Sequence[Tab]) -> Iterator[tuple[str, Cell]]:
    """The cells that hold a mean or its change; but not the mean of a single response in its own line."""
    for tab in tabs:
        for _, _, cell in cells(tab):
            shown = isinstance(cell.value, float | int) and not tab.key.startswith("remarks")
            if shown and cell.style.number in NUMBERS:
                yield tab.key, cell


def marked(cell: Cell) -> bool:
    """Whether a figure is grey: in italics in a table, a tile's own size in a tile."""
    return cell.style.colour == styles.MUTED and (cell.style.italic or cell.style.size == 20)


@sheets
def test_every_mean_of_too_few_is_grey(tabs: Tabs, partition: Partition) -> None:
    found = list(means(tabs(view_of_few(partition, 1))))
    assert [(key, cell.value) for key, cell in found if not marked(cell)] == []
    assert found or partition.kind in ("supervisor", "office")


@sheets
def test_no_mean_of_enough_is_grey(tabs: Tabs, partition: Partition) -> None:
    plain = (cell for _, cell in means(tabs(view_of_few(partition, 3, enough=1))))
    assert [cell.value for cell in plain if cell.style.number == styles.MEAN.number and marked(cell)] == []


@sheets
def test_a_chart_stars_what_too_few_stand_behind_and_says_so(tabs: Tabs, partition: Partition) -> None:
    """Whatever chart draws a grey figure has its name starred, and the star in its title."""
    for times, enough in ((1, 3), (3, 1)):
        for tab in tabs(view_of_few(partition, times, enough)):
            for chart in tab.charts:
                rows = range(chart.domain.top + 1, chart.domain.bottom)
                now, *before = (one.area.left for one in chart.series)
                few = [row for row in rows if styles.is_few(_at(tab, row, now).style)]
                starred = [
                    row for row in rows if str(_at(tab, row, chart.domain.left).value).startswith("* ")
                ]
                assert few == starred, (tab.key, chart.title)
                assert ("(* น้อยกว่า 3 ครั้ง)" in chart.title) == bool(few), (tab.key, chart.title)
                past = [row for row in rows for one in before if styles.is_few(_at(tab, row, one).style)]
                assert ("(ภาคเรียนก่อนน้อยกว่า 3 ครั้ง)" in chart.title) == bool(past), (tab.key, chart.title)


def _at(tab: Tab, row: int, column: int) -> Cell:
    return tab.rows[row].cells[column]


@sheets
def test_a_first_tab_explains_grey_figures_where_there_are_any(tabs: Tabs, partition: Partition) -> None:
    for times, enough in ((1, 3), (3, 1)):
        made = [tab for tab in tabs(view_of_few(partition, times, enough)) if tab.key == "overview"]
        for tab in made:
            few = any(styles.is_few(cell.style) for _, _, cell in cells(tab))
            line = str(tab.rows[1].cells[0].value)
            assert ("ตัวเอียงสีเทาและ * คือค่าเฉลี่ยจากการสังเกตน้อยกว่า 3 ครั้ง" in line) == few


@pytest.mark.parametrize(
    ("times", "enough", "note", "colour"),
    [
        (1, 3, "ข้อมูลไม่เพียงพอ (2 ครั้ง) คะแนนเต็ม 5\nภาคเรียนก่อน 3.50 (2 ครั้ง)", styles.MUTED),
        (2, 3, "ระดับดี จากคะแนนเต็ม 5\nภาคเรียนก่อน 3.50 (2 ครั้ง)", styles.PRIMARY),
        (1, 2, "ระดับดี จากคะแนนเต็ม 5\nภาคเรียนก่อน 3.50", styles.PRIMARY),
    ],
)
def test_a_tile_of_too_few_is_grey_and_tells_no_level(
    times: int, enough: int, note: str, colour: str
) -> None:
    view = view_of_few(Partition("district"), times, enough)
    assert view.observation is not None
    tile = score_tile(view, *view.readings(view.observation))
    assert (tile.value, tile.note, tile.colour) == (4.0, note, colour)
