"""What the pages look like: style sheets of templates/pages/ and the Sarabun font from its wheel."""

from __future__ import annotations

from pathlib import Path

import fontpkg_sarabun
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from sync.workspace.pages import TEMPLATES

_FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
_LONGEST_NAME = 100
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def _file(folder: Path, name: str, kind: str, max_age: int) -> FileResponse:
    path = folder / Path(name).name
    if len(name) > _LONGEST_NAME or not path.is_file():
        raise HTTPException(404)
    headers = {"Cache-Control": f"public, max-age={max_age}", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=kind, headers=headers)


def style(request: Request) -> FileResponse:
    """A style sheet, script or drawing that lies in templates/pages/."""
    name = Path(request.path_params["name"]).name
    kind = _KINDS.get(Path(name).suffix)
    if kind is None:
        raise HTTPException(404)
    return _file(TEMPLATES, name, kind, max_age=60)


def font(request: Request) -> FileResponse:
    """One weight of Sarabun: Regular, Medium, SemiBold, Bold, Italic, …"""
    return _file(_FONTS, f"Sarabun-{request.path_params['weight']}.ttf", "font/ttf", max_age=31_536_000)


routes = [
    Route("/_workspace/look/{name}", style, methods=["GET"]),
    Route("/_workspace/fonts/Sarabun-{weight}.ttf", font, methods=["GET"]),
]
