"""The Forms API's methods on forms: create, get, batchUpdate, setPublishSettings."""

from __future__ import annotations

from typing import Any

from sync.workspace import files
from sync.workspace.calls import Call, Work, route
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.forms import batch, grading, kept, responses
from sync.workspace.forms.shapes import SCHEMA
from sync.workspace.store import Store


def _create(call: Call) -> Any:
    form = SCHEMA.read("Form", call.body, "form")
    info = form.pop("info", {})
    if form or info.keys() - {"title", "documentTitle"}:
        raise Refusal(
            400,
            "Only info.title can be set when creating a form. "
            "To add items and change settings, use batchUpdate.",
        )
    batch.check_title(info.get("title", ""))
    with call.store.transaction() as tx:
        made = kept.create(
            tx,
            call.store,
            title=info["title"],
            document_title=info.get("documentTitle", ""),
            owner=call.email,
            app=call.grant.app,
            # Since June 2026 a form made through the API starts unpublished unless asked otherwise.
            published=call.params.get("unpublished", "").lower() in {"false", "0"},
        )
    return kept.resource(call.store, made, call.address)


def _required(call: Call) -> str:
    """The form's id, where the caller may edit it: Forms shows its API to editors only."""
    form_id = call.path["form_id"]
    files.require(call.store, form_id, call.grant, "writer", files.FORM)
    return form_id


def _get(call: Call) -> Any:
    return kept.resource(call.store, kept.load(call.store, _required(call)), call.address)


def _batch_update(call: Call) -> Any:
    form_id = _required(call)
    body = SCHEMA.read("BatchUpdateFormRequest", call.body)
    with call.store.transaction() as tx:
        form = kept.load(call.store, form_id)
        batch.check_control(body.get("writeControl", {}), form)
        replies = batch.apply(form, body.get("requests", []))
        form.revision += 1
        kept.save(tx, form)
        files.touch(tx, call.store, form_id, call.email)
    answer = {"replies": replies, "writeControl": {"requiredRevisionId": form.revision_id}}
    if body.get("includeFormInResponse"):
        answer["form"] = kept.resource(call.store, form, call.address)
    return answer


def _set_publish_settings(call: Call) -> Any:
    form_id = _required(call)
    body = SCHEMA.read("SetPublishSettingsRequest", call.body)
    if body.get("updateMask", "*") not in {"*", "publish_state", "publishState"}:
        raise Refusal(400, "Invalid update mask: only publish_state can be updated.")
    state = body.get("publishSettings", {}).get("publishState")
    if state is None:
        raise Refusal(400, "publish_settings.publish_state must be set.")
    published, accepting = bool(state.get("isPublished")), bool(state.get("isAcceptingResponses"))
    if accepting and not published:
        raise Refusal(400, "A form that is not published cannot accept responses.")
    with call.store.transaction() as tx:
        form = kept.load(call.store, form_id)
        form.published, form.accepting = published, accepting
        kept.save(tx, form)
        files.touch(tx, call.store, form_id, call.email)
    return {"formId": form_id, "publishSettings": form.publish_settings()}


def _list_responses(call: Call) -> Any:
    form_id = _required(call)
    return responses.list_responses(call.store, form_id, call.params, _key(call.store, form_id))


def _get_response(call: Call) -> Any:
    form_id = _required(call)
    return responses.get_response(call.store, form_id, call.path["response_id"], _key(call.store, form_id))


def _key(store: Store, form_id: str) -> grading.Key:
    form = kept.load(store, form_id)
    return grading.key_of(form.items, form.settings)


def _refused(name: str) -> Work:
    def refuse(call: Call) -> Any:
        raise unimplemented(name)

    return refuse


_FORM = "/v1/forms/{form_id}"

# method: (HTTP method, path, what does it)
METHODS: dict[str, tuple[str, str, Work]] = {
    "forms.create": ("POST", "/v1/forms", _create),
    "forms.batchUpdate": ("POST", f"{_FORM}:batchUpdate", _batch_update),
    "forms.setPublishSettings": ("POST", f"{_FORM}:setPublishSettings", _set_publish_settings),
    "forms.get": ("GET", _FORM, _get),
    "forms.responses.list": ("GET", f"{_FORM}/responses", _list_responses),
    "forms.responses.get": ("GET", f"{_FORM}/responses/{{response_id}}", _get_response),
}
REFUSED: dict[str, tuple[str, str]] = {
    "forms.watches.create": ("POST", f"{_FORM}/watches"),
    "forms.watches.list": ("GET", f"{_FORM}/watches"),
    "forms.watches.renew": ("POST", f"{_FORM}/watches/{{watch_id}}:renew"),
    "forms.watches.delete": ("DELETE", f"{_FORM}/watches/{{watch_id}}"),
}

routes = [
    *(route(http, path, work, method=f"forms.{name}") for name, (http, path, work) in METHODS.items()),
    *(route(http, path, _refused(name), method=f"forms.{name}") for name, (http, path) in REFUSED.items()),
]
