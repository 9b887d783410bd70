"""Summaries as JSON, for the ledger to keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.model import Excerpt, Partition, Period, Summary, Tally


def to_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain JSON: dicts, lists, text, numbers.

    Tallies stand under their dimension, member and measure as [n, total, counts, first, last].
    """
    tallies: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for (dimension, member, measure), tally in summary.tallies.items():
        members = tallies.setdefault(dimension, {})
        members.setdefault(member, {})[measure] = [
            tally.n,
            tally.total,
            dict(tally.counts),
            _written(tally.first),
            _written(tally.last),
        ]
    period = summary.period
    return {
        "form": summary.form,
        "partition": [summary.partition.kind, summary.partition.code],
        "period": [period.start.isoformat(), period.end.isoformat(), period.kind, period.name],
        "tallies": tallies,
        "excerpts": [
            [e.response, e.question, e.text, _written(e.when), e.school, e.score] for e in summary.excerpts
        ],
    }


def from_json(stored: Mapping[str, Any]) -> Summary:
    """The summary that `to_json` stored. KeyError, TypeError or ValueError for anything else."""
    kind, code = stored["partition"]
    start, end, period_kind, name = stored["period"]
    return Summary(
        stored["form"],
        Partition(kind, code),
        Period(date.fromisoformat(start), date.fromisoformat(end), period_kind, name),
        {
            (dimension, member, measure): Tally(n, total, counts, _read(first), _read(last))
            for dimension, members in stored["tallies"].items()
            for member, measures in members.items()
            for measure, (n, total, counts, first, last) in measures.items()
        },
        tuple(
            Excerpt(response, question, text, _read(when), school, score)
            for response, question, text, when, school, score in stored["excerpts"]
        ),
    )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
