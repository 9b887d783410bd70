"""The papers of a term, composed and rendered as the cycle does, and read back out of their Word files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from forms.calendar.periods import fiscal_year_of, month_of, quarter_of, reported_half_of
from forms.model import Period
from forms.papers import PaperKind
from sync.pipeline.cycle import Pipeline
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.drafting import rendered

Row = tuple[str, ...]
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True)
class Printed:
    """A paper as its reader has it, its digits as in the sheets: lines of text, tables by row and cell.

    A cell that spans several columns stands in each of them.
    """

    kind: str
    about: str
    period: str
    lines: tuple[str, ...]
    tables: tuple[tuple[Row, ...], ...]

    @property
    def name(self) -> str:
        """What it is called where it differs."""
        return f"{self.kind} {self.about} {self.period}"


def papers_of(pipeline: Pipeline, now: datetime) -> list[dict[str, Any]]:
    """Every paper of the periods that a moment lies in, and of the week and semester before, as JSON."""
    composing = Composing(pipeline.ledger, pipeline.office, now)
    made: list[dict[str, Any]] = []
    for kind, period in _periods(pipeline, now):
        for paper in composing.of(kind, period):
            word, broken = rendered(pipeline.office, paper)
            assert broken is None
            told = {"kind": paper.kind, "about": paper.about, "period": period.name}
            made.append({**told, **dict(_read(word))})
    return made


def read_again(one: Mapping[str, Any]) -> Printed:
    """A paper from its JSON."""
    tables = tuple(tuple(tuple(row) for row in table) for table in one["tables"])
    return Printed(one["kind"], one["about"], one["period"], tuple(one["lines"]), tables)


def _periods(pipeline: Pipeline, now: datetime) -> Iterator[tuple[PaperKind, Period]]:
    calendar, today = pipeline.office.calendar, now.date()
    semester, week = calendar.latest_semester(today), calendar.week_of(today - timedelta(days=7))
    yield from (
        ("network-semester", semester),
        ("network-page", semester),
        ("group-semester", semester),
        ("ast-round", calendar.previous_semester(semester)),
        ("half-year", reported_half_of(today)),
        ("committee-pack", quarter_of(today)),
        ("monthly-pack", month_of(today)),
        ("weekly", week),
        ("daily-logs", week),
        ("yearly", fiscal_year_of(today)),
    )


def _read(word: bytes) -> Iterator[tuple[str, Any]]:
    document = docx.Document(io.BytesIO(word))
    body = document.element.body
    paragraphs = (Paragraph(one, document) for one in body.iterchildren(qn("w:p")))
    yield "lines", [text for one in paragraphs if (text := _plain(one.text))]
    tables = (Table(one, document) for one in body.iter(qn("w:tbl")))
    yield "tables", [[[_plain(cell.text) for cell in row.cells] for row in one.rows] for one in tables]


def _plain(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text.translate(_ARABIC)).strip()
