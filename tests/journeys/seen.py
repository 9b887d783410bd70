"""Everything that people and the ledger see of a world, in a form that two worlds can be compared by."""

from __future__ import annotations

import email
import email.policy
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sync.google import DRIVE, FORMS, SHEETS, Google
from tests.journeys import world

_LEDGER = {
    "response": "form, id, submitted, day, network, work_group, counted, once_key, deleted",
    "finding": "form, response, number, code, severity, places",
    "listed": "file, form, response, row",
    "tab_row": "file, tab, row",
    "report": "kind, period, cut, figures",
    "delivery": "kind, period, recipient, message_id, delivered IS NOT NULL",
    "pending": "*",
    "due": "subject",
    "trouble": "subject, code",
}


@dataclass(frozen=True)
class State:
    """A world: files by key, forms, sheets' cells and shares, the ledger's tables, the mailbox."""

    files: Counter[str]
    forms: dict[str, Any]
    sheets: dict[str, Any]
    ledger: dict[str, list[tuple[Any, ...]]]
    mails: dict[str, str]

    @property
    def responses(self) -> int:
        return len(self.ledger["response"])


def seen(folder: Path, base: str) -> State:
    """Look at a world whose workspace runs at `base`."""
    google = world.google_at(folder, base)
    files = _files(google)
    keys = {file["id"]: _key(file) for file in files}
    by_kind = {
        kind: {_key(f): f["id"] for f in files if f["mimeType"].endswith(kind)}
        for kind in ("form", "spreadsheet")
    }
    named = partial(_named, keys=keys, base=base)
    return State(
        files=Counter(keys.values()),
        forms={key: _form(google, id_) for key, id_ in by_kind["form"].items()},
        sheets={key: _sheet(google, id_, named) for key, id_ in by_kind["spreadsheet"].items()},
        ledger=_ledger(folder / "data" / "ledger.sqlite3"),
        mails=_mails(folder / "data" / "outbox", named),
    )


def _files(google: Google) -> list[dict[str, Any]]:
    """Every file that is not in the trash: there must be one of each."""
    fields = "files(id,name,mimeType,appProperties,parents)"
    answer = google.call(
        "GET",
        f"{DRIVE}/files",
        what="all",
        params={"q": "trashed = false", "fields": fields, "pageSize": 1000},
    )
    return list(answer["files"])


def _key(file: dict[str, Any]) -> str:
    properties = file.get("appProperties", {})
    return str(next((v for k, v in properties.items() if k.endswith("key")), f"keyless {file['name']}"))


def _form(google: Google, form_id: str) -> dict[str, Any]:
    form = google.call("GET", f"{FORMS}/{form_id}", what="form")
    shares = google.call("GET", f"{DRIVE}/files/{form_id}/permissions", what="form", params={"fields": "*"})
    return {
        "items": form["items"],
        "publishSettings": form["publishSettings"],
        "shares": sorted((p["type"], p["role"], p.get("view", "")) for p in shares["permissions"]),
    }


def _sheet(google: Google, sheet_id: str, named: Callable[[str], str]) -> dict[str, Any]:
    """A spreadsheet's cells and formats as Google's own text, a row a line, and its shares.

    The text is not parsed: that would take longer than the cycle that is tried.
    """
    fields = (
        "sheets(properties(sheetId,title,index,gridProperties,tabColorStyle),merges,conditionalFormats,basicFilter,"
        "charts(chartId,spec,position),protectedRanges(range,unprotectedRanges),"
        "data(rowData(values(userEnteredValue,userEnteredFormat,note)),columnMetadata(pixelSize)))"
    )
    answer = google.request(
        "GET", f"{SHEETS}/{sheet_id}", what="sheet", params={"includeGridData": True, "fields": fields}
    )
    shares = google.call(
        "GET",
        f"{DRIVE}/files/{sheet_id}/permissions",
        what="sheet",
        params={"fields": "permissions(type,role,emailAddress)"},
    )
    people = sorted((p["type"], p["role"], p.get("emailAddress", "")) for p in shares["permissions"])
    text = re.sub(r'"merges":\[[^]]*\]', _in_order, named(answer.text))
    return {"cells": text.replace('{"values"', '\n{"values"'), "shares": people}


def _in_order(merges: re.Match[str]) -> str:
    """Merged cells in an order of their own: Google's is that in which they came, which says nothing."""
    return f'"merges":[{",".join(sorted(re.findall(r"{[^}]*}", merges[0])))}]'


def _named(text: str, keys: dict[str, str], base: str) -> str:
    """The same without the workspace's address, and keys for file ids: both differ from world to world."""
    text = text.replace(base, "")
    for file_id, key in keys.items():
        text = text.replace(file_id, key)
    return text


def _ledger(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(path)
    try:
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
            for table, columns in _LEDGER.items()
        }
    finally:
        connection.close()


def _mails(outbox: Path, named: Callable[[str], str]) -> dict[str, str]:
    """The text of each mail by its Message-ID."""
    mails = {}
    for file in sorted(outbox.glob("*.eml")):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        mails[str(mail["Message-ID"])] = named(str(body.get_content()))
    return mails
