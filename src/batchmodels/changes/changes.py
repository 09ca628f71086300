"""Changes: the differences of two documents, what each of them takes, and the requests that make them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from ..engine import reference
from ..engine.model import Model
from ..paths import Steps
from ..secrets.masking import mask_text
from .nodes import NEVER_KNOWN
from .verdicts import NEW, Kind, Plane, Verdict

EMPTY = "Empty the pool."
"""The title of the request that empties a pool."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One value that differs.

    Attributes:
        path: Its path, for people: ``$.startTask.environmentSettings[name=A].value``.
        steps: The same for programs: keys of objects, and for an element of a list what identifies it, or its index.
        kind: ``added``, ``removed``, ``changed``, or ``unknown`` if the values can't be compared.
        old: The old value as JSON, with ``***`` in place of secrets; a default if it is left out. None if there isn't one.
        new: The new value, in the same way.
        why: Why the values can't be compared; empty if they can.
    """

    path: str
    steps: Steps
    kind: Literal["added", "removed", "changed", "unknown"]
    old: Any
    new: Any
    why: str = ""


class PropertyChange(msgspec.Struct, frozen=True, kw_only=True):
    """One property of a resource that differs, and what the change takes.

    Attributes:
        name: Its wire key in the Batch service: ``startTask``.
        verdict: What the change takes.
        reason: The condition and the effect, as sentences.
        request: The request that makes the change: ``PATCH``, ``resize``; empty if none does.
        source: Where this is documented.
        changes: The values that differ.
    """

    name: str
    verdict: Verdict
    reason: str
    request: str
    source: str
    changes: tuple[Change, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether nothing of it can be compared; then the reason is that of the changes."""
        return all(each.kind == "unknown" for each in self.changes)

    @property
    def is_open(self) -> bool:
        """Whether it has a value that can't be compared, but could be: not a secret that no answer contains."""
        return any(each.kind == "unknown" and each.why not in NEVER_KNOWN for each in self.changes)

    @property
    def is_change(self) -> bool:
        """Whether something is known to differ that matters to the service."""
        return self.verdict is not Verdict.none and any(each.kind != "unknown" for each in self.changes)


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a change: a request, or something to wait for.

    Attributes:
        title: What it does, as an imperative.
        method: The method of the request: ``PATCH``.
        path: The path of its URL, without the address of the account and the API version: ``/pools/encoders/resize``.
        body: The body as a model, or a dict for ARM; None if it has none. It contains secrets.
        note: What to know about it; empty if nothing.
        masked_body: A body of ARM's with ``***`` in place of secrets; None for any other.
    """

    title: str
    method: str
    path: str
    body: Model | dict[str, Any] | None = None
    note: str = ""
    masked_body: dict[str, Any] | None = None

    def document(self) -> dict[str, Any] | None:
        """Return the body as JSON values, including its secrets.

        Raises:
            ValidationError: It can't be sent; the error lists every problem.
        """
        return self.body.serialize() if isinstance(self.body, Model) else self.body

    def masked(self) -> Any:
        """Return the body as JSON values, with ``***`` in place of secrets."""
        from .nodes import json_node, shown_document  # noqa: PLC0415  # because not every program prints

        if isinstance(self.body, Model):
            return shown_document(reference.encode(self.body, reference.Encoding(masked=True))[0])
        if self.masked_body is not None:
            return shown_document(self.masked_body)
        return None if self.body is None else json_node(self.body).document(masked=True)

    def __repr__(self) -> str:
        return f"Operation(title={self.title!r}, method={self.method!r}, path={mask_text(self.path)!r}, body={self.masked()!r})"


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """The changes from one document to another. ``str()`` gives the text for people; no output contains a secret.

    It is true if something is known to differ. What can't be compared doesn't count; see ``unknown``. If only one side has the
    resource, it is true and has no properties.

    Attributes:
        kind: ``pool``, ``job``, ``job schedule`` or ``task``.
        identifier: The id of the resource; empty if neither document has it.
        plane: The API that makes the changes: ``data`` or ``arm``.
        api_version: Its version.
        properties: The properties that differ, or can't be compared.
        operations: The requests that make the changes, in their order.
        warnings: What to know before they are sent.
        body: The body of the PATCH; for a task that of the PUT. See `patch`.
        mistaken: The number of values in the files that the models can't hold, for example ones of the wrong type.
        tool: ``terraform`` if Terraform makes the changes; empty if requests make them.
        replaced: Whether Terraform's plan deletes the resource and creates it again, whatever differs.
        only_in: ``old`` or ``new`` if only that side has the resource; else empty.
    """

    kind: Kind
    identifier: str
    plane: Plane
    api_version: str
    properties: tuple[PropertyChange, ...]
    operations: tuple[Operation, ...]
    warnings: tuple[str, ...]
    body: Model | None
    mistaken: int = 0
    tool: Literal["", "terraform"] = ""
    replaced: bool = False
    only_in: Literal["", "old", "new"] = ""

    def __bool__(self) -> bool:
        return bool(self.only_in) or self.replaced or any(each.is_change for each in self.properties)

    def __iter__(self) -> Iterator[Change]:
        return (change for each in self.properties for change in each.changes)

    def __len__(self) -> int:
        return sum(len(each.changes) for each in self.properties)

    @property
    def verdict(self) -> Verdict:
        """What all changes together take: the gravest verdict. What can't be compared doesn't count.

        Without a change it is ``cannot_tell`` if a value can't be compared that could be, for example one that is known only at
        deployment; else ``none``.
        """
        if self.only_in or self.replaced:
            return NEW[self.kind]
        changed = [each.verdict for each in self.properties if each.is_change]
        return max(changed or self.verdicts, key=lambda each: each.weight)

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts on the changes, and ``cannot_tell`` if a value can't be compared that could be; ``none`` without any."""
        found = {NEW[self.kind]} if self.only_in or self.replaced else set[Verdict]()
        found |= {each.verdict for each in self.properties if each.is_change}
        found |= {Verdict.cannot_tell} if any(each.is_open for each in self.properties) else set()
        return frozenset(found) or frozenset({Verdict.none})

    @property
    def unknown(self) -> tuple[Change, ...]:
        """The values that can't be compared."""
        return tuple(change for change in self if change.kind == "unknown")

    def patch(self) -> Model:
        """Return the body that makes the changes which a PATCH can make.

        It is a ``PoolPatchParameter``, a ``JobPatchParameter`` or a ``JobSchedulePatchParameter``; for a task, which has no
        PATCH, the ``TaskUpdateParameter`` of a PUT. Each changed property has its whole new value, because a PATCH replaces the
        whole old one.

        Raises:
            ValueError: No PATCH makes any of the changes.
        """
        if self.body is None:
            raise ValueError(f"no PATCH of API version {self.api_version} makes any of these changes; see operations")
        return self.body

    def patch_document(self) -> dict[str, Any]:
        """Return the body of the PATCH as JSON values, including its secrets.

        With the plane ``arm`` it is the body of ARM's PATCH in ``operations``, in ARM's form and with the size.

        Raises:
            ValueError: No PATCH makes any of the changes.
            ValidationError: It can't be sent; the error lists every problem.
        """
        if self.plane == "data":
            return self.patch().serialize()
        found = [each.document() for each in self.patches()]
        if not found or found[-1] is None:
            raise ValueError(f"no PATCH of ARM's API version {self.api_version} makes these changes; see operations")
        return found[-1]

    def patches(self) -> list[Operation]:
        """Return the operations that are a PATCH of the changes; that of ARM which empties the pool isn't one."""
        return [each for each in self.operations if each.method == "PATCH" and each.title != EMPTY]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values, without secrets."""
        from .output import as_json  # noqa: PLC0415  # because not every program prints

        return as_json(self)

    def to_markdown(self) -> str:
        """Return a text for a pull request."""
        from .markdown import as_markdown  # noqa: PLC0415  # because not every program prints

        return as_markdown(self)

    def __str__(self) -> str:
        from .output import as_text  # noqa: PLC0415  # because not every program prints

        return as_text(self)

    def __repr__(self) -> str:
        found = ", ".join(f"{each.name}: {each.verdict.value}" for each in self.properties)
        return f"Changes({self.kind} {self.identifier!r}, {self.plane} {self.api_version}: {found or 'none'})"
