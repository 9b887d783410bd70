"""What is lost, doubled or wrong: two worlds beside each other, and each on its own."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, Literal

import orjson

from tests.chaos.look import BODY, Seen, Tab

Kind = Literal["lost", "doubled", "wrong"]
Problem = tuple[Kind, str]
OUTAGE = "ระบบยังทำงานไม่ครบถ้วน"  # a mail that is sent while Google is out of reach says so
COPY = "(สำเนา "  # in the name of a copy that nithet keeps of a tab
_LONG = 700  # characters of a value that are told
_SPARE_ROWS = 10  # empty ones at a grid's end: it never shrinks, and the twin has shown more between


def differences(disturbed: Seen, twin: Seen, early: Container[str] = ()) -> Iterator[Problem]:
    """Where the disturbed world is not as its twin.

    Mails that went `early`, before it was quiet, may tell of an outage that the twin never had: of these
    the body is not compared, but their head and what goes with them. One that is sent in the quiet cycle
    must tell of none.
    """
    yield from _mapped("file", disturbed.files, twin.files)
    yield from _mapped("form", disturbed.forms, twin.forms)
    yield from _mapped("paper", disturbed.papers, twin.papers)
    excused = {key for key, texts in disturbed.mails.items() if key in early and OUTAGE in "".join(texts)}
    mine, theirs = (_without_bodies(seen.mails, excused) for seen in (disturbed, twin))
    yield from _mapped("mail", mine, theirs)
    for table, rows in twin.ledger.items():
        held = disturbed.ledger[table]
        for row, times in (rows - held).items():
            yield "lost", f"ledger.{table}: {row[:_LONG]} ({times})"
        for row, times in (held - rows).items():
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


def _without_bodies(mails: Mapping[str, tuple[str, ...]], keys: Container[str]) -> dict[str, list[str]]:
    return {
        key: [text for text in texts if not (key in keys and text.startswith(BODY))]
        for key, texts in mails.items()
    }


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
    if abs(mine.height - theirs.height) > _SPARE_ROWS:
        yield "wrong", f"{what}: {mine.height} rows instead of {theirs.height}"
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
