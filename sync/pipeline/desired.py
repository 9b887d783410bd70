"""What a spreadsheet should look like now: its summaries, findings and registers read from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from forms.checking.corrections import PROBLEMS as MISTYPED
from forms.checking.findings import describe
from forms.model import Entry, Finding, Form, Partition, Period, Summary
from forms.organisation.dated import as_of
from forms.response import Reader
from forms.visits import visiting
from sync.layout import deputy, district, group, learning_area, network, supervisor
from sync.layout import findings as findings_tab
from sync.layout import office as office_sheet
from sync.layout import responses as register
from sync.layout.behind import titled_apart
from sync.layout.tab import Row, Tab
from sync.layout.view import Correcting, FindingRow, View
from sync.ledger import Ledger, cells, entries, numbers, publishing, responses
from sync.pipeline import numbering
from sync.pipeline.achieved import achieved
from sync.pipeline.answering import REGISTER, Told, answered
from sync.pipeline.deciders import CORRECTED_IN, decides, deciding_groups
from sync.pipeline.duties import since_of
from sync.pipeline.files import Sheet, links
from sync.pipeline.moved import seen_elsewhere
from sync.pipeline.needs import needs_of
from sync.pipeline.office import Office
from sync.pipeline.partitions import column_of
from sync.pipeline.shelf import Shelf
from sync.pipeline.summarise import semesters
from sync.pipeline.turns import Turns
from sync.sheets import sheet_id

_TABS = {
    "district": district.tabs,
    "network": network.tabs,
    "group": group.tabs,
    "supervisor": supervisor.tabs,
    "deputy": deputy.tabs,
    "learning_area": learning_area.tabs,
    "office": office_sheet.tabs,
}
_Read = Callable[..., list[tuple[Entry, tuple[Finding, ...]]]]  # of `entries`: of a form, days and a member
_Registered = tuple[Tab, Mapping[str, int]]  # a register, and the revision of each response newly in it
# Tabs that a first tab leads to.
_LED_TO = ("schools", "duties", "calendar", "cases", "needs", "projects", "items")
_GONE = -1  # the revision of a row whose response is no longer of this spreadsheet


@dataclass(frozen=True, slots=True)
class Desired:
    """The tabs of a spreadsheet, and the revision of each response that its registers then show."""

    tabs: tuple[Tab, ...]
    listed: Mapping[str, Mapping[str, int]]


def desired(
    ledger: Ledger, office: Office, shelf: Shelf, sheet: Sheet, base: str | None, now: datetime
) -> Desired:
    """Everything a spreadsheet should hold, the registers' rows only where they are news."""
    today = now.astimezone(office.settings.timezone).date()
    semester, before = semesters(office, today)
    year = office.calendar.academic_year_of(today)
    days = replace(semester, end=office.calendar.semester_after(semester).start)
    findings, correcting = _corrected(ledger, office, shelf, sheet, days)
    there = as_of(office.organisation, today)
    visits = visiting(office.forms.values())
    registers = dict(_registers(ledger, office, shelf, sheet, year, today))
    view = View(
        partition=sheet.partition,
        forms=office.forms,
        organisation=there,
        calendar=office.calendar,
        semester=semester,
        as_of=_latest(ledger, office, sheet.partition, semester),
        summaries=_summaries(shelf, office, sheet.partition, semester),
        earlier=_summaries(shelf, office, sheet.partition, before),
        findings=findings,
        errors_before=_errors_before(ledger, office, shelf, sheet.partition, days),
        links=links(ledger, office, base, today) | _inside(registers, sheet, correcting, semester),
        entries=shelf.records.entries(sheet.partition),
        standings=shelf.records.standings(),
        duties=shelf.records.duties(sheet.partition),
        duty_rules={rule.id: rule for rule in office.duties.rules},
        absences=office.duties.absences,
        excuses=shelf.records.excuses(),
        needs=needs_of(shelf.records.needs(), there, sheet.partition),
        results=shelf.results(),
        today=today,
        since=since_of(ledger, office),
        achieved=achieved(ledger, office, shelf, sheet.partition, today),
        elsewhere=seen_elsewhere(shelf, visits, sheet.partition, there, (semester, before), today),
        awaited=_awaited(office, shelf, sheet.partition),
        correcting=correcting,
        kept=shelf.kept(sheet.key),
    )
    tabs = list(_TABS[sheet.partition.kind](view))
    for tab, _ in registers.values():
        tabs.append(titled_apart(tab, tabs))
    return Desired(tuple(tabs), {form: news for form, (_, news) in registers.items()})


def _awaited(office: Office, shelf: Shelf, partition: Partition) -> list[Entry] | None:
    """What waits for a work group that holds a post of a chain; None for everybody else."""
    deciding = [form for form in office.forms.values() if partition in deciding_groups(office, form)]
    if not deciding:
        return None
    posts = {post.code for post in office.organisation.posts.values() if post.work_group == partition.code}
    stands, entries = shelf.records.standings(), shelf.records.entries(Partition("office"))
    return [
        entry
        for form in deciding
        for entry in entries.get(form.id, ())
        if (stand := stands.get((form.id, entry.response))) and stand.step and stand.step.by in posts
    ]


def _summaries(shelf: Shelf, office: Office, partition: Partition, period: Period) -> dict[str, Summary]:
    return {form.id: shelf.summary(partition, form, period) for form in office.forms.values()}


def _days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


def _latest(ledger: Ledger, office: Office, partition: Partition, semester: Period) -> datetime | None:
    """When the partition's latest response was submitted, in local time."""
    latest = responses.latest(ledger.connection, column_of(partition), partition.code, _days(semester))
    return latest.astimezone(office.settings.timezone) if latest else None


def _corrected(
    ledger: Ledger, office: Office, shelf: Shelf, sheet: Sheet, days: Period
) -> tuple[tuple[FindingRow, ...], Correcting | None]:
    """The findings of a partition, and how people answer them where they do.

    Those about `days`, the semester and the break behind it, and what is still to be mended of others.
    """
    since = _still_listed(office, days)
    stand = (
        *_findings(ledger, office, shelf, sheet.partition, days, entries.with_findings),
        *_findings(ledger, office, shelf, sheet.partition, days, entries.carried, since=since),
    )
    if sheet.partition.kind not in CORRECTED_IN:
        return stand, None
    whole = sheet.partition.kind == "office"  # there alone is more listed than is answered
    asked = tuple(
        row  # what was mistyped is told beside what it was typed for
        for row in stand
        if row.code not in MISTYPED and (row.nobodys or not whole)
    )
    settled = tuple(
        row
        for row in _findings(ledger, office, shelf, sheet.partition, days, entries.settled)
        if row.nobodys or not whole
    )
    tab = f"{findings_tab.KEY}:{days.name}"
    kept = _settled_elsewhere(ledger, office, sheet, tab, {row.key for row in (*asked, *settled)})
    gone = tuple(row for row in (*settled, *kept) if row.code not in MISTYPED)
    answers, correcting = answered(ledger, office, sheet, tab, asked, gone)
    return (stand if whole else answers), correcting


def _still_listed(office: Office, days: Period) -> datetime:
    """The beginning of the academic year before: what was sent earlier is counted, but listed no more.

    No figure that is still published stands on it, and a list of ten years' errors nobody goes through.
    It moves with the year, when new spreadsheets begin: no row disappears from one that people answer in.
    """
    year = office.calendar.academic_year_of(days.start)
    before = office.calendar.academic_year_of(year.start - timedelta(days=1))
    return datetime.combine(before.start, time(), office.settings.timezone)


def _errors_before(ledger: Ledger, office: Office, shelf: Shelf, partition: Partition, days: Period) -> int:
    """How many errors of a partition still stand that are so old that they are not listed."""
    since, of = _still_listed(office, days), (column_of(partition), partition.code)

    def count(form: Form) -> int:
        return entries.errors_before(ledger.connection, form.id, _days(days), *of, since=since)

    return sum(
        shelf.as_long_as(
            (shelf.records.news_of(form.id), days),
            (partition, form.id, entries.errors_before),
            partial(count, form),
        )
        for form in office.forms.values()
    )


def _settled_elsewhere(
    ledger: Ledger, office: Office, sheet: Sheet, tab: str, told: Set[str]
) -> Iterator[FindingRow]:
    """What has a row in the tab and was settled, though it is about other days, or is by now."""
    asked: dict[str, set[str]] = {}
    rows = publishing.listed(ledger.connection, sheet.key, tab)
    for key in rows.keys() - told:
        name, _, rest = key.partition("|")
        asked.setdefault(name, set()).add(rest.partition("|")[0])
    of = column_of(sheet.partition), sheet.partition.code
    for form in office.forms.values():
        found = entries.settled_of(ledger.connection, form.id, sorted(asked.get(form.id, ())), *of)
        made = (_finding_row(office, form, entry, finding) for entry, of_it in found for finding in of_it)
        yield from (row for row in made if row.key in rows and row.key not in told)


def _findings(
    ledger: Ledger,
    office: Office,
    shelf: Shelf,
    partition: Partition,
    semester: Period,
    read: _Read,
    **more: datetime,
) -> tuple[FindingRow, ...]:
    """The findings of each form; they are read again where a response of it changed."""
    return tuple(
        row
        for form in office.forms.values()
        for row in shelf.as_long_as(
            (shelf.records.news_of(form.id), semester),
            (partition, form.id, read),
            partial(_findings_of, ledger, office, form, partition, semester, partial(read, **more)),
        )
    )


def _findings_of(
    ledger: Ledger, office: Office, form: Form, partition: Partition, semester: Period, read: _Read
) -> tuple[FindingRow, ...]:
    column = column_of(partition)
    return tuple(
        _finding_row(office, form, entry, finding)
        for entry, found in read(ledger.connection, form.id, _days(semester), column, partition.code)
        for finding in found
    )


def _finding_row(office: Office, form: Form, entry: Entry, finding: Finding) -> FindingRow:
    told = describe(finding, form)
    question = form.questions.get(finding.question or "")
    return FindingRow(
        response=entry.response,
        form=form.id,
        submitted=entry.submitted.astimezone(office.settings.timezone),
        when=entry.when,
        school=entry.members.get("school"),
        supervisor=entry.members.get("supervisor"),
        severity=finding.severity,
        code=finding.code,
        question=question.ask if question else "",
        message=told.message,
        advice=told.advice,
        asked=finding.question or "",
        nobodys=not (entry.members.get("network") or entry.members.get("group")),
        who=str(entry.answers.get(form.about.get("who_name", ""), "")),
    )


def _listed(office: Office, sheet: Sheet) -> list[Form]:
    """The forms whose responses the spreadsheet lists."""
    return [form for form in office.forms.values() if sheet.partition.kind in form.seen_in]


def register_key(form: Form) -> str:
    """The key of the tab that lists a form's responses."""
    return f"{REGISTER}{form.id}"


def _inside(
    registers: Mapping[str, _Registered], sheet: Sheet, correcting: Correcting | None, semester: Period
) -> dict[str, str]:
    """Where links inside the spreadsheet lead: to tabs in sight, for only editors can open a hidden one."""
    told = correcting is None or sheet.partition.kind == "office"
    findings = findings_tab.KEY if told else f"{findings_tab.KEY}:{semester.name}"
    tabs = {f"tab:{key}": key for key in _LED_TO} | {f"tab:{findings_tab.KEY}": findings}
    shown = {f"register:{form}": tab.key for form, (tab, _) in registers.items() if not tab.hidden}
    return {name: f"#gid={sheet_id(key)}" for name, key in (shown | tabs).items()}


# --- Registers -------------------------------------------------------------------------


def _registers(
    ledger: Ledger, office: Office, shelf: Shelf, sheet: Sheet, year: Period, today: date
) -> Iterator[tuple[str, _Registered]]:
    """The register of each form that the spreadsheet lists, by the form's id."""
    turns = Turns(ledger, office, shelf.records, sheet.partition, today)
    rows = publishing.registers(ledger.connection, sheet.key)
    for form in _listed(office, sheet):
        stamp = (shelf.records.news_of(form.id), rows.get(form.id))
        make = partial(_register, ledger, office, shelf, sheet, form, year, turns)
        if decides(office, form, sheet.partition.kind):  # whose turn it is changes from day to day
            yield form.id, make()
        else:
            yield form.id, shelf.without_news(stamp, (sheet.key, form.id), make)


def _register(
    ledger: Ledger, office: Office, shelf: Shelf, sheet: Sheet, form: Form, year: Period, turns: Turns
) -> _Registered:
    """The tab of a form's responses of an academic year, and of what is still to be decided of others.

    Rows for what is news, where they once were put. What went has one as long as people's words stand
    in it, in a file that is made again, too.
    """
    tx = ledger.connection
    column = column_of(sheet.partition)
    of = column, sheet.partition.code
    carried = shelf.records.carried(form.id)  # what was open when the year before ended comes first
    current = responses.revisions_of(tx, form.id, *of, carried) if carried else {}
    current |= responses.revisions(tx, form.id, *of, _days(year))
    known = publishing.listed(tx, sheet.key, form.id)
    deciding = decides(office, form, sheet.partition.kind)
    words = cells.of(tx, sheet.key, register_key(form)) if deciding else {}
    worded = [key for key in words if key not in current and not key.startswith(cells.STRAY)]
    if fresh := [response for response in (*current, *worded) if response not in known]:
        with ledger.transaction() as writing:
            publishing.give_rows(writing, sheet.key, form.id, fresh)
        known = publishing.listed(tx, sheet.key, form.id)
    news = {r: revision for r, revision in current.items() if known[r].revision != revision}
    gone = {
        r: _GONE
        for r, at in known.items()
        if r not in current and at.revision != _GONE and not r.startswith(cells.STRAY)
    }
    made = _rows(ledger, office, shelf, sheet, form, news, turns)
    made |= {r: register.gone_row(form, r, decides=deciding, theirs=words.get(r)) for r in gone}
    rows = {known[r].row + register.HEADER_ROWS: row for r, row in made.items()}
    height = register.HEADER_ROWS + max((at.row + 1 for at in known.values()), default=0)
    held = turns.held(form, {r: known[r] for r in current}) if deciding else {}
    tab = register.tab(
        register_key(form), form, office.organisation, rows, height, decides=deciding, held=held
    )
    return tab, news | gone


def _rows(
    ledger: Ledger,
    office: Office,
    shelf: Shelf,
    sheet: Sheet,
    form: Form,
    news: Mapping[str, int],
    turns: Turns,
) -> dict[str, Row]:
    """The rows of what is news: where nobody decides they are alike in every spreadsheet, and made once."""
    made = {} if decides(office, form, sheet.partition.kind) else shelf.rows.setdefault(form.id, {})
    missing = [response for response in news if response not in made]
    if missing:
        made |= _made_rows(ledger, office, sheet, form, missing, turns)
    return {response: made[response] for response in news}


def _made_rows(
    ledger: Ledger, office: Office, sheet: Sheet, form: Form, news: list[str], turns: Turns
) -> Iterator[tuple[str, Row]]:
    reader = Reader(form, office.organisation, office.settings.timezone)
    found = entries.findings(ledger.connection, form.id, news)
    told = Told(ledger, office, sheet, form, news, turns)
    written = register.Register(form, office.organisation, decides=told.decides)
    running = numbers.of(ledger.connection, form.id, news) if form.numbered else {}
    for raw in responses.raws(ledger.connection, form.id, news):
        response = reader.read(raw)
        yield (
            response.id,
            written.row(
                response,
                found.get(response.id, ()),
                *told.of(response),
                numbering.shown(form, *running[response.id]) if response.id in running else "",
            ),
        )
