"""The catalogue of reasons: why a duty stands as it does, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from forms.duties.states import DutyState


def explain(state: DutyState) -> str:
    """The reason in Thai; a reason that the catalogue lacks by its key."""
    return catalogue().get(state.reason, state.reason).format_map(state.places).strip()


@cache
def catalogue() -> Mapping[str, str]:
    """Every reason by its key, with its places in braces still empty."""
    written = files("forms.duties").joinpath("reasons.yaml").read_text(encoding="utf-8")
    reasons: Mapping[str, str] = YAML(typ="safe", pure=True).load(written)
    return reasons
