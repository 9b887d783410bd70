"""Signs that XML has no room for, as Excel writes them: `_x000D_`, and `_x005F_` before what looks so."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


def plain(text: str) -> str:
    """The text that is meant (ECMA-376's ST_Xstring); halves of signs that have no other stay as they are."""
    return _ESCAPED.sub(_meant, text) if "_x" in text else text


def _meant(found: re.Match[str]) -> str:
    codes = [int(found[0][at + 2 : at + 6], 16) for at in range(0, len(found[0]), 7)]
    units = b"".join(code.to_bytes(2, "little") for code in codes)
    try:
        return units.decode("utf-16-le")
    except UnicodeDecodeError:
        return found[0]
