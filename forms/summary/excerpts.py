"""What people wrote: the open answers of counted entries, the latest of each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from forms.model import Entry, Excerpt
from forms.scoring import mean

EXCERPTS_KEPT = 500  # of each question: more than a tab shows, and few enough to keep with a summary
LONGEST_EXCERPT = 2_000  # characters; the whole text stands in the register of responses


def excerpts_of(entries: Sequence[Entry]) -> tuple[Excerpt, ...]:
    """The excerpts of the counted entries, latest visit first; EXCERPTS_KEPT of each question."""
    return latest(
        Excerpt(
            entry.response,
            question,
            text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…",
            entry.when,
            entry.members.get("school"),
            mean(tuple(entry.scores.values())),
        )
        for entry in entries
        if entry.counted
        for question, text in entry.texts.items()
    )


def latest(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """The latest EXCERPTS_KEPT of each question, in an order that does not depend on theirs."""
    ordered = sorted(excerpts, key=lambda e: (e.question, e.response))
    ordered.sort(key=lambda e: e.when or date.min, reverse=True)
    taken: dict[str, int] = {}
    kept = []
    for excerpt in ordered:
        taken[excerpt.question] = taken.get(excerpt.question, 0) + 1
        if taken[excerpt.question] <= EXCERPTS_KEPT:
            kept.append(excerpt)
    return tuple(kept)
