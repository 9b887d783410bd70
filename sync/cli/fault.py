"""What is left of a fault of nithet's own: its traceback in a file, for those who can mend it."""

from __future__ import annotations

import logging
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from sync.plain_text import for_terminal
from sync.private import keep_private

NAME = "nithet-fault.log"


def write_fault(error: Exception) -> Path | None:
    """Write the traceback where it can be found, and say where; None where nothing can be written.

    That is data/nithet.log where a log is kept, else nithet-fault.log in the working directory, else
    the same name in the folder for temporary files.
    """
    logger = logging.getLogger("nithet")
    for handler in logger.handlers:
        if isinstance(handler, logging.FileHandler):
            logger.error("A fault of nithet's own", exc_info=error)
            return Path(handler.baseFilename)
    lines = for_terminal("".join(traceback.format_exception(error)))
    told = f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{lines}\n"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            keep_private(folder / NAME)
            with (folder / NAME).open("a", encoding="utf-8") as file:
                file.write(told)
        except OSError:
            continue
        return folder / NAME
    return None
