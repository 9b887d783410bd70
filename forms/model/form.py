"""Forms: questions, grids, sections, bands, and what a form says of its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from forms.model.chains import Chains
from forms.model.problems import Severity


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


ONE_OF_CHOICES: Final = frozenset({QuestionType.CHOICE, QuestionType.DROPDOWN})
"""The types that take one of the choices which their definition lists."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `code` is stable, `label` is what is shown and comes back as the answer.

    `aliases` are earlier labels that stay valid; `leads_to` is the id of the section that
    choosing it opens (None: the next one). `series` is what stands before the number of a record that
    has running numbers of its kind's own ("รับ 12/2569"), "" where all kinds share one series.
    """

    code: str
    label: str
    leads_to: str | None = None
    aliases: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that a definition asks for: its finding code, the questions it reads, its parameters.

    `only` are the codes that choice questions must have been answered with, by question, for it to hold.
    """

    code: str
    of: tuple[str, ...]
    severity: Severity
    parameters: Mapping[str, object] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked. `domain` is the id of the RatingGrid a RATING stands in, else None.

    `nothing` is, for a SCHOOL that may stay empty, the label of the option that says so
    ("ไม่เกี่ยวข้องกับโรงเรียน"); choosing it skips the schools. `summed` is, for a NUMBER, whether what
    was answered is added up over schools and networks: amounts are, scores and shares are not. `public` is
    whether answers may be published as they are.
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
    summed: bool = False
    public: bool = False


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


@dataclass(frozen=True, slots=True)
class StatusTable:
    """Two choice questions set against each other, by id; `latest` is the one whose latest answer stands.

    What is told of one place (a class, a school, a network, the district) stands until it is told anew.
    """

    rows: str
    columns: str
    latest: str


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
    questions that together may occur once. `tables` set two choice questions against each other.

    `seen_in` says which spreadsheets list the form's responses. `counts_as` is what layouts and duties
    find forms by: observation (of classes), visit (another record of being at a school), log,
    journey, permit, plan, case, half-year-report, profile, sar, minutes, register; "" for none of
    them. `chains` is the way that a response goes until it is decided, None where none is. `numbered`
    is the year ("fiscal-year", "calendar-year") within which the register numbers responses in the
    order of their submission, "" where it does not; the choices of the kind say whether each has a
    series. `of_learning_area` is the code of the learning area that every response is about, "" where
    the form asks for it or is about none. `needs_help` are the codes, by choice question, that say that
    the school needs help, which the `members` give it until the day of `due`. `questions` are all of them
    by id, in the form's order, the items of grids among them.
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
    tables: tuple[StatusTable, ...] = ()
    checks: tuple[Check, ...] = ()
    bands: Bands | None = None
    seen_in: tuple[PartitionKind, ...] = ("district", "network", "group")
    counts_as: str = ""
    chains: Chains | None = None
    numbered: str = ""
    needs_help: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_learning_area: str = ""
    questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = {q.id: q for s in self.sections for q in _questions_in(s)}
        object.__setattr__(self, "questions", every)

    @property
    def grids(self) -> tuple[RatingGrid, ...]:
        """The form's domains, in order."""
        return tuple(e for s in self.sections for e in s.entries if isinstance(e, RatingGrid))

    def asks(self, role: str) -> Question | None:
        """The question that answers a role of `about`, None where the form asks for no such thing."""
        return self.questions.get(self.about.get(role, ""))


def _questions_in(section: Section) -> Iterator[Question]:
    for entry in section.entries:
        if isinstance(entry, RatingGrid):
            yield from entry.items
        else:
            yield entry
