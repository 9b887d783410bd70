"""Quizzes: what a question's grading may say, and the grade of an answer by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.forms.items import Item, Question, questions_of

Key = Mapping[str, Question]
"""Question id -> a question that has correct answers."""


def check(item: Item, *, is_quiz: bool) -> None:
    """Refuse grading that Google would not take: outside a quiz, below nought, or not of its question."""
    columns = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
    for question in questions_of(item):
        if "grading" not in question:
            continue
        if not is_quiz:
            raise Refusal(400, "Grading can only be set on the questions of a quiz.")
        _check(question["grading"], columns or question.get("choiceQuestion"))


def _check(grading: dict[str, Any], choices: dict[str, Any] | None) -> None:
    right = [answer.get("value", "") for answer in grading.get("correctAnswers", {}).get("answers", [])]
    if grading.get("pointValue", 0) < 0:
        raise Refusal(400, "Point value must not be negative.")
    if choices:
        options = {option.get("value") for option in choices["options"]}
        if unknown := [value for value in right if value not in options]:
            raise Refusal(400, f"Correct answer '{unknown[0]}' is not an option of the question.")
        if right and "generalFeedback" in grading:
            raise Refusal(
                400, "General feedback cannot be set for automatically graded multiple choice questions."
            )
    if grading.keys() & {"whenRight", "whenWrong"} and not (choices and right):
        raise Refusal(
            400,
            "Feedback for right or wrong answers can only be set for multiple choice questions "
            "that have correct answers.",
        )


def without(items: list[Item]) -> list[Item]:
    """The items with no grading at all: what becomes of them when a form is no quiz any more."""
    for item in items:
        for question in questions_of(item):
            question.pop("grading", None)
    return items


def key_of(items: list[Item], settings: Mapping[str, Any]) -> Key:
    """The answer key of a form; empty where it is no quiz, or nothing is graded by itself."""
    if not settings.get("quizSettings", {}).get("isQuiz"):
        return {}
    asked = (question for item in items for question in questions_of(item))
    return {
        question["questionId"]: question
        for question in asked
        if question.get("grading", {}).get("correctAnswers", {}).get("answers")
    }


def grade(response: dict[str, Any], key: Key) -> dict[str, Any]:
    """A response of a quiz with the grades of its answers and its total; nothing and "wrong" are left out."""
    if not key:
        return response
    total = 0
    for question_id, answer in response.get("answers", {}).items():
        if question_id in key:
            given = [one.get("value", "") for one in answer["textAnswers"]["answers"]]
            answer["grade"] = _grade(key[question_id], given)
            total += answer["grade"].get("score", 0)
    return response | ({"totalScore": total} if total else {})


def _grade(question: Question, given: list[str]) -> dict[str, Any]:
    grading = question["grading"]
    right = [answer.get("value", "") for answer in grading["correctAnswers"]["answers"]]
    several = question.get("choiceQuestion", {}).get("type") == "CHECKBOX" or len(given) > 1
    correct = set(given) == set(right) if several else given[0].strip() in right
    feedback = grading.get("whenRight" if correct else "whenWrong") or grading.get("generalFeedback")
    points = grading.get("pointValue", 0) if correct else 0
    return (
        ({"score": points} if points else {})
        | ({"correct": True} if correct else {})
        | ({"feedback": feedback} if feedback else {})
    )
