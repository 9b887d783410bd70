"""What papers about a period are composed from: the office's records as its spreadsheets know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.duties import DutyRule, DutyState
from forms.model import Entry, Finding, Form, Organisation, Partition, Period, Severity, Summary
from forms.model.chains import Standing
from forms.needs import Need
from forms.organisation.dated import as_of
from forms.response.entries import day_of
from forms.results.book import ResultBook
from forms.summary import summarise

Summaries = Callable[[Partition, Form, Period], Summary]
Findings = Mapping[tuple[str, str], Sequence[Finding]]
"""(form, response) -> the findings that stand."""


@dataclass(frozen=True, slots=True)
class Known:
    """The whole office's records; each paper takes its part of them.

    `entries` are those of each form about the paper's period at least, in any order; `summary` gives the
    summary of a partition, form and period, as the spreadsheets have it; `standings` tells where records
    are that go up a chain, `findings` what stands of them. `duties` are the whole office's. `today` is the
    day on which the paper is made. A mean of fewer than `enough` responses is not judged. `results` are
    those of tests, of the whole district, None where no file of them was loaded.
    """

    today: date
    forms: Mapping[str, Form]
    organisation: Organisation
    calendar: Calendar
    entries: Mapping[str, Sequence[Entry]]
    summary: Summaries
    standings: Mapping[tuple[str, str], Standing] = field(default_factory=dict)
    findings: Findings = field(default_factory=dict)
    duties: Sequence[DutyState] = ()
    duty_rules: Mapping[str, DutyRule] = field(default_factory=dict)
    needs: Sequence[Need] = ()
    results: ResultBook | None = None
    enough: int = 3
    # What was asked for: the papers of all networks or people ask for the same records of the whole office.
    _records: dict[tuple[tuple[str, ...], Period, bool], tuple[Entry, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def last_day(self, period: Period) -> date:
        """The last day of a period that has come: its own, or today."""
        return max(period.start, min(self.today, period.end - timedelta(days=1)))

    def there(self, period: Period) -> Organisation:
        """The organisation as it was on that day."""
        return as_of(self.organisation, self.last_day(period))

    def counting_as(self, *what: str) -> tuple[Form, ...]:
        """The forms that count as that."""
        return tuple(form for form in self.forms.values() if form.counts_as in what)

    def records(self, forms: Iterable[Form], period: Period, *, counted: bool = True) -> list[Entry]:
        """The records of forms about a period, by their day; by default those alone that count."""
        every = tuple(forms)
        key = tuple(form.id for form in every), period, counted
        if (kept := self._records.get(key)) is None:
            found = (entry for form in every for entry in self.entries.get(form.id, ()))
            chosen = [e for e in found if day_of(e) in period and (e.counted or not counted)]
            chosen.sort(key=lambda entry: (day_of(entry), entry.submitted, entry.response))
            kept = self._records[key] = tuple(chosen)
        return list(kept)

    def standing(self, entry: Entry) -> Standing | None:
        """Where a record stands, None for one that goes up no chain."""
        return self.standings.get((entry.form, entry.response))

    def is_open(self, entry: Entry) -> bool:
        """Whether a record still waits for somebody."""
        standing = self.standing(entry)
        return standing is None or standing.is_open

    def cases(self) -> list[Entry]:
        """The urgent cases, the earliest due first: the same as the spreadsheets list.

        A school in need does not wait for a correct date: those in which an error is to be mended are among
        them. Only what somebody left out is no case.
        """
        every = (case for form in self.counting_as("case") for case in self.entries.get(form.id, ()))
        found = [case for case in every if case.counted or self._to_mend(case)]
        return sorted(found, key=lambda case: (self._due(case), day_of(case)))

    def open_cases(self) -> list[Entry]:
        """The urgent cases that nobody closed, the earliest due first."""
        return [case for case in self.cases() if self.is_open(case)]

    def owed_once(self) -> list[DutyState]:
        """The duties, each once: the single days of one that another gathers are left to that one."""
        gathered = {rule.gathers for rule in self.duty_rules.values()}
        return [state for state in self.duties if state.owed.duty not in gathered]

    def _to_mend(self, entry: Entry) -> bool:
        return any(one.severity == "error" for one in self.findings.get((entry.form, entry.response), ()))

    def _due(self, case: Entry) -> date:
        said = case.answers.get(self.forms[case.form].about.get("due", ""))
        return date.fromisoformat(said) if isinstance(said, str) and said else date.max


def summed_up(
    entries: Mapping[str, Sequence[Entry]], calendar: Calendar, findings: Findings | None = None
) -> Summaries:
    """Summaries made from the entries themselves, where none are kept: each once, when it is asked for."""
    worst: dict[str, Severity] = {
        response: "error" if any(one.severity == "error" for one in found) else "warning"
        for (_, response), found in (findings or {}).items()
        if found
    }
    made: dict[tuple[Partition, str, Period], Summary] = {}

    def summary(partition: Partition, form: Form, period: Period) -> Summary:
        key = partition, form.id, period
        if key not in made:
            made[key] = summarise(entries.get(form.id, ()), form, calendar, partition, period, worst)
        return made[key]

    return summary
