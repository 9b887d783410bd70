"""Results of tests: the files they came from, their rows, and which school each row is about."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from forms.results.book import Result
from forms.results.rows import FileRow, Score
from sync.ledger.store import read_meta, utc, write_meta

_DROPPED = "results-dropped:"  # before the file's id, in the ledger's meta


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that was loaded. `id` is 0 before it is kept.

    `replaced` is the file that took its place, the file itself where it was dropped.
    """

    hash: str
    name: str
    sheet: str
    kind: str
    year: int
    grade: str
    loaded: datetime
    rows: int
    id: int = 0
    replaced: int | None = None

    @property
    def dropped(self) -> bool:
        """Whether somebody took it back."""
        return self.replaced == self.id


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row of a standing file, and the school it is about, "" for none.

    `means` is what tells the school, or why there is none (`forms.results.match`); "" while it waits.
    """

    file: ResultFile
    row: FileRow
    school: str
    means: str


def files(tx: sqlite3.Connection) -> list[ResultFile]:
    """Every file that was ever loaded, oldest first."""
    return [_file(row) for row in tx.execute("SELECT * FROM result_file ORDER BY id")]


def standing(tx: sqlite3.Connection, file: ResultFile) -> ResultFile | None:
    """The very same file, loaded in the same way, where nothing has taken its place."""
    return _standing(tx, "hash", file.hash, file)


def predecessor(tx: sqlite3.Connection, file: ResultFile) -> ResultFile | None:
    """The standing file whose place another of its name, sheet, kind, year and grade takes."""
    return _standing(tx, "name", file.name, file)


def _standing(
    tx: sqlite3.Connection, column: Literal["hash", "name"], value: str, file: ResultFile
) -> ResultFile | None:
    row = tx.execute(
        f"SELECT * FROM result_file WHERE {column} = ? AND sheet = ? AND kind = ? AND year = ? AND grade = ?"
        " AND replaced IS NULL",
        (value, file.sheet, file.kind, file.year, file.grade),
    ).fetchone()
    return _file(row) if row else None


def drop(tx: sqlite3.Connection, file: int, now: datetime) -> None:
    """Take a standing file back: what it replaced holds again. Its rows stay, and the moment is kept."""
    tx.execute("UPDATE result_file SET replaced = NULL WHERE replaced = ?", (file,))
    tx.execute("UPDATE result_file SET replaced = id WHERE id = ?", (file,))
    write_meta(tx, f"{_DROPPED}{file}", utc(now))


def dropped_at(tx: sqlite3.Connection, file: int) -> datetime | None:
    """When a file was dropped, None where it was not."""
    said = read_meta(tx, f"{_DROPPED}{file}")
    return datetime.fromisoformat(said) if said else None


def keep(tx: sqlite3.Connection, file: ResultFile, rows: Iterable[tuple[FileRow, str, str]]) -> int:
    """Keep a file with its rows, each with its school ("" for none) and by what that is known; give its id.

    It takes the place of the one of its name, sheet, kind, year and grade.
    """
    made = tx.execute(
        "INSERT INTO result_file (hash, name, sheet, kind, year, grade, loaded, rows)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file.hash,
            file.name,
            file.sheet,
            file.kind,
            file.year,
            file.grade,
            utc(file.loaded),
            file.rows,
        ),
    )
    number = int(made.lastrowid or 0)
    tx.execute(
        "UPDATE result_file SET replaced = ? WHERE id <> ? AND replaced IS NULL"
        " AND name = ? AND sheet = ? AND kind = ? AND year = ? AND grade = ?",
        (number, number, file.name, file.sheet, file.kind, file.year, file.grade),
    )
    for row, school, means in rows:
        tx.execute(
            "INSERT INTO result_row VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, row.number, row.school, row.code, row.place, row.grade, school or None, means),
        )
        tx.executemany(
            "INSERT INTO result VALUES (?, ?, ?, ?, ?)",
            [(number, row.number, subject, s.score, s.pupils) for subject, s in row.scores.items()],
        )
    return number


def set_school(tx: sqlite3.Connection, file: int, row: int, school: str, means: str) -> None:
    """Say which school a row is about, "" for none, and by what that is known."""
    tx.execute(
        "UPDATE result_row SET school = ?, means = ? WHERE file = ? AND row = ?",
        (school or None, means, file, row),
    )


def current(tx: sqlite3.Connection) -> list[Result]:
    """The standing results: of each school, test, year, grade and subject that of the latest file."""
    rows = tx.execute(
        "SELECT f.kind, f.year, r.grade, s.subject, r.school, s.score, s.pupils, max(f.id)"
        " FROM result_file f JOIN result_row r ON r.file = f.id"
        " JOIN result s ON s.file = r.file AND s.row = r.row"
        " WHERE f.replaced IS NULL AND r.school IS NOT NULL"
        " GROUP BY f.kind, f.year, r.grade, s.subject, r.school"
        " ORDER BY f.kind, f.year, r.grade, s.subject, r.school"
    )
    return [Result(*tuple(row)[:7]) for row in rows]


def holders(tx: sqlite3.Connection, file: ResultFile) -> dict[tuple[str, str, str], tuple[int, Score]]:
    """Of the test and year of a file: the latest file of each school, grade and subject, and its score."""
    rows = tx.execute(
        "SELECT r.school, r.grade, s.subject, max(f.id), s.score, s.pupils"
        " FROM result_file f JOIN result_row r ON r.file = f.id"
        " JOIN result s ON s.file = r.file AND s.row = r.row"
        " WHERE f.replaced IS NULL AND r.school IS NOT NULL AND f.kind = ? AND f.year = ?"
        " GROUP BY r.school, r.grade, s.subject",
        (file.kind, file.year),
    )
    return {(row[0], row[1], row[2]): (row[3], Score(row[4], row[5])) for row in rows}


def waiting(tx: sqlite3.Connection) -> list[WaitingRow]:
    """The rows of standing files whose school a person has to name, in order of the files."""
    return _rows(tx, "r.school IS NULL AND r.means = ''")


def without_school(tx: sqlite3.Connection) -> list[WaitingRow]:
    """The rows that wait, and those that are like none of our schools."""
    return _rows(tx, "r.school IS NULL AND r.means IN ('', 'elsewhere')")


def rows_of(tx: sqlite3.Connection, file: int) -> list[WaitingRow]:
    """Every row of a standing file."""
    return _rows(tx, "r.file = ?", (file,))


def rows_with(tx: sqlite3.Connection, is_meant: Callable[[str, str], bool]) -> list[WaitingRow]:
    """The rows of standing files whose text and place are meant, in order of the files."""
    found: dict[int, list[int]] = {}
    said = tx.execute(
        "SELECT r.file, r.row, r.text, r.place FROM result_row r JOIN result_file f ON f.id = r.file"
        " WHERE f.replaced IS NULL ORDER BY r.file, r.row"
    )
    for file, row, text, place in said:
        if is_meant(text, place):
            found.setdefault(file, []).append(row)
    return [
        one for file, rows in found.items() for row in rows
        for one in _rows(tx, "r.file = ? AND r.row = ?", (file, row))
    ]  # fmt: skip


def ever_said(tx: sqlite3.Connection, is_meant: Callable[[str, str], bool]) -> bool:
    """Whether a row of any file that was ever loaded has a text and place that are meant."""
    said = tx.execute("SELECT DISTINCT text, place FROM result_row")
    return any(is_meant(text, place) for text, place in said)


def set_aside(tx: sqlite3.Connection) -> int:
    """How many rows of standing files are like none of our schools."""
    row = tx.execute(
        "SELECT count(*) FROM result_row r JOIN result_file f ON f.id = r.file"
        " WHERE f.replaced IS NULL AND r.means = 'elsewhere'"
    ).fetchone()
    return int(row[0])


def taken(tx: sqlite3.Connection, file: int) -> dict[tuple[str, str], int]:
    """The row that stands for each school and grade in a file."""
    rows = tx.execute(
        "SELECT school, grade, row FROM result_row WHERE file = ? AND school IS NOT NULL", (file,)
    )
    return {(row["school"], row["grade"]): row["row"] for row in rows}


def scores_of(tx: sqlite3.Connection, file: int, row: int) -> dict[str, Score]:
    """A row's scores by subject."""
    rows = tx.execute("SELECT subject, score, pupils FROM result WHERE file = ? AND row = ?", (file, row))
    return {one["subject"]: Score(one["score"], one["pupils"]) for one in rows}


def matched_counts(tx: sqlite3.Connection) -> dict[int, int]:
    """How many rows of each file are known to be of a school."""
    rows = tx.execute("SELECT file, count(school) FROM result_row GROUP BY file")
    return {row[0]: row[1] for row in rows}


def schools_in(tx: sqlite3.Connection, file: int) -> int:
    """How many schools a file has rows of."""
    found = tx.execute("SELECT count(DISTINCT school) FROM result_row WHERE file = ?", (file,)).fetchone()
    return int(found[0])


def decide(tx: sqlite3.Connection, key: str, said: str, school: str, now: datetime) -> None:
    """Keep what a person said of a text, for the files that are there and those to come; "" takes it back.

    Instead of a school it may be `forms.results.match.NO_SCHOOL`.
    """
    tx.execute(
        "INSERT INTO school_text (text, said, school, decided) VALUES (?, ?, ?, ?)",
        (key, said, school, utc(now)),
    )


def decided(tx: sqlite3.Connection) -> dict[str, str]:
    """The school's code of each text that people said something of, "" where they took it back."""
    return {row["text"]: row["school"] for row in tx.execute("SELECT * FROM school_text ORDER BY id")}


def _rows(tx: sqlite3.Connection, only: str, values: tuple[int, ...] = ()) -> list[WaitingRow]:
    known = {file.id: file for file in files(tx) if file.replaced is None}
    scores: dict[tuple[int, int], dict[str, Score]] = {}
    for one in tx.execute(
        "SELECT s.* FROM result s JOIN result_row r ON r.file = s.file AND r.row = s.row"
        f" JOIN result_file f ON f.id = r.file WHERE f.replaced IS NULL AND {only}",
        values,
    ):
        scores.setdefault((one["file"], one["row"]), {})[one["subject"]] = Score(one["score"], one["pupils"])
    found = tx.execute(
        "SELECT r.* FROM result_row r JOIN result_file f ON f.id = r.file"
        f" WHERE f.replaced IS NULL AND {only} ORDER BY r.file, r.row",
        values,
    )
    return [
        WaitingRow(
            known[row["file"]],
            FileRow(
                row["row"],
                row["text"],
                row["code"],
                row["place"],
                row["grade"],
                scores.get((row["file"], row["row"]), {}),
            ),
            row["school"] or "",
            row["means"],
        )
        for row in found
    ]


def _file(row: sqlite3.Row) -> ResultFile:
    return ResultFile(
        hash=row["hash"],
        name=row["name"],
        sheet=row["sheet"],
        kind=row["kind"],
        year=row["year"],
        grade=row["grade"],
        loaded=datetime.fromisoformat(row["loaded"]),
        rows=row["rows"],
        id=row["id"],
        replaced=row["replaced"],
    )
