"""Answers that name what the configuration no longer has: told in `status`, not only in each response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from forms.model import QuestionType
from sync.errors import NithetError
from sync.ledger import Ledger, entries
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles

_CODES: Final = ("unknown-network", "unknown-school", "school-not-in-network", "unknown-choice")
_CONFIGURED: Final = frozenset(
    {
        QuestionType.NETWORK,
        QuestionType.SCHOOL,
        QuestionType.SUPERVISOR,
        QuestionType.SUPERVISORS,
        QuestionType.WORK_GROUP,
        QuestionType.LEARNING_AREA,
        QuestionType.PROJECT,
    }
)
_SUBJECT: Final = "lost:"


@dataclass(frozen=True, slots=True)
class _Lost:
    """A text that was an option once, and how many responses chose it."""

    text: str
    responses: int


def tell_lost_options(ledger: Ledger, office: Office, now: datetime, troubles: Troubles) -> None:
    """Tell each option that responses chose and nobody is called by any more; end what was mended.

    Respondents choose these from lists: a text that is unknown was taken out of the configuration, or
    renamed there without an alias.
    """
    found = {f"{_SUBJECT}{_digest(one.text)}": one for one in _lost(ledger, office)}
    for subject in troubles.standing(_SUBJECT) - set(found):
        troubles.end(subject)
    for subject, one in found.items():
        told = NithetError("option-lost", text=one.text, count=str(one.responses))
        troubles.tell(subject, told, now)


def _lost(ledger: Ledger, office: Office) -> Iterator[_Lost]:
    counted: dict[str, int] = {}
    for form, question, text, responses in entries.named(ledger.connection, _CODES):
        asked = office.forms[form].questions.get(question) if form in office.forms else None
        if asked is not None and asked.type in _CONFIGURED and text:
            counted[text] = counted.get(text, 0) + responses
    for text, responses in sorted(counted.items()):
        yield _Lost(text, responses)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
