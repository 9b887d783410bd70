"""What has become of a live form since it was made: differences from its definition; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from forms.model import Form, Organisation, QuestionType
from forms.question_ids import google_id
from sync.form_order import misplaced
from sync.form_requests import form_items

Json = Mapping[str, Any]

_CONFIGURED = frozenset(
    {
        QuestionType.NETWORK,
        QuestionType.SCHOOL,
        QuestionType.SUPERVISOR,
        QuestionType.SUPERVISORS,
        QuestionType.WORK_GROUP,
        QuestionType.LEARNING_AREA,
        QuestionType.PROJECT,
    }
)


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference between the live form and its definition, made by hand or by a newer definition.

    `question` is the id of our question or grid ("" for a page, for a question that we did not make
    and for the whole form), `was` what the definition says and `now` what the form says. A question is
    "lost" that the definition asked once and the form still asks. One is "moved" that stands elsewhere:
    `now` is its title, `was` that of what it stands behind in the definition, "" for the first.
    """

    kind: Literal["removed", "renamed", "added", "lost", "type", "choices", "moved", "unpublished"]
    question: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A page, a question, or a row of a grid, as the definition or the live form has it."""

    title: str
    kind: str
    options: tuple[str, ...]


def drift(
    form: Form, organisation: Organisation, live: Json, *, day: date, made: Iterable[Json] = ()
) -> tuple[Drift, ...]:
    """What differs between the definition and the live form (from `read_form`), in the form's order.

    `made` are the items that nithet made, those that the definition dropped since among them.
    """
    earlier = _parts(made)
    ours = _our_ids(form, organisation)
    items = form_items(form, organisation, day=day)
    wanted = _parts(items)
    there = _parts(live.get("items", ()))
    found = [
        difference
        for part_id, part in wanted.items()
        for difference in _differences(ours.get(part_id, ""), part, there.get(part_id))
    ]
    found += [
        Drift("lost" if part_id in earlier else "added", "", now=part.title)
        for part_id, part in there.items()
        if part_id not in wanted and part_id not in ours
        if part_id not in earlier or not _went_with_its_network(form, part)
    ]
    found += _moved(items, live.get("items", ()), ours)
    state = live.get("publishSettings", {}).get("publishState", {})
    if not (state.get("isPublished") and state.get("isAcceptingResponses")):
        found.append(Drift("unpublished", ""))
    return tuple(dict.fromkeys(found))


def changed_by_hand(
    form: Form, organisation: Organisation, made: Iterable[Json], live: Json
) -> dict[tuple[str, str], Drift]:
    """What makes questions and grids of ours mean something else than the `made` items say.

    By the id and the kind of difference: each is decided apart. Lists that follow the configuration are
    none of them, nor are pages: no answer depends on these.
    """
    ours, there = _our_ids(form, organisation), _parts(live.get("items", ()))
    asked = {question.id for question in form.questions.values() if question.type in _CONFIGURED}
    found: dict[tuple[str, str], Drift] = {}
    for part_id, part in _parts(made).items():
        question = ours.get(part_id, "")
        if not question or part.kind == "page":
            continue
        for one in _differences(question, part, there.get(part_id)):
            if one.kind != "choices" or question not in asked:
                found.setdefault((question, one.kind), one)
    return found


def _went_with_its_network(form: Form, part: _Part) -> bool:
    """A page, or the schools on the page of a network that the configuration no longer has."""
    asks = {one.ask for one in form.questions.values() if one.type is QuestionType.SCHOOL}
    return part.kind == "page" or (part.kind == "DROP_DOWN" and part.title in asks)


def _differences(question: str, part: _Part, now: _Part | None) -> Iterator[Drift]:
    if now is None:
        yield Drift("removed", question, was=part.title)
        return
    if now.title != part.title:
        yield Drift("renamed", question, was=part.title, now=now.title)
    if now.kind != part.kind:
        yield Drift("type", question, was=part.kind, now=now.kind)
    elif set(now.options) != set(part.options):
        gone = [option for option in part.options if option not in now.options]
        new = [option for option in now.options if option not in part.options]
        yield Drift("choices", question, was=", ".join(gone), now=", ".join(new))


def _moved(items: Sequence[Json], live: Iterable[Json], ours: Mapping[str, str]) -> Iterator[Drift]:
    """Ours that stand elsewhere than the definition has them, by hand or because no order was safe."""
    titles = [str(item.get("title", "")) for item in items]
    places = {item["itemId"]: place for place, item in enumerate(items)}
    for item in misplaced([item["itemId"] for item in live], [*places]):
        place = places[item]
        named = (ours.get(part, "") for part, _ in _parts_of(items[place]))
        yield Drift("moved", next(named, ""), titles[place - 1] if place else "", titles[place])


def _our_ids(form: Form, organisation: Organisation) -> dict[str, str]:
    """Our question or grid by the id that it has in Google Forms; networks without schools, too."""
    ids = {google_id(form.id, grid.id, "grid"): grid.id for grid in form.grids}
    for question in form.questions.values():
        if question.type is not QuestionType.SCHOOL:
            ids[google_id(form.id, question.id)] = question.id
            continue
        ids[google_id(form.id, question.id, "network")] = question.id
        for code in organisation.networks:
            ids[google_id(form.id, question.id, code)] = question.id
            ids[google_id(form.id, question.id, "section", code)] = question.id
    return ids


def _parts(items: Any) -> dict[str, _Part]:
    return {part_id: part for item in items for part_id, part in _parts_of(item)}


def _parts_of(item: Json) -> Iterator[tuple[str, _Part]]:
    """Pages by their item id, questions by their question id, a grid by both: its rows and itself."""
    title = str(item.get("title", ""))
    if "pageBreakItem" in item:
        yield item["itemId"], _Part(title, "page", ())
    elif "questionItem" in item:
        question = item["questionItem"]["question"]
        yield question["questionId"], _Part(title, *_kind(question))
    elif "questionGroupItem" in item:
        group = item["questionGroupItem"]
        columns = _options(group.get("grid", {}).get("columns", {}))
        yield item["itemId"], _Part(title, "grid", columns)
        for row in group.get("questions", ()):
            yield row["questionId"], _Part(str(row.get("rowQuestion", {}).get("title", "")), "row", ())


def _kind(question: Json) -> tuple[str, tuple[str, ...]]:
    """A question's kind in Forms' words, and its options."""
    if choice := question.get("choiceQuestion"):
        return str(choice.get("type")), _options(choice)
    if "textQuestion" in question:
        return "PARAGRAPH" if question["textQuestion"].get("paragraph") else "TEXT", ()
    kinds = (name for name in question if name.endswith("Question"))
    return next(kinds, "unknown").removesuffix("Question").upper(), ()


def _options(choice: Json) -> tuple[str, ...]:
    return tuple(str(option.get("value", "")) for option in choice.get("options", ()))
