"""What a response must have to be kept: its id and its moments; and what stands in where Google gave none.

Google always gives them. A response that comes without is kept and shown as any other, with a finding
that says so, rather than stopping those that came with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from forms.response.read import STOOD_IN
from sync import json_text
from sync.ledger.store import utc

_LONGEST_ID = 256  # characters; Google's have about 100
_YEARS = range(2000, 2200)  # there were no forms before; a moment outside cannot be put on every clock


@dataclass(frozen=True, slots=True)
class Envelope:
    """A response's id and moments as the ledger keeps them, and which of them Google did not give."""

    id: str
    created: str
    submitted: str
    wrong: tuple[str, ...] = ()


def envelope(raw: Any, now: datetime) -> Envelope:
    """The envelope of a response as Google gave it, whatever it gave.

    Where one moment lacks, the other stands in; where both do, `now`, when it came. Where its id lacks,
    what it says: so it stays one response however often it is listed.
    """
    said = raw if isinstance(raw, dict) else {}
    created, submitted = (moment(said.get(name)) for name in ("createTime", "lastSubmittedTime"))
    given = said.get("responseId")
    wrong = {"responseId": is_id(given), "createTime": created, "lastSubmittedTime": submitted}
    return Envelope(
        str(given) if is_id(given) else f"unnamed-{sha256(json_text.write(raw)).hexdigest()[:24]}",
        utc(created or submitted or now),
        utc(submitted or created or now),
        tuple(name for name, found in wrong.items() if not found),
    )


def opened(body: bytes, kept: Envelope) -> dict[str, Any]:
    """A response that was kept under this envelope, to be read: halves of characters as U+FFFD.

    What Google did not give is put in, and named under `STOOD_IN`.
    """
    raw = json_text.read(body)
    if isinstance(raw, dict) and raw.get("responseId") == kept.id and _is_told(raw) and STOOD_IN not in raw:
        return raw
    said = raw if isinstance(raw, dict) else {"answers": raw}
    stand_ins = {"responseId": kept.id, "createTime": kept.created, "lastSubmittedTime": kept.submitted}
    wrong = envelope(raw, datetime.fromisoformat(kept.submitted)).wrong
    unnamed = ("responseId",) if said.get("responseId") != kept.id and "responseId" not in wrong else ()
    return {**said, **stand_ins, STOOD_IN: (*unnamed, *wrong)}


def _is_told(raw: Mapping[str, Any]) -> bool:
    """Whether both moments stand there, with their time zones."""
    told = (raw.get("createTime"), raw.get("lastSubmittedTime"))
    return all(moment(one) and datetime.fromisoformat(one).tzinfo for one in told)  # type: ignore[arg-type]


def moment(given: Any) -> datetime | None:
    """A moment of Google's, aware; one without a time zone is in UTC. None for what is none."""
    if not isinstance(given, str):
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    if found.year not in _YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_id(given: Any) -> bool:
    """Whether an id can be one: some letters on one line."""
    return isinstance(given, str) and 0 < len(given) <= _LONGEST_ID and given.isprintable()
