"""Take the pictures of docs/pictures/ anew: `python docs/take_pictures.py`, from the checkout's root.

Runs `nithet demo --once` in a temporary folder and photographs its pages with Chromium, which
NITHET_CHROMIUM names or the PATH holds; with a folder behind it, the demo that was made there. Draws the
first page of some papers with LibreOffice and pdftoppm. Needs what `.[test]` installs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, sync_playwright

from forms.calendar.periods import reported_half_of
from sync.packaged import folder as packaged
from sync.pipeline.office import open_office
from sync.workspace.server import running

PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser window in CSS pixels; `whole` takes the page to its end, not only what fits."""

    width: int
    height: int
    scale: float
    whole: bool = False


PHONE = Screen(375, 780, 2)
DESK = Screen(1280, 800, 1)
# The first tab of each kind of spreadsheet, by a word of its title in Drive.
READERS = {
    "district": "ภาพรวม สพป",
    "network": "เครือข่ายแก้วมุกดาหาร",
    "group": "สรุปผลการนิเทศ กลุ่มงานพัฒนาหลักสูตร",
    "supervisor": "ศึกษานิเทศก์ 12 ",
    "deputy": "รอง ผอ.สพป. คนที่ ๑",
    "learning_area": "กลุ่มสาระการเรียนรู้ภาษาไทย",
    "office": "สรุปงานกลุ่มนิเทศ",
}


def main() -> None:
    """Make a demo, serve it, and take every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(sys.argv[1]) if sys.argv[1:] else _made(Path(folder) / "demo")
        _photograph(data)
        _draw(data, Path(folder))


def _photograph(data: Path) -> None:
    """The pages in a browser."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with _served(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=sandbox)
        for name, (screen, path) in _wanted(_addresses(browser, address)).items():
            _take(browser, screen, address + path, PICTURES / f"{name}.png")
        browser.close()


def _draw(data: Path, folder: Path) -> None:
    """The first page of papers, of the latest period that has begun where it need not have closed."""
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    semester = open_office(packaged("config")).calendar.latest_semester(today)
    half = reported_half_of(today)
    for kind, asked in {
        "weekly": (),
        "journey-memo": (),
        "half-year": ("--about", "S12", "--period", half.name),
        "network-page": ("--about", "N01", "--period", semester.name),
    }.items():
        out = folder / kind
        _nithet("preview", kind, *asked, "--data", str(data), "--out", str(out))
        command = ["pdftoppm", "-singlefile", "-r", "70", "-png", str(min(out.glob("*.pdf")))]
        subprocess.run([*command, str(PICTURES / f"paper-{kind}")], check=True)  # noqa: S603 - nothing of it comes from outside


def _made(data: Path) -> Path:
    _nithet("demo", "--once", "--data", str(data), "--port", "0")
    return data


def _nithet(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "sync.cli", *words], check=True)  # noqa: S603 - nothing of it comes from outside


@contextmanager
def _served(data: Path) -> Iterator[str]:
    with running(data / "workspace", mailbox=data / "outbox") as address:
        yield address


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("NITHET_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _addresses(browser: Browser, address: str) -> dict[str, str]:
    """The path of each file and letter by its title."""
    page = browser.new_page()
    found: dict[str, str] = {}
    for start in ("/", "/mail/"):
        page.goto(address + start)
        for link in page.locator("main a").all():
            found[" ".join(link.inner_text().split())] = link.get_attribute("href") or ""
    page.close()
    return found


def _wanted(found: dict[str, str]) -> dict[str, tuple[Screen, str]]:
    """The pictures by name: on which screen, of which path."""

    def path(pattern: str) -> str:
        return next(found[title] for title in sorted(found) if re.search(pattern, title))

    mail = path("^สรุปผลการนิเทศประจำสัปดาห์") + "/html"
    return {
        "form-375": (PHONE, path("^แบบบันทึกการสังเกตชั้นเรียน")),
        "record-375": (PHONE, path("^แบบบันทึกกรณีเร่งด่วน")),
        "network-375": (PHONE, path(READERS["network"])),
        **{f"{reader}-1280": (DESK, path(title)) for reader, title in READERS.items()},
        "mail-375": (Screen(375, 780, 1, whole=True), mail),
        "mail-600": (Screen(600, 900, 1, whole=True), mail),
    }


def _take(browser: Browser, screen: Screen, address: str, file: Path) -> None:
    phone = screen.width < 700
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        is_mobile=phone,
        has_touch=phone,
        locale="th-TH",
    )
    page: Page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=file, full_page=screen.whole)
    context.close()


if __name__ == "__main__":
    main()
