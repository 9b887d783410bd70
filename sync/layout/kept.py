"""Tabs that are kept: one is made again only where something that its making looked at has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from sync.layout.view import View

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_BY_KEY: Final = frozenset({"summaries", "earlier", "entries", "excuses", "standings", "links"})
_NOTHING: Final = object()  # what stands under a key that a mapping lacks


def kept(
    make: Callable[Concatenate[View, _Given], _Made],
) -> Callable[Concatenate[View, _Given], _Made]:
    """Let a function that makes a tab of a view be asked through what the view keeps.

    It may look at its view and at what else it is given, and at nothing that changes besides.
    """

    @wraps(make)
    def made(view: View, *given: _Given.args, **named: _Given.kwargs) -> _Made:
        if view.kept is None or named:
            return make(view, *given, **named)
        return view.kept.of(make, view, given)

    return cast(Callable[Concatenate["View", _Given], _Made], made)


class Kept:
    """What was made of the views of one spreadsheet, each time with all that its making looked at."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], tuple[_WatchedView, tuple[object, ...], object]] = {}

    def of(self, make: Callable[..., _Made], view: View, given: tuple[object, ...]) -> _Made:
        """What `make` gives for a view: the very thing that it gave last where it would see the same."""
        key = (make, *(_name(one) for one in given))
        found = self._made.get(key)
        if found is None or found[1] != given or not found[0].would_see_the_same(view):
            watched = _WatchedView(view)
            found = watched, given, make(cast("View", watched), *given)
            self._made[key] = found
        return cast(_Made, found[2])


def _name(given: object) -> object:
    """What tells apart the tabs of one kind in a spreadsheet: the form that they are of."""
    return getattr(given, "id", None)


class _WatchedView:
    """A view that notes what is looked at: its fields and properties, of large mappings each key."""

    def __init__(self, view: View) -> None:
        self.kept = None  # a tab within a tab is made with it
        self._view = view
        self._seen: dict[str, object] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(type(self._view), name, None)
        if isinstance(method, FunctionType):
            return MethodType(method, self)  # it looks through these eyes, too
        value = getattr(self._view, name)
        seen = Watched(value) if name in _BY_KEY else value
        self._seen[name] = self.__dict__[name] = seen
        return seen

    def would_see_the_same(self, view: View) -> bool:
        """Whether all that was looked at is in another view as it was in this one."""
        self._view = view  # the one before need not be kept
        return all(
            seen.is_in(getattr(view, name)) if isinstance(seen, Watched) else getattr(view, name) == seen
            for name, seen in self._seen.items()
        )


class Watched(Mapping[Any, Any]):
    """A mapping that notes what was asked for by key, and whether it was gone through as a whole."""

    def __init__(self, real: Mapping[Any, Any]) -> None:
        self._real, self._whole = real, False
        self._asked: dict[Any, object] = {}

    def __getitem__(self, key: Any) -> Any:
        found = self._asked[key] = self._real.get(key, _NOTHING)
        if found is _NOTHING:
            raise KeyError(key)
        return found

    def get(self, key: Any, default: Any = None) -> Any:
        """What stands under a key."""
        found = self._asked[key] = self._real.get(key, _NOTHING)
        return default if found is _NOTHING else found

    def __iter__(self) -> Iterator[Any]:
        self._whole = True
        return iter(self._real)

    def __len__(self) -> int:
        self._whole = True
        return len(self._real)

    def is_in(self, other: Mapping[Any, Any]) -> bool:
        """Whether what was asked for stands in another mapping as well."""
        if self._whole and other != self._real:
            return False
        return all(other.get(key, _NOTHING) == found for key, found in self._asked.items())
