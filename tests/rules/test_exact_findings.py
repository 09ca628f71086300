"""Findings whose sentence or fix was wrong, and mistakes that a rule overlooked because of a condition that was too wide."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import (
    EnvironmentSetting,
    JobPreparationTask,
    OutputFile,
    OutputFileBlobContainerDestination,
    OutputFileDestination,
    OutputFileUploadCondition,
    OutputFileUploadOptions,
    ResourceFile,
    TaskAddParameter,
)
from batchmodels.rules.analysis.display import shown_word
from batchmodels.rules.analysis.temporary_disks import assigns_letters

ALL = ("BM303", "BM329", "BM332")
CRON = (
    "cron doesn't have the variables of Batch, so AZ_BATCH_NODE_SHARED_DIR is empty or isn't expanded in /etc/cron.d/render. "
)
LINE = "*/5 * * * * root {}AZ_BATCH_NODE_SHARED_DIR/render.sh"
STOPS = (
    "the node shuts down, so it never becomes ready, and the pool still pays for it. Remove it, and reduce the number of "
    "nodes of the pool instead."
)
RESTARTS = (
    "the node runs the start task again after a restart, so the start task restarts it forever, and it never becomes ready. "
    "Restart only if it is needed, for example if a file doesn't exist that you create before."
)


def on_linux(command_line: str, *rules: str, **members: Any) -> list[str]:
    return [text.removeprefix("$.startTask.commandLine: ") for text in found(pool(LINUX, command_line, **members), *rules)]


def on_windows(command_line: str, *rules: str, **members: Any) -> list[str]:
    return [text.removeprefix("$.startTask.commandLine: ") for text in found(pool(WINDOWS, command_line, **members), *rules)]


@pytest.mark.parametrize("target", ["/etc/cron.d/render", "/etc/default/render", "/opt/render/.env"])
def test_files_that_set_a_variable_themselves(target: str) -> None:
    text = "AZ_BATCH_NODE_SHARED_DIR=/opt/shared\nX=$AZ_BATCH_NODE_SHARED_DIR/x"
    assert on_linux(bash(f"cat <<'EOF' > {target}\n{text}\nEOF\n"), "BM112", "BM151") == []
    assert on_linux(bash(f"echo '{text}' > {target}"), "BM112", "BM151") == []


def test_a_variable_in_cron_is_one_finding() -> None:
    line = bash(f"cat <<'EOF' > /etc/cron.d/render\n{LINE.format('$')}\nEOF\n")
    fix = "Let the shell of the script expand it: use a here-document whose delimiter has no quotes."
    assert on_linux(line, "BM112", "BM151") == [f"BM151 warning: {CRON}{fix}"]


@pytest.mark.parametrize(
    ("script", "fix"),
    [
        (f"cat <<EOF > /etc/cron.d/render\n{LINE.format(chr(92) + '$')}\nEOF\n", "remove the backslash before $"),
        (f'echo "{LINE.format(chr(92) + "$")}" > /etc/cron.d/render', "remove the backslash before $"),
        (f"echo '{LINE.format('$')}' > /etc/cron.d/render", "use double quotes around it"),
    ],
)
def test_what_keeps_the_shell_from_expanding(script: str, fix: str) -> None:
    assert on_linux(bash(script), "BM151") == [f"BM151 warning: {CRON}Let the shell of the script expand it: {fix}."]


@pytest.mark.parametrize(
    "word",
    [
        *(
            "./cuda-keyring_1.1-1_all.deb",
            "gpasswd",
            "ssh-keygen",
            "/usr/share/keyrings",
            "get-token.sh",
            "tools\\signtool.exe",
        ),
        *("/usr/share/keyrings/docker.gpg", "$AZ_BATCH_NODE_SHARED_DIR/key.pem", "/etc/passwd"),
    ],
)
def test_names_of_files_and_programs_are_shown(word: str) -> None:
    assert shown_word(word) == word


@pytest.mark.parametrize("word", ["--password=x.sh", "MySecretPw.1", "user:passwd@host.sh", "token", "pwd=a.txt"])
def test_other_words_may_be_secrets(word: str) -> None:
    assert word not in shown_word(word)


def test_a_blank_word_in_quotes() -> None:
    assert on_linux('/bin/bash -c "echo "hi " " > a.txt"', "BM115") == [
        (
            'BM115 error: a double quote inside the script ends it after hi: " " and everything after it become arguments, '
            "which the script doesn't use. Use single quotes around the script, or write each double quote in it as \\\"."
        )
    ]


@pytest.mark.parametrize("path", [None, "results", "results/"])
def test_a_pattern_that_ends_with_a_slash(path: str | None) -> None:
    container = OutputFileBlobContainerDestination(container_url="https://contoso.blob.core.windows.net/out", path=path)
    options = OutputFileUploadOptions(upload_condition=OutputFileUploadCondition.task_completion)
    files = [
        OutputFile(upload_options=options, file_pattern=pattern, destination=OutputFileDestination(container=container))
        for pattern in ("logs/", "data/")
    ]
    assert found(TaskAddParameter(id="t", command_line="./run", output_files=files), "BM068", "BM069") == []


@pytest.mark.parametrize(
    ("line", "brought", "similar"),
    [
        *(("setup.exe", "a.exe", False), ("setup.exe", "install.exe", True), ("setup.exe", "set-up.exe", True)),
        *(("./b.exe", "a.exe", True), ("./run.exe", "a.exe", False), ("setup.exe", "setup64.exe", True)),
    ],
)
def test_files_that_may_be_meant(line: str, brought: str, *, similar: bool) -> None:
    files = [ResourceFile(http_url="https://contoso.blob.core.windows.net/s-files/a", file_path=brought)]
    (text,) = on_windows(line, "BM412", resource_files=files)
    assert (f"did you mean {brought}?" in text) is similar
    assert (f"the only resource file is {brought}." in text) is not similar


@pytest.mark.parametrize("command", ["userdel _azbatch", "userdel -r _azbatch", "deluser _azbatch", "groupdel _azbatchgrp"])
def test_an_account_of_batch_is_one_finding(command: str) -> None:
    name = command.split(maxsplit=1)[0]
    assert on_linux(bash(command), *ALL) == [
        (
            f"BM329 warning: {name} changes an account or a group that Batch itself needs, so tasks can't start any more. "
            "Leave the accounts of Batch alone, and use userAccounts or userIdentity."
        )
    ]
    task = JobPreparationTask(command_line=bash(command))
    assert found(task, *ALL) == [
        (
            f"$.commandLine: BM332 warning: {name} removes or changes an account of Batch: the agent of Batch needs it to run "
            "tasks, and the node may become unusable. Remove this command."
        )
    ]


@pytest.mark.parametrize(
    "command",
    [
        *("usermod -aG docker _azbatch", "usermod -aG _azbatchgrp render", "gpasswd -a render _azbatchgrp"),
        *("deluser render _azbatchgrp", "gpasswd -d render _azbatchgrp", "usermod -s /bin/sh _azbatch"),
    ],
)
def test_members_of_groups_of_batch(command: str) -> None:
    assert on_linux(bash(command), *ALL) == []


@pytest.mark.parametrize(
    "command",
    [
        *("usermod -R /mnt/root -L _azbatch", "usermod --root /mnt/root -L _azbatch", "usermod --root=/mnt/root -L _azbatch"),
        *("usermod -P /mnt/root -L _azbatch", "userdel -R /mnt/root _azbatch", "chroot /mnt/root usermod -L _azbatch"),
        *("gpasswd -Q /mnt/root -d _azbatch _azbatchgrp", "sudo -R /mnt/root userdel _azbatch"),
        *("sudo --chroot=/mnt/root userdel _azbatch", "systemctl --root=/mnt/root disable walinuxagent"),
        *("systemctl --root /mnt/root mask walinuxagent", "dnf -y --installroot=/mnt/root remove python3"),
        "apt-get -o Dir=/mnt/root purge -y walinuxagent",
    ],
)
def test_another_root_directory(command: str) -> None:
    assert on_linux(bash(command), "BM329", "BM332") == []
    assert found(JobPreparationTask(command_line=bash(command)), "BM329", "BM332") == []


@pytest.mark.parametrize(
    "command",
    [
        *("usermod -L _azbatch", "usermod -l batch _azbatch", "gpasswd -d _azbatch _azbatchgrp"),
        *("usermod -L --add-subuids 100000-165535 _azbatch", "usermod --del-subgids 1-2 --selinux-range s0 -L _azbatch"),
    ],
)
def test_changes_of_accounts_of_batch(command: str) -> None:
    (text,) = on_linux(bash(command), *ALL)
    assert text.startswith(
        f"BM329 warning: {command.split(maxsplit=1)[0]} changes an account or a group that Batch itself needs"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{a: 1, "b": 2,}', "a name isn't in double quotes and there is a comma before the last bracket"),
        ('{"a": 1, b: 2}', "a name isn't in double quotes"),
        ("{'a': 1}", "it has single quotes where double quotes are needed"),
        ('{"a": True}', "it has True, False or None, which JSON writes as true, false or null"),
        ('{"a": "x, y: [1,]" "b": 1}', "see line 1 of its text"),
        (
            "{a: 'x',}",
            (
                "a name isn't in double quotes, it has single quotes where double quotes are needed and there is a comma "
                "before the last bracket"
            ),
        ),
    ],
)
def test_mistakes_in_json(text: str, problem: str) -> None:
    assert on_linux(bash(f"cat <<EOF > /etc/a.json\n{text}\nEOF\n"), "BM338") == [
        f"BM338 warning: /etc/a.json isn't valid JSON: {problem}, so nothing can read it. Correct the JSON."
    ]


def test_a_registry_key_with_sid_in_its_path() -> None:
    assert on_windows('powershell -Command "New-Item HKCU:\\Software\\SideFX\\Houdini"', "BM207") == [
        (
            "BM207 warning: the registry key belongs to the user of the start task, who exists only for it, so no other task "
            "sees it. Use HKLM, which needs an administrator."
        )
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            "PATH:$HOME/bin",
            "PATH=... contains the word PATH itself, not its value, so the shell doesn't find curl. Write $PATH.",
        ),
        ("$HOME/bin", "PATH=$HOME/bin replaces the old value, so the shell doesn't find curl. Write PATH=DIRECTORY:$PATH."),
        *(("$HOME/bin:$PATH", ""), ("PATH:$OLD_PATH", ""), ("$HOME/bin:/usr/bin", ""), ("$(getconf PATH)", "")),
    ],
)
def test_path_with_variables(value: str, message: str) -> None:
    found = on_linux(bash(f"export PATH={value}; curl -fsSO https://example.com/a"), "BM122")
    assert found == ([f"BM122 warning: {message}"] if message else [])


SLASHES = (
    "BM125 error: the value of URL contains slashes, which end the s command of sed too early, so sed fails: unknown option to "
    "s. Use another separator: s|TEXT|$VALUE|."
)
PLUS = 'BM125 error: date takes a format only after +, and reads one without it as a date. Add a plus sign: date "+%F %T".'


@pytest.mark.parametrize(
    ("script", "findings"),
    [
        ('URL=https://example.com/a; sed -i "s/URL/$URL/" app.conf', [SLASHES]),
        ("URL='https:\\/\\/example.com'; sed -i \"s/URL/$URL/\" app.conf", []),
        *(("date %Y %m", [PLUS]), ("date %Y%m%d", [PLUS]), ('date -d "%Y" +%F', []), ("date -u +%F", [])),
    ],
)
def test_arguments_of_sed_and_date(script: str, findings: list[str]) -> None:
    assert on_linux(bash(script), "BM125") == findings


@pytest.mark.parametrize(
    ("command", "effect"),
    [
        *((command, STOPS) for command in ("poweroff -f", "halt -p", "reboot -p", "init 0", "shutdown now", "shutdown +1")),
        *((command, STOPS) for command in ("systemctl poweroff", "shutdown --poweroff now", "halt --halt", "shutdown 23:00")),
        *((command, RESTARTS) for command in ("poweroff --reboot", "reboot -f", "systemctl --force reboot")),
        *((command, RESTARTS) for command in ("shutdown --reboot now", "halt --reboot", "shutdown -r +1")),
        *((command, "") for command in ("reboot -w", "halt --wtmp-only", "poweroff --help", "shutdown -c", "shutdown -k now")),
        *((command, "") for command in ("shutdown --show", "systemctl restart reboot", "systemctl")),
    ],
)
def test_commands_that_stop_the_node(command: str, effect: str) -> None:
    assert on_linux(command, "BM323") == ([f"BM323 warning: {effect}"] if effect else [])


@pytest.mark.parametrize(
    ("command", "stops"),
    [("shutdown /s /t 0 /c bye", True), ("shutdown /a", False), ("shutdown /t 30", False), ("shutdown /l", False)],
)
def test_shutdown_of_windows(command: str, *, stops: bool) -> None:
    assert on_windows(command, "BM323") == ([f"BM323 warning: {STOPS}"] if stops else [])


@pytest.mark.parametrize(("rest", "reported"), [("|| exit 1", True), ("&& exit 0", True), ("| Out-Null", False)])
def test_installers_before_operators(rest: str, *, reported: bool) -> None:
    text = (
        "BM324 warning: PowerShell doesn't wait for msiexec, a program with windows: it continues at once, and the exit "
        "code is lost. Use $p = Start-Process … -Wait -PassThru; if ($p.ExitCode) { exit $p.ExitCode }."
    )
    assert on_windows(f'pwsh -Command "msiexec /i tool.msi /qn {rest}"', "BM324") == ([text] if reported else [])


def test_input_from_dev_null() -> None:
    assert on_windows("cmd /c sort < /dev/null", "BM404") == [
        "BM404 error: Windows has no /dev/null, so the redirection fails and the command doesn't run. Use <nul."
    ]
    assert on_windows('powershell -Command "sort.exe < /dev/null"', "BM404") == [
        "BM404 error: PowerShell doesn't support <, so it refuses the script. Remove it: a task has no input."
    ]
    assert on_windows("cmd /c sort < nul", "BM404") == []


@pytest.mark.parametrize(
    ("script", "severity"),
    [
        ("rm -rf $BUILD_DIR/*", "error"),
        ("[ -d /opt/build ] && rm -rf $BUILD_DIR/*", "warning"),
        ("D=/opt; if [ -d $D ]; then rm -rf $BUILD_DIR/*; fi", "warning"),
        ("[ -d $BUILD_DIR ] && rm -rf $BUILD_DIR/*", ""),
        ('[ -n "${BUILD_DIR:-}" ] && rm -rf $BUILD_DIR/*', ""),
        ('[ "$CLEAN" = 1 ] && rm -rf $BUILD_DIR/*', ""),
    ],
)
def test_deletions_after_a_test(script: str, severity: str) -> None:
    text = (
        "nothing sets BUILD_DIR, so rm deletes /* of the node, and the start task destroys it. Set BUILD_DIR first, or use "
        "${BUILD_DIR:?}, with which the shell stops if it has no value."
    )
    assert on_linux(bash(script), "BM330") == ([f"BM330 {severity}: {text}"] if severity else [])


@pytest.mark.parametrize(
    ("path", "found_there"),
    [
        ("$AZ_BATCH_APP_PACKAGE_vina_1_2/vina.zip", True),
        ("${AZ_BATCH_APP_PACKAGE_vina}/vina.zip", True),
        ("$AZ_BATCH_APP_PACKAGE_vina_1_2/vina-1.2.zip", True),
        ("$AZ_BATCH_APP_PACKAGE_vina_1_2/data.zip", False),
        ("$AZ_BATCH_APP_PACKAGE_vina_1_2/vi.zip", False),
        ("vina.zip", False),
    ],
)
def test_the_zip_file_of_a_package(path: str, found_there: bool) -> None:
    findings = on_linux(bash(f'unzip -o "{path}"'), "BM431")
    text = (
        "doesn't exist unless the application package contains a file with this name: Batch has unpacked the package into the "
        "directory. Use the files in the directory."
    )
    assert [each.partition(" doesn't")[2] for each in findings] == ([text.removeprefix("doesn't")] if found_there else [])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("powershell -File init.ps1 -Target $env:TEMP", "$env:TEMP"),
        ("powershell -File init.ps1 -Target %TEMP%", "%TEMP%"),
        ("cmd /c powershell -File init.ps1 -Target $env:TEMP", "$env:TEMP"),
        ("cmd /c powershell -File init.ps1 -Target %TEMP%", ""),
        ("powershell -File init.ps1 -Target data", ""),
        ("powershell -Command .\\init.ps1 -Target $env:TEMP", ""),
    ],
)
def test_variables_among_the_arguments_of_a_file(line: str, name: str) -> None:
    text = f"-File passes arguments as they are written, so the script gets the text {name} instead of a value."
    fix = "Let the script read the variable, or use -Command."
    assert on_windows(line, "BM144") == ([f"BM144 warning: {text} {fix}"] if name else [])


@pytest.mark.parametrize(
    ("script", "knows"),
    [
        ("if not exist D:\\data mkdir D:\\data", False),
        ("if not exist D:\\ mkdir C:\\data", True),
        ("if exist D:\\data rd /s /q D:\\data", True),
        ("if (-not (Test-Path D:\\data)) { New-Item D:\\data }", False),
        ("if (!(Test-Path -Path 'D:\\')) { New-Item C:\\data }", True),
        ("if (Test-Path D:\\data) { Remove-Item D:\\data }", True),
        ("echo select disk 1 | diskpart & mkdir D:\\data", True),
        ("mkdir D:\\data", False),
    ],
)
def test_whether_a_script_knows_its_drives(script: str, knows: bool) -> None:
    assert assigns_letters(script) is knows


@pytest.mark.parametrize(
    ("pipeline", "hides"),
    [("scrapy runspider a.py | tee log", True), ("ls -l | tee log", False), ("scrapy runspider a.py | sort", False)],
)
def test_what_tee_hides(pipeline: str, hides: bool) -> None:
    text = (
        "BM106 warning: if scrapy fails, the pipeline still succeeds because tee does. Begin the script with set -o pipefail: "
        "/bin/bash -c 'set -e; set -o pipefail; ...'."
    )
    assert on_linux(bash(pipeline), "BM106") == ([text] if hides else [])


@pytest.mark.parametrize(("file", "lacks"), [("python.exe", False), ("setup.exe", True)])
def test_a_program_that_the_script_downloads(file: str, lacks: bool) -> None:
    line = f'cmd /c "curl.exe -fsSL -o {file} https://example.com/python-3.12.7-amd64.exe && python.exe /quiet"'
    image = ("microsoftwindowsserver", "windowsserver", "2022-datacenter")
    assert bool(on_windows(line, "BM149", "BM322", image=image)) is lacks


@pytest.mark.parametrize("line", ['cmd /c "timeout /t 10 & python a.py"', 'powershell -Command "timeout 10; python a.py"'])
def test_timeout_of_windows_runs_no_other_program(line: str) -> None:
    image = ("microsoftwindowsserver", "windowsserver", "2022-datacenter")
    text = (
        "BM149 error: Windows Server 2022 has no python, so the command isn't found. "
        "Install python first, or bring it as a resource file or an application package, and use its path."
    )
    assert on_windows(line, "BM149", image=image) == [text]


def test_powershell_on_linux_runs_sudo() -> None:
    lost = on_linux('pwsh -Command "sudo apt-get install -y x"', "BM201")
    assert [text.split()[2:5] for text in lost] == [["apt-get", "install", "fails"]]


@pytest.mark.parametrize(("agent", "most"), [(LINUX, 131_071), (WINDOWS, 32_767)])
def test_a_setting_that_is_too_long(agent: str, most: int) -> None:
    def findings(length: int) -> list[str]:
        settings = [EnvironmentSetting(name="A", value="x" * length)]
        return found(pool(agent, "./a", environment_settings=settings), "BM609")

    text = (
        f"$.startTask.environmentSettings[0].value: BM609 warning: the value has {most + 1:,} characters, but the operating "
        f"system allows {most:,}. Write it to a resource file."
    )
    assert findings(most) == []
    assert findings(most + 1) == [text]


def test_cmdlets_that_read_no_variable() -> None:
    script = "$env:TOOL_MODE = 'batch'; Push-Location C:\\tool; New-ItemProperty -Path HKLM:\\Software\\A -Name B -Value 1"
    (finding,) = on_windows(f'powershell -Command "{script}"', "BM113")
    assert finding.startswith(
        "BM113 warning: the variable TOOL_MODE ends with this shell: no command after it uses the variable"
    )


@pytest.mark.parametrize("option", ["-L data", "-U 1b2c", "--label data", "-t ext4 -L data"])
def test_a_disk_by_its_label_on_the_temporary_disk(option: str) -> None:
    assert on_linux(bash(f"mount {option} /mnt"), "BM331") == [
        (
            "BM331 warning: mount removes or hides /mnt, which Batch needs on the node: its files, and those of the tasks, may "
            "be lost. Use a directory of your own, for example in $AZ_BATCH_NODE_SHARED_DIR."
        )
    ]
    assert on_linux(bash(f"mount {option} /data"), "BM331") == []


@pytest.mark.parametrize("option", ["-u me", "-U me", "-g 5", "-G me", "-n", "-o"])
def test_processes_of_a_user_or_a_group(option: str) -> None:
    assert on_linux(bash(f"pkill {option} python3"), "BM332") == []
