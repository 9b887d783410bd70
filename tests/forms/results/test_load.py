"""results.yaml: the packaged one is sound, and everything wrong with another is named at once."""

from __future__ import annotations

import re
from pathlib import Path

from forms.organisation import load_organisation
from forms.results.load import load_result_rules
from sync.packaged import folder
from tests.forms.builders import ORGANISATION

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
