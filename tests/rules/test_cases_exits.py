"""Start tasks from the field whose findings were wrong, noise or missing: exit statuses, endless programs, shellcheck."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

from batchmodels import Finding, PoolAddParameter, Severity, StartTask, review
from batchmodels.rules.checks import shellcheck

UBUNTU = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
ADMIN = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}


def findings(line: str, **members: Any) -> list[Finding]:
    document = {"commandLine": line, "maxTaskRetryCount": 2, "waitForSuccess": True, **members}
    return review(StartTask.deserialize(document))


def told(line: str, **members: Any) -> list[str]:
    """What a review says; not what it only notes."""
    return [str(each) for each in findings(line, **members) if each.severity is not Severity.note]


def test_missed_1_set_e_does_not_apply_before_and() -> None:
    assert told("/bin/bash -c 'set -e; ./a && ./b; ./c'") == [
        (
            "$.commandLine: BM106 warning: if ./a fails, the script continues and the start task still succeeds: set -e "
            "doesn't apply "
            "to a command before &&. Put each command on its own line, or join all of them with &&."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        '/bin/bash -c "wget https://example.com/s.sh;chmod u+x s.sh;./s.sh"',  # false-2
        "/bin/bash -c 'wget https://example.com/a.tgz; tar xzf a.tgz; cd a; ./install.sh'",  # false-3
    ],
)
def test_false_2_and_3_the_last_command_needs_the_first(line: str) -> None:
    assert [each for each in told(line) if "BM106" in each] == []


def test_false_4_an_endless_loop() -> None:
    assert told("/bin/bash -c 'while true; do ./a.sh; sleep 5; done'") == [
        (
            "$.commandLine: BM307 error: the loop never ends, so the start task never succeeds: the node stays in "
            "waitingforstarttask, runs no task and keeps costing money. Limit the loop, or make it a system service that the "
            "start "
            "task starts, for example a systemd unit."
        )
    ]


@pytest.mark.skipif(shellcheck.program() is None or os.name != "posix" or not shutil.which("bash"), reason="needs both")
def test_false_5_bash_accepts_it() -> None:
    assert [each for each in told("/bin/bash -c 'time(ls; ls) 2>&1'") if "BM901" in each] == []


def test_noise_6_no_quotation_marks() -> None:
    (finding,) = [each for each in findings("cmd /c a.exe && cmd /c b.exe") if each.rule == "BM104"]
    assert str(finding) == (
        "$.commandLine: BM104 note: the first cmd /c reads the whole line, including the other cmd /c: it runs each of them in "
        'one more cmd, which is needless. Use one cmd /c for all commands: cmd /c "first && second".'
    )


def test_false_7_a_blob_in_the_root_container() -> None:
    files = [{"httpUrl": "https://examplemedia.blob.core.windows.net/file", "filePath": "file"}]
    assert [each for each in told("./x", resourceFiles=files) if "BM605" in each] == []


def test_noise_8_redirections_of_an_administrator() -> None:
    assert [each for each in told("/bin/bash -c 'sudo ls > out.txt'", userIdentity=ADMIN) if "SC2024" in each] == []


def test_noise_9_tasks_should_not_wait_for_a_server() -> None:
    assert told("./server --port 80", waitForSuccess=False) == [
        (
            "$.waitForSuccess: BM306 warning: tasks are scheduled on the node while the start task is still running, and even "
            "after "
            "it has failed. Keep it if no task depends on the start task. Otherwise make ./server a system service, for "
            "example a "
            "systemd unit, so that the start task ends. Run the start task as an administrator for that."
        )
    ]


def test_opencga_984_the_package_lock_at_boot() -> None:
    pool = PoolAddParameter.deserialize(
        {
            "id": "p1",
            "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": UBUNTU,
            "targetDedicatedNodes": 2,
            "startTask": {
                "commandLine": "/bin/bash -c 'apt-get update && apt-get install -y cifs-utils && python3 mount.py'",
                "waitForSuccess": True,
                "userIdentity": ADMIN,
            },
        }
    )
    (finding,) = [each for each in review(pool) if each.rule == "BM302"]
    assert str(finding) == (
        "$.startTask.commandLine: BM302 warning: unattended upgrades may hold the dpkg lock while a node boots: apt-get "
        "install "
        "then fails, and so does the start task, which isn't retried. Wait for the lock with apt-get -o "
        "DPkg::Lock::Timeout=300, or set maxTaskRetryCount to 3."
    )
