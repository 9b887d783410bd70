"""Where a cell's link may lead: to the web, or to another place of the same spreadsheet."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

_INSIDE = re.compile(r"#gid=(\d+)(?:&range=([A-Za-z]{1,3}\d{0,8}(?::[A-Za-z]{0,3}\d{0,8})?))?", re.ASCII)


def safe_link(target: str) -> str | None:
    """An address that a page may link to, None for every other (javascript:, data:, files, …).

    "#gid=7&range=B3", Google's link inside a spreadsheet, becomes this page's own "?gid=7&range=B3#chosen".
    """
    inside = _INSIDE.fullmatch(target.strip())
    if inside:
        gid, cells = inside.groups()
        return f"?{urlencode({'gid': gid, 'range': cells})}#chosen" if cells else f"?gid={gid}"
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None


def is_outside(address: str) -> bool:
    """Whether an address that `safe_link` gave leads out of the spreadsheet."""
    return not address.startswith("?")
