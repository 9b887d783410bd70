"""Where to look: the addresses of what the demo made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from forms.model import Organisation, Period
from sync.ledger import responses
from sync.pipeline.cycle import Pipeline
from sync.pipeline.files import links
from sync.pipeline.mails.weekly import mail_name, recipients


@dataclass(frozen=True, slots=True)
class Place:
    """A page to open: what it is, whose, and its address."""

    kind: Literal["form", "district", "office", "network", "group", "supervisor", "mail", "files"]
    name: str
    address: str


def places(pipeline: Pipeline, base: str, week: Period, now: datetime) -> tuple[Place, ...]:
    """Each form; the sheets of district and office, one network, group, supervisor; the mail; all files."""
    office = pipeline.office
    today = now.astimezone(office.settings.timezone).date()
    known = links(pipeline.ledger, office, base, today)
    return (
        *_forms(pipeline, base),
        *_sheets(office.organisation, known),
        *(
            Place("mail", who, f"{base}/mail/{mail_name(week, who)}.eml")
            for who in recipients(office.settings)[:1]
        ),
        Place("files", "", f"{base}/"),
    )


def _forms(pipeline: Pipeline, base: str) -> Iterator[Place]:
    states = responses.form_states(pipeline.ledger.connection)
    for form in pipeline.office.forms.values():
        if form.id in states:
            # The address was noted when the form was made, perhaps at another port.
            yield Place("form", form.title, base + urlsplit(states[form.id].responder_uri).path)


def _sheets(there: Organisation, known: dict[str, str]) -> Iterator[Place]:
    if "district" in known:
        yield Place("district", "", known["district"])
    if "office" in known:
        yield Place("office", "", known["office"])
    for code, network in there.networks.items():
        if f"network:{code}" in known:
            yield Place("network", network.name, known[f"network:{code}"])
            break
    sizes = Counter(person.work_group for person in there.supervisors.values())
    for code in sorted(there.work_groups, key=lambda group: -sizes[group]):  # most to show first
        if f"group:{code}" in known:
            yield Place("group", there.work_groups[code].name, known[f"group:{code}"])
            break
    for code, person in there.supervisors.items():
        if f"supervisor:{code}" in known:
            yield Place("supervisor", person.name, known[f"supervisor:{code}"])
            break
