"""Answering findings of the demo's records as coordinators of networks do: in their cells of the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.demo.occasions import Wish
from sync.demo.writing import Cells, cell, write
from sync.layout import correcting as layout
from sync.layout import findings
from sync.layout.texts import packaged_texts
from sync.pipeline.cycle import Pipeline
from sync.sheets import PeoplePlace, PeopleRow

ANSWERED_IN = "networks"  # the spreadsheets that a coordinator answers in


Wishes = Mapping[tuple[str, str], Wish]
"""Form and response -> what is answered to a finding of it."""


def correct(pipeline: Pipeline, wishes: Wishes) -> int:
    """Write the answers beside their findings; give how many cells were written."""

    def cells(place: PeoplePlace, row: PeopleRow) -> Cells:
        form, response, code, _ = [*row.key.split("|"), "", "", "", ""][:4]
        wish = wishes.get((form, response))
        return _cells(place, row, wish) if wish and wish.code == code else iter(())

    return write(pipeline, "sheet:network:", f"{findings.KEY}:", cells)


def _cells(place: PeoplePlace, row: PeopleRow, wish: Wish) -> Iterator[dict[str, Any]]:
    words = {verdict: word for word, verdict in layout.words(packaged_texts()).items()}
    said = {layout.VERDICT: words.get(wish.verdict, ""), layout.VALUE: wish.value, layout.NOTE: wish.note}
    columns = dict(place.columns)
    for name, text in said.items():
        if text and name in columns:
            yield cell(place, row, columns[name], text)
