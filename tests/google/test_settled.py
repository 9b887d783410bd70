"""What was written is not compared again, and nothing that differs escapes by that."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.layout.tab import PLAIN, Cell, PeopleColumn, Row, Style, Tab
from sync.sheets import Batch, ExistingSheets, Settled, TabState, applied, plan
from sync.sheets.state import ExistingSheet

EMPTY = ExistingSheets(None, (ExistingSheet(0, "Sheet1", 1000, 26),), "th_TH", "Asia/Bangkok")
EDITORS = ("nithet@office.example",)

cells = st.builds(Cell, st.sampled_from([None, "", "ก", 1, 2.5]), st.sampled_from([PLAIN, Style(bold=True)]))
rows = st.builds(Row, st.tuples(cells, cells), height=st.sampled_from([None, 30]))
people = st.sampled_from([(), (PeopleColumn("note", 1),)])
tabs = st.builds(
    lambda rows, people, frozen: Tab(
        key="t", title="t", rows=rows, height=4, widths=(100, 100), people=people, frozen_rows=frozen
    ),
    st.dictionaries(st.integers(0, 3), rows),
    people,
    st.sampled_from([0, 1]),
)


def planned(
    tab: Tab,
    state: dict[str, TabState],
    settled: Settled | None = None,
    existing: ExistingSheets | None = None,
) -> tuple[Batch, ...]:
    return plan([tab], state, stamp=lambda: "s", existing=existing, editors=EDITORS, settled=settled)


def written(tab: Tab) -> tuple[dict[str, TabState], Settled]:
    """The state once a tab was written to an empty spreadsheet, and the note of that."""
    state: dict[str, TabState] = {}
    for batch in planned(tab, {}, existing=EMPTY):
        state = applied(state, batch.changes)
    settled = Settled()
    settled.note([tab], state, EDITORS)
    return state, settled


@given(tabs, tabs)
def test_the_same_is_sent_whether_or_not_it_is_known_what_stands_there(before: Tab, after: Tab) -> None:
    state, settled = written(before)
    assert planned(after, state, settled) == planned(after, state)


def test_a_row_that_was_lost_since_is_written_though_it_is_as_it_was() -> None:
    tab = Tab(key="t", title="t", rows={0: Row((Cell("a"),)), 1: Row((Cell("b"),))}, height=2, widths=(100,))
    state, settled = written(tab)
    again = replace(tab, rows=dict(tab.rows))
    assert planned(again, state, settled) == ()
    lost = {"t": replace(state["t"], rows={0: state["t"].rows[0]})}
    assert planned(again, lost, settled) == planned(again, lost) != ()
    assert planned(tab, lost, settled) == planned(tab, lost)
