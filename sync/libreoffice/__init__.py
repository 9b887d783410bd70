"""LibreOffice, where it is installed: one start of it converts a file, or a batch of them."""

from sync.libreoffice.run import TIMEOUT_SECONDS, Unconverted, convert, installed

__all__ = ["TIMEOUT_SECONDS", "Unconverted", "convert", "installed"]
