"""Fuzzing steered by coverage: atheris watches which lines an input reaches, and makes more like it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["forms", "sync.json_text", "sync.ledger.envelope", "sync.settings"]):
    from sync.packaged import folder
    from sync.pipeline.office import open_office
    from tests.fuzz.chance import Bytes
    from tests.fuzz.files import Files, changed
    from tests.fuzz.judging import Judging


def steered(target: str, seconds: int, state: Path) -> None:
    """Fuzz a target for so long; atheris prints what is covered, and ends the process at an error.

    The inputs that reached something new are kept in the folder, and begun with the next time.
    """
    office = open_office(folder("config"))
    judging = [Judging(form, office) for form in office.forms.values()]
    files = Files(office.forms)
    directory = Path(tempfile.mkdtemp())

    def one(content: bytes) -> None:
        chance = Bytes(content)
        if target == "responses":
            form = chance.choice(judging)
            form.judge_page([form.made_up(chance, 0)])
            return
        name = chance.choice(files.kinds[target])
        files.problems(directory, name, changed(files.texts[name], chance))

    corpus = state / f"corpus-{target}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(20):  # what to begin with
        (corpus / f"seed{number}").write_bytes(Random(number).randbytes(512))
    limits = [
        f"-max_total_time={seconds}",
        "-max_len=2048",
        "-len_control=0",
        "-rss_limit_mb=4096",
        "-timeout=60",
    ]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={state}/", *limits], one)
    atheris.Fuzz()
