"""Corrections: what people answered to findings, applied to a response before it is checked.

The response itself stays as it came. A correction holds for the answer that it was made of: once
the response is edited there, its own new answer counts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from forms.checking.paused import PAUSING
from forms.checking.rules import Checked, Checker
from forms.model import Finding, Form, Organisation, Question, QuestionType, Response, Severity
from forms.question_ids import google_id
from forms.response import Reader, network_key

Verdict = Literal["", "confirmed", "left-out"]

# What is said of corrections that are themselves wrong; the response is judged as if they were not.
PROBLEMS: Mapping[str, Severity] = {
    "correction-unreadable": "warning",
    "correction-no-question": "warning",
    "correction-ambiguous": "warning",
    "correction-unknown-word": "warning",
    "correction-contradicted": "warning",
    "correction-verdict-contradicted": "warning",
    "correction-impossible": "warning",
}

# What cannot have been: confirmed, it would count as done what was not.
IMPOSSIBLE: Final = frozenset({"not-in-future", "date-order", "time-order", "part-of-whole"})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person answered to a finding, named by its code and question ("" for the whole response).

    `value` is the right answer as typed, "" for none; `verdict` what was decided, or a word that is
    none of the drop-down's; all empty: taken back. `answered` is the answer that it was made of
    (`answered`). `by` is the spreadsheet that it was made in.
    """

    form: str
    response: str
    code: str
    question: str
    verdict: str
    value: str
    note: str
    noticed: datetime
    by: str
    answered: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A response as people corrected it: `response` has their values in the place of what was answered.

    `held` are the corrections that are obeyed, `wrong` what is said of the others. `confirmed` are the
    findings (code, question) that stand no longer; a response that was `left_out` is not counted.
    """

    response: Response
    held: tuple[Correction, ...] = ()
    wrong: tuple[Finding, ...] = ()

    @property
    def confirmed(self) -> frozenset[tuple[str, str]]:
        """The findings that were confirmed, by code and question; a typed value ends what made one wait."""
        ended = (c for c in self.held if c.verdict == "confirmed" or (c.value and c.code in PAUSING))
        return frozenset((c.code, c.question) for c in ended)

    @property
    def replied(self) -> frozenset[tuple[str, str]]:
        """The findings to which an answer of people's holds, by code and question."""
        return frozenset((c.code, c.question) for c in self.held)

    @property
    def left_out(self) -> bool:
        """Whether somebody left the response out."""
        return any(c.verdict == "left-out" for c in self.held)


def answered(response: Response, question: str) -> str:
    """What was answered to a question as one text, to see whether it is still the same; "" for none."""
    if not question:
        return ""
    unread, network = response.unreadable.get(question), response.answers.get(network_key(question))
    parts = (unread, response.answers.get(question), network)
    return "|".join(str(part) for part in parts if part not in (None, ""))  # 0 is an answer


def check(checker: Checker, corrected: Corrected, more: Iterable[Finding] = ()) -> Checked:
    """Check a response as it was corrected; `more` is what else was found, such as in decisions.

    One that is left out has nothing left to mend; a wrong correction is told all the same.
    """
    confirmed = corrected.confirmed
    findings = tuple(
        finding
        for finding in (*checker.findings(corrected.response), *more)
        if (finding.code, finding.question or "") not in confirmed
    )
    entry = checker.entry(corrected.response, findings)
    if corrected.left_out:
        findings = ()
        entry = replace(entry, counted=False, once_key=None)  # it keeps no other from being counted
    return Checked(entry, (*findings, *corrected.wrong))


def of_answers(
    checker: Checker, sent: Response, corrected: Corrected, more: Iterable[Finding] = ()
) -> tuple[Finding, ...] | None:
    """What is found of a response as it was `sent`; None where no typed value took an answer's place."""
    if not any(c.value for c in corrected.held):
        return None
    return (*checker.findings(sent), *more)


class Corrector:
    """Applies corrections to the responses of one form. Made once, with the form's reader."""

    def __init__(self, form: Form, organisation: Organisation, reader: Reader) -> None:
        self._form, self._reader = form, reader
        self._networks = tuple(organisation.networks)

    def apply(self, response: Response, corrections: Sequence[Correction]) -> Corrected:
        """The response with what holds of its corrections, of each finding what each spreadsheet says.

        Where two say something else of the same, the later one holds; neither, where nobody was later.
        """
        living = [
            c for c in corrections if (c.value or c.verdict) and c.answered == answered(response, c.question)
        ]
        held, wrong, changed = [], [], response
        for one in living:
            others = self._others(response, one, living)
            if any(other.noticed > one.noticed for other in others):
                continue
            at_once = [other for other in others if other.noticed == one.noticed]
            problem = self._problem(one) or _contradicted(one, at_once)
            if problem is None and one.value:
                found = self._valued(changed, one)
                problem = _finding("correction-unreadable", one, text=one.value) if found is None else None
                changed = found or changed
            if problem is None:
                held.append(one)
            elif problem not in wrong:
                wrong.append(problem)
        return Corrected(changed, tuple(held), tuple(wrong))

    def _others(self, response: Response, one: Correction, living: Sequence[Correction]) -> list[Correction]:
        """The corrections of the same finding, or of the same question's value, that say something else."""
        rivals = (
            other
            for other in living
            if (other.code, other.question) == (one.code, one.question)
            or (other.value and one.value and other.question == one.question)
        )
        return [other for other in rivals if self._says(response, other) != self._says(response, one)]

    def _says(self, response: Response, one: Correction) -> tuple[str, object]:
        """What a correction comes to: one day may be written in two ways."""
        found = None
        if one.value and self._problem(one) is None:
            found = self._valued(response, one)
        return one.verdict, found.answers.get(one.question) if found else one.value

    def _problem(self, one: Correction) -> Finding | None:
        """What is wrong with a correction before its value is read."""
        if one.verdict not in ("", "confirmed", "left-out"):
            return _finding("correction-unknown-word", one, text=one.verdict)
        if one.value and one.verdict:
            return _finding("correction-ambiguous", one, text=one.value)
        if one.value and one.question not in self._form.questions:
            return _finding("correction-no-question", one, text=one.value)
        if one.verdict == "confirmed" and one.code in IMPOSSIBLE:
            return _finding("correction-impossible", one)
        return None

    def _valued(self, response: Response, one: Correction) -> Response | None:
        """The response with the value in the place of what was answered; None where it cannot be read."""
        question = self._form.questions[one.question]
        for answers in self._spelled(response, question, one.value):
            read = self._reader.read({**_RAW, "responseId": response.id, "answers": answers})
            if question.id in read.answers and not read.unreadable:
                return _with(response, question.id, read)
        return None

    def _spelled(self, response: Response, question: Question, value: str) -> Iterator[dict[str, Any]]:
        """The value as Google would have it; for a school in each network, the one that was chosen first."""
        form = self._form.id
        if question.type is QuestionType.SCHOOL:
            chosen = response.answers.get(network_key(question.id))
            for network in sorted(self._networks, key=lambda code: code != chosen):
                yield {google_id(form, question.id, network): _texts(value)}
        elif question.type in (QuestionType.CHECKBOXES, QuestionType.SUPERVISORS):
            yield {google_id(form, question.id): _texts(*(part.strip() for part in value.split(",")))}
        yield {google_id(form, question.id): _texts(value)}


def _contradicted(one: Correction, others: Sequence[Correction]) -> Finding | None:
    """What is said of corrections that were found at once and say different things."""
    if not others:
        return None
    if not all(other.value for other in (one, *others)):
        return _finding("correction-verdict-contradicted", one)
    texts = sorted({other.value for other in (one, *others)})
    return _finding("correction-contradicted", one, texts=", ".join(texts))


_RAW = {"createTime": "2026-01-01T00:00:00Z", "lastSubmittedTime": "2026-01-01T00:00:00Z"}


def _texts(*values: str) -> dict[str, Any]:
    return {"textAnswers": {"answers": [{"value": value} for value in values]}}


def _with(response: Response, question: str, read: Response) -> Response:
    """What was read of the question in the place of what it held, whether that could be read or not."""
    places = (question, network_key(question))
    return replace(
        response,
        answers={**{k: v for k, v in response.answers.items() if k not in places}, **read.answers},
        unreadable={k: v for k, v in response.unreadable.items() if k not in places},
        understood={k: v for k, v in response.understood.items() if k != question},
    )


def _finding(code: str, one: Correction, **values: str) -> Finding:
    return Finding(code, PROBLEMS[code], one.question or None, {"of": one.code, **values})
