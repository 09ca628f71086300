"""A resource that only one of two sides has."""

from __future__ import annotations

from collections.abc import Iterator

from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .arm_bodies import ACCOUNT
from .arm_sequences import deployment
from .bodies import creation_of
from .changes import Changes, Operation
from .creating import missing_in
from .records import known_version
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
    missing = () if _is_part(new) else missing_in(new, plane)
    members = new.members(version if plane == "data" else f"{version}.99")
    warnings: list[str] = []
    if _is_part(new):
        warnings.append(f"There are no steps: NEW isn't a whole {new.kind}, and OLD has none that it could change.")
    elif planned is not None:
        return _by_terraform(new, version, plane)
    elif missing:
        lacking = ", ".join(missing)
        warnings.append(f"There are no steps: the new {new.kind} can't be created, because NEW lacks {lacking}.")
    else:
        warnings += unknown_values(members)
        warnings += [LACKS_SECRETS] if new.answered else []
    return Changes(
        kind=new.kind,
        identifier=mask_text(new.identifier),
        plane=plane,
        api_version=version,
        properties=(),
        operations=() if warnings and (_is_part(new) or missing) else tuple(_creation(new, plane)),
        warnings=tuple(map(printable, warnings)),
        body=None,
        only_in="new",
    )


def _by_terraform(new: Side, api_version: str, plane: Plane) -> Changes:
    step = Operation(title=f"Run terraform apply, which creates the {new.kind}.", method="", path="")
    return Changes(
        kind=new.kind,
        identifier=mask_text(new.identifier),
        plane=plane,
        api_version=api_version,
        properties=(),
        operations=(step,),
        warnings=(),
        body=None,
        tool="terraform",
        only_in="new",
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
    return Changes(
        kind=old.kind,
        identifier=mask_text(old.identifier),
        plane=plane,
        api_version=known_version(api_version, plane),
        properties=(),
        operations=(),
        warnings=(),
        body=None,
        only_in="old",
    )


def _is_part(side: Side) -> bool:
    return side.is_change or side.role is Role.part


def _creation(new: Side, plane: Plane) -> Iterator[Operation]:
    if plane == "arm":
        yield deployment("Create the pool.", f"{ACCOUNT}/pools/{new.identifier or '{pool}'}", new)
        return
    verb = "Create" if new.kind == "pool" else "Add"
    collection = "/pools" if new.kind == "pool" else COLLECTIONS[new.kind]
    yield Operation(title=f"{verb} the {new.kind}.", method="POST", path=collection, body=creation_of(new, WHOLE[new.kind]))
