"""Mail of papers to subject, plain text and HTML: which were made, and what the reader is to do with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment

from forms.model import Organisation, Period
from forms.papers.model import PaperKind
from forms.thai import thai_date, thai_period
from sync.mail.message import Attachment, Rendered
from sync.mail.writing import environment, short, web_only, written

_TITLE = 120  # letters of a title that a subject can carry
_NAMED = 4  # attachments by their names: more are called as their papers are, in the list above
_LINE = 300  # of one in the list


@dataclass(frozen=True, slots=True)
class MailedPaper:
    """A paper in the list: its title in Thai, whom or what it is about ("": the office), its Google Doc."""

    title: str
    about: str
    link: str | None


@dataclass(frozen=True, slots=True)
class MailedPapers:
    """Papers of one kind and period that go to one reader together.

    `kind_title` is the kind's Thai name. `period` is what they tell of, of kind "day" for papers of one
    record. `as_word` says in Thai why .docx and no PDF goes along, "" with PDF. `too_large`: files are left
    out, and the reader is led to links or to the office's folder. `closed` is the day on which they should
    have been made, None where that was kept.
    """

    kind: PaperKind
    kind_title: str
    period: Period
    papers: tuple[MailedPaper, ...]
    attachments: tuple[Attachment, ...]
    as_word: str = ""
    too_large: bool = False
    closed: date | None = None


def render_papers(mailed: MailedPapers, organisation: Organisation) -> Rendered:
    """The mail that brings papers to one reader, with its attachments (none where they are too large)."""
    papers = [
        {
            "title": short(paper.title, _LINE),
            "about": "" if paper.about in paper.title else paper.about,
            "link": web_only(paper.link),
        }
        for paper in mailed.papers
    ]
    attachments = () if mailed.too_large else mailed.attachments
    values: dict[str, Any] = {
        "mailed": mailed,
        "papers": papers,
        "attachments": attachments,
        "few": _NAMED,
        "office": organisation,
        "subject_title": short(mailed.papers[0].title, _TITLE) if mailed.papers else "",
        "of_record": mailed.period.kind == "day",
        "last_day": mailed.period.end - timedelta(days=1),
        "linked": any(paper["link"] for paper in papers),
    }
    return replace(written(_environment(), "papers", values), attachments=attachments)


@cache
def _environment() -> Environment:
    return environment(
        {
            "count": lambda number: f"{number:,}",
            "date": lambda day: thai_date(day, "long"),
            "period": thai_period,
        }
    )
