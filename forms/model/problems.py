"""Problems in what people configure, and how grave what is found in a response is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a definition or a configuration file, found by linting.

    `file` is the path as given, `line` counts from 1, `path` is where in the document
    ("sections[2].questions[0].type"), `message` says in English what is wrong and `accepted`
    what would be accepted ("" when the message says all). Work goes on in spite of a warning.
    """

    file: str
    line: int
    path: str
    message: str
    accepted: str = ""
    severity: Severity = "error"
