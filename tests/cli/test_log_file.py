"""The log of a daemon that runs for months: turned over, private, silent about itself, sparing."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.cli.log_file import LogFile, Sparing

SIX_HOURS = 6 * 3600


class Log:
    """A logger with a file of its own, and a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.path, self.seconds = folder / "nithet.log", 0.0
        self.file = LogFile(self.path)
        self.file.addFilter(Sparing(lambda: self.seconds))
        self.logger = logging.getLogger(f"test.{folder.name}")
        self.logger.propagate = False
        self.logger.addHandler(self.file)

    @property
    def lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    made = Log(tmp_path)
    yield made
    made.logger.removeHandler(made.file)
    made.file.close()


def test_the_same_trouble_every_five_seconds_is_a_line_an_hour(log: Log) -> None:
    log.logger.warning("before it")
    for tick in range(SIX_HOURS // 5):
        log.seconds = tick * 5.0
        log.logger.warning("form:daily-log: google-unreachable: message=<object at 0x%x>", 0x7F00 + tick)
    assert len(log.lines) == 1 + 6
    assert log.lines[0] == "before it"
    assert log.lines[2].endswith("0x81d0> (and 719 times since it was last written)")


def test_another_trouble_meanwhile_is_written(log: Log) -> None:
    for form in ("daily-log", "permit", "daily-log"):
        log.logger.warning("form:%s: google-unreachable", form)
    assert log.lines == ["form:daily-log: google-unreachable", "form:permit: google-unreachable"]


def test_the_same_words_from_another_place_are_another_fault(log: Log) -> None:
    def fault() -> None:
        raise IndexError

    def other() -> None:
        raise IndexError

    for happens in (fault, other) * 3:
        try:
            happens()
        except IndexError:
            log.logger.exception("cycle failed")
    assert sum(line == "cycle failed" for line in log.lines) == 2


def test_what_is_remembered_stays_small(log: Log) -> None:
    sparing = Sparing(lambda: 0.0)
    for number in range(2000):
        name = "".join(chr(97 + int(digit)) for digit in str(number))
        sparing.filter(logging.LogRecord("n", logging.WARNING, "", 0, name, None, None))
    assert len(sparing._seen) == 500


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder's rights hold")
def test_every_file_is_its_owners_alone(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.path.write_text("of an earlier version\n", encoding="utf-8")
    log.path.chmod(0o644)
    monkeypatch.setattr(log.file, "maxBytes", 100)
    for word in ("one", "two", "three"):
        log.logger.warning(word * 30)
    modes = {file.name: file.stat().st_mode & 0o777 for file in log.path.parent.iterdir()}
    assert set(modes) == {"nithet.log", "nithet.log.1", "nithet.log.2", "nithet.log.3"}
    assert set(modes.values()) == {0o600}


def test_a_file_that_cannot_be_renamed_goes_on_and_is_turned_over_later(
    log: Log, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(log.file, "maxBytes", 10)
    real = os.rename

    def held_open(*_: object) -> None:  # as Windows does while an editor has it open
        raise PermissionError(13, "The process cannot access the file")

    log.logger.warning("first record")
    monkeypatch.setattr(os, "rename", held_open)
    log.logger.warning("second record")
    log.logger.warning("third, record")
    monkeypatch.setattr(os, "rename", real)
    log.logger.warning("fourth record")
    assert log.lines == ["fourth record"]
    before = log.path.with_name("nithet.log.1").read_text(encoding="utf-8").splitlines()
    assert before == ["first record", "second record", "third, record"]
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is stood in for by /dev/full")
def test_a_full_disk_prints_nothing_and_the_log_goes_on_when_there_is_room(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.path.symlink_to("/dev/full")
    log.logger.warning("lost")
    log.logger.warning("lost, too")
    log.path.unlink()
    log.logger.warning("there is room")
    assert log.lines == ["there is room"]
    assert capsys.readouterr().err == ""
