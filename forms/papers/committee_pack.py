"""เอกสารประกอบการประชุม ก.ต.ป.น.: a quarter's figures, plans and resolutions (S15)."""

from __future__ import annotations

from collections.abc import Mapping

from forms.model import Organisation, Partition, Period
from forms.papers.answers import told
from forms.papers.known import Known
from forms.papers.meeting import last_minutes, office_figures
from forms.papers.model import Paper
from forms.response.entries import day_of

_PLANS = "S14"


def committee_pack_paper(known: Known, quarter: Period, title: str) -> Paper:
    """The paper for the committee's meeting on a quarter of the fiscal year; `title` is its subject."""
    there = known.there(quarter)
    return Paper(
        kind="committee-pack",
        about="",
        period=quarter,
        title=title,
        values={
            **office_figures(known, quarter, title),
            "plans": plan_lines(known, there),
            "minutes": last_minutes(known, there, known.last_day(quarter), ("committee",)),
        },
        readers=(Partition("office"),),
    )


def plan_lines(known: Known, there: Organisation) -> list[Mapping[str, object]]:
    """The year's plans of supervision: what each is, whom it waits for, the last word said of it."""
    lines: list[Mapping[str, object]] = []
    for form in (form for form in known.forms.values() if _PLANS in form.records):
        for entry in (one for one in known.entries.get(form.id, ()) if one.counted):
            standing, answers = known.standing(entry), told(form, entry, there)
            words = [one.word for one in standing.decisions if one.word] if standing else []
            lines.append(
                {
                    "kind": answers.get(form.about.get("kind", "")),
                    "title": answers.get("name"),
                    "day": day_of(entry),
                    "waits_for": standing.step.title if standing and standing.step else None,
                    "word": words[-1] if words else None,
                }
            )
    return lines
