"""A property that is worked out once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import RLock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

making: AbstractContextManager[bool] = RLock()
"""Held while anything is made of a declaration. What is made of one class may need what is made of another, and that the
first again; with a lock for each kind of thing, as ``functools`` has it up to Python 3.11, two threads could wait for
each other."""


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
