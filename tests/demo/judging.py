"""The demo's samples as Google would give them back, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from forms.checking import Checked, Checker
from forms.model import Form, Organisation
from forms.response import Reader
from sync.demo.answers import Sample
from sync.demo.page import fields_of
from sync.pipeline.office import Office


def raw(form: Form, organisation: Organisation, sample: Sample, number: int) -> Mapping[str, Any]:
    """The response as Google would give it back."""
    sent = sample.sent.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
    fields = fields_of(form, organisation, sample.answers)
    answers = {f"{int(name.removeprefix('entry.')):08x}": text for name, text in fields.items()}
    return {
        "responseId": f"r{number}",
        "createTime": sent,
        "lastSubmittedTime": sent,
        "answers": {
            question: {
                "questionId": question,
                "textAnswers": {
                    "answers": [{"value": one} for one in ([text] if isinstance(text, str) else text)]
                },
            }
            for question, text in answers.items()
        },
    }


def checked(office: Office, samples: Iterable[Sample]) -> list[Checked]:
    """What checking makes of each sample."""
    there, zone = office.organisation, office.settings.timezone
    readers = {form.id: Reader(form, there, zone) for form in office.forms.values()}
    checkers = {form.id: Checker(form, there, office.calendar) for form in office.forms.values()}
    return [
        checkers[s.form].check(readers[s.form].read(raw(office.forms[s.form], there, s, number)))
        for number, s in enumerate(samples)
    ]
