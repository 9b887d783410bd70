"""Forms, folders, spreadsheets and documents that are there become the ledger's: none is made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import orjson

from sync import forms_api
from sync.form_changes import wanted_form
from sync.google import Google
from sync.ledger import Ledger, publishing, responses
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.rebuild.listing import Listed
from sync.pipeline.rebuild.lost import Losses

_WRITES = "writer:"  # as `sync.pipeline.share` marks somebody who may write


def adopt(
    ledger: Ledger,
    google: Google,
    office: Office,
    files: Mapping[str, Listed],
    now: datetime,
    losses: Losses,
) -> None:
    """Note every file by its key, with whom of the configuration it is shared, and where each form lives.

    A form's texts as nithet made them last are those that the definition wants today, unless the ledger
    knows them: what differs counts as people's, stays and is told. Reads each form once.
    """
    today = now.astimezone(office.settings.timezone).date()
    live = {
        key.removeprefix("form:"): forms_api.read_form(google, one.id)
        for key, one in files.items()
        if key.startswith("form:")
    }
    year = max((_year(key) for key in files if key.startswith("sheet:")), default=0)
    titles = {sheet.key: sheet.title for sheet in sheets(office, year)} if year else {}
    titles |= {f"form:{form.id}": form.title for form in office.forms.values()}
    known = _addresses(office)
    shared = {key: file.viewers for key, file in publishing.files(ledger.connection).items()}
    with ledger.transaction() as tx:
        for key, one in files.items():
            publishing.keep_file(tx, key, one.id, one.kind, titles.get(key, one.name))
            strangers = sorted(set(one.people) - known.keys())
            losses.tell("access", f"{one.name}: {', '.join(strangers)}", len(strangers))
            if key.startswith(("sheet:", "paper:")) and not shared.get(key):
                publishing.keep_viewers(tx, key, _given(one, known, marked=_year(key) == year))
        for form_id, one_live in live.items():
            responses.keep_form(tx, form_id, files[f"form:{form_id}"].id, one_live["responderUri"])
            made = f"form_made:{form_id}"
            if form_id in office.forms and not read_meta(tx, made):
                asks = bool(office.settings.respondents)
                there = office.forms[form_id], office.organisation
                wanted = wanted_form(*there, day=today, collect_emails=asks).to_json()
                write_meta(tx, made, orjson.dumps(wanted).decode())
        if year and read_meta(tx, "year") is None:
            write_meta(tx, "year", str(year))
        past = {f"close:{key}" for key in files if key.startswith("sheet:") and _year(key) < year}
        mark_due(tx, past, next_revision(tx))
    for form in office.forms.values():
        if form.id not in live:
            losses.tell("form", form.title)


def _year(key: str) -> int:
    last = key.rpartition(":")[2]
    return int(last) if last.isdecimal() else 0


def _given(one: Listed, known: Mapping[str, str], *, marked: bool) -> Iterable[str]:
    """Those of the configuration who are let in, as the ledger keeps them: who may write is marked."""
    for address, writes in one.people.items():
        if address in known:
            yield f"{_WRITES}{known[address]}" if writes and marked else known[address]


def _addresses(office: Office) -> dict[str, str]:
    """Every address of the configuration as it is written there, by itself in small letters."""
    there = office.organisation
    people: list[str | None] = [person.email for person in there.supervisors.values()]
    people += [deputy.email for deputy in there.deputies.values()]
    people += [post.email for post in there.posts.values()]
    every = [address for address in people if address]
    every += [*there.viewers]
    every += [address for network in there.networks.values() for address in network.viewers]
    every += [address for group in there.work_groups.values() for address in group.viewers]
    return {address.lower(): address for address in every}
