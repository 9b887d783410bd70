"""The urgent cases: what their tables look through, however many they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from forms.model import Form
from sync.layout import cases, waiting
from sync.layout.view import FindingRow, View
from tests.layout.views import DISTRICT, ENTRIES, FINDINGS, view_of


class Counted(list[FindingRow]):
    """Findings that count how often all of them are gone through."""

    times = 0

    def __iter__(self) -> Iterator[FindingRow]:
        self.times += 1
        return super().__iter__()


@pytest.mark.parametrize(
    "shown",
    [cases.tab, lambda view: waiting.cases_list(view, 3), lambda view: waiting.cases_lines(view, 3)],
)
def test_findings_are_gone_through_as_often_for_one_case_as_for_many(
    shown: Callable[[View], object],
) -> None:
    form = Form("rt", "กรณี", ("S9",), (), {}, counts_as="case")

    def gone_through(number: int) -> int:
        told = [replace(ENTRIES[0], form="rt", response=f"c{n}", texts={}) for n in range(number)]
        findings = Counted(FINDINGS)
        shown(replace(view_of(DISTRICT), forms={"rt": form}, entries={"rt": told}, findings=findings))
        return findings.times

    assert gone_through(1) == gone_through(20) > 0
