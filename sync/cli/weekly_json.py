"""`report weekly --json`: each figure with how many responses stand behind it, and with which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from forms.model import Period, Query
from forms.weekly import Traced, WeeklyReport, traced
from sync.pipeline.behind import Behind


def weekly_json(report: WeeklyReport, found: Mapping[Query, Behind] | None = None) -> dict[str, Any]:
    """The report for programs. With `found` each figure has its responses, their ids by form."""
    return {
        "week": report.week.name,
        "start": report.week.start.isoformat(),
        "end": report.week.end.isoformat(),
        "cut": report.cut.isoformat(),
        "figures": [_figure_json(one, found) for one in traced(report)],
        "lines": _plain({one.name: getattr(report.lines, one.name) for one in fields(report.lines)}),
    }


def _plain(value: Any) -> Any:
    """What the report tells besides its figures: fields by name, days as "2026-11-20", periods by name."""
    if isinstance(value, Period):
        return value.name
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _figure_json(one: Traced, found: Mapping[Query, Behind] | None) -> dict[str, Any]:
    told = {
        "figure": one.name,
        "of": one.of,
        "period": one.query.period.name if one.query else None,
        "value": one.value,
        "owed": one.owed,
        "n": one.n,
    }
    if found is None:
        return told
    return {**told, "responses": found[one.query] if one.query else {}}
