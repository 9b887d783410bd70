"""A paper into its template: a Word file, the same bytes for the same paper."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined

from forms.papers import Paper
from sync.documents.naming import fields_of, named
from sync.documents.packing import packed_again
from sync.documents.prepared import Codes, RememberingEnvironment, RememberingTemplate, prepared
from sync.documents.templates import Template
from sync.documents.writing import FILTERS, written
from sync.errors import NithetError


def render(paper: Paper, template: Template) -> bytes:
    """The paper as a .docx. Raises NithetError template-broken, with the template and what is wrong in it."""
    values = named(fields_of(paper.kind), paper.values, packaged=not template.own)
    try:
        return filled(template.content, values, StrictUndefined)
    except TemplateError as error:
        raise NithetError("template-broken", file=template.file, reason=error.message or error) from error


def filled(content: bytes, values: Mapping[str, object], undefined: type[Undefined]) -> bytes:
    """A template's content with these values in their places; what people wrote is text, never a tag."""
    template = prepared(content)
    document = RememberingTemplate(template)
    document.render(dict(values), environment(undefined, template.codes), autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return packed_again(made.getvalue(), template.resting)


def environment(undefined: type[Undefined], codes: Codes | None = None) -> RememberingEnvironment:
    """Templates come from staff: they read values and nothing of Python's. `codes` are a template's."""
    made = RememberingEnvironment(undefined=undefined, autoescape=True, finalize=_finalised)
    made.filters |= FILTERS
    made.codes = {} if codes is None else codes
    return made


def _finalised(value: Any) -> Any:
    return value if isinstance(value, Undefined) or hasattr(value, "__html__") else written(value)
