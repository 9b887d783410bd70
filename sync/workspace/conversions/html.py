"""HTML that comes from others: what of it may be shown, and what LibreOffice may be given of it."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from typing import Any

from sync.workspace.conversions import encodings, package

_SHOWN = {
    "a", "b", "blockquote", "br", "code", "del", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_GONE = {
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "meta", "base",
    "form", "input", "button", "select", "textarea", "svg", "math", "audio", "video", "source", "track",
    "template", "noscript", "title", "head",
}  # fmt: skip
_ATTRIBUTES = {"href", "src", "alt", "id", "colspan", "rowspan"}
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_FETCHING = re.compile(r"url\s*\(|@import|expression|\\|image-set|src\s*\(", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page says its encoding
_STAYS = {"style", "head", "title"}  # of what goes, what LibreOffice reads looks from


def of_docx(docx: bytes) -> str:
    """A document's body as HTML: headings, lists, tables, links and pictures; nothing that could act."""
    import mammoth  # noqa: PLC0415 - a start of the workspace should not wait for it

    package.check(docx)
    try:
        return shown(str(mammoth.convert_to_html(BytesIO(docx)).value))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise package.unreadable() from None


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body>{body}</body></html>"
    )


def shown(fragment: str) -> str:
    """A fragment with none but harmless elements, attributes and addresses."""
    from lxml import html  # noqa: PLC0415 - see `of_docx`

    if not fragment.strip():
        return ""
    root = html.fragment_fromstring(fragment, create_parent="div")
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str) or element.tag in _GONE:
            element.drop_tree()
        elif element.tag not in _SHOWN:
            element.drop_tag()
        else:
            _bare(element)
    inner = escape(root.text or "") + "".join(html.tostring(part, encoding="unicode") for part in root)
    return str(inner)


def _bare(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        harmless = name in _ATTRIBUTES
        if name == "href":
            harmless = bool(_LINK.match(value.strip()))
        elif name == "src":
            harmless = bool(_PICTURE.fullmatch(value.strip()))
        if not harmless:
            del element.attrib[name]


def tamed(content: bytes, charset: str = "") -> bytes:
    """A page for LibreOffice: with its looks, without anything that it would run or fetch.

    Its encoding is `charset`, which goes before what the page says of itself, as in a browser; then that;
    then what it looks like.
    """
    from lxml import html  # noqa: PLC0415 - see `of_docx`

    own = _CHARSET.search(content[:_HEAD])
    text = encodings.decoded(content, charset if encodings.named(charset) else _said(own))
    parser = html.HTMLParser(encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode() or b"<p></p>", parser=parser)
    except (ValueError, SyntaxError):
        raise package.unreadable() from None
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag in _GONE - _STAYS or (element.tag == "style" and _fetches(element.text)):
            element.drop_tree()
        else:
            _still(element)
    return bytes(
        html.tostring(root, encoding="utf-8", include_meta_content_type=True, doctype="<!DOCTYPE html>")
    )


def _said(own: re.Match[bytes] | None) -> str:
    return own[1].decode("ascii", "replace") if own else ""


def _fetches(text: str | None) -> bool:
    return bool(_FETCHING.search(text or ""))


def _still(element: Any) -> None:
    """Take away what an element would do or fetch; links that a reader follows by hand stay."""
    for name, value in list(element.attrib.items()):
        if name == "src":
            keep = bool(_PICTURE.fullmatch(value.strip()))
        elif name == "href":
            keep = element.tag == "a" and bool(_LINK.match(value.strip()))
        elif name == "style":
            keep = not _fetches(value)
        else:
            keep = not name.startswith("on") and not re.search(r"://|^\s*//|file:|javascript:", value)
            keep = keep and name not in {"background", "srcset", "data", "poster", "action", "formaction"}
        if not keep:
            del element.attrib[name]
