"""The numbers of the manual's records, S1 to S27, as forms and duties name them."""

from __future__ import annotations

import re

from forms.places import Place

_RECORD = re.compile(r"S([1-9]|1\d|2[0-7])")


def records_at(place: Place) -> tuple[str, ...]:
    """The records that a list names; a problem for each that the manual does not have."""
    for element in place.elements():
        if not _RECORD.fullmatch(element.said):
            element.wrong('"{said}" is no record of the manual', "S1 to S27", said=element.shown)
    return place.texts()
