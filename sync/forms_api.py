"""Google Forms: make and publish a form from its definition, read it back, list its responses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from forms.model import Form, Organisation
from sync.google import Google

PAGE_SIZE = 5000


@dataclass(frozen=True, slots=True)
class CreatedForm:
    """A form that is made, published and open to its respondents; `responder_uri` is where it is filled."""

    form_id: str
    responder_uri: str


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference between the live form and its definition, made by hand or by a newer definition.

    `question` is our question id ("" for one that we did not make, and for the whole form), `was`
    what the definition says and `now` what the form says.
    """

    kind: Literal["removed", "renamed", "added", "type", "choices", "unpublished"]
    question: str
    was: str = ""
    now: str = ""


def ensure_form(
    google: Google,
    form: Form,
    organisation: Organisation,
    installation: str,
    *,
    day: date,
    folder: str | None = None,
    respondents: Collection[str] | Literal["anyone"] = "anyone",
) -> CreatedForm:
    """The form in Google, made, filled with questions, published and opened where it is not yet.

    Safe to repeat from any point. `day` says which schools are open and which supervisors in office.
    """
    raise NotImplementedError


def read_form(google: Google, form_id: str) -> dict[str, Any]:
    """The live form as Google's Form resource."""
    raise NotImplementedError


def list_responses(google: Google, form_id: str, since: datetime | None) -> Iterator[list[dict[str, Any]]]:
    """Pages of Google's FormResponse, raw, those submitted at or after `since` (aware; None for all).

    The caller keeps the overlap; a page holds up to 5,000 and no order is promised.
    """
    raise NotImplementedError


def drift(form: Form, organisation: Organisation, live: dict[str, Any], *, day: date) -> tuple[Drift, ...]:
    """What differs between the definition and the live form (from `read_form`); pure."""
    raise NotImplementedError
