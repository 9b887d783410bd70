"""How a live form becomes what its definition wants now, keeping what people changed by hand; pure.

Each part is looked at three ways: as nithet made it last, as it is now, as the definition wants it. Where
the wish is the one of last time, whatever a person did since is kept (`sync.form_drift` tells it). Where
the wish is another, the part becomes that. Parts are titles, helps, whether an answer is required, each
option with where it leads, each row of a grid, and the order of it all (`sync.form_order`). Nothing is
ever deleted: a question that the definition no longer has keeps its place and its answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from forms.model import Form, Organisation
from sync.form_options import merged_options
from sync.form_order import moves
from sync.form_requests import form_items

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A form as nithet wants it to be, or last made it: its texts, who is asked for an address, its items."""

    title: str
    description: str
    collection: str
    items: tuple[Json, ...]

    def to_json(self) -> Json:
        """The form as the ledger keeps it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Made:
        """The form that the ledger kept."""
        return cls(kept["title"], kept["description"], kept["collection"], tuple(kept["items"]))

    def remembering(self, before: Made | None, live: Mapping[str, Any]) -> Made:
        """The same with those earlier items that the definition dropped and the live form still has."""
        ours, there = _ids(self.items), _ids(live.get("items", ()))
        earlier = before.items if before else ()
        lost = (item for item in earlier if item["itemId"] not in ours and item["itemId"] in there)
        return Made(self.title, self.description, self.collection, (*self.items, *lost))


def wanted_form(form: Form, organisation: Organisation, *, day: date, collect_emails: bool = False) -> Made:
    """The form that the definition and the organisation ask for on a day."""
    collection = "VERIFIED" if collect_emails else "DO_NOT_COLLECT"
    items = form_items(form, organisation, day=day)
    return Made(form.title, form.description, collection, tuple(items))


def form_changes(made: Made | None, live: Mapping[str, Any], wanted: Made) -> list[Json]:
    """The batchUpdate requests that the live form (from `read_form`) needs; none where it needs none.

    Without `made` everything that is there counts as made by nithet. New pages come first, because an
    option may lead only to a page that is there, then what is new on them, then what changed, then what
    moves: a definition in another order is followed, unless another section became the first. That one is
    a heading, the others are pages, and neither can become the other.
    """
    there: list[Json] = list(live.get("items", ()))
    was = made or _as_found(live)
    order = [item["itemId"] for item in there]
    ours, known = [item["itemId"] for item in wanted.items], {*order, *_ids(was.items)}
    breaks = {item["itemId"] for item in (*there, *wanted.items) if "pageBreakItem" in item}
    new = [item for item in wanted.items if item["itemId"] not in known]
    pages = {item["itemId"] for item in (*there, *new) if "pageBreakItem" in item}
    requests = list(_whole(was, live, wanted))
    for item in sorted(new, key=lambda item: "pageBreakItem" not in item):
        at = _place(order, ours, item["itemId"], breaks)
        order.insert(at, item["itemId"])
        requests.append({"createItem": {"item": _leading(item, pages), "location": {"index": at}}})
    last, now = {i["itemId"]: i for i in was.items}, {i["itemId"]: i for i in there}
    for item in wanted.items:
        if (current := now.get(item["itemId"])) is not None:
            change = _change(last.get(item["itemId"], current), current, _leading(item, pages))
            if change is not None:
                location = {"index": order.index(item["itemId"])}
                requests.append({"updateItem": {**change, "location": location}})
    if all(_is_page(now[item["itemId"]]) == _is_page(item) for item in wanted.items if item["itemId"] in now):
        requests += [
            {"moveItem": {"originalLocation": {"index": start}, "newLocation": {"index": end}}}
            for start, end in moves(order, [item["itemId"] for item in was.items], ours, breaks)
        ]
    return requests


def _as_found(live: Mapping[str, Any]) -> Made:
    """The live form, taken for what nithet made."""
    info, settings = live.get("info", {}), live.get("settings", {})
    collection = settings.get("emailCollectionType", "DO_NOT_COLLECT")
    items = tuple(live.get("items", ()))
    return Made(info.get("title", ""), info.get("description", ""), collection, items)


def _whole(was: Made, live: Mapping[str, Any], wanted: Made) -> Iterator[Json]:
    """What changes of the form as a whole."""
    now = _as_found(live)
    texts = {"title": wanted.title, "description": wanted.description}
    changed = [name for name, text in texts.items() if text not in (getattr(was, name), getattr(now, name))]
    if changed:
        yield {"updateFormInfo": {"info": texts, "updateMask": ",".join(changed)}}
    if wanted.collection not in (was.collection, now.collection):
        settings = {"emailCollectionType": wanted.collection}
        yield {"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}}


def _place(order: Sequence[str], ours: Sequence[str], item: str, breaks: set[str]) -> int:
    """Where a new item goes: behind the one before it; a new page behind what people added there."""
    before = reversed(ours[: ours.index(item)])
    at = next((order.index(one) + 1 for one in before if one in order), 0)
    if item in breaks:
        while at < len(order) and order[at] not in ours and order[at] not in breaks:
            at += 1
    return at


def _is_page(item: Json) -> bool:
    return "pageBreakItem" in item


def _leading(item: Json, pages: set[str]) -> Json:
    """The item with options that lead nowhere but to pages that are there: people may have deleted some."""
    choice = item.get("questionItem", {}).get("question", {}).get("choiceQuestion")
    if choice is None or all(o.get("goToSectionId", "") in {"", *pages} for o in choice["options"]):
        return item
    options = [
        option
        if option.get("goToSectionId", "") in {"", *pages}
        else {"value": option["value"], "goToAction": "NEXT_SECTION"}
        for option in choice["options"]
    ]
    question = {**item["questionItem"]["question"], "choiceQuestion": {**choice, "options": options}}
    return {**item, "questionItem": {**item["questionItem"], "question": question}}


# --- One item --------------------------------------------------------------------------


def _change(was: Json, now: Json, wants: Json) -> Json | None:
    """The item as it should be and the mask of what changes of it, None where nothing does.

    An item that became another kind of thing keeps its answers' kind: that is told, not changed.
    """
    changed, mask = dict(now), []
    for name in ("title", "description"):
        text = _settled(was.get(name, ""), now.get(name, ""), wants.get(name, ""))
        if text != now.get(name, ""):
            changed[name] = text
            mask.append(name)
    if "questionItem" in now and "questionItem" in wants:
        question, below = _question(*(_asked(one) for one in (was, now, wants)))
        changed["questionItem"] = {**now["questionItem"], "question": question}
        mask += [f"questionItem.question.{path}" for path in below]
    elif "questionGroupItem" in now and "questionGroupItem" in wants:
        group, below = _group(*(one.get("questionGroupItem", {}) for one in (was, now, wants)))
        changed["questionGroupItem"] = group
        mask += [f"questionGroupItem.{path}" for path in below]
    return {"item": changed, "updateMask": ",".join(mask)} if mask else None


def _asked(item: Json) -> Json:
    question: Json = item.get("questionItem", {}).get("question", {})
    return question


def _question(was: Json, now: Json, wants: Json) -> tuple[Json, list[str]]:
    changed, mask = dict(now), []
    required = _settled(*(bool(one.get("required")) for one in (was, now, wants)))
    if required != bool(now.get("required")):
        changed["required"] = required
        mask.append("required")
    if "choiceQuestion" in now and "choiceQuestion" in wants:
        before, there, asked = (one.get("choiceQuestion", {}).get("options", []) for one in (was, now, wants))
        options = merged_options(before, there, asked)
        if options != there:
            changed["choiceQuestion"] = {**now["choiceQuestion"], "options": options}
            mask.append("choiceQuestion.options")
    return changed, mask


def _group(was: Json, now: Json, wants: Json) -> tuple[Json, list[str]]:
    changed, mask = dict(now), []
    before, there, asked = (one.get("questions", []) for one in (was, now, wants))
    rows = _rows(before, there, asked)
    if rows != there:
        changed["questions"] = rows
        mask.append("questions")
    before, there, asked = (
        one.get("grid", {}).get("columns", {}).get("options", []) for one in (was, now, wants)
    )
    columns = merged_options(before, there, asked)
    if columns != there:
        grid = now.get("grid", {})
        changed["grid"] = {**grid, "columns": {**grid.get("columns", {}), "options": columns}}
        mask.append("grid.columns.options")
    return changed, mask


def _rows(was: Sequence[Json], now: Sequence[Json], wants: Sequence[Json]) -> list[Json]:
    """The rows of a grid, new ones behind those before them; none goes."""
    before, asked = ({row["questionId"]: row for row in rows} for rows in (was, wants))
    rows = [_row(before.get(row["questionId"], row), row, asked.get(row["questionId"])) for row in now]
    order, ours = [row["questionId"] for row in rows], list(asked)
    for row in wants:
        if row["questionId"] not in before and row["questionId"] not in order:
            at = _place(order, ours, row["questionId"], set())
            order.insert(at, row["questionId"])
            rows.insert(at, row)
    return rows


def _row(was: Json, now: Json, wants: Json | None) -> Json:
    if wants is None:
        return now
    title = _settled(*(str(one.get("rowQuestion", {}).get("title", "")) for one in (was, now, wants)))
    required = _settled(*(bool(one.get("required")) for one in (was, now, wants)))
    if (title, required) == (now.get("rowQuestion", {}).get("title", ""), bool(now.get("required"))):
        return now
    return {**now, "required": required, "rowQuestion": {"title": title}}


def _settled(was: T, now: T, wants: T) -> T:
    """What the definition wants where it wants something new, else what is there."""
    return now if wants == was else wants


def _ids(items: Sequence[Json]) -> set[str]:
    return {item["itemId"] for item in items}
