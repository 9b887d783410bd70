"""Parameters of checks as a definition may write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from forms.checking.codes import Parameter
from forms.model import Check, Value
from tests.forms.builders import (
    SOUND,
    VISIT,
)
from tests.forms.checking.sound import checked


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("minutes", 60, 60),
        ("minutes", "60 min", 60),
        ("minutes", "60min", 60),
        ("minutes", "60", 60),
        ("minutes", 0, None),
        ("minutes", True, None),
        ("minutes", "an hour", None),
        ("time", "08:30", time(8, 30)),
        ("time", "8.30", time(8, 30)),
        ("time", "24:00", None),
        ("time", 830, None),
    ],
)
def test_parameters(kind: Any, written: object, value: Value) -> None:
    assert Parameter(kind).read(written) == value


def test_a_check_without_its_parameter_takes_the_default() -> None:
    form = replace(VISIT, checks=(Check("shorter-than-an-hour", ("start", "end"), "warning"),))
    assert [f.values for f in checked(form, {**SOUND, "end": "09:30"}).findings] == [
        {"minutes": "30", "at_least": "60"}
    ]
