"""The catalogue of messages: complete in both languages, with the places that the code fills."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sync
from sync.errors import InputError
from sync.messages import Messages, chosen_language
from sync.packaged import folder

SYNC = Path(sync.__file__).parent
CATALOGUE = YAML(typ="safe").load((folder("templates") / "messages.yaml").read_text(encoding="utf-8"))
ERRORS = {"NithetError", "InputError", "GoogleError", "UnknownOutcome", "Postponed"}
GOOGLE_GIVES = {"status", "reason"}  # every GoogleError has them
STARRED = {"place": {"api", "what"}}  # what sync.google and sync.refusals pass as **place
TABLES = {  # where codes and keys are chosen from tables: how they look there
    "refusals.py": ("error.", "google-[a-z-]+"),
    "store.py": ("error.", "(ledger|folder|disk)-[a-z-]+"),
    "clock_guard.py": ("error.", "clock-[a-z-]+"),
    "live_forms.py": ("error.", "(form|question)-[a-z-]+"),
    "demo_command.py": ("", "demo[.][a-z.]+"),
    "progress.py": ("", "demo[.][a-z.]+"),
    "rebuild_command.py": ("", "rebuild[.](step|lost)[.][a-z-]+"),
    "show.py": ("", "label[.][a-z]+"),
    "results_told.py": ("", "results[.](left|cell|said-in|waiting-row|waiting-unlike)[a-z.-]*"),
    "results_troubles.py": ("error.", "results-[a-z-]+"),
    "results_listed.py": ("", "results[.]file[a-z.-]*"),
}


@dataclass(frozen=True)
class Use:
    """A message as the code asks for it: its key and the places that are filled (None: not to be told)."""

    key: str
    given: frozenset[str] | None
    at: str


def uses() -> Iterator[Use]:
    for path in sorted(SYNC.rglob("*.py")):
        if "workspace" in path.relative_to(SYNC).parts[:1]:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from said(node, path.relative_to(SYNC))
                yield from raised(node, path.relative_to(SYNC))
            else:
                yield from chosen(node, path.relative_to(SYNC))


def said(call: ast.Call, path: Path) -> Iterator[Use]:
    """`screen.say("key", place=…)`, and what Screen says of itself."""
    function = call.func
    if not (isinstance(function, ast.Attribute) and function.attr in {"say", "tell", "warn"} and call.args):
        return
    if "screen" not in ast.unparse(function.value) and path.name not in {"show.py", "messages.py"}:
        return
    yield from keyed(call.args[0], "", call, path)


def raised(call: ast.Call, path: Path) -> Iterator[Use]:
    """`NithetError("code", place=…)`, also from the constructor of a child."""
    name = ast.unparse(call.func).rpartition(".")[2]
    own = name == "__init__" and "super()" in ast.unparse(call.func)
    if call.args and (name in ERRORS or own):
        extra = GOOGLE_GIVES if name in {"GoogleError", "UnknownOutcome"} else set()
        yield from keyed(call.args[0], "error.", call, path, extra)


def keyed(
    argument: ast.expr, prefix: str, call: ast.Call, path: Path, extra: set[str] | None = None
) -> Iterator[Use]:
    if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
        return
    given: set[str] | None = set(extra or ())
    for keyword in call.keywords:
        if keyword.arg:
            given = given if given is None else given | {keyword.arg}
        else:
            starred = STARRED.get(ast.unparse(keyword.value))
            given = None if given is None or starred is None else given | starred
    yield Use(
        prefix + argument.value, None if given is None else frozenset(given), f"sync/{path}:{call.lineno}"
    )


def chosen(node: ast.AST, path: Path) -> Iterator[Use]:
    """A key that stands in a table and is chosen from there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.name in TABLES:
        prefix, pattern = TABLES[path.name]
        if re.fullmatch(pattern, node.value):
            yield Use(prefix + node.value, None, f"sync/{path}:{node.lineno}")


USES = sorted(set(uses()), key=lambda use: (use.key, use.at))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(key: str, language: str) -> list[str]:
    found = CATALOGUE[key][language]
    return list(found.values()) if isinstance(found, dict) else [found]


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.key} {use.at}")
def test_every_message_used_is_there_with_the_places_that_are_filled(use: Use) -> None:
    assert use.key in CATALOGUE, f"{use.at} asks for {use.key}"
    for language in ("th", "en"):
        asked = set().union(*(places(text) for text in texts(use.key, language)))
        assert use.given is None or asked <= use.given, f"{use.at} does not give {asked - use.given}"


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_message_stands_in_both_languages_with_the_same_places(key: str) -> None:
    entry = CATALOGUE[key]
    assert set(entry) == {"th", "en"}
    if key.startswith("error."):
        assert set(entry["th"]) == set(entry["en"]) == {"what", "where", "do"}
    asked = [{place for text in texts(key, language) for place in places(text)} for language in ("th", "en")]
    assert asked[0] == asked[1]
    assert all(text.strip() for language in ("th", "en") for text in texts(key, language))
    assert re.search("[ก-๙]", "".join(texts(key, "th")))


def test_no_message_is_left_over() -> None:
    used = {use.key for use in USES}
    assert sorted(key for key in CATALOGUE if key not in used) == []


def test_every_command_shows_an_example() -> None:
    commands = {
        name
        for path in (SYNC / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".command", "typer.Typer"))
        for name in re.findall(r"screen\.say\('(help\.[a-z-]+)'\)", ast.unparse(node))
    }
    assert {"help.sync", "help.run", "help.init", "help.report-weekly"} <= commands
    for key in commands:
        assert "`nithet" in CATALOGUE[key]["en"] and "Example:" in CATALOGUE[key]["en"], key
        assert "`nithet" in CATALOGUE[key]["th"] and "ตัวอย่าง:" in CATALOGUE[key]["th"], key


def test_an_error_is_told_as_what_where_and_what_to_do() -> None:
    told = Messages("en").explain(InputError("port-taken", host="127.0.0.1", port=8765))
    assert told.what == "Port 8765 is taken by another program."
    assert told.where == "127.0.0.1:8765"
    assert told.do == (
        "It may be nithet demo or nithet run in another window; press Ctrl-C there."
        " Else end that program, or choose another port, such as --port 0."
    )


def test_an_error_without_an_entry_shows_its_own_words() -> None:
    assert Messages("th").explain(InputError("never-heard-of", file="x")).what == "never-heard-of: file=x"


@pytest.mark.parametrize(("option", "expected"), [("th", "th"), ("en", "en")])
def test_the_language_asked_for(option: str, expected: str) -> None:
    assert chosen_language(option) == expected
