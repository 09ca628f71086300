"""No output of a comparison contains a secret, wherever it is planted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planting import OTHER_LINES, WRAPPERS, command_lines

from batchmodels import (
    CloudPool,
    EnvironmentSetting,
    Model,
    PoolAddParameter,
    StartTask,
    UserAccount,
    VirtualMachineConfiguration,
    diff,
)
from batchmodels.documents.document import read_text
from batchmodels.documents.errors import UnreadableError

POOL = {"id": "p", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 1}

# Letters that no message has in this order, and none that a URL or a shell would write in another way.
secrets = st.from_regex(r"Qx7Z[A-Za-z0-9]{6,12}", fullmatch=True)


def printed(old: Model, new: Model) -> str:
    """Everything that is printed of a comparison in both directions, as changes of both planes."""
    texts = []
    for one, other in ((old, new), (new, old)):
        for changes in (diff(one, other), diff(one, other, plane="arm"), diff(one, other, api_version="2023-05-01.17.0")):
            texts += [
                str(changes),
                repr(changes),
                changes.to_markdown(),
                json.dumps(changes.to_dict()),
                repr(changes.operations),
            ]
            texts += [repr(changes.properties), repr(list(changes)), repr(changes.warnings), repr(changes.body)]
    return "\n".join(texts)


def shows(text: str, secret: str) -> bool:
    return any(part in text for part in (secret[:6], secret[-6:]))


@given(secrets, st.integers(0, 10_000), st.sampled_from(WRAPPERS))
def test_secret_in_a_command_line(secret: str, number: int, wrapper: Any) -> None:
    lines = [*command_lines(secret), *(line.replace("{}", secret) for line in OTHER_LINES)]
    line = wrapper(lines[number % len(lines)])
    old = PoolAddParameter(id="p", vm_size="s", start_task=StartTask(command_line="./setup"))
    new = PoolAddParameter(id="p", vm_size="s", start_task=StartTask(command_line=line))
    assert not shows(printed(old, new), secret)


DOCUMENTS = (
    {"userAccounts": [{"name": "u", "password": "{}"}]},
    {"userAccounts": [{"name": "u", "password": "{}", "linuxUserConfiguration": {"sshPrivateKey": "{}"}}]},
    {"startTask": {"commandLine": "x", "environmentSettings": [{"name": "A", "value": "{}"}]}},
    {"startTask": {"commandLine": "x", "environmentSettings": [{"name": "A", "{}": "{}", "other": "{}"}]}},
    {"startTask": {"commandLine": "x", "resourceFiles": [{"httpUrl": "https://h/a?sv=1&sig={}", "filePath": "a"}]}},
    {"startTask": {"commandLine": "x", "resourceFiles": [{"storageContainerUrl": "https://h/a?sv=1&sig={}"}]}},
    {"startTask": {"commandLine": "x", "userIdentity": {"username": "https://u:{}@h/x"}}},
    {
        "mountConfiguration": [
            {"azureBlobFileSystemConfiguration": {"accountName": "a", "sasKey": "{}", "relativeMountPath": "m"}}
        ]
    },
    {"mountConfiguration": [{"cifsMountConfiguration": {"username": "a", "password": "{}", "relativeMountPath": "m"}}]},
    {"metadata": [{"name": "dbPassword", "value": "{}"}]},
    {"metadata": [{"name": "https://h/a?sig={}", "value": "https://u:{}@h/x"}]},
    {"resourceTags": {"https://h/a?sig={}": "x", "password": "{}"}},
    {"displayName": "https://h/a?sig={}"},
    {"id": "https://h/a?sig={}", "vmSize": "AccountKey={}"},
    {"newMember": {"password": "{}", "list": [{"token": "{}"}, "https://h/a?sig={}"]}},
    {"secretThing": "{}", "apiKey": ["{}"]},
    {"enableAutoScale": True, "autoScaleFormula": "x = 'https://h/a?sig={}';"},
    {
        "virtualMachineConfiguration": {
            "containerConfiguration": {
                "type": "dockerCompatible",
                "containerRegistries": [{"username": "u", "password": "{}"}, {"registryServer": "https://u:{}@h"}],
            },
            "extensions": [{"name": "e", "protectedSettings": {"a": "{}", "b": ["{}"]}, "settings": {"password": "{}"}}],
        }
    },
)


@pytest.mark.parametrize("document", DOCUMENTS, ids="-".join)
def test_secret_in_a_document(document: dict[str, Any]) -> None:
    secret = "Qx7Zplanted42"
    planted = json.loads(json.dumps(document).replace("{}", secret))
    other = json.loads(json.dumps(document).replace("{}", "Qx7Zplanted43"))
    for kind in (PoolAddParameter, CloudPool):
        new = kind.deserialize({**POOL, **planted})
        for old in (PoolAddParameter.deserialize(POOL), kind.deserialize({**POOL, **other})):
            assert not shows(printed(old, new), secret)


def test_secret_that_can_not_be_held() -> None:
    for text in (
        '{"id": "p", "vmSize": 3, "userAccounts": "Qx7Zplanted42"}',
        '{"id": {"password": "Qx7Zplanted42"}, "vmSize": "s"}',
    ):
        try:
            document = read_text(text, "x.json")
        except UnreadableError as error:
            assert "Qx7Z" not in str(error)
        else:
            assert all("Qx7Z" not in str(problem) for entry in document.entries for problem in entry.problems)


def test_control_characters_stay_on_their_line() -> None:
    odd = "a\x1b[31m\nb\r::error::c\u2028d"
    document = {**POOL, "metadata": [{"name": odd, "value": odd}], odd: odd, "resourceTags": {odd: odd}, "id": odd}
    changes = diff(PoolAddParameter.deserialize(POOL), PoolAddParameter.deserialize(document))
    for text in (str(changes), changes.to_markdown()):
        assert not any(character in text for character in "\x1b\r\u2028")
        assert not any(line.startswith(("b", "::error")) for line in text.split("\n"))


def test_bodies_have_the_secrets() -> None:
    old = PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=VirtualMachineConfiguration.deserialize({}))
    new = PoolAddParameter(
        id="p",
        vm_size="s",
        user_accounts=[UserAccount(name="u", password="s3cret-1")],
        start_task=StartTask(command_line="x", environment_settings=[EnvironmentSetting(name="A", value="s3cret-2")]),
    )
    body = json.dumps(diff(old, new).patch().serialize())
    assert "s3cret-1" in body
    assert "s3cret-2" in body
