"""BM331 and BM332: commands that remove or hide what Batch and Azure need on the node."""

from __future__ import annotations

import pytest
from reviewing import LINUX, bash, found, pool


def on_linux(script: str) -> list[str]:
    return found(pool(LINUX, bash(script)), "BM331", "BM332")


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("mount -L data /mnt", "/mnt"),
        ("mount -U 5c1e -o noatime /mnt/resource", "/mnt/resource"),
        ("mount /dev/sdc1 /mnt", "/mnt"),
    ],
)
def test_mounts_over_the_directories_of_batch(command: str, path: str) -> None:
    (text,) = on_linux(command)
    assert text == (
        f"$.startTask.commandLine: BM331 warning: mount removes or hides {path}, which Batch needs on the node: its files, and "
        "those of the tasks, may be lost. Use a directory of your own, for example in $AZ_BATCH_NODE_SHARED_DIR."
    )


@pytest.mark.parametrize(
    "command",
    [
        "mount /mnt",
        "mount -t nfs /mnt",
        "mount -L data /data",
        "mkfs.ext4 -L /mnt /dev/disk/azure/scsi1/lun0",
        'rm -rf \\"/mnt/batch/tasks/workitems\\"',  # no file has such a name
    ],
)
def test_other_directories(command: str) -> None:
    assert on_linux(command) == []


@pytest.mark.parametrize(
    "command",
    [
        "pkill python3",
        "pkill -9 python3",
        "pkill -fx python3",
        "pkill --signal KILL python3",
        "killall -s KILL python3",
        "killall -USR1 python3",
        "killall ffmpeg python3",
        "killall -qw --exact python3",
    ],
)
def test_processes_of_the_agent(command: str) -> None:
    (text,) = on_linux(command)
    assert text == (
        f"$.startTask.commandLine: BM332 warning: {command.partition(' ')[0]} signals all processes named python3: "
        "the agent of Azure is one of them, and the node may become unusable. Remove this command."
    )


@pytest.mark.parametrize(
    ("command", "does", "fix"),
    [
        (
            "update-alternatives --install /usr/bin/python3 python3 /usr/bin/python3.9 1",
            "update-alternatives replaces /usr/bin/python3",
            "Remove this command, and call the Python that you need by its own name or path.",
        ),
        (
            "ln -sf /usr/bin/python3.9 /usr/bin/python3",
            "ln replaces /usr/bin/python3",
            "Remove this command, and call the Python that you need by its own name or path.",
        ),
        ("rm /usr/bin/python3", "rm removes /usr/bin/python3", "Remove this command."),
    ],
)
def test_the_python_of_the_distribution(command: str, does: str, fix: str) -> None:
    assert on_linux(command) == [
        (
            f"$.startTask.commandLine: BM332 warning: {does}: the agent of Azure, apt and other programs of the system need "
            f"the Python of the distribution, and the node may become unusable. {fix}"
        )
    ]


def test_a_service_and_a_package() -> None:
    (service,) = on_linux("systemctl disable systemd-resolved")
    assert "BM332 warning: systemctl disable turns off systemd-resolved: the node loses its network" in service
    (package,) = on_linux("apt-get purge -y python3")
    assert "BM332 warning: apt-get purge removes python3: " in package
    assert package.endswith("Remove this command, and install what you need beside it.")


@pytest.mark.parametrize(
    "options", ["-G render", "-P 1234", "-P1234", "-s 12", "-t pts/0", "-u app", "-U1000", "-n", "--parent 1234", "--oldest"]
)
def test_some_processes_with_a_name(options: str) -> None:
    assert on_linux(f"pkill {options} python3") == []


def test_processes_of_one_user() -> None:
    assert on_linux("killall -u app python3") == on_linux("killall -o 1h python3") == on_linux("killall") == []
