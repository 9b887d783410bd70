"""Every command's help: in both languages, with an example, and a wrong option is refused."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import pytest
from typer.testing import CliRunner

from sync.cli.app import build, named_command
from sync.cli.show import Screen
from sync.messages import Language, Messages

COMMANDS = [
    "demo",
    "init",
    "connect google",
    "run",
    "sync",
    "check",
    "status",
    "workspace serve",
    "report weekly",
    "report network-semester",
    "preview",
    "template",
    "extract",
]
EXAMPLE = {"th": "ตัวอย่าง", "en": "Example"}


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("command", COMMANDS)
def test_it_has_an_example(command: str, language: Language) -> None:
    ran = CliRunner().invoke(build(Screen(Messages(language))), [*command.split(), "--help"])
    assert ran.exit_code == 0
    assert EXAMPLE[language] in ran.output
    assert f"nithet {command}" in " ".join(ran.output.split())


def test_an_option_that_there_is_not_is_told() -> None:
    ran = CliRunner().invoke(build(Screen(Messages("en"))), ["sync", "--nonsense"])
    assert ran.exit_code == 2
    assert "--nonsense" in ran.output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_was_named_is_made_without_the_others(command: str) -> None:
    screen, line = Screen(Messages("en")), command.split()
    alone, among = (
        CliRunner().invoke(app, [*line, "--help"]) for app in (build(screen, line[0]), build(screen))
    )
    assert alone.exit_code == 0
    assert alone.output == among.output


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ([], ""),
        (["check"], "check"),
        (["--lang", "en", "check"], "check"),
        (["--lang=en", "report", "weekly"], "report"),
        (["--help", "check"], "--help"),
        (["--lang"], ""),
    ],
)
def test_the_command_is_what_stands_first(line: list[str], command: str) -> None:
    assert named_command(line) == command


def test_check_waits_for_nothing_that_it_does_not_need() -> None:
    code = "import sys; from sync.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code, "check"], capture_output=True, text=True, check=False, timeout=60
    )
    loaded = set(ran.stderr.split())
    assert "forms.definition" in loaded
    assert not loaded & {"pandas", "gspread", "starlette", "sync.pipeline.cycle"}


def test_everyday_commands_wait_for_pandas_only_when_there_is_something_to_sum_up() -> None:
    rooms = "office_commands", "report_command", "results_command", "setup_commands", "workspace_command"
    code = f"import sys; from sync.cli import {', '.join(rooms)}"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}; print('pandas' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "False"
