"""The options of a live question, brought up to what its definition wants; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def merged_options(was: Sequence[Json], now: Sequence[Json], wants: Sequence[Json]) -> list[Json]:
    """The options as wanted, with what people did: options they added stay, ones they removed stay away.

    `was` are those that nithet made last. Where the wish has not changed since, all is left as it is.
    Never empty where there were options: Forms refuses a question without any.
    """
    before, there = _by_text(was), _by_text(now)
    if [_key(option) for option in was] == [_key(option) for option in wants]:
        return list(now)
    options = []
    for option in wants:
        last, current = before.get(_text(option)), there.get(_text(option))
        if current is None:
            if last is None:
                options.append(option)
        elif last is not None and _goes(last) == _goes(option):
            options.append(current)
        else:
            options.append(_led(current, option))
    wanted = _by_text(wants)
    options += [option for option in now if _text(option) not in wanted and _text(option) not in before]
    return options or list(now)


def _led(current: Json, wanted: Json) -> Json:
    """The option that is there, leading where the wanted one leads."""
    if _goes(current) == _goes(wanted):
        return current
    kept = {name: value for name, value in current.items() if name not in ("goToAction", "goToSectionId")}
    return {**kept, **{name: wanted[name] for name in ("goToAction", "goToSectionId") if name in wanted}}


def _by_text(options: Sequence[Json]) -> dict[str, Json]:
    return {_text(option): option for option in options}


def _text(option: Json) -> str:
    """What tells options apart: their text; "other" has none, and no other option may be empty."""
    return str(option.get("value", ""))


def _goes(option: Json) -> str:
    return str(option.get("goToSectionId") or option.get("goToAction") or "NEXT_SECTION")


def _key(option: Json) -> tuple[str, str]:
    return _text(option), _goes(option)
