"""How many of the demo's responses each form gets, from templates/demo/shares.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ruamel.yaml import YAML

from forms.model import Form
from sync.packaged import folder


def shares(forms: Mapping[str, Form], total: int) -> Mapping[str, int]:
    """How many responses of `total` each form gets; a share stands under its id, or what it counts as.

    Every form gets one as long as there are enough for all.
    """
    wishes = {form.id: _wish(form) for form in forms.values()}
    whole = sum(wishes.values())
    exact = {form: total * wish / whole for form, wish in wishes.items()}
    least = 1 if total >= 2 * len(forms) else 0
    given = {form: max(least, int(count)) for form, count in exact.items()}
    by_rest = sorted(exact, key=lambda form: given[form] - exact[form])
    while (left := total - sum(given.values())) > 0:
        for form in by_rest[:left]:
            given[form] += 1
    most = max(given, key=lambda form: given[form], default="")
    if left < 0:
        given[most] += left
    return given


def _wish(form: Form) -> float:
    known = _read()
    return float(known.get(form.id, known.get(form.counts_as, known["any"])))


@cache
def _read() -> Mapping[str, float]:
    text = (folder("templates") / "demo" / "shares.yaml").read_text(encoding="utf-8")
    read: Mapping[str, float] = YAML(typ="safe").load(text)
    return read
