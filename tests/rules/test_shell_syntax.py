"""BM101 to BM105, BM108: what a shell would understand, and what it understands otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import CloudPool, StartTask, TaskContainerSettings, review
from batchmodels.identities import pool_admin
from batchmodels.rules.discovery import RULES as ALL

RULES = {"BM101", "BM102", "BM103", "BM104", "BM105", "BM108"}
OTHERS = {identifier for identifier in ALL if identifier[:3] not in {"BM1", "BM2"}}
WINDOWS = {"offer": "WindowsServer", "publisher": "MicrosoftWindowsServer"}
LINUX = {"offer": "0001-com-ubuntu-server-jammy", "publisher": "canonical"}


def found(line: str, image: dict[str, str] | None = None) -> list[str]:
    document = {"commandLine": line, "userIdentity": {"autoUser": {"elevationLevel": "admin"}}}
    pool = {"virtualMachineConfiguration": {"imageReference": image, "nodeAgentSKUId": "x"}} if image else {}
    findings = review(CloudPool.deserialize({**pool, "startTask": document}), ignore=OTHERS)
    return [str(finding).removeprefix("$.startTask.commandLine: ") for finding in findings if finding.rule in RULES]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("apt-get update && apt-get install -y ffmpeg", "BM101"),
        ("echo $AZ_BATCH_POOL_ID", "BM101"),
        ("echo ${AZ_BATCH_POOL_ID}", "BM101"),
        ("/usr/bin/python3 setup.py --dir=$AZ_BATCH_NODE_SHARED_DIR/x", "BM101"),
        ("echo $(hostname)", "BM101"),
        ("echo `hostname`", "BM101"),
        ("$AZ_BATCH_NODE_SHARED_DIR/setup.sh", "BM101"),
        ("~/setup.sh --all", "BM101"),
        ("python3 setup.py; python3 other.py", "BM101"),
        ("python3 setup.py ; python3 other.py", "BM101"),
        ("ls -l | grep x", "BM101"),
        ("./setup.sh > log.txt", "BM101"),
        ("./setup.sh >log.txt", "BM101"),
        ("./setup.sh 2>&1", "BM101"),
        ("./setup.sh >> log.txt 2>&1", "BM101"),
        ("./setup.sh < input.txt", "BM101"),
        ("./setup.sh &", "BM101"),
        ("sudo apt-get update || true", "BM101"),
        ("rm -rf /tmp/cache/*", "BM101"),
        ("cp *.sh /tmp", "BM101"),
        ("chmod +x *.sh", "BM101"),
        ("bash setup.sh && bash other.sh", "BM101"),
        ("bash setup.sh $AZ_BATCH_NODE_SHARED_DIR", "BM101"),
        ("setup.exe %AZ_BATCH_NODE_SHARED_DIR%", "BM101"),
        ("powershell -File setup.ps1 && powershell -File b.ps1", "BM101"),
        ('bash -c "apt-get update" && bash -c "apt-get install -y ffmpeg"', "BM102"),
        ("/bin/bash -c 'a' || true", "BM102"),
        ("/bin/sh -c 'a' > log.txt", "BM102"),
        ("/bin/sh -c 'a' >> log.txt 2>&1", "BM102"),
        ("/bin/sh -c 'a' | tee log", "BM102"),
        ("/bin/sh -c 'a'; /bin/sh -c 'b'", "BM102"),
        ("/bin/sh -c 'a' ; b", "BM102"),
        ("sudo bash -c 'a' && b", "BM102"),
        ("/bin/sh -c 'a' &", "BM102"),
        ("/bin/sh -c echo hi", "BM103"),
        ("/bin/bash -c apt-get install -y ffmpeg", "BM103"),
        ("bash -ec ./setup.sh arg", "BM103"),
        ("/bin/sh -c printenv AZ_BATCH_POOL_ID", "BM103"),
        ("cmd /c a.exe && cmd /c b.exe", "BM104"),
        ('cmd /c "a.exe" && cmd /c "b.exe"', "BM104"),
        ('cmd /c "mkdir x" & cmd.exe /c "mkdir y"', "BM104"),
        ('cmd /c "a.exe && cmd /c b.exe"', "BM104"),
        ('cmd /c "C:\\Program Files\\a\\a.exe" "b c"', "BM105"),
        ('cmd /c "a.exe" "b c"', "BM105"),
        ('cmd /c "%AZ_BATCH_APP_PACKAGE_A%\\a.exe" /i "%AZ_BATCH_NODE_SHARED_DIR%"', "BM105"),
        ('cmd /c "C:\\Program Files (x86)\\a\\a.exe" /q', "BM105"),
        ('cmd /s /c "C:\\Program Files\\a\\a.exe" /q', "BM105"),
        ("cd /tmp", "BM108"),
        ("export A=b", "BM108"),
        ("source env.sh", "BM108"),
        (". env.sh", "BM108"),
        ("A=b ./setup.sh", "BM101"),
        ("ulimit -n 4096", "BM108"),
        ("sudo cd /tmp", "BM108"),
        ("if [ -f x ]; then y; fi", "BM108"),
        ("copy a.txt b.txt", "BM108"),
        ("", "BM108"),
        ("  ", "BM108"),
        ("/bin/bash -c ''", "BM108"),
        ("/bin/bash -c '# nothing'", "BM108"),
        ("/bin/bash -c", "BM108"),
        ("/bin/bash", "BM108"),
        ("/bin/bash -c 'apt-get update", "BM108"),
        ("/bin/bash -c 'echo it's fine'", "BM108"),
        ("/bin/bash -c 'echo \"fine'", "BM108"),
        ("/bin/bash -c 'if a; then b'", "BM108"),
        ("/bin/bash -c 'a &&'", "BM108"),
        ('powershell -Command "Write-Host \'x"', "BM108"),
    ],
)
def test_bad(line: str, rule: str) -> None:
    assert rule in {finding[:5] for finding in found(line)}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("echo hello", "BM108"),
        ("mkdir C:\\data", "BM108"),
        ("dir", "BM108"),
        ("setup.msi && x", "BM101"),
        ("setup %AZ_BATCH_NODE_ROOT_DIR%\\x", "BM101"),
    ],
)
def test_bad_on_windows(line: str, rule: str) -> None:
    assert rule in {finding[:5] for finding in found(line, WINDOWS)}
    assert rule not in {finding[:5] for finding in found("cmd /c " + line, WINDOWS)}


@pytest.mark.parametrize("image", [None, WINDOWS])
def test_a_cmdlet_is_no_program(image: dict[str, str] | None) -> None:
    assert found("Install-WindowsFeature NFS-Client", image) == [
        (
            "BM108 error: Install-WindowsFeature is a PowerShell command, not a program, so the node can't find "
            "it. Use powershell"
            ' -Command "Install-WindowsFeature NFS-Client".'
        )
    ]
    assert found('Set-Content a "s3cret"', image)[0].endswith('Use powershell -Command "...".')
    assert found("Get-Tool.exe x", image) == []
    assert found("add-shell x", image) == []


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "./setup.sh",
        "/usr/bin/python3 setup.py --verbose",
        "bash setup.sh",
        "bash ./setup.sh one two",
        "sudo -E bash setup.sh",
        "/bin/bash -c 'apt-get update && apt-get install -y ffmpeg'",
        '/bin/bash -c "apt-get update && apt-get install -y ffmpeg"',
        "/bin/bash -c 'echo $AZ_BATCH_POOL_ID > log 2>&1; ls *.txt | wc -l'",
        '/bin/bash -c "echo \\"quoted\\""',
        "/bin/bash -c 'echo '\\''quoted'\\'''",
        "/bin/bash -c './setup.sh \"$@\"' _ one two",
        "/bin/bash -c 'echo $1' name one",
        "/bin/sh -c 'echo \"$0\"' name",
        "/bin/sh -c ./setup.sh",
        "bash -c env",
        "/bin/bash -euo pipefail -c 'a | b'",
        "env A=b ./setup.sh",
        "timeout 600 ./setup.sh",
        "find /tmp -name *.log -delete",
        "find /tmp -name '*.log' -exec rm {} ;",
        "find /tmp -name x -exec rm {} +",
        "find /tmp -exec rm {} \\;",
        "awk '{ print $NAME }' x",
        "perl -e 'print $x;'",
        "python3 -c 'import sys; print(sys.argv)'",
        'python3 -c "print(1); print(2);"',
        "docker run --rm ubuntu sh -c 'echo $HOME && ls *'",
        "curl -o x https://example.com/a?b=c&d=e%20f",
        "curl -o x 'https://example.com/a?b=c&d=*'",
        "pip3 install numpy>=1.20 scipy==1.8",
        "pip3 install --user 'numpy>1'",
        "unzip x.zip *.txt",
        "tar -xf x.tar --wildcards *.py",
        "echo '&&'",
        'echo "a | b"',
        "test -f x",
        "date +%Y%m%d",
        "sed -i s/x$// file",
        "/bin/bash -c 'cat <<X > y\nhello\nX\n'",
        "/bin/bash -c 'cat <<X > y\nhello'",
        "/bin/bash -c 'set -e\n# a comment, it is\nls\n'",
        "bash -l -c 'echo hi'",
        "cmd /c echo hello",
        'cmd /c "echo hello && echo again"',
        "cmd /c a.exe && b.exe",
        "cmd /c echo %AZ_BATCH_POOL_ID% > x.txt",
        'cmd /c "C:\\Program Files\\a\\a.exe"',
        'cmd /c "C:\\Program Files\\a\\a.exe" /q',
        'cmd /c ""C:\\Program Files\\a\\a.exe" "b c""',
        'cmd /d /s /c ""C:\\Program Files\\a\\a.exe" /q && b"',
        'cmd /c "copy "a b" "c d""',
        'cmd /c "powershell -Command "Write-Host \'a\'""',
        'cmd /c "cmd /c setup.cmd"',
        "cmd.exe /c start /wait cmd /c x.bat",
        "cmd /c mkdir C:\\data",
        'cmd /c if exist x (echo "a") else (echo "b")',
        'cmd /c "echo ""',
        "powershell -Command \"Get-Process | Where-Object { $_.Name -eq 'x' }; exit 0\"",
        "powershell -ExecutionPolicy Bypass -File setup.ps1 -Dir x",
        "powershell Get-Process",
        "setup.exe /S /D=C:\\x",
        "msiexec /i a.msi /qn",
    ],
)
def test_good(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize("line", ["setup.exe *.txt", "python setup.py $x"])
def test_good_on_windows(line: str) -> None:
    assert found(line, WINDOWS) == []


def test_what_is_told() -> None:
    start_task = StartTask(command_line="apt-get update && ls", user_identity=pool_admin())
    assert [str(finding) for finding in review(start_task) if finding.rule in RULES] == [
        (
            "$.commandLine: BM101 error: apt-get runs without a shell, so && is passed to it as an argument and "
            "nothing after it"
            " runs. Use /bin/bash -c 'apt-get update && ls'."
        )
    ]
    start_task.container_settings = TaskContainerSettings(image_name="x")
    assert [finding.fix for finding in review(start_task) if finding.rule in RULES] == [
        "Use /bin/sh -c 'apt-get update && ls'."
    ]
    assert found("/bin/sh -c echo hi", LINUX) == [
        (
            "BM103 error: the script is unquoted, so the shell runs only echo; the remaining words become positional "
            "parameters. Quote the script: /bin/sh -c 'echo hi'."
        )
    ]
    assert found("x --dir $HOME", LINUX) == [
        "BM101 error: x runs without a shell, so $HOME is not expanded. Use /bin/bash -c 'x --dir $HOME'."
    ]
    assert found("bash x.sh > log", LINUX) == [
        (
            "BM101 error: the shell only runs the file x.sh, so > is passed to it as an argument and nothing is redirected. Use"
            " /bin/bash -c 'bash x.sh > log'."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "curl https://user:hunter2@example.com/x > y",
        "mysql -phunter2 && x",
        "x --password hunter2 && y",
        "x 'https://e.blob.core.windows.net/a-files?sig=hunter2' && y",
        "hunter2-token && x",
        "bash hunter2-token && x",
        "bash -c PASSWORD=hunter2 && x",
        "bash -c PASSWORD=hunter2 x",
        'cmd /c "a.exe" --password "hunter2"',
        "rm hunter2-token*",
    ],
)
def test_secrets_are_not_told(line: str) -> None:
    findings = found(line)
    assert findings
    assert "hunter2" not in str(findings)


WORDS = """
bash sh -c /c cmd cmd.exe powershell -Command -File && || | ; & > >> 2>&1 ' " \\ ( ) { } $ $x ${ $( ` % %A% * # cd sudo env
if then fi for do done case esac [[ ]] << EOF echo exit 0 set -e start tar -C curl -o /etc command -v trap ERR !
"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])
LINES = st.lists(PIECES | st.text(max_size=4), max_size=12).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces), "bash -c '" + " ".join(pieces)])
)


@given(LINES, st.sampled_from([None, WINDOWS, LINUX]))
def test_any_command_line(line: str, image: dict[str, str] | None) -> None:
    found(line, image)


@pytest.mark.parametrize("start", ["", "bash -c '", "cmd /c ", "powershell -Command "])
@pytest.mark.parametrize(
    "piece",
    ["a; ", "a && ", "x=$(a; b) ", "{ a; ", "( ", '" ', "if a; then b; fi; ", "cmd /c ", "a | b & ", "sudo ", "sudo -u "],
)
def test_long_command_lines(start: str, piece: str) -> None:
    found(start + piece * 2_000)


@pytest.mark.parametrize("line", ["cd app; python3 a.py", "export A=$HOME", "source a.sh && ./b", "copy a.txt b.txt > nul"])
def test_a_builtin_is_reported_once(line: str) -> None:
    assert [text.split()[0] for text in found(line)] == ["BM108"]


def test_a_builtin_in_the_first_of_several_lines() -> None:
    assert found("set -e\napt-get update") == [
        (
            "BM108 error: set is a shell builtin, not a program, so the node can't find it. Run it in a shell together with "
            "the commands that need it: /bin/bash -c 'set -e; apt-get update'."
        )
    ]
