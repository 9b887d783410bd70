"""Someone who fills a form in: their browser without scripts, or a machine that sends all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

Fields = dict[str, list[str]]


@dataclass
class Shown:
    """A page as it came: its fields with what is in them, its texts by class, its links."""

    status: int
    url: str
    html: str
    fields: Fields = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    texts: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The first heading."""
        return self.texts["h1"][0]

    @property
    def problems(self) -> list[str]:
        """The messages beside wrong answers."""
        return self.texts.get("problem", [])

    @property
    def progress(self) -> str:
        """Such as "ส่วนที่ 1 จาก 4"."""
        return next((text for text in self.texts.get("small", []) if text.startswith("ส่วนที่")), "")


class _Reader(HTMLParser):
    """Gathers the fields that a browser would send, and the texts of elements by tag and class."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown, self._open, self._select, self._textarea = shown, list[list[str]](), "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in {"input", "link", "meta", "img", "br"}:
            self._open.append([tag, *given.get("class", "").split()])
        if tag == "a" and "href" in given:
            self.shown.links.append(given["href"])
        if tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given["name"]
            self.shown.names.add(self._select)
        elif tag == "textarea":
            self._textarea = given["name"]
            self.shown.names.add(self._textarea)
        elif tag == "option" and "selected" in given:
            self._keep(self._select, given.get("value", "\0"))

    def _input(self, given: Mapping[str, str]) -> None:
        if given["type"] in {"radio", "checkbox"}:
            self.shown.names.add(given["name"])
            if "checked" not in given:
                return
        elif given["type"] != "hidden":
            self.shown.names.add(given["name"])
        self._keep(given["name"], given.get("value", ""))

    def _keep(self, name: str, value: str) -> None:
        self.shown.fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._keep(self._textarea, data.removeprefix("\n").rstrip("\n"))
        if "option" in {names[0] for names in self._open[-1:]}:
            chosen = self.shown.fields.get(self._select, [])
            self.shown.fields.update({self._select: [data if value == "\0" else value for value in chosen]})
        if data.strip():
            for name in {name for names in self._open for name in names}:
                self.shown.texts.setdefault(name, []).append(" ".join(data.split()))


def read(response: requests.Response) -> Shown:
    """A page as a browser without scripts holds it."""
    shown = Shown(response.status_code, response.url, response.text)
    _Reader(shown).feed(response.text)
    return shown


class Respondent:
    """Fills in one form; `page` is what is before them."""

    def __init__(self, address: str, form_id: str, query: str = "") -> None:
        self.base = f"{address}/forms/d/e/{form_id}"
        self.session = requests.Session()
        self.page = read(self.session.get(f"{self.base}/viewform{query}"))

    def press(self, button: str, **typed: str | list[str]) -> Shown:
        """Type into fields of the page (given as e<number>), press a button of that name."""
        for name, value in typed.items():
            field_name = f"entry.{name[1:]}" if name[1:].replace("_", "")[:1].isdigit() else name
            assert field_name in self.page.names, f"{field_name} is not on the page"
            self.page.fields[field_name] = value if isinstance(value, list) else [value]
        pairs = [(name, value) for name, values in self.page.fields.items() for value in values]
        response = self.session.post(f"{self.base}/formResponse", data=[*pairs, (button, "1")])
        self.page = read(response)
        return self.page


def send(address: str, form_id: str, fields: Mapping[str, Any], **headers: str) -> requests.Response:
    """All fields in one POST, as a machine does; it is answered in JSON."""
    return requests.post(
        f"{address}/forms/d/e/{form_id}/formResponse",
        data=fields,
        headers={"Accept": "application/json", **headers},
        timeout=10,
    )
