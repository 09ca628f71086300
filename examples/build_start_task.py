#!/usr/bin/env python3
"""Build the start task of a pool of Ubuntu nodes and write its REST body to standard output.

    python examples/build_start_task.py > start_task.json

``start_task.json`` in the same directory is the output if ``LICENSE_TOKEN`` is not set.
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
"""``set -e`` ends the script at the first command that fails, so the exit code shows the failure."""

IDENTITY = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/media"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/encoder"
)


def build_start_task(license_token: str) -> StartTask:
    """Build the start task, which installs a package and runs a script from blob storage with a license token.

    Args:
        license_token: A secret of the script; printed as ``***``, sent unchanged.
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
        environment_settings=[EnvironmentSetting(name="LICENSE_TOKEN", value=license_token)],
        user_identity=UserIdentity(
            auto_user=AutoUserSpecification(scope=AutoUserScope.pool, elevation_level=ElevationLevel.admin)
        ),
        max_task_retry_count=3,
        wait_for_success=True,
    )


if __name__ == "__main__":
    token = os.environ.get("LICENSE_TOKEN", "example-token")
    print(build_start_task(token).to_json(indent=2).decode())
