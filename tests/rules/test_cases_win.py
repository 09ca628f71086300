"""What people reported about files, Windows and application packages, and what the review says about it."""

from __future__ import annotations

from typing import Any

from reviewing import found

from batchmodels import Model, PoolAddParameter, StartTask

LINUX: dict[str, Any] = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
WINDOWS: dict[str, Any] = {
    "imageReference": {
        "publisher": "microsoftwindowsserver",
        "offer": "windowsserver",
        "sku": "2022-datacenter",
        "version": "latest",
    },
    "nodeAgentSKUId": "batch.node.windows amd64",
}
MINE = (
    *("BM101", "BM130", "BM131", "BM132", "BM133", "BM134", "BM135", "BM136", "BM137", "BM301", "BM320", "BM321", "BM322"),
    *("BM410", "BM412", "BM413", "BM605", "BM606", "BM607", "BM703", "BM801"),
)


def pool(machine: dict[str, Any], start_task: dict[str, Any], **members: Any) -> Model:
    body = {"id": "p1", "vmSize": "standard_d2s_v3", "virtualMachineConfiguration": machine, "targetDedicatedNodes": 2}
    return PoolAddParameter.deserialize({**body, "startTask": {**start_task, "waitForSuccess": True}, **members})


def start_task(command_line: str, *files: dict[str, str]) -> Model:
    """A start task that runs as an administrator."""
    admin = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    document = {"commandLine": command_line, "resourceFiles": [*files], "userIdentity": admin, "maxTaskRetryCount": 2}
    return StartTask.deserialize(document)


def file(path: str, **members: str) -> dict[str, str]:
    return {"httpUrl": f"https://example.com/{path.rpartition('/')[2]}", "filePath": path, **members}


def test_azure_docs_7965() -> None:
    """A dot in the name of a variable on Linux."""
    line = "/bin/bash -c 'cd $AZ_BATCH_APP_PACKAGE_achfilewriter_1.1 && java -jar ACHFileWriter.jar CSVfile.csv'"
    packages = [{"applicationId": "achfilewriter", "version": "1.1"}]
    assert found(pool(LINUX, {"commandLine": line}, applicationPackageReferences=packages), *MINE) == [
        (
            "$.startTask.commandLine: BM410 error: AZ_BATCH_APP_PACKAGE_achfilewriter_1.1 isn't set: the variable of "
            "achfilewriter 1.1 on Linux is AZ_BATCH_APP_PACKAGE_achfilewriter_1_1. Use $AZ_BATCH_APP_PACKAGE_achfilewriter_1_1."
        )
    ]


def test_azure_docs_58315() -> None:
    """Another version than the pool references."""
    line = "cmd /c %AZ_BATCH_APP_PACKAGE_ffmpeg#4.3%\\ffmpeg-4.3-win64-static\\bin\\ffmpeg.exe -version"
    packages = [{"applicationId": "ffmpeg", "version": "3.4"}]
    assert found(pool(WINDOWS, {"commandLine": line}, applicationPackageReferences=packages), *MINE) == [
        (
            "$.startTask.commandLine: BM410 error: the command line asks for version 4.3 of the application package ffmpeg, "
            "but the pool references version 3.4. Use %AZ_BATCH_APP_PACKAGE_ffmpeg#3.4%, or reference the version that the "
            "command line asks for."
        )
    ]


def test_do_azure_parallel_82() -> None:
    """A blob of a private container without credentials."""
    blob = {"httpUrl": "https://examplemedia.blob.core.windows.net/setup/setup.sh", "filePath": "setup.sh"}
    assert found(pool(LINUX, {"commandLine": "/bin/bash -c './setup.sh'", "resourceFiles": [blob]}), *MINE) == [
        (
            "$.startTask.resourceFiles[0].httpUrl: BM607 note: httpUrl has neither a SAS nor an identityReference: only public "
            "blobs can be read like that. Set identityReference to a managed identity of the pool, or add a SAS, unless the "
            "blob is public."
        )
    ]


def test_azure_cli_8978() -> None:
    """An operator without a shell, an absolute path, an old name, and a user whom the pool doesn't have."""
    machine = {
        "imageReference": {
            "virtualMachineImageId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Compute/images/img"
        },
        "nodeAgentSKUId": "batch.node.windows amd64",
    }
    task = {
        "commandLine": "C:\\ProgramData\\Anaconda3\\Scripts\\activate.bat py36 && python C:\\prereq\\setup_machine.py",
        "resourceFiles": [
            {
                "blobSource": "https://examplestore.blob.core.windows.net/prereq/setup_machine.py",
                "filePath": "C:\\prereq\\setup_machine.py",
            }
        ],
        "userIdentity": {"username": "render"},
    }
    assert found(pool(machine, task, enableInterNodeCommunication=True), *MINE) == [
        (
            "$.startTask.commandLine: BM101 error: C:\\ProgramData\\Anaconda3\\Scripts\\activa… runs without a shell, so && is "
            "passed to it as an argument and nothing after it runs. Use cmd /c "
            '"C:\\ProgramData\\Anaconda3\\Scripts\\activate.bat py36 && python C:\\prereq\\setup_machine.py".'
        ),
        (
            "$.startTask.userIdentity.username: BM801 error: the start task runs as the user 'render', who isn't in the pool's "
            "userAccounts, so it can't start on any node. Add the user to the pool's userAccounts, or use an autoUser instead "
            "of username."
        ),
        (
            "$.startTask.resourceFiles[0].filePath: BM606 warning: filePath is relative to the task's working directory, but "
            "C:\\prereq\\setup_machine.py is absolute: the file isn't in the working directory, and where Batch puts it, the "
            "task's user may not be allowed to read it. Use a relative path, and copy the file in the command line."
        ),
        (
            "$.startTask.resourceFiles[0].blobSource: BM703 warning: blobSource is an old name that the service no longer has, "
            "so it rejects or ignores it. Use httpUrl."
        ),
    ]


def test_missed_1() -> None:
    """A file that no resource file brings."""
    assert found(start_task("/bin/bash setup.sh", file("start.sh")), *MINE) == [
        (
            "$.commandLine: BM412 warning: setup.sh is not among the resource files; did you mean start.sh? Use start.sh, or "
            "add a resource file with the filePath setup.sh."
        )
    ]


def test_missed_13() -> None:
    """Single quotes are no quotes in cmd."""
    assert found(start_task("cmd /c 'a.exe && b.exe'"), *MINE) == [
        (
            "$.commandLine: BM130 error: cmd doesn't know single quotes, so it looks for a program named 'a.exe and doesn't "
            'find it. Use double quotes: cmd /c "a.exe && b.exe".'
        )
    ]


def test_missed_14() -> None:
    """An installer with a window."""
    assert found(start_task("msiexec /i tool.msi", file("tool.msi")), *MINE) == [
        (
            "$.commandLine: BM301 error: msiexec opens a window and waits for a click that never comes, so the start task "
            "hangs. Add /qn."
        )
    ]


def test_missed_16() -> None:
    """A file that nobody can execute."""
    assert found(start_task("./setup.sh", file("setup.sh", fileMode="0644")), *MINE) == [
        (
            '$.commandLine: BM413 error: ./setup.sh fails with "permission denied": its fileMode 0644 has no execute '
            "permission. Set fileMode to 0755, or run bash setup.sh."
        )
    ]


def test_missed_17() -> None:
    """A file in another directory."""
    assert found(start_task("./install.sh", file("scripts/install.sh")), *MINE) == [
        "$.commandLine: BM412 warning: ./install.sh doesn't exist: it is at scripts/install.sh. Use ./scripts/install.sh."
    ]


DESKTOP = (
    "$.startTask.commandLine: BM136 warning: the default execution policy of Windows 10 and 11 is Restricted, so {} doesn't "
    "run. Add -ExecutionPolicy Bypass before the script."
)


def test_the_execution_policy_of_a_desktop() -> None:
    image = {"publisher": "MicrosoftWindowsDesktop", "offer": "windows-11", "sku": "win11-23h2-pro", "version": "latest"}
    machine = {**WINDOWS, "imageReference": image}
    for line, script in (
        ("powershell -File setup.ps1", "setup.ps1"),
        ("powershell.exe -NoProfile -WindowStyle Hidden -File .\\setup.ps1 -Fast", ".\\setup.ps1"),
        ('powershell -Command ".\\setup.ps1 -Fast"', ".\\setup.ps1"),
        ("powershell -Command \"& '.\\setup.ps1' -Fast\"", ".\\setup.ps1"),
        ("powershell .\\setup.ps1", ".\\setup.ps1"),
        ("cmd /c powershell -File setup.ps1", "setup.ps1"),
        ('cmd /c "a.exe && powershell -Command .\\setup.ps1"', ".\\setup.ps1"),
    ):
        assert found(pool(machine, {"commandLine": line}), "BM136") == [DESKTOP.format(script)]
        assert found(pool(WINDOWS, {"commandLine": line}), "BM136") == []
    for line in (
        "powershell -ExecutionPolicy Bypass -File setup.ps1",
        "powershell -ep Bypass -File setup.ps1",
        'powershell -Command "Set-ExecutionPolicy Bypass -Scope Process -Force; .\\setup.ps1"',
        'powershell -Command "Get-Date; Get-Volume"',
        "powershell -EncodedCommand AAAA",
        "powershell -File",
        "powershell -NoProfile",
        "pwsh -File setup.ps1",
        "cmd /c setup.cmd",
    ):
        assert found(pool(machine, {"commandLine": line}), "BM136") == []
