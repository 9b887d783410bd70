"""To whom a paper goes: posts, whom it is about, addresses, as config/reports.yaml says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from forms.model import Organisation, Partition
from forms.organisation.leading import POSTS
from forms.organisation.posts import editors
from forms.papers import PaperKind
from forms.papers.record import OF_RECORDS
from sync.pipeline.office import Office

_OWNER, _HEAD = "owner", "head"


def recipients(office: Office, kind: PaperKind, readers: Iterable[Partition], day: date) -> tuple[str, ...]:
    """The addresses that a paper of a kind goes to, each once; `readers` are the paper's.

    A post that the organisation does not name is the head's. The owner of a paper is the supervisor,
    or those who may view the spreadsheet of the network or work group, that it is about; of one made from
    a record, who wrote the record.
    """
    rule = office.reports.of(kind)
    owners = [one for one in readers if one.kind not in ("office", "district")]
    if kind in OF_RECORDS.values():
        owners = owners[:1]
    found: list[str] = []
    for who in rule.to if rule else ():
        if who == _OWNER:
            found += [address for one in owners for address in _owner(office.organisation, one, day)]
        elif who in POSTS:
            found += _post(office.organisation, who)
        else:
            found.append(who)
    return tuple(dict.fromkeys(found))


def _owner(organisation: Organisation, partition: Partition, day: date) -> Iterator[str]:
    person = organisation.supervisors.get(partition.code)
    if partition.kind == "supervisor" and person and person.email and person.in_office(day):
        yield person.email
    elif partition.kind == "network" and partition.code in organisation.networks:
        yield from organisation.networks[partition.code].viewers
    elif partition.kind == "group" and partition.code in organisation.work_groups:
        yield from organisation.work_groups[partition.code].viewers


def _post(organisation: Organisation, post: str) -> tuple[str, ...]:
    """Those who hold a post; of the head's, nobody who only acts for the head."""
    if post != _HEAD and post in organisation.posts and (holders := editors(post, organisation)):
        return holders
    head = organisation.supervisors.get(organisation.head)
    named = organisation.posts.get(_HEAD)
    addresses = (head and head.email, named and named.email)
    return tuple(address for address in addresses if address)[:1]
