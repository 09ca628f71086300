"""BM405, BM406 and BM204: Python and pip as images have them."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import JobPreparationTask, PoolAddParameter, StartTask, TaskAddParameter, TaskContainerSettings

JAMMY = ("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "batch.node.ubuntu 22.04")
NOBLE = ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04")
BOOKWORM = ("debian", "debian-12", "12", "batch.node.debian 12")
HPC = ("microsoft-dsvm", "ubuntu-hpc", "2204", "batch.node.ubuntu 22.04")
HPC24 = ("microsoft-dsvm", "ubuntu-hpc", "2404", "batch.node.ubuntu 24.04")
ALMA = ("almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9")
ADMIN = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}


def pool(machine: tuple[str, str, str, str], line: str, **members: Any) -> PoolAddParameter:
    publisher, offer, sku, agent = machine
    image = {"publisher": publisher, "offer": offer, "sku": sku}
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": {"imageReference": image, "nodeAgentSKUId": agent},
            "startTask": {"commandLine": line, "userIdentity": ADMIN, **members},
        }
    )


def said(machine: tuple[str, str, str, str], line: str, rule: str, **members: Any) -> list[str]:
    return [text.removeprefix(f"$.startTask.commandLine: {rule} ") for text in found(pool(machine, line, **members), rule)]


NO_PYTHON = "has no python, only python3, so the command isn't found. Use python3, or install python-is-python3 first."
NO_VENV = (
    "has python3 without ensurepip, so python3 -m venv fails. Use apt-get update && apt-get install -y python3-venv first."
)
PIP_IN_A_SHELL = "so the command isn't found. Use /bin/bash -c 'apt-get update && apt-get install -y python3-pip && …'."
VENV_IN_A_SHELL = (
    "has python3 without ensurepip, so python3 -m venv fails. "
    "Use /bin/bash -c 'apt-get update && apt-get install -y python3-venv && …'."
)
INTO_VENV = (
    "Install into a virtual environment: apt-get update && apt-get install -y python3-venv && "
    "python3 -m venv DIRECTORY && DIRECTORY/bin/pip install …"
)
NO_PIP = "so the command isn't found. Use apt-get update && apt-get install -y python3-pip first."


@pytest.mark.parametrize(
    ("machine", "line", "text"),
    [
        (NOBLE, "python setup.py", f"error: Ubuntu 24.04 {NO_PYTHON}"),
        (JAMMY, "/usr/bin/python -V", f"error: Ubuntu 22.04 {NO_PYTHON}"),
        (BOOKWORM, bash("set -e; python a.py; ./b"), f"error: Debian 12 {NO_PYTHON}"),
        (JAMMY, bash("python a.py; ./b"), f"warning: Ubuntu 22.04 {NO_PYTHON}"),
        (JAMMY, bash("python a.py || true"), f"warning: Ubuntu 22.04 {NO_PYTHON}"),
        (JAMMY, bash("pip install x && ./b"), f"error: Ubuntu 22.04 has no pip, {NO_PIP}"),
        (JAMMY, "pip3 list", f"error: Ubuntu 22.04 has no pip3, {PIP_IN_A_SHELL}"),
        (NOBLE, "pip list", f"error: Ubuntu 24.04 has no pip, {PIP_IN_A_SHELL}"),
        (JAMMY, bash("bash -c 'set -e; python a.py'"), f"error: Ubuntu 22.04 {NO_PYTHON}"),
        (NOBLE, bash("pip3 install --break-system-packages requests"), f"error: Ubuntu 24.04 has no pip3, {NO_PIP}"),
        (BOOKWORM, bash("PIP_TARGET=/opt/x pip install y"), f"error: Debian 12 has no pip, {NO_PIP}"),
        (NOBLE, bash("export PIP_BREAK_SYSTEM_PACKAGES=1; set -e; pip install y"), f"error: Ubuntu 24.04 has no pip, {NO_PIP}"),
        (NOBLE, bash("python3 -m venv env && env/bin/pip install requests"), f"warning: Ubuntu 24.04 {NO_VENV}"),
        (JAMMY, bash("python3 -m venv v; . v/bin/activate; python a.py"), f"warning: Ubuntu 22.04 {NO_VENV}"),
        (BOOKWORM, bash("apt-get install -y python3-pip; /usr/bin/python3 -m venv v"), f"warning: Debian 12 {NO_VENV}"),
        (JAMMY, "python3 -m venv /opt/v", f"warning: Ubuntu 22.04 {VENV_IN_A_SHELL}"),
        (NOBLE, bash("pip3 install x && ./b"), f"error: Ubuntu 24.04 has no pip3, so the command isn't found. {INTO_VENV}"),
        (NOBLE, bash("cd /opt && pip install x"), f"error: Ubuntu 24.04 has no pip, so the command isn't found. {INTO_VENV}"),
        (NOBLE, bash("python -m pip install x"), f"error: Ubuntu 24.04 {NO_PYTHON}"),
        (
            BOOKWORM,
            bash("sudo python3 -m pip --quiet install x"),
            f"error: Debian 12 has no module pip for python3, so python3 -m pip fails. {INTO_VENV}",
        ),
        (
            NOBLE,
            "pip install --user x",
            (
                "error: Ubuntu 24.04 has no pip, so the command isn't found. Install into a virtual environment: /bin/bash -c "
                "'apt-get update && apt-get install -y python3-venv && python3 -m venv DIRECTORY && "
                "DIRECTORY/bin/pip install …'"
            ),
        ),
    ],
)
def test_a_missing_program(machine: tuple[str, str, str, str], line: str, text: str) -> None:
    assert said(machine, line, "BM405") == [text]


@pytest.mark.parametrize(
    ("machine", "line"),
    [
        (HPC, "python setup.py"),
        (ALMA, "python setup.py"),
        (("canonical", "ubuntuserver", "18.04-lts", "batch.node.ubuntu 18.04"), "python setup.py"),
        (JAMMY, "python3 setup.py"),
        (JAMMY, "/opt/conda/bin/python setup.py"),
        (JAMMY, bash("apt-get update && apt-get install -y python-is-python3 && python a.py")),
        (JAMMY, bash("apt-get install -y python3-pip && pip3 install x")),
        (JAMMY, bash("ln -sf /usr/bin/python3 /usr/local/bin/python && python a.py")),
        (JAMMY, bash("PATH=/opt/x/bin:$PATH; python a.py")),
        (JAMMY, bash("python3 -m venv --without-pip v; . v/bin/activate; python a.py")),
        (JAMMY, bash("apt-get install -y python3-venv; python3 -m venv v; . v/bin/activate; python a.py")),
        (JAMMY, bash("./install-python.sh && python3 -m venv v")),
        (JAMMY, bash("apt-get install -y $PACKAGES; python3 -m venv v")),
        (JAMMY, bash("[ -d /opt/v ] || python3 -m venv /opt/v")),
        (JAMMY, bash("python3 -m venv v || ./other")),
        (JAMMY, bash("python3.12 -m venv v")),
        (JAMMY, bash("conda activate base; python3 -m venv v")),
        (JAMMY, bash(". /opt/py/bin/activate; python3 -m venv v")),
        (HPC, bash("python3 -m venv v")),
        (ALMA, bash("python3 -m venv v")),
        (JAMMY, bash("PIP_BREAK_SYSTEM_PACKAGES=1; apt-get install -y python3-pip; pip3 install x")),
        (JAMMY, bash("./install-python.sh && python a.py")),
        (JAMMY, bash("command -v python && python a.py")),
        (JAMMY, bash("which python || ./b")),
        (JAMMY, bash("echo python; ./pip")),
    ],
)
def test_no_missing_program(machine: tuple[str, str, str, str], line: str) -> None:
    assert said(machine, line, "BM405") == []


def test_settings_decide_too() -> None:
    setting = [{"name": "PATH", "value": "/opt/conda/bin:/usr/bin"}]
    assert said(JAMMY, "python a.py", "BM405", environmentSettings=setting) == []
    assert said(JAMMY, "python a.py", "BM405", containerSettings={"imageName": "python:3.12"}) == []
    own = pool(JAMMY, "python a.py")
    assert own.virtual_machine_configuration is not None
    assert own.virtual_machine_configuration.image_reference is not None
    own.virtual_machine_configuration.image_reference.virtual_machine_image_id = "/subscriptions/x"
    assert found(own, "BM405") == []


REFUSED = (
    f"only packages of the distribution may be installed into the system's Python. {INTO_VENV}; or use the option "
    "--break-system-packages."
)
WITH_PIP = "apt-get update && apt-get install -y python3-pip"


@pytest.mark.parametrize(
    ("machine", "line", "text"),
    [
        (
            NOBLE,
            bash(f"{WITH_PIP} && pip3 install x && ./b"),
            f'error: pip fails with "externally-managed-environment": on Ubuntu 24.04, {REFUSED}',
        ),
        (
            BOOKWORM,
            bash(f"set -e; {WITH_PIP}; sudo python3 -m pip --quiet install x"),
            f'error: pip fails with "externally-managed-environment": on Debian 12, {REFUSED}',
        ),
        (
            BOOKWORM,
            bash(f"{WITH_PIP}; /usr/bin/pip install x || true"),
            f'warning: pip fails with "externally-managed-environment": on Debian 12, {REFUSED}',
        ),
        (
            NOBLE,
            bash(f"{WITH_PIP} python3-venv && pip3 install x"),
            (
                'error: pip fails with "externally-managed-environment": on Ubuntu 24.04, '
                f"{REFUSED.replace('apt-get update && apt-get install -y python3-venv && ', '')}"
            ),
        ),
        (
            HPC24,
            bash("pip install x"),
            f'warning: pip fails with "externally-managed-environment": on Ubuntu 24.04, {REFUSED}',
        ),
    ],
)
def test_a_managed_python(machine: tuple[str, str, str, str], line: str, text: str) -> None:
    assert said(machine, line, "BM406") == [text]


@pytest.mark.parametrize(
    ("machine", "line"),
    [
        (JAMMY, bash("pip3 install x")),
        (NOBLE, bash("pip3 install --break-system-packages x")),
        (NOBLE, bash("export PIP_BREAK_SYSTEM_PACKAGES=1; pip3 install x")),
        (NOBLE, bash("pip3 config set global.break-system-packages true; pip3 install x")),
        (NOBLE, bash("pip3 install -t lib x; pip3 install --target=lib x; pip3 install --prefix /opt/x x")),
        (NOBLE, bash("rm -f /usr/lib/python3*/EXTERNALLY-MANAGED; pip3 install x")),
        (NOBLE, bash("python3 -m venv v; v/bin/pip install x")),
        (NOBLE, bash("python3 -m venv v; source v/bin/activate; pip install x")),
        (NOBLE, bash("pip3 list; pip3 download x; pip3 install --help")),
        (NOBLE, bash("./prepare.sh; pip3 install x")),
        (NOBLE, bash(". ./settings; pip3 install x")),
        (NOBLE, bash("bash prepare && pip3 install x")),
        (NOBLE, bash("pipx install x; uv pip install x; conda run pip install x")),
        (NOBLE, bash("echo pip install x")),
    ],
)
def test_no_managed_python(machine: tuple[str, str, str, str], line: str) -> None:
    assert said(machine, line, "BM406") == []


def test_the_fixes_are_right() -> None:
    script = INTO_VENV.partition(": ")[2].replace("…", "x")
    for machine in (NOBLE, BOOKWORM):
        assert found(pool(machine, bash(f"cd /opt && {script}")), "BM101", "BM405", "BM406") == []
        assert found(pool(machine, bash(f"{WITH_PIP} && python3 -m pip list")), "BM101", "BM405", "BM406") == []


def test_a_missing_pip_is_reported_alone() -> None:
    assert len(found(pool(NOBLE, "pip install x"), "BM405", "BM406")) == 1
    assert len(found(pool(NOBLE, bash(f"{WITH_PIP}; pip install x")), "BM405", "BM406")) == 1


def test_a_container_has_its_own_python() -> None:
    for image, number in (
        ("ubuntu:24.04", 1),
        ("ubuntu:22.04", 0),
        ("debian:bookworm", 1),
        ("python:3.12", 0),
        ("x/ubuntu", 0),
    ):
        settings = {"imageName": image}
        assert len(said(NOBLE, bash("pip install x"), "BM406", containerSettings=settings)) == number, image


OTHER = (
    "pip installs the packages into the home directory of the start task's own user, where tasks, which run as "
    "other users, don't "
    "find them. Install with --target into a directory in $AZ_BATCH_NODE_SHARED_DIR that PYTHONPATH of the tasks "
    "names, or into "
    "a virtual environment there."
)


def test_the_user_of_pip() -> None:
    assert found(StartTask(command_line="pip install x"), "BM204") == [f"$.commandLine: BM204 warning: {OTHER}"]
    assert found(StartTask(command_line="pip3 install --user x"), "BM204") == [f"$.commandLine: BM204 note: {OTHER}"]
    task = JobPreparationTask(command_line=bash("python3 -m pip install x"))
    assert found(task, "BM204") == [
        f"$.commandLine: BM204 warning: {OTHER}".replace("the start task's", "the job preparation task's")
    ]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        ("pip install x", ADMIN),
        ("pip install x", {"autoUser": {"scope": "pool", "elevationLevel": "nonadmin"}}),
        ("pip install x", {"username": "bob"}),
        ("pip install -t lib x", None),
        ("pip --version", None),
        (bash("conda activate x; pip install x"), None),
        ("cmd /c pip install x", None),
    ],
)
def test_another_user_or_place(line: str, identity: dict[str, Any] | None) -> None:
    document = {"commandLine": line, **({"userIdentity": identity} if identity else {})}
    assert found(StartTask.deserialize(document), "BM204") == []


@pytest.mark.parametrize("command", ["pip install x", "pip3 install --user x", "python3 -m pip install --user x"])
@pytest.mark.parametrize("identity", [None, ADMIN])
def test_another_directory_for_the_packages_of_a_user(command: str, identity: dict[str, Any] | None) -> None:
    document = {"userIdentity": identity} if identity else {}
    for line in (f"export PYTHONUSERBASE=/opt/python; {command}", f"PYTHONUSERBASE=/opt/python {command}"):
        assert found(StartTask.deserialize({**document, "commandLine": bash(line)}), "BM204") == []
    settings = [{"name": "PYTHONUSERBASE", "value": "/opt/python"}]
    task = {**document, "commandLine": bash(command), "environmentSettings": settings}
    assert found(StartTask.deserialize(task), "BM204") == []


def test_the_home_directory_of_an_administrator() -> None:
    task = StartTask.deserialize({"commandLine": bash("pip3 install --user x"), "userIdentity": ADMIN})
    message = (
        "pip installs the packages into the home directory of the start task, where tasks don't find them. "
        "Install without --user into a virtual environment in $AZ_BATCH_NODE_SHARED_DIR."
    )
    assert found(task, "BM204") == [f"$.commandLine: BM204 warning: {message}"]


def test_windows_has_its_own_python() -> None:
    machine = ("microsoftwindowsserver", "windowsserver", "2022-datacenter", "batch.node.windows amd64")
    line = 'cmd /c "pip install x"'
    assert found(pool(machine, line, userIdentity={"autoUser": {"scope": "task"}}), "BM204", "BM405", "BM406") == []


def test_tasks_find_their_own_packages() -> None:
    assert found(TaskAddParameter(id="t", command_line="pip install x"), "BM204", "BM405") == []
    task = StartTask(command_line="pip install x", container_settings=TaskContainerSettings(image_name="python"))
    assert found(task, "BM204") == []
