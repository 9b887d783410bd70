"""Weekly report to subject, plain text and HTML, through the templates in templates/mail."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment

from forms.model import Form, Organisation, Period
from forms.scoring import hundredths, level_at, percent
from forms.thai import thai_date, thai_datetime, thai_period
from forms.weekly import Compared, NetworkCoverage, WeeklyReport
from sync.mail.failing import Failing
from sync.mail.message import Attachment, Picture, Rendered, one_line
from sync.mail.writing import environment, short, web_only, written

_LOG = logging.getLogger(__name__)
NOTHING = "–"
_SHOWN = 8  # cases, and what waits: the sheets list all of them
_LOWEST = 5  # networks told of beside the picture of all
_QUOTED = 160  # letters of what somebody wrote


def render(
    report: WeeklyReport,
    organisation: Organisation,
    forms: Mapping[str, Form],
    links: Mapping[str, str],
    *,
    attachment: Attachment | None = None,
    as_word: str = "",
    failing: Sequence[Failing] = (),
) -> Rendered:
    """The mail of a week. `links` maps "district", "network:<code>" and "group:<code>" to addresses.

    `attachment` is the week's paper; `as_word` says in Thai why it is .docx, "" for PDF. `failing` is what
    does not work at present.
    """
    pictures = _pictures(report, organisation)
    values = _values(report, organisation, forms, links) | {
        "picture": pictures[0].cid if pictures else None,
        "lowest": _lowest(report) if pictures else (),
        "attachment": attachment,
        "as_word": as_word,
        "failing": failing,
    }
    attachments = (attachment,) if attachment else ()
    return replace(written(_environment(), "weekly", values), pictures=pictures, attachments=attachments)


@cache
def _environment() -> Environment:
    return environment(
        {
            "count": lambda value: NOTHING if value is None else f"{round(value):,}",
            "mean": lambda value: NOTHING if value is None else f"{hundredths(value) / 100:.2f}",
            "period": thai_period,
            "moment": thai_datetime,
            "day": thai_date,
        }
    )


def _pictures(report: WeeklyReport, organisation: Organisation) -> tuple[Picture, ...]:
    """The week's picture; none of a quiet week, or where it cannot be drawn: the mail tells all of it."""
    if _is_quiet(report) or not report.coverage:
        return ()
    try:
        from sync.mail.chart import Bar, coverage_chart  # noqa: PLC0415 - only who makes a mail waits for it

        bars = [
            Bar(
                one_line(_name(organisation.networks, line.network)),
                line.visited,
                line.owed,
                _share(line.visited, line.owed),
            )
            for line in report.coverage
        ]
        drawn = coverage_chart(bars)
    except Exception:
        _LOG.warning("The weekly mail goes without its picture, which could not be drawn", exc_info=True)
        return ()
    return (Picture(f"coverage.{report.week.name}@nithet", "image/png", drawn),)


def _lowest(report: WeeklyReport) -> tuple[NetworkCoverage, ...]:
    """The networks beside a picture that shows all: the least covered; none where they are few anyway."""
    if len(report.coverage) <= 2 * _LOWEST:
        return ()
    owing = [line for line in report.coverage if line.owed]
    return tuple(sorted(owing, key=lambda line: line.visited / line.owed)[:_LOWEST])


def _values(
    report: WeeklyReport, organisation: Organisation, forms: Mapping[str, Form], links: Mapping[str, str]
) -> dict[str, Any]:
    observed = (form for form in forms.values() if form.counts_as == "observation")
    rated = next((form for form in observed if form.bands and form.grids), None)
    missing = tuple(line for line in report.logdays if line.logged < line.owed)
    return {
        "report": report,
        "office": organisation,
        "week": _span(report.week),
        "quiet": _is_quiet(report),
        "visited": sum(line.visited for line in report.coverage),
        "owed": sum(line.owed for line in report.coverage),
        "logs_missing": missing,
        "logs_complete": len(report.logdays) - len(missing),
        "full_marks": max(rated.grids[0].scale) if rated else NOTHING,
        "level": _level(rated, report.score.now.value),
        "colours": {band.name: band.colour for band in rated.bands.levels} if rated and rated.bands else {},
        "links": {key: url for key, url in links.items() if web_only(url)},
        "groups": [g for g in organisation.work_groups.values() if f"group:{g.code}" in links],
        "moved": _moved,
        "few": lambda figure: 0 < figure.n < report.min_n,
        "percent": lambda part, whole: percent(part, whole) or 0,
        "share": _share,
        "network": lambda code: _name(organisation.networks, code),
        "school": lambda code: _name(organisation.schools, code),
        "supervisor": lambda code: _name(organisation.supervisors, code),
        "shown": _SHOWN,
        "next_week": _span(report.lines.next_week) if report.lines.next_week else "",
        "short": lambda text: short(text, _QUOTED),
        "form_title": lambda code: forms[code].title if code in forms else code,
        "network_code": lambda code: _network_of(organisation, code),
        "network_of": lambda code: _name(organisation.networks, _network_of(organisation, code)),
    }


def _is_quiet(report: WeeklyReport) -> bool:
    return not any(one.now.value for one in (report.observations, report.schools, report.logs))


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole)}%" if whole else NOTHING


def _moved(compared: Compared, kind: str) -> float | None:
    """By how much a figure moved, as it is shown; None where there is nothing to compare."""
    now, before = compared.now.value, compared.before.value
    if now is None or before is None:
        return None
    return (hundredths(now) - hundredths(before)) / 100 if kind == "mean" else now - before


def _level(form: Form | None, mean: float | None) -> str:
    """The name of the week's mean; "" where there is none, or where totals are banded."""
    if form is None or form.bands is None or form.bands.of != "mean" or mean is None:
        return ""
    found = level_at(form.bands, mean)
    return found.name if found else ""


def _name(known: Mapping[str, Any], code: str) -> str:
    """The label of a code; the code itself where the organisation knows it no longer."""
    return str(known[code].name) if code in known else code


def _network_of(organisation: Organisation, school: str) -> str:
    return organisation.schools[school].network if school in organisation.schools else NOTHING


def _span(week: Period) -> str:
    """The week's days alone: what `thai_period` says after its first word."""
    return thai_period(week).partition(" ")[2]
