"""What the next mail tells of: what is set aside, and Google where it is out of reach as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sync.ledger import Ledger, publishing, reports
from sync.ledger.reports import Trouble
from sync.mail.failing import Failing, What
from sync.pipeline.aside import asides
from sync.pipeline.office import Office
from sync.pipeline.troubles import BEHIND, WHOLE


def failing(ledger: Ledger, office: Office) -> tuple[Failing, ...]:
    """What does not work at present: Google first, then forms, then the rest."""
    standing = reports.troubles(ledger.connection)
    aside = asides(ledger)
    whole = [one.since for one in standing if one.subject.startswith(WHOLE) and one.subject != BEHIND]
    late = [one.since for one in standing if one.subject == BEHIND]
    zone = office.settings.timezone
    told = [Failing(what, "", min(since).astimezone(zone)) for what, since in _google(whole, late)]
    of_files = [_of(ledger, office, one) for one in standing if one.subject in aside]
    return (*told, *sorted(of_files, key=lambda one: (one.what != "form", one.what, one.name)))


def _google(whole: list[datetime], late: list[datetime]) -> list[tuple[What, list[datetime]]]:
    named: list[tuple[What, list[datetime]]] = [("google", whole), ("behind", late)]
    return [(what, since) for what, since in named if since]


def _of(ledger: Ledger, office: Office, trouble: Trouble) -> Failing:
    """What is set aside, by the title that people know it by."""
    kind, _, name = trouble.subject.partition(":")
    since = trouble.since.astimezone(office.settings.timezone)
    if kind in {"form", "following"}:
        title = office.forms[name].title if name in office.forms else name
    else:
        files = publishing.files(ledger.connection)
        titles = [file.title for key, file in files.items() if _is_of(key, name)]
        title = titles[-1] if titles else name
    return Failing(cast(What, kind), title, since)


def _is_of(key: str, name: str) -> bool:
    """Whether a file ("sheet:network:N01:2569") is the one that a trouble names, with its year or without."""
    return key in {name, f"sheet:{name}"} or key.rpartition(":")[0] == f"sheet:{name}"
