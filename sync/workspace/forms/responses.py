"""Responses: kept as they were sent, listed by the API with its filter and pages."""

from __future__ import annotations

import re
import secrets
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from sync.workspace import files, parameters
from sync.workspace.errors import Refusal, not_found
from sync.workspace.forms import grading
from sync.workspace.store import Store, timestamp

LARGEST_PAGE = 5000

_FILTER = re.compile(
    r"\s*timestamp\s*(>=|>)\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z\s*", re.ASCII
)

# The last letters of an id are random: an order by them is no order at all, but pages can follow it.
_ORDERS = {"submitted": "number", "shuffled": "substr(id, -12)"}
_TIMES = {"lastSubmittedTime": "submitted", "createTime": "created"}

Answers = Mapping[str, Sequence[str]]
"""Question id -> the texts answered, as Google writes them."""


def list_responses(store: Store, form_id: str, params: Mapping[str, str], key: grading.Key) -> dict[str, Any]:
    """A page of forms.responses.list, in the order they first came; Refusal 400 for an unknown filter.

    The switches `filter_time` and `response_order` have it otherwise. `key` is a quiz's, else empty.
    Answers come as orjson.Fragment unless they are graded or `fields` asks for parts of them.
    """
    size = _page_size(params.get("pageSize", "0"))
    wanted = params.get("filter", "")
    comparison, moment = _parse_filter(wanted)
    after = _parse_token(params.get("pageToken", ""), form_id, wanted)
    facts = store.strain.facts
    order, time = _ORDERS[facts.response_order], _TIMES[facts.filter_time]
    # What came lately is found by its time: years of other responses are left alone.
    by = "INDEXED BY form_responses_submitted" if wanted and time == "submitted" else ""
    rows = store.connection.execute(
        f"SELECT *, {order} AS place FROM form_responses {by} WHERE form = ? AND place > ? "  # noqa: S608 - our own columns
        f"AND rtrim({time}, 'Z') {comparison} ? ORDER BY place LIMIT ?",
        (form_id, after, moment, size + 1),
    ).fetchall()
    answer: dict[str, Any] = {}
    if rows:
        whole = not key and "fields" not in params and "$fields" not in params
        answer["responses"] = [grading.grade(_resource(row, whole=whole), key) for row in rows[:size]]
    if len(rows) > size:
        answer["nextPageToken"] = _token(form_id, wanted, rows[size - 1]["place"])
    return answer


def get_response(store: Store, form_id: str, response_id: str, key: grading.Key) -> dict[str, Any]:
    """forms.responses.get; Refusal 404 where the form has no such response."""
    row = store.connection.execute(
        "SELECT * FROM form_responses WHERE form = ? AND id = ?", (form_id, response_id)
    ).fetchone()
    if row is None:
        raise not_found()
    return {"formId": form_id} | grading.grade(_resource(row, whole=False), key)


def _resource(row: sqlite3.Row, *, whole: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "responseId": row["id"],
        "createTime": row["created"],
        "lastSubmittedTime": row["submitted"],
    }
    if row["email"]:
        answer["respondentEmail"] = row["email"]
    if row["answers"] != "{}":
        answer["answers"] = orjson.Fragment(row["answers"]) if whole else orjson.loads(row["answers"])
    return answer


def _page_size(text: str) -> int:
    size = parameters.int32(text) or 0  # what is none was refused before
    if size < 0:
        raise Refusal(400, "Page size must not be negative.")
    return min(size or LARGEST_PAGE, LARGEST_PAGE)


def _parse_filter(text: str) -> tuple[str, str]:
    """The comparison and the moment, without Z, written so that it compares as text with what is kept."""
    if not text:
        return ">=", ""
    found = _FILTER.fullmatch(text)
    if not found:
        raise _bad_filter(text)
    comparison, seconds, fraction = found.groups()
    try:
        datetime.fromisoformat(seconds)
    except ValueError:
        raise _bad_filter(text) from None
    digits = (fraction or "").ljust(3, "0")
    return comparison, f"{seconds}.{digits[:3]}{digits[3:].rstrip('0')}"


def _bad_filter(text: str) -> Refusal:
    return Refusal(
        400,
        f"Invalid filter: {text}. Supported are 'timestamp > N' and 'timestamp >= N', "
        "N in RFC3339 UTC Zulu format.",
    )


def _token(form_id: str, wanted: str, place: int | str) -> str:
    return urlsafe_b64encode(orjson.dumps([form_id, wanted, place])).decode().rstrip("=")


def _parse_token(token: str, form_id: str, wanted: str) -> int | str:
    """The place after which the page begins; Refusal 400 for a token of another form or filter."""
    if not token:
        return 0
    try:
        of_form, of_filter, place = orjson.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, TypeError):
        raise Refusal(400, "Invalid page token.") from None
    if type(place) not in {int, str} or (isinstance(place, int) and not 0 <= place < 2**63):
        raise Refusal(400, "Invalid page token.")
    if (of_form, of_filter) != (form_id, wanted):
        raise Refusal(400, "Invalid page token: the form and the filter must be those of the first request.")
    kept: int | str = place
    return kept


def add(
    tx: sqlite3.Connection, store: Store, form_id: str, answers: Answers, *, email: str = "", visit: str = ""
) -> tuple[str, str]:
    """Keep a new response; returns its id and the token that lets its writer edit it.

    The same `visit` of the same person with the same answers is the same response: nothing is added.
    """
    content = _content(answers)
    if visit:
        row = tx.execute(
            "SELECT id, edit_token FROM form_responses "
            "WHERE form = ? AND visit = ? AND answers = ? AND email = ?",
            (form_id, visit, content, email),
        ).fetchone()
        if row:
            return row["id"], row["edit_token"]
    response_id, token = "ACYDBN" + secrets.token_urlsafe(33), "2_ABaOnu" + secrets.token_urlsafe(33)
    now = timestamp(store.now())
    tx.execute(
        "INSERT INTO form_responses (id, form, created, submitted, email, answers, edit_token, visit) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (response_id, form_id, now, now, email, content, token, visit),
    )
    _tell(tx, store, form_id)
    return response_id, token


def edit(
    tx: sqlite3.Connection, store: Store, row: sqlite3.Row, answers: Answers, *, email: str = ""
) -> None:
    """Replace a response's answers: it keeps its id and createTime, its lastSubmittedTime moves."""
    tx.execute(
        "UPDATE form_responses SET answers = ?, submitted = ?, email = ? WHERE number = ?",
        (_content(answers), timestamp(store.now()), email, row["number"]),
    )
    _tell(tx, store, row["form"])


def _tell(tx: sqlite3.Connection, store: Store, form_id: str) -> None:
    """Whether Drive notes that a form was answered is not known: the switch `responses_in_changes`."""
    if store.strain.facts.responses_in_changes == "yes":
        (owner,) = tx.execute("SELECT owner FROM files WHERE id = ?", (form_id,)).fetchone()
        files.touch(tx, store, form_id, owner)


def by_token(store: Store, form_id: str, token: str) -> sqlite3.Row | None:
    """The response that an edit token opens."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM form_responses WHERE form = ? AND edit_token = ?", (form_id, token)
    ).fetchone()
    return row


def delete(tx: sqlite3.Connection, form_id: str, response_id: str) -> bool:
    """Delete a response as the form's owner does by hand; False when there is none."""
    return bool(
        tx.execute("DELETE FROM form_responses WHERE form = ? AND id = ?", (form_id, response_id)).rowcount
    )


def texts_of(row: sqlite3.Row) -> dict[str, list[str]]:
    """The answers of a kept response, question id -> texts."""
    kept = orjson.loads(row["answers"])
    return {
        question: [answer["value"] for answer in given["textAnswers"]["answers"]]
        for question, given in kept.items()
    }


def _content(answers: Answers) -> str:
    """Google's `answers` map; questions without an answer are absent."""
    return orjson.dumps(
        {
            question: {"questionId": question, "textAnswers": {"answers": [{"value": t} for t in texts]}}
            for question, texts in answers.items()
            if texts
        }
    ).decode()
