"""Sending against a real mail server: pauses that grow, refusals told once, limits, and one Message-ID."""

from __future__ import annotations

import email
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.ledger import Ledger, reports
from sync.ledger.tries import PAUSES, Tries
from sync.mail import Attachment, Smtp
from sync.pipeline.mails.sending import Sending, file_name
from sync.pipeline.troubles import HELD, SERVER, Troubles
from sync.settings import Settings
from tests.journeys import world
from tests.mail.server import Inbox, serving
from tests.pipeline.mails.posting import (
    DEPUTY,
    DIRECTOR,
    FRIDAY,
    HEAD,
    MAIL,
    by_server,
    cycle,
    free_port,
    ledger,
    message_ids,
    standing,
)

__all__ = ["ledger"]


# --- Put off ---------------------------------------------------------------------------


def tries_until(ledger: Ledger, settings: Settings, end: datetime, step: timedelta) -> list[timedelta]:
    """When a mail is tried if a cycle comes at every step: a try writes to its trouble."""
    made, now = [], FRIDAY
    while now <= end:
        before = standing(ledger)
        cycle(ledger, settings, now, DIRECTOR)
        if standing(ledger) != before:
            made.append(now - FRIDAY)
        now += step
    return made


def test_pauses_grow_to_a_day(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(answer="451 4.3.0 try again later")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        made = tries_until(ledger, settings, FRIDAY + timedelta(days=4), timedelta(minutes=5))
    minutes = [int(after / timedelta(minutes=1)) for after in made]
    assert minutes == [0, 5, 20, 80, 320, 320 + 1440, 320 + 2 * 1440, 320 + 3 * 1440]
    assert len(inbox.taken) == len(minutes)
    assert len(set(message_ids(inbox))) == 1
    assert standing(ledger) == {f"mail:2569-W47:{DIRECTOR}": ("mail-put-off", 8)}


@pytest.mark.parametrize("how", ["nobody answers", "breaks off before DATA", "breaks off after DATA"])
def test_a_server_out_of_reach_is_tried_again_over_a_restart(
    ledger: Ledger, tmp_path: Path, how: str
) -> None:
    inbox = Inbox()
    inbox.breaks = {"breaks off before DATA": "RCPT", "breaks off after DATA": "DATA"}.get(how, "")
    with serving(inbox) as port:
        settings = by_server(tmp_path, free_port() if how == "nobody answers" else port)
        assert cycle(ledger, settings, FRIDAY, DIRECTOR) == []
        of_server, of_mail = (SERVER, "mail-server-put-off"), (f"mail:2569-W47:{DIRECTOR}", "mail-put-off")
        subject, code = of_server if how == "nobody answers" else of_mail
        assert standing(ledger) == {subject: (code, 1)}
        inbox.breaks = ""
        ledger.close()  # nithet ends, and begins again
        again = Ledger(ledger.path)
        assert cycle(again, settings, FRIDAY + timedelta(minutes=4), DIRECTOR) == []
        if how == "nobody answers":
            settings = by_server(tmp_path, port)  # mended: nothing is waited for
            assert cycle(again, settings, FRIDAY + timedelta(minutes=4), DIRECTOR) == [DIRECTOR]
        else:
            assert cycle(again, settings, FRIDAY + timedelta(minutes=5), DIRECTOR) == [DIRECTOR]
        assert cycle(again, settings, FRIDAY + timedelta(days=9), DIRECTOR) == []
    assert len(inbox.taken) == (2 if how == "breaks off after DATA" else 1)  # as promise 2 allows
    assert len(set(message_ids(inbox))) == 1
    assert standing(again) == {}
    again.close()


# --- What may have arrived -------------------------------------------------------------


def test_what_may_have_arrived_is_sent_five_times_and_then_by_hand_only(
    ledger: Ledger, tmp_path: Path
) -> None:
    inbox = Inbox(breaks="DATA")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        tries_until(ledger, settings, FRIDAY + timedelta(days=3), timedelta(minutes=20))
        assert len(inbox.taken) == 5
        assert len(set(message_ids(inbox))) == 1
        assert standing(ledger) == {f"mail:2569-W47:{DIRECTOR}": ("mail-given-up", 5)}
        inbox.breaks, later = "", FRIDAY + timedelta(days=30)
        other = replace(settings, sender="other@a.example")
        assert cycle(ledger, other, later, DIRECTOR) == []
        assert len(inbox.taken) == 5
        assert cycle(ledger, settings, later, DIRECTOR, DEPUTY, anew=True) == [DIRECTOR, DEPUTY]
    assert standing(ledger) == {}


def test_what_nobody_took_goes_on_daily(ledger: Ledger, tmp_path: Path) -> None:
    with serving(Inbox(breaks="RCPT")) as port:
        settings = by_server(tmp_path, port)
        made = tries_until(ledger, settings, FRIDAY + timedelta(days=9), timedelta(hours=12))
    assert standing(ledger) == {f"mail:2569-W47:{DIRECTOR}": ("mail-put-off", len(made))}
    assert made[-1] >= timedelta(days=8)


# --- Clocks that jump ------------------------------------------------------------------

DAYS = st.integers(-3000, 3000).map(lambda days: FRIDAY + timedelta(days=days))


@given(st.integers(1, 12), DAYS, DAYS)
def test_no_clock_blocks_a_mail_for_more_than_two_pauses(
    attempts: int, tried: datetime, now: datetime
) -> None:
    failed = Tries(attempts, tried, "", refused=False)
    pause = PAUSES[min(attempts, 5) - 1]
    assert any(failed.is_due(now + part * pause / 2) for part in range(5))
    assert not failed.is_due(tried) and not failed.is_due(tried + pause - timedelta(seconds=1))
    assert failed.is_due(failed.next)


def test_a_clock_that_was_put_back_a_year_neither_blocks_nor_hammers(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(answer="451 later")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        cycle(ledger, settings, FRIDAY + timedelta(days=365), DIRECTOR)
        for seconds in range(0, 60, 5):
            cycle(ledger, settings, FRIDAY + timedelta(seconds=seconds), DIRECTOR)
        assert len(inbox.taken) == 2
        inbox.answer = "250 OK"
        assert cycle(ledger, settings, FRIDAY + timedelta(minutes=15), DIRECTOR) == [DIRECTOR]


# --- Refused for good ------------------------------------------------------------------


def test_a_recipient_that_does_not_exist_is_told_once_and_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(refused=frozenset({DEPUTY}))
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        assert cycle(ledger, settings, FRIDAY, DEPUTY, DIRECTOR) == [DIRECTOR]
        for days in range(1, 5):
            assert cycle(ledger, settings, FRIDAY + timedelta(days=days), DEPUTY, DIRECTOR) == []
        assert standing(ledger) == {f"mail:2569-W47:{DEPUTY}": ("mail-refused", 1)}
        assert [who for who, _ in inbox.taken] == [[DIRECTOR]]  # nobody else hears of it
        inbox.refused = frozenset()
        later = FRIDAY + timedelta(days=5)
        assert cycle(ledger, settings, later, DEPUTY, DIRECTOR, anew=True) == [DEPUTY]
    assert standing(ledger) == {}


def test_a_recipient_who_is_to_have_it_no_more_is_told_of_no_more(ledger: Ledger, tmp_path: Path) -> None:
    with serving(Inbox(refused=frozenset({DEPUTY}))) as port:
        settings = by_server(tmp_path, port)
        cycle(ledger, settings, FRIDAY, DEPUTY)
    Sending(ledger, settings, FRIDAY, Troubles(ledger)).forget("weekly", "2569-W47", [DEPUTY])
    assert standing(ledger) == {}
    assert reports.deliveries(ledger.connection, "weekly", "2569-W47") == {}


# --- The day's limit -------------------------------------------------------------------


def test_what_the_days_limit_holds_goes_when_it_is_over(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        settings = by_server(tmp_path, port, daily_limit=2)
        assert cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY, HEAD) == [DIRECTOR, DEPUTY]
        assert cycle(ledger, settings, FRIDAY + timedelta(hours=1), DIRECTOR, DEPUTY, HEAD) == []
        assert cycle(ledger, settings, FRIDAY + timedelta(hours=2), DIRECTOR, DEPUTY, HEAD) == []
        (held,) = reports.troubles(ledger.connection)
        assert (held.subject, held.code, held.times) == (HELD, "mail-limit", 1)
        assert (held.values["waiting"], held.values["next_in_thai"]) == ("1", "21 พ.ย. 2569 18.00 น.")
        assert Troubles(ledger).failures == 0
        assert cycle(ledger, settings, FRIDAY - timedelta(hours=9), DIRECTOR, DEPUTY, HEAD) == []
        assert cycle(ledger, settings, FRIDAY + timedelta(days=1), DIRECTOR, DEPUTY, HEAD) == [HEAD]
    assert standing(ledger) == {}


def test_what_a_server_surely_refused_does_not_count(ledger: Ledger, tmp_path: Path) -> None:
    with serving(Inbox(refused=frozenset({DEPUTY}))) as port:
        settings = by_server(tmp_path, port, daily_limit=1)
        assert cycle(ledger, settings, FRIDAY, DEPUTY) == []
        assert cycle(ledger, settings, FRIDAY, DEPUTY, DIRECTOR) == [DIRECTOR]


def test_gmails_word_that_the_day_is_full_is_no_refusal_for_good(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox(answer="550 5.4.5 Daily user sending limit exceeded.")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        assert cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY) == []
        assert len(inbox.taken) == 1
        inbox.answer = "250 OK"
        assert cycle(ledger, settings, FRIDAY + timedelta(minutes=5), DIRECTOR, DEPUTY) == [DIRECTOR, DEPUTY]


# --- Killed between --------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by SIGKILL")
@pytest.mark.parametrize("when", ["before it is handed over", "after the server's yes"])
def test_a_crash_between_is_repeated_with_the_same_message_id(tmp_path: Path, when: str) -> None:
    inbox = Inbox()
    path = tmp_path / "ledger.sqlite3"
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        assert world.in_a_process(lambda: killed(path, settings, when)) == -signal.SIGKILL
        ledger = Ledger(path)
        assert cycle(ledger, settings, FRIDAY + timedelta(seconds=5), DIRECTOR) == []  # not at once
        assert cycle(ledger, settings, FRIDAY + timedelta(minutes=5), DIRECTOR) == [DIRECTOR]
        assert cycle(ledger, settings, FRIDAY + timedelta(days=1), DIRECTOR) == []
        ledger.close()
    assert len(inbox.taken) == (2 if when.startswith("after") else 1)
    assert len(set(message_ids(inbox))) == 1


def killed(path: Path, settings: Settings, when: str) -> None:
    send: Callable[..., Any] = Smtp.send

    def sent_and_killed(server: Smtp, mail: Any) -> None:
        if when.startswith("after"):
            send(server, mail)
        signal.raise_signal(signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Smtp, "send", sent_and_killed)
        cycle(Ledger(path), settings, FRIDAY, DIRECTOR)


# --- Other kinds -----------------------------------------------------------------------


def test_each_kind_is_a_delivery_of_its_own(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox()
    kinds = ("weekly", "monthly-pack", "reminder")
    with serving(inbox) as port:
        settings = by_server(tmp_path, port)
        for kind in kinds * 2:
            cycle(ledger, settings, FRIDAY, DIRECTOR, DEPUTY, kind=kind)
    assert len(inbox.taken) == len(set(message_ids(inbox))) == 6
    assert all(len(to) == 1 for to, _ in inbox.taken)
    assert len({file_name(kind, "2569-W47", DIRECTOR) for kind in kinds}) == 3


def test_a_paper_goes_with_its_mail(ledger: Ledger, tmp_path: Path) -> None:
    inbox = Inbox()
    paper = Attachment("รายงานประจำเดือน ๒๕๖๙.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    with serving(inbox) as port:
        sending = Sending(ledger, by_server(tmp_path, port), FRIDAY, Troubles(ledger))
        assert sending.send("monthly-pack", "2569-M11", DIRECTOR, replace(MAIL, attachments=(paper,)))
    read = email.message_from_bytes(inbox.taken[0][1], policy=policy.default)
    (part,) = [part for part in read.walk() if part.get_filename()]
    assert (part.get_filename(), part.get_content()) == (paper.name, paper.content)
