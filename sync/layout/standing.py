"""Where a record stands, in words: what was decided, who decides now, and what of it holds for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from forms.checking.findings import describe
from forms.model import Deputy, Finding, Form, Organisation, Supervisor
from forms.model.chains import Chain, Decision, Standing, Step
from forms.organisation.posts import editors, filled
from forms.standing import PROBLEMS, about, deciding
from forms.thai import thai_datetime
from forms.turns import Turn
from sync.layout import styles
from sync.layout.tab import Cell
from sync.layout.texts import Texts
from sync.layout.written import clean, fitted

_LOOKS: Final[Mapping[str, Literal["error", "warning", "good"]]] = {
    "waiting": "warning",
    "open": "warning",
    "returned": "error",
    "passed": "good",
    "refused": "error",
}
_HISTORY: Final = 20  # decisions that a note lists: more than a chain has steps, sent back and forth
NOTE_SHOWN: Final = 80  # characters of what was written beside one: the whole stands in its cell


def standing_cell(
    form: Form,
    chain: Chain,
    stand: Standing,
    turn: Turn,
    findings: Sequence[Finding],
    organisation: Organisation,
    texts: Texts,
) -> Cell:
    """The cell of a register that says where a record stands; `findings` are those of the response.

    While it waits, who decides reads beside it what is to be noted of it: the chain decides, not a rule.
    """
    problems = [describe(problem, form) for problem in findings if problem.code in PROBLEMS]
    lines = [said(chain, stand, turn, organisation, texts)]
    if _is_again(chain, stand):
        lines.append(texts("register.again"))
    if unreached := _unreached(stand, turn, organisation, texts):
        lines.append(f"• {unreached}")
    if stand.state == "waiting":
        noted = (finding for finding in findings if finding.code not in PROBLEMS)
        lines += [f"• {describe(finding, form).message}" for finding in noted]
    lines += [f"• {problem.message} {problem.advice}" for problem in problems]
    look = styles.STATES[_LOOKS[stand.state] if not problems else "warning"]
    return Cell("\n".join(lines), replace(look, wrap=True), note=history(form, stand, organisation, texts))


def held_back_cell(
    form: Form,
    chain: Chain,
    stand: Standing,
    findings: Sequence[Finding],
    organisation: Organisation,
    texts: Texts,
) -> Cell:
    """The cell for a record that is not put forward: it is not counted, because of errors or as people said.

    Words that were chosen all the same are told to have no effect, or none yet, and what was decided wrongly.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    why = "errors" if errors else "left_out"
    key = f"register.held_back.{why}" if stand.step else f"register.held_back.decided.{why}"
    lines = [texts(key, step=stand.step.title if stand.step else "")]
    lines += [f"• {describe(error, form).message}" for error in errors]
    for step, word in _without_effect(chain, stand):
        lines.append("• " + texts(f"register.held_back.word.{why}", step=step.title, word=word))
    problems = [describe(problem, form) for problem in findings if problem.code in PROBLEMS]
    lines += [f"• {problem.message} {problem.advice}" for problem in problems]
    told = history(form, stand, organisation, texts)
    return Cell("\n".join(lines), replace(styles.STATES["error"], wrap=True), note=told)


def _without_effect(chain: Chain, stand: Standing) -> Iterator[tuple[Step, str]]:
    """The steps with the words that stand there; those that hold for nothing anyhow are told as problems."""
    told = {problem.question for problem in stand.problems}
    last = {one.step: one.word for one in stand.decisions}
    for step in chain.steps:
        if last.get(step.id) in step.words and about(step.id) not in told:
            yield step, last[step.id]


def history(form: Form, stand: Standing, organisation: Organisation, texts: Texts) -> str:
    """Everything that was decided, oldest first, a line each, the latest of many; "" where nothing was."""
    of = form.chains.of.values() if form.chains else ()
    titles = {step.id: step.title for chain in of for step in chain.steps}
    last: dict[str, Decision] = {}
    lines = []
    for one in stand.decisions:
        who = names((one.by,), organisation, texts)
        step = titles.get(one.step, one.step)
        by = (
            who if who.startswith(step) else texts("register.history.by", step=step, who=who) if who else step
        )
        line = texts(
            "register.history.line", date=thai_datetime(one.noticed), by=by, word=_chose(one, last, texts)
        )
        note = fitted(clean(" ".join(one.note.split())), "…", NOTE_SHOWN)
        lines.append(line + (texts("register.history.note", note=note) if note else ""))
        last[one.step] = one
    earlier = len(lines) - _HISTORY
    if not lines:
        return ""
    more = [texts("register.history.more", n=earlier)] if earlier > 0 else []
    return "\n".join([texts("register.history.title"), *more, *lines[-_HISTORY:]])


def _chose(one: Decision, last: Mapping[str, Decision], texts: Texts) -> str:
    """The word that was chosen; what else was done, where it is the word of before."""
    before = last.get(one.step)
    if one.word == (before.word if before else ""):
        return texts("register.history.noted")
    return (
        texts("register.history.chose", word=one.word) if one.word else texts("register.history.taken_back")
    )


def said(chain: Chain, stand: Standing, turn: Turn, organisation: Organisation, texts: Texts) -> str:
    """One line: whom the record waits for, or the word that brought it where it is."""
    step, word = deciding(chain, stand)
    who = names(turn.people, organisation, texts)
    key = f"register.stands.{stand.state}"
    if who.startswith(step):  # a name that begins with its post is not told after it again
        step = who
    elif who and stand.state in ("waiting", "open"):
        key += "_acting" if turn.acting else "_by"
    return texts(key, step=step, word=word, who=who)


def names(people: Iterable[str], organisation: Organisation, texts: Texts) -> str:
    """Supervisors and deputies by name; any of several may decide."""
    known: dict[str, Deputy | Supervisor] = {**organisation.deputies, **organisation.supervisors}
    return texts("register.or").join(known[code].name for code in people if code in known)


def _unreached(stand: Standing, turn: Turn, organisation: Organisation, texts: Texts) -> str:
    """That who is waited for has no address or post, and who may decide then; "" where all is well."""
    if stand.step is None or stand.state not in ("waiting", "open"):
        return ""
    if not editors(stand.step.by, organisation):
        return texts("register.unreached.nobody", step=stand.step.title)
    if filled(stand.step.by, organisation) != stand.step.by:
        return texts("register.unreached.unfilled", step=stand.step.title)
    people: dict[str, Deputy | Supervisor] = {**organisation.deputies, **organisation.supervisors}
    silent = [code for code in turn.people if code in people and not people[code].email]
    return texts("register.unreached.others", who=names(silent, organisation, texts)) if silent else ""


def _is_again(chain: Chain, stand: Standing) -> bool:
    """Whether the record was sent back by the step that it waits at, and edited since."""
    if stand.state != "waiting" or stand.step is None:
        return False
    return deciding(chain, stand)[1] in stand.step.returns
