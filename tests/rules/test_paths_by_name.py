"""BM401 to BM404 for each directory, each variable and each program that they know by name."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import EnvironmentSetting, ImageReference, ResourceFile, StartTask


def said(rule: str, line: str, **members: Any) -> list[str]:
    return found(StartTask(command_line=line, **members), rule)


WHERE = "exists only on some nodes: Batch's root directory depends on the VM size and the image."


class TestRoots:
    @pytest.mark.parametrize("root", ["/mnt/batch/tasks", "/mnt/resource/batch/tasks", "/opt/batch/data/tasks"])
    @pytest.mark.parametrize(
        ("within", "variable"),
        [
            ("", "AZ_BATCH_NODE_ROOT_DIR"),
            ("/shared", "AZ_BATCH_NODE_SHARED_DIR"),
            ("/startup", "AZ_BATCH_NODE_STARTUP_DIR"),
            ("/fsmounts", "AZ_BATCH_NODE_MOUNTS_DIR"),
            ("/workitems", "AZ_BATCH_NODE_ROOT_DIR/workitems"),
        ],
    )
    def test_on_linux(self, root: str, within: str, variable: str) -> None:
        expected = [f"$.commandLine: BM401 warning: {root}{within} {WHERE} Use ${variable} instead."]
        for script in (f"ls {root}{within}", f"X={root}{within} ls", f"ls > {root}{within}", f"ls --x={root}{within}"):
            assert said("BM401", bash(script)) == expected
        fix = "Use /bin/bash -c '{}${} a': variables are expanded only in a shell."
        for before in ("", "bash ", "./x "):
            (text,) = said("BM401", f"{before}{root}{within} a")
            assert text == f"$.commandLine: BM401 warning: {root}{within} {WHERE} {fix.format(before, variable)}"
        assert said("BM401", bash(f"ls /x{root}{within} x{root}{within} .{root}{within} -{root}{within}")) == []

    @pytest.mark.parametrize("root", ["D:\\batch\\tasks", "d:/Batch/Tasks", "C:\\batch\\data\\tasks"])
    @pytest.mark.parametrize(
        ("within", "variable", "behind"),
        [
            ("", "AZ_BATCH_NODE_ROOT_DIR", ""),
            ("\\shared", "AZ_BATCH_NODE_SHARED_DIR", ""),
            ("\\Startup", "AZ_BATCH_NODE_STARTUP_DIR", ""),
            ("\\fsmounts", "AZ_BATCH_NODE_MOUNTS_DIR", ""),
            ("\\workitems", "AZ_BATCH_NODE_ROOT_DIR", "\\workitems"),
        ],
    )
    def test_on_windows(self, root: str, within: str, variable: str, behind: str) -> None:
        start = f"$.commandLine: BM401 warning: {root}{within} {WHERE} Use "
        assert said("BM401", f"cmd /c dir {root}{within}") == [f"{start}%{variable}%{behind} instead."]
        assert said("BM401", f"powershell -Command dir {root}{within}") == [f"{start}$env:{variable}{behind} instead."]
        in_cmd = f'{start}cmd /c "a.exe %{variable}%{behind}": variables are expanded only in a shell.'
        assert said("BM401", f"a.exe {root}{within}") == [in_cmd]
        in_cmd = f'{start}cmd /c "powershell -File %{variable}%{behind}": variables are expanded only in a shell.'
        assert said("BM401", f"powershell -File {root}{within}") == [in_cmd]

    @pytest.mark.parametrize("default", [":-", ":="])
    def test_as_a_default(self, default: str) -> None:
        assert said("BM401", bash(f"ls ${{AZ_BATCH_NODE_ROOT_DIR{default}/mnt/batch/tasks}}")) == []
        assert len(said("BM401", bash("ls ${X:+/mnt/batch/tasks}"))) == 1

    def test_in_settings_and_files(self) -> None:
        task = StartTask(
            command_line="x",
            environment_settings=[None, EnvironmentSetting(name="A", value="/mnt/batch/tasks/x")],
            resource_files=[None, ResourceFile(http_url="https://h/x", file_path="/mnt/batch/tasks/startup/x")],
        )
        assert found(task, "BM401") == [
            (
                f"$.environmentSettings[1].value: BM401 warning: /mnt/batch/tasks/x {WHERE} Set the variable in the command "
                "line from AZ_BATCH_NODE_ROOT_DIR/x: Batch doesn't expand variables in environment settings."
            ),
            (
                f"$.resourceFiles[1].filePath: BM401 warning: /mnt/batch/tasks/startup {WHERE} Use a path relative to the"
                " working directory, and copy the file to AZ_BATCH_NODE_STARTUP_DIR in the command line."
            ),
        ]


MULTI_INSTANCE = "Use it in the coordination command of a multi-instance task, where it is set."
OF_TASKS = (
    "A start task belongs to no job: move what depends on the job to a job preparation task, or use AZ_BATCH_POOL_ID and "
    "AZ_BATCH_NODE_ID, which are set for start tasks."
)
FILES = "Use AZ_BATCH_NODE_SHARED_DIR, which is set for start tasks and which all tasks on the node can read."


class TestVariables:
    @pytest.mark.parametrize(
        ("name", "fix"),
        [
            ("AZ_BATCH_JOB_ID", OF_TASKS),
            ("AZ_BATCH_TASK_ID", OF_TASKS),
            ("AZ_BATCH_JOB_PREP_DIR", FILES),
            ("AZ_BATCH_JOB_PREP_WORKING_DIR", FILES),
            ("AZ_BATCH_TASK_SHARED_DIR", FILES),
            ("AZ_BATCH_HOST_LIST", MULTI_INSTANCE),
            ("AZ_BATCH_NODE_LIST", MULTI_INSTANCE),
            ("AZ_BATCH_IS_CURRENT_NODE_MASTER", MULTI_INSTANCE),
            ("AZ_BATCH_MASTER_NODE", MULTI_INSTANCE),
            ("CCP_NODES", MULTI_INSTANCE),
        ],
    )
    def test_that_start_tasks_lack(self, name: str, fix: str) -> None:
        start = f"$.commandLine: BM402 warning: {name} isn't set for start tasks, so"
        assert said("BM402", bash(f"ls ${name}")) == [f"{start} ${name} is empty. {fix}"]
        assert said("BM402", f"cmd /c dir %{name}%") == [f"{start} %{name}% is not expanded. {fix}"]
        assert said("BM402", f"powershell -Command dir $env:{name}") == [f"{start} $env:{name} is empty. {fix}"]
        assert said("BM402", bash(f"ls $X{name}")) == []

    @pytest.mark.parametrize(
        "script",
        [
            *(f"{before} $CCP_NODES" for before in ("CCP_NODES=x;", "export CCP_NODES=x;")),
            *(f"echo ${{CCP_NODES{operator}x}} $CCP_NODES" for operator in ("-", "=", "+", ":-", ":=", ":+")),
            "echo ${!CCP_NODES:-x} $CCP_NODES",
            *(f"{name} -x CCP_NODES; echo $CCP_NODES" for name in ("read", "readarray", "mapfile")),
            *(f"{test}; echo $CCP_NODES" for test in ("test -n $CCP_NODES", "[ -z $CCP_NODES ]", "[[ -v $CCP_NODES ]]")),
            *(
                f"{test}; echo $CCP_NODES"
                for test in ("[ $CCP_NODES ]", "[ ! $CCP_NODES ]", "[[ $CCP_NODES ]]", "test $CCP_NODES")
            ),
            *(f"{test}; echo $CCP_NODES" for test in ("[ $CCP_NODES = '' ]", "[ x$CCP_NODES = x ]", '[[ $CCP_NODES == "" ]]')),
        ],
    )
    def test_that_the_script_knows(self, script: str) -> None:
        assert said("BM402", bash(script)) == []

    @pytest.mark.parametrize(
        "script",
        [
            *("[ $CCP_NODES = x ]", "[[ $CCP_NODES == x ]]", "test $CCP_NODES -gt 3", "echo -n $CCP_NODES"),
            *("echo ${CCP_NODES%x}", "unread CCP_NODES; echo $CCP_NODES", "read X; echo $CCP_NODES"),
            *("echo CCP_NODES $CCP_NODES", "XCCP_NODES=x; a $CCP_NODES"),
        ],
    )
    def test_that_it_does_not_know(self, script: str) -> None:
        assert len(said("BM402", bash(script))) == 1

    @pytest.mark.parametrize(
        "line",
        [
            'cmd /c "if defined CCP_NODES echo %CCP_NODES%"',
            'cmd /c "if not DEFINED ccp_nodes echo %CCP_NODES%"',
            'cmd /c "set CCP_NODES=x& call y %CCP_NODES%"',
            'cmd /c "set "CCP_NODES=x"& call y %CCP_NODES%"',
            'powershell -Command "if (Test-Path $env:CCP_NODES) { echo $env:CCP_NODES }"',
            'powershell -Command "${env:CCP_NODES} = 1; echo $env:CCP_NODES"',
        ],
    )
    def test_that_a_script_of_windows_knows(self, line: str) -> None:
        assert said("BM402", line) == []


class TestWindowsOnLinux:
    @pytest.mark.parametrize(
        "name",
        [
            *("cmd", "cmd.exe", "powershell", "PowerShell.exe", "choco", "winget", "msiexec", "dism", "schtasks", "netsh"),
            *(
                "robocopy",
                "xcopy",
                "setx",
                "powercfg",
                "icacls",
                "a.exe",
                "a.bat",
                "a.CMD",
                "D:\\a",
                "c:/a",
                "%X%\\a",
                "\\\\h\\a",
            ),
        ],
    )
    def test_programs(self, name: str) -> None:
        assert found(pool(LINUX, f"{name} x"), "BM403") == [
            (
                f"$.startTask.commandLine: BM403 error: {name} is a Windows program, but the pool's image is Linux, so the node"
                " can't find it. Use /bin/bash -c '…', or choose a Windows image."
            )
        ]
        assert found(pool(LINUX, bash(f"x {name}")), "BM403") == []

    @pytest.mark.parametrize("name", ["cmds", "a.exe2", "aexe", "%X", "1:\\a", "powershell-x", "pwsh", "./cmd.sh"])
    def test_other_programs(self, name: str) -> None:
        assert found(pool(LINUX, f"{name} x"), "BM403") == []

    @pytest.mark.parametrize(
        "path",
        [
            *(f"C:\\{name}" for name in ("Windows", "Program Files", "ProgramData", "users", "batch", "temp", "tools")),
            *("d:\\\\TEMP", "D:\\tools"),
            *(f"%{name}%" for name in ("AZ_BATCH_NODE_ID", "TEMP", "PATH", "UserProfile", "SYSTEMROOT", "WINDIR")),
            *("%PROGRAMFILES%", "%PROGRAMDATA%", "%appdata%"),
        ],
    )
    def test_paths(self, path: str) -> None:
        said_of_it = (
            f"$.startTask.commandLine: BM403 error: {path} is a Windows path or variable, but the pool's image is Linux. "
            "Use forward slashes and variables such as $AZ_BATCH_NODE_SHARED_DIR."
        )
        for script in (f'ls "{path}\\x"', f'ls > "{path}\\x"', f'ls "{path}"; ls "{path}"', f'ls "{path}"\nls "{path}"'):
            assert found(pool(LINUX, bash(script)), "BM403") == [said_of_it] * len(script.splitlines())

    @pytest.mark.parametrize("path", ["C:\\toolsx", "C:\\data", "E:\\windows", "x/C:\\windows", "%HOME%", "%TEMP", "%TEMPS%"])
    def test_other_paths(self, path: str) -> None:
        assert found(pool(LINUX, bash(f'ls "{path}"')), "BM403") == []


class TestLinuxOnWindows:
    @pytest.mark.parametrize("folder", ["usr", "etc", "bin", "sbin", "opt", "home", "var", "tmp", "mnt"])
    def test_folders(self, folder: str) -> None:
        assert found(pool(WINDOWS, f"/{folder}/x y"), "BM404") == [
            (
                f"$.startTask.commandLine: BM404 error: /{folder}/x is a Linux program, but the pool's image is "
                f"Windows, so the "
                'node can\'t find it. Use cmd /c "…" or powershell -Command "…", or choose a Linux image.'
            )
        ]
        assert found(pool(WINDOWS, f"/{folder}x/x y"), "BM404") == []

    @pytest.mark.parametrize("shell", ["bash", "sh", "dash", "zsh"])
    def test_shells(self, shell: str) -> None:
        body = pool(WINDOWS, f"{shell} -c 'apt-get update'")
        assert [text.split(": ")[2] for text in found(body, "BM404")] == [
            (
                f"{shell} is a Linux program, but the pool's image is Windows, so the node can't find it. Use cmd "
                f'/c "…" or powershell -Command "…", or choose a Linux image.'
            )
        ]
        body.virtual_machine_configuration.image_reference = ImageReference(virtual_machine_image_id="/x")
        assert found(body, "BM404") == []

    @pytest.mark.parametrize(
        "name",
        [
            *("apt-get", "apt", "yum", "dnf", "zypper", "apk", "dpkg", "systemctl", "useradd", "usermod", "groupadd"),
            *("modprobe", "sysctl", "chmod", "chown"),
        ],
    )
    def test_programs(self, name: str) -> None:
        expected = [
            (
                f"$.startTask.commandLine: BM404 error: {name} is a Linux program, but the pool's image is Windows. "
                f"Use a Windows"
                " program, for example msiexec /i to install software, or choose a Linux image."
            )
        ]
        for line in (f"{name} x", f"cmd /c {name} x", f"powershell -Command {name} x"):
            assert found(pool(WINDOWS, line), "BM404") == expected
        body = pool(WINDOWS, f"{name} x")
        body.virtual_machine_configuration.image_reference = ImageReference(virtual_machine_image_id="/x")
        assert found(body, "BM404") == ([] if name in {"chmod", "chown"} else expected)

    @pytest.mark.parametrize("variable", ["$AZ_BATCH_NODE_ID", "${AZ_BATCH_NODE_ID}"])
    def test_variables(self, variable: str) -> None:
        assert found(pool(WINDOWS, f"cmd /c dir x\\{variable}\\y"), "BM404") == [
            f"$.startTask.commandLine: BM404 error: cmd doesn't expand {variable}. Use %AZ_BATCH_NODE_ID%."
        ]
        assert found(pool(WINDOWS, f"powershell -Command dir {variable}"), "BM404") == []
        assert found(pool(WINDOWS, "cmd /c dir $X"), "BM404") == []

    def test_long_names_are_cut(self) -> None:
        for length, shown in ((60, "/usr/" + "x" * 55), (61, "/usr/" + "x" * 54 + "…")):
            (text,) = found(pool(WINDOWS, "/usr/" + "x" * (length - 5)), "BM404")
            assert text.startswith(f"$.startTask.commandLine: BM404 error: {shown} is a Linux program,")


class TestMisspelledVariables:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("AZ_BATCH_NODE_SHARE_DIR", "AZ_BATCH_NODE_SHARED_DIR"),
            ("AZ_BATCH_NODE_MOUNT_DIR", "AZ_BATCH_NODE_MOUNTS_DIR"),
            ("AZ_BATCH_TASK_WORKINGDIR", "AZ_BATCH_TASK_WORKING_DIR"),
            ("AZ_BATCH_NODE_STARTUPDIR", "AZ_BATCH_NODE_STARTUP_DIR"),
            ("AZ_BATCH_POOLID", "AZ_BATCH_POOL_ID"),
        ],
    )
    def test_a_similar_name(self, name: str, meant: str) -> None:
        start = f"$.commandLine: BM402 warning: {name} is no variable that Batch sets, so"
        end = f"Use {meant}."
        assert said("BM402", bash(f"ls ${{{name}}}/x")) == [f"{start} ${name} is empty. {end}"]
        assert said("BM402", f"cmd /c dir %{name}%") == [f"{start} %{name}% is not expanded. {end}"]
        assert said("BM402", f"powershell -Command dir $env:{name}") == [f"{start} $env:{name} is empty. {end}"]

    @pytest.mark.parametrize(
        "line",
        [
            bash("ls $AZ_BATCH_APP_PACKAGE_node_shared_dir $AZ_BATCH_APP_PACKAGE"),
            bash("ls $AZ_BATCH_NODE_SHARED_DIR $AZ_BATCH_NODE_STARTUP_WORKING_DIR $AZ_BATCH_NODE_IS_DEDICATED"),
            bash("ls $MY_AZ_BATCH_NODE_SHARE_DIR"),
            bash(". ./env.sh; ls $AZ_BATCH_TOOLS"),
            bash("AZ_BATCH_NODE_SHARE_DIR=/srv; ls $AZ_BATCH_NODE_SHARE_DIR"),
            bash("export AZ_BATCH_NODE_SHARE_DIR=/srv; ls $AZ_BATCH_NODE_SHARE_DIR"),
            bash("ls ${AZ_BATCH_NODE_SHARE_DIR:-/srv}"),
            bash('if [ -n "$AZ_BATCH_NODE_SHARE_DIR" ]; then ls $AZ_BATCH_NODE_SHARE_DIR; fi'),
            "cmd /c set AZ_BATCH_NODE_SHARE_DIR=D:\\x& dir %AZ_BATCH_NODE_SHARE_DIR%",
        ],
    )
    def test_no_misspelled_name(self, line: str) -> None:
        assert said("BM402", line) == []

    def test_a_name_that_the_task_sets(self) -> None:
        settings = [EnvironmentSetting(name="AZ_BATCH_NODE_SHARE_DIR", value="/srv")]
        assert said("BM402", bash("ls $AZ_BATCH_NODE_SHARE_DIR"), environment_settings=settings) == []
