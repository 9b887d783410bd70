"""What the ledger knows of papers: begun, finished, their names, and the records that papers are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sync.ledger import Ledger, papers
from sync.ledger.papers import Kept

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
MEMO = Kept(
    key="paper:journey-memo:journey-report/r1:2026-11-16",
    kind="journey-memo",
    about="journey-report/r1",
    period="2026-11-16",
    year=2569,
    title="การอบรม",
    readers=("supervisor:S01", "office:"),
    number=1,
    stem="การอบรม",
    begun="d1",
    begun_word="w1",
)


def test_a_paper_is_begun_and_then_finished(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        papers.begin(tx, MEMO)
    assert papers.of(ledger.connection, [MEMO.key, "other"]) == {MEMO.key: MEMO}
    with ledger.transaction() as tx:
        papers.left(tx, MEMO.key, 7, "2026-11-20T11:00:00Z")
        papers.end(tx, MEMO.key, NOW, pdf=True)
    finished = replace(
        MEMO, digest="d1", word="w1", pdf=True, version=7, modified="2026-11-20T11:00:00Z", made=NOW
    )
    assert papers.every(ledger.connection) == [finished]
    ledger.close()


def test_a_name_is_taken_in_any_case_by_another_paper_of_that_folder(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        papers.begin(tx, replace(MEMO, stem="Memo"))
    assert papers.taken(ledger.connection, "other", 2569, "journey-memo", "MEMO")
    assert not papers.taken(ledger.connection, MEMO.key, 2569, "journey-memo", "MEMO")
    assert not papers.taken(ledger.connection, "other", 2570, "journey-memo", "Memo")
    assert not papers.taken(ledger.connection, "other", 2569, "case", "Memo")
    ledger.close()
