"""Schools that moved to another network: their visits before count where they are now, and are told there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from forms.model import Form, Organisation, Partition, Period, School
from forms.organisation.dated import network_of
from sync.layout.view import networks_of
from sync.pipeline.partitions import DISTRICT
from sync.pipeline.shelf import Shelf

_OF_SCHOOLS = ("network", "deputy", "supervisor")  # the others look at the whole district

Elsewhere = Mapping[str, Mapping[str, date]]


def seen_elsewhere(
    shelf: Shelf,
    forms: Sequence[Form],
    partition: Partition,
    there: Organisation,
    periods: Iterable[Period],
    today: date,
) -> Elsewhere:
    """By period, the partition's schools that these forms know visits of in a network that they left in it.

    With each the day of the latest visit. The schools are those of the period's last day, or of today as long
    as that is to come; `there` is the organisation as it is today.
    """
    if partition.kind not in _OF_SCHOOLS:
        return {}
    networks, moved = networks_of(partition, there), [one for one in there.schools.values() if one.earlier]
    found: dict[str, Mapping[str, date]] = {}
    for period in periods:
        day = min(period.end - timedelta(days=1), today)
        mine = [one for one in moved if network_of(one, day) in networks]
        found[period.name] = _seen(shelf, forms, partition, mine, period)
    return found


def moved_on(organisation: Organisation, network: str, since: date) -> tuple[str, ...]:
    """The networks to which schools of a network moved after a day: what they show stands on its visits."""
    found = (
        one.network
        for one in organisation.schools.values()
        if any(then.network == network and then.until > since for then in one.earlier)
    )
    return tuple(dict.fromkeys(found))


def _seen(
    shelf: Shelf, forms: Sequence[Form], partition: Partition, schools: Iterable[School], period: Period
) -> Mapping[str, date]:
    found: dict[str, date] = {}
    for school in schools:
        member = ("school", school.code, "counted")
        for form in forms:
            whole = shelf.summary(DISTRICT, form, period).tally(*member)
            here = shelf.summary(partition, form, period).tally(*member)
            if whole.n > here.n and whole.last:
                found[school.code] = max(whole.last, found.get(school.code, whole.last))
    return found
