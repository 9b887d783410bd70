"""What is wrong with templates that staff changed: every problem at once, by file and paragraph."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from jinja2 import ChainableUndefined, TemplateError

from forms.model import Form, Problem, Wording
from forms.model.problems import worded
from forms.papers import PaperKind
from sync.documents.naming import Asked, all_names, asked_by, fields_of, sample_of
from sync.documents.render import environment, filled
from sync.documents.templates import OWN
from sync.documents.writing import FILTERS

_KINDS: tuple[str, ...] = get_args(PaperKind)
_SHOWN = 60  # characters of a paragraph that are enough to find it by


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
        document = docx.Document(io.BytesIO(content))
    except (OSError, BadZipFile, PackageNotFoundError, KeyError, ValueError):
        yield worded(str(file), 0, "", "this is no Word file", "a .docx, saved by Word or Google Docs")
        return
    yield from problems_of(str(file), file.stem, content, document, asked)


def problems_of(file: str, kind: str, content: bytes, document: Document, asked: Asked) -> Iterator[Problem]:
    """What a template names that its papers do not have, and tags that are broken, each where it stands."""
    fields, lines = fields_of(kind), list(_paragraphs(document))
    broken = [(n, text, error) for n, text in lines if (error := _broken(text))]
    for number, text, error in broken:
        accepted, why = Wording("{tag}", {"tag": "{{ … }}"}), {"reason": error}
        yield worded(file, number, _shown(text), "this tag is broken: {reason}", accepted, values=why)
    if broken:
        return
    unknown: dict[str, None] = {}
    try:
        filled(content, sample_of(fields, asked), _noting(unknown))
    except TemplateError as error:
        reason = error.message or str(error)
        message, accepted = (
            "the tags do not fit together: {reason}",
            Wording("{tags}", {"tags": "{% for … %} … {% endfor %}"}),
        )
        yield worded(file, 0, "", message, accepted, values={"reason": reason})
    for name in unknown:
        number, text = next(((n, text) for n, text in lines if _names(text, name)), (0, ""))
        near = get_close_matches(name, list(all_names(fields, asked)), n=3)
        accepted = Wording("{names}", {"names": ", ".join(near or fields)})
        yield worded(
            file,
            number,
            _shown(text),
            'unknown field "{name}"',
            accepted,
            values={"name": name},
        )


def _paragraphs(document: Document) -> Iterator[tuple[int, str]]:
    """Every paragraph that has a tag, cells, headers and footers among them, with its number."""
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    number = 0
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            number += 1
            text = "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
            if "{{" in text or "{%" in text:
                yield number, text


def _broken(text: str) -> str | Wording:
    """Why the tags of one paragraph cannot be read; "" where each can, whether or not they fit together."""
    for opened, closed in (("{{", "}}"), ("{%", "%}")):
        if text.count(opened) != text.count(closed):
            return Wording("not every {opened} has its {closed}", {"opened": opened, "closed": closed})
    for tag in text.split("{{")[1:]:
        try:
            environment(ChainableUndefined).compile("{{" + tag.partition("}}")[0] + "}}")
        except TemplateError as error:
            return _worded(error.message or str(error))
    return ""


def _worded(reason: str) -> str | Wording:
    """Jinja's reason; where a way of writing is misspelt, with those that there are."""
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
            if self._undefined_name:
                unknown[self._undefined_name] = None

    return Noting


def _names(text: str, name: str) -> bool:
    return any(name in tag for tag in text.replace("{%", "{{").split("{{")[1:])


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
