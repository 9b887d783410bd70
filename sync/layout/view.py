"""What a spreadsheet is made from: everything its tabs need to know, handed over once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from forms.calendar import Calendar
from forms.duties import Absences, DutyRule, DutyState
from forms.model import Entry, Form, Network, Organisation, Partition, Period, School, Severity, Summary
from forms.model.chains import Standing
from forms.needs import Need
from forms.organisation.dated import network_of, networks_in
from forms.results.book import ResultBook
from forms.summary import Coverage, Visits, coverage
from forms.visits import visiting
from sync.layout.kept import Kept
from sync.layout.reading import Reading
from sync.layout.texts import Texts, packaged_texts

Achieved = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Form -> supervisor -> first day of a part of a month ("2026-11-01", "2026-11-21") -> counted records."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as people read it. `school` and `supervisor` are codes, `who` a name without one.

    `question` is the question's label, "" where the finding is about the whole response; `link`
    leads to the response, "" where there is nothing to open. `asked` is the question's id, `outcome`
    what became of the finding, `theirs` what people wrote beside it, by column. It is `nobodys` where no
    network and no work group answers for the response.
    """

    response: str
    form: str
    submitted: datetime
    when: date | None
    school: str | None
    supervisor: str | None
    severity: Severity
    code: str
    question: str
    message: str
    advice: str
    who: str = ""
    link: str = ""
    asked: str = ""
    nobodys: bool = False
    outcome: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names the finding for ever: form, response, code and question."""
        return "|".join((self.form, self.response, self.code, self.asked))


@dataclass(frozen=True, slots=True)
class Correcting:
    """The tab of findings as people answer in it.

    `rows` are the rows of findings by key, counted from the first below the head: a finding keeps its
    row until the semester ends. `stand` are those that are to be answered, `settled` those that
    stand no longer. `correctors` are the addresses that may answer.
    """

    rows: Mapping[str, int]
    stand: Sequence[FindingRow]
    settled: Sequence[FindingRow]
    correctors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One partition in one semester.

    `summaries` and `earlier` map form ids to this and the previous semester's summary.
    `as_of` is when the partition's latest response was submitted (None before the first): it moves
    with news only, so that a tab without news stays as it was. `links` maps "district",
    "network:<code>", "group:<code>" and "register:<form id>" to addresses, a hidden register to none. A mean
    of fewer than `enough` responses is not ranked. `errors_before` counts the errors, still standing, of what
    was sent before the academic year before: they are not among the `findings`.

    `entries` maps form ids to the academic year's entries of the partition, in order of their first
    submission, and those of earlier ones that were still to be decided when it began; `standings` maps
    (form, response) to where a record that goes up a chain stands; `duties` are the partition's, due in
    the academic year or left over from the one before, and `duty_rules` the rules behind them by id;
    `absences` tells which permits mean that somebody is away, `excuses` are the whole office's permits and
    reports of journeys by form, those of leave that began before the academic year among them.
    `needs` are the partition's schools that need help, the earliest due first, whenever they were found to.
    `results` are those of tests, from files, the whole district's. `today` is the day on which the sheet
    is made: only what waits or falls due may ask for it. Duties and logs are reckoned from the day
    `since` on, all of them where it is None. A supervisor's `summaries` are those of the networks of
    their team. `elsewhere` tells by semester when schools of the partition were last visited in a network
    that they have left since. `achieved` are people's counted records of the fiscal year and of both
    reported halves, whatever academic year they are of. `awaited` are
    the records of the whole office that wait for a work group; None where it holds no post of a chain.
    `correcting` is None where findings are only told.
    What is `kept` of an earlier view of the same partition is made again only where that changed.
    """

    partition: Partition
    forms: Mapping[str, Form]
    organisation: Organisation
    calendar: Calendar
    semester: Period
    as_of: datetime | None
    summaries: Mapping[str, Summary]
    earlier: Mapping[str, Summary]
    findings: Sequence[FindingRow] = ()
    errors_before: int = 0
    links: Mapping[str, str] = field(default_factory=dict)
    enough: int = 3
    texts: Texts = field(default_factory=packaged_texts)
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    standings: Mapping[tuple[str, str], Standing] = field(default_factory=dict)
    duties: Sequence[DutyState] = ()
    duty_rules: Mapping[str, DutyRule] = field(default_factory=dict)
    absences: Absences = field(default_factory=Absences)
    excuses: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    needs: Sequence[Need] = ()
    results: ResultBook | None = None
    today: date = date.min
    since: date | None = None
    elsewhere: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    achieved: Achieved = field(default_factory=dict)
    awaited: Sequence[Entry] | None = None
    correcting: Correcting | None = None
    kept: Kept | None = field(default=None, compare=False)

    @property
    def day(self) -> date:
        """The day of the semester that the figures stand on: that of the latest submission."""
        last = self.semester.end - timedelta(days=1)
        day = self.as_of.date() if self.as_of else self.semester.start
        return max(self.semester.start, min(day, last))

    @property
    def schools(self) -> tuple[School, ...]:
        """The partition's schools in the configured order: those of its networks, or all."""
        networks = networks_of(self.partition, self.organisation)
        return tuple(s for s in self.organisation.schools.values() if s.network in networks)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The partition's networks in the configured order: its own, or all of the semester."""
        if self.partition.kind == "network":
            return tuple(n for n in self.organisation.networks.values() if n.code == self.partition.code)
        codes = networks_of(self.partition, self.organisation)
        there = networks_in(self.organisation, self.semester.start, self.day)
        return tuple(network for network in there if network.code in codes)

    @property
    def observation(self) -> Form | None:
        """The form in which classes are observed: scores are its own, visits those of others, too."""
        return self.form_counting_as("observation")

    @property
    def daily(self) -> Form | None:
        """The form in which days are logged."""
        return self.form_counting_as("log")

    def form_counting_as(self, what: str) -> Form | None:
        """The first form that counts as that (`Form.counts_as`), None where there is none."""
        return next((form for form in self.forms.values() if form.counts_as == what), None)

    def summary(self, form: Form) -> Summary:
        """That form's summary of the semester, an empty one where nothing came."""
        return self.summaries.get(form.id) or Summary(form.id, self.partition, self.semester, {})

    def visits(self) -> Visits:
        """The visits paid to schools in the semester."""
        made = tuple(self.summary(form) for form in visiting(self.forms.values()))
        return Visits(made, self.elsewhere.get(self.semester.name, {}))

    def visits_before(self) -> Visits:
        """The visits paid to schools in the previous semester."""
        made = tuple(self.before(form) for form in visiting(self.forms.values()))
        period = self.calendar.previous_semester(self.semester)
        return Visits(made, self.elsewhere.get(period.name, {}))

    def covered(self, schools: Iterable[School]) -> Coverage:
        """Coverage of schools in the semester to date."""
        return coverage(self.visits(), schools, self.day)

    def covered_before(self, networks: Collection[str]) -> Coverage:
        """Coverage of the schools that networks had when the previous semester ended, in that semester."""
        last = self.calendar.previous_semester(self.semester).end - timedelta(days=1)
        schools = (s for s in self.organisation.schools.values() if network_of(s, last) in networks)
        return coverage(self.visits_before(), schools, last)

    def before(self, form: Form) -> Summary:
        """That form's summary of the previous semester, an empty one where nothing came."""
        period = self.calendar.previous_semester(self.semester)
        return self.earlier.get(form.id) or Summary(form.id, self.partition, period, {})

    def readings(self, form: Form) -> tuple[Reading, Reading]:
        """This and the previous semester's summary of a form, ready to be asked."""
        return Reading(form, self.summary(form)), Reading(form, self.before(form))


def networks_of(partition: Partition, organisation: Organisation) -> tuple[str, ...]:
    """The codes of the networks that a partition answers for: a supervisor's are those of the team.

    Where networks do not matter (a work group, a learning area), all of them.
    """
    networks = organisation.networks.values()
    if partition.kind == "network":
        return (partition.code,)
    if partition.kind == "deputy":
        return tuple(n.code for n in networks if n.deputy == partition.code)
    if partition.kind == "supervisor":
        person = organisation.supervisors.get(partition.code)
        return tuple(n.code for n in networks if person and n.team == person.team)
    return tuple(organisation.networks)
