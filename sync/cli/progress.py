"""How far a long cycle is: a bar for each of its parts."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from sync.cli.show import Screen

_STEPS = {
    "pull": "demo.step.pull",
    "check": "demo.step.check",
    "summarise": "demo.step.summarise",
    "publish": "demo.step.publish",
    "deliver": "demo.step.deliver",
}


def bars_on(screen: Screen) -> Progress:
    """Bars on stderr; a context."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=screen.err)


class Parts:
    """A cycle's parts as they begin, the sheets counted."""

    def __init__(self, screen: Screen, bars: Progress) -> None:
        self._screen, self._bars = screen, bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, name: str) -> None:
        """A part begins, the one before it is done."""
        self.end()
        self._tasks[name] = self._bars.add_task(self._screen.say(_STEPS[name]), total=1)

    def publishing(self, done: int, total: int) -> None:
        """So many spreadsheets of so many are written."""
        self._bars.update(self._tasks["publish"], completed=done, total=total)

    def end(self) -> None:
        """All that began is done."""
        for task in self._bars.tasks:
            if task.id in self._tasks.values():
                self._bars.update(task.id, completed=task.total)


class FirstRound:
    """The first cycle of a process that stays, before which it has nothing to show: forms, then its parts."""

    def __init__(self, screen: Screen, forms: int) -> None:
        self._bars = bars_on(screen)
        self._parts = Parts(screen, self._bars)
        self._bars.start()
        self._forms = self._bars.add_task(screen.say("demo.forms"), total=forms)
        self._total = forms

    def step(self, name: str) -> None:
        """A part begins; with the first, the forms are made."""
        self._bars.update(self._forms, completed=self._total)
        self._parts.step(name)

    def publishing(self, done: int, total: int) -> None:
        """So many spreadsheets of so many are written."""
        self._parts.publishing(done, total)

    def end(self, *, done: bool) -> None:
        """Take the bars away; a cycle that broke off leaves its last part undone."""
        if done:
            self._parts.end()
        self._bars.stop()
