"""A disk that is really full: told in plain words, nothing half-written, and it goes on when there is room.

The data folder lies on a small file system of its own where the machine lets us mount one (root, with the
right to), its workspace elsewhere; where it does not, those tests are skipped. The last one needs no mount:
a process may write no file beyond some size.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from sync import libreoffice
from sync.daemon import Daemon
from sync.errors import NithetError
from sync.ledger import Ledger
from sync.ledger.backups import folder_of
from sync.ledger.soundness import unsound
from sync.ledger.store import write_meta
from sync.mail import Outbox
from sync.packaged import folder
from sync.pipeline.backing_up import back_up
from sync.pipeline.papers import files as papers_files
from sync.settings import Settings, load_settings
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
_BYTES = 4_000_000
REPORTS = """\
papers:
  weekly: {every: week}
  daily-logs: {every: week, to: [owner]}
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of 4 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={_BYTES}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(line, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def work(tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """An office whose data lies there; its forms were filled for a week while it slept."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    folder = tmp_path / "office"
    config = write_config(folder / "config")
    (config / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    (tmp_path / "workspace").mkdir()
    (folder / "data").symlink_to(small_disk)
    (small_disk / "workspace").symlink_to(tmp_path / "workspace")
    with world.workspace_of(folder) as base:
        world.install(folder, base, MONDAY)
        made = Work(folder, base)
        made.cycle("2026-11-16T08:10:00")
        fill_a_week(folder, base, MONDAY)
        yield made


def fill_up(folder: Path, but: int) -> Path:
    """Let a file take all the room but so many bytes."""
    ballast, free = folder / "ballast", shutil.disk_usage(folder).free
    with ballast.open("wb") as file:
        file.write(b"x" * max(0, free - but))
    return ballast


def half_written(data: Path) -> list[str]:
    """Files under their final names that are not whole; drafts have names of their own."""
    found = [str(file) for file in data.rglob("*.eml") if not file.read_bytes().rstrip().endswith(b"--")]
    found += [str(file) for file in data.rglob("*.docx") if not _opens(file)]
    return found + [str(file) for file in folder_of(data).glob("nithet-*.zip") if not _opens(file)]


def _opens(file: Path) -> bool:
    return zipfile.is_zipfile(file)


@pytest.mark.parametrize("but", [0, 600_000])
def test_a_cycle_on_a_full_disk_is_told_and_the_next_one_with_room_ends_it(
    work: Work, capfd: pytest.CaptureFixture[str], but: int
) -> None:
    data = (work.folder / "data").resolve()
    told: list[Exception] = []
    world.set_clock(work.base, FRIDAY)
    with world.pipeline_of(work.folder, work.base, FRIDAY) as pipeline:
        ballast = fill_up(data, but)
        daemon = Daemon(pipeline, 3600, failed=told.append)
        daemon._tick()
        troubles = {one.code for one in work.troubles}
        codes = {error.code if isinstance(error, NithetError) else repr(error) for error in told} | troubles
        assert codes <= {"disk-full", "outbox-unwritable"}, codes
        assert codes
        assert half_written(data) == []
        ballast.unlink()
        told.clear()
        daemon._tick()
        daemon._tick()
        assert told == []
        assert {one.code for one in work.troubles} == set()
        assert unsound(pipeline.ledger.connection) == []
    assert half_written(data) == []
    assert [str(mail["Subject"])[:7] for mail in work.mails].count("สรุปผลก") == 1
    assert len(list((data / "papers").rglob("*.docx"))) == 3
    assert "Traceback" not in "".join(capfd.readouterr())


# --- Each file by itself ------------------------------------------------------------------


def codes_of(ledger: Ledger, settings: Settings, number: int) -> list[str]:
    """What comes of writing one of each kind of file: "" where it went well."""
    data, found = settings.data, list[str]()

    def grow() -> None:
        with ledger.transaction() as tx:
            write_meta(tx, "large", f"{number}" + "x" * 300_000)

    mail = EmailMessage()
    mail["Subject"] = "report"
    mail.set_content("x" * 300_000)
    for write in (
        grow,
        lambda: back_up(ledger, settings, FRIDAY + timedelta(seconds=number)),
        lambda: papers_files.write(data / "papers" / "a.docx", b"x" * 300_000),
        lambda: Outbox(data / "outbox").put(mail, "a"),
    ):
        try:
            write()
        except NithetError as error:
            found.append(error.code)
        else:
            found.append("")
    return found


REFUSED = ["disk-full", "disk-full", "disk-full", "outbox-unwritable"]


def hold(data: Path, full: Callable[[], Callable[[], None]]) -> None:
    """Write everything on a full disk, then with room again."""
    settings, _ = load_settings(folder("config"))
    assert settings
    ledger = Ledger(data / "ledger.sqlite3")
    give_room = full()
    assert codes_of(ledger, settings.at(data=data), 1) == REFUSED
    there = sorted(str(file.relative_to(data)) for file in data.rglob("*") if file.is_file())
    assert [name for name in there if not name.startswith(("ledger", "ballast", "installation"))] == []
    give_room()
    assert codes_of(ledger, settings.at(data=data), 2) == ["", "", "", ""]
    assert unsound(ledger.connection) == []
    ledger.close()


def test_each_file_is_whole_or_not_there(small_disk: Path) -> None:
    def full() -> Callable[[], None]:
        return fill_up(small_disk, 60_000).unlink

    hold(small_disk, full)


def test_each_file_is_whole_or_not_there_where_no_file_may_grow(tmp_path: Path) -> None:
    """As on a disk with a quota; in a process of its own, for the limit is the process's."""

    def full() -> Callable[[], None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert world.in_a_process(lambda: hold(tmp_path, full)) == 0
