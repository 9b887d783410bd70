"""Papers before anything of them is kept: rendered into the office's templates, as PDF where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.papers import Paper
from sync.documents import find_template, render, to_pdf
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
    drafts = [
        Draft(paper, safe_stem(paper.title, ""), word, pdfs.get(paper.key), broken)
        for paper in papers
        for word, broken in [words[paper.key]]
    ]
    return drafts, why


def rendered(office: Office, paper: Paper) -> tuple[bytes, NithetError | None]:
    """A paper as .docx, and what is wrong with the office's own template where the packaged one was used."""
    template = find_template(office.settings.config, paper.kind)
    if not template.own:
        return render(paper, template), None
    try:
        return render(paper, template), None
    except NithetError as error:
        broken = error
    except Exception as error:  # whatever a Word file of people's does to its readers
        reason = f"{type(error).__name__}: {error}"
        broken = NithetError("template-broken", file=template.file, reason=reason)
    return render(paper, find_template(office.settings.config, paper.kind, packaged=True)), broken
