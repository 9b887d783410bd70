"""Means and levels in papers: as the spreadsheets show them."""

from __future__ import annotations

from collections.abc import Mapping

from forms.model import Form, Partition, Period, Summary
from forms.papers.known import Known
from forms.scoring import hundredths, level_at

Line = Mapping[str, object]


def scored(form: Form, summary: Summary, enough: int, dimension: str = "all", member: str = "") -> Line:
    """How many rated responses, their mean with two decimals, and its level.

    The level is None where fewer than `enough` responses stand behind it.
    """
    tally = summary.tally(dimension, member, "score")
    bands = form.bands
    banded = summary.tally(dimension, member, "total").mean if bands and bands.of == "total" else tally.mean
    level = level_at(bands, banded) if bands and banded is not None and tally.n >= enough else None
    return {"n": tally.n, "mean": shown(tally.mean), "level": level.name if level else None}


def semester_scores(known: Known, partition: Partition, form: Form | None, semester: Period) -> Line:
    """How often a partition was observed, the mean and its level beside the semester before, by domain."""
    if form is None:
        nothing: Line = {"observations": 0, "mean": None, "level": None}
        return {**nothing, "observations_before": 0, "mean_before": None, "change": None, "domains": []}
    periods = (semester, known.calendar.previous_semester(semester))
    now, before = (known.summary(partition, form, period) for period in periods)
    score, past = (scored(form, one, known.enough) for one in (now, before))
    means = [one["mean"] if isinstance(one["mean"], float) else None for one in (score, past)]
    return {
        "observations": now.tally("all", "", "counted").n,
        "mean": score["mean"],
        "level": score["level"],
        "observations_before": before.tally("all", "", "counted").n,
        "mean_before": past["mean"],
        "change": moved(*means),
        "domains": domains(form, now, before, known.enough),
    }


def domains(form: Form, now: Summary, before: Summary, enough: int) -> list[Line]:
    """The form's domains: number of responses, mean, level, the mean before and by how much it moved."""
    return [
        {"number": number, "name": grid.title, **_moved(form, now, before, f"domain:{grid.id}", enough)}
        for number, grid in enumerate(form.grids, start=1)
    ]


def _moved(form: Form, now: Summary, before: Summary, measure: str, enough: int) -> Line:
    tally, past = now.tally("all", "", measure), before.tally("all", "", measure)
    mean = shown(tally.mean)
    judged = form.bands if form.bands and form.bands.of == "mean" and tally.n >= enough else None
    level = level_at(judged, mean) if judged and mean is not None else None
    return {
        "n": tally.n,
        "mean": mean,
        "level": level.name if level else None,
        "before": shown(past.mean),
        "change": moved(mean, shown(past.mean)),
    }


def shown(mean: float | None) -> float | None:
    """A mean as it is shown, with two decimals, halves rounded up."""
    return None if mean is None else hundredths(mean) / 100


def moved(now: float | None, before: float | None) -> float | None:
    """By how much a figure moved as both are shown, None where one is missing."""
    return None if now is None or before is None else round(now - before, 2)
