"""Read the checks that a definition asks for, and see that each fits the questions it reads."""

from __future__ import annotations

from collections.abc import Mapping

from forms.checking.codes import CHECKS
from forms.definition.sections import Written
from forms.model import ONE_OF_CHOICES, Check, Question, Severity, Wording
from forms.places import Place
from forms.thai import read_number

_QUARTERS = ("1", "2", "3", "4")  # how the codes of quarters end
_SEVERITIES: tuple[Severity, ...] = ("error", "warning")


def read_checks(written: Written, below: Place | None) -> tuple[Check, ...]:
    """The checks that stand beside a question, and those below that name theirs."""
    checks: list[Check] = []
    for question, place in written.checks:
        _note(_check_beside(place, question, written), place, checks)
    for place in below.elements() if below else ():
        _note(_check_below(place, written), place, checks)
    return tuple(checks)


def _note(check: Check | None, place: Place, checks: list[Check]) -> None:
    if check is None:
        return
    said = (check.code, check.of, check.only)
    if any(said == (other.code, other.of, other.only) for other in checks):
        place.wrong('check "{code}" stands twice for the same questions', "each check once", code=check.code)
    checks.append(check)


def _check_beside(place: Place, name: str, written: Written) -> Check | None:
    """A check that stands with the one question it reads: its code alone, or a mapping with the code."""
    fields: dict[str, Place] = {}
    if place.is_scalar:
        code = place.one_of(CHECKS, "check")
    else:
        code, fields = _code_and_fields(place, ("code",))
    question = written.questions.get(name)
    if code is None or question is None:
        return None
    _lint_questions(place, code, [(place, question)])
    return _made(code, (name,), fields, written)


def _check_below(place: Place, written: Written) -> Check | None:
    code, fields = _code_and_fields(place, ("code", "of"))
    references = fields["of"].elements() if "of" in fields else []
    if code is None or not references:
        return None
    named = [(reference, written.question_at(reference)) for reference in references]
    _lint_questions(place, code, named)
    return _made(code, tuple(reference.said for reference in references), fields, written)


def _code_and_fields(place: Place, required: tuple[str, ...]) -> tuple[str | None, dict[str, Place]]:
    """A check's code, None with a problem where it is unknown, and its fields."""
    written = {key.said: value for key, value in place.pairs()}
    code = written["code"].one_of(CHECKS, "check") if "code" in written else None
    if code is None:
        return None, place.fields(required, ("severity", "if", *written))
    parameters = CHECKS[code].parameters
    needed = (name for name, parameter in parameters.items() if parameter.default is None)
    return code, place.fields((*required, *needed), ("severity", "if", *parameters))


def _lint_questions(place: Place, code: str, named: list[tuple[Place, Question | None]]) -> None:
    """A check reads as many questions as it needs, each once, each of a type that it can read."""
    spec = CHECKS[code]
    if spec.count is not None and len(named) != spec.count:
        place.wrong(
            'check "{code}" reads {count} questions, not {named}',
            "of: {count} ids",
            code=code,
            count=spec.count,
            named=len(named),
        )
        return  # which of them would fit cannot be told
    if len(named) < spec.least:
        place.wrong(
            'check "{code}" reads {least} questions or more, not {count}',
            "of: more ids",
            code=code,
            least=spec.least,
            count=len(named),
        )
    if len({reference.said for reference, _ in named}) < len(named):
        place.wrong('check "{code}" names a question twice', "each question once", code=code)
    for number, (reference, question) in enumerate(named):
        types = spec.types_at(number)
        if question is not None and question.type not in types:
            message = Wording(
                'check "{code}" cannot read a {type} ("{id}")',
                {"code": code, "type": question.type, "id": question.id},
            )
            reference.wrong(message, Wording("type: {names}", {"names": ", ".join(sorted(types))}))
        elif question is not None and number == 1 and code == "in-quarter":
            _lint_quarters(reference, question)


def _lint_quarters(place: Place, question: Question) -> None:
    """The quarters that are chosen from tell by their codes which they are."""
    odd = [choice.code for choice in question.choices if not choice.code.endswith(_QUARTERS)]
    if odd:
        place.wrong(
            'check "in-quarter" reads the quarter from the end of a code, which {names} lack',
            "choices whose codes end in 1, 2, 3 or 4",
            names=", ".join(odd),
        )


def _made(code: str, of: tuple[str, ...], fields: Mapping[str, Place], written: Written) -> Check:
    said = fields["severity"].one_of(_SEVERITIES, "severity") if "severity" in fields else None
    severity = next((known for known in _SEVERITIES if known == said), CHECKS[code].severity)
    parameters = CHECKS[code].parameters
    read = {n: _parameter(fields[n], code, n) for n in parameters if n in fields}
    return Check(code, of, severity, read, _only(fields["if"], written) if "if" in fields else {})


def _only(place: Place, written: Written) -> dict[str, tuple[str, ...]]:
    """The answers for which a check holds: of each question named, one code or a list of them."""
    only: dict[str, tuple[str, ...]] = {}
    for key, value in place.pairs():
        question = written.question_at(key)
        if question is None:
            continue
        if question.type not in ONE_OF_CHOICES:
            key.wrong(
                'no check can depend on a {type} ("{id}")',
                "a question of type choice or dropdown",
                type=question.type,
                id=question.id,
            )
            continue
        known = [choice.code for choice in question.choices]
        elements = [value] if value.is_scalar else value.elements()
        codes = [code for element in elements if (code := element.one_of(known, "choice")) is not None]
        only[question.id] = tuple(codes)
    return only


def _parameter(place: Place, code: str, name: str) -> object:
    parameter = CHECKS[code].parameters[name]
    whole = read_number(place.said)
    value = parameter.read(whole if isinstance(whole, int) else place.said)
    if value is None:
        place.wrong(
            '"{said}" does not fit {name} of check "{code}"',
            Wording(parameter.accepted),
            said=place.shown,
            name=name,
            code=code,
        )
    return value
