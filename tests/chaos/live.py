"""What somebody does in a form's editor, and how it is put back: a question reworded, or a new one."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from sync.google import FORMS
from tests.chaos.worlds import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A change of a live form: the requests that make it, and those that put it back."""

    name: str
    form: str
    does: tuple[Json, ...]
    undoes: tuple[Json, ...]


def draw(world: World, chance: Random) -> Change:
    """A change of one of the forms as they are."""
    ids = world.google_forms()
    form = chance.choice(sorted(ids))
    items = world.google.call("GET", f"{FORMS}/{ids[form]}", what=form)["items"]
    if chance.random() < 0.5:
        at = {"index": chance.randrange(len(items) + 1)}
        question: Json = {"question": {"textQuestion": {"paragraph": False}}}
        added: Json = {"title": f"คำถามที่เพิ่มเอง {chance.randrange(100)}", "questionItem": question}
        create = {"createItem": {"item": added, "location": at}}
        return Change("question added", form, (create,), ({"deleteItem": {"location": at}},))
    asking = [(n, item) for n, item in enumerate(items) if "questionItem" in item]
    index, item = chance.choice(asking)
    worded = {**item, "title": f"{item['title']} (แก้)"}
    return Change("question reworded", form, (_titled(worded, index),), (_titled(item, index),))


def _titled(item: Json, index: int) -> Json:
    return {"updateItem": {"item": item, "location": {"index": index}, "updateMask": "title"}}


def send(world: World, form: str, requests: tuple[Json, ...]) -> None:
    """Change the form as the editor does."""
    url = f"{FORMS}/{world.google_forms()[form]}:batchUpdate"
    world.google.call("POST", url, what=form, body={"requests": list(requests)})
