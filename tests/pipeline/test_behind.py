"""Each figure of a weekly report leads to the responses that it counts, as they were known at its cut."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from forms.weekly import traced
from sync.cli.weekly_json import weekly_json
from sync.ledger import Ledger
from sync.pipeline.behind import behind
from sync.pipeline.mails.weekly import cut_of, make_weekly
from sync.pipeline.office import Office
from tests.journeys.office import opened, write_config
from tests.pipeline.test_moved import keep, observed

OBSERVATION = "classroom-observation"
LATER = datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return opened(write_config(tmp_path / "config"))


def told(ledger: Ledger, office: Office, week: str = "2569-W47") -> dict[tuple[str, str], dict[str, Any]]:
    """The figures of a week's report with their responses, as a program reads them."""
    cut = cut_of(office, office.calendar.week_named(week))
    assert cut
    report = make_weekly(ledger, office, office.calendar.week_named(week), cut, LATER)
    found = behind(ledger, office, [one.query for one in traced(report) if one.query], cut)
    read = json.loads(json.dumps(weekly_json(report, found)))
    assert (read["week"], read["cut"]) == (week, cut.isoformat())
    without = [{name: of[name] for name in of if name != "responses"} for of in read["figures"]]
    assert without == weekly_json(report)["figures"]
    return {(one["figure"], one["of"]): one for one in read["figures"]}


def ids(figure: dict[str, Any]) -> list[str]:
    return sorted(response for of in figure["responses"].values() for response in of)


def test_every_figure_names_as_many_responses_as_it_counts(ledger: Ledger, office: Office) -> None:
    for name, day, school, network in (
        ("v1", date(2026, 11, 16), "A1", "N01"),
        ("v2", date(2026, 11, 17), "A1", "N01"),
        ("v3", date(2026, 11, 18), "A1", "N01"),
        ("v4", date(2026, 11, 12), "B1", "N02"),
    ):
        keep(ledger, office, observed(name, day, school, network))
    figures = told(ledger, office)
    assert all(len(ids(one)) == one["n"] for one in figures.values())
    now, before = figures["observations", ""], figures["observations_before", ""]
    assert (now["value"], now["period"]) == (3, "2569-W47")
    assert now["responses"] == {OBSERVATION: ["v1", "v2", "v3"]}
    assert (before["value"], before["period"], ids(before)) == (1, "2569-W46", ["v4"])
    schools = figures["schools", ""]
    assert (schools["value"], schools["n"], ids(schools)) == (1, 3, ["v1", "v2", "v3"])
    assert [(of, ids(figures["coverage", of])) for of in ("N01", "N02")] == [
        ("N01", ["v1", "v2", "v3"]), ("N02", ["v4"]),
    ]  # fmt: skip
    assert figures["coverage", "N01"]["owed"] == 2
    assert ids(figures["logs", ""]) == []


def test_what_came_after_the_cut_stands_behind_no_figure(ledger: Ledger, office: Office) -> None:
    keep(ledger, office, observed("v1", date(2026, 11, 16), "A1", "N01"))
    keep(ledger, office, observed("late", date(2026, 11, 20), "A1", "N01"))
    with ledger.transaction() as tx:
        tx.execute("UPDATE response SET submitted = '2026-11-21T01:00:00.000000Z' WHERE id = 'late'")
    assert ids(told(ledger, office)["observations", ""]) == ["v1"]
