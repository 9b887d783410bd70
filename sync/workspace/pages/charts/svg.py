"""SVG elements, every value escaped."""

from __future__ import annotations

from markupsafe import Markup

INK, SOFT, LINE = "#3c4043", "#5f6368", "#e3e5e8"
Value = str | float | int


def element(name: str, *content: Markup | str, **attributes: Value) -> Markup:
    """An element; `text_anchor` is written text-anchor, numbers with at most one decimal."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _written(value))
        for key, value in attributes.items()
        if value != ""
    )
    body = Markup("").join(content)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, body)


def label(words: str, x: float, y: float, size: float = 12, **attributes: Value) -> Markup:
    """A text whose baseline begins (or with text_anchor ends, or is centred) at a point."""
    styled: dict[str, Value] = {"fill": SOFT, "font_size": size, **attributes}
    return element("text", words, x=x, y=y, **styled)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, width: float = 1) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)


def rectangle(x: float, y: float, width: float, height: float, fill: str, *content: Markup) -> Markup:
    """A filled rectangle."""
    return element("rect", *content, x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill)


def _written(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
