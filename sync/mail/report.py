"""Weekly report to subject, plain text and HTML, through the templates in templates/mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from unicodedata import category

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from forms.model import Form, Organisation, Period
from forms.scoring import hundredths, level_at, percent
from forms.thai import thai_date, thai_datetime, thai_period
from forms.weekly import Compared, WeeklyReport
from sync.mail.message import Rendered, one_line
from sync.packaged import folder

NOTHING = "–"
_SHOWN = 8  # cases, and what waits: the sheets list all of them
_QUOTED = 160  # letters of what somebody wrote


def render(
    report: WeeklyReport, organisation: Organisation, forms: Mapping[str, Form], links: Mapping[str, str]
) -> Rendered:
    """The mail of a week. `links` maps "district", "network:<code>" and "group:<code>" to addresses."""
    environment = _environment()
    values = _values(report, organisation, forms, links)
    subject = one_line(environment.get_template("weekly.subject.txt").render(values))
    lines = environment.get_template("weekly.txt").render(values).strip().splitlines()
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    html = environment.get_template("weekly.html").render(values, subject=subject)
    return Rendered(subject, text, css_inline.inline(html))


@cache  # with its templates, which take longer to compile than a mail to make
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=select_autoescape(("html",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_in_one_line,
    )
    filters: dict[str, Callable[..., str]] = {
        "count": lambda value: NOTHING if value is None else f"{round(value):,}",
        "mean": lambda value: NOTHING if value is None else f"{hundredths(value) / 100:.2f}",
        "period": thai_period,
        "moment": thai_datetime,
        "day": thai_date,
    }
    environment.filters |= filters
    return environment


def _in_one_line(value: object) -> object:
    """What a template prints: names from the configuration cannot begin a line, or a header, of their own."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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
        "quiet": not any(one.now.value for one in (report.observations, report.schools, report.logs)),
        "visited": sum(line.visited for line in report.coverage),
        "owed": sum(line.owed for line in report.coverage),
        "logs_missing": missing,
        "logs_complete": len(report.logdays) - len(missing),
        "full_marks": max(rated.grids[0].scale) if rated else NOTHING,
        "level": _level(rated, report.score.now.value),
        "colours": {band.name: band.colour for band in rated.bands.levels} if rated and rated.bands else {},
        "links": {key: url for key, url in links.items() if url.startswith(("https://", "http://"))},
        "groups": [g for g in organisation.work_groups.values() if f"group:{g.code}" in links],
        "moved": _moved,
        "few": lambda figure: 0 < figure.n < report.min_n,
        "percent": lambda part, whole: percent(part, whole) or 0,
        "share": lambda part, whole: f"{percent(part, whole)}%" if whole else NOTHING,
        "network": lambda code: _name(organisation.networks, code),
        "school": lambda code: _name(organisation.schools, code),
        "supervisor": lambda code: _name(organisation.supervisors, code),
        "shown": _SHOWN,
        "next_week": _span(report.lines.next_week) if report.lines.next_week else "",
        "short": _short,
        "form_title": lambda code: forms[code].title if code in forms else code,
        "network_code": lambda code: _network_of(organisation, code),
        "network_of": lambda code: _name(organisation.networks, _network_of(organisation, code)),
    }


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


def _short(text: str) -> str:
    """The beginning of a long text; no letter loses the marks above and below it."""
    text = one_line(text)
    end = min(_QUOTED, len(text))
    while 0 < end < len(text) and category(text[end]) == "Mn":
        end -= 1
    return text if end == len(text) else f"{text[:end].rstrip()}…"


def _network_of(organisation: Organisation, school: str) -> str:
    return organisation.schools[school].network if school in organisation.schools else NOTHING


def _span(week: Period) -> str:
    """The week's days alone: what `thai_period` says after its first word."""
    return thai_period(week).partition(" ")[2]
