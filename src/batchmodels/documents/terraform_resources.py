"""Read the resources of Terraform, whichever provider they are of."""

from __future__ import annotations

from ..rules.finding import Finding
from .azapi_pools import azapi_pool
from .terraform import Converted, Resource, converted
from .terraform_arguments import argument_mistakes
from .terraform_names import RESOURCES


def read_resource(resource: Resource) -> tuple[Converted, tuple[Finding, ...]]:
    """Return a resource in the service's form, and the findings about its text."""
    if resource.kind in RESOURCES:
        found = converted(resource)
        return found, tuple(argument_mistakes(found))
    pool = azapi_pool(resource)
    return pool, tuple(pool.pool.findings)
