"""When a word about whose school a row is must name its place, for the text alone would not do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.model import School
from forms.results.book import Unmatched
from forms.results.match import lies_in, place_key
from forms.thai import normalise_name


def texts_of_several_places(rows: Iterable[Unmatched]) -> frozenset[str]:
    """The texts, normalised, that stand in several rows with different places, or with one and with none."""
    places: dict[str, set[str]] = {}
    for row in rows:
        places.setdefault(normalise_name(row.text), set()).add(place_key(row.place))
    return frozenset(text for text, of in places.items() if len(of) > 1)


def needs_place(row: Unmatched, several: frozenset[str], schools: Mapping[str, School]) -> bool:
    """Whether a word about the row's text must name its place, too.

    Of `texts_of_several_places` it would be about other rows as well; and a school that lies in another
    place than the row tells is taken for it only when that is said of the place.
    """
    if not row.place:
        return False
    best = schools.get(row.candidates[0].school) if row.candidates else None
    return normalise_name(row.text) in several or (best is not None and not lies_in(best, row.networks))
