"""What organisation.yaml says of the heads of letters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forms.model import Letters, Problem
from forms.organisation import load_organisation
from forms.organisation.letters import read_letters
from forms.places import open_yaml
from sync.packaged import folder


def read(where: Path, text: str) -> tuple[Letters, list[Problem]]:
    file = where / "organisation.yaml"
    file.write_text(text, encoding="utf-8")
    root = open_yaml(file)
    return read_letters(root), root.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{code: ศธ 04147, telephone: 0 4261 1234 ต่อ 12}", Letters("ศธ 04147", "0 4261 1234 ต่อ 12")),
        ("{code: ศธ ๐๔๑๔๗/}", Letters("ศธ ๐๔๑๔๗")),
        ("{telephone: '0-4261-1234, 0 4261 1235'}", Letters("", "0-4261-1234, 0 4261 1235")),
        ("{telephone: 08-1234-5678 ต่อ 1–3}", Letters("", "08-1234-5678 ต่อ 1–3")),
    ],
)
def test_code_and_telephone_are_read(tmp_path: Path, text: str, expected: Letters) -> None:
    assert read(tmp_path, text) == (expected, [])


def test_the_office_has_them(tmp_path: Path) -> None:
    for name in ("organisation.yaml", "schools.csv"):
        shutil.copy(folder("config") / name, tmp_path)
    with (tmp_path / "organisation.yaml").open("a", encoding="utf-8") as file:
        file.write("\nletters: {code: ศธ 04147}\n")
    office, problems = load_organisation(tmp_path)
    assert office is not None, problems
    assert office.letters == Letters("ศธ 04147")


def test_an_office_may_leave_them_out() -> None:
    assert read_letters(None) == Letters()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{code: 04147}", '"04147" is no code of letters'),
        ("{code: สพป.มุกดาหาร}", "is no code of letters"),
        ("{telephone: ศธ 04147}", "is no telephone number"),
        ("{telephone: '12'}", "is no telephone number"),
        ("{fax: 0 4261 1234}", 'unknown key "fax"'),
    ],
)
def test_what_is_no_code_or_telephone_is_told(tmp_path: Path, text: str, told: str) -> None:
    _, (problem,) = read(tmp_path, text)
    assert told in str(problem.message)
    assert problem.severity == "error"
