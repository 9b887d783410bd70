"""Summarise: the partitions that news touched, once for this semester and once for the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from forms.model import Form, Partition, Period, Summary
from forms.summary import summarise, to_json
from sync.layout.view import networks_of
from sync.ledger import Ledger, entries, reports
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.moved import moved_on
from sync.pipeline.office import Office
from sync.pipeline.partitions import column_of, name_of, named, partitions
from sync.pipeline.shelf import Shelf


def semesters(office: Office, today: date) -> tuple[Period, Period]:
    """The semester that the sheets show (in a break the last one) and the one before it."""
    semester = office.calendar.latest_semester(today)
    return semester, office.calendar.previous_semester(semester)


def summarise_touched(ledger: Ledger, office: Office, shelf: Shelf, today: date) -> set[str]:
    """Work again on what is due; give the partitions ("network:N01") whose summaries are new by that."""
    shown = semesters(office, today)
    _notice_new_ground(ledger, office, shown[0])
    _notice_new_day(ledger, office, today)
    touched = _by_partition(due(ledger.connection, "summary:"))
    for name, forms in touched.items():
        partition = named(name)
        asked = [office.forms[form] for form in forms if form in office.forms]
        made = list(_made(ledger, office, partition, asked, shown))
        with ledger.transaction() as tx:
            for summary in made:
                reports.keep_summary(
                    tx, name, summary.form, summary.period.name, office.rules, to_json(summary)
                )
            showing = {f"sheet:{name_of(one)}" for one in _sheets_showing(office, partition, shown[1].start)}
            mark_due(tx, showing, max(forms.values()))
            for form, revision in forms.items():
                settle(tx, f"summary:{name} {form}", revision)
                shelf.forget(partition, form)
    return set(touched)


def _by_partition(subjects: dict[str, int]) -> dict[str, dict[str, int]]:
    """What is due ("network:N01 daily-log") as forms with their revisions by partition."""
    found: dict[str, dict[str, int]] = {}
    for subject, revision in subjects.items():
        partition, _, form = subject.rpartition(" ")
        found.setdefault(partition, {})[form] = revision
    return found


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
    """The office asks who is where today; what falls due is noticed by `sync.pipeline.duties`."""
    if "office" not in office.settings.sheets or read_meta(ledger.connection, "shown") == today.isoformat():
        return
    with ledger.transaction() as tx:
        mark_due(tx, {"sheet:office:"}, next_revision(tx))
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


def _made(
    ledger: Ledger, office: Office, partition: Partition, forms: Sequence[Form], periods: tuple[Period, ...]
) -> Iterator[Summary]:
    column = column_of(partition)
    for form in forms:
        for period in periods:
            days = (period.start.isoformat(), period.end.isoformat())
            found = entries.standing(ledger.connection, form.id, days, column, partition.code)
            told = entries.findings(ledger.connection, form.id, (e.response for e in found)) if found else {}
            yield summarise(found, form, office.calendar, partition, period, entries.severities(told))
