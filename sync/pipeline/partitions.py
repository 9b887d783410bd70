"""Partitions by name: what spreadsheets are about, and how the ledger picks their responses."""

from __future__ import annotations

from typing import cast, get_args

from forms.model import Partition, PartitionKind
from sync.pipeline.office import Office

DISTRICT = Partition("district")


def partitions(office: Office) -> tuple[Partition, ...]:
    """Everything that a spreadsheet of this office is about, those that it makes none for among them."""
    organisation = office.organisation
    return (
        Partition("district"),
        *(Partition("network", code) for code in organisation.networks),
        *(Partition("group", code) for code in organisation.work_groups),
        *(Partition("supervisor", code) for code in organisation.supervisors),
        *(Partition("deputy", code) for code in organisation.deputies),
        *(Partition("learning_area", code) for code in organisation.learning_areas),
        Partition("office"),
    )


def column_of(partition: Partition) -> str:
    """What the ledger picks a partition's responses by, "" for all."""
    columns = {"district": "", "office": "", "group": "work_group"}
    return columns.get(partition.kind, partition.kind)


def name_of(partition: Partition) -> str:
    """A partition's name in the ledger: "network:N01", "district:"."""
    return f"{partition.kind}:{partition.code}"


def named(name: str) -> Partition:
    """The partition of that name."""
    kind, _, code = name.partition(":")
    assert kind in get_args(PartitionKind)
    return Partition(cast(PartitionKind, kind), code)
