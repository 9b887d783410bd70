"""Which tabs of a spreadsheet hold rows by key, and what stands in which of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forms.model import Form, Partition
from sync.layout import correcting, findings
from sync.layout import responses as register
from sync.layout.register_columns import columns
from sync.layout.tab import PeopleColumn, Tab
from sync.layout.texts import packaged_texts
from sync.pipeline.deciders import CORRECTED_IN, decides
from sync.pipeline.desired import register_key
from sync.pipeline.office import Office
from sync.sheets import sheet_id

KEY: Final = "key"  # the name of the column in which the keys of the rows stand
_TOLD: Final = ("running", "standing")  # what of a register's own columns is read back
_ANSWERS: Final = (correcting.VERDICT, correcting.VALUE, correcting.NOTE)


@dataclass(frozen=True, slots=True)
class Layout:
    """A tab as nithet lays it out. `name` is that under which the ledger keeps its rows.

    `columns` are those to be read, by name; `tab` is its shape, without rows. `form` is None for findings.
    """

    name: str
    tab: Tab
    heads: tuple[str, ...]
    columns: Mapping[str, int]
    form: Form | None

    @property
    def sheet(self) -> int:
        """The id of its sheet."""
        return sheet_id(self.tab.key)

    @property
    def people(self) -> frozenset[str]:
        """The names of the columns that people write in."""
        return frozenset(theirs.name for theirs in self.tab.people)

    @property
    def head(self) -> int:
        """The rows above the first that has a key."""
        return self.tab.frozen_rows


def layouts(office: Office, partition: Partition, year: int) -> Iterator[Layout]:
    """The tabs with rows by key that a spreadsheet of an academic year may have, as configured now first."""
    for form in office.forms.values():
        wanted = decides(office, form, partition.kind)
        for deciding in (wanted, not wanted) if form.chains else (False,):
            yield _of_register(office, form, deciding=deciding)
    if partition.kind in CORRECTED_IN:
        for number in (1, 2):
            yield _of_findings(f"{findings.KEY}:{year}-S{number}")


def _of_register(office: Office, form: Form, *, deciding: bool) -> Layout:
    tab = register.tab(register_key(form), form, office.organisation, {}, 0, decides=deciding)
    shown = columns(form, packaged_texts(), decides=deciding)
    read: dict[str, int] = {column.part: n for n, column in enumerate(shown) if column.part in _TOLD}
    read |= {f"{column.part}:{column.step}": n for n, column in enumerate(shown) if column.step}
    heads = _plain([column.title for column in shown])
    return Layout(form.id, tab, heads, {**read, KEY: len(shown) - 1}, form)


def _of_findings(key: str) -> Layout:
    texts = packaged_texts()
    names = ("severity", "message", "advice", *_ANSWERS, "outcome", *findings.COLUMNS[3:], KEY)
    read = {name: names.index(name) for name in ("severity", "message", "advice", *_ANSWERS, "outcome", KEY)}
    tab = Tab(
        key=key,
        title=texts("findings.title"),
        rows={},
        height=correcting.HEAD_ROWS + 1,
        widths=correcting.widths(),
        frozen_rows=correcting.HEAD_ROWS,
        filter_from_row=correcting.HEAD_ROWS - 1,
        gridlines=False,
        people=tuple(PeopleColumn(name, read[name]) for name in _ANSWERS),
        key_column=read[KEY],
    )
    heads = _plain([texts(f"findings.columns.{name}") for name in names])
    return Layout(key, tab, heads, read, None)


def _plain(texts: list[str]) -> tuple[str, ...]:
    """Heads as they are compared: blanks told once."""
    return tuple(" ".join(text.split()) for text in texts)
