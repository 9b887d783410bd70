"""Every rule that definitions are held to: each break is named by file, path and line."""

import re
from pathlib import Path

import pytest

from forms.definition import load_forms
from forms.model import Problem
from forms.places import is_wrong

GOOD = """\
id: visit
records: [S4]
title: แบบเยี่ยม
about: {who: person, when: day, where: school, way: way}
cut_by: [way]
once_per: [person, day]
scale: {5: ดีมาก, 4: ดี, 3: ปานกลาง, 2: พอใช้, 1: ควรปรับปรุง}
sections:
  - id: start
    title: เริ่ม
    questions:
      - {id: day, ask: วันที่, type: date, required: true, checks: [not-in-future]}
      - {id: begin, ask: เริ่ม, type: time}
      - {id: end, ask: สิ้นสุด, type: time}
      - {id: pupils, ask: จำนวนนักเรียน, type: number, min: 1, max: 60}
      - id: way
        ask: รูปแบบ
        type: choice
        required: true
        choices:
          on-site: {label: ที่โรงเรียน, leads_to: people}
          online: {label: ออนไลน์, leads_to: rated}
  - id: people
    title: ผู้เยี่ยม
    leads_to: place
    questions:
      - {id: person, ask: ชื่อ, type: supervisor, required: true}
  - id: rated
    title: ให้คะแนน
    questions:
      - {id: grid, rate: ให้คะแนน, items: [ข้อหนึ่ง, ข้อสอง]}
  - id: place
    title: โรงเรียน
    questions:
      - {id: note, ask: บันทึก, type: paragraph}
      - {id: school, ask: โรงเรียน, type: school, required: true}
checks:
  - {code: time-order, of: [begin, end]}
  - {code: shorter-than-an-hour, of: [begin, end], at_least: 45 min, severity: warning}
bands:
  of: mean
  levels:
    - {from: 3.51, to: 5, name: ดี, colour: "#1e8e3e"}
    - {from: 1, to: 3.50, name: ควรปรับปรุง, colour: "#d93025"}
"""


def in_full(path: str) -> str:
    """The path of a section or question written by numbers: "0.4.ask" is sections[0].questions[4].ask."""
    questions = re.sub(r"^(\d)\.(\d)", r"sections[\1].questions[\2]", path)
    return re.sub(r"^(\d)\b", r"sections[\1]", questions)


def lint(folder: Path, text: str) -> list[Problem]:
    (folder / "visit.yaml").write_text(text, encoding="utf-8")
    loaded, problems = load_forms(folder)
    assert bool(loaded) == (not is_wrong(problems))
    assert {problem.file for problem in problems} <= {str(folder / "visit.yaml")}
    return list(problems)


def test_the_good_definition_has_no_problem(tmp_path: Path) -> None:
    assert lint(tmp_path, GOOD) == []


# Each case: what is changed into what, and the line, path, message and accepted values of the problem.
SHAPE = [
    ("id: visit", "id: visit: 1", 1, "", 'holds a ": " of its own', "in quotation marks"),
    ("title: แบบเยี่ยม\n", "title: ก\ntitle: ข\n", 4, "title", "stands here twice", "each key once"),
    ("title: แบบเยี่ยม\n", "", 1, "", '"title" is missing', "title: …"),
    ("title: แบบเยี่ยม", "titel: แบบเยี่ยม", 3, "titel", 'unknown key "titel": did you mean "title"?', "title"),
    ("title: แบบเยี่ยม", 'title: ""', 3, "title", "this text is empty", "some text"),
    ("title: แบบเยี่ยม", "title: [แบบ]", 3, "title", "a text is expected here, not a list", ""),
    ("title: แบบเยี่ยม", "title: |\n  แบบ\n  เยี่ยม", 3, "title", "a line break", "one line"),
    ("id: visit", "id: แบบเยี่ยม", 1, "id", "is no id", "observed_on"),
    ("[S4]", "[S4, S28]", 2, "records[1]", '"S28" is no record', "S1 to S27"),
    ("[S4]", "S4", 2, "records", 'a list is expected here, not the text "S4"', "lines that begin with -"),
]
QUESTIONS = [
    ("ask: วันที่, ", "", 12, "0.0", '"ask" is missing', "ask: …"),
    ("ask: วันที่", "aks: วันที่", 12, "0.0.aks", 'did you mean "ask"?', "id, ask, type"),
    ("ask: วันที่", 'ask: "วัน\\nที่"', 12, "0.0.ask", "a line break", "Google Forms takes no line breaks"),
    ("id: begin", "id: day", 13, "0.1.id", 'id "day" stands twice (also in line 12)', "own"),
    ("id: grid", "id: pupils", 31, "2.0.id", "stands twice (also in line 15)", "own"),
    ("id: note", "id: section", 35, "3.0.id", "a reserved word", "any other id"),
    ("type: paragraph", "type: paragraf", 35, "3.0.type", 'did you mean "paragraph"?', "text"),
    ("type: paragraph", "type: rating", 35, "3.0.type", "scores are no type of question", "rate: …, items"),
    ("required: true, checks", "required: yes, checks", 12, "0.0.required", "neither true", "true, false"),
    ("min: 1,", "min: หนึ่ง,", 15, "0.3.min", "is not a number", "3 or 4.51"),
    ("min: 1,", "min: 61,", 15, "0.3.min", "min is greater than max", "lower"),
    ("type: paragraph", "type: paragraph, max: 3", 35, "3.0.max", "for numbers", "type: number"),
    ("type: paragraph", "type: year, summed: true", 35, "3.0.summed", "for amounts", "type: number"),
    ("type: number", "type: number, summed: yes", 15, "0.3.summed", "neither true", "true, false"),
    ("type: paragraph", "type: text, nothing: ไม่", 35, "3.0.nothing", "for schools", "school"),
    ("type: paragraph", "type: text, choices: {a: ก}", 35, "3.0.choices", "takes no choices", ""),
    ("type: paragraph", "type: dropdown", 35, "3.0", 'needs "choices"', "code: label"),
    ("type: paragraph", "type: dropdown, choices: {}", 35, "3.0.choices", "nothing to choose", ""),
    ("school, required: true", "school", 36, "3.1", "may stay empty", "nothing: …"),
    ("school, required: true", "school, required: true, nothing: ไม่มี", 36, "3.1",
     "a required school", "not both"),
    ("[ข้อหนึ่ง, ข้อสอง]", "[ข้อหนึ่ง, ข้อหนึ่ง]", 31, "2.0.items[1]", "stands twice", "once"),
    ("[ข้อหนึ่ง, ข้อสอง]", "[]", 31, "2.0.items", "nothing to rate", "one item"),
    ("  - id: people", "  - id: start", 23, "sections[1].id", 'section "start" stands twice', "of its own"),
]  # fmt: skip
SCALE = [
    (
        "scale: {5: ดีมาก, 4: ดี, 3",
        "scale: {4: ดี, 5: ดีมาก, 3",
        7,
        "scale",
        "from the best to the lowest",
        "5: …",
    ),
    ("4: ดี,", "4: ดีมาก,", 7, "scale.4", '"ดีมาก" stands twice', "each text once"),
    ("4: ดี,", "สี่: ดี,", 7, "scale.สี่", "is not a number", "a number"),
    ("4: ดี,", "4.5: ดี,", 7, "scale.4.5", "is not a whole number", "5, 4, 3, 2, 1"),
    ("1: ควรปรับปรุง", "-1: ควรปรับปรุง", 7, "scale.-1", "-1 is below 0", "3, 2, 1, 0"),
    ("4: ดี,", "๕: ดี,", 7, "scale.๕", "step 5 stands twice", "each step once"),
]
CHOICES = [
    ("label: ออนไลน์, ", "", 22, "0.4.choices.online", '"label" is missing', "label: …"),
    (
        "label: ออนไลน์, ",
        "lable: ออนไลน์, ",
        22,
        "0.4.choices.online.lable",
        'did you mean "label"?',
        "label",
    ),
    (
        "label: ออนไลน์",
        "label: ที่โรงเรียน",
        22,
        "0.4.choices.online.label",
        "stands twice (also in line 21)",
        "once",
    ),
    (
        "label: ออนไลน์",
        "label: ออนไลน์, aliases: [ที่โรงเรียน]",
        22,
        "0.4.choices.online.aliases[0]",
        "twice",
        "once",
    ),
    ("online:", "on-site:", 22, "0.4.choices.on-site", "stands here twice", "each key once"),
    ("online:", "ออนไลน์:", 22, "0.4.choices.ออนไลน์", "is no code", "a-z and 0-9"),
]
FLOW = [
    ("leads_to: people", "leads_to: peple", 21, "0.4.choices.on-site.leads_to",
     'section "peple": did you mean "people"?', "people, rated, place, end"),
    ("leads_to: people", "leads_to: start", 21, "0.4.choices.on-site.leads_to", 'back to section "start"',
     "people, rated, place"),
    ("leads_to: place", "leads_to: people", 25, "1.leads_to", 'back to section "people"', "rated, place"),
    ("leads_to: place", "leads_to: nowhere", 25, "1.leads_to", 'unknown section "nowhere"', "place, end"),
    ("- id: rated", "- id: end", 28, "sections[2].id", '"end" is where a form ends', "any other"),
    ("leads_to: rated", "leads_to: place", 28, "sections[2]", 'no answer leads to section "rated"', "that"),
    ("type: supervisor, required: true", "type: text, required: true", 25, "1.leads_to",
     "leads on from an option only", "a required choice, dropdown"),
    ("type: supervisor, required: true", "type: supervisor", 25, "1.leads_to",
     "leads on from an option only", "required"),
    ("        type: choice\n", "        type: checkboxes\n", 16, "0.4", "lead nowhere in", "dropdown"),
    ("        required: true\n", "        required: false\n", 16, "0.4", "may not stay empty", "required"),
    ("  - id: people", "      - {id: late, ask: อื่น ๆ, type: text}\n  - id: people", 16, "0.4",
     "must be the last of its section", "to the end"),
    ("required: true}\nchecks", "required: true}\n      - {id: late, ask: อื่น ๆ, type: text}\nchecks", 36,
     "3.1", "must be the last of its section", "to the end"),
]  # fmt: skip
ROLES = [
    (
        "{who: person",
        "{whom: person",
        4,
        "about.whom",
        'unknown key "whom": did you mean "who"?',
        "who, who_name",
    ),
    ("{who: person", "{who: persona", 4, "about.who", 'did you mean "person"?', "day, begin, end, pupils"),
    (
        "{who: person",
        "{who: note",
        4,
        "about.who",
        '"who" cannot be a paragraph ("note")',
        "type: supervisor",
    ),
    ("when: day, ", "", 4, "about", '"when" is missing', "when: …"),
    ("when: day", "when: begin", 4, "about.when", '"when" cannot be a time', "type: date"),
    ("where: school", "where: person", 4, "about.where", '"where" cannot be a supervisor', "type: school"),
    ("way: way", "way: grid.1", 4, "about.way", 'unknown question "grid.1"', "day, begin"),
    ("cut_by: [way]", "cut_by: [day]", 5, "cut_by[0]", "cannot be cut by a date", "choice or dropdown"),
    ("cut_by: [way]", "cut_by: [ways]", 5, "cut_by[0]", 'did you mean "way"?', "day, begin"),
    (
        "once_per: [person, day]",
        "once_per: [person, dey]",
        6,
        "once_per[1]",
        'did you mean "day"?',
        "day, begin",
    ),
    ("once_per: [person, day]", "once_per: [day, day]", 6, "once_per[1]", "stands here twice", "once"),
]
TABLES = [
    ("cut_by: [way]", "tables: [{rows: way, columns: day, latest: way}]", 5, "tables[0].columns",
     'a table cannot be made of a date ("day")', "type: choice or dropdown"),
    ("cut_by: [way]", "tables: [{rows: way, columns: grid, latest: way}]", 5, "tables[0].columns",
     'unknown question "grid"', "day, begin"),
    ("cut_by: [way]", "tables: [{rows: way, columns: way, latest: day}]", 5, "tables[0].columns",
     '"way" stands here twice', "each question once"),
    ("cut_by: [way]", "tables: [{rows: way, columns: way}]", 5, "tables[0]",
     '"latest" is missing', "latest: …"),
    ("cut_by: [way]", "tables: [{rows: way, column: way, latest: way}]", 5, "tables[0].column",
     'unknown key "column": did you mean "columns"?', "rows, columns, latest"),
    ("cut_by: [way]", "tables: {rows: way}", 5, "tables", "a list is expected here, not a mapping", "[one"),
]  # fmt: skip
CHECKS = [
    ("[not-in-future]", "[not-in-futur]", 12, "0.0.checks[0]", 'did you mean "not-in-future"', "working"),
    ("[not-in-future]", "[time-order]", 12, "0.0.checks[0]", "reads 2 questions, not 1", "2 ids"),
    ("code: time-order", "code: order", 38, "checks[0].code", 'unknown check "order"', "time-order"),
    ("code: time-order, of", "code: time-order, for", 38, "checks[0].for", 'unknown key "for"', "code, of"),
    ("time-order, of: [begin, end]", "time-order, of: [begin]", 38, "checks[0]", "reads 2 quest", "2 ids"),
    ("time-order, of: [begin, end]", "time-order, of: [begin, ende]", 38, "checks[0].of[1]", '"end"', "beg"),
    ("time-order, of: [begin, end]", "time-order, of: [begin, day]", 38, "checks[0].of[1]",
     "cannot read a date", "type: time"),
    ("time-order, of: [begin, end]", "time-order, of: [end, end]", 38, "checks[0]", "question twice", "once"),
    ("severity: warning", "severity: warn", 39, "checks[1].severity", 'mean "warning"?', "error, warning"),
    ("at_least: 45 min", "at_least: an hour", 39, "checks[1].at_least", '"an hour" does not fit', "60 min"),
    ("at_least: 45 min", "at_most: 45 min", 39, "checks[1].at_most", 'did you mean "at_least"?', "at_least"),
    ("of: [begin, end]}", "of: [begin, end], if: {wy: online}}", 38, "checks[0].if.wy", '"wy"', "way"),
    ("of: [begin, end]}", "of: [begin, end], if: {way: [on-site, onlin]}}", 38, "checks[0].if.way[1]",
     'did you mean "online"?', "on-site, online"),
    ("of: [begin, end]}", "of: [begin, end], if: {pupils: 5}}", 38, "checks[0].if.pupils",
     'no check can depend on a number ("pupils")', "choice or dropdown"),
    ("code: time-order, of: [begin, end]", "code: in-quarter, of: [day, end]", 38, "checks[0].of[1]",
     "cannot read a time", "type: choice, dropdown"),
    ("code: time-order, of: [begin, end]", "code: in-quarter, of: [day, way]", 38, "checks[0].of[1]",
     "which on-site, online lack", "end in 1, 2, 3 or 4"),
    ("code: shorter-than-an-hour, of: [begin, end], at_least: 45 min", "code: time-order, of: [begin, end]",
     39, "checks[1]", "stands twice for the same questions", "each check once"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [*SHAPE, *QUESTIONS, *SCALE, *CHOICES, *FLOW, *ROLES, *TABLES, *CHECKS],
)
def test_what_is_wrong_is_named_by_line_and_path(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert GOOD.count(old) == 1
    problems = lint(tmp_path, GOOD.replace(old, new))
    found = [problem for problem in problems if (problem.line, problem.path) == (line, in_full(path))]
    assert len(found) == 1, problems
    assert message in found[0].message
    assert accepted in found[0].accepted


def test_a_check_may_hold_for_some_answers_and_another_time_for_others(tmp_path: Path) -> None:
    line = "  - {code: time-order, of: [begin, end]}\n"
    several = "".join(line.replace("]}", f"], if: {{way: {one}}}}}") for one in ("online", "[on-site]"))
    (tmp_path / "visit.yaml").write_text(GOOD.replace(line, several), encoding="utf-8")
    loaded, problems = load_forms(tmp_path)
    assert problems == ()
    assert [check.only for check in loaded["visit"].checks if check.code == "time-order"] == [
        {"way": ("online",)}, {"way": ("on-site",)},
    ]  # fmt: skip


def test_a_rating_without_any_scale_is_a_problem(tmp_path: Path) -> None:
    text = GOOD.replace("scale: {5: ดีมาก, 4: ดี, 3: ปานกลาง, 2: พอใช้, 1: ควรปรับปรุง}\n", "")
    problems = lint(tmp_path, text)
    assert [(p.line, p.path, p.message) for p in problems] == [
        (30, "sections[2].questions[0]", "there is no scale to rate on")
    ]


def test_all_problems_are_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    text = (
        GOOD.replace("title: แบบเยี่ยม\n", "")
        .replace("type: paragraph", "type: long")
        .replace("#d93025", "red")
    )
    assert [problem.line for problem in lint(tmp_path, text)] == [1, 34, 43]


def test_what_was_left_empty_misses_everything(tmp_path: Path) -> None:
    problems = lint(tmp_path, GOOD.replace("  - {code: time-order, of: [begin, end]}", "  -"))
    assert [(p.line, p.path, p.message) for p in problems] == [
        (38, "checks[0]", '"code" is missing'),
        (38, "checks[0]", '"of" is missing'),
    ]


def test_an_unknown_type_is_told_once_not_wherever_the_question_is_named(tmp_path: Path) -> None:
    problems = lint(tmp_path, GOOD.replace("type: date", "type: dat"))
    assert [(p.line, p.path) for p in problems] == [(12, "sections[0].questions[0].type")]


def test_sections_without_ids_are_told_each(tmp_path: Path) -> None:
    problems = lint(
        tmp_path,
        GOOD.replace("  - id: rated\n    title", "  - title").replace(
            "  - id: start\n    title", "  - title"
        ),
    )
    assert [p.line for p in problems if p.message == '"id" is missing'] == [9, 27]


# --- Bands -----------------------------------------------------------------------------


def banded(of: str, *levels: str) -> str:
    """The good definition (two items rated 5 to 1) with other bands, the first level in line 43."""
    lines = "".join(f"    - {{{level}, colour: '#112233'}}\n" for level in levels)
    return GOOD[: GOOD.index("bands:")] + f"bands:\n  of: {of}\n  levels:\n{lines}"


@pytest.mark.parametrize(
    ("of", "levels"),
    [
        ("mean", ["from: 3.51, name: ก", "from: 1, name: ข"]),
        (
            "mean",
            ["from: 4.51, to: 5.00, name: ก", "from: 3.51, to: 4.50, name: ข", "from: 1, to: 3.5, name: ค"],
        ),
        ("mean", ["from: 1, name: ก"]),
        ("total", ["from: 8, to: 10, name: ก", "from: 5, to: 7, name: ข", "from: 2, to: 4, name: ค"]),
        ("total", ["from: 8, name: ก", "from: 0, name: ข"]),
    ],
)
def test_bands_without_fault(tmp_path: Path, of: str, levels: list[str]) -> None:
    assert lint(tmp_path, banded(of, *levels)) == []


@pytest.mark.parametrize(
    ("of", "levels", "line", "message", "accepted"),
    [
        ("mean", ["from: 3.51, name: ก", "from: 2, name: ข"], 44, "scores from 1 to below 2", "from: 1"),
        ("mean", ["from: 2, name: ก", "from: 3, name: ข", "from: 1, name: ค"], 44, "not below", "below 2"),
        ("mean", ["from: 2, name: ก", "from: 2, name: ข", "from: 1, name: ค"], 44, "not below", "below 2"),
        ("mean", ["from: 2, name: ก", "from: 1, name: ก"], 44, 'level "ก" stands twice', "of its own"),
        ("mean", ["from: 5.01, name: ก", "from: 1, name: ข"], 43, '"ก" can never be reached', "from 1 to 5"),
        ("mean", ["from: 3, name: ก", "from: 1, name: ข", "from: 0, name: ค"], 45, '"ค" can never', "1 to 5"),
        ("mean", ["from: 4.6, name: ก", "from: 4.51, name: ข", "from: 1, name: ค"], 44, '"ข" can', "1 to 5"),
        ("mean", ["from: 3.51, to: 4.9, name: ก", "from: 1, name: ข"], 43, "scores above 4.9", "to: 5"),
        ("mean", ["from: 3.51, name: ก", "from: 1, to: 3.2, name: ข"], 44, "between 3.2 and 3.51", "to: 3.5"),
        ("mean", ["from: 3.51, name: ก", "from: 1, to: 3.51, name: ข"], 44, '"ข" and "ก" overlap', "below 3"),
        ("mean", ["from: 4, to: 3, name: ก", "from: 1, name: ข"], 43, "3 is lower than 4", "from: lower"),
        ("total", ["from: 8, name: ก", "from: 2, to: 6, name: ข"], 44, "between 6 and 8", "to: 7"),
        ("total", ["from: 8, name: ก", "from: 2, to: 8, name: ข"], 44, "overlap", "to: below 8"),
        ("total", ["from: 11, name: ก", "from: 2, name: ข"], 43, "can never be reached", "from 2 to 10"),
        ("total", ["from: 8, name: ก", "from: 7.5, name: ข", "from: 2, name: ค"], 44, "can never", "2 to"),
    ],
)  # fmt: skip
def test_bands_leave_no_score_without_a_level_and_no_level_without_a_score(
    tmp_path: Path, of: str, levels: list[str], line: int, message: str, accepted: str
) -> None:
    problems = lint(tmp_path, banded(of, *levels))
    found = [problem for problem in problems if message in problem.message]
    assert [problem.line for problem in found] == [line], problems
    assert accepted in found[0].accepted


def test_the_published_bands_of_25_items_are_refused(tmp_path: Path) -> None:
    # 98–125, 74–97, 50–73, 26–49 and "below 25": nobody scores below 25, and 25 falls in none.
    limits = [(98, 125), (74, 97), (50, 73), (26, 49), (0, 24)]
    levels = [f"from: {low}, to: {high}, name: ระดับ {n}" for n, (low, high) in enumerate(limits)]
    items = ", ".join(f"ข้อ {n}" for n in range(1, 26))
    text = banded("total", *levels).replace("[ข้อหนึ่ง, ข้อสอง]", f"[{items}]")
    assert [(problem.line, problem.path, problem.message) for problem in lint(tmp_path, text)] == [
        (47, "bands.levels[4]", 'level "ระดับ 4" can never be reached'),
        (47, "bands.levels[4]", "scores between 24 and 26 belong to no level"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        ("of: mean", "of: average", 41, "bands.of", 'unknown basis of the bands "average"', "mean, total"),
        ('"#1e8e3e"', "green", 43, "bands.levels[0].colour", '"green" is no colour', "#1e8e3e"),
        ('"#1e8e3e"', "#1e8e3e", 43, "", "nothing after the #", "in quotation marks"),
        ("{from: 3.51, ", "{", 43, "bands.levels[0]", '"from" is missing', "from: …"),
        ("name: ดี, ", "", 43, "bands.levels[0]", '"name" is missing', "name: …"),
        ("from: 3.51", "from: สูง", 43, "bands.levels[0].from", "is not a number", "4.51"),
        ("items: [ข้อหนึ่ง, ข้อสอง]}", "items: [ก]}\n      - {id: two, rate: ก, items: [ก], scale: {1: ก, 0: ข}}",
         41, "bands", "rated on different scales", "the same numbers"),
        ("{id: grid, rate: ให้คะแนน, items: [ข้อหนึ่ง, ข้อสอง]}", "{id: free, ask: ก, type: text}", 40, "bands",
         "bands need rated items", "no bands"),
    ],
)  # fmt: skip
def test_bands_are_well_formed(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    problems = lint(tmp_path, GOOD.replace(old, new))
    found = [problem for problem in problems if problem.path == path and message in problem.message]
    assert [problem.line for problem in found] == [line], problems
    assert accepted in found[0].accepted


def test_a_double_id_is_told_without_what_follows_from_it(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD.replace("id: begin", "id: day"), encoding="utf-8")
    assert [problem.message for problem in load_forms(tmp_path)[1]] == [
        'id "day" stands twice (also in line 12)'
    ]
