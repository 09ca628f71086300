"""Node, a value of a document in a form that can be compared: without defaults, letter case and order that mean nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

import msgspec

from ..paths import MAX_DEPTH, Steps
from ..secrets.masking import MASK, is_hidden_member, mask_text

NOT_KNOWN = "(not known)"
"""What is shown in place of a value within an object that isn't known."""

WITHHELD = "the service's answers don't contain this secret"
NO_SIZE = "the document has neither targets nor a formula"
REQUIRED = "the document leaves it out, although it is required"
QUIET = frozenset((WITHHELD, NO_SIZE, REQUIRED))
"""Why a value that is left out isn't known. It matters only if the other side has one."""

ONLY_ANSWERED = "only the service's answer has this member, which this version of the library doesn't know"
MASKED = "one side has only *** instead of the secret"
NEVER_KNOWN = frozenset((WITHHELD, NO_SIZE, ONLY_ANSWERED))
"""Why a value can't be compared whatever the documents have."""

AT_DEPLOYMENT = "the value is known only at deployment"
FURTHER_ELEMENTS = "some elements are known only at deployment"


class Node(msgspec.Struct, frozen=True):
    """One value: a scalar, an object with ``members``, or a list with ``elements``.

    Attributes:
        value: The scalar, as JSON has it.
        compared: What decides whether two scalars are equal.
        members: The members of an object by their wire keys.
        elements: The elements of a list, each with what identifies it; None identifies it by its place.
        names: How a path shows each element: ``[name=A]`` or ``[0]``.
        is_default: Whether it is the value that counts if it is left out.
        left_out: Whether it is left out of the document.
        secret: Whether it is always masked.
        unknown: Why it isn't known; empty if it is.
        if_alone: Why it can't be compared if the other side lacks it; empty if it can.
        never_equal_to_none: Whether an object or a list without contents differs from none.
        shown_key: How a path shows the key that it has in an object, if not by the key itself.
        incomplete: Whether a list has further elements that aren't known.
    """

    value: Any = None
    compared: Any = None
    members: dict[str, Node] | None = None
    elements: tuple[tuple[Hashable, Node], ...] | None = None
    names: tuple[str, ...] = ()
    is_default: bool = False
    left_out: bool = False
    secret: bool = False
    unknown: str = ""
    if_alone: str = ""
    never_equal_to_none: bool = False
    incomplete: bool = False
    shown_key: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it says the same as a member that is left out."""
        if self.unknown or self.never_equal_to_none or self.incomplete:
            return False
        if self.members is not None:
            return self.is_default or all(each.is_nothing or each.unknown in QUIET for each in self.members.values())
        if self.elements is not None:
            return not self.elements
        return self.is_default or self.value is None

    @property
    def is_absent(self) -> bool:
        """Whether there is no value to show, not even a default."""
        return self.is_nothing and self.value is None and not (self.is_default and self.members)

    @property
    def fingerprint(self) -> Hashable:
        """A value that is the same for nodes without differences."""
        if self.unknown:
            return ("unknown", self.unknown)
        if self.members is not None:
            present = {key: each for key, each in self.members.items() if not each.is_nothing and each.unknown not in QUIET}
            return frozenset((key, each.fingerprint) for key, each in present.items())
        if self.elements is not None:
            return frozenset(Counter((key, each.fingerprint) for key, each in self.elements).items())
        return self.compared if isinstance(self.compared, Hashable) else repr(self.compared)

    def document(self, *, masked: bool) -> Any:
        """Return the value as JSON, without defaults.

        Args:
            masked: Whether to write ``***`` in place of each secret.
        """
        if masked and (self.secret or self.unknown):
            return MASK if self.secret else NOT_KNOWN
        if self.members is not None:
            present = {key: each for key, each in self.members.items() if not each.is_nothing and each.unknown not in QUIET}
            written = {key: each.document(masked=masked) for key, each in present.items()}
            return {self.members[key].shown_key or key: value for key, value in written.items()} if masked else written
        if self.elements is not None:
            return [each.document(masked=masked) for _, each in self.elements]
        return shown_scalar(self.value) if masked else self.value


def left_out(node: Node) -> Node:
    """Return a default as one that isn't written in the document, with everything in it."""
    members = None if node.members is None else {key: left_out(each) for key, each in node.members.items()}
    return msgspec.structs.replace(node, members=members, left_out=True)


def shown_scalar(value: Any) -> Any:
    """Return a scalar with its secrets masked, as JSON has it; anything that JSON doesn't have is only named."""
    if isinstance(value, str):
        return mask_text(str.__str__(value))
    if value is None or isinstance(value, bool) or (isinstance(value, int) and -_LARGE < value < _LARGE):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else f"<{type(value).__qualname__}>"


def shown_document(value: Any, depth: int = 0) -> Any:
    """Return a document whose secrets are masked already as JSON has it; see `shown_scalar`."""
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        members: dict[Any, Any] = value
        return {mask_text(str(key)): shown_document(member, depth + 1) for key, member in members.items()}
    if isinstance(value, list):
        elements: list[Any] = value
        return [shown_document(element, depth + 1) for element in elements]
    return shown_scalar(value)


_LARGE = 2**256  # Python refuses to write very large ones


def scalar(value: Any, *, any_case: bool = False, secret: bool = False, is_default: bool = False) -> Node:
    """Return the node of a text, a number, a truth value or None."""
    if value == MASK:
        return Node(unknown=MASKED, secret=True)
    if isinstance(value, bool):
        compared: Any = ("bool", value)
    elif isinstance(value, str) and any_case:
        compared = value.casefold()
    else:
        compared = value
    return Node(value, compared, secret=secret, is_default=is_default)


def json_node(value: Any, *, secret: bool = False, depth: int = 0) -> Node:
    """Return the node of a JSON value that no attribute declares."""
    if isinstance(value, dict):
        members: dict[Any, Any] = value
        return Node(
            members={
                str(key): with_shown_key(
                    json_node(member, secret=secret or is_hidden_member(key, members), depth=depth + 1),
                    key,
                    mask_text(str(key)),
                )
                for key, member in members.items()
            },
            secret=secret,
            never_equal_to_none=depth > 0,
        )
    if isinstance(value, list):
        listed: list[Any] = value
        elements = tuple((index, json_node(each, secret=secret, depth=depth + 1)) for index, each in enumerate(listed))
        names = tuple(f"[{index}]" for index in range(len(listed)))
        return Node(elements=elements, names=names, secret=secret, never_equal_to_none=depth > 0)
    return scalar(value, secret=secret)


def map_node(members: dict[Any, Any], node_of: Callable[[Any, bool], Node], hides: Callable[[object], bool]) -> Node:
    """Return the node of a map from texts to values of one shape.

    Args:
        members: The map.
        node_of: Returns the node of a value, which may be secret.
        hides: Returns whether the value of a key is secret.
    """
    nodes = {str(key): node_of(member, hides(key)) for key, member in members.items()}
    return Node(members={key: with_shown_key(node, key, mask_text(key)) for key, node in nodes.items()})


def with_shown_key(node: Node, key: Any, shown: str) -> Node:
    """Return a node with the key that a path shows, if that isn't the key itself."""
    return node if shown == key else msgspec.structs.replace(node, shown_key=shown)


class Gaps:
    """The places in a document whose values aren't known: none.

    A subclass knows those of a template.
    """

    def reason(self, steps: Steps, *, is_absent: bool = False) -> str:  # noqa: ARG002  # because a subclass needs them
        """Return why a value isn't known; empty if it is. An absent object isn't known if something in it isn't."""
        return ""

    def expression(self, steps: Steps) -> str | None:  # noqa: ARG002  # because a subclass needs it
        """Return the expression in place of a value that isn't known, if it can only mean the same in another document."""
        return None

    def written(self, steps: Steps) -> str | None:  # noqa: ARG002  # because a subclass needs it
        """Return the text of a duration or a time as the document has it; None if that isn't known."""
        return None

    def lacks_elements(self, steps: Steps, length: int) -> bool:  # noqa: ARG002  # because a subclass needs it
        """Return whether a list has elements that aren't known, apart from this many that are."""
        return False


NO_GAPS = Gaps()
