"""A mail server that lets nobody in: one trouble, pauses of its own, and what waits in order."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from sync.errors import NithetError
from sync.ledger import Ledger, reports, tries
from sync.mail import Smtp
from sync.messages import Messages
from sync.pipeline.mails.sending import Sending
from sync.pipeline.troubles import SERVER, Troubles
from tests.mail.server import HOST, Inbox, self_signed, serving
from tests.pipeline.mails.posting import (
    DEPUTY,
    DIRECTOR,
    FRIDAY,
    HEAD,
    by_server,
    cycle,
    free_port,
    ledger,
    standing,
)

__all__ = ["ledger"]


def test_a_server_that_lets_nobody_in_is_asked_once_a_round(ledger: Ledger, tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as closing:
        port = closing.getsockname()[1]
    settings = by_server(tmp_path, port)
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        send = Smtp.send

        def counted(server: Smtp, mail: EmailMessage) -> Mapping[str, str]:
            asked.append(str(mail["To"]))
            return send(server, mail)

        patch.setattr(Smtp, "send", counted)
        cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY, HEAD)
        for minutes in range(1, 5):
            cycle(ledger, settings, FRIDAY + timedelta(minutes=minutes), DIRECTOR, DEPUTY, HEAD)
    assert asked == [DIRECTOR]
    assert standing(ledger) == {SERVER: ("mail-server-put-off", 1)}


def slam(door: socket.socket, made: list[datetime], now: list[datetime], stop: threading.Event) -> None:
    """Take each connection and close it at once, noting the moment of the frozen clock."""
    door.settimeout(0.05)
    while not stop.is_set():
        with suppress(TimeoutError):
            connection, _ = door.accept()
            made.append(now[0])
            connection.close()


def test_its_trouble_is_one_with_pauses_and_a_count_of_what_waits(ledger: Ledger, tmp_path: Path) -> None:
    made, now, stop = list[datetime](), [FRIDAY], threading.Event()
    door = socket.create_server((HOST, 0))
    settings = by_server(tmp_path, door.getsockname()[1])
    thread = threading.Thread(target=slam, args=(door, made, now, stop))
    thread.start()
    try:
        while now[0] <= FRIDAY + timedelta(days=2):
            cycle(ledger, settings, now[0], DIRECTOR, DEPUTY)
            cycle(ledger, settings, now[0], DIRECTOR, DEPUTY, HEAD, kind="monthly-pack")
            now[0] += timedelta(minutes=5)
    finally:
        stop.set()
        thread.join()
        door.close()
    assert [int((moment - FRIDAY) / timedelta(minutes=1)) for moment in made] == [0, 5, 20, 80, 320, 1760]
    (told,) = reports.troubles(ledger.connection)
    assert (told.subject, told.code, told.times) == (SERVER, "mail-server-put-off", 6)
    assert (told.values["waiting"], told.values["attempts"]) == ("5", "6")
    assert told.values["next_in_thai"] == "22 พ.ย. 2569 23.20 น."
    assert tries.tries(ledger.connection, "weekly", "2569-W47") == {}  # no mail counts as tried


def test_what_waits_goes_in_order_when_it_takes_a_mail_again(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(answer="550 5.4.5 Daily user sending limit exceeded.")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        for minutes in (0, 5):
            cycle(ledger, settings, FRIDAY + timedelta(minutes=minutes), DIRECTOR, DEPUTY, HEAD)
        ledger.close()  # nithet ends, and begins again
        again = Ledger(ledger.path)
        inbox.answer, inbox.refused = "250 OK", frozenset({DIRECTOR})
        inbox.taken.clear()
        assert cycle(again, settings, FRIDAY + timedelta(minutes=19), DIRECTOR, DEPUTY, HEAD) == []
        sent = cycle(again, settings, FRIDAY + timedelta(minutes=20), DIRECTOR, DEPUTY, HEAD)
    assert sent == [DEPUTY, HEAD] == [to for (to,), _ in inbox.taken]
    assert standing(again) == {f"mail:2569-W47:{DIRECTOR}": ("mail-refused", 1)}  # that one's own
    again.close()


def test_by_hand_it_is_asked_at_once_and_once(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(answer="550 5.4.5 Daily user sending limit exceeded.")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY)
        cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY, anew=True)
        assert len(inbox.taken) == 2
        inbox.answer = "250 OK"
        assert cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY, anew=True) == [DIRECTOR, DEPUTY]
    assert standing(ledger) == {}


@pytest.mark.parametrize("how", ["the outbox takes it", "nobody is to have it any more"])
def test_its_trouble_ends_with_what_waited(ledger: Ledger, tmp_path: Path, how: str) -> None:
    settings = by_server(tmp_path, free_port())
    cycle(ledger, settings, FRIDAY, DIRECTOR)
    assert set(standing(ledger)) == {SERVER}
    if how == "the outbox takes it":
        assert cycle(ledger, replace(settings, deliver="outbox"), FRIDAY, DIRECTOR) == [DIRECTOR]
    else:
        Sending(ledger, settings, FRIDAY, Troubles(ledger)).forget("weekly", "2569-W47", [DIRECTOR])
        Sending(ledger, settings, FRIDAY, Troubles(ledger))
    assert standing(ledger) == {}


def test_a_certificate_that_fails_is_to_be_mended(ledger: Ledger, tmp_path: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(self_signed(tmp_path / "server.pem"))
    with serving(Inbox(), tls) as port:
        settings = by_server(tmp_path, port)
        settings = replace(settings, smtp=replace(settings.smtp, security="tls"))
        cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY)
    (told,) = reports.troubles(ledger.connection)
    assert (told.subject, told.code, told.values["waiting"]) == (SERVER, "mail-certificate", "2")
    explained = Messages("th").explain(NithetError(told.code, **told.values))
    assert "มีจดหมายรอส่ง 2 ฉบับ" in explained.what
    assert "host ใน settings.yaml" in explained.do
    assert "20 พ.ย. 2569 18.05 น." in explained.do


def test_a_login_that_was_refused_is_told_until_it_is_mended(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NITHET_SMTP_PASSWORD", "รหัส")
    inbox = Inbox()
    with serving(inbox, authenticator=lambda *_: AuthResult(success=True), auth_require_tls=False) as port:
        settings = by_server(tmp_path, port)
        settings = replace(settings, smtp=replace(settings.smtp, username="nithet"))
        cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY)
        Sending(ledger, settings, FRIDAY, Troubles(ledger)).forget("weekly", "2569-W47", [DIRECTOR, DEPUTY])
        assert cycle(ledger, settings, FRIDAY + timedelta(days=7), HEAD) == []
        (told,) = reports.troubles(ledger.connection)
        assert (told.subject, told.code, told.times) == (SERVER, "mail-login-letters", 1)
        assert told.values["waiting"] == "1"
        monkeypatch.setenv("NITHET_SMTP_PASSWORD", "right")
        assert cycle(ledger, settings, FRIDAY + timedelta(days=7), HEAD) == [HEAD]
    assert standing(ledger) == {}


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_refused_login_is_tried_again_with_another_password_only(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        asked.append(login.password)
        return AuthResult(success=login.password == b"right", handled=False)

    monkeypatch.setenv("NITHET_SMTP_PASSWORD", "wrong")
    inbox = Inbox()
    with serving(inbox, authenticator=check, auth_required=True, auth_require_tls=False) as port:
        settings = by_server(tmp_path, port)
        settings = replace(settings, smtp=replace(settings.smtp, username="nithet"))
        assert cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY) == []
        tried = len(asked)
        assert cycle(ledger, settings, FRIDAY + timedelta(days=3), DIRECTOR, DEPUTY) == []
        assert len(asked) == tried
        assert standing(ledger) == {SERVER: ("mail-server-refused", 1)}
        monkeypatch.setenv("NITHET_SMTP_PASSWORD", "right")
        assert cycle(ledger, settings, FRIDAY + timedelta(days=3), DIRECTOR, DEPUTY) == [DIRECTOR, DEPUTY]
    assert standing(ledger) == {}
    kept = (tmp_path / "ledger.sqlite3").read_bytes() + (tmp_path / "ledger.sqlite3-wal").read_bytes()
    assert b"wrong" not in kept and b"right" not in kept
