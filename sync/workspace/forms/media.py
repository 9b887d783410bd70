"""Pictures and videos of a form: where they lie, how wide they are, and Google's refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from sync.workspace.errors import Refusal

WIDEST = 740
_YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}


def images_of(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every picture of an item: its own, its question's, those of options and of a grid's columns."""
    parts = [item.get(kind, {}) for kind in ("imageItem", "questionItem", "questionGroupItem")]
    yield from (part["image"] for part in parts if "image" in part)
    choices = [
        parts[1].get("question", {}).get("choiceQuestion", {}),
        parts[2].get("grid", {}).get("columns", {}),
    ]
    for options in choices:
        yield from (option["image"] for option in options.get("options", []) if "image" in option)


def settle(item: dict[str, Any], known: set[str]) -> None:
    """Take the given sources as the pictures' contents; Refusal 400 for what is no picture or video.

    `known` are the contents that the form's pictures had before: a picture that was read comes back
    with its `contentUri` alone. Google copies a picture when it is inserted; the workspace fetches
    nothing, so that its `contentUri` is the source itself.
    """
    if "imageItem" in item and "image" not in item["imageItem"]:
        raise Refusal(400, "Image items must have an image.")
    for image in images_of(item):
        source = image.pop("sourceUri", "") or (
            image.get("contentUri", "") if image.get("contentUri") in known else ""
        )
        if not _is_web(source):
            raise Refusal(400, f"Invalid image source URI: '{source}'. It must be a public http(s) URI.")
        image["contentUri"] = source
        _check_width(image.get("properties", {}))
    if "videoItem" in item:
        video = item["videoItem"].get("video", {})
        address = video.get("youtubeUri", "")
        if not _is_web(address) or urlsplit(address).hostname not in _YOUTUBE:
            raise Refusal(400, f"Invalid video URI: '{address}'. It must be a YouTube URI.")
        _check_width(video.get("properties", {}))


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _check_width(properties: dict[str, Any]) -> None:
    if not 0 <= properties.get("width", 0) <= WIDEST:
        raise Refusal(400, f"Media width must be between 0 and {WIDEST}, inclusive.")
