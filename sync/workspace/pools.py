"""The threads that calls are worked in: readers, writers and importers apart, so that none fills another's.

Writers wait for each other (`Store.transaction`), importers calculate for long: in threads of their own
they keep no reader waiting, and importers no writer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

_MOST_WRITERS = 20  # at work or waiting in a thread; more wait without one
_MOST_IMPORTERS = 4

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Pools:
    """How many calls of one server may be worked on at once, by what they do."""

    def __init__(self) -> None:
        self.writers = CapacityLimiter(_MOST_WRITERS)
        self.importers = CapacityLimiter(_MOST_IMPORTERS)


async def run(
    limiter: CapacityLimiter | None, work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs
) -> _T:
    """What `work` returns, from a thread of that pool; None is the readers'."""
    return await to_thread.run_sync(partial(work, *given, **named), limiter=limiter)
