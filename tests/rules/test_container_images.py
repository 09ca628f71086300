"""BM614 and BM615: programs that a container's image has or lacks, as its official Dockerfile shows."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, found, pool

from batchmodels import ContainerConfiguration, ContainerType, StartTask, TaskAddParameter, TaskContainerSettings

APT = "apt-get update && apt-get install -y"
APK = "apk add --no-cache"


def said(image: str, line: str) -> list[str]:
    task = StartTask.deserialize({"commandLine": line, "containerSettings": {"imageName": image}})
    return [text.removeprefix("$.commandLine: BM614 ") for text in found(task, "BM614")]


@pytest.mark.parametrize(
    ("image", "program"),
    [
        ("amazoncorretto:17", "yum"),
        ("amazoncorretto:21-al2023-headless", "dnf"),
        ("openjdk:17", "microdnf"),
        ("openjdk:17-jdk", "microdnf"),
        ("openjdk:latest", "microdnf"),
        ("rust:1.80-slim", "gcc"),
        ("rust:1.80-alpine", "gcc"),
        ("php:8.3-alpine", "curl"),
        ("php:8.3-fpm-alpine3.20", "curl"),
        ("perl:5.40-slim", "make"),
        ("perl:5.40-slim-bookworm", "curl"),
        ("openjdk:8-jdk-slim", "unzip"),
        ("node:8-slim", "curl"),
        ("python:3.6-slim-jessie", "systemctl"),
        ("python:windowsservercore", "git"),
        ("r-base:4.4.3", "vim"),
        ("busybox:1.36", "dpkg"),
        ("ubuntu:14.04", "python3"),
        ("ubuntu:xenial-20210804", "systemctl"),
        ("debian:8", "ping"),
        ("mcr.microsoft.com/windows/nanoserver:sac2016", "powershell"),
        ("gcr.io/distroless/python3-debian11", "sh"),
        ("gcr.io/distroless/python3", "sh"),
    ],
)
def test_a_program_that_the_image_may_have(image: str, program: str) -> None:
    assert said(image, f"{program} --version") == []


@pytest.mark.parametrize(
    ("image", "program", "fix"),
    [
        ("amazoncorretto:17", "apt-get", "Use yum install -y …, or an image with apt-get."),
        ("amazoncorretto:17-alpine", "yum", f"Use {APK} …, or an image with yum."),
        ("openjdk:17", "apt-get", "Use microdnf install -y …, or an image with apt-get."),
        ("openjdk:17-oraclelinux8", "apt", "Use microdnf install -y …, or an image with apt."),
        ("openjdk:11", "jq", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with jq."),
        ("openjdk:17-bullseye", "yum", f"Use {APT} …, or an image with yum."),
        ("openjdk:17-jdk-slim", "curl", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with curl."),
        ("rust:1.80-slim", "make", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with make."),
        ("rust:1.80-alpine", "g++", f"Install it first in a shell: /bin/sh -c '{APK} … && …', or use an image with g++."),
        ("php:8.3-alpine", "bash", f"Install it first in a shell: /bin/sh -c '{APK} … && …', or use an image with bash."),
        ("perl:5.40-slim", "wget", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with wget."),
        ("node:20-slim", "curl", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with curl."),
        ("ubuntu:18.04", "python3", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with python3."),
        ("debian:12-slim", "ping", f"Install it first in a shell: /bin/sh -c '{APT} … && …', or use an image with ping."),
        ("busybox:1.36", "apt-get", "Use an image with apt-get."),
        ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "powershell", "Use an image with powershell."),
    ],
)
def test_a_program_that_the_image_lacks(image: str, program: str, fix: str) -> None:
    message = f"error: the container image {image} has no {program}, so the command isn't found. {fix}"
    assert said(image, f"{program} --version") == [message]


def test_a_shell_in_an_image_without_one() -> None:
    image = "gcr.io/distroless/python3-debian12"
    fix = "Run its program without a shell, or use an image with a shell."
    assert said(image, "/bin/sh -c ls") == [f"error: the container image {image} has no shell, so sh isn't found. {fix}"]


@pytest.mark.parametrize(("tag", "year"), [("1809", 2019), ("ltsc2019", 2019), ("ltsc2025", 2025), ("ltsc2016", 2016)])
def test_an_image_for_another_version_of_windows(tag: str, year: int) -> None:
    name = f"mcr.microsoft.com/windows/nanoserver:{tag}"
    containers = ContainerConfiguration(type=ContainerType.docker_compatible, container_image_names=[name])
    image = ("microsoftwindowsserver", "windowsserver", "2022-datacenter-core")
    path = "$.virtualMachineConfiguration.containerConfiguration.containerImageNames[0]"
    message = f"{name} is for Windows Server {year}, and the nodes run Windows Server 2022, which can't start it."
    fix = "Use an image for Windows Server 2022, for example with the tag ltsc2022."
    assert found(pool(WINDOWS, image=image, containers=containers), "BM615") == [f"{path}: BM615 error: {message} {fix}"]


def of_another_system(agent: str, name: str) -> list[str]:
    containers = ContainerConfiguration(type=ContainerType.docker_compatible, container_image_names=[name])
    path = "$.virtualMachineConfiguration.containerConfiguration.containerImageNames[0]: BM615 error: "
    return [text.removeprefix(path) for text in found(pool(agent, containers=containers), "BM615")]


@pytest.mark.parametrize(
    "name",
    [
        *("ubuntu", "ubuntu:22.04", "docker.io/library/debian:12", "alpine:3.20", "alpine@sha256:abc"),
        *("python:3.11-slim", "python:3.11-slim-bookworm", "node:20-alpine3.20", "golang:1.22-bookworm", "openjdk:17-jdk-slim"),
        *("mcr.microsoft.com/dotnet/runtime:8.0-jammy", "mcr.microsoft.com/dotnet/aspnet:8.0-bookworm-slim-amd64"),
        *("mcr.microsoft.com/azure-cli:2.60.0", "nvidia/cuda:12.4.1-runtime-ubuntu22.04"),
    ],
)
def test_an_image_of_linux_on_windows(name: str) -> None:
    assert of_another_system(WINDOWS, name) == [
        (
            f"{name} is an image of Linux, and the nodes run Windows, so they can't pull it. Use an image of Windows, or nodes "
            "with Linux."
        )
    ]
    assert of_another_system(LINUX, name) == []


@pytest.mark.parametrize(
    "name",
    [
        *("mcr.microsoft.com/windows/servercore:ltsc2022", "mcr.microsoft.com/windows:ltsc2019"),
        *("python:3.12-windowsservercore-ltsc2022", "golang:1.22-nanoserver-1809", "contoso.azurecr.io/app:1.0-ltsc2022"),
        *("mcr.microsoft.com/dotnet/framework/runtime:4.8", "mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022"),
    ],
)
def test_an_image_of_windows_on_linux(name: str) -> None:
    assert of_another_system(LINUX, name) == [
        (
            f"{name} is an image of Windows, and the nodes run Linux, so they can't pull it. Use an image of Linux, or nodes "
            "with Windows."
        )
    ]
    assert of_another_system(WINDOWS, name) == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "python:3.12",
            "golang:1.22",
            "openjdk:17",
            "eclipse-temurin:21",
            "hello-world",
            "mcr.microsoft.com/dotnet/runtime:8.0",
        ),
        *("contoso.azurecr.io/ubuntu:1", "contoso.azurecr.io/app:slim", "contoso.azurecr.io/windows-tools:1"),
    ],
)
def test_an_image_that_may_be_for_both_systems(name: str) -> None:
    assert of_another_system(WINDOWS, name) == of_another_system(LINUX, name) == []


@pytest.mark.parametrize(
    ("image", "line", "system", "program"),
    [
        ("ubuntu:22.04", "cmd /c dir", "Linux", "cmd"),
        ("python:3.11-slim", 'powershell -Command "dir"', "Linux", "powershell"),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", '/bin/sh -c "ls"', "Windows", "sh"),
        ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "bash -c ls", "Windows", "bash"),
        ("python:3.12-windowsservercore-ltsc2022", "/bin/bash -c ls", "Windows", "bash"),
    ],
)
def test_a_shell_of_another_system(image: str, line: str, system: str, program: str) -> None:
    assert said(image, line) == [
        (
            f"error: the container image {image} is for {system}, so {program} isn't found in it. Use a shell of the image, "
            "or an image of the other system."
        )
    ]


@pytest.mark.parametrize(
    ("image", "line"),
    [
        ("ubuntu:22.04", "/bin/bash -c ls"),
        ("python:3.12", "cmd /c dir"),
        ("golang:1.22-windowsservercore-ltsc2022", "bash -c ls"),
        ("mcr.microsoft.com/windows/servercore:ltsc2022", "cmd /c dir"),
        ("mcr.microsoft.com/powershell:lts-alpine-3.17", "pwsh -Command ls"),
    ],
)
def test_a_shell_that_an_image_may_have(image: str, line: str) -> None:
    assert said(image, line) == []


_SERVERCORE = {"imageName": "mcr.microsoft.com/windows/servercore:ltsc2022"}
_ADMIN = {"autoUser": {"scope": "task", "elevationLevel": "admin"}}


def test_a_container_of_windows_needs_an_administrator() -> None:
    task = {"id": "t", "commandLine": "cmd /c dir", "containerSettings": _SERVERCORE}
    assert found(TaskAddParameter.deserialize(task), "BM202") == [
        (
            "$.commandLine: BM202 warning: on Windows, Batch requires that a task in a container runs as an administrator, and "
            'the task doesn\'t. Run the task as an administrator: "userIdentity": {"autoUser": {"scope": "pool", '
            '"elevationLevel": "admin"}}; in Python, user_identity=identities.pool_admin().'
        )
    ]
    for other in ({"userIdentity": _ADMIN}, {"userIdentity": {"username": "u"}}, {"containerSettings": {"imageName": "a"}}):
        assert found(TaskAddParameter.deserialize({**task, **other}), "BM202") == []
    pool_of_linux = pool(
        LINUX, "/bin/bash -c ls", container_settings=TaskContainerSettings(image_name=_SERVERCORE["imageName"])
    )
    assert found(pool_of_linux, "BM202") == []


def test_bash_in_an_image_without_it() -> None:
    lacks = "error: the container image python:3.12-alpine has no bash, so the command isn't found."
    assert said("python:3.12-alpine", "/bin/bash -c 'pip install -r a.txt && python a.py'") == [
        f"{lacks} Use /bin/sh -c 'pip install -r a.txt && python a.py', or an image with bash."
    ]
    install = "Install it first in a shell: /bin/sh -c 'apk add --no-cache … && …', or use an image with bash."
    assert said("python:3.12-alpine", "/bin/bash -c '[[ $A == b* ]] && python a.py'") == [f"{lacks} {install}"]
    assert said("python:3.12-alpine", "bash run.sh") == [f"{lacks} {install}"]
