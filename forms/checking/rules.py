"""Checking: a response against its form's definition, the organisation and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.calendar import Calendar
from forms.checking.built_in import BuiltIn
from forms.checking.codes import BUILT_IN
from forms.checking.judges import judges_of
from forms.checking.paused import Changed, Paused, without
from forms.model import Entry, Finding, Form, Organisation, Response
from forms.response.entries import EntryMaker
from forms.response.path import Path


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking makes of a response: its entry, and what is wrong or odd, in the form's order."""

    entry: Entry
    findings: tuple[Finding, ...]


class Checker:
    """Checks the responses of one form. Made once for a form, an organisation and a calendar, then quick.

    `changed` are the questions that somebody changed in the live form.
    """

    def __init__(
        self,
        form: Form,
        organisation: Organisation,
        calendar: Calendar,
        changed: Sequence[Changed] = (),
    ) -> None:
        self._paused = Paused(form, changed) if changed else None
        path = Path(form)
        self._built_in = BuiltIn(form, organisation, path)
        self._judges = judges_of(form.checks, calendar)
        self._entries = EntryMaker(form, organisation, path)
        self._order = {question: place for place, question in enumerate(form.questions)}
        self._when = form.about.get("when", "")

    def check(self, response: Response) -> Checked:
        """The response's entry and findings; an error keeps it from being counted, a warning does not."""
        findings = self.findings(response)
        return Checked(self.entry(response, findings), findings)

    def entry(self, response: Response, findings: Sequence[Finding]) -> Entry:
        """The response's entry, with these findings; a day with an error is in doubt, and not its own."""
        errors = [finding for finding in findings if finding.severity == "error"]
        doubted = any(finding.question == self._when for finding in errors)
        return self._entries.entry(without(response, findings), counted=not errors, doubted=doubted)

    def findings(self, response: Response) -> tuple[Finding, ...]:
        """What is wrong or odd in the response, in the form's order."""
        findings = list(self._built_in.judge(response))
        for judge in self._judges:
            findings += judge(response)
        if self._paused is not None:
            findings = list(self._paused.judge(response, findings))
        if len(findings) > 1:
            findings.sort(key=lambda f: (self._order.get(f.question or "", len(self._order)), f.code))
        return tuple(findings)


def once_finding(form: Form, earlier: str, same: Sequence[str]) -> Finding:
    """The finding of a response whose `once_key` an earlier response (its id) has already.

    `same` are the ids of the questions whose answers make the key.
    """
    first = next(iter((*same, *form.once_per)), None)
    return Finding("once-per", BUILT_IN["once-per"], first, {"earlier": earlier, "same": ",".join(same)})
