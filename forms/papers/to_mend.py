"""What is to be mended in records, as papers list it: how many errors and warnings, and the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from forms.checking.findings import describe
from forms.model import Entry, Organisation
from forms.papers.known import Known
from forms.response.entries import day_of

Line = Mapping[str, object]

_FINDINGS: Final = 15


def findings_of(
    known: Known, organisation: Organisation, entries: Iterable[Entry]
) -> tuple[int, int, list[Line]]:
    """How many errors and warnings stand of these records, and the first of them, errors first."""
    mine = [
        (entry, finding)
        for entry in entries
        for finding in known.findings.get((entry.form, entry.response), ())
    ]
    mine.sort(key=lambda pair: pair[1].severity != "error")
    errors = sum(finding.severity == "error" for _, finding in mine)
    listed: list[Line] = []
    for entry, finding in mine[:_FINDINGS]:
        said = describe(finding, known.forms[entry.form])
        school = organisation.schools.get(entry.members.get("school", ""))
        listed.append(
            {
                "severity": finding.severity,
                "school": school.name if school else None,
                "day": day_of(entry),
                "message": said.message,
                "advice": said.advice or None,
            }
        )
    return errors, len(mine) - errors, listed
