"""The vocabulary: frozen dataclasses that every other module speaks in.

Codes (of schools, networks, people, questions) are stable strings that people never read;
labels are the Thai texts that they do read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from forms.chains import Chains

Severity = Literal["error", "warning"]


# --- Problems in what people configure -------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a definition or a configuration file, found by linting.

    `file` is the path as given, `line` counts from 1, `path` is where in the document
    ("sections[2].questions[0].type"), `message` says in English what is wrong and `accepted`
    what would be accepted ("" when the message says all). Work goes on in spite of a warning.
    """

    file: str
    line: int
    path: str
    message: str
    accepted: str = ""
    severity: Severity = "error"


# --- Time ------------------------------------------------------------------------------

PeriodKind = Literal[
    "day", "week", "month", "quarter", "semester", "academic_year", "fiscal_half", "fiscal_year"
]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open local time `[start, end)` in whole days.

    `name` is its stable key: "2569-W47" (Saturday to Friday, numbered by the ISO week of its
    Friday, Buddhist-era year), "2569-S1", "2569-AY", "2569-11", "2569-FY".
    """

    start: date
    end: date
    kind: PeriodKind
    name: str

    def __contains__(self, day: object) -> bool:
        """Tell whether a date lies in the period."""
        return isinstance(day, date) and self.start <= day < self.end


# --- Forms -----------------------------------------------------------------------------


class QuestionType(StrEnum):
    """What kind of answer a question takes.

    SCHOOL is asked as network first, then that network's schools; SUPERVISOR, SUPERVISORS, NETWORK,
    WORK_GROUP, LEARNING_AREA and PROJECT take their choices from the organisation.
    """

    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    YEAR = "year"  # typed in either era; the answer is its Buddhist-era number
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"  # radio buttons
    DROPDOWN = "dropdown"
    CHECKBOXES = "checkboxes"
    RATING = "rating"  # one row of a RatingGrid
    SCHOOL = "school"
    NETWORK = "network"
    SUPERVISOR = "supervisor"
    WORK_GROUP = "work_group"
    LEARNING_AREA = "learning_area"
    SUPERVISORS = "supervisors"  # checkboxes of people; the answer is a tuple of codes
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `code` is stable, `label` is what is shown and comes back as the answer.

    `aliases` are earlier labels that stay valid; `leads_to` is the id of the section that
    choosing it opens (None: the next one).
    """

    code: str
    label: str
    leads_to: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that a definition asks for: its finding code, the questions it reads, its parameters."""

    code: str
    of: tuple[str, ...]
    severity: Severity
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked. `domain` is the id of the RatingGrid a RATING stands in, else None.

    `nothing` is, for a SCHOOL that may stay empty, the label of the option that says so
    ("ไม่เกี่ยวข้องกับโรงเรียน"); choosing it skips the schools.
    """

    id: str
    ask: str
    type: QuestionType
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    domain: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    nothing: str | None = None


@dataclass(frozen=True, slots=True)
class RatingGrid:
    """A domain of items rated on one scale; in Google Forms a grid, each row with its own question id.

    `scale` maps the number to its label, best first; `items` are RATING questions named
    "<grid id>.<n>", n counting from 1.
    """

    id: str
    title: str
    scale: Mapping[int, str]
    items: tuple[Question, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form. `leads_to` is the section that follows it when that is not the next one."""

    id: str
    title: str
    entries: tuple[Question | RatingGrid, ...]
    description: str = ""
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A band: its name, the lowest value that belongs to it, and its colour as "#rrggbb"."""

    name: str
    lowest: float
    colour: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Levels of a form's score, best first, reaching without gaps down to the lowest possible score.

    `of` says what is banded: the mean of all rated items, or their total.
    """

    of: Literal["mean", "total"]
    levels: tuple[Level, ...]


PartitionKind = Literal["district", "network", "group", "supervisor", "deputy", "learning_area", "office"]


@dataclass(frozen=True, slots=True)
class Form:
    """A definition: what is asked, of whom and when (`about`), how it is checked and banded.

    `about` maps a role to the id of the question that answers it. Roles: who (a SUPERVISOR),
    members (SUPERVISORS who were there, too), who_name (free text, for those who are not in the
    organisation), role, where (a SCHOOL), network, when (a DATE), until (a DATE, the last day),
    group, learning_area, project, class, way, kind, stand_in (a SUPERVISOR), subject, place, part_of_day,
    leave_type, urgency, due (a DATE), agreed (what was agreed), next (a DATE, when it is followed up),
    year and part_of_year (which period a report is for). Readers find answers by role, never by a
    question's id. `cut_by` names further choice questions that summaries are cut by. `once_per` names the
    questions that together may occur once.

    `seen_in` says which spreadsheets list the form's responses. `counts_as` is what layouts and duties
    find forms by: observation (of classes), visit (another record of being at a school), log,
    journey, permit, plan, case, half-year-report, profile, sar, minutes, register; "" for none of
    them. `chains` is the way that a response goes until it is decided, None where none is. `numbered`
    is the year ("fiscal-year", "calendar-year") within which the register numbers responses in the
    order of their submission, "" where it does not. `of_learning_area` is the code of the learning area
    that every response is about, "" where the form asks for it or is about none.
    """

    id: str
    title: str
    records: tuple[str, ...]
    sections: tuple[Section, ...]
    about: Mapping[str, str]
    description: str = ""
    confirmation: str = ""
    cut_by: tuple[str, ...] = ()
    once_per: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    bands: Bands | None = None
    seen_in: tuple[PartitionKind, ...] = ("district", "network", "group")
    counts_as: str = ""
    chains: Chains | None = None
    numbered: str = ""
    of_learning_area: str = ""

    @property
    def grids(self) -> tuple[RatingGrid, ...]:
        """The form's domains, in order."""
        return tuple(e for s in self.sections for e in s.entries if isinstance(e, RatingGrid))

    @property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, in the form's order, the items of grids among them."""
        return {q.id: q for s in self.sections for q in _questions_in(s)}

    def asks(self, role: str) -> Question | None:
        """The question that answers a role of `about`, None where the form asks for no such thing."""
        return self.questions.get(self.about.get(role, ""))


def _questions_in(section: Section) -> Iterator[Question]:
    for entry in section.entries:
        if isinstance(entry, RatingGrid):
            yield from entry.items
        else:
            yield entry


# --- The organisation ------------------------------------------------------------------


def _within(first: date | None, end: date | None, day: date) -> bool:
    """Tell whether a day lies in `[first, end)`; None has no bound."""
    return (first is None or first <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class Membership:
    """The network of a school before `until`, the first day on which it belonged to the next one."""

    until: date
    network: str


@dataclass(frozen=True, slots=True)
class Charge:
    """The team and the deputy of a network before `until`."""

    until: date
    team: str
    deputy: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The team, work group and learning areas of a supervisor before `until`."""

    until: date
    team: str
    work_group: str | None
    learning_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class School:
    """A school; open in `[opened, closed)`, where None means always and not yet.

    `formerly` are the codes of networks it belonged to before: answers given there stay valid.
    `earlier` tells until when, oldest first, where that is known; see `forms.dated`.
    """

    code: str
    name: str
    network: str
    opened: date | None = None
    closed: date | None = None
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    earlier: tuple[Membership, ...] = ()

    def is_open(self, day: date) -> bool:
        """Tell whether the school is open on that day."""
        return _within(self.opened, self.closed, day)


@dataclass(frozen=True, slots=True)
class Network:
    """A เครือข่าย in `[since, until)`: team and deputy by code, the e-mail addresses that may view its sheet.

    `earlier` are the teams and deputies before these, oldest first; see `forms.dated`.
    """

    code: str
    name: str
    team: str
    deputy: str
    viewers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    earlier: tuple[Charge, ...] = ()
    since: date | None = None
    until: date | None = None

    def is_there(self, day: date) -> bool:
        """Tell whether the network has been founded and not yet been dissolved on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """A กลุ่มงาน in `[since, until)`, and the e-mail addresses that may view its sheet."""

    code: str
    name: str
    viewers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def is_there(self, day: date) -> bool:
        """Tell whether the work group exists on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class LearningArea:
    """A กลุ่มสาระการเรียนรู้; it belongs to no work group."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A ศึกษานิเทศก์: one team, at most one work group, 0 to 2 learning areas, in office `[since, until)`.

    `earlier` is what held before, oldest first; see `forms.dated`.
    """

    code: str
    name: str
    team: str
    work_group: str | None = None
    learning_areas: tuple[str, ...] = ()
    email: str | None = None
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()
    earlier: tuple[Assignment, ...] = ()

    def in_office(self, day: date) -> bool:
        """Tell whether the supervisor serves on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Deputy:
    """A รอง ผอ.สพป., responsible for networks."""

    code: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team of supervisors that answers for networks."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """A งาน/โครงการ that supervision follows up, under way in `[since, until)`.

    It belongs to a work group or a learning area, and a supervisor (`owner`) answers for it.
    """

    code: str
    name: str
    work_group: str | None = None
    learning_area: str | None = None
    owner: str | None = None
    due: date | None = None
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()

    def under_way(self, day: date) -> bool:
        """Tell whether the project is under way on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that decides: director, head, admin-head (ผอ.กลุ่มอำนวยการ) or clerk."""

    code: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """The area office: everything by code, in the configured order.

    `head` is the code of the supervisor who leads the group, `acting` those of the supervisors who act
    for the head, in that order.
    """

    name: str
    short_name: str
    networks: Mapping[str, Network]
    schools: Mapping[str, School]
    work_groups: Mapping[str, WorkGroup]
    learning_areas: Mapping[str, LearningArea]
    supervisors: Mapping[str, Supervisor]
    teams: Mapping[str, Team]
    deputies: Mapping[str, Deputy]
    viewers: tuple[str, ...] = ()  # who may view the district's sheet and every other
    projects: Mapping[str, Project] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    head: str = ""
    acting: tuple[str, ...] = ()

    def schools_of(self, network: str) -> tuple[School, ...]:
        """The schools of a network, closed ones among them."""
        return tuple(s for s in self.schools.values() if s.network == network)


# --- Responses -------------------------------------------------------------------------

Value = str | int | float | date | time | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Response:
    """One submission, parsed.

    `answers` maps question ids to typed values: the code of a choice, school or person; a
    date, time, number, text; a tuple of codes for checkboxes. A question without an answer is
    absent. `unreadable` keeps the texts of answers that could not be read as their type, and
    `unknown` those of question ids that the definition does not have. `understood` keeps the
    texts of dates that were read only by taking their year for a Buddhist one. Under
    "<id of a SCHOOL question>.network" stands the code of the network that was chosen there, ""
    for the option that says none.
    """

    form: str
    id: str
    created: datetime
    submitted: datetime
    respondent: str | None
    answers: Mapping[str, Value]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    understood: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or odd in a response: code, severity, question, and the values its message needs.

    The Thai message and what to do are made from the catalogue (`forms.findings`).
    """

    code: str
    severity: Severity
    question: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A checked response as summaries need it: who, where, when, and its scores.

    `counted` is False when an error keeps it out of the averages. `members` maps a dimension of
    the summary ("school", "network", "deputy", "supervisor", "group", "learning_area", "project", "way",
    "kind", …) to the member's code. `scores` maps rated item ids to their rating. `once_key`
    identifies what may occur once, None when it cannot be told.

    It lasts from `when` to `until`, the last day inclusive (None: that one day). `people` are the
    supervisors who took part, each once. `answers` holds every answer but ratings and paragraphs by
    question id: codes, numbers, texts, dates as "2026-11-20" and times as "09:00".
    """

    form: str
    response: str
    submitted: datetime
    when: date | None
    members: Mapping[str, str]
    scores: Mapping[str, int]
    counted: bool
    texts: Mapping[str, str] = field(default_factory=dict)  # PARAGRAPH answers by question id
    once_key: str | None = None
    until: date | None = None
    people: tuple[str, ...] = ()
    answers: Mapping[str, str | int | float | tuple[str, ...]] = field(default_factory=dict)


# --- Summaries -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Partition:
    """What a spreadsheet is about: the district, the office (code "" for both), a network, work group, …

    A supervisor's holds the entries whose `people` name them, a deputy's those of their networks.
    """

    kind: PartitionKind
    code: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """How to find the responses behind a figure: filters that `Ledger.find` answers with response ids.

    `moved` are schools whose responses stand behind it, too, from the time before they were of the partition.
    """

    form: str
    partition: Partition
    period: Period
    dimension: str = "all"
    member: str = ""
    measure: str = "responses"
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """A mergeable count: how many, their sum, how often each rating or level, first and last date."""

    n: int = 0
    total: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None

    @property
    def mean(self) -> float | None:
        """The mean, None where nothing was counted."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a person wrote: the answer to an open question, with where and when."""

    response: str
    question: str
    text: str
    when: date | None
    school: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Mergeable counts and sums of one form for one partition and period.

    `tallies` is keyed by (dimension, member, measure). Dimensions: "all" (member ""), every key
    of Entry.members, "week" (member a week's name), "supervisor*day" (member "S01|2026-11-20"),
    "school*class", "network*learning_area". Measures: "responses" (all, the erroneous among them), "counted",
    "errors", "warnings"; over counted ones "score" (the response's mean; counts holds its levels),
    "total", "domain:<grid id>", "item:<item id>" (counts holds the ratings "1" to "5").
    """

    form: str
    partition: Partition
    period: Period
    tallies: Mapping[tuple[str, str, str], Tally]
    excerpts: tuple[Excerpt, ...] = ()

    def tally(self, dimension: str, member: str, measure: str) -> Tally:
        """The tally under that key, an empty one where there is none."""
        return self.tallies.get((dimension, member, measure), EMPTY_TALLY)

    def members(self, dimension: str) -> tuple[str, ...]:
        """The members of a dimension that occur, sorted by code."""
        return tuple(sorted({m for d, m, _ in self.tallies if d == dimension}))

    def query(self, dimension: str = "all", member: str = "", measure: str = "responses") -> Query:
        """The query that finds the responses behind a tally."""
        return Query(self.form, self.partition, self.period, dimension, member, measure)


EMPTY_TALLY = Tally()
