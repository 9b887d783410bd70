"""The small marks of a sheet (notes, ticks, filters); their Thai words are in sheet_marks.html."""

from __future__ import annotations

from typing import Any, Protocol, cast

from markupsafe import Markup

from sync.workspace.pages import environment


class Marks(Protocol):
    """The template's macros."""

    def note(self, name: str, cell: str, text: str) -> Markup:
        """A note's corner and, behind it, its text; `name` is unique on the page."""

    def tick(self, ticked: bool) -> Markup:
        """A checkbox."""

    def funnel(self, active: bool) -> Markup:
        """The sign of a filter at the head of a column; `active` where it hides rows."""

    def chip(self, content: Markup) -> Markup:
        """What was chosen from a list."""

    def group(self, folded: bool) -> Markup:
        """The sign beside a group of rows or columns."""

    def slicer(self, title: str, active: bool) -> Markup:
        """A slicer's box; `active` where it hides rows."""

    def unknown_chart(self, title: str) -> Markup:
        """What stands in the place of a chart of a kind that is not drawn."""


_module: Any = environment.get_template("sheet_marks.html").module
marks = cast(Marks, _module)
