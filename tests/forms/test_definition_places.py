"""Chains, places and claims of definitions: what is read, and how each break is named by file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.definition import load_forms
from forms.definition.claims import ONLY_ONE
from forms.definition.placing import COUNTS_AS
from forms.definition.roles import NEEDED
from forms.model import Form, Problem, Question, QuestionType
from forms.model.chains import Chain, Chains, Step

GOOD = """\
id: permit
records: [S18]
title: คำขออนุญาต
seen_in: [group, supervisor, office]
counts_as: permit
numbered: fiscal-year
about: {who: person, members: party, when: first, until: last, project: project, network: net, \
stand_in: sub, kind: kind, subject: kind, leave_type: kind}
state:
  by: kind
  chains:
    journey:
      - {step: head, by: head, title: ผอ.กลุ่ม, passes: [เห็นควรอนุญาต], returns: [ส่งกลับแก้ไข]}
      - {step: director, by: director, title: ผอ.สพป., passes: [อนุญาต], refuses: [ไม่อนุญาต]}
    leave:
      - {step: other, by: stand-in, title: ผู้ปฏิบัติงานแทน, passes: [รับทราบ], stays: [รอหารือ]}
    note: []
sections:
  - id: asked
    title: คำขอ
    questions:
      - {id: person, ask: ผู้ขอ, type: supervisor, required: true}
      - {id: party, ask: ผู้ร่วมเดินทาง, type: supervisors}
      - {id: sub, ask: ผู้ปฏิบัติงานแทน, type: supervisor}
      - {id: first, ask: ตั้งแต่วันที่, type: date, required: true, checks: [{code: in-advance, days: 3 days}]}
      - {id: last, ask: ถึงวันที่, type: date}
      - {id: year, ask: ปีงบประมาณ, type: year, min: 2560, max: 2600}
      - {id: all, ask: รวม, type: number}
      - {id: boys, ask: ชาย, type: number}
      - {id: girls, ask: หญิง, type: number}
      - {id: project, ask: โครงการ, type: project}
      - {id: net, ask: เครือข่าย, type: network}
      - {id: left, ask: ออก, type: time}
      - {id: back, ask: กลับ, type: time}
      - {id: kind, ask: เรื่อง, type: choice, required: true, choices: {journey: ไป, leave: ลา, note: แจ้ง}}
checks:
  - {code: date-order, of: [first, last]}
  - {code: longer-than, of: [left, back], at_most: 180 min}
  - {code: total-of-parts, of: [all, boys, girls]}
  - {code: part-of-whole, of: [boys, all]}
"""


def lint(folder: Path, text: str, file: str = "permit.yaml") -> tuple[dict[str, Form], tuple[Problem, ...]]:
    (folder / file).write_text(text, encoding="utf-8")
    return load_forms(folder)


OWN = "{journey: {label: ไป, series: ป}, leave: {label: ลา, series: ล}, note: {label: แจ้ง, series: จ}}"


def test_kinds_may_have_running_numbers_of_their_own(tmp_path: Path) -> None:
    own = GOOD.replace("{journey: ไป, leave: ลา, note: แจ้ง}", OWN)
    forms, problems = lint(tmp_path, own)
    assert problems == ()
    assert [choice.series for choice in forms["permit"].questions["kind"].choices] == ["ป", "ล", "จ"]
    _, (problem,) = lint(tmp_path, own.replace("numbered: fiscal-year\n", ""))
    assert problem.path == "sections[0].questions[13].choices.journey"
    assert (problem.message, problem.accepted) == (
        'no register is numbered by "kind"', "numbered: fiscal-year, kind: kind in about"
    )  # fmt: skip


def test_what_a_definition_says_of_its_place_is_read(tmp_path: Path) -> None:
    forms, problems = lint(tmp_path, GOOD)
    assert problems == ()
    form = forms["permit"]
    assert (form.seen_in, form.counts_as, form.numbered) == (
        ("group", "supervisor", "office"), "permit", "fiscal-year"
    )  # fmt: skip
    assert form.about["members"] == "party"
    assert form.questions["party"] == Question("party", "ผู้ร่วมเดินทาง", QuestionType.SUPERVISORS)
    assert form.questions["year"].type is QuestionType.YEAR
    assert [(check.code, check.severity, check.parameters) for check in form.checks] == [
        ("in-advance", "warning", {"days": 3}),
        ("date-order", "error", {}),
        ("longer-than", "error", {"at_most": 180}),
        ("total-of-parts", "error", {}),
        ("part-of-whole", "error", {}),
    ]


def test_the_chains_are_read_and_what_nobody_decides_has_none(tmp_path: Path) -> None:
    head = Step("head", "head", "ผอ.กลุ่ม", ("เห็นควรอนุญาต",), returns=("ส่งกลับแก้ไข",))
    director = Step("director", "director", "ผอ.สพป.", ("อนุญาต",), refuses=("ไม่อนุญาต",))
    other = Step("other", "stand-in", "ผู้ปฏิบัติงานแทน", ("รับทราบ",), stays=("รอหารือ",))
    assert lint(tmp_path, GOOD)[0]["permit"].chains == Chains(
        "kind", {"journey": Chain((head, director)), "leave": Chain((other,))}
    )
    assert head.words == ("เห็นควรอนุญาต", "ส่งกลับแก้ไข")


def test_one_chain_for_all_needs_no_choice(tmp_path: Path) -> None:
    text = GOOD.replace("  by: kind\n", "").replace("    journey:\n", "    all:\n")
    text = text[: text.index("    leave:\n")] + text[text.index("sections:") :]
    forms, problems = lint(tmp_path, text)
    assert problems == ()
    chains = forms["permit"].chains
    assert chains is not None
    assert (chains.by, [step.id for step in chains.of[""].steps]) == (None, ["head", "director"])


def test_a_form_that_says_nothing_of_its_place_is_seen_everywhere(tmp_path: Path) -> None:
    text = GOOD.replace("seen_in: [group, supervisor, office]\n", "").replace("counts_as: permit\n", "")
    form = lint(tmp_path, text.replace("numbered: fiscal-year\n", ""))[0]["permit"]
    assert (form.seen_in, form.counts_as, form.numbered) == (("district", "network", "group"), "", "")


# A question for every role: those of GOOD, and one of each type that it lacks.
ALL_ROLES = GOOD.replace("kind: kind,", (
    "kind: kind, agreed: gist, where: place, year: year, part_of_day: kind, part_of_year: kind, "
    "urgency: kind, due: last, next: last, place: kind,"
)).replace("      - {id: left,", """\
      - {id: gist, ask: สรุป, type: paragraph}
      - {id: left,""").replace("checks:\n  -", """\
  - id: there
    title: โรงเรียน
    questions:
      - {id: place, ask: โรงเรียน, type: school, required: true}
checks:
  -""")  # fmt: skip

# Each case: what is changed into what, and the line, path, message and accepted values of the problem.
PLACES = [
    ("[group, ", "[grup, ", 4, "seen_in[0]", 'did you mean "group"?', "district, network, group, supervisor"),
    ("[group, ", "[office, ", 4, "seen_in[2]", '"office" stands here twice', "each kind once"),
    ("[group, supervisor, office]", "[]", 4, "seen_in", "nobody sees", "[network, group, office]"),
    (
        "counts_as: permit",
        "counts_as: permits",
        5,
        "counts_as",
        'did you mean "permit"?',
        "observation, visit",
    ),
    ("leave: ลา,", "leave: {label: ลา, series: ล},", 34, "sections[0].questions[13].choices.journey",
     "have running numbers of their own, this has none", "series: …"),
    ("fiscal-year", "year", 6, "numbered", "unknown year", "fiscal-year, calendar-year"),
    ("members: party", "members: person", 7, "about.members", "cannot be a supervisor", "type: supervisors"),
    ("until: last", "until: left", 7, "about.until", "cannot be a time", "type: date"),
    ("type: project", "type: projects", 30, "sections[0].questions[9].type", '"project"?', "project"),
]  # fmt: skip
CHAINS = [
    ("by: kind", "by: kinds", 9, "state.by", 'did you mean "kind"?', "person"),
    ("by: kind", "by: person", 9, "state.by", "picks no chain", "choice or dropdown"),
    ("type: choice, required: true", "type: choice", 9, "state.by", "may not stay empty", "required: true"),
    ("    note: []\n", "", 10, "state.chains", "there is no chain for note", "[] for what nobody decides"),
    ("    note: []", "    notes: []", 16, "state.chains.notes", 'did you mean "note"?', "journey, leave"),
    ("by: head,", "by: boss,", 12, "state.chains.journey[0].by", 'unknown decider "boss"', "head, deputy"),
    ("step: director", "step: head", 13, "state.chains.journey[1]", "twice in this chain", "of its own"),
    (", passes: [เห็นควรอนุญาต]", "", 12, "state.chains.journey[0]", '"passes" is missing', "passes: …"),
    ("passes: [เห็นควรอนุญาต]", "passes: []", 12, "state.chains.journey[0].passes", "no word passes", "เห็นชอบ"),
    ("refuses: [ไม่อนุญาต]", "refuses: [อนุญาต]", 13, "state.chains.journey[1].refuses[0]",
     '"อนุญาต" stands twice at this step', "each word once"),
    ("step: other", "step: head", 15, "state.chains.leave[0]", 'step "head" has another title in line 12',
     "title: ผอ.กลุ่ม"),
    (", stand_in: sub", "", 15, "state.chains.leave[0].by", "step (stand-in) is not asked", "stand_in:"),
]  # fmt: skip
CHECKS = [
    (
        "of: [all, boys, girls]",
        "of: [all, boys]",
        38,
        "checks[2]",
        "reads 3 questions or more, not 2",
        "more",
    ),
    ("of: [first, last]", "of: [first]", 36, "checks[0]", "reads 2 questions, not 1", "2 ids"),
    ("at_most: 180 min", "at_most: 3 hours", 37, "checks[1].at_most", "does not fit at_most", "60 min"),
    (", at_most: 180 min", "", 37, "checks[1]", '"at_most" is missing', "at_most: …"),
    ("days: 3 days", "days: 0", 24, "sections[0].questions[3].checks[0].days", '"0" does not fit', "1 day"),
    ("of: [boys, all]", "of: [boys, year]", 39, "checks[3].of[1]", "cannot read a year", "type: number"),
]


@pytest.mark.parametrize(("old", "new", "line", "path", "message", "accepted"), [*PLACES, *CHAINS, *CHECKS])
def test_what_is_wrong_is_named_by_line_and_path(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert GOOD.count(old) == 1
    problems = lint(tmp_path, GOOD.replace(old, new))[1]
    found = [problem for problem in problems if (problem.line, problem.path) == (line, path)]
    assert len(found) == 1, problems
    assert message in found[0].message
    assert accepted in found[0].accepted


# --- Two definitions that claim one key ---------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "line", "path", "message"),
    [
        ({}, 1, "id", "also defined in permit.yaml"),
        ({"id: permit": "id: b", "as: permit": "as: register"}, 3, "title", "in permit.yaml has this title"),
        ({"id: permit": "id: b", "คำขออนุญาต": "อื่น"}, 5, "counts_as", "permit.yaml counts as permit, too"),
    ],
)  # fmt: skip
def test_what_only_one_form_may_claim(
    tmp_path: Path, changes: dict[str, str], line: int, path: str, message: str
) -> None:
    other = GOOD
    for old, new in changes.items():
        other = other.replace(old, new, 1)
    lint(tmp_path, GOOD)
    forms, problems = lint(tmp_path, other, "second.yaml")
    assert list(forms) == ["permit"]
    assert [(Path(p.file).name, p.line, p.path) for p in problems] == [("second.yaml", line, path)]
    assert message in problems[0].message


@pytest.mark.parametrize(("id_", "path"), [("permit", "id"), ("a-permit", "counts_as")])
def test_what_came_with_nithet_or_is_named_as_its_form_is_not_the_one_to_blame(
    tmp_path: Path, id_: str, path: str
) -> None:
    """A copy whose name comes first in the alphabet does not make the office's own definition wrong."""
    lint(tmp_path, GOOD)
    copy = GOOD.replace("id: permit", f"id: {id_}", 1)
    copy = copy if id_ == "permit" else copy.replace("คำขออนุญาต", "อื่น", 1)
    forms, problems = lint(tmp_path, copy, "a-copy.yaml")
    assert list(forms) == ["permit"]
    assert [(Path(p.file).name, p.path) for p in problems] == [("a-copy.yaml", path)]
    assert "permit.yaml" in problems[0].message


@pytest.mark.parametrize("what", sorted(set(COUNTS_AS) - ONLY_ONE))
def test_of_other_kinds_there_may_be_many(tmp_path: Path, what: str) -> None:
    text = ALL_ROLES.replace("counts_as: permit", f"counts_as: {what}")
    lint(tmp_path, text)
    second = text.replace("id: permit", "id: second").replace("คำขออนุญาต", "อื่น")
    assert list(lint(tmp_path, second, "second.yaml")[0]) == ["permit", "second"]


# --- Roles that readers need ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "role"), [(what, role) for what in COUNTS_AS for role in NEEDED.get(what, ())]
)
def test_a_role_that_readers_need_is_missed(tmp_path: Path, what: str, role: str) -> None:
    text = ALL_ROLES.replace("counts_as: permit", f"counts_as: {what}")
    assert lint(tmp_path, text)[1] == ()
    without = re.sub(rf"(?<=[ {{]){role}: \w+(, )?", "", text, count=1)
    problems = lint(tmp_path, without)[1]
    assert [(p.line, p.path) for p in problems] == [(7, "about")]
    assert problems[0].message.startswith(f'"{role}" is missing: this form counts as {what}, and ')
    assert problems[0].accepted.startswith(f"{role}: <id of a question of type: ")


@pytest.mark.parametrize(
    ("old", "new", "path", "message", "accepted"),
    [
        (
            "subject: kind",
            "subject: gist",
            "about.subject",
            "cannot be a paragraph",
            "choice or dropdown or text",
        ),
        ("agreed: gist", "agreed: kind", "about.agreed", "cannot be a choice", "type: paragraph or text"),
        ("due: last", "due: year", "about.due", "cannot be a year", "type: date"),
        ("year: year", "year: last", "about.year", "cannot be a date", "type: year"),
        ("urgency: kind", "urgency: gist", "about.urgency", "cannot be a paragraph", "choice or dropdown"),
    ],
)
def test_a_role_takes_an_answer_of_its_own_type(
    tmp_path: Path, old: str, new: str, path: str, message: str, accepted: str
) -> None:
    assert ALL_ROLES.count(f" {old}") == 1
    problem = lint(tmp_path, ALL_ROLES.replace(f" {old}", f" {new}"))[1][0]
    assert (problem.line, problem.path) == (7, path)
    assert message in problem.message
    assert accepted in problem.accepted


def test_readers_find_an_answer_by_its_role(tmp_path: Path) -> None:
    form = lint(tmp_path, ALL_ROLES)[0]["permit"]
    agreed = form.asks("agreed")
    assert agreed is not None
    assert agreed.id == "gist"
    assert lint(tmp_path, GOOD)[0]["permit"].asks("agreed") is None


def test_what_is_decided_anew_is_named_by_questions(tmp_path: Path) -> None:
    text = GOOD.replace("  by: kind\n", "  by: kind\n  renewed_by: [left, back, left]\n")
    chains = lint(tmp_path, text)[0]["permit"].chains
    assert chains is not None and chains.renewed_by == ("left", "back")
    (problem,) = lint(tmp_path, text.replace("[left, back, left]", "[left, nothing]"))[1]
    assert "nothing" in str(problem)
