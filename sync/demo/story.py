"""The demo's steps: make the forms, send the term, load results, decide, correct, mail the last week."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

import orjson

from forms.model import Period
from sync.demo import results
from sync.demo.answers import Sample
from sync.demo.correcting import ANSWERED_IN, correct
from sync.demo.deciding import Words, decide, words_of
from sync.demo.page import FormPage, fields_of
from sync.demo.samples import sample_term
from sync.errors import InputError, NithetError
from sync.ledger import Ledger, reports, responses
from sync.ledger.store import read_meta, write_meta
from sync.pipeline.cycle import Pipeline
from sync.pipeline.duties import reckon_from
from sync.pipeline.files import links
from sync.pipeline.mails.weekly import cut_of, latest_closed, send_week
from sync.pipeline.office import Office
from sync.pipeline.papers.due import week_attached
from sync.pipeline.troubles import Troubles

RESPONSES, SEED = 1200, 2569
_AT_ONCE = 25  # responses between two notes in the ledger
_DECIDED_IN = "office"  # the spreadsheet that decisions are written in
_RESULTS = "results"  # the folder of the data directory with the files of results of tests
Progress = Callable[[int, int], None]
"""Told how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A demo in its data directory: when it began (local time), its seed, how much there is and was sent."""

    began: datetime
    seed: int
    responses: int
    sent: int


def begin(ledger: Ledger, office: Office, now: datetime, responses: int | None, seed: int | None) -> Begun:
    """Begin a demo, or find the one that was begun here. `responses` and `seed` None: as it was begun.

    Raises InputError demo-not-a-demo where the ledger holds an office's own records, and demo-other
    where another demo was begun.
    """
    tx = ledger.connection
    began = read_meta(tx, "demo_began")
    if began is None:
        if read_meta(tx, "installed") is not None:
            raise InputError("demo-not-a-demo", folder=ledger.path.parent)
        facts = {
            "demo_began": now.isoformat(),
            "demo_seed": SEED if seed is None else seed,
            "demo_responses": RESPONSES if responses is None else responses,
            "demo_sent": 0,
        }
        with ledger.transaction() as writing:
            for key, value in facts.items():
                write_meta(writing, key, str(value))
            reckon_from(writing, office.calendar.latest_semester(now.date()).start)
        return begin(ledger, office, now, responses, seed)
    numbers = (int(read_meta(tx, key) or 0) for key in ("demo_seed", "demo_responses", "demo_sent"))
    known = Begun(datetime.fromisoformat(began).astimezone(office.settings.timezone), *numbers)
    if seed not in {None, known.seed} or responses not in {None, known.responses}:
        raise InputError("demo-other", folder=ledger.path.parent, seed=known.seed, responses=known.responses)
    return known


def make_forms(pipeline: Pipeline) -> None:
    """Make and publish the forms; unlike in a cycle, one that fails ends the demo."""
    pipeline.prepare()
    missing = {f"form:{form}" for form in pipeline.office.forms} - {
        f"form:{form}" for form in responses.form_states(pipeline.ledger.connection)
    }
    for trouble in reports.troubles(pipeline.ledger.connection):
        if trouble.subject in missing:
            raise NithetError(trouble.code, **trouble.values)


def send_term(pipeline: Pipeline, base: str, demo: Begun, told: Progress) -> int:
    """Send what was not sent yet of the term, each response at its own time; give how many.

    What was noted as sent is at most a few behind: those are sent again as the same visits to the
    page, which keeps each of them once.
    """
    office, ledger = pipeline.office, pipeline.ledger
    at = {form: state.responder_uri for form, state in responses.form_states(ledger.connection).items()}
    samples = _samples(office, demo)
    told(demo.sent, len(samples))
    if demo.sent >= len(samples):
        return 0
    decided = _decided(ledger)
    wishes = _wishes(office, demo, samples)
    with FormPage(base) as page:
        for number, sample in enumerate(samples[demo.sent :], start=demo.sent):
            form = office.forms[sample.form]
            page.set_time(sample.sent)
            fields = fields_of(form, office.organisation, sample.answers)
            response = page.send(form, at[form.id], fields, f"demo-{demo.seed}-{number}")
            if number in wishes or sample.corrected:
                decided[str(number)] = response
            if (number + 1) % _AT_ONCE == 0 or number + 1 == len(samples):
                _note(ledger, number + 1, decided)
                told(number + 1, len(samples))
    return len(samples) - demo.sent


def decides(pipeline: Pipeline) -> bool:
    """Whether something is still to be decided, in a spreadsheet that this office has."""
    made = _DECIDED_IN in pipeline.office.settings.sheets
    return made and bool(_decided(pipeline.ledger)) and _meta(pipeline, "demo_has_decided") is None


def decide_all(pipeline: Pipeline, demo: Begun) -> int:
    """Write what people decided of the term's records, once their spreadsheet is there; give how many words.

    Only that spreadsheet is written before: all others are once the decisions are known.
    """
    office, ledger = pipeline.office, pipeline.ledger
    alone = pipeline.for_office(replace(office, settings=replace(office.settings, sheets=(_DECIDED_IN,))))
    try:
        alone.cycle(full=True)
    finally:
        alone.close()
    samples = _samples(office, demo)
    wishes = _wishes(office, demo, samples)
    known = {int(number): response for number, response in _decided(ledger).items()}
    written = decide(
        pipeline, {(samples[n].form, response): wishes[n] for n, response in known.items() if n in wishes}
    )
    with ledger.transaction() as tx:
        write_meta(tx, "demo_has_decided", str(written))
    return written


def load_results(pipeline: Pipeline, demo: Begun) -> None:
    """Load results of tests from files, unless they were loaded before."""
    office, ledger = pipeline.office, pipeline.ledger
    if _meta(pipeline, "demo_has_results") is None:
        loaded = results.load_results(ledger, office, office.settings.data / _RESULTS, demo.began, demo.seed)
        with ledger.transaction() as tx:
            write_meta(tx, "demo_has_results", str(loaded))


def corrects(pipeline: Pipeline) -> bool:
    """Whether findings are still to be answered, in spreadsheets that this office has."""
    made = ANSWERED_IN in pipeline.office.settings.sheets
    return made and bool(_decided(pipeline.ledger)) and _meta(pipeline, "demo_has_corrected") is None


def correct_all(pipeline: Pipeline, demo: Begun) -> int:
    """Answer the findings that stories tell of, once they stand in the sheets; give how many cells."""
    samples = _samples(pipeline.office, demo)
    known = {int(number): response for number, response in _decided(pipeline.ledger).items()}
    written = correct(
        pipeline, {(samples[n].form, r): wish for n, r in known.items() if (wish := samples[n].corrected)}
    )
    with pipeline.ledger.transaction() as tx:
        write_meta(tx, "demo_has_corrected", str(written))
    return written


def _samples(office: Office, demo: Begun) -> tuple[Sample, ...]:
    return sample_term(
        office.forms, office.organisation, office.calendar, demo.began, demo.responses, demo.seed
    )


def _wishes(office: Office, demo: Begun, samples: tuple[Sample, ...]) -> Mapping[int, Words]:
    """What is decided of the samples, by number; the same each time."""
    chance = Random(demo.seed)  # noqa: S311 - a sample, no secret
    words = (words_of(office.forms[sample.form], sample, demo.began, chance) for sample in samples)
    return {number: told for number, told in enumerate(words) if told}


def _decided(ledger: Ledger) -> dict[str, str]:
    """The ids of the responses that something is decided of, by the number of their sample."""
    kept: dict[str, str] = orjson.loads(read_meta(ledger.connection, "demo_deciding") or "{}")
    return kept


def _meta(pipeline: Pipeline, key: str) -> str | None:
    return read_meta(pipeline.ledger.connection, key)


def _note(ledger: Ledger, sent: int, decided: Mapping[str, str]) -> None:
    with ledger.transaction() as tx:
        write_meta(tx, "demo_sent", str(sent))
        write_meta(tx, "demo_deciding", orjson.dumps(decided).decode())


def mail_last_week(pipeline: Pipeline, now: datetime) -> Period:
    """Deliver the report of the last week that has closed, unless it went out before."""
    office, ledger = pipeline.office, pipeline.ledger
    week = latest_closed(office, now)
    cut = cut_of(office, week)
    assert cut is not None  # a closed week is one that was cut
    today = now.astimezone(office.settings.timezone).date()
    addresses = links(ledger, office, pipeline.google.base, today)
    troubles = Troubles(ledger)
    attach = week_attached(ledger, pipeline.google, office, now, troubles)
    send_week(ledger, office, addresses, week, cut, now, troubles, attach)
    return week
