"""The measured documents, which are the same in every run.

Times have seven digits of a second, as the service writes them.
"""

from __future__ import annotations

import datetime
from typing import Any

JsonObject = dict[str, Any]

NODE_COUNT = 1_000
SERVICE = "https://contoso.westeurope.batch.azure.com"

TITLES = {
    "a": "a start task with 20 files, 20 settings, a container registry and a pool administrator",
    "b": "a start task with a command line and waitForSuccess",
    "c": f"a page of {NODE_COUNT:,} nodes, each with a start task (3 files, 5 settings) that failed (3 times, 3 details)",
    "d": "like (a), with one unknown member in each file",
}


def full_start_task() -> JsonObject:
    """Build document (a)."""
    return {
        "commandLine": "/bin/bash -c 'set -e; mkdir -p /opt/render && tar -xzf tools/tool-01.tar.gz -C /opt/render'",
        "containerSettings": {
            "containerRunOptions": "--ipc=host --shm-size 2g",
            "imageName": "contoso.azurecr.io/render/setup:4.2",
            "registry": {"username": "puller", "password": "c0rrect-h0rse", "registryServer": "contoso.azurecr.io"},
            "workingDirectory": "taskWorkingDirectory",
        },
        "resourceFiles": [container(n) if n % 5 == 0 else download(n) for n in range(20)],
        "environmentSettings": [setting(n) for n in range(20)],
        "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}},
        "maxTaskRetryCount": 3,
        "waitForSuccess": True,
    }


def small_start_task() -> JsonObject:
    """Build document (b)."""
    return {"commandLine": "/bin/sh -c 'apt-get update && apt-get install -y ffmpeg'", "waitForSuccess": True}


def page(count: int = NODE_COUNT) -> JsonObject:
    """Build document (c): a page of nodes as the service returns it, whose start tasks have all failed."""
    return {
        "odata.metadata": f"{SERVICE}/$metadata#nodes",
        "value": [node(number) for number in range(count)],
        "odata.nextLink": f"{SERVICE}/pools/render/nodes?$skiptoken=WATV2:{NODE_COUNT}&api-version=2024-07-01.20.0",
    }


def start_task_with_unknown_members() -> JsonObject:
    """Build document (d)."""
    document = full_start_task()
    for number, file in enumerate(document["resourceFiles"]):
        file["contentHash"] = f"sha256:{number:064x}"
    return document


def download(number: int) -> JsonObject:
    """Build a resource file that is a blob with a SAS."""
    name = f"tool-{number:02}.tar.gz"
    signature = f"sv=2024-11-04&sr=b&sp=r&se=2027-01-01T00%3A00%3A00Z&sig={number:032x}"
    url = f"https://contosobatch.blob.core.windows.net/setup/{name}?{signature}"
    return {"httpUrl": url, "filePath": f"tools/{name}", "fileMode": "0755"}


def container(number: int) -> JsonObject:
    """Build a resource file that is part of a container, with a managed identity."""
    providers = "/subscriptions/0b8e/resourceGroups/render/providers"
    return {
        "storageContainerUrl": "https://contosobatch.blob.core.windows.net/scenes",
        "blobPrefix": f"shot-{number:03}/",
        "filePath": "scenes",
        "identityReference": {"resourceId": f"{providers}/Microsoft.ManagedIdentity/userAssignedIdentities/batch"},
    }


def setting(number: int) -> JsonObject:
    """Build an environment setting."""
    return {"name": f"RENDER_OPTION_{number:02}", "value": f"value of option {number}"}


def node(number: int) -> JsonObject:
    """Build one node of (c)."""
    name = f"tvmps_{number:064x}_d"
    return {
        "id": name,
        "url": f"{SERVICE}/pools/render/nodes/{name}",
        "state": "starttaskfailed",
        "schedulingState": "enabled",
        "stateTransitionTime": time(number * 61 + 42),
        "lastBootTime": time(number * 61 - 20),
        "allocationTime": time(number * 61 - 95),
        "ipAddress": f"10.0.{number // 250}.{number % 250 + 4}",
        "affinityId": f"TVM:{name}",
        "vmSize": "standard_d4s_v5",
        "totalTasksRun": 0,
        "totalTasksSucceeded": 0,
        "runningTasksCount": 0,
        "runningTaskSlotsCount": 0,
        "isDedicated": True,
        "startTask": node_start_task(number),
        "startTaskInfo": node_information(number),
        "nodeAgentInfo": {"version": "1.13.14", "lastUpdateTime": time(number * 61 - 18)},
        "endpointConfiguration": {"inboundEndpoints": [endpoint(number)]},
        "virtualMachineInfo": {
            "imageReference": {
                "publisher": "microsoft-dsvm",
                "offer": "ubuntu-hpc",
                "sku": "2204",
                "version": "latest",
            }
        },
    }


def endpoint(number: int) -> JsonObject:
    """Build the open port of one node in (c)."""
    return {
        "name": f"SSHRule.{number}",
        "protocol": "tcp",
        "publicIPAddress": "20.56.14.7",
        "publicFQDN": "dns3f1b-render.westeurope.cloudapp.azure.com",
        "frontendPort": 50_000 + number,
        "backendPort": 22,
    }


def node_start_task(number: int) -> JsonObject:
    """Build the start task of one node in (c)."""
    return {
        "commandLine": f"/bin/bash -c './install.sh --node {number:04}'",
        "resourceFiles": [download(number * 3 + n) for n in range(3)],
        "environmentSettings": [setting(number * 5 + n) for n in range(5)],
        "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}},
        "maxTaskRetryCount": 3,
        "waitForSuccess": True,
    }


def node_information(number: int) -> JsonObject:
    """Build the start task information of one node in (c)."""
    return {
        "state": "completed",
        "startTime": time(number * 61),
        "endTime": time(number * 61 + 42),
        "exitCode": 1,
        "failureInfo": {
            "category": "usererror",
            "code": "FailureExitCode",
            "message": "The task exited with an exit code representing a failure",
            "details": [{"name": f"Detail {n}", "value": f"step {n} failed on node {number:04}"} for n in range(3)],
        },
        "retryCount": 3,
        "lastRetryTime": time(number * 61 + 30),
        "result": "failure",
    }


def time(seconds: int) -> str:
    """Write a time as the service does, with seven digits of a second."""
    moment = datetime.datetime(2026, 1, 31, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{seconds * 7_654_321 % 9_999_999 + 1:07}Z"
