"""Google's quotas of requests a minute: which method draws on which, and what is left of it.

A minute here is a fixed one, as Google says: quotas "are refilled every minute", they do not slide. It
runs with the real clock even when the workspace's is stopped, as waiting clients do. A request that
is refused draws nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sync.workspace.errors import Refusal
from sync.workspace.strain.refusals import drive_limit, quota_used_up


@dataclass(frozen=True, slots=True)
class Quota:
    """So many units a minute, for the project (all callers) and for one user."""

    service: str
    metric: str
    project: int
    user: int


QUOTAS: Mapping[str, Quota] = {
    "sheets.read": Quota("sheets.googleapis.com", "Read requests", 300, 60),
    "sheets.write": Quota("sheets.googleapis.com", "Write requests", 300, 60),
    "forms.read": Quota("forms.googleapis.com", "Read requests", 975, 390),
    "forms.responses": Quota("forms.googleapis.com", "Expensive read requests", 450, 180),
    "forms.write": Quota("forms.googleapis.com", "Write requests", 375, 150),
    "docs.read": Quota("docs.googleapis.com", "Read requests", 3000, 300),
    "docs.write": Quota("docs.googleapis.com", "Write requests", 600, 60),
    "drive": Quota("drive.googleapis.com", "Queries", 1_000_000, 325_000),
}
"""By the name that the switch uses; Drive's are units."""

_READS = ("get", "list", "search", "batchGet", "getByDataFilter", "batchGetByDataFilter")
_GET, _LIST, _MODIFY = 5, 100, 50
_GETS = ("get", "export", "generate")


def quota_of(method: str) -> tuple[str, int]:
    """Which quota a method draws on ("sheets.write"), and how many units; ("", 0) for none."""
    api, _, rest = method.partition(".")
    last = rest.rpartition(".")[2]
    if api == "drive":
        return "drive", _LIST if last.startswith("list") else _GET if last.startswith(_GETS) else _MODIFY
    if method == "forms.forms.responses.list":
        return "forms.responses", 1
    name = f"{api}.{'read' if last in _READS else 'write'}"
    return (name, 1) if name in QUOTAS else ("", 0)


@dataclass(slots=True)
class Quotas:
    """The quotas in force and what was drawn in the present minute of `minute_seconds`."""

    quotas: Mapping[str, Quota]
    minute_seconds: float = 60.0
    retry_after: float | None = None
    drive_code: int = 403
    clock: Callable[[], float] = time.monotonic
    refused: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    _minute: int = -1
    _used: Counter[tuple[str, str]] = field(default_factory=Counter)

    def draw(self, method: str, user: str) -> Refusal | None:
        """Draw a call's units, or say how Google refuses it: nothing is drawn then."""
        name, units = quota_of(method)
        quota = self.quotas.get(name)
        if quota is None:
            return None
        if (minute := int(self.clock() / self.minute_seconds)) != self._minute:
            self._minute = minute
            self._used.clear()
        for whose, limit in ((user, quota.user), ("", quota.project)):
            if self._used[name, whose] + units > limit:
                self.refused[name] += 1
                return self._refusal(quota, limit, per_user=bool(whose))
        self._used[name, user] += units
        self._used[name, ""] += units
        self.drawn[name] += units
        return None

    def _refusal(self, quota: Quota, limit: int, *, per_user: bool) -> Refusal:
        headers = None if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
        if quota.service == "drive.googleapis.com":
            return drive_limit(self.drive_code, headers)
        return quota_used_up(quota.service, quota.metric, limit, per_user=per_user, headers=headers)


def changed(limits: Mapping[str, Mapping[str, int]]) -> dict[str, Quota]:
    """All quotas, those that `limits` names ({"sheets.write": {"user": 3}}) with other numbers."""
    return {
        name: replace(
            quota,
            project=limits.get(name, {}).get("project", quota.project),
            user=limits.get(name, {}).get("user", quota.user),
        )
        for name, quota in QUOTAS.items()
    }
