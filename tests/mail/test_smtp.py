"""SMTP against real servers: what arrives, what is refused, and what is said when nobody answers."""

from __future__ import annotations

import email
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from sync.errors import NithetError
from sync.mail import Rendered, Smtp, message
from tests.mail.server import HOST, Inbox, self_signed, serving


def mail(*to: str, subject: str = "สรุปผลการนิเทศ ประจำสัปดาห์") -> Any:
    return message(
        Rendered(subject, "ข้อความ\n.\nบรรทัดถัดจากจุด\n", "<p>หน้าเว็บ</p>"),
        sender="กลุ่มนิเทศ <nithet@a.example>",
        to=to or ("director@a.example",),
        cc=("deputy@a.example",),
        message_id="<weekly.2569-W47@a.example>",
        date=datetime(2026, 11, 20, 11, tzinfo=UTC),
    )


def refusal(send: Callable[[], object]) -> tuple[str, dict[str, str]]:
    with pytest.raises(NithetError) as failed:
        send()
    return failed.value.code, failed.value.values


def test_a_mail_arrives_as_it_was_written() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        assert Smtp(HOST, port, "none").send(mail()) == {}
    recipients, raw = inbox.taken[0]
    read = email.message_from_bytes(raw, policy=policy.default)
    assert recipients == ["director@a.example", "deputy@a.example"]
    assert (read["Subject"], read["Message-ID"]) == ("สรุปผลการนิเทศ ประจำสัปดาห์", "<weekly.2569-W47@a.example>")
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "ข้อความ\n.\nบรรทัดถัดจากจุด\n"
    assert raw == mail().as_bytes()  # a repeat is the same mail


def test_recipients_that_were_refused_are_named() -> None:
    inbox = Inbox(refused=frozenset({"gone@a.example"}))
    with serving(inbox) as port:
        refused = Smtp(HOST, port, "none").send(mail("gone@a.example"))
    assert refused == {"gone@a.example": "550 5.1.1 no such user"}
    assert inbox.taken[0][0] == ["deputy@a.example"]


@pytest.mark.parametrize(
    ("inbox", "said", "temporary"),
    [
        (Inbox(answer="554 5.7.1 too much news"), "554 5.7.1 too much news", "no"),
        (Inbox(answer="452 4.3.1 disk full"), "452 4.3.1 disk full", "yes"),
        (
            Inbox(refused=frozenset({"director@a.example", "deputy@a.example"})),
            "550 5.1.1 no such user",
            "no",
        ),
    ],
)
def test_a_refusal_says_what_the_server_said(inbox: Inbox, said: str, temporary: str) -> None:
    with serving(inbox) as port:
        code, values = refusal(lambda: Smtp(HOST, port, "none").send(mail()))
    assert (code, values["server"], values["temporary"]) == ("mail-refused", f"{HOST}:{port}", temporary)
    assert said in values["reason"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "code"), [("right", ""), ("wrong", "mail-refused")])
def test_a_login_is_made(password: str, code: str) -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    inbox = Inbox()
    with serving(inbox, authenticator=check, auth_required=True, auth_require_tls=False) as port:
        server = Smtp(HOST, port, "none", username="nithet", password=password)
        if code:
            assert refusal(lambda: server.send(mail()))[0] == code
        else:
            server.send(mail())
    assert len(inbox.taken) == (0 if code else 1)


def test_a_password_that_smtp_has_no_letters_for_is_told_and_not_shown() -> None:
    inbox = Inbox()
    with serving(inbox, auth_require_tls=False, authenticator=lambda *_: AuthResult(success=True)) as port:
        server = Smtp(HOST, port, "none", username="nithet", password="ฟหกด")
        code, values = refusal(lambda: server.send(mail()))
    assert (code, values["letters"], values["everyone"], inbox.taken) == ("mail-refused", "yes", "yes", [])
    assert not any("\\u0e" in value or "ฟ" in value for value in values.values())


@pytest.mark.parametrize(("breaks", "uncertain"), [("RCPT", "no"), ("DATA", "yes")])
def test_only_a_mail_whose_text_was_begun_may_have_gone_out(breaks: str, uncertain: str) -> None:
    with serving(Inbox(breaks=breaks)) as port:
        code, values = refusal(lambda: Smtp(HOST, port, "none").send(mail()))
    assert (code, values["uncertain"], values["everyone"]) == ("mail-unreachable", uncertain, "no")


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    code, values = refusal(lambda: Smtp(HOST, port, "none", timeout=2).send(mail()))
    assert (code, values["server"]) == ("mail-unreachable", f"{HOST}:{port}")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server((HOST, 0)) as silent:
        port = silent.getsockname()[1]
        code, _ = refusal(lambda: Smtp(HOST, port, "none", timeout=0.2).send(mail()))
    assert code == "mail-unreachable"


# --- TLS -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.mark.parametrize("trusted", [True, False])
def test_starttls_trusts_only_known_certificates(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    inbox = Inbox()
    with serving(inbox, tls_context=context, require_starttls=True) as port:
        server = Smtp(HOST, port, "starttls", timeout=5)
        if trusted:
            server.send(mail())
        else:
            code, values = refusal(lambda: server.send(mail()))
            assert code == "mail-unreachable"
            assert "certificate" in values["reason"].lower()
            assert values["certificate"] == "yes"
    assert len(inbox.taken) == trusted


def test_tls_from_the_first_byte(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    inbox = Inbox()
    with serving(inbox, context) as port:
        Smtp(HOST, port, "tls", timeout=5).send(mail())
    assert len(inbox.taken) == 1


def test_a_server_without_starttls_is_refused_rather_than_trusted() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        code, _ = refusal(lambda: Smtp(HOST, port, "starttls").send(mail()))
    assert (code, inbox.taken) == ("mail-refused", [])
