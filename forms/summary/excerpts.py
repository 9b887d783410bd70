"""What people wrote: the open answers of counted entries, the latest of each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from heapq import nsmallest

from forms.model import Entry, Excerpt
from forms.scoring import mean

EXCERPTS_KEPT = 500  # of each question: more than a tab shows, and few enough to keep with a summary
LONGEST_EXCERPT = 2_000  # characters; the whole text stands in the register of responses


def excerpts_of(entries: Sequence[Entry]) -> tuple[Excerpt, ...]:
    """The excerpts of the counted entries, latest visit first; EXCERPTS_KEPT of each question."""
    written: dict[str, list[Entry]] = {}
    for entry in entries:
        for question in entry.texts if entry.counted else ():
            written.setdefault(question, []).append(entry)
    return latest(
        _excerpt(entry, question)
        for question, answered in written.items()
        for entry in nsmallest(EXCERPTS_KEPT, answered, key=lambda e: _place(e.when, e.response))
    )


def latest(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """The latest EXCERPTS_KEPT of each question, in an order that does not depend on theirs."""
    taken: Counter[str] = Counter()
    kept = []
    for excerpt in sorted(excerpts, key=lambda e: (_place(e.when, e.response), e.question)):
        taken[excerpt.question] += 1
        if taken[excerpt.question] <= EXCERPTS_KEPT:
            kept.append(excerpt)
    return tuple(kept)


def _excerpt(entry: Entry, question: str) -> Excerpt:
    text = entry.texts[question]
    shown = text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
    score = mean(tuple(entry.scores.values()))
    return Excerpt(entry.response, question, shown, entry.when, entry.members.get("school"), score)


def _place(when: date | None, response: str) -> tuple[int, str]:
    """Where an excerpt stands: the latest first, those without a date last."""
    return (-(when or date.min).toordinal(), response)
