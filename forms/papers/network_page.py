"""One page of a network for its chair's signature: schools by round, classes, who has not sent."""

from __future__ import annotations

from forms.model import Partition, Period
from forms.papers.known import Known
from forms.papers.model import Paper
from forms.papers.network_schools import network_seen, not_sent
from forms.papers.network_semester import common


def network_page_paper(known: Known, network: str, semester: Period, title: str) -> Paper:
    """The page of a network's semester, as far as it has come; `title` is its subject."""
    seen = network_seen(known, network, semester)
    return Paper(
        kind="network-page",
        about=network,
        period=semester,
        title=title,
        values={
            **common(seen, title),
            "not_sent": not_sent(seen),
        },
        readers=(Partition("network", network), Partition("office")),
    )
