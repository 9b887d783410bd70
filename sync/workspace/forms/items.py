"""What an item of a form may be: its ids, texts, options and where they lead; Google's refusals."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.forms.shapes import ITEM_KINDS, QUESTION_KINDS
from sync.workspace.strain.facts import Facts

Item = dict[str, Any]
Question = dict[str, Any]

_ID = re.compile(r"[0-9a-f]{1,8}")


def questions_of(item: Item) -> list[Question]:
    """The questions an item asks: one, the rows of a grid, or none."""
    if question := item.get("questionItem", {}).get("question"):
        return [question]
    return list(item.get("questionGroupItem", {}).get("questions", []))


def ids_of(items: list[Item]) -> Iterator[str]:
    """Every item's and question's id."""
    for item in items:
        if "itemId" in item:
            yield item["itemId"]
        yield from (question["questionId"] for question in questions_of(item) if "questionId" in question)


def give_ids(item: Item, others: list[Item]) -> Item:
    """The item with an id for itself and each question that has none; those given must be free.

    Refusal 400 for an id that is taken, given twice, or not of Google's form (hex digits).
    """
    taken = {int(identity, 16) for identity in ids_of(others)}
    for identity in ids_of([item]):
        if not _ID.fullmatch(identity) or not 0 < int(identity, 16) < 2**31:
            raise Refusal(400, f"Invalid ID: {identity}. IDs are hexadecimal numbers of up to 31 bits.")
        if int(identity, 16) in taken:
            raise Refusal(400, f"The ID {identity} is already used in the form.")
        taken.add(int(identity, 16))
    item = {"itemId": item.get("itemId") or _fresh(taken)} | item
    for question in questions_of(item):
        question.setdefault("questionId", _fresh(taken))
    return item


def _fresh(taken: set[int]) -> str:
    while (number := 1 + secrets.randbelow(2**31 - 1)) in taken:
        pass
    taken.add(number)
    return f"{number:08x}"


def check_item(item: Item, items: list[Item], facts: Facts) -> None:
    """Refuse an item that Google would not take; `items` are all of the form, for where options lead.

    Options lead only to sections that are there already. Whether Google looks at the end of a batch
    instead is not known, nor what it says of empty options and of those that stand twice: `facts` decide.
    """
    kind = next((name for name in ITEM_KINDS if name in item), None)
    if kind is None:
        raise Refusal(400, "Item kind must be set.")
    _check_text(item.get("title", ""))
    if kind == "questionItem":
        _check_question(item[kind].get("question"), items, facts)
    elif kind == "questionGroupItem":
        _check_group(item[kind], facts)


def check_navigation(items: list[Item]) -> None:
    """Refuse options that lead to a section that is not there, in any of the form's items."""
    for item in items:
        for question in questions_of(item):
            _check_targets(question.get("choiceQuestion", {}).get("options", []), items)


def _check_text(text: str) -> None:
    if "\n" in text or "\r" in text:
        raise Refusal(400, "Displayed text cannot contain newlines")


def _check_question(question: Question | None, items: list[Item], facts: Facts) -> None:
    if not question or not (kind := next((name for name in QUESTION_KINDS if name in question), None)):
        raise Refusal(400, "Question kind must be set.")
    match kind:
        case "choiceQuestion":
            _check_choices(question[kind], items, facts)
        case "scaleQuestion":
            _check_scale(question[kind])
        case "ratingQuestion":
            _check_rating(question[kind])
        case "rowQuestion":
            raise Refusal(400, "A row question is only allowed in a question group.")
        case "fileUploadQuestion":
            raise Refusal(400, "Creating file upload questions is not supported.")


def _check_choices(choices: dict[str, Any], items: list[Item], facts: Facts) -> None:
    kind, options = choices.get("type"), choices.get("options", [])
    if kind is None:
        raise Refusal(400, "Choice question type must be set.")
    _check_values(options, kind, facts)
    if kind == "CHECKBOX" and any("goToAction" in o or "goToSectionId" in o for o in options):
        raise Refusal(400, "Section navigation is only allowed for RADIO and DROP_DOWN questions.")
    if facts.sections_ahead == "refused":
        _check_targets(options, items)


def _check_values(options: list[dict[str, Any]], kind: str, facts: Facts) -> None:
    """Options as texts: at least one, none empty, none twice."""
    if not options:
        raise Refusal(400, "Choice questions must have at least one option.")
    seen = set()
    for option in options:
        value = option.get("value", "")
        _check_text(value)
        if option.get("isOther"):
            if value:
                raise Refusal(400, "Cannot set option.value when isOther is true")
            if kind == "DROP_DOWN":
                raise Refusal(400, "The 'other' option is only allowed for RADIO and CHECKBOX questions.")
        elif not value.strip() and facts.options == "refused":
            raise Refusal(400, "Option value cannot be empty.")
        if value in seen and facts.options == "refused":
            raise Refusal(400, f"Duplicate option: {value or 'other'}. Options must be unique.")
        seen.add(value)


def _check_targets(options: list[dict[str, Any]], items: list[Item]) -> None:
    wanted = {option["goToSectionId"] for option in options if "goToSectionId" in option}
    if missing := wanted - {item["itemId"] for item in items if "pageBreakItem" in item}:
        raise Refusal(400, f"Invalid goToSectionId: there is no section with the ID {min(missing)}.")


def _check_scale(scale: dict[str, Any]) -> None:
    if scale.get("low", 0) not in {0, 1} or not 2 <= scale.get("high", 0) <= 10:
        raise Refusal(400, "Scale bounds are invalid: low must be 0 or 1, high from 2 to 10.")
    _check_text(scale.get("lowLabel", "") + scale.get("highLabel", ""))


def _check_rating(rating: dict[str, Any]) -> None:
    if "iconType" not in rating:
        raise Refusal(400, "Rating icon type must be set.")
    if not 3 <= rating.get("ratingScaleLevel", 0) <= 10:
        raise Refusal(400, "Rating scale level must be from 3 to 10.")


def _check_group(group: dict[str, Any], facts: Facts) -> None:
    grid, rows = group.get("grid"), group.get("questions", [])
    if grid is None:
        raise unimplemented("forms.questionGroupItem without a grid")
    if not rows or any("rowQuestion" not in row for row in rows):
        raise Refusal(400, "All questions in a grid must be row questions, and there must be at least one.")
    columns = grid.get("columns", {})
    if columns.get("type") not in {"RADIO", "CHECKBOX"}:
        raise Refusal(400, "Only CHECKBOX and RADIO choices are allowed as columns of a grid.")
    if any(option.keys() - {"value", "image"} for option in columns.get("options", [])):
        raise Refusal(400, "Columns of a grid cannot be 'other' nor navigate.")
    _check_values(columns.get("options", []), columns["type"], facts)
    for row in rows:
        _check_text(row["rowQuestion"].get("title", ""))
