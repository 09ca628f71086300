"""Whole sentences about what real definitions for Linux showed: operators, paths, disks, blanks."""

from __future__ import annotations

from typing import Any

import pytest
from posix_pools import admin_pool, sentences
from reviewing import bash, found

from batchmodels import PoolAddParameter
from batchmodels.rules.analysis.display import shown_word
from batchmodels.shells.posix import read_script


def pool_of(script: str, *luns: int, **members: Any) -> PoolAddParameter:
    """A pool with data disks that have these numbers."""
    document = admin_pool(bash(script)).serialize()
    document["startTask"] |= members
    if luns:
        document["virtualMachineConfiguration"]["dataDisks"] = [{"lun": lun, "diskSizeGB": 64} for lun in luns]
    return PoolAddParameter.deserialize(document)


# --- operators without a command


@pytest.mark.parametrize("sign", [";;", ";&", ";;&"])
def test_signs_of_case_outside_of_it(sign: str) -> None:
    assert sentences("BM108", admin_pool(bash(f"set -e; chown a b{sign} ls"))) == [
        f"error: {sign} is a syntax error outside of case, so the script fails. Use a single ; in its place."
    ]


@pytest.mark.parametrize(
    ("script", "place", "what"),
    [
        ("a; ;b", "between ; and ;", "one of the two operators"),
        ("a && ;b", "between && and ;", "one of the two operators"),
        ("a; && b", "between ; and &&", "one of the two operators"),
        ("a &; b", "between & and ;", "one of the two operators"),
        ("a |; b", "between | and ;", "one of the two operators"),
        ("; b", "before ;", "the ;"),
        ("a\n; b", "before ;", "the ;"),
        ("if a; then; b; fi", "before ;", "the ;"),
        ("( ; a )", "before ;", "the ;"),
    ],
)
def test_operators_without_a_command(script: str, place: str, what: str) -> None:
    assert sentences("BM108", admin_pool(bash(script))) == [
        f"error: there is no command {place}, which is a syntax error, so the script fails. Remove {what}, or add the command."
    ]


def test_line_that_begins_with_an_operator() -> None:
    assert sentences("BM108", admin_pool(bash("set -e\na\n&& b"))) == [
        "error: a line that begins with && is a syntax error, so the script fails. Move && to the end of the line before."
    ]


def test_html_entities() -> None:
    assert sentences("BM108", admin_pool(bash("set -e; a &amp;&amp; b"))) == [
        ("error: the script has HTML entities, which the shell reads as operators, so it fails. Write & for &amp;, > for &gt;.")
    ]


COMPLETE = [
    "case x in a) b;; esac; c",
    "case x in (a) b;; *) c;; esac; d",
    "case x in a) ;; b) ;; esac",
    "case x in a) if b; then c; fi;; esac",
    "case x in a) { b; } ;; c) ( d ) ;; esac",
    "case x in\n a)\n b\n ;;\nesac",
    "case x in a) b ;& c) d ;;& e) f;; esac",
    "for i; do a; done",
    "for i in; do a; done",
    "for ((;;)); do a; done",
    "select x in a b; do break; done",
    "! ; a",
    "time ; a",
    "find . -exec a {} \\; ; b",
    "find . -exec a {} \\;; b",
    "cat <<E; b\n;; ; a\nE\nc",
    "[[ a =~ ^(x|y);$ ]]; b",
    "(( a )) && b; c & d",
    "a &\nb; c",
    "{ a & }; b",
    "a > x; b",
    "> x; a",
    "x=(1 2); a",
    "f() { a; }; f",
    "echo ${a//;;/x}; b",
    "a # ;;",
    "a `b;; c`; d",
]


@pytest.mark.parametrize("script", COMPLETE)
def test_operators_with_commands(script: str) -> None:
    assert read_script(script).stray is None


@pytest.mark.parametrize("line", ["zsh -c 'a; ; b'", "bash -c 'a\nexit 0\n;; b'"])
def test_operators_that_no_shell_refuses(line: str) -> None:
    assert sentences("BM108", admin_pool(line)) == []


# --- the words after the script


@pytest.mark.parametrize(
    ("line", "joined"),
    [
        ("/bin/bash -c \"set -e; ls; wait\";Rscript -e 'a()'", ";Rscript"),
        ("/bin/bash -c 'a'&&b c", "&&b"),
        ("/bin/bash -c 'a'|tee log", "|tee"),
    ],
)
def test_text_after_the_closing_quote(line: str, joined: str) -> None:
    assert sentences("BM102", admin_pool(line)) == [
        (
            f"error: {joined} follows the closing quote without a blank, so the script ends with it; the words after it become "
            "positional parameters. Put all commands into one script: /bin/bash -c 'first && second'."
        )
    ]


@pytest.mark.parametrize("line", ["/bin/bash -c 'a';b", "/bin/bash -c 'ls \"$1\"' x y", "/bin/bash -c 'echo '\\''a'\\''' x"])
def test_words_after_the_script_that_are_meant(line: str) -> None:
    assert sentences("BM102", admin_pool(line)) == []


# --- connection strings

CONNECTION = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=aGVsbG8=;EndpointSuffix=core.windows.net"


@pytest.mark.parametrize(
    ("script", "who"),
    [
        (f"export CONN_STR={CONNECTION}", "CONN_STR has"),
        (f"CONN_STR={CONNECTION}", "CONN_STR has"),
        ("./run.sh --conn Endpoint=sb://a.example.com/;SharedAccessKeyName=b;SharedAccessKey=c", "./run.sh gets"),
    ],
)
def test_connection_string_that_the_shell_cuts_off(script: str, who: str) -> None:
    assert sentences("BM147", admin_pool(bash(script))) == [
        (
            f"warning: the shell ends the command at the ; in the connection string, so {who} only the part before it. "
            "Quote the connection string with single or double quotes."
        )
    ]


def test_the_variable_of_a_cut_connection_string_is_named() -> None:
    (text,) = sentences("BM113", admin_pool(bash(f"export CONN_STR={CONNECTION}")))
    assert text.startswith("warning: export CONN_STR ends with this shell, so no task sees it.")


@pytest.mark.parametrize(
    "script",
    [
        f'export CONN_STR="{CONNECTION}"; ./run.sh',
        "AccountName=a;AccountKey=b; ./run.sh",
        "export AccountName=a;AccountKey=b; ./run.sh",
        "x=a=b; AccountKey=c; ./run.sh",
    ],
)
def test_assignments_that_are_no_connection_string(script: str) -> None:
    assert sentences("BM147", admin_pool(bash(script))) == []


# --- pip


@pytest.mark.parametrize(
    ("command", "option", "use"),
    [
        ("pip3 --yes uninstall a", "--yes", "pip3 uninstall --yes …"),
        ("sudo pip -q -U install a", "-U", "pip install -U …"),
        ("python3 -m pip --user install a", "--user", "python3 -m pip install --user …"),
        ("pip3 --index-url=https://example.com/simple install a", "--index-url", "pip3 install --index-url …"),
    ],
)
def test_option_of_a_command_of_pip_before_it(command: str, option: str, use: str) -> None:
    assert sentences("BM125", admin_pool(bash(f"set -e; {command}"))) == [
        f"error: pip knows {option} only after its command, so it fails. Use {use}."
    ]


@pytest.mark.parametrize(
    "command",
    [
        "pip3 uninstall --yes a",
        "pip3 -q --no-cache-dir --disable-pip-version-check install -U a",
        "pip3 --proxy -U install a",
        "pip3 --timeout 60 install --user a",
        "pip3 list",
    ],
)
def test_options_of_pip(command: str) -> None:
    assert sentences("BM125", admin_pool(bash(f"set -e; {command}"))) == []


# --- files of the start task by the path of its directory


@pytest.mark.parametrize("root", ["/mnt/batch/tasks", "/mnt/resource/batch/tasks", "/opt/batch/data/tasks"])
def test_file_by_the_path_of_the_start_task(root: str) -> None:
    command = f"set -e; bash {root}/startup/wd/x.sh"
    (missing,) = sentences("BM412", admin_pool(bash(command)))
    assert missing.startswith("note: the start task has no resource files, so bash doesn't find /")
    assert missing.endswith(". Add a resource file with the filePath x.sh.")
    there = [{"httpUrl": "https://example.com/x.sh", "filePath": "x.sh"}]
    assert sentences("BM412", pool_of(command, resourceFiles=there)) == []
    other = [{"httpUrl": "https://example.com/x.sh", "filePath": "lib/x.sh"}]
    assert sentences("BM412", pool_of(f"set -e; bash {root}/startup/wd/x.sh", resourceFiles=other)) == [
        f"warning: {shown_word(f'{root}/startup/wd/x.sh')} doesn't exist: it is at lib/x.sh. Use lib/x.sh."
    ]


def test_file_that_the_script_puts_into_the_directory() -> None:
    script = "set -e; curl -fsSLo /mnt/batch/tasks/startup/wd/setup.sh https://example.com/setup.sh; bash setup.sh"
    assert sentences("BM412", admin_pool(bash(script))) == []


# --- data disks


@pytest.mark.parametrize(
    "script",
    [
        "set -e; mkfs.ext4 /dev/disk/azure/scsi1/lun3",
        "set -e; mkdir -p /data; mount /dev/disk/azure/scsi1/lun3 /data",
        "set -e; d=/dev/disk/azure/scsi1/lun3; blkid $d || mkfs.ext4 $d; mkdir -p /data; mount $d /data",
    ],
)
def test_data_disk_that_the_pool_does_not_have(script: str) -> None:
    start = "warning: the pool has no data disk with lun 3: "
    end = ", so /dev/disk/azure/scsi1/lun3 doesn't exist. "
    assert sentences("BM336", pool_of(script)) == [f"{start}it has no dataDisks{end}Add the disk to dataDisks of the pool."]
    assert sentences("BM336", pool_of(script, 0)) == [
        f"{start}its data disks have only lun 0{end}Use /dev/disk/azure/scsi1/lun0, or add the disk to dataDisks."
    ]


@pytest.mark.parametrize(
    "script",
    [
        "set -e; d=/dev/disk/azure/scsi1/lun3; blkid $d || mkfs.ext4 $d; mkdir -p /data; mount $d /data",
        "set -e; if [ -e /dev/disk/azure/scsi1/lun0 ]; then mkfs.ext4 /dev/disk/azure/scsi1/lun0; fi",
        "set -e; d=/dev/disk/azure/scsi1/lun; mkfs.ext4 ${d}3",
        "ls -l /dev/disk/azure/scsi1/lun0 || true",
    ],
)
def test_data_disks_that_may_be_there(script: str) -> None:
    assert sentences("BM336", pool_of(script, 3)) == []


def test_data_disks_of_an_own_image() -> None:
    document = pool_of("set -e; mkfs.ext4 /dev/disk/azure/scsi1/lun0").serialize()
    document["virtualMachineConfiguration"]["imageReference"] = {"virtualMachineImageId": "/subscriptions/x"}
    assert sentences("BM336", PoolAddParameter.deserialize(document)) == []


@pytest.mark.parametrize(
    ("luns", "fix"),
    [
        ((), "Declare the disk in dataDisks of the pool, and use /dev/disk/azure/scsi1/lunN with its lun, which always means"),
        ((2,), "Use /dev/disk/azure/scsi1/lun2, which always means"),
        ((0, 1), "Use /dev/disk/azure/scsi1/lun0, with the lun of the data disk, which always means"),
    ],
)
def test_the_lasting_name_of_a_disk(luns: tuple[int, ...], fix: str) -> None:
    (text,) = sentences("BM432", pool_of("set -e; mkfs.ext4 /dev/sdc", *luns))
    assert text.endswith(f" instead of the data disk. {fix} the same disk.")


# --- users, blanks


def test_user_of_another_image_before_a_repository() -> None:
    assert sentences("BM214", admin_pool(bash("set -e; usermod -aG sudo azureuser; apt-add-repository universe"))) == [
        (
            "error: the nodes have no user azureuser, and nothing makes it, so the command fails. "
            "Run id -u azureuser || useradd -m azureuser first, or add the user to userAccounts of the pool."
        )
    ]
    assert sentences("BM214", admin_pool(bash("set -e; apt-add-repository ppa:a/b; usermod -aG docker render"))) == []


def test_blanks_around_the_names_of_an_image() -> None:
    document = admin_pool(bash("ls")).serialize()
    machine = document["virtualMachineConfiguration"]
    assert found(PoolAddParameter.deserialize(document), "BM029") == []
    machine["imageReference"]["sku"] = "server "
    machine["nodeAgentSKUId"] = " batch.node.ubuntu 24.04"
    start = "$.virtualMachineConfiguration"
    why = "has a blank at its beginning or end, which no image and no node agent has, so the service may not find"
    assert found(PoolAddParameter.deserialize(document), "BM029") == [
        f"{start}.nodeAgentSKUId: BM029 warning: nodeAgentSKUId {why} batch.node.ubuntu 24.04. Remove the blank.",
        f"{start}.imageReference.sku: BM029 warning: sku {why} server. Remove the blank.",
    ]


# --- one finding where one is enough


@pytest.mark.parametrize("command", ["apt-key add -", "gpg --dearmor -o k.gpg"])
def test_programs_that_refuse_an_error_page(command: str) -> None:
    assert sentences("BM114", admin_pool(bash(f"set -e; curl -s https://example.com/k | {command}"))) == []


@pytest.mark.parametrize(
    ("file", "severity"),
    [
        ("/etc/security/limits.conf", "note"),
        ("/etc/security/limits.d/x.conf", "note"),
        ("/home/a/.ssh/config", "note"),
        ("/etc/sysctl.conf", "note"),
        ("/etc/fstab", "warning"),
        ("/etc/hosts", "warning"),
    ],
)
def test_lines_that_mean_the_same_twice(file: str, severity: str) -> None:
    (text,) = sentences("BM303", admin_pool(bash(f"set -e; echo x >> {file}")))
    assert text.startswith(f"{severity}: {file} receives duplicate lines each time the start task runs again.")


def test_program_in_a_variable_whose_failure_later_commands_notice() -> None:
    script = 'set -e\nAPT="apt-get -qq"\n$APT update && $APT install -y git\ngit clone https://example.com/x.git'
    assert sentences("BM106", admin_pool(bash(script))) == []
    assert sentences("BM106", admin_pool(bash(script.replace("git clone https://example.com/x.git", "./run.sh")))) != []


def test_key_of_a_cut_connection_string_is_one_secret() -> None:
    key = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy"
    (text,) = sentences("BM803", admin_pool(bash(f"export C=DefaultEndpointsProtocol=https;AccountKey={key}; ./run.sh")))
    assert text.startswith("warning: the command line contains a secret in plain text (a storage or service key):")


def test_root_directory_twice_in_a_line() -> None:
    line = "P=/mnt/batch/tasks/shared/a python3 /mnt/batch/tasks/shared/a/b.py"
    assert len(sentences("BM401", admin_pool(bash(line)))) == 1
    assert len(sentences("BM401", admin_pool(bash(line.replace(" ", "\n"))))) == 2


def test_one_cause_for_rights_and_retries() -> None:
    for script, rules in (
        ("set -e; apt-get update && apt-get install -y python3-pip && pip3 install numpy", ("BM201", "BM204")),
        ("set -e; sudo cp x /usr/local/bin/", ("BM205", "BM203")),
    ):
        document = admin_pool(bash(script)).serialize()
        del document["startTask"]["userIdentity"]
        document["virtualMachineConfiguration"]["imageReference"] |= {
            "offer": "0001-com-ubuntu-server-jammy",
            "sku": "22_04-lts",
        }
        document["virtualMachineConfiguration"]["nodeAgentSKUId"] = "batch.node.ubuntu 22.04"
        (text,) = found(PoolAddParameter.deserialize(document), *rules)
        assert f" {rules[0]} error: " in text
    (text,) = found(admin_pool(bash("set -e; apt-get update && apt-get install -y jq")), "BM302", "BM305")
    assert " BM302 warning: " in text
