"""What tests of every room share: where and in what order they run, and a page in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_TIMEOUT_MS = 10_000
_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 6_000_000_000
_LONG = {"journeys", "figures"}


def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders lie in memory where there is room: a run writes gigabytes, and waits for the disk."""
    writable = config.option.basetemp is None and os.access(_MEMORY, os.W_OK)
    if writable and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


# How long an example takes says nothing on a machine that others use, too.
settings.register_profile("shared machines", deadline=None)
settings.load_profile("shared machines")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One worker more than cores: for a fifth of its time a test waits for a browser, an office, a fault."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # xdist does as it says
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long tests first: at the end no worker waits for another that has one left."""
    items.sort(key=lambda item: _LONG.isdisjoint(item.path.parts))


def chromium() -> str | None:
    """Where Chromium lies: NITHET_CHROMIUM, else what is installed; None without one."""
    return os.environ.get("NITHET_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Without it the test is skipped, or fails where NITHET_REQUIRE_BROWSER=1 says so."""
    path = chromium()
    if path is None:
        told = "needs Chromium: install it, or name it in NITHET_CHROMIUM"
        if os.environ.get("NITHET_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)
    # Chromium's sandbox does not start for root, as whom containers run; the pages are our own.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield launched
        launched.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page on a phone of 375 by 780 px that is tapped, not clicked; a script's error fails the test."""
    context = browser.new_context(
        viewport={"width": 375, "height": 780}, has_touch=True, is_mobile=True, locale="th-TH"
    )
    context.set_default_timeout(_TIMEOUT_MS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
