"""Everything that people and the ledger have of a world, without what differs from world to world."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import orjson

from sync.google import DRIVE, FORMS, SHEETS
from tests.chaos.desk import Desk
from tests.chaos.worlds import World

_LEDGER = {
    "response": "form, id, submitted, day, network, work_group, counted, left_out, once_key, deleted IS NULL",
    "finding": "form, response, code, severity, question, places",
    "membership": "kind, code, form, response",
    "number": "form, series, number, response",
    "summary": "partition, form, period, body",
    "decision": "form, response, step, word, note, holder, file",
    "correction": "form, response, code, question, verdict, value, note, file",
    "cell": "file, tab, key, name, text",
    "listed": "file, form, response",
    "paper": "key, kind, about, period, title, readers, number, stem, digest, pdf",
    "report": "kind, period, cut, figures",
    "delivery": "kind, period, recipient, message_id, delivered IS NOT NULL",
    "pending": "file",
    "trouble WHERE subject NOT GLOB 'mended:*' AND subject NOT GLOB 'remade:*'": "subject, code, places",
}
"""What two worlds must have alike. Moments at which something was noticed may differ by seconds; what was
mended is told until the next full list, so that it depends on the cycle that mended it."""

_SHEETS = (
    "properties(title),sheets(properties(sheetId,title,index,hidden,gridProperties,tabColorStyle),merges,"
    "conditionalFormats,basicFilter,charts(spec,position),protectedRanges(range,unprotectedRanges,editors),"
)
_WORDS = f"{_SHEETS}data(rowData(values(userEnteredValue,note))))"
_LOOKS = f"{_SHEETS}data(rowData(values(userEnteredValue,userEnteredFormat,note)),columnMetadata(pixelSize)))"


@dataclass(frozen=True)
class Tab:
    """A sheet: its rows by key (those without in order), and all that has its place in the grid."""

    properties: dict[str, Any]
    keyed: dict[str, list[str]]  # rows by key, each as JSON; several under one key where it is doubled
    order: tuple[str, ...]
    others: tuple[str, ...]  # rows of a tab without keys; those with none of a tab that has
    placed: dict[str, Any]
    height: int  # the grid's rows


BODY = "body: "  # before what a mail says, among its head and what goes with it

Book = tuple[Any, dict[str, Tab]]
"""A spreadsheet: its title and shares, and its tabs."""


@dataclass(frozen=True)
class Seen:
    """A world."""

    files: dict[str, list[tuple[str, ...]]]
    forms: dict[str, Any]
    books: dict[str, Book]
    ledger: dict[str, Counter[str]]
    mails: dict[str, tuple[str, ...]]
    papers: dict[str, str]  # the texts of the Word files, by kind and name; none where looks are left out
    responses: frozenset[str]  # that lie in the forms
    due: Counter[str]  # what the next cycle will look at again


class Looking:
    """Looks at one world again and again: what lasts is read once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.names: dict[str, str] = {}  # of files by id, of those that are gone, too
        self._mails: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._books: dict[str, tuple[str, Book]] = {}
        self._known_forms: dict[str, tuple[str, Any]] = {}

    def remember(self) -> list[dict[str, Any]]:
        """Every file that is there, in the trash or not; ids are known by their keys from now on."""
        answer = self._world.google.call(
            "GET",
            f"{DRIVE}/files",
            what="all",
            params={
                "fields": "files(id,name,mimeType,appProperties,parents,version,trashed)",
                "pageSize": 1000,
            },
        )
        files: list[dict[str, Any]] = answer["files"]
        self.names |= {one["id"]: _key(one) for one in files}
        return files

    def see(self, *, looks: bool) -> Seen:
        """The world as it is now, with all that gives cells their looks or without."""
        self._fields = _LOOKS if looks else _WORDS
        files = [one for one in self.remember() if not one.get("trashed")]
        self._versions = {one["id"]: one["version"] for one in files}
        desk = Desk(self._world)
        ids = {key: one.id for key, one in desk.files.items()}
        return Seen(
            files=self._files(files),
            forms={key: self._form(id_) for key, id_ in sorted(ids.items()) if key.startswith("form:")},
            books={key: self._book(desk, key) for key in desk.sheets},
            ledger=self._ledger(),
            mails=self._read_mails(),
            papers=self._papers() if looks else {},
            responses=self._responses(),
            due=self._rows("due", "subject"),
        )

    def mails(self) -> frozenset[str]:
        """The Message-IDs of what lies in the outbox."""
        self.remember()  # mails lead to papers
        return frozenset(self._read_mails())

    def named(self, text: str) -> str:
        """The same without the workspace's address, and keys for the ids of files."""
        text = text.replace(self._world.base, "")
        for id_, name in self.names.items():
            text = text.replace(id_, name)
        return text

    def _files(self, files: list[dict[str, Any]]) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for one in files:
            parents = sorted(self.names.get(parent, "top") for parent in one.get("parents", ()))
            about = (one["name"], one["mimeType"], *parents)
            found.setdefault(_key(one), []).append(about)
        return {key: sorted(of) for key, of in found.items()}

    def _form(self, form: str) -> Any:
        """A form, asked for again where it was touched."""
        version = self._versions.get(form, "gone")
        if self._known_forms.get(form, ("", None))[0] != version:
            self._known_forms[form] = version, self._read_form(form)
        return self._known_forms[form][1]

    def _read_form(self, form: str) -> Any:
        answer = self._world.google.call("GET", f"{FORMS}/{form}", what="form")
        return {"items": answer["items"], "publishSettings": answer["publishSettings"]}

    def _book(self, desk: Desk, key: str) -> Book:
        """A spreadsheet, asked for again where it was touched, or another was made since."""
        id_ = desk.id(key)
        state = f"{id_} {self._versions.get(id_, 'gone')} {len(self.names)} {self._fields}"
        if self._books.get(key, ("", None))[0] != state:
            self._books[key] = state, self._read_book(desk, key, id_)
        return self._books[key][1]

    def _read_book(self, desk: Desk, key: str, id_: str) -> Book:
        answer = self._world.google.request(
            "GET", f"{SHEETS}/{id_}", what=key, params={"includeGridData": True, "fields": self._fields}
        )
        book = orjson.loads(self.named(answer.text))
        shares = self._world.google.call(
            "GET",
            f"{DRIVE}/files/{id_}/permissions",
            what=key,
            params={"fields": "permissions(type,role,emailAddress)"},
        )
        people = sorted((p["type"], p["role"], p.get("emailAddress", "")) for p in shares["permissions"])
        at = {place.sheet: place for file, place in desk.places() if file == key}
        tabs = {}
        for sheet in book["sheets"]:
            place = at.get(sheet["properties"].get("sheetId", 0))
            named = place.tab if place else str(sheet["properties"]["title"])
            tabs[named] = _tab(sheet, place.head if place else 0, place.key_column if place else None)
        return {"title": book["properties"]["title"], "shares": people}, tabs

    def _ledger(self) -> dict[str, Counter[str]]:
        return {table: self._rows(table, columns) for table, columns in _LEDGER.items()}

    def _rows(self, table: str, columns: str) -> Counter[str]:
        with closing(sqlite3.connect(self._world.ledger_path)) as connection:
            rows = connection.execute(f"SELECT {columns} FROM {table}")
            return Counter(self.named(repr(row)) for row in rows)

    def _read_mails(self) -> dict[str, tuple[str, ...]]:
        for file in sorted((self._world.folder / "data" / "outbox").glob("*.eml")):
            if file.name not in self._mails:
                self._mails[file.name] = self._mail(file.read_bytes())
        return dict(self._mails.values())

    def _papers(self) -> dict[str, str]:
        folder = self._world.folder / "data" / "papers"
        return {
            str(file.relative_to(folder)): self.named(_word_text(file.read_bytes()))
            for file in sorted(folder.rglob("*.docx"))
        }

    def _mail(self, content: bytes) -> tuple[str, tuple[str, ...]]:
        """A mail's Message-ID, and what it says: head, texts, and what goes with it."""
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        texts = [f"{name}: {mail[name]}" for name in ("Subject", "From", "To", "Cc")]
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                texts.append(f"{BODY}{self.named(str(part.get_content()))}")
            elif not part.is_multipart():
                body = part.get_payload(decode=True)
                said = self.named(_word_text(body)) if isinstance(body, bytes) else ""
                texts.append(f"{part.get_filename()} {part.get_content_type()} {said}")
        return str(mail["Message-ID"]), tuple(texts)

    def _responses(self) -> frozenset[str]:
        path = self._world.folder / "data" / "workspace" / "workspace.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return frozenset(id_ for (id_,) in connection.execute("SELECT id FROM form_responses"))


def _word_text(content: bytes) -> str:
    """The text of a Word file, cell by cell and line by line; of anything else a digest."""
    if not content.startswith(b"PK"):
        return hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        parts = sorted(
            name for name in word.namelist() if re.fullmatch(r"word/(document|head|foot).*xml", name)
        )
        xml = "\n".join(word.read(part).decode() for part in parts)
    return re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", "\n", xml))


def _key(file: Mapping[str, Any]) -> str:
    properties = file.get("appProperties", {})
    return str(next((v for k, v in properties.items() if k.endswith("key")), f"keyless {file['name']}"))


def _tab(sheet: dict[str, Any], head: int, key_column: int | None) -> Tab:
    grid = sheet.pop("data", [{}])[0]
    rows = [_row(row) for row in grid.get("rowData", [])]
    properties = sheet.pop("properties")
    keyed: dict[str, list[str]] = {}
    order: list[str] = []
    others: list[str] = [_text(cells) for cells in rows[:head]]
    for cells in rows[head:]:
        key = _entered(cells[key_column]) if key_column is not None and len(cells) > key_column else ""
        if key:
            order.append(key)
            keyed.setdefault(key, []).append(_text(cells))
        else:
            others.append(_text(cells))
    while others and not others[-1]:
        others.pop()
    if key_column is not None:  # where a row without a key stands says nothing
        others[head:] = sorted(text for text in others[head:] if text)
    rows_there = properties.get("gridProperties", {}).pop("rowCount", 0)
    sheet = _to_the_end(sheet, rows_there)
    placed = {"columns": grid.get("columnMetadata"), **sheet}
    placed["merges"] = sorted(sheet.get("merges", ()), key=repr)
    placed["protectedRanges"] = sorted(sheet.get("protectedRanges", ()), key=repr)
    return Tab(properties, keyed, tuple(order), tuple(others), placed, rows_there)


def _to_the_end(value: Any, rows: int) -> Any:
    """The same with ranges that reach the grid's last row told as such."""
    if isinstance(value, dict):
        told = {name: _to_the_end(one, rows) for name, one in value.items()}
        return told | ({"endRowIndex": "last"} if told.get("endRowIndex") == rows else {})
    return [_to_the_end(one, rows) for one in value] if isinstance(value, list) else value


def _row(row: dict[str, Any]) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = row.get("values", [])
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _entered(cell: dict[str, Any]) -> str:
    return str(cell.get("userEnteredValue", {}).get("stringValue", ""))


def _text(cells: list[dict[str, Any]]) -> str:
    return orjson.dumps(cells).decode() if cells else ""
