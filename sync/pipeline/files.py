"""Files: the folders, forms and spreadsheets of an office, made once, shared as the configuration says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from ruamel.yaml import YAML

from forms.model import Partition
from sync import drive, forms_api
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing, responses
from sync.ledger.store import mark_due, next_revision
from sync.packaged import folder
from sync.pipeline.office import Office
from sync.pipeline.summarise import name_of
from sync.pipeline.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet that should be there: its key in the ledger, what it is about, who may view it."""

    key: str
    partition: Partition
    title: str
    viewers: tuple[str, ...]


def sheets(office: Office, year: int) -> tuple[Sheet, ...]:
    """The spreadsheets of an academic year (BE): the district's, the networks' and the work groups'."""
    organisation = office.organisation
    about: list[tuple[Partition, str, tuple[str, ...]]] = [
        (Partition("district"), _title("district", office=organisation.short_name, year=year), ())
    ]
    for network in organisation.networks.values():
        title = _title("network", name=network.name, year=year)
        about.append((Partition("network", network.code), title, network.viewers))
    for group in organisation.work_groups.values():
        about.append(
            (Partition("group", group.code), _title("group", name=group.name, year=year), group.viewers)
        )
    return tuple(
        Sheet(
            key=sheet_key(partition, year),
            partition=partition,
            title=title,
            viewers=tuple(dict.fromkeys((*organisation.viewers, *viewers))),
        )
        for partition, title, viewers in about
    )


def sheet_key(partition: Partition, year: int) -> str:
    """The key of a partition's spreadsheet: every academic year gets new ones."""
    return f"sheet:{name_of(partition)}:{year}"


@cache
def _titles() -> Mapping[str, str]:
    read: Mapping[str, str] = YAML(typ="safe").load(
        (folder("templates") / "files.yaml").read_text(encoding="utf-8")
    )
    return read


def _title(kind: str, **values: object) -> str:
    return _titles()[kind].format(**values)


# --- Making them -----------------------------------------------------------------------


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
                folder=_ensure_root(ledger, google, office),
                respondents=office.settings.respondents or "anyone",
            )
        except NithetError as error:
            troubles.tell(f"form:{form.id}", error, now)
            continue
        with ledger.transaction() as tx:
            responses.keep_form(tx, form.id, created.form_id, created.responder_uri)
            publishing.keep_file(tx, f"form:{form.id}", created.form_id, "form", form.title)
        troubles.end(f"form:{form.id}")


def ensure_sheet(ledger: Ledger, google: Google, office: Office, sheet: Sheet, year: int) -> str:
    """The spreadsheet's file id; made, put into its year's folder and shared where it is not yet."""
    known = publishing.files(ledger.connection).get(sheet.key)
    if known is None:
        parent = _ensure_folder(
            ledger, google, f"folder:{year}", _title("year", year=year), _ensure_root(ledger, google, office)
        )
        made = drive.ensure_file(google, ledger.installation, sheet.key, "spreadsheet", sheet.title, parent)
        with ledger.transaction() as tx:
            publishing.keep_file(tx, sheet.key, made.id, "spreadsheet", sheet.title)
            # It has no tabs yet, and the district's overview leads to it.
            revision = next_revision(tx)
            mark_due(tx, {f"sheet:{name_of(sheet.partition)}", "sheet:district:"}, revision)
        file_id, given = made.id, tuple[str, ...]()
    else:
        file_id, given = known.id, known.viewers
    if sorted(given) != sorted(sheet.viewers):
        drive.ensure_viewers(google, file_id, sheet.viewers, given)
        with ledger.transaction() as tx:
            publishing.keep_viewers(tx, sheet.key, sheet.viewers)
    return file_id


def _ensure_root(ledger: Ledger, google: Google, office: Office) -> str:
    title = _title("root", office=office.organisation.short_name)
    return _ensure_folder(ledger, google, "folder:root", title, office.settings.drive_folder or None)


def _ensure_folder(ledger: Ledger, google: Google, key: str, title: str, parent: str | None) -> str:
    known = publishing.files(ledger.connection).get(key)
    if known:
        return known.id
    made = drive.ensure_file(google, ledger.installation, key, "folder", title, parent)
    with ledger.transaction() as tx:
        publishing.keep_file(tx, key, made.id, "folder", title)
    return made.id


# --- Where people find them -----------------------------------------------------------


def page_address(base: str | None, kind: str, file_id: str) -> str:
    """The address at which a person opens a spreadsheet or a form."""
    host = base or "https://docs.google.com"
    return f"{host}/{'spreadsheets' if kind == 'spreadsheet' else 'forms'}/d/{file_id}/edit"


def links(ledger: Ledger, office: Office, base: str | None, today: date) -> dict[str, str]:
    """Addresses of this academic year's spreadsheets, by "district", "network:N01", "group:G2"."""
    year = office.calendar.academic_year(today)
    known = publishing.files(ledger.connection)
    found = {}
    for sheet in sheets(office, year):
        if sheet.key in known:
            name = name_of(sheet.partition).rstrip(":")
            found[name] = page_address(base, "spreadsheet", known[sheet.key].id)
    return found
