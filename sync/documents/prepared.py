"""Word templates made ready for many papers: read, taken apart and compiled once for each content.

docxtpl would read, patch and compile a template anew for every paper, and write out its styles, which
are ten times what a paper says, each time. It still writes every paper here, but into a small Word file
that has only the parts that it writes values into, the moving ones, and what was made of their tags is
remembered. The parts at rest are put back as docxtpl would have left them: a paper's bytes are the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from types import CodeType
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment

from sync.documents.packing import MOMENT, Packed, packed_parts, settled

_KEPT = 32  # twice the kinds of papers: an office's own templates beside the packaged ones
_MOVING_RELATIONS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
_MOVING_TYPES = (CONTENT_TYPE.OPC_CORE_PROPERTIES, CONTENT_TYPE.WML_FOOTNOTES)

Codes = MutableMapping[str, CodeType]
"""A template's text -> what jinja2 made of it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template taken apart: `moving` is a Word file whose parts at rest are empty, `resting` are those.

    `patched` are docxtpl's texts for jinja2 by the XML that they come of, `codes` what those were made
    into. Both hold what stands in the template alone, nothing of any paper.
    """

    moving: bytes
    resting: Mapping[str, Packed]
    patched: MutableMapping[str, str] = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)


class RememberingTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """The moving parts of a prepared template, each patched once."""

    def __init__(self, template: Prepared) -> None:
        super().__init__(io.BytesIO(template.moving))
        self._patched = template.patched

    def patch_xml(self, src_xml: str) -> str:
        """The text for jinja2 of a part's XML."""
        if (made := self._patched.get(src_xml)) is None:
            made = self._patched[src_xml] = super().patch_xml(src_xml)
        return made

    def render_footnotes(self, context: dict[str, Any], jinja_env: SandboxedEnvironment) -> None:
        """Write values into footnotes once: docxtpl does it for each section, reading values as tags."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
                text = self.patch_xml(part.blob.decode())
                part._blob = self.render_xml_part(text, part, context, jinja_env).encode()


class RememberingEnvironment(SandboxedEnvironment):
    """An environment that makes code of a text once; `codes` are of environments set up in the same way.

    What is undefined in a text shows when its code runs: environments may differ in that.
    """

    codes: Codes

    def from_string(
        self,
        source: Any,
        globals: Any = None,
        template_class: type[Template] | None = None,
    ) -> Template:
        """The template of a text. Raises TemplateError for tags that cannot be read."""
        if (code := self.codes.get(source)) is None:
            code = self.codes[source] = self.compile(source)
        kind = template_class or self.template_class
        return kind.from_code(self, code, self.make_globals(globals))


@lru_cache(maxsize=_KEPT)
def prepared(content: bytes) -> Prepared:
    """A template's content made ready, once for each content: a template that was changed is another."""
    whole = packed_parts(settled(_saved(_opened(content))))
    document = _opened(content)
    moving = {part.partname for part in _moving(document)}
    resting = [part for part in document.part.package.iter_parts() if part.partname not in moving]
    for part in resting:
        _empty(part)
    names = [part.partname.membername for part in resting]
    return Prepared(_saved(document), {name: whole[name] for name in names})


def _opened(content: bytes) -> Document:
    """A template that says when it was made: python-docx would say now for one that does not."""
    document = docx.Document(io.BytesIO(content))
    relations = document.part.package.rels.values()
    if all(one.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for one in relations):
        document.core_properties.modified = datetime(*MOMENT, tzinfo=UTC)
    return document


def _saved(document: Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _moving(document: Document) -> Iterator[Part]:
    """The parts that docxtpl writes values into."""
    yield document.part
    for relation in document.part.rels.values():
        if relation.reltype in _MOVING_RELATIONS:
            yield relation.target_part
    for part in document.part.package.iter_parts():
        if part.content_type in _MOVING_TYPES:
            yield part


def _empty(part: Part) -> None:
    """Take out what a part says; one that is read as XML keeps its outermost element."""
    if isinstance(part, XmlPart):
        for child in list(part.element):
            part.element.remove(child)
    else:
        part._blob = b""
