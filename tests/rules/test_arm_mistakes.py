"""Mistakes that only a document of ARM can have: identities, names, places, parameters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from batchmodels.cli.main import cli
from batchmodels.documents.checking import check_data

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
HOME = "/subscriptions/1/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
MACHINE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
    "nodeAgentSkuId": "batch.node.ubuntu 24.04",
}
PROPERTIES = {
    "vmSize": "standard_d2s_v3",
    "deploymentConfiguration": {"virtualMachineConfiguration": MACHINE},
    "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1}},
}


def pool(properties: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """Return a pool's resource; a member that is None is missing."""
    whole = {"type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2024-07-01", "name": "account/pool"}
    found = {**whole, "properties": {**PROPERTIES, **(properties or {})}, **members}
    return {key: value for key, value in found.items() if value is not None}


def template(*resources: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", **members, "resources": list(resources)}


def found(content: Any, name: str = "x.json") -> list[tuple[str, str, str]]:
    """Return the place, the rule and the text of each diagnostic that isn't a note."""
    text = content if isinstance(content, str) else json.dumps(content)
    diagnostics = check_data(name, text.encode())
    return [
        (each.path, f"{each.severity.name} {each.rule}", f"{each.message} {each.fix}".strip())
        for each in diagnostics
        if each.severity.name != "note"
    ]


# --- identities


def downloads(identity: Any = None, reference: str = f"{HOME}/one", **members: Any) -> dict[str, Any]:
    file = {"httpUrl": "https://media.blob.core.windows.net/tools/x", "filePath": "x"}
    files = [{**file, "identityReference": {"resourceId": reference}}]
    task = {"commandLine": "/bin/true", "waitForSuccess": True, "maxTaskRetryCount": 1, "resourceFiles": files}
    return pool({"startTask": task}, identity=identity, **members)


def attached(*identities: str) -> dict[str, Any]:
    return {"type": "UserAssigned", "userAssignedIdentities": {each: {} for each in identities}}


REFERENCE = "$.resources[0].properties.startTask.resourceFiles[0].identityReference"
MISSING = (
    f"{REFERENCE}.resourceId",
    "error BM802",
    (
        "the identity 'one' isn't attached to the pool, so no node can get a token for it. Attach it to the pool through ARM "
        "(identity.userAssignedIdentities), or use an identity that the pool has."
    ),
)
FIX = (
    'Attach the identity in ARM: write "identity": {"type": "UserAssigned", "userAssignedIdentities": '
    '{"/subscriptions/…": {}}} next to properties.'
)


@pytest.mark.parametrize("identity", [attached(f"{HOME}/two"), attached(), {"type": "None"}])
def test_an_identity_that_the_resource_lacks(identity: Any) -> None:
    assert found(template(downloads(identity))) == [MISSING]


def test_an_identity_of_a_parameter() -> None:
    parameters = {"id": {"type": "string", "defaultValue": f"{HOME}/two"}}
    resource = downloads(attached("[parameters('id')]"))
    assert found(template(resource, parameters=parameters)) == [MISSING]
    resource = downloads(attached("[parameters('id')]"), "[parameters('id')]")
    assert found(template(resource, parameters=parameters)) == []


def test_a_resource_without_an_identity() -> None:
    message = "the definition of the pool has no identity, so no node of a pool that it creates can get a token"
    assert found(template(downloads())) == [(f"{REFERENCE}.resourceId", "warning BM802", f"{message} for 'one'. {FIX}")]
    unknown = "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'one')]"
    assert found(template(downloads(reference=unknown))) == [(REFERENCE, "warning BM802", f"{message}. {FIX}")]


@pytest.mark.parametrize(
    "content",
    [
        template(downloads(attached(f"{HOME}/ONE"))),
        template(downloads(attached(f"{HOME}/two", f"{HOME}/one"))),
        template(downloads(attached("[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'two')]"))),
        template(downloads("[parameters('identity')]"), parameters={"identity": {"type": "object"}}),
        template(downloads(attached(f"{HOME}/two"), "[parameters('id')]"), parameters={"id": {"type": "string"}}),
        template(downloads(Identity=attached(f"{HOME}/one"))),
        {"properties": {"startTask": downloads()["properties"]["startTask"]}},  # a change keeps the identities
    ],
)
def test_identities_that_may_be_there(content: Any) -> None:
    assert [each for each in found(content) if each[1].endswith("BM802")] == []


def test_an_answer_without_an_identity_may_leave_it_out() -> None:
    answer = downloads(name="pool")
    answer["properties"] |= {"provisioningState": "Succeeded", "allocationState": "Steady"}
    assert [each for each in found(answer) if each[1].endswith("BM802")] == []


def test_the_form_of_an_identity() -> None:
    listed = {"type": "UserAssigned", "userAssignedIdentities": [f"{HOME}/one"]}
    assert found(template(downloads(listed))) == [
        (
            "$.resources[0].identity.userAssignedIdentities",
            "error document/resource",
            (
                "expected an object as userAssignedIdentities, got an array "
                'Write an object that has the resource ids as its keys: {"/subscriptions/…/NAME": {}}.'
            ),
        )
    ]
    assert found(template(pool(identity={"type": "SystemAssigned"}))) == [
        (
            "$.resources[0].identity.type",
            "error document/resource",
            "expected UserAssigned or None as the type of a pool's identity, got 'SystemAssigned' Write UserAssigned.",
        )
    ]
    assert found(template(pool(identity={"type": "none"}))) == []


TERRAFORM = """
resource "azurerm_batch_pool" "p" {
  name              = "p"
  vm_size           = "standard_d2s_v3"
  node_agent_sku_id = "batch.node.ubuntu 24.04"
  fixed_scale { target_dedicated_nodes = 1 }
  storage_image_reference {
    publisher = "canonical"
    offer     = "ubuntu-24_04-lts"
    sku       = "server"
    version   = "latest"
  }
  %s
  start_task {
    command_line       = "/bin/true"
    wait_for_success   = true
    task_retry_maximum = 1
    user_identity {
      auto_user {
        scope           = "Pool"
        elevation_level = "NonAdmin"
      }
    }
    resource_file {
      http_url                  = "https://media.blob.core.windows.net/tools/x"
      file_path                 = "x"
      user_assigned_identity_id = "HOME/one"
    }
  }
}
"""


def test_identities_of_terraform() -> None:
    block = 'identity {\n type = "UserAssigned"\n identity_ids = [%s]\n }'
    text = (TERRAFORM % block % '"HOME/two"').replace("HOME", HOME)
    assert found(text, "x.tf") == [
        (
            "azurerm_batch_pool.p.start_task[0].resource_file[0].user_assigned_identity_id",
            "error BM802",
            (
                "the identity 'one' isn't attached to the pool, so no node can get a token for it. Attach it to the pool with "
                "identity_ids in an identity block, or use an identity that the pool has."
            ),
        )
    ]
    for good in (block % '"HOME/one"', block % '"HOME/two", azurerm_user_assigned_identity.x.id', ""):
        assert found((TERRAFORM % good).replace("HOME", HOME), "x.tf") == []


# --- members in the wrong place


@pytest.mark.parametrize(
    ("key", "severity", "fix"),
    [
        ("identity", "error", "Move identity out of properties, next to it."),
        ("tags", "warning", "Move tags out of properties, next to it."),
        ("dependsOn", "warning", "Move dependsOn out of properties, next to it."),
        ("type", "warning", "Remove it: the resource has it already, next to properties."),
        ("apiVersion", "warning", "Remove it: the resource has it already, next to properties."),
        ("location", "warning", "Remove it."),
        ("id", "error", "Remove it: the name of the resource, next to properties, is the id of the pool."),
        ("eTag", "error", "Remove it: only the service sets it."),
        ("fixedScale", "error", "Write properties.scaleSettings.fixedScale."),
        ("formula", "error", "Write properties.scaleSettings.autoScale.formula."),
        ("targetDedicatedNodes", "error", "Write properties.scaleSettings.fixedScale.targetDedicatedNodes."),
    ],
)
def test_a_member_in_properties(key: str, severity: str, fix: str) -> None:
    message = f"a pool in ARM has no member {key} here {fix}"
    assert found(template(pool({key: {}}))) == [(f"$.resources[0].properties.{key}", f"{severity} document/arm", message)]


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("vmSize", "Move vmSize into properties."),
        ("startTask", "Move startTask into properties."),
        ("scaleSettings", "Move scaleSettings into properties."),
        ("userAccounts", "Move userAccounts into properties."),
        ("targetDedicatedNodes", "Write properties.scaleSettings.fixedScale.targetDedicatedNodes."),
        ("virtualMachineConfiguration", "Write properties.deploymentConfiguration.virtualMachineConfiguration."),
    ],
)
def test_a_member_next_to_properties(key: str, fix: str) -> None:
    message = f"a pool in ARM has no member {key} here {fix}"
    assert found(template(pool(**{key: {}}))) == [(f"$.resources[0].{key}", "error document/resource", message)]


def test_members_of_a_resource() -> None:
    others = {"dependsOn": [], "condition": True, "comments": "x", "tags": {}, "metadata": {}, "scope": "x", "location": "here"}
    assert found(template(pool(**others))) == []
    nested = {"future": {"name": "x", "location": "x", "tags": {}}}
    assert [each for each in found(template(pool(nested))) if "document/" in each[1]] == []


# --- the types of parameters


def scaled(nodes: Any, wait: Any = None, **members: Any) -> list[tuple[str, str]]:
    """Return the places and the texts about a template with a number of nodes."""
    task = {"commandLine": "/bin/true", "maxTaskRetryCount": 1, "waitForSuccess": True if wait is None else wait}
    resource = pool({"scaleSettings": {"fixedScale": {"targetDedicatedNodes": nodes}}, "startTask": task})
    return [(place, text) for place, _, text in found(template(resource, **members))]


NODES = "$.resources[0].properties.scaleSettings.fixedScale.targetDedicatedNodes"
WAIT = "$.resources[0].properties.startTask.waitForSuccess"


def test_the_fix_names_the_type_of_the_parameter() -> None:
    parameters = {"nodes": {"type": "string", "defaultValue": "2"}, "wait": {"type": "string", "defaultValue": "True"}}
    assert scaled(
        "[parameters('nodes')]", "[variables('wait')]", parameters=parameters, variables={"wait": "[parameters('wait')]"}
    ) == [
        (NODES, "expected int, got str '2' Give the parameter nodes the type int, and write its value without quotes."),
        (WAIT, "expected bool, got str 'True' Give the parameter wait the type bool, and write its value without quotes."),
    ]


def test_the_fix_names_the_variable_or_the_function() -> None:
    assert scaled("[variables('nodes')]", variables={"nodes": "2"}) == [
        (NODES, "expected int, got str '2' Write the value of the variable nodes without quotes.")
    ]
    assert scaled("[concat('1', '2')]", "[toLower('TRUE')]") == [
        (NODES, "expected int, got str '12' Put int(...) around the expression, within the brackets."),
        (WAIT, "expected bool, got str 'true' Put bool(...) around the expression, within the brackets."),
    ]
    assert scaled("[int(concat('1', '2'))]", "[bool(toLower('TRUE'))]") == []
    assert scaled("2") == [(NODES, "expected int, got str '2' Write it without quotes: 2.")]


def test_an_expression_is_not_replaced_by_its_value() -> None:
    resource = pool({"scaleSettings": {"fixedScale": {"targetDedicatedNodes": "[concat('1', '2')]"}}})
    [diagnostic] = check_data("x.json", json.dumps(template(resource)).encode())
    assert diagnostic.edit is None


def test_a_text_from_a_number() -> None:
    resource = pool({"displayName": "[parameters('count')]"})
    parameters = {"count": {"type": "int", "defaultValue": 2}}
    assert [text for _, _, text in found(template(resource, parameters=parameters))] == [
        "expected str, got int 2 Put string(...) around the expression, within the brackets."
    ]
    resource = pool({"displayName": "[string(parameters('count'))]"})
    assert found(template(resource, parameters=parameters)) == []


@pytest.mark.parametrize(
    ("kind", "value", "expected", "fix"),
    [
        ("bool", "yes", "true or false as the parameter x, got 'yes'", "Give x true or false."),
        ("bool", "true", "true or false as the parameter x, got 'true'", "Write it without quotes: true."),
        ("int", "2", "an integer as the parameter x, got '2'", "Write it without quotes: 2."),
        ("Int", True, "an integer as the parameter x, got true", "Give x an integer."),
        ("int", 2.5, "an integer as the parameter x, got 2.5", "Give x an integer."),
        ("string", 2, "a string as the parameter x, got 2", 'Write it in quotes: "2".'),
        ("string", {}, "a string as the parameter x, got an object", "Give x a string."),
        ("object", [], "an object as the parameter x, got an array", "Give x an object."),
        ("array", "a", "an array as the parameter x, got 'a'", "Give x an array."),
    ],
)
def test_a_default_of_another_type(kind: str, value: Any, expected: str, fix: str) -> None:
    parameters = {"x": {"type": kind, "defaultValue": value}}
    message = f"expected {expected}, so the deployment is refused {fix}"
    assert found(template(pool(), parameters=parameters)) == [
        ("$.parameters.x.defaultValue", "error document/parameter", message)
    ]


def test_a_secret_of_another_type_is_not_shown() -> None:
    parameters = {"password": {"type": "string", "defaultValue": 271828}}
    assert [text for _, _, text in found(template(pool(), parameters=parameters))] == [
        "expected a string as the parameter password, got another type, so the deployment is refused Give password a string."
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bool", False),
        ("int", 2),
        ("int", 2.0),
        ("int", "[length(variables('list'))]"),
        ("string", "2"),
        ("string", "[resourceGroup().location]"),
        ("string", None),
        ("secureString", ""),
        ("object", {}),
        ("secureObject", {}),
        ("array", []),
        ("future", 1),
    ],
)
def test_a_default_of_its_type(kind: str, value: Any) -> None:
    parameters = {"x": {"type": kind, "defaultValue": value}}
    assert found(template(pool(), parameters=parameters, variables={"list": [1]})) == []


# --- names, versions, functions


BOTH = "Write both with one slash between them: account/pool."


def named(name: Any, **members: Any) -> list[tuple[str, str]]:
    return [(place, text) for place, _, text in found(template(pool(name=name), **members))]


@pytest.mark.parametrize("name", ["pool", "account/pool/x", "a/b/c/d"])
def test_a_name_without_the_account(name: str) -> None:
    message = f"expected the names of the account and the pool, got '{name}', so the deployment is refused {BOTH}"
    assert named(name) == [("$.resources[0].name", message)]
    assert named("[variables('name')]", variables={"name": name}) == [("$.resources[0].name", message)]


@pytest.mark.parametrize(
    "name",
    [
        "account/pool",
        "[concat(parameters('account'), '/pool')]",
        "[parameters('account')]",
        "[format('{0}/{1}', parameters('account'), 'pool')]",
        "${name}",
        "{{name}}",
        "__name__",
        "<name>",
    ],
)
def test_a_name_with_the_account(name: str) -> None:
    resource = template(pool(name=name), parameters={"account": {"type": "string"}})
    assert [each for each in found(resource) if each[1].endswith("resource")] == []


def in_account(**members: Any) -> dict[str, Any]:
    account = {"type": "Microsoft.Batch/batchAccounts", "apiVersion": "2024-07-01", "name": "account", "location": "x"}
    return {**account, "resources": [pool(**members)]}


def test_the_name_of_a_pool_within_its_account() -> None:
    assert found(template(in_account(type="pools", name="pool"))) == []
    assert found(template(in_account(type="pools", name="account/pool"))) == [
        (
            "$.resources[0].resources[0].name",
            "error document/resource",
            (
                "expected the name of the pool alone within its account, got 'account/pool', so the deployment is refused "
                "Write the last part of it."
            ),
        )
    ]


def test_a_resource_without_a_version() -> None:
    finding = (
        "error document/resource",
        'a resource of a template needs an apiVersion Add "apiVersion": "2024-07-01", for example.',
    )
    assert found(template(pool(apiVersion=None))) == [("$.resources[0]", *finding)]
    assert found(template(in_account(type="pools", name="pool", apiVersion=None))) == [
        ("$.resources[0].resources[0]", *finding)
    ]
    assert found(template(pool(apiVersion=None), apiProfile="2018-06-01-hybrid")) == []
    assert found(template(pool(apiVersion=None, APIVersion="2024-07-01"))) == []


def test_a_pool_with_a_wrong_name_can_be_converted() -> None:
    text = json.dumps(template(pool(name="pool", apiVersion=None)))
    done = CliRunner().invoke(cli, ["convert", "-", "--to", "data"], input=text)
    assert (done.exit_code, json.loads(done.stdout)["id"]) == (0, "pool")


def test_a_request_has_the_name_and_the_version_in_its_address() -> None:
    assert found(pool(apiVersion=None, name="pool")) == []
    assert found(pool(apiVersion=None, name=None)) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("parameter('size')", "parameters"),
        ("variable('size')", "variables"),
        ("concatt('a', 'b')", "concat"),
        ("resourceGroups().name", "resourceGroup"),
    ],
)
def test_a_misspelled_function(written: str, meant: str) -> None:
    parameters = {"size": {"type": "string", "defaultValue": "standard_d2s_v3"}}
    name = written.partition("(")[0]
    assert found(template(pool({"vmSize": f"[{written}]"}), parameters=parameters)) == [
        (
            "$.resources[0].properties.vmSize",
            "error document/expression",
            (
                f"no deployment can evaluate this expression: there is no function {name}; did you mean {meant}? "
                "Correct the expression."
            ),
        )
    ]


@pytest.mark.parametrize(
    "written", ["references('x')", "listKeyz('x')", "contoso.parameter('x')", "future('x')", "indexFromEnd(1)"]
)
def test_functions_that_may_exist(written: str) -> None:
    assert found(template(pool({"vmSize": f"[{written}]"}))) == []


# --- the words of ARM


def texts(properties: dict[str, Any]) -> list[str]:
    return [text for _, _, text in found(template(pool(properties)))]


def test_two_scales() -> None:
    formula = {"formula": "$TargetDedicatedNodes = 1;"}
    assert texts({"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1}, "autoScale": formula}}) == [
        "expected either fixedScale or autoScale in scaleSettings, got both Remove one of them."
    ]
    assert texts({"scaleSettings": {"autoScale": {}}}) == [
        "expected formula in autoScale, but formula is missing Add formula, or use fixedScale instead of autoScale."
    ]


def test_unknown_members_of_a_pool() -> None:
    start = "a pool in ARM has no known member"
    end = "the service refuses or ignores it."
    assert texts({"nodeAgentSKUId": "x"}) == [
        (
            f"{start} nodeAgentSkuId: {end} It is a member of VirtualMachineConfiguration. "
            "Move nodeAgentSkuId to properties.deploymentConfiguration.virtualMachineConfiguration."
        )
    ]
    assert texts({"commandLine": "x"}) == [
        f"{start} commandLine: {end} It is a member of StartTask. Move commandLine to properties.startTask."
    ]
    assert texts({"scale": {}}) == [f"{start} scale: {end} Remove scale, or use scaleSettings."]


def test_unknown_members_within_a_pool() -> None:
    start = "VirtualMachineConfiguration has no known member"
    end = "the service refuses or ignores it."
    machine = {"deploymentConfiguration": {"virtualMachineConfiguration": {**MACHINE, "vmSize": "x"}}}
    assert texts(machine) == [f"{start} vmSize: {end} It is a member of the pool. Move vmSize to properties."]
    machine = {"deploymentConfiguration": {"virtualMachineConfiguration": {**MACHINE, "targetDedicatedNodes": 1}}}
    assert texts(machine) == [
        (
            f"{start} targetDedicatedNodes: {end} It is a member of the pool. "
            "Move targetDedicatedNodes to properties.scaleSettings.fixedScale."
        )
    ]
    machine = {"deploymentConfiguration": {"virtualMachineConfiguration": {**MACHINE, "offer": "x"}}}
    assert texts(machine) == [f"{start} offer: {end} It is a member of ImageReference. Move offer to imageReference."]


@pytest.mark.parametrize(
    ("value", "severity"), [("2", "warning"), ("-1", "warning"), ("two", "error"), ("2.5", "error"), ([], "error")]
)
def test_a_text_that_arm_may_convert(value: Any, severity: str) -> None:
    ((path, rule, _),) = found(template(pool({"taskSlotsPerNode": value})))
    assert (path, rule) == ("$.resources[0].properties.taskSlotsPerNode", f"{severity} refused/type")


@pytest.mark.parametrize(("value", "severity"), [("true", "warning"), ("False", "warning"), ("yes", "error")])
def test_a_boolean_that_arm_may_convert(value: str, severity: str) -> None:
    start = {"startTask": {"commandLine": "/bin/true", "waitForSuccess": value}}
    ((_, rule, _),) = [each for each in found(template(pool(start))) if "refused" in each[1]]
    assert rule == f"{severity} refused/type"
