"""Summaries as JSON, for the ledger to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.model import Summary


def to_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain JSON: dicts, lists, text, numbers."""
    raise NotImplementedError


def from_json(stored: Mapping[str, Any]) -> Summary:
    """The summary that `to_json` stored."""
    raise NotImplementedError
