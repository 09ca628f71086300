"""Mounts, registries, accounts and machines of pools: values just inside and just outside of what the rules report."""

from __future__ import annotations

from typing import Any

import pytest
from test_pool_limits import OWN, UBUNTU, WINDOWS, found, only, pool

from batchmodels import (
    PoolAddParameter,
    PoolPatchParameter,
    Severity,
    TaskContainerSettings,
    VirtualMachineConfiguration,
    review,
)
from batchmodels.rules.finding import Replace

KEY = "a2V5"
PRIVATE = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"


def share(**members: Any) -> dict[str, Any]:
    usual = {
        "accountName": "media",
        "azureFileUrl": "https://media.file.core.windows.net/s",
        "accountKey": KEY,
        "relativeMountPath": "S",
    }
    return {"azureFileShareConfiguration": {**usual, **members}}


def blobs(**members: Any) -> dict[str, Any]:
    usual = {"accountName": "media", "containerName": "clips", "accountKey": KEY, "relativeMountPath": "b"}
    return {"azureBlobFileSystemConfiguration": {**usual, **members}}


def export(**members: Any) -> dict[str, Any]:
    return {"nfsMountConfiguration": {"source": "server:/x", "relativeMountPath": "n", **members}}


def cifs(**members: Any) -> dict[str, Any]:
    usual = {"username": "u", "password": "p", "source": "//server/x", "relativeMountPath": "c"}
    return {"cifsMountConfiguration": {**usual, **members}}


def mounted(rule: str, *mounts: dict[str, Any], machine: Any = UBUNTU) -> list[str]:
    return found(rule, machine, mountConfiguration=list(mounts))


# --- BM014 to BM016 and BM028


@pytest.mark.parametrize(
    ("options", "on_linux", "on_windows"),
    [
        (None, [], []),
        ("", [], []),
        ("-o vers=3.0", [], ["error"]),
        (" -o vers=3.0", [], ["error"]),
        ("-overs=3.0", [], []),
        ("--verbose", [], []),
        ("vers=3.0", ["warning"], []),
        ("/persistent:Yes", ["error"], []),
        ("/P:no /y", ["error"], []),
        ("/y", ["error"], []),
        ("-o uid=0,path=/x:y", [], ["error"]),
    ],
)
def test_mount_options(options: str | None, on_linux: list[str], on_windows: list[str]) -> None:
    assert mounted("BM014", share(mountOptions=options)) == on_linux
    assert mounted("BM014", share(mountOptions=options), machine=WINDOWS) == on_windows
    assert mounted("BM014", share(mountOptions=options), machine=None) == []


@pytest.mark.parametrize("mount", [blobs(), export(), cifs()])
def test_windows_mounts_only_azure_files(mount: dict[str, Any]) -> None:
    assert mounted("BM014", mount, machine=WINDOWS) == ["error"]
    assert mounted("BM014", mount) == []


@pytest.mark.parametrize(
    ("path", "on_linux", "on_windows"),
    [
        ("data", [], ["warning"]),
        ("S", [], []),
        ("S:", ["warning"], []),
        ("s:\\", ["warning"], []),
        ("S:/", ["warning"], []),
        ("/S", ["warning"], ["warning"]),
        ("a/..", ["warning"], ["warning"]),
        ("..\\a", ["warning"], ["warning"]),
        ("a..b", [], ["warning"]),
        ("", [], []),
    ],
)
def test_mount_paths(path: str, on_linux: list[str], on_windows: list[str]) -> None:
    assert mounted("BM015", share(relativeMountPath=path)) == on_linux
    assert mounted("BM015", share(relativeMountPath=path), machine=WINDOWS) == on_windows


def test_mount_paths_are_unique() -> None:
    assert mounted("BM015", share(relativeMountPath="a"), blobs(relativeMountPath="A/")) == ["warning"]
    assert mounted("BM015", share(relativeMountPath="a"), blobs(relativeMountPath="a/b")) == []
    assert mounted("BM015", share(), share(), share(), machine=WINDOWS) == ["warning", "warning"]
    patch = PoolPatchParameter.deserialize({"mountConfiguration": [share(), share()]})
    assert [finding.path for finding in only("BM015", patch)] == [
        "$.mountConfiguration[1].azureFileShareConfiguration.relativeMountPath"
    ]


@pytest.mark.parametrize(("path", "proposed"), [("/mnt/frames", "frames"), ("/mnt/frames/", "frames"), ("/", "data")])
def test_the_path_that_is_proposed(path: str, proposed: str) -> None:
    (finding,) = only("BM015", pool(mountConfiguration=[share(relativeMountPath=path)]))
    assert finding.fix == f"Use a relative path, such as {proposed}; tasks find it in $AZ_BATCH_NODE_MOUNTS_DIR."


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://media.file.core.windows.net/s", None),
        ("HTTPS://Media.File.Core.Windows.Net/s/dir", None),
        ("https://media.privatelink.file.core.windows.net/s", None),
        ("https://media.z12.file.storage.azure.net/s", None),
        ("https://media.file.core.chinacloudapi.cn/s", None),
        ("https://files.example.com/s", None),
        ("https://media.file.core.windows.net", "azureFileUrl names no share, only the storage account."),
        ("https://media.file.core.windows.net//", "azureFileUrl names no share, only the storage account."),
        ("https://other.file.core.windows.net/s", "azureFileUrl is of the storage account other, but accountName is media."),
        (
            "https://media.dfs.core.windows.net/s",
            "azureFileUrl names the host media.dfs.core.windows.net, which isn't that of Azure Files.",
        ),
        ("media.file.core.windows.net/s", "azureFileUrl 'media.file.core.windows.net/s' isn't a URL."),
        ("smb://media.file.core.windows.net/s", "azureFileUrl 'smb://media.file.core.windows.net/s' isn't a URL."),
        (
            "https://media.file.core.windows.net/s?sv=1",
            "azureFileUrl has a query, for example a SAS, but a mount takes only the accountKey.",
        ),
        ("http://media.file.core.windows.net/s", "azureFileUrl begins with http://, but the service expects https://."),
    ],
)
def test_urls_of_shares(url: str, message: str | None) -> None:
    assert [each.message for each in only("BM016", pool(mountConfiguration=[share(azureFileUrl=url)]))] == (
        [message] if message else []
    )


def test_http_has_an_edit() -> None:
    (finding,) = only("BM016", pool(mountConfiguration=[share(azureFileUrl="http://media.file.core.windows.net/s")]))
    steps = ("mountConfiguration", 0, "azureFileShareConfiguration", "azureFileUrl")
    assert finding.edit == Replace(steps, "https://media.file.core.windows.net/s")


@pytest.mark.parametrize(
    ("mount", "right"),
    [
        (export(source="server:/x"), True),
        (export(source="a.blob.core.windows.net:/a/c"), True),
        (export(source="a.file.core.windows.net://a/c"), True),
        (export(source="server://x"), True),
        (export(source="nfs://server/x"), False),
        (export(source="HTTPS://a.file.core.windows.net/a/c"), False),
        (export(source="smb://server/x"), False),
        (export(source="//server:/x"), False),
        (export(source="server"), False),
        (export(source=""), True),
        (cifs(source="//server/x"), True),
        (cifs(source="\\\\server\\x"), True),
        (cifs(source="server/x"), False),
        (cifs(source=""), True),
        (blobs(containerName="a-b"), True),
        (blobs(containerName="$web"), True),
        (blobs(containerName="a" * 63), True),
        (blobs(containerName="a" * 64), False),
        (blobs(containerName="ab"), False),
        (blobs(containerName="a--b"), False),
        (blobs(containerName="Inputs"), False),
        (blobs(containerName="a/b"), False),
        (blobs(accountName="abc"), True),
        (blobs(accountName="a" * 24), True),
        (blobs(accountName="a" * 25), False),
        (blobs(accountName="ab"), False),
        (blobs(accountName="media.blob.core.windows.net"), False),
        (cifs(username="media.x"), True),
    ],
)
def test_sources(mount: dict[str, Any], right: bool) -> None:
    assert mounted("BM016", mount) == ["error"] * (not right)


@pytest.mark.parametrize(
    ("token", "reported"),
    [
        ("sv=1&se=2026-11-30&sp=rl&sig=x", True),
        ("?sv=1&se=2026-12-01T00:00:00Z&sp=rl&sig=x", True),
        ("sv=1&se=2026-12-01T00:01:00Z&sp=rl&sig=x", False),
        ("sv=1&si=policy&sig=x", False),
        ("nothing", False),
    ],
)
def test_the_sas_of_a_mount(token: str, reported: bool) -> None:
    assert mounted("BM601", blobs(accountKey=None, sasKey=token)) == ["error"] * reported


@pytest.mark.parametrize(
    ("members", "reported"),
    [
        ({"accountKey": None}, True),
        ({"accountKey": KEY}, False),
        ({"accountKey": None, "sasKey": "x"}, False),
        ({"accountKey": None, "identityReference": {"resourceId": "/x"}}, False),
    ],
)
def test_access_to_a_container(members: dict[str, Any], reported: bool) -> None:
    assert mounted("BM028", blobs(**members)) == ["error"] * reported


# --- BM017 to BM019


def containers(names: list[str] | None = None, servers: list[str] | None = None) -> dict[str, Any]:
    registries = [{"registryServer": server, "username": "u", "password": "p"} for server in servers or []]
    settings = {"type": "dockerCompatible", "containerImageNames": names or [], "containerRegistries": registries}
    return {**OWN, "containerConfiguration": settings}


@pytest.mark.parametrize(
    ("server", "severity", "edit"),
    [
        ("reg.azurecr.io", None, None),
        ("ghcr.io", None, None),
        ("localhost", None, None),
        ("localhost:5000", None, None),
        ("cache:5000", None, None),
        ("reg.example.com:443", None, None),
        ("", None, None),
        ("reg", "error", "reg.azurecr.io"),
        ("REG", "error", "reg.azurecr.io"),
        ("other", "error", None),
        ("https://reg.azurecr.io", "warning", "reg.azurecr.io"),
        ("https://reg.azurecr.io/", "warning", "reg.azurecr.io"),
        ("reg.azurecr.io/team", "warning", "reg.azurecr.io"),
        ("https://index.docker.io/v1/", "warning", "docker.io"),
        ("https://reg", "error", None),
        ("my reg.azurecr.io", "error", None),
    ],
)
def test_registry_servers(server: str, severity: str | None, edit: str | None) -> None:
    findings = only("BM017", pool(containers(["reg.azurecr.io/x:1"], [server])))
    assert [finding.severity.value for finding in findings] == ([severity] if severity else [])
    assert [finding.edit.value for finding in findings if isinstance(finding.edit, Replace)] == ([edit] if edit else [])


def test_the_registry_of_a_task() -> None:
    settings = TaskContainerSettings.deserialize({"imageName": "reg.azurecr.io/x", "registry": {"registryServer": "reg"}})
    (finding,) = only("BM017", settings)
    assert finding.edit == Replace(("registry", "registryServer"), "reg.azurecr.io")


@pytest.mark.parametrize(
    ("names", "servers", "severities"),
    [
        (["a/b:1", "ubuntu", "mcr.microsoft.com/x", "quay.io/x"], [], []),
        (["reg.azurecr.io/x"], ["reg.azurecr.io"], []),
        (["reg.azurecr.io/x"], ["REG.azurecr.io"], []),
        (["reg.azurecr.io/x"], ["reg"], []),
        (["reg.azurecr.io/x"], ["https://reg.azurecr.io"], []),
        (["reg.azurecr.io/x"], ["other.azurecr.io"], ["warning"]),
        (["reg.azurecr.io/x"], [], ["note"]),
        (["reg.example.com/x"], ["other.example.com"], []),
        (["a", "a"], [], ["note"]),
        (["a:1", "a:2"], [], []),
        (["https://reg.azurecr.io/x"], ["reg.azurecr.io"], ["error"]),
        (["reg.azurecr.io/X"], ["reg.azurecr.io"], ["error"]),
        (["reg.azurecr.io/x:Tag"], ["reg.azurecr.io"], []),
        (["Ubuntu"], [], ["error"]),
        (["a b"], [], ["error"]),
        (["a/"], [], ["error"]),
        ([f"a@sha256:{'0' * 64}"], [], []),
        ([f"a:{'x' * 128}"], [], []),
        ([f"a:{'x' * 129}"], [], ["error"]),
        (["localhost:5000/x"], [], []),
    ],
)
def test_images_of_containers(names: list[str], servers: list[str], severities: list[str]) -> None:
    assert found("BM018", containers(names, servers)) == severities


@pytest.mark.parametrize("name", ["reg.azurecr.io/Team/x", "reg.azurecr.io/x/Tool:1", "Tool", "Team/x"])
def test_upper_case_letters(name: str) -> None:
    (finding,) = only("BM018", pool(containers([name], ["reg.azurecr.io"])))
    assert finding.message == f"the name of the image {name!r} has upper-case letters, which Docker refuses."


@pytest.mark.parametrize(
    ("registry", "reported"),
    [
        ({"registryServer": "reg.azurecr.io"}, True),
        ({"registryServer": "REG.azurecr.us"}, True),
        ({"registryServer": "ghcr.io"}, False),
        ({}, False),
        ({"registryServer": "reg.azurecr.io", "username": "u", "password": "p"}, False),
        ({"registryServer": "reg.azurecr.io", "identityReference": {"resourceId": "/x"}}, False),
    ],
)
def test_private_registries_need_a_login(registry: dict[str, Any], reported: bool) -> None:
    settings = {"type": "dockerCompatible", "containerRegistries": [registry]}
    assert found("BM030", {**OWN, "containerConfiguration": settings}) == ["warning"] * reported


def test_containers_need_a_runtime() -> None:
    settings = {"containerConfiguration": {"type": "dockerCompatible"}}
    assert found("BM019", {**UBUNTU, **settings}) == ["warning"]
    assert found("BM019", UBUNTU) == []
    assert found("BM019", {**OWN, **settings}) == []
    assert found("BM019", {**WINDOWS, **settings}) == []


# --- BM020 and BM021


def accounts(*members: dict[str, Any], machine: Any = UBUNTU, **others: Any) -> Any:
    return pool(machine, userAccounts=[{"name": "builder", "password": "p", **each} for each in members], **others)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        (PRIVATE, False),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3\n-----END OPENSSH PRIVATE KEY-----", False),
        ("ssh-rsa AAAA a@b", True),
        ("  ssh-ed25519 AAAA", True),
        ("ecdsa-sha2-nistp256 AAAA", True),
        ("-----BEGIN PUBLIC KEY-----\nMII", True),
        ("---- BEGIN SSH2 PUBLIC KEY ----", True),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII", True),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMII", True),
        ("~/.ssh/id_rsa", True),
        ("/home/a/.ssh/key", True),
        ("C:\\keys\\node.ppk", True),
        ("node.pem", True),
        ("id_ed25519", True),
        ("k", False),
        ("MIIEowIBAAKCAQEA/x+y==", False),
    ],
)
def test_keys(key: str, wrong: bool) -> None:
    account = {"linuxUserConfiguration": {"sshPrivateKey": key}}
    talking = only("BM020", accounts(account, enableInterNodeCommunication=True))
    assert [finding.severity for finding in talking] == [Severity.error] * wrong
    silent = only("BM020", accounts(account, enableInterNodeCommunication=False))
    assert [finding.severity for finding in silent] == [Severity.error] * wrong + [Severity.warning]
    assert "MII" not in "".join(str(finding) for finding in (*talking, *silent))


def test_a_change_may_leave_the_communication_as_it_is() -> None:
    account = {"name": "b", "password": "p", "linuxUserConfiguration": {"sshPrivateKey": PRIVATE}}
    patch = PoolPatchParameter.deserialize({"userAccounts": [account]})
    assert only("BM020", patch) == []
    patch = PoolPatchParameter.deserialize({"userAccounts": [account], "enableInterNodeCommunication": False})
    assert len(only("BM020", patch)) == 1


@pytest.mark.parametrize(
    ("name", "on_linux", "on_windows"),
    [
        ("builder", 0, 0),
        ("root", 1, 0),
        ("Administrator", 0, 1),
        ("PoolNonAdmin", 1, 1),
        ("_azbatch", 1, 1),
        ("nobody", 1, 0),
        ("Guest", 0, 1),
    ],
)
def test_names_that_are_taken(name: str, on_linux: int, on_windows: int) -> None:
    assert len(only("BM021", accounts({"name": name}))) == on_linux
    assert len(only("BM021", accounts({"name": name}, machine=WINDOWS))) == on_windows


def test_settings_of_accounts() -> None:
    on_windows, on_linux = {"windowsUserConfiguration": {}}, {"linuxUserConfiguration": {}}
    assert [finding.severity for finding in only("BM021", accounts(on_windows))] == [Severity.error]
    assert only("BM021", accounts(on_windows, machine=WINDOWS)) == []
    assert [finding.severity for finding in only("BM021", accounts(on_linux, machine=WINDOWS))] == [Severity.warning]
    assert only("BM021", accounts(on_linux)) == []
    assert only("BM021", accounts(on_windows, machine=None)) == []
    assert [finding.path for finding in only("BM021", accounts({"name": "a"}, {"name": "A"}))] == ["$.userAccounts[1].name"]
    assert only("BM021", accounts({"name": "a"}, {"name": "ab"})) == []


HPC = "microsoft-dsvm:ubuntu-hpc:2404 with batch.node.ubuntu 24.04"


@pytest.mark.parametrize(
    ("image", "name", "instead"),
    [
        (("debian", "debian-12", "12-gen2"), "Debian 12", HPC),
        (("almalinux", "almalinux-x86_64", "9-gen2"), "AlmaLinux 9", HPC),
        (("canonical", "ubuntu-24_04-lts", "server"), "Ubuntu 24.04", "microsoft-dsvm:ubuntu-hpc:2404"),
        (("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts"), "Ubuntu 22.04", "microsoft-dsvm:ubuntu-hpc:2204"),
        (
            ("microsoftwindowsserver", "windowsserver", "2019-datacenter"),
            "Windows Server 2019",
            "mirantis:windows_2022_with_mirantis_container_runtime:win_2022_mcr_20_10",
        ),
    ],
)
def test_an_image_with_a_runtime_instead(image: tuple[str, str, str], name: str, instead: str) -> None:
    reference = dict(zip(("publisher", "offer", "sku"), image, strict=True))
    machine = VirtualMachineConfiguration.deserialize({"imageReference": reference, "containerConfiguration": {}})
    assert [str(each) for each in review(machine) if each.rule == "BM019"] == [
        (
            f"$.imageReference: BM019 warning: the pool's image, {name}, has no container runtime, so its nodes can't run "
            f"containers. Use an image with the capability DockerCompatible, such as {instead}, or a custom image with a "
            "container runtime."
        )
    ]


@pytest.mark.parametrize(
    ("script", "reported"),
    [
        ("mkdir -p /data/cache && chmod 1777 /data/cache", True),
        ("mkdir -p /data/cache && mount /dev/disk/azure/scsi1/lun0 /data/cache", False),
        ("mkdir -p /opt/cache", False),
        ("bash disks.sh; mkdir -p /data/cache", False),
    ],
)
def test_a_data_disk_that_nothing_mounts(script: str, *, reported: bool) -> None:
    image = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}
    machine = {"imageReference": image, "dataDisks": [{"lun": 0, "diskSizeGB": 512}]}
    document = {"virtualMachineConfiguration": machine, "startTask": {"commandLine": f"/bin/bash -c '{script}'"}}
    sentence = (
        "$.startTask.commandLine: BM336 warning: the pool has data disks, but the start task mounts none of them, so files in "
        "/data/cache are on the disk of the system. Format the disk once and mount it: blkid /dev/disk/azure/scsi1/lun0 || "
        "mkfs.ext4 /dev/disk/azure/scsi1/lun0; mount /dev/disk/azure/scsi1/lun0 DIRECTORY, with the lun of the data disk."
    )
    findings = [str(each) for each in review(PoolAddParameter.deserialize(document)) if each.rule == "BM336"]
    assert [text for text in findings if "mounts none" in text] == [sentence] * reported
