"""Results of tests: a file looked at, then kept; schools that people named; what the sheets show of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forms.results.book import ResultBook, Unmatched
from forms.results.match import Match, Matcher, match_all, place_key, text_key
from forms.results.read import FileReading, FileRow, read_results
from forms.results.rules import KindOfTest
from forms.thai import normalise_name
from sync.errors import InputError
from sync.layout.test_results import SHOWN_IN
from sync.ledger import Ledger
from sync.ledger import results as kept
from sync.ledger.results import ResultFile, WaitingRow
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of, partitions

_STAMP = "results"  # of the ledger's meta: moves with every change


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was read, with each row's match; `known` is the same file where it stands already."""

    file: ResultFile
    reading: FileReading
    matched: tuple[tuple[FileRow, Match], ...]
    known: ResultFile | None = None


def look(
    ledger: Ledger,
    office: Office,
    name: str,
    content: bytes,
    kind: KindOfTest,
    year: int,
    now: datetime,
    *,
    sheet: str = "",
    grade: str = "",
) -> Looked:
    """Read a file and match its schools; nothing is kept."""
    rules, organisation = office.results, office.organisation
    names = [n for school in organisation.schools.values() for n in (school.name, *school.aliases)]
    reading = read_results(name, content, rules, kind, year, sheet=sheet, grade=grade, schools=names)
    file = ResultFile(
        hash=hashlib.sha256(content).hexdigest(),
        name=name,
        sheet=reading.sheet,
        kind=kind.code,
        year=year,
        grade=grade,
        loaded=now,
        rows=len(reading.rows),
    )
    matched = tuple(match_all(_matcher(ledger, office), reading.rows))
    return Looked(file, reading, matched, kept.standing(ledger.connection, file))


def keep(ledger: Ledger, office: Office, looked: Looked) -> None:
    """Keep a file that was looked at. The same one twice adds nothing, but waiting rows are matched again."""
    with ledger.transaction() as tx:
        if looked.known is None:
            rows = [(row, match.school, match.means) for row, match in looked.matched]
            kept.keep(tx, looked.file, rows)
    if _match_waiting(ledger, office) or looked.known is None:
        _changed(ledger, office)


def decide(ledger: Ledger, office: Office, text: str, place: str, school: str, now: datetime) -> int:
    """Note which school a text means, for this and coming files; give how many rows that settles.

    Without a place it holds wherever the text stands, but beside a place where the school does not lie.
    Raises InputError: results-no-school; results-text-twice where rows of that text are about several
    schools, or the school has a row of its own already.
    """
    if school not in office.organisation.schools:
        raise InputError("results-no-school", school=school)
    said = {**kept.decided(ledger.connection), text_key(text, place): school}
    matcher = Matcher(office.organisation, office.results, said)
    same = [one for one in kept.rows_of_standing(ledger.connection) if _is_meant(one, text, place)]
    matches = ((one, matcher.match(one.row)) for one in same)
    meant = [one for one, match in matches if (match.school, match.means) == (school, "decided")]
    _refuse_twice(ledger, meant, text, school)
    with ledger.transaction() as tx:
        kept.decide(tx, text_key(text, place), text, school, now)
        for one in meant:
            kept.set_school(tx, one.file.id, one.row.number, school, "decided")
    _changed(ledger, office)
    return len(meant)


def take_back(ledger: Ledger, office: Office, text: str, place: str, now: datetime) -> int:
    """Unsay which school a text means; give how many rows wait again, for no name tells their school.

    Raises InputError results-nothing-said where nobody said it, of that text in that place.
    """
    key = text_key(text, place)
    if not kept.decided(ledger.connection).get(key):
        raise InputError("results-nothing-said", text=text, place=place or "-")
    meant = [one for one in kept.rows_of_standing(ledger.connection) if _is_meant(one, text, place)]
    with ledger.transaction() as tx:
        kept.decide(tx, key, text, "", now)
        for one in meant:
            if one.means == "decided":
                kept.set_school(tx, one.file.id, one.row.number, "", "")
    _match_waiting(ledger, office)
    _changed(ledger, office)
    return sum(_is_meant(one, text, place) for one in kept.waiting(ledger.connection))


def book_of(ledger: Ledger, office: Office) -> ResultBook:
    """The standing results of the whole district, and the rows that wait for a person."""
    matcher = _matcher(ledger, office)
    schools = office.organisation.schools
    kinds = office.results.kinds
    rows = [one for one in kept.waiting(ledger.connection) if one.file.kind in kinds]
    return ResultBook(
        rules=office.results,
        results=[one for one in kept.current(ledger.connection) if one.school in schools],
        unmatched=[_unmatched(one, match) for one, match in _matches(ledger, matcher, rows)],
    )


def stamp_of(ledger: Ledger) -> str:
    """What changes whenever results or what people said of them change; "" before the first file."""
    return read_meta(ledger.connection, _STAMP) or ""


def _matcher(ledger: Ledger, office: Office) -> Matcher:
    return Matcher(office.organisation, office.results, kept.decided(ledger.connection))


def _matches(ledger: Ledger, matcher: Matcher, rows: Iterable[WaitingRow]) -> list[tuple[WaitingRow, Match]]:
    """Rows with their matches, file by file: in one file a school has one row a grade."""
    by_file: dict[int, list[WaitingRow]] = {}
    for one in rows:
        by_file.setdefault(one.file.id, []).append(one)
    return [
        (one, match)
        for file, group in by_file.items()
        for one, (_, match) in zip(
            group,
            match_all(matcher, [one.row for one in group], kept.taken(ledger.connection, file)),
            strict=True,
        )
    ]


def _match_waiting(ledger: Ledger, office: Office) -> int:
    """Look again at rows without a school, for names may have come since; give how many found one."""
    found = 0
    with ledger.transaction() as tx:
        for one, match in _matches(ledger, _matcher(ledger, office), kept.waiting(tx)):
            if match.school and (match.school, one.row.grade) not in kept.taken(tx, one.file.id):
                kept.set_school(tx, one.file.id, one.row.number, match.school, match.means)
                found += 1
    return found


def _is_meant(one: WaitingRow, text: str, place: str) -> bool:
    same = normalise_name(one.row.school) == normalise_name(text)
    return same and (not place or place_key(one.row.place) == place_key(place))


def _refuse_twice(ledger: Ledger, meant: list[WaitingRow], text: str, school: str) -> None:
    """In one file a school has one row a grade; where it would have two, more than the text must tell."""
    seen: dict[tuple[int, str], int] = {}
    for one in meant:
        there = kept.taken(ledger.connection, one.file.id).get((school, one.row.grade))
        other = seen.setdefault((one.file.id, one.row.grade), one.row.number)
        if other == one.row.number and there not in (None, one.row.number):
            other = there or 0
        if other != one.row.number:
            rows = ", ".join(map(str, sorted((other, one.row.number))))
            raise InputError("results-text-twice", text=text, file=one.file.name, rows=rows, school=school)


def _unmatched(one: WaitingRow, match: Match) -> Unmatched:
    return Unmatched(
        one.file.kind,
        one.file.year,
        one.file.name,
        one.row.number,
        one.row.school,
        one.row.place,
        match.candidates,
        match.place,
    )


def _changed(ledger: Ledger, office: Office) -> None:
    """The sheets that show results are made again in the next cycle."""
    shown = {f"sheet:{name_of(one)}" for one in partitions(office) if one.kind in SHOWN_IN}
    with ledger.transaction() as tx:
        revision = next_revision(tx)
        mark_due(tx, shown, revision)
        write_meta(tx, _STAMP, str(revision))
