"""Messages and fixes in the names of ARM and of Terraform, where they aren't those of a member one by one."""

from __future__ import annotations

import re

_IN_TERRAFORM = {
    "remove enableInterNodeCommunication": 'set inter_node_communication to "Disabled"',  # without it, it is enabled
    "or set enableAutoScale to true and add an autoScaleFormula": "or add a block auto_scale with a formula",
    "with enableAutoScale true": "with a block auto_scale",
    "in the extensions of virtualMachineConfiguration": "in a block extensions",
    ", or set osDisk.diskSizeGB of the pool": "",
    "accountKey, sasKey and identityReference": "accountKey, sasKey and identity_id",
    "ephemeralOSDiskSettings": "os_disk_placement",
    "the provision noPublicIPAddresses": "the public_address_provisioning_type noPublicIPAddresses",
    "endpointConfiguration": "endpoint_configuration",
    "identityReference": "user_assigned_identity_id",
}

_IN_ARM = {
    "or set enableAutoScale to true and add an autoScaleFormula": "or use autoScale in scaleSettings, with a formula",
    "with enableAutoScale true": "with autoScale",
    "enableInterNodeCommunication": "interNodeCommunication",
    "enableAutoScale": "autoScale",
    "autoScaleFormula": "formula",
    "autoScaleEvaluationInterval": "evaluationInterval",
    "applicationPackageReferences": "applicationPackages",
    "certificateReferences": "certificates",
    "nodeAgentSKUId": "nodeAgentSkuId",
    "dynamicVNetAssignmentScope": "dynamicVnetAssignmentScope",
    "inboundNATPools": "inboundNatPools",
    "virtualMachineImageId": "id",
}


def _pattern(texts: dict[str, str]) -> re.Pattern[str]:
    """Return a pattern for any of some texts, the longest first."""
    return re.compile(r"(?<![\w$])(?:" + "|".join(map(re.escape, sorted(texts, key=len, reverse=True))) + r")(?!\w)")


def in_terraform(text: str) -> str:
    """Return a message or a fix with what Terraform has instead of a member."""
    return _TERRAFORM.sub(lambda found: _IN_TERRAFORM[found[0]], text)


def in_arm(text: str) -> str:
    """Return a message or a fix with ARM's names of members."""
    return _ARM.sub(lambda found: _IN_ARM[found[0]], text)


_TERRAFORM, _ARM = _pattern(_IN_TERRAFORM), _pattern(_IN_ARM)
