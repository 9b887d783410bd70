"""The figures behind the charts: weeks beside those of the semester before, levels, domains, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forms.calendar import Calendar
from forms.model import Period
from sync.layout import styles
from sync.layout.overview import Figures
from sync.layout.parts import explained, is_few, starred, subject, unit, week_days
from sync.layout.reading import Reading, Score, in_order, labels, share
from sync.layout.view import View


def weeks_of(calendar: Calendar, period: Period) -> Iterator[Period]:
    """The reporting weeks that a period touches, in order."""
    week = calendar.week_of(period.start)
    while week.start < period.end:
        yield week
        week = calendar.week_of(week.end)


def weekly(view: View, now: Reading, before: Reading) -> Figures:
    """Counted responses week by week; the same week of the previous semester beside it."""
    weeks = list(weeks_of(view.calendar, view.semester))
    earlier = list(weeks_of(view.calendar, before.summary.period))
    counts = [now.n("week", week.name) or (0 if is_over(view, week) else None) for week in weeks]
    past = [before.n("week", week.name) for week in earlier][: len(weeks)]
    return Figures(
        title=view.texts("overview.weeks.title", subject=subject(view, now.form), unit=unit(view, now.form)),
        heads=tuple(view.texts(f"overview.weeks.{head}") for head in ("days", "number", "now", "before")),
        names=tuple(week_days(week) for week in weeks),
        columns=(tuple(counts), (*past, *[None] * (len(weeks) - len(past)))),
        styles=(styles.COUNT, styles.COUNT),
        marks=tuple(str(number) for number in range(1, len(weeks) + 1)),
    )


def is_over(view: View, week: Period) -> bool:
    """Whether the week's working days have passed: a nought before that would look like a fall."""
    return all(day <= view.day for day in view.calendar.working_days(week)) and week.start <= view.day


def levels(view: View, now: Reading, before: Reading) -> Figures:
    """The share of each level among the responses with a score."""
    bands = now.form.bands.levels if now.form.bands else ()
    tallies = [reading.tally(measure="score") for reading in (now, before)]
    return Figures(
        title=view.texts("overview.levels.title"),
        heads=(
            view.texts("overview.levels.level"),
            *_counted(view, now, before, "score"),
        ),
        names=tuple(level.name for level in bands),
        columns=tuple(tuple(share(t.counts.get(level.name, 0), t.n) for level in bands) for t in tallies),
        styles=(styles.SHARE, styles.SHARE),
    )


def domains(view: View, now: Reading, before: Reading) -> Figures:
    """The mean of each domain."""
    heads = (view.texts("overview.domains.domain"), *_counted(view, now, before, "score"))
    lines = [
        (f"{number} {grid.title}", both_of(now, before, f"domain:{grid.id}"))
        for number, grid in enumerate(now.form.grids, start=1)
    ]
    return means(view, view.texts("overview.domains.title"), heads, lines)


def both_of(now: Reading, before: Reading, measure: str, *member: str) -> tuple[Score, Score]:
    """The mean of a domain or an item, in this semester and in the one before."""
    return now.measured(measure, *member), before.measured(measure, *member)


def means(
    view: View, title: str, heads: tuple[str, ...], lines: Sequence[tuple[str, tuple[Score, Score]]]
) -> Figures:
    """Means of this semester and the one before, a name and both a line; those of too few are marked.

    One of the semester before is left out then: a chart would draw it like any other to compare with.
    """
    columns = [now for _, (now, _) in lines], [before for _, (_, before) in lines]
    return Figures(
        title=explained(view, title, columns[0]),
        heads=heads,
        names=tuple(starred(view, name, now) for name, (now, _) in lines),
        columns=(
            tuple(score.mean for score in columns[0]),
            tuple(None if is_few(view, score) else score.mean for score in columns[1]),
        ),
        styles=(styles.MEAN, styles.MEAN),
        few=frozenset((0, line) for line, score in enumerate(columns[0]) if is_few(view, score)),
    )


def members(view: View, now: Reading, before: Reading, dimension: str, title: str) -> Figures:
    """Counted responses of each member of a dimension that occurs in either semester."""
    occurring: Iterable[str] = (*now.members(dimension), *before.members(dimension))
    shown = in_order(occurring, labels(now.form, view.organisation, dimension))
    return Figures(
        title=view.texts(f"{title}.title"),
        heads=(
            view.texts(f"{title}.head"),
            *_counted(view, now, before, "counted"),
        ),
        names=tuple(label for _, label in shown),
        columns=tuple(tuple(r.n(dimension, code) for code, _ in shown) for r in (now, before)),
        styles=(styles.COUNT, styles.COUNT),
    )


def _counted(view: View, now: Reading, before: Reading, measure: str) -> tuple[str, str]:
    """The heads of this and the previous semester's figures, with what they stand on."""
    of = unit(view, now.form)
    return (
        view.texts("overview.now_of", n=now.n(measure=measure), unit=of),
        view.texts("overview.before_of", n=before.n(measure=measure), unit=of),
    )
