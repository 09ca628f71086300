"""The identities of pools of ARM and of Terraform, which the Batch service's form of a pool has no place for."""

from __future__ import annotations

import copy
from typing import Any

from ..engine.model import Model
from ..paths import ROOT
from .arm_pools import is_arm_patch
from .entries import Entry
from .templates import unknown_in

_IDENTITY = "identity"


def with_identities(entry: Entry, model: Model) -> Model:
    """Return an entry's model with the identity of its resource among the undeclared members, if that is known.

    It is null for a resource without any.
    """
    if not _is_known(entry):
        return model
    found = copy.copy(model)
    found.additional_properties = {**model.additional_properties, _IDENTITY: _identity(entry)}
    return found


def _identity(entry: Entry) -> Any:
    if entry.terraform is not None:
        return next((each.value for each in entry.terraform.only_arm if each.steps == (_IDENTITY,)), None)
    return None if entry.resource is None else entry.resource.get(_IDENTITY)


def _is_known(entry: Entry) -> bool:
    """Return whether the file has all identities of the pool."""
    identity = _identity(entry)
    if identity is None:  # a change keeps the identities, and the absence of a block of Terraform's may be due to a loop
        resource = entry.resource
        if resource is None or entry.answered or is_arm_patch(resource):
            return False
        return not any(key.lower() == _IDENTITY and resource[key] is not None for key in resource)  # ARM takes Identity, too
    keys = {} if entry.origins is None else entry.origins.scope.unknown_keys
    identities = identity.get("userAssignedIdentities") if isinstance(identity, dict) else []
    return not isinstance(identities, list) and not any(True for _ in unknown_in(identity, ROOT, keys))
