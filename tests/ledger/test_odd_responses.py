"""Responses as Google never gives them: kept to the letter, read all the same, no other held up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from forms.response.read import STOOD_IN
from sync import json_text
from sync.ledger import Ledger, checks, responses
from tests.ledger.conftest import FORM, raw

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BOTH = ("createTime", "lastSubmittedTime")


def without(*names: str, **more: object) -> dict[str, Any]:
    return {name: value for name, value in raw("r1").items() if name not in names} | more


def take(ledger: Ledger, *raws: object, now: datetime = NOW) -> tuple[int, int]:
    with ledger.transaction() as tx:
        taken = responses.end_list(tx, FORM, responses.take(tx, FORM, raws, now), now, full=False)
    return taken.new, taken.changed


def kept(ledger: Ledger) -> list[bytes]:
    return [row[0] for row in ledger.connection.execute("SELECT body FROM raw ORDER BY rowid")]


ODD = {
    "no id": (without("responseId"), ("responseId",)),
    "an id of a wrong type": (without(responseId=7), ("responseId",)),
    "an id with half a character": (without(responseId="\ud800"), ("responseId",)),
    "no time of making": (without("createTime"), ("createTime",)),
    "no times": (without(*BOTH), BOTH),
    "times that are none": (without(createTime="soon", lastSubmittedTime=[]), BOTH),
    "the year 9999": (without(createTime="9999-12-31T23:59:59Z"), ("createTime",)),
    "the year 0": (without(lastSubmittedTime="0000-01-01T00:00:00Z"), ("lastSubmittedTime",)),
    "times without a zone": (without(createTime="2026-11-20T02:00:00"), ()),
    "a number": (5, ("responseId", *BOTH)),
    "nothing": (None, ("responseId", *BOTH)),
    "a list": ([["a"]], ("responseId", *BOTH)),
}


@pytest.mark.parametrize("name", ODD)
def test_what_lacks_is_stood_in_for_and_named(ledger: Ledger, name: str) -> None:
    given, lacks = ODD[name]
    assert take(ledger, given, raw("r2")) == (2, 0)
    assert json_text.read_as_given(kept(ledger)[0]) == given
    (waiting,) = [one for one in checks.unchecked(ledger.connection, FORM, 9) if one.id != "r2"]
    assert waiting.raw.get(STOOD_IN, ()) == lacks
    assert waiting.raw["responseId"] == waiting.id
    for moment in BOTH:
        assert datetime.fromisoformat(waiting.raw[moment]).tzinfo is not None
    assert [read["responseId"] for read in responses.raws(ledger.connection, FORM, [waiting.id])] == [
        waiting.id
    ]


def test_one_without_times_is_news_only_when_it_says_something_else(ledger: Ledger) -> None:
    assert take(ledger, without(*BOTH)) == (1, 0)
    assert take(ledger, without(*BOTH), now=LATER) == (0, 0)
    assert take(ledger, without(*BOTH, answers={"q": {}}), now=LATER) == (0, 1)
    assert len(kept(ledger)) == 2


def test_a_response_from_the_future_does_not_hide_those_after_it(ledger: Ledger) -> None:
    take(ledger, raw("r1", "2199-11-20T02:00:00Z"))
    cursor = responses.form_states(ledger.connection)[FORM].cursor
    assert cursor == LATER


def test_halves_of_characters_are_kept_as_they_came_and_read_as_one_sign(ledger: Ledger) -> None:
    body = json.dumps({"responses": [raw("r1", q="ก\ud800 \udfff=1+1"), raw("r2", q="ข")]}).encode()
    assert take(ledger, *json_text.read_as_given(body)["responses"]) == (2, 0)
    assert b"\\ud800 \\udfff=1+1" in kept(ledger)[0]
    (read,) = responses.raws(ledger.connection, FORM, ["r1"])
    assert read["answers"]["q"]["textAnswers"]["answers"] == [{"value": "ก\ufffd \ufffd=1+1"}]


def test_what_is_nested_without_end_is_kept_to_a_depth_and_says_so(ledger: Ledger) -> None:
    deep: Any = "end"
    for _ in range(1010):
        deep = [deep]
    assert take(ledger, raw("r1") | {"answers": {"q": deep}}, raw("r2")) == (2, 0)
    assert b"\\u2026" in kept(ledger)[0]
    assert len(list(responses.raws(ledger.connection, FORM, ["r1", "r2"]))) == 2
