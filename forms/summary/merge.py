"""Merging summaries: the whole from its parts, in any order."""

from __future__ import annotations

from collections.abc import Iterable

from forms.model import Partition, Summary


def merge(summaries: Iterable[Summary], partition: Partition) -> Summary:
    """One summary of several of one form that share no response, for the partition they make up.

    Associative and commutative; the period is the span of theirs. ValueError when there is none
    or their forms differ.
    """
    raise NotImplementedError
