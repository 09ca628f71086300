"""Secrets planted in every possible place don't appear in anything that is printed."""

from __future__ import annotations

import json
from typing import Any

import pytest
import wire
from hypothesis import given, settings
from hypothesis import strategies as st
from planting import (
    OTHER_LINES,
    WRAPPERS,
    YAML_VALUES,
    command_lines,
    printed_of_document,
    printed_of_file,
    printed_of_model,
    start_task,
)

from batchmodels import (
    CloudPool,
    ComputeNode,
    ContainerConfiguration,
    ContainerRegistry,
    EnvironmentSetting,
    MetadataItem,
    Model,
    PoolAddParameter,
    StartTask,
    TaskContainerSettings,
    VMExtension,
)
from batchmodels.engine.attributes import Attribute
from batchmodels.secrets.text_masking import mask_patterns

# Letters that no message has in this order, and none that a URL or a shell would write in another way.
secrets = st.from_regex(r"Qx7Z[A-Za-z0-9]{6,12}", fullmatch=True)
long_secrets = st.from_regex(r"Qx7Z[A-Za-z0-9]{6,12}", fullmatch=True).map(lambda text: text * 30)


def shows(text: str, secret: str) -> bool:
    return any(part in text for part in (secret[:6], secret[-6:]))


SECRET_ATTRIBUTES: list[tuple[type[Model], Attribute]] = [
    (model, attribute) for model in wire.models() for attribute in model.__definition__.attributes if attribute.secret
]

POOL = {"id": "p", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 1}


def test_secret_attributes() -> None:
    assert {(model.__name__, attribute.name) for model, attribute in SECRET_ATTRIBUTES} >= {
        ("EnvironmentSetting", "value"),
        ("UserAccount", "password"),
        ("ContainerRegistry", "password"),
        ("VMExtension", "protected_settings"),
        ("CertificateAddParameter", "data"),
        ("CertificateAddParameter", "password"),
        ("ComputeNodeUser", "password"),
        ("NodeUpdateUserParameter", "password"),
    }


def odd_values(secret: str) -> list[Any]:
    """A secret as the value of an attribute, of the right or a wrong type."""
    return [
        secret,
        [secret],
        {secret: secret},
        {"a": {secret: float("nan")}},
        secret.encode(),
        {secret},
        {1: secret},
        [{secret: "\ud800"}],
    ]


@pytest.mark.parametrize("model_and_attribute", SECRET_ATTRIBUTES, ids=lambda pair: f"{pair[0].__name__}.{pair[1].name}")
@given(secret=secrets | long_secrets)
@settings(max_examples=2, deadline=None)
def test_secret_in_a_secret_attribute(model_and_attribute: tuple[type[Model], Attribute], secret: str) -> None:
    model, attribute = model_and_attribute
    others = {each.name: "x" for each in model.__definition__.attributes if each.required}
    key = attribute.wire_key
    for value in odd_values(secret):
        assert not shows(printed_of_model(model(**{**others, attribute.name: value})), secret)
    for value in (secret, [secret], {secret: secret}):
        for spelled in (
            key,
            key.upper(),
            key[:-1],
            f"{key}s",
            key[0] + key,
            key[0].upper() + key[1:],
            key[1] + key[0] + key[2:],
        ):
            document = {
                each.wire_key: "x" for each in model.__definition__.attributes if each.required and each is not attribute
            }
            assert not shows(printed_of_document(model, {**document, spelled: value}), secret)
        for rest in (None, "x", {"a": 1}):
            assert not shows(printed_of_document(model, {key: "a", secret: rest}), secret)


@given(secret=secrets, number=st.integers(0, 10_000), wrapper=st.sampled_from(WRAPPERS), padding=st.integers(0, 120))
@settings(max_examples=60, deadline=None)
def test_secret_in_a_command_line(secret: str, number: int, wrapper: Any, padding: int) -> None:
    lines = [*command_lines(secret), *(line.format(secret) for line in OTHER_LINES)]
    line = wrapper(lines[number % len(lines)])
    for text in (line, f"echo {'x' * padding} && {line}"):
        assert not shows(printed_of_model(start_task(text)), secret)
        document = json.dumps({"commandLine": text, "displayName": 3})
        assert not shows(printed_of_file("x.json", document), secret)
    task = StartTask(command_line="run", container_settings=TaskContainerSettings(image_name="i", container_run_options=line))
    assert not shows(printed_of_model(task), secret)


DOCUMENTS = {
    "setting": "commandLine: a\nenvironmentSettings:\n- name: T\n  value: {}\n",
    "flow": "commandLine: a\nenvironmentSettings: [{{name: T, value: {}}}]\n",
    "remainder": "commandLine: a\nenvironmentSettings: [{{name: T, value: x,{}}}]\n",
    "mapping": "commandLine: a\nenvironmentSettings:\n  T: {}\n",
    "nearly": "commandLine: a\nenvironmentSettings:\n- name: T\n  valu: {}\n",
    "account": "id: a\nvmSize: b\nuserAccounts:\n- name: u\n  password: {}\n",
    "capital": "id: a\nvmSize: b\nuserAccounts: [{{name: u, Password: {}}}]\n",
    "extension": "id: a\nvmSize: b\nvirtualMachineConfiguration:\n  extensions:\n  - name: x\n    protectedSettings: {}\n",
    "registry": "commandLine: a\ncontainerSettings:\n  imageName: x\n  registry:\n    password: {}\n    userName: y\n",
    "arm": "type: Microsoft.Batch/batchAccounts/pools\nname: a/b\nproperties:\n  startTask:\n    commandLine: a\n"
    "    environmentSettings:\n    - name: T\n      value: {}\n",
}


@pytest.mark.parametrize("value", YAML_VALUES)
@given(secret=secrets, document=st.sampled_from(list(DOCUMENTS.values())), name=st.sampled_from(["x.yaml", "x"]))
@settings(max_examples=2, deadline=None)
def test_secret_that_yaml_reads_as_syntax(value: str, secret: str, document: str, name: str) -> None:
    written = value.replace("{}", "{0}").format(secret)
    assert not shows(printed_of_file(name, document.format(written)), secret)


@pytest.mark.parametrize(
    "text",
    [
        *(
            '{{"name": "T", "value": {}}}',
            '{{"name": "T", "value": "{}}}',
            '{{"name": "T", "value": "a\\{}"}}',
            '{{"name": "T", "value": -{}}}',
        ),
        *(
            '{{"name": "T", "value": {{"{0}": 1, "{0}": 2}}}}',
            '{{"name": "T", "value": \'{}\'}}',
            '{{"name": "T", "value": "a" "{}"}}',
        ),
        *(
            '{{"name": "T", "valu": "{}"}}',
            '{{"name": "T", "Value": "{}"}}',
            '{{"name": "T", "values": ["{}"]}}',
            '{{"name": "T", "{}"}}',
        ),
        *('{{"name": "T", "VALUE": {{"a": "{}"}}}}', '{{"name": "T", "value": "a", "note": "{}"}}', '{{"T": "{}"}}', '"T={}"'),
        *(
            '{{"name": "T", "value": {{"a": {{"{0}": 1, "{0}": 2}}}}}}',
            '{{"name": "T", "value": ["{}", 1]}}',
            '{{"nam": "T", "value": "{}"}}',
        ),
    ],
)
@given(secret=secrets)
@settings(max_examples=2, deadline=None)
def test_secret_in_json(text: str, secret: str) -> None:
    written = text.replace("{}", "{0}").format(secret)
    for document in (
        f'{{"commandLine": "a", "environmentSettings": [{written}]}}',
        f'{{"commandLine": "a", "environmentSetting": [{written}]}}',
        f'{{"commandLine": "a", "environmentSettings": {written}}}',
    ):
        for name in ("x.json", "x"):
            assert not shows(printed_of_file(name, document), secret)


UNKNOWN = [
    *({"name": "T", "Value": "{}"}, {"name": "T", "valu": "{}"}, {"name": "T", "values": "{}"}, {"Name": "T", "value": "{}"}),
    *(
        {"passphrase": "{}"},
        {"pass": "{}"},
        {"connectionString": "{}"},
        {"userPass": "{}"},
        {"conn_str": "{}"},
        {"secureValue": "{}"},
        {"creds": "{}"},
        {"dbConn": "{}"},
        {"DSN": "{}"},
        {"bearer": "{}"},
        {"jwt": "{}"},
    ),
    *(
        {"note": "AccountKey={};x=y"},
        {"note": "Server=s;Password={};x=y"},
        {"note": "SharedAccessKey={}"},
        {"note": 'https://a?sig="{}"'},
    ),
    *(
        {"environmentVariables": {"T": "{}"}},
        {"env": {"T": "{}"}},
        {"https://a/f?sig={}": 1},
        {"a": {"https://a/f?sig={}": [1]}},
    ),
    *(
        {"a": [{"name": "T", "value": {"{}": 1}}]},
        {"password": {"{}": float("nan")}},
        {"note": "https://u:{}@h"},
        {"sig={}": "\ud800"},
    ),
]


@pytest.mark.parametrize("members", UNKNOWN, ids=str)
@given(secret=secrets)
@settings(max_examples=2, deadline=None)
def test_secret_in_unknown_members(members: dict[str, Any], secret: str) -> None:
    filled = _filled(members, secret)
    for model in (
        StartTask(command_line="a", additional_properties=filled),
        VMExtension(name="a", publisher="p", type="t", settings=filled),
    ):
        assert not shows(printed_of_model(model), secret)
    assert not shows(printed_of_document(StartTask, {"commandLine": "a", **filled}), secret)
    if "nan" not in str(filled) and "\ud800" not in str(filled):
        for document in (
            {"commandLine": "a", **filled},
            {"commandLine": "a", "environmentSettings": [{"name": "T", **filled}]},
            {**POOL, "virtualMachineConfiguration": {"extensions": [{"name": "a", "settings": filled}]}},
            {"type": "Microsoft.Batch/batchAccounts/pools", "name": "a/b", "properties": {"vmSize": "s", **filled}},
        ):
            assert not shows(printed_of_file("x.json", json.dumps(document)), secret)


def _filled(value: Any, secret: str) -> Any:
    if isinstance(value, dict):
        return {key.replace("{}", secret): _filled(member, secret) for key, member in value.items()}
    if isinstance(value, list):
        return [_filled(each, secret) for each in value]
    return value.replace("{}", secret) if isinstance(value, str) else value


@given(secret=secrets)
@settings(max_examples=2, deadline=None)
def test_secret_in_names_and_ids(secret: str) -> None:
    for url in (
        f"https://a.blob.core.windows.net/c?sv=1&sig={secret}",
        f"sig={secret}",
        f"https://u:{secret}@h/x",
        f"AccountKey={secret}",
    ):
        for document in (
            {**POOL, "id": url},
            {**POOL, "displayName": url, "vmSize": 3},
            {"type": "Microsoft.Batch/batchAccounts/pools", "name": url, "properties": {"vmSize": "s"}},
            {"resources": [{"type": "Microsoft.Batch/batchAccounts/pools", "name": url, "properties": {"vmsize": url}}]},
            {**POOL, "metadata": [{"name": url, "value": url}, {"name": url, "value": 1}]},
            {**POOL, "resourceTags": {url: url}},
            {"commandLine": "a", "userIdentity": {"username": url}},
            {"commandLine": "a", "resourceFiles": [{"httpUrl": url, "filePath": url, "fileMode": url}]},
            {
                "id": url,
                "state": "starttaskfailed",
                "startTaskInfo": {
                    "state": "completed",
                    "exitCode": 1,
                    "failureInfo": {
                        "category": "UserError",
                        "code": url,
                        "message": url,
                        "details": [{"name": "password", "value": secret}, {"name": url, "value": url}],
                    },
                },
            },
        ):
            assert not shows(printed_of_file("x.json", json.dumps(document)), secret)
            assert not shows(printed_of_file("x.yaml", json.dumps([document, document])), secret)


def test_metadata_item_with_the_name_of_a_secret() -> None:
    assert repr(MetadataItem(name="dbPassword", value="hunter2")) == "MetadataItem(name='dbPassword', value='***')"
    assert repr(MetadataItem(name="team", value="media")) == "MetadataItem(name='team', value='media')"
    problem = MetadataItem(name="PIN", value=31415).validate()[0]  # type: ignore[arg-type]  # because it is wrong on purpose
    assert problem.message == "expected str, got int at $.value"


def test_unknown_members_of_a_model_with_a_secret_attribute() -> None:
    setting = EnvironmentSetting(name="T", additional_properties={"Value": "hunter2", "note": ["x"], "rest": None})
    assert repr(setting) == "EnvironmentSetting(name='T', additional_properties={'Value': '***', '***': '***', '***': '***'})"
    task = StartTask(command_line="x", additional_properties={"Value": "a", "note": ["x"], "rest": None})
    assert repr(task) == "StartTask(command_line='x', additional_properties={'Value': '***', 'note': ['x'], 'rest': None})"
    registry = ContainerRegistry(additional_properties={"x": "hunter2"})
    assert repr(registry) == "ContainerRegistry(additional_properties={'***': '***'})"


def test_unknown_members_of_a_model_without_secrets_are_shown() -> None:
    for model in (CloudPool, ComputeNode, PoolAddParameter, ContainerConfiguration):
        assert not model.__definition__.has_secrets


@given(secrets)
def test_secret_in_a_value_that_a_finding_about_another_model_quotes(secret: str) -> None:
    url = f"https://a.blob.core.windows.net/c?sv=1&sig={secret}"
    pool = PoolAddParameter.deserialize({
        "id": "p",
        "vmSize": url,
        "applicationPackageReferences": [{"applicationId": "tool", "version": url}],
        "startTask": {"commandLine": "/bin/bash -c '$AZ_BATCH_APP_PACKAGE_tool_1/run'"},
    })  # fmt: skip
    text = printed_of_model(pool)
    assert "BM410" in text
    assert not shows(text, secret)


@pytest.mark.parametrize("after", ["", ".", ",", ").", ": twice"])
def test_what_follows_a_masked_value_in_a_sentence_is_kept(after: str) -> None:
    sentence = f"The address is https://a.example/c?sig=***{after}"
    assert mask_patterns(sentence) == sentence
