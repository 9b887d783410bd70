"""The page where a form is filled in, section by section, without any script; and its receipt."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.workspace import pools
from sync.workspace.access import tokens, visitors
from sync.workspace.forms import access, responses
from sync.workspace.forms.access import Open, Shut
from sync.workspace.forms.answers import Fields, Problem, Walk, fields_of, read_section, walk
from sync.workspace.pages import page
from sync.workspace.pages.form_view import Filling, show
from sync.workspace.store import Store, at

LARGEST_BODY = 2 * 1024 * 1024
_MOST_FIELDS = 5000
_STATUS: dict[access.Reason, int] = {
    "unknown": 404,
    "edit-unknown": 404,
    "edit-theirs": 403,
    "unpublished": 403,
    "closed": 403,
    "private": 403,
    "sign-in": 403,
    "too-large": 413,
    "no-form": 415,
}


async def view(request: Request) -> Response:
    """GET viewform: the first section, empty, filled by `entry.…` in the address, or opened by `edit2`."""
    return await run_in_threadpool(_guarded, request, _view, _collect(request.query_params.multi_items()))


async def submit(request: Request) -> Response:
    """POST formResponse: go on, go back, or send.

    With `continue`, `back` or `stay` a section is shown, else the answers are sent if the way they lead
    through the form is right to its end; what lies beside that way is not recorded. A submitter that
    accepts JSON gets {"responseId", "editUrl"} or {"problems": [{"questionId", "code", "text"}]}.
    With the header of controls, `X-Workspace-Time` says when it came, for the demo.
    """
    try:
        fields = _collect(
            parse_qsl(await _body(request), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        )
    except Shut as shut:
        return _shut(request, shut)
    except ValueError:
        return _shut(request, Shut("too-large"))
    own: pools.Pools = request.app.state.store.pools
    with at(_own_time(request)):
        return await pools.run(own.writers, _guarded, request, _submit, fields)


async def receipt(request: Request) -> Response:
    """GET formResponse: what a respondent sees after sending; without a token, the form itself."""
    return await run_in_threadpool(_guarded, request, _receipt, _collect(request.query_params.multi_items()))


def _own_time(request: Request) -> datetime | None:
    """The time that a control gives to this submission; None for the clock's."""
    if request.headers.get("x-workspace-control") != "1":
        return None
    try:
        moment = datetime.fromisoformat(request.headers.get("x-workspace-time", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


async def _body(request: Request) -> str:
    """The body as text; Shut for one that is no form or too large, before all of it is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise Shut("no-form")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise Shut("too-large")
    return content.decode("utf-8", "replace")


def _collect(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _guarded(request: Request, work: Any, fields: Fields) -> Response:
    try:
        response: Response = work(request, fields)
        return response
    except Shut as shut:
        return _shut(request, shut)


def _shut(request: Request, shut: Shut) -> Response:
    status = _STATUS[shut.reason]
    if _wants_json(request):
        return JSONResponse({"reason": shut.reason}, status)
    return page("notice.html", status, reason=shut.reason, form_title=shut.title)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _entered(request: Request) -> Open:
    bearer = "authorization" in request.headers
    email = tokens.caller(request).email if bearer else visitors.present().email
    return access.enter(request.app.state.store, request.path_params["form_id"], email)


def _one(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def _view(request: Request, fields: Fields) -> Response:
    store, form = request.app.state.store, _entered(request)
    if token := _one(fields, "edit2"):
        fields = dict(fields) | _kept_fields(store, form, token)
    filling = Filling(form, fields, [0], token, secrets.token_urlsafe(12), store.now())
    return show(filling)


def _kept_fields(store: Store, form: Open, token: str) -> dict[str, list[str]]:
    """The fields of a response that was sent before, to be edited; Shut for a token that opens none."""
    row = _sent_before(store, form, token)
    fields: dict[str, list[str]] = {"emailAddress": [row["email"]]}
    for question_id, texts in responses.texts_of(row).items():
        if question := form.questionnaire.questions.get(question_id):
            fields |= fields_of(question, texts)
    return fields


def _sent_before(store: Store, form: Open, token: str) -> sqlite3.Row:
    """The response that an edit link opens; a verified one opens for the account that sent it alone."""
    row = responses.by_token(store, form.form_id, token)
    if row is None:
        raise Shut("edit-unknown", form.questionnaire.title)
    verified = form.questionnaire.email == "VERIFIED" and row["email"]
    if verified and row["email"].lower() != form.email.lower():
        raise Shut("edit-theirs", form.questionnaire.title)
    return row


def _submit(request: Request, fields: Fields) -> Response:
    store, form = request.app.state.store, _entered(request)
    history = _history(_one(fields, "pageHistory"), len(form.questionnaire.sections))
    token = _one(fields, "edit2") or request.query_params.get("edit2", "")
    filling = Filling(form, fields, history, token, _one(fields, "fbzx"), store.now())
    if "back" in fields:
        return show(filling.at(history[:-1] or [0]))
    if "stay" in fields:
        return show(filling)
    if "continue" in fields:
        return _go_on(filling)
    way = walk(form.questionnaire, fields)
    if way.complete:
        return _send(request, store, filling, way)
    if _wants_json(request):
        return _problems(way)
    path = way.path if way.back_to is None else way.path[: way.path.index(way.back_to) + 1]
    return show(filling.at(path), way.problems)


def _problems(way: Walk) -> Response:
    """What a machine is told: the problems of the first section that has any, or that the way has no end."""
    problems = way.problems or [Problem("", "no-end")]
    told = [{"questionId": p.question, "code": p.code, "text": p.text[:200]} for p in problems]
    return JSONResponse({"problems": told}, 400)


def _history(text: str, count: int) -> list[int]:
    """The sections visited, the present one last; from the start where that cannot be read."""
    visited = [int(part) for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 6]
    return [index for index in visited if index < count] or [0]


def _go_on(filling: Filling) -> Response:
    """The section after the present one; the present one again where something is wrong in it."""
    questionnaire = filling.form.questionnaire
    section = questionnaire.sections[filling.path[-1]]
    answers, problems = read_section(questionnaire, section, filling.fields)
    if problems:
        return show(filling, problems)
    target = questionnaire.leads_to(section, answers)
    if target == "submit":
        return show(filling, ready=True)
    if target in filling.path:
        return show(filling.at(filling.path[: filling.path.index(target) + 1]))
    return show(filling.at([*filling.path, target]))


def _send(request: Request, store: Store, filling: Filling, way: Walk) -> Response:
    form = filling.form
    email = form.email if form.questionnaire.email == "VERIFIED" else ""
    if form.questionnaire.email == "RESPONDER_INPUT":
        email = _one(filling.fields, "emailAddress").strip()
    with store.transaction() as tx:
        if filling.token:
            row = _sent_before(store, form, filling.token)
            responses.edit(tx, store, row, way.answers, email=email)
            response_id, token = row["id"], filling.token
        else:
            response_id, token = responses.add(
                tx, store, form.form_id, way.answers, email=email, visit=filling.visit
            )
    base = f"/forms/d/e/{form.form_id}"
    if _wants_json(request):
        address = str(request.base_url).rstrip("/")
        return JSONResponse({"responseId": response_id, "editUrl": f"{address}{base}/viewform?edit2={token}"})
    # A page of its own address: loading it again sends nothing again.
    return RedirectResponse(f"{base}/formResponse?edit2={token}", 303)


def _receipt(request: Request, fields: Fields) -> Response:
    store, form_id = request.app.state.store, request.path_params["form_id"]
    token = _one(fields, "edit2")
    if not token:
        return RedirectResponse(f"/forms/d/e/{form_id}/viewform", 303)
    title = access.title_of(store, form_id)
    row = responses.by_token(store, form_id, token)
    if row is None:
        raise Shut("edit-unknown", title)
    return page(
        "receipt.html",
        form_title=title,
        form_id=form_id,
        token=token,
        created=datetime.fromisoformat(row["created"]),
        sent=datetime.fromisoformat(row["submitted"]),
    )


async def _own_address(request: Request) -> Response:
    """The addresses that Drive and people use for a form lead to its page."""
    return RedirectResponse(f"/forms/d/e/{request.path_params['form_id']}/viewform", 307)


routes = [
    Route("/forms/d/e/{form_id}/viewform", view, methods=["GET"]),
    Route("/forms/d/e/{form_id}/formResponse", submit, methods=["POST"]),
    Route("/forms/d/e/{form_id}/formResponse", receipt, methods=["GET"]),
    Route("/forms/d/{form_id}/viewform", _own_address, methods=["GET"]),
    Route("/forms/d/{form_id}/edit", _own_address, methods=["GET"]),
]
