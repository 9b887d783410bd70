"""A definition as Google Forms' batchUpdate requests; pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.model import Form, Organisation


def form_requests(form: Form, organisation: Organisation, *, day: date) -> list[dict[str, Any]]:
    """The requests that fill an empty form: its description, then every item in order."""
    raise NotImplementedError
