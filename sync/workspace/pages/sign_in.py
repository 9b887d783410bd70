"""Signing in on the pages: as a known person, or as the clerk who sees everything."""

from __future__ import annotations

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.workspace.access import accounts, keys, visitors
from sync.workspace.access.tries import Tries
from sync.workspace.doors import Access, cookie_name
from sync.workspace.pages import page
from sync.workspace.store import Store

_LONGEST_ADDRESS = 254


def people(store: Store) -> list[tuple[str, str]]:
    """The addresses and names of the people one can sign in as, those first who were given a name.

    Service accounts are no people.
    """
    found = [one for one in accounts.everybody(store) if keys.account(store, one[0]) is None]
    return sorted(found, key=lambda one: one[1] == one[0].partition("@")[0])


def own_path(text: str) -> str:
    """Where to go after signing in: a path of this server and of no other."""
    safe = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if safe else "/"


async def show(request: Request) -> Response:
    """GET /sign-in?next=…"""
    return await run_in_threadpool(_page, request, own_path(request.query_params.get("next", "/")))


def _page(request: Request, leads_to: str, problem: str = "", email: str = "", status: int = 200) -> Response:
    visitor = visitors.present()
    # Who there is, is told to those only who are in already.
    known = people(request.app.state.store) if visitor.clerk or visitor.email else []
    return page("sign_in.html", status, people=known, leads_to=leads_to, problem=problem, typed=email)


async def sign_in(request: Request) -> Response:
    """POST /sign-in: `email` (chosen, or typed as `other`; none is the clerk), `password`, `next`."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    email = (form.get("other", "").strip() or form.get("email", "")).strip()
    leads_to = own_path(form.get("next", "/"))
    access: Access = request.app.state.access
    tries: Tries = request.app.state.tries
    client = request.client.host if request.client else ""
    if access.password:
        if tries.too_many(client):
            return await run_in_threadpool(_page, request, leads_to, "too-many", email, 429)
        if not access.is_right(form.get("password", "")):
            tries.note(client)
            await asyncio.sleep(1)
            return await run_in_threadpool(_page, request, leads_to, "password", email, 403)
    if email and (email.count("@") != 1 or len(email) > _LONGEST_ADDRESS or not email.isprintable()):
        return await run_in_threadpool(_page, request, leads_to, "email", email, 400)
    return await run_in_threadpool(_entered, request, email, leads_to)


def _entered(request: Request, email: str, leads_to: str) -> Response:
    store: Store = request.app.state.store
    if email and accounts.is_gone(store, email):
        return _page(request, leads_to, "gone", email, 403)
    _leave(request)
    answer = RedirectResponse(leads_to, 303)
    with store.transaction() as tx:
        if email:
            accounts.add_person(tx, email)
        token = visitors.open_session(tx, email)
    answer.set_cookie(
        cookie_name(request),
        token,
        max_age=visitors.LIFE,
        httponly=True,
        samesite="lax",
        path="/",
        secure=request.url.scheme == "https",  # behind a proxy that has TLS
    )
    return answer


async def sign_out(request: Request) -> Response:
    """POST /sign-out."""
    await run_in_threadpool(_leave, request)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(cookie_name(request), httponly=True, samesite="lax", path="/")
    return answer


def _leave(request: Request) -> None:
    if token := request.cookies.get(cookie_name(request), ""):
        with request.app.state.store.transaction() as tx:
            visitors.close_session(tx, token)


routes = [
    Route("/sign-in", show, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
