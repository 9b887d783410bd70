"""The icons that files' `iconLink` leads to: a sheet of paper in the colour of its kind."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.workspace import files

_COLOURS = {
    files.SPREADSHEET: "#0f9d58",
    files.DOCUMENT: "#4285f4",
    files.FORM: "#7627bb",
    files.FOLDER: "#8f8f8f",
    "application/pdf": "#db4437",
}
_PAPER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
    '<path d="M3 1h7l3 3v11H3z" fill="{}"/><path d="M10 1v3h3z" fill="#fff" fill-opacity=".5"/></svg>'
)


def _icon(request: Request) -> Response:
    """GET /icons/16/{kind}."""
    svg = _PAPER.format(_COLOURS.get(request.path_params["mime"], "#5f6368"))
    return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


routes = [Route("/icons/16/{mime:path}", _icon, methods=["GET"])]
