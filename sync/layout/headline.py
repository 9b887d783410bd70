"""The tiles on top of the overviews: a figure with its unit, what it stands on, the semester before."""

from __future__ import annotations

from forms.summary import Coverage
from sync.layout import findings, styles
from sync.layout.days import days_away, logged_days, owed_days, supervisors, working_days
from sync.layout.parts import is_few
from sync.layout.reading import Reading, share
from sync.layout.tiles import Tile
from sync.layout.view import View, networks_of


def covered(view: View) -> tuple[Coverage, Coverage]:
    """Coverage of the partition's schools: this semester to date, and the previous one as it ended."""
    networks = networks_of(view.partition, view.organisation)
    return view.covered(view.schools), view.covered_before(networks)


def coverage_tile(view: View, now: Coverage, before: Coverage) -> Tile:
    """The share of open schools that were visited."""
    texts = view.texts
    note = texts(
        "tiles.coverage.note", visited=now.visited, owed=now.owed, before=_percent(view, before.share)
    )
    return Tile(texts("tiles.coverage.label"), now.share, "0%", note, link=view.links.get("tab:schools", ""))


def observations_tile(view: View, now: Reading, before: Reading) -> Tile:
    """How many counted responses a rated form has."""
    texts = view.texts
    note = texts("tiles.observations.note", received=now.n(measure="responses"), before=before.n())
    return Tile(texts("tiles.observations.label"), now.n(), texts("tiles.observations.pattern"), note)


def score_tile(view: View, now: Reading, before: Reading, *member: str) -> Tile:
    """The mean score of all, or of a dimension's member, and its level; of too few a grey one without."""
    texts, score, past = view.texts, now.score(*member), before.score(*member)
    nothing, few = texts("common.nothing"), is_few(view, score)
    earlier = nothing if past.mean is None else f"{past.mean:.2f}"
    if is_few(view, past):
        earlier = texts("common.few_before", mean=earlier, n=past.n)
    note = texts(
        "tiles.score.few" if few else "tiles.score.note",
        n=score.n,
        level=score.name or nothing,
        full=max(now.form.grids[0].scale),
        before=earlier,
    )
    value, colour = nothing if score.mean is None else score.mean, styles.MUTED if few else styles.PRIMARY
    return Tile(texts("tiles.score.label"), value, "0.00", note, colour)


def logs_tile(view: View, now: Reading) -> Tile:
    """How many daily logs, and the share of working days that they cover."""
    texts = view.texts
    people, working, logged = supervisors(view, now), working_days(view), logged_days(now)
    away = days_away(view)
    owed = {
        person.code: owed_days(person, working, logged.get(person.code, ()), away.get(person.code, ()))
        for person in people
    }
    met = sum(len(logged.get(code, frozenset()).intersection(days)) for code, days in owed.items())
    note = texts(
        "tiles.logs.note", people=len(people), share=_percent(view, share(met, sum(map(len, owed.values()))))
    )
    return Tile(texts("tiles.logs.label"), now.n(), texts("tiles.logs.pattern"), note)


def group_logs_tile(view: View, now: Reading, before: Reading) -> Tile:
    """How many daily logs a work group has."""
    texts = view.texts
    note = texts("tiles.logs.note_group", people=len(supervisors(view, now)), before=before.n())
    return Tile(texts("tiles.logs.label"), now.n(), texts("tiles.logs.pattern"), note)


def waiting_tile(view: View, now: Coverage) -> Tile:
    """How many open schools have not been visited."""
    texts, waiting = view.texts, now.owed - now.visited
    note = texts("tiles.waiting.note" if waiting else "tiles.waiting.none", owed=now.owed)
    colour = styles.CARE if waiting else styles.GOOD
    return Tile(texts("tiles.waiting.label"), waiting, texts("tiles.waiting.pattern"), note, colour)


def days_tile(view: View, now: Reading) -> Tile:
    """How many days of its members' work a group's logs tell of."""
    texts, days = view.texts, logged_days(now)
    note = texts("tiles.days.note", people=len(days))
    return Tile(texts("tiles.days.label"), sum(map(len, days.values())), texts("tiles.days.pattern"), note)


def findings_tile(view: View) -> Tile:
    """How many findings are errors, red while there are any."""
    texts = view.texts
    errors, warnings = findings.count(view.findings)
    note = texts("tiles.findings.note" if errors else "tiles.findings.none", warnings=warnings)
    colour = styles.BAD if errors else styles.GOOD
    link = view.links.get("tab:findings", "")
    return Tile(texts("tiles.findings.label"), errors, texts("tiles.findings.pattern"), note, colour, link)


def _percent(view: View, value: float | None) -> str:
    return view.texts("common.nothing") if value is None else f"{value:.0%}"
