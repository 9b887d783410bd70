"""Read the sections of a definition: questions, choices, rating grids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.definition.choices import lint_commas, lint_unique, read_choices, read_scale
from forms.model import ONE_OF_CHOICES, Question, QuestionType, RatingGrid, Section, Wording
from forms.places import Place

_SLUG = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
END = "end"  # what leads there sends the form: no section may be called so
_RESERVED = frozenset({"section"})  # names parts of a form in google_id
_TYPES = tuple(kind.value for kind in QuestionType if kind is not QuestionType.RATING)
_RATED = frozenset({"rate", "rating", "ratings", "score", "scale"})  # what is meant by rate: and items:
_COUNTED = frozenset({QuestionType.NUMBER, QuestionType.YEAR})
# Answers that tell of people, or in which one may write of them.
_PERSONAL = frozenset(
    {QuestionType.TEXT, QuestionType.PARAGRAPH, QuestionType.SUPERVISOR, QuestionType.SUPERVISORS}
)
_WITH_CHOICES = ONE_OF_CHOICES | {QuestionType.CHECKBOXES}


@dataclass(slots=True)
class Written:
    """The sections as read, and where their parts stand, for the lint that follows.

    `leads` is keyed by (section,) or (section, question, choice); `checks` are the places of checks
    that stand with a question, with that question's id; `unread` are the ids of questions whose
    type could not be told, `twice` those that stand more than once.
    """

    sections: list[Section] = field(default_factory=list)
    section_places: dict[str, Place] = field(default_factory=dict)
    question_places: dict[str, Place] = field(default_factory=dict)
    leads: dict[tuple[str, ...], Place] = field(default_factory=dict)
    checks: list[tuple[str, Place]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)

    @property
    def questions(self) -> dict[str, Question]:
        """The questions by id, without rated items."""
        entries = (entry for section in self.sections for entry in section.entries)
        return {entry.id: entry for entry in entries if isinstance(entry, Question)}

    @property
    def grids(self) -> list[RatingGrid]:
        """The rating grids, in order."""
        entries = (entry for section in self.sections for entry in section.entries)
        return [entry for entry in entries if isinstance(entry, RatingGrid)]

    def question_at(self, reference: Place) -> Question | None:
        """The question that a reference names; None with a problem where there is no such question."""
        if reference.said in self.unread:
            return None  # told already
        questions = self.questions
        name = reference.one_of(questions, "question")
        return questions[name] if name else None


def slug(place: Place) -> str:
    """An id; a problem where it is none."""
    if not _SLUG.fullmatch(place.said):
        place.wrong(
            '"{said}" is no id',
            "a-z first, then a-z, 0-9, with - or _ between: observed_on",
            said=place.shown,
        )
    elif place.said in _RESERVED:
        place.wrong('"{said}" is a reserved word', "any other id", said=place.shown)
    return place.said


def read_sections(place: Place, scale: Mapping[int, str] | None) -> Written:
    """The sections of a form. `scale` is that of grids which have none of their own."""
    written = Written()
    elements = place.elements()
    if not elements and not place.is_empty:
        place.wrong("a form needs one section at least", "- id: …")
    for element in elements:
        _read_section(element, scale, written)
    return written


def _read_section(place: Place, scale: Mapping[int, str] | None, written: Written) -> None:
    fields = place.fields(("id", "title", "questions"), ("description", "leads_to"))
    name = slug(fields["id"]) if "id" in fields else ""
    if name and name in written.section_places:
        fields["id"].wrong('section "{name}" stands twice', "an id of its own for each section", name=name)
        return
    if name == END:
        fields["id"].wrong('"{said}" is where a form ends', "any other id", said=END)
    written.section_places[name] = place
    if "leads_to" in fields:
        written.leads[(name,)] = fields["leads_to"]
    entries = fields["questions"].elements() if "questions" in fields else []
    if "questions" in fields and not entries:
        fields["questions"].wrong("this section asks nothing", "one question at least")
    read = [_entry(entry, name, scale, written) for entry in entries]
    written.sections.append(
        Section(
            name,
            fields["title"].text() if "title" in fields else "",
            tuple(entry for entry in read if entry is not None),
            fields["description"].paragraph() if "description" in fields else "",
            fields["leads_to"].said if "leads_to" in fields else None,
        )
    )


def _entry(
    place: Place, section: str, scale: Mapping[int, str] | None, written: Written
) -> Question | RatingGrid | None:
    keys = {key.said for key, _ in place.pairs()}
    if "rate" in keys or ("items" in keys and "ask" not in keys):
        return _grid(place, scale, written)
    return _question(place, section, written)


def _note_id(fields: dict[str, Place], place: Place, written: Written) -> str:
    name = slug(fields["id"]) if "id" in fields else ""
    if name in written.question_places and name:
        written.twice.add(name)
        other = written.question_places[name].line
        fields["id"].wrong(
            'id "{name}" stands twice (also in line {other})',
            "an id of its own for each question",
            name=name,
            other=other,
        )
    written.question_places.setdefault(name, place)
    return name


def _grid(place: Place, scale: Mapping[int, str] | None, written: Written) -> RatingGrid:
    fields = place.fields(("id", "rate", "items"), ("scale", "required"))
    name = _note_id(fields, place, written)
    if "scale" in fields:
        scale = read_scale(fields["scale"])
    elif scale is None:
        place.wrong("there is no scale to rate on", "scale: {5: …, 4: …} here or at the top of the form")
    items = fields["items"].elements() if "items" in fields else []
    texts = [item.text() for item in items]
    lint_unique(items)
    if "items" in fields:
        lint_commas(fields["items"], items)
    if "items" in fields and not items:
        fields["items"].wrong("there is nothing to rate", "one item at least")
    required = fields["required"].truth() if "required" in fields else True
    questions = tuple(
        Question(f"{name}.{n}", text, QuestionType.RATING, required, domain=name)
        for n, text in enumerate(texts, start=1)
    )
    return RatingGrid(
        name, fields["rate"].text() if "rate" in fields else "", scale or {}, questions, required
    )


def _question(place: Place, section: str, written: Written) -> Question | None:
    optional = ("required", "help", "choices", "min", "max", "nothing", "summed", "public", "checks")
    fields = place.fields(("id", "ask", "type"), optional)
    name = _note_id(fields, place, written)
    said = _type(fields["type"]) if "type" in fields else None
    ask = fields["ask"].text() if "ask" in fields else ""
    if said is None:
        written.unread.add(name)
        return None
    kind = QuestionType(said)
    _lint_fields_of_type(place, fields, kind)
    minimum, maximum = (fields[key].number() if key in fields else None for key in ("min", "max"))
    if minimum is not None and maximum is not None and minimum > maximum:
        fields["min"].wrong("min is greater than max", "min: lower, max: higher")
    written.checks += [(name, check) for check in fields["checks"].elements()] if "checks" in fields else []
    leads: dict[str, Place] = {}
    question = Question(
        name,
        ask,
        kind,
        fields["required"].truth() if "required" in fields else False,
        fields["help"].text() if "help" in fields else "",
        read_choices(fields["choices"], leads) if "choices" in fields else (),
        minimum=minimum,
        maximum=maximum,
        nothing=fields["nothing"].text() if "nothing" in fields else None,
        summed=fields["summed"].truth() if "summed" in fields else False,
        public=fields["public"].truth() if "public" in fields else False,
    )
    if kind is QuestionType.SCHOOL:
        _lint_school(place, question)
    written.leads |= {(section, name, code): lead for code, lead in leads.items()}
    return question


def _type(place: Place) -> str | None:
    if place.said in _RATED:
        place.wrong("scores are no type of question", "rate: …, items: […] in the place of ask: and type:")
        return None
    return place.one_of(_TYPES, "type of question")


def _lint_fields_of_type(place: Place, fields: dict[str, Place], kind: QuestionType) -> None:
    """Fields that only some types have stand with those alone, and where they are needed."""
    if kind in _WITH_CHOICES and "choices" not in fields:
        place.wrong('a question of type {kind} needs "choices"', "choices: {{code: label, …}}", kind=kind)
    if kind not in _WITH_CHOICES and "choices" in fields:
        accepted = Wording("type: {names}", {"names": ", ".join(sorted(_WITH_CHOICES))})
        fields["choices"].wrong("a question of type {kind} takes no choices", accepted, kind=kind)
    for key in ("min", "max"):
        if key in fields and kind not in _COUNTED:
            fields[key].wrong(
                '"{key}" is for numbers, this is a {kind}', "type: number or year", key=key, kind=kind
            )
    if "summed" in fields and kind is not QuestionType.NUMBER:
        fields["summed"].wrong('"summed" is for amounts, this is a {kind}', "type: number", kind=kind)
    if "public" in fields and fields["public"].said == "true" and kind in _PERSONAL:
        accepted = Wording("type: {names}", {"names": ", ".join(t for t in _TYPES if t not in _PERSONAL)})
        fields["public"].wrong("what is published names nobody, this is a {kind}", accepted, kind=kind)
    if "nothing" in fields and kind is not QuestionType.SCHOOL:
        fields["nothing"].wrong('"nothing" is for schools, this is a {kind}', "type: school", kind=kind)


def _lint_school(place: Place, question: Question) -> None:
    """Without an answer to the network Google would open the first network's page of schools."""
    if question.required and question.nothing is not None:
        place.wrong("a required school has no option for none", "required or nothing, not both")
    if not question.required and question.nothing is None:
        message = "a school that may stay empty needs an option that says so"
        place.wrong(message, "required: true, or nothing: …")
