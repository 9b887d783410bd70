"""`nithet template`: a paper's Word template, copied to where the office may change it; none is replaced."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from sync.cli.app import build
from sync.cli.show import Screen
from sync.cli.template_command import take_out
from sync.documents.templates import find_template
from sync.errors import InputError, NithetError
from sync.messages import Messages
from sync.packaged import folder
from tests.journeys.command import nithet
from tests.journeys.office import write_config


@pytest.fixture
def config(tmp_path: Path) -> Path:
    write_config(tmp_path / "config")
    return tmp_path / "config"


def test_the_packaged_template_becomes_the_offices_own(config: Path) -> None:
    ran = CliRunner().invoke(
        build(Screen(Messages("en")), "template"), ["template", "weekly", "--config", str(config)]
    )
    assert ran.exit_code == 0
    file = config / "documents" / "weekly.docx"
    assert str(file) in ran.output
    assert file.read_bytes() == find_template(config, "weekly", packaged=True).content
    assert find_template(config, "weekly").own


def test_one_that_is_there_is_left_as_it_is(config: Path) -> None:
    file = take_out("case", config)
    file.write_bytes(b"ours")
    with pytest.raises(InputError) as told:
        take_out("case", config)
    assert (told.value.code, file.read_bytes()) == ("template-there", b"ours")


@pytest.mark.parametrize("sample", [True, False])
def test_an_office_without_a_configuration_of_its_own_makes_one_first(tmp_path: Path, sample: bool) -> None:
    config = folder("config") if sample else tmp_path
    with pytest.raises(InputError) as told:
        take_out("case", config)
    assert told.value.code == "template-nowhere"
    assert not (config / "documents").exists()


def test_a_folder_that_cannot_be_written_to_is_told(config: Path) -> None:
    (config / "documents").write_text("a file of that name", encoding="utf-8")
    with pytest.raises(NithetError) as told:
        take_out("case", config)
    assert told.value.code == "folder-unwritable"


def test_what_is_wrong_in_a_template_leaves_the_configuration_right(config: Path) -> None:
    file = take_out("weekly", config)
    document = docx.Document(str(file))
    document.add_paragraph("รวม {{ นิเทศแล้ว } โรงเรียน")
    document.save(str(file))
    ran = nithet("check", at=config.parent)
    assert ran.code == 1
    assert "is right" in ran.out
    assert "To be mended in templates of papers: 1" in ran.err
    assert "not every {{ has its }}" in ran.err
    assert "cannot be used yet" not in ran.err
