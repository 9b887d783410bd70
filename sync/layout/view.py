"""What a spreadsheet is made from: everything its tabs need to know, handed over once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from forms.calendar import Calendar
from forms.model import Form, Organisation, Partition, Period, School, Severity, Summary
from sync.layout.reading import Reading
from sync.layout.texts import Texts, packaged_texts


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as people read it. `school` and `supervisor` are codes, `who` a name without one.

    `question` is the question's label, "" where the finding is about the whole response; `link`
    leads to the response, "" where there is nothing to open.
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


@dataclass(frozen=True, slots=True)
class View:
    """One partition in one semester.

    `summaries` and `earlier` map form ids to this and the previous semester's summary.
    `as_of` is when the partition's latest response was submitted (None before the first): it moves
    with news only, so that a tab without news stays as it was. `links` maps "district",
    "network:<code>", "group:<code>" and "register:<form id>" to addresses. A mean of fewer than
    `enough` responses is not ranked.
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
    links: Mapping[str, str] = field(default_factory=dict)
    enough: int = 3
    texts: Texts = field(default_factory=packaged_texts)

    @property
    def day(self) -> date:
        """The day of the semester that the figures stand on: that of the latest submission."""
        last = self.semester.end - timedelta(days=1)
        day = self.as_of.date() if self.as_of else self.semester.start
        return max(self.semester.start, min(day, last))

    @property
    def schools(self) -> tuple[School, ...]:
        """The partition's schools in the configured order; a work group, of no network, has all."""
        if self.partition.kind == "network":
            return self.organisation.schools_of(self.partition.code)
        return tuple(self.organisation.schools.values())

    @property
    def observation(self) -> Form | None:
        """The form that visits are counted by."""
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

    def before(self, form: Form) -> Summary:
        """That form's summary of the previous semester, an empty one where nothing came."""
        period = self.calendar.previous_semester(self.semester)
        return self.earlier.get(form.id) or Summary(form.id, self.partition, period, {})

    def readings(self, form: Form) -> tuple[Reading, Reading]:
        """This and the previous semester's summary of a form, ready to be asked."""
        return Reading(form, self.summary(form)), Reading(form, self.before(form))
