"""A paper into its template: a Word file, the same bytes for the same paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from forms.papers import Paper
from sync.documents.naming import fields_of, named
from sync.documents.templates import Template
from sync.documents.writing import FILTERS, written
from sync.errors import NithetError

_MOMENT = (1980, 1, 1, 0, 0, 0)  # what a Word file says of when its parts were packed


def render(paper: Paper, template: Template) -> bytes:
    """The paper as a .docx. Raises NithetError template-broken, with the template and what is wrong in it."""
    try:
        return filled(template.content, named(fields_of(paper.kind), paper.values), StrictUndefined)
    except TemplateError as error:
        raise NithetError("template-broken", file=template.file, reason=error.message or error) from error


def filled(content: bytes, values: Mapping[str, object], undefined: type[Undefined]) -> bytes:
    """A template's content with these values in their places; what people wrote is text, never a tag."""
    document = DocxTemplate(io.BytesIO(content))
    document.render(dict(values), environment(undefined), autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return settled(made.getvalue())


def environment(undefined: type[Undefined]) -> SandboxedEnvironment:
    """Templates come from staff: they read values and nothing of Python's."""
    made = SandboxedEnvironment(undefined=undefined, autoescape=True, finalize=_finalised)
    made.filters |= FILTERS
    return made


def _finalised(value: Any) -> Any:
    return value if isinstance(value, Undefined) or hasattr(value, "__html__") else written(value)


def settled(content: bytes) -> bytes:
    """A Word file packed anew, with nothing in it that tells when."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(name))
    return made.getvalue()
