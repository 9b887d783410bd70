"""Papers made from one record: the memo of a journey, the minutes of a meeting, an urgent case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from forms.model import Entry, Form, Organisation, Partition, Period
from forms.model.chains import Standing
from forms.papers.answers import names_of, told
from forms.papers.model import Paper, PaperKind
from forms.response.entries import day_of
from forms.standing import chain_of

# The papers of records by what their form counts as.
OF_RECORDS: Mapping[str, PaperKind] = {"journey": "journey-memo", "minutes": "minutes", "case": "case"}


def record_paper(
    form: Form,
    entry: Entry,
    standing: Standing | None,
    organisation: Organisation,
    title: str,
    number: str | None = None,
) -> Paper:
    """The paper of a record whose form is among `OF_RECORDS`; `title` is its subject.

    `number` is the one that it has in its register ("12/2570").

    A record that goes up a chain has a line for each step, with what was decided there, and one for each
    decision in the order in which they were made.
    """
    day = day_of(entry)
    return Paper(
        kind=OF_RECORDS[form.counts_as],
        about=f"{form.id}/{entry.response}",
        period=Period(day, day + timedelta(days=1), "day", day.isoformat()),
        title=title,
        values={
            "office": organisation.name,
            "office_short": organisation.short_name,
            "title": title,
            "number": number,
            "letter_code": organisation.letters.code or None,
            "telephone": organisation.letters.telephone or None,
            "sent": entry.submitted.date(),
            "day": entry.when,
            "last_day": entry.until or entry.when,
            "who": " ".join(names_of(form, entry, "who", organisation)),
            "members": [{"name": name} for name in names_of(form, entry, "members", organisation)],
            "answers": told(form, entry, organisation),
            "steps": _steps(form, entry, standing),
            "history": _history(form, entry, standing),
            "waits_for": standing.step.title if standing and standing.step else None,
            "network": _network(entry, organisation),
        },
        readers=(*(Partition("supervisor", code) for code in entry.people), Partition("office")),
    )


def _steps(form: Form, entry: Entry, standing: Standing | None) -> Sequence[Mapping[str, object]]:
    chain = chain_of(form.chains, entry.answers) if form.chains else None
    made = {one.step: one for one in standing.decisions if one.word} if standing else {}
    return [
        {
            "step": step.title,
            "word": made[step.id].word if step.id in made else None,
            "note": made[step.id].note if step.id in made else None,
            "decided": made[step.id].noticed.date() if step.id in made else None,
        }
        for step in (chain.steps if chain else ())
    ]


def _history(form: Form, entry: Entry, standing: Standing | None) -> Sequence[Mapping[str, object]]:
    chain = chain_of(form.chains, entry.answers) if form.chains else None
    titles = {step.id: step.title for step in (chain.steps if chain else ())}
    return [
        {
            "step": titles.get(one.step, one.step),
            "word": one.word,
            "note": one.note or None,
            "decided": one.noticed.date(),
        }
        for one in (standing.decisions if standing else ())
        if one.word
    ]


def _network(entry: Entry, organisation: Organisation) -> str | None:
    network = organisation.networks.get(entry.members.get("network", ""))
    return network.name if network else None
