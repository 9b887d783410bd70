"""Decisions read back: the history that a register keeps in the notes of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from forms.model import Form, Organisation
from forms.model.chains import Decision, Step
from forms.organisation.posts import holder
from sync.layout.register_columns import steps
from sync.layout.standing import NOTE_SHOWN, names
from sync.layout.texts import packaged_texts
from sync.layout.written import clean, fitted
from sync.pipeline.rebuild.reading import FoundRow
from sync.pipeline.rebuild.told import MOMENT, pattern, read_back, read_moment


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a register tells of the decisions about one record.

    `earlier` is how many were made before those that are told, `unread` how many lines could not be read.
    """

    decisions: tuple[Decision, ...]
    earlier: int = 0
    unread: int = 0


def recalled(
    row: FoundRow, form: Form, organisation: Organisation, zone: tzinfo, created: datetime, who: str | None
) -> Recalled:
    """The decisions about a record, oldest first; `created` is when it was sent, `who` asks in it."""
    texts = packaged_texts()
    title, *lines = row.notes.get("standing", "").splitlines() or [""]
    if title != texts("register.history.title"):
        return Recalled(())
    more = read_back(texts.lines["register.history.more"], lines[0], n=r"\d+") if lines else None
    made, unread = list[Decision](), 0
    for line in lines[1:] if more else lines:
        one = _of_line(line, row.key, form, organisation, zone, made, who)
        unread += one is None
        made += [one] if one else []
    made = [_not_before(one, created) for one in made]
    return Recalled(tuple(_whole(made, row.texts)), int(more["n"]) if more else 0, unread)


def _of_line(
    line: str,
    response: str,
    form: Form,
    organisation: Organisation,
    zone: tzinfo,
    before: Sequence[Decision],
    who: str | None,
) -> Decision | None:
    texts = packaged_texts()
    chose = pattern(texts.lines["register.history.chose"].replace("{word}", "{chosen}"))
    done = "|".join(
        (chose, pattern(texts("register.history.taken_back")), pattern(texts("register.history.noted")))
    )
    said = texts.lines["register.history.line"] + "{rest}"
    found = read_back(said, line, date=MOMENT, by=".+?", word=done, rest=".*")
    moment = read_moment(found["date"], zone) if found else None
    if found is None or moment is None:
        return None
    by = _by(found["by"], steps(form), organisation, moment, who)
    if by is None:
        return None
    step, held = by
    word = found["chosen"] or ""
    if found["word"] == texts("register.history.noted"):
        word = next((one.word for one in reversed(before) if one.step == step), "")
    note = read_back(texts.lines["register.history.note"], found["rest"]) if found["rest"] else None
    return Decision(form.id, response, step, word, note["note"] if note else "", moment, held)


def _by(
    said: str, of: Sequence[Step], organisation: Organisation, moment: datetime, who: str | None
) -> tuple[str, str] | None:
    """The step that a line tells of, and who held its post."""
    texts = packaged_texts()
    named = {
        one.name: code
        for people in (organisation.supervisors, organisation.deputies)
        for code, one in people.items()
    }
    for step in of:
        if said == step.title:  # whoever holds it has no name there
            held = holder(step.by, organisation, moment.date(), frozenset(), who)
            return step.id, "" if names((held,), organisation, texts) else held
        found = read_back(texts.lines["register.history.by"], said, step=re.escape(step.title))
        if found and found["who"] in named:
            return step.id, named[found["who"]]
    for step in of:
        if said.startswith(step.title) and said in named:
            return step.id, named[said]
    return None


def _not_before(one: Decision, created: datetime) -> Decision:
    """Minutes alone are told: nothing was decided before the record came."""
    return replace(one, noticed=created) if one.noticed < created else one


def _whole(made: Sequence[Decision], texts: Mapping[str, str]) -> list[Decision]:
    """The decisions, the last ones with the whole note where it still stands beside them: a line cuts it."""
    whole = list(made)
    for number, one in _last_of_each(made):
        note = texts.get(f"note:{one.step}", "")
        if told(note) == one.note:
            whole[number] = replace(one, note=note)
    return whole


def told(note: str) -> str:
    """A note as a line of the history tells it."""
    return fitted(clean(" ".join(note.split())), "…", NOTE_SHOWN)


def _last_of_each(made: Sequence[Decision]) -> Iterator[tuple[int, Decision]]:
    last = {one.step: (number, one) for number, one in enumerate(made)}
    yield from last.values()
