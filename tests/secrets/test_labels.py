"""Names that people choose: of metadata, tags and details of errors. Only those of secrets hide their values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels import (
    CertificateReference,
    CloudPool,
    MetadataItem,
    NodeCommunicationMode,
    PoolAddParameter,
    PoolSpecification,
    diff,
)
from batchmodels.cli.main import cli
from batchmodels.secrets.secret_names import is_secret_label

HARMLESS = (
    "environment", "Environment", "author", "author-id", "authority", "monkey", "sasha", "secretary", "keyvault", "key-vault",
    "KeyVault", "key_vault_name", "credit", "bypass", "passthrough", "team", "cost-center", "git-commit", "",
)  # fmt: skip
SECRET = (
    "password", "db-password", "dbPassword", "mypassword", "PASSWORD_OLD", "api-token", "apitoken", "token", "tokens", "sas",
    "sas-url", "sig", "signature", "key", "primary-key", "accessKey", "accesskey", "key-vault-secret", "client secret", "pwd",
    "auth", "cookie", "jwt", "credentials", "pin",
)  # fmt: skip
RESOURCE: dict[str, Any] = {
    "name": "p",
    "type": "Microsoft.Batch/batchAccounts/pools",
    "apiVersion": "2024-07-01",
    "tags": {"environment": "production", "api-token": "hunter22"},
    "properties": {
        "vmSize": "x",
        "resourceTags": {"environment": "production", "api-token": "hunter22"},
        "metadata": [{"name": "environment", "value": "production"}, {"name": "api-token", "value": "hunter22"}],
    },
}


@pytest.mark.parametrize("name", HARMLESS)
def test_names_without_a_word_for_a_secret(name: str) -> None:
    assert not is_secret_label(name)


@pytest.mark.parametrize("name", SECRET)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_label(name)


def test_a_name_of_another_type() -> None:
    assert not is_secret_label(None)


def test_models() -> None:
    tags = {"environment": "production", "api-token": "hunter22", "author": "ann"}
    assert str(CloudPool(resource_tags=tags)) == (
        "CloudPool(resource_tags={'environment': 'production', 'api-token': '***', 'author': 'ann'})"
    )
    pool = PoolSpecification(vm_size="x", resource_tags=tags, metadata=[MetadataItem(name="environment", value="production")])
    assert json.loads(pool.to_json(masked=True)) == {
        "vmSize": "x",
        "resourceTags": {**tags, "api-token": "***"},
        "metadata": [{"name": "environment", "value": "production"}],
    }
    assert str(MetadataItem(name="api-token", value="hunter22")) == "MetadataItem(name='api-token', value='***')"


def run(*arguments: str, document: Any = RESOURCE) -> Result:
    return CliRunner().invoke(cli, [*arguments], input=json.dumps(document))


@pytest.mark.parametrize("form", ["arm", "bicep", "data", "python"])
def test_conversions_keep_harmless_tags(form: str) -> None:
    done = run("convert", "-", "--to", form)
    assert done.exit_code == 0
    places = {"arm": 3, "bicep": 3, "data": 2, "python": 2}[form]
    assert done.stdout.count("production") == places
    assert "hunter22" not in done.output
    written = f"batchmodels: <stdin>: {places} secrets "
    assert any(line.startswith(written) for line in done.stderr.splitlines())


def test_a_tree() -> None:
    done = run("show", "-")
    assert "resourceTags: {'environment': 'production', 'api-token': '***'}" in done.stdout
    assert "hunter22" not in done.output


@pytest.mark.parametrize("plane", ["data", "arm"])
def test_a_diff_shows_metadata_in_its_requests(plane: Any) -> None:
    """The body of ARM's PATCH is a dict, in which any other ``value`` is masked."""
    before, after = (PoolAddParameter.from_arm(document, losses=[]) for document in (RESOURCE, changed()))
    changes = diff(before, after, plane=plane, api_version="2024-07-01" if plane == "arm" else "2024-07-01.20.0")
    assert [(each.path, each.old, each.new) for each in changes] == [
        ("$.metadata[name=environment].value", "production", "test"),
        ("$.resourceTags.environment", "production", "test"),
    ]
    body = next(each.masked() for each in changes.operations if each.title == "Change the pool.")
    properties = body["properties"] if plane == "arm" else body
    assert properties["metadata"] == [{"name": "environment", "value": "test"}, {"name": "api-token", "value": "***"}]
    assert properties["resourceTags"] == {"environment": "test", "api-token": "***"}
    assert "hunter22" not in f"{changes}{changes.to_dict()}{changes.to_markdown()}{changes.operations!r}"


def test_a_whole_pool_of_arm() -> None:
    """A PUT has secrets of every kind."""
    setting = {"name": "DB_PASSWORD", "value": "hunter22"}
    before = PoolAddParameter(id="p", vm_size="x", display_name="P")
    after = PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": "x",
            "startTask": {"commandLine": "x", "environmentSettings": [setting]},
            "metadata": [{"name": "environment", "value": "test"}],
        }
    )
    (put,) = [each for each in diff(before, after, plane="arm").operations if each.method == "PUT"]
    assert put.document() != put.masked()
    properties = put.masked()["properties"]
    assert properties["startTask"]["environmentSettings"] == [{"name": "DB_PASSWORD", "value": "***"}]
    assert properties["metadata"] == [{"name": "environment", "value": "test"}]


def changed() -> dict[str, Any]:
    return json.loads(json.dumps(RESOURCE).replace("production", "test"))  # type: ignore[no-any-return]  # because JSON is Any


def test_arm_s_patch_has_what_its_version_has() -> None:
    """API version 2025-06-01 lacks certificates, tags and the communication mode; 2024-07-01 has them."""
    before = PoolAddParameter(id="p", vm_size="x")
    after = PoolAddParameter(
        id="p",
        vm_size="x",
        resource_tags={"team": "media"},
        target_node_communication_mode=NodeCommunicationMode.simplified,
        certificate_references=[CertificateReference(thumbprint="0a", thumbprint_algorithm="sha1")],
    )
    changes = diff(before, after, plane="arm", api_version="2024-07-01")
    properties = changes.patch_document()["properties"]
    assert properties["resourceTags"] == {"team": "media"}
    assert properties["targetNodeCommunicationMode"] == "Simplified"
    assert [each["id"].rpartition("/")[2] for each in properties["certificates"]] == ["sha1-0a"]
