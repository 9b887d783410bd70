"""Corrections read back: what people answered to findings, and what is written there of what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from forms.checking.corrections import Correction
from forms.checking.findings import catalogue, decided, describe
from forms.model import Finding, Form
from forms.thai import meant
from sync.layout import correcting as layout
from sync.layout.texts import packaged_texts
from sync.pipeline.rebuild.reading import FoundRow
from sync.pipeline.rebuild.told import MOMENT, read_back, read_moment

Became = Literal["value", "confirmed", "left_out", "lapsed", "overruled", "taken_back", "edited", ""]
_DATED: Final[tuple[Became, ...]] = ("value", "confirmed", "left_out", "lapsed", "overruled", "taken_back")
LAPSED: Final = "\n"  # stands for an answer that was edited since: what it was, nobody knows


@dataclass(frozen=True, slots=True)
class Named:
    """What a finding's row is about: form, response, code and question."""

    form: str
    response: str
    code: str
    question: str


def named(key: str) -> Named | None:
    """What the key of a row in a tab of findings names; None for any other text."""
    form, *response, code, question = key.split("|") if key.count("|") >= 3 else ("", "", "")
    return Named(form, "|".join(response), code, question) if form and response else None


def outcome_of(row: FoundRow, zone: tzinfo) -> tuple[Became, datetime | None]:
    """What became of a finding, as its row tells, and since when."""
    texts, text = packaged_texts(), row.texts.get("outcome", "")
    if text == texts("findings.outcomes.edited"):
        return "edited", None
    for kind in _DATED:
        found = read_back(texts.lines[f"findings.outcomes.{kind}"], text, date=MOMENT)
        if found:
            return kind, read_moment(found["date"], zone)
    return "", None


def corrected(row: FoundRow, about: Named, by: str, zone: tzinfo, answered: str) -> Correction | None:
    """The correction that a row's cells hold, where its outcome tells since when; None else.

    `answered` is what the question's answer is now: one that lapsed was made of another.
    """
    became, moment = outcome_of(row, zone)
    offered = layout.words(packaged_texts())
    verdict = meant(row.texts.get(layout.VERDICT, ""), offered)
    value, note = row.texts.get(layout.VALUE, ""), row.texts.get(layout.NOTE, "")
    if moment is None or became == "taken_back" or not (verdict or value):
        return None
    one = Correction(
        form=about.form,
        response=about.response,
        code=about.code,
        question=about.question,
        verdict=offered.get(verdict, verdict),
        value=value,
        note=note,
        noticed=moment,
        by=by,
        answered=answered,
    )
    if became == "lapsed":
        return replace(one, answered=LAPSED)
    if became == "overruled":  # by what was said later
        return replace(one, noticed=moment - timedelta(seconds=1))
    return one


# --- Findings that stood once ------------------------------------------------------------


def is_settled(row: FoundRow) -> bool:
    """Whether a row says that its finding stands no longer."""
    return row.texts.get("severity") == packaged_texts()("findings.settled")


def finding_of(row: FoundRow, about: Named, form: Form) -> Finding | None:
    """The finding that a row's message and advice tell; None where that cannot be read back."""
    entry = catalogue().get(about.code) or decided().get(about.code)
    lines = row.texts.get("message", "").splitlines()
    advice = row.texts.get("advice", "")
    for end in (len(lines), len(lines) - 1):  # whose it is may stand in the last line
        message = "\n".join(lines[:end])
        values = _values(entry.message, message, about, form) if entry else None
        more = _values(entry.advice, advice, about, form) if entry else None
        if values is None or more is None:
            continue
        found = Finding(about.code, "warning", about.question or None, values | more)
        told = describe(found, form)
        if (told.message, told.advice) == (message, advice):
            return found
    return None


def _values(template: str, text: str, about: Named, form: Form) -> dict[str, str] | None:
    question = form.questions.get(about.question)
    asked = re.escape(question.ask if question else about.question)
    found = read_back(template.strip(), text, question=asked)
    if found is None:
        return None
    return {name: value for name, value in found.items() if name not in ("question", "earlier", "once_per")}


def same(one: Correction, other: Correction) -> bool:
    """Whether two corrections say the same of the same finding."""
    return _said(one) == _said(other)


def _said(one: Correction) -> Mapping[str, str]:
    return {name: getattr(one, name) for name in ("form", "response", "code", "question", "verdict", "value")}
