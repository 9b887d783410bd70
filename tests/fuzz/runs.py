"""One step of fuzzing for each target, by its number: the same number, the same made-up input."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sync.packaged import folder
from sync.pipeline.office import Office, open_office
from tests.fuzz.files import Files, changed
from tests.fuzz.judging import Judging
from tests.fuzz.whole_path import WholePath

PAGE = 1000
NOW = datetime.fromisoformat("2027-02-12T18:30:00+07:00")  # a Friday, after the week's cut


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that raised, and what it raised."""

    target: str
    made_from: str
    given: str
    error: Exception


class Runs:
    """The steps; a step gives how many inputs it tried and how many problems were found in them."""

    def __init__(self, told: Callable[[Failure], None]) -> None:
        self.office: Office = open_office(folder("config"))
        self._judging = [Judging(form, self.office) for form in self.office.forms.values()]
        self._files = Files(self.office.forms)
        self._told = told

    def targets(self) -> Iterator[str]:
        """What may be fuzzed."""
        yield from ("responses", "whole-path", *self._files.kinds)

    def step(self, target: str, number: int) -> tuple[int, int]:
        """One step: a page of responses, a ledger of five pages, or a hundred files."""
        chance = Random(f"{target} {number}")
        if target == "responses":
            return self._page(chance, number)
        if target == "whole-path":
            return self._whole(chance, number)
        return self._hundred(target, chance, number)

    def _page(self, chance: Random, number: int) -> tuple[int, int]:
        judging = self._judging[number % len(self._judging)]
        made = [judging.made_up(chance, number * PAGE + one) for one in range(PAGE)]
        try:
            return PAGE, judging.judge_page(made)
        except Exception:
            return PAGE, sum(self._one(judging, raw, number) for raw in made)

    def _one(self, judging: Judging, raw: Any, number: int) -> int:
        try:
            return judging.judge_page([raw])
        except Exception as error:
            self._told(Failure("responses", f"{judging.form.id}, page {number}", ascii(raw), error))
            return 0

    def _whole(self, chance: Random, number: int) -> tuple[int, int]:
        many = 0
        with tempfile.TemporaryDirectory() as directory:
            path = WholePath(Path(directory), self.office, NOW)
            try:
                for judging in self._judging:
                    made = [
                        judging.made_up(chance, many + one) for one in range(5 * PAGE // len(self._judging))
                    ]
                    path.take(judging.form.id, made)
                    path.kept_as_given(judging.form.id, made)
                    many += len(made)
                return many, path.everything(chance)["findings"]
            except Exception as error:
                self._told(Failure("whole-path", f"step {number}", "", error))
                return many, 0
            finally:
                path.close()

    def _hundred(self, kind: str, chance: Random, number: int) -> tuple[int, int]:
        found = 0
        with tempfile.TemporaryDirectory() as directory:
            for _ in range(100):
                name = chance.choice(self._files.kinds[kind])
                content = changed(self._files.texts[name], chance)
                try:
                    found += len(self._files.problems(Path(directory), name, content))
                except Exception as error:
                    self._told(Failure(kind, f"{name}, step {number}", ascii(content), error))
        return 100, found
