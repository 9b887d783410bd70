"""Results of tests, the years side by side: a summary of the subjects, then each test school by school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from forms.results.book import Mean, Paper, ResultBook, moved
from forms.results.rules import KindOfTest
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, group_heads, heads, place
from sync.layout.tab import Area, Cell, Chart, Series, Style, Tab
from sync.layout.targets import target_cells
from sync.layout.unmatched import put_unmatched, unmatched_of
from sync.layout.view import View

KEY: Final = "test-results"
BY_SCHOOL: Final = ("network", "supervisor")
BY_NETWORK: Final = ("district", "deputy", "learning_area")
SHOWN_IN: Final = (*BY_SCHOOL, *BY_NETWORK)
_NAME_WIDTH, _TARGET_WIDTH, _WIDTH, _LEAST = 280, 190, 78, 14
_CHART_ROWS: Final = 14
_MOST_CHARTED: Final = 16

Score = Callable[[Paper, int], Mean]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its key, its name, and the schools it is of (None: the whole district)."""

    key: str
    name: str
    schools: tuple[str, ...] | None

    def mean(self, book: ResultBook, paper: Paper, year: int) -> Mean:
        return book.mean(paper, year, self.schools)


@kept
def tab(view: View) -> Tab | None:
    """The tab of a partition's results; None where there are none, or where its readers look for none."""
    book = view.results
    if book is None or view.partition.kind not in SHOWN_IN:
        return None
    tests = [(kind, _papers(view, book, kind)) for kind in book.rules.kinds.values()]
    tests = [(kind, papers) for kind, papers in tests if papers]
    waiting = unmatched_of(view, book)
    if not tests and not waiting:
        return None
    texts = view.texts
    shown = [paper for _, papers in tests for paper in papers]
    years = book.years(shown)
    widest = max((len(of) * (len(book.years(of)) + 1) + 3 for _, of in _by_grade(tests)), default=0)
    second = _TARGET_WIDTH if view.partition.kind in BY_SCHOOL and target_cells(view) else _WIDTH
    widths = (_NAME_WIDTH, second, *[_WIDTH] * (max(widest, _LEAST, len(years) + 7) - 2))
    line = texts("test_results.line", place=place(view), years=", ".join(map(str, years)))
    draft = begin(view, widths, texts("test_results.title"), line, right=1)
    if shown:
        _summary(draft, view, book, shown, years)
        for kind, papers in _by_grade(tests):
            _table(draft, view, book, kind, papers)
        _notes(draft, view, book, [kind for kind, _ in tests])
    put_unmatched(draft, view, book, waiting)
    return draft.tab(KEY, texts("test_results.title"), frozen_columns=1, gridlines=False)


def _papers(view: View, book: ResultBook, kind: KindOfTest) -> tuple[Paper, ...]:
    """The papers with results; a learning area's are those of its own subjects."""
    papers = book.papers(kind)
    if view.partition.kind != "learning_area":
        return papers
    return tuple(paper for paper in papers if paper.subject.learning_area == view.partition.code)


def _by_grade(
    tests: Sequence[tuple[KindOfTest, Sequence[Paper]]],
) -> list[tuple[KindOfTest, list[Paper]]]:
    return [
        (kind, [paper for paper in papers if paper.grade == grade])
        for kind, papers in tests
        for grade in dict.fromkeys(paper.grade for paper in papers)
    ]


def _own(view: View) -> _Line:
    """The partition as a line: the whole district, or its schools."""
    is_whole = view.partition.kind in ("district", "learning_area")
    schools = None if is_whole else tuple(school.code for school in view.schools)
    name = "test_results.district" if is_whole else "test_results.whole"
    return _Line("total", view.texts(name, place=place(view)), schools)


# --- The summary -----------------------------------------------------------------------


def _summary(
    draft: Draft, view: View, book: ResultBook, papers: Sequence[Paper], years: Sequence[int]
) -> None:
    """A line a subject: its years, the change, the district beside its latest; and a chart of two years."""
    texts, own = view.texts, _own(view)
    _heading(draft, texts("test_results.summary"))
    names = [texts("test_results.year", year=year) for year in years]
    more = ["change", *(["district", "difference"] if own.schools is not None else []), "schools", "pupils"]
    titles = [texts(f"test_results.columns.{name}") for name in more]
    first = [texts("test_results.columns.paper"), texts("test_results.columns.below")]
    head = heads(draft, [*first, *names, *titles], height=52)
    for paper in papers:
        means = [own.mean(book, paper, year) for year in years]
        latest = max(book.years([paper]))
        mean = own.mean(book, paper, latest)
        cells = [Cell(paper.label, styles.CELL), Cell(_below(book, paper, latest, own), styles.TO_LOOK_AT)]
        cells += [_mean_cell(view, book, one) for one in means]
        cells.append(_change_cell(view, book, paper, [year for year in years if year <= latest], own))
        if own.schools is not None:
            district = book.mean(paper, latest).score
            cells.append(Cell(district, styles.MEAN))
            cells.append(Cell(moved(mean.score, district), styles.CHANGE_MEAN))
        cells += [Cell(mean.schools or None, styles.COUNT), Cell(mean.pupils, styles.COUNT)]
        draft.line(cells, key=f"{paper.kind.code}|{paper.grade}|{paper.subject.code}")
    draft.gap(12)
    bottom = min(draft.row - 1, head + 1 + _MOST_CHARTED)
    _chart(draft, view, head, bottom, len(years) + 1)


def _below(book: ResultBook, paper: Paper, year: int, own: _Line) -> int | None:
    """How many schools lie below the target, None where there is none."""
    target = paper.kind.target
    if target is None:
        return None
    scores = book.scores(paper, year)
    return sum(score < target for code, score in scores.items() if own.schools is None or code in own.schools)


def _chart(draft: Draft, view: View, head: int, bottom: int, last: int) -> None:
    """The years of the column `last` and the one before it, over the summary's lines."""
    columns = [(last, styles.PRIMARY), *([(last - 1, styles.BEFORE)] if last > 2 else [])]
    series = tuple(Series(Area(head, column, bottom, column + 1), colour) for column, colour in columns)
    title = view.texts("test_results.chart")
    draft.chart(
        Chart(
            "papers", "BAR", title, Area(head, 0, bottom, 1), series, draft.row, 1,
            width=820, height=290, axis_minimum=0, axis_maximum=100,
        )
    )  # fmt: skip
    draft.row += _CHART_ROWS


# --- A table a test and grade ----------------------------------------------------------


def _table(draft: Draft, view: View, book: ResultBook, kind: KindOfTest, papers: Sequence[Paper]) -> None:
    texts, years, own = view.texts, book.years(papers), _own(view)
    by_school = view.partition.kind in BY_SCHOOL
    lines = _schools(view, book, papers, years) if by_school else _networks(view)
    lines.append(own)
    if own.schools is not None:
        lines.append(_Line("district", texts("test_results.district"), None))
    targets = target_cells(view) if by_school else {}
    grade = kind.grades[papers[0].grade][0]
    _heading(draft, texts("test_results.table", kind=kind.title, grade=grade))
    columns = len(years) + 1
    first = [texts(f"test_results.columns.{'school' if by_school else 'network'}")]
    first += [texts("test_results.columns.target")] * bool(targets)
    first.append(texts("test_results.columns.pupils"))
    group_heads(draft, [("", len(first)), *((paper.subject.title, columns) for paper in papers)])
    each = [texts("test_results.year", year=year) for year in years] + [texts("test_results.columns.change")]
    heads(draft, [*first, *each * len(papers)], height=52)
    for line in lines:
        cells = [Cell(line.name, styles.CELL)]
        if targets:
            cells.append(targets.get(line.key, Cell(None, styles.CELL)))
        cells.append(_pupils_cell(book, papers, years[-1], line))
        for paper in papers:
            means = [line.mean(book, paper, year) for year in years]
            cells += [
                _mean_cell(view, book, mean, kind.target, last=n == len(years) - 1)
                for n, mean in enumerate(means)
            ]
            cells.append(_change_cell(view, book, paper, years, line))
        if line.key in ("total", "district"):
            cells = [Cell(one.value, styles.total(one.style), one.note) for one in cells]
        draft.line(cells, key=f"{kind.code}|{papers[0].grade}|{line.key}")


def _schools(view: View, book: ResultBook, papers: Sequence[Paper], years: Sequence[int]) -> list[_Line]:
    """The schools that are open, and those that were when they had results."""
    had = {code for paper in papers for year in years for code in book.scores(paper, year)}
    there = [school for school in view.schools if school.code in had or school.is_open(view.day)]
    return [_Line(school.code, school.name, (school.code,)) for school in there]


def _networks(view: View) -> list[_Line]:
    schools: dict[str, list[str]] = {}
    for school in view.organisation.schools.values():
        schools.setdefault(school.network, []).append(school.code)
    return [_Line(one.code, one.name, tuple(schools.get(one.code, ()))) for one in view.networks]


# --- Cells -----------------------------------------------------------------------------


def _mean_cell(
    view: View, book: ResultBook, mean: Mean, target: float | None = None, *, last: bool = False
) -> Cell:
    """A mean: grey for few pupils, on yellow below the target, with a note where it is not weighted."""
    look: Style = styles.MEAN
    if mean.pupils is not None and mean.pupils < book.rules.few_pupils:
        look = styles.few(look)
    if last and target is not None and mean.score is not None and mean.score < target:
        look = styles.on(look, styles.CARE_TINT)
    plain = mean.schools > 1 and mean.pupils is None
    return Cell(mean.score, look, note=view.texts("test_results.unknown_pupils") if plain else "")


def _change_cell(view: View, book: ResultBook, paper: Paper, years: Sequence[int], line: _Line) -> Cell:
    """From the latest year before that has a score to the last, of the schools that have both."""
    change = book.change(paper, years, line.schools)
    told = change.value is not None and not change.whole
    note = view.texts("test_results.same_schools", n=change.schools) if told else ""
    return Cell(change.value, styles.CHANGE_MEAN, note=note)


def _pupils_cell(book: ResultBook, papers: Sequence[Paper], year: int, line: _Line) -> Cell:
    """Those who sat the subject that most sat; None where nobody knows."""
    known = [line.mean(book, paper, year).pupils for paper in papers]
    return Cell(max((count for count in known if count is not None), default=None), styles.COUNT)


def _heading(draft: Draft, text: str) -> None:
    draft.put(draft.row, 0, text, styles.HEADING)
    draft.size(draft.row, 30)
    draft.row += 1


def _notes(draft: Draft, view: View, book: ResultBook, kinds: Sequence[KindOfTest]) -> None:
    texts = view.texts
    draft.gap(8)
    lines = [*texts.under("test_results.notes"), texts("test_results.few", few=book.rules.few_pupils)]
    said = [
        texts("test_results.target_of", kind=kind.title, score=f"{kind.target:g}")
        for kind in kinds
        if kind.target is not None
    ]
    if said:
        lines.append(texts("test_results.target", kinds=", ".join(said)))
    for line in lines:
        draft.line([line], styles.SMALL)
