"""The last guard: a fault of nithet's own is told in words, its traceback goes to a file."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.cli import app
from sync.cli.logs import log_to


class Stumbled(Exception):
    """No error that nithet knows."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    logger = logging.getLogger("nithet")
    kept, logger.handlers = logger.handlers, []
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers = kept


def run(monkeypatch: pytest.MonkeyPatch, raised: BaseException | None, *arguments: str) -> object:
    """Run main() with a command that raises; the exit code."""

    def build(*_: object) -> object:
        def command() -> None:
            assert raised is not None
            raise raised

        return command

    if raised is not None:
        monkeypatch.setattr(app, "build", build)
    monkeypatch.setattr(sys, "argv", ["nithet", *arguments])
    with pytest.raises(SystemExit) as ended:
        app.main()
    return ended.value.code


@pytest.mark.parametrize(("language", "words"), [("en", "fault of nithet"), ("th", "ความผิดพลาดของโปรแกรม")])
def test_a_fault_is_told_in_words_and_its_traceback_kept(
    language: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, Stumbled("over [a] stone"), "--lang", language) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err
    assert "Stumbled" in shown.err
    assert "Traceback" not in shown.err
    file = tmp_path / "nithet-fault.log"
    assert str(file) in shown.err
    written = file.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "Stumbled: over [a] stone" in written
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_a_log_is_kept_it_has_the_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(tmp_path / "data")
    assert run(monkeypatch, Stumbled("over a stone"), "--lang", "en") == 1
    log = tmp_path / "data" / "nithet.log"
    assert str(log) in capsys.readouterr().err
    assert "Stumbled: over a stone" in log.read_text(encoding="utf-8")
    assert not (tmp_path / "nithet-fault.log").exists()


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


def test_other_exits_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, None, "sync", "--nonsense") == 2
    assert run(monkeypatch, None, "--help") == 0
    assert list(tmp_path.iterdir()) == []
