"""`nithet rebuild`: a new ledger in place of a damaged or lost one, and what could not return."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import typer

from forms.thai import thai_datetime
from sync import embedded
from sync.cli.opening import google_of, now, office_at
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.daemon import single_instance
from sync.demo.closing import as_begun
from sync.errors import InputError
from sync.messages import Messages
from sync.pipeline.office import Office
from sync.pipeline.rebuild.rebuild import Rebuilding, Rebuilt
from sync.private import keep_private

_STEPS: Final = {
    "files": "rebuild.step.files",
    "responses": "rebuild.step.responses",
    "sheets": "rebuild.step.sheets",
    "papers": "rebuild.step.papers",
    "replace": "rebuild.step.replace",
}
_LOST: Final = {
    "versions": "rebuild.lost.versions",
    "deleted": "rebuild.lost.deleted",
    "histories": "rebuild.lost.histories",
    "corrections-histories": "rebuild.lost.corrections-histories",
    "deliveries": "rebuild.lost.deliveries",
    "figures": "rebuild.lost.figures",
    "mails": "rebuild.lost.mails",
    "papers-theirs": "rebuild.lost.papers-theirs",
    "papers-unsent": "rebuild.lost.papers-unsent",
    "paper": "rebuild.lost.paper",
    "form": "rebuild.lost.form",
    "access": "rebuild.lost.access",
    "tab-unread": "rebuild.lost.tab-unread",
    "tab-moved": "rebuild.lost.tab-moved",
    "tab-gone": "rebuild.lost.tab-gone",
    "sheet-gone": "rebuild.lost.sheet-gone",
    "decisions-earlier": "rebuild.lost.decisions-earlier",
    "decisions-unread": "rebuild.lost.decisions-unread",
    "decisions-undated": "rebuild.lost.decisions-undated",
    "corrections-taken-back": "rebuild.lost.corrections-taken-back",
    "settled": "rebuild.lost.settled",
    "number-unread": "rebuild.lost.number-unread",
    "number-twice": "rebuild.lost.number-twice",
    "number-unsure": "rebuild.lost.number-unsure",
    "results-named": "rebuild.lost.results-named",
    "results-shown": "rebuild.lost.results-shown",
}


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.rebuild"))
    def rebuild(
        dry_run: bool = typer.Option(False, "--dry-run", help=screen.say("help.rebuild-dry-run")),
        yes: bool = typer.Option(False, "--yes", help=screen.say("help.rebuild-yes")),
        installation: str = typer.Option(
            "", "--installation", metavar="ID", help=screen.say("help.rebuild-installation")
        ),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data, port)
        with single_instance(office.settings.data), google_of(office.settings) as (google, _):
            if not dry_run and not yes and not _agreed(screen, office):
                return
            if google.base:
                embedded.introduce(google.base, office.organisation)
            rebuilding = Rebuilding(
                office,
                google,
                now(),
                installation,
                as_begun,
                (lambda _: None) if as_json else (lambda name: screen.tell(_STEPS[name])),
            )
            found = rebuilding.run(None if dry_run else lambda one: _written(office, one, rebuilding.now))
        if as_json:
            screen.json({"dry_run": dry_run, **found.to_json()})
        else:
            _tell(screen, found, dry_run=dry_run)


def _agreed(screen: Screen, office: Office) -> bool:
    """Whether somebody says yes; without a terminal there is nobody to ask."""
    if not sys.stdin.isatty():
        raise InputError("rebuild-asked", folder=office.settings.data)
    if typer.confirm(screen.say("rebuild.ask", folder=office.settings.data)):
        return True
    screen.tell("rebuild.left")
    return False


def _tell(screen: Screen, found: Rebuilt, *, dry_run: bool) -> None:
    for line in _lines(screen, found):
        screen.out.print(line, markup=False)
    if dry_run:
        screen.tell("rebuild.dry")
        return
    if found.aside:
        screen.tell("rebuild.aside", file=found.aside)
    screen.tell("rebuild.done", file=found.report)


def _lines(screen: Screen, found: Rebuilt) -> list[str]:
    """What came back, and what did not, a line each."""
    counts = found.counts
    lines = [
        screen.say(
            "rebuild.back",
            forms=counts["forms"],
            responses=counts["responses"],
            spreadsheets=counts["spreadsheets"],
            papers=counts["papers"],
            decisions=counts["decisions"],
            corrections=counts["corrections"],
            numbers=counts["numbers"],
            cells=counts["cells"],
        )
    ]
    given = [one for one in found.salvage.tables if one.rows]
    if given:
        told = ", ".join(f"{one.name} {one.rows}" + ("" if one.whole else " (…)") for one in given)
        lines.append(screen.say("rebuild.salvaged", tables=told))
    lines.append(screen.say("rebuild.lost") if found.lost else screen.say("rebuild.lost-nothing"))
    for one in found.lost:
        said = screen.say(_LOST[one.code], count=one.count)
        lines.append(f"- {said}" + (f": {one.which}" if one.which else ""))
    return lines


def _written(office: Office, found: Rebuilt, moment: datetime) -> Path:
    """Keep what is told in a file of its own in the data folder, in Thai, its owner's alone."""
    local = moment.astimezone(office.settings.timezone)
    screen = Screen(Messages("th"))
    head = screen.say("rebuild.report", date=thai_datetime(local), installation=found.installation)
    aside = [screen.say("rebuild.aside", file=found.aside)] if found.aside else []
    file = office.settings.data / f"rebuild-{local.year + 543}{local:-%m-%d-%H%M%S}.txt"
    keep_private(file)
    file.write_text("\n".join((head, "", *_lines(screen, found), *aside)) + "\n", encoding="utf-8")
    return file
