"""A property that is computed once, at first use."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

making: RLock = RLock()
"""The lock that is held while anything is derived from a declaration.

Properties of one class may need those of another, and the other way around. With a lock for each property, as ``functools``
has up to Python 3.11, two threads could wait for each other.

The lock is also held while a function imports a part of this package for the first time. A fork waits until it is released;
otherwise the child would wait forever for an import that never ends."""

if hasattr(os, "register_at_fork"):  # Windows has no fork
    # A child has only the thread that forked. If another thread held the lock, nothing in the child could release it.
    os.register_at_fork(before=making.acquire, after_in_parent=making.release, after_in_child=making.release)


class once(Generic[T]):  # noqa: N801  # because it is used like ``property``
    """A ``functools.cached_property`` with one lock for all properties."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.name: str = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: Any, owner: type) -> T:
        values = vars(instance)
        with making:
            if self.name not in values:
                values[self.name] = self.make(instance)
        made: T = values[self.name]
        return made
