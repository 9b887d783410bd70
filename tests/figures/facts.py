"""What the figures should be: the ledger's rows and the configuration, worked out by DuckDB in facts.sql."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import orjson

from forms.model import Assignment, Charge, Form, Network, Organisation, School, Supervisor
from forms.model.chains import Chains
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of, partitions

_ALONE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TYPES = {
    "raw_response": "form VARCHAR, id VARCHAR, created VARCHAR, submitted VARCHAR, deleted VARCHAR,"
    " left_out INTEGER, entry JSON",
    "raw_finding": "form VARCHAR, response VARCHAR, number INTEGER, code VARCHAR, severity VARCHAR",
    "raw_settled": "form VARCHAR, response VARCHAR, code VARCHAR",
    "raw_decision": "did INTEGER, form VARCHAR, response VARCHAR, step VARCHAR, word VARCHAR,"
    " noticed VARCHAR",
    "raw_result": "kind VARCHAR, year INTEGER, grade VARCHAR, subject VARCHAR, school VARCHAR, score DOUBLE,"
    " pupils INTEGER",
    "chain": "form VARCHAR, chosen_by VARCHAR",
    "word": "form VARCHAR, chain VARCHAR, number INTEGER, step VARCHAR, role VARCHAR, word VARCHAR,"
    " kind VARCHAR",
    "absence": "kind VARCHAR, why VARCHAR",
    "half": "question VARCHAR, word VARCHAR",
    "form": "id VARCHAR, counts_as VARCHAR",
    "item": "form VARCHAR, grid VARCHAR, item VARCHAR",
    "level": "form VARCHAR, name VARCHAR, lowest INTEGER",
    "school": "code VARCHAR, network VARCHAR, opened DATE, closed DATE",
    "moved": "school VARCHAR, network VARCHAR, since DATE, until DATE",
    "network": "code VARCHAR, team VARCHAR, deputy VARCHAR",
    "charged": "code VARCHAR, team VARCHAR, deputy VARCHAR, since DATE, until DATE",
    "assigned": "code VARCHAR, team VARCHAR, work_group VARCHAR, areas VARCHAR[], since DATE, until DATE",
    "supervisor": "code VARCHAR, team VARCHAR, work_group VARCHAR, areas VARCHAR[], since DATE, until DATE",
    "sheet": "name VARCHAR, kind VARCHAR, code VARCHAR",
    "term": "name VARCHAR, first DATE, until DATE",
    "working_day": "day DATE",
    "rule": "id VARCHAR, owner VARCHAR, every VARCHAR, late_days INTEGER, least_days INTEGER, begun DATE",
    "rule_on": "rule VARCHAR, month INTEGER, day INTEGER",
    "rule_asks": "rule VARCHAR, counts_as VARCHAR",
    "told": "form VARCHAR, year VARCHAR, part VARCHAR",
    "summed": "form VARCHAR, question VARCHAR, whole VARCHAR",
    "apart": "form VARCHAR, question VARCHAR",
    "marking": "form VARCHAR, question VARCHAR, code VARCHAR, team VARCHAR, until VARCHAR",
    "crossed": "form VARCHAR, number INTEGER, line VARCHAR, across VARCHAR, latest VARCHAR",
}

_Now = TypeVar("_Now", Network, Supervisor)
_Earlier = TypeVar("_Earlier", Charge, Assignment)

_WHAT = ("counted", "responses", "errors", "warnings")
_NONE = (0, 0, 0, 0, None)

Rows = Sequence[Mapping[str, Any]]


class Facts:
    """The answers, by what is asked: counts, means in hundredths, coverage, days."""

    def __init__(self, office: Office, rows: Mapping[str, Rows], now: datetime) -> None:
        self.office, self.now = office, now
        self._db = duckdb.connect(config=_ALONE)
        given = {
            "raw_response": rows["response"],
            "raw_finding": rows["finding"],
            "raw_settled": rows["settled"],
            "raw_decision": [{**row, "did": row["id"]} for row in rows["decision"]],
            "raw_result": rows["result"],
            **_deciding(office),
            **_asked(office),
            **_configuration(office, now.date()),
        }
        for table, columns in _TYPES.items():
            self._db.execute(f"CREATE TABLE {table} ({columns})")
            names = [column.split()[0] for column in columns.split(", ")]
            values = [[_plain(row[name]) for name in names] for row in given[table]]
            if values:
                marks = ", ".join("?" * len(names))
                self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
        self._db.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        counts = self.ask(f"SELECT sheet, term, form, dimension, code, {', '.join(_WHAT)}, last FROM tally")
        self._tallies = {row[:5]: row[5:] for row in counts}
        self._codes: dict[tuple[str, str, str], dict[str, None]] = {}
        for sheet, _, form, dimension, code, *_ in counts:
            self._codes.setdefault((sheet, form, dimension), {})[code] = None
        means = self.ask(
            "SELECT sheet, term, form, dimension, code, measure, n, hundredths, level FROM levelled"
        )
        self._means = {row[:6]: row[6:] for row in means}
        self._stands_on: dict[str, date] = dict(self.ask("SELECT sheet, day FROM stands_on"))
        self._covered: dict[tuple[str, str, tuple[str, ...]], tuple[int, int]] = {}

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of an answer."""
        return self._db.execute(statement, values).fetchall()

    def form(self, counts_as: str) -> Form:
        """The form that counts as that."""
        return next(form for form in self.office.forms.values() if form.counts_as == counts_as)

    def n(
        self, sheet: str, form: str, dimension: str = "all", code: str = "", what: str = "counted",
        term: str = "now",
    ) -> int:  # fmt: skip
        """How many responses: those that count, or "responses", "errors", "warnings"."""
        return int(self._tallies.get((sheet, term, form, dimension, code), _NONE)[_WHAT.index(what)])

    def last(self, sheet: str, form: str, dimension: str, code: str) -> date | None:
        """The day of the latest counted response of this semester."""
        found = self._tallies.get((sheet, "now", form, dimension, code), _NONE)[-1]
        assert found is None or isinstance(found, date)
        return found

    def mean(
        self, sheet: str, form: str, measure: str = "score", dimension: str = "all", code: str = "",
        term: str = "now",
    ) -> tuple[int, float | None, str | None]:  # fmt: skip
        """How many responses, their mean as it is shown, and its level."""
        found = self._means.get((sheet, term, form, dimension, code, measure))
        return (found[0], int(found[1]) / 100, found[2]) if found else (0, None, None)

    def codes(self, sheet: str, form: str, dimension: str) -> list[str]:
        """The members that occur in either semester."""
        return [*self._codes.get((sheet, form, dimension), ())]

    def coverage(self, sheet: str, networks: Sequence[str], term: str = "now") -> tuple[int, int]:
        """Visited and open schools of these networks."""
        key = (sheet, term, tuple(networks))
        if key not in self._covered:
            asked = (
                "SELECT count(*) FILTER (open AND visited), count(*) FILTER (open) FROM covered"
                " WHERE sheet = ? AND term = ? AND list_contains(?, network)"
            )
            visited, owed = self.ask(asked, sheet, term, list(networks))[0]
            self._covered[key] = int(visited), int(owed)
        return self._covered[key]

    def stands_on(self, sheet: str) -> date:
        """The day that a spreadsheet's figures stand on."""
        return self._stands_on[sheet]


def share(part: int, whole: int) -> float | None:
    """A share as it is shown, halves up."""
    return ((200 * part + whole) // (2 * whole)) / 100 if whole else None


def moved(now: float | None, before: float | None) -> float | None:
    """By how much a shown figure moved."""
    return None if now is None or before is None else now - before


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value


def _configuration(office: Office, today: date) -> dict[str, list[dict[str, Any]]]:
    forms = office.forms.values()
    return {
        "form": [{"id": f.id, "counts_as": f.counts_as} for f in forms],
        "item": [row for form in forms for row in _items(form)],
        "level": [
            {"form": f.id, "name": one.name, "lowest": int(Decimal(str(one.lowest)) * 100)}
            for f in forms
            for one in (f.bands.levels if f.bands else ())
        ],
        "summed": [row for form in forms for row in _summed(form)],
        "apart": [
            {"form": f.id, "question": question}
            for f in forms
            for question in f.once_per
            if question not in (f.about["when"], f.about.get("until"), f.about.get("year"))
        ],
        "crossed": [
            {"form": f.id, "number": number, "line": one.rows, "across": one.columns, "latest": one.latest}
            for f in forms
            for number, one in enumerate(f.tables)
        ],
        "marking": [
            {"form": f.id, "question": question, "code": code, "team": f.about["members"], "until": until}
            for f in forms
            if (until := f.about.get("due"))
            for question, codes in f.needs_help.items()
            for code in codes
        ],
        "sheet": [{"name": name_of(p), "kind": p.kind, "code": p.code} for p in partitions(office)],
        **_organisation(office.organisation),
        **_days(office, today),
    }


def _organisation(there: Organisation) -> dict[str, list[dict[str, Any]]]:
    """Schools, networks and people, as they are now and as they were."""
    return {
        "school": [
            {"code": s.code, "network": s.network, "opened": s.opened, "closed": s.closed}
            for s in there.schools.values()
        ],
        "moved": [row for school in there.schools.values() for row in _moves(school)],
        "charged": [
            {"code": n.code, "team": one.team, "deputy": one.deputy, "since": since, "until": until}
            for n in there.networks.values()
            for since, until, one in _held(n, n.earlier)
        ],
        "assigned": [
            {
                "code": s.code,
                "team": one.team,
                "work_group": one.work_group,
                "areas": "[" + ", ".join(one.learning_areas) + "]",
                "since": since,
                "until": until,
            }
            for s in there.supervisors.values()
            for since, until, one in _held(s, s.earlier)
        ],
        "network": [{"code": n.code, "team": n.team, "deputy": n.deputy} for n in there.networks.values()],
        "supervisor": [
            {
                "code": s.code,
                "team": s.team,
                "work_group": s.work_group,
                "areas": "[" + ", ".join(s.learning_areas) + "]",
                "since": s.since,
                "until": s.until,
            }
            for s in there.supervisors.values()
        ],
    }


def _days(office: Office, today: date) -> dict[str, list[dict[str, Any]]]:
    """The semesters that figures are of, the day to reckon from, and the working days about the year."""
    calendar = office.calendar
    now = calendar.latest_semester(today)
    before, year = calendar.previous_semester(now), calendar.academic_year_of(today)
    last_year = calendar.academic_year_of(year.start - timedelta(days=1))
    return {
        "term": [
            {"name": "now", "first": now.start, "until": now.end},
            {"name": "listed", "first": now.start, "until": calendar.semester_after(now).start},
            {"name": "before", "first": before.start, "until": before.end},
            {"name": "year", "first": year.start, "until": year.end},
            {"name": "sent", "first": last_year.start, "until": year.end},
            {"name": "today", "first": today, "until": today},
            {"name": "since", "first": office.duties.since, "until": today},
        ],
        "working_day": [
            {"day": day}
            for n in range(-366, (year.end - year.start).days + 62)
            if calendar.is_working_day(day := year.start + timedelta(days=n))
        ],
    }


def _deciding(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Who decides what, and what excuses from logging."""
    forms = office.forms.values()
    absences = office.duties.absences
    kinds = {"leave": absences.leave, "journey": absences.journey}
    permits = [form.about["part_of_day"] for form in forms if form.counts_as == "permit"]
    return {
        "chain": [{"form": f.id, "chosen_by": f.chains.by or ""} for f in forms if f.chains],
        "word": [row for form in forms if form.chains for row in _words(form.id, form.chains)],
        "absence": [{"kind": kind, "why": why} for why, found in kinds.items() for kind in found],
        "half": [{"question": question, "word": word} for question in permits for word in absences.halves],
    }


def _asked(office: Office) -> dict[str, list[dict[str, Any]]]:
    """The reports that are due on days of the year, which all move to the next working day."""
    rules = [rule for rule in office.duties.rules if rule.due.on]
    assert all(rule.due.on_holiday == "after" and rule.by == "submission" for rule in rules)
    return {
        "rule": [
            {
                "id": rule.id,
                "owner": "school" if rule.owed_by == "school" else "person",
                "every": rule.every,
                "late_days": rule.late_days,
                "begun": rule.since or office.duties.since,
                "least_days": rule.least_days,
            }
            for rule in rules
        ],
        "rule_on": [
            {"rule": rule.id, "month": month, "day": day} for rule in rules for month, day in rule.due.on
        ],
        "rule_asks": [{"rule": rule.id, "counts_as": what} for rule in rules for what in rule.asks],
        "told": [
            {"form": f.id, "year": f.about["year"], "part": f.about.get("part_of_year", "")}
            for f in office.forms.values()
            if "year" in f.about
        ],
    }


def _words(form: str, chains: Chains) -> Iterator[dict[str, Any]]:
    for code, chain in chains.of.items():
        for number, step in enumerate(chain.steps):
            of = {"form": form, "chain": code, "number": number, "step": step.id, "role": step.by}
            for kind in ("passes", "stays", "returns", "refuses"):
                yield from ({**of, "word": word, "kind": kind} for word in getattr(step, kind))


def _moves(school: School) -> Iterator[dict[str, Any]]:
    since = date.min
    for one in school.earlier:
        yield {"school": school.code, "network": one.network, "since": since, "until": one.until}
        since = one.until


def _held(now: _Now, earlier: Sequence[_Earlier]) -> Iterator[tuple[date, date, _Now | _Earlier]]:
    """What held one after the other, with its first day and the one after its last."""
    since = date.min
    for one in earlier:
        yield since, one.until, one
        since = one.until
    yield since, date.max, now


def _summed(form: Form) -> Iterator[dict[str, str]]:
    """The questions that are summed, "" for the whole; then each with the whole that it is a part of."""
    asked = [question.id for question in form.questions.values() if question.summed]
    yield from ({"form": form.id, "question": one, "whole": ""} for one in asked)
    for check in form.checks:
        if check.code == "part-of-whole" and not check.only and {*check.of} <= {*asked}:
            yield {"form": form.id, "question": check.of[0], "whole": check.of[1]}


def _items(form: Form) -> Iterator[dict[str, str]]:
    for grid in form.grids:
        for item in grid.items:
            yield {"form": form.id, "grid": grid.id, "item": item.id}
