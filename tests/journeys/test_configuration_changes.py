"""The configuration changes while `nithet run` is at work: a right one is taken over, a wrong one told."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import world
from tests.journeys.command import free_port, nithet, nithet_running
from tests.journeys.office import write_config

PAGE = (Path(__file__).parents[2] / "docs" / "new-form.md").read_text(encoding="utf-8")
SECONDS = 60


def definition() -> str:
    found = re.search(r"```yaml\n(id: .*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def status(folder: Path) -> dict[str, Any]:
    """What `nithet status` tells, and the code that it ends with."""
    ran = nithet("status", "--json", at=folder)
    return {**json.loads(ran.out), "code": ran.code, "err": ran.err}


def test_a_new_definition_is_taken_over_and_a_wrong_one_told(tmp_path: Path) -> None:
    config = write_config(tmp_path / "config")
    own = config / "forms" / "school-advice.yaml"
    with nithet_running("run", "--port", str(free_port()), at=tmp_path) as process:
        world.eventually(lambda: "daily-log" in status(tmp_path).get("forms", {}), SECONDS)

        own.write_text(definition().replace("type: supervisor,", "type: supervizor,"), encoding="utf-8")
        world.eventually(lambda: status(tmp_path)["troubles"], SECONDS)
        wrong = status(tmp_path)
        (trouble,) = wrong["troubles"]
        assert (trouble["subject"], trouble["code"]) == ("configuration", "configuration-kept")
        assert "school-advice.yaml:21" in trouble["values"]["place"]
        assert wrong["code"] == 2
        assert "school-advice.yaml:21" in wrong["err"]
        assert "school-advice" not in wrong["forms"]

        own.write_text(definition(), encoding="utf-8")
        world.eventually(lambda: "school-advice" in status(tmp_path)["forms"], SECONDS)
        right = status(tmp_path)
        assert (right["troubles"], right["code"]) == ([], 0)

        settings = config / "settings.yaml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(re.sub(r"(?m)^interval: \S+", "interval: 7", text), encoding="utf-8")
        world.eventually(lambda: status(tmp_path)["troubles"], SECONDS)
        (trouble,) = status(tmp_path)["troubles"]
        assert (trouble["code"], trouble["values"]) == ("configuration-waits", {"settings": "interval"})
        process.terminate()
        printed, _ = process.communicate(timeout=SECONDS)
    assert "Traceback" not in printed
    assert "The configuration changed." in printed
    assert "The former one stays in use." in printed
    assert "Writing the sheets" in printed  # how far the first round is


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended at once there")
def test_before_the_first_round_is_over_status_says_so(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with nithet_running("run", "--port", str(free_port()), at=tmp_path) as process:
        path = tmp_path / "data" / "ledger.sqlite3"
        world.eventually(path.is_file, SECONDS)
        process.terminate()  # it ends after the step in hand
        process.communicate(timeout=SECONDS)
    ran = nithet("status", at=tmp_path)
    assert ran.code == 0
    assert "The first round is not over" in ran.out
    assert "Everything works" not in ran.out
