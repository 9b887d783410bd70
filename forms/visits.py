"""What makes a school visited: said once, for duties, spreadsheets and the weekly report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from forms.model import Form

# What the forms count as (`Form.counts_as`) of which a counted record about a school is a visit to it. The
# packaged duties of visits ask for the same; scores stay those of observations alone.
VISITS: Final = ("observation", "visit")


def visiting(forms: Iterable[Form]) -> tuple[Form, ...]:
    """The forms whose counted records are visits, in the order given."""
    return tuple(form for form in forms if form.counts_as in VISITS)
