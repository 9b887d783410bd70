"""Read what the heads of letters say: the code before the running number, and the telephone."""

from __future__ import annotations

import re

from forms.model import Letters
from forms.organisation.coded import text
from forms.places import Place

_CODE = re.compile(r"[ก-ฮ]{1,3}\.? ?[0-9๐-๙][0-9๐-๙./ ]*")
_TELEPHONE = re.compile(r"[0-9๐-๙+(][0-9๐-๙ ()+,–-]*( ?ต่อ ?[0-9๐-๙ ,–-]+)?")
_DIGITS = range(3, 41)  # from an extension within the house to several numbers


def read_letters(place: Place | None) -> Letters:
    """The part `letters`; what is left out, or wrong, is ""."""
    fields = place.fields((), ("code", "telephone")) if place else {}
    code, telephone = text(fields, "code"), text(fields, "telephone")
    if code and not _CODE.fullmatch(code):
        fields["code"].wrong(
            '"{code}" is no code of letters', "Thai letters and a number, or no code", code=code
        )
        code = ""
    if telephone and (
        not _TELEPHONE.fullmatch(telephone) or sum(one.isdigit() for one in telephone) not in _DIGITS
    ):
        fields["telephone"].wrong(
            '"{telephone}" is no telephone number',
            "digits, an extension after ต่อ, or no telephone",
            telephone=telephone,
        )
        telephone = ""
    return Letters(code.rstrip("/ "), telephone)
