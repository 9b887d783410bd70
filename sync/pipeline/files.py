"""Files: the folders and spreadsheets of an office, made once, and where people find them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ruamel.yaml import YAML

from forms.model import Organisation, Partition, Supervisor
from forms.organisation.dated import networks_in, work_groups_in
from sync import drive
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.store import mark_due, next_revision
from sync.packaged import folder
from sync.pipeline.deciders import writers
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of
from sync.settings import SHEETS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet that should be there: its key in the ledger, what it is about, who may view it.

    `writers` are those who have cells to fill in.
    """

    key: str
    partition: Partition
    title: str
    viewers: tuple[str, ...]
    writers: tuple[str, ...] = ()


def sheets(office: Office, year: int) -> tuple[Sheet, ...]:
    """The spreadsheets of an academic year (BE) that the settings ask for."""
    return tuple(
        Sheet(
            key=sheet_key(partition, year),
            partition=partition,
            title=title_of(partition.kind, name=name, office=office.organisation.short_name, year=year),
            viewers=tuple(dict.fromkeys((*office.organisation.viewers, *viewers))),
            writers=writers(office, partition),
        )
        for partition, name, viewers in _readers(office, year, office.settings.sheets)
    )


def viewers_of(office: Office, partitions: Iterable[Partition], year: int) -> tuple[str, ...]:
    """Who may view the spreadsheets of these partitions, whether the settings ask for them or not."""
    every = {partition: viewers for partition, _, viewers in _readers(office, year, SHEETS)}
    each = (viewer for partition in partitions for viewer in every.get(partition, ()))
    return tuple(dict.fromkeys((*office.organisation.viewers, *each)))


def _readers(
    office: Office, year: int, made: Sequence[str]
) -> Iterator[tuple[Partition, str, Iterable[str]]]:
    """What each spreadsheet is about, its name, and who may view it beside those who view all."""
    organisation = office.organisation
    if "district" in made:
        yield Partition("district"), "", ()
    if "networks" in made:
        for network in networks_in(organisation, *_days_of(office, year)):
            yield Partition("network", network.code), network.name, network.viewers
    if "groups" in made:
        for group in work_groups_in(organisation, *_days_of(office, year)):
            yield Partition("group", group.code), group.name, group.viewers
    if "supervisors" in made:
        for person in _serving(office, year):
            yield Partition("supervisor", person.code), person.name, _known(person.email)
    if "deputies" in made:
        for deputy in organisation.deputies.values():
            yield Partition("deputy", deputy.code), deputy.name, _known(deputy.email)
    if "learning_areas" in made:
        for area in organisation.learning_areas.values():
            answering = [p.email for p in _serving(office, year) if area.code in p.learning_areas]
            yield Partition("learning_area", area.code), area.name, _known(*answering)
    if "office" in made:
        yield Partition("office"), "", _leaders(organisation)


def _serving(office: Office, year: int) -> list[Supervisor]:
    """The supervisors who are in office on a day of the academic year."""
    first, last = _days_of(office, year)
    return [
        person
        for person in office.organisation.supervisors.values()
        if (person.since is None or person.since <= last) and (person.until is None or person.until > first)
    ]


def _days_of(office: Office, year: int) -> tuple[date, date]:
    """The first and the last day of an academic year, its breaks among it."""
    first, end = (office.calendar.semester_named(f"{named}-S1").start for named in (year, year + 1))
    return first, end - timedelta(days=1)


def _leaders(organisation: Organisation) -> tuple[str, ...]:
    """The head of the group, who acts for the head, and the posts."""
    people = (organisation.supervisors.get(code) for code in (organisation.head, *organisation.acting))
    posts = (post.email for code, post in organisation.posts.items() if code != "admin-head")
    return _known(*(person.email for person in people if person), *posts)


def _known(*addresses: str | None) -> tuple[str, ...]:
    return tuple(address for address in addresses if address)


def sheet_key(partition: Partition, year: int) -> str:
    """The key of a partition's spreadsheet: every academic year gets new ones."""
    return f"sheet:{name_of(partition)}:{year}"


@cache
def _titles() -> Mapping[str, str]:
    read: Mapping[str, str] = YAML(typ="safe").load(
        (folder("templates") / "files.yaml").read_text(encoding="utf-8")
    )
    return read


def title_of(kind: str, /, **values: object) -> str:
    """The title of a file or folder of that kind, from templates/files.yaml; "" for what it lacks."""
    return _titles()[kind].format_map(defaultdict(str, values))


# --- Making them -----------------------------------------------------------------------


def ensure_sheet(ledger: Ledger, google: Google, office: Office, sheet: Sheet, year: int) -> None:
    """Make the spreadsheet and put it into its year's folder, where it is not there yet."""
    if sheet.key in publishing.files(ledger.connection):
        return
    parent = ensure_folder(
        ledger, google, f"folder:{year}", title_of("year", year=year), ensure_root(ledger, google, office)
    )
    made = drive.ensure_file(google, ledger.installation, sheet.key, "spreadsheet", sheet.title, parent)
    with ledger.transaction() as tx:
        publishing.keep_file(tx, sheet.key, made.id, "spreadsheet", sheet.title)
        # It has no tabs yet, and the district's overview leads to it.
        revision = next_revision(tx)
        mark_due(tx, {f"sheet:{name_of(sheet.partition)}", "sheet:district:"}, revision)


def name_sheet(ledger: Ledger, google: Google, sheet: Sheet) -> None:
    """Name the file as what it is about, where that was renamed; a name that people gave stays."""
    known = publishing.files(ledger.connection)[sheet.key]
    if known.title == sheet.title:
        return
    if drive.read_file(google, known.id).name == known.title:
        drive.update_file(google, known.id, {"name": sheet.title})
    with ledger.transaction() as tx:
        publishing.name_file(tx, sheet.key, sheet.title)


def ensure_root(ledger: Ledger, google: Google, office: Office) -> str:
    """The folder of everything, made where it is not there yet."""
    title = title_of("root", office=office.organisation.short_name)
    return ensure_folder(ledger, google, "folder:root", title, office.settings.drive_folder or None)


def ensure_folder(ledger: Ledger, google: Google, key: str, title: str, parent: str | None) -> str:
    """A folder by its key, made where it is not there yet; gives its id."""
    known = publishing.files(ledger.connection).get(key)
    if known:
        return known.id
    made = drive.ensure_file(google, ledger.installation, key, "folder", title, parent)
    with ledger.transaction() as tx:
        publishing.keep_file(tx, key, made.id, "folder", title)
    return made.id


# --- Where people find them -----------------------------------------------------------


def page_address(base: str | None, kind: str, file_id: str) -> str:
    """The address at which a person opens a spreadsheet, a form or a document."""
    host = base or "https://docs.google.com"
    rooms = {"spreadsheet": "spreadsheets", "document": "document"}
    return f"{host}/{rooms.get(kind, 'forms')}/d/{file_id}/edit"


def links(ledger: Ledger, office: Office, base: str | None, today: date) -> dict[str, str]:
    """Addresses of this academic year's spreadsheets, by "district", "office", "network:N01", "group:G2"."""
    year = office.calendar.academic_year(today)
    known = publishing.files(ledger.connection)
    found = {}
    for sheet in sheets(office, year):
        if sheet.key in known:
            name = name_of(sheet.partition).rstrip(":")
            found[name] = page_address(base, "spreadsheet", known[sheet.key].id)
    return found
