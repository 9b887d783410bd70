"""The tabs behind the first one that every reader has alike: results, counts, duties, calendar, cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forms.model import Form
from sync.layout import cases, duties, needs, planning, results, results_of_tests, tallies
from sync.layout.records import asks
from sync.layout.tab import Tab
from sync.layout.texts import packaged_texts
from sync.layout.view import View

_OWN = ("observation", "log")  # forms that have tabs of their own


def results_of(view: View) -> Iterator[Tab]:
    """A tab of results for each rated form that has no more of its own."""
    for form in view.forms.values():
        if form.grids and form.counts_as not in _OWN:
            yield results.tab(view, form, *view.readings(form))


def behind(view: View) -> Iterator[Tab]:
    """What waits and what came, as far as the office keeps anything of the kind."""
    if tests := results_of_tests.tab(view):
        yield tests
    everywhere = view.partition.kind != "learning_area"  # plans and cases are of no learning area
    if view.duty_rules and everywhere:
        yield duties.tab(view)
    if asks(view, "plan") and everywhere:
        yield planning.tab(view)
    if asks(view, "case") and everywhere:
        yield cases.tab(view)
    if needs.told(view):
        yield needs.tab(view)
    if forms := _counted(view):
        yield tallies.tab(view, forms)


def titled_apart(register: Tab, tabs: Sequence[Tab]) -> Tab:
    """A register under another title where a tab has its form's own: Google has each name once."""
    if register.title not in {tab.title for tab in tabs}:
        return register
    return replace(register, title=packaged_texts()("register.titled", title=register.title))


def has_tabs(form: Form) -> bool:
    """Whether a form has tabs of its own: what is cut by its questions, or logged day by day."""
    return form.counts_as in _OWN


def _counted(view: View) -> list[Form]:
    return [form for form in view.forms.values() if not has_tabs(form)]
