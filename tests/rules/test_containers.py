"""BM5: start tasks in containers."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, bash, found, pool

from batchmodels import (
    ContainerConfiguration,
    ContainerHostBatchBindMountEntry,
    ContainerWorkingDirectory,
    PoolPatchParameter,
    ResourceFile,
    StartTask,
    TaskAddParameter,
    TaskContainerSettings,
)

MINE = {"BM501", "BM502", "BM503", "BM504"}
FILES = [
    ResourceFile(http_url="https://h/setup.sh", file_path="setup.sh"),
    ResourceFile(http_url="https://h/x", file_path="a/run.py"),
    ResourceFile(http_url="https://h/tool", file_path="./tool"),
    ResourceFile(storage_container_url="https://h/c"),
]
OWN = ContainerWorkingDirectory.container_image_default


def task(command_line: str, image: str = "tools:2", **settings: Any) -> StartTask:
    container = TaskContainerSettings(image_name=image, **settings)
    return StartTask(command_line=command_line, resource_files=FILES, container_settings=container)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("./setup.sh", "./setup.sh"),
        ("/bin/sh setup.sh", "setup.sh"),
        (bash("python3 a/run.py --all"), "a/run.py"),
        (bash("set -e; . ./setup.sh"), "./setup.sh"),
        ("./tool", "./tool"),
        ("/bin/sh tool", "tool"),
    ],
)
def test_relative_files(line: str, name: str) -> None:
    assert found(task(line, working_directory="ContainerImageDefault"), "BM501") == [
        (
            f"$.commandLine: BM501 warning: the container starts in the image's directory, but {name} is in the task's working"
            f" directory. Remove workingDirectory, or use $AZ_BATCH_TASK_WORKING_DIR/{name.removeprefix('./')} in a shell."
        )
    ]
    assert found(task(line), "BM501") == []
    assert found(task(line, working_directory="taskWorkingDirectory"), "BM501") == []


@pytest.mark.parametrize(
    "line",
    [
        bash("$AZ_BATCH_TASK_WORKING_DIR/setup.sh"),
        bash("cd $AZ_BATCH_TASK_WORKING_DIR && ./setup.sh"),
        "/app/setup.sh",
        "./other.sh",
        "setup.sh",
        bash("echo setup.sh"),
        "/bin/sh -x",
        "sh",
        "",
    ],
)
def test_other_files(line: str) -> None:
    assert found(task(line, working_directory=OWN), "BM501") == []


@pytest.mark.parametrize(
    "name",
    [
        *("bash", "dash", "ksh", "zsh", "ash", "sh", "source", ".", "python", "python3", "python3.11", "perl", "ruby", "node"),
        *("Rscript", "pwsh", "/usr/bin/perl"),
    ],
)
def test_interpreters(name: str) -> None:
    for line in (bash(f"{name} setup.sh"), bash(f"{name} ./setup.sh -x")):
        assert len(found(task(line, working_directory=OWN), "BM501")) == 1
    for line in (f"{name} -x setup.sh", f"{name} /setup.sh", f"{name} x setup.sh", f"{name}x setup.sh", name):
        assert found(task(bash(line), working_directory=OWN), "BM501") == []


@pytest.mark.parametrize("name", ["cd", "pushd", "chdir"])
def test_another_directory(name: str) -> None:
    assert found(task(bash(f"{name} /x; ./setup.sh"), working_directory=OWN), "BM501") == []
    assert len(found(task(bash(f"./setup.sh; {name} /x; ./setup.sh"), working_directory=OWN), "BM501")) == 1


@pytest.mark.parametrize(
    "options",
    [
        *("-v /a:/b", "-v/a:/b", "--volume /a:/b", "--volume=/a:/b", "--mount type=bind", "--mount=type=bind"),
        *("--volumes-from x", "--volumes-from=x", "--rm -v /a:/b"),
    ],
)
def test_mounts_of_ones_own(options: str) -> None:
    assert found(task("/app/x", container_host_batch_bind_mounts=[], container_run_options=options), "BM501") == []


@pytest.mark.parametrize("options", ["--verbose", "--volumes x", "--volumex=1", "--mounted", "-e X=-v", "-x", None, 3])
def test_other_options(options: Any) -> None:
    assert len(found(task("/app/x", container_host_batch_bind_mounts=[], container_run_options=options), "BM501")) == 1


@pytest.mark.parametrize("source", ["Shared", "shared", "VfsMounts", "JobPrep", "Applications"])
def test_mounts_without_the_working_directory(source: str) -> None:
    mount = ContainerHostBatchBindMountEntry(source=source)
    assert len(found(task("/app/x", container_host_batch_bind_mounts=[mount]), "BM501")) == 1
    for other in ("Task", "Startup", f"x{source}", None):
        both = [mount, ContainerHostBatchBindMountEntry(source=other)]
        assert found(task("/app/x", container_host_batch_bind_mounts=both), "BM501") == []


@pytest.mark.parametrize(
    "name",
    [
        *(f"AZ_BATCH_NODE_{which}_DIR" for which in ("ROOT", "SHARED", "STARTUP", "MOUNTS")),
        *("AZ_BATCH_TASK_DIR", "AZ_BATCH_TASK_WORKING_DIR"),
    ],
)
def test_directories_of_the_node(name: str) -> None:
    for script in (f"ls ${name}", f"X=${name} ls", f"ls > ${name}/x", f'ls "${{{name}}}/x"'):
        (text,) = found(task(bash(script), container_host_batch_bind_mounts=[], working_directory=OWN), "BM501")
        assert text.startswith(
            f"$.containerSettings.containerHostBatchBindMounts: BM501 warning: {name} is a directory on the node"
        )
    line = f"powershell -Command ls $env:{name}"
    assert len(found(task(line, container_host_batch_bind_mounts=[], working_directory=OWN), "BM501")) == 1
    for script in (f"ls '${name}'", f"ls ${name}X", f"ls $X{name}", "ls $AZ_BATCH_NODE_ID"):
        assert found(task(bash(script), container_host_batch_bind_mounts=[], working_directory=OWN), "BM501") == []


@pytest.mark.parametrize("name", ["docker", "docker-compose", "podman", "nerdctl"])
@pytest.mark.parametrize(
    ("image", "options", "ok"),
    [
        *(("x", options, True) for options in ("-v /run/docker.sock:/x", "-v /containerd.sock:/x", "-v /podman.SOCK:/x")),
        *((image, None, True) for image in ("docker", "docker:27", "h/a/my-dind:1", "h/Podman", "nerdctl", "a/docker-cli")),
        *(("x", options, False) for options in (None, "--rm", "-v /dockersock:/x", 3)),
        *((image, None, False) for image in ("docker/x", "h/docker/x", "podman.io/x:1", "x", None, 3)),
        ("x", "--PRIVILEGED", True),
    ],
)  # fmt: skip
def test_engines(name: str, image: Any, options: Any, ok: bool) -> None:
    assert (found(task(f"{name} ps", image=image, container_run_options=options), "BM502") == []) is ok


def test_a_working_directory_that_is_not_mounted() -> None:
    for mounts in (
        [],
        [ContainerHostBatchBindMountEntry(source="Shared"), ContainerHostBatchBindMountEntry(source="Applications")],
    ):
        assert found(task("/app/x", container_host_batch_bind_mounts=mounts), "BM501") == [
            (
                "$.containerSettings.containerHostBatchBindMounts: BM501 warning: the container starts in the "
                "start task's working "
                "directory, which isn't mounted, so the container can't access the start task's files. Add a mount with the "
                'source "Startup", or set '
                "workingDirectory to containerImageDefault."
            )
        ]
    for mounts in (
        None,
        [ContainerHostBatchBindMountEntry(source="Startup")],
        [ContainerHostBatchBindMountEntry(source="new")],
        "x",
    ):
        assert found(task("/app/x", container_host_batch_bind_mounts=mounts), "BM501") == []
    assert found(task("/app/x", container_host_batch_bind_mounts=[], container_run_options="-v /srv:/x"), "BM501") == []
    assert found(task("/app/x", container_host_batch_bind_mounts=[], working_directory=OWN), "BM501") == []


def test_a_directory_that_is_not_mounted() -> None:
    line = bash("cp /app/x $AZ_BATCH_NODE_SHARED_DIR/")
    assert found(task(line, container_host_batch_bind_mounts=[], working_directory=OWN), "BM501") == [
        (
            "$.containerSettings.containerHostBatchBindMounts: BM501 warning: AZ_BATCH_NODE_SHARED_DIR is a "
            "directory on the node,"
            " but the container mounts none of the node's directories. List the mounts that the container needs, or remove"
            " containerHostBatchBindMounts to mount all of them."
        )
    ]
    assert found(task(line, working_directory=OWN), "BM501") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("docker run x", "docker"),
        (bash("set -e; sudo docker pull x"), "docker"),
        (bash("podman ps && ls"), "podman"),
        (bash("docker-compose up -d"), "docker-compose"),
        ("/usr/bin/docker ps", "docker"),
    ],
)
def test_docker_in_a_container(line: str, name: str) -> None:
    assert found(task(line), "BM502") == [
        (
            f"$.commandLine: BM502 error: the command line already runs inside the container, where {name} isn't available. "
            "Remove containerSettings to run the command on the node, or keep only the command that should run "
            "in the container."
        )
    ]
    assert found(StartTask(command_line=line), "BM502") == []
    assert found(task(line, image="docker:27-cli"), "BM502") == []
    assert found(task(line, image="r.azurecr.io/tools/dind"), "BM502") == []
    assert found(task(line, image="docker/tools"), "BM502") != []
    assert found(task(line, container_run_options="-v /var/run/docker.sock:/var/run/docker.sock"), "BM502") == []
    assert found(task(line, container_run_options="--privileged"), "BM502") == []


@pytest.mark.parametrize(
    "script", ["echo docker run", "command -v docker", "command -v docker && docker ps", "which docker", "ls docker"]
)
def test_no_docker_in_a_container(script: str) -> None:
    assert found(task(bash(script)), "BM502") == []


def test_gpus() -> None:
    for options in ("--gpus all", "--ipc=host --gpus=all", '"--gpus" 1'):
        assert found(task("x", container_run_options=options), "BM503") == [
            (
                "$.containerSettings.containerRunOptions: BM503 warning: Batch passes the node's GPUs to the container"
                " automatically, and its documentation says not to use --gpus. Remove --gpus."
            )
        ]
    for other in (None, "", "--rm --ipc=host", "--name x--gpus", "-e X=--gpus", 3):
        assert found(task("x", container_run_options=other), "BM503") == []


def test_no_containers_in_the_pool() -> None:
    settings = TaskContainerSettings(image_name="tools:2")
    assert found(pool(LINUX, container_settings=settings), "BM504") == [
        (
            "$.startTask.containerSettings: BM504 error: the start task runs in a container, but the pool's nodes can't run"
            " containers. Add a containerConfiguration to virtualMachineConfiguration and choose an image with a "
            "container runtime,"
            " or remove containerSettings."
        )
    ]
    containers = ContainerConfiguration(type="dockerCompatible")
    assert found(pool(LINUX, containers=containers, container_settings=settings), "BM504") == []
    assert found(pool(LINUX, containers=containers), "BM504") == []
    assert found(pool(LINUX), "BM504") == []
    assert found(task("x"), "BM504") == []
    assert found(PoolPatchParameter(start_task=task("x")), "BM504") == []
    body = pool(LINUX, container_settings=settings)
    body.virtual_machine_configuration = None
    assert found(body, "BM504") == []
    body.virtual_machine_configuration = "x"
    assert found(body, "BM504") == []


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--restart=always", "Docker starts the container again whenever it ends, so the task never ends."),
        (
            "--name worker",
            "the name worker is in use when the task runs again, or twice on a node, and Docker refuses the second container.",
        ),
    ],
)
def test_options_of_a_task_name_the_task(option: str, sentence: str) -> None:
    settings = TaskContainerSettings(image_name="tools:2", container_run_options=option)
    (finding,) = found(TaskAddParameter(id="t", command_line="run", container_settings=settings), "BM616")
    assert finding.startswith(f"$.containerSettings.containerRunOptions: BM616 warning: {sentence} ")


def test_two_hyphens_end_the_options() -> None:
    settings = TaskContainerSettings(image_name="tools:2", container_run_options="--rm --")
    task = TaskAddParameter(id="t", command_line="run", container_settings=settings)
    assert found(task, "BM613") == []
    settings.container_run_options = "--rm -- --init"
    assert found(task, "BM613") == [
        (
            "$.containerSettings.containerRunOptions: BM613 error: the word after -- isn't an option, so Docker takes it "
            "for the name of the image. Quote a value with blanks, begin options with hyphens, and name the image only in "
            "imageName."
        )
    ]


@pytest.mark.parametrize(
    "options", ["--rm $DOCKER_OPTS", "$DOCKER_OPTS", "--rm %DOCKER_OPTS%", "$(options) --rm", "--${GPU} all"]
)
def test_options_in_a_variable_are_not_known(options: str) -> None:
    settings = TaskContainerSettings(image_name="tools:2", container_run_options=options)
    assert found(TaskAddParameter(id="t", command_line="run", container_settings=settings), "BM613") == []


LOST = (
    "$.commandLine: BM506 warning: {0} installs {1} in the start task's own container: other tasks have containers of their "
    "own or run on the node, and don't find it there. Build it into the image of the containers that need it; or remove "
    "containerSettings from the start task, so that it is installed on the node."
)


@pytest.mark.parametrize(
    ("script", "manager", "package"),
    [
        ("apt-get update && apt-get install -y ffmpeg", "apt-get", "ffmpeg"),
        (
            "export DEBIAN_FRONTEND=noninteractive; apt-get -y install jq bc; rm -rf /var/lib/apt/lists/*; jq --version",
            "apt-get",
            "jq",
        ),
        ("apk add --no-cache ffmpeg", "apk", "ffmpeg"),
        ("dnf -y install git > /dev/null 2>&1", "dnf", "git"),
        ("pip3 install numpy", "pip", "numpy"),
        ("apt-get install -y libsasl2-dev", "apt-get", "libsasl2-dev"),
        ("apt-get install -y libsecret-1-0", "apt-get", "libsecret-1-0"),
        ("dnf -y install python3-secretstorage", "dnf", "python3-secretstorage"),
        ("apt-get install -y libsecret=hunter2", "apt-get", "libsecret=***"),
        ("python -m pip install --no-cache-dir numpy pandas", "pip", "numpy"),
        (
            "apt-get install -y curl && curl -fsSL -o /usr/local/bin/yq https://example.org/yq && chmod 755 /usr/local/bin/yq",
            "apt-get",
            "curl",
        ),
    ],
)
def test_lost_installations(script: str, manager: str, package: str) -> None:
    assert found(task(bash(script)), "BM506") == [LOST.format(manager, package)]
    assert found(StartTask(command_line=bash(script)), "BM506") == []
    assert (
        found(TaskAddParameter(id="t", command_line=bash(script), container_settings=TaskContainerSettings(image_name="x")))
        == []
    )


@pytest.mark.parametrize(
    "script",
    [
        "apt-get update",
        "apt-get install -y ffmpeg && cp /usr/bin/ffmpeg $AZ_BATCH_NODE_SHARED_DIR",
        "apt-get install -y git; git clone https://example.org/r /opt/r",
        "apt-get install -y jq && python3 x.py",
        "apt-get install -y curl && curl -fsSLO https://example.org/a",
        "apt-get install -y curl && curl -fsSL https://example.org/i.sh | bash",
        "apt-get install -y jq > log.txt",
        "apt-get install -y --download-only jq",
        "pip install -t libs numpy",
        "pip install --target=libs numpy",
        "pip install -r requirements.txt",
        "pip install numpy; python -c 'import numpy'",
        "apt-get install -y $PACKAGES",
    ],
)
def test_installations_that_something_uses(script: str) -> None:
    assert found(task(bash(script)), "BM506") == []


def test_other_directories_of_the_node() -> None:
    script = bash("apt-get update && apt-get install -y ffmpeg")
    assert found(task(script, container_run_options="-v /usr:/usr"), "BM506") == []
    assert found(task(script, container_run_options="--mount type=bind,src=/opt,dst=/opt"), "BM506") == []
    assert len(found(task(script, container_run_options="--memory 4g"), "BM506")) == 1


_UNLESS = ", unless the ENTRYPOINT of the image is a shell"


@pytest.mark.parametrize(
    ("image", "options", "severity", "unless"),
    [
        ("contoso.azurecr.io/x:1", "", "warning", _UNLESS),
        ("ubuntu:24.04", "--entrypoint /bin/bash", "warning", _UNLESS),
        ("ubuntu:24.04", "--rm", "error", ""),
        ("python:3.12-slim", "", "error", ""),
    ],
)
def test_a_command_line_without_a_shell(image: str, options: str, severity: str, unless: str) -> None:
    """Azure/Batch#34 shows such a command line that ran; that depends on what its image starts."""

    def said(line: str) -> list[str]:
        settings = TaskContainerSettings(image_name=image, container_run_options=options)
        return found(TaskAddParameter(id="t", command_line=line, container_settings=settings), "BM101", "BM108")

    assert said("cd /app && ./solve") == [
        (
            f"$.commandLine: BM108 {severity}: cd is a shell builtin, not a program, so the node can't find "
            f"it{unless}. Run it in a "
            "shell together with the commands that need it: /bin/sh -c 'cd /app && ./solve'."
        )
    ]
    assert said("./solve && ./report") == [
        (
            f"$.commandLine: BM101 {severity}: ./solve runs without a shell, so && is passed to it as an argument "
            "and nothing after "
            f"it runs{unless}. Use /bin/sh -c './solve && ./report'."
        )
    ]


@pytest.mark.parametrize("kind", [StartTask, TaskAddParameter])
def test_the_entrypoint_of_an_image(kind: type[Any]) -> None:
    """With an empty command line, Batch starts the ENTRYPOINT of the image."""
    body = {"commandLine": "", "containerSettings": {"imageName": "contoso.azurecr.io/x:1"}}
    model = kind.deserialize(body if kind is StartTask else {"id": "t", **body})
    assert model.validate() == []
    assert found(model, "BM108") == []
    model.container_settings = None
    assert len(found(model, "BM108")) == 1


def test_a_registry_with_a_misspelled_login() -> None:
    """BM702 reports the member; with its name, the registry has a login."""
    login = {"registryServer": "contoso.azurecr.io", "userName": "u", "password": "$(password)"}
    settings = {"imageName": "contoso.azurecr.io/x:1", "registry": login}
    task = TaskAddParameter.deserialize({"id": "t", "commandLine": "./a", "containerSettings": settings})
    assert [text.split(":")[1] for text in found(task, "BM030", "BM702")] == [" BM702 warning"]
