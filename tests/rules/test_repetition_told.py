"""BM301, BM302 and BM305: where somebody answers, waits or tries again after all."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import WINDOWS, bash, found, pool

from batchmodels import StartTask, TaskContainerSettings


def said(rule: str, line: str, **members: Any) -> list[str]:
    return found(StartTask(command_line=line, **members), rule)


# --- BM301


@pytest.mark.parametrize(
    ("script", "asks"),
    [
        ("yum install x < answers", False),
        ("yum install x 0< answers", False),
        ("yum install x <<< y", False),
        ("yum install x < /dev/null", True),
        ("yum install x > log", True),
        ("yum install x 2>> log", True),
        ("yes | yum install x", False),
        ("yes |& yum install x", False),
        ("yes; yum install x", True),
        ("yes | true; yum install x", True),
        ("yum install x | tee log", True),
        ("yes | ( ls; yum install x )", False),
        ("yes |& ( ls; yum install x )", False),
        ("( ls; yum install x ) < answers", False),
        ("( ls; yum install x )", True),
        ("( ls; yum install x ); ls", True),
        ("yum install x; ls; ls | wc", True),
    ],
)
def test_whether_somebody_answers(script: str, asks: bool) -> None:
    assert len(said("BM301", bash(script))) == asks


@pytest.mark.parametrize(
    ("assignment", "asks"),
    [
        *(
            ("P=git", True),
            ("P='git make'", True),
            ("P=a1.b+c:d=e-f_g", True),
            ("P=", False),
            ("P=-y", False),
            ("P='git -y'", False),
        ),
        *(
            ("P=$OTHERS", False),
            ("P='git $OTHERS'", False),
            ("Q=git", False),
            ("P=git; P=-y", False),
            ("P=git; P+=' -y'", False),
        ),
        *(("P=git; P+=' make'", True), ("P=git Q=-y", True), ("true", False)),
    ],
)
def test_a_variable_with_names_of_packages(assignment: str, asks: bool) -> None:
    assert len(said("BM301", bash(f"{assignment}; yum install $P"))) == asks


def test_each_package_manager_is_told() -> None:
    assert len(said("BM301", bash("yum install x; ls; dnf install y; sh -c 'zypper install z'"))) == 3


# --- BM302


@pytest.mark.parametrize(
    ("arguments", "locks"),
    [
        *(
            ("-i x", True),
            ("-r x", True),
            ("-P x", True),
            ("-U x", True),
            ("-Ri x", True),
            ("-EiG x", True),
            ("--install x", True),
        ),
        *(
            ("--unpack x", True),
            ("--configure -a", True),
            ("--remove x", True),
            ("--purge x", True),
            ("-l", False),
            ("-s x", False),
        ),
        *(("--listfiles x", False), ("x -L", False)),
    ],
)
def test_what_dpkg_needs_its_lock_for(arguments: str, locks: bool) -> None:
    assert len(said("BM302", bash(f"dpkg {arguments}"))) == locks


@pytest.mark.parametrize(
    "other",
    [
        *("apt-get -o DPkg::Lock::Timeout=9 update", "systemctl stop unattended-upgrades", "systemctl stop apt-daily.timer"),
        *(
            "cloud-init status --wait",
            "fuser /x",
            "lsof /x",
            "flock /x ls",
            "ls /var/lib/dpkg/lock-frontend",
            "CLOUD-INIT status",
        ),
    ],
)
def test_what_waits_for_the_lock(other: str) -> None:
    assert said("BM302", bash(f"{other}; apt-get install -y x")) == []


@pytest.mark.parametrize("other", ["ls", "refuser x", "systemctl stop x", "flocks", "apt-get update"])
def test_what_does_not(other: str) -> None:
    assert len(said("BM302", bash(f"{other}; apt-get install -y x; apt-get install -y y"))) == 1


def test_where_there_is_no_such_lock() -> None:
    container = TaskContainerSettings(image_name="i")
    assert said("BM302", bash("dpkg -i x"), container_settings=container) == []
    assert found(pool(WINDOWS, "bash -c 'dpkg -i x'"), "BM302") == []


# --- Both


@pytest.mark.parametrize(("rule", "command"), [("BM302", "apt-get install -y x"), ("BM305", "curl -o x https://h/x")])
def test_who_tries_again(rule: str, command: str) -> None:
    assert len(said(rule, bash(command))) == 1
    assert len(said(rule, bash(f"{command}; {command} && {command}"))) == 1
    assert len(said(rule, bash(f"sh -c '{command}'"))) == 1
    assert len(said(rule, command)) == 1
    assert said(rule, bash(f"{command} || {command}")) == []
    assert said(rule, bash(f"{command} || sleep 9; {command}")) == []
    assert said(rule, bash(f"for i in 1 2; do {command} && break; done")) == []
    assert said(rule, bash(f"while ! {command}; do sleep 1; done")) == []
    assert said(rule, bash(f"for i in 1 2; do sh -c '{command}' && break; done; {command}")) == []
    assert said(rule, bash(f"{command}; ls")) == []
    assert said(rule, bash(f"{command} || true")) == []
    for count in (1, 3, -1, "3"):
        assert said(rule, bash(command), max_task_retry_count=count) == []
    assert len(said(rule, bash(command), max_task_retry_count=0)) == 1


def test_a_download_into_a_pipe() -> None:
    for operator in ("|", "|&"):
        assert len(said("BM305", bash(f"curl https://h/x {operator} tar xz"))) == 1
    assert said("BM305", bash("curl https://h/x & ls")) == []
