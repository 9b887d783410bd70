"""The requests that turn a spreadsheet from what was acknowledged into what it should be; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sync.layout.tab import Tab
from sync.sheets.state import Batch, ExistingSheets, TabState


def must_read(tabs: Sequence[Tab], state: Mapping[str, TabState]) -> bool:
    """Tell whether `plan` needs `existing` (from `read_existing`): at first, and when protection changes."""
    raise NotImplementedError


def plan(
    tabs: Sequence[Tab],
    state: Mapping[str, TabState],
    *,
    stamp: Callable[[], str],
    existing: ExistingSheets | None = None,
    editors: Sequence[str] = (),
    locale: str = "th_TH",
    time_zone: str = "Asia/Bangkok",
) -> tuple[Batch, ...]:
    """The batches that make the spreadsheet look like `tabs`, in order; () when it already does.

    `state` holds every tab acknowledged so far by key, with the hashes of at least the rows that a
    sparse tab names and of all rows otherwise. `stamp` gives a fresh stamp for each batch. With
    `existing` what is really there counts more than `state`. Each batch can be sent once the one
    before it is acknowledged; when one fails, plan again from the state reached.
    """
    raise NotImplementedError
