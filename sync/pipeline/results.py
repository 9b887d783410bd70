"""Results of tests: a file looked at, then kept; schools that people named; what the sheets show of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from rapidfuzz import process

from forms.results.book import ResultBook, Unmatched
from forms.results.match import NO_SCHOOL, Match, Matcher, match_all, place_key, text_key
from forms.results.read import FileReading, read_results
from forms.results.rows import FileRow, Score
from forms.results.rules import KindOfTest
from forms.thai import normalise_name
from sync.errors import InputError
from sync.layout.results_of_tests import SHOWN_IN
from sync.ledger import Ledger
from sync.ledger import results as kept
from sync.ledger.results import ResultFile, WaitingRow
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of, partitions

_NAMED = 5  # schools that are named; of more their number
_ALIKE = 3  # texts that are named where the one given stands nowhere
_STAMP = "results"  # of the ledger's meta: moves with every change


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was read, with each row's match; `known` is the same file where it stands already.

    `replaces` is the file whose place it takes, which has results of `schools_before` schools. `overrides`
    are other files that stand, each with the schools of which this one has other results.
    """

    file: ResultFile
    reading: FileReading
    matched: tuple[tuple[FileRow, Match], ...]
    known: ResultFile | None = None
    replaces: ResultFile | None = None
    schools_before: int = 0
    overrides: tuple[tuple[ResultFile, tuple[str, ...]], ...] = ()

    @property
    def schools(self) -> int:
        """How many schools have a row in it."""
        return len({match.school for _, match in self.matched if match.school})


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
    rules, organisation, tx = office.results, office.organisation, ledger.connection
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
    before = kept.predecessor(tx, file)
    schools = kept.schools_in(tx, before.id) if before else 0
    known = kept.standing(tx, file)
    overrides = () if known else _overridden(ledger, file, matched, before)
    return Looked(file, reading, matched, known, before, schools, overrides)


def refuse_loss(looked: Looked) -> None:
    """Raise InputError where a file would put far fewer schools in the place of those that are there.

    results-none-like where none of its rows is like any school, results-fewer-schools where it has
    results of less than half of the schools of the file that it replaces. results-overrides where other
    files have other results of its schools: files of parts of the district have none in common.
    """
    if looked.matched and all(match.means == "elsewhere" for _, match in looked.matched):
        text = looked.matched[0][0].school
        raise InputError("results-none-like", file=looked.file.name, rows=len(looked.matched), text=text)
    if looked.known is None and looked.schools * 2 < looked.schools_before:
        raise InputError(
            "results-fewer-schools",
            file=looked.file.name,
            schools=looked.schools,
            before=looked.schools_before,
        )
    if looked.overrides:
        schools = sorted({school for _, found in looked.overrides for school in found})
        raise InputError(
            "results-overrides",
            file=looked.file.name,
            others=", ".join(f"{one.id} {one.name} ({len(found)})" for one, found in looked.overrides),
            count=len(schools),
            schools=", ".join(schools[:_NAMED]) + ("…" if len(schools) > _NAMED else ""),
            of=looked.schools,
        )


def keep(ledger: Ledger, office: Office, looked: Looked) -> None:
    """Keep a file that was looked at. The same one twice adds nothing, but waiting rows are matched again."""
    with ledger.transaction() as tx:
        if looked.known is None:
            rows = [(row, match.school, match.means) for row, match in looked.matched]
            kept.keep(tx, looked.file, rows)
    if _match_waiting(ledger, office, all_of_them=looked.known is not None) or looked.known is None:
        _changed(ledger, office)


def drop(ledger: Ledger, office: Office, file: ResultFile, now: datetime) -> ResultFile | None:
    """Take a standing file back; give the file that it had replaced, whose results hold again."""
    tx = ledger.connection
    back = next((one for one in kept.files(tx) if one.replaced == file.id != one.id), None)
    with ledger.transaction() as writing:
        kept.drop(writing, file.id, now)
    if back is not None:
        # What people said of its texts since then holds for it, too.
        rows = [one.row for one in kept.rows_of(tx, back.id)]
        with ledger.transaction() as writing:
            for row, match in match_all(_matcher(ledger, office), rows):
                kept.set_school(writing, back.id, row.number, match.school, match.means)
    _changed(ledger, office)
    return back


def decide(ledger: Ledger, office: Office, text: str, place: str, school: str, now: datetime) -> int:
    """Note which school a text means, for this and coming files; give how many rows that settles.

    Instead of a school it may be NO_SCHOOL. Without a place it holds wherever the text stands, but
    beside a place where the school does not lie. Raises InputError: results-no-school;
    results-text-nowhere where no row ever had the text, in that place; results-text-twice where rows of
    that text are about several schools, or the school has a row of its own already.
    """
    if school != NO_SCHOOL and school not in office.organisation.schools:
        raise InputError("results-no-school", school=school)
    said = {**kept.decided(ledger.connection), text_key(text, place): school}
    matcher = Matcher(office.organisation, office.results, said)
    is_meant = partial(_is_meant, text, place)
    if not kept.ever_said(ledger.connection, is_meant):
        raise InputError("results-text-nowhere", text=text, place=place or "-", like=_like(ledger, text))
    same = kept.rows_with(ledger.connection, is_meant)
    found = {(one.file.id, one.row.number): matcher.match(one.row) for one in same}
    if school == NO_SCHOOL:
        settled = [(one, "", "no-school") for one in same if _match_of(one, found).means == "no-school"]
    else:
        meant = [
            one for one in same
            if (_match_of(one, found).school, _match_of(one, found).means) == (school, "decided")
        ]  # fmt: skip
        settled = _once(ledger, meant, text, school)
    with ledger.transaction() as tx:
        kept.decide(tx, text_key(text, place), text, school, now)
        for one, code, means in settled:
            kept.set_school(tx, one.file.id, one.row.number, code, means)
    _changed(ledger, office)
    return len(settled)


def places_that_wait(ledger: Ledger, text: str, place: str) -> tuple[str, ...]:
    """The places that rows with a text tell which still wait, as their files write them."""
    rows = [
        one.row
        for one in kept.waiting(ledger.connection)
        if _is_meant(text, place, one.row.school, one.row.place)
    ]
    return tuple(dict.fromkeys(row.place for row in rows if row.place))


def take_back(ledger: Ledger, office: Office, text: str, place: str, now: datetime) -> int:
    """Unsay which school a text means; give how many rows wait again, for no name tells their school.

    Raises InputError results-nothing-said where nobody said it, of that text in that place.
    """
    key = text_key(text, place)
    if not kept.decided(ledger.connection).get(key):
        raise InputError("results-nothing-said", text=text, place=place or "-")
    meant = kept.rows_with(ledger.connection, partial(_is_meant, text, place))
    with ledger.transaction() as tx:
        kept.decide(tx, key, text, "", now)
        for one in meant:
            if one.means in ("decided", "same", "no-school"):
                kept.set_school(tx, one.file.id, one.row.number, "", "")
    _match_waiting(ledger, office)
    _changed(ledger, office)
    return sum(
        _is_meant(text, place, one.row.school, one.row.place) for one in kept.waiting(ledger.connection)
    )


def book_of(ledger: Ledger, office: Office) -> ResultBook:
    """The standing results of the whole district, and the rows that wait for a person."""
    matcher = _matcher(ledger, office)
    schools = office.organisation.schools
    kinds = office.results.kinds
    rows = [one for one in kept.waiting(ledger.connection) if one.file.kind in kinds]
    waiting = [unmatched(one.file, one.row, match) for one, match in _matches(ledger, matcher, rows)]
    return ResultBook(
        rules=office.results,
        results=[one for one in kept.current(ledger.connection) if one.school in schools],
        unmatched=sorted(waiting, key=_doubt),
        set_aside=kept.set_aside(ledger.connection),
    )


def stamp_of(ledger: Ledger) -> str:
    """What changes whenever results or what people said of them change; "" before the first file."""
    return read_meta(ledger.connection, _STAMP) or ""


def _overridden(
    ledger: Ledger,
    file: ResultFile,
    matched: Iterable[tuple[FileRow, Match]],
    before: ResultFile | None,
) -> tuple[tuple[ResultFile, tuple[str, ...]], ...]:
    """Standing files, but the one that is replaced, that have other results of the same schools."""
    holders = kept.holders(ledger.connection, file)
    found: dict[int, set[str]] = {}
    for row, match in matched:
        for subject, score in row.scores.items() if match.school else ():
            holder, there = holders.get((match.school, row.grade, subject), (0, score))
            if there != score and not (before and before.id == holder):
                found.setdefault(holder, set()).add(match.school)
    return tuple(
        (one, tuple(sorted(found[one.id]))) for one in kept.files(ledger.connection) if one.id in found
    )


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


def _match_waiting(ledger: Ledger, office: Office, *, all_of_them: bool = False) -> int:
    """Look again at rows without a school, for names may have come since; give how many found one.

    With `all_of_them` at those, too, that were like none of our schools.
    """
    found = 0
    look_at = kept.without_school if all_of_them else kept.waiting
    with ledger.transaction() as tx:
        for one, match in _matches(ledger, _matcher(ledger, office), look_at(tx)):
            if (match.school, match.means) != (one.school, one.means):
                kept.set_school(tx, one.file.id, one.row.number, match.school, match.means)
                found += 1
    return found


def _match_of(one: WaitingRow, found: Mapping[tuple[int, int], Match]) -> Match:
    return found[one.file.id, one.row.number]


def _is_meant(text: str, place: str, row_text: str, row_place: str) -> bool:
    same = normalise_name(row_text) == normalise_name(text)
    return same and (not place or place_key(row_place) == place_key(place))


def _like(ledger: Ledger, text: str) -> str:
    """The texts of rows without a school that are most like one that stands nowhere."""
    texts = {one.row.school for one in kept.without_school(ledger.connection)}
    best = process.extract(text, texts, processor=normalise_name, limit=_ALIKE)
    return ", ".join(f"“{one}”" for one, *_ in best) or "-"


def _once(
    ledger: Ledger, meant: Iterable[WaitingRow], text: str, school: str
) -> list[tuple[WaitingRow, str, str]]:
    """The rows with their school; in one file a school has one row a grade, others alike are the same.

    Where it would have two that differ, more than the text must tell: raises results-text-twice.
    """
    tx = ledger.connection
    rows = list(meant)
    numbers = {(one.file.id, one.row.number) for one in rows}
    first: dict[tuple[int, str], tuple[int, Mapping[str, Score]]] = {}
    settled = []
    for one in rows:
        key = one.file.id, one.row.grade
        there = kept.taken(tx, one.file.id).get((school, one.row.grade))
        if key not in first and there is not None and (one.file.id, there) not in numbers:
            first[key] = there, kept.scores_of(tx, one.file.id, there)
        number, scores = first.setdefault(key, (one.row.number, one.row.scores))
        if number != one.row.number and scores != one.row.scores:
            both = ", ".join(map(str, sorted((number, one.row.number))))
            raise InputError("results-text-twice", text=text, file=one.file.name, rows=both, school=school)
        settled.append((one, school, "decided") if number == one.row.number else (one, "", "same"))
    return settled


def _doubt(row: Unmatched) -> tuple[float, str, int]:
    """Rows that are most like one of our schools come first."""
    return -max((one.likeness for one in row.candidates), default=0.0), row.file, row.row


def unmatched(file: ResultFile, row: FileRow, match: Match) -> Unmatched:
    """A row that waits, as people are asked for its school."""
    return Unmatched(
        file.kind,
        file.year,
        file.name,
        row.number,
        row.school,
        row.place,
        match.candidates,
        match.place,
        match.others,
    )


def _changed(ledger: Ledger, office: Office) -> None:
    """The sheets that show results are made again in the next cycle."""
    shown = {f"sheet:{name_of(one)}" for one in partitions(office) if one.kind in SHOWN_IN}
    with ledger.transaction() as tx:
        revision = next_revision(tx)
        mark_due(tx, shown, revision)
        write_meta(tx, _STAMP, str(revision))
