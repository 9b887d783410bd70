"""Where the files that travel with nithet lie: beside the code in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_HERE = Path(__file__).resolve().parent


def folder(name: Literal["templates", "config"]) -> Path:
    """The packaged folder of that name; the checkout's own where nithet runs from one."""
    installed = _HERE / "packaged" / name
    return installed if installed.is_dir() else _HERE.parent / name
