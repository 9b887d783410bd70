"""Google's discovery documents as the arbiter: what may be sent to Google's APIs and what they answer.

The documents are those that google-api-python-client ships. They say nothing of errors, nor of two
things that stand in their prose and are checked here by hand: exactly one kind a batchUpdate
request, and field masks that name real fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import googleapiclient
import requests
from jsonschema import Draft202012Validator

_APIS = ("sheets.v4", "forms.v1", "drive.v3", "docs.v1")
_DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
# What Google takes without having said so: parameters and fields of bodies.
_UNDECLARED = {
    "drive.files.get": {"includeItemsFromAllDrives"},
    "drive.permissions.create": {"withLink"},  # of Drive v2, still sent by gspread
}

# What a mask inside a request is about, where it is not the whole of the field beside it.
_MASKED = {
    "UpdateCellsRequest": "CellData",
    "RepeatCellRequest": "CellData",
    "AppendCellsRequest": "CellData",
    "UpdateSpreadsheetPropertiesRequest": "SpreadsheetProperties",
    "UpdateSheetPropertiesRequest": "SheetProperties",
    "UpdateDimensionPropertiesRequest": "DimensionProperties",
    "UpdateDimensionGroupRequest": "DimensionGroup",
    "UpdateNamedRangeRequest": "NamedRange",
    "UpdateEmbeddedObjectPositionRequest": "OverlayPosition",
    "UpdateEmbeddedObjectBorderRequest": "EmbeddedObjectBorder",
    "UpdateFilterViewRequest": "FilterView",
    "UpdateProtectedRangeRequest": "ProtectedRange",
    "UpdateDeveloperMetadataRequest": "DeveloperMetadata",
    "UpdateBandingRequest": "BandedRange",
    "UpdateSlicerSpecRequest": "SlicerSpec",
    "UpdateTableRequest": "Table",
    "UpdateFormInfoRequest": "Info",
    "UpdateItemRequest": "Item",
    "UpdateSettingsRequest": "FormSettings",
}


@dataclass(frozen=True)
class Method:
    """A method of one API, with the pattern of its path."""

    api: str
    id: str
    http: str
    path: re.Pattern[str]
    spec: Mapping[str, Any]
    media: bool = False


def problems_of_exchange(response: requests.Response) -> list[str]:
    """What is wrong with a request and its answer by Google's documents; a refused one is not judged."""
    request = response.request
    method, url = str(request.method), str(request.url)
    if not response.ok or not _google_path(url) or _undocumented(method, url):
        return []
    sent = request.body or None
    is_json = "json" in str(request.headers.get("Content-Type", "json"))
    problems = problems_of_request(method, url, None, json.loads(sent) if sent and is_json else None)
    if "json" in response.headers.get("Content-Type", "") and not _is_content(url):
        problems += problems_of_answer(method, url, response.json())
    return [f"{method} {urlsplit(url).path}: {problem}" for problem in problems]


def problems_of_request(method: str, url: str, params: Mapping[str, Any] | None, body: Any) -> list[str]:
    """What Google would not understand of a request: its path, its parameters, its body, its masks."""
    found = method_of(method, url)
    if found is None:
        return [f"no such method: {method} {url}"]
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True) + _pairs(params or {})
    problems = list(_parameter_problems(found, query))
    request = found.spec.get("request")
    if body is None:
        return problems
    if request is None:
        return [*problems, f"{found.id} takes no body"] if body else problems
    declared = {name: part for name, part in body.items() if name not in _UNDECLARED.get(found.id, ())}
    meant = _as_read(found.api, {"$ref": request["$ref"]}, _without_nulls(declared))
    problems += _schema_problems(found.api, request["$ref"], meant, "body")
    return problems + list(_prose_problems(found.api, request["$ref"], meant, "body"))


def problems_of_answer(method: str, url: str, body: Any) -> list[str]:
    """What Google would not have answered."""
    found = method_of(method, url)
    if found is None:
        return [f"no such method: {method} {url}"]
    response = found.spec.get("response")
    if response is None:
        return [f"{found.id} answers nothing"] if body else []
    return _schema_problems(found.api, response["$ref"], body, "answer")


def method_of(http: str, url: str) -> Method | None:
    """The method that a URL of any host means, None for one that Google does not have."""
    path = urlsplit(url).path.lstrip("/")
    for method in _methods():
        if method.http == http.upper() and method.path.fullmatch(path):
            return method
    return None


def _google_path(url: str) -> bool:
    return urlsplit(url).path.startswith(("/v4/", "/v1/", "/drive/", "/upload/"))


def _undocumented(method: str, url: str) -> bool:
    """What Google takes beside its documents: the pieces of a resumable upload, and Drive's older version."""
    return "/drive/v2/" in url or (method == "PUT" and "upload_id=" in url)


def _is_content(url: str) -> bool:
    """Whether an answer is a file's own content, which may be JSON as well."""
    return "alt=media" in url or urlsplit(url).path.endswith("/export")


@cache
def _document(api: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_DOCUMENTS / f"{api}.json").read_text("utf-8"))
    return document


@cache
def _methods() -> tuple[Method, ...]:
    """Every method; literal paths first, so that `values:batchGet` is not taken for a range."""
    found = [method for api in _APIS for method in _methods_of(api, _document(api))]
    return tuple(sorted(found, key=lambda method: method.path.pattern.count("(")))


def _methods_of(api: str, resource: Mapping[str, Any]) -> Iterator[Method]:
    base = _document(api)["servicePath"]
    for spec in resource.get("methods", {}).values():
        yield Method(api, spec["id"], spec["httpMethod"], _pattern(base + spec["path"]), spec)
        for protocol in spec.get("mediaUpload", {}).get("protocols", {}).values():
            path = protocol["path"].lstrip("/")
            yield Method(api, spec["id"], spec["httpMethod"], _pattern(path), spec, media=True)
    for below in resource.get("resources", {}).values():
        yield from _methods_of(api, below)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\+?\w+\}", template)
    return re.compile("([^/]+?)".join(re.escape(part) for part in parts))


def _pairs(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, given in params.items()
        for value in (given if isinstance(given, list | tuple) else [given])
        if value is not None
    ]


def _parameter_problems(method: Method, query: list[tuple[str, str]]) -> Iterator[str]:
    declared = _document(method.api)["parameters"] | method.spec.get("parameters", {})
    given = [name for name, _ in query]
    for name, value in query:
        spec = declared.get(name)
        if spec is None:
            if name not in _UNDECLARED.get(method.id, ()):
                yield f"{method.id} has no parameter {name}"
            continue
        if not spec.get("repeated") and given.count(name) > 1:
            yield f"{method.id}: {name} more than once"
        yield from _value_problems(f"{method.id}: {name}", value, spec)
        if name == "fields":
            yield from _mask_problems(method.api, (method.spec.get("response") or {}).get("$ref"), value)
    for name, spec in method.spec.get("parameters", {}).items():
        if spec.get("required") and spec["location"] == "query" and name not in given:
            yield f"{method.id} needs {name}"


def _value_problems(where: str, value: str, spec: Mapping[str, Any]) -> Iterator[str]:
    kind = spec.get("type")
    if kind == "boolean" and value.lower() not in {"true", "false"}:
        yield f"{where}: {value!r} is not a boolean"
    if kind == "integer" and not re.fullmatch(r"-?\d+", value):
        yield f"{where}: {value!r} is not a whole number"
    if "enum" in spec and value not in spec["enum"]:
        yield f"{where}: {value!r} is none of {', '.join(spec['enum'])}"
    if kind == "integer" and value.isdigit():
        least, most = int(spec.get("minimum", value)), int(spec.get("maximum", value))
        if not least <= int(value) <= most:
            yield f"{where}: {value} is not between {least} and {most}"


@lru_cache(maxsize=256)
def _validator(api: str, name: str) -> Draft202012Validator:
    schemas = _document(api)["schemas"]
    definitions = {schema: _json_schema(spec) for schema, spec in schemas.items()}
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})


def _json_schema(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of the discovery format as JSON Schema."""
    if "$ref" in spec:
        return {"$ref": f"#/$defs/{spec['$ref']}"}
    match spec.get("type"):
        case "any":
            return {}
        case "array":
            return {"type": "array", "items": _json_schema(spec["items"])}
        case "object":
            extra = spec.get("additionalProperties")
            return {
                "type": "object",
                "properties": {name: _json_schema(part) for name, part in spec.get("properties", {}).items()},
                "additionalProperties": _json_schema(extra) if extra else False,
            }
        case "string" if spec.get("format") in {"int64", "uint64"}:
            return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+$"}]}
        case "string" if "enum" in spec:
            return {"type": "string", "enum": list(spec["enum"])}
        case kind:
            return {"type": kind}


def _schema_problems(api: str, name: str, value: Any, where: str) -> list[str]:
    return [
        f"{where}{''.join(f'[{part!r}]' for part in error.absolute_path)}: {error.message[:300]}"
        for error in _validator(api, name).iter_errors(value)
    ]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(part) for name, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if isinstance(value, list) else value


def _as_read(api: str, spec: Mapping[str, Any], value: Any) -> Any:
    """A body as Google reads it: one message is a list of one, lists in lists are flat, "4.5" is 4.5.

    Its documents do not say so; gspread-formatting's and pygsheets' own tests, run against Google, need it.
    """
    if "$ref" in spec:
        spec = _document(api)["schemas"][spec["$ref"]]
    if spec.get("type") == "array" and "$ref" in spec["items"]:
        values = value if isinstance(value, list) else [value]
        while any(isinstance(one, list) for one in values):
            values = [part for one in values for part in (one if isinstance(one, list) else [one])]
        return [_as_read(api, spec["items"], one) for one in values]
    if spec.get("type") == "number" and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    if isinstance(value, dict):
        fields = spec.get("properties", {})
        return {name: _as_read(api, fields.get(name, {}), part) for name, part in value.items()}
    return value


def _prose_problems(api: str, name: str, body: Any, where: str) -> Iterator[str]:
    """One kind a request, and masks that name real fields, wherever they lie in the body."""
    spec = _document(api)["schemas"].get(name, {})
    if not isinstance(body, dict):
        return
    if name == "Request" and len(_without_nulls(body)) != 1:
        yield f"{where}: exactly one kind a request, not {sorted(body)}"
    for mask in ("fields", "updateMask"):
        if isinstance(body.get(mask), str) and mask in spec.get("properties", {}):
            yield from _mask_problems(api, _MASKED.get(name), body[mask], f"{where}.{mask}")
    for field, value in body.items():
        part = spec.get("properties", {}).get(field, {})
        inner = part.get("items", part).get("$ref")
        if inner and isinstance(value, list):
            for index, element in enumerate(value):
                yield from _prose_problems(api, inner, element, f"{where}.{field}[{index}]")
        elif inner:
            yield from _prose_problems(api, inner, value, f"{where}.{field}")


def _mask_problems(api: str, name: str | None, mask: str, where: str = "fields") -> Iterator[str]:
    """Names of a mask that the message it is about does not have."""
    if not name:
        return
    for path in _paths(unquote(mask)):
        spec: Mapping[str, Any] = {"$ref": name}
        for step in path:
            below = _below(api, spec, step)
            if below is None:
                yield f"{where}: {name} has no {'.'.join(path)}"
                break
            spec = below


def _below(api: str, spec: Mapping[str, Any], step: str) -> Mapping[str, Any] | None:
    """What a name means inside a spec; {} where anything goes, None where there is no such name."""
    while "$ref" in spec or spec.get("type") == "array":
        spec = _document(api)["schemas"][spec["$ref"]] if "$ref" in spec else spec["items"]
    if step == "*" or not spec:
        return {}
    found: Mapping[str, Any] | None = spec.get("properties", {}).get(step, spec.get("additionalProperties"))
    return found


def _paths(mask: str) -> list[list[str]]:
    """`a,b/c(d,e.f)` as [[a], [b, c, d], [b, c, e, f]]."""
    paths: list[list[str]] = []
    stack: list[list[str]] = [[]]
    current: list[str] = []
    closed = False
    for token in re.findall(r"[^,()/.\s]+|[,()]", mask):
        if token == "(":
            stack.append(current)
            current = list(current)
        elif token in ",)":
            if not closed:
                paths.append(current)
            if token == ")":
                stack.pop()
            closed = token == ")"
            current = list(stack[-1])
        else:
            current = [*current, token]
    return paths if closed else [*paths, current]
