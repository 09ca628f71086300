"""ARM templates converted: resource ids, keys that are expressions, limits of parameters, names of pools and accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

GROUP = "/subscriptions/0/resourceGroups/media"
ACCOUNT = f"{GROUP}/providers/Microsoft.Batch/batchAccounts/contoso"
IDENTITY = "/subscriptions/0/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
APPLICATIONS = "Microsoft.Batch/batchAccounts/applications"
NAME = "[concat(parameters('accountName'), '/encoders')]"


def template(properties: Any = None, *, parameters: Any = None, variables: Any = None, **resource: Any) -> dict[str, Any]:
    pool = {
        "type": "Microsoft.Batch/batchAccounts/pools",
        "apiVersion": "2024-07-01",
        "name": NAME,
        "properties": {"vmSize": "standard_d2s_v3", **(properties or {})},
        **resource,
    }
    declared = {"accountName": {"type": "string", "defaultValue": "contoso"}, **(parameters or {})}
    return {"$schema": SCHEMA, "parameters": declared, "variables": variables or {}, "resources": [pool]}


def run(document: Any, *arguments: str, command: str = "convert") -> Result:
    text = document if isinstance(document, str) else json.dumps(document)
    return CliRunner().invoke(cli, [command, "-", *arguments], input=text)


def notes(done: Result) -> list[str]:
    return [line.removeprefix("batchmodels: <stdin>:").partition(": ")[2] for line in done.stderr.splitlines()]


PACKAGES = template(
    {
        "applicationPackages": [
            {"id": f"[resourceId('{APPLICATIONS}', parameters('accountName'), 'ffmpeg')]", "version": "7"},
            {"id": "[variables('tool')]"},
        ]
    },
    variables={"tool": f"[resourceId('{APPLICATIONS}', parameters('accountName'), 'tool')]"},
)


@pytest.mark.parametrize("account", [(), ("--account", ACCOUNT)])
def test_applications_by_resource_id(account: tuple[str, ...]) -> None:
    data = run(PACKAGES, "--to", "data", *account)
    assert (data.exit_code, data.stderr) == (0, "")
    start = f"{ACCOUNT}/applications/" if account else ""
    assert json.loads(data.stdout)["applicationPackageReferences"] == [
        {"applicationId": f"{start}ffmpeg", "version": "7"},
        {"applicationId": f"{start}tool"},
    ]
    bicep = run(PACKAGES, "--to", "bicep", *account)
    assert (bicep.exit_code, bicep.stderr) == (0, "")
    assert "id: '${account.id}/applications/ffmpeg'" in bicep.stdout
    assert "id: '${account.id}/applications/tool'" in bicep.stdout
    arm = run(PACKAGES, "--to", "arm", *account)
    assert json.loads(arm.stdout)["properties"]["applicationPackages"][1] == {"id": f"{start}tool"}
    incomplete = (
        "not deployable as it is: ARM needs the resource id of the application; pass the account's, as account or --account"
    )
    assert [note.partition("note: ")[2] for note in notes(arm)] == ([] if account else [incomplete, incomplete])


def test_an_application_is_known_to_a_check() -> None:
    done = run(PACKAGES, command="check")
    assert "Not judged" not in done.output


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("resourceId('A.B/c/e', 'd', 'f')", f"{GROUP}/providers/A.B/c/d/e/f"),
        ("resourceId('net', 'A.B/c', 'd')", "/subscriptions/0/resourceGroups/net/providers/A.B/c/d"),
        ("concat(resourceId('A.B/c', 'd'), '/e')", f"{GROUP}/providers/A.B/c/d/e"),
        ("subscriptionResourceId('A.B/c', 'd')", "/subscriptions/0/providers/A.B/c/d"),
        ("concat(subscription().id, resourceGroup().name)", "/subscriptions/0media"),
        ("format('{0}/x', resourceGroup().id)", f"{GROUP}/x"),
    ],
)  # fmt: skip
def test_the_account_has_the_subscription_and_the_group(expression: str, value: str) -> None:
    document = template({"networkConfiguration": {"subnetId": f"[{expression}]"}})
    done = run(document, "--to", "data", "--account", ACCOUNT)
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["networkConfiguration"] == {"subnetId": value}
    refused = run(document, "--to", "data")
    assert refused.exit_code == 1
    assert notes(refused)[0].endswith("; pass the resource id of the account as --account, or write the value in the file.")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("resourceId('1', 'net', 'A.B/c', 'd')", "/subscriptions/1/resourceGroups/net/providers/A.B/c/d"),
        ("subscriptionResourceId('1', 'A.B/c', 'd')", "/subscriptions/1/providers/A.B/c/d"),
        ("tenantResourceId('A.B/c', 'd')", "/providers/A.B/c/d"),
        ("extensionResourceId('/x', 'A.B/c', 'd')", "/x/providers/A.B/c/d"),
    ],
)
def test_complete_resource_ids_need_no_account(expression: str, value: str) -> None:
    done = run(template({"networkConfiguration": {"subnetId": f"[{expression}]"}}), "--to", "data")
    assert json.loads(done.stdout)["networkConfiguration"] == {"subnetId": value}


def test_a_function_of_the_template_knows_the_account() -> None:
    output = {"type": "string", "value": "[resourceId('A.B/c', 'd')]"}
    document = template({"networkConfiguration": {"subnetId": "[contoso.subnet()]"}})
    document["functions"] = [{"namespace": "contoso", "members": {"subnet": {"parameters": [], "output": output}}}]
    done = run(document, "--to", "data", "--account", ACCOUNT)
    assert json.loads(done.stdout)["networkConfiguration"] == {"subnetId": f"{GROUP}/providers/A.B/c/d"}


def test_a_part_of_an_unknown_resource_id_is_not_known() -> None:
    identifier = f"[concat(resourceId('{APPLICATIONS}', 'contoso', 'a'), '/versions/1')]"
    done = run(template({"applicationPackages": [{"id": identifier}]}), "--to", "data")
    assert (done.exit_code, done.stdout) == (1, "")
    location = run(template(tags={"at": "[resourceGroup().location]"}), "--to", "arm", "--account", ACCOUNT)
    assert notes(location) == [
        (
            "$.resources[0].tags.at: this value is known only at deployment (resourceGroup().location is known only at "
            "deployment); write the value in the file."
        )
    ]


def test_a_nested_deployment_to_another_group() -> None:
    inner = template(
        {"networkConfiguration": {"subnetId": "[parameters('subnet')]"}}, parameters={"subnet": {"type": "string"}}
    )
    inner["resources"][0]["properties"]["displayName"] = "[resourceGroup().name]"
    subnet = {"subnet": {"value": "[resourceId('A.B/c', 'd')]"}}
    nested = {
        "type": "Microsoft.Resources/deployments",
        "resourceGroup": "media",
        "properties": {
            "expressionEvaluationOptions": {"scope": "inner"},
            "template": inner,
            "parameters": {**subnet, "accountName": {"value": "contoso"}},
        },
    }
    document = {"$schema": SCHEMA, "resources": [nested]}
    done = run(document, "--to", "data", "--account", ACCOUNT)
    assert (done.exit_code, len(notes(done))) == (1, 1)
    assert "subnetId: this value is known only at deployment (resourceId is known only at deployment)" in done.stderr
    del nested["resourceGroup"]
    known = json.loads(run(document, "--to", "data", "--account", ACCOUNT).stdout)
    assert known["networkConfiguration"] == {"subnetId": f"{GROUP}/providers/A.B/c/d"}
    assert known["displayName"] == "media"


def with_identities(*keys: str) -> dict[str, Any]:
    identity = {"type": "UserAssigned", "userAssignedIdentities": {key: {} for key in keys}}
    return template(
        parameters={"uami": {"type": "string", "defaultValue": IDENTITY}, "other": {"type": "string"}}, identity=identity
    )


@pytest.mark.parametrize("form", ["arm", "bicep"])
def test_keys_that_are_expressions(form: str) -> None:
    document = with_identities("[parameters('uami')]", "[resourceId('A.B/c', 'd')]", "[[x]", "/plain")
    done = run(document, "--to", form, "--account", ACCOUNT)
    assert (done.exit_code, done.stderr) == (0, "")
    for key in (IDENTITY, f"{GROUP}/providers/A.B/c/d", "[x]", "/plain"):
        assert json.dumps(key)[1:-1] in done.stdout
    assert "parameters(" not in done.stdout


def test_a_key_that_is_not_known_has_its_place() -> None:
    text = json.dumps(with_identities("[parameters('uami')]", "[parameters('other')]"), indent=1)
    done = run(text, "--to", "arm")
    assert (done.exit_code, done.stdout) == (1, "")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "[parameters('other')]" in each)
    assert done.stderr == (
        f"batchmodels: <stdin>:{line}:6: $.resources[0].identity.userAssignedIdentities[\"[parameters('other')]\"]: this value "
        "is known only at deployment (the parameter other has no default value); give the parameter a value with -p or "
        "--parameters, or write the value in the file.\n"
    )
    assert run(text, "--to", "arm", "-p", "other=/j").exit_code == 0


def test_places_below_a_key_that_is_an_expression() -> None:
    document = with_identities()
    document["resources"][0]["properties"] = {"[concat('vm', 'Size')]": 1}
    text = json.dumps(document, indent=1)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "'vm'" in each)
    assert f"<stdin>:{line}:31: " in run(text, "--to", "data").stderr


LIMITS: dict[str, Any] = {
    "vmSize": {"type": "string", "allowedValues": ["Standard_D2s_v3", "Standard_D4s_v3"], "defaultValue": "Standard_D2s_v3"},
    "nodes": {"type": "int", "minValue": 1, "maxValue": 10, "defaultValue": 2},
    "poolId": {"type": "string", "minLength": 3, "maxLength": 5, "defaultValue": "abc"},
    "zones": {"type": "array", "minLength": 1, "maxLength": 2, "allowedValues": [1, 2, 3], "defaultValue": [1]},
    "one": {"type": "bool", "allowedValues": [True], "defaultValue": True},
    "password": {"type": "securestring", "minLength": 8},
}
REFUSED = "so the deployment is refused"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            "vmSize=Standard_D16s_v3",
            "expected one of 'Standard_D2s_v3', 'Standard_D4s_v3' as the parameter vmSize, got 'Standard_D16s_v3'",
        ),
        ("NODES=0", "expected at least 1 as the parameter nodes, got 0"),
        ("nodes=11", "expected at most 10 as the parameter nodes, got 11"),
        ("poolId=ab", "expected at least 3 characters as the parameter poolId, got 'ab'"),
        ("poolId=abcdef", "expected at most 5 characters as the parameter poolId, got 'abcdef'"),
        ("zones=[]", "expected at least 1 elements as the parameter zones, got an array"),
        ("zones=[1, 2, 3]", "expected at most 2 elements as the parameter zones, got an array"),
        ("zones=[4]", "expected one of 1, 2, 3 as the parameter zones, got an array"),
        ("one=false", "expected true as the parameter one, got false"),
        ("password=hunter2", "expected at least 8 characters as the parameter password, got another value"),
    ],
)  # fmt: skip
def test_values_that_a_template_does_not_allow(given: str, sentence: str) -> None:
    document = template(parameters=LIMITS)
    done = run(document, "--to", "data", "-p", given)
    assert (done.exit_code, done.stdout) == (1, "")
    (name,) = [each for each in LIMITS if each.lower() == given.partition("=")[0].lower()]
    assert notes(done) == [f"$.parameters.{name}: {sentence}, {REFUSED}. Give {name} a value that the template allows."]
    checked = run(document, "-p", given, "--format", "json", command="check")
    assert checked.exit_code == 1
    found = [each for each in json.loads(checked.stdout)["diagnostics"] if each["rule"] == "document/parameter"]
    assert [(each["severity"], each["message"]) for each in found] == [("error", f"{sentence}, {REFUSED}")]


def test_values_that_a_template_allows() -> None:
    allowed = ("vmSize=STANDARD_D4S_V3", "nodes=10", "poolId=abcde", "zones=[3, 1]", "one=true", "password=hunter22")
    options = [each for value in allowed for each in ("-p", value)]
    done = run(template(parameters=LIMITS), "--to", "data", *options)
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_default_that_its_template_does_not_allow() -> None:
    wrong = {"size": {"type": "string", "allowedValues": ["a", "b"], "defaultValue": "c"}}
    text = json.dumps(template(parameters=wrong), indent=1)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if '"c"' in each)
    done = run(text, "--to", "data")
    assert done.stderr == (
        f"batchmodels: <stdin>:{line}:20: $.parameters.size.defaultValue: expected one of 'a', 'b' as the parameter size, got "
        "'c', so the deployment is refused. Give size a value that the template allows.\n"
    )
    of_the_extension = {"parameters": wrong, "pool": {"id": "p", "vmSize": "[parameters('size')]"}}
    assert "expected one of 'a', 'b' as the parameter size" in run(of_the_extension, "--to", "data").stderr


def test_one_template_is_reported_once() -> None:
    document = template(parameters=LIMITS)
    document["resources"] *= 2
    done = run(document, "--to", "data", "-p", "nodes=0")
    assert len(notes(done)) == 1


@pytest.mark.parametrize("name", ["encoders", "contoso/encoders"])
def test_a_pool_is_chosen_by_its_id_or_its_name_in_arm(name: str) -> None:
    document = template()
    document["resources"].append({**document["resources"][0], "name": "contoso/other"})
    assert json.loads(run(document, "--to", "data", "--name", name).stdout)["id"] == "encoders"
    assert json.loads(run(document, "--name", name, command="body").stdout)["id"] == "encoders"


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        "[format('{0}/{1}', parameters('accountName'), 'encoders')]",
        "[concat(parameters('accountName'), '/', variables('id'))]",
    ],
)
def test_a_pool_is_chosen_by_its_id_if_its_account_is_not_known(written: str) -> None:
    document = template(name=written, variables={"id": "encoders"}, parameters={"accountName": {"type": "string"}})
    start = {"vmSize": "x", "startTask": {"commandLine": "true"}}
    document["resources"][0]["properties"] = start
    document["resources"].append({**document["resources"][0], "name": "contoso/other"})
    done = run(document, "--to", "data", "--name", "encoders")
    assert (done.exit_code, len(notes(done))) == (1, 1)
    assert notes(done)[0].startswith("$.resources[0].name: this value is known only at deployment")
    planned = run(document, "--name", "encoders", "--format", "json", command="plan")
    assert [each["path"] for each in json.loads(planned.stdout)] == ["$.resources[0].properties.startTask"]


ANSWER = {
    "id": f"{ACCOUNT}/pools/encoders",
    "name": "encoders",
    "type": "Microsoft.Batch/batchAccounts/pools",
    "identity": {
        "type": "UserAssigned",
        "tenantId": "t",
        "userAssignedIdentities": {"/i": {"clientId": "c", "principalId": "p"}},
    },
    "properties": {"vmSize": "STANDARD_D2S_V3", "provisioningState": "Succeeded", "allocationState": "Steady"},
}


def test_an_identity_has_no_status() -> None:
    done = run(ANSWER, "--to", "arm")
    assert json.loads(done.stdout)["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}}
    bicep = run(ANSWER, "--to", "bicep")
    assert "clientId" not in bicep.stdout
    attached = 'identity.userAssignedIdentities["/i"]'
    for each in (done, bicep):
        assert each.stderr == (
            "batchmodels: <stdin>: note: 6 members that only the service sets are left out: id, identity.tenantId, "
            f"{attached}.clientId, {attached}.principalId, state, allocationState\n"
        )


def test_arm_has_the_name_of_the_account() -> None:
    plain = {"id": "encoders", "vmSize": "x"}
    without = run(plain, "--to", "arm")
    assert json.loads(without.stdout)["name"] == "encoders"
    assert notes(without) == [
        (
            "$.id: note: not deployable as it is: the name in a template is ACCOUNT/encoders; pass the account's resource id, "
            "as account or --account"
        )
    ]
    for document, options in ((plain, ("--account", ACCOUNT)), (ANSWER, ()), (template(), ())):
        done = run(document, "--to", "arm", *options)
        assert json.loads(done.stdout)["name"] == "contoso/encoders"
        assert "not deployable" not in done.stderr
    pool = {"type": "pools", "name": "encoders", "properties": {"vmSize": "x"}}
    around = {"type": "Microsoft.Batch/batchAccounts", "name": "[toLower('CONTOSO')]", "resources": [pool]}
    within = run({"$schema": SCHEMA, "resources": [around]}, "--to", "arm")
    assert (json.loads(within.stdout)["name"], within.stderr) == ("contoso/encoders", "")
    change = run({"properties": {"metadata": []}}, "--to", "arm", "--type", "PoolPatchParameter")
    assert "not deployable" not in change.stderr


def test_bicep_has_the_name_of_the_account_as_a_default() -> None:
    plain = {"id": "encoders", "vmSize": "x", "applicationPackageReferences": [{"applicationId": "a"}]}
    done = run(plain, "--to", "bicep", "--account", ACCOUNT)
    assert "param accountName string = 'contoso'\n" in done.stdout
    assert "${account.id}/applications/a" in done.stdout
    assert "param accountName string\n" in run(plain, "--to", "bicep").stdout


def test_a_secret_does_not_belong_in_the_file() -> None:
    user = {"userAccounts": [{"name": "a", "password": "[parameters('pw')]"}]}
    document = template(user, parameters={"pw": {"type": "securestring"}})
    place = "$.resources[0].properties.userAccounts[0].password"
    assert notes(run(document, "--to", "data")) == [
        (
            f"{place}: this value is known only at deployment (the parameter pw is secure); give the parameter a value with -p "
            "or --parameters."
        )
    ]
    assert notes(run(document, command="body")) == [
        f"{place}: this value isn't known, because the parameter pw is secure; give it with -p."
    ]
    document["resources"][0]["properties"]["userAccounts"][0]["password"] = "[listKeys('a', 'b').keys[0]]"
    assert notes(run(document, "--to", "data")) == [
        (
            f"{place}: this value is known only at deployment (listKeys is known only at deployment); put a secure parameter "
            "in its place, and give that a value with -p or --parameters."
        )
    ]


def test_diff_compares_identities_whose_keys_are_expressions(tmp_path: Path) -> None:
    for name, keys in (("old", (IDENTITY,)), ("new", ("[parameters('uami')]",)), ("open", ("[parameters('other')]",))):
        (tmp_path / f"{name}.json").write_text(json.dumps(with_identities(*keys)))
    same = CliRunner().invoke(cli, ["diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")])
    assert (same.exit_code, "identity" in same.output) == (0, False)
    unclear = CliRunner().invoke(cli, ["diff", str(tmp_path / "old.json"), str(tmp_path / "open.json")])
    assert "identity: cannot tell" in unclear.output
