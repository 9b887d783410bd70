"""Papers before anything of them is kept: rendered into the office's templates, as PDF where that can be."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count

from forms.papers import Paper
from sync.documents import find_template, render, to_pdf
from sync.documents.templates import own_file
from sync.errors import NithetError
from sync.pipeline.office import Office
from sync.pipeline.papers.files import safe_stem


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as files; `pdf` is None where none could be made, `broken` what is wrong with its template."""

    paper: Paper
    stem: str
    word: bytes
    pdf: bytes | None
    broken: NithetError | None


def drafted(office: Office, papers: Sequence[Paper]) -> tuple[list[Draft], NithetError | None]:
    """The papers as files, all PDFs in one batch, and why there are none of these where there are none.

    Raises NithetError template-broken where neither the office's own template nor the packaged one fits.
    """
    words = {paper.key: rendered(office, paper) for paper in papers}
    try:
        pdfs, why = to_pdf({key: word for key, (word, _) in words.items()}), None
    except NithetError as error:
        pdfs, why = {}, error
    drafts: list[Draft] = []
    for paper in papers:
        stem = _free(paper.title, {draft.stem.casefold() for draft in drafts})
        word, broken = words[paper.key]
        drafts.append(Draft(paper, stem, word, pdfs.get(paper.key), broken))
    return drafts, why


def _free(title: str, taken: Collection[str]) -> str:
    """A name for a paper's files that no other of them has."""
    names = (safe_stem(title, f" ({number})" if number > 1 else "") for number in count(1))
    return next(name for name in names if name.casefold() not in taken)


def rendered(office: Office, paper: Paper) -> tuple[bytes, NithetError | None]:
    """A paper as .docx, and what is wrong with the office's own template where the packaged one was used."""
    packaged = find_template(office.settings.config, paper.kind, packaged=True)
    own = own_file(office.settings.config, paper.kind)
    if not own.is_file():
        return render(paper, packaged), None
    try:
        return render(paper, find_template(office.settings.config, paper.kind)), None
    except NithetError as error:
        broken = error
    except Exception as error:  # whatever a Word file of people's does to its readers, or Word to the file
        reason = f"{type(error).__name__}: {error}"
        broken = NithetError("template-broken", file=own, reason=reason)
    return render(paper, packaged), broken


def template_digest(office: Office, paper: Paper) -> str:
    """What changes with the template that a paper is written into; "" for one that cannot be read."""
    try:
        return hashlib.sha256(find_template(office.settings.config, paper.kind).content).hexdigest()
    except OSError:
        return ""
