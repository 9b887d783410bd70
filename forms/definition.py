"""Load and lint the definitions of forms: every problem at once, by file, path and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from forms.definition_bands import read_bands
from forms.definition_checks import read_checks
from forms.definition_choices import read_scale
from forms.definition_flow import lint_flow
from forms.definition_sections import Written, read_sections, slug
from forms.model import Form, Problem, Question, QuestionType, RatingGrid
from forms.places import Place, open_yaml

_REQUIRED = ("id", "records", "title", "about", "sections")
_OPTIONAL = ("description", "confirmation", "cut_by", "once_per", "scale", "checks", "bands")
_RECORD = re.compile(r"S([1-9]|1\d|2[0-7])")
_CHOICES = frozenset({QuestionType.CHOICE, QuestionType.DROPDOWN})
_ROLES: Mapping[str, frozenset[QuestionType]] = {
    "who": frozenset({QuestionType.SUPERVISOR}),
    "who_name": frozenset({QuestionType.TEXT}),
    "role": _CHOICES,
    "where": frozenset({QuestionType.SCHOOL}),
    "when": frozenset({QuestionType.DATE}),
    "group": frozenset({QuestionType.WORK_GROUP}),
    "class": _CHOICES,
    "learning_area": frozenset({QuestionType.LEARNING_AREA}),
    "way": _CHOICES,
    "kind": _CHOICES,
}


def packaged_definitions() -> Path:
    """The folder of the definitions that travel with nithet."""
    return Path(__file__).resolve().parent / "definitions"


def load_forms(folder: Path) -> tuple[dict[str, Form], tuple[Problem, ...]]:
    """Every definition (*.yaml) of a folder by its id, and all problems. Forms with problems are left out."""
    forms: dict[str, Form] = {}
    problems: set[Problem] = set()
    files = sorted(folder.glob("*.yaml"))
    if not files:
        problems.add(Problem(str(folder), 1, "", "no definition is here", "one .yaml file for each form"))
    owners: dict[str, str] = {}
    for file in files:
        root = open_yaml(file)
        form = None if root.problems else _read(root)
        if form is not None and form.id in owners:
            said = next(value for key, value in root.pairs() if key.said == "id")
            said.wrong(
                f'form "{form.id}" is also defined in {owners[form.id]}', "an id of its own for each form"
            )
        problems.update(root.problems)
        if form is not None:
            owners.setdefault(form.id, file.name)
            if not root.problems:
                forms[form.id] = form
    return forms, tuple(sorted(problems))


def _read(root: Place) -> Form:
    fields = root.fields(_REQUIRED, _OPTIONAL)
    scale = read_scale(fields["scale"]) if "scale" in fields else None
    written = read_sections(fields["sections"], scale) if "sections" in fields else Written()
    lint_flow(written)
    grids = [e for section in written.sections for e in section.entries if isinstance(e, RatingGrid)]
    questions = {q.id: q for section in written.sections for q in section.entries if isinstance(q, Question)}
    return Form(
        id=slug(fields["id"]) if "id" in fields else "",
        title=fields["title"].text() if "title" in fields else "",
        records=_records(fields["records"]) if "records" in fields else (),
        sections=tuple(written.sections),
        about=_about(fields["about"], questions) if "about" in fields else {},
        description=fields["description"].paragraph() if "description" in fields else "",
        confirmation=fields["confirmation"].paragraph() if "confirmation" in fields else "",
        cut_by=_references(fields.get("cut_by"), questions, _CHOICES),
        once_per=_references(fields.get("once_per"), questions),
        checks=read_checks(written.checks, fields.get("checks"), questions),
        bands=read_bands(fields["bands"], grids) if "bands" in fields else None,
    )


def _records(place: Place) -> tuple[str, ...]:
    for element in place.elements():
        if not _RECORD.fullmatch(element.said):
            element.wrong(f'"{element.said}" is no record of the manual', "S1 to S27")
    return place.texts()


def _about(place: Place, questions: Mapping[str, Question]) -> dict[str, str]:
    fields = place.fields(("when",), _ROLES)
    for role, reference in fields.items():
        name = reference.one_of(questions, "question")
        if name and questions[name].type not in _ROLES[role]:
            accepted = " or ".join(sorted(_ROLES[role]))
            reference.wrong(f'"{role}" cannot be a {questions[name].type} ("{name}")', f"type: {accepted}")
    return {role: reference.said for role, reference in fields.items()}


def _references(
    place: Place | None, questions: Mapping[str, Question], types: frozenset[QuestionType] | None = None
) -> tuple[str, ...]:
    names: list[str] = []
    for element in place.elements() if place else ():
        name = element.one_of(questions, "question")
        if name is None:
            continue
        if name in names:
            element.wrong(f'"{name}" stands here twice', "each question once")
        if types is not None and questions[name].type not in types:
            accepted = f"type: {' or '.join(sorted(types))}"
            element.wrong(f'summaries cannot be cut by a {questions[name].type} ("{name}")', accepted)
        names.append(name)
    return tuple(names)
