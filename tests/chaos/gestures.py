"""What people do in the spreadsheets, addressed by meaning: the same can be done in both worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from sync.errors import GoogleError
from tests import hostile
from tests.chaos.desk import Desk, Keyed, dimension

TEXTS = (
    *("โทรถามแล้ว", "รอเอกสารเพิ่ม", "ส่งต่อแล้ว") * 6,
    *hostile.FORMULAS,
    *hostile.PAGES,
    *hostile.TEMPLATES,
    "โทรถามแล้ว",
    "รอเอกสารเพิ่ม",
    "=1+1",
    "+66812345678",
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "ก\u200bข\u200dค",
    "\u202eกลับด้าน",
    "{{ 7*7 }}",
    "บรรทัดแรก\nบรรทัดที่สอง",
)


@dataclass(frozen=True)
class Gesture:
    """One thing that somebody did: its name, where, in which row and column, and what was typed.

    `marks` are what it is about: a sequence has one gesture about each, for what two gestures come to
    depends on whether a cycle came between them.
    """

    name: str
    file: str
    tab: str = ""
    key: str = ""
    column: str = ""
    text: str = ""
    number: int = 0

    def __str__(self) -> str:
        told = [self.file, self.tab, self.key, self.column, repr(self.text) if self.text else ""]
        return f"{self.name} {' / '.join(part for part in told if part)} [{self.number}]"

    @property
    def destroys(self) -> bool:
        """Whether words that no cycle has read yet would go with it."""
        return self.name in DESTROYING

    @property
    def response(self) -> str:
        """The response that its row is of."""
        return self.key.split("|")[1] if "|" in self.key else self.key


MENDED_AT_NIGHT = {"rename tab", "move tab", "delete tab", "hide tab", "paste"}
"""What people do as the account that nithet works as is told from its own writing by the nightly look at
the latest. Cells that they coloured stay so until the row is written again."""

DESTROYING = {"delete row", "delete column", "delete tab", "trash file", "delete file", "paste"}


def draw(desk: Desk, chance: Random) -> Gesture | None:
    """A gesture that can be done in this world as it stands; None where there is nothing to do it to."""
    name = chance.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    if name in ("trash file", "delete file", "rename file", "move file"):
        return _of_file(desk, name, chance)
    if name in ("rename tab", "move tab", "delete tab", "hide tab"):
        return _of_tab(desk, name, chance)
    return _of_row(desk, name, chance)


_WEIGHTS = {
    "write": 40,
    "sort": 6,
    "insert row": 4,
    "delete row": 4,
    "insert column": 3,
    "delete column": 2,
    "move column": 2,
    "paste": 4,
    "format": 1,
    "rename tab": 3,
    "move tab": 3,
    "delete tab": 3,
    "hide tab": 1,
    "trash file": 2,
    "delete file": 1,
    "rename file": 2,
    "move file": 1,
}


def _of_file(desk: Desk, name: str, chance: Random) -> Gesture | None:
    known = [key for key in sorted(desk.files) if key.startswith("sheet:")]
    return Gesture(name, chance.choice(known), number=chance.randrange(100)) if known else None


def _of_tab(desk: Desk, name: str, chance: Random) -> Gesture | None:
    if not desk.sheets:
        return None
    file = chance.choice(desk.sheets)
    if not desk.is_there(file):
        return None
    tabs = [key for key, one in desk.tabs(file).items() if not key.startswith("title:")]
    if len(tabs) < 3:
        return None
    return Gesture(name, file, chance.choice(sorted(tabs)), number=chance.randrange(100))


def _of_row(desk: Desk, name: str, chance: Random) -> Gesture | None:
    found = desk.places()
    chance.shuffle(found)
    for file, place in found[:4]:
        keyed = desk.keyed(file, place.tab) if desk.is_there(file) else None
        if keyed is None or not keyed.in_place or not keyed.keys:
            continue
        key = chance.choice(keyed.keys)
        column, _ = chance.choice(place.columns)
        return Gesture(
            name, file, place.tab, key, column, _words(keyed, column, chance), chance.randrange(100)
        )
    return None


_OFFERED = {
    "word:head": ("เห็นควรอนุญาต", "อนุญาต", "เห็นชอบ", "เห็นควรเสนอ", "ส่งกลับแก้ไข", "มอบหมาย", "ไม่อนุญาต"),
    "word:deputy": ("เห็นควรอนุญาต", "เห็นควรเสนอ", "ส่งกลับแก้ไข"),
    "word:director": ("อนุญาต", "ทราบ", "ส่งกลับแก้ไข"),
    "word:stand-in": ("ลงนามรับงานแทน",),
    "word:admin-head": ("เห็นควรอนุญาต",),
    "word:secretariat": ("ถูกต้องสมบูรณ์", "ส่งกลับแก้ไข"),
    "verdict": ("ยืนยันตามเดิม", "ไม่นำมาคำนวณ"),
    "value": ("17 พ.ย. 2569", "เมื่อวาน", "09:00", "3"),
}


def _words(keyed: Keyed, column: str, chance: Random) -> str:
    if chance.random() < 0.06:
        return ""
    if column in _OFFERED and chance.random() < 0.8:
        return chance.choice(_OFFERED[column])
    return chance.choice(TEXTS)


# --- Doing it ---------------------------------------------------------------------------


def possible(desk: Desk, one: Gesture) -> bool:
    """Whether it can be done in this world."""
    if one.file not in desk.files or not desk.is_there(one.file):
        return False
    if one.key:
        keyed = desk.keyed(one.file, one.tab)
        return keyed is not None and keyed.in_place and one.key in keyed.keys
    if one.tab:
        tabs = desk.tabs(one.file)
        return one.tab in tabs and sum(not tab.get("hidden") for tab in tabs.values()) > 2
    return True


def do(desk: Desk, one: Gesture) -> None:
    """Do it."""
    if one.key:
        keyed = desk.keyed(one.file, one.tab)
        assert keyed is not None
        _IN_ROWS[one.name](desk, one, keyed)
    elif one.tab:
        _ON_TABS[one.name](desk, one, desk.tabs(one.file)[one.tab])
    else:
        _ON_FILES[one.name](desk, one)


def attempt(desk: Desk, one: Gesture) -> bool:
    """Do it; False where Google refuses it, as a move across a merged cell."""
    try:
        do(desk, one)
    except GoogleError as refused:
        if refused.status != 400:
            raise
        return False
    return True


def _write(desk: Desk, one: Gesture, tab: Keyed) -> None:
    who = _EDITORS[one.number % len(_EDITORS)]
    desk.write(tab, tab.row_of(one.key), dict(tab.place.columns)[one.column], one.text, who)


_EDITORS = ("", "director@office.example", "head@office.example", "s01@office.example", "s02@office.example")
"""Who types: the account that nithet works as, or somebody who may edit some of the columns; where they may
not the owner does it."""


def _sort(desk: Desk, one: Gesture, tab: Keyed) -> None:
    order = ("ASCENDING", "DESCENDING")[one.number % 2]
    area = {"sheetId": tab.place.sheet, "startRowIndex": tab.place.head, "endRowIndex": len(tab.rows)}
    specs = [{"dimensionIndex": one.number % (tab.place.key_column + 1), "sortOrder": order}]
    desk.change(one.file, {"sortRange": {"range": area, "sortSpecs": specs}})


def _insert_row(desk: Desk, one: Gesture, tab: Keyed) -> None:
    row = tab.row_of(one.key)
    rows = dimension(tab.place.sheet, "ROWS", row, row + 1)
    desk.change(one.file, {"insertDimension": {"range": rows, "inheritFromBefore": False}})
    if one.number % 2 and one.text:
        desk.write(tab, row, dict(tab.place.columns)[one.column], one.text)


def _delete_row(desk: Desk, one: Gesture, tab: Keyed) -> None:
    row = tab.row_of(one.key)
    desk.change(one.file, {"deleteDimension": {"range": dimension(tab.place.sheet, "ROWS", row, row + 1)}})


def _column_of(one: Gesture, tab: Keyed) -> int:
    """Any column: one of people's, or of the machine's."""
    return one.number % (tab.place.key_column + 1)


def _insert_column(desk: Desk, one: Gesture, tab: Keyed) -> None:
    at = _column_of(one, tab)
    columns = dimension(tab.place.sheet, "COLUMNS", at, at + 1)
    desk.change(one.file, {"insertDimension": {"range": columns, "inheritFromBefore": False}})
    if one.number % 3 == 0:
        desk.write(tab, tab.row_of(one.key), at, f"คอลัมน์ใหม่ {one.number}")


def _delete_column(desk: Desk, one: Gesture, tab: Keyed) -> None:
    at = _column_of(one, tab)
    columns = dimension(tab.place.sheet, "COLUMNS", at, at + 1)
    desk.change(one.file, {"deleteDimension": {"range": columns}})


def _move_column(desk: Desk, one: Gesture, tab: Keyed) -> None:
    at, to = _column_of(one, tab), (_column_of(one, tab) + 3) % (tab.place.key_column + 1)
    if to in (at, at + 1):
        return
    source = dimension(tab.place.sheet, "COLUMNS", at, at + 1)
    desk.change(one.file, {"moveDimension": {"source": source, "destinationIndex": to}})


def _paste(desk: Desk, one: Gesture, tab: Keyed) -> None:
    theirs = {at for _, at in tab.place.columns} | {tab.place.key_column}
    machines = [at for at in range(tab.place.key_column) if at not in theirs]
    desk.write(tab, tab.row_of(one.key), machines[one.number % len(machines)], f"{PASTED} {one.number}")


PASTED = "วางทับ"


def _format(desk: Desk, one: Gesture, tab: Keyed) -> None:
    """Colours, another number format, a line through: of one cell or of a whole row."""
    row, width = tab.row_of(one.key), tab.place.key_column + 1
    at = one.number % width
    columns = (at, at + 1) if one.number % 3 else (0, width)
    area = {
        "sheetId": tab.place.sheet,
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }
    looks = (
        {"backgroundColor": {"red": 1.0}},
        {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}},
        {"textFormat": {"strikethrough": True}},
    )
    look = looks[one.number % len(looks)]
    fields = f"userEnteredFormat.{next(iter(look))}"
    desk.change(
        one.file, {"repeatCell": {"range": area, "cell": {"userEnteredFormat": look}, "fields": fields}}
    )


def _properties(desk: Desk, one: Gesture, tab: Any, fields: str, **wanted: Any) -> None:
    properties = {"sheetId": tab.get("sheetId", 0), **wanted}
    desk.change(one.file, {"updateSheetProperties": {"properties": properties, "fields": fields}})


def _rename_tab(desk: Desk, one: Gesture, tab: Any) -> None:
    _properties(desk, one, tab, "title", title=f"{tab['title'][:60]} ({one.number})")


def _move_tab(desk: Desk, one: Gesture, tab: Any) -> None:
    _properties(desk, one, tab, "index", index=one.number % len(desk.tabs(one.file)))


def _hide_tab(desk: Desk, one: Gesture, tab: Any) -> None:
    _properties(desk, one, tab, "hidden", hidden=not tab.get("hidden", False))


def _delete_tab(desk: Desk, one: Gesture, tab: Any) -> None:
    desk.change(one.file, {"deleteSheet": {"sheetId": tab.get("sheetId", 0)}})


def _trash(desk: Desk, one: Gesture) -> None:
    desk.drive("PATCH", one.file, {"trashed": True})


def _delete_file(desk: Desk, one: Gesture) -> None:
    desk.drive("DELETE", one.file)


def _rename_file(desk: Desk, one: Gesture) -> None:
    desk.drive("PATCH", one.file, {"name": f"ชื่อใหม่ {one.number}"})


def _move_file(desk: Desk, one: Gesture) -> None:
    folder = desk.files["folder:root"].id
    before = desk.world.google.call(
        "GET",
        f"https://www.googleapis.com/drive/v3/files/{desk.id(one.file)}",
        what=one.file,
        params={"fields": "parents"},
    )["parents"]
    params = {"addParents": folder, "removeParents": ",".join(set(before) - {folder})}
    desk.drive("PATCH", one.file, {}, params)


_IN_ROWS: dict[str, Callable[[Desk, Gesture, Keyed], None]] = {
    "write": _write,
    "sort": _sort,
    "insert row": _insert_row,
    "delete row": _delete_row,
    "insert column": _insert_column,
    "delete column": _delete_column,
    "move column": _move_column,
    "paste": _paste,
    "format": _format,
}
_ON_TABS: dict[str, Callable[[Desk, Gesture, Any], None]] = {
    "rename tab": _rename_tab,
    "move tab": _move_tab,
    "hide tab": _hide_tab,
    "delete tab": _delete_tab,
}
_ON_FILES: dict[str, Callable[[Desk, Gesture], None]] = {
    "trash file": _trash,
    "delete file": _delete_file,
    "rename file": _rename_file,
    "move file": _move_file,
}
