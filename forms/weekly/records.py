"""What the weekly report's lines are composed from: records, where they stand, what is owed, at the cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forms.duties import DutyRule, DutyState
from forms.duties.absence import Standings
from forms.model import Entry, Form, Organisation, QuestionType, Severity
from forms.model.chains import Standing
from forms.weekly.lines import Record


@dataclass(frozen=True, slots=True)
class Records:
    """The records of an office as they were known on the day of the cut.

    `entries` are by form, of the academic year and what goes on from earlier ones, `submitted` the first
    submission; `findings` the worst open severity of each response; `duties` those that are due from
    `today` on, for some weeks beyond the next; `latest` is the latest submission of all.
    """

    today: date
    organisation: Organisation
    forms: Mapping[str, Form]
    entries: Mapping[str, Sequence[Entry]]
    standings: Standings
    findings: Mapping[str, Severity]
    duties: Sequence[DutyState] = ()
    rules: Sequence[DutyRule] = ()
    latest: datetime | None = None

    def of(self, *forms: Form) -> Iterator[Entry]:
        """The entries of these forms."""
        return (entry for form in forms for entry in self.entries.get(form.id, ()))

    def standing(self, entry: Entry) -> Standing | None:
        """Where a record stands, None for one that goes up no chain."""
        return self.standings.get((entry.form, entry.response))

    def is_open(self, entry: Entry) -> bool:
        """Whether a record still waits for somebody."""
        standing = self.standing(entry)
        return standing is None or standing.is_open

    def label(self, entry: Entry, role: str) -> str:
        """What was chosen or written for a role of `about`, in words; "" for nothing."""
        question = self.forms[entry.form].asks(role)
        said = entry.answers.get(question.id) or entry.texts.get(question.id) if question else None
        if question is None or not isinstance(said, str):
            return ""
        return next((choice.label for choice in question.choices if choice.code == said), said)

    def title(self, entry: Entry) -> str:
        """What a record is called: the subject that was written, else its first text; "" for none."""
        form = self.forms[entry.form]
        texts = (one for one in form.questions.values() if one.type is QuestionType.TEXT and one.required)
        question = form.asks("subject") or next(texts, None)
        said = entry.answers.get(question.id) if question else None
        return said if isinstance(said, str) else ""

    def date_of(self, entry: Entry, role: str) -> date | None:
        """The answer to the question of a role of `about` that asks for a date."""
        said = entry.answers.get(self.forms[entry.form].about.get(role, ""))
        return date.fromisoformat(said) if isinstance(said, str) and said else None


def named(entry: Entry, day: date) -> Record:
    """A response by what it is about."""
    return Record(entry.form, entry.response, entry.members.get("school", ""), entry.people, day)
