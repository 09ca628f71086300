"""Start tasks that people reported or that were missed in public code: what the review says about each."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import found

from batchmodels import PoolAddParameter, StartTask

ADMIN = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
RIGHTS = (
    'Run the start task as an administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in '
    "Python, user_identity=identities.pool_admin()."
)


def task(line: str, **members: Any) -> StartTask:
    return StartTask.deserialize({"commandLine": line, "maxTaskRetryCount": 2, "waitForSuccess": True, **members})


def test_pipefail_under_dash() -> None:
    pool = PoolAddParameter.deserialize(
        {
            "id": "p1",
            "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
                "nodeAgentSKUId": "batch.node.ubuntu 24.04",
            },
            "targetDedicatedNodes": 2,
            "startTask": {"commandLine": "/bin/sh -c 'set -euo pipefail; ./setup.sh'", "waitForSuccess": True},
        }
    )
    assert found(pool, "BM111") == [
        (
            "$.startTask.commandLine: BM111 error: /bin/sh is dash on Ubuntu 24.04, and dash has no pipefail: "
            "the script ends there "
            "and fails. Run the script with /bin/bash -c, or use set -e without it."
        )
    ]


@pytest.mark.parametrize(
    ("start_task", "rule", "text"),
    [
        (
            task("/bin/bash -c 'docker pull ubuntu:24.04'"),
            "BM202",
            (
                "error: docker pull fails because only an administrator can use Docker's socket, and the start "
                "task doesn't run as an "
                f"administrator. {RIGHTS}"
            ),
        ),
        (
            task("/bin/bash -c 'apt-get install -y jq'", userIdentity=ADMIN),
            "BM311",
            (
                "warning: apt-get install uses the package lists of the image, which may be empty or outdated, "
                "so that it doesn't "
                "find the packages. Run apt-get update first: apt-get update && apt-get install …"
            ),
        ),
        (
            task(
                "/bin/bash -c 'unzip t.zip -d $AZ_BATCH_NODE_SHARED_DIR'",
                resourceFiles=[{"httpUrl": "https://example.com/t.zip", "filePath": "t.zip"}],
            ),
            "BM303",
            (
                "warning: unzip fails when the start task runs again and the files already exist, for example on "
                "a retry: it asks "
                "whether to replace them, and nothing can answer. Use unzip -o."
            ),
        ),
        (
            task("/bin/bash -c './a && export X=1'"),
            "BM113",
            (
                "warning: export X ends with this shell, so no task sees it. Set it in environmentSettings of "
                "the tasks, or write it "
                "to a file in $AZ_BATCH_NODE_SHARED_DIR that the tasks read with . FILE."
            ),
        ),
        (
            task("/bin/bash -c 'curl -O https://example.com/f.sh && bash f.sh'"),
            "BM114",
            (
                "warning: without -f, curl succeeds when the server answers with an error, and bash gets the "
                "error page instead of "
                "the file. Use curl -f, for example curl -fsSL, so that the command fails instead."
            ),
        ),
        (
            task("apt-get update\napt-get install -y ffmpeg", userIdentity=ADMIN),
            "BM101",
            (
                "error: a line feed is no separator without a shell, so apt-get gets apt-get and all other words "
                "of the next lines "
                "as arguments. Use /bin/bash -c 'apt-get update && apt-get install -y ffmpeg'."
            ),
        ),
        (
            task("#!/bin/bash\napt-get install -y ffmpeg", userIdentity=ADMIN),
            "BM108",
            (
                "error: nothing reads the #! line of a command line: the node looks for a program named #!/bin/bash and fails. "
                "Use /bin/bash -c 'apt-get install -y ffmpeg', or put the script in a resource file and run that."
            ),
        ),
    ],
    ids=["docker", "no update", "unzip", "export", "curl", "lines", "script"],
)
def test_a_case(start_task: StartTask, rule: str, text: str) -> None:
    assert found(start_task, rule) == [f"$.commandLine: {rule} {text}"]
