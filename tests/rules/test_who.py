"""BM8: named users, managed identities, secrets in plain text."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import (
    AutoUserSpecification,
    BatchPoolIdentity,
    CloudPool,
    ComputeNodeIdentityReference,
    ContainerRegistry,
    EnvironmentSetting,
    Finding,
    MetadataItem,
    Model,
    PoolAddParameter,
    PoolPatchParameter,
    PoolSpecification,
    PoolUpdatePropertiesParameter,
    ResourceFile,
    Severity,
    StartTask,
    TaskContainerSettings,
    UserAccount,
    UserAssignedIdentity,
    UserIdentity,
    review,
)
from batchmodels.rules.discovery import RULES

IDENTITY = "/subscriptions/1/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/encoder"


def found(model: Model, rule: str = "BM8") -> list[Finding]:
    return review(model, ignore={identifier for identifier in RULES if not identifier.startswith(rule)})


def runs_as(name: Any) -> StartTask:
    return StartTask(command_line="x", user_identity=UserIdentity(user_name=name))


def accounts(*names: str) -> list[UserAccount]:
    return [UserAccount(name=name, password="s3cret") for name in names]


@pytest.mark.parametrize(
    "pool",
    [
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as("builder")),
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as("builder"), user_accounts=[]),
        PoolSpecification(vm_size="s", start_task=runs_as("builder"), user_accounts=accounts("runner", "build")),
        CloudPool(start_task=runs_as("builder"), user_accounts=accounts("runner")),
        PoolPatchParameter(start_task=runs_as("builder"), user_accounts=accounts("runner")),
    ],
    ids=lambda pool: type(pool).__name__,
)
def test_a_user_that_the_pool_lacks(pool: Model) -> None:
    assert [str(finding) for finding in found(pool)] == [
        (
            "$.startTask.userIdentity.username: BM801 error: the start task runs as the user 'builder', who isn't in the pool's"
            " userAccounts, so it can't start on any node. Add the user to the pool's userAccounts, or use an "
            "autoUser instead of"
            " username."
        )
    ]


@pytest.mark.parametrize(
    "model",
    [
        runs_as("builder"),
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as("builder"), user_accounts=accounts("runner", "builder")),
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as("Builder"), user_accounts=accounts("builder")),
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as("")),
        PoolAddParameter(id="p", vm_size="s", start_task=runs_as(3)),
        PoolAddParameter(id="p", vm_size="s", start_task=StartTask(command_line="x")),
        PoolAddParameter(
            id="p",
            vm_size="s",
            start_task=StartTask(command_line="x", user_identity=UserIdentity(auto_user=AutoUserSpecification())),
        ),
        CloudPool(start_task=runs_as("builder")),
        PoolPatchParameter(start_task=runs_as("builder")),
        PoolUpdatePropertiesParameter(
            start_task=runs_as("builder"), certificate_references=[], application_package_references=[], metadata=[]
        ),
    ],
    ids=repr,
)
def test_users_that_are_there(model: Model) -> None:
    assert found(model, "BM801") == []


def uses(identity: str | None) -> StartTask:
    reference = ComputeNodeIdentityReference(resource_id=identity)
    return StartTask(command_line="x", resource_files=[ResourceFile(identity_reference=reference)])


def attached(*identities: str) -> BatchPoolIdentity:
    return BatchPoolIdentity(
        type="UserAssigned", user_assigned_identities=[UserAssignedIdentity(resource_id=each) for each in identities]
    )


def adds(identity: Any, task: StartTask) -> PoolAddParameter:
    return PoolAddParameter(id="p", vm_size="s", start_task=task, additional_properties={"identity": identity})


@pytest.mark.parametrize(
    "pool",
    [
        CloudPool(identity=attached(f"{IDENTITY}2"), start_task=uses(IDENTITY)),
        CloudPool(identity=attached(), start_task=uses(f"{IDENTITY}/")),
        CloudPool(identity=BatchPoolIdentity(type="None"), start_task=uses(IDENTITY)),
        adds({"type": "UserAssigned", "userAssignedIdentities": {f"{IDENTITY}2": {}}}, uses(IDENTITY)),
        adds({"userAssignedIdentities": [{"resourceId": f"{IDENTITY}2"}, 3]}, uses(IDENTITY)),
        CloudPool(identity=BatchPoolIdentity(type="UserAssigned", user_assigned_identities=[3]), start_task=uses(IDENTITY)),
        CloudPool(identity=StartTask(command_line="x"), start_task=uses(IDENTITY)),
    ],
)
def test_an_identity_that_the_pool_lacks(pool: Model) -> None:
    assert [str(finding) for finding in found(pool)] == [
        (
            "$.startTask.resourceFiles[0].identityReference.resourceId: BM802 error: the identity 'encoder' "
            "isn't attached to the"
            " pool, so no node can get a token for it. Attach it to the pool through ARM "
            "(identity.userAssignedIdentities), or use"
            " an identity that the pool has."
        )
    ]


@pytest.mark.parametrize(
    "model",
    [
        uses(IDENTITY),
        CloudPool(start_task=uses(IDENTITY)),
        PoolAddParameter(id="p", vm_size="s", start_task=uses(IDENTITY)),
        CloudPool(
            identity=attached("x", IDENTITY.upper().replace("/SUBSCRIPTIONS", "/subscriptions")), start_task=uses(IDENTITY)
        ),
        CloudPool(identity=attached(f"{IDENTITY}/"), start_task=uses(IDENTITY)),
        CloudPool(identity=attached(), start_task=uses(None)),
        CloudPool(identity=attached(), start_task=uses("")),
        CloudPool(identity=attached(), start_task=uses("[parameters('identity')]")),
        adds({"userAssignedIdentities": {IDENTITY: {}}}, uses(IDENTITY)),
        adds({"userAssignedIdentities": {f"{IDENTITY.upper()}/": {}}}, uses(f"{IDENTITY}/")),
        adds({"userAssignedIdentities": [{"resourceId": f"{IDENTITY.upper()}/"}]}, uses(IDENTITY)),
        adds({"userAssignedIdentities": [{"resourceId": IDENTITY}]}, uses(IDENTITY)),
        adds({"type": "UserAssigned"}, uses(IDENTITY)),
        adds("UserAssigned", uses(IDENTITY)),
    ],
    ids=repr,
)
def test_identities_that_are_there(model: Model) -> None:
    assert found(model, "BM802") == []


def test_identities_of_registries() -> None:
    registry = ContainerRegistry(
        registry_server="a.azurecr.io", identity_reference=ComputeNodeIdentityReference(resource_id=IDENTITY)
    )
    task = StartTask(command_line="x", container_settings=TaskContainerSettings(image_name="i:1", registry=registry))
    assert [finding.path for finding in found(CloudPool(identity=attached("x"), start_task=task), "BM802")] == [
        "$.startTask.containerSettings.registry.identityReference.resourceId"
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", "s3cret"),
        ("DB_PASSWORD", "s3cret"),
        ("DbPassword", "s3cret"),
        ("PGPASSWORD", "s3cret"),
        ("DB_PWD", "s3cret"),
        ("LICENCE_TOKEN", "s3cret"),
        ("API_TOKEN2", "s3cret"),
        ("CLIENT_SECRET", "s3cret"),
        ("AZURE_STORAGE_KEY", "s3cret"),
        ("AZURE_STORAGE_ACCOUNT_KEY", "s3cret"),
        ("AWS_SECRET_ACCESS_KEY", "s3cret"),
        ("apiKey", "s3cret"),
        ("SSH_PRIVATE_KEY", "s3cret"),
        ("GITHUB_PAT", "s3cret"),
        ("CONNECTION", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0c2VjcmV0c2VjcmV0;EndpointSuffix=x"),
        ("BUS", "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0c2VjcmV0c2VjcmV0="),
        ("DB", "Server=tcp:a.database.windows.net;User ID=u;Password=s3cret;"),
        ("DATABASE_URL", "postgres://user:s3cret@db.example.com/app"),
        ("PIP_INDEX_URL", "https://build:s3cret@pkgs.example.com/simple"),
        ("X", "ghp_" + "s3cret" * 6),
        ("ID", "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cret"),
    ],
)
def test_secrets_in_settings(name: str, value: str) -> None:
    (finding,) = found(EnvironmentSetting(name=name, value=value))
    assert (finding.rule, finding.severity, finding.path) == ("BM803", Severity.warning, "$.value")
    assert (
        finding.message
        == f"{name} seems to hold a secret in plain text, which is visible in the pool's definition and on every node."
    )
    assert "s3cret" not in str(finding)
    assert "c2Vj" not in str(finding)
    assert found(MetadataItem(name=name, value=value)) == [finding]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", ""),
        ("PASSWORD", None),
        ("PASSWORD", "  "),
        ("PASSWORD", 3),
        (3, "s3cret"),
        (None, "s3cret"),
        ("PASSWORD", "$OTHER"),
        ("PASSWORD", "${OTHER}"),
        ("PASSWORD", "$(cat file)"),
        ("PASSWORD", "%OTHER%"),
        ("PASSWORD", "<password>"),
        ("PASSWORD", "{{ password }}"),
        ("PASSWORD", "[parameters('password')]"),
        ("PASSWORD", "@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/secrets/b)"),
        ("PASSWORD", "https://a.vault.azure.net/secrets/b"),
        ("PASSWORD", "***"),
        ("PASSWORD", "changeme"),
        ("PASSWORD_FILE", "s3cret"),
        ("DB_PASSWORD", "/run/secrets/password"),
        ("DB_PASSWORD", "./password"),
        ("DB_PASSWORD", "C:\\secrets\\password"),
        ("TOKEN", "token.txt"),
        ("USE_TOKEN", "true"),
        ("MAX_TOKEN", "4096"),
        ("MAX_TOKENS", "s3cret"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("TOKEN_URL", "https://login.example.com"),
        ("AUTH_TOKEN", "https://login.example.com"),
        ("SECRET_NAME", "db"),
        ("KEY_VAULT_NAME", "vault"),
        ("KEY", "value"),
        ("PUBLIC_KEY", "ssh-rsa AAAA"),
        ("PARTITION_KEY", "device"),
        ("KEYBOARD", "us"),
        ("PWD", "home"),
        ("OLD_PWD", "home"),
        ("PASS", "two"),
        ("PAT", "x1"),
        ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
        ("COMPASS", "north"),
        ("MONKEY", "george"),
        ("AZ_STORAGE_ACCOUNT", "acct"),
        ("URL", "https://example.com:8080/a@b"),
        ("CONNECTION", "AccountName=a;AccountKey=<key>"),
        ("CONNECTION", "AccountName=a;AccountKey=$KEY"),
        ("DB", "Server=a;Password=${PASSWORD}"),
        ("123", "s3cret"),
        ("", "s3cret"),
    ],
)
def test_settings_that_are_no_secrets(name: Any, value: Any) -> None:
    assert found(EnvironmentSetting(name=name, value=value)) == []


def in_bash(script: str) -> str:
    return f"/bin/bash -c '{script}'"


ENCODED = base64.b64encode("$env:API_TOKEN = 's3cret'".encode("utf-16-le")).decode()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (in_bash("docker login -u me -p s3cret example.azurecr.io"), "the value of -p"),
        (in_bash("set -e; sudo docker login a.azurecr.io --username me --password s3cret"), "the value of --password"),
        (in_bash("az login --service-principal -u me -p s3cret --tenant t"), "the value of -p"),
        (in_bash("wget --user=me --password=s3cret https://example.com/a"), "the value of --password"),
        (in_bash("az storage blob download --account-key s3cret -c a -n b"), "the value of --account-key"),
        (in_bash("curl -fsSL -u me:s3cret https://example.com/a -o a"), "the value of -u"),
        (in_bash("curl --user me:s3cret https://example.com/a"), "the value of --user"),
        (in_bash('curl -H "Authorization: Bearer s3cret-s3cret" https://example.com/a'), "an Authorization header"),
        (in_bash("git clone https://me:s3cret@github.com/a/b"), "a URL's password"),
        (in_bash("git clone https://ghp_" + "s3cret" * 6 + "@github.com/a/b"), "a GitHub token"),
        (in_bash("pip config set x glpat-" + "s3cret" * 4), "a GitLab token"),
        (in_bash("PASSWORD=s3cret ./run.sh"), "the value of PASSWORD"),
        (in_bash('export DB_PASSWORD="s3cret" && ./run.sh'), "the value of DB_PASSWORD"),
        (in_bash("docker run -e API_TOKEN=s3cret image:1"), "the value of API_TOKEN"),
        (in_bash("sshpass -p s3cret ssh a"), "the value of -p"),
        (in_bash("sshpass -ps3cret ssh a"), "the value of -p"),
        (in_bash("mysql -u root -ps3cret -e x"), "the value of -p"),
        (in_bash('echo "me:s3cret" | chpasswd'), "the input of chpasswd"),
        (in_bash("if true; then sudo env API_TOKEN=s3cret ./run.sh; fi"), "the value of API_TOKEN"),
        (in_bash('echo "AccountName=a;AccountKey=c2VjcmV0c2VjcmV0c2VjcmV0" > fuse.cfg'), "a storage or service key"),
        (in_bash("mount -t cifs //a/b /c -o username=me,password=s3cret,serverino"), "a mount's password"),
        ("./join.sh --token s3cret.s3cret", "the value of --token"),
        ('cmd /c "set API_TOKEN=s3cret&& run.bat"', "the value of API_TOKEN"),
        ("cmd /c net user builder s3cret /add", "the password argument of net"),
        ("cmd /c net use Z: \\\\a.b\\c s3cret /user:me", "the password argument of net use"),
        ('cmd /c net use Z: "\\\\a.b\\c" /user:me s3cret', "the password argument of net use"),
        ("cmd /c cmdkey /add:server /user:me /pass:s3cret", "the value of /pass"),
        ("powershell -Command \"$env:API_TOKEN = 's3cret'; ./run.ps1\"", "the value of API_TOKEN"),
        (f"powershell -EncodedCommand {ENCODED}", "the value of API_TOKEN"),
        (
            "powershell -Command \"ConvertTo-SecureString 's3cret' -AsPlainText -Force\"",
            "the password argument of convertto-securestring",
        ),
    ],
)
def test_secrets_in_command_lines(line: str, what: str) -> None:
    (finding,) = found(StartTask(command_line=line))
    assert (finding.rule, finding.severity, finding.path) == ("BM803", Severity.warning, "$.commandLine")
    assert (
        finding.message
        == f"the command line contains a secret in plain text ({what}): anyone who can read the pool or see a node's processes"
        " can read it."
    )
    assert "s3cret" not in str(finding)
    assert "c2Vj" not in str(finding)


@pytest.mark.parametrize(
    "line",
    [
        in_bash('docker login -u me -p "$PASSWORD" example.azurecr.io'),
        in_bash("docker login -u me -p $(cat password) example.azurecr.io"),
        in_bash('echo "$PASSWORD" | docker login -u me --password-stdin example.azurecr.io'),
        in_bash("docker run -p 8080:80 image:1"),
        in_bash("docker build --secret id=npm,src=.npmrc ."),
        in_bash("az login --identity"),
        in_bash("az acr login --name example"),
        in_bash("mkdir -p data && cp -p a b && ssh -p 2222 host"),
        in_bash('wget --password="$PASSWORD" https://example.com/a'),
        in_bash("wget --password= https://example.com/a"),
        in_bash("tool --password-file /run/secret --token-url https://example.com"),
        in_bash('tool --password-file=secret --token "$TOKEN" --password'),
        in_bash("tool --token -v"),
        in_bash('curl -u "$USER:$PASSWORD" https://example.com/a'),
        in_bash("curl -u me https://example.com/a"),
        in_bash("curl -u me: https://example.com/a"),
        in_bash('curl -H "Authorization: Bearer $TOKEN" https://example.com/a'),
        in_bash('curl -H "Metadata: true" http://169.254.169.254/metadata/identity/oauth2/token?resource=x'),
        in_bash("git clone https://github.com/a/b || git -C b pull"),
        in_bash("git clone https://$TOKEN@github.com/a/b"),
        in_bash("git clone https://me:$TOKEN@github.com/a/b"),
        in_bash("git clone git@github.com:a/b"),
        in_bash("TOKEN=$(curl -s https://example.com/token); export TOKEN"),
        in_bash("export DB_PASSWORD=$OTHER PASSWORD_FILE=secret TOKEN_URL=https://example.com"),
        in_bash("export DB_PASSWORD="),
        in_bash('azcopy copy "https://a.blob.core.windows.net/c-files?sv=1&sr=c&sig=$SIGNATURE" .'),
        in_bash("mount -t cifs //a/b /c -o username=me,password=$PASSWORD,serverino"),
        in_bash("sshpass -e ssh a && sshpass -f file ssh a"),
        in_bash("mysql -u root -p -e x; mysql -P 3306 -h host"),
        in_bash('echo "me:$PASSWORD" | chpasswd'),
        in_bash("echo a:b | tee file"),
        in_bash("chpasswd < file"),
        in_bash("useradd -m -s /bin/bash builder; passwd -l builder"),
        in_bash("apt-key add key.gpg; install -m 600 id_rsa.pub /etc/ssh"),
        in_bash('azcopy login --identity && azcopy copy "https://a.blob.core.windows.net/c-files/b" .'),
        in_bash('python -c "print(1)" --tokens 5'),
        "./join.sh --token-file token",
        'cmd /c "set TOKEN=%OTHER%&& run.bat"',
        "cmd /c net user builder * /add & net user builder /active:yes & net start spooler & net use",
        "cmd /c cmdkey /add:server /user:me /pass:%PASSWORD%",
        "cmd /c net use Z: \\\\a.b\\c /persistent:no & net use Z: \\\\a.b\\c * /user:me & net use Z: \\\\a.b\\c %PASSWORD%",
        "cmd /c net use Z: /delete",
        "cmd /c set PATH=%PATH%;C:\\tools",
        "powershell -Command \"$env:API_TOKEN = $token; $env:PATH += 'x'\"",
        'powershell -Command "$env:API_TOKEN = (Get-Secret x)"',
        'powershell -Command "ConvertTo-SecureString $env:PASSWORD -AsPlainText -Force; ConvertTo-SecureString -String"',
        'powershell -Command "ConvertTo-SecureString (Get-Content a)"',
        "",
    ],
)
def test_command_lines_without_secrets(line: str) -> None:
    assert found(StartTask(command_line=line)) == []


def test_several_secrets() -> None:
    line = in_bash("export A_TOKEN=s3cret; export A_TOKEN=s3cret B_TOKEN=s3cret")
    assert [re.search(r"\((.*?)\)", finding.message)[1] for finding in found(StartTask(command_line=line))] == [
        "the value of A_TOKEN",
        "the value of B_TOKEN",
    ]


def test_secrets_in_the_options_of_a_container() -> None:
    (finding,) = found(TaskContainerSettings(image_name="i:1", container_run_options="--rm -e API_TOKEN=s3cret -v /a:/b"))
    assert finding.path == "$.containerRunOptions"
    assert finding.message.startswith("the container's options contain a secret")
    assert (
        found(TaskContainerSettings(image_name="i:1", container_run_options="--rm -e API_TOKEN -p 80:80 --shm-size 1g")) == []
    )


def test_long_texts() -> None:
    for unit in ("://a:", "; ", "AccountKey=", "authorization: ", "A_PASSWORD=", "-----BEGIN ", "x.", "a://", "Aa1_"):
        text = unit * (300_000 // len(unit))
        found(EnvironmentSetting(name=text, value=text))
        found(EnvironmentSetting(name="PASSWORD", value=text))
        found(TaskContainerSettings(image_name="i", container_run_options=text))


words = st.sampled_from(
    ["docker", "login", "-p", "curl", "-u", "net", "user", "x", "a:b", "|", "chpasswd", "mysql", "-px", "A_TOKEN=x"]
)


@given(
    st.lists(words | st.text()).map(" ".join),
    st.sampled_from(["{}", "/bin/sh -c '{}'", "cmd /c {}", 'powershell -Command "{}"']),
)
def test_any_command_line(text: str, line: str) -> None:
    found(
        StartTask(
            command_line=line.format(text), container_settings=TaskContainerSettings(image_name="i", container_run_options=text)
        )
    )
