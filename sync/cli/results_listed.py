"""`results list`: the files that were loaded and the rows that wait, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.results.book import ResultBook, Unmatched
from forms.thai import thai_datetime
from sync.cli.results_told import tell_waiting
from sync.cli.show import Screen
from sync.ledger import results as kept
from sync.pipeline.office import Office


def tell_files(
    screen: Screen,
    office: Office,
    files: Sequence[kept.ResultFile],
    matched: Mapping[int, int],
    dropped: Mapping[int, datetime | None],
) -> None:
    """Each file with its rows; `matched` and `dropped` by the files' numbers."""
    if not files:
        screen.tell("results.none")
    for one in files:
        screen.tell(
            _told_of(one),
            number=one.id,
            name=name_of(one),
            kind=title_of(office, one.kind),
            year=one.year,
            loaded=when(office, one.loaded),
            rows=one.rows,
            matched=matched.get(one.id, 0),
            dropped=when(office, dropped.get(one.id) or one.loaded),
        )


def tell_unmatched(screen: Screen, office: Office, book: ResultBook) -> None:
    """The rows whose school a person has to name, file by file."""
    if book.set_aside:
        screen.tell("results.aside-all", count=book.set_aside)
    for (file, kind, year), rows in _by_file(book.unmatched).items():
        screen.tell("results.in-file", file=file, kind=title_of(office, kind), year=year)
        tell_waiting(screen, office, rows)


def _by_file(rows: Sequence[Unmatched]) -> dict[tuple[str, str, int], list[Unmatched]]:
    found: dict[tuple[str, str, int], list[Unmatched]] = {}
    for one in rows:
        found.setdefault((one.file, one.kind, one.year), []).append(one)
    return found


def _told_of(file: kept.ResultFile) -> str:
    if file.replaced is None:
        return "results.file"
    return "results.file-dropped" if file.dropped else "results.file-replaced"


def name_of(file: kept.ResultFile) -> str:
    """A file with its sheet."""
    return f"{file.name} [{file.sheet}]" if file.sheet else file.name


def title_of(office: Office, kind: str) -> str:
    """What a test is called, by its code, also where the configuration has lost it."""
    known = office.results.kinds.get(kind)
    return known.title if known else kind


def when(office: Office, moment: datetime) -> str:
    """A moment on the office's clock."""
    return thai_datetime(moment.astimezone(office.settings.timezone))


def listed_json(
    files: Sequence[kept.ResultFile],
    matched: Mapping[int, int],
    dropped: Mapping[int, datetime | None],
    book: ResultBook,
) -> dict[str, Any]:
    """The same for programs."""
    return {
        "files": [_file_json(one, matched.get(one.id, 0), dropped.get(one.id)) for one in files],
        "unmatched": [_unmatched_json(one) for one in book.unmatched],
        "set_aside": book.set_aside,
    }


def _file_json(file: kept.ResultFile, matched: int, dropped: datetime | None) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "sheet": file.sheet,
        "kind": file.kind,
        "year": file.year,
        "grade": file.grade,
        "loaded": file.loaded.isoformat(),
        "rows": file.rows,
        "matched": matched,
        "replaced_by": None if file.dropped else file.replaced,
        "dropped": dropped.isoformat() if dropped else None,
    }


def _unmatched_json(row: Unmatched) -> dict[str, Any]:
    candidates = [{"school": one.school, "likeness": one.likeness} for one in row.candidates]
    return {
        "kind": row.kind,
        "year": row.year,
        "file": row.file,
        "row": row.row,
        "text": row.text,
        "place": row.place,
        "candidates": candidates,
        "rows_of_the_same_school": list(row.others),
    }
