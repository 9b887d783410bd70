"""See that the sections of a definition lead from the first to the last, as Google Forms can follow it.

In Google Forms only an option of a choice or drop-down leads anywhere; a page leads to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.definition.sections import END, Written
from forms.model import ONE_OF_CHOICES, Question, QuestionType, RatingGrid, Section, Wording
from forms.places import Place, did_you_mean

_WITH_OPTIONS = ONE_OF_CHOICES | {
    QuestionType.SCHOOL,
    QuestionType.NETWORK,
    QuestionType.SUPERVISOR,
    QuestionType.WORK_GROUP,
    QuestionType.LEARNING_AREA,
    QuestionType.PROJECT,
}


def asked_by_choice(question: Question, sections: Sequence[Section]) -> dict[str, frozenset[str]]:
    """What each choice of a question that leads on opens, by the choice's code: ids of questions."""
    order = {section.id: n for n, section in enumerate(sections)}
    here = next(n for n, section in enumerate(sections) if question in section.entries)
    after = sections[here].leads_to or next((later.id for later in sections[here + 1 :]), END)
    return {
        choice.code: frozenset(
            entry.id
            for section in sections
            if section.id in _reached(sections, order, choice.leads_to or after)
            for entry in section.entries
        )
        for choice in question.choices
    }


def lint_flow(written: Written) -> None:
    """Note what leads nowhere or back, pages that nobody reaches, and what Google cannot do."""
    order = {section.id: n for n, section in enumerate(written.sections)}
    for key, place in written.leads.items():
        _lint_target(place, key[0], order)
    for section in written.sections:
        _lint_leading_question(section, written)
    reached = _reached(written.sections, order, written.sections[0].id if written.sections else END)
    for section in written.sections:
        if section.id not in reached:
            written.section_places[section.id].wrong(
                'no answer leads to section "{id}"',
                "a leads_to that names it, or no leads_to past it",
                id=section.id,
            )


def _lint_target(place: Place, section: str, order: Mapping[str, int]) -> None:
    target = place.said
    if target == END:
        return
    later = [name for name, n in order.items() if n > order.get(section, -1)]
    accepted = ", ".join([*later, END]) if later else "no leads_to: this is the last section"
    if target not in order:
        place.wrong(
            'leads to unknown section "{target}"{guess}',
            Wording(accepted),
            target=target,
            guess=did_you_mean(target, order),
        )
    elif target not in later:
        place.wrong('leads back to section "{target}"', Wording(accepted), target=target)


def _lint_leading_question(section: Section, written: Written) -> None:
    for entry in section.entries:
        if isinstance(entry, RatingGrid):
            continue
        place = written.question_places[entry.id]
        leads = any(choice.leads_to for choice in entry.choices)
        if leads and entry.type not in ONE_OF_CHOICES:
            place.wrong(
                "the options of a {type} lead nowhere in Google Forms",
                "type: choice or dropdown",
                type=entry.type,
            )
        if leads and not entry.required:
            place.wrong("a question whose choices lead on may not stay empty", "required: true")
        if (leads or entry.type is QuestionType.SCHOOL) and entry is not section.entries[-1]:
            place.wrong("this question leads on and must be the last of its section", "move it to the end")
    if section.leads_to is not None and not _can_lead(section):
        written.leads[(section.id,)].wrong(
            "Google Forms leads on from an option only",
            "a required choice, dropdown, school or supervisor as the section's last question",
        )


def _can_lead(section: Section) -> bool:
    last = section.entries[-1] if section.entries else None
    if not isinstance(last, Question) or last.type not in _WITH_OPTIONS:
        return False
    return last.required or last.nothing is not None


def _reached(sections: Sequence[Section], order: Mapping[str, int], first: str) -> set[str]:
    reached = {first} if first in order else set()
    for n, section in enumerate(sections):  # targets lie ahead, so one pass suffices
        if section.id in reached:
            following = sections[n + 1].id if n + 1 < len(sections) else None
            reached |= {target for target in _targets(section, following) if target in order}
    return reached


def _targets(section: Section, following: str | None) -> Iterator[str]:
    after = section.leads_to or following
    leading = [q for q in section.entries if isinstance(q, Question) and any(c.leads_to for c in q.choices)]
    targets = [choice.leads_to or after for question in leading for choice in question.choices]
    yield from (target for target in targets or [after] if target is not None)
