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
    **dict.fromkeys(("us-ascii", "ascii", "utf8"), "utf-8"),
    **dict.fromkeys(("tis-620", "tis620", "windows-874", "x-windows-874", "iso-8859-11", "dos-874"), _THAI),
}


def decoded(content: bytes, charset: str = "") -> str:
    """The text: by the mark at its beginning, else by `charset`, else by what the bytes look like."""
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
    """UTF-8 or Thai, if it reads all but a little of it; that of western Windows for what neither reads."""
    sample = content[:_SAMPLE]
    if (wide := _wide(sample)) is not None:
        return wide
    high = len(sample) - len(sample.translate(None, _HIGH))
    if not high:
        return "utf-8"
    text = sample.decode("utf-8", "replace")
    broken = text.count(_UNREAD) - (len(content) > _SAMPLE and text.endswith(_UNREAD))
    if broken <= high * _LITTLE:  # hardly anything else looks like UTF-8 by chance
        return "utf-8"
    return _THAI if _unread_as_thai(sample.decode(_THAI, "replace")) <= high * _LITTLE else "cp1252"


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
