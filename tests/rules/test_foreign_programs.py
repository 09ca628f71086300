"""A program of the other operating system: nothing of the command line runs, so only that is reported about it."""

from __future__ import annotations

from typing import Any

import pytest

from batchmodels import PoolAddParameter, review

UBUNTU = ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04")
WINDOWS = ("microsoftwindowsserver", "windowsserver", "2022-datacenter", "batch.node.windows amd64")


def findings(command_line: str, image: tuple[str, ...], **members: Any) -> list[str]:
    publisher, offer, sku, agent = image
    machine = {
        "imageReference": {"publisher": publisher, "offer": offer, "sku": sku, "version": "latest"},
        "nodeAgentSKUId": agent,
    }
    pool = {
        "id": "p",
        "vmSize": "standard_d2s_v3",
        "virtualMachineConfiguration": machine,
        "startTask": {"commandLine": command_line, "maxTaskRetryCount": 2, "waitForSuccess": True, **members},
    }
    return [each.rule for each in review(PoolAddParameter.deserialize(pool)) if "commandLine" in each.steps]


@pytest.mark.parametrize(
    "command_line",
    [
        "/bin/bash -c 'apt-get install ffmpeg; curl -O http://example.com/a; echo a >> /etc/hosts; ./a && b'",
        "/bin/bash -c apt-get install -y ffmpeg && ls",
        "bash -c 'yum install gcc'",
        "/bin/sh setup.sh; exit 0",
        "/usr/bin/apt-get install -y ffmpeg",
    ],
)
def test_a_program_of_linux_on_windows(command_line: str) -> None:
    assert findings(command_line, WINDOWS) == ["BM404"]
    assert findings(command_line, UBUNTU) != ["BM404"]


@pytest.mark.parametrize(
    "command_line",
    [
        'cmd /c "choco install ffmpeg & shutdown /r"',
        'powershell -Command "Install-Package a; choco install b"',
        "C:\\tools\\setup.exe /s",
        "msiexec /i a.msi",
    ],
)
def test_a_program_of_windows_on_linux(command_line: str) -> None:
    assert findings(command_line, UBUNTU) == ["BM403"]


def test_a_secret_in_it_is_still_one() -> None:
    command_line = "/bin/bash -c 'export API_TOKEN=hunter2abcdef; mysql --password=hunter2abcdef'"
    assert sorted(findings(command_line, WINDOWS)) == ["BM404", "BM803", "BM803"]
