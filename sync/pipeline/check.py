"""Check: every response that is new, changed, or was judged by older rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import orjson

from forms.model import Finding, Form
from forms.response import Reader
from forms.rules import Checker, once_finding
from sync.ledger import Ledger, checks
from sync.ledger.checks import Judged, Unchecked
from sync.ledger.store import read_meta
from sync.pipeline.office import Office

_AT_ONCE = 1000  # responses a transaction: enough to be quick, few enough to lose little


def check(ledger: Ledger, office: Office) -> int:
    """Judge what waits, or everything anew when the rules changed; give the number of responses judged."""
    if read_meta(ledger.connection, "rules") != office.rules:
        with ledger.transaction() as tx:
            checks.begin_rules(tx, office.rules)
    return sum(_check_form(ledger, office, form) for form in office.forms.values())


def _check_form(ledger: Ledger, office: Office, form: Form) -> int:
    judge = Judge(form, office)
    judged = 0
    while waiting := checks.unchecked(ledger.connection, form.id, _AT_ONCE):
        results = [judge.judge(one) for one in waiting]
        with ledger.transaction() as tx:
            checks.keep(tx, results, office.settings.timezone, partial(_once, office.forms))
        judged += len(results)
    return judged


class Judge:
    """A form's reader and checker, compiled when the first response asks for them."""

    def __init__(self, form: Form, office: Office) -> None:
        self._form, self._office = form, office
        self._compiled: tuple[Reader, Checker] | None = None

    def judge(self, waiting: Unchecked) -> Judged:
        """Read and check one response."""
        if waiting.deleted:
            return Judged(waiting.form, waiting.id, None)
        if self._compiled is None:
            office = self._office
            self._compiled = (
                Reader(self._form, office.organisation, office.settings.timezone),
                Checker(self._form, office.organisation, office.calendar),
            )
        reader, checker = self._compiled
        checked = checker.check(reader.read(orjson.loads(waiting.raw)))
        return Judged(waiting.form, waiting.id, checked.entry, checked.findings)


def _once(forms: Mapping[str, Form], form: str, earlier: str) -> Finding:
    return once_finding(forms[form], earlier)
