"""What a paper should say, held against what it says: whole tables by their heads, lines by patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import EllipsisType

from tests.figures.printed import Printed, Row

Cell = str | EllipsisType
"""A cell's text; ... where no sheet says what stands there."""


@dataclass(frozen=True)
class Table:
    """The rows below a head; of a table without one, whose first cell is the head's, all rows.

    None are there where a paper says in words that nothing is.
    """

    head: Row
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Said:
    """A line that holds a pattern, and what its groups should be."""

    pattern: str
    groups: Row


Expected = Table | Said


class Comparing:
    """A paper beside what it should say.

    `differing` are the cells that say something else; `unchecked` those with digits that nobody looked at,
    each behind the head above it; `figures` is how many cells with digits are as they should be.
    """

    def __init__(self, paper: Printed, expected: Iterable[Expected], names: Sequence[str]) -> None:
        self.paper, self._names = paper, names
        self.differing: list[str] = []
        self.unchecked: list[tuple[str, str]] = []
        self.figures = 0
        every = list(expected)
        self._lines(one for one in every if isinstance(one, Said))
        self._tables([one for one in every if isinstance(one, Table)])

    # --- Tables ---

    def _tables(self, expected: list[Table]) -> None:
        for rows in self.paper.tables:
            table = next((one for one in expected if rows[0] == one.head or rows[0][:1] == one.head), None)
            if table is None:
                self._unclaimed(rows)
                continue
            expected.remove(table)
            body = rows if rows[0] != table.head else rows[1:]
            self._table(rows[0], body, table)
        self.differing += [f"{self.paper.name}: no table {table.head}" for table in expected]

    def _table(self, head: Row, body: Sequence[Row], table: Table) -> None:
        if not table.rows and len(body) == 1 and len(set(body[0])) == 1 and not re.search(r"\d", body[0][0]):
            return
        if len(body) != len(table.rows):
            self.differing.append(
                f"{self.paper.name} {head[0]}: {len(body)} rows, not {len(table.rows)}: {body}"
            )
            return
        for row, wanted in zip(body, table.rows, strict=True):
            for place, (found, cell) in enumerate(zip(row, wanted, strict=True)):
                if cell is ...:
                    self._note(head[place] if row != head else row[0], found)
                elif found != cell:
                    self.differing.append(
                        f"{self.paper.name} {head[place]} {row[0]}: {found!r}, not {cell!r}"
                    )
                else:
                    self.figures += bool(self._digits(found))

    def _unclaimed(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for place, cell in enumerate(row):
                self._note(f"{rows[0][0]} | {rows[0][place]}" if row is not rows[0] else row[0], cell)

    def _note(self, head: str, cell: str) -> None:
        if self._digits(cell):
            self.unchecked.append((head, cell))

    # --- Lines ---

    def _lines(self, expected: Iterable[Said]) -> None:
        text = "\n".join(self.paper.lines)
        for said in expected:
            found = re.search(said.pattern, text)
            if found is None:
                self.differing.append(f"{self.paper.name}: nowhere {said.pattern!r}")
                continue
            if found.groups() != said.groups:
                self.differing.append(
                    f"{self.paper.name} {said.pattern}: {found.groups()}, not {said.groups}"
                )
            self.figures += len(said.groups)
            text = text[: found.start()] + "|" + text[found.end() :]
        self.unchecked += [
            ("line", line) for line in text.splitlines() if self._digits(_without_number(line))
        ]

    def _digits(self, text: str) -> bool:
        """Whether a figure stands in a text: dates, periods and names are none."""
        for pattern in _NO_FIGURES:
            text = re.sub(pattern, "", text)
        for name in self._names:
            text = text.replace(name, "")
        return re.search(r"\d", text) is not None


# What holds digits and is no figure: days and periods, times, signs of schools' classes.
_NO_FIGURES = (
    r"\d{1,2} \S+ 25\d\d(?: \d\d\.\d\d น\.)?",
    r"ภาคเรียนที่ \d ปีการศึกษา 25\d\d",
    r"รอบ 6 เดือน(?: ครั้งที่ \d)?",
    r"(?:ไตรมาสที่ \d )?ปีงบประมาณ 25\d\d",
    r"(?:เดือน|แผน)\S+ 25\d\d",
    r"[ปม]\.\d",
    r"อนุบาล \d",
)


def _without_number(line: str) -> str:
    """A line without the number of its heading."""
    return re.sub(r"^(?:\d+(?:\.\d+)*\.?|\(\d+\)|ระเบียบวาระที่ \d) ", "", line)


def names_in(texts: Iterable[str]) -> list[str]:
    """Names that hold digits, the longest first."""
    return sorted({one.translate(_ARABIC) for one in texts if re.search(r"\d", one)}, key=len, reverse=True)


_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
