"""The learning area that every response to a form is about."""

from __future__ import annotations

from pathlib import Path

from tests.forms.test_definition_places import GOOD, lint


def test_a_form_is_about_one_learning_area_or_asks_for_it(tmp_path: Path) -> None:
    told = GOOD.replace("numbered: fiscal-year\n", "of_learning_area: thai\n")
    assert lint(tmp_path, told)[0]["permit"].of_learning_area == "thai"
    asks = "      - {id: area, ask: กลุ่มสาระ, type: learning_area}\nchecks:\n"
    both = told.replace("checks:\n  -", f"{asks}  -").replace(
        " kind: kind,", " learning_area: area, kind: kind,"
    )
    _, (problem,) = lint(tmp_path, both)
    assert (problem.path, problem.line) == ("of_learning_area", 6)
    assert "asks for the learning area already" in problem.message
