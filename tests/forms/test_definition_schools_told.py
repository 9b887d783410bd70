"""What a definition says of schools: which answers mean that one needs help, and what may be published."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.definition import load_forms
from tests.forms.packaged import packaged
from tests.forms.test_definition_lint import GOOD, lint

HELPED = GOOD.replace(
    "about: {who: person, when: day, where: school, way: way}\n",
    "about: {who: person, when: day, where: school, way: way, members: team, due: until}\n"
    "needs_help: {way: online}\n",
).replace(
    "      - {id: note, ask: บันทึก, type: paragraph}\n",
    "      - {id: note, ask: บันทึก, type: paragraph}\n"
    "      - {id: team, ask: คณะทำงาน, type: supervisors}\n"
    "      - {id: until, ask: กำหนด, type: date}\n",
)
NEEDS = [
    ("{way: online}", "{wa: online}", "needs_help.wa", 'unknown question "wa"'),
    ("{way: online}", "{way: [online, onlin]}", "needs_help.way[1]", 'did you mean "online"?'),
    ("{way: online}", "{pupils: 5}", "needs_help.pupils",
     'a number ("pupils") cannot say that a school needs help'),
    (", where: school", "", "needs_help", 'needs the role "where"'),
    (", members: team", "", "needs_help", 'needs the role "members"'),
    (", due: until", "", "needs_help", 'needs the role "due"'),
]  # fmt: skip


def test_an_answer_or_several_say_that_a_school_needs_help(tmp_path: Path) -> None:
    for said, codes in (("online", ("online",)), ("[on-site, online]", ("on-site", "online"))):
        text = HELPED.replace("{way: online}", f"{{way: {said}}}")
        (tmp_path / "visit.yaml").write_text(text, encoding="utf-8")
        loaded, problems = load_forms(tmp_path)
        assert problems == ()
        assert loaded["visit"].needs_help == {"way": codes}
    assert packaged()["school-visit"].needs_help == {}


@pytest.mark.parametrize(("old", "new", "path", "message"), NEEDS)
def test_what_is_wrong_with_needs_is_named(
    tmp_path: Path, old: str, new: str, path: str, message: str
) -> None:
    assert HELPED.count(old) == 1
    assert [(path, True)] == [
        (problem.path, message in problem.message) for problem in lint(tmp_path, HELPED.replace(old, new))
    ]


PERSONAL = [
    ("type: paragraph", "a paragraph"),
    ("type: text", "a text"),
    ("type: supervisor", "a supervisor"),
    ("type: supervisors", "a supervisors"),
]


@pytest.mark.parametrize(("kind", "named"), PERSONAL)
def test_what_tells_of_people_may_not_be_published(tmp_path: Path, kind: str, named: str) -> None:
    (problem,) = lint(tmp_path, GOOD.replace("type: paragraph", f"{kind}, public: true"))
    assert (problem.path, problem.line) == ("sections[3].questions[0].public", 35)
    assert problem.message == f"what is published names nobody, this is {named}"
    assert "number" in problem.accepted
    assert "supervisor" not in problem.accepted
    assert lint(tmp_path, GOOD.replace("type: paragraph", f"{kind}, public: false")) == []


def test_what_is_published_stands_by_school(tmp_path: Path) -> None:
    public = GOOD.replace("type: number", "type: number, public: true")
    assert lint(tmp_path, public) == []
    (problem,) = lint(tmp_path, public.replace("where: school, ", ""))
    assert problem.message == "what is published stands by school, and this form asks for none"


def test_who_gave_the_answers_is_not_published(tmp_path: Path) -> None:
    public = GOOD.replace("ask: รูปแบบ\n", "ask: รูปแบบ\n        public: true\n")
    assert lint(tmp_path, public) == []
    (problem,) = lint(tmp_path, public.replace("way: way}", "role: way}").replace("cut_by: [way]\n", ""))
    assert problem.message == '"way" tells who gave the answers'


def test_no_packaged_form_publishes_what_tells_of_people() -> None:
    public = {form.id for form in packaged().values() for one in form.questions.values() if one.public}
    assert public == {"school-profile"}
