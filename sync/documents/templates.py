"""Word templates: an office's own before the packaged one of that kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from forms.papers import PaperKind
from sync.packaged import folder

OWN = "documents"  # the folder of an office's own templates, in its configuration


@dataclass(frozen=True, slots=True)
class Template:
    """A Word file that papers of a kind are written into. `own` is the office's, not the packaged one."""

    kind: PaperKind
    file: Path
    content: bytes
    own: bool


def own_file(config: Path, kind: PaperKind) -> Path:
    """Where an office's own template of a kind lies, if it has one."""
    return config / OWN / f"{kind}.docx"


def find_template(config: Path, kind: PaperKind, *, packaged: bool = False) -> Template:
    """The office's own template, config/documents/<kind>.docx, else the packaged one (always, if asked)."""
    own = own_file(config, kind)
    if not packaged and own.is_file():
        return Template(kind, own, own.read_bytes(), own=True)
    file = folder("templates") / "documents" / f"{kind}.docx"
    return Template(kind, file, file.read_bytes(), own=False)


def is_packaged(kind: PaperKind) -> bool:
    """Whether a template of that kind came with nithet."""
    return (folder("templates") / "documents" / f"{kind}.docx").is_file()
