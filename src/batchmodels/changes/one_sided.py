"""A resource that only one of two sides has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .arm_bodies import ACCOUNT
from .arm_sequences import deployment
from .bodies import creation_of
from .changes import Changes, Operation
from .creating import missing_in
from .records import known_version, service_version
from .sequences import COLLECTIONS
from .sides import WHOLE, Role, Side
from .terraform import Planned
from .verdicts import Plane
from .warnings_of import LACKS_SECRETS, unknown_values


def only_in_new(new: Side, api_version: str | None, plane: Plane, planned: Planned | None = None) -> Changes:
    """Return the changes that create a resource which only the new side has.

    Args:
        new: The new side.
        api_version: The API version that creates it; None is the newest one.
        plane: The API that creates it.
        planned: The resource of Terraform's, if Terraform creates it.

    Raises:
        ValueError: Unknown API version.
    """
    version = known_version(api_version, plane)
    if planned is not None:
        step = Operation(title=f"Run terraform apply, which creates the {new.kind}.", method="", path="")
        return _changes(new, "new", version, plane, operations=(step,), tool="terraform")
    obstacle = _obstacle(new, plane)
    if obstacle:
        return _changes(new, "new", version, plane, warnings=(f"There are no steps: {printable(obstacle)}.",))
    return _changes(
        new, "new", version, plane, operations=(_creation(new, plane),), warnings=tuple(_lacking(new, version, plane))
    )


def only_in_old(old: Side, api_version: str | None, plane: Plane) -> Changes:
    """Return the changes of a resource that only the old side has: no request, because nothing says that it should go.

    Args:
        old: The old side.
        api_version: The API version; None is the newest one.
        plane: The API.

    Raises:
        ValueError: Unknown API version.
    """
    return _changes(old, "old", known_version(api_version, plane), plane)


def _changes(
    side: Side,
    only_in: Literal["old", "new"],
    api_version: str,
    plane: Plane,
    *,
    operations: tuple[Operation, ...] = (),
    warnings: tuple[str, ...] = (),
    tool: Literal["", "terraform"] = "",
) -> Changes:
    return Changes(
        kind=side.kind,
        identifier=mask_text(side.identifier),
        plane=plane,
        api_version=api_version,
        properties=(),
        operations=operations,
        warnings=warnings,
        body=None,
        tool=tool,
        only_in=only_in,
    )


def _obstacle(new: Side, plane: Plane) -> str:
    """Return why a resource can't be created; empty if it can."""
    if new.is_change or new.role is Role.part:
        return f"NEW isn't a whole {new.kind}, and OLD has none that it could change"
    missing = missing_in(new, plane)
    return f"the new {new.kind} can't be created, because NEW lacks {', '.join(missing)}" if missing else ""


def _creation(new: Side, plane: Plane) -> Operation:
    if plane == "arm":
        return deployment("Create the pool.", f"{ACCOUNT}/pools/{new.identifier or '{pool}'}", new)
    title, path = ("Create the pool.", "/pools") if new.kind == "pool" else (f"Add the {new.kind}.", COLLECTIONS[new.kind])
    return Operation(title=title, method="POST", path=path, body=creation_of(new, WHOLE[new.kind]))


def _lacking(new: Side, api_version: str, plane: Plane) -> Iterator[str]:
    """Yield warnings of the values that the body lacks."""
    members = new.members(service_version(api_version, plane))
    yield from unknown_values(members)
    if new.answered:
        yield LACKS_SECRETS
