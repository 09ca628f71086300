"""What reviews of real definitions for Windows nodes found, with the siblings on Linux and in PowerShell."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import EnvironmentSetting, JobAddParameter, ResourceFile, TaskAddParameter
from batchmodels.secrets.masking import mask_text

IMAGE = ("MicrosoftWindowsServer", "WindowsServer", "2022-datacenter")
FILES = [ResourceFile(http_url="https://contoso.example/PrepPython35.ps1", file_path="PrepPython35.ps1")]
SHARED = "%AZ_BATCH_NODE_SHARED_DIR%"
RUN = rf"powershell.exe -File {SHARED}\PrepPython35.ps1"


def said(line: str, *rules: str, **members: Any) -> list[str]:
    """What these rules say about a task, without the path."""
    task = TaskAddParameter.deserialize({"id": "t", "commandLine": line, **members})
    return [text.removeprefix("$.commandLine: ") for text in found(task, *rules)]


def on_windows(line: str, *rules: str, **members: Any) -> list[str]:
    """What these rules say about a start task of Windows nodes, without the path."""
    return [
        text.removeprefix("$.startTask.commandLine: ") for text in found(pool(WINDOWS, line, image=IMAGE, **members), *rules)
    ]


@pytest.mark.parametrize(
    "line",
    [
        rf'cmd.exe /c "copy %AZ_BATCH_TASK_WORKING_DIR%\* {SHARED}&{RUN}"',
        rf"cmd /c xcopy /y *.* {SHARED} && {RUN}",
        rf"cmd /c xcopy *.ps1 {SHARED}\ /Y && {RUN}",
        rf"cmd /c copy . {SHARED}\ /Y && {RUN}",
        rf"cmd /c copy %AZ_BATCH_TASK_WORKING_DIR% {SHARED} && {RUN}",
        rf"cmd /c copy prepp*.ps1 {SHARED} && {RUN}",
        r"cmd /c echo x > LICENSE && mkdir data && copy LICENSE data && copy data\LICENSE x",
        rf"cmd /c copy PrepPython35.ps1 {SHARED} /Y && {RUN}",
        rf"cmd /c xcopy /S . {SHARED} && {RUN}",
        r'powershell -Command "Copy-Item * $env:AZ_BATCH_NODE_SHARED_DIR; & $env:AZ_BATCH_NODE_SHARED_DIR\PrepPython35.ps1"',
        (
            r'powershell -Command "Copy-Item -Path *.ps1 -Destination $env:AZ_BATCH_NODE_SHARED_DIR -Force; '
            r'& $env:AZ_BATCH_NODE_SHARED_DIR\PrepPython35.ps1"'
        ),
    ],
)
def test_files_that_a_pattern_copies(line: str) -> None:
    assert on_windows(line, "BM412", resource_files=FILES) == []


@pytest.mark.parametrize(("pattern", "is_there"), [("*", True), ("*.ps1", True), ("*.txt", False)])
def test_files_that_a_pattern_copies_on_linux(pattern: str, is_there: bool) -> None:
    line = bash(f"cp {pattern} $AZ_BATCH_NODE_SHARED_DIR && bash $AZ_BATCH_NODE_SHARED_DIR/PrepPython35.ps1")
    assert found(pool(LINUX, line, resource_files=FILES), "BM412") == (
        []
        if is_there
        else [
            (
                "$.startTask.commandLine: BM412 warning: the command looks for PrepPython35.ps1 as "
                "$AZ_BATCH_NODE_SHARED_DIR/PrepPython35.…, but it is in the task's working directory. Use "
                "$AZ_BATCH_TASK_WORKING_DIR/PrepPython35.ps1."
            )
        ]
    )


def test_files_that_a_pattern_does_not_copy() -> None:
    assert on_windows(f"cmd /c copy *.txt {SHARED} && {RUN}", "BM412", resource_files=FILES) == [
        (
            r"BM412 warning: the command looks for PrepPython35.ps1 as %AZ_BATCH_NODE_SHARED_DIR%\PrepPython35…, but it is in "
            r"the task's working directory. Use %AZ_BATCH_TASK_WORKING_DIR%\PrepPython35.ps1."
        )
    ]


SHARE = r"\\contoso.file.core.windows.net\rendering"
FETCH = (
    "anyone who can read the task or see a node's processes can read it. Fetch it on the node from Azure Key Vault with a "
    "managed identity of the pool, and replace the exposed secret with a new one."
)


@pytest.mark.parametrize(
    "line",
    [
        f"net use S: {SHARE} & 3dsmaxcmdio.exe -v:5",
        f"net use S: {SHARE}& 3dsmaxcmdio -v:5",
        f"net use S:\n  {SHARE} &\n3dsmaxcmdio.exe -v:5",
        f"net use S: {SHARE} && render",
        f"net use S: {SHARE} > nul",
        f"net use S: {SHARE}; render",
    ],
)
def test_an_operator_is_no_password(line: str) -> None:
    assert said(line, "BM803") == []
    assert said(f"net use S: {SHARE} hunter22 /user:x & render", "BM803") == [
        f"BM803 warning: the command line contains a secret in plain text (the password argument of net use): {FETCH}"
    ]


@pytest.mark.parametrize("operator", ["&", "&&", "|", ">", "2>&1"])
def test_an_operator_is_no_value_of_an_option(operator: str) -> None:
    assert said(f"docker login -p {operator} x", "BM803") == []


def released(line: str) -> list[str]:
    job = {"id": "j", "poolInfo": {"poolId": "p"}, "jobPreparationTask": {"commandLine": "cmd /c dir"}}
    return found(JobAddParameter.deserialize({**job, "jobReleaseTask": {"commandLine": line}}), "BM078")


@pytest.mark.parametrize("program", ["DEL", "rmdir", "rd", "erase"])
@pytest.mark.parametrize("after", ["& exit /b 0", "&& exit", "> log"])
def test_an_operator_is_no_path(program: str, after: str) -> None:
    assert released(rf'{program} /S /Q "%AZ_BATCH_JOB_PREP_WORKING_DIR%" {after}') == []
    assert released("rm -rf data ; exit")[0].endswith("Use $AZ_BATCH_JOB_PREP_WORKING_DIR/data.")


ONE = 'Use one cmd /c for all commands: cmd /c "first && second".'
READS = "the first cmd /c reads the whole line, including the other cmd /c"


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "mkdir C:\\a & cmd.exe /c "echo b""',
        'cmd /c "mkdir "%A%\\t" & cmd /c "%M% -proj "%B%" "X:\\s.mb"""',
    ],
)
def test_a_cmd_whose_quotes_are_as_they_are_meant(line: str) -> None:
    assert said(line, "BM104") == [f"BM104 note: {READS}: it runs each of them in one more cmd, which is needless. {ONE}"]


def test_a_cmd_with_options_of_its_own_is_not_needless() -> None:
    assert said('cmd /c "mkdir C:\\a & cmd.exe /v /c "echo !b!""', "BM104") == []
    assert said("cmd /c mkdir a & cmd /v:on /c echo !b!", "BM104") == []


@pytest.mark.parametrize("line", ['cmd /c "a" && cmd /c "b"', 'cmd /c "a" && cmd /c "b" && cmd /c "c"'])
def test_quotes_of_several_cmds(line: str) -> None:
    assert said(line, "BM104") == [
        (
            f"BM104 warning: {READS}, and strips only the first and the last quotation mark of the line, so the others "
            f"remain in the commands. {ONE}"
        )
    ]


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        (f"net use S: {SHARE} & 3dsmaxcmdio.exe -v:5", f'Use cmd /c "net use S: {SHARE} & 3dsmaxcmdio.exe -v:5".'),
        ("render & tool.exe x", 'Use cmd /c "render & tool.exe x".'),
        (r"render C:\a && x", r'Use cmd /c "render C:\a && x".'),
        ("mono tool.exe && x", "Use /bin/bash -c 'mono tool.exe && x'."),
        ("cp tool.exe /mnt && x", "Use /bin/bash -c 'cp tool.exe /mnt && x'."),
        ("./render && x", "Use /bin/bash -c './render && x'."),
        ("wget https://contoso.example/a.exe && x", "Use /bin/bash -c 'wget https://contoso.example/a.exe && x'."),
    ],
)
def test_the_shell_of_a_fix_is_that_of_the_system(line: str, fix: str) -> None:
    (text,) = said(line, "BM101")
    assert text.endswith(fix)


def test_the_shell_of_a_fix_for_a_builtin() -> None:
    assert said("cd .. & vray-adv-dr.cmd 20204", "BM108") == [
        (
            "BM108 error: cd is a shell builtin, not a program, so the node can't find it. Run it in a shell together with the "
            'commands that need it: cmd /c "cd .. & vray-adv-dr.cmd 20204".'
        )
    ]


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        (r'cmd /c "subst X: %A% & render -proj "%A%" "X:\scene.mb""', ""),
        (r'cmd /c "subst x: a & render -proj:X:\scene.mb"', ""),
        (r'cmd /c "subst X: a & cmd.exe /v /c "render "X:\scene.mb"""', ""),
        (r'cmd /c "subst X: a & render C:\scene.mb"', "subst"),
        (r'cmd /c .\python-3.11.4-amd64.exe /passive & "C:\Program Files\Python311\python.exe" -m pip install numpy', ""),
        (r'cmd /c msiexec /i node-v18-x64.msi /qn & "C:\Program Files\nodejs\npm.cmd" install x', ""),
        (r'cmd /c msiexec /i node-v18-x64.msi /qn & "%ProgramFiles%\nodejs\npm.cmd" install x', ""),
        (r'cmd /c setup.exe /quiet & "C:\Program Files\Setup\tool.exe" x', "setup.exe"),
        (r'cmd /c blender-4.exe /quiet & "C:\Program Files\Python311\python.exe" x', "blender-4.exe"),
    ],
)
def test_a_failure_that_a_later_command_needs(line: str, lost: str) -> None:
    assert said(line, "BM106") == (
        [f"BM106 warning: if {lost} fails, the script continues and the task still succeeds. Join the commands with &&."]
        if lost
        else []
    )


KEY = "AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQg=="
TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (f"contoso {KEY} out", "a storage or service key"),
        (f"-sakey {KEY}", "a storage or service key"),
        (f"-key={KEY}", "a storage or service key"),
        (f"--storageaccountkey {KEY}", "the value of --storageaccountkey"),
        ("--storageaccountkey=s3cret-s3cret", "the value of --storageaccountkey"),
        (f"DefaultEndpointsProtocol=https;AccountKey={KEY};EndpointSuffix=x", "a storage or service key"),
        (TOKEN, "a JSON Web Token"),
        (f'-H "Authorization: Bearer {TOKEN}"', "an Authorization header"),
        (f"--sha512 {KEY}", ""),
        (f"--integrity=sha512-{KEY}", ""),
        (f"--integrity sha512-{KEY}", ""),
        (f"{'A' * 86}==", ""),
        (f"{KEY[:40]}==", ""),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", ""),
    ],
)
def test_a_key_or_a_token_alone(words: str, what: str) -> None:
    expected = [f"BM803 warning: the command line contains a secret in plain text ({what}): {FETCH}"] if what else []
    assert said(f"cmd /c run.exe {words}", "BM803") == expected
    assert said(f"./run {words}", "BM803") == expected


@pytest.mark.parametrize(("name", "is_reported"), [("ACCOUNT", True), ("PACKAGE_INTEGRITY", False), ("SHA512", False)])
def test_a_key_in_a_setting(name: str, is_reported: bool) -> None:
    task = TaskAddParameter(id="t", command_line="x", environment_settings=[EnvironmentSetting(name=name, value=KEY)])
    assert bool(found(task, "BM803")) == is_reported


def test_a_key_alone_is_masked() -> None:
    assert mask_text(f"run.exe contoso {KEY} out") == "run.exe contoso *** out"
    assert mask_text(f"run.exe contoso {KEY[:-2]}%3D%3D out") == "run.exe contoso *** out"
    assert mask_text(f"run.exe {TOKEN}") == "run.exe ***"
    (text,) = said(f"run.exe {KEY} && x", "BM101")
    assert text.endswith('Use cmd /c "run.exe *** && x".')


@pytest.mark.parametrize("offer", ["rendering-windows2016", "rendering-centos73"])
@pytest.mark.parametrize("publisher", ["batch", "microsoft-azure-batch"])
def test_rendering_images_of_both_publishers(offer: str, publisher: str) -> None:
    (text,) = found(pool("", image=(publisher, offer, "rendering")), "BM002")
    assert text == (
        f"$.virtualMachineConfiguration.imageReference: BM002 warning: Batch ended its support for {publisher}:{offer} on "
        "29 February 2024, so requests to create or enlarge the pool may fail. Use a custom image, or a container, with the "
        "applications that you need."
    )


LINUX_PROGRAM = "is a Linux program, but the pool's image is Windows."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ls", f'ls {LINUX_PROGRAM} Use dir, in cmd /c "…", or choose a Linux image.'),
        ("grep x y", f'grep {LINUX_PROGRAM} Use findstr, in cmd /c "…", or choose a Linux image.'),
        ("env", f'env {LINUX_PROGRAM} Use set, in cmd /c "…", or choose a Linux image.'),
        ("printenv X", f'printenv {LINUX_PROGRAM} Use set, in cmd /c "…", or choose a Linux image.'),
        ("cmd /c printenv X", f"printenv {LINUX_PROGRAM} Use set."),
        ("cmd /c env", f"env {LINUX_PROGRAM} Use set."),
        ('powershell -Command "env"', f"env {LINUX_PROGRAM} Use Get-ChildItem env:."),
    ],
)
def test_programs_of_linux_without_a_shell(line: str, message: str) -> None:
    assert on_windows(line, "BM404") == [f"BM404 error: {message}"]


@pytest.mark.parametrize(
    "line", ["robocopy a b", "tar -xf a.zip", "curl -O https://contoso.example/a", "cmd /c where x", "dir"]
)
def test_programs_that_windows_has(line: str) -> None:
    assert on_windows(line, "BM404") == []


def test_programs_that_a_start_task_may_bring() -> None:
    start = {"commandLine": "cmd /c choco install -y git"}
    machine = {
        "imageReference": {"publisher": IMAGE[0], "offer": IMAGE[1], "sku": IMAGE[2]},
        "nodeAgentSKUId": WINDOWS,
    }
    for task, count in ((start, 0), (None, 1)):
        pool_info = {
            "autoPoolSpecification": {"pool": {"vmSize": "x", "virtualMachineConfiguration": machine, "startTask": task}}
        }
        job = {"id": "j", "poolInfo": pool_info, "jobPreparationTask": {"commandLine": "cmd /c ls"}}
        assert len(found(JobAddParameter.deserialize(job), "BM404")) == count


@pytest.mark.parametrize(
    ("line", "is_printed"),
    [
        (r'cmd /c "powershell -Command \"Invoke-WebRequest https://contoso.example/a.exe -OutFile a.exe\" && a.exe"', True),
        (r"cmd /c powershell -Command \"Set-Content a.txt 1; exit 0\"", True),
        (r"powershell -Command \"Start-Service x; .\a.exe\"", True),
        (r'cmd /c "powershell -Command "Invoke-WebRequest https://contoso.example/a.exe -OutFile a.exe" && a.exe"', False),
        (r'powershell -Command "Write-Output \"a; b\""', False),
        (r'powershell -Command "\"$(Get-Date) x\""', False),
        (r'powershell -Command "\"hello\""', False),
    ],
)
def test_a_script_of_powershell_in_escaped_quotes(line: str, is_printed: bool) -> None:
    message = (
        r"BM130 warning: the quotation marks around the script are escaped (\"), so they are part of it: the script is a "
        'string, and PowerShell prints it and runs nothing. Write them without the backslashes: powershell -Command "…".'
    )
    assert said(line, "BM130") == ([message] if is_printed else [])
