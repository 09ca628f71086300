"""The values of expressions: JSON values, and unknown ones."""

from __future__ import annotations

from typing import Any

import msgspec

Value = Any
"""A JSON value, or an `Unknown`; lists and objects may hold unknown values."""


class Unknown(msgspec.Struct, frozen=True):
    """A value that only a deployment knows.

    Attributes:
        reason: Why it isn't known, as the rest of a sentence: ``the parameter poolId has no default value``.
        fix: What makes it known; empty if nothing does.
        mistake: Whether no deployment can evaluate it, so that the template must be changed.
        secret: Whether it is a secret that a parameter has, so that it doesn't belong in the file.
        resource_name: The last name in it, if it is a resource id of which only the subscription and the group aren't known.
    """

    reason: str
    fix: str = ""
    mistake: bool = False
    secret: bool = False
    resource_name: str = ""


LEFT_OUT = Unknown("")
"""What a tool replaces, and nothing is said about."""


_DEEPEST = 50  # levels of a value that an expression makes: a pool has nine

_SHARES = 20  # of the budget of a file, one of which an expression may use


class ExpressionError(Exception):
    """An expression that no deployment can evaluate.

    Attributes:
        message: What is wrong with it.
        offset: The offset of the mistake in the text; None if it is the expression as a whole.
    """

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class UnknownValueError(Exception):
    """Ends an evaluation whose result isn't known."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Budget:
    """A limit on the work for one file, so that a short template can't make a huge value.

    Attributes:
        left: The characters and elements that may still be made.
        least: What one expression has to leave for the others.
    """

    def __init__(self, left: int) -> None:
        self.left: int = left
        self.least: int = 0
        self._share = left // _SHARES

    def begin(self) -> None:
        """Begin the evaluation of an expression, which gets a share of the whole."""
        self.least = max(0, self.left - self._share)

    def spend(self, amount: int) -> None:
        """Take an amount.

        Raises:
            UnknownValueError: There is less left.
        """
        if amount > self.left - self.least:
            raise UnknownValueError(TOO_LARGE)
        self.left -= amount


TOO_DEEP = Unknown("its value is nested too deeply to be evaluated")
TOO_LARGE = Unknown("its value is too large to be evaluated")


def first_unknown(value: Value, budget: Budget) -> Unknown | None:
    """Return the first unknown value in a value; None if all of it is known."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Unknown):
            return each
        if isinstance(each, (list, dict)):
            budget.spend(len(each))
            waiting += each if isinstance(each, list) else each.values()
    return None


def measure(value: Value, budget: Budget) -> None:
    """Spend what a value needs once it is written out: its parts may be the same object many times.

    Raises:
        UnknownValueError: It is too large, or nested too deeply.
    """
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, (list, dict)):
            budget.spend(1 + len(each))
            if depth > _DEEPEST:
                raise UnknownValueError(TOO_DEEP)
            waiting += [(part, depth + 1) for part in (each if isinstance(each, list) else each.values())]
        elif isinstance(each, str):
            budget.spend(len(each))


def known(value: Value, budget: Budget) -> Any:
    """Return a value all of which is known.

    Raises:
        UnknownValueError: A part of it is unknown.
    """
    unknown = first_unknown(value, budget)
    if unknown is not None:
        raise UnknownValueError(unknown)
    return value


class MistakeError(ExpressionError):
    """An expression that isn't valid, or that refers to a name the template doesn't have."""
