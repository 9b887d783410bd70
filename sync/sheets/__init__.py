"""Google Sheets: from the tabs as they should be and as they were acknowledged to one batchUpdate."""

from sync.sheets.close import close
from sync.sheets.columns import Rearranged, rearranged, unsure, unsure_of
from sync.sheets.found import lost_tabs
from sync.sheets.people import PeoplePlace, PeopleRow, heads_of, place_of, places
from sync.sheets.plan import must_read, plan, relaid
from sync.sheets.rows import STRANGE, UNKNOWN
from sync.sheets.scrub import SHORTEST, scrub
from sync.sheets.seen import Seen
from sync.sheets.send import read_existing, read_grid, read_people, read_seen, read_stamp, send
from sync.sheets.settled import Settled
from sync.sheets.state import Batch, ExistingSheets, TabChange, TabState, applied, sheet_id

__all__ = [
    "SHORTEST",
    "STRANGE",
    "UNKNOWN",
    "Batch",
    "ExistingSheets",
    "PeoplePlace",
    "PeopleRow",
    "Rearranged",
    "Seen",
    "Settled",
    "TabChange",
    "TabState",
    "applied",
    "close",
    "heads_of",
    "lost_tabs",
    "must_read",
    "place_of",
    "places",
    "plan",
    "read_existing",
    "read_grid",
    "read_people",
    "read_seen",
    "read_stamp",
    "rearranged",
    "relaid",
    "scrub",
    "send",
    "sheet_id",
    "unsure",
    "unsure_of",
]
