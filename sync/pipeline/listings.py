"""Lists read by threads, a few pages ahead of the one who takes them in: quick, and never all in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from queue import Full, Queue
from types import TracebackType
from typing import Any

Page = list[dict[str, Any]]

_AHEAD = 2  # pages of each list that wait to be taken


class Listings:
    """Lists under way; leaving the block ends those that nobody reads to their end."""

    def __init__(self, executor: Executor) -> None:
        self._executor, self._ended = executor, threading.Event()

    def __enter__(self) -> Listings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()

    def begin(self, pages: Iterator[Page]) -> Iterator[Page]:
        """Read the pages in a thread; the iterator gives them in order, and raises what reading raised."""
        queue: Queue[Page | Exception | None] = Queue(_AHEAD)
        self._executor.submit(self._read, pages, queue)
        return _taken_from(queue)

    def _read(self, pages: Iterator[Page], queue: Queue[Page | Exception | None]) -> None:
        try:
            for page in pages:
                self._put(queue, page)
        except Exception as error:
            self._put(queue, error)
        else:
            self._put(queue, None)

    def _put(self, queue: Queue[Page | Exception | None], one: Page | Exception | None) -> None:
        while not self._ended.is_set():
            try:
                return queue.put(one, timeout=0.2)
            except Full:
                continue
        return None


def _taken_from(queue: Queue[Page | Exception | None]) -> Iterator[Page]:
    while (one := queue.get()) is not None:
        if isinstance(one, Exception):
            raise one
        yield one
