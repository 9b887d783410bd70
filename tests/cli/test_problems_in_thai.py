"""Problems of the configuration in Thai: the catalogue has every wording of the code, with its places."""

from __future__ import annotations

import ast
import errno
import os
import string
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import forms
from forms.definition import load_forms
from forms.model import Problem, Wording, worded
from sync import settings
from sync.errors import InputError
from sync.messages import Language, Messages
from sync.packaged import folder
from sync.pipeline.configured import first_of
from sync.pipeline.office import ConfigurationWrong

ROOMS = [*Path(forms.__file__).parent.rglob("*.py"), Path(settings.__file__)]
WRITTEN = YAML(typ="safe").load((folder("templates") / "problems.yaml").read_text(encoding="utf-8"))
THAI = {one["en"]: one["th"] for one in WRITTEN}
TO_TYPE = {  # what stands in a file as it stands here, in any language
    "- id: …", "- {from: …, name: …, colour: …}", "- {step}", "5, 4, 3, 2, 1",
    "5: …, 4: …, 3: …, 2: …, 1: …", "[network, group, office]", "[ป.6, ประถมศึกษาปีที่ 6]",
    "absences: {leave: [leave], journey: [journey]}", "choices: {{code: label, …}}",
    "columns: {school: [โรงเรียน, …]}", "every: week", "full: 100", "last_working_day_of: week",
    "passes: [เห็นชอบ]", "required: true", "school", "supervisor", "target: 50", "title: {title}",
    "to: {limit}", "true, false", "type: number", "type: school", "type: {names}", "working_days_after: 5",
    "{code: label, …}", "{name}: …", "{name}.yaml",
    '"18:00"', "", "f'all: [{_STEP}]'",
}  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("th", "en")


def wordings() -> Iterator[str]:
    """Each English wording in a call of `wrong`, `warn`, `worded` or `Wording`, or in a name given to one."""
    for path in ROOMS:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                yield from _of(function)


def _of(function: ast.FunctionDef) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(_texts(node.value))
    for node in ast.walk(function):
        for argument in _worded(node):
            yield from named.get(argument.id, ()) if isinstance(argument, ast.Name) else _texts(argument)


def _worded(node: ast.AST) -> list[ast.expr]:
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    kept = {"wrong": slice(0, 2), "warn": slice(0, 2), "worded": slice(3, 5), "Wording": slice(0, 1)}
    return node.args[kept[name]] if isinstance(node, ast.Call) and name in kept else []


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield ast.unparse(node)  # its places are filled already: nobody can translate it


@cache
def thai_messages() -> Messages:
    """The Thai catalogue, read once."""
    return Messages("th")


def test_every_wording_has_its_thai() -> None:
    assert {text for text in wordings() if text not in THAI} - TO_TYPE == set()


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_thai_fills_no_place_that_the_english_lacks() -> None:
    filled = [english for english in THAI if "{" in THAI[english] and not _is_to_type(english)]
    assert len(filled) > 100
    assert [english for english in filled if not places(THAI[english]) <= places(english)] == []


def _is_to_type(english: str) -> bool:
    """Whether its braces are those of YAML: nothing is filled."""
    try:
        return any(":" in name or " " in name for name in places(english))
    except ValueError:
        return True


IN_THAI = [
    ("id: log\nidd: x\n", "ไม่รู้จักคีย์ “idd” หมายถึง “id” หรือไม่"),
    ("id: log\ntitle: {a: b}\n", "ตรงนี้ต้องเป็นข้อความ ไม่ใช่กลุ่มของ “คีย์: ค่า”"),
    ('id: log\ntitle: "แบบ\n', "เครื่องหมายคำพูดที่เปิดในบรรทัดนี้ไม่มีตัวปิด"),
    ("id: log\ntitle:\n\t- แบบ\n", "มีแท็บ (Tab) อยู่หน้าข้อความของบรรทัดนี้"),
    ("", "ไฟล์นี้ว่างเปล่า"),
]


@pytest.mark.parametrize(("written", "thai"), IN_THAI)
def test_a_slip_is_told_in_thai(written: str, thai: str, tmp_path: Path) -> None:
    (tmp_path / "log.yaml").write_text(written, encoding="utf-8")
    told = [thai_messages().problem(problem)[0] for problem in load_forms(tmp_path)[1]]
    assert thai in told


def test_days_are_told_in_thai_and_what_nobody_put_into_thai_as_it_is() -> None:
    day = Wording("after {first}", {"first": date(2026, 11, 20)})
    late = worded("calendar.yaml", 3, "", "the last day does not come after the first", day)
    assert late.accepted == "after 2026-11-20"
    assert thai_messages().problem(late) == ("วันสุดท้ายไม่อยู่หลังวันแรก", "หลัง 20 พ.ย. 2569")
    assert Messages("en").problem(late) == (late.message, late.accepted)
    assert thai_messages().problem(Problem("duties.yaml", 1, "", "odd", "even")) == ("odd", "even")


def test_a_configuration_that_turned_wrong_is_told_in_the_language_of_the_reader() -> None:
    wrong = worded("duties.yaml", 3, "due", '"{name}" is missing', values={"name": "on"})
    told = {lang: Messages(lang).explain(first_of(ConfigurationWrong((wrong,)))).what for lang in LANGUAGES}
    assert told["th"].endswith("ขาด “on”")
    assert told["en"].endswith('"on" is missing')


FILES = (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS)


def test_why_a_file_cannot_be_read_or_written_is_told_in_thai() -> None:
    for said in map(os.strerror, FILES):
        error = InputError("results-no-file", file="nt.csv", reason=said)
        assert thai_messages().explain(error).what == f"อ่านไฟล์ไม่ได้: {THAI[said]}"
