"""Read the chains of a definition: the steps that a record goes through, who decides, in which words."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.sections import Written, slug
from forms.model import ONE_OF_CHOICES, Question, QuestionType, Wording
from forms.model.chains import Chain, Chains, Step
from forms.places import Place

DECIDERS = (
    "head",
    "deputy",
    "director",
    "admin-head",
    "clerk",
    "secretariat",
    "committee",
    "stand-in",
    "team-lead",
)
_NAMED = {"stand-in": "stand_in", "team-lead": "who"}  # deciders whom the record names, by their role
_ALL = "all"  # the one chain of a form whose records all go the same way
_WORDS = ("passes", "returns", "refuses", "stays")
_STEP = "{step: head, by: head, title: …, passes: […]}"


def read_states(place: Place, written: Written, about: Mapping[str, str]) -> Chains | None:
    """The chains of a form; None where they cannot be told. `about` are the form's roles."""
    fields = place.fields(("chains",), ("by", "renewed_by"))
    asked = _asked(fields["by"], written) if "by" in fields else None
    if "chains" not in fields or ("by" in fields and asked is None):
        return None
    chains: dict[str, Chain] = {}
    titles: dict[str, tuple[str, int]] = {}
    known = [choice.code for choice in asked.choices] if asked else [_ALL]
    found = set()
    for key, value in fields["chains"].pairs():
        code = key.one_of(known, "choice" if asked else "chain")
        steps = _steps(value, about, titles)
        found.add(code)
        if code is not None and steps:
            chains["" if asked is None else code] = Chain(steps)
        elif asked is None and not value.elements():
            value.wrong("this chain has no step", "- {step}", step=_STEP)
    if missing := [code for code in known if code not in found]:
        accepted = "[] for what nobody decides" if asked else f"all: [{_STEP}]"
        fields["chains"].wrong("there is no chain for {names}", Wording(accepted), names=", ".join(missing))
    if asked is None and "" in chains:
        _lint_named(fields["chains"], chains[""], written, about)
    return Chains(asked.id if asked else None, chains, _renewed_by(fields.get("renewed_by"), written))


def _renewed_by(place: Place | None, written: Written) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for element in place.elements() if place else ():
        question = written.question_at(element)
        if question is not None and question.type is QuestionType.PARAGRAPH:
            element.wrong(
                'an edit of a long text ("{id}") asks for no new decision',
                "a question of another type",
                id=question.id,
            )
        elif question is not None:
            names[question.id] = None
    return tuple(names)


def _lint_named(place: Place, chain: Chain, written: Written, about: Mapping[str, str]) -> None:
    """Where all records go one way, each names whoever takes a step by being named."""
    questions = written.questions
    for role in dict.fromkeys(_NAMED[step.by] for step in chain.steps if step.by in _NAMED):
        question = questions.get(about.get(role, ""))
        if question is not None and not question.required:
            message = Wording('nobody takes a step where "{id}" stays empty', {"id": question.id})
            place.wrong(message, "required: true there")


def _asked(place: Place, written: Written) -> Question | None:
    """The choice that picks the chain; None with a problem where it cannot."""
    question = written.question_at(place)
    if question is None:
        return None
    if question.type not in ONE_OF_CHOICES:
        place.wrong(
            'a {type} ("{id}") picks no chain',
            "a question of type choice or dropdown",
            type=question.type,
            id=question.id,
        )
        return None
    if not question.required:
        place.wrong('"{id}" picks the chain and may not stay empty', "required: true there", id=question.id)
    return question


def _steps(place: Place, about: Mapping[str, str], titles: dict[str, tuple[str, int]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for element in place.elements():
        step = _step(element, about)
        if any(step.id == other.id for other in steps):
            element.wrong(
                'step "{id}" stands twice in this chain', "an id of its own for each step", id=step.id
            )
        else:
            _lint_title(element, step, titles)
        steps.append(step)
    return tuple(steps)


def _step(place: Place, about: Mapping[str, str]) -> Step:
    fields = place.fields(("step", "by", "title", "passes"), ("returns", "refuses", "stays"))
    by = fields["by"].one_of(DECIDERS, "decider") if "by" in fields else None
    role = _NAMED.get(by or "")
    if role and role not in about:
        fields["by"].wrong(
            "who takes this step ({by}) is not asked", "{role}: <question> in about", by=by, role=role
        )
    words = {kind: fields[kind].texts() if kind in fields else () for kind in _WORDS}
    if "passes" in fields and not words["passes"]:
        fields["passes"].wrong("no word passes this step", "passes: [เห็นชอบ]")
    _lint_words(fields)
    return Step(
        slug(fields["step"]) if "step" in fields else "",
        by or "",
        fields["title"].text() if "title" in fields else "",
        **words,
    )


def _lint_words(fields: Mapping[str, Place]) -> None:
    """A word means one thing at a step: the sheet's drop-down carries nothing but the word."""
    seen: set[str] = set()
    for kind in _WORDS:
        for word in fields[kind].elements() if kind in fields else ():
            if word.said and word.said in seen:
                word.wrong('"{said}" stands twice at this step', "each word once", said=word.shown)
            seen.add(word.said)


def _lint_title(place: Place, step: Step, titles: dict[str, tuple[str, int]]) -> None:
    """A step is one column of the register, in whichever chains it stands: one id, one title."""
    title, line = titles.setdefault(step.id, (step.title, place.line))
    if title != step.title:
        place.wrong(
            'step "{id}" has another title in line {line}',
            "title: {title}",
            id=step.id,
            line=line,
            title=title,
        )
