"""The page where a person lets an app act for them (OAuth's authorization code flow)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.workspace.access import accounts, codes, consent, visitors
from sync.workspace.access.accounts import Grant
from sync.workspace.access.scopes import GOOGLE
from sync.workspace.doors import to_sign_in
from sync.workspace.pages import page
from sync.workspace.pages.sign_in import people
from sync.workspace.refused import TokenRefusal
from sync.workspace.store import Store

_PATHS = ("/o/oauth2/auth", "/o/oauth2/v2/auth", "/auth")


async def show(request: Request) -> Response:
    """GET: who asks for what; to be allowed as one of the people known, or as who signed in."""
    return await run_in_threadpool(_show, request, request.query_params)


def _show(request: Request, given: QueryParams) -> Response:
    visitor, store = visitors.present(), request.app.state.store
    if not visitor.clerk and not visitor.email:
        return to_sign_in(request, visitor)
    try:
        asked = consent.read(store, given)
    except TokenRefusal as refusal:
        return _refused(refusal)
    return _page(store, asked)


def _page(store: Store, asked: consent.Asked, problem: str = "") -> Response:
    email = visitors.present().email
    known = [(email, accounts.name_of(store, email))] if email else people(store)
    only = known[0][0] if len(known) == 1 else ""
    return page(
        "consent.html",
        400 if problem else 200,
        asked=asked,
        scopes=[scope.removeprefix(GOOGLE) for scope in asked.scopes],
        people=known,
        chosen=only or asked.fields.get("login_hint", ""),
        problem=problem,
        leads_on_to=asked.origin,
    )


def _refused(refusal: TokenRefusal) -> Response:
    return page("consent_refused.html", 400, error=refusal.error, about=refusal.description)


async def decide(request: Request) -> Response:
    """POST: allowed or not; the browser goes back to the app with a code, or with access_denied."""
    return await run_in_threadpool(_decide, request, await request.form())


def _decide(request: Request, form: FormData) -> Response:
    visitor, store = visitors.present(), request.app.state.store
    if not visitor.clerk and not visitor.email:
        return to_sign_in(request, visitor)
    given = {name: str(value) for name, value in form.items()}
    try:
        asked = consent.read(store, given)
    except TokenRefusal as refusal:
        return _refused(refusal)
    if "allow" not in given:
        return _back(asked.answer(error="access_denied"))
    email = visitor.email or (given.get("other", "").strip() or given.get("email", "")).strip()
    if email.count("@") != 1 or accounts.is_gone(store, email):
        return _page(store, asked, "email")
    return _back(asked.answer(code=_code(store, asked, email), scope=" ".join(asked.scopes)))


def _back(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})


def _code(store: Store, asked: consent.Asked, email: str) -> str:
    fields: Mapping[str, str] = asked.fields
    given = codes.Consent(
        Grant(email, frozenset(asked.scopes), asked.app),
        asked.redirect_uri,
        fields.get("code_challenge", ""),
        fields.get("code_challenge_method", "plain"),
        offline=fields.get("access_type") == "offline",
    )
    with store.transaction() as tx:
        accounts.add_person(tx, email)
        return codes.keep(tx, given)


routes = [
    *(Route(path, show, methods=["GET"]) for path in _PATHS),
    Route("/o/oauth2/consent", decide, methods=["POST"]),
]
