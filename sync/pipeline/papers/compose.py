"""The papers of a kind and period: one a supervisor, network, work group, or one for the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from forms.duties.absence import EXCUSING, away_days, half_days
from forms.model import Organisation, Period
from forms.organisation.dated import as_of, networks_in, work_groups_in
from forms.papers import Paper, PaperKind
from forms.papers.ast_round import ast_networks, ast_round_paper
from forms.papers.committee_pack import committee_pack_paper
from forms.papers.daily_logs import LoggedWeek, daily_logs_paper
from forms.papers.group_semester import group_semester_paper
from forms.papers.half_year import half_year_paper
from forms.papers.known import Known
from forms.papers.monthly_pack import monthly_pack_paper
from forms.papers.network_page import network_page_paper
from forms.papers.network_semester import network_semester_paper
from forms.papers.record import OF_RECORDS
from forms.papers.weekly_summary import weekly_paper
from forms.papers.yearly import yearly_paper
from forms.thai import thai_period
from forms.weekly import WeeklyReport
from sync.ledger import Ledger, entries
from sync.pipeline.duties import since_of
from sync.pipeline.files import title_of
from sync.pipeline.mails.weekly import cut_of, make_weekly
from sync.pipeline.office import Office
from sync.pipeline.papers.known import known_of
from sync.pipeline.papers.of_records import paper_of

_DAY = timedelta(days=1)


class Composing:
    """Composes papers at a moment, by what the ledger holds then; periods are read once.

    `of` gives the papers of a kind and period, `about` one code alone where that is wanted.
    """

    def __init__(self, ledger: Ledger, office: Office, now: datetime) -> None:
        self._ledger, self._office, self._now = ledger, office, now
        self._read: dict[Period, Known] = {}

    def of(self, kind: PaperKind, period: Period, about: str = "") -> list[Paper]:
        """The papers of a kind, in the organisation's order; none where there is nobody that it is about."""
        if kind in OF_RECORDS.values():
            return list(self._of_records(kind, period, about))
        return list(_COMPOSED[kind](self, period, about))

    def abouts(self, kind: PaperKind, period: Period) -> Mapping[str, str]:
        """Whom or what a kind of paper is about in a period: names by code; none for papers of the office."""
        return _ABOUT[kind](self, period) if kind in _ABOUT else {}

    # --- Whom they are about ---

    def supervisors(self, period: Period) -> Mapping[str, str]:
        """The supervisors who were in office on a day of the period."""
        people = self._office.organisation.supervisors.values()
        last = period.end - _DAY
        return {
            one.code: one.name
            for one in people
            if (one.since is None or one.since <= last) and (one.until is None or one.until > period.start)
        }

    def networks(self, period: Period) -> Mapping[str, str]:
        """The networks on the period's last day that has come."""
        day = self._day(period)
        return {one.code: one.name for one in networks_in(self._there(period), day, day)}

    def groups(self, period: Period) -> Mapping[str, str]:
        """The work groups on the period's last day that has come."""
        day = self._day(period)
        return {one.code: one.name for one in work_groups_in(self._there(period), day, day)}

    def teams(self, period: Period) -> Mapping[str, str]:
        """The networks that a team for results (AST) told of in the period."""
        networks = self.networks(period)
        return {
            code: networks[code] for code in ast_networks(self._known(period), period) if code in networks
        }

    # --- Kinds ---

    def _weekly(self, period: Period, _: str) -> Iterator[Paper]:
        cut = cut_of(self._office, period)
        if cut:
            report = make_weekly(self._ledger, self._office, period, min(cut, self._now), self._now)
            yield paper_of_week(self._office, report)

    def _daily_logs(self, period: Period, about: str) -> Iterator[Paper]:
        office, known = self._office, self._known(period)
        log = next(iter(known.counting_as("log")), None)
        if log is None:
            return
        excuses = {form.id: known.entries[form.id] for form in known.counting_as(*EXCUSING)}
        asked = office.duties.absences, office.forms, excuses, known.standings
        away, halves = away_days(*asked), half_days(*asked)
        until = min(self._day(period), office.calendar.last_working_day(period) or self._day(period))
        for code, name in _chosen(self.supervisors(period), about):
            week = LoggedWeek(
                person=office.organisation.supervisors[code],
                week=period,
                until=until,
                logs=known.entries[log.id],
                away=away.get(code, {}),
                excuses=[entry for of_form in excuses.values() for entry in of_form],
                since=since_of(self._ledger, office),
                halves=halves.get(code, {}),
            )
            title = title_for("daily-logs", period, name)
            yield daily_logs_paper(week, log, office.forms, office.organisation, office.calendar, title)

    def _half_year(self, period: Period, about: str) -> Iterator[Paper]:
        known = self._known(period)
        there = known.there(period).supervisors
        for code, name in _chosen(self.supervisors(period), about):
            if code in there:
                yield half_year_paper(known, code, period, title_for("half-year", period, name))

    def _network_semester(self, period: Period, about: str) -> Iterator[Paper]:
        for code, name in _chosen(self.networks(period), about):
            title = title_for("network-semester", period, name)
            yield network_semester_paper(self._known(period), code, period, title)

    def _network_page(self, period: Period, about: str) -> Iterator[Paper]:
        for code, name in _chosen(self.networks(period), about):
            yield network_page_paper(
                self._known(period), code, period, title_for("network-page", period, name)
            )

    def _committee_pack(self, period: Period, _: str) -> Iterator[Paper]:
        yield committee_pack_paper(self._known(period), period, title_for("committee-pack", period))

    def _monthly_pack(self, period: Period, _: str) -> Iterator[Paper]:
        yield monthly_pack_paper(self._known(period), period, title_for("monthly-pack", period))

    def _of_records(self, kind: PaperKind, period: Period, about: str = "") -> Iterator[Paper]:
        """The papers of the records of a period's days; `about` is "form/response" for one alone."""
        known = self._known(period)
        forms = [form for form in self._office.forms.values() if OF_RECORDS.get(form.counts_as or "") == kind]
        for one in known.records(forms, period, counted=False):
            entry = entries.of(self._ledger.connection, one.form, one.response)
            if entry and about in ("", f"{one.form}/{one.response}"):
                paper = paper_of(self._ledger, self._office, entry, known.standings)
                if paper:
                    yield paper

    def _group_semester(self, period: Period, about: str) -> Iterator[Paper]:
        for code, name in _chosen(self.groups(period), about):
            title = title_for("group-semester", period, name)
            yield group_semester_paper(self._known(period), code, period, title)

    def _ast_round(self, period: Period, about: str) -> Iterator[Paper]:
        for code, name in _chosen(self.teams(period), about):
            yield ast_round_paper(self._known(period), code, period, title_for("ast-round", period, name))

    def _yearly(self, period: Period, _: str) -> Iterator[Paper]:
        yield yearly_paper(self._known(period), period, title_for("yearly", period))

    # --- Reading ---

    def _known(self, period: Period) -> Known:
        if period not in self._read:
            self._read[period] = known_of(self._ledger, self._office, period, self._now)
        return self._read[period]

    def _there(self, period: Period) -> Organisation:
        return as_of(self._office.organisation, self._day(period))

    def _day(self, period: Period) -> date:
        """The last day of a period that has come."""
        today = self._now.astimezone(self._office.settings.timezone).date()
        return max(period.start, min(today, period.end - _DAY))


def paper_of_week(office: Office, report: WeeklyReport) -> Paper:
    """The director's week on paper, the same figures as its mail has."""
    title = title_for("weekly", report.week)
    return weekly_paper(report, office.organisation, office.forms, title)


def title_for(kind: PaperKind, period: Period, name: str = "") -> str:
    """The title of a paper of a time, by which its files are named."""
    return " ".join(title_of(f"title-{kind}", name=name, period=thai_period(period)).split())


def _chosen(every: Mapping[str, str], about: str) -> Iterator[tuple[str, str]]:
    """Codes and names; the one that is asked for, or all."""
    return ((code, name) for code, name in every.items() if about in ("", code))


_Composed = Callable[[Composing, Period, str], Iterator[Paper]]
_COMPOSED: Mapping[PaperKind, _Composed] = {
    "weekly": Composing._weekly,
    "daily-logs": Composing._daily_logs,
    "network-semester": Composing._network_semester,
    "network-page": Composing._network_page,
    "half-year": Composing._half_year,
    "committee-pack": Composing._committee_pack,
    "monthly-pack": Composing._monthly_pack,
    "group-semester": Composing._group_semester,
    "ast-round": Composing._ast_round,
    "yearly": Composing._yearly,
}
_ABOUT: Mapping[PaperKind, Callable[[Composing, Period], Mapping[str, str]]] = {
    "daily-logs": Composing.supervisors,
    "half-year": Composing.supervisors,
    "network-semester": Composing.networks,
    "network-page": Composing.networks,
    "group-semester": Composing.groups,
    "ast-round": Composing.teams,
}
