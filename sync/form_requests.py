"""A definition as Google Forms' batchUpdate requests; pure.

A page break of Forms knows no "after this section go to …": only an option of a radio or drop-down
question navigates. So a section that does not simply lead to the next one gets its direction from the
options of its last such question. A SCHOOL becomes a drop-down of networks, then a page for each
network with a drop-down of its schools, each of which leads on to what comes after the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from forms.model import Form, Network, Organisation, Question, QuestionType, RatingGrid, School, Section
from forms.organisation.dated import as_of
from forms.question_ids import google_id
from sync.packaged import folder

Json = dict[str, Any]
Entry = Question | RatingGrid

_CHOICE = {
    QuestionType.CHOICE: "RADIO",
    QuestionType.CHECKBOXES: "CHECKBOX",
    QuestionType.DROPDOWN: "DROP_DOWN",
    QuestionType.NETWORK: "DROP_DOWN",
    QuestionType.SUPERVISOR: "DROP_DOWN",
    QuestionType.WORK_GROUP: "DROP_DOWN",
    QuestionType.LEARNING_AREA: "DROP_DOWN",
    QuestionType.SUPERVISORS: "CHECKBOX",
    QuestionType.PROJECT: "DROP_DOWN",
}
_TYPED: Mapping[QuestionType, Json] = {
    QuestionType.TEXT: {"textQuestion": {"paragraph": False}},
    QuestionType.NUMBER: {"textQuestion": {"paragraph": False}},
    QuestionType.YEAR: {"textQuestion": {"paragraph": False}},
    QuestionType.PARAGRAPH: {"textQuestion": {"paragraph": True}},
    QuestionType.DATE: {"dateQuestion": {"includeYear": True, "includeTime": False}},
    QuestionType.TIME: {"timeQuestion": {"duration": False}},
}
_NEXT: Json = {"goToAction": "NEXT_SECTION"}
_SUBMIT: Json = {"goToAction": "SUBMIT_FORM"}


def form_requests(
    form: Form, organisation: Organisation, *, day: date, collect_emails: bool = False
) -> list[Json]:
    """The requests that fill an empty form: settings, description, page breaks, then all that is asked.

    `day` says which schools are open and which supervisors in office. `collect_emails` asks for the
    respondent's verified address, for forms that are not open to anyone. The breaks come first
    because an option may lead only to a page that is there. ValueError for a section that leads
    elsewhere and has no question whose options could (the lint of definitions refuses those).
    """
    collection = "VERIFIED" if collect_emails else "DO_NOT_COLLECT"
    settings = {"settings": {"emailCollectionType": collection}, "updateMask": "emailCollectionType"}
    info = {"info": {"title": form.title, "description": form.description}, "updateMask": "description"}
    items = form_items(form, organisation, day=day)
    breaks = enumerate(item for item in items if "pageBreakItem" in item)
    asked = ((index, item) for index, item in enumerate(items) if "pageBreakItem" not in item)
    return [
        {"updateSettings": settings},
        *([{"updateFormInfo": info}] if form.description else []),
        *({"createItem": {"item": item, "location": {"index": index}}} for index, item in (*breaks, *asked)),
    ]


def form_items(form: Form, organisation: Organisation, *, day: date) -> list[Json]:
    """The items of the form as Google's Item resources, in order."""
    return list(_Writer(form, as_of(organisation, day), day).items())


class _Writer:
    """Writes one form's items for one day."""

    def __init__(self, form: Form, organisation: Organisation, day: date) -> None:
        self._form, self._organisation, self._day = form, organisation, day
        self._sections = {section.id for section in form.sections}

    def items(self) -> Iterator[Json]:
        """Every section: its break (a heading on the first page, which has none), then what it asks."""
        sections = self._form.sections
        for place, section in enumerate(sections):
            kind = "pageBreakItem" if place else "textItem"
            yield _headed(self._section_id(section.id), section.title, section.description, {kind: {}})
            following = sections[place + 1].id if place + 1 < len(sections) else None
            yield from self._asked(section, self._towards(section.leads_to or following))

    def _asked(self, section: Section, after: Json) -> Iterator[Json]:
        """What a section asks; `after` is where it leads. A SCHOOL in its midst ends its page."""
        turning = self._turning(section)
        for place, entry in enumerate(section.entries):
            if isinstance(entry, RatingGrid):
                yield self._grid(entry)
            elif entry.type is not QuestionType.SCHOOL:
                yield self._question(entry, after if entry is turning else None)
            elif place == len(section.entries) - 1:
                yield from self._school(entry, after)
            else:
                rest = self._id(entry.id, "after")
                yield from self._school(entry, {"goToSectionId": rest})
                yield _headed(rest, section.title, "", {"pageBreakItem": {}})

    def _turning(self, section: Section) -> Question | None:
        """The question whose options say where the section leads, None where it simply goes on."""
        if section.leads_to is None or _is_school(section.entries[-1]):
            return None
        for entry in reversed(section.entries):
            if isinstance(entry, RatingGrid):
                continue
            if _CHOICE.get(entry.type) in {"RADIO", "DROP_DOWN"}:
                return entry
            if _is_school(entry):
                break
        raise ValueError(f"section {section.id} leads to {section.leads_to}, but no question's options can")

    def _school(self, question: Question, after: Json) -> Iterator[Json]:
        """The drop-down of networks, then each network's page with its schools, leading on to `after`."""
        schools = {n: self._open_schools(n) for n in self._organisation.networks.values()}
        schools = {network: there for network, there in schools.items() if there}
        options = [
            _option(network.name, {"goToSectionId": self._id(question.id, "section", network.code)})
            for network in schools
        ]
        if question.nothing:
            options.insert(0, _option(question.nothing, after))
        yield self._choice((question.id, "network"), _words()["network"], question.help, options)
        for network, there in schools.items():
            title = _words()["schools"].format(network=network.name)
            yield _headed(self._id(question.id, "section", network.code), title, "", {"pageBreakItem": {}})
            options = _unique(_option(school.name, after) for school in there)
            yield self._choice((question.id, network.code), question.ask, "", options)

    def _choice(self, parts: tuple[str, ...], title: str, help_: str, options: list[Json]) -> Json:
        """A drop-down that must be answered: without an answer Forms would go on to the next page."""
        asked = {"choiceQuestion": {"type": "DROP_DOWN", "options": options}}
        question = {"questionId": self._id(*parts), "required": True, **asked}
        return _headed(self._id(*parts, "item"), title, help_, {"questionItem": {"question": question}})

    def _question(self, question: Question, after: Json | None) -> Json:
        asked = _TYPED.get(question.type) or self._choices(question, after)
        body = {"questionId": self._id(question.id), "required": question.required, **asked}
        return _headed(
            self._id(question.id, "item"), question.ask, question.help, {"questionItem": {"question": body}}
        )

    def _choices(self, question: Question, after: Json | None) -> Json:
        leading = after is not None or any(choice.leads_to for choice in question.choices)
        onward = after or _NEXT
        own = ((c.label, self._towards(c.leads_to) if c.leads_to else onward) for c in question.choices)
        known = ((name, onward) for name in self._names(question.type))
        labels = [*own, *known] or [(_words()["none"], onward)]  # Forms refuses a list without options
        options = _unique(_option(label, goes if leading else {}) for label, goes in labels)
        return {"choiceQuestion": {"type": _CHOICE[question.type], "options": options}}

    def _grid(self, grid: RatingGrid) -> Json:
        columns = [{"value": column_label(value, label)} for value, label in grid.scale.items()]
        rows = [
            {
                "questionId": self._id(row.id),
                "required": grid.required or row.required,
                "rowQuestion": {"title": _line(row.ask)},
            }
            for row in grid.items
        ]
        group = {"grid": {"columns": {"type": "RADIO", "options": columns}}, "questions": rows}
        return _headed(self._id(grid.id, "grid"), grid.title, "", {"questionGroupItem": group})

    def _names(self, kind: QuestionType) -> list[str]:
        """The organisation's own options for a kind of question: who and what is there on the day."""
        there = self._organisation
        match kind:
            case QuestionType.NETWORK:
                return [network.name for network in there.networks.values() if network.is_there(self._day)]
            case QuestionType.WORK_GROUP:
                return [group.name for group in there.work_groups.values() if group.is_there(self._day)]
            case QuestionType.LEARNING_AREA:
                return [area.name for area in there.learning_areas.values()]
            case QuestionType.SUPERVISOR | QuestionType.SUPERVISORS:
                return [person.name for person in there.supervisors.values() if person.in_office(self._day)]
            case QuestionType.PROJECT:
                return [project.name for project in there.projects.values() if project.under_way(self._day)]
        return []

    def _open_schools(self, network: Network) -> list[School]:
        return [s for s in self._organisation.schools_of(network.code) if s.is_open(self._day)]

    def _towards(self, section: str | None) -> Json:
        """Where an option leads: to a section, or to the end for one that the form does not have."""
        return {"goToSectionId": self._section_id(section)} if section in self._sections else _SUBMIT

    def _section_id(self, section: str | None) -> str:
        return self._id("section", section or "")

    def _id(self, *parts: str) -> str:
        return google_id(self._form.id, *parts)


def column_label(value: int, label: str) -> str:
    """A grid's column: the number, then what it means."""
    return f"{value} {_line(label)}"


def _is_school(entry: Entry) -> bool:
    return isinstance(entry, Question) and entry.type is QuestionType.SCHOOL


def _headed(item_id: str, title: str, description: str, kind: Json) -> Json:
    text = {"description": description} if description else {}
    return {"itemId": item_id, "title": _line(title), **text, **kind}


def _option(label: str, goes: Json) -> Json:
    return {"value": _line(label), **goes}


def _unique(options: Iterable[Json]) -> list[Json]:
    """The options without those whose text came before: Forms refuses two alike."""
    return list({option["value"]: option for option in reversed(list(options))}.values())[::-1]


def _line(text: str) -> str:
    """A text as Forms takes it for titles and options: without line breaks."""
    return " ".join(text.split())


@cache
def _words() -> Mapping[str, str]:
    """What nithet itself says on a form."""
    words: Mapping[str, str] = YAML(typ="safe").load((folder("templates") / "forms.yaml").read_text("utf-8"))
    return words
