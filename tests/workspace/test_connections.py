"""A workspace that runs for months: threads come and go, and none leaves its connection behind."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest

from sync.workspace.app import SCHEMAS
from sync.workspace.store import Store


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files in /proc")
def test_a_thread_that_ends_leaves_no_file_open(tmp_path: Path) -> None:
    store = Store(tmp_path, SCHEMAS)
    gc.disable()  # as good as: the server looks for rings after millions of objects
    try:
        in_a_thread(store)  # SQLite keeps one open for the next, while locks are held by another
        before = open_files(tmp_path)
        for _ in range(5):
            in_a_thread(store)
        assert open_files(tmp_path) == before
    finally:
        gc.enable()


def in_a_thread(store: Store) -> None:
    thread = threading.Thread(target=store.now)
    thread.start()
    thread.join()


def open_files(folder: Path) -> int:
    links = (str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return sum(link.startswith(str(folder)) for link in links)
