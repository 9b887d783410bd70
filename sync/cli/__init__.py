"""The commands. `main` is what the `nithet` script runs."""

from sync.cli.app import main

__all__ = ["main"]
