"""What the network's team of supervisors (AST) has planned or followed up at each school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.summary import day_of
from forms.thai import thai_date
from sync.layout import styles
from sync.layout.tab import Cell
from sync.layout.view import View

_RECORD: Final = "S8"


def target_cells(view: View) -> Mapping[str, Cell]:
    """A cell for each school, empty where the office has no form for it: the latest step and its date."""
    form = next((form for form in view.forms.values() if _RECORD in form.records and not form.grids), None)
    if form is None:
        return {}
    question = form.questions.get(form.about.get("kind", ""))
    stages = {choice.code: choice.label for choice in question.choices} if question else {}
    none = Cell(view.texts("test_results.ast_none"), styles.FAINT)
    found = {school.code: none for school in view.schools}
    for entry in sorted(view.entries.get(form.id, ()), key=day_of):
        school, stage = entry.members.get("school", ""), entry.members.get("kind", "")
        if school in found:
            words = view.texts("test_results.ast", stage=stages.get(stage, ""), date=thai_date(day_of(entry)))
            found[school] = Cell(words.strip(), styles.SMALL_NAME)
    return found
