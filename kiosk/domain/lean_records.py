"""Lets the program's records (dataclasses) share one compiled body for each of their methods; says nothing of what they hold.

To be imported before any of them is made. The standard library writes and compiles five methods anew for each of over
seven hundred records: a quarter of the time this program takes to load.
"""

import dataclasses
import operator
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import get_ident
from typing import Any

_OURS = ("_repr_fn", "_frozen_get_del_attr", "_cmp_fn", "_hash_fn", "_tuple_str")
_COMPARISONS = {"==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
Values = Callable[[object], tuple[Any, ...]]
_being_shown: set[tuple[int, int, tuple[str, ...]]] = set()
"""Records that hold themselves end in "..."."""


def share_methods() -> bool:
    """From now on; True where it could be done. Where another Python makes its records otherwise, nothing is changed."""
    if not all(hasattr(dataclasses, name) for name in _OURS):
        return False
    for name, own in zip(_OURS, (_repr, _frozen, _comparison, _hash, _names_beside), strict=True):
        setattr(dataclasses, name, own)
    return True


def _names(fields: Iterable["dataclasses.Field[Any]"]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)


def _names_beside(_object: str, fields: Iterable["dataclasses.Field[Any]"]) -> tuple[str, ...]:
    """What is handed on to `_comparison`, in place of source text."""
    return _names(fields)


@lru_cache(maxsize=1)  # of one record after the other: what compares and what hashes it read the same
def _values(names: tuple[str, ...]) -> Values:
    """Reads the fields in their order."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _repr(fields: Iterable["dataclasses.Field[Any]"], _globals: object) -> Callable[[object], str]:
    names = _names(fields)

    def __repr__(self: object) -> str:  # noqa: N807  it becomes a method
        this = id(self), get_ident(), names
        if this in _being_shown:
            return "..."
        _being_shown.add(this)
        try:
            shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        finally:
            _being_shown.discard(this)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _comparison(
    name: str, sign: str, names: tuple[str, ...], _same: object, **_given: object
) -> Callable[[object, object], Any]:
    compare, values = _COMPARISONS[sign], _values(names)

    def method(self: object, other: object) -> Any:
        if other.__class__ is self.__class__:
            return compare(values(self), values(other))
        return NotImplemented

    method.__name__ = name
    return method


def _hash(fields: Iterable["dataclasses.Field[Any]"], _globals: object) -> Callable[[object], int]:
    values = _values(_names(fields))

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _frozen(
    cls: Any, fields: Iterable["dataclasses.Field[Any]"], _globals: object
) -> tuple[Callable[..., None], Callable[..., None]]:
    names = _names(fields)

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: object, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


share_methods()
