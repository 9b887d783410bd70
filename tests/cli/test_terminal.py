"""What others wrote reaches terminals and logs as text: nothing in it colours, moves or adds a line."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from rich.markup import escape

from sync.cli.fault import write_fault
from sync.cli.logs import Lines
from sync.cli.show import Screen, Terminal
from sync.errors import NithetError
from sync.messages import Messages
from tests import hostile

TEXTS = (*hostile.EVERY, hostile.LONG[0][:2000])
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen(Messages("en"))
    for console in (made.out, made.err):
        monkeypatch.setattr(console, "_file", io.StringIO())
    return made


def printed(console: Terminal) -> str:
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("text", TEXTS)
def test_an_error_says_it_in_its_own_lines(screen: Screen, text: str) -> None:
    screen.error(NithetError("folder-unwritable", file=f"x{text}"))
    assert printed(screen.err).count("\n") == 3  # what happened, where, what to do
    assert not OBEYED.search(printed(screen.err))
    printed(screen.err).encode()


def test_markup_and_brackets_stand_as_they_were_written(screen: Screen) -> None:
    for text in hostile.MARKUP:
        screen.out.print(escape(text))
        screen.tell("extract.written", file=text, rows=1, without=0, title=text, year=text)
    for text in hostile.MARKUP:
        assert printed(screen.out).count(text) == 4


@pytest.mark.parametrize("text", TEXTS)
def test_json_holds_the_text_and_nothing_that_a_terminal_obeys(screen: Screen, text: str) -> None:
    screen.json({"text": text})
    assert json.loads(printed(screen.out)) == {"text": text}
    assert not OBEYED.search(printed(screen.out))
    assert printed(screen.out).count("\n") == 1


@pytest.mark.parametrize("text", TEXTS)
def test_a_record_of_the_log_is_one_line_and_what_follows_it_is_set_in(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("nithet", logging.ERROR, "", 1, "%s failed", (text,), told)
    first, *more = Lines().format(record).split("\n")
    assert "ERROR" in first
    assert more
    assert all(line.startswith("    ") for line in more)
    assert not OBEYED.search("".join([first, *more]))
    assert len("\n".join([first, *more]).splitlines()) == len(more) + 1


def test_a_fault_with_half_a_character_is_written_down(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    file = write_fault(ValueError("\ud800 \x1b[31m"))
    assert file is not None
    assert "ValueError: \ufffd [31m" in file.read_text(encoding="utf-8")
