"""Load and lint schools.csv, however Excel saved it."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from forms.model import Membership, Network, Problem, School, Wording, worded
from forms.places import Place, day_at, did_you_mean, plain, read_text, shortened
from forms.thai import normalise_name

COLUMNS = ("code", "name", "network", "opened", "closed", "aliases", "formerly")
_REQUIRED = ("code", "name", "network")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_DELIMITERS = ",;\t"
_SEPARATOR = "|"  # between several aliases or networks in one cell
_UNTIL = ":"  # between an earlier network and the first day on which the school belonged to the next one

_NONE_DATED: Mapping[str, Network] = {}
_FORESEEN = timedelta(days=2 * 366)  # an order names days that are closer


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: its cells by column, and where it stands."""

    file: str
    number: int
    cells: dict[str, str]
    problems: list[Problem]

    def at(self, column: str) -> Place:
        return Place(self.file, self.number, column, self.problems)

    def several(self, column: str) -> tuple[str, ...]:
        said = (part.strip() for part in self.cells.get(column, "").split(_SEPARATOR))
        return tuple(part for part in said if part)


def load_schools(
    path: Path,
    networks: Collection[str] | None,
    dated: Mapping[str, Network] = _NONE_DATED,
    today: date | None = None,
) -> tuple[dict[str, School], list[Problem]]:
    """The schools by code, in the file's order, and everything wrong with the file.

    Reads UTF-8 (with Excel's byte order mark or without) and Windows-874; columns divided by commas,
    semicolons or tabs. `networks` are the codes that may occur (None: not known, not checked);
    those in `dated` are held against the days on which schools belong to them, and days of schools
    against `today` (None: not at all).
    """
    problems: list[Problem] = []
    schools: dict[str, School] = {}
    names: dict[tuple[str, str], School] = {}
    spelt: dict[str, str] = {}
    for line in _lines(path, problems):
        school = _school(line, networks)
        if school is None:
            continue
        if school.code in schools:
            line.at("code").wrong(
                'code "{code}" stands twice', "a code of its own for each school", code=school.code
            )
            continue
        if (other := spelt.setdefault(school.code.casefold(), school.code)) != school.code:
            message = Wording(
                'code "{code}" is "{other}" but for capital letters', {"code": school.code, "other": other}
            )
            line.at("code").wrong(message, "a code of its own for each school")
        schools[school.code] = school
        _note_names(line, school, names)
        _lint_belonging(line, school, dated)
        if today:
            _lint_foreseen(line, school, today + _FORESEEN)
    if not schools and not problems:
        problems.append(worded(str(path), 1, "", "the file holds no school", "one line a school"))
    return schools, problems


def _lines(path: Path, problems: list[Problem]) -> Iterator[_Line]:
    nowhere = Place(str(path), 1, "", problems)
    text = read_text(path, nowhere)
    if text is None:
        return
    (_, header), *rows = _rows(text, nowhere) or [(1, [])]
    columns = [cell.strip().casefold() for cell in header]
    unknown = [column for column in columns if column and column not in COLUMNS]
    missing = [column for column in _REQUIRED if column not in columns]
    for column in unknown:
        nowhere.wrong(
            'unknown column "{column}"{guess}',
            Wording(", ".join(COLUMNS)),
            column=column,
            guess=did_you_mean(column, COLUMNS),
        )
    for column in missing:
        nowhere.wrong('column "{column}" is missing', Wording(", ".join(COLUMNS)), column=column)
    if unknown or missing:
        return
    for number, row in rows:
        if any(cell.strip() for cell in row):
            cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
            line = _Line(str(path), number, cells, problems)
            if any(cell.strip() for cell in row[len(columns) :]):
                line.at("").wrong(
                    "{count} cells stand in this line",
                    "{wanted} cells: {names}",
                    count=len(row),
                    wanted=len(columns),
                    names=", ".join(columns),
                )
            yield line


def _rows(text: str, nowhere: Place) -> list[tuple[int, list[str]]]:
    """The rows with the line on which each begins."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            rows.append((begins, [plain(cell) for cell in row]))
            begins = reader.line_num + 1
    except csv.Error as error:
        broken = Place(nowhere.file, begins, "", nowhere.problems)
        broken.wrong("broken CSV: {error}", 'a " at both ends of a cell, or none', error=error)
    return rows


def _school(line: _Line, networks: Collection[str] | None) -> School | None:
    for column in _REQUIRED:
        if not line.cells.get(column):
            line.at(column).wrong('"{column}" is empty', "a value in each line", column=column)
            return None
    code, name, network = (line.cells[column] for column in _REQUIRED)
    if not _CODE.fullmatch(code):
        line.at("code").wrong('"{code}" is no code', "Latin letters, digits, - and _", code=code)
    if name.startswith("#") and name.isascii():
        line.at("name").wrong(
            '"{name}" is what Excel says of a broken formula', "the name of the school", name=name
        )
    if "\n" in name:
        line.at("name").wrong("a line break stands in this name", "one line")
    _check_network(line, "network", network, networks)
    opened, closed = _day(line, "opened"), _day(line, "closed")
    formerly, earlier = _earlier(line, opened, closed)
    for before in formerly:
        _check_network(line, "formerly", before, networks)
    if opened and closed and closed <= opened:
        line.at("closed").wrong("the school closes before it opens", "a date after {opened}", opened=opened)
    return School(code, name, network, opened, closed, line.several("aliases"), formerly, earlier)


def _check_network(line: _Line, column: str, said: str, networks: Collection[str] | None) -> None:
    if networks is not None and said not in networks:
        message = Wording(
            'unknown network "{said}"{guess}', {"said": said, "guess": did_you_mean(said, networks)}
        )
        line.at(column).wrong(message, shortened(networks))


def _earlier(
    line: _Line, opened: date | None, closed: date | None
) -> tuple[tuple[str, ...], tuple[Membership, ...]]:
    """The codes of earlier networks, and until when the school belonged to those that have a date."""
    codes: list[str] = []
    dated: list[Membership] = []
    for part in line.several("formerly"):
        code, _, said = (piece.strip() for piece in part.partition(_UNTIL))
        codes.append(code)
        until = day_at(line.at("formerly"), said) if said else None
        if until is None:
            continue
        floor = dated[-1].until if dated else opened
        if floor and until <= floor:
            message = Wording(
                "{code} ends on {until}, not after what comes before it", {"code": code, "until": until}
            )
            line.at("formerly").wrong(message, Wording("a date after {floor}", {"floor": floor}))
        elif closed and until >= closed:
            message = Wording(
                "{code} ends on {until}, when the school is closed", {"code": code, "until": until}
            )
            line.at("formerly").wrong(message, Wording("a date before {closed}", {"closed": closed}))
        dated.append(Membership(until, code))
    return tuple(dict.fromkeys(codes)), tuple(dated)


def _day(line: _Line, column: str) -> date | None:
    text = line.cells.get(column, "")
    return day_at(line.at(column), text) if text else None


def _note_names(line: _Line, school: School, names: dict[tuple[str, str], School]) -> None:
    """In one network no two schools may go by the same name: an answer carries nothing else."""
    said = (("name", school.name), *(("aliases", alias) for alias in school.aliases))
    for column, name in said:
        for network in (school.network, *school.formerly):
            other = names.setdefault((network, normalise_name(name)), school)
            if other.code == school.code:
                continue
            message = Wording(
                '"{name}" is also a name of {code} in network {network}',
                {"name": name, "code": other.code, "network": network},
            )
            right = "a name of its own for each school of a network"
            if closed := next((one for one in (school, other) if one.closed), None):
                right += f"; {closed.code}, which closes, keeps its name by itself: no alias for it"
            line.at(column).wrong(message, right)


def _lint_belonging(line: _Line, school: School, dated: Mapping[str, Network]) -> None:
    """A school belongs to a network only while there is one; it stays where it is put, and is told."""
    begins = school.opened
    for part in (*school.earlier, Membership(school.closed or date.max, school.network)):
        network = dated.get(part.network)
        column = "network" if network and part.network == school.network else "formerly"
        if network and network.until and part.until > network.until:
            message = Wording(
                "network {code} ends on {until}, the school is in it later",
                {"code": network.code, "until": network.until},
            )
            line.at(column).warn(
                message,
                Wording("the next network, and formerly {code}:day; or closed", {"code": network.code}),
            )
        if network and network.since and (begins is None or begins < network.since):
            message = Wording(
                "network {code} begins on {since}, the school is in it before",
                {"code": network.code, "since": network.since},
            )
            line.at(column).warn(
                message,
                Wording("formerly: the network before, such as N01:{since}", {"since": network.since}),
            )
        begins = part.until


def _lint_foreseen(line: _Line, school: School, latest: date) -> None:
    """A school that opens or closes in many years was likely meant to do so in another year."""
    for column, day in (("opened", school.opened), ("closed", school.closed)):
        if day and day > latest:
            line.at(column).warn("{day} lies far ahead", "the year of the order, พ.ศ. or ค.ศ.", day=day)
