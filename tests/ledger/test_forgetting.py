"""Which responses are meant: by e-mail, by supervisor, by moment; and what is left of one that was erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.ledger import Ledger, forgetting, responses

LOG, MINUTES, NOW = "daily-log", "minutes", datetime(2026, 11, 18, tzinfo=UTC)
MINE, OTHERS = "one@office.example", "another-one@office.example"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        for form in (LOG, MINUTES):
            responses.keep_form(tx, form, f"google-{form}", "http://forms.example/1")
        responses.take(tx, LOG, [sent("a", MINE.upper()), sent("b", OTHERS), sent("c", "")])
        responses.take(tx, MINUTES, [sent("d", MINE), sent("b", OTHERS)])
    yield ledger
    ledger.close()


def sent(response: str, email: str, at: str = "2026-11-17T09:00:00Z") -> dict[str, object]:
    said = {"1": {"questionId": "1", "textAnswers": {"answers": [{"value": f"ถึง {MINE}"}]}}}
    raw: dict[str, object] = {
        "responseId": response,
        "createTime": at,
        "lastSubmittedTime": at,
        "answers": said,
    }
    return {**raw, "respondentEmail": email} if email else raw


def known(found: list[forgetting.Meant]) -> set[tuple[str, str]]:
    return {one.known for one in found}


def test_an_address_is_whole_in_any_case_and_not_one_that_an_answer_names(ledger: Ledger) -> None:
    assert known(forgetting.by_email(ledger.connection, f" {MINE} ")) == {(LOG, "a"), (MINUTES, "d")}
    assert known(forgetting.by_email(ledger.connection, OTHERS)) == {(LOG, "b"), (MINUTES, "b")}


def test_an_address_that_an_edit_took_away_still_counts(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        responses.take(tx, LOG, [sent("a", "", "2026-11-18T09:00:00Z")])
    assert (LOG, "a") in known(forgetting.by_email(ledger.connection, MINE))


def test_ids_are_of_any_form(ledger: Ledger) -> None:
    assert known(forgetting.by_ids(ledger.connection, ["b", "none"])) == {(LOG, "b"), (MINUTES, "b")}


def test_nothing_of_an_erased_response_is_left_and_others_stay(ledger: Ledger) -> None:
    mine = [(LOG, "a")]
    with ledger.transaction() as tx:
        tx.execute(
            "INSERT INTO decision (form, response, step, word, note, noticed, holder, file)"
            " VALUES (?, 'a', 's', 'w', 'n', 'x', 'h', 'f'), (?, 'b', 's', 'w', 'n', 'x', 'h', 'f')",
            (LOG, LOG),
        )
        tx.execute("INSERT INTO number VALUES (?, '2569', 7, 'a')", (LOG,))
        forgetting.ask(tx, mine, NOW)
        forgetting.mark_gone(tx, mine, NOW)
        forgetting.erase(tx, mine)
    with ledger.transaction() as tx:
        assert forgetting.finish(tx) == 1
    tx = ledger.connection
    assert known(forgetting.by_ids(tx, ["a"])) == set()
    assert [tuple(row) for row in tx.execute("SELECT response, word FROM decision ORDER BY id")] == [
        ("", ""),
        ("b", "w"),
    ]
    assert tx.execute("SELECT number, response FROM number").fetchone()["number"] == 7
    forgetting.tidy(tx)
    stored = (ledger.path).read_bytes() + ledger.path.with_name(f"{ledger.path.name}-wal").read_bytes()
    assert MINE.upper().encode() not in stored
    assert OTHERS.encode() in stored
