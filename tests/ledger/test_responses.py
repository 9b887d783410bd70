"""Taking responses in: new, edited, repeated, deleted and returned ones, and the cursor with them."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from sync.ledger import Ledger, responses
from sync.ledger.responses import Taken
from tests.ledger.conftest import FORM, raw

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def take(ledger: Ledger, *raws: dict[str, object], full: bool = False) -> Taken:
    with ledger.transaction() as tx:
        return responses.end_list(tx, FORM, responses.take(tx, FORM, raws), NOW, full=full)


def counts(taken: Taken) -> tuple[int, int, int, int]:
    return len(taken.listed), taken.new, taken.changed, taken.deleted


def stored(ledger: Ledger) -> dict[str, object]:
    rows = ledger.connection.execute(f"SELECT id, body {responses.FROM_RAW} WHERE deleted IS NULL").fetchall()
    return {row["id"]: orjson.loads(row["body"]) for row in rows}


def test_a_response_is_kept_as_google_gave_it_and_moves_the_cursor(ledger: Ledger) -> None:
    given = raw("r1", "2026-11-20T02:00:00.123456Z", q="ก\u200bข😀 =1+1")
    assert counts(take(ledger, given)) == (1, 1, 0, 0)
    assert stored(ledger) == {"r1": given}
    state = responses.form_states(ledger.connection)[FORM]
    assert state.cursor == datetime(2026, 11, 20, 2, 0, 0, 123456, tzinfo=UTC)


def test_the_overlap_brings_nothing_twice(ledger: Ledger) -> None:
    take(ledger, raw("r1"), raw("r2"))
    before = [tuple(row) for row in ledger.connection.execute("SELECT * FROM response")]
    assert counts(take(ledger, raw("r1"), raw("r2"))) == (2, 0, 0, 0)
    assert [tuple(row) for row in ledger.connection.execute("SELECT * FROM response")] == before


def test_an_edit_takes_the_place_and_keeps_what_was(ledger: Ledger) -> None:
    take(ledger, raw("r1", q="before"))
    assert counts(take(ledger, raw("r1", "2026-11-21T02:00:00Z", q="after"))) == (1, 0, 1, 0)
    assert "after" in str(stored(ledger)["r1"])
    kept = ledger.connection.execute("SELECT body FROM raw ORDER BY submitted").fetchall()
    assert ["before" in str(orjson.loads(row["body"])) for row in kept] == [True, False]


def test_a_page_boundary_may_repeat_a_response_and_the_latest_counts(ledger: Ledger) -> None:
    late, early = raw("r1", "2026-11-21T02:00:00Z", q="late"), raw("r1", q="early")
    assert counts(take(ledger, late, early)) == (1, 1, 0, 0)
    assert "late" in str(stored(ledger)["r1"])


def test_the_cursor_never_goes_back(ledger: Ledger) -> None:
    take(ledger, raw("r1", "2026-11-21T02:00:00Z"))
    take(ledger, raw("r2", "2026-11-20T02:00:00Z"))
    take(ledger)
    cursor = responses.form_states(ledger.connection)[FORM].cursor
    assert cursor == datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_moments_are_ordered_whatever_their_digits(ledger: Ledger) -> None:
    take(ledger, raw("r1", "2026-11-20T02:00:00Z", q="whole second"))
    assert take(ledger, raw("r1", "2026-11-20T02:00:00.5Z", q="half")).changed == 1
    assert "half" in str(stored(ledger)["r1"])


def test_only_a_full_list_notices_deleted_responses_and_their_return(ledger: Ledger) -> None:
    take(ledger, raw("r1"), raw("r2"))
    assert take(ledger, raw("r1")).deleted == 0
    assert counts(take(ledger, raw("r1"), full=True)) == (1, 0, 0, 1)
    assert take(ledger, raw("r1"), full=True).deleted == 0
    assert set(stored(ledger)) == {"r1"}
    assert counts(take(ledger, raw("r1"), raw("r2"), full=True)) == (2, 0, 1, 0)
    assert set(stored(ledger)) == {"r1", "r2"}


def test_responses_of_a_form_that_was_made_anew_are_not_taken_for_deleted(ledger: Ledger) -> None:
    take(ledger, raw("r1"))
    with ledger.transaction() as tx:
        responses.keep_form(tx, FORM, "google-2", "http://forms.example/2")
    assert responses.form_states(ledger.connection)[FORM].cursor is None
    assert counts(take(ledger, raw("r2"), full=True)) == (1, 1, 0, 0)
    assert set(stored(ledger)) == {"r1", "r2"}
