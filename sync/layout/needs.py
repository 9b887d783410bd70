"""Schools that need help: which, since when, who helps until when, and when they were looked after last."""

from __future__ import annotations

from datetime import date
from typing import Final

from forms.model import PartitionKind
from forms.needs import Need
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place
from sync.layout.records import day, people_names
from sync.layout.screen import small
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "needs"
TOLD_TO: Final[tuple[PartitionKind, ...]] = ("district", "network", "deputy", "office")
_WIDTHS: Final = (106, 210, 130, 190, 100, 270, 100, 84)
_COLUMNS: Final = ("due", "school", "network", "said", "since", "team", "followed", "sheet")


def told(view: View) -> bool:
    """Whether a spreadsheet has the list: its reader answers for schools, and a form tells of their needs."""
    return view.partition.kind in TOLD_TO and any(form.needs_help for form in view.forms.values())


@kept
def tab(view: View) -> Tab:
    """The tab of a partition's schools that need help, the earliest due first."""
    texts, late = view.texts, _late(view)
    line = texts("needs.line", place=place(view), n=len(view.needs), late=late)
    draft = begin(view, _WIDTHS, texts("needs.title"), line)
    head = heads(draft, [texts(f"needs.columns.{name}") for name in _COLUMNS], left=0, height=40)
    for need in view.needs:
        draft.line(_line(view, need), key=f"{need.form}:{need.school}")
    if not view.needs:
        nothing(draft, texts("needs.none"))
    return draft.tab(
        KEY, texts("needs.title"), frozen_rows=head + 1, gridlines=False,
        colour=styles.BAD if late else "",
    )  # fmt: skip


def lines(view: View) -> list[Cell]:
    """The schools that need help in one line, the earliest due by name; none where there are none."""
    if not view.needs:
        return []
    texts, needs, late = view.texts, view.needs, _late(view)
    school, network = _names(view, needs[0])
    parts = [
        texts("needs.first.all", n=len(needs)),
        *([texts("needs.first.late", n=late)] if late else []),
        texts("needs.first.one", school=school, network=network, date=day(needs[0].due)),
        *([texts("needs.first.more", n=len(needs) - 1)] if len(needs) > 1 else []),
    ]
    look = styles.on(styles.CELL, styles.BAD_TINT if late else styles.CARE_TINT)
    return [small(" · ".join(parts), view.links.get("tab:needs", ""), look)]


def deadlines(view: View, last: date) -> list[tuple[date, tuple[Cell, Cell, Cell]]]:
    """Until when teams are to help, up to a day, who and where; what is past is among it, in red."""
    found, link = [], view.links.get("tab:needs", "")
    for need in view.needs:
        if need.due is not None and need.due <= last:
            look = styles.on(styles.CELL, styles.BAD_TINT if need.is_late(view.today) else "")
            what = view.texts("needs.soon", school=_names(view, need)[0])
            cells = small(day(need.due), style=look), small(people_names(view, need.team)), small(what, link)
            found.append((need.due, cells))
    return found


def _names(view: View, need: Need) -> tuple[str, str]:
    school = view.organisation.schools[need.school]
    return school.name, view.organisation.networks[school.network].name


def _late(view: View) -> int:
    return sum(need.is_late(view.today) for need in view.needs)


def _line(view: View, need: Need) -> list[Cell]:
    school, network = _names(view, need)
    link, late = view.links.get(f"register:{need.form}", ""), need.is_late(view.today)
    return [
        Cell(day(need.due) or None, styles.on(styles.CENTRE, styles.BAD_TINT if late else "")),
        Cell(school, styles.LONG),
        Cell(network, styles.LONG),
        Cell(_said(view, need), styles.LONG),
        Cell(day(need.since), styles.CENTRE),
        Cell(people_names(view, need.team) or None, styles.LONG),
        Cell(day(need.followed) or None, styles.CENTRE),
        Cell(view.texts("needs.open") if link else None, styles.LINKED if link else styles.CELL, link=link),
    ]


def _said(view: View, need: Need) -> str:
    """The answer by which the school needs help, in words."""
    asked, code = need.said
    question = view.forms[need.form].questions[asked]
    return next((choice.label for choice in question.choices if choice.code == code), code)
