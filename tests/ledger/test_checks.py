"""Entries, findings and pairs in the ledger: what they touch, and how they stood at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from forms.model import Entry, Finding
from sync.ledger import Ledger, checks, decisions, entries, responses
from sync.ledger.checks import Judged
from sync.ledger.store import due
from tests.ledger.conftest import FORM, raw

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Bangkok")
WEEK = (date(2026, 11, 14), date(2026, 11, 21))


def entry(
    response: str, network: str | None = "N01", once: str | None = None, score: int = 5, day: int = 20
) -> Entry:
    members = {"network": network, "group": "G2"} if network else {"group": "G2"}
    submitted = datetime(2026, 11, day, 2, tzinfo=UTC)
    return Entry(FORM, response, submitted, date(2026, 11, day), members, {"plan.1": score}, True, {}, once)


def once(form: str, response: str, earlier: str) -> Finding:
    return Finding("once-per", "warning", None, {"earlier": earlier})


def keep(ledger: Ledger, *judged: Judged) -> set[str]:
    """Keep what was judged; give the partitions that this made due."""
    with ledger.transaction() as tx:
        tx.execute("DELETE FROM due")
        checks.keep(tx, judged, ZONE, once)
    return {subject.partition(f" {FORM} ")[0] for subject in due(ledger.connection, "summary:")}


def take(ledger: Ledger, *raws: dict[str, object]) -> None:
    with ledger.transaction() as tx:
        responses.take(tx, FORM, raws)


def judged(e: Entry, *findings: Finding) -> Judged:
    return Judged(e.form, e.response, e, findings)


def test_what_is_unchecked_waits_until_it_is_judged_by_these_rules(ledger: Ledger) -> None:
    take(ledger, raw("a"), raw("b"))
    assert [u.id for u in checks.unchecked(ledger.connection, FORM, 10)] == ["a", "b"]
    keep(ledger, judged(entry("a")), judged(entry("b")))
    assert checks.unchecked(ledger.connection, FORM, 10) == []
    with ledger.transaction() as tx:
        checks.begin_rules(tx, "other rules")
    assert {u.id for u in checks.unchecked(ledger.connection, FORM, 10)} == {"a", "b"}


def test_the_months_before_and_after_an_edit_are_due(ledger: Ledger) -> None:
    take(ledger, raw("a"))
    keep(ledger, judged(entry("a")))
    keep(ledger, judged(replace(entry("a"), when=date(2027, 1, 4))))
    assert set(due(ledger.connection, "summary:")) == {
        f"{partition} {FORM} {month}"
        for partition in ("network:N01", "group:G2")
        for month in ("2026-11", "2027-01")
    }


def test_an_entry_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    take(ledger, raw("a"))
    keep(ledger, judged(entry("a")))
    assert entries.standing(ledger.connection, FORM, ("2026-11-14", "2026-11-21")) == [entry("a")]
    assert entries.standing(ledger.connection, FORM, ("2026-11-21", "2026-11-28")) == []
    assert entries.standing(ledger.connection, FORM, ("2026-11-14", "2026-11-21"), "network", "N02") == []


def test_a_response_that_moves_touches_where_it_was_and_where_it_is(ledger: Ledger) -> None:
    take(ledger, raw("a"))
    assert keep(ledger, judged(entry("a"))) == {"network:N01", "group:G2"}
    take(ledger, raw("a", "2026-11-21T02:00:00Z"))
    assert keep(ledger, judged(entry("a", "N02"))) == {"network:N01", "network:N02", "group:G2"}
    assert keep(ledger, judged(entry("a", None))) == {"network:N02", "network:", "group:G2"}


def test_the_second_under_a_key_is_told_and_untold_when_the_first_goes(ledger: Ledger) -> None:
    take(ledger, raw("a"), raw("b"))
    keep(ledger, judged(entry("a", once="k")), judged(entry("b", "N02", once="k")))
    assert entries.findings(ledger.connection, FORM, ["a", "b"]) == {"b": (once(FORM, "b", "a"),)}
    touched = keep(ledger, Judged(FORM, "a", None))
    assert "network:N02" in touched
    assert entries.findings(ledger.connection, FORM, ["a", "b"]) == {}


def test_a_double_that_is_an_error_does_not_count_until_the_first_goes(ledger: Ledger) -> None:
    def error(form: str, response: str, earlier: str) -> Finding:
        return Finding("once-per", "error", None, {"earlier": earlier})

    take(ledger, raw("a"), raw("b"))
    both = [judged(entry("a", once="k")), judged(entry("b", once="k"))]
    with ledger.transaction() as tx:
        checks.keep(tx, both, ZONE, error)
    days = ("2026-11-14", "2026-11-21")
    assert [e.counted for e in entries.standing(ledger.connection, FORM, days)] == [True, False]
    with ledger.transaction() as tx:
        responses.end_list(tx, FORM, responses.take(tx, FORM, [raw("b")]), NOW, full=True)
        checks.keep(tx, [Judged(FORM, "a", None)], ZONE, error)
    assert [(e.response, e.counted) for e in entries.standing(ledger.connection, FORM, days)] == [("b", True)]


def test_findings_are_counted_while_their_response_lives(ledger: Ledger) -> None:
    take(ledger, raw("a"), raw("b"))
    wrong = Finding("not-in-future", "error", "observed_on", {"date": "2 ธ.ค. 2569"})
    keep(ledger, judged(entry("a"), wrong, Finding("working-day", "warning")), judged(entry("b"), wrong))
    assert entries.open_findings(ledger.connection) == {"error": 2, "warning": 1}
    with ledger.transaction() as tx:
        responses.end_list(tx, FORM, responses.take(tx, FORM, [raw("a")]), NOW, full=True)
    assert entries.open_findings(ledger.connection) == {"error": 1, "warning": 1}
    assert entries.severities(entries.findings(ledger.connection, FORM, ["a"])) == {"a": "error"}


def test_figures_as_of_a_cut_leave_out_later_edits_and_later_responses(ledger: Ledger) -> None:
    take(ledger, raw("a", "2026-11-20T02:00:00Z"))
    keep(ledger, judged(entry("a", score=3)))
    take(ledger, raw("a", "2026-11-20T12:00:00Z"), raw("late", "2026-11-20T12:00:00Z"))
    keep(ledger, judged(entry("a", score=5)), judged(entry("late")))
    cut = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
    assert entries.as_of(ledger.connection, FORM, WEEK, cut) == [entry("a", score=3)]
    assert entries.as_of(ledger.connection, FORM, WEEK, NOW) == [entry("a", score=5), entry("late")]


def test_a_finding_that_stands_no_longer_is_kept_as_settled_until_it_stands_again(ledger: Ledger) -> None:
    odd = Finding("time-order", "error", "time_out", {"end": "09.00"})
    days = ("2026-11-14", "2026-11-21")
    take(ledger, raw("a"), raw("b"))
    keep(ledger, judged(entry("a"), odd), judged(entry("b")))
    assert entries.settled(ledger.connection, FORM, days) == []
    keep(ledger, judged(entry("a")))
    assert entries.settled(ledger.connection, FORM, days) == [(entry("a"), (odd,))]
    assert entries.settled(ledger.connection, FORM, days, "network", "N02") == []
    keep(ledger, judged(entry("a"), odd))
    assert entries.settled(ledger.connection, FORM, days) == []


def test_what_is_settled_is_told_as_it_was_of_the_answer_not_of_what_was_typed(ledger: Ledger) -> None:
    sent, slip = (Finding("not-in-future", "error", "day", {"date": date}) for date in ("17", "20"))
    sunday = Finding("working-day", "warning", "day", {"date": "20"})
    e, days = entry("a"), ("2026-11-14", "2026-11-21")
    take(ledger, raw("a"))
    keep(ledger, judged(e, sent))
    keep(ledger, Judged(FORM, "a", e, (slip, sunday), of_answers=(sent,)))
    assert entries.findings(ledger.connection, FORM, ["a"]) == {"a": (slip, sunday)}
    keep(ledger, Judged(FORM, "a", e, (), of_answers=(sent,)))
    assert entries.settled(ledger.connection, FORM, days) == [(e, (sent,))]
    keep(ledger, Judged(FORM, "a", e, (sunday,), of_answers=(sent,)))
    keep(ledger, Judged(FORM, "a", e, (), of_answers=(sent,), replied=frozenset({("working-day", "day")})))
    assert entries.settled(ledger.connection, FORM, days) == [(e, (sent, sunday))]


def test_the_questions_that_edits_changed_are_told(ledger: Ledger) -> None:
    said = replace(entry("a"), answers={"day": "2026-11-20", "start": "09:00"}, texts={"why": "ก"})
    take(ledger, raw("a"), raw("b"))
    keep(ledger, judged(said), judged(entry("b")))
    assert decisions.edited(ledger.connection, FORM, ["a", "b"]) == {}
    take(ledger, raw("a", submitted="2026-11-21T02:00:00Z"))
    keep(ledger, judged(replace(said, answers={"day": "2026-11-20", "start": "10:00"}, texts={})))
    assert decisions.edited(ledger.connection, FORM, ["a", "b"]) == {"a": {"start", "why"}}


def test_a_response_that_people_left_out_is_not_counted_and_stands_in_nobodys_way(ledger: Ledger) -> None:
    def error(form: str, response: str, earlier: str) -> Finding:
        return Finding("once-per", "error", None, {"earlier": earlier})

    days = ("2026-11-14", "2026-11-21")
    take(ledger, raw("a"), raw("b"))
    with ledger.transaction() as tx:
        checks.keep(tx, [judged(entry("a", once="k")), judged(entry("b", once="k"))], ZONE, error)
    out = replace(entry("a"), counted=False)
    with ledger.transaction() as tx:
        checks.keep(tx, [Judged(FORM, "a", out, (), left_out=True)], ZONE, error)
    assert [e.counted for e in entries.standing(ledger.connection, FORM, days)] == [False, True]
    ((_, settled),) = entries.settled(ledger.connection, FORM, days)
    assert [finding.code for finding in settled] == ["once-per"]


def test_two_that_people_confirmed_both_count(ledger: Ledger) -> None:
    take(ledger, raw("a"), raw("b"))
    with ledger.transaction() as tx:
        both = [judged(entry("a", once="k")), judged(entry("b", once="k"))]
        checks.keep(tx, both, ZONE, lambda *_: None)
    assert entries.findings(ledger.connection, FORM, ["a", "b"]) == {}
