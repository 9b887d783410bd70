"""Sending a batch through gspread's client, and reading what is there."""

from __future__ import annotations

from sync.google import Google
from sync.sheets.state import Batch, ExistingSheets


def send(google: Google, spreadsheet_id: str, batch: Batch) -> None:
    """Send one batchUpdate. Raises UnknownOutcome where no answer came: then `read_stamp` first.

    GoogleError google-not-found where the spreadsheet is gone, google-refused (400) where it is not
    as the state says: then plan again with `read_existing`.
    """
    raise NotImplementedError


def read_stamp(google: Google, spreadsheet_id: str) -> str | None:
    """The stamp of the last batch that was carried out, None where there was none."""
    raise NotImplementedError


def read_existing(google: Google, spreadsheet_id: str) -> ExistingSheets:
    """What is in the spreadsheet, for `plan`; cells are not read."""
    raise NotImplementedError
