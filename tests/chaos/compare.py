"""What is lost, doubled or wrong: two worlds beside each other, and each on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import orjson

from tests.chaos.look import Seen, Tab

Kind = Literal["lost", "doubled", "wrong"]
Problem = tuple[Kind, str]
OUTAGE = "ระบบยังทำงานไม่ครบถ้วน"  # a mail that was sent while Google was out of reach says so
COPY = "(สำเนา "  # in the name of a copy that nithet keeps of a tab
_LONG = 700  # characters of a value that are told


def differences(disturbed: Seen, twin: Seen) -> Iterator[Problem]:
    """Where the disturbed world is not as its twin."""
    yield from _mapped("file", disturbed.files, twin.files)
    yield from _mapped("form", disturbed.forms, twin.forms)
    said = {key: texts for key, texts in disturbed.mails.items() if OUTAGE not in "".join(texts)}
    yield from _mapped("mail", dict.fromkeys(disturbed.mails, 1), dict.fromkeys(twin.mails, 1))
    yield from _mapped("mail", said, {key: twin.mails[key] for key in said.keys() & twin.mails.keys()})
    for table, rows in twin.ledger.items():
        mine = disturbed.ledger[table]
        for row, times in (rows - mine).items():
            yield "lost", f"ledger.{table}: {row[:_LONG]} ({times})"
        for row, times in (mine - rows).items():
            yield ("doubled" if row in rows else "wrong"), f"ledger.{table}: {row[:_LONG]} ({times} too many)"
    yield from _mapped("spreadsheet", dict.fromkeys(disturbed.books, 1), dict.fromkeys(twin.books, 1))
    for key in disturbed.books.keys() & twin.books.keys():
        (mine_about, mine_tabs), (their_about, their_tabs) = disturbed.books[key], twin.books[key]
        if mine_about != their_about:
            yield "wrong", f"{key}: {mine_about} instead of {their_about}"
        yield from _mapped(f"{key} tab", dict.fromkeys(mine_tabs, 1), dict.fromkeys(their_tabs, 1))
        # A copy of a tab that somebody rearranged shows what stood there: that depends on the cycles before.
        for name in {one for one in mine_tabs.keys() & their_tabs.keys() if COPY not in one}:
            yield from _tabs(f"{key} {name}", mine_tabs[name], their_tabs[name])


def _mapped(what: str, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[Problem]:
    for key in sorted(theirs.keys() - mine.keys()):
        yield "lost", f"{what} {key}"
    for key in sorted(mine.keys() - theirs.keys()):
        yield "wrong", f"{what} {key} is there"
    for key in sorted(mine.keys() & theirs.keys()):
        if mine[key] != theirs[key]:
            yield "wrong", f"{what} {key}: {_first(mine[key], theirs[key])}"


def _first(mine: Any, theirs: Any) -> str:
    """Where two values part."""
    one, other = (value if isinstance(value, str) else _plain(value) for value in (mine, theirs))
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, at - 100)
    return f"…{one[start : at + 250]}… instead of …{other[start : at + 250]}…"


def _plain(value: Any) -> str:
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _tabs(what: str, mine: Tab, theirs: Tab) -> Iterator[Problem]:
    yield from _mapped(f"{what} row", mine.keyed, theirs.keyed)
    if mine.others != theirs.others:
        yield "wrong", f"{what}: {_first(mine.others, theirs.others)}"
    if mine.order == theirs.order:  # else what has its place in the grid stands elsewhere, too
        yield from _mapped(what, mine.placed, theirs.placed)
        yield from _mapped(what, mine.properties, theirs.properties)


def alone(seen: Seen, sent: frozenset[str]) -> Iterator[Problem]:
    """What is wrong in a world on its own: rows twice or missing, responses that never came."""
    known = {row.split("'")[3] for row in seen.ledger["response"]}
    for response in sorted(sent - known):
        yield "lost", f"response {response} is not in the ledger"
    for key, (_, tabs) in seen.books.items():
        for name, tab in tabs.items():
            for row, rows in tab.keyed.items():
                if len(rows) > 1:
                    yield "doubled", f"{key} {name}: {row} stands {len(rows)} times"
    for key, files in seen.files.items():
        if len(files) > 1 and not key.startswith(("keyless", "paper:")):
            yield "doubled", f"file {key}: {files}"


def unsaid(seen: Seen, words: Mapping[tuple[str, str, str, str], str]) -> Iterator[Problem]:
    """What people wrote and neither the ledger nor the row of its record has any more."""
    for (file, tab, key, column), text in words.items():
        kept = f"{(file, tab, key, column, text)!r}"
        if text and kept not in seen.ledger["cell"]:
            yield "lost", f"{file} {tab} {key} {column}: {text!r} is not in the ledger"
        rows = seen.books[file][1][tab].keyed.get(key, []) if tab in seen.books[file][1] else []
        if text and not any(_plain(text)[1:-1] in row for row in rows):
            yield "lost", f"{file} {tab} {key} {column}: {text!r} is not in its row"
