"""forms.batchUpdate: the six kinds of request, one function each; all of a batch or none of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.forms import grading, items, masks, media
from sync.workspace.forms.kept import KeptForm
from sync.workspace.forms.shapes import REQUESTS

Reply = dict[str, Any]
Work = Callable[[KeptForm, dict[str, Any], str], Reply]


def apply(form: KeptForm, requests: list[dict[str, Any]]) -> list[Reply]:
    """Do the requests to the form in order; their replies, one each. Refusal 400 spoils all."""
    if not requests:
        raise Refusal(400, "Must specify at least one request.")
    replies = []
    for number, request in enumerate(requests):
        kind = next((name for name in REQUESTS if name in request), None)
        if kind is None:
            raise Refusal(400, f"Invalid requests[{number}]: No request set.")
        replies.append(_KINDS[kind](form, request[kind], f"requests[{number}]"))
    if form.facts.sections_ahead == "accepted":
        items.check_navigation(form.items)
    return replies


def check_control(control: dict[str, Any], form: KeptForm) -> None:
    """Refuse a batch made for another revision than the form has."""
    if (required := control.get("requiredRevisionId")) and required != form.revision_id:
        raise Refusal(
            400,
            f"The required revision ID '{required}' does not match the latest revision of the form.",
            "FAILED_PRECONDITION",
        )
    if (target := control.get("targetRevisionId")) and target != form.revision_id:
        raise unimplemented("forms.batchUpdate on an earlier targetRevisionId")


def _update_form_info(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    info = masks.apply(
        request.get("updateMask", ""),
        "Info",
        form.info,
        request.get("info", {}),
        f"{path}.update_form_info.update_mask",
    )
    if "documentTitle" in info:
        raise Refusal(400, "info.document_title cannot be modified by a batch update. Use the Drive API.")
    check_title(info.get("title", ""))
    form.info = info
    return {}


def check_title(title: str) -> None:
    """Refuse a form's title that is empty or has more than one line."""
    if not title.strip():
        raise Refusal(400, "Form title cannot be empty.")
    if "\n" in title or "\r" in title:
        raise Refusal(400, "Displayed text cannot contain newlines")


def _update_settings(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    settings = masks.apply(
        request.get("updateMask", ""),
        "FormSettings",
        form.settings,
        request.get("settings", {}),
        f"{path}.update_settings.update_mask",
    )
    if not settings.get("quizSettings", {}).get("isQuiz"):
        settings.pop("quizSettings", None)
        form.items = grading.without(form.items)
    form.settings = settings
    return {}


def _create_item(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    at = _index(request, "location", len(form.items) + 1)
    item = items.give_ids(request.get("item", {}), form.items)
    changed = [*form.items[:at], item, *form.items[at:]]
    _check(form, item, changed)
    form.items = changed
    reply = {"itemId": item["itemId"]}
    if questions := items.questions_of(item):
        reply["questionId"] = [question["questionId"] for question in questions]
    return {"createItem": reply}


def _move_item(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    at = _index(request, "originalLocation", len(form.items))
    to = _index(request, "newLocation", len(form.items))
    moved = [*form.items[:at], *form.items[at + 1 :]]
    form.items = [*moved[:to], form.items[at], *moved[to:]]
    return {}


def _delete_item(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    at = _index(request, "location", len(form.items))
    gone = form.items[at]["itemId"]
    form.items = [_without_target(item, gone) for item in (*form.items[:at], *form.items[at + 1 :])]
    return {}


def _without_target(item: items.Item, section: str) -> items.Item:
    """Options that led to a deleted section go on to the next one."""
    for question in items.questions_of(item):
        for option in question.get("choiceQuestion", {}).get("options", []):
            if option.get("goToSectionId") == section:
                del option["goToSectionId"]
                option["goToAction"] = "NEXT_SECTION"
    return item


def _update_item(form: KeptForm, request: dict[str, Any], path: str) -> Reply:
    at = _index(request, "location", len(form.items))
    others = [*form.items[:at], *form.items[at + 1 :]]
    item = masks.apply(
        request.get("updateMask", ""),
        "Item",
        form.items[at],
        request.get("item", {}),
        f"{path}.update_item.update_mask",
    )
    item = items.give_ids(item, others)
    changed = [*form.items[:at], item, *form.items[at + 1 :]]
    _check(form, item, changed)
    if form.facts.sections_ahead == "refused":
        items.check_navigation(changed)
    form.items = changed
    return {}


def _check(form: KeptForm, item: items.Item, changed: list[items.Item]) -> None:
    """Refuse an item that Google would not take; `changed` are the form's items with it."""
    items.check_item(item, changed, form.facts)
    media.settle(item, {image["contentUri"] for one in form.items for image in media.images_of(one)})
    grading.check(item, is_quiz=form.settings.get("quizSettings", {}).get("isQuiz", False))


def _index(request: dict[str, Any], name: str, limit: int) -> int:
    """The index a location gives, in [0, limit)."""
    index = request.get(name, {}).get("index")
    if index is None:
        raise Refusal(400, "Location index must be specified.")
    if not 0 <= index < limit:
        raise Refusal(400, f"Location index {index} is out of bounds, it must be in the range [0, {limit}).")
    return int(index)


_KINDS: dict[str, Work] = {
    "updateFormInfo": _update_form_info,
    "updateSettings": _update_settings,
    "createItem": _create_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateItem": _update_item,
}
