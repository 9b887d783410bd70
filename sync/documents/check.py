"""What is wrong with templates that staff changed: every problem at once, by file and paragraph."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

import docx
from jinja2 import ChainableUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.nodes import Name

from forms.model import Form, Problem, Wording
from forms.model.problems import worded
from forms.papers import PaperKind
from sync.documents.naming import Asked, all_names, asked_by, fields_of
from sync.documents.places import Line, lines_with_tags, never_closed, place_of
from sync.documents.prepared import prepared
from sync.documents.render import environment, filled
from sync.documents.samples import sample_of
from sync.documents.templates import OWN
from sync.documents.writing import FILTERS

_KINDS: tuple[str, ...] = get_args(PaperKind)
_SHOWN = 60  # characters of a paragraph that are enough to find it by
_JINJAS = {"loop", "caller", "varargs", "kwargs", "self"}
_OPERATIONS = (  # what an unknown field takes part in without an end of the reading
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__rtruediv__",
    "__floordiv__", "__rfloordiv__", "__mod__", "__rmod__", "__pow__", "__rpow__", "__neg__", "__pos__",
    "__lt__", "__le__", "__gt__", "__ge__", "__call__",
)  # fmt: skip


def check_templates(config: Path, forms: Iterable[Form]) -> tuple[Problem, ...]:
    """The problems of an office's own templates; none where it has none.

    A template with problems is not used: papers are written into the packaged one until it is mended.
    """
    asked = asked_by(forms)
    there = sorted((config / OWN).glob("*.docx")) if (config / OWN).is_dir() else []
    return tuple(problem for file in there if not file.name.startswith("~$") for problem in _of(file, asked))


def _of(file: Path, asked: Asked) -> Iterator[Problem]:
    if file.stem not in _KINDS:
        accepted = Wording("{names}", {"names": ", ".join(f"{kind}.docx" for kind in _KINDS)})
        yield worded(str(file), 0, "", "this is the template of no paper", accepted)
        return
    try:
        content = file.read_bytes()
        lines = list(lines_with_tags(docx.Document(io.BytesIO(content))))
    except Exception:  # the readers of zip, XML and Word files have many of their own
        yield worded(str(file), 0, "", "this is no Word file", "a .docx, saved by Word or Google Docs")
        return
    yield from problems_of(str(file), file.stem, content, lines, asked)


def problems_of(
    file: str, kind: str, content: bytes, lines: Sequence[Line], asked: Asked
) -> Iterator[Problem]:
    """What a template names that its papers do not have, and tags that are broken, each where it stands.

    It is filled in as where all answers are yes and as where all are no. Whatever it raises is its problem.
    """
    fields = fields_of(kind)
    broken = [(line, error) for line in lines if (error := _broken(line))]
    for line, error in broken:
        accepted, why = Wording("{tag}", {"tag": "{{ … }}"}), {"reason": error}
        yield _told(file, line, "this tag is broken: {reason}", accepted, why)
    if broken:
        return
    unknown: dict[str, None] = {}
    errors: dict[Problem, None] = {}
    for yes in (True, False):
        try:
            filled(content, sample_of(fields, asked, yes=yes), _noting(unknown))
        except Exception as error:  # whatever a template of people's does
            if not (unknown and isinstance(error, UndefinedError)):
                errors[_unfilled(file, error, lines)] = None
    if not errors:
        unknown |= dict.fromkeys(_named_anywhere(content) - fields.keys())
    yield from errors
    for name in unknown:
        near = get_close_matches(name, list(all_names(fields, asked)), n=3)
        accepted = Wording("{names}", {"names": ", ".join(near or fields)})
        place = next((line for line in lines if any(name in tag for tag in line.tags)), None)
        yield _told(file, place, 'unknown field "{name}"', accepted, {"name": name})


def _named_anywhere(content: bytes) -> set[str]:
    """What a template that was filled in names, in branches that no made-up value leads to, too.

    What it gives a name to anywhere is left out.
    """
    made = environment(ChainableUndefined)
    names = [one for source in prepared(content).codes for one in made.parse(source).find_all(Name)]
    given = {one.name for one in names if one.ctx != "load"}
    return {one.name for one in names} - given - made.globals.keys() - _JINJAS


def _unfilled(file: str, error: Exception, lines: Sequence[Line]) -> Problem:
    """Why a template takes no values, and where."""
    if isinstance(error, TemplateSyntaxError):
        accepted = Wording("{tags}", {"tags": "{% for … %} … {% endfor %}"})
        place, why = never_closed(lines) or place_of(error, lines), {"reason": _reason(error)}
        return _told(file, place, "the tags do not fit together: {reason}", accepted, why)
    why = {"reason": _reason(error)}
    allowed = "what the field's kind allows, as docs/paper-fields.md tells it"
    return _told(file, place_of(error, lines), "this cannot be filled in: {reason}", allowed, why)


def _told(
    file: str, line: Line | None, message: str, accepted: str | Wording, values: Mapping[str, str | Wording]
) -> Problem:
    number, text = (line.number, _shown(line.text)) if line else (0, "")
    return worded(file, number, text, message, accepted, values=values)


def _broken(line: Line) -> str | Wording:
    """Why the tags of one paragraph cannot be read; "" where each can, whether or not they fit together."""
    for opened, closed in (("{{", "}}"), ("{%", "%}")):
        if line.text.count(opened) != line.text.count(closed):
            return Wording("not every {opened} has its {closed}", {"opened": opened, "closed": closed})
    for tag in line.tags:
        try:
            environment(ChainableUndefined).compile(_alone(tag))
        except Exception as error:  # RecursionError, too
            return _reason(error)
    return ""


def _alone(tag: str) -> str:
    """A tag that can be read by itself: {% if … %} with its end, "" for one that needs others around it."""
    word = re.match(r"\{%[-+]?\s*(el)?(if|for)\b", tag)
    if tag.startswith("{{"):
        return tag
    return f"{tag.replace('elif', 'if', 1)}{{% end{word[2]} %}}" if word else ""


def _reason(error: Exception) -> str | Wording:
    """What went wrong; where a way of writing is misspelt, with those that there are."""
    if not isinstance(error, TemplateError):
        return f"{type(error).__name__}: {error}"
    reason = error.message or str(error)
    misspelt = re.match("No filter named '(.+)'", reason)
    if misspelt is None:
        return reason
    values = {"name": misspelt[1], "names": ", ".join(FILTERS)}
    return Wording('no value is written as "{name}" ({names})', values)


def _noting(unknown: dict[str, None]) -> type[ChainableUndefined]:
    """An undefined value that notes what was asked for and lets the rest of the template be looked at."""

    class Noting(ChainableUndefined):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            if isinstance(self._undefined_name, str):  # else a line that a list does not have
                unknown[self._undefined_name] = None

    for operation in _OPERATIONS:
        setattr(Noting, operation, _itself)
    return Noting


def _itself(undefined: object, *_: object) -> object:
    return undefined


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
