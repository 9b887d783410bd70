"""Results of tests, which stand in no form: what of them came back, and what must be loaded again."""

from __future__ import annotations

from pathlib import Path

from sync.layout.results_of_tests import KEY
from sync.ledger.salvage import Salvage, results_named
from sync.pipeline.office import Office
from sync.pipeline.rebuild.sheets import Noted
from sync.sheets import sheet_id


def tell_results(old: Path, salvage: Salvage, office: Office, noted: Noted) -> None:
    """Tell which files of results must be loaded again: by name where the old ledger names them.

    Else that there are some, where a spreadsheet shows their figures: those stand there until the next
    cycle, and in the spreadsheet's own history after it.
    """
    if salvage.has_whole("result_file") and salvage.has_whole("result"):
        return
    named = results_named(old)
    for row in named:
        kind = office.results.kinds.get(str(row.get("kind", "")))
        title = kind.title if kind else row.get("kind", "")
        noted.losses.tell("results-named", f"{row.get('name', '')} ({title} {row.get('year', '')})")
    if named:
        return
    for book in noted.books:
        if any(sheet.sheet_id == sheet_id(KEY) for sheet in book.found.existing.sheets):
            noted.losses.tell("results-shown", book.key)
