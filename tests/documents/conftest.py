"""Every paper that these tests write has values of the kinds that fields.yaml declares."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

import pytest

from forms.model import Period
from sync.documents.naming import FieldKind, Fields, named

TYPES: Final[Mapping[FieldKind, tuple[type, ...]]] = {
    "text": (str,),
    "number": (int, float),
    "yes-no": (bool,),
    "date": (date,),
    "datetime": (datetime,),
    "period": (Period,),
    "time": (time,),
    "answer": (str, int, float, date, time),
}


def other_kinds(fields: Fields, values: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Where the values of a paper are of another kind than their fields say."""
    for name, field in fields.items():
        value, here = values[field.value], f"{path}{name}"
        if field.each is not None:
            for line in value:
                yield from other_kinds(field.each, line, f"{here} › ")
        elif not (field.of or value is None or type(value) in TYPES[field.kind]):
            yield f"{here}: {value!r} is no {field.kind}"


@pytest.fixture(scope="package", autouse=True)
def kinds_as_declared() -> Iterator[None]:
    """Look at each paper's values when they are given their Thai names."""

    def looked_at(fields: Fields, values: Mapping[str, object], **given: bool) -> dict[str, object]:
        assert list(other_kinds(fields, values)) == []
        return named(fields, values, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("sync.documents.render"), "named", looked_at)
        yield
