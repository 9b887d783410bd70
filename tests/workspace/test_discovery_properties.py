"""Whatever Google's documents allow is answered, whatever they forbid is refused in Google's words.

Nothing that a client can send makes the workspace fail (500) or hang; each answer it gives is one that
the documents have; each refusal is Google's error JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sync.workspace import parameters
from sync.workspace.server import running
from tests.discovery import problems_of_answer
from tests.workspace.conftest import Workspace
from tests.workspace.documents import document, kinds, methods
from tests.workspace.generated import Api, Json, Mistake, mistakes

STATUS = {
    400: {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"},
    403: {"PERMISSION_DENIED"},
    404: {"NOT_FOUND"},
    409: {"ALREADY_EXISTS", "ABORTED"},
    412: {"FAILED_PRECONDITION"},
    413: {"FAILED_PRECONDITION", "INVALID_ARGUMENT"},
    416: {"OUT_OF_RANGE"},
    501: {"UNIMPLEMENTED"},
}
bounded = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    # What was sent before changes what is answered: a failure is told as it is, not made smaller.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
# Sheets 0, 7 and 8 are there, and so are things of every sort with the id 5; the rest is not.
SHEETS = Api(
    "sheets.v4",
    {
        "sheetId": [0, 7],
        "sourceSheetId": [0, 7],
        "spreadsheetId": ["nothing"],
        **{
            name: [5, 99]
            for name in (
                "chartId", "objectId", "bandedRangeId", "protectedRangeId", "filterViewId", "filterId",
                "metadataId", "slicerId",
            )
        },
        "namedRangeId": ["five", "none"],
        "tableId": ["five", "none"],
        "a1Range": ["A1:B2", "Sheet1!A1", "five", "?"],
        "range": ["A1:B2"],
        "hyperlink": ["https://office.example"],
        "startIndex": [0, 1],
        "endIndex": [2, 3],
        "startRowIndex": [0, 1],
        "endRowIndex": [2, 3],
        "startColumnIndex": [0, 1],
        "endColumnIndex": [2, 3],
        "type": ["NUMBER", "BOOLEAN", "CUSTOM_FORMULA"],
        "title": ["ก", "ข", "Sheet1"],
        "locale": ["th_TH", "en_US"],
        "timeZone": ["Asia/Bangkok"],
    },
)  # fmt: skip
FORMS = Api(
    "forms.v1",
    {
        "index": [0, 1],
        "itemId": ["00000005"],
        "questionId": ["00000006"],
        "goToSectionId": ["00000005"],
        "low": [0, 1],
        "high": [5],
        "ratingScaleLevel": [5],
        "value": ["ก", "ข"],
        "title": ["ก", "ข"],
    },
)


@dataclass(frozen=True)
class Place:
    """A workspace and someone's session; no answer is waited for longer than ten seconds."""

    address: str
    session: requests.Session

    def send(self, http: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """One call; fails where the answer is none that Google could give."""
        response = self.session.request(http, self.address + path, json=body, params=params, timeout=10)
        told = f"{http} {path} {params} {body} -> {response.status_code} {response.text[:600]}"
        if response.ok:
            if "json" in response.headers.get("content-type", ""):
                problems = problems_of_answer(http, self.address + path, response.json())
                assert not problems, f"{problems} {told}"
        else:
            assert response.status_code in STATUS, told
            error = response.json()["error"]
            assert error["code"] == response.status_code, told
            # Drive's errors name a reason instead, as they always did.
            assert error["errors"] if "status" not in error else error["status"] in STATUS[error["code"]], (
                told
            )
            assert error["message"], told
        return response


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "service-account.json").write_bytes(key_file)
    with running(folder) as address, Workspace(address, folder).service_account() as session:
        session.hooks["response"].clear()  # bodies here are made from the documents, and told when wrong
        yield Place(address, session)


@pytest.fixture
def spreadsheet(place: Place) -> str:
    """A spreadsheet with something of every sort in it, each with the id 5."""
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    rows = [[1, "ก"], [2, "=A1+1"], ["x", True]]
    grid = {"rowCount": 12, "columnCount": 12}
    made: Json = place.send(
        "POST",
        "/v4/spreadsheets",
        {"sheets": [{"properties": {"sheetId": n, "title": t, "gridProperties": grid}} for n, t in
                    ((0, "Sheet1"), (7, "ผล"), (8, "อื่น"))]},
    ).json()  # fmt: skip
    name = str(made["spreadsheetId"])
    place.send("PUT", f"/v4/spreadsheets/{name}/values/A1", {"values": rows}, valueInputOption="USER_ENTERED")
    for part in [
        {"addNamedRange": {"namedRange": {"namedRangeId": "five", "name": "five", "range": area}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 5, "range": area}}},
        {"addFilterView": {"filter": {"filterViewId": 5, "range": area}}},
        {"addBanding": {"bandedRange": {"bandedRangeId": 5, "range": area, "rowProperties": {
            "firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}}}},
        {"createDeveloperMetadata": {"developerMetadata": {
            "metadataId": 5, "metadataKey": "a", "visibility": "DOCUMENT", "location": {"sheetId": 7}}}},
        {"addConditionalFormatRule": {"index": 0, "rule": {"ranges": [area], "booleanRule": {
            "condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}}}},
        {"addChart": {"chart": {"chartId": 5, "position": {"overlayPosition": {"anchorCell": {"sheetId": 7}}},
            "spec": {"basicChart": {"chartType": "COLUMN", "series": [
                {"series": {"sourceRange": {"sources": [area]}}}]}}}}},
    ]:  # fmt: skip
        assert place.send("POST", f"/v4/spreadsheets/{name}:batchUpdate", {"requests": [part]}).ok
    return name


@pytest.fixture
def form(place: Place) -> str:
    """A form with a section and a question of known ids."""
    name = str(place.send("POST", "/v1/forms", {"info": {"title": "ก"}}).json()["formId"])
    question = {"questionId": "00000006", "textQuestion": {}}
    items = [
        {"itemId": "00000005", "pageBreakItem": {}},
        {"itemId": "00000007", "questionItem": {"question": question}},
    ]
    body = {"requests": [{"createItem": {"item": item, "location": {"index": 0}}} for item in items]}
    assert place.send("POST", f"/v1/forms/{name}:batchUpdate", body).ok
    return name


@pytest.mark.parametrize("kind", kinds("sheets.v4"))
def test_every_kind_of_a_spreadsheets_batch(place: Place, spreadsheet: str, kind: str) -> None:
    @bounded
    @given(SHEETS.request(kind))
    def send(request: Json) -> None:
        place.send("POST", f"/v4/spreadsheets/{spreadsheet}:batchUpdate", {"requests": [request]})

    send()
    # What was done has not spoilt the spreadsheet for those who read it.
    for params in ({}, {"includeGridData": "true"}):
        assert place.send("GET", f"/v4/spreadsheets/{spreadsheet}", None, **params).ok


@pytest.mark.parametrize("kind", kinds("forms.v1"))
def test_every_kind_of_a_forms_batch(place: Place, form: str, kind: str) -> None:
    @settings(bounded, max_examples=60)
    @given(FORMS.request(kind))
    def send(request: Json) -> None:
        place.send("POST", f"/v1/forms/{form}:batchUpdate", {"requests": [request]})

    send()
    assert place.send("GET", f"/v1/forms/{form}").ok


CALLS = [
    (api, spec)
    for api in ("sheets.v4", "forms.v1", "drive.v3")
    for spec in methods(document(api))
    if not spec["id"].endswith(".batchUpdate") or "values" in spec["id"]
]


@pytest.mark.parametrize(("api", "spec"), CALLS, ids=[spec["id"] for _, spec in CALLS])
def test_every_method(place: Place, spreadsheet: str, form: str, api: str, spec: Json) -> None:
    known = SHEETS.known if api == "sheets.v4" else FORMS.known if api == "forms.v1" else {}
    known = {name: values for name, values in known.items() if name != "spreadsheetId"} | {
        "fileId": [spreadsheet, form, "nothing"],
        "mimeType": ["application/vnd.google-apps.spreadsheet", "application/pdf", "text/csv"],
        "role": ["reader", "writer"],
        "emailAddress": ["somchai@office.example"],
    }
    messages = Api(api, known)
    places = {
        "spreadsheetId": [spreadsheet, "nothing"],
        "range": ["A1:B2", "Sheet1", "ผล!A:B", "five", "R1C1", "?!", "A1:ZZZ99999"],
        "sheetId": ["0", "7", "99", "x"],
        "metadataId": ["5", "99", "x"],
        "formId": [form, "nothing", spreadsheet],
        "fileId": [spreadsheet, form, "root", "nothing"],
    }
    in_path, in_query = {}, {}
    for name, part in spec.get("parameters", {}).items():
        if part["location"] == "path":
            in_path[name] = st.sampled_from(places.get(name, ["nothing", "ก"]))
        else:
            in_query[name] = parameter(messages, name, part)
    body = messages.message(spec["request"]["$ref"]) if "request" in spec else st.none()

    @bounded
    @given(st.fixed_dictionaries(in_path), st.fixed_dictionaries({}, optional=in_query), body)
    def send(path: Json, query: Json, sent: Any) -> None:
        filled = re.sub(r"{\+?(\w+)}", lambda found: quote(path[found[1]], safe=""), spec["path"])
        place.send(spec["httpMethod"], f"/{document(api)['servicePath']}{filled}", sent, **query)

    send()


def parameter(messages: Api, name: str, spec: Json) -> st.SearchStrategy[Any]:
    """What the documents let stand in the query under a name."""
    if name == "fields":
        return messages.mask()
    if name == "q":
        return st.sampled_from(
            ["name = 'ก'", "trashed=false and 'root' in parents", "mimeType contains 'x'", "not (name='a')",
             "appProperties has { key='a' and value='b' }", "modifiedTime > '2026-01-01'", "name ="]
        )  # fmt: skip
    if name == "ranges" or name == "range":
        return st.lists(st.sampled_from(["A1", "ผล!A1:B2", "five", "?"]), max_size=2)
    one: st.SearchStrategy[Any] = messages.value(name, spec, 0)
    written = one.map(lambda value: str(value).lower() if isinstance(value, bool) else value)
    return st.lists(written, max_size=2) if spec.get("repeated") else written


MISTAKES = [
    (api, mistake)
    for api, root in (("sheets.v4", "BatchUpdateSpreadsheetRequest"), ("forms.v1", "BatchUpdateFormRequest"))
    for mistake in mistakes(api, root, depth=4)
]


def test_what_the_documents_forbid_is_refused_in_googles_words(
    place: Place, spreadsheet: str, form: str
) -> None:
    paths = {
        "sheets.v4": f"/v4/spreadsheets/{spreadsheet}:batchUpdate",
        "forms.v1": f"/v1/forms/{form}:batchUpdate",
    }
    wrong = []
    for api, mistake in MISTAKES:
        response = place.send("POST", paths[api], mistake.body)
        if not is_told(response, mistake):
            wrong.append(
                f"{mistake.body}\n  {mistake.message}\n  {response.status_code} {response.text[:300]}"
            )
    assert not wrong, f"{len(wrong)} of {len(MISTAKES)}:\n" + "\n".join(wrong[:40])


OTHERS = [
    # Where Google's API takes a body as one field of its own request, it says that field's name.
    ("POST", "/v4/spreadsheets", "Spreadsheet", "spreadsheet", 3),
    ("PUT", "{spreadsheet}/values/A1?valueInputOption=RAW", "ValueRange", "data", 1),
    ("POST", "{spreadsheet}/values/A1:append?valueInputOption=RAW", "ValueRange", "data", 1),
    ("POST", "{spreadsheet}/values:batchUpdate", "BatchUpdateValuesRequest", "", 2),
    ("POST", "{spreadsheet}/values:batchClear", "BatchClearValuesRequest", "", 1),
    ("POST", "{spreadsheet}/values:batchGetByDataFilter", "BatchGetValuesByDataFilterRequest", "", 2),
    ("POST", "{spreadsheet}/values:batchClearByDataFilter", "BatchClearValuesByDataFilterRequest", "", 2),
    ("POST", "{spreadsheet}/values:batchUpdateByDataFilter", "BatchUpdateValuesByDataFilterRequest", "", 2),
    ("POST", "{spreadsheet}:getByDataFilter", "GetSpreadsheetByDataFilterRequest", "", 2),
    ("POST", "{spreadsheet}/developerMetadata:search", "SearchDeveloperMetadataRequest", "", 2),
    ("POST", "{spreadsheet}/sheets/0:copyTo", "CopySheetToAnotherSpreadsheetRequest", "", 1),
    ("POST", "/v1/forms", "Form", "form", 2),
    ("POST", "{form}:setPublishSettings", "SetPublishSettingsRequest", "", 2),
]


@pytest.mark.parametrize(("http", "path", "root", "prefix", "depth"), OTHERS)
def test_what_other_bodies_must_not_say(
    place: Place, spreadsheet: str, form: str, http: str, path: str, root: str, prefix: str, depth: int
) -> None:
    api = "forms.v1" if "form" in path else "sheets.v4"
    at = path.format(spreadsheet=f"/v4/spreadsheets/{spreadsheet}", form=f"/v1/forms/{form}")
    wrong = []
    for mistake in mistakes(api, root, prefix, depth):
        response = place.send(http, at, mistake.body)
        if not is_told(response, mistake):
            wrong.append(
                f"{mistake.body}\n  {mistake.message}\n  {response.status_code} {response.text[:200]}"
            )
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])


QUERIES = [(api, spec) for api, spec in CALLS if api != "drive.v3"]


@pytest.mark.parametrize(("api", "spec"), QUERIES, ids=[spec["id"] for _, spec in QUERIES])
def test_what_queries_must_not_say(place: Place, spreadsheet: str, form: str, api: str, spec: Json) -> None:
    given = {"spreadsheetId": spreadsheet, "formId": form, "sheetId": "0", "metadataId": "5", "range": "A1"}
    filled = re.sub(r"{\+?(\w+)}", lambda found: given.get(found[1], "nothing"), spec["path"])
    path = f"/{document(api)['servicePath']}{filled}"
    body: Json | None = {} if "request" in spec else None
    unknown = (
        'Invalid JSON payload received. Unknown name "nonsense": Cannot bind query parameter. '
        "Field 'nonsense' could not be found in request message."
    )
    response = place.send(spec["httpMethod"], path, body, nonsense="1")
    assert is_told(response, Mistake({}, unknown)), response.text
    for name, part in spec.get("parameters", {}).items():
        if part["location"] == "query" and ("enum" in part or part["type"] in {"boolean", "integer"}):
            kind = {"boolean": "TYPE_BOOL", "integer": "TYPE_INT32"}.get(part["type"], "")
            written = re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)
            response = place.send(spec["httpMethod"], path, body, **{name: "NO_SUCH_WORD"})
            told = Mistake({}, f"Invalid value at '{written}' ({kind}), \"NO_SUCH_WORD\"")
            assert is_told(response, told), response.text


def test_parameters_are_those_of_the_documents() -> None:
    words = {"boolean": "bool", "integer": "int32", "string": "string"}
    found = {
        spec["id"]: {
            name: tuple(part["enum"]) if "enum" in part else words[part["type"]]
            for name, part in spec.get("parameters", {}).items()
            if part["location"] == "query"
        }
        for api in ("sheets.v4", "forms.v1")
        for spec in methods(document(api))
    }
    kept = {
        method: {name: kind[1:] if isinstance(kind, tuple) else kind for name, kind in known.items()}
        for method, known in parameters.METHODS.items()
    }
    assert kept == {method: known for method, known in found.items() if known}


def is_told(response: requests.Response, mistake: Mistake) -> bool:
    """Whether a refusal says what is wrong where; a batch's kind that is not done at all may say that."""
    if response.status_code == 501:
        return True
    said = response.json()["error"]["message"] if response.status_code == 400 else ""
    if " (), " not in mistake.message:
        return bool(said == mistake.message)
    before, _, after = mistake.message.partition(" (), ")
    return bool(said.startswith(f"{before} (type.googleapis.com/") and said.endswith(after))
