"""`nithet init`: a folder of configuration with the definitions; nothing of the office's own is touched."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from forms.definition import packaged_definitions
from sync.cli.app import build
from sync.cli.show import Screen
from sync.messages import Messages
from sync.pipeline.office import definitions_folder, open_office

DEFINITIONS = {path.name for path in packaged_definitions().glob("*.yaml")}


def init(folder: Path) -> str:
    ran = CliRunner().invoke(build(Screen(Messages("en")), "init"), ["init", str(folder)])
    assert ran.exit_code == 0
    return " ".join(ran.output.split())


def test_everything_that_an_office_may_change_is_there(tmp_path: Path) -> None:
    told = init(tmp_path / "config")
    assert definitions_folder(tmp_path / "config") == tmp_path / "config" / "forms"
    assert {path.name for path in (tmp_path / "config" / "forms").iterdir()} == DEFINITIONS
    assert "daily-log.yaml" in told
    assert (tmp_path / "config" / "reports.yaml").is_file()
    assert len(open_office(tmp_path / "config").forms) == len(DEFINITIONS)


def test_what_is_there_stays_and_what_the_office_took_out_stays_out(tmp_path: Path) -> None:
    config = tmp_path / "config"
    init(config)
    (config / "forms" / "daily-log.yaml").unlink()
    (config / "calendar.yaml").unlink()
    (config / "settings.yaml").write_text("# ours\n", encoding="utf-8")
    init(config)
    assert not (config / "forms" / "daily-log.yaml").exists()
    assert (config / "calendar.yaml").exists()
    assert (config / "settings.yaml").read_text(encoding="utf-8") == "# ours\n"
