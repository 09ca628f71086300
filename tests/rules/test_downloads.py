"""BM6: shared access signatures, and URLs that aren't what their property takes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import (
    AzureBlobFileSystemConfiguration,
    ComputeNodeIdentityReference,
    EnvironmentSetting,
    Finding,
    Model,
    MountConfiguration,
    PoolAddParameter,
    PoolSpecification,
    ResourceFile,
    Severity,
    StartTask,
    review,
)
from batchmodels.rules.analysis import sas
from batchmodels.rules.discovery import RULES

NOW = datetime(2025, 6, 1, 12, tzinfo=timezone.utc)
OTHERS = {identifier for identifier in RULES if not identifier.startswith("BM6")}
BLOB = "https://acct.blob.core.windows.net/setup/run.sh"
CONTAINER = "https://acct.blob.core.windows.net/setup"


def found(model: Model, now: datetime = NOW) -> list[Finding]:
    return review(model, now=now, ignore=OTHERS)


def rules(model: Model, now: datetime = NOW) -> list[str]:
    return [finding.rule for finding in found(model, now)]


def blob(query: str, url: str = BLOB, **members: Any) -> ResourceFile:
    return ResourceFile(http_url=f"{url}?{query}", file_path="run.sh", **members)


def container(query: str, url: str = CONTAINER, **members: Any) -> ResourceFile:
    return ResourceFile(storage_container_url=f"{url}?{query}", **members)


LONG = "sv=2022-11-02&se=2035-01-01T00%3A00%3A00Z&sr=b&sp=r&sig=c2VjcmV0"


@pytest.mark.parametrize(
    "model",
    [
        blob(LONG),
        blob(LONG.replace("sr=b", "sr=c").replace("sp=r", "sp=rl")),
        blob("sv=2022-11-02&si=policy&sr=b&sig=c2VjcmV0"),
        blob("sv=2022-11-02&se=later&sr=b&sp=r&sig=c2VjcmV0"),
        blob("sv=2022-11-02&se=2020-13-45&sr=b&sp=r&sig=c2VjcmV0"),
        blob("se=2020-01-01&sp=w&sig=c2VjcmV0"),
        blob("sv=2022-11-02&se=2020-01-01&sp=w"),
        blob("sv=&se=2020-01-01&sp=w&sig="),
        blob("sv=2022-11-02&st=2025-06-01T12:10Z&se=2035-01-01&sr=b&sp=r&sig=c2VjcmV0"),
        blob("sv=2022-11-02&se=2025-07-01T12:00Z&sr=b&sp=r&sig=c2VjcmV0"),
        blob("sv=2022-11-02&se=2020-01-01&sr=b&sp=w&sig=x", identity_reference=ComputeNodeIdentityReference(resource_id="x")),
        container("sv=2022-11-02&se=2035-01-01&sr=c&sp=racwdl&sig=c2VjcmV0"),
        container("sv=2022-11-02&ss=b&srt=co&se=2035-01-01&sp=rl&sig=c2VjcmV0"),
        ResourceFile(http_url=BLOB, file_path="run.sh"),
        ResourceFile(http_url="https://example.com", file_path="index.html"),
        ResourceFile(http_url="https://example.com/a", file_path="a"),
        ResourceFile(http_url="https://acct.blob.core.windows.net/run.sh", file_path="run.sh"),
        ResourceFile(http_url="https://acct.blob.core.windows.net/setup?sv=1&sr=b&sp=r&sig=x", file_path="setup"),
        ResourceFile(http_url="https://acct.file.core.windows.net/share/run.sh", file_path="run.sh"),
        ResourceFile(http_url="https://acct.z01.blob.storage.azure.net/setup/run.sh", file_path="run.sh"),
        *(
            ResourceFile(http_url=f"http://{host}/run.sh", file_path="run.sh")
            for host in (
                "localhost",
                "localhost:8000",
                "127.0.0.1",
                "169.254.169.254",
                "10.0.0.4",
                "[::1]",
                "files",
                "a.internal",
            )
        ),
        ResourceFile(http_url="", file_path="a"),
        ResourceFile(http_url="<the URL>", file_path="a"),
        ResourceFile(http_url=3, file_path="a"),
        ResourceFile(storage_container_url=CONTAINER),
        ResourceFile(storage_container_url=f"{CONTAINER}/"),
        ResourceFile(storage_container_url="https://acct.blob.core.windows.net/$root"),
        ResourceFile(storage_container_url="https://acct.dfs.core.windows.net/setup"),
        ResourceFile(storage_container_url="http://127.0.0.1:10000/devstoreaccount1/setup"),
        ResourceFile(storage_container_url="https://files.example.com/a/b"),
        ResourceFile(auto_storage_container_name="setup", blob_prefix="v1/"),
        EnvironmentSetting(name="URL", value=f"{BLOB}?{LONG}"),
        EnvironmentSetting(name="URL", value=None),
        StartTask(command_line=f"/bin/bash -c 'curl -fo a \"{BLOB}?{LONG}\"'"),
        StartTask(command_line=f"/bin/bash -c 'curl -fo a \"{BLOB}?sv=1&se=$EXPIRY&sp=r&sig=$SIGNATURE\"'"),
        StartTask(command_line="/bin/bash -c 'grep sig= notes; test \"$sig=1\"'"),
        *(
            StartTask(command_line=f"/bin/bash -c '{script}'")
            for script in (
                "curl -fO http://localhost:8000/a",
                "curl -fs -H Metadata:true http://169.254.169.254/metadata/instance",
                "curl -fO http://files/a && wget http://$HOST/a",
                "curl -fO http://example.com/a && sha256sum -c a.sha256",
                "wget http://example.com/key && gpg --verify key",
                "echo http://example.com/a > urls; ./fetch http://example.com/a",
                "curl -fO https://example.com/a?from=http://example.com/b",
            )
        ),
        PoolSpecification(
            vm_size="s", start_task=StartTask(command_line="x", resource_files=[blob(LONG.replace("2035", "2025"))])
        ),
    ],
    ids=repr,
)
def test_good(model: Model) -> None:
    assert [finding for finding in found(model) if "2025-01-01" not in finding.message] == []


@pytest.mark.parametrize(
    "expiry",
    [
        "2025-06-01",
        "2025-06-01T12:00Z",
        "2025-06-01T12:00:00Z",
        "2025-06-01T11%3A59%3A59.0000000Z",
        "2025-06-01T14:00:00+02:00",
        "2025-06-01T14%3A00%3A00%2B02%3A00",
        "0001-01-01",
    ],
)
def test_expired(expiry: str) -> None:
    (finding,) = found(blob(f"sv=2022-11-02&se={expiry}&sr=b&sp=r&sig=c2VjcmV0"))
    assert (finding.rule, finding.severity, finding.path) == ("BM601", Severity.error, "$.httpUrl")
    assert rules(container(f"sv=2022-11-02&ske={expiry}&se=2035-01-01&sr=c&sp=rl&sig=c2VjcmV0")) == ["BM601"]


def test_what_is_said_of_a_sas_that_has_expired() -> None:
    (finding,) = found(blob("sv=2022-11-02&se=2024-12-31T01:30:00+02:00&sr=b&sp=r&sig=c2VjcmV0"))
    assert (
        str(finding)
        == "$.httpUrl: BM601 error: the SAS in httpUrl expired at 2024-12-30 23:30 UTC, so storage refuses every request that"
        " uses it. Remove the SAS and set identityReference to a managed identity of the pool that can read the container;"
        " an identity doesn't expire. Or create a new SAS."
    )


def test_not_yet_valid() -> None:
    (finding,) = found(blob("sv=2022-11-02&st=2025-06-02T00:00Z&se=2035-01-01&sr=b&sp=r&sig=c2VjcmV0"))
    assert (finding.rule, finding.severity) == ("BM601", Severity.error)
    assert (
        finding.message
        == "the SAS in httpUrl isn't valid before 2025-06-02 00:00 UTC, so storage refuses every request that uses it until"
        " then."
    )
    assert finding.fix == "Create the SAS without a start time (st), so that it is valid immediately."
    assert rules(blob("sv=2022-11-02&st=2025-06-01T12:15Z&sp=r&sig=c2VjcmV0")) == []
    assert rules(blob("sv=2022-11-02&st=2025-06-01T12:15:01Z&sp=r&sig=c2VjcmV0")) == ["BM601"]
    assert rules(blob("sv=2022-11-02&skt=2025-06-03&st=2025-06-01&sp=r&sig=c2VjcmV0")) == ["BM601"]


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(minutes=1), "in less than an hour"),
        (timedelta(minutes=60), "in 1 hour"),
        (timedelta(days=1, hours=6), "in 30 hours"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=29, hours=23), "in 29 days"),
    ],
)
def test_expires_soon(left: timedelta, said: str) -> None:
    expiry = (NOW + left).isoformat().removesuffix("+00:00") + "Z"
    (finding,) = found(blob(f"sv=2022-11-02&se={expiry}&sr=b&sp=r&sig=c2VjcmV0"))
    assert (finding.rule, finding.severity, finding.path) == ("BM602", Severity.warning, "$.httpUrl")
    assert (
        finding.message
        == f"the SAS in httpUrl expires {said}, at {(NOW + left):%Y-%m-%d %H:%M} UTC; after that the start task fails on every"
        " node that starts or is reimaged."
    )


def test_soon_is_less_than_thirty_days() -> None:
    query = "sv=2022-11-02&se=2025-07-01T12:00:00Z&sr=b&sp=r&sig=c2VjcmV0"
    assert rules(blob(query)) == []
    assert rules(blob(query), NOW + timedelta(seconds=1)) == ["BM602"]
    assert rules(blob(query), NOW + timedelta(days=30)) == ["BM601"]


def test_the_time_of_a_review() -> None:
    model = blob("sv=2022-11-02&se=2025-06-01T12:00:00Z&sr=b&sp=r&sig=c2VjcmV0")
    assert rules(model, datetime(2025, 6, 1, 11, 59)) == ["BM602"]
    assert rules(model, datetime(2025, 6, 1, 12, 0)) == ["BM601"]
    assert rules(model, datetime(2025, 6, 1, 13, 0, tzinfo=timezone(timedelta(hours=2)))) == ["BM602"]
    assert rules(model, datetime.max) == ["BM601"]
    assert rules(model, datetime.min.replace(tzinfo=timezone.utc)) == []
    assert [finding.rule for finding in review(model)] == ["BM601"]


def test_the_pool_of_a_job_may_have_a_short_sas() -> None:
    task = StartTask(command_line="./run.sh", resource_files=[blob("sv=1&se=2025-06-03&sp=r&sig=x")])
    assert rules(PoolSpecification(vm_size="s", start_task=task)) == []
    assert rules(PoolAddParameter(id="p", vm_size="s", start_task=task)) == ["BM602"]


@pytest.mark.parametrize(
    "line",
    [
        "/bin/bash -c 'wget \"{}\" -O a'",
        "wget {}",
        'cmd /c azcopy copy "{}" . & echo done',
        "/bin/sh -c 'azcopy copy {} .'",
        "/bin/bash -c 'URL={}; curl -fO \"$URL\"'",
    ],
)
@pytest.mark.parametrize("ampersand", ["&", "^&", "\\&"])
def test_in_a_command_line(line: str, ampersand: str) -> None:
    url = f"{BLOB}?sv=2022-11-02&se=2024-12-31&sr=b&sp=r&sig=c2VjcmV0".replace("&", ampersand)
    (finding,) = found(StartTask(command_line=line.format(url)))
    assert (finding.rule, finding.path) == ("BM601", "$.commandLine")
    assert finding.fix.startswith("Use a resource file with an identityReference")


def test_in_settings_and_mounts() -> None:
    token = "sv=2022-11-02&se=2025-06-02&sr=c&sp=rl&sig=c2VjcmV0"
    assert [f"{each.rule} {each.path}" for each in found(EnvironmentSetting(name="A", value=f"?{token}"))] == ["BM602 $.value"]
    mount = AzureBlobFileSystemConfiguration(account_name="a", container_name="c", relative_mount_path="m", sas_key=token)
    model = MountConfiguration(azure_blob_file_system_configuration=mount)
    assert [f"{each.rule} {each.path}" for each in found(model)] == ["BM602 $.azureBlobFileSystemConfiguration.sasKey"]


def test_one_finding_for_the_same_signature() -> None:
    url = f"{BLOB}?sv=2022-11-02&se=2024-12-31&sr=b&sp=r&sig=c2VjcmV0"
    assert rules(StartTask(command_line=f'/bin/bash -c \'curl -f "{url}" || wget "{url}"\'')) == ["BM601"]


@pytest.mark.parametrize(
    ("model", "missing", "fix"),
    [
        (blob("sv=1&se=2035-01-01&sp=w&sig=x"), "r (read)", "Create a SAS with sp=r."),
        (blob("sv=1&se=2035-01-01&sp=&sig=x"), "r (read)", "Create a SAS with sp=r."),
        (container("sv=1&se=2035-01-01&sr=c&sp=r&sig=x"), "l (list)", "Create a SAS with sp=rl."),
        (container("sv=1&se=2035-01-01&sr=c&sp=l&sig=x"), "r (read)", "Create a SAS with sp=rl."),
        (container("sv=1&se=2035-01-01&sr=c&sp=cw&sig=x"), "r (read) and l (list)", "Create a SAS with sp=rl."),
    ],
    ids=repr,
)
def test_permissions(model: ResourceFile, missing: str, fix: str) -> None:
    (finding,) = found(model)
    key = "httpUrl" if model.http_url else "storageContainerUrl"
    assert (finding.rule, finding.severity, finding.path, finding.fix) == ("BM603", Severity.error, f"$.{key}", fix)
    noun = "permissions" if " and " in missing else "permission"
    assert finding.message == f"the SAS in {key} lacks the {noun} {missing}, so storage refuses the download."


def test_plain_http() -> None:
    (finding,) = found(ResourceFile(http_url="http://example.com/run.sh", file_path="run.sh"))
    assert (
        str(finding)
        == "$.httpUrl: BM604 warning: httpUrl uses plain HTTP: anyone on the network path can read the download and change what"
        " the nodes run. Use https://."
    )
    (finding,) = found(ResourceFile(storage_container_url=CONTAINER.replace("https", "HTTP")))
    assert (finding.rule, finding.path) == ("BM604", "$.storageContainerUrl")
    assert finding.message.endswith(" Storage accounts refuse plain HTTP by default.")
    for script in (
        "curl -fO http://example.com/a http://example.com/b",
        "true; sudo wget -q http://example.com/a",
        "git clone http://example.com/a",
    ):
        line = f"/bin/bash -c '{script}'"
        findings = found(StartTask(command_line=line))
        assert {(finding.rule, finding.path) for finding in findings} == {("BM604", "$.commandLine")}
        spans = [finding.span for finding in findings if finding.span]
        assert [line[slice(*span)] for span in spans] == re.findall(r"http:[^ ']*", script)[:1]  # once for a command
    assert rules(ResourceFile(http_url="http://8.8.8.8/run.sh", file_path="run.sh")) == ["BM604"]


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            ResourceFile(http_url=f"{CONTAINER}?restype=container&comp=list", file_path="a"),
            "httpUrl names a container instead of a file in it",
        ),
        (ResourceFile(http_url=f"{CONTAINER}/", file_path="a"), "httpUrl names a container instead of a file in it"),
        (
            ResourceFile(http_url="https://acct.blob.core.windows.net/", file_path="a"),
            "httpUrl names a storage account instead of a file in it",
        ),
        (
            blob("sv=1&sr=c&sp=rl&sig=x", "https://acct.blob.core.chinacloudapi.cn/setup/"),
            "httpUrl names a container instead of a file in it",
        ),
        (ResourceFile(http_url="abfss://setup@acct.dfs.core.windows.net/a", file_path="a"), "httpUrl begins with abfss://"),
        (
            ResourceFile(http_url="https://github.com/o/r/blob/main/a/run.sh", file_path="a"),
            "httpUrl is the address of a web page that shows the file, so the node downloads HTML instead of the file.",
        ),
        (ResourceFile(storage_container_url="s3://bucket"), "storageContainerUrl begins with s3://"),
        (ResourceFile(storage_container_url=BLOB), "storageContainerUrl names a path in a container"),
        (
            ResourceFile(storage_container_url="https://acct.blob.core.usgovcloudapi.net/setup/v1/"),
            "storageContainerUrl names a path in a container",
        ),
        (
            ResourceFile(storage_container_url="https://acct.blob.core.windows.net"),
            "storageContainerUrl names a storage account",
        ),
        (
            ResourceFile(storage_container_url="https://acct.file.core.windows.net/share"),
            "storageContainerUrl names the file",
        ),
        (ResourceFile(storage_container_url="https://acct.queue.core.windows.net/q"), "storageContainerUrl names the queue"),
        (container("sv=1&se=2035-01-01&sr=b&sp=rl&sig=x"), "the SAS in storageContainerUrl is for a single blob (sr=b)"),
    ],
    ids=repr,
)
def test_the_wrong_kind(model: ResourceFile, message: str) -> None:
    (finding,) = found(model)
    assert (finding.rule, finding.severity) == ("BM605", Severity.error)
    assert finding.path == ("$.httpUrl" if model.http_url else "$.storageContainerUrl")
    assert finding.message.startswith(message)
    assert "https://" in finding.fix or finding.fix == "Create a SAS for the container, with sr=c and sp=rl."


def test_no_signature_is_told() -> None:
    query = "sv=1&se=2024-01-01&sr=b&sp=s3cret&sig=s3cret"
    findings = [
        *found(blob(query)),
        *found(container(query)),
        *found(StartTask(command_line=f"curl {BLOB}?{query}")),
    ]
    assert len(findings) == 4 + 1
    assert "s3cret" not in " ".join(map(str, findings))


def test_long_texts() -> None:
    for text in ("sig=" * 200_000, "sv=1&sig=1&se=2020-01-01?" * 30_000, "a" * 1_000_000 + "sig=", "https://" * 100_000):
        list(sas.signatures_in(text))
        sas.address_of(text)


@given(st.text() | st.text("https:/.?&=sigevrl%25[]@ \"'2025-01T"), st.text("sepvrtkig=&?%-0123456789TZ:+ "))
def test_any_text(text: str, query: str) -> None:
    found(ResourceFile(http_url=text, storage_container_url=f"{text}?sv=1&sig=1&{query}"))
    found(StartTask(command_line=f"{text} sv=1&sig=1&{query}"))


class TestEscapedAmpersands:
    @pytest.mark.parametrize("escape", ["&amp;", "&AMP;", "&#38;", "&#038;", "&#x26;", "\\u0026", "%26amp%3B"])
    @pytest.mark.parametrize(("attribute", "key"), [("http_url", "httpUrl"), ("storage_container_url", "storageContainerUrl")])
    def test_an_escape_in_the_query(self, escape: str, attribute: str, key: str) -> None:
        url = BLOB if attribute == "http_url" else CONTAINER
        members = {attribute: f"{url}?sv=2023-11-03{escape}se=2026-01-01{escape}sp=rl{escape}sig=abc"}
        assert [str(finding) for finding in found(ResourceFile(file_path="x", **members)) if finding.rule == "BM605"] == [
            (
                f"$.{key}: BM605 error: {key} has {escape} in its query instead of &, so the parameters after it, such as a "
                f"SAS's, aren't seen. Write & instead of {escape}, which HTML, XML and JSON use for it."
            )
        ]

    @pytest.mark.parametrize("query", ["?a=1&amp=2", "?a=1&b=%26", "?name=lamp;x=1", ""])
    def test_no_escape(self, query: str) -> None:
        assert found(ResourceFile(http_url=f"{BLOB}{query}", file_path="x")) == []
        assert found(ResourceFile(http_url=f"{BLOB.replace('run', 'a&amp;b')}", file_path="x")) == []
