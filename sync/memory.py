"""The garbage collector kept out of the way: cycles make millions of lasting objects and hardly a ring.

What nothing refers to is freed at once as ever; the collector only looks for rings of garbage, and to
find a few hundred objects in them it goes through everything that lasts, again and again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While the block runs no ring of garbage is looked for: that was a fifth of a first cycle's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def keep_aside(*, anew: bool = False) -> None:
    """Keep what a cycle leaves behind from the collector, for a process that goes on to the next one.

    A daemon holds a year's records and tabs: looking through them takes half a second to two. What is
    set aside is freed as ever when nothing refers to it; rings in it are found `anew`, once a day.
    """
    if anew:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
