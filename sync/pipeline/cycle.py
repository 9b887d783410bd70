"""One cycle, top to bottom: pull, check, summarise, publish, deliver."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forms.model import Severity
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.ledger import Ledger, entries, reports, responses
from sync.ledger.kept_stones import reconcile
from sync.ledger.restoring import MENDED, is_staged, take_up
from sync.ledger.store import read_meta, utc, write_meta
from sync.memory import uncollected
from sync.patience import Round
from sync.pipeline.backing_up import Nightly
from sync.pipeline.beyond import look_everywhere
from sync.pipeline.check import check
from sync.pipeline.clock_guard import SUBJECT as CLOCK
from sync.pipeline.clock_guard import Believed, ClockGuard
from sync.pipeline.duties import mark_changes
from sync.pipeline.files import links, sheets
from sync.pipeline.forget import finish_forgetting, forget_asked
from sync.pipeline.live_forms import ensure_forms, settle_forms
from sync.pipeline.look import look_at_night
from sync.pipeline.lost_options import tell_lost_options
from sync.pipeline.mails.reminders import send_reminders
from sync.pipeline.mails.sending import Sending
from sync.pipeline.mails.weekly import deliver_closed
from sync.pipeline.needs import mark_needs
from sync.pipeline.notice import notice_changes
from sync.pipeline.numbering import number
from sync.pipeline.office import Office
from sync.pipeline.papers.delivery import deliver_papers
from sync.pipeline.papers.drive import share_papers
from sync.pipeline.papers.due import week_attached, write_due_papers
from sync.pipeline.papers.of_records import Mailing, write_record_papers
from sync.pipeline.people import read_touched
from sync.pipeline.publish import publish_due
from sync.pipeline.pull import Pulled, pull
from sync.pipeline.restored import catch_up, is_restored
from sync.pipeline.retention import keep_to_time
from sync.pipeline.share import share_anew
from sync.pipeline.shelf import Shelf
from sync.pipeline.summarise import summarise_touched
from sync.pipeline.troubles import Troubles
from sync.pipeline.turns import follow_head
from sync.pipeline.years_turn import close_years, shown, turn

_FULL_LIST_HOUR = 2
_AHEAD = timedelta(days=1)
_API_NAMES = ("forms", "drive", "sheets", "token")
_CONFIGURATION, _FORGOTTEN = "configuration", "forgotten"  # the subjects of their troubles
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cycle did. `findings` counts those that stand open; `requests` what was sent, retries too."""

    pulled: int
    new: int
    changed: int
    deleted: int
    findings: dict[Severity, int]
    spreadsheets_written: int
    delivered: int
    troubles: int  # what failed; a form that was changed by hand is told in `status`, the work goes on
    requests: dict[str, int]
    seconds: float
    left: int = 0  # what waits for Google's quotas until the next cycle

    @property
    def has_news(self) -> bool:
        """Whether anything came, went, was written or was delivered."""
        return any((self.new, self.changed, self.deleted, self.spreadsheets_written, self.delivered))

    def to_json(self) -> dict[str, Any]:
        """The outcome as `sync --json` prints it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Pipeline:
    """An office, its ledger and its Google, cycle after cycle; `close` ends its threads.

    `wake` is called as each cycle begins: it starts what the cycle needs and finds ended. While `guard`
    does not believe the clock, cycles go by the moment that it gives, and close, turn and send nothing.
    """

    def __init__(
        self,
        office: Office,
        ledger: Ledger,
        google: Google,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        guard: ClockGuard | None = None,
    ) -> None:
        self.ledger, self.google, self._clock, self._wake = ledger, google, clock, wake
        self._guard = guard
        self._year: int | None = None  # the academic year whose spreadsheets were written last
        self._troubles, self._nightly = Troubles(ledger), Nightly()
        self._work_by(office)

    def _work_by(self, office: Office) -> None:
        self.office = office
        self._executor = ThreadPoolExecutor(max_workers=max(1, len(office.forms)), thread_name_prefix="pull")
        self._shelf = Shelf(self.ledger, office)

    def go_on_with(self, office: Office) -> None:
        """Work by another configuration from the next cycle on."""
        self.close()
        self._work_by(office)

    def configuration_fails(self, error: NithetError | None) -> None:
        """Tell in `status` why a changed configuration is not obeyed; None: it is."""
        if error is None:
            self._troubles.end(_CONFIGURATION)
        else:
            self._troubles.tell(_CONFIGURATION, error, self._clock())

    def for_office(self, office: Office) -> Pipeline:
        """Another pipeline over the same ledger and Google, for an office configured otherwise."""
        return Pipeline(office, self.ledger, self.google, self._clock, self._wake, self._guard)

    def full_list_is_due(self) -> bool:
        """Whether a form has not been listed whole since two o'clock of the last night, office time.

        Only a full list notices deleted responses. A machine that is switched off at night makes it
        when it starts in the morning. What was noted by a clock that ran ahead does not count.
        """
        now = self._believed().moment.astimezone(self.office.settings.timezone)
        night = now.replace(hour=_FULL_LIST_HOUR, minute=0, second=0, microsecond=0)
        night -= timedelta(days=now < night)
        states = responses.form_states(self.ledger.connection).values()
        return any(
            state.cursor is not None
            and ((state.listed or state.cursor) < night or (state.listed or night) > now + _AHEAD)
            for state in states
        )

    def close(self) -> None:
        """End the threads that ask the forms."""
        self._executor.shutdown()

    def prepare(self, moment: datetime | None = None) -> None:
        """Make and publish the forms that are missing; `moment` is that of the cycle which begins so."""
        now = moment or self._clock()
        self._installed(now)
        with self.google.working():
            ensure_forms(self.ledger, self.google, self.office, now, self._troubles)

    def cycle(
        self,
        *,
        full: bool = False,
        anew: bool = False,
        step: Step = lambda _: None,
        publishing: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Outcome:
        """Run one cycle; `step` hears the name of each part as it begins, `publishing` how far it is.

        `anew` tries what is set aside, too, as `full` does, and as a person wishes who asks for a cycle.
        All waiting and trying again ends with the round's deadline: what is left is due in the next.
        """
        with uncollected(), self.ledger.told(), self.google.working() as found:
            return self._cycle(full, anew, found, step, publishing)

    def back_up(self) -> None:
        """Make the night's backup where it is due; what fails is told and stops nothing."""
        self._nightly.keep(self.ledger, self.office.settings, self._clock(), self._troubles)

    def _ground(self) -> str:
        """A digest of what is configured: by another one everything that is set aside is tried at once."""
        settings = self.office.settings
        where = (settings.workspace, settings.credentials, settings.credentials_file, settings.drive_folder)
        ground = (self.office.rules, settings.respondents, *where)
        return hashlib.sha256(repr(ground).encode()).hexdigest()[:16]

    def _cycle(
        self, full: bool, anew: bool, found: Round, step: Step, publishing: Callable[[int, int], None]
    ) -> Outcome:
        self._wake()
        started, now = time.monotonic(), self._believed().moment
        before = dict(self.google.requests)
        self._see_to_ledger(now, full=full)
        office, ledger, google, troubles = self.office, self.ledger, self.google, self._troubles
        troubles.begin(self._ground(), now, anew=anew or full)
        today = now.astimezone(office.settings.timezone).date()
        self.prepare(now)
        if full:
            self._look_again(today)
        step("pull")
        overlap = timedelta(minutes=office.settings.overlap_minutes)
        pulled = pull(ledger, google, self._executor, overlap, now, troubles, full=full)
        believed = self._told_clock(now)  # Google has told its time by now
        now = believed.moment
        self._notice(now, full=full)
        if full and believed.certain:
            keep_to_time(ledger, office, now, troubles)
        forget_asked(ledger, google, office, now, troubles)
        read_touched(ledger, google, office, now, troubles)
        settle_forms(ledger, google, office, now, troubles)
        step("check")
        if check(ledger, office):
            tell_lost_options(ledger, office, now, troubles)
        number(ledger, office)
        step("summarise")
        moment = shown(ledger, office, now)
        day = self._day_shown(moment)
        summarise_touched(ledger, office, self._shelf, day)
        self._shelf.look(day)
        mark_changes(ledger, office, self._shelf.records.duties, day, self._shelf.digests)
        mark_needs(ledger, office, self._shelf.records.needs(), day)
        follow_head(ledger, office, self._shelf.records, day)
        step("publish")
        hurry = moment != now
        written = publish_due(ledger, google, office, self._shelf, moment, troubles, publishing, hurry=hurry)
        delivered = 0
        if believed.certain:
            turn(ledger, office, now)
            close_years(ledger, google, now, troubles)
            mailing = Mailing(Sending(ledger, office.settings, now, troubles), self._installed(now))
            standings = self._shelf.records.standings()
            write_record_papers(ledger, google, office, standings, now, troubles, mailing)
            share_papers(ledger, google, office, now, troubles)
            step("deliver")
            delivered = self._deliver(pulled, found, now, remind=moment == now)
        finish_forgetting(ledger, now, troubles)
        troubles.conclude(found, now)
        outcome = self._outcome(pulled, written, delivered, before, time.monotonic() - started)
        self._keep(outcome, now, full=full)
        return outcome

    def _day_shown(self, moment: datetime) -> date:
        """The office's day as of which sheets are written.

        What is kept of an earlier year's is let go of: nobody writes in them any more.
        """
        day = moment.astimezone(self.office.settings.timezone).date()
        year = self.office.calendar.academic_year(day)
        if self._year not in (None, year):
            self._shelf = Shelf(self.ledger, self.office)
        self._year = year
        return day

    def _believed(self) -> Believed:
        """The moment to go by; the clock's, where nobody guards it."""
        now = self._clock()
        return self._guard.look(now) if self._guard else Believed(now)

    def _told_clock(self, now: datetime) -> Believed:
        """Look at the clock once more, now that Google was heard, and tell what is doubted."""
        if self._guard is None:
            return Believed(now)
        believed = self._guard.look(self._clock())
        if believed.doubt is not None:
            self._troubles.tell(CLOCK, believed.doubt, believed.moment)
        elif believed.certain:
            self._troubles.end(CLOCK)
            return Believed(now)
        return believed

    def _see_to_ledger(self, now: datetime, *, full: bool) -> None:
        """Go on with one that was restored meanwhile, and let nothing that was forgotten into it."""
        if is_staged(self.ledger.path):
            take_up(self.ledger, now)
            self._troubles = Troubles(self.ledger)
        restored = is_restored(self.ledger)
        if full and not restored:
            self._told_once()
        self._keep_forgotten(now)
        if restored:
            self._catch_up(now)

    def _keep_forgotten(self, now: datetime) -> None:
        """See that nothing is missing among the tombstones before anything is pulled that they keep out."""
        try:
            mended = reconcile(self.ledger, now)
        except NithetError as error:
            self._troubles.tell(_FORGOTTEN, error, now)
            raise
        self._troubles.end(_FORGOTTEN)
        if mended:
            self._troubles.tell(MENDED, mended, now)

    def _catch_up(self, now: datetime) -> None:
        """Let a ledger that was restored catch up with Google."""

        def pull_all() -> Pulled:
            return pull(self.ledger, self.google, self._executor, timedelta(), now, self._troubles, full=True)

        catch_up(self.ledger, self.google, self.office, now, self._troubles, pull_all)
        self.go_on_with(self.office)  # what was kept from the cycles before is of another ledger

    def _installed(self, now: datetime) -> datetime:
        """When this ledger was first used: no report that closed before it is ever mailed."""
        known = read_meta(self.ledger.connection, "installed")
        if known is None:
            known = utc(now)
            with self.ledger.transaction() as tx:
                write_meta(tx, "installed", known)
        self.ledger.note_beginning(datetime.fromisoformat(known))
        return datetime.fromisoformat(known)

    def _told_once(self) -> None:
        """What was told once and needs no hand any more is told no longer."""
        for subject in self._troubles.standing("remade:") | self._troubles.standing("mended:"):
            self._troubles.end(subject)

    def _look_again(self, today: date) -> None:
        """What was refused is tried again; who has access to spreadsheets is looked at."""
        wanted = sheets(self.office, self.office.calendar.academic_year(today))
        share_anew(self.ledger, wanted)
        look_at_night(self.ledger, [sheet.key for sheet in wanted])

    def _notice(self, now: datetime, *, full: bool) -> None:
        """Drive out of reach holds up nothing: what changed there is noticed when it answers again."""
        known = frozenset(self.office.settings.known_readers)
        try:
            notice_changes(self.ledger, self.google, known, now, self._troubles)
            if full:
                look_everywhere(self.ledger, self.google, known, now, self._troubles)
        except GoogleError as error:
            self._troubles.tell("drive", error, now)
        else:
            self._troubles.end("drive")

    def _deliver(self, pulled: Pulled, found: Round, now: datetime, *, remind: bool) -> int:
        """A report waits until every form could be asked: figures must not lack one that was out of reach.

        It does not wait for one that is set aside, nor for a Google that is out of reach for a day: then
        it says whose responses are missing. Nobody is reminded, either, of what may have come; nor while
        the sheets still tell of another day.
        """
        self._troubles.conclude(found, now)  # what fails may be set aside by it
        if self._troubles.holding_up(set(self.office.forms) - set(pulled.taken), now):
            return 0
        today = now.astimezone(self.office.settings.timezone).date()
        ledger, office, google, troubles = self.ledger, self.office, self.google, self._troubles
        addresses = links(ledger, office, google.base, today)
        sending = Sending(ledger, office.settings, now, troubles)
        write_due_papers(ledger, google, office, now, troubles, sending)
        attach = week_attached(ledger, google, office, now, troubles, waits=True)
        delivered = deliver_closed(ledger, office, addresses, self._installed(now), now, sending, attach)
        delivered += deliver_papers(ledger, google.base, office, now, sending)
        if remind:
            delivered += send_reminders(ledger, office, self._shelf.records, addresses, now, sending)
        return delivered

    def _outcome(
        self, pulled: Pulled, written: int, delivered: int, before: dict[str, int], seconds: float
    ) -> Outcome:
        taken = pulled.taken.values()
        return Outcome(
            pulled=sum(len(t.listed) for t in taken),
            new=sum(t.new for t in taken),
            changed=sum(t.changed for t in taken),
            deleted=sum(t.deleted for t in taken),
            findings=entries.open_findings(self.ledger.connection),
            spreadsheets_written=written,
            delivered=delivered,
            troubles=self._troubles.failures,
            left=self._troubles.left,
            requests={api: self.google.requests[api] - before.get(api, 0) for api in _API_NAMES},
            seconds=round(seconds, 3),
        )

    def _keep(self, outcome: Outcome, now: datetime, *, full: bool) -> None:
        """An idle cycle leaves no trace but the time: the ledger does not grow with waiting."""
        if outcome.has_news or full or reports.last_run(self.ledger.connection) is None:
            with self.ledger.transaction() as tx:
                reports.keep_run(tx, now, self._clock(), outcome.to_json())
