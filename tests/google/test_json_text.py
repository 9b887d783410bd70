"""JSON of others: what orjson refuses is read and written all the same."""

from __future__ import annotations

from typing import Any

import pytest

from sync import json_text

HALVES = {"\ud800": ["x\udfff", "😀"]}


@pytest.mark.parametrize(
    ("text", "read", "as_given"),
    [
        ('{"a": "ก"}', {"a": "ก"}, {"a": "ก"}),
        ('{"\\ud800": ["x\\udfff", "\\ud83d\\ude00"]}', {"\ufffd": ["x\ufffd", "😀"]}, HALVES),
        ('["\\ud800", 1e999, 12345678901234567890123]', ["\ufffd", "1e999", 12345678901234567890123.0], None),
        ('["\\ud800", 18446744073709551615, -7]', ["\ufffd", 2**64 - 1, -7], None),
    ],
)  # fmt: skip
def test_read(text: str, read: Any, as_given: Any) -> None:
    assert json_text.read(text) == read
    if as_given is not None:
        assert json_text.read_as_given(text) == as_given
        assert json_text.read_as_given(json_text.write(as_given)) == as_given


@pytest.mark.parametrize("text", ["", "{", "[NaN]", '["\\ud800", Infinity]', "[" * 5000 + "]" * 5000])
def test_what_is_no_json_is_told_by_one_kind_of_error(text: str) -> None:
    for read in (json_text.read, json_text.read_as_given):
        with pytest.raises(ValueError, match=r"\S"):
            read(text)


def test_what_goes_to_google_has_whole_characters_only() -> None:
    assert json_text.write_whole({"a": ["ก\ud800", 1]}) == '{"a":["ก\ufffd",1]}'.encode()
