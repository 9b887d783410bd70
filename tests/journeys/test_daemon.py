"""`nithet run` as its operator starts it: what is filled in arrives, one runs at a time, it ends in order."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
from playwright.sync_api import Browser

from sync.ledger import Ledger, responses
from tests.journeys import world
from tests.journeys.command import free_port, nithet, nithet_running
from tests.journeys.office import write_config
from tests.journeys.people import log_answers

SECONDS_TO_ARRIVE = 60  # a bound, for machines that are busy


class Office:
    """An office whose daemon runs."""

    def __init__(self, folder: Path, port: int, process: subprocess.Popen[str]) -> None:
        self.folder, self.port, self.process = folder, port, process
        self.base = f"http://127.0.0.1:{port}"
        self.office = world.office_in(folder)

    def form(self, form: str) -> str:
        """The id of a form in the workspace, once the daemon has made it."""

        def made() -> str | None:
            path = self.folder / "data" / "ledger.sqlite3"
            if not path.is_file():
                return None
            ledger = Ledger(path)
            states = responses.form_states(ledger.connection)
            ledger.close()
            return states[form].google_id if form in states else None

        return str(world.eventually(made, 60))

    def sheet_has(self, text: str) -> bool:
        """Whether the district's sheet page shows a text in any tab."""
        google = world.google_at(self.folder, self.base)
        ledger = Ledger(self.folder / "data" / "ledger.sqlite3")
        row = ledger.connection.execute("SELECT id FROM file WHERE key LIKE 'sheet:district:%'").fetchone()
        ledger.close()
        if row is None:
            return False
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{row['id']}"
        found = google.call("GET", address, what="district", params={"includeGridData": True})
        return text in json.dumps(found, ensure_ascii=False)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Office]:
    write_config(tmp_path / "config")
    port = free_port()
    with nithet_running("run", "--port", str(port), at=tmp_path) as process:
        office = Office(tmp_path, port, process)
        office.form("daily-log")
        world.eventually(lambda: office.sheet_has("คำชี้แจง"), 60)
        yield office


def today() -> datetime:
    return datetime.now(ZoneInfo("Asia/Bangkok"))


def test_what_is_sent_is_in_the_sheet_soon_and_it_ends_in_order(running: Office) -> None:
    log = running.office.forms["daily-log"]
    answers = {**log_answers(log, "ศึกษานิเทศก์ 1", today()), "done": "ประชุมวางแผนนิเทศ รหัส 4711"}
    fields = {f"entry.{int(k, 16)}": text for k, text in world.google_answers(log, answers).items()}
    sent = world.post_form(running.base, running.form("daily-log"), fields)
    assert sent
    world.eventually(lambda: running.sheet_has("รหัส 4711"), SECONDS_TO_ARRIVE)

    second = nithet("sync", "--port", str(running.port), at=running.folder)
    assert second.code == 1
    assert f"at work in this data directory already (process {running.process.pid})" in second.err

    status = json.loads(nithet("status", "--json", at=running.folder).out)
    assert status["forms"]["daily-log"]["responses"] == 1
    assert status["address"] == running.base  # of the daemon, not of the port that is configured
    fill = requests.get(status["forms"]["daily-log"]["fill"], timeout=10)
    assert (fill.status_code, "บันทึกการปฏิบัติงาน" in fill.text) == (200, True)
    assert status["troubles"] == []
    assert (status["daemon"]["lives"], status["daemon"]["pid"]) == (True, running.process.pid)

    running.process.send_signal(signal.SIGTERM)
    output, _ = running.process.communicate(timeout=30)
    assert running.process.returncode == 0, output
    assert "Traceback" not in output
    assert f"Forms and spreadsheets are at {running.base}/" in output
    assert "nithet run is not at work: it was ended" in nithet("status", at=running.folder).err
    again = json.loads(nithet("sync", "--json", "--port", str(running.port), at=running.folder).out)
    assert (again["new"], again["spreadsheets_written"]) == (0, 0)


@pytest.mark.browser
def test_what_a_person_fills_in_on_a_phone_comes_to_the_sheet_by_itself(
    running: Office, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 780}, has_touch=True, locale="th-TH")
    page = context.new_page()
    page.goto(f"{running.base}/forms/d/e/{running.form('daily-log')}/viewform")
    page.locator("input[type=date]").fill(today().date().isoformat())
    page.get_by_label("ชื่อศึกษานิเทศก์").select_option("ศึกษานิเทศก์ 1")
    page.get_by_text("ในสำนักงาน", exact=True).tap()
    page.get_by_label("ประเภทงาน").select_option("งานนิเทศ")
    page.get_by_label(re.compile("^เครือข่าย")).select_option("ไม่เกี่ยวข้องกับโรงเรียน")
    page.get_by_role("button", name="ต่อไป").tap()
    page.get_by_label("ภารกิจ/กิจกรรมที่ปฏิบัติ").fill("จัดทำเครื่องมือนิเทศ รหัส 4712")
    page.get_by_label("ผลการปฏิบัติงาน").fill("เรียบร้อย")
    page.get_by_role("button", name="ส่งคำตอบ").tap()
    page.wait_for_load_state()
    world.eventually(lambda: running.sheet_has("รหัส 4712"), SECONDS_TO_ARRIVE)
    context.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as SIGINT")
def test_ctrl_c_ends_it_in_order_too(running: Office) -> None:
    running.process.send_signal(signal.SIGINT)
    output, _ = running.process.communicate(timeout=30)
    assert running.process.returncode == 0, output
    assert "Traceback" not in output
    assert "KeyboardInterrupt" not in output


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="finds the process by pgrep")
def test_a_workspace_that_died_is_started_again(running: Office) -> None:
    pids = subprocess.run(
        ["pgrep", "-f", f"sync.workspace .*--port {running.port} "],
        capture_output=True,
        text=True,
        check=True,
    )
    os.kill(int(pids.stdout.split()[0]), signal.SIGKILL)
    log = running.office.forms["daily-log"]
    answers = {**log_answers(log, "ศึกษานิเทศก์ 1", today()), "done": "หลังล้ม รหัส 4713"}
    fields = {f"entry.{int(k, 16)}": text for k, text in world.google_answers(log, answers).items()}

    def sent() -> bool:
        try:
            return bool(world.post_form(running.base, running.form("daily-log"), fields))
        except requests.ConnectionError:
            return False

    world.eventually(sent, 30)
    world.eventually(lambda: running.sheet_has("รหัส 4713"), SECONDS_TO_ARRIVE + 10)
