"""Check: every response that is new, changed, or was judged by older rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.checking import Checker, once_finding
from forms.checking import corrections as correcting
from forms.checking.corrections import Correction, Corrector
from forms.checking.paused import Changed
from forms.model import Finding, Form
from forms.model.chains import Decision, Earlier
from forms.response import Reader
from forms.response.once import Once
from forms.response.path import Path
from forms.standing import decided_wrongly, is_refused
from sync.ledger import Ledger, changed, checks, corrections, entries
from sync.ledger.checks import Judged, Unchecked
from sync.ledger.store import read_meta
from sync.pipeline.decided import decided_about, said_earlier
from sync.pipeline.office import Office

_AT_ONCE = 1000  # responses a transaction: enough to be quick, few enough to lose little


def check(ledger: Ledger, office: Office) -> int:
    """Judge what waits, or everything anew when the rules changed; give the number of responses judged."""
    if read_meta(ledger.connection, "rules") != office.rules:
        with ledger.transaction() as tx:
            checks.begin_rules(tx, office.rules)
    return sum(_check_form(ledger, office, form) for form in office.forms.values())


def _check_form(ledger: Ledger, office: Office, form: Form) -> int:
    judge = Judge(form, office, changed.of(ledger.connection, form.id))
    judged = 0
    while waiting := checks.unchecked(ledger.connection, form.id, _AT_ONCE):
        asked = [one.id for one in waiting]
        known = corrections.of(ledger.connection, form.id, asked)
        decided = decided_about(ledger, office, form.id, asked) if form.chains else {}
        earlier = said_earlier(ledger, office, form.id, decided) if decided else {}
        results = [
            judge.judge(one, known.get(one.id, ()), decided.get(one.id, ()), earlier.get(one.id, ()))
            for one in waiting
        ]
        with ledger.transaction() as tx:
            checks.keep(tx, results, office.settings.timezone, _Once(ledger, form))
        judged += len(results)
    return judged


class Judge:
    """A form's reader and checker, compiled when the first response asks for them.

    `changed` are the questions that somebody changed in the live form.
    """

    def __init__(self, form: Form, office: Office, changed: Sequence[Changed] = ()) -> None:
        self._form, self._office, self._changed = form, office, changed
        self._compiled: tuple[Reader, Checker, Corrector] | None = None

    def judge(
        self,
        waiting: Unchecked,
        corrected: Sequence[Correction] = (),
        decided: Sequence[Decision] = (),
        earlier: Sequence[Earlier] = (),
    ) -> Judged:
        """Read and check one response, with what people corrected of it and decided about it.

        `earlier` is what it said before it was edited.
        """
        if waiting.deleted:
            return Judged(waiting.form, waiting.id, None)
        if self._compiled is None:
            office = self._office
            reader = Reader(self._form, office.organisation, office.settings.timezone)
            checker = Checker(self._form, office.organisation, office.calendar, self._changed)
            self._compiled = (reader, checker, Corrector(self._form, office.organisation, reader))
        reader, checker, corrector = self._compiled
        response = reader.read(waiting.raw)
        if not corrected and not decided:
            checked = checker.check(response)
            return Judged(waiting.form, waiting.id, checked.entry, checked.findings)
        applied = corrector.apply(response, corrected)
        said, submitted = applied.response.answers, applied.response.submitted
        problems = decided_wrongly(self._form, said, submitted, decided, earlier)
        checked = correcting.check(checker, applied, problems)
        entry = checked.entry
        if is_refused(self._form, said, submitted, decided, earlier):
            entry = replace(entry, once_key=None)  # the same may be asked for again
        return Judged(
            waiting.form,
            waiting.id,
            entry,
            checked.findings,
            applied.left_out,
            correcting.of_answers(checker, response, applied, problems),
            applied.replied,
        )


class _Once:
    """The finding of a response that another came before, but where people confirmed that both count."""

    def __init__(self, ledger: Ledger, form: Form) -> None:
        self._ledger, self._form = ledger, form
        self._once = Once(form, Path(form))

    def __call__(self, form: str, response: str, earlier: str) -> Finding | None:
        assert form == self._form.id  # the key of what may occur once begins with its form
        made = corrections.of(self._ledger.connection, form, [response]).get(response, ())
        if any(c.code == "once-per" and c.verdict == "confirmed" and not c.value for c in made):
            return None
        entry = entries.of(self._ledger.connection, form, response)
        same = self._once.questions({**entry.answers, **entry.texts}) if entry else ()
        return once_finding(self._form, earlier, same)


def once_of(ledger: Ledger, office: Office, form: str) -> checks.Once:
    """What finds a response of a form that another came before; nothing where the office has it no more."""
    known = office.forms.get(form)
    return _Once(ledger, known) if known else lambda *_: None
