"""What Google's discovery documents allow and forbid, as hypothesis strategies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.workspace.documents import document

Json = dict[str, Any]
DEEPEST = 7
_WORDS = ["", "ก", "ผลการนิเทศ", "a", "Sheet1", "A1", "B2:C3", "=SUM(A1:A3)", "\n", "x" * 300, "0", "-1", "*"]
_MASKS = ("fields", "updateMask", "readMask")


@dataclass(frozen=True)
class Api:
    """The messages of one API; `known` are values that mean something there, by the field's name."""

    name: str
    known: Mapping[str, Sequence[Any]]

    def message(self, name: str, depth: int = 0) -> st.SearchStrategy[Json]:
        """Any message of a kind: some of its fields, each as its schema has it."""
        spec = document(self.name)["schemas"][name]
        return self._object(spec, depth)

    def request(self, kind: str) -> st.SearchStrategy[Json]:
        """A batchUpdate request of one kind."""
        spec = document(self.name)["schemas"]["Request"]["properties"][kind]
        return self.value(kind, spec, 0).map(lambda body: {kind: body})

    def _object(self, spec: Mapping[str, Any], depth: int) -> st.SearchStrategy[Json]:
        fields = spec.get("properties", {})
        if not fields or depth >= DEEPEST:
            return st.just({})
        parts = {name: self.value(name, part, depth + 1) for name, part in fields.items()}
        # What is shallow is mostly there, so that a request says enough to be done.
        few = st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)
        chosen = st.one_of(few, st.just(sorted(fields))) if depth < 2 and len(fields) < 9 else few
        return chosen.flatmap(lambda names: st.fixed_dictionaries({name: parts[name] for name in names}))

    def value(self, name: str, spec: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
        """Any value of a field."""
        if name in self.known:
            return st.one_of(st.sampled_from(self.known[name]), self._any(name, spec, depth))
        return self._any(name, spec, depth)

    def _any(self, name: str, spec: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
        if "$ref" in spec:
            return st.deferred(lambda: self.message(spec["$ref"], depth))
        if "enum" in spec:
            return st.sampled_from(spec["enum"])
        match spec.get("type"):
            case "array":
                return st.lists(self.value(name, spec["items"], depth), max_size=3)
            case "object" if extra := spec.get("additionalProperties"):
                return st.dictionaries(st.sampled_from(_WORDS[1:5]), self.value("", extra, depth), max_size=2)
            case "object":
                return self._object(spec, depth)
            case "boolean":
                return st.booleans()
            case "integer":
                return st.one_of(st.integers(-1, 12), st.sampled_from([1000, 2**31 - 1, -(2**31)]))
            case "number":
                return st.one_of(st.integers(-1, 3), st.sampled_from([0.5, 1e300, -1e-300]))
            case "any":
                return st.sampled_from([None, True, 0, 1.5, *_WORDS])
        if name in _MASKS or spec.get("format") == "google-fieldmask":
            return self.mask()
        if spec.get("format") in {"int64", "uint64"}:
            return st.integers(-1, 2**63 - 1).map(str)
        return st.sampled_from(_WORDS)

    def mask(self) -> st.SearchStrategy[str]:
        """A mask: of all, of what some message has, of nothing, or one that cannot be read."""
        names = sorted({n for s in document(self.name)["schemas"].values() for n in s.get("properties", {})})
        path = st.lists(st.sampled_from(names), min_size=1, max_size=2).map(".".join)
        some = st.lists(path, min_size=1, max_size=3).map(",".join)
        return st.one_of(st.just("*"), some, st.sampled_from(["", "(", "a..b", "a(b", ",", "*/x"]))


@dataclass(frozen=True)
class Mistake:
    """A body that the documents forbid, and how Google says so."""

    body: Json
    message: str


def mistakes(api: str, root: str, prefix: str = "", depth: int = 3) -> Iterator[Mistake]:
    """For a message and what lies in it: a field it has not, and each field with a value of another kind.

    `prefix` stands before every path, where Google's request holds the message in a field.
    """
    for path, name in _places(api, root, depth):
        where = ".".join([prefix] * bool(prefix) + [_snake(step) for step in path])
        at = f" at '{where}'" if where else ""
        yield Mistake(
            _wrapped(path, {"nonsense": 1}),
            f'Invalid JSON payload received. Unknown name "nonsense"{at}: Cannot find field.',
        )
        for field, spec in document(api)["schemas"][name].get("properties", {}).items():
            here = f"{where}.{_snake(field)}" if where else _snake(field)
            for wrong, kind in _wrong(api, spec):
                shown = f'"{wrong}"' if isinstance(wrong, str) else wrong
                yield Mistake(_wrapped(path, {field: wrong}), f"Invalid value at '{here}' ({kind}), {shown}")


def _places(
    api: str, name: str, depth: int, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every message inside a message, with the path that leads there; lists are entered at their first."""
    yield path, name
    if depth == 0:
        return
    for field, spec in document(api)["schemas"][name].get("properties", {}).items():
        step = f"{field}[0]" if spec.get("type") == "array" else field
        inner = spec.get("items", spec).get("$ref")
        if inner:
            yield from _places(api, inner, depth - 1, (*path, step))


def _wrong(api: str, spec: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Values that a field cannot hold, each with the kind that Google names in its complaint."""
    package = f"type.googleapis.com/google.apps.{api.replace('.v', '.v')}"
    if "$ref" in spec:
        yield "x", f"{package}.{spec['$ref']}"
        return
    if "enum" in spec:
        yield "NO_SUCH_WORD", ""  # how the enumeration itself is called is not in the documents
        return
    kind = {"boolean": "BOOL", "integer": "INT32", "string": "STRING", "number": "DOUBLE"}.get(
        spec.get("type", "")
    )
    if kind == "STRING" and spec.get("format"):
        return
    if kind == "DOUBLE" and spec.get("format") == "float":
        kind = "FLOAT"
    if kind:
        yield (5 if kind == "STRING" else "x"), f"TYPE_{kind}"


def _wrapped(path: Sequence[str], value: Any) -> Any:
    for step in reversed(path):
        value = {step.removesuffix("[0]"): [value]} if step.endswith("[0]") else {step: value}
    return value


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)
