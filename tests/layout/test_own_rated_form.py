"""The tab of results of an office's own rated form: its own colours, and its networks side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from forms.model import Bands, Entry, Form, Level, Partition, RatingGrid
from sync.layout import deputy, district, network, styles
from sync.layout.tab import Cell, CellValue, Tab
from tests.forms.builders import VISIT, visit
from tests.layout.views import DISTRICT, FORMS, keyed, named, november, view_of

SCALE: Final = {3: "ดี", 2: "พอใช้", 1: "ปรับปรุง"}
GOOD, FAIR, POOR = "#1e8e3e", "#f9ab00", "#d93025"
BANDS = Bands("mean", (Level("ดี", 2.51, GOOD), Level("พอใช้", 1.51, FAIR), Level("ปรับปรุง", 1, POOR)))
KITCHEN: Form = replace(
    VISIT,
    id="kitchen",
    title="แบบติดตามโรงครัว",
    counts_as="",
    bands=BANDS,
    sections=tuple(
        replace(
            section,
            entries=tuple(
                replace(entry, scale=SCALE) if isinstance(entry, RatingGrid) else entry
                for entry in section.entries
            ),
        )
        for section in VISIT.sections
    ),
)


def seen(response: str, school: str, *scores: int) -> Entry:
    return replace(visit(response, november(16), school=school, scores=scores, deputy="A"), form="kitchen")


# The first five ratings are of S1 and S2 in one network, the others of S3 in another.
SEEN = (
    seen("k1", "S1", 2, 2, 2, 1, 1),
    seen("k2", "S1", 2, 2, 2, 2, 2),
    seen("k3", "S2", 2, 2, 2, 2, 3),
    seen("k4", "S3", 3, 3, 3, 3, 3),
)


def tab_of(form: Form = KITCHEN, partition: Partition = DISTRICT) -> Tab:
    made = {"district": district.tabs, "deputy": deputy.tabs, "network": network.tabs}[partition.kind]
    view = view_of(partition, SEEN, forms={**FORMS, form.id: form})
    return named(made(view), f"results:{form.id}")


def cell(tab: Tab, key: str, column: int) -> Cell:
    return next(row.cells[column] for row in tab.rows.values() if row.key == key)


@pytest.mark.parametrize(
    ("code", "n", "mean", "level", "spread"),
    [
        ("N1", 3, 1.93, "พอใช้", (0.07, 0.8, 0.13)),  # 1.6, 2 and 2.2; 1, 12 and 2 ratings
        ("N2", 1, 3.0, "ดี", (1.0, 0.0, 0.0)),
        ("N3", 0, None, None, (None, None, None)),
    ],
)
def test_the_district_has_its_networks_side_by_side(
    code: str, n: int, mean: CellValue, level: CellValue, spread: tuple[CellValue, ...]
) -> None:
    line = keyed(tab_of(), f"network:{code}")
    assert (line["จำนวน (ครั้ง)"], line["คะแนนเฉลี่ย"], line["ระดับ"]) == (n, mean, level)
    assert tuple(line[f"{rating}\n{label}"] for rating, label in SCALE.items()) == spread


def test_a_deputy_has_networks_side_by_side_and_a_network_has_not() -> None:
    def networks(tab: Tab) -> set[str]:
        return {row.key for row in tab.rows.values() if row.key.startswith("network:")}

    assert networks(tab_of()) == networks(tab_of(partition=Partition("deputy", "A"))) > set()  # all are A's
    assert networks(tab_of(partition=Partition("network", "N1"))) == set()
    assert networks(named(district.tabs(view_of()), "results:visit")) == set()  # it has a tab for that


@pytest.mark.parametrize(
    ("key", "column", "colour"),
    [
        ("item:plan.1", 3, FAIR),  # 2.25
        ("item:teach.2", 3, FAIR),
        ("network:N1", 3, FAIR),
        ("network:N1", 4, FAIR),  # the level's name beside it
        ("network:N2", 3, None),  # of one response: judged by nobody
    ],
)
def test_a_mean_has_the_colour_of_its_level(key: str, column: int, colour: str | None) -> None:
    assert cell(tab_of(), key, column).style.background == (styles.tint(colour) if colour else "")


def test_only_a_form_that_bands_no_means_has_colours_of_the_scale() -> None:
    def columns(tab: Tab) -> list[int]:
        return [rule.area.left for rule in tab.colour_rules if len(rule.stops) == 3]

    totals = replace(KITCHEN, bands=Bands("total", (Level("ดี", 11, GOOD), Level("ปรับปรุง", 5, POOR))))
    assert [columns(tab_of(form)) for form in (KITCHEN, totals, replace(KITCHEN, bands=None))] == [
        [], [3, 5], [3, 5],
    ]  # fmt: skip


def test_its_chart_runs_from_the_lowest_rating_to_the_best() -> None:
    (chart,) = tab_of().charts
    assert (chart.axis_minimum, chart.axis_maximum) == (1, 3)
