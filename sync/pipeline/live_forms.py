"""Forms as they live in Google: made once, open to their respondents, held against their definitions."""

from __future__ import annotations

from datetime import datetime

from forms.model import Form
from sync import forms_api
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing, responses
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.files import ensure_root
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles

_CODES = {
    "removed": "form-removed",
    "renamed": "form-renamed",
    "added": "form-added",
    "type": "form-type",
    "choices": "form-choices",
    "unpublished": "form-unpublished",
}


def ensure_forms(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Make and publish the forms that the ledger does not know; one that fails stops no other."""
    known = responses.form_states(ledger.connection)
    for form in office.forms.values():
        if form.id in known:
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
        troubles.end(f"form:{form.id}")
        if before:
            remade = NithetError("form-remade", form=form.title, address=created.responder_uri)
            troubles.tell(f"remade:{form.id}", remade, now)


def settle_forms(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Look at each form that somebody touched, and at all of them when the configuration changed.

    Its respondents become those configured; what differs from its definition is told, for a
    person to mend: a form that people fill is never changed under their hands.
    """
    ground = f"{office.rules} {office.settings.respondents}"
    if read_meta(ledger.connection, "forms_ground") != ground:
        with ledger.transaction() as tx:
            mark_due(tx, {f"form:{form}" for form in office.forms}, next_revision(tx))
            write_meta(tx, "forms_ground", ground)
    states = responses.form_states(ledger.connection)
    for form_id, revision in due(ledger.connection, "form:").items():
        form, state = office.forms.get(form_id), states.get(form_id)
        if form is not None and state is not None:
            try:
                _open(google, office, form, state.google_id, now, troubles)
                _compare(google, office, form, state.google_id, now, troubles)
            except NithetError as error:
                troubles.tell(f"form:{form_id}", error, now)
                continue
        with ledger.transaction() as tx:
            settle(tx, f"form:{form_id}", revision)


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


def _compare(
    google: Google, office: Office, form: Form, google_id: str, now: datetime, troubles: Troubles
) -> None:
    """Tell what differs between a live form and its definition, and no longer tell what was mended."""
    live = forms_api.read_form(google, google_id)
    today = now.astimezone(office.settings.timezone).date()
    found = {
        f"changed:{form.id}:{one.kind}:{one.question or one.now}": one
        for one in forms_api.drift(form, office.organisation, live, day=today)
    }
    for subject in troubles.standing(f"changed:{form.id}:") - set(found):
        troubles.end(subject)
    for subject, one in found.items():
        told = NithetError(_CODES[one.kind], form=form.title, question=one.question, was=one.was, now=one.now)
        troubles.tell(subject, told, now)
