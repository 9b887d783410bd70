"""What does not work at present, as a mail tells it: whose responses are missing, which sheet is old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

What = Literal["form", "following", "sheet", "people", "sharing", "close", "google", "behind"]


@dataclass(frozen=True, slots=True)
class Failing:
    """Something that fails, and since when (aware, the office's time): a form or spreadsheet by its title.

    "form": its responses are missing; "following": it does not follow the configuration; "sheet": it is
    not written; "people": what people write in it is not read; "sharing", "close": who may see or write
    in it stays as it was. "google" and "behind" are of no one file: Google is out of reach as a whole,
    or there is more to do than its quotas allow.
    """

    what: What
    name: str
    since: datetime
