"""Kinds of papers, as a command line names them."""

from __future__ import annotations

from typing import get_args

from forms.papers import PaperKind
from forms.places import closest
from sync.errors import InputError

KINDS: tuple[PaperKind, ...] = get_args(PaperKind)


def kind_named(said: str, command: str) -> PaperKind:
    """The kind that a command was given. Raises InputError kind-unknown, guessing the one that was meant."""
    known = next((kind for kind in KINDS if kind == said), None)
    if known is None:
        guess = closest(said, KINDS) or KINDS[0]
        raise InputError("kind-unknown", kind=said, command=command, guess=guess, kinds=", ".join(KINDS))
    return known
