"""The names that `convert` writes in place of secrets, and the secrets that answers of the service lack."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from azure.batch import models as azure
from click.testing import CliRunner, Result

from batchmodels import CloudPool, convert
from batchmodels.cli.main import cli

CODE = ("python", "azure-batch-14", "azure-batch-15")
ALL = ("bicep", *CODE)


def run(document: Any, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["convert", "-", *arguments], input=json.dumps(document))


def names_in(done: Result, form: str) -> list[str]:
    pattern = r"@secure\(\)\nparam (\w+) string" if form == "bicep" else r'os\.environ\["(\w+)"\]'
    return re.findall(pattern, done.stdout)


def pool(name: str, token: str, password: str) -> dict[str, Any]:
    return {
        "id": name,
        "vmSize": "standard_d2s_v3",
        "startTask": {"commandLine": "/bin/true", "environmentSettings": [{"name": "DB_PASSWORD", "value": token}]},
        "userAccounts": [{"name": "a", "password": password}],
    }


@pytest.mark.parametrize("form", ALL)
def test_different_secrets_of_several_pools_have_different_names(form: str) -> None:
    done = run([pool("p1", "firstsecret1", "pw-one-111"), pool("p2", "secondsecret2", "pw-two-222")], "--to", form)
    names = ["DB_PASSWORD", "USER_ACCOUNT_0_PASSWORD", "DB_PASSWORD_2", "USER_ACCOUNT_0_PASSWORD_2"]
    if form == "bicep":
        names = ["dbPassword", "userAccount0Password", "dbPassword2", "userAccount0Password2"]
    assert names_in(done, form) == names
    assert (
        f"4 secrets read from the {'parameter' if form == 'bicep' else 'environment variable'}s {', '.join(names)}."
        in done.stderr
    )
    second = done.stdout[done.stdout.rindex("p2") :]
    assert [name for name in names if f'os.environ["{name}"]' in second or f": {name}\n" in second] == names[2:]


@pytest.mark.parametrize("form", ALL)
def test_pools_with_the_same_secret_share_its_name(form: str) -> None:
    done = run(
        [pool("p1", "secret1", "same-222"), pool("p2", "secret2", "same-222"), pool("p3", "secret1", "other-1")], "--to", form
    )
    names = ["DB_PASSWORD", "USER_ACCOUNT_0_PASSWORD", "DB_PASSWORD_2", "USER_ACCOUNT_0_PASSWORD_2"]
    if form == "bicep":
        names = ["dbPassword", "userAccount0Password", "dbPassword2", "userAccount0Password2"]
    assert list(dict.fromkeys(names_in(done, form))) == names
    assert (
        f"4 secrets read from the {'parameter' if form == 'bicep' else 'environment variable'}s {', '.join(names)}."
        in done.stderr
    )


def test_no_parameter_has_the_name_of_a_resource() -> None:
    document = pool("p1", "secret1", "pw-one-111")
    document["startTask"]["environmentSettings"] = [
        {"name": "pool", "value": "a-secret"},
        {"name": "account", "value": "b-secret"},
    ]
    done = run(document, "--to", "bicep")
    assert names_in(done, "bicep") == ["pool2", "account2", "userAccount0Password"]


ANSWER: dict[str, Any] = {
    "id": "p",
    "state": "active",
    "vmSize": "standard_d2s_v3",
    "virtualMachineConfiguration": {
        "imageReference": {"publisher": "canonical", "offer": "o", "sku": "s"},
        "nodeAgentSKUId": "batch.node.ubuntu 24.04",
        "containerConfiguration": {
            "type": "dockerCompatible",
            "containerRegistries": [
                {"registryServer": "r.azurecr.io", "username": "u"},
                {"registryServer": "s.azurecr.io", "identityReference": {"resourceId": "/i"}},
            ],
        },
    },
    "userAccounts": [{"name": "builder"}],
    "mountConfiguration": [
        {
            "azureFileShareConfiguration": {
                "accountName": "a",
                "azureFileUrl": "https://a.file.core.windows.net/s",
                "relativeMountPath": "S",
            }
        },
        {"cifsMountConfiguration": {"username": "u", "source": "//s/t", "relativeMountPath": "c"}},
        {"azureBlobFileSystemConfiguration": {"accountName": "a", "containerName": "c", "relativeMountPath": "b"}},
    ],
}
PLACES = (
    "virtualMachineConfiguration.containerConfiguration.containerRegistries[0].password",
    "userAccounts[0].password",
    "mountConfiguration[0].azureFileShareConfiguration.accountKey",
    "mountConfiguration[1].cifsMountConfiguration.password",
)
NAMES = (
    "CONTAINER_REGISTRY_0_PASSWORD",
    "USER_ACCOUNT_0_PASSWORD",
    "MOUNT_CONFIGURATION_0_ACCOUNT_KEY",
    "MOUNT_CONFIGURATION_1_PASSWORD",
)


def notes(done: Result) -> list[str]:
    found = [line.partition("$.")[2] for line in done.stderr.splitlines() if "doesn't return" in line]
    blob = "mountConfiguration[2].azureBlobFileSystemConfiguration"
    assert found[0] == f"{blob}: note: the service doesn't return accountKey or sasKey; write the one that the mount uses"
    return found[1:]


@pytest.mark.parametrize("reveal", [(), ("--reveal-secrets",)])
@pytest.mark.parametrize("form", CODE)
def test_code_reads_the_secrets_that_an_answer_lacks(form: str, reveal: tuple[str, ...]) -> None:
    done = run(ANSWER, "--to", form, *reveal)
    assert done.exit_code == 0
    assert sorted(names_in(done, form)) == sorted(NAMES)
    reason = "the service doesn't return it; give the environment variable its value"
    assert notes(done) == [f"{place}: note: {reason}" for place in PLACES]


def test_the_code_for_azure_batch_14_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, f"{name}-1")
    found: dict[str, Any] = {}
    exec(run(ANSWER, "--to", "azure-batch-14").stdout, found)
    assert type(found["pool"]) is azure.PoolAddParameter
    assert found["pool"].mount_configuration[0].azure_file_share_configuration.account_key == f"{NAMES[2]}-1"
    own: dict[str, Any] = {}  # an answer itself lacks them
    exec(convert(CloudPool.deserialize(ANSWER), "azure-batch-14").text, own)
    assert own["cloud_pool" if "cloud_pool" in own else "pool"].user_accounts[0].password is None


@pytest.mark.parametrize("reveal", [(), ("--reveal-secrets",)])
def test_bicep_has_parameters_for_the_secrets_that_an_answer_lacks(reveal: tuple[str, ...]) -> None:
    done = run(ANSWER, "--to", "bicep", *reveal)
    names = [
        "containerRegistry0Password",
        "userAccount0Password",
        "mountConfiguration0AccountKey",
        "mountConfiguration1Password",
    ]
    assert sorted(names_in(done, "bicep")) == sorted(names)
    assert "accountKey: mountConfiguration0AccountKey" in done.stdout
    assert notes(done) == [f"{place}: note: the service doesn't return it; give the parameter its value" for place in PLACES]


@pytest.mark.parametrize("reveal", [(), ("--reveal-secrets",)])
def test_arm_has_masks_for_the_secrets_that_an_answer_lacks(reveal: tuple[str, ...]) -> None:
    done = run(ANSWER, "--to", "arm", *reveal)
    properties = json.loads(done.stdout)["properties"]
    assert properties["userAccounts"] == [{"name": "builder", "password": "***"}]
    assert properties["mountConfiguration"][0]["azureFileShareConfiguration"]["accountKey"] == "***"
    assert notes(done) == [f"{place}: note: the service doesn't return it; write it in place of ***" for place in PLACES]
    assert "written as ***" not in done.stderr


def test_two_answers_never_share_a_secret_that_they_lack() -> None:
    done = run([{**ANSWER, "mountConfiguration": []}, {**ANSWER, "id": "q", "mountConfiguration": []}], "--to", "bicep")
    assert names_in(done, "bicep")[-2:] == ["containerRegistry0Password2", "userAccount0Password2"]


def test_an_answer_about_a_job_lacks_the_secrets_of_its_pool() -> None:
    specification = {"poolLifetimeOption": "job", "pool": {"vmSize": "x", "userAccounts": [{"name": "b"}]}}
    done = run({"id": "j", "state": "active", "poolInfo": {"autoPoolSpecification": specification}}, "--to", "azure-batch-14")
    assert done.exit_code == 0
    assert names_in(done, "azure-batch-14") == ["USER_ACCOUNT_0_PASSWORD"]
    assert "$.poolInfo.autoPoolSpecification.pool.userAccounts[0].password: note: the service doesn't return it" in done.stderr
