"""Forms as they live in Google: made once, open to their respondents, held against their definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

import orjson

from forms.checking.paused import Changed, Kind
from forms.model import Form
from sync import drive, forms_api
from sync.errors import NithetError
from sync.form_changes import Made, form_changes, wanted_form
from sync.form_drift import Drift, changed_by_hand
from sync.google import Google
from sync.ledger import Ledger, changed, publishing, responses
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.files import ensure_root
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles

_CODES = {
    "removed": "form-removed",
    "renamed": "form-renamed",
    "added": "form-added",
    "lost": "form-lost",
    "type": "form-type",
    "choices": "form-choices",
    "moved": "form-moved",
    "unpublished": "form-unpublished",
}
_WAITING = {  # of questions to which answers wait
    "removed": "question-removed",
    "renamed": "question-renamed",
    "type": "question-retyped",
    "choices": "question-other-choices",
}


def ensure_forms(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Make and publish the forms that the ledger does not know; one that fails stops no other."""
    known = responses.form_states(ledger.connection)
    for form in office.forms.values():
        if form.id in known or troubles.rests(f"form:{form.id}"):
            continue
        try:
            created = forms_api.ensure_form(
                google,
                form,
                office.organisation,
                ledger.installation,
                day=now.astimezone(office.settings.timezone).date(),
                folder=ensure_root(ledger, google, office),
                respondents=office.settings.respondents or "anyone",
            )
        except NithetError as error:
            troubles.tell(f"form:{form.id}", error, now)
            continue
        before = responses.was_made(ledger.connection, form.id)
        with ledger.transaction() as tx:
            responses.keep_form(tx, form.id, created.form_id, created.responder_uri)
            publishing.keep_file(tx, f"form:{form.id}", created.form_id, "form", form.title)
            write_meta(tx, _made_key(form), "")
            write_meta(tx, _wanted_key(form), "")
        troubles.end(f"form:{form.id}")
        if before:
            remade = NithetError("form-remade", form=form.title, address=created.responder_uri)
            troubles.tell(f"remade:{form.id}", remade, now)


def settle_forms(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Look at each form that somebody touched, and at those of which something else is wanted.

    Its respondents become those configured; its choices, texts, order and file's name follow the
    configuration; what people changed in it is kept and told.
    """
    today = now.astimezone(office.settings.timezone).date()
    _mark_changed(ledger, office, today)
    states = responses.form_states(ledger.connection)
    for form_id, revision in due(ledger.connection, "form:").items():
        form, state = office.forms.get(form_id), states.get(form_id)
        if troubles.fails(f"form:{form_id}") or troubles.rests(f"following:{form_id}"):
            continue
        if form is not None and state is not None:
            try:
                _open(google, office, form, state.google_id, now, troubles)
                _name(ledger, google, form, state.google_id)
                live, made, before = _follow(ledger, google, office, form, state.google_id, today)
            except NithetError as error:
                troubles.tell(f"following:{form_id}", error, now)
                continue
            troubles.end(f"following:{form_id}")
            waiting = _pause(ledger, office, form, live, made, before, now)
            _tell(office, form, live, made, waiting, today, now, troubles)
        with ledger.transaction() as tx:
            settle(tx, f"form:{form_id}", revision)


def _mark_changed(ledger: Ledger, office: Office, today: date) -> None:
    """Find the forms of which something else is wanted: by the configuration, or since another day began.

    Schools open and close, people come and go on days that were configured long before.
    """
    ground = f"{office.rules} {office.settings.respondents} {today}"
    if read_meta(ledger.connection, "forms_ground") == ground:
        return
    wishes = {form.id: _digest(office, form, today) for form in office.forms.values()}
    known = {form.id: read_meta(ledger.connection, _wanted_key(form)) for form in office.forms.values()}
    changed = [form for form, wish in wishes.items() if known[form] != wish]
    with ledger.transaction() as tx:
        if changed:
            mark_due(tx, {f"form:{form}" for form in changed}, next_revision(tx))
        for form in changed:
            write_meta(tx, _wanted_key(office.forms[form]), wishes[form])
        write_meta(tx, "forms_ground", ground)


def _digest(office: Office, form: Form, today: date) -> str:
    body = {"respondents": office.settings.respondents, **_wanted(office, form, today).to_json()}
    return hashlib.sha256(orjson.dumps(body)).hexdigest()[:16]


def _wanted(office: Office, form: Form, today: date) -> Made:
    asks = bool(office.settings.respondents)
    return wanted_form(form, office.organisation, day=today, collect_emails=asks)


def _follow(
    ledger: Ledger, google: Google, office: Office, form: Form, google_id: str, today: date
) -> tuple[Mapping[str, Any], Made, Made | None]:
    """Bring a live form up to what is wanted of it; give it, what nithet made of it by then, and before."""
    kept = read_meta(ledger.connection, _made_key(form))
    before = Made.from_json(orjson.loads(kept)) if kept else None
    wanted = _wanted(office, form, today)
    live = forms_api.update_form(google, google_id, lambda live: form_changes(before, live, wanted))
    made = wanted.remembering(before, live)
    if (body := orjson.dumps(made.to_json()).decode()) != kept:
        with ledger.transaction() as tx:
            write_meta(tx, _made_key(form), body)
    return live, made, before


def _pause(
    ledger: Ledger,
    office: Office,
    form: Form,
    live: Mapping[str, Any],
    made: Made,
    before: Made | None,
    now: datetime,
) -> tuple[Changed, ...]:
    """Note which questions somebody changed by hand: what is answered to them waits until it is decided.

    What differs since our own wish is another, which a live form cannot follow in everything, is decided:
    nobody but us changed it. So is what was found in a form of which we do not know how we made it.
    """
    found = changed_by_hand(form, office.organisation, made.items, live)
    theirs = changed_by_hand(form, office.organisation, before.items, live) if before else {}
    with ledger.transaction() as tx:
        since = changed.take_touched(tx, form.id) or now
        known = changed.of(tx, form.id)
        waiting = tuple(
            _noted(_change(one, since, own=key not in theirs), known) for key, one in found.items()
        )
        changed.keep(tx, form.id, waiting)
    return waiting


def _change(one: Drift, since: datetime, *, own: bool) -> Changed:
    return Changed(one.question, cast(Kind, one.kind), one.was, one.now, since, decided=own, own=own)


def _noted(found: Changed, known: Sequence[Changed]) -> Changed:
    """A change as it is kept: one that is known as it was, and another that follows it since the first.

    Whoever rewords a question again decides nothing about what was answered to it until then. After one
    that was decided another wait begins.
    """
    before = next((one for one in known if (one.question, one.kind) == (found.question, found.kind)), None)
    if before is None:
        return found
    if (before.was, before.now) == (found.was, found.now):
        return before
    if before.decided or found.decided:
        return found
    return replace(found, since=min(before.since, found.since))


def _name(ledger: Ledger, google: Google, form: Form, google_id: str) -> None:
    """Name the file as the form, where its title is another than last time; a name that people gave stays."""
    key = f"form:{form.id}"
    known = publishing.files(ledger.connection).get(key)
    if known is not None and known.title != form.title:
        drive.update_file(google, google_id, {"name": form.title})
        with ledger.transaction() as tx:
            publishing.name_file(tx, key, form.title)


def _made_key(form: Form) -> str:
    return f"form_made:{form.id}"


def _wanted_key(form: Form) -> str:
    return f"form_wanted:{form.id}"


def _open(
    google: Google, office: Office, form: Form, google_id: str, now: datetime, troubles: Troubles
) -> None:
    refused = forms_api.open_to(google, google_id, office.settings.respondents or "anyone")
    subject = f"sharing:form:{form.id}"
    if refused:
        troubles.tell(
            subject, NithetError("sharing-refused", file=form.title, people=", ".join(refused)), now
        )
    else:
        troubles.end(subject)


def _tell(
    office: Office,
    form: Form,
    live: Mapping[str, Any],
    made: Made,
    waiting: Sequence[Changed],
    today: date,
    now: datetime,
    troubles: Troubles,
) -> None:
    """Tell what differs between a live form and its definition, and no longer tell what was mended.

    What waits for a decision is told with what may be decided; what somebody decided is told no more, but
    what the form could not follow is.
    """
    asked: dict[tuple[str, str], Changed] = {(one.question, one.kind): one for one in waiting}
    found = {
        f"changed:{form.id}:{one.kind}:{one.question or one.now}": one
        for one in forms_api.drift(form, office.organisation, live, day=today, made=made.items)
    }
    for subject in troubles.standing(f"changed:{form.id}:") - set(found):
        troubles.end(subject)
    for subject, one in found.items():
        changed_question = asked.get((one.question, one.kind))
        if changed_question is not None and changed_question.decided and not changed_question.own:
            troubles.end(subject)
            continue
        waits = changed_question is not None and not changed_question.own
        code = _WAITING[one.kind] if waits else _CODES[one.kind]
        names = {"form": form.title, "id": form.id, "question": one.question}
        troubles.tell(subject, NithetError(code, **names, was=one.was, now=one.now), now)
