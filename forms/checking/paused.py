"""Paused: answers to a question that somebody changed in the live form wait until it is decided about.

They are kept and shown; what they would feed is not reckoned from them. Answers from before the change
count as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from forms.checking.built_in import shown
from forms.model import Finding, Form, Response, Severity
from forms.response import network_key
from forms.response.path import Path

Kind = Literal["renamed", "removed", "type", "choices"]

CODES: Final[Mapping[str, str]] = {
    "renamed": "question-renamed",
    "removed": "question-removed",
    "type": "question-retyped",
    "choices": "question-other-choices",
}
PAUSING: Final = frozenset(CODES.values())  # the codes of what is found of such answers
_MISSING: Final = ("required-missing", "ratings-missing")


@dataclass(frozen=True, slots=True)
class Changed:
    """A question or grid (its id) that somebody changed by hand: `was` what nithet made it, `now` what it is.

    Responses submitted from `since` (aware) on were given to it as it is now. `decided`: what is answered
    means the same as before; of one that was removed, it is left out from then on. `own`: so because nobody
    changed it but nithet, whose newer wish the live form could not follow.
    """

    question: str
    kind: Kind
    was: str
    now: str
    since: datetime
    decided: bool = False
    own: bool = False


class Paused:
    """Holds back the answers of one form. Made once for a form and what was changed in it."""

    def __init__(self, form: Form, changed: Sequence[Changed]) -> None:
        self._path = Path(form)
        rows = {grid.id: [row.id for row in grid.items] for grid in form.grids}
        self._of = [(q, one) for one in changed for q in rows.get(one.question, (one.question,))]
        self._feeding = feeding(form)

    def judge(self, response: Response, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """What is found of a response, its answers that wait among it; nothing lacks that was not asked."""
        changed = [(question, one) for question, one in self._of if one.since <= response.submitted]
        if not changed:
            return tuple(found)
        removed = {question for question, one in changed if one.kind == "removed"}
        kept = (one for one in found if one.code not in _MISSING or one.question not in removed)
        return (*kept, *self._waiting(response, changed))

    def _waiting(self, response: Response, changed: Sequence[tuple[str, Changed]]) -> Iterator[Finding]:
        asked = self._path.asked(response.answers)
        for question, one in changed:
            gone = one.kind == "removed"
            answer = _answer(response, (question,) if gone else (question, network_key(question)))
            if one.decided or question not in asked or gone == (answer is not None):
                continue
            severity: Severity = "error" if question in self._feeding else "warning"
            values = {"was": shown(one.was), "now": shown(one.now), "text": shown(answer or "")}
            yield Finding(CODES[one.kind], severity, question, values)


def feeding(form: Form) -> frozenset[str]:
    """The questions on which more depends than their own texts: who, where, when, scores, ways, chains."""
    chosen = {q.id for q in form.questions.values() if any(c.leads_to for c in q.choices)}
    rated = {row.id for grid in form.grids for row in grid.items}
    chained = {form.chains.by} if form.chains and form.chains.by else set()
    return frozenset({*form.about.values(), *form.once_per, *form.cut_by, *chosen, *rated, *chained})


def without(response: Response, findings: Collection[Finding]) -> Response:
    """The response without the answers that wait, as these findings tell."""
    waiting = {finding.question for finding in findings if finding.code in PAUSING and finding.question}
    if not waiting:
        return response
    gone = waiting | {network_key(question) for question in waiting}
    answers = {question: answer for question, answer in response.answers.items() if question not in gone}
    return replace(response, answers=answers)


def _answer(response: Response, keys: Sequence[str]) -> str | None:
    """What was answered under one of these keys as text, None where nothing was.

    The network that was chosen answers a school's question only where that still asks for the school.
    """
    for given in (response.unreadable, response.understood, response.answers):
        for key in keys:
            if given.get(key) not in (None, ""):
                return str(given[key])
    return None
