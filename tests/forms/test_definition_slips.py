"""Slips of a clerk in a definition: each is told at the line to be mended, with what to write instead."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.definition import load_forms
from forms.definition.roles import ROLES

GOOD = """\
id: case
records: [S9]
title: แบบบันทึกกรณี
about:
  who: person
  where: school
  when: day
  stand_in: other
seen_in: [network, office]
sections:
  - id: start
    title: เริ่ม
    questions:
      - {id: day, ask: วันที่, type: date, required: true, checks: [not-in-future]}
      - {id: person, ask: ชื่อ, type: supervisor, required: true}
      - {id: other, ask: ผู้รับงานแทน, type: supervisor, required: true}
      - id: part
        ask: ช่วงเวลา
        type: choice
        required: true
        choices: {am: ภาคเช้า, pm: ภาคบ่าย}
      - {id: pupils, ask: นักเรียน (คน), type: number, min: 1, max: 60}
      - {id: school, ask: โรงเรียน, type: school, required: true}
  - id: rated
    title: ให้คะแนน
    questions:
      - {id: grid, rate: ด้านที่ 1, items: [ก, ข], scale: {3: ดี, 2: พอใช้, 1: ปรับปรุง}}
bands:
  of: mean
  levels:
    - {from: 2.51, to: 3, name: ดี, colour: "#1e8e3e"}
    - {from: 1.51, to: 2.50, name: พอใช้, colour: "#f9ab00"}
    - {from: 1, to: 1.50, name: ปรับปรุง, colour: "#d93025"}
state:
  chains:
    all:
      - {step: lead, by: team-lead, title: ผู้รับผิดชอบ, passes: [เห็นชอบ], returns: [ส่งกลับแก้ไข]}
      - {step: other, by: stand-in, title: ผู้รับงานแทน, passes: [ทราบ]}
"""

# Each slip: what is typed instead of what, and the line, message and advice that it is told with.
TYPED = [
    ("    title: เริ่ม", "\ttitle: เริ่ม", 12, "a tab stands before the text", "the space key alone"),
    ("        ask: ช่วงเวลา", "\t\task: ช่วงเวลา", 18, "a tab stands before the text", "the space key alone"),
    (
        "        ask: ช่วงเวลา",
        "\u00a0       ask: ช่วงเวลา",
        18,
        "it came with copied text",
        "the space key alone",
    ),
    ("        ask: ช่วงเวลา", "       ask: ช่วงเวลา", 18, "too far left or right", "the space key alone"),
    ("  - id: rated", "- id: rated", 24, "too far left or right", "the space key alone"),
    ("      - id: part", "        id: part", 17, "too far left or right", 'and "- " before'),
    ("  - id: rated", "    id: rated", 24, '"id", "title", "questions" stand here twice', 'or "- " before'),
    ("title: แบบบันทึกกรณี", 'title: "แบบบันทึกกรณี', 3, "quotation mark that opens on this line", '"…"'),
    ("ask: ช่วงเวลา", "ask: 'ช่วงเวลา", 18, "quotation mark that opens on this line", '"…"'),
    ("title: แบบบันทึกกรณี", "title：แบบบันทึกกรณี", 3, 'the colon of this line is "："', "as in English"),
    ("title: แบบบันทึกกรณี", "title:แบบบันทึกกรณี", 3, "no space stands after the colon", "with a space"),
    ("type: date, req", "type:date, req", 14, 'after the colon of "type:date"', "key: value"),
    ("{am: ภาคเช้า, pm: ", "{am:ภาคเช้า, pm: ", 21, 'after the colon of "am:ภาคเช้า"', "key: value"),
    ("ask: ช่วงเวลา", "ask: ช่วงเวลา: เช้าหรือบ่าย", 18, 'holds a ": " of its own', '"…"'),
    ("ask: นักเรียน (คน)", "ask: นักเรียน, คน", 22, '"คน" stands here by itself', "…, …"),
    ("from: 2.51", "from: 2,51", 31, '"51" stands here by itself', "…, …"),
    ("max: 60}", "max: 60", 22, "a { that opens on this line is never closed", "}"),
    ("- {id: pupils", "- id: pupils", 22, "a } closes on this line that nothing opens", "{"),
    ("[network, office]", "[network, office", 9, "a [ that opens on this line is never closed", "]"),
    ("ภาคเช้า, pm", "ภาคเช้า pm", 21, "a comma is missing", "{one: …, another: …}"),
    ("ask: ช่วงเวลา", "ask: @ช่วงเวลา", 18, 'a text cannot begin with "@"', '"…"'),
    ("ask: ช่วงเวลา", "ask: *ช่วงเวลา", 18, 'a text cannot begin with "*"', '"…"'),
    ("ask: ช่วงเวลา", "ask: #ช่วงเวลา", 18, 'nothing stands after "ask:"', '"#…"'),
    ('"#1e8e3e"', "#1e8e3e", 31, "nothing after the # of this line is read", '"…"'),
    ("title: แบบบันทึกกรณี", "title:", 3, 'nothing stands after "title:"', "title: …"),
    ("        ask: ช่วงเวลา", "        ask: ช่วงเวลา\n        ask: ช่วง", 19, '"ask" stands here twice', "once"),
    ("ask: นักเรียน (คน)", "ask: นักเรียน: คน", 22, 'holds a ": " of its own', '"…"'),
    ("title: แบบบันทึกกรณี", 'title: "แบบ" บันทึก', 3, "stands after the closing quotation mark", "the whole"),
    ("ask: นักเรียน (คน)", "ask: 'นักเรียน' (คน)", 22, "stands after the closing quotation", "the whole"),
    ("state:", "---\nstate:", 34, "a second form begins here", "one form in each file"),
]
MEANT = [
    ("rate: ด้านที่ 1", "rating: ด้านที่ 1", 27, 'unknown key "rating": did you mean "rate"?', "id, rate"),
    ("rate: ด้านที่ 1", "title: ด้านที่ 1", 27, '"rate" is missing', "rate: …"),
    ("type: choice", "type: rating", 19, "scores are no type of question", "rate: …, items: […]"),
    ("id: pupils", "id: part", 22, 'id "part" stands twice (also in line 17)', "of its own"),
    ("id: pupils", "id: นักเรียน", 22, '"นักเรียน" is no id', "observed_on"),
    ("type: choice", "type: ตัวเลือก", 19, 'unknown type of question "ตัวเลือก"', "choice, dropdown"),
    ("type: choice", "type: chioce", 19, 'did you mean "choice"?', "choice, dropdown"),
    ("required: true\n        choices", "required: ใช่\n        choices", 20, "neither true nor", "true"),
    ("{am: ภาคเช้า, pm: ภาคบ่าย}", "[ภาคเช้า, ภาคบ่าย]", 21, "not a list", "key: value"),
    ("pm: ภาคบ่าย", "pm: ภาคเช้า", 21, '"ภาคเช้า" stands twice', "each text once"),
    ("min: 1, max: 60", "min: 61, max: 60", 22, "min is greater than max", "lower"),
    ("when: day", "when: part", 7, '"when" cannot be a choice ("part")', "type: date"),
    ("when: day", "when: days", 7, 'did you mean "day"?', "day, person"),
    ("who: person", "whom: person", 5, 'did you mean "who"?', ", ".join(ROLES)[:20]),
    ("to: 2.50, name", "to: 2.60, name", 32, 'levels "พอใช้" and "ดี" overlap', "below 2.51"),
    ("to: 2.50, name", "to: 2.20, name", 32, "scores between 2.2 and 2.51 belong to no level", "to: 2.5"),
    ("from: 1, to", "from: 1.2, to", 33, "scores from 1 to below 1.2 belong to no level", "from: 1"),
    ("from: 1.51", "from: 2.61", 32, "not below", "from the best down"),
    ("by: team-lead,", "by: หัวหน้า,", 37, 'unknown decider "หัวหน้า"', "head, deputy"),
    ("passes: [ทราบ]", "passes: []", 38, "no word passes this step", "เห็นชอบ"),
    ("  stand_in: other\n", "", 37, "who takes this step (stand-in) is not asked", "stand_in:"),
    ("งานแทน, type: supervisor, required: true", "งานแทน, type: supervisor", 35, "stays empty", "required"),
    ("  who: person\n", "", 36, "who takes this step (team-lead) is not asked", "who:"),
    ("step: other", "step: lead", 38, "twice in this chain", "of its own"),
    ("records: [S9]", "records: [S28]", 2, "is no record of the manual", "S1 to S27"),
    ("[network, office]", "[เครือข่าย]", 9, "unknown kind of spreadsheet", "district, network"),
]  # fmt: skip


def told(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(Path(p.file).name, p.line, p.message, p.accepted) for p in load_forms(folder)[1]]


def test_without_a_slip_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(GOOD, encoding="utf-8")
    assert told(tmp_path) == []


@pytest.mark.parametrize(("right", "typed", "line", "message", "accepted"), [*TYPED, *MEANT])
def test_a_slip_is_told_at_its_line_with_what_to_write(
    tmp_path: Path, right: str, typed: str, line: int, message: str, accepted: str
) -> None:
    assert GOOD.count(right) == 1
    (tmp_path / "case.yaml").write_text(GOOD.replace(right, typed), encoding="utf-8")
    found = told(tmp_path)
    assert any(
        (file, at) == ("case.yaml", line) and message in said and accepted in good
        for file, at, said, good in found
    ), found
    assert len(found) <= 3, found  # what follows from it does not hide it
    assert not any("broken YAML" in said for _, _, said, _ in found)


@pytest.mark.parametrize(
    ("name", "changes", "line", "message"),
    [
        ("copy.yaml", {}, 1, 'form "case" is also defined in case.yaml'),
        ("copy.yaml", {"id: case": "id: copy"}, 3, "the form in case.yaml has this title, too"),
        ("copy.yaml", {"id: case": "id: copy", "แบบบันทึกกรณี": "แบบ บันทึกกรณี"}, 3, "has this title, too"),
        ("copy.yml", {}, 1, "this file is not read"),
        ("copy.yaml.txt", {}, 1, "this file is not read"),
        ("copy.YAML", {}, 1, "this file is not read"),
    ],
)
def test_a_second_file_is_told_that_claims_the_same_or_is_not_read(
    tmp_path: Path, name: str, changes: dict[str, str], line: int, message: str
) -> None:
    (tmp_path / "case.yaml").write_text(GOOD, encoding="utf-8")
    copy = GOOD
    for right, typed in changes.items():
        copy = copy.replace(right, typed)
    (tmp_path / name).write_text(copy, encoding="utf-8")
    ((file, at, said, _),) = told(tmp_path)
    assert (file, at) == (name, line)
    assert message in said
    assert list(load_forms(tmp_path)[0]) == ["case"]  # the rest goes on


@pytest.mark.parametrize(
    ("right", "typed", "line", "message", "accepted"),
    [
        ("[ก, ข]", "[ครบหมู่ (แป้ง, ผัก), ข]", 27, '"ครบหมู่ (แป้ง" ends within its brackets', '"…, …"'),
        ("{3: ดี, 2: พอใช้, ", "{3: ดี, ", 27, "no step stands between 3 and 1", "3: …, 2: …"),
    ],
)
def test_what_is_likely_not_meant_is_warned_of_and_read(
    tmp_path: Path, right: str, typed: str, line: int, message: str, accepted: str
) -> None:
    (tmp_path / "case.yaml").write_text(GOOD.replace(right, typed), encoding="utf-8")
    forms, (problem, *others) = load_forms(tmp_path)
    assert (list(forms), problem.severity, problem.line, others) == (["case"], "warning", line, [])
    assert message in problem.message
    assert accepted in problem.accepted


@pytest.mark.parametrize("items", ['["ครบหมู่ (แป้ง", ข]', "[ครบหมู่ (แป้ง), ข]", "[1) ก, 2) ข]"])
def test_brackets_that_no_comma_parts_are_nobodys_business(tmp_path: Path, items: str) -> None:
    (tmp_path / "case.yaml").write_text(GOOD.replace("[ก, ข]", items), encoding="utf-8")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "a file of Word or Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of Word or Excel"),
        (GOOD.encode("utf-16"), "neither UTF-8 nor Windows-874"),
    ],
)
def test_a_file_that_is_no_text_is_told_how_to_be_saved(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "case.yaml").write_bytes(raw)
    ((_, line, said, accepted),) = told(tmp_path)
    assert line == 1
    assert message in said
    assert "Notepad" in accepted


@pytest.mark.parametrize("name", [".copy.yaml.swp", "case.yaml~", "case.yaml.bak", "notes.txt", "README.md"])
def test_other_files_beside_definitions_are_nobodys_business(tmp_path: Path, name: str) -> None:
    (tmp_path / "case.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert told(tmp_path) == []


def test_signs_without_width_round_a_word_are_not_read(tmp_path: Path) -> None:
    text = GOOD.replace("type: choice", "type: \u200bchoice\u200b").replace("when: day", "when: day\ufeff")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert told(tmp_path) == []


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(GOOD) - 1),
    st.integers(0, 3),
    st.sampled_from(["", '"', "'", "{", "]", ":", "\t", "#", "*", "ก", "\n"]),
)
def test_whatever_is_typed_anywhere_ends_in_lines_of_the_file(at: int, gone: int, typed: str) -> None:
    text = GOOD[:at] + typed + GOOD[at + gone :]
    with TemporaryDirectory() as folder:
        Path(folder, "case.yaml").write_text(text, encoding="utf-8")
        forms, problems = load_forms(Path(folder))
    assert bool(forms) != bool(problems)
    assert all(1 <= problem.line <= text.count("\n") + 1 and problem.message for problem in problems)
