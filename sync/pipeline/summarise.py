"""Summarise: the partitions that news touched, in this semester and in the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from forms.calendar.periods import reported_half_of
from forms.model import Form, Partition, Period, Summary
from forms.summary import summarise, to_json
from sync.layout.view import networks_of
from sync.ledger import Ledger, entries, reports
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.deciders import deciding_groups
from sync.pipeline.moved import moved_on
from sync.pipeline.office import Office
from sync.pipeline.partitions import column_of, name_of, named, partitions
from sync.pipeline.shelf import Shelf


def semesters(office: Office, today: date) -> tuple[Period, Period]:
    """The semester that the sheets show (in a break the last one) and the one before it."""
    semester = office.calendar.latest_semester(today)
    return semester, office.calendar.previous_semester(semester)


def summarise_touched(ledger: Ledger, office: Office, shelf: Shelf, today: date) -> set[str]:
    """Work again on what is due; give the partitions ("network:N01") whose summaries are new by that.

    Of the two semesters only those are summed up again whose months were touched.
    """
    shown = semesters(office, today)
    _notice_new_ground(ledger, office, shown[0])
    _notice_new_day(ledger, office, today)
    touched = _by_partition(due(ledger.connection, "summary:"))
    for name, subjects in touched.items():
        partition = named(name)
        asked = _asked(office, subjects, shown)
        made = [_made(ledger, office, partition, form, period) for form, period in asked]
        with ledger.transaction() as tx:
            for summary in made:
                reports.keep_summary(
                    tx, name, summary.form, summary.period.name, office.rules, to_json(summary)
                )
            showing = {f"sheet:{name_of(one)}" for one in _sheets_showing(office, partition, shown[1].start)}
            showing |= {f"sheet:{name_of(one)}" for one in _waited_for(office, subjects)}
            mark_due(tx, showing, max(subjects.values()))
            for subject, revision in subjects.items():
                settle(tx, f"summary:{name} {subject}", revision)
        for summary in made:
            shelf.keep(summary)
    return set(touched)


def _by_partition(subjects: dict[str, int]) -> dict[str, dict[str, int]]:
    """What is due ("network:N01 daily-log 2026-11") as forms and months with revisions by partition."""
    found: dict[str, dict[str, int]] = {}
    for subject, revision in subjects.items():
        partition, _, rest = subject.partition(" ")
        found.setdefault(partition, {})[rest] = revision
    return found


def _asked(office: Office, subjects: Iterable[str], shown: tuple[Period, ...]) -> list[tuple[Form, Period]]:
    """The forms and semesters that subjects concern; one that names no month concerns both."""
    asked: dict[tuple[str, str], tuple[Form, Period]] = {}
    for subject in subjects:
        form, _, month = subject.partition(" ")
        for period in shown:
            touched = not month or f"{period.start:%Y-%m}" <= month <= f"{_last(period):%Y-%m}"
            if touched and form in office.forms:
                asked[form, period.name] = office.forms[form], period
    return list(asked.values())


def _last(period: Period) -> date:
    return period.end - timedelta(days=1)


def _notice_new_ground(ledger: Ledger, office: Office, semester: Period) -> None:
    """Another semester, or another configuration, concerns every partition."""
    ground = f"{semester.name} {office.rules}"
    if read_meta(ledger.connection, "ground") == ground:
        return
    with ledger.transaction() as tx:
        revision = next_revision(tx)
        leaves = _leaves(office)
        mark_due(tx, {f"summary:{leaf} {form}" for leaf in leaves for form in office.forms}, revision)
        mark_due(tx, {f"sheet:{name_of(partition)}" for partition in partitions(office)}, revision)
        write_meta(tx, "ground", ground)


def _notice_new_day(ledger: Ledger, office: Office, today: date) -> None:
    """The office asks who is where today, a supervisor for the half that is reported next.

    What falls due is noticed by `sync.pipeline.duties`.
    """
    shown = read_meta(ledger.connection, "shown")
    if shown == today.isoformat():
        return
    half = reported_half_of(today)
    turned = shown is not None and date.fromisoformat(shown) not in half
    asking = {"office", *(["supervisor"] if turned else [])}
    with ledger.transaction() as tx:
        asked = {f"sheet:{name_of(one)}" for one in partitions(office) if one.kind in asking}
        mark_due(tx, asked, next_revision(tx))
        write_meta(tx, "shown", today.isoformat())


def _leaves(office: Office) -> list[str]:
    """The partitions that are summed up from responses; the others are merged from networks."""
    networks = [f"network:{code}" for code in office.organisation.networks]
    return [*networks, "network:", *(f"group:{code}" for code in office.organisation.work_groups)]


def _sheets_showing(office: Office, partition: Partition, since: date) -> Iterator[Partition]:
    """The spreadsheets that show a summary: its own, and for a network those above it and its team's.

    Those, too, of networks to which a school of it moved since: what they show of that school stands on it.
    """
    yield Partition("office")
    if partition.kind != "network":
        yield partition
        return
    yield Partition("district")
    if not partition.code:
        return
    codes = {partition.code, *moved_on(office.organisation, partition.code, since)}
    yield from (Partition("network", code) for code in sorted(codes))
    above = (one for one in partitions(office) if one.kind in ("supervisor", "deputy"))
    yield from (one for one in above if codes.intersection(networks_of(one, office.organisation)))


def _waited_for(office: Office, subjects: Iterable[str]) -> Iterator[Partition]:
    """The work groups that decide of the forms that subjects concern."""
    for form in {subject.partition(" ")[0] for subject in subjects} & office.forms.keys():
        yield from deciding_groups(office, office.forms[form])


def _made(ledger: Ledger, office: Office, partition: Partition, form: Form, period: Period) -> Summary:
    days = (period.start.isoformat(), period.end.isoformat())
    found = entries.standing(ledger.connection, form.id, days, column_of(partition), partition.code)
    told = entries.findings(ledger.connection, form.id, (e.response for e in found)) if found else {}
    return summarise(found, form, office.calendar, partition, period, entries.severities(told))
