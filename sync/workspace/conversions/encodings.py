"""Text out of bytes whose encoding nobody told: UTF-8, UTF-16, or the Thai encoding of Windows.

What decides is how much of the bytes an encoding reads, not whether it reads all of them: a file with
one broken byte stays the Thai text that it is, with one sign that says that something is missing.
"""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_THAI = "cp874"
_UNREAD = "\ufffd"
_SAMPLE = 1 << 20  # bytes by which an encoding is told
_HIGH = bytes(range(128, 256))
_LITTLE, _MOST = 0.3, 0.9
_KNOWN = re.compile(r"[\t\n\r -\u024f\u0e00-\u0e7f\u2000-\u206f]+")  # latin, Thai and punctuation
_STRAY = re.compile(r"[\x80-\x9f]|(?<![ก-๎])[ัิ-ฺ็-๎]")
_NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "tis-620": _THAI, "tis620": _THAI,
    "windows-874": _THAI, "cp874": _THAI, "x-windows-874": _THAI, "iso-8859-11": _THAI, "dos-874": _THAI,
}  # fmt: skip


def decoded(content: bytes, charset: str = "") -> str:
    """The text. A mark at the beginning goes before what `charset` says, that before what the bytes look like."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(name, "replace")
    return content.decode(named(charset) or _told(content), "replace")


def named(charset: str) -> str:
    """Python's name of an encoding of texts that a Content-Type names, "" for one that nobody knows."""
    name = charset.strip().strip("\"'").lower()
    if name in _NAMES:
        return _NAMES[name]
    try:
        "".encode(name)
        return codecs.lookup(name).name if name else ""
    except (LookupError, UnicodeError, ValueError):
        return ""


def _told(content: bytes) -> str:
    """The encoding that reads the most of it; that of western Windows only where the others read little."""
    sample = content[:_SAMPLE]
    if (wide := _wide(sample)) is not None:
        return wide
    high = len(sample) - len(sample.translate(None, _HIGH))
    if not high:
        return "utf-8"
    thai = _unread_as_thai(sample.decode(_THAI, "replace"))
    text = sample.decode("utf-8", "replace")
    broken = text.count(_UNREAD) - (len(content) > _SAMPLE and text.endswith(_UNREAD))
    if min(thai, broken) > high * _LITTLE:
        return "cp1252"
    return "utf-8" if broken <= thai else _THAI


def _wide(sample: bytes) -> str | None:
    """UTF-16 without its mark, which most bytes with zeros among them would be nonsense in; None for none."""
    if b"\0" not in sample:
        return None
    odd = sample[1::2].count(0) > sample[0::2].count(0)
    name = "utf-16-le" if odd else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    known = sum(len(found) for found in _KNOWN.findall(text))
    return name if text and known >= len(text) * _MOST else None


def _unread_as_thai(text: str) -> int:
    """How many signs the Thai encoding makes nothing of, marks that stand on no letter among them."""
    return text.count(_UNREAD) + len(_STRAY.findall(text))
