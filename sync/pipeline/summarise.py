"""Summarise: the partitions that news touched, once for this semester and once for the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.model import Form, Partition, Period, Summary
from forms.summary import from_json, merge, summarise, to_json
from sync.ledger import Ledger, entries, reports
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.office import Office

DISTRICT = Partition("district")


def semesters(office: Office, today: date) -> tuple[Period, Period]:
    """The semester that the sheets show (in a break the last one) and the one before it."""
    semester = office.calendar.latest_semester(today)
    return semester, office.calendar.previous_semester(semester)


def summarise_touched(ledger: Ledger, office: Office, today: date) -> set[str]:
    """Work again on what is due; give the partitions ("network:N01") whose sheets are due by that."""
    shown = semesters(office, today)
    _notice_new_ground(ledger, office, shown[0])
    touched = due(ledger.connection, "summary:")
    for subject, revision in touched.items():
        made = list(_made(ledger, office, named(subject), shown))
        with ledger.transaction() as tx:
            for summary in made:
                reports.keep_summary(
                    tx, subject, summary.form, summary.period.name, office.rules, to_json(summary)
                )
            mark_due(tx, {f"sheet:{s}" for s in _sheets_showing(subject)}, revision)
            settle(tx, f"summary:{subject}", revision)
    return set(touched)


def _notice_new_ground(ledger: Ledger, office: Office, semester: Period) -> None:
    """Another semester, or another configuration, concerns every partition."""
    ground = f"{semester.name} {office.rules}"
    if read_meta(ledger.connection, "ground") == ground:
        return
    with ledger.transaction() as tx:
        revision = next_revision(tx)
        mark_due(tx, {f"summary:{partition}" for partition in _leaves(office)}, revision)
        mark_due(tx, {"sheet:district:"}, revision)
        write_meta(tx, "ground", ground)


def _leaves(office: Office) -> list[str]:
    """The partitions that are summed up from responses; the district is merged from its networks."""
    networks = [f"network:{code}" for code in office.organisation.networks]
    return [*networks, "network:", *(f"group:{code}" for code in office.organisation.work_groups)]


def _sheets_showing(partition: str) -> list[str]:
    own = [] if partition == "network:" else [partition]
    return [*own, "district:"] if partition.startswith("network:") else own


def _made(
    ledger: Ledger, office: Office, partition: Partition, periods: tuple[Period, ...]
) -> Iterator[Summary]:
    column = "network" if partition.kind == "network" else "work_group"
    for form in office.forms.values():
        for period in periods:
            days = (period.start.isoformat(), period.end.isoformat())
            found = entries.standing(ledger.connection, form.id, days, column, partition.code)
            told = entries.findings(ledger.connection, form.id, (e.response for e in found))
            yield summarise(found, form, office.calendar, partition, period, entries.severities(told))


def summary_of(ledger: Ledger, office: Office, partition: Partition, form: Form, period: Period) -> Summary:
    """The summary that was kept of a partition; the district's is merged from those of its networks."""
    if partition.kind != "district":
        body = reports.summary(ledger.connection, name_of(partition), form.id, period.name, office.rules)
        return from_json(body) if body else Summary(form.id, partition, period, {})
    parts = [Partition("network", code) for code in ("", *office.organisation.networks)]
    return merge([summary_of(ledger, office, part, form, period) for part in parts], DISTRICT)


def name_of(partition: Partition) -> str:
    """A partition's name in the ledger: "network:N01", "district:"."""
    return f"{partition.kind}:{partition.code}"


def named(name: str) -> Partition:
    """The partition of that name."""
    kind, _, code = name.partition(":")
    assert kind in {"district", "network", "group"}
    return Partition("network" if kind == "network" else "group" if kind == "group" else "district", code)
