"""Problems in what people configure, and how grave what is found in a response is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence whose places in braces stay empty, and what fills them, so that it can be said in Thai, too.

    `text` is the English sentence, by which other languages know it (see templates/problems.yaml).
    `values` are texts, numbers, dates, or wordings of their own; without any the text stands as it is.
    One that `is_typed` is put into no language: see `to_type`.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_typed: bool = False

    def __str__(self) -> str:
        return self.text.format_map(self.values) if self.values else self.text


def to_type(text: str) -> Wording:
    """What is accepted just as it stands here: a code such as `week`, which as a word has its Thai."""
    return Wording(text, is_typed=True)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a definition or a configuration file, found by linting.

    `file` is the path as given, `line` counts from 1, `path` is where in the document
    ("sections[2].questions[0].type"), `message` says in English what is wrong and `accepted`
    what would be accepted ("" when the message says all). Work goes on in spite of a warning.
    `worded` are both before their places were filled, for who reads another language.
    """

    file: str
    line: int
    path: str
    message: str
    accepted: str = ""
    severity: Severity = "error"
    worded: tuple[Wording, Wording] | None = field(default=None, compare=False, repr=False)


def worded(
    file: str,
    line: int,
    path: str,
    message: str | Wording,
    accepted: str | Wording = "",
    severity: Severity = "error",
    values: Mapping[str, object] | None = None,
) -> Problem:
    """The problem with its English texts filled; `values` fill the places of both."""
    what, instead = (
        one if isinstance(one, Wording) else Wording(one, values or {}) for one in (message, accepted)
    )
    return Problem(file, line, path, str(what), str(instead), severity, (what, instead))
