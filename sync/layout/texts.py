"""The Thai words of the sheets, read from templates/sheets/*.yaml: code names them, the office words them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from sync.packaged import folder


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by dotted key: the file's stem, then the path inside it ("overview.tiles.score.label")."""

    lines: Mapping[str, str]
    _under: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text under that key with its `{places}` filled. Raises KeyError for what is not there."""
        return self.lines[key].format_map(values)

    def under(self, key: str) -> tuple[str, ...]:
        """The texts of a list, in its order."""
        if key not in self._under:
            found = (text for name, text in self.lines.items() if name.startswith(f"{key}."))
            self._under[key] = tuple(found)
        return self._under[key]


def load_texts(directory: Path) -> Texts:
    """Read every YAML file of a folder. Raises OSError or YAMLError: the texts travel with nithet."""
    yaml = YAML(typ="safe", pure=True)
    files = sorted(directory.glob("*.yaml"))
    return Texts({key: text for file in files for key, text in _flat(file.stem, yaml.load(file))})


@cache
def packaged_texts() -> Texts:
    """The texts that travel with nithet."""
    return load_texts(folder("templates") / "sheets")


def _flat(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(f"{key}.{number}", inner)
    else:
        yield key, str(value)
