"""What fails without stopping the rest: told to the log and kept in the ledger for `status`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import orjson

from sync.errors import GoogleError, NithetError, Postponed
from sync.google_attempts import error_as
from sync.ledger import Ledger, reports
from sync.ledger.store import read_meta, write_meta
from sync.patience import Round
from sync.pipeline.aside import KINDS, LASTING_ROUNDS, ROUNDS, SPAN, SetAside
from sync.refusals import is_lasting

BESIDE = "beside:"  # before a spreadsheet's key and a tab: people wrote in rows that are no record's
HELD = "held:mail"  # the day's limit of mails is reached: the rest goes later by itself
SERVER = "mail:server"  # it lets nobody in: told once for all mails that wait
RETENTION = "retention:"  # what is about to be forgotten, and what was
SHARED = "shared:"  # before the key of a file that more people can open than should
_NOTICES = ("changed:", RETENTION, SHARED, "trashed:", "remade:", "mended:", "lost:", BESIDE, HELD)
WHOLE = "google"  # all of Google, or an API ("google:forms"): told once, whatever it keeps from working
BEHIND = "google:behind"  # so much to do, or such quotas, that something is put off again and again
_LATE = timedelta(hours=1)  # after so long of being put off it is told
_HELD_UP = timedelta(days=1)  # so long at most a report waits for a Google that is out of reach
_PUT_OFF = "put_off"  # where the ledger keeps what the last cycle left to the next, and since when
_log = logging.getLogger("nithet")


class Troubles:
    """The troubles that stand in the ledger; one that did not stand costs no write to end.

    A cycle `begin`s and is `conclude`d: what is Google's trouble as a whole is told once, what fails by
    itself for long is set aside (`rests`), what was only put off to the next cycle is no trouble at all.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._standing = {trouble.subject for trouble in reports.troubles(ledger.connection)}
        self._aside = SetAside(ledger)
        self._failed: dict[str, NithetError] = {}
        self._put_off, self._whole = set[str](), set[str]()
        self._unasked = set[str]()
        self._before: frozenset[str] = frozenset()

    def begin(self, by: str, now: datetime, *, anew: bool = False) -> None:
        """A cycle begins; see SetAside for `by` and `anew`."""
        self._aside.begin(by, now, anew=anew)
        self._failed, self._put_off, self._whole, self._unasked = {}, set(), set(), set()
        self._before = frozenset(self._standing)

    @property
    def failures(self) -> int:
        """How many subjects fail; what people did to a form or a tab is no failure of ours."""
        return sum(not subject.startswith(_NOTICES) for subject in self._standing)

    @property
    def left(self) -> int:
        """How many subjects this cycle had no time for."""
        return len(self._put_off)

    def standing(self, prefix: str) -> set[str]:
        """The subjects under a prefix that stand."""
        return {subject for subject in self._standing if subject.startswith(prefix)}

    def code(self, subject: str) -> str:
        """The code of a trouble that stands, "" where it does not."""
        told = reports.troubles(self._ledger.connection) if subject in self._standing else ()
        return next((one.code for one in told if one.subject == subject), "")

    def is_googles(self, subject: str) -> bool:
        """Whether a subject fails by Google, or Google was not asked about it in this cycle."""
        return subject in self._unasked or self.code(subject).startswith("google-")

    def tell(self, subject: str, error: NithetError, now: datetime) -> None:
        """Note that a subject ("form:daily-log", "sheet:network:N01") failed.

        What Google as a whole is the reason of, or what is only put off, says nothing of the subject.
        """
        _log.warning("%s: %s", subject, error)
        if isinstance(error, Postponed):
            self._unasked.add(subject)
            if error.code in {"google-postponed", "google-quota"}:
                self._put_off.add(subject)
            return
        self._keep(subject, error, now)
        if isinstance(error, GoogleError):
            self._failed[subject] = error

    def _keep(self, subject: str, error: NithetError, now: datetime) -> None:
        self._standing.add(subject)
        with self._ledger.transaction() as tx:
            reports.keep_trouble(tx, subject, error, now)

    def amend(self, subject: str, **values: object) -> None:
        """Tell other values of a trouble that stands; that it stands longer is not another failure."""
        told = {name: str(value) for name, value in values.items()}
        for one in reports.troubles(self._ledger.connection):
            if one.subject == subject and {**one.values, **told} != one.values:
                with self._ledger.transaction() as tx:
                    reports.amend_trouble(tx, subject, {**one.values, **told})

    def end(self, subject: str) -> None:
        """Note that a subject works again."""
        self._failed.pop(subject, None)
        self._aside.end(subject)
        if subject in self._standing:
            self._standing.discard(subject)
            with self._ledger.transaction() as tx:
                reports.end_trouble(tx, subject)

    # --- What is set aside, and what was put off ------------------------------------------

    def fails(self, subject: str) -> bool:
        """Whether a subject failed in this cycle, or is set aside and not tried in it."""
        return subject in self._failed or self.rests(subject)

    def rests(self, subject: str) -> bool:
        """Whether a subject is set aside and not to be tried in this cycle."""
        return self._aside.rests(subject)

    def try_at_once(self, subjects: Iterable[str]) -> None:
        """Let these be tried in the next cycle, for somebody did something about them."""
        for subject in subjects:
            self._aside.end(subject)

    def first_put_off(self, subjects: Iterable[str]) -> list[str]:
        """The subjects in their order, but first those that the last cycle had no time for."""
        known = put_off(self._ledger)
        return sorted(subjects, key=lambda subject: subject not in known)

    def holding_up(self, forms: Iterable[str], now: datetime) -> set[str]:
        """Of forms that could not be asked those that a report is to wait for.

        None waits for a form that is set aside, nor for longer than a day for a Google out of reach, of
        which only that counts which forms are asked for, or for one that was put off.
        """
        told = reports.troubles(self._ledger.connection)
        out = [one for one in told if one.subject == WHOLE or one.subject.startswith(f"{WHOLE}:forms")]
        if any(now - one.since >= _HELD_UP for one in out):
            return set()
        late = {subject for subject, since in put_off(self._ledger).items() if now - since >= _HELD_UP}
        return {one for one in forms if not self._aside.holds(f"form:{one}") and f"form:{one}" not in late}

    def conclude(self, found: Round, now: datetime) -> None:
        """Judge what failed so far in this cycle, by what was `found` of Google in it."""
        out = found.out_of_reach()
        for key, whole in out.items():
            subject = f"{WHOLE}:{key}" if key else WHOLE
            if subject not in self._whole:
                self._whole.add(subject)
                self._keep(subject, error_as(GoogleError, whole, what="Google"), now)
        for subject in self.standing(WHOLE) - {BEHIND}:
            key = subject.removeprefix(WHOLE).removeprefix(":")
            if key not in out and found.has_answered(key):
                self.end(subject)
        failed, self._failed = self._failed, {}
        told = {one.subject: one for one in reports.troubles(self._ledger.connection)} if failed else {}
        for subject, error in failed.items():
            if _is_of(out, error):
                if subject not in self._before:
                    self.end(subject)
            elif subject.startswith(KINDS) and self._is_enough(told[subject], error, now):
                self._aside.put(subject, now, lasting=is_lasting(error))
        self._conclude_put_off(now)

    def _is_enough(self, told: reports.Trouble, error: NithetError, now: datetime) -> bool:
        """Whether a subject that failed is to be set aside, or stays so."""
        if self._aside.holds(told.subject):
            return True
        rounds = LASTING_ROUNDS if is_lasting(error) else ROUNDS
        return told.times >= rounds and now - told.since >= SPAN

    def _conclude_put_off(self, now: datetime) -> None:
        """Remember what was left to the next cycle, and tell it where some of it is left for long."""
        known = put_off(self._ledger)
        since = {subject: known.get(subject, now) for subject in sorted(self._put_off)}
        if since != known:
            kept = {subject: moment.isoformat() for subject, moment in since.items()}
            with self._ledger.transaction() as tx:
                write_meta(tx, _PUT_OFF, orjson.dumps(kept).decode())
        if since and now - min(since.values()) >= _LATE:
            self._keep(BEHIND, NithetError("google-behind", waiting=len(since)), now)
        else:
            self.end(BEHIND)


def put_off(ledger: Ledger) -> dict[str, datetime]:
    """What the last cycle had no time for, and since when that is so."""
    kept = orjson.loads(read_meta(ledger.connection, _PUT_OFF) or "{}")
    return {subject: datetime.fromisoformat(moment) for subject, moment in kept.items()}


def _is_of(out: Mapping[str, NithetError], error: NithetError) -> bool:
    """Whether an error is one of what was out of reach as a whole."""
    api = error.values.get("api", "")
    return isinstance(error, GoogleError) and any(key.partition(".")[0] in {"", api} for key in out)
