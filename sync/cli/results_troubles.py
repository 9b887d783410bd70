"""What is wrong with a file of results as a whole, as what, where and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from forms.results.told import Trouble
from sync.errors import InputError

_CODES: Final[Mapping[str, str]] = {
    "unreadable": "results-unreadable",
    "broken": "results-broken",
    "old-excel": "results-old-excel",
    "protected": "results-protected",
    "kind-of-file": "results-kind-of-file",
    "too-many-rows": "results-too-many-rows",
    "too-many-columns": "results-too-many-columns",
    "empty": "results-empty",
    "no-sheet": "results-no-sheet",
    "several-sheets": "results-several-sheets",
    "no-head": "results-no-head",
    "column-missing": "results-column-missing",
    "column-twice": "results-column-twice",
    "other-year": "results-other-year",
    "other-test": "results-other-test",
    "other-grade": "results-other-grade",
    "other-year-of-rows": "results-other-year-of-rows",
    "grade-asked": "results-grade-asked",
    "fractions": "results-fractions",
    "uncalculated": "results-uncalculated",
    "nothing-read": "results-nothing-read",
    "none-ours": "results-none-ours",
}


def error_of(trouble: Trouble, file: Path, sheet: str, configuration: Path, place: str = "") -> InputError:
    """The error that a trouble of the whole file is told as; `place` is what says of what the file is."""
    values: dict[str, object] = {
        **trouble.values,
        "place": place,
        "file": f"{file} [{sheet}]" if sheet else file,
        "row": trouble.row,
        "column": trouble.column,
        "configuration": configuration,
    }
    return InputError(_CODES[trouble.code], **values)
