"""The catalogue of findings: from a code to what people read, and what they are asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from forms.model import Finding, Form
from forms.response import network_key


@dataclass(frozen=True, slots=True)
class Described:
    """A finding in Thai: what is the matter, and what to do."""

    message: str
    advice: str


def describe(finding: Finding, form: Form) -> Described:
    """A finding of a response of that form as people read it.

    A finding that an older version recorded is described too: a code that the catalogue lacks
    by the code itself, a value that its message lacks by "…".
    """
    known = (catalogue(), decided(), paused())
    entry = next((of[finding.code] for of in known if finding.code in of), Described(finding.code, ""))
    places = _Places(finding.values, question=_asked(form, finding.question))
    if "{earlier}" in entry.message:  # the id of a question, as its judge gives it
        places["earlier"] = _asked(form, finding.values.get("earlier") or _first_of(finding, form))
    if "{once_per}" in entry.message:
        same = finding.values["same"].split(",") if finding.values.get("same") else form.once_per
        places["once_per"] = ", ".join(_asked(form, question) for question in same)
    return Described(_filled(entry.message, places), _filled(entry.advice, places))


@cache
def catalogue() -> Mapping[str, Described]:
    """Every code's message and advice, with their places in braces still empty."""
    return _read("findings.yaml")


@cache
def decided() -> Mapping[str, Described]:
    """The codes of what people decided and corrected in the sheets, as in `catalogue`."""
    return _read("decided.yaml")


@cache
def paused() -> Mapping[str, Described]:
    """The codes of answers to questions that somebody changed in the live form, as in `catalogue`."""
    return _read("paused.yaml")


def _read(file: str) -> Mapping[str, Described]:
    written = files("forms.checking").joinpath(file).read_text(encoding="utf-8")
    entries = YAML(typ="safe", pure=True).load(written)
    return {code: Described(entry["message"], entry["advice"]) for code, entry in entries.items()}


class _Places(dict[str, str]):
    def __missing__(self, place: str) -> str:
        return "…"


def _filled(text: str, places: _Places) -> str:
    return text.format_map(places).strip()


def questions_of(code: str, asked: str, form: Form) -> frozenset[str]:
    """The questions whose answers a finding of this code, about the question `asked`, depends on.

    Those that pick a response's way through the form are among them: what is not asked cannot be wrong.
    """
    found = {asked} | {q.id for q in form.questions.values() if any(c.leads_to for c in q.choices)}
    for check in form.checks:
        if check.code == code and asked in check.of:
            found |= {*check.of, *check.only}
    if code == "once-per":
        found |= set(form.once_per)
    for grid in form.grids:
        rows = {row.id for row in grid.items}
        found |= rows if asked in rows else set()
    return frozenset(found | {network_key(question) for question in found})


def _first_of(finding: Finding, form: Form) -> str | None:
    """The first question of the check that a finding is from, which an older version did not record."""
    checks = (check for check in form.checks if check.code == finding.code)
    return next((check.of[0] for check in checks if finding.question in check.of[1:]), None)


def _asked(form: Form, question: str | None) -> str:
    known = form.questions.get(question or "")
    return known.ask if known else (question or "")
