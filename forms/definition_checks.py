"""Read the checks that a definition asks for, and see that each fits the questions it reads."""

from __future__ import annotations

from collections.abc import Mapping

from forms.check_codes import CHECKS
from forms.model import Check, Question, Severity
from forms.places import Place
from forms.thai import read_number

_SEVERITIES: tuple[Severity, ...] = ("error", "warning")


def read_checks(
    beside: list[tuple[str, Place]], below: Place | None, questions: Mapping[str, Question]
) -> tuple[Check, ...]:
    """The checks that stand beside a question (with its id), and those below that name theirs."""
    checks: list[Check] = []
    for question, place in beside:
        _note(_check(place, questions, beside=question), place, checks)
    for place in below.elements() if below else ():
        _note(_check(place, questions), place, checks)
    return tuple(checks)


def _note(check: Check | None, place: Place, checks: list[Check]) -> None:
    if check is None:
        return
    if any((check.code, check.of) == (other.code, other.of) for other in checks):
        place.wrong(f'check "{check.code}" stands twice for the same questions', "each check once")
    checks.append(check)


def _check(place: Place, questions: Mapping[str, Question], beside: str | None = None) -> Check | None:
    if place.is_scalar and beside is not None:
        code = place.one_of(CHECKS, "check")
        return _fitting(place, code, (beside,), {}, questions) if code else None
    named = {key.said: value for key, value in place.pairs()}
    code = named["code"].one_of(CHECKS, "check") if "code" in named else None
    parameters = CHECKS[code].parameters if code else {}
    required = ("code",) if beside is not None else ("code", "of")
    must = [name for name, parameter in parameters.items() if parameter.default is None]
    may = ("severity", *parameters) if code else ("severity", *named)
    fields = place.fields((*required, *must), may)
    of = (beside,) if beside is not None else fields["of"].texts() if "of" in fields else ()
    return _fitting(place, code, of, fields, questions) if code and of else None


def _fitting(
    place: Place,
    code: str,
    of: tuple[str, ...],
    fields: Mapping[str, Place],
    questions: Mapping[str, Question],
) -> Check:
    spec = CHECKS[code]
    types = ", ".join(sorted(spec.types))
    if spec.count is not None and len(of) != spec.count:
        place.wrong(f'check "{code}" reads {spec.count} questions, not {len(of)}', f"of: {spec.count} ids")
        of = ()  # which of them would fit cannot be told
    references = fields["of"].elements() if "of" in fields else [place] * len(of)
    for name, reference in zip(of, references, strict=False):
        if name not in questions:
            if reference is not place:
                reference.one_of(questions, "question")
        elif questions[name].type not in spec.types:
            reference.wrong(
                f'check "{code}" cannot read a {questions[name].type} ("{name}")', f"type: {types}"
            )
    if len(set(of)) < len(of):
        place.wrong(f'check "{code}" names a question twice', "each question once")
    severity = fields["severity"].one_of(_SEVERITIES, "severity") if "severity" in fields else None
    return Check(
        code,
        of,
        "error" if severity == "error" else "warning" if severity == "warning" else spec.severity,
        {name: _parameter(fields[name], code, name) for name in spec.parameters if name in fields},
    )


def _parameter(place: Place, code: str, name: str) -> object:
    parameter = CHECKS[code].parameters[name]
    whole = read_number(place.said)
    value = parameter.read(whole if isinstance(whole, int) else place.said)
    if value is None:
        place.wrong(f'"{place.said}" does not fit {name} of check "{code}"', parameter.accepted)
    return value
