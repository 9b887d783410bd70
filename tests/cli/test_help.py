"""Every command's help: in both languages, with an example, and a wrong option is refused."""

from __future__ import annotations

from typing import get_args

import pytest
from typer.testing import CliRunner

from sync.cli.app import build
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
