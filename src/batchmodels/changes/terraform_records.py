"""What Terraform's provider azurerm does with a change of a pool or a job, as data.

Source: hashicorp/terraform-provider-azurerm, internal/services/batch/batch_pool_resource.go and batch_job_resource.go, August
2026: ``ForceNew`` in the schemas, and what the functions of an update send.
"""

from __future__ import annotations

from enum import Enum

import msgspec

from .verdicts import Kind

API_VERSION = "2024-07-01"
"""The API version of ARM that the provider uses for pools."""

SOURCE = "hashicorp/terraform-provider-azurerm, internal/services/batch"


class Effect(Enum):
    """What the provider does with a change."""

    replaces = "deletes the resource and creates it again"
    updates = "sends it in an update"
    ignores = "shows it in the plan, and sends nothing"


class Attribute(msgspec.Struct, frozen=True):
    """One attribute or block of a resource of Terraform's.

    Attributes:
        name: Its name in Terraform.
        path: The member of the Batch service that it becomes, with dots between steps.
        effect: What the provider does when it changes.
    """

    name: str
    path: str
    effect: Effect


_MACHINE = "virtualMachineConfiguration"
_NETWORK = "networkConfiguration"

_POOL = {
    Effect.replaces: {
        "name": "id",
        "display_name": "displayName",
        "vm_size": "vmSize",
        "max_tasks_per_node": "taskSlotsPerNode",
        "node_agent_sku_id": f"{_MACHINE}.nodeAgentSKUId",
        "storage_image_reference": f"{_MACHINE}.imageReference",
        "container_configuration.container_image_names": f"{_MACHINE}.containerConfiguration.containerImageNames",
        "container_configuration.container_registries": f"{_MACHINE}.containerConfiguration.containerRegistries",
        "security_profile": f"{_MACHINE}.securityProfile",
        "network_configuration": _NETWORK,
    },
    Effect.updates: {
        "fixed_scale.target_dedicated_nodes": "targetDedicatedNodes",
        "fixed_scale.target_low_priority_nodes": "targetLowPriorityNodes",
        "fixed_scale.resize_timeout": "resizeTimeout",
        "auto_scale": "enableAutoScale",
        "auto_scale.formula": "autoScaleFormula",
        "auto_scale.evaluation_interval": "autoScaleEvaluationInterval",
        "data_disks": f"{_MACHINE}.dataDisks",
        "identity": "identity",
        "metadata": "metadata",
        "mount": "mountConfiguration",
        "start_task": "startTask",
        "target_node_communication_mode": "targetNodeCommunicationMode",
        "task_scheduling_policy": "taskSchedulingPolicy",
        "user_accounts": "userAccounts",
    },
    Effect.ignores: {
        "container_configuration.type": f"{_MACHINE}.containerConfiguration.type",
        "disk_encryption": f"{_MACHINE}.diskEncryptionConfiguration",
        "extensions": f"{_MACHINE}.extensions",
        "inter_node_communication": "enableInterNodeCommunication",
        "license_type": f"{_MACHINE}.licenseType",
        "network_configuration.public_address_provisioning_type": f"{_NETWORK}.publicIPAddressConfiguration.provision",
        "node_placement": f"{_MACHINE}.nodePlacementConfiguration",
        "os_disk_placement": f"{_MACHINE}.osDisk",
        "windows": f"{_MACHINE}.windowsConfiguration",
    },
}
_JOB = {
    Effect.replaces: {
        "name": "id",
        "display_name": "displayName",
        "batch_pool_id": "poolInfo",
        "common_environment_properties": "commonEnvironmentSettings",
    },
    Effect.updates: {"priority": "priority", "task_retry_maximum": "constraints.maxTaskRetryCount"},
    Effect.ignores: {},
}


def _attributes(table: dict[Effect, dict[str, str]]) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, path, effect) for effect, names in table.items() for name, path in names.items())


ATTRIBUTES: dict[Kind, tuple[Attribute, ...]] = {"pool": _attributes(_POOL), "job": _attributes(_JOB)}
"""The attributes of ``azurerm_batch_pool`` and ``azurerm_batch_job`` by the kinds of their resources."""

KEPT = frozenset(("mount", "start_task", "user_accounts"))
"""The blocks of a pool of which an update sends nothing when all of them are removed."""


def attributes_at(kind: Kind, steps: tuple[str, ...]) -> list[Attribute]:
    """Return the attribute that a value belongs to, or those that an object is made of; none if Terraform has none for it.

    Args:
        kind: The kind of resource.
        steps: The steps to the value, with brackets around those of elements.
    """
    place = ".".join(step for step in steps if not step.startswith("[")) + "."
    known = ATTRIBUTES.get(kind, ())
    around = [each for each in known if place.startswith(f"{each.path}.")]
    if around:
        return [max(around, key=lambda each: len(each.path))]
    return [each for each in known if each.path.startswith(place)]
