"""A week's mail sent by a ledger and a mail server: cycles at chosen moments, and what they leave."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest

from sync.ledger import Ledger, reports
from sync.mail import Rendered
from sync.packaged import folder
from sync.pipeline.mails.sending import Sending
from sync.pipeline.troubles import Troubles
from sync.settings import Settings, load_settings
from tests.mail.server import HOST, Inbox

FRIDAY = datetime.fromisoformat("2026-11-20T18:00:00+07:00")
DIRECTOR, DEPUTY, HEAD = "director@a.example", "deputy@a.example", "head@a.example"
MAIL = Rendered("สรุปผลการนิเทศ", "ข้อความ\n", "<p>หน้าเว็บ</p>\n")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield ledger
    ledger.close()


def by_server(tmp_path: Path, port: int, **more: Any) -> Settings:
    settings, _ = load_settings(folder("config"))
    assert settings is not None
    smtp = replace(settings.smtp, host=HOST, port=port, security="none")
    return replace(settings.at(data=tmp_path), deliver="smtp", smtp=smtp, **more)


def cycle(
    ledger: Ledger, settings: Settings, now: datetime, *who: str, anew: bool = False, kind: str = "weekly"
) -> list[str]:
    """What a cycle does of a week's mail, all that is kept being the ledger; give who has it now."""
    sending = Sending(ledger, settings, now, Troubles(ledger), anew=anew)
    sending.begin(kind, "2569-W47", who)
    due = sending.due(kind, "2569-W47", who)
    return [one for one in due if sending.send(kind, "2569-W47", one, MAIL)]


def standing(ledger: Ledger) -> dict[str, tuple[str, int]]:
    """The troubles that `status` tells: their codes, and how often each was told."""
    return {one.subject: (one.code, one.times) for one in reports.troubles(ledger.connection)}


def message_ids(inbox: Inbox) -> list[str]:
    return [str(email.message_from_bytes(raw, policy=policy.default)["Message-ID"]) for _, raw in inbox.taken]


def free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])
