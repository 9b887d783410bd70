"""What people achieved in half years and fiscal years, whatever academic years they touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from forms.thai import thai_date
from tests.figures.charts import subject
from tests.figures.facts import Facts
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, Line

# The last 10 or 11 days of March and September are of the half that is reported next (docs/numbers.md).
_ACHIEVED = (
    "SELECT form, code, CAST(date_trunc('month', day) AS DATE) AS month, count(*)"
    " FROM person JOIN response USING (form, id)"
    " WHERE counted AND day >= ? AND day < ? GROUP BY ALL"
)


def achieved(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """A person's counted records of both reported halves, month by month; everybody's of the fiscal year."""
    if grid.sheet == "office:":
        yield from _achieved_by_all(grid, facts)
        return
    top, code = 0, grid.sheet.partition(":")[2]
    this = _half(facts.now.date())
    for half in (this, _half(this[0] - timedelta(days=1))):
        found = {row[:3]: row[3] for row in facts.ask(_ACHIEVED, half[0], half[-1])}
        firsts = [half[0].replace(day=1), *half[1:-1]]
        lines: list[Line] = []
        for form in facts.office.forms.values():
            counts = [found.get((form.id, code, month), 0) for month in firsts]
            if any(counts):
                lines.append([subject(form), *(n or None for n in counts), sum(counts)])
        if lines:
            each = [[line[column] or 0 for line in lines] for column in range(1, 9)]
            lines.append([TEXTS("achieved.whole"), *(sum(n) or None for n in each[:-1]), sum(each[-1])])
        months = [thai_date(month).partition(" ")[2] for month in firsts]
        last = half[1] - timedelta(days=1)
        months[0], months[-1] = f"21–{thai_date(last)}", f"1–20 {months[-1]}"
        titles = [TEXTS("achieved.form"), *months, TEXTS("achieved.total")]
        top = grid.find(titles[1], after=top, column=1)[0]
        yield from grid.table(top, titles, lines)
        if not lines:
            yield Claim(top + 1, 0, TEXTS("achieved.none"))


def _half(day: date) -> list[date]:
    """The 21st that begins a day's reported half, the months that begin in it, the 21st that ends it."""
    year, place = day.year, (day.month, day.day)
    if (3, 21) <= place < (9, 21):
        return [date(year, 3, 21), *(date(year, month, 1) for month in range(4, 10)), date(year, 9, 21)]
    year -= place < (3, 21)
    months = (date(year + (n > 11), n % 12 + 1, 1) for n in range(9, 15))
    return [date(year, 9, 21), *months, date(year + 1, 3, 21)]


def _achieved_by_all(grid: Grid, facts: Facts) -> Iterator[Claim]:
    today = facts.now.date()
    start = date(today.year - (today.month < 10), 10, 1)
    found: dict[tuple[str, str], int] = {}
    for form, code, _, n in facts.ask(_ACHIEVED, start, start.replace(year=start.year + 1)):
        found[form, code] = found.get((form, code), 0) + n
    forms = [f for f in facts.office.forms.values() if any(form == f.id for form, _ in found)]
    people = [
        person
        for code, person in facts.office.organisation.supervisors.items()
        if person.in_office(today) or any(owner == code for _, owner in found)
    ]
    counts = [[found.get((form.id, person.code), 0) for form in forms] for person in people]
    counts.append([sum(column) for column in zip(*counts, strict=True)])
    names = [*(person.name for person in people), TEXTS("achieved.people.whole")]
    lines = [[name, sum(n), *(one or None for one in n)] for name, n in zip(names, counts, strict=True)]
    titles = [TEXTS("achieved.people.person"), TEXTS("achieved.total"), *map(subject, forms)]
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, lines)
