"""A form as it is filled in: sections, what they ask, and where answers lead; made once a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import orjson

from sync.workspace.forms.items import Item, Question

Kind = Literal[
    "text", "paragraph", "radio", "checkbox", "dropdown", "scale", "rating", "date", "time", "duration"
]
Target = int | Literal["submit"]
"""Where a section leads: another section's index, or the end."""

OTHER = "__other_option__"
"""What the field of a chosen "other" holds; its text is in a field of its own, as on Google's page."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or a video: where it lies on the web, and what is said of it."""

    address: str
    text: str = ""
    kind: Literal["picture", "video"] = "picture"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the page. `entry` is its field's name, "entry.<question id as a decimal number>".

    `options` are the texts to choose from, for scales and ratings their numbers; `targets` says
    where those lead that lead somewhere, `pictures` which have one. With `shuffle` each respondent
    sees the options in an order of their own.
    """

    id: str
    entry: str
    kind: Kind
    title: str
    required: bool = False
    options: tuple[str, ...] = ()
    other: bool = False
    targets: Mapping[str, Target] = field(default_factory=dict)
    labels: tuple[str, str] = ("", "")
    icon: str = ""
    with_year: bool = False
    with_time: bool = False
    shuffle: bool = False
    pictures: Mapping[str, Medium] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Element:
    """What stands on the page under one title: a question, the rows of a grid, or a text (no questions).

    `shuffle` is a grid's, for its rows.
    """

    title: str
    description: str
    questions: tuple[Asked, ...] = ()
    columns: tuple[str, ...] = ()  # of a grid
    medium: Medium | None = None
    shuffle: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form; the first has no title of its own."""

    index: int
    title: str
    description: str
    elements: tuple[Element, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """Every question on the page, the rows of grids among them."""
        return tuple(question for element in self.elements for question in element.questions)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form to fill in. `email` is Google's emailCollectionType."""

    title: str
    description: str
    email: str
    sections: tuple[Section, ...]
    questions: Mapping[str, Asked]  # by id

    def leads_to(self, section: Section, answers: Mapping[str, Sequence[str]]) -> Target:
        """Where a section leads: its last navigating question that was answered decides."""
        for question in reversed(section.questions):
            if question.targets and (given := answers.get(question.id)):
                return question.targets.get(
                    given[0] if given[0] in question.options else OTHER, self._next(section)
                )
        return self._next(section)

    def length(self, path: Sequence[int], answers: Mapping[str, Sequence[str]]) -> int:
        """How many sections there are along a path and on from its end, as far as can be told.

        Where a question is not answered yet, the next section is counted if an option leads there,
        else where its first option leads.
        """
        count, here, seen = len(path), self.sections[path[-1]], set(path)
        while (after := self._likely(here, answers)) != "submit" and after not in seen:
            seen.add(after)
            count, here = count + 1, self.sections[after]
        return count

    def _likely(self, section: Section, answers: Mapping[str, Sequence[str]]) -> Target:
        turning = [question for question in section.questions if question.targets]
        if turning and not any(answers.get(question.id) for question in turning):
            question, after = turning[-1], self._next(section)
            leading = [question.targets.get(option, after) for option in question.options]
            return leading[0] if leading and after not in leading else after
        return self.leads_to(section, answers)

    def _next(self, section: Section) -> Target:
        return section.index + 1 if section.index + 1 < len(self.sections) else "submit"


@lru_cache(maxsize=64)
def compile_form(content: str) -> Questionnaire:
    """The questionnaire of a form's kept JSON (`forms.content`): the same text is compiled once."""
    kept = orjson.loads(content)
    info, items = kept["info"], kept["items"]
    indexes = _section_indexes(items)
    pages = _pages(items)
    sections = tuple(
        Section(
            index,
            head.get("title", ""),
            head.get("description", ""),
            tuple(_element(item, indexes, index, len(pages)) for item in page),
        )
        for index, (head, page) in enumerate(pages)
    )
    questions = {question.id: question for section in sections for question in section.questions}
    email = kept["settings"].get("emailCollectionType", "DO_NOT_COLLECT")
    return Questionnaire(info.get("title", ""), info.get("description", ""), email, sections, questions)


def _pages(items: Sequence[Item]) -> list[tuple[Item, list[Item]]]:
    pages: list[tuple[Item, list[Item]]] = [({}, [])]
    for item in items:
        if "pageBreakItem" in item:
            pages.append((item, []))
        else:
            pages[-1][1].append(item)
    return pages


def _section_indexes(items: Sequence[Item]) -> dict[str, int]:
    breaks = [item["itemId"] for item in items if "pageBreakItem" in item]
    return {item_id: index for index, item_id in enumerate(breaks, 1)}


def _element(item: Item, indexes: Mapping[str, int], section: int, count: int) -> Element:
    title, description = item.get("title", ""), item.get("description", "")
    if group := item.get("questionGroupItem"):
        columns = group["grid"]["columns"]
        kind: Kind = "radio" if columns["type"] == "RADIO" else "checkbox"
        options = tuple(option["value"] for option in columns["options"])
        pictures = _pictures(columns["options"])
        rows = tuple(
            Asked(
                options=options,
                kind=kind,
                title=row["rowQuestion"].get("title", ""),
                pictures=pictures,
                **_named(row),
            )
            for row in group["questions"]
        )
        shuffled = group["grid"].get("shuffleQuestions", False)
        return Element(title, description, rows, options, _picture(group), shuffled)
    if question := item.get("questionItem", {}).get("question"):
        leads = _Leads(indexes, section, count)
        asked = _asked(question, title, leads)
        return Element(title, description, (asked,), medium=_picture(item["questionItem"]))
    return Element(title, description, medium=_video(item) or _picture(item.get("imageItem", {})))


def _picture(holder: Mapping[str, Any]) -> Medium | None:
    image = holder.get("image")
    return Medium(image["contentUri"], image.get("altText", "")) if image else None


def _video(item: Item) -> Medium | None:
    video = item.get("videoItem")
    return Medium(video["video"]["youtubeUri"], video.get("caption", ""), "video") if video else None


def _pictures(options: Sequence[Mapping[str, Any]]) -> dict[str, Medium]:
    """The pictures of options, by the option's text."""
    shown = ((option.get("value") or OTHER, _picture(option)) for option in options)
    return {text: picture for text, picture in shown if picture}


@dataclass(frozen=True, slots=True)
class _Leads:
    """How an option's way is found: by the sections' ids, from a section, among so many."""

    indexes: Mapping[str, int]
    section: int
    count: int

    def target(self, option: Mapping[str, Any]) -> Target | None:
        if "goToSectionId" in option:
            return self.indexes.get(option["goToSectionId"])
        match option.get("goToAction"):
            case "SUBMIT_FORM":
                return "submit"
            case "RESTART_FORM":
                return 0
            case "NEXT_SECTION":
                return self.section + 1 if self.section + 1 < self.count else "submit"
        return None


def _named(question: Question) -> dict[str, Any]:
    question_id = question["questionId"]
    return {
        "id": question_id,
        "entry": f"entry.{int(question_id, 16)}",
        "required": question.get("required", False),
    }


def _asked(question: Question, title: str, leads: _Leads) -> Asked:
    named = _named(question) | {"title": title}
    if (text := question.get("textQuestion")) is not None:
        return Asked(kind="paragraph" if text.get("paragraph") else "text", **named)
    if choices := question.get("choiceQuestion"):
        return _asked_choice(choices, named, leads)
    if scale := question.get("scaleQuestion"):
        numbers = tuple(str(n) for n in range(scale.get("low", 0), scale["high"] + 1))
        labels = (scale.get("lowLabel", ""), scale.get("highLabel", ""))
        return Asked(kind="scale", options=numbers, labels=labels, **named)
    if rating := question.get("ratingQuestion"):
        numbers = tuple(str(n) for n in range(1, rating["ratingScaleLevel"] + 1))
        return Asked(kind="rating", options=numbers, icon=rating["iconType"], **named)
    if (date := question.get("dateQuestion")) is not None:
        parts = {"with_year": date.get("includeYear", False), "with_time": date.get("includeTime", False)}
        return Asked(kind="date", **parts, **named)
    return Asked(kind="duration" if question["timeQuestion"].get("duration") else "time", **named)


_CHOICES: Mapping[str, Kind] = {"RADIO": "radio", "CHECKBOX": "checkbox", "DROP_DOWN": "dropdown"}


def _asked_choice(choices: Mapping[str, Any], named: Mapping[str, Any], leads: _Leads) -> Asked:
    options = choices["options"]
    texts = tuple(option["value"] for option in options if not option.get("isOther"))
    ways = ((option.get("value") or OTHER, leads.target(option)) for option in options)
    return Asked(
        kind=_CHOICES[choices["type"]],
        options=texts,
        other=len(texts) < len(options),
        shuffle=choices.get("shuffle", False),
        pictures=_pictures(options),
        targets={text: target for text, target in ways if target is not None},
        **named,
    )
