"""Files of other kinds: kept as they were uploaded, and given back to be saved, never shown."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.workspace import contents
from sync.workspace.drive.downloads import ranged
from sync.workspace.pages import page
from sync.workspace.store import Store


def view(request: Request) -> Response:
    """GET /file/d/{id}/view: the file's content, as an attachment."""
    store: Store = request.app.state.store
    file_id = request.path_params["id"]
    row = store.connection.execute(
        "SELECT mime, name FROM files WHERE id = ? AND NOT trashed", (file_id,)
    ).fetchone()
    content = contents.read(store, file_id) if row else None
    if content is None:
        return page("missing.html", 404, what="file")
    return ranged(content, row["mime"], row["name"], request.headers.get("range", ""))


routes = [Route("/file/d/{id}/view", view, methods=["GET"])]
