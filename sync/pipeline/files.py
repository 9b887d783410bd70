"""Files: the folders and spreadsheets of an office, made once, and where people find them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ruamel.yaml import YAML

from forms.model import Partition
from sync import drive
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.store import mark_due, next_revision
from sync.packaged import folder
from sync.pipeline.office import Office
from sync.pipeline.summarise import name_of


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


def ensure_sheet(ledger: Ledger, google: Google, office: Office, sheet: Sheet, year: int) -> None:
    """Make the spreadsheet and put it into its year's folder, where it is not there yet."""
    if sheet.key in publishing.files(ledger.connection):
        return
    parent = _ensure_folder(
        ledger, google, f"folder:{year}", _title("year", year=year), ensure_root(ledger, google, office)
    )
    made = drive.ensure_file(google, ledger.installation, sheet.key, "spreadsheet", sheet.title, parent)
    with ledger.transaction() as tx:
        publishing.keep_file(tx, sheet.key, made.id, "spreadsheet", sheet.title)
        # It has no tabs yet, and the district's overview leads to it.
        revision = next_revision(tx)
        mark_due(tx, {f"sheet:{name_of(sheet.partition)}", "sheet:district:"}, revision)


def ensure_root(ledger: Ledger, google: Google, office: Office) -> str:
    """The folder of everything, made where it is not there yet."""
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
