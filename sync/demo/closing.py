"""The demo's office: a school closed in mid-term, projects with owners, what schools file; no mail leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from forms.calendar import Calendar
from forms.model import Organisation
from sync.demo.projects import with_owners
from sync.ledger import Ledger
from sync.ledger.store import read_meta
from sync.pipeline.office import Office

_FEWEST = 10  # schools of an office that can spare one
_DAYS_AGO = 8
_SELDOM = ("academic_year", "fiscal_half", "fiscal_year")  # duties that a few weeks would tell nothing of
_RECKONED = timedelta(days=300)
_DAYS_BEFORE = 5  # of the semester, in which the school was still visited


def of_demo(office: Office, began: datetime) -> Office:
    """The office as the demo shows it that began then (local): a school has closed, projects have owners.

    What is owed once or twice a year is reckoned from long before: the demo tells of a few weeks alone.
    """
    closed, today = with_a_school_closed(office, began), began.date()
    rules = tuple(
        replace(rule, since=today - _RECKONED) if rule.every in _SELDOM else rule
        for rule in office.duties.rules
    )
    return replace(
        closed,
        organisation=with_owners(closed.organisation, office.calendar, today),
        duties=replace(office.duties, rules=rules),
    )


def with_a_school_closed(office: Office, began: datetime) -> Office:
    """The office with the last school of its largest network closed a week before the demo began (local).

    Unchanged where there are few schools, or where the semester is too young for a mid-term.
    """
    organisation = _closed(office.organisation, office.calendar, began.date())
    if organisation is office.organisation:
        return office
    return replace(office, organisation=organisation, rules=f"{office.rules}-demo")


def as_begun(ledger: Ledger, office: Office) -> Office:
    """The office of the demo that the ledger holds, whichever command works on it; else the office itself."""
    began = read_meta(ledger.connection, "demo_began")
    if began is None:
        return office
    outbox = replace(office, settings=replace(office.settings, deliver="outbox"))
    return of_demo(outbox, datetime.fromisoformat(began).astimezone(office.settings.timezone))


def _closed(organisation: Organisation, calendar: Calendar, today: date) -> Organisation:
    day = today - timedelta(days=_DAYS_AGO)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    semester = calendar.semester_of(day)
    if len(organisation.schools) < _FEWEST or semester is None:
        return organisation
    if day - semester.start < timedelta(days=_DAYS_BEFORE):
        return organisation
    largest = max(organisation.networks, key=lambda network: len(organisation.schools_of(network)))
    school = organisation.schools_of(largest)[-1]
    if not school.is_open(day):
        return organisation
    schools = {**organisation.schools, school.code: replace(school, closed=day)}
    return replace(organisation, schools=schools)
