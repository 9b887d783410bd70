"""The ids that a definition's questions have in Google Forms, the same for ever and on every machine."""

from __future__ import annotations

from hashlib import sha256

_LOWEST = 0x1000_0000  # eight digits without a leading zero, which Google might drop
_ROOM = 0x7000_0000  # and within 31 bits, so that the decimal `entry.` names of a form page stay positive


def google_id(form: str, *parts: str) -> str:
    """Eight lower-case hexadecimal digits for a part of a form.

    A question is `google_id(form, question)`; what has no question of its own adds words:
    `google_id(form, question, "network")`, `google_id(form, "section", section)`.
    """
    digest = sha256("\x1f".join((form, *parts)).encode()).digest()
    return f"{_LOWEST + int.from_bytes(digest[:8]) % _ROOM:08x}"
