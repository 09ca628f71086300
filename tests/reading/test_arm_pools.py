"""Pools of ARM in the service's own shape, with azure-mgmt-batch's models as the oracle."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from azure.mgmt.batch import models as mgmt
from conftest import WIRE, load, needs_wire

from batchmodels import PoolAddParameter, UnknownValue, documents, review
from batchmodels.documents.arm_pools import ArmPool, from_arm, is_expression
from batchmodels.engine import shapes
from batchmodels.engine.model import Model

THEIRS = mgmt.Pool(
    identity=mgmt.BatchPoolIdentity(type="UserAssigned", user_assigned_identities={"/i": mgmt.UserAssignedIdentities()}),
    properties=mgmt.PoolProperties(
        display_name="Süd",
        vm_size="STANDARD_D4S_V3",
        deployment_configuration=mgmt.DeploymentConfiguration(
            virtual_machine_configuration=mgmt.VirtualMachineConfiguration(
                image_reference=mgmt.ImageReference(id="/subscriptions/0/images/i/versions/1.0.0"),
                node_agent_sku_id="batch.node.ubuntu 22.04",
                windows_configuration=mgmt.WindowsConfiguration(enable_automatic_updates=False),
                data_disks=[
                    mgmt.DataDisk(
                        lun=0,
                        caching="ReadOnly",
                        disk_size_gb=64,
                        managed_disk=mgmt.ManagedDisk(
                            storage_account_type="Premium_LRS",
                            security_profile=mgmt.VMDiskSecurityProfile(
                                security_encryption_type="VMGuestStateOnly",
                                disk_encryption_set=mgmt.DiskEncryptionSetParameters(id="/only-in-arm"),
                            ),
                        ),
                    )
                ],
                license_type="Windows_Server",
                container_configuration=mgmt.ContainerConfiguration(
                    type="DockerCompatible",
                    container_image_names=["contoso.azurecr.io/render:7.3"],
                    container_registries=[mgmt.ContainerRegistry(user_name="puller", password="hunter2", registry_server="r")],
                ),
                disk_encryption_configuration=mgmt.DiskEncryptionConfiguration(targets=["OsDisk", "TemporaryDisk"]),
                node_placement_configuration=mgmt.NodePlacementConfiguration(policy="Zonal"),
                extensions=[
                    mgmt.VMExtension(name="n", publisher="p", type="t", settings={"id": 1}, protected_settings={"k": 2})
                ],
                os_disk=mgmt.OSDisk(
                    ephemeral_os_disk_settings=mgmt.DiffDiskSettings(placement="CacheDisk"), caching="None", disk_size_gb=30
                ),
                security_profile=mgmt.SecurityProfile(
                    security_type="trustedLaunch", uefi_settings=mgmt.UefiSettings(secure_boot_enabled=True, v_tpm_enabled=True)
                ),
                service_artifact_reference=mgmt.ServiceArtifactReference(id="/a"),
            )
        ),
        scale_settings=mgmt.ScaleSettings(
            fixed_scale=mgmt.FixedScaleSettings(
                resize_timeout=datetime.timedelta(minutes=20),
                target_dedicated_nodes=4,
                target_low_priority_nodes=2,
                node_deallocation_option="TaskCompletion",
            )
        ),
        inter_node_communication="Enabled",
        network_configuration=mgmt.NetworkConfiguration(
            subnet_id="/s",
            dynamic_vnet_assignment_scope="none",
            endpoint_configuration=mgmt.PoolEndpointConfiguration(
                inbound_nat_pools=[
                    mgmt.InboundNatPool(
                        name="ssh",
                        protocol="TCP",
                        backend_port=22,
                        frontend_port_range_start=1,
                        frontend_port_range_end=49999,
                        network_security_group_rules=[
                            mgmt.NetworkSecurityGroupRule(priority=150, access="Deny", source_address_prefix="*")
                        ],
                    )
                ]
            ),
            public_ip_address_configuration=mgmt.PublicIPAddressConfiguration(provision="UserManaged", ip_address_ids=["/a"]),
            enable_accelerated_networking=True,
        ),
        task_slots_per_node=4,
        task_scheduling_policy=mgmt.TaskSchedulingPolicy(node_fill_type="Pack"),
        user_accounts=[
            mgmt.UserAccount(
                name="setup",
                password="s3cret",
                elevation_level="Admin",
                linux_user_configuration=mgmt.LinuxUserConfiguration(uid=1000, gid=1000, ssh_private_key="-----BEGIN"),
                windows_user_configuration=mgmt.WindowsUserConfiguration(login_mode="Interactive"),
            )
        ],
        metadata=[mgmt.MetadataItem(name="team", value="Süd")],
        start_task=mgmt.StartTask(
            command_line="/bin/bash -c 'set -e; ./setup.sh'",
            resource_files=[
                mgmt.ResourceFile(http_url="https://contoso.example/setup.sh", file_path="setup.sh", file_mode="0755")
            ],
            environment_settings=[mgmt.EnvironmentSetting(name="A", value="b")],
            user_identity=mgmt.UserIdentity(user_name="setup"),
            max_task_retry_count=3,
            wait_for_success=True,
            container_settings=mgmt.TaskContainerSettings(image_name="i", working_directory="ContainerImageDefault"),
        ),
        application_packages=[mgmt.ApplicationPackageReference(id="/subscriptions/0/applications/renderer", version="7.3")],
        mount_configuration=[
            mgmt.MountConfiguration(
                azure_blob_file_system_configuration=mgmt.AzureBlobFileSystemConfiguration(
                    account_name="contoso", container_name="scenes", relative_mount_path="scenes", sas_key="k"
                )
            ),
            mgmt.MountConfiguration(
                cifs_mount_configuration=mgmt.CIFSMountConfiguration(
                    user_name="u", source="//s", relative_mount_path="cifs", password="p"
                )
            ),
        ],
        upgrade_policy=mgmt.UpgradePolicy(
            mode="automatic",
            rolling_upgrade_policy=mgmt.RollingUpgradePolicy(
                max_batch_instance_percent=20,
                max_unhealthy_instance_percent=20,
                max_unhealthy_upgraded_instance_percent=20,
                pause_time_between_batches="PT5S",
            ),
        ),
    ),
)


def convert(resource: dict[str, Any]) -> ArmPool:
    return from_arm({"name": "account/render", **resource}, ())


def converted(theirs: Any) -> PoolAddParameter:
    pool = convert(theirs.as_dict())
    assert pool.holes == set()
    assert pool.findings == []
    return PoolAddParameter.deserialize(pool.content)


def test_everything_that_azure_mgmt_batch_has() -> None:
    ours = converted(THEIRS)
    assert ours.validate() == []
    theirs = THEIRS.properties
    assert ours.id == "render"
    assert ours.virtual_machine_configuration is not None
    machine = theirs.deployment_configuration.virtual_machine_configuration
    assert ours.virtual_machine_configuration.image_reference.virtual_machine_image_id == machine.image_reference.id
    fixed = theirs.scale_settings.fixed_scale
    assert ours.target_dedicated_nodes == fixed.target_dedicated_nodes
    assert ours.target_low_priority_nodes == fixed.target_low_priority_nodes
    assert ours.resize_timeout == fixed.resize_timeout
    assert ours.enable_auto_scale is None
    assert ours.enable_inter_node_communication is True
    assert ours.application_package_references is not None
    assert [(each.application_id, each.version) for each in ours.application_package_references] == [("renderer", "7.3")]
    compare(ours.virtual_machine_configuration, machine, leave="image_reference")
    for name in ("start_task", "network_configuration", "task_scheduling_policy", "upgrade_policy"):
        compare(getattr(ours, name), getattr(theirs, name))
    for name in ("user_accounts", "metadata", "mount_configuration"):
        for one, other in zip(getattr(ours, name), getattr(theirs, name), strict=True):
            compare(one, other)
    for name in ("display_name", "vm_size", "task_slots_per_node"):
        assert getattr(ours, name) == getattr(theirs, name)


def compare(ours: Model, theirs: Any, leave: str = "") -> None:
    assert ours.additional_properties == {}
    for attribute in ours.__definition__.attributes:
        if attribute.name != leave:
            name = "user_name" if attribute.name == "username" else attribute.name
            compare_values(attribute.shape, getattr(ours, attribute.name), getattr(theirs, name, None))


def compare_values(shape: Any, value: Any, other: Any) -> None:
    if value is None or other is None:
        assert value is other
    elif isinstance(shape, shapes.Nested):
        compare(value, other)
    elif isinstance(shape, shapes.ListOf):
        for one, another in zip(value, other, strict=True):
            compare_values(shape.element, one, another)
    elif isinstance(shape, shapes.Enumeration):
        assert not isinstance(value, UnknownValue)
        assert value.lower() == other.lower()
    elif isinstance(shape, shapes.Duration):
        assert value == (other if isinstance(other, datetime.timedelta) else datetime.timedelta(seconds=5))
    else:
        assert value == other


def test_automatic_scaling() -> None:
    theirs = mgmt.Pool(
        properties=mgmt.PoolProperties(
            vm_size="x",
            scale_settings=mgmt.ScaleSettings(
                auto_scale=mgmt.AutoScaleSettings(formula="$T=1", evaluation_interval=datetime.timedelta(minutes=10))
            ),
            inter_node_communication="Disabled",
        )
    )
    ours = converted(theirs)
    assert (ours.enable_auto_scale, ours.auto_scale_formula) == (True, "$T=1")
    assert ours.auto_scale_evaluation_interval == datetime.timedelta(minutes=10)
    assert ours.enable_inter_node_communication is False


def fields(kind: Any, pattern: str = "") -> dict[str, Any]:
    """The wire keys of all that azure-mgmt-batch's pool can hold, as patterns."""
    kind({})  # its fields are made with the first object
    annotations = {name: str(hint) for base in kind.__mro__ for name, hint in getattr(base, "__annotations__", {}).items()}
    found = {}
    for name, field in kind._attr_to_rest_field.items():
        path = f"{pattern}.{field._rest_name}".lstrip(".")
        hint = annotations[name]
        inner = [getattr(mgmt, each) for each in re.findall(r"_models\.(\w+)", hint) if hasattr(getattr(mgmt, each), "as_dict")]
        found[path] = field
        if inner and "dict[" not in hint and pattern.count(".") < 12 and "utoScaleRun" not in path:
            found |= fields(inner[0], f"{path}.*" if "list[" in hint else path)
    return found


def sample(patterns: list[str]) -> dict[str, Any]:
    """A document that has a member at each of the patterns."""
    document: dict[str, Any] = {}
    for pattern in patterns:
        here: Any = document
        steps = pattern.split(".")
        for index, step in enumerate(steps):
            if step == "*":
                continue
            after = steps[index + 1] if index + 1 < len(steps) else None
            if after is None:
                here.setdefault(step, "x")
            elif after == "*":
                here = here.setdefault(step, [{}])[0] if not isinstance(here.get(step), str) else here
            else:
                here = here.setdefault(step, {})
    return document


def test_no_member_of_theirs_is_unknown() -> None:
    """Each is either one of ours, or known to be ARM's only."""
    mgmt.Pool({})
    all_fields = fields(mgmt.PoolProperties, "properties")
    leaves = [path for path in all_fields if not any(other.startswith(f"{path}.") for other in all_fields)]
    pool = convert(sample([path for path in leaves if not path.startswith("properties.resizeOperationStatus")]))
    assert [finding.message for finding in pool.findings] == [
        "expected Enabled or Disabled as interNodeCommunication, got something else"
    ]
    unknown = []

    def look(model: Any, content: Any, where: str) -> None:
        declared = model.__definition__.by_wire_key
        for key, value in content.items():
            if key not in declared:
                unknown.append(f"{where}.{key}")
                continue
            shape = shapes.innermost(declared[key].shape)
            for element in value if isinstance(value, list) else [value]:
                if isinstance(shape, shapes.Nested) and isinstance(element, dict):
                    look(shape.model, element, f"{where}.{key}")

    look(PoolAddParameter, pool.content, "")
    assert unknown == []


@needs_wire
def test_the_published_members_of_arm_pools() -> None:
    published = load(WIRE / "definitions-arm" / "2024-02-01.json")
    ours = PoolAddParameter.__definition__.by_wire_key
    objects = ("deploymentConfiguration", "resizeOperationStatus", "scaleSettings")
    read_only = {key for key, each in published["PoolProperties"].items() if each.get("readOnly")}
    for key in published["PoolProperties"]:
        pool = convert({"properties": {key: {} if key in objects else "Enabled"}})
        assert pool.findings == []
        assert set(pool.content) <= {"id", *ours}
        assert (len(pool.content) > 1) == (key not in {*objects, *read_only})


def test_certificates_have_two_members_in_one() -> None:
    certificates = [{"id": "/subscriptions/0/certificates/sha1-0a0b0c", "storeName": "My", "visibility": ["StartTask"]}]
    pool = convert({"properties": {"vmSize": "x", "certificates": certificates}})
    assert pool.content["certificateReferences"] == [
        {"thumbprint": "0a0b0c", "thumbprintAlgorithm": "sha1", "storeName": "My", "visibility": ["StartTask"]}
    ]
    assert pool.where(("certificateReferences", 0, "thumbprintAlgorithm")) == ("properties", "certificates", 0, "id")


def test_an_empty_start_task_means_none() -> None:
    assert convert({"properties": {"startTask": {}}}).content == {"id": "render"}


def test_the_start_task_is_not_said_to_be_in_another_dialect() -> None:
    pool = convert({"properties": {"startTask": {"commandLine": "x", "userIdentity": {"userName": "builder"}}}})
    read = PoolAddParameter.deserialize(pool.content)
    assert "BM701" not in {finding.rule for finding in review(read)}


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ((), ("resources", 1)),
        (("id",), ("resources", 1, "name")),
        (("vmSize",), ("resources", 1, "properties", "vmSize")),
        (("metadata", 3, "name"), ("resources", 1, "properties", "metadata", 3, "name")),
        (("targetDedicatedNodes",), ("resources", 1, "properties", "scaleSettings", "fixedScale", "targetDedicatedNodes")),
        (
            ("virtualMachineConfiguration", "nodeAgentSKUId"),
            ("resources", 1, "properties", "deploymentConfiguration", "virtualMachineConfiguration", "nodeAgentSkuId"),
        ),
        (
            ("startTask", "userIdentity", "username"),
            ("resources", 1, "properties", "startTask", "userIdentity", "userName"),
        ),
        (
            ("mountConfiguration", 0, "cifsMountConfiguration", "username"),
            ("resources", 1, "properties", "mountConfiguration", 0, "cifsMountConfiguration", "userName"),
        ),
    ],
)
def test_where_a_member_is_or_would_be(path: Any, origin: Any) -> None:
    assert from_arm({"name": "p", "properties": {"startTask": {"commandLine": "x"}}}, ("resources", 1)).where(path) == origin


class TestExpressions:
    def test_what_they_are(self) -> None:
        assert is_expression("[parameters('size')]")
        for value in ("[[text]", "[text", "text]", "", None, 3, ["x"]):
            assert not is_expression(value)

    def test_they_are_holes(self) -> None:
        pool = convert(
            {
                "name": "[concat(parameters('account'), '/pool')]",
                "properties": {
                    "vmSize": "[parameters('size')]",
                    "deploymentConfiguration": {"virtualMachineConfiguration": {"nodeAgentSkuId": "[variables('agent')]"}},
                    "scaleSettings": {"autoScale": "[variables('scale')]", "fixedScale": {"targetDedicatedNodes": "[x]"}},
                    "interNodeCommunication": "[if(true(), 'Enabled', 'Disabled')]",
                    "startTask": {"commandLine": "[[ -f x ] || true]"},
                },
            }
        )
        assert pool.content == {"virtualMachineConfiguration": {}, "startTask": {"commandLine": "[ -f x ] || true]"}}
        assert pool.holes == {
            ("id",),
            ("vmSize",),
            ("virtualMachineConfiguration", "nodeAgentSKUId"),
            ("enableAutoScale",),
            ("autoScaleFormula",),
            ("autoScaleEvaluationInterval",),
            ("targetDedicatedNodes",),
            ("enableInterNodeCommunication",),
        }

    def test_for_all_properties(self) -> None:
        pool = convert({"properties": "[variables('pool')]"})
        assert {("vmSize",), ("startTask",), ("virtualMachineConfiguration",), ("targetDedicatedNodes",)} <= pool.holes

    def test_in_lists_the_others_move_up(self) -> None:
        files = ["[variables('first')]", {"httpUrl": "u", "filePath": "[parameters('path')]"}, {"httpUrl": "v"}]
        pool = convert({"properties": {"startTask": {"commandLine": "x", "resourceFiles": files}}})
        assert pool.content["startTask"]["resourceFiles"] == [{"httpUrl": "u"}, {"httpUrl": "v"}]
        assert ("startTask", "resourceFiles", 0, "filePath") in pool.holes
        assert pool.where(("startTask", "resourceFiles", 1, "filePath")) == (
            "properties", "startTask", "resourceFiles", 2, "filePath",
        )  # fmt: skip

    def test_copy_loops(self) -> None:
        machine = {"copy": [{"name": "dataDisks", "count": 3, "input": {"lun": "[copyIndex('dataDisks')]"}}]}
        pool = convert(
            {
                "properties": {
                    "copy": [{"name": "applicationPackages", "count": 2, "input": {}}, {"name": "userAccounts"}, {}, 3],
                    "deploymentConfiguration": {"virtualMachineConfiguration": machine},
                }
            }
        )
        assert pool.content == {"id": "render", "virtualMachineConfiguration": {}}
        assert pool.holes == {
            ("applicationPackageReferences",), ("userAccounts",), ("virtualMachineConfiguration", "dataDisks"),
        }  # fmt: skip

    def test_a_pool_without_a_name_has_it_in_the_url(self) -> None:
        assert from_arm({"properties": {"vmSize": "x"}}, ()).holes == {("id",)}


class TestNotices:
    def test_members_of_the_service_that_arm_has_elsewhere(self) -> None:
        pool = convert({"properties": {"vmSize": "x", "targetDedicatedNodes": 3, "virtualMachineConfiguration": {}}})
        assert pool.content == {"id": "render", "vmSize": "x"}
        assert [(finding.steps, finding.message, finding.fix) for finding in pool.findings] == [
            (
                ("properties", "targetDedicatedNodes"),
                "a pool in ARM has no member targetDedicatedNodes here",
                "Write properties.scaleSettings.fixedScale.targetDedicatedNodes.",
            ),
            (
                ("properties", "virtualMachineConfiguration"),
                "a pool in ARM has no member virtualMachineConfiguration here",
                "Write properties.deploymentConfiguration.virtualMachineConfiguration.",
            ),
        ]

    def test_misspelled_members_that_only_arm_has(self) -> None:
        pool = convert({"properties": {"scaleSetings": {}, "scaleSettings": {"fixedScale": {"targetDedicatedNode": 3}}}})
        assert [(finding.message, finding.fix) for finding in pool.findings] == [
            ("a pool in ARM has no member scaleSetings; did you mean scaleSettings?", "Write scaleSettings."),
            (
                "a pool in ARM has no member targetDedicatedNode; did you mean targetDedicatedNodes?",
                "Write targetDedicatedNodes.",
            ),
        ]

    def test_wrong_values(self) -> None:
        pool = convert({"properties": {"interNodeCommunication": True, "scaleSettings": 3, "deploymentConfiguration": None}})
        assert [(finding.message, finding.fix) for finding in pool.findings] == [
            (
                "expected Enabled or Disabled as interNodeCommunication, got something else",
                "Write Enabled or Disabled as interNodeCommunication.",
            ),
            ("expected an object as scaleSettings, got something else", "Write an object as scaleSettings."),
        ]

    def test_unknown_members_are_kept_or_left_out(self) -> None:
        pool = convert({"tags": {}, "properties": {"future": 1, "scaleSettings": {"future": 2}, "null": None}})
        assert pool.content == {"id": "render", "future": 1, "null": None}
        assert convert({"properties": {"interNodeCommunication": None}}).content["enableInterNodeCommunication"] is None
        assert pool.findings == []


def test_a_great_many_members() -> None:
    pool = convert({"properties": {"scaleSettings": {f"targetDedicatedNode{n}": n for n in range(20_000)}}})
    assert pool.content == {"id": "render"}


def test_deep_and_odd_documents() -> None:
    deep: Any = "x"
    for _ in range(190):
        deep = [{"a": deep}] if _ % 2 else {"b": deep}
    pool = convert({"properties": {"startTask": deep, "a.b": 1, "scaleSettings.fixedScale": 2, "": 3, "x" * 200: 4}})
    assert pool.content["a.b"] == 1
    assert from_arm({"name": 5, "properties": []}, ()).content == {"id": 5}


def test_an_answer_of_arm_has_notes_about_what_a_request_is_refused_for() -> None:
    cloud = {"cloudServiceConfiguration": {"osFamily": "5", "osVersion": "*"}}
    pool = {
        "name": "p",
        "type": "Microsoft.Batch/batchAccounts/pools",
        "properties": {"vmSize": "s", "deploymentConfiguration": cloud},
    }

    def severities(**properties: str) -> list[str]:
        content = {**pool, "properties": {**pool["properties"], **properties}}
        found = documents.check(documents.read_text(json.dumps(content), "x.json"))
        return [each.severity.value for each in found if each.rule == "BM027"]

    assert severities() == ["error"]
    assert severities(provisioningState="Succeeded", allocationState="Steady") == ["note"]


def said(properties: dict[str, Any], version: str = "2024-02-01") -> list[str]:
    resource = {"type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": version, "name": "a/p", "properties": properties}
    found = documents.check(documents.read_text(json.dumps(resource), "x.json"))
    return [f"{each.path}: {each.severity.value} {each.rule}: {each.message} {each.fix}".rstrip() for each in found]


MACHINE = {
    "nodeAgentSkuId": "batch.node.ubuntu 22.04",
    "imageReference": {"publisher": "microsoft-dsvm", "offer": "ubuntu-hpc", "sku": "2204"},
}
SOUND = {"vmSize": "standard_d2s_v3", "deploymentConfiguration": {"virtualMachineConfiguration": MACHINE}}


def test_the_old_name_of_task_slots() -> None:
    old = {**SOUND, "maxTasksPerNode": 1}
    text = (
        "$.properties.maxTasksPerNode: warning BM703: API version 2024-02-01 has taskSlotsPerNode instead of maxTasksPerNode, "
        "so the service refuses or ignores maxTasksPerNode."
    )
    assert said(old) == [f"{text} Use taskSlotsPerNode."]
    assert said({**old, "taskSlotsPerNode": 1}) == [f"{text} Remove maxTasksPerNode."]
    assert said(old, "2020-09-01") == said(old, "[parameters('version')]") == said(SOUND) == []


def test_the_names_of_arm_in_messages_and_fixes() -> None:
    scale = {"fixedScale": {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 1}}
    (text,) = said({**SOUND, "interNodeCommunication": "Enabled", "scaleSettings": scale})
    assert text.endswith("or remove interNodeCommunication if tasks don't span several nodes.")
    machine = {"imageReference": MACHINE["imageReference"], "quux": 1}
    missing, unknown = said({"vmSize": "standard_d2s_v3", "deploymentConfiguration": {"virtualMachineConfiguration": machine}})
    assert missing.endswith(" error refused/required: expected str, but nodeAgentSkuId is missing")
    assert "or use one of imageReference, nodeAgentSkuId, windowsConfiguration, " in unknown
    (text,) = said({**SOUND, "quux": 1})
    assert text.endswith(
        "Remove quux, or use one of displayName, deploymentConfiguration, scaleSettings, interNodeCommunication, "
        "networkConfiguration, startTask, certificates, applicationPackages, applicationLicenses, taskSlotsPerNode, "
        "taskSchedulingPolicy, userAccounts or another member."
    )
