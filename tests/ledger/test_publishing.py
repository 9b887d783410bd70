"""What Google acknowledged: tabs, rows of registers, batches without an answer; and deliveries."""

from __future__ import annotations

from datetime import UTC, datetime

from sync.errors import GoogleError
from sync.ledger import Ledger, publishing, reports
from sync.ledger.publishing import Listed, Pending
from sync.ledger.reports import Told
from tests.ledger.conftest import FORM

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
KEY = "sheet:network:N01:2569"


def test_rows_are_chosen_once_and_never_again(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        publishing.keep_file(tx, KEY, "file-1", "spreadsheet", "N01")
        publishing.give_rows(tx, KEY, FORM, ["a", "b"])
        publishing.keep_listed(tx, KEY, FORM, {"a": 7})
        publishing.give_rows(tx, KEY, FORM, ["c"])
    assert publishing.listed(ledger.connection, KEY, FORM) == {
        "a": Listed(0, 7),
        "b": Listed(1, 0),
        "c": Listed(2, 0),
    }


def test_a_tab_is_what_its_batches_made_of_it(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        publishing.keep_tab(tx, KEY, "overview", {"title": "ภาพรวม"}, {0: "h0", 1: "h1"})
        publishing.keep_tab(tx, KEY, "overview", None, {1: None, 2: "h2"})
    assert publishing.tab_states(ledger.connection, KEY) == {
        "overview": ({"title": "ภาพรวม"}, {0: "h0", 2: "h2"})
    }
    with ledger.transaction() as tx:
        publishing.drop_tab(tx, KEY, "overview")
    assert publishing.tab_states(ledger.connection, KEY) == {}


def test_a_file_made_anew_starts_without_what_was_known_of_the_old_one(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        publishing.keep_file(tx, KEY, "file-1", "spreadsheet", "N01")
        publishing.keep_tab(tx, KEY, "overview", {}, {0: "h0"})
        publishing.give_rows(tx, KEY, FORM, ["a"])
        publishing.begin(tx, KEY, Pending("stamp", "[]"))
        publishing.keep_file(tx, KEY, "file-1", "spreadsheet", "N01")
    assert publishing.tab_states(ledger.connection, KEY)
    with ledger.transaction() as tx:
        publishing.keep_file(tx, KEY, "file-2", "spreadsheet", "N01")
    assert publishing.files(ledger.connection)[KEY].id == "file-2"
    assert publishing.tab_states(ledger.connection, KEY) == {}
    assert publishing.listed(ledger.connection, KEY, FORM) == {}
    assert publishing.pending(ledger.connection, KEY) is None


def test_a_delivery_keeps_its_message_id_and_the_first_figures_stand(ledger: Ledger) -> None:
    visiting = frozenset({"classroom-observation", "coaching"})
    with ledger.transaction() as tx:
        reports.keep_report(tx, "weekly", Told("2569-W47", NOW, {"observations": 12}, visiting))
        reports.keep_report(tx, "weekly", Told("2569-W47", NOW, {"observations": 99}))
        reports.begin_delivery(tx, "weekly", "2569-W47", "d@x.example", "<1@x>")
        reports.begin_delivery(tx, "weekly", "2569-W47", "d@x.example", "<2@x>")
    assert reports.report(ledger.connection, "weekly", "2569-W47") == Told(
        "2569-W47", NOW, {"observations": 12}, visiting
    )
    delivery = reports.deliveries(ledger.connection, "weekly", "2569-W47")["d@x.example"]
    assert (delivery.message_id, delivery.delivered) == ("<1@x>", None)
    with ledger.transaction() as tx:
        reports.end_delivery(tx, "weekly", "2569-W47", "d@x.example", NOW)
    assert reports.deliveries(ledger.connection, "weekly", "2569-W47")["d@x.example"].delivered == NOW


def test_a_trouble_counts_how_often_and_ends(ledger: Ledger) -> None:
    error = GoogleError("google-unreachable", what="เครือข่าย")
    with ledger.transaction() as tx:
        reports.keep_trouble(tx, "form:daily-log", error, NOW)
        reports.keep_trouble(tx, "form:daily-log", error, NOW)
    (trouble,) = reports.troubles(ledger.connection)
    assert (trouble.times, trouble.values["what"]) == (2, "เครือข่าย")
    with ledger.transaction() as tx:
        reports.end_trouble(tx, "form:daily-log")
    assert reports.troubles(ledger.connection) == ()
