"""diff(), which compares two documents."""

from __future__ import annotations

from ..engine.model import Model
from ..secrets.masking import describe, mask_text
from .bodies import PATCHES, patch_of
from .changes import Changes
from .judging import Comparison, comparison_of, properties_in
from .records import known_version, service_version
from .sequences import operations_of
from .sides import Side, side_of
from .terraform import Planned
from .verdicts import NEW, Plane
from .warnings_of import warnings_of


def diff(old: Model, new: Model, *, api_version: str | None = None, plane: Plane | None = None) -> Changes:
    """Compare two pools, jobs, job schedules or tasks, and find out what it takes to change the old one into the new one.

    Models are compared, not texts: documented defaults, the letter case of enumerations, old names of members, ARM's spelling,
    and the order of lists whose order means nothing are no changes. Secrets that the service leaves out of its answers can't be
    compared.

    Args:
        old: The old document: the body that creates a resource, or the service's answer. Also a start task.
        new: The new document, of the same kind of resource. The body of a PATCH, a PUT or updateproperties is applied to the
            old document first, so the result shows its effect.
        api_version: The API version that makes the changes; None is the newest one.
        plane: The API that makes them: ``data`` is that of the Batch service, ``arm`` that of Azure Resource Manager. None is
            ``data``.

    Raises:
        TypeError: One of them isn't such a model, or they are of different kinds.
        ValueError: Unknown API version or plane.
    """
    if plane not in {None, "data", "arm"}:
        raise ValueError(f"expected 'data' or 'arm' as plane, got {describe(plane)}")
    return changes_of(side_of(old), side_of(new), api_version, plane)


def changes_of(
    old: Side,
    new: Side,
    api_version: str | None = None,
    plane: Plane | None = None,
    planned: Planned | None = None,
) -> Changes:
    """Compare two sides; see `diff`.

    Args:
        old: The old side.
        new: The new side.
        api_version: The API version that makes the changes.
        plane: The API that makes them.
        planned: The resource of Terraform's, if Terraform makes them.

    Raises:
        TypeError: They are of different kinds, or the old one is the body of a change.
        ValueError: Unknown API version.
    """
    if old.kind != new.kind:
        raise TypeError(f"expected two documents of the same kind, got a {old.kind} and a {new.kind}")
    if old.is_change and type(old.model) is not type(new.model):
        raise TypeError(
            f"expected a whole {old.kind} as the old document, got {type(old.model).__name__}, which is the body of a change"
        )
    chosen: Plane = plane or ("arm" if new.in_arm and new.kind == "pool" else "data")
    if chosen == "arm" and new.kind != "pool":
        raise ValueError(f"expected 'data' as plane, got 'arm': ARM has no {new.kind}s")
    comparison = comparison_of(old, new, chosen, known_version(api_version, chosen), planned)
    properties = properties_in(comparison)
    changed = [each.name for each in properties if each.is_change and each.verdict not in NEW.values()]
    operations = operations_of(comparison, properties)
    return Changes(
        kind=old.kind,
        identifier=mask_text(new.identifier or old.identifier),
        plane=chosen,
        api_version=comparison.api_version,
        properties=properties,
        operations=operations,
        warnings=warnings_of(comparison, properties, operations),
        body=_body(comparison, changed),
        tool="terraform" if planned is not None else "",
        replaced=planned is not None and planned.replaces,
    )


def _body(comparison: Comparison, changed: list[str]) -> Model | None:
    if isinstance(comparison.new.model, tuple(PATCHES.values())):
        return comparison.new.model
    return patch_of(comparison.new, changed, service_version(comparison.api_version, comparison.plane))
