"""Files that are their owner's alone."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def keep_private(path: Path) -> None:
    """Make the file where there is none, and let only its owner read and write it.

    To be called before SQLite opens it: its -wal and -shm take their mode from it. On Windows the
    mode says nothing of reading; there the folder's rights hold. Raises OSError.
    """
    # Never opens a file that is there: closing it again would drop this process's own SQLite locks.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    path.chmod(0o600)


def disk_code(error: OSError) -> str:
    """The code by which an error of writing is told: no room (a quota is none, too), or no right."""
    return "disk-full" if error.errno in _FULL else "folder-unwritable"
