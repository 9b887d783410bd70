"""Chains: the places that a record goes through until it is decided, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the vocabulary of forms names chains
    from forms.model.response import Finding, Value


State = Literal["waiting", "open", "returned", "passed", "refused"]


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a chain: who decides there (`by`, a role), and the words that they may choose.

    `by` is head, deputy, director, admin-head, clerk, secretariat, committee, stand-in or team-lead.
    `passes` are words that pass a record on, or end it well at the last step; `returns` send it back to
    who reported it, open until the response is edited after that; `refuses` end it; `stays` leave it here.
    """

    id: str
    by: str
    title: str
    passes: tuple[str, ...]
    returns: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that may be chosen here, in the order of a drop-down."""
        return (*self.passes, *self.stays, *self.returns, *self.refuses)


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps that a record goes through, in order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """A form's chains. `by` is the choice question whose code picks one, None where `of[""]` is all.

    `renewed_by` are questions that a decision is about besides who, where, when and what kind: where
    one of their answers is edited, the record is decided anew.
    """

    by: str | None
    of: Mapping[str, Chain]
    renewed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person chose for a response at a step, and when nithet noticed it.

    `word` is "" for a choice that was taken back; `by` is who held the post then (the code of a
    supervisor, deputy or post).
    """

    form: str
    response: str
    step: str
    word: str
    note: str
    noticed: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A response before an edit: what it said from `submitted` on, its answers as an Entry has them."""

    submitted: datetime
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands: its state, the step that it waits at since when, and what was decided.

    `step` is None where nothing more is to be decided; `problems` are decisions that hold for nothing.
    """

    state: State
    step: Step | None
    since: datetime | None
    decisions: tuple[Decision, ...]
    problems: tuple[Finding, ...]

    @property
    def is_open(self) -> bool:
        """Whether the record still waits for somebody."""
        return self.state in ("waiting", "open", "returned")
