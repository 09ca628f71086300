"""Plans: what a node would do with a start task."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planting import OTHER_LINES, WRAPPERS
from strategies import broken_models

from batchmodels import (
    ApplicationPackageReference,
    AutoUserScope,
    AutoUserSpecification,
    ComputeNodeIdentityReference,
    ContainerHostBatchBindMountEntry,
    ContainerHostDataPath,
    EnvironmentSetting,
    ImageReference,
    MountConfiguration,
    NFSMountConfiguration,
    Plan,
    PoolAddParameter,
    PoolPatchParameter,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    UserAccount,
    UserIdentity,
    VirtualMachineConfiguration,
    identities,
    plan,
)

NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)


def sections(found: Plan) -> dict[str, list[str]]:
    return {title: list(lines) for title, lines in found.sections}


def pool(agent: str, **members: Any) -> PoolAddParameter:
    image = ImageReference(publisher="p", offer="o", sku="s")
    machine = VirtualMachineConfiguration(image_reference=image, node_agent_sku_id=agent)
    return PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, **members)


LINUX = pool("batch.node.ubuntu 24.04")
WINDOWS = pool("batch.node.windows amd64")


def test_the_text_of_a_plan() -> None:
    task = StartTask(
        command_line="/bin/bash -c 'set -e; apt-get update && apt-get install -y jq'",
        environment_settings=[EnvironmentSetting(name="MODE", value="fast")],
        user_identity=identities.pool_admin(),
        max_task_retry_count=2,
        wait_for_success=True,
    )
    text = str(plan(task, LINUX))
    before, after = text.split("\n  AZ_BATCH_ACCOUNT_NAME")
    assert before == (
        "Command\n"
        "  program:    /bin/bash\n"
        "  argument 1: -c\n"
        "  argument 2: set -e; apt-get update && apt-get install -y jq\n"
        "\n"
        "Script\n"
        "  /bin/bash reads this script:\n"
        "    set -e\n"
        "    apt-get update\n"
        "    && apt-get install -y jq\n"
        "\n"
        "Environment\n"
        "  MODE = ***"
    )
    assert after.split("\n\n", 1)[1] == (
        "User\n"
        "  An auto-user that tasks of the pool share, with administrator rights.\n"
        "  On Linux, it is root or can become root with sudo; images differ in this.\n"
        "\n"
        "Directory\n"
        "  The command runs in $AZ_BATCH_NODE_STARTUP_DIR/wd.\n"
        "  stdout.txt and stderr.txt are one level above.\n"
        "  AZ_BATCH_NODE_ROOT_DIR differs between images: "
        "/mnt/batch/tasks, /mnt/resource/batch/tasks or /opt/batch/data/tasks.\n"
        "\n"
        "Runs\n"
        "  It runs when the node joins the pool, after a reboot or a reimage, and sometimes when Azure recovers the node.\n"
        "  Each run has up to 3 attempts: the command is repeated while its exit code isn't 0.\n"
        "  A failed download is not an attempt: it fails the start task at once.\n"
        "  A retry finds the working directory as the attempt before left it.\n"
        "  A new run finds the working directory deleted and created again, with the files downloaded again.\n"
        "  Everything else on the node stays as it was: packages, users, services, files elsewhere. A reimage removes it.\n"
        "\n"
        "Node\n"
        "  The node waits in the state waitingforstarttask until the start task ends, and accepts no tasks. "
        "Batch sets no time limit.\n"
        "  If the last attempt fails, the state becomes starttaskfailed, and the node accepts no tasks.\n"
        "  The node costs money from its allocation on, while it waits and after the start task has failed, "
        "until it is removed."
    )


def test_an_operator_without_a_shell_is_an_argument() -> None:
    found = plan(StartTask(command_line="apt-get update && apt-get install -y jq"))
    assert (found.program, found.arguments) == ("apt-get", ("update", "&&", "apt-get", "install", "-y", "jq"))
    assert found.script is None
    assert sections(found)["Command"][2:4] == ["argument 2: &&   (an argument: no shell reads it)", "argument 3: apt-get"]
    assert sections(found)["Command"][-1] == (
        "No shell reads the command line: operators, variables and patterns in it are plain text."
    )


def test_arguments_that_the_shell_does_not_run() -> None:
    found = plan(StartTask(command_line="/bin/sh -c echo hi"))
    assert sections(found)["Script"] == [
        "/bin/sh reads this script:",
        "  echo",
        "The shell runs none of the arguments after the script: hi",
    ]


def test_compound_commands() -> None:
    script = "for f in *.tgz; do tar xzf $f | tee log; done; if test -f a; then ./a; else ./b; fi; (cd x && ls) > out; ! ./c &"
    found = plan(StartTask(command_line=f'/bin/bash -c "{script}"'))
    assert sections(found)["Script"][1:] == [
        "  for f in *.tgz; do",
        "    tar xzf $f",
        "    | tee log",
        "  done",
        "  if",
        "    test -f a",
        "  then",
        "    ./a",
        "  else",
        "    ./b",
        "  fi",
        "  (",
        "    cd x",
        "    && ls",
        "  ) > out",
        "  ! ./c &",
    ]


def test_a_script_that_is_not_complete() -> None:
    found = plan(StartTask(command_line="/bin/bash -c 'if true; then ls'"))
    assert found.script is not None
    assert sections(found)["Script"][-1] == f"The script isn't complete: {found.script.unfinished} is missing."


def test_windows() -> None:
    task = StartTask(
        command_line='cmd /c "mkdir C:\\tools & call install.bat"',
        resource_files=[ResourceFile(http_url="https://example.com/install.bat", file_path="install.bat")],
    )
    found = plan(task, WINDOWS)
    assert found.windows is True
    assert found.directory == r"%AZ_BATCH_NODE_STARTUP_DIR%\wd"
    assert found.files[0].mode == ""
    assert sections(found)["Command"][-1] == "On Windows, the program splits its arguments itself; most split them like this."
    assert sections(found)["Script"] == ["cmd reads this script:", "  mkdir C:\\tools", "  call install.bat"]
    assert sections(found)["Directory"][-1] == (
        r"AZ_BATCH_NODE_ROOT_DIR differs between images: D:\batch\tasks or C:\batch\data\tasks."
    )
    assert "AZ_BATCH_CERTIFICATES_DIR" not in {variable.name for variable in found.environment}


def test_powershell() -> None:
    found = plan(StartTask(command_line='powershell -Command "New-Item x; ls"'))
    assert sections(found)["Script"] == ["PowerShell reads this script:", "  New-Item x", "  ls"]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("batch.node.ubuntu 24.04", "AZ_BATCH_APP_PACKAGE_my_tool_1_5"),
        ("batch.node.windows amd64", "AZ_BATCH_APP_PACKAGE_my-tool#1.5"),
    ],
)
def test_application_packages(agent: str, name: str) -> None:
    package = "/subscriptions/0/resourceGroups/r/providers/Microsoft.Batch/batchAccounts/a/applications/my-tool"
    references = [ApplicationPackageReference(application_id=package, version="1.5")]
    found = plan(StartTask(command_line="x"), pool(agent, application_package_references=references))
    assert found.environment[-1].name == name
    assert found.environment[-1].value == "the directory of the application package my-tool"


def test_an_application_package_without_version() -> None:
    references = [ApplicationPackageReference(application_id="tool"), ApplicationPackageReference.deserialize({})]
    found = plan(StartTask(command_line="x"), pool("batch.node.ubuntu 24.04", application_package_references=references))
    assert found.environment[-1].name == "AZ_BATCH_APP_PACKAGE_tool"


BLOB = "https://examplemedia.blob.core.windows.net/setup"
SAS = "?sv=2022-11-02&sr=b&sp=r&se=2031-01-01T00:00:00Z&sig=s3cret"


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (
            ResourceFile(http_url=f"{BLOB}/a.sh{SAS}", file_path="a.sh"),
            f"a.sh: {BLOB}/a.sh; access: a SAS, which expires at 2031-01-01T00:00:00Z, mode 0770",
        ),
        (
            ResourceFile(http_url=f"{BLOB}/a.sh{SAS}".replace("2031", "2029"), file_path="a.sh"),
            f"a.sh: {BLOB}/a.sh; access: a SAS, which expired at 2029-01-01T00:00:00Z, mode 0770",
        ),
        (
            ResourceFile(http_url=f"{BLOB}/a.sh?sv=1&si=policy&sig=s3cret", file_path="a.sh", file_mode="0755"),
            f"a.sh: {BLOB}/a.sh; access: a SAS, which shows no expiry, mode 0755",
        ),
        (
            ResourceFile(http_url=f"{BLOB}/a.sh", file_path="bin/a.sh"),
            f"bin/a.sh: {BLOB}/a.sh; access: none, so only a public blob can be read, mode 0770",
        ),
        (
            ResourceFile(http_url="https://example.com/a.sh", file_path="a.sh"),
            "a.sh: https://example.com/a.sh; access: none, mode 0770",
        ),
        (
            ResourceFile(
                storage_container_url=BLOB,
                blob_prefix="in/",
                file_path="data/",
                identity_reference=ComputeNodeIdentityReference(resource_id="/a/userAssignedIdentities/reader"),
            ),
            f"data/: all blobs whose names start with in/ of {BLOB}; access: the managed identity reader, mode 0770",
        ),
        (
            ResourceFile(auto_storage_container_name="data"),
            "./: all blobs of the container data; access: the storage account that is linked to the Batch account, mode 0770",
        ),
        (ResourceFile(file_path="x"), "x: no source; access: none, mode 0770"),
    ],
)
def test_files(file: ResourceFile, line: str) -> None:
    assert sections(plan(StartTask(command_line="x", resource_files=[file]), now=NOW))["Files"] == [line]


@pytest.mark.parametrize(
    ("identity", "administrator", "sentence"),
    [
        (None, False, "An auto-user for this task only, without administrator rights."),
        (identities.task_admin(), True, "An auto-user for this task only, with administrator rights."),
        (UserIdentity(user_name="builder"), True, "The account builder of the pool, with administrator rights."),
        (UserIdentity(user_name="other"), None, "The account other of the pool, with the rights of its account."),
        (
            UserIdentity(auto_user=AutoUserSpecification(scope=AutoUserScope.pool)),
            False,
            "An auto-user that tasks of the pool share, without administrator rights.",
        ),
    ],
)
def test_users(identity: UserIdentity | None, administrator: bool | None, sentence: str) -> None:
    accounts = [UserAccount.deserialize({"name": "builder", "password": "s3cret", "elevationLevel": "admin"})]
    found = plan(StartTask(command_line="x", user_identity=identity), pool("batch.node.debian 12", user_accounts=accounts))
    assert found.administrator is administrator
    assert sections(found)["User"][0] == sentence


@pytest.mark.parametrize(("retries", "attempts"), [(None, 1), (0, 1), (3, 4), (-1, -1), (-2, None), ("3", None), (True, None)])
def test_attempts(retries: Any, attempts: int | None) -> None:
    assert plan(StartTask(command_line="x", max_task_retry_count=retries)).attempts == attempts


def test_unlimited_attempts() -> None:
    found = sections(plan(StartTask(command_line="x", max_task_retry_count=-1)))
    assert found["Runs"][1] == "Each run has any number of attempts: the command is repeated until its exit code is 0."
    assert found["Node"][0] == (
        "The node waits in the state waitingforstarttask until an attempt succeeds, and accepts no tasks. "
        "Batch sets no time limit."
    )


def test_a_node_that_does_not_wait() -> None:
    assert sections(plan(StartTask(command_line="x", wait_for_success=False)))["Node"] == [
        "The node accepts tasks at once, while the start task runs and even after it fails.",
        "The node costs money in any case.",
    ]
    broken: Any = "false"
    assert sections(plan(StartTask(command_line="x", wait_for_success=broken)))["Node"] == [
        "It isn't known whether the node waits for it."
    ]


def test_the_default_of_waiting() -> None:
    line = "Before API version 2019-08-01.10.0, waitForSuccess is false by default."
    assert line in sections(plan(StartTask(command_line="x")))["Node"]
    assert line not in sections(plan(StartTask(command_line="x", wait_for_success=True)))["Node"]


def test_containers() -> None:
    container = TaskContainerSettings(
        image_name="ubuntu:24.04",
        container_run_options="--ipc=host -e PASSWORD=s3cret",
        working_directory="containerImageDefault",
        container_host_batch_bind_mounts=[ContainerHostBatchBindMountEntry(source=ContainerHostDataPath.shared)],
    )
    assert sections(plan(StartTask(command_line="x", container_settings=container)))["Container"] == [
        "The command runs in a container of the image ubuntu:24.04.",
        "docker create gets: --ipc=host -e PASSWORD=***",
        "It starts in the image's own working directory.",
        "These directories are mounted into it: Shared.",
    ]
    container = TaskContainerSettings(image_name="ubuntu:24.04")
    assert sections(plan(StartTask(command_line="x", container_settings=container)))["Container"][1:] == [
        "It starts in the working directory of the task.",
        "The root of Batch's directories is mounted into it.",
    ]
    container.container_host_batch_bind_mounts = []
    found = sections(plan(StartTask(command_line="x", container_settings=container)))
    assert found["Container"][-1] == "No directory of Batch is mounted into it."


def test_mounts() -> None:
    mount = MountConfiguration(nfs_mount_configuration=NFSMountConfiguration(source="host:/a", relative_mount_path="a"))
    found = plan(StartTask(command_line="x"), pool("batch.node.debian 12", mount_configuration=[mount]))
    assert sections(found)["Directory"][-1] == "1 file system is mounted below AZ_BATCH_NODE_MOUNTS_DIR."
    found = plan(StartTask(command_line="x"), pool("batch.node.debian 12", mount_configuration=[mount, mount]))
    assert sections(found)["Directory"][-1] == "2 file systems are mounted below AZ_BATCH_NODE_MOUNTS_DIR."


def test_a_change_to_a_pool() -> None:
    task = StartTask(command_line="x")
    assert plan(task, PoolPatchParameter(start_task=task)).program == "x"


def test_nothing_to_start() -> None:
    assert sections(plan(StartTask(command_line="")))["Command"] == ["There is no program to start."]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({"commandLine": "x"},), "expected a StartTask, got dict"),
        ((StartTask(command_line="x"), {"id": "p"}), "expected a pool or None, got dict"),
        (
            (StartTask(command_line="x"), StartTask(command_line="y")),
            "expected a pool or None, got batchmodels.models.start_task.StartTask",
        ),
    ],
)
def test_wrong_arguments(arguments: Any, message: str) -> None:
    with pytest.raises(TypeError, match=f"^{message}$"):
        plan(*arguments)
    with pytest.raises(TypeError, match=r"^expected datetime or None as now, got str '2030'$"):
        plan(StartTask(command_line="x"), now="2030")  # type: ignore[arg-type]  # on purpose


CORPUS = [
    entry
    for side in ("good", "bad")
    for file in sorted((ROOT / "tests" / "rules" / "corpus" / side).glob("*.json"))
    for entry in json.loads(file.read_text(encoding="utf-8"))
    if "commandLine" in entry
]


@pytest.mark.parametrize("entry", CORPUS[::3], ids=lambda entry: entry["name"].replace(" ", "-"))
def test_every_start_task_of_the_corpus_has_a_plan(entry: dict[str, Any]) -> None:
    line = entry["commandLine"] if isinstance(entry["commandLine"], str) else "\n".join(entry["commandLine"])
    found = plan(StartTask(command_line=line), WINDOWS if entry.get("image") == "windows" else None)
    assert str(found).startswith("Command\n  program:    ")
    if found.script is not None and found.script.unfinished is None:
        assert all(each.text for each in found.script.lines)


SECRETS = st.from_regex(r"Qx7Z[A-Za-z0-9]{6,12}", fullmatch=True)


@given(SECRETS, st.sampled_from(OTHER_LINES), st.sampled_from(WRAPPERS))
def test_no_plan_shows_a_secret(secret: str, line: str, wrap: Any) -> None:
    found = plan(StartTask(command_line=wrap(line.format(secret))))
    assert secret[:6] not in f"{found} {found!r}"


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_a_plan_of_anything(data: st.DataObject) -> None:
    assert str(plan(data.draw(broken_models(StartTask)))) != ""
    half = StartTask.__new__(StartTask)
    assert str(plan(half)).startswith("Command\n  There is no program to start.\n")


def test_a_quotation_mark_that_is_not_closed() -> None:
    sentence = "A quotation mark in the command line isn't closed."
    assert sentence in sections(plan(StartTask(command_line="bash -c 'ls"), LINUX))["Command"]
    assert sentence not in sections(plan(StartTask(command_line="bash -c 'ls'"), LINUX))["Command"]
    assert sentence not in sections(plan(StartTask(command_line="cmd /c it's"), WINDOWS))["Command"]


def test_a_reference_to_a_variable_is_readable_where_its_value_is_masked() -> None:
    found = plan(StartTask(command_line="/bin/bash -c 'export PASSWORD=hunter22; echo $PASSWORD && echo ${PASSWORD}'"), LINUX)
    assert found.script is not None
    assert [line.text for line in found.script.lines] == ["export PASSWORD=***", "echo $PASSWORD", "echo ${PASSWORD}"]
