"""Quizzes: grading is kept with the questions, and every answer comes back with its grade."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workspace.questions import Client, Json, choice, create, grid, latest, question, served
from tests.workspace.respondent import send

QUIZ = {
    "updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}
}
NO_QUIZ = {"updateSettings": {"settings": {}, "updateMask": "quizSettings.isQuiz"}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def key(points: int, *values: str, **feedback: str) -> Json:
    """A question's grading."""
    told = {name: {"text": text} for name, text in feedback.items()}
    return {"pointValue": points, "correctAnswers": {"answers": [{"value": v} for v in values]}} | told


def options(*values: str, kind: str = "RADIO") -> Json:
    return {"type": kind, "options": [{"value": value} for value in values]}


@pytest.fixture(scope="module")
def form_id(client: Client) -> str:
    """A quiz of eleven points; the last question is graded by hand, which the API cannot."""
    made = client.form()
    client.publish(made)
    client.open_to_anyone(made)
    items = [
        question("choiceQuestion", options("4", "5"), "2+2", "00000001",
                 grading=key(2, "4", whenRight="ถูกต้อง", whenWrong="ลองนับนิ้ว")),
        question("choiceQuestion", options("ก", "ข", "ค", kind="CHECKBOX"), "สระ", "00000002",
                 grading=key(3, "ก", "ข")),
        question("textQuestion", {}, "เมืองหลวง", "00000003",
                 grading=key(5, "กรุงเทพฯ", "กรุงเทพมหานคร", generalFeedback="อ่านหน้า 3")),
        question("textQuestion", {"paragraph": True}, "เล่า", "00000004", grading={"pointValue": 1}),
    ]  # fmt: skip
    requests = [QUIZ, *(create(item, index) for index, item in enumerate(items))]
    response = client.batch(made, *requests)
    assert response.ok, response.text
    return made


@pytest.mark.parametrize(
    ("answers", "grades", "total"),
    [
        (
            {"entry.1": "4", "entry.2": ["ก", "ข"], "entry.3": " กรุงเทพมหานคร ", "entry.4": "…"},
            {
                "00000001": {"score": 2, "correct": True, "feedback": {"text": "ถูกต้อง"}},
                "00000002": {"score": 3, "correct": True},
                "00000003": {"score": 5, "correct": True, "feedback": {"text": "อ่านหน้า 3"}},
            },
            10,
        ),
        (
            {"entry.1": "5", "entry.2": ["ก"], "entry.3": "เชียงใหม่"},
            {
                "00000001": {"feedback": {"text": "ลองนับนิ้ว"}},
                "00000002": {},
                "00000003": {"feedback": {"text": "อ่านหน้า 3"}},
            },
            None,
        ),
    ],
)
def test_answers_are_graded_by_the_key(
    client: Client, form_id: str, answers: Json, grades: Json, total: int | None
) -> None:
    sent = send(client.address, form_id, answers).json()["responseId"]
    path = f"/v1/forms/{form_id}/responses/{sent}"
    response = client.call("GET", path).json()
    found = {name: given["grade"] for name, given in response["answers"].items() if "grade" in given}
    assert found == grades
    assert response.get("totalScore") == total
    assert latest(client, form_id) | {"formId": form_id} == response


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (choice("ก", grading=key(-1, "ก")), "Point value must not be negative."),
        (choice("ก", grading=key(1, "ข")), "'ข' is not an option"),
        (choice("ก", grading=key(1, "ก", generalFeedback="ข")), "General feedback cannot be set"),
        (choice("ก", grading=key(1, whenRight="ข")), "can only be set for multiple choice questions"),
        (question("textQuestion", grading=key(1, "ก", whenWrong="ข")), "can only be set for multiple"),
    ],
)
def test_grading_that_google_does_not_take(client: Client, form_id: str, item: Json, message: str) -> None:
    response = client.add(form_id, item)
    assert response.status_code == 400, response.text
    assert message in response.json()["error"]["message"]


def test_only_a_quiz_has_grading_and_it_goes_with_the_quiz(client: Client) -> None:
    form_id = client.form()
    asked = choice("ก", "ข", grading=key(1, "ก"))
    assert "of a quiz" in client.add(form_id, asked).json()["error"]["message"]
    rows = grid(["ก", "ข"], ["แถว"])
    rows["questionGroupItem"]["questions"][0]["grading"] = key(1, "ข")
    assert client.batch(form_id, QUIZ).ok
    assert client.get(form_id)["settings"]["quizSettings"] == {"isQuiz": True}
    assert client.add(form_id, asked, rows).ok
    assert str(client.get(form_id)).count("grading") == 2
    assert client.batch(form_id, NO_QUIZ).ok
    form = client.get(form_id)
    assert "grading" not in str(form)
    assert form["settings"] == {"emailCollectionType": "DO_NOT_COLLECT"}
