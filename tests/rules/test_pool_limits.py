"""Where the rules about pools begin and end: values just inside and just outside of what they report."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from batchmodels import Finding, Model, PoolAddParameter, PoolPatchParameter, Severity, review
from batchmodels.rules.discovery import RULES
from batchmodels.rules.finding import Replace

NOW = datetime(2026, 12, 1, tzinfo=timezone.utc)
UBUNTU = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
WINDOWS = {
    "imageReference": {"publisher": "microsoftwindowsserver", "offer": "windowsserver", "sku": "2022-datacenter-g2"},
    "nodeAgentSKUId": "batch.node.windows amd64",
}
OWN = {"imageReference": {"virtualMachineImageId": "/subscriptions/0/images/x"}, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}
SUBNET = "/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s"
ADDRESS = "/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/"


def only(rule: str, model: Model, now: datetime = NOW) -> list[Finding]:
    return review(model, ignore=set(RULES) - {rule}, now=now)


def pool(machine: Any = UBUNTU, **members: Any) -> PoolAddParameter:
    document = {"id": "p", "vmSize": "standard_d2s_v3", "virtualMachineConfiguration": machine, **members}
    return PoolAddParameter.deserialize(document)


def found(rule: str, machine: Any = UBUNTU, **members: Any) -> list[str]:
    """The severities of a rule's findings."""
    return [finding.severity.value for finding in only(rule, pool(machine, **members))]


# --- BM001 and BM002


@pytest.mark.parametrize(
    ("agent", "fix"),
    [
        ("batch.node.ubuntu 22.04", "Use batch.node.ubuntu 24.04, or an image with Ubuntu 22.04."),
        ("batch.node.ubuntu 18.04", "Use batch.node.ubuntu 24.04."),
        ("batch.node.debian 12", "Use batch.node.ubuntu 24.04, or an image with Debian 12."),
        ("batch.node.el 9", "Use batch.node.ubuntu 24.04, or an image with Enterprise Linux 9."),
        ("batch.node.windows amd64", "Use batch.node.ubuntu 24.04, or an image with Windows."),
        ("batch.node.suse 15", "Use batch.node.ubuntu 24.04."),
        ("ubuntu 24.04", "Use batch.node.ubuntu 24.04."),
        ("batch.node.ubuntu", "Use batch.node.ubuntu 24.04."),
    ],
)
def test_the_fix_of_a_wrong_agent(agent: str, fix: str) -> None:
    (finding,) = only("BM001", pool({**UBUNTU, "nodeAgentSKUId": agent}))
    assert (finding.fix, finding.edit) == (fix, None)


@pytest.mark.parametrize("agent", ["batch.node.ubuntu24.04", "batch.node.ubuntu-24.04", "batch.node.ubuntu_24.04"])
def test_a_misspelled_agent_has_an_edit(agent: str) -> None:
    (finding,) = only("BM001", pool({**UBUNTU, "nodeAgentSKUId": agent}))
    assert finding.edit == Replace(("virtualMachineConfiguration", "nodeAgentSKUId"), "batch.node.ubuntu 24.04")
    assert finding.fix == "Use batch.node.ubuntu 24.04."


@pytest.mark.parametrize("agent", ["batch.node.ubuntu 24.04", "Batch.Node.Ubuntu  24.04", ""])
def test_an_agent_that_fits(agent: str) -> None:
    assert only("BM001", pool({**UBUNTU, "nodeAgentSKUId": agent})) == []


@pytest.mark.parametrize(
    ("agent", "last", "severity"),
    [
        ("batch.node.ubuntu 18.04", datetime(2024, 12, 31), "error"),
        ("batch.node.debian 10", datetime(2024, 12, 31), "error"),
        ("batch.node.ubuntu 20.04", datetime(2025, 4, 23), "warning"),
        ("batch.node.mariner 2.0", datetime(2025, 7, 30), "warning"),
        ("batch.node.ubuntu 22.04", datetime(2027, 6, 30), "warning"),
    ],
)
def test_the_support_of_an_agent_ends_with_its_last_day(agent: str, last: datetime, severity: str) -> None:
    model = pool({**OWN, "nodeAgentSKUId": agent})
    assert only("BM002", model, last) == []
    (finding,) = only("BM002", model, last + timedelta(days=1))
    assert (finding.severity.value, finding.path) == (severity, "$.virtualMachineConfiguration.nodeAgentSKUId")


@pytest.mark.parametrize(
    ("offer", "sku", "last", "severity"),
    [
        ("windowsserver", "2012-r2-datacenter", datetime(2024, 12, 5), "error"),
        ("windowsserver", "2008-r2-sp1", datetime(2024, 12, 5), "error"),
        ("windowsserver", "2016-datacenter", datetime(2027, 1, 12), "warning"),
    ],
)
def test_the_support_of_an_image_ends_with_its_last_day(offer: str, sku: str, last: datetime, severity: str) -> None:
    image = {"publisher": "microsoftwindowsserver", "offer": offer, "sku": sku}
    model = pool({**WINDOWS, "imageReference": image})
    assert only("BM002", model, last) == []
    (finding,) = only("BM002", model, last + timedelta(days=1))
    assert (finding.severity.value, finding.path) == (severity, "$.virtualMachineConfiguration.imageReference")


@pytest.mark.parametrize("sku", ["2019-Datacenter-with-Containers", "2019-datacenter-core-with-containers-smalldisk-g2"])
def test_an_image_that_microsoft_removed(sku: str) -> None:
    image = {"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer", "sku": sku}
    model = pool({**WINDOWS, "imageReference": image})
    assert only("BM002", model, datetime(2023, 4, 30)) == []
    (finding,) = only("BM002", model, datetime(2023, 5, 1))
    assert str(finding) == (
        "$.virtualMachineConfiguration.imageReference: BM002 warning: Microsoft removed the image "
        f"MicrosoftWindowsServer:WindowsServer:{sku} from the Marketplace on 30 April 2023, so requests to create or enlarge "
        "the pool may fail. Use an image with a container runtime, such as "
        "mirantis:windows_2022_with_mirantis_container_runtime:win_2022_mcr_20_10, or a custom image with one."
    )


@pytest.mark.parametrize("sku", ["2016-datacenter-with-containers", "2019-datacenter", "2022-datacenter-with-containers"])
def test_an_image_that_may_be_in_the_marketplace(sku: str) -> None:
    image = {"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer", "sku": sku}
    assert only("BM002", pool({**WINDOWS, "imageReference": image}), datetime(2026, 1, 1)) == []


def test_an_image_and_its_agent_are_reported_once() -> None:
    image = {"publisher": "canonical", "offer": "ubuntuserver", "sku": "18.04-lts"}
    assert len(only("BM002", pool({"imageReference": image, "nodeAgentSKUId": "batch.node.ubuntu 18.04"}))) == 1
    assert len(only("BM002", pool({"imageReference": image, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}))) == 1


# --- BM003 to BM006


@pytest.mark.parametrize(
    ("size", "edit"),
    [("STANDARD_DS4_v5", "STANDARD_D4s_v5"), ("standard_ds4_v5", "standard_D4s_v5"), ("d4s_v5", "Standard_D4s_v5")],
)
def test_a_size_is_replaced_in_the_spelling_of_the_document(size: str, edit: str) -> None:
    (finding,) = only("BM003", pool(vmSize=size))
    assert finding.edit == Replace(("vmSize",), edit)


def test_a_size_of_cloud_services_is_right_there() -> None:
    document = {"id": "p", "vmSize": "small", "cloudServiceConfiguration": {"osFamily": "6"}}
    assert only("BM003", PoolAddParameter.deserialize(document)) == []


@pytest.mark.parametrize(
    ("size", "slots", "reported"),
    [
        ("Standard_D2s_v3", 8, False),
        ("Standard_D2s_v3", 9, True),
        ("Standard_DS1_v2", 4, False),
        ("Standard_DS1_v2", 5, True),
        ("Standard_E16-4s_v5", 16, False),
        ("Standard_E16-4s_v5", 17, True),
        ("Standard_D64s_v3", 256, False),
        ("Standard_D96s_v5", 257, False),
        ("Standard_D2s_v3", 257, False),
        ("Standard_D2s_v3", 256, True),
        ("unknown", 256, False),
    ],
)
def test_task_slots(size: str, slots: int, reported: bool) -> None:
    assert found("BM005", vmSize=size, taskSlotsPerNode=slots) == ["error"] * reported
    assert found("BM005", vmSize=size, maxTasksPerNode=slots) == ["error"] * reported
    patch = PoolPatchParameter.deserialize({"vmSize": size, "taskSlotsPerNode": slots})
    assert len(only("BM005", patch)) == reported


@pytest.mark.parametrize(
    ("size", "sku", "reported"),
    [
        ("Standard_DC2s_v2", "server-gen1", True),
        ("Standard_DC2s_v2", "server", False),
        ("Standard_DC2s", "server-gen1", False),
        ("Standard_EC4as_v5", "server-gen1", True),
        ("Standard_D4s_v6", "server-gen1", True),
        ("Standard_D4s_v5", "server-gen1", False),
        ("Standard_F4as_v6", "server-gen1", True),
        ("Standard_L8s_v3", "server-gen1", False),
        ("Standard_M208s_v2", "server-gen1", True),
        ("Standard_M64s_v2", "server-gen1", True),
        ("Standard_M64s", "server-gen1", False),
        ("Standard_M24s_v3", "server-gen1", True),
        ("Standard_NC24ads_A100_v4", "server-gen1", True),
        ("Standard_NC24ads_A100_v4", "server", False),
        ("Standard_NC40ads_H100_v5", "server-gen1", True),
        ("Standard_NC8as_T4_v3", "server-gen1", False),
        ("Standard_NC8as_T4_v3", "server", False),
        ("Standard_ND40rs_v2", "server-gen1", True),
        ("Standard_ND96asr_v4", "server-gen1", True),
        ("standard_nd96isr_h100_v5", "server-gen1", True),
        ("Standard_NV36ads_A10_v5", "server-gen1", False),
        ("Standard_NV8ads_V710_v5", "server-gen1", True),
        ("Standard_NG8ads_V620_v1", "server-gen1", False),
        ("Standard_HB176-48rs_v4", "server-gen1", True),
        ("Standard_HB120rs_v3", "server-gen1", False),
        ("Standard_HX176rs", "server-gen1", True),
        ("Standard_FX4mds", "server-gen1", True),
        ("Standard_L8as_v4", "server-gen1", True),
        ("Standard_D4ps_v5", "server", True),
        ("Standard_D4ps_v5", "server-arm64", False),
        ("Standard_NP10s", "server", True),
        ("Standard_NP10s", "server-gen1", False),
        ("Standard_D2_v2", "server", True),
        ("Standard_D2_v2", "server-gen1", False),
        ("Standard_D2", "server", True),
        ("Standard_DS2_v2", "server", False),
        ("Standard_D2_v2_Promo", "server", True),
        ("Standard_D2_v3", "server", False),
        ("Standard_D2s_v3", "server", False),
        ("Standard_A2_v2", "server", True),
        ("Standard_A2m_v2", "server", True),
        ("Standard_F2", "server", True),
        ("Standard_F2s", "server", False),
        ("Standard_F2s_v2", "server", False),
    ],
)
def test_generations_and_processors(size: str, sku: str, reported: bool) -> None:
    machine = {**UBUNTU, "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": sku}}
    assert found("BM006", machine, vmSize=size) == ["error"] * reported


# --- BM007 to BM009


@pytest.mark.parametrize(
    ("dedicated", "spot", "talks", "reported"),
    [
        (1, 1, True, True),
        (1, 0, True, False),
        (0, 1, True, False),
        (1, 1, False, False),
        (1, 1, None, False),
        (100, 0, True, False),
        (101, 0, True, True),
        (0, 101, True, True),
        (101, 0, False, False),
    ],
)
def test_communicating_nodes(dedicated: int, spot: int, talks: bool | None, reported: bool) -> None:
    members = {"targetDedicatedNodes": dedicated, "targetLowPriorityNodes": spot, "enableInterNodeCommunication": talks}
    assert found("BM007", **members) == ["warning"] * reported


@pytest.mark.parametrize(
    ("size", "policy", "reported"),
    [
        ("Standard_HB120rs_v3", "zonal", True),
        ("Standard_HB120rs_v3", "regional", False),
        ("Standard_HB176s_v4", "zonal", False),
        ("Standard_ND96asr_v4", "Zonal", True),
        ("Standard_D4s_v5", "zonal", False),
    ],
)
def test_infiniband_across_zones(size: str, policy: str, reported: bool) -> None:
    machine = {**UBUNTU, "nodePlacementConfiguration": {"policy": policy}}
    assert found("BM007", machine, vmSize=size, enableInterNodeCommunication=True) == ["warning"] * reported


@pytest.mark.parametrize(
    ("size", "spot", "count"),
    [
        ("Standard_D8s_v3", 0, 0),
        ("Standard_D8s_v3", 1, 1),
        ("Standard_D8s_v4", 0, 1),
        ("Standard_D8ds_v4", 0, 0),
        ("Standard_D8as_v4", 0, 0),
        ("Standard_E8-4as_v5", 0, 1),
        ("Standard_E8ads_v5", 0, 0),
        ("Standard_D8s_v5", 2, 2),
        ("unknown", 0, 0),
    ],
)
def test_ephemeral_disks(size: str, spot: int, count: int) -> None:
    machine = {**UBUNTU, "osDisk": {"ephemeralOSDiskSettings": {"placement": "CacheDisk"}}}
    assert found("BM008", machine, vmSize=size, targetLowPriorityNodes=spot) == ["error"] * count
    assert found("BM008", {**UBUNTU, "osDisk": {"diskSizeGB": 64}}, vmSize=size, targetLowPriorityNodes=spot) == []


@pytest.mark.parametrize(
    ("formula", "sets"),
    [
        ("$TargetDedicatedNodes = 2;", (True, False)),
        ("$TargetDedicatedNodes = 0; $TargetLowPriorityNodes=4;", (False, True)),
        ("$TargetDedicated=1;$TargetLowPriorityNodes = $x;", (True, True)),
        ("// $TargetLowPriorityNodes = 4;\n$TargetDedicatedNodes = 1;", (True, False)),
        ("x = $TargetLowPriorityNodes == 4; $TargetDedicatedNodes = x;", (True, False)),
        ("$TargetDedicatedNodes =\n 1 ;\n$TargetLowPriorityNodes = 0 ;", (True, False)),
    ],
)
def test_targets_of_a_formula(formula: str, sets: tuple[bool, bool]) -> None:
    scaling = {"enableAutoScale": True, "autoScaleFormula": formula}
    machine = {**UBUNTU, "osDisk": {"ephemeralOSDiskSettings": {}}}
    _, spot = sets
    assert found("BM007", enableInterNodeCommunication=True, **scaling) == ["warning"] * all(sets)
    assert found("BM008", machine, vmSize="Standard_D8s_v3", **scaling) == ["error"] * spot


@pytest.mark.parametrize(
    ("members", "severities"),
    [
        ({"targetDedicatedNodes": 0}, []),
        ({"targetDedicatedNodes": -1}, ["error"]),
        ({"targetLowPriorityNodes": -1}, ["error"]),
        ({"resizeTimeout": "PT15M"}, []),
        ({"resizeTimeout": "PT15M", "enableAutoScale": True, "autoScaleFormula": "x"}, ["note"]),
        ({"autoScaleEvaluationInterval": "PT15M"}, ["warning"]),
        ({"autoScaleEvaluationInterval": "PT15M", "enableAutoScale": False}, ["warning"]),
        ({"autoScaleEvaluationInterval": "PT15M", "autoScaleFormula": "x"}, []),
        ({"autoScaleEvaluationInterval": "PT15M", "enableAutoScale": True}, []),
    ],
)
def test_settings_without_effect(members: dict[str, Any], severities: list[str]) -> None:
    assert found("BM009", **members) == severities


# --- BM010 to BM013


@pytest.mark.parametrize(
    ("targets", "addresses", "reported"),
    [((100, 100), 1, 0), ((101, 0), 1, 1), ((0, 101), 1, 1), ((200, 200), 2, 0), ((201, 201), 2, 2)],
)
def test_one_address_for_each_100_nodes(targets: tuple[int, int], addresses: int, reported: int) -> None:
    own = {"provision": "userManaged", "ipAddressIds": [f"{ADDRESS}{number}" for number in range(addresses)]}
    network = {"subnetId": SUBNET, "publicIPAddressConfiguration": own}
    dedicated, spot = targets
    assert (
        found("BM011", networkConfiguration=network, targetDedicatedNodes=dedicated, targetLowPriorityNodes=spot)
        == ["warning"] * reported
    )


def test_the_number_of_addresses_that_are_missing() -> None:
    own = {"provision": "userManaged", "ipAddressIds": [f"{ADDRESS}0"]}
    network = {"subnetId": SUBNET, "publicIPAddressConfiguration": own}
    (finding,) = only("BM011", pool(networkConfiguration=network, targetLowPriorityNodes=200))
    assert finding.message == (
        "200 Spot nodes need at least 2 public IP addresses, one for each 100 nodes, but the pool has 1, so it can't reach its "
        "target."
    )
    assert finding.path == "$.networkConfiguration.publicIPAddressConfiguration.ipAddressIds"


@pytest.mark.parametrize(
    ("subnet", "right"),
    [
        (SUBNET, True),
        (SUBNET.upper(), True),
        (f"{SUBNET}/", True),
        (SUBNET.replace("Microsoft.Network", "Microsoft.ClassicNetwork"), True),
        ("", True),
        (SUBNET.replace("/subnets/s", ""), False),
        (f"{SUBNET}/x", False),
        (SUBNET.replace("Microsoft.Network", "Microsoft.Compute"), False),
        ("s", False),
    ],
)
def test_subnet_ids(subnet: str, right: bool) -> None:
    assert found("BM012", networkConfiguration={"subnetId": subnet}) == ["error"] * (not right)


def endpoint(**members: Any) -> dict[str, Any]:
    usual = {"name": "a", "protocol": "tcp", "backendPort": 80, "frontendPortRangeStart": 1000, "frontendPortRangeEnd": 1100}
    return {**usual, **members}


def ports(*endpoints: dict[str, Any]) -> list[str]:
    network = {"endpointConfiguration": {"inboundNATPools": list(endpoints)}}
    return [finding.path.rpartition("].")[2] for finding in only("BM013", pool(networkConfiguration=network))]


@pytest.mark.parametrize(
    ("first", "last", "reported"),
    [
        (1000, 1039, False),
        (1000, 1038, True),
        (49900, 49999, False),
        (49900, 50000, True),
        (55000, 55100, True),
        (55001, 55100, False),
        (40000, 60000, True),
        (1039, 1000, True),
    ],
)
def test_frontend_ports(first: int, last: int, reported: bool) -> None:
    assert ports(endpoint(frontendPortRangeStart=first, frontendPortRangeEnd=last)) == ["frontendPortRangeStart"] * reported


@pytest.mark.parametrize(("first", "reported"), [(1100, True), (1101, False), (950, True), (961, True), (900, False)])
def test_overlapping_ports(first: int, reported: bool) -> None:
    second = endpoint(name="b", backendPort=81, frontendPortRangeStart=first, frontendPortRangeEnd=first + 99)
    assert ports(endpoint(), second) == ["frontendPortRangeStart"] * reported


@pytest.mark.parametrize(("port", "reported"), [(29875, False), (29876, True), (29877, True), (29878, False), (22, False)])
def test_backend_ports(port: int, reported: bool) -> None:
    assert ports(endpoint(backendPort=port)) == ["backendPort"] * reported


def test_rules_of_endpoints() -> None:
    def rules(first: int, count: int) -> list[dict[str, Any]]:
        return [{"priority": first + number, "access": "allow", "sourceAddressPrefix": "*"} for number in range(count)]

    def second(**members: Any) -> dict[str, Any]:
        return endpoint(name="b", backendPort=81, frontendPortRangeStart=2000, frontendPortRangeEnd=2100, **members)

    assert ports(endpoint(networkSecurityGroupRules=rules(150, 25))) == []
    assert ports(endpoint(networkSecurityGroupRules=rules(150, 13)), second(networkSecurityGroupRules=rules(163, 12))) == []
    assert ports(endpoint(networkSecurityGroupRules=rules(150, 2)), second(networkSecurityGroupRules=rules(151, 2))) == [
        "priority"
    ]
    network = {
        "endpointConfiguration": {
            "inboundNATPools": [
                endpoint(networkSecurityGroupRules=rules(150, 13)),
                second(networkSecurityGroupRules=rules(163, 13)),
            ]
        }
    }
    (finding,) = only("BM013", pool(networkConfiguration=network))
    assert finding.message == "the endpoints have 26 rules together, but the service allows at most 25."
    assert finding.severity is Severity.error
