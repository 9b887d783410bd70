"""Google Forms: make and publish a form from its definition, read it back, list its responses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from forms.model import Form, Organisation
from sync import drive
from sync.errors import GoogleError, UnknownOutcome
from sync.form_drift import Drift, drift
from sync.form_requests import form_requests
from sync.google import FORMS, Google
from sync.refusals import NOT_GOOGLES

__all__ = ["CreatedForm", "Drift", "drift", "ensure_form", "list_responses", "read_form", "update_form"]

PAGE_SIZE = 1000  # Google gives up to 5,000; a smaller page is parsed in far less memory and time
_ANSWERS = {"role": "reader", "view": "published"}  # the permission to answer: it shows no responses
_ATTEMPTS = 3  # how often a write without an answer is looked into and tried again

Respondents = Collection[str] | Literal["anyone"]


@dataclass(frozen=True, slots=True)
class CreatedForm:
    """A form that is made, published and open to its respondents; `responder_uri` is where it is filled.

    `refused` are configured respondents whom Google would not let in without a mail to them.
    """

    form_id: str
    responder_uri: str
    refused: tuple[str, ...] = ()


def ensure_form(
    google: Google,
    form: Form,
    organisation: Organisation,
    installation: str,
    *,
    day: date,
    folder: str | None = None,
    respondents: Respondents = "anyone",
) -> CreatedForm:
    """The form in Google, made, filled with questions, published and opened where it is not yet.

    Safe to repeat from any point. Forms makes the file, so it cannot carry our key from the start:
    it is made under a name that says whose and what it is, and gets its key, title and folder after
    that. One whose creation was never answered is found by that name, adopted, and its twins are
    trashed. Questions come in one batch, all or none, so a form without items is one that still
    needs them. `day` says which schools are open and which supervisors in office.
    """
    file = _ensure_file(google, form, installation, folder)
    requests = form_requests(form, organisation, day=day, collect_emails=respondents != "anyone")
    live = _ensure_items(google, file.id, requests)
    if not _is_open(live):
        state = {"isPublished": True, "isAcceptingResponses": True}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        url = f"{FORMS}/{file.id}:setPublishSettings"
        google.call("POST", url, what=form.id, body=body, repeatable=True)
    refused = open_to(google, file.id, respondents)
    return CreatedForm(file.id, live["responderUri"], refused)


def read_form(google: Google, form_id: str) -> dict[str, Any]:
    """The live form as Google's Form resource."""
    live: dict[str, Any] = google.call("GET", f"{FORMS}/{form_id}", what=form_id)
    return live


def update_form(
    google: Google, form_id: str, changes: Callable[[Mapping[str, Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """Send what `changes` asks of the live form, in one batch; give the form as it is then.

    Safe to repeat: each attempt reads the form and is bound to the revision that was read, so that a
    batch whose answer was lost is not carried out twice, nor over what somebody did meanwhile.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        live = read_form(google, form_id)
        requests = changes(live)
        if not requests:
            return live
        body = {
            "requests": requests,
            "includeFormInResponse": True,
            "writeControl": {"requiredRevisionId": live["revisionId"]},
        }
        try:
            answer = google.call("POST", f"{FORMS}/{form_id}:batchUpdate", what=form_id, body=body)
            updated: dict[str, Any] = answer["form"]
            return updated
        except GoogleError as error:
            if attempt == _ATTEMPTS or not _may_try_again(error):
                raise
    raise AssertionError("unreachable")


def _may_try_again(error: GoogleError) -> bool:
    """Whether the form is to be read again: no answer came, or somebody changed it meanwhile."""
    return isinstance(error, UnknownOutcome) or error.reason == "FAILED_PRECONDITION"


def list_responses(google: Google, form_id: str, since: datetime | None) -> Iterator[list[dict[str, Any]]]:
    """Pages of Google's FormResponse, as given, those submitted at or after `since` (aware; None for all).

    The caller keeps the overlap; a page holds up to `PAGE_SIZE` and no order is promised. At least one
    page comes, an empty one where nothing is new.
    """
    params: dict[str, Any] = {"pageSize": PAGE_SIZE}
    if since is not None:
        params["filter"] = f"timestamp >= {_zulu(since)}"
    place = {"api": "forms", "what": form_id}
    while True:
        url = f"{FORMS}/{form_id}/responses"
        page = google.call("GET", url, what=form_id, params=params, as_given=True) or {}
        listed = page.get("responses") or []
        following = page.get("nextPageToken")
        if not isinstance(listed, list) or (following and following == params.get("pageToken")):
            raise GoogleError("google-unavailable", status=200, message=NOT_GOOGLES, **place)
        yield listed
        if not following:
            return
        params["pageToken"] = following


def _ensure_file(google: Google, form: Form, installation: str, folder: str | None) -> drive.File:
    """The form's file with its key, title and folder; made empty and unpublished where there is none."""
    key = f"form:{form.id}"
    if keyed := drive.find_by_key(google, installation, key):
        return keyed
    maiden = f"nithet {installation} {key}"
    for attempt in range(1, _ATTEMPTS + 1):
        found = _named(google, maiden)
        if kept := drive.most_used(found):
            drive.trash_twins(google, found, kept)
            return _christen(google, kept, form, installation, key, folder)
        try:
            info = {"title": form.title, "documentTitle": maiden}
            params = {"unpublished": "true"}
            made = google.call("POST", FORMS, what=form.id, params=params, body={"info": info})
            return _christen(google, drive.read_file(google, made["formId"]), form, installation, key, folder)
        except UnknownOutcome:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _named(google: Google, name: str) -> list[drive.File]:
    query = f"mimeType = {drive.quoted(drive.MIME['form'])} and name = {drive.quoted(name)}"
    return drive.find(google, query, name)


def _christen(
    google: Google, file: drive.File, form: Form, installation: str, key: str, folder: str | None
) -> drive.File:
    """Give a new form its key, title and folder, in one call; editors cannot share it on."""
    body = {
        "name": form.title,
        "appProperties": drive.our_properties(installation, key),
        "writersCanShare": False,
    }
    move = {}
    if folder and folder not in file.parents:
        move["addParents"] = folder
        if file.parents:  # what is not ours to see is not told of, the root of My Drive for one
            move["removeParents"] = ",".join(file.parents)
    return drive.update_file(google, file.id, body, move)


def _ensure_items(google: Google, form_id: str, requests: list[dict[str, Any]]) -> dict[str, Any]:
    """The live form, filled by `requests` where it is empty."""
    body: dict[str, Any] = {"requests": requests}
    for attempt in range(1, _ATTEMPTS + 1):
        live = read_form(google, form_id)
        if live.get("items"):
            return live
        body["writeControl"] = {"requiredRevisionId": live["revisionId"]}
        try:
            google.call("POST", f"{FORMS}/{form_id}:batchUpdate", what=form_id, body=body)
        except UnknownOutcome:
            if attempt == _ATTEMPTS:
                raise
    return read_form(google, form_id)


def _is_open(live: dict[str, Any]) -> bool:
    state = live.get("publishSettings", {}).get("publishState", {})
    return bool(state.get("isPublished") and state.get("isAcceptingResponses"))


def open_to(google: Google, form_id: str, respondents: Respondents) -> tuple[str, ...]:
    """Let the respondents answer, as readers of the published view; nobody gets a mail."""
    present = {
        str(permission.get("emailAddress", permission["type"])).lower(): str(permission["id"])
        for permission in drive.list_permissions(google, form_id)
        if permission.get("view") == "published"
    }
    if respondents == "anyone":
        if "anyone" not in present:
            drive.share(google, form_id, {"type": "anyone", **_ANSWERS})
        return ()
    if "anyone" in present:
        drive.unshare(google, form_id, present["anyone"])
    return tuple(
        address
        for address in respondents
        if address.lower() not in present
        and not drive.share_quietly(google, form_id, {"type": "user", "emailAddress": address, **_ANSWERS})
    )


def _zulu(moment: datetime) -> str:
    """A moment as the filter wants it: RFC 3339 in UTC with a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
