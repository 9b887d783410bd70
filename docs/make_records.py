"""Make docs/records.md anew from the definitions and config/duties.yaml: `python docs/make_records.py`.

Run it from the checkout's root after a definition or a duty has changed; a test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from forms.definition import load_forms, packaged_definitions
from forms.duties.load import load_duties
from forms.duties.rules import Due, DutyRule
from forms.model import Form
from forms.model.chains import Chain
from forms.thai import MONTHS

DOCS = Path(__file__).parent
PAGE = DOCS / "records.md"
HEAD = """\
# Every record of the manual

<!-- Made by `python docs/make_records.py` from forms/definitions/ and config/duties.yaml; never by hand. -->

The records S1 to S27 that the office's manual asks for: the form that each is filled in with, who owes it \
and by when, where it is seen, and who decides on it. A register (ทะเบียน) lists every response to the \
record's forms; what `config/duties.yaml` asks for by no day is filled in as the table says. How to add \
one: [docs/new-form.md](new-form.md).

| | บันทึก (record) | แบบ (form) | ใครต้องส่ง เมื่อใด (owed by) | เห็นที่ใด (seen in) | \
ผู้พิจารณา (decided by) |
|---|---|---|---|---|---|
"""

Words = Mapping[str, Any]


def page() -> str:
    """The whole page. SystemExit where the definitions or duties have problems."""
    forms, in_forms = load_forms(packaged_definitions())
    duties, in_duties = load_duties(DOCS.parent / "config")
    if in_forms or in_duties or duties is None:
        raise SystemExit("nithet check tells what is wrong with the definitions or duties")
    words = YAML(typ="safe", pure=True).load((DOCS / "records.yaml").read_text(encoding="utf-8"))
    rows = (
        _row(record, told, [f for f in forms.values() if record in f.records], duties.rules, words)
        for record, told in words["records"].items()
    )
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _row(
    record: str, told: Mapping[str, str], forms: list[Form], rules: tuple[DutyRule, ...], words: Words
) -> tuple[str, ...]:
    titles = {told["name"], *(form.title for form in forms)}
    owed = [_owed(rule, titles, words) for rule in rules if record in rule.records]
    made = [f"[{form.title}](../forms/definitions/{form.id}.yaml)" for form in forms]
    return (
        record,
        told["name"],
        "<br>".join([*made, *([told["besides"]] if "besides" in told else [])]),
        "<br>".join(owed or [told["who"]]),
        "<br>".join([*_places(forms, words), *([told["seen"]] if "seen" in told else [])]),
        "<br>".join(_ways(forms)),
    )


def _owed(rule: DutyRule, titles: set[str], words: Words) -> str:
    """Who owes it how often by when; what, where the row does not say it already."""
    what = "" if rule.title in titles else f"{rule.title}: "
    owner = {"plan": words["planned"], "journey": words["journeyed"]}.get(rule.every)
    owner = owner or words["owners"][rule.owed_by]
    return f"{what}{owner} {words['every'][rule.every]} {_due(rule.due, words)}".rstrip()


def _due(due: Due, words: Words) -> str:
    if due.on:
        days = words["or"].join(f"{day} {MONTHS[month - 1]}" for month, day in due.on)
        return str(words["on_days"].format(days=days))
    if due.last_working_day_of:
        return str(words["last_day"].format(period=words["periods"][due.last_working_day_of]))
    return str(words["days_after"].format(days=due.working_days)) if due.working_days else ""


def _places(forms: list[Form], words: Words) -> Iterator[str]:
    """Where each of the record's forms is listed, from the widest view to the narrowest."""
    told = {form.title: _registers(form, words) for form in forms}
    if len(set(told.values())) == 1:
        yield words["registers"].format(places=told[forms[0].title])
        return
    for title, places in told.items():
        yield words["registers_of"].format(title=title, places=places)


def _registers(form: Form, words: Words) -> str:
    return ", ".join(name for kind, name in words["places"].items() if kind in form.seen_in)


def _ways(forms: list[Form]) -> Iterator[str]:
    """Who decides; of which form, where a record has several."""
    for form in forms:
        for line in _decided(form):
            yield line if len(forms) == 1 else f"{form.title}: {line}"


def _decided(form: Form) -> Iterator[str]:
    if form.chains is None:
        return
    if form.chains.by is None:
        yield _steps(form.chains.of[""])
        return
    labels = {choice.code: choice.label for choice in form.questions[form.chains.by].choices}
    for code, chain in form.chains.of.items():
        yield f"{labels[code]}: {_steps(chain)}"


def _steps(chain: Chain) -> str:
    return " → ".join(step.title for step in chain.steps)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
