"""What holds for every tab of every spreadsheet, whatever it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from forms.model import Partition
from sync.layout import deputy, district, group, learning_area, network, office, supervisor
from sync.layout import responses as register
from sync.layout.tab import Area, Tab
from sync.layout.view import View
from tests.forms.builders import LOG, ORGANISATION, VISIT
from tests.layout.views import AS_OF, DISTRICT, cells, texts, view_of

Tabs = Callable[[View], tuple[Tab, ...]]
SHEETS: dict[str, tuple[Tabs, Partition]] = {
    "district": (district.tabs, DISTRICT),
    "network": (network.tabs, Partition("network", "N1")),
    "group": (group.tabs, Partition("group", "G1")),
    "supervisor": (supervisor.tabs, Partition("supervisor", "P1")),
    "deputy": (deputy.tabs, Partition("deputy", "D1")),
    "learning_area": (learning_area.tabs, Partition("learning_area", "thai")),
    "office": (office.tabs, Partition("office")),
}
sheets = pytest.mark.parametrize(("tabs", "partition"), SHEETS.values(), ids=list(SHEETS))


@pytest.mark.parametrize(
    ("sheet", "keys"),
    [
        (
            "district",
            "overview networks schools results:visit cuts:visit daily:log cuts:log findings notes",
        ),
        ("network", "overview schools results:visit remarks:visit cuts:visit findings notes"),
        ("group", "overview daily:log cuts:visit cuts:log projects findings notes"),
    ],
)
def test_keys_never_change(sheet: str, keys: str) -> None:
    tabs, partition = SHEETS[sheet]
    assert " ".join(tab.key for tab in tabs(view_of(partition))) == keys


@sheets
def test_titles_are_unique_and_short_the_registers_among_them(tabs: Tabs, partition: Partition) -> None:
    registers = [register.tab(f.id, f, ORGANISATION, {}, 2) for f in (VISIT, LOG)]
    titles = [tab.title for tab in (*tabs(view_of(partition)), *registers)]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 100


@sheets
def test_nothing_changes_when_nothing_changed(tabs: Tabs, partition: Partition) -> None:
    assert tabs(view_of(partition)) == tabs(view_of(partition))


@sheets
def test_a_later_submission_of_the_same_day_touches_the_first_tab_only(
    tabs: Tabs, partition: Partition
) -> None:
    then, later = tabs(view_of(partition)), tabs(view_of(partition, as_of=AS_OF + timedelta(hours=1)))
    assert [one.key for one, other in zip(then, later, strict=True) if one != other] == ["overview"]


@sheets
def test_respondents_texts_stay_texts(tabs: Tabs, partition: Partition) -> None:
    shown = {text for tab in tabs(view_of(partition)) for text in texts(tab) if text.startswith("=")}
    assert shown <= {"=1+1 จัดกิจกรรมกลุ่ม", "=ผู้อำนวยการ"}
    assert shown or partition.kind == "group"


@sheets
@pytest.mark.parametrize("entries", ["some", "none"])
def test_everything_lies_inside_the_grid(tabs: Tabs, partition: Partition, entries: str) -> None:
    view = view_of(partition) if entries == "some" else view_of(partition, (), findings=(), as_of=None)
    for tab in tabs(view):
        columns = len(tab.widths)
        assert max(tab.rows) < tab.height, tab.key
        assert all(column < columns for _, column, _ in cells(tab)), tab.key
        areas = [*tab.merges, *(rule.area for rule in tab.colour_rules)]
        areas += [area for c in tab.charts for area in (c.domain, *(s.area for s in c.series))]
        for area in areas:
            assert 0 <= area.top < area.bottom <= tab.height, tab.key
            assert 0 <= area.left < area.right <= columns, tab.key
        assert all(chart.row < tab.height for chart in tab.charts)


@sheets
def test_no_merge_meets_another_or_reaches_across_what_is_frozen(tabs: Tabs, partition: Partition) -> None:
    for tab in tabs(view_of(partition)):
        for number, area in enumerate(tab.merges):
            assert not _reaches_across(area, tab), (tab.key, area)
            assert not any(_meet(area, other) for other in tab.merges[number + 1 :]), (tab.key, area)


def _reaches_across(area: Area, tab: Tab) -> bool:
    rows, columns = tab.frozen_rows, tab.frozen_columns
    return area.top < rows < area.bottom or area.left < columns < area.right


def _meet(one: Area, other: Area) -> bool:
    return (
        one.top < other.bottom
        and other.top < one.bottom
        and one.left < other.right
        and other.left < one.right
    )


@sheets
def test_every_chart_series_has_a_heading_and_figures(tabs: Tabs, partition: Partition) -> None:
    for tab in tabs(view_of(partition)):
        for chart in tab.charts:
            for series in chart.series:
                column = series.area.left
                heading, *figures = (
                    tab.rows[row].cells[column].value for row in range(series.area.top, series.area.bottom)
                )
                assert isinstance(heading, str), (tab.key, chart.key)
                assert all(figure is None or isinstance(figure, int | float) for figure in figures)


@sheets
def test_a_form_that_could_not_be_loaded_leaves_out_only_what_it_feeds(
    tabs: Tabs, partition: Partition
) -> None:
    for forms in ({}, {LOG.id: LOG}, {VISIT.id: VISIT}):
        keys = [tab.key for tab in tabs(view_of(partition, forms=forms))]
        assert keys[-2:] == ["findings", "notes"]
        assert len(keys) == len(set(keys))


@sheets
def test_a_day_of_data_moves_the_denominators_with_it(tabs: Tabs, partition: Partition) -> None:
    view = view_of(partition)
    assert view.day == AS_OF.date()
    assert replace(view, as_of=None).day == view.semester.start
    long_after = replace(view, as_of=AS_OF + timedelta(days=400))
    assert long_after.day == view.semester.end - timedelta(days=1)
