"""Where a record stands in its chain: people's decisions, one after another, and what of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, Literal

from forms.model import Finding, Form, QuestionType, Severity, Value
from forms.model.chains import Chain, Chains, Decision, Earlier, Standing, State, Step
from forms.thai import thai_datetime

# What is said of decisions; none of them keeps a response from being counted.
PROBLEMS: Mapping[str, Severity] = {
    "decision-too-early": "warning",
    "decision-closed": "warning",
    "decision-lapsed": "warning",
    "decision-rests": "warning",
    "decision-unknown-word": "warning",
    "decision-no-step": "warning",
    "decision-taken-back": "warning",
    "edited-after-decision": "warning",
    "decided-about-other": "warning",
}


def chain_of(chains: Chains, answers: Mapping[str, Value]) -> Chain | None:
    """The chain that a response goes through; None where its answer picks none."""
    if chains.by is None:
        return chains.of.get("")
    code = answers.get(chains.by)
    return chains.of.get(code) if isinstance(code, str) else None


def renewed(
    form: Form, answers: Mapping[str, Value], submitted: datetime, earlier: Sequence[Earlier]
) -> datetime | None:
    """Since when a response says what it says about who, where, when and what kind; None: from the first.

    What was decided before is about something else. Other answers, and typed texts, may change freely,
    but those to the questions that the form's chains are `renewed_by`.
    """
    said, since = _decidedabout(form, answers), None
    versions = sorted((one for one in earlier if one.submitted < submitted), key=lambda one: one.submitted)
    for number, one in enumerate(versions):
        if _decidedabout(form, one.answers) != said:
            since = versions[number + 1].submitted if number + 1 < len(versions) else submitted
    return since


def _decidedabout(form: Form, answers: Mapping[str, Value]) -> dict[str, str]:
    """The answers that a decision is about, as texts: an Entry has days and times as such."""
    chains = form.chains or Chains(None, {})
    asked = {*form.about.values(), *([chains.by] if chains.by else [])}
    questions = (form.questions[one] for one in asked if one in form.questions)
    chosen = [one.id for one in questions if one.type not in _TYPED]
    return {one: _text(answers[one]) for one in (*chosen, *chains.renewed_by) if one in answers}


_TYPED: Final = (QuestionType.TEXT, QuestionType.PARAGRAPH)


def _text(value: Value) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


def standing(
    chain: Chain, submitted: datetime, decisions: Sequence[Decision], since: datetime | None = None
) -> Standing:
    """Where a response, last edited at `submitted`, stands after these decisions, in any order.

    The last word at each step is the one that holds. One that was chosen while the record was refused
    before its step, or before it was and had no effect until then, holds no more when that is undone:
    people were told that it had none. One that had taken effect rests, and holds again. A record that was
    sent back waits at that step again once it was edited; what others passed before is kept. Of a record
    that is `renewed` `since`, what was chosen before that holds no more, but where the edit was asked for.
    """
    made = tuple(sorted(decisions, key=lambda one: one.noticed))
    walk = _Walk(chain, submitted, made, since, _fates(chain, submitted, made, since))
    reached = walk.reached()
    problems = (*walk.problems(reached), *walk.strangers())
    return Standing(reached.state, reached.step, reached.since, walk.decisions, problems)


def decided_wrongly(
    form: Form,
    answers: Mapping[str, Value],
    submitted: datetime,
    decisions: Sequence[Decision],
    earlier: Sequence[Earlier] = (),
) -> tuple[Finding, ...]:
    """What of the decisions about a response holds for nothing; all, where it goes up no chain."""
    if form.chains is None or not decisions:
        return ()
    chain = chain_of(form.chains, answers) or Chain(())
    return standing(chain, submitted, decisions, renewed(form, answers, submitted, earlier)).problems


def is_refused(
    form: Form,
    answers: Mapping[str, Value],
    submitted: datetime,
    decisions: Sequence[Decision],
    earlier: Sequence[Earlier] = (),
) -> bool:
    """Whether a response was refused for good: what it asked for may be asked for anew."""
    chain = chain_of(form.chains, answers) if form.chains and decisions else None
    if chain is None:
        return False
    since = renewed(form, answers, submitted, earlier)
    return standing(chain, submitted, decisions, since).state == "refused"


def deciding(chain: Chain, reached: Standing) -> tuple[str, str]:
    """The title of the step that a standing is about, and the word that brought the record there.

    The step that it waits at, else the one whose word ended it; "" for no word.
    """
    last = {one.step: one.word for one in reached.decisions}
    if reached.step is not None:
        return reached.step.title, last.get(reached.step.id, "")
    refused = [step for step in chain.steps if last.get(step.id) in step.refuses]
    step = refused[0] if reached.state == "refused" and refused else chain.steps[-1]
    return step.title, last.get(step.id, "")


# What became of the last word of a step: it had an effect, or was told to have none for good.
_Fate = Literal["effective", "lapsed"]


def _fates(
    chain: Chain, submitted: datetime, decisions: Sequence[Decision], since: datetime | None
) -> dict[str, _Fate]:
    """What became of each step's last word by what the steps before it said, from time to time.

    Empty where no step but the last ever refused: then no word can lapse.
    """
    refusals = {(step.id, word) for step in chain.steps[:-1] for word in step.refuses}
    if not any((one.step, one.word) in refusals for one in decisions):
        return {}
    fates: dict[str, _Fate] = {}
    chosen: dict[str, Decision | None] = {}
    for number, one in enumerate(decisions, start=1):
        if number < len(decisions) and decisions[number].noticed == one.noticed:
            continue  # found in one look at the sheet: there is no time between them
        walk = _Walk(chain, submitted, tuple(decisions[:number]), since, fates)
        state: State = "passed"
        for step in chain.steps:
            last = walk.chosen(step)
            if last != chosen.get(step.id):
                chosen[step.id] = last
                fates.pop(step.id, None)
            if last and last.word and state == "refused":
                fates.setdefault(step.id, "lapsed")
            elif last and last.word and state == "passed":
                fates.setdefault(step.id, "effective")
            state = walk.led_to(step) if state == "passed" else state
    return fates


@dataclass(frozen=True, slots=True)
class _Walk:
    chain: Chain
    submitted: datetime
    decisions: tuple[Decision, ...]
    since: datetime | None  # since when it is about what it is about
    fates: Mapping[str, _Fate]  # by step

    def holding(self, step: Step) -> Decision | None:
        """The word that holds at a step: the last one, unless it is none of its words or was answered.

        One that was chosen about something else holds no more, nor one that was told to have no effect.
        """
        last = self._last(step)
        if last is None or last.word not in step.words or self.outdated(step) or self.lapsed(step):
            return None
        answered = last.word in step.returns and self.submitted > last.noticed
        return None if answered else last

    def outdated(self, step: Step) -> bool:
        """Whether what the last word is about was edited since it was chosen; a note chooses nothing anew."""
        chosen = self.chosen(step)
        if self.since is None or chosen is None or not chosen.word or chosen.word in step.stays:
            return False
        return chosen.noticed < self.since and not self._called_for(chosen, self.since)

    def lapsed(self, step: Step) -> bool:
        """Whether the record was refused before this step while its last word stood there without effect."""
        return self.fates.get(step.id) == "lapsed"

    def led_to(self, step: Step) -> State:
        """Where the word that holds at a step brings a record that has come there."""
        decided = self.holding(step)
        if decided is None:
            return "waiting"
        if decided.word in step.stays:
            return "open"
        if decided.word in step.returns:
            return "returned"
        return "refused" if decided.word in step.refuses else "passed"

    def chosen(self, step: Step) -> Decision | None:
        """When the last word of a step was chosen: a note beside it chooses nothing anew."""
        made = [one for one in self.decisions if one.step == step.id]
        chosen = None
        for before, one in zip((None, *made), made, strict=False):
            if before is None or before.word != one.word:
                chosen = one
        return chosen

    def reached(self) -> Standing:
        """How far the record has come, and since when it stands there."""
        since = self.submitted
        for step in self.chain.steps:
            decided, state = self.holding(step), self.led_to(step)
            since = decided.noticed if decided else self._waits_since(step, since)
            if state != "passed":
                return Standing(state, None if state == "refused" else step, since, (), ())
        return Standing("passed", None, since, (), ())

    def problems(self, reached: Standing) -> Iterator[Finding]:
        """What is wrong with the last word at each step."""
        ended = False
        for step in self.chain.steps:
            last, decided = self._last(step), self.holding(step)
            if last is not None and last.word == "" and self._had_word(step):
                yield _finding("decision-taken-back", step, date=thai_datetime(last.noticed))
            elif last is not None and last.word and last.word not in step.words:
                words = ", ".join(step.words)
                yield _finding("decision-unknown-word", step, word=last.word, words=words)
            elif last is not None and self.outdated(step):
                yield _finding("decided-about-other", step, word=last.word)
            elif last is not None and self.lapsed(step):
                closed = ended and reached.state == "refused"
                yield _finding("decision-closed" if closed else "decision-lapsed", step, word=last.word)
            elif decided is not None and ended:
                rests = reached.state == "refused" and self.fates.get(step.id) == "effective"
                yield _finding("decision-rests" if rests else "decision-too-early", step, word=decided.word)
            elif decided is not None and decided.word not in step.stays and self._edited_since(decided):
                yield _finding("edited-after-decision", step, word=decided.word)
            ended = ended or decided is None or decided.word not in step.passes

    def strangers(self) -> Iterator[Finding]:
        """Words at steps that this record's chain does not have."""
        known = {step.id for step in self.chain.steps}
        last = {one.step: one for one in self.decisions if one.step not in known}
        for one in last.values():
            if one.word:
                values = {"step": one.step, "word": one.word}
                yield Finding("decision-no-step", PROBLEMS["decision-no-step"], about(one.step), values)

    def _last(self, step: Step) -> Decision | None:
        return next((one for one in reversed(self.decisions) if one.step == step.id), None)

    def _had_word(self, step: Step) -> bool:
        return any(one.word for one in self.decisions if one.step == step.id)

    def _waits_since(self, step: Step, passed: datetime) -> datetime:
        """A record that was sent back and edited waits since the edit."""
        last = self._last(step)
        returned = last is not None and last.word in step.returns
        return max(passed, self.submitted) if returned else passed

    def _edited_since(self, decided: Decision) -> bool:
        """An edit asked for by a step that sent it back is no surprise to those before it."""
        asked = any(
            one.word in step.returns and decided.noticed <= one.noticed < self.submitted
            for step in self.chain.steps
            for one in self.decisions
            if one.step == step.id
        )
        return self.submitted > decided.noticed and not asked

    def _called_for(self, decided: Decision, edited: datetime) -> bool:
        """Whether a record was with who reported it when it was edited, sent back after a decision."""
        for step in self.chain.steps:
            made = [one for one in self.decisions if one.step == step.id and one.noticed < edited]
            if made and made[-1].word in step.returns and made[-1].noticed >= decided.noticed:
                return True
        return False


def _finding(code: str, step: Step, **values: str) -> Finding:
    return Finding(code, PROBLEMS[code], about(step.id), {"step": step.title, **values})


def about(step: str) -> str:
    """What a finding about a step's decision names as its question, so that each step has its own."""
    return f"step:{step}"
