"""What a command asks for: papers of a kind and period, by the rule that the office has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from forms.calendar.periods import month_of, reported_half_of
from forms.model import Period, PeriodKind
from forms.papers import Paper, PaperKind
from forms.papers.occasions import closing, occasions, period_named
from forms.papers.record import OF_RECORDS
from forms.papers.rules import RHYTHMS, PaperRule
from forms.places import closest
from forms.thai import thai_datetime
from sync.errors import InputError
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.recipients import recipients

_LOOKED_BACK = timedelta(days=800)
NOW = "now"  # the period that runs
_EXAMPLES: Mapping[str, str] = {
    "week": "2569-W47",
    "month": "2569-11",
    "quarter": "2570-Q1",
    "semester": "2569-S2",
    "fiscal_half": "2570-H1",
    "fiscal_year": "2569-FY",
    "academic_year": "2569-AY",
    "record": "2569-11",
}


@dataclass(frozen=True, slots=True)
class AskedPapers:
    """Papers of a kind about a period, by an office that makes this kind, at least for this once."""

    office: Office
    kind: PaperKind
    period: Period


def asked_papers(office: Office, kind: PaperKind, name: str, at: datetime, *, send: bool) -> AskedPapers:
    """The papers of the period of that name, `NOW`, the latest that closed for ""; of records, this month's.

    Raises InputError: period-unknown; period-open where the period has not begun, or where papers are to
    be sent before it closes: whoever had half of it would not have it again.
    """
    rule = office.reports.of(kind) or PaperRule(kind, RHYTHMS[kind][0])
    office = replace(office, reports=replace(office.reports, papers=(rule,)))
    today = at.astimezone(office.settings.timezone).date()
    period = _named(office, rule, name, at) if name else _latest(office, rule, at)
    closes = closing(office.reports, office.calendar, kind, period)
    if period.start > today:
        raise InputError("period-not-begun", period=period.name)
    if send and closes and closes > at:
        raise InputError("period-open", period=period.name, closes=thai_datetime(closes))
    return AskedPapers(office, kind, period)


def asked_about(composing: Composing, asked: AskedPapers, about: str) -> None:
    """Raise InputError about-unknown where a paper of that kind and period is about nobody of that code."""
    if not about or asked.kind in OF_RECORDS.values():
        return
    known = composing.abouts(asked.kind, asked.period)
    if not known:
        raise InputError("about-nobody", kind=asked.kind)
    if about not in known:
        alike = closest(about, known) or next((code for code in known if code.endswith(about)), None)
        guess = alike or next(iter(known))
        raise InputError("about-unknown", about=about, known=", ".join(known), guess=guess)


def asked_whole(composing: Composing, asked: AskedPapers, papers: Sequence[Paper], today: date) -> None:
    """Raise InputError mail-torn where somebody is to have further papers of that kind and period.

    One mail brings them all: whoever had some of them by it would not have the others.
    """
    chosen = {paper.key for paper in papers}
    every = composing.of(asked.kind, asked.period)
    goes_to = {paper.key: recipients(asked.office, asked.kind, paper.readers, today) for paper in every}
    mine = {who for key, everyone in goes_to.items() if key in chosen for who in everyone}
    for who in sorted(mine):
        count = sum(who in everyone for everyone in goes_to.values())
        if count > sum(who in goes_to.get(key, ()) for key in chosen):
            raise InputError("mail-torn", who=who, count=count)


def running(office: Office, every: PeriodKind, at: datetime) -> Period:
    """The period of a rhythm that runs at a moment; in the breaks, the semester before."""
    today = at.astimezone(office.settings.timezone).date()
    if every == "fiscal_half":
        return reported_half_of(today)
    return office.calendar.period_of(every, today) or office.calendar.latest_semester(today)


def _named(office: Office, rule: PaperRule, name: str, at: datetime) -> Period:
    every = "month" if rule.every == "record" else rule.every
    try:
        return running(office, every, at) if name == NOW else period_named(every, office.calendar, name)
    except ValueError as error:
        raise InputError(
            "period-unknown", period=name, kind=rule.kind, example=_EXAMPLES[rule.every]
        ) from error


def _latest(office: Office, rule: PaperRule, at: datetime) -> Period:
    today = at.astimezone(office.settings.timezone).date()
    if rule.every == "record":
        return month_of(today)
    closed = occasions(office.reports, office.calendar, at - _LOOKED_BACK, at)
    return closed[-1].period
