"""results.yaml: the packaged one is sound, and everything wrong with another is named at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.organisation import load_organisation
from forms.results.heads import letter
from forms.results.load import load_result_rules
from forms.results.read import read_results
from forms.results.rows import Score
from forms.results.titles import named_in
from sync.packaged import folder
from tests.forms.builders import ORGANISATION
from tests.forms.results.files import Row, xlsx

WRONG = """\
few_pupils: -1
places: {ดงหลวง: [N9]}
columns: {school: [โรงเรียน], scool: [x]}
kinds:
  onet:
    title: O-NET
    grades: {p6: ป.6, p3: []}
    years: {from: 2025, until: 2560}
    full: 0
    subjects:
      thai: {title: ภาษาไทย, learning_area: tai}
      maths: {title: คณิตศาสตร์, columns: [ภาษาไทย]}
  "ผิด":
    title: x
    grades: {p6: ป.6}
    target: 120
    subjects: {}
ours: มุกดาหาร
"""


def test_the_packaged_rules_are_sound() -> None:
    organisation, _ = load_organisation(folder("config"))
    rules, problems = load_result_rules(folder("config"), organisation)
    assert problems == ()
    assert rules and list(rules.kinds) == ["onet", "pre-onet", "nt", "reading-test", "las"]
    assert "rt" not in rules.kinds  # that is the Roving Team
    assert rules.kinds["onet"].grades["p6"][0] == "ป.6"
    assert [s.code for s in rules.kinds["onet"].subjects_in(2557)][-1] == "social"


@pytest.mark.parametrize("code", ["onet", "pre-onet", "nt", "reading-test", "las"])
@pytest.mark.parametrize("count", ["จำนวนผู้เข้าสอบ", "ผู้เข้าสอบ", "จำนวน"])
def test_each_subjects_pupils_are_read_below_its_heading_in_every_test(code: str, count: str) -> None:
    rules, _ = load_result_rules(folder("config"), None)
    assert rules
    kind = rules.kinds[code]
    subjects = kind.subjects_in(2568)
    grade = next(iter(kind.grades))
    rows: list[Row] = [
        ("โรงเรียน", *(text for subject in subjects for text in (subject.title, ""))),
        ("", *(text for _ in subjects for text in (count, "คะแนนเฉลี่ย"))),
        ("บ้านโพน", *(n for place, _ in enumerate(subjects) for n in (10 + place, 40 + place))),
    ]
    merges = ["A1:A2", *(f"{letter(1 + 2 * n)}1:{letter(2 + 2 * n)}1" for n, _ in enumerate(subjects))]
    reading = read_results("a.xlsx", xlsx(rows, merges), rules, kind, 2568, grade=grade)
    assert [dict(row.scores) for row in reading.rows] == [
        {subject.code: Score(40 + n, 10 + n) for n, subject in enumerate(subjects)}
    ]
    assert reading.unused == ()


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("ผลการทดสอบ Pre O-NET ชั้น ป.6", {"pre-onet"}),
        ("Pre-ONET", {"pre-onet"}),
        ("ผลสอบ O-NET ป.6", {"onet"}),
        ("ผลการประเมิน RT (Reading Test)", {"reading-test"}),
        ("การประเมินความสามารถด้านการอ่าน ป.1", {"reading-test"}),
        ("National Test: NT", {"nt"}),
        ("LAS", {"las"}),
        ("classes of 2568, student start", set()),
    ],
)
def test_the_packaged_names_tell_the_tests_apart(title: str, codes: set[str]) -> None:
    rules, _ = load_result_rules(folder("config"), None)
    assert rules and named_in(title, rules.kinds) == codes


def test_the_example_of_a_district_names_its_own_networks() -> None:
    text = (folder("config") / "results.yaml").read_text(encoding="utf-8")
    organisation, _ = load_organisation(folder("config"))
    examples = re.findall(r"#.* (\S+): \[(N[\dN, ]+)\]", text)
    assert organisation and examples
    for district, codes in examples:
        there = [one.code for one in organisation.networks.values() if one.name.startswith(district)]
        assert codes.split(", ") == there


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "results.yaml").write_text(WRONG, encoding="utf-8")
    rules, problems = load_result_rules(tmp_path, ORGANISATION)
    assert rules is None
    assert sorted((problem.line, problem.message) for problem in problems) == [
        (1, '"-1" is out of range'),
        (2, 'unknown network "N9"'),
        (3, 'unknown key "scool": did you mean "school"?'),
        (5, 'column "ภาษาไทย" is both subjects.thai and subjects.maths'),
        (7, "a grade has no name"),
        (8, '"2025" is no academic year'),
        (9, "a test has a highest score above 0"),
        (11, 'unknown learning area "tai": did you mean "thai"?'),
        (13, '"ผิด" is no code'),
        (16, "the target lies outside the scores"),
        (17, "no subject is named: nothing of a file would be read"),
        (18, 'a list is expected here, not the text "มุกดาหาร"'),
    ]
