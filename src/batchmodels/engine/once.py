"""A property that is worked out once, when it is first asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

making: RLock = RLock()
"""Held while anything is made of a declaration. What is made of one class may need what is made of another, and that the
first again; with a lock for each kind of thing, as ``functools`` has it up to Python 3.11, two threads could wait for
each other.

It is also held while a function imports a part of this package for the first time. A fork waits until nothing holds it: a
child in which such an import never ends would wait for it forever."""

if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    # A child has only the thread that forked. If another one held the lock, nothing in the child could ever release it.
    os.register_at_fork(before=making.acquire, after_in_parent=making.release, after_in_child=making.release)


class once(Generic[T]):  # noqa: N801  # because it is used like ``property``
    """``functools.cached_property`` with one lock for all."""

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
