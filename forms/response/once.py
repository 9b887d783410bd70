"""What may occur once: the key of a response among its form's, and the answers that make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from forms.model import Form, Value
from forms.response.path import Path
from forms.thai import arabic_digits


class Once:
    """Tells responses of one form that may be the same record. Made once for a form.

    Only what is asked along the way that the answers take counts: what was answered on a page before
    the respondent chose another kind says nothing.
    """

    def __init__(self, form: Form, path: Path) -> None:
        self._form, self._path = form.id, path
        who, name = form.about.get("who"), form.about.get("who_name")
        self._asks = tuple((question, name if question == who else None) for question in form.once_per)

    def key(self, answers: Mapping[str, Value]) -> str | None:
        """The answers to `once_per` side by side; None where one is missing that should be there.

        Where no supervisor answers for it, the name that was typed stands in.
        """
        if not self._asks:
            return None
        parts = [self._form]
        for question, answered in self._answered(answers):
            if answered is None and question in self._path.required(answers):
                return None
            parts.append("" if answered is None else _key_part(answers[answered]))
        return "|".join(parts)

    def questions(self, answers: Mapping[str, Value]) -> tuple[str, ...]:
        """The questions whose answers make the key; those that were left open are not among them."""
        return tuple(answered for _, answered in self._answered(answers) if answered is not None)

    def _answered(self, answers: Mapping[str, Value]) -> Iterator[tuple[str, str | None]]:
        """Each question of `once_per` and the one that answers for it, None where none does."""
        asked = self._path.asked(answers)
        for question, stand_in in self._asks:
            may = (one for one in (question, stand_in) if one is not None and one in asked)
            yield question, next((one for one in may if answers.get(one) is not None), None)


def _key_part(answer: Value) -> str:
    """An answer on one line, with whatever digits it was typed; a long text by its digest."""
    text = " ".join(arabic_digits(str(answer)).replace("|", " ").split())
    return text if len(text) <= 80 else sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
