"""The outbox: whole files, the same for the same name, and a word where they cannot be written."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pytest

from sync.errors import NithetError
from sync.mail import Outbox, Picture, Rendered, message

MAIL = message(
    Rendered("สรุปผล", "ข้อความ\n", "<p>หน้าเว็บ</p>\n"),
    sender="nithet@a.example",
    to=["director@a.example"],
    message_id="<weekly@a.example>",
    date=datetime(2026, 11, 20, 11, tzinfo=UTC),
)


def test_a_mail_lies_there_with_a_preview(tmp_path: Path) -> None:
    path = Outbox(tmp_path / "outbox").put(MAIL, "2569-W47-director")
    assert path == tmp_path / "outbox" / "2569-W47-director.eml"
    read = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert read["Subject"] == "สรุปผล"
    assert path.with_suffix(".html").read_text(encoding="utf-8").strip() == "<p>หน้าเว็บ</p>"


def test_the_same_name_again_changes_nothing(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    first = outbox.put(MAIL, "a").read_bytes()
    assert outbox.put(MAIL, "a").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.eml", "a.html"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(NithetError) as failed:
        Outbox(tmp_path / "outbox").put(MAIL, "a")
    assert failed.value.code == "outbox-unwritable"
    assert failed.value.values["file"].endswith("a.eml")


def test_a_mail_that_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.eml").mkdir()  # the .eml cannot take its place
    with pytest.raises(NithetError):
        Outbox(tmp_path).put(MAIL, "a")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", ["../a", "a/b", ".a", ""])
def test_a_name_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        Outbox(tmp_path).put(MAIL, name)


def test_a_preview_has_the_pictures_inside_it(tmp_path: Path) -> None:
    picture = Picture("bars@nithet", "image/png", b"\x89PNG")
    mail = message(
        Rendered("สรุปผล", "ข้อความ\n", '<img src="cid:bars@nithet" alt="ร้อยละ">', (picture,)),
        sender="nithet@a.example",
        to=["director@a.example"],
        message_id="<weekly@a.example>",
        date=datetime(2026, 11, 20, 11, tzinfo=UTC),
    )
    page = Outbox(tmp_path).put(mail, "a").with_suffix(".html").read_text(encoding="utf-8")
    assert page.strip() == '<img src="data:image/png;base64,iVBORw==" alt="ร้อยละ">'
