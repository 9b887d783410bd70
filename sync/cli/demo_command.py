"""`demo`: all of nithet on this machine, from the form on a phone to the director's mail."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import typer
from rich.markup import escape
from rich.progress import Progress

from sync.cli.logs import log_to
from sync.cli.office_commands import stay, tell_outcome
from sync.cli.opening import now, office_at, pipeline_of
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.progress import Parts, bars_on
from sync.cli.show import Screen
from sync.demo import story
from sync.demo.closing import of_demo
from sync.demo.places import Place, places
from sync.errors import InputError
from sync.pipeline.cycle import Outcome, Pipeline
from sync.pipeline.office import Office

_FOLDER = Path("nithet-demo")
_MOST = 20_000


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.demo"))
    def demo(
        once: bool = typer.Option(False, "--once", help=screen.say("help.once")),
        data: Path = typer.Option(
            _FOLDER, "--data", metavar="DIR", file_okay=False, help=screen.say("help.demo-data")
        ),
        port: OptionalNumber = options.port,
        responses: OptionalNumber = typer.Option(
            None, "--responses", metavar="N", min=0, max=_MOST, help=screen.say("help.responses")
        ),
        seed: OptionalNumber = typer.Option(None, "--seed", metavar="N", help=screen.say("help.seed")),
        config: OptionalPath = options.config,
        lang: str = options.lang,
    ) -> None:
        office = _office(config, data, port)
        screen.tell("demo.begin", folder=office.settings.data)
        log_to(office.settings.data)
        try:
            with pipeline_of(office, as_configured=True) as opened:
                demo = story.begin(opened.ledger, office, now(), responses, seed)
                with closing(opened.for_office(of_demo(office, demo.began))) as pipeline:
                    _show(screen, _made(screen, opened, pipeline, demo))
                    if not once:
                        stay(screen, pipeline)
        except KeyboardInterrupt:
            screen.tell("demo.stopped")
            sys.exit(1)


def _office(config: Path | None, data: Path, port: int | None) -> Office:
    """The office for a demo: never Google's, and its mail never leaves the outbox."""
    office = office_at(config, data, port)
    if office.settings.on_google:
        raise InputError("demo-on-google", file=office.settings.config / "settings.yaml")
    return replace(office, settings=replace(office.settings, deliver="outbox"))


def _made(screen: Screen, opened: Pipeline, pipeline: Pipeline, demo: story.Begun) -> tuple[Place, ...]:
    """Everything up to the mail, with a bar for each long step.

    The forms are made as the term began, by `opened`: the school that closed since was still among them.
    """
    base = pipeline.google.base
    assert base is not None
    with bars_on(screen) as bars:
        forms = bars.add_task(screen.say("demo.forms"), total=len(pipeline.office.forms))
        story.make_forms(opened)
        bars.update(forms, completed=len(pipeline.office.forms))
        sending = bars.add_task(screen.say("demo.submit"), total=demo.responses)
        sent = story.send_term(
            pipeline, base, demo, lambda done, total: bars.update(sending, completed=done, total=total)
        )
        story.load_results(pipeline, demo)
        if story.decides(pipeline):
            deciding = bars.add_task(screen.say("demo.decide"), total=1)
            story.decide_all(pipeline, demo)
            bars.update(deciding, completed=1)
        outcome = _cycle(screen, bars, pipeline, full=sent > 0)
        if story.corrects(pipeline):
            outcome = _corrected(screen, bars, pipeline, demo, outcome)
        mail = bars.add_task(screen.say("demo.mail"), total=1)
        week = story.mail_last_week(pipeline, now())
        bars.update(mail, completed=1)
    tell_outcome(screen, outcome)
    return places(pipeline, base, week, now())


def _corrected(
    screen: Screen, bars: Progress, pipeline: Pipeline, demo: story.Begun, outcome: Outcome
) -> Outcome:
    """Findings answered, and the cycle that obeys; what the one before it did, with the findings left."""
    correcting = bars.add_task(screen.say("demo.correct"), total=1)
    if story.correct_all(pipeline, demo):
        outcome = replace(outcome, findings=pipeline.cycle().findings)
    bars.update(correcting, completed=1)
    return outcome


def _cycle(screen: Screen, bars: Progress, pipeline: Pipeline, *, full: bool) -> Outcome:
    """One cycle, a bar a part; the one for the sheets tells how many."""
    parts = Parts(screen, bars)
    outcome = pipeline.cycle(full=full, step=parts.step, publishing=parts.publishing)
    parts.end()
    return outcome


_NAMES = {
    "form": "demo.fill",
    "district": "demo.district",
    "office": "demo.office",
    "network": "demo.network",
    "group": "demo.group",
    "supervisor": "demo.supervisor",
    "mail": "demo.director",
    "files": "demo.files",
}


def _show(screen: Screen, found: tuple[Place, ...]) -> None:
    """The addresses, each on a line of its own, whole, so that it can be clicked or copied."""
    screen.out.print(f"\n[bold]{escape(screen.say('demo.open'))}[/]")
    for place in found:
        screen.out.print(f"  {escape(screen.say(_NAMES[place.kind], name=place.name))}")
        screen.out.print(f"    [cyan]{escape(place.address)}[/]")
    screen.out.print()
