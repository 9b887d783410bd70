"""Who may come in: programs by their tokens, controls from this machine only, people by their sign-in.

A form's page is open as its form is, as on Google: whoever may respond needs no password of the
workspace. A response may be posted from any page, again as on Google, but then it is nobody's: the
cookie of who signed in counts for posts of our own pages only. Every other post of a page elsewhere
is refused.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.workspace.access import accounts, visitors
from sync.workspace.access.visitors import Visitor
from sync.workspace.errors import Refusal, answer
from sync.workspace.pages import page

API = (
    *("/v4/", "/v1/", "/drive/", "/upload/", "/resumable/", "/batch"),
    *("/token", "/oauth2/", "/revoke", "/o/oauth2/token", "/o/oauth2/revoke"),
)
"""Where programs ask: what is there needs a token, or gives one for what only its owner knows."""

# How Google's other APIs begin: /calendar/v3/…, /v2beta/…, /$discovery/rest
_OTHER_API = re.compile(r"/(\$discovery/|([a-z]+/)?v\d+((alpha|beta)\d*)?/).*")

_LOOK = ("/_workspace/look/", "/_workspace/fonts/", "/icons/")
_SIGNING_IN = {"/sign-in", "/sign-out", "/auth", "/o/oauth2/auth", "/o/oauth2/v2/auth", "/o/oauth2/consent"}
_FORM = re.compile(r"/forms/d/(e/)?[^/]+/(viewform|formResponse)")
_EXPORT = re.compile(r"/(spreadsheets|document)/d/[^/]+/export")  # with a token it is a program that asks
_FILE = re.compile(r"/(?!forms/)[a-z]+/d/(?P<id>[^/]+)")
_OWN_NAMES = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Access:
    """Where the workspace listens, and the password of its pages ("" on loopback: they are open)."""

    host: str = "127.0.0.1"
    password: str = ""

    def is_right(self, password: str) -> bool:
        """Whether this is the password."""
        return hmac.compare_digest(self.password.encode(), password.encode())

    @property
    def reached_at(self) -> str:
        """The name in the workspace's own address: the host, or loopback where it listens everywhere."""
        if self.host in {"0.0.0.0", "::"}:  # noqa: S104 - only told apart
            return "127.0.0.1"
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def names(self) -> list[str]:
        """The names under which the workspace answers; a page elsewhere may have its own name lead here."""
        if self.host in {"0.0.0.0", "::"}:  # noqa: S104 - only told apart
            return ["*"]
        return ["127.0.0.1", "localhost", "[::1]", self.reached_at]


def is_api(path: str) -> bool:
    """Whether a path looks like one of Google's APIs, one that the workspace knows or any other."""
    return path.startswith(API) or _OTHER_API.fullmatch(path) is not None


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def cookie_name(request: Request) -> str:
    """The cookie of who signed in; browsers do not tell ports apart, so its name does."""
    return f"nithet-workspace-{request.url.port or 80}"


class Doors:
    """ASGI middleware: lets in, sends to the sign-in, or refuses."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = await self._refused(request)
        if refused is not None:
            await refused(scope, receive, _guarded(send))
        else:
            await self._app(scope, receive, _guarded(send))

    async def _refused(self, request: Request) -> Response | None:
        path = request.url.path
        if path.startswith(_LOOK):
            return None
        if path.startswith("/_workspace/"):
            return None if self._may_control(request, path) else await answer(request, _ELSEWHERE)
        if path.startswith(API) or (_EXPORT.fullmatch(path) and "authorization" in request.headers):
            return None
        visitor = await run_in_threadpool(self._visitor, request)
        if request.method not in {"GET", "HEAD"} and not _from_own_page(request):
            if not _FORM.fullmatch(path):
                return await answer(request, _FOREIGN)
            visitor = Visitor(must_sign_in=visitor.must_sign_in, here=visitor.here)
        visitors.enter(visitor)
        return await run_in_threadpool(self._kept_out, request, visitor, path)

    def _may_control(self, request: Request, path: str) -> bool:
        """Whether a control is asked for by a program of this machine.

        Where the pages are behind a password so are the controls: a proxy before the workspace can
        make strangers look like this machine. `ping` tells nothing that they could use.
        """
        given = unquote(request.headers.get("x-workspace-password", ""))
        knows = path == "/_workspace/ping" or self._access.is_right(given)
        return _from_here(request) and (not self._access.password or knows)

    def _visitor(self, request: Request) -> Visitor:
        token = request.cookies.get(cookie_name(request), "")
        found = visitors.session_of(request.app.state.store, token) if token else None
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        locked = bool(self._access.password)
        if found is None:
            return Visitor(clerk=not locked, must_sign_in=locked, here=here)
        name = accounts.name_of(request.app.state.store, found) if found else ""
        return Visitor(found, clerk=not found, must_sign_in=locked, here=here, name=name)

    def _kept_out(self, request: Request, visitor: Visitor, path: str) -> Response | None:
        """The answer for a visitor who may not see a page; None for who may."""
        if path in _SIGNING_IN or _FORM.fullmatch(path):
            return None
        if not visitor.clerk and not visitor.email:
            return to_sign_in(request, visitor)
        if visitor.clerk:
            return None
        file = _FILE.match(path)
        hidden = file and not visitor.may_see(request.app.state.store, file["id"])
        # Letters are no files: nobody knows here for whom they are but the clerk.
        if hidden or path.startswith("/mail"):
            return page("notice.html", 403, reason="not-yours", form_title="")
        return None


_ELSEWHERE = Refusal(
    403,
    "Controls are answered on the workspace's own machine only, "
    "and with X-Workspace-Password where the pages ask for it.",
)
_FOREIGN = Refusal(403, "This can be sent from the workspace's own pages only.")


def to_sign_in(request: Request, visitor: Visitor) -> Response:
    """To the sign-in and from there back; a program is told so instead."""
    accepted = request.headers.get("accept", "*/*")
    takes_pages = "text/html" in accepted or "*/*" in accepted
    by_script = request.headers.get("sec-fetch-dest") == "empty"
    if request.method in {"GET", "HEAD"} and takes_pages and not by_script:
        return RedirectResponse(f"/sign-in?next={quote(visitor.here, safe='')}", 303)
    return JSONResponse(Refusal(401, "Sign in at /sign-in.").body(), 401)


def _from_here(request: Request) -> bool:
    """Whether a program of this machine asks; a page whose name leads here comes under that name."""
    name = request.url.hostname or ""
    return request.client is not None and is_loopback(request.client.host) and name in _OWN_NAMES


def _from_own_page(request: Request) -> bool:
    """Whether a post comes from a page of ours, or from no page at all.

    Browsers say whence a request comes, and pages cannot make them say another thing.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _guarded(send: Send) -> Send:
    """What every answer says that does not say otherwise: shown in no frame, kept by no cache, what it is."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers.setdefault("X-Frame-Options", "DENY")
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
