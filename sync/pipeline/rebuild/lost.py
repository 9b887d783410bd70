"""What did not come back: each kind of thing once, with how many and which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_NAMED: Final = 20  # of many, so many are named


@dataclass(frozen=True, slots=True)
class Lost:
    """A kind of thing that could not return, by the code of its message; `which` names some, or is ""."""

    code: str
    count: int
    which: str

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {"code": self.code, "count": self.count, "which": self.which}


@dataclass(slots=True)
class Losses:
    """Gathers what is lost, in the order in which kinds are first told."""

    _found: dict[str, list[str]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def tell(self, code: str, which: str = "", count: int = 1) -> None:
        """Note something that could not return."""
        if count:
            self._counts[code] = self._counts.get(code, 0) + count
            if which and which not in self._found.setdefault(code, []):
                self._found[code].append(which)

    def listed(self) -> Iterator[Lost]:
        """All that is lost."""
        for code, count in self._counts.items():
            names = self._found.get(code, [])
            more = f", … (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
            yield Lost(code, count, ", ".join(names[:_NAMED]) + more)
