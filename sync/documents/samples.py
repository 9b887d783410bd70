"""Made-up values of a paper's fields, each of its kind: to see what a template does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from forms.model import Period
from sync.documents.naming import Asked, Field, FieldKind, Fields, kind_of

_FIRST, _DAY = date(2026, 11, 1), timedelta(days=1)


def sample_of(fields: Fields, asked: Asked, *, yes: bool = True) -> dict[str, object]:
    """A value for every field, a line in each list; `yes` is what the fields say that are yes or no.

    No two numbers and no two days are the same: a template may divide by a difference.
    """
    return _Samples(asked, yes).of(fields)


class _Samples:
    def __init__(self, asked: Asked, yes: bool) -> None:
        self._asked, self._yes, self._numbers = asked, yes, count(2)

    def of(self, fields: Fields) -> dict[str, object]:
        return {name: self._one(field) for name, field in fields.items()}

    def _one(self, field: Field) -> object:
        if field.of:
            questions = self._asked.get(field.of, {})
            return {name: self._made(kind_of(asked), asked.ask) for name, asked in questions.items()}
        if field.each is not None:
            return [self.of(field.each)]
        return self._yes if field.kind == "yes-no" else self._made(field.kind, field.tells)

    def _made(self, kind: FieldKind, text: str) -> object:
        made = _MADE.get(kind)
        return made(next(self._numbers)) if made else text


def _period(number: int) -> Period:
    start = _FIRST + number * _DAY
    return Period(start, start + _DAY, "day", start.isoformat())


_MADE: Mapping[FieldKind, Callable[[int], object]] = {
    "number": int,
    "date": lambda number: _FIRST + number * _DAY,
    "datetime": lambda number: datetime(2026, 11, 1, tzinfo=UTC) + number * _DAY,
    "period": _period,
    "time": lambda number: time(number % 24),
}
