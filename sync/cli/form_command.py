"""`form accept FORM QUESTION`: what to do about a question that somebody changed in a live form."""

from __future__ import annotations

from typing import Any

import typer

from sync.cli.opening import ledger_path, settings_at
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.errors import InputError
from sync.ledger import Ledger, changed
from sync.ledger.reports import end_trouble


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)
    group = typer.Typer(help=screen.say("help.form"), no_args_is_help=True, rich_markup_mode="markdown")
    app.add_typer(group, name="form")

    @group.callback()
    def form() -> None:
        """Keep `accept` a command of its own name though it is the only one."""

    @group.command("accept", help=screen.say("help.form-accept"))
    def accept(
        form: str = typer.Argument(metavar="FORM", help=screen.say("help.form-id")),
        question: str = typer.Argument(metavar="QUESTION", help=screen.say("help.form-question")),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        settings, _ = settings_at(config, data, None)
        ledger = Ledger(ledger_path(settings))
        try:
            told = accepted(ledger, form, question)
        finally:
            ledger.close()
        if as_json:
            screen.json(told)
            return
        for one in told["changes"]:
            if one["kind"] == "removed":
                screen.tell("form.left-out", form=form, was=one["was"])
            else:
                screen.tell("form.accepted", form=form, was=one["was"], now=one["now"])


def accepted(ledger: Ledger, form: str, question: str) -> dict[str, Any]:
    """Take a changed question as it is; what was decided, as JSON: all `changes`, and the first of them.

    Raises InputError question-not-changed, which names those that wait.
    """
    with ledger.transaction() as tx:
        found = changed.decide(tx, form, question)
        if not found:
            waiting = dict.fromkeys(one.question for one in changed.of(tx, form) if not one.decided)
            raise InputError(
                "question-not-changed", form=form, question=question, waiting=", ".join(waiting) or "-"
            )
        for one in found:
            end_trouble(tx, f"changed:{form}:{one.kind}:{question}")
    changes = [{"kind": one.kind, "was": one.was, "now": one.now} for one in found]
    return {"form": form, "question": question, **changes[0], "changes": changes}
