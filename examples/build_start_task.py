#!/usr/bin/env python3
"""Build the start task of a pool of Ubuntu nodes and write its REST body to the standard output.

    python examples/build_start_task.py > start_task.json

The document ``start_task.json`` beside this file is what it writes when ``LICENCE_TOKEN`` is not set.
"""

import os

from batchmodels import (
    AutoUserScope,
    AutoUserSpecification,
    ComputeNodeIdentityReference,
    ElevationLevel,
    EnvironmentSetting,
    ResourceFile,
    StartTask,
    UserIdentity,
)

COMMAND_LINE = "/bin/bash -c 'set -e; apt-get update; apt-get -o DPkg::Lock::Timeout=300 install -y ffmpeg; bash setup.sh'"
"""``set -e`` ends the script at the first command that fails, so that the exit code tells of it."""

IDENTITY = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/media"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/encoder"
)


def build_start_task(licence_token: str) -> StartTask:
    """Build the start task: install a package, run a script from blob storage with a licence token at hand.

    Args:
        licence_token: A secret of the script; it is shown as ``***`` and sent as it is.
    """
    return StartTask(
        command_line=COMMAND_LINE,
        resource_files=[
            ResourceFile(
                http_url="https://examplemedia.blob.core.windows.net/setup/setup.sh",
                file_path="setup.sh",
                identity_reference=ComputeNodeIdentityReference(resource_id=IDENTITY),
            )
        ],
        environment_settings=[EnvironmentSetting(name="LICENCE_TOKEN", value=licence_token)],
        user_identity=UserIdentity(
            auto_user=AutoUserSpecification(scope=AutoUserScope.pool, elevation_level=ElevationLevel.admin)
        ),
        max_task_retry_count=3,
        wait_for_success=True,
    )


if __name__ == "__main__":
    token = os.environ.get("LICENCE_TOKEN", "example-token")
    print(build_start_task(token).to_json(indent=2).decode())
