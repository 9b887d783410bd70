"""Answers that agree with each other: what a definition's own checks ask of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.model import Check, Form

Answers = dict[str, str | tuple[str, ...]]


def agree(form: Form, answers: Answers) -> Answers:
    """The answers, numbers and days moved so that sums, parts and the order of days are right."""
    for check in sorted(form.checks, key=lambda one: one.code != "total-of-parts"):
        if check.code in _MENDED:
            _MENDED[check.code](check, answers)
    return answers


def _total(check: Check, answers: Answers) -> None:
    whole, *parts = check.of
    if whole in answers:
        answers[whole] = str(sum(int(_text(answers, part) or 0) for part in parts))


def _part(check: Check, answers: Answers) -> None:
    part, whole = (_text(answers, question) for question in check.of)
    if part and whole:
        answers[check.of[0]] = str(min(int(part), int(whole)))


def _dates(check: Check, answers: Answers) -> None:
    first, last = (_text(answers, question) for question in check.of)
    if first and last and last < first:
        answers[check.of[1]] = first


def _times(check: Check, answers: Answers) -> None:
    first, last = (_text(answers, question) for question in check.of)
    if first and last and last <= first:
        hour = min(23, int(first[:2]) + 1)
        answers[check.of[1]] = f"{hour:02d}:{first[3:]}"


def _text(answers: Answers, question: str) -> str:
    answer = answers.get(question, "")
    return answer if isinstance(answer, str) else ""


_MENDED: Mapping[str, Callable[[Check, Answers], None]] = {
    "total-of-parts": _total,
    "part-of-whole": _part,
    "date-order": _dates,
    "time-order": _times,
}
