"""Load and lint the definitions of forms: every problem at once, by file, path and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from forms.definition.bands import read_bands
from forms.definition.checks import read_checks
from forms.definition.choices import read_scale
from forms.definition.claims import Claims
from forms.definition.flow import lint_flow
from forms.definition.needs import read_needs
from forms.definition.once import lint_once_per
from forms.definition.placing import (
    PLACING,
    lint_public,
    lint_series,
    read_counts_as,
    read_learning_area,
    read_numbered,
    read_seen_in,
)
from forms.definition.records import records_at
from forms.definition.roles import lint_needed, read_about
from forms.definition.sections import Written, read_sections, slug
from forms.definition.states import read_states
from forms.definition.tables import read_tables
from forms.model import ONE_OF_CHOICES, Form, Problem, QuestionType, Wording, worded
from forms.places import Place, is_wrong, open_yaml

_REQUIRED = ("id", "records", "title", "about", "sections")
_OPTIONAL = (
    "description",
    "confirmation",
    "cut_by",
    "once_per",
    "tables",
    "scale",
    "checks",
    "bands",
    "state",
    "needs_help",
    *PLACING,
)
_REFERRING = ("about", "cut_by", "once_per", "tables", "checks", "state", "needs_help", "of_learning_area")
_LOOKS_LIKE_ONE = re.compile(r"\.(ya?ml|ya?ml\.txt)$", re.IGNORECASE)


def packaged_definitions() -> Path:
    """The folder of the definitions that travel with nithet."""
    return Path(__file__).resolve().parent.parent / "definitions"


def load_forms(folder: Path) -> tuple[dict[str, Form], tuple[Problem, ...]]:
    """Every definition (*.yaml) of a folder by its id, and all problems. Forms with errors are left out."""
    forms: dict[str, Form] = {}
    problems: set[Problem] = set()
    files = sorted(folder.glob("*.yaml"))
    problems.update(_misnamed(folder))
    if not files:
        problems.add(worded(str(folder), 1, "", "no definition is here", "one .yaml file for each form"))
    roots = {file: open_yaml(file) for file in files}
    read = {file: _read(root) for file, root in roots.items() if not root.problems}
    claims = Claims()
    for file in sorted(read, key=lambda file: _newness(file, read[file])):
        claims.lint(read[file], roots[file], file.name)
    for file, root in roots.items():
        problems.update(root.problems)
        if not is_wrong(root.problems):
            forms[read[file].id] = read[file]
    return forms, tuple(sorted(problems))


def _newness(file: Path, form: Form) -> tuple[bool, bool, str]:
    """Of definitions that claim the same, the one that was made last is wrong: not one that came with nithet.

    Nor one whose file is named as its form is; else the later name.
    """
    return not (packaged_definitions() / file.name).is_file(), file.stem != form.id, file.name


def _misnamed(folder: Path) -> Iterator[Problem]:
    """Files that look like definitions and are not read, as Notepad and other programs name them."""
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.suffix != ".yaml" and _LOOKS_LIKE_ONE.search(file.name):
            message = "this file is not read: its name does not end with .yaml"
            yield worded(str(file), 1, "", message, "{name}.yaml", values={"name": file.name.split(".")[0]})


def _read(root: Place) -> Form:
    fields = root.fields(_REQUIRED, _OPTIONAL)
    scale = read_scale(fields["scale"]) if "scale" in fields else None
    written = read_sections(fields["sections"], scale) if "sections" in fields else Written()
    lint_flow(written)
    if (
        written.twice
    ):  # which of two questions is meant by an id is not known: what refers to it is not judged
        fields = {key: place for key, place in fields.items() if key not in _REFERRING}
        written.checks.clear()
    about = read_about(fields["about"], written) if "about" in fields else {}
    placed = {key: fields.get(key) for key in PLACING}
    counts_as = read_counts_as(placed["counts_as"])
    if "about" in fields:
        lint_needed(fields["about"], counts_as)
    lint_public(written, about)
    lint_series(written, "numbered" in fields, about)
    once_per = _references(fields.get("once_per"), written)
    if once_per and not is_wrong(root.problems):
        lint_once_per(fields["once_per"], once_per, written, about)
    return Form(
        id=slug(fields["id"]) if "id" in fields else "",
        title=fields["title"].text() if "title" in fields else "",
        records=records_at(fields["records"]) if "records" in fields else (),
        sections=tuple(written.sections),
        about=about,
        description=fields["description"].paragraph() if "description" in fields else "",
        confirmation=fields["confirmation"].paragraph() if "confirmation" in fields else "",
        cut_by=_references(fields.get("cut_by"), written, ONE_OF_CHOICES),
        once_per=once_per,
        tables=read_tables(fields["tables"], written) if "tables" in fields else (),
        checks=read_checks(written, fields.get("checks")),
        bands=read_bands(fields["bands"], written.grids) if "bands" in fields else None,
        seen_in=read_seen_in(placed["seen_in"]),
        counts_as=counts_as,
        chains=read_states(fields["state"], written, about) if "state" in fields else None,
        numbered=read_numbered(placed["numbered"]),
        needs_help=read_needs(fields.get("needs_help"), written, about),
        of_learning_area=read_learning_area(placed["of_learning_area"], about),
    )


def _references(
    place: Place | None, written: Written, types: frozenset[QuestionType] | None = None
) -> tuple[str, ...]:
    names: list[str] = []
    for element in place.elements() if place else ():
        question = written.question_at(element)
        if question is None:
            continue
        if question.id in names:
            element.wrong('"{id}" stands here twice', "each question once", id=question.id)
        if types is not None and question.type not in types:
            accepted = Wording("type: {names}", {"names": " or ".join(sorted(types))})
            element.wrong(
                'summaries cannot be cut by a {type} ("{id}")',
                accepted,
                type=question.type,
                id=question.id,
            )
        names.append(question.id)
    return tuple(names)
