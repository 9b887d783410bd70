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


def private_from_now() -> None:
    """Let only their owner read what this process, and those that it starts, make from here on.

    Whatever the umask of the account is. On Windows the rights of the folder hold.
    """
    os.umask(0o077)


def as_it_was(file: Path, draft: Path) -> None:
    """Give a draft the mode of the file whose place it takes: who made that readable meant it so.

    Where none is there, the draft stays as it was made: its owner's alone. Raises OSError.
    """
    if file.is_file():
        draft.chmod(file.stat().st_mode & 0o777)


def close_up(file: Path) -> None:
    """Take the rights of group and others away from a file or folder, if it is there. Raises OSError."""
    if os.name == "nt" or file.is_symlink() or not file.exists():
        return
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        file.chmod(mode & 0o700)


def close_up_all(folder: Path) -> None:
    """The same of what nithet keeps in a data folder: an earlier one, or a copy, may have left it wider.

    The folder itself, too, but where people work in it or keep their configuration there; files that nithet
    did not make stay as they are. One that belongs to somebody else cannot be closed, and is left.
    """
    ours = [path for pattern in _OURS for path in folder.glob(pattern)]
    inside = [path for part in ours if part.is_dir() and not part.is_symlink() for path in part.rglob("*")]
    for path in (*ours, *inside, *([] if _is_shared(folder) else [folder])):
        with contextlib.suppress(PermissionError, FileNotFoundError):
            close_up(path)


_OURS = (
    *("ledger*", "installation*", "forgotten*", "nithet*", "heartbeat*", "quota*", "*.log*"),
    *("workspace", "outbox", "papers", "backups", "rebuild"),
)


def _is_shared(folder: Path) -> bool:
    """Whether others than nithet have their things in a folder."""
    return folder.resolve() in {Path.cwd(), Path.home(), *Path.cwd().parents} or (
        (folder / "config").exists() or (folder / "settings.yaml").exists()
    )


def disk_code(error: OSError) -> str:
    """The code by which an error of writing is told: no room (a quota is none, too), or no right."""
    return "disk-full" if error.errno in _FULL else "folder-unwritable"
