"""Addresses: what the configuration may name is what a mail can be written to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forms.organisation.addresses import is_address
from sync.mail import Rendered, message

RIGHT = [
    "director@mukdahan.example",
    "a/b@office.example",
    "o'neil+tag@office.example",
    "{{x}}@office.example",
    "a_b-c@x_y.office.example",
]
WRONG = [
    "",
    "director",
    "director@office",
    "ผอ@office.example",
    "x@ก.ไทย",
    "a.@office.example",
    ".a@office.example",
    "a..b@office.example",
    '"@office.example',
    '"a b"@office.example',
    "a(b)@office.example",
    "a@b@office.example",
    "a@office..example",
    "a@office.example.",
    "a@[b.c",
    "a@[127.0.0.1]",
    "a@office.example\n",
    "a\x01@office.example",
    "=?utf-8?b?eA==?=@office.example",
    "a" * 250 + "@office.example",
]


@pytest.mark.parametrize("address", RIGHT)
def test_a_mail_can_be_written_to_what_is_accepted(address: str) -> None:
    assert is_address(address)
    rendered, at = Rendered("s", "t", "<p>t</p>"), datetime(2026, 11, 20, tzinfo=UTC)
    mail = message(rendered, sender=address, to=[address], message_id="<1@office.example>", date=at)
    assert mail.as_bytes()
    for name in ("From", "To"):
        (read,) = mail[name].addresses
        assert read.addr_spec == address


@pytest.mark.parametrize("address", WRONG, ids=lambda address: ascii(address[:20]))
def test_what_is_none_is_refused(address: str) -> None:
    assert not is_address(address)
