"""What all mails are written with: templates of templates/mail, names in one line, links to the web alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import category

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from sync.mail.message import Rendered, one_line
from sync.packaged import folder


def environment(filters: Mapping[str, Callable[..., object]]) -> Environment:
    """The templates of mails, with a kind's filters. Keep it: they are long to compile."""
    made = Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=select_autoescape(("html",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_in_one_line,
    )
    made.filters |= filters
    return made


def written(templates: Environment, name: str, values: Mapping[str, Any]) -> Rendered:
    """A mail by the templates <name>.subject.txt, <name>.txt and <name>.html, which knows the subject."""
    subject = one_line(templates.get_template(f"{name}.subject.txt").render(values))
    text = templates.get_template(f"{name}.txt").render(values).strip()
    lines = re.sub(r"\n{3,}", "\n\n", text).splitlines()
    html = templates.get_template(f"{name}.html").render(values, subject=subject)
    return Rendered(subject, "".join(f"{line.rstrip()}\n" for line in lines), css_inline.inline(html))


def web_only(address: str | None) -> str | None:
    """The address where it leads to the web, else None."""
    return address if address and address.startswith(("https://", "http://")) else None


def short(text: str, letters: int) -> str:
    """The beginning of a long text, in one line; no letter loses the marks above and below it."""
    text = one_line(text)
    end = min(letters, len(text))
    while 0 < end < len(text) and category(text[end]) == "Mn":
        end -= 1
    return text if end == len(text) else f"{text[:end].rstrip()}…"


def _in_one_line(value: object) -> object:
    """What a template prints: names of the configuration cannot begin a line, or a header, of their own."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
