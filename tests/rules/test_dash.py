"""BM111: what bash has and dash doesn't, each proved with the real dash where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from reviewing import bash, found, pool

from batchmodels import Severity, StartTask, TaskContainerSettings, review
from batchmodels.rules.analysis.command_line import Analysis, with_posix_script
from batchmodels.rules.analysis.dash import bashisms_in
from batchmodels.rules.analysis.dash_effects import ENDS, FAILS, LITERAL, SYNTAX, Effect
from batchmodels.shells.script import Word

DASH = shutil.which("dash")
BASH = shutil.which("bash")
needs_dash = pytest.mark.skipif(DASH is None or BASH is None, reason="dash or bash isn't installed")

ONLY_IN_BASH = [
    ("set -o pipefail", ENDS, "pipefail"),
    ("set -euo pipefail", ENDS, "pipefail"),
    ("set -eo pipefail -u", ENDS, "pipefail"),
    ("set +o pipefail", ENDS, "pipefail"),
    ("set -o errexit -o pipefail -o nounset", ENDS, "pipefail"),
    ("export PATH+=:/x", ENDS, "+= in export"),
    ("echo x=1 > env.sh; . env.sh", LITERAL, ". for files without a path"),
    ("echo $((RANDOM % 30000 + 1))", LITERAL, "$RANDOM"),
    ("set -o errtrace", ENDS, "errtrace"),
    ("set -o posix", ENDS, "posix"),
    ("set -T", ENDS, "set -T"),
    ("set -eB", ENDS, "set -B"),
    ("[[ -f /etc/passwd ]]", FAILS, "[["),
    ("[[ a == b* ]]", FAILS, "[["),
    ("a=(1 2)", SYNTAX, "arrays"),
    ("a+=(1)", SYNTAX, "arrays"),
    ("a+=x", FAILS, "+="),
    ("a[1]=2", FAILS, "arrays"),
    ("declare -A m", FAILS, "declare"),
    ("typeset x=1", FAILS, "typeset"),
    ("source /etc/os-release", FAILS, "source"),
    ("cat <<< hi", SYNTAX, "<<<"),
    ("echo hi &> log", LITERAL, "&>"),
    ("echo hi &>> log", LITERAL, "&>>"),
    ("{ echo hi; } &> log", LITERAL, "&>"),
    ("echo hi >& log", SYNTAX, ">& with a file"),
    ("echo hi |& cat", SYNTAX, "|&"),
    ("function f { :; }", SYNTAX, "function"),
    ("function f() { :; }", SYNTAX, "function"),
    ("f-x() { :; }", SYNTAX, "function names with other characters than letters, digits and _"),
    ("echo $'a\\tb'", LITERAL, "$'...'"),
    ("x=$'a b'; echo \"$x\"", LITERAL, "$'...'"),
    ('echo $"a"', LITERAL, '$"..."'),
    ("echo {a,b}", LITERAL, "brace expansion"),
    ("echo x{1..3}", LITERAL, "brace expansion"),
    ("for i in {1..3}; do echo $i; done", LITERAL, "brace expansion"),
    ("cat <(echo a)", SYNTAX, "process substitution"),
    ("echo a > >(cat)", SYNTAX, "process substitution"),
    ("while read -r x; do :; done < <(echo a)", SYNTAX, "process substitution"),
    ("i=1; ((i++)) || echo no", LITERAL, "((...))"),
    ("for ((i=0;i<3;i++)); do :; done", SYNTAX, "for ((...))"),
    ("i=1; echo $((i++))", ENDS, "++ or ** in arithmetic"),
    ("echo $((2**3))", ENDS, "++ or ** in arithmetic"),
    ("echo $[1+2]", LITERAL, "$[...]"),
    ("[ a == a ]", FAILS, "== in ["),
    ("test a == a", FAILS, "== in test"),
    ("[ -v HOME ]", FAILS, "[ -v"),
    ("read -a x < /dev/null", FAILS, "read -a"),
    ("read -t 1 x < /dev/null", FAILS, "read -t"),
    ("read -rn 1 x < /dev/null", FAILS, "read -n"),
    ("read < /dev/null", FAILS, "read without a name"),
    ("pushd /tmp", FAILS, "pushd"),
    ("popd", FAILS, "popd"),
    ("let i=1", FAILS, "let"),
    ("shopt -s nullglob", FAILS, "shopt"),
    ("mapfile x < /dev/null", FAILS, "mapfile"),
    ("readarray x < /dev/null", FAILS, "readarray"),
    ("disown", FAILS, "disown"),
    ("builtin echo a", FAILS, "builtin"),
    ("coproc true", FAILS, "coproc"),
    ('echo -e "a\\tb"', LITERAL, "echo -e"),
    ("echo -ne a", LITERAL, "echo -ne"),
    ("x=abc; echo ${x^^}", ENDS, "${name^^}"),
    ("x=abc; echo ${x,,}", ENDS, "${name^^}"),
    ('x=abc; echo "${x//b/d}"', ENDS, "${name/pattern/text}"),
    ("x=abc; echo ${x:0:2}", ENDS, "${name:offset}"),
    ("x=HOME; echo ${!x}", ENDS, "${!name}"),
    ("x=abc; echo ${x@Q}", ENDS, "${name@Q}"),
    ('echo "${x[0]}"', ENDS, "${name[index]}"),
    ("echo ${#x[@]}", ENDS, "${name[index]}"),
    ('x="${BASH_SOURCE[0]}"', ENDS, "${name[index]}"),
    ("echo $RANDOM", LITERAL, "$RANDOM"),
    ("echo $UID", LITERAL, "$UID"),
    ("echo $BASH_SOURCE $SECONDS", LITERAL, "$BASH_SOURCE"),
    ("f() { local -a x; }; f", ENDS, "local -a"),
    ("export -f f", ENDS, "export -f"),
    ("readonly -a x", ENDS, "readonly -a"),
    ("unset -n x", ENDS, "unset -n"),
    ("trap 'echo failed' ERR", FAILS, "trap ... ERR"),
    ("trap 'echo end' SIGTERM", FAILS, "trap ... SIGTERM"),
    ("wait -n", FAILS, "wait -n"),
    ("printf -v x %s a", FAILS, "printf -v"),
    ("printf %q a", FAILS, "printf %q"),
    ("ulimit -u 1000", FAILS, "ulimit -u"),
    ("kill -SIGCONT $$", FAILS, "kill -SIGCONT"),
    ("kill -s SIGCONT $$", FAILS, "kill -SIGCONT"),
    ("type -p ls", FAILS, "type -p"),
    ("exec -a x true", ENDS, "exec -a"),
    ("select x in a b; do :; done < /dev/null", SYNTAX, "select"),
    ("case a in a) :;& b) :;; esac", SYNTAX, ";&"),
    ("case a in a) :;;& b) :;; esac", SYNTAX, ";;&"),
    ("echo > /dev/tcp/127.0.0.1/9", FAILS, "/dev/tcp"),
    ("exec {log}> log", LITERAL, "{name}>"),
    ('echo "$(< /etc/hostname)"', LITERAL, "$(< file)"),
]

FINE = [
    "set -eu; set -o errexit; set -o nounset; set -x",
    '[ a = a ] && [ -n "$HOME" ] && test 1 -lt 2',
    'x="a b"; export x y=2; readonly Z=3; echo "$x"',
    ". /etc/os-release; echo ok",
    "echo hi > log 2>&1; echo hi >> log; echo hi 2>&1 | cat; echo a >&2",
    "f() { local a=1 b; echo $a; }; f",
    "for i in 1 2 3; do echo $i; done; i=$((i + 1)); echo $((2 * 3))",
    "case a in a|b) echo 1 ;; *) echo 2 ;; esac",
    "cat <<END\n${x^^} [[ a ]]\nEND",
    "read -r a b < /etc/hostname || true",
    'x=a.b.c; echo "${x%%.*}" "${x#*.}" "${#x}" "${x:-d}" "${x:+e}" "${x:=f}"',
    "trap 'echo end' EXIT TERM INT 0",
    "wait; printf '%s %%q\\n' a; kill -0 $$; kill -s CONT $$; kill -CONT $$",
    "ulimit -n 256; umask 022; type ls; command -v ls; hash -r; exec 3> log",
    "echo 'a=(1 2); ${x^^} $RANDOM {a,b} <(x)'",
    'echo "a=(1 2) {a,b} <(x)"',
    "awk '{ print $1 }' /etc/hostname; find . -name 'x{1,2}' -exec echo {} \\;",
    "echo {} a{b}c '{a,b}' \"{1..3}\" \\{a,b\\}",
    "UID=$(id -u); echo $UID; echo ${HOSTNAME:-none}",
    "while [ -e none ]; do sleep 1; done; until true; do :; done; ! false",
    "(cd / && pwd); { echo a; } > log",
    "unset -f f; unset -v x; shift 0; cd -P /; pwd -P; alias l=ls; getopts ab x",
    "echo -n a; echo a-e; printf 'a\\tb\\n'",
    "x=$(cat /etc/hostname); y=`echo a`; echo $x$y ~root",
    "echo $# $* $$ $? $! $- $1 $@",
    "touch /run/lock.$$\".pid\" /run/$$'.log'",
    'source() { . "$1"; }; source /etc/os-release',
    "sleep 0 & wait $!; true&",
    "echo a <&- >&2 2>&-",
    "set -o errexit -- a; set -- -o pipefail; set -e -- x",
    "mkdir /tmp/x$RANDOM-$$ && rmdir /tmp/x-$$",
    "x=$(< /etc/hostname tr a b)",
]


def named(script: str) -> list[tuple[Effect, str]]:
    analysis = with_posix_script(Analysis(script), (Word("sh", "sh"), Word("-c", "-c"), Word(script, script, start=0)))
    return [(each.bashism.effect, each.bashism.name) for each in bashisms_in(analysis)]


@pytest.mark.parametrize(("script", "effect", "name"), ONLY_IN_BASH)
def test_what_only_bash_has(script: str, effect: Effect, name: str) -> None:
    assert (effect, name) in named(script)


@pytest.mark.parametrize("script", FINE)
def test_what_dash_has_too(script: str) -> None:
    assert named(script) == []


def run(shell: str | None, script: str, directory: Path) -> subprocess.CompletedProcess[str]:
    assert shell is not None
    command = [shell, "-c", f"{script}\necho after $?\nwait"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory)}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=directory, env=environment, stdin=subprocess.DEVNULL
    )


@needs_dash
@pytest.mark.parametrize(("script", "effect", "name"), ONLY_IN_BASH)
def test_dash_does_what_the_rule_says(script: str, effect: Effect, name: str, tmp_path: Path) -> None:
    del name
    answer = run(DASH, script, tmp_path)
    if effect in {SYNTAX, ENDS}:
        assert answer.returncode in {2, 127}
        assert "after" not in answer.stdout
    elif effect is FAILS:
        assert "after 0" not in answer.stdout
        assert answer.stderr or "not found" in answer.stdout
    else:
        assert answer.stdout != run(BASH, script, tmp_path).stdout


@needs_dash
@pytest.mark.parametrize("script", FINE)
def test_dash_accepts_what_the_rule_accepts(script: str, tmp_path: Path) -> None:
    answer = run(DASH, script, tmp_path)
    assert "after" in answer.stdout, answer.stderr
    assert "not found" not in answer.stderr
    assert "Illegal" not in answer.stderr


UBUNTU = "/bin/sh is dash on Ubuntu 24.04, and dash"
LINUX = "batch.node.ubuntu 24.04"


def test_an_error_where_the_image_is_known() -> None:
    (finding,) = [each for each in review(pool(LINUX, "/bin/sh -c 'set -euo pipefail; ./setup.sh'")) if each.rule == "BM111"]
    assert str(finding) == (
        f"$.startTask.commandLine: BM111 error: {UBUNTU} has no pipefail: the script ends there and fails. "
        "Run the script with /bin/bash -c, or use set -e without it."
    )
    assert finding.span == (12, 29)


@pytest.mark.parametrize(
    ("script", "severity"),
    [
        ("set -o pipefail; ./a", Severity.error),
        ("source a.sh && ./a", Severity.error),
        ("./a; source a.sh", Severity.error),
        ("source a.sh; ./a", Severity.warning),
        ("source a.sh || true", Severity.warning),
        ("if true; then set -o pipefail; fi; ./a", Severity.warning),
        ("(set -o pipefail; ./a)", Severity.warning),
        ("if [[ -f x ]]; then ./a; fi", Severity.warning),
        ("[[ -f x ]]", Severity.error),
        ("set -e; [ a == b ]", Severity.error),
        ("./a &> log", Severity.warning),
        ("a=(1); ./a", Severity.error),
        ("if false; then a=(1); fi", Severity.error),
        ("./a && exit 0\na=(1)", Severity.warning),
        ("echo {a,b}", Severity.warning),
        ("x=1; echo ${x^^}", Severity.error),
        ("./a | while read x; do echo ${x^^}; done", Severity.warning),
        ("y=$(echo ${x^^})", Severity.warning),
        ("f() { local -a x; }; f", Severity.warning),
    ],
)
def test_an_error_only_if_every_node_fails(script: str, severity: Severity) -> None:
    findings = review(pool(LINUX, "/bin/sh -c '" + script + "'"))
    assert [finding.severity for finding in findings if finding.rule == "BM111"] == [severity]


@pytest.mark.parametrize(
    ("agent", "number"),
    [
        ("batch.node.ubuntu 22.04", 1),
        ("batch.node.debian 12", 1),
        ("batch.node.el 9", 0),
        ("batch.node.centos 7", 0),
        ("batch.node.sles 15", 0),
        ("batch.node.mariner 2.0", 0),
        ("batch.node.azurelinux 3.0", 0),
        ("batch.node.unknown 1", 1),
    ],
)
def test_the_image_decides(agent: str, number: int) -> None:
    assert len(found(pool(agent, "/bin/sh -c 'source a.sh && ./a'"), "BM111")) == number


def test_newer_versions_may_have_pipefail() -> None:
    line = "/bin/sh -c 'set -o pipefail; ./a'"
    for agent, severity in (("batch.node.ubuntu 25.10", "error"), ("batch.node.ubuntu 26.04", "warning")):
        (text,) = found(pool(agent, line), "BM111")
        assert text.startswith(f"$.startTask.commandLine: BM111 {severity}: /bin/sh is dash on ")


@pytest.mark.parametrize(
    ("image", "number"),
    [("ubuntu:24.04", 1), ("docker.io/library/debian:12-slim", 1), ("alpine:3.20", 0), ("media.azurecr.io/x", 0)],
)
def test_a_container_has_its_own_shell(image: str, number: int) -> None:
    task = StartTask(command_line="/bin/sh -c 'source a.sh && ./a'", container_settings=TaskContainerSettings(image_name=image))
    assert len(found(task, "BM111")) == number


def test_docker_sets_the_name_of_the_host() -> None:
    task = StartTask(command_line="/bin/sh -c 'echo $HOSTNAME > x'")
    assert len(found(task, "BM111")) == 1
    task.container_settings = TaskContainerSettings(image_name="ubuntu")
    assert found(task, "BM111") == []


@pytest.mark.parametrize(
    "line",
    [
        "/bin/bash -c 'source a.sh; [[ a ]]'",
        "/bin/sh -c 'apt-get install -y jq; exec bash a.sh; source b'",
        "/bin/sh -c 'yum install -y jq; source a.sh'",
        "/bin/sh -c '[ -n \"$BASH_VERSION\" ] || exec bash a.sh; source a.sh'",
        "/bin/sh a.sh",
        "zsh -c 'source a.sh'",
        "ksh -c '[[ a = a ]]'",
        "su bob -c 'source a.sh'",
    ],
)
def test_nothing_where_another_shell_reads_it(line: str) -> None:
    assert found(StartTask(command_line=line), "BM111") == []


def test_scripts_within_scripts() -> None:
    line = bash("sh -c 'source a.sh && ./a'")
    assert [text.split(": ")[1] for text in found(pool(LINUX, line), "BM111")] == ["BM111 error"]
    line = bash("sh -c 'source a.sh && ./a' || true")
    assert [text.split(": ")[1] for text in found(pool(LINUX, line), "BM111")] == ["BM111 warning"]
    assert found(StartTask(command_line="dash -c 'source a.sh'"), "BM111") == [
        (
            "$.commandLine: BM111 error: dash has no source: the command fails. Run the script with /bin/bash "
            "-c, or use . with a "
            "path, for example . ./env.sh."
        )
    ]


WRITTEN = [
    "set -e",
    "cat > run.sh <<'END'",
    "#!/bin/sh",
    "if [[ -f x ]]; then ./a; fi",
    "END",
    "chmod +x run.sh",
]


def test_scripts_that_are_written() -> None:
    line = '/bin/bash -c "' + "\n".join(WRITTEN) + '"'
    assert found(pool(LINUX, line), "BM111") == [
        (
            "$.startTask.commandLine: BM111 warning: the #! line of the script that cat writes chooses sh. "
            "/bin/sh is dash on Ubuntu 24.04, and dash has no [[: the test fails whatever the values are. "
            "Begin the script with #!/bin/bash, or use [ ... ] or case."
        )
    ]
    for old, new, number in (
        ("#!/bin/sh", "#!/bin/bash", 0),
        ("#!/bin/sh", "#!/usr/bin/env sh", 1),
        ("#!/bin/sh", "# a script", 0),
        ("<<'END'", "<<-END", 1),
        ("[[ -f x ]]", "[ -f x ]", 0),
        ("[[ -f x ]]", "[ -n \\$BASH_VERSION ] && [[ -f x ]]", 0),
    ):
        assert len(found(pool(LINUX, line.replace(old, new)), "BM111")) == number, new
    assert found(pool("batch.node.el 9", line), "BM111") == []
    assert (
        len(found(pool(LINUX, line.removesuffix('"').replace("END", "\tEND").replace("<<'\tEND'", "<<-'END'") + '"'), "BM111"))
        == 1
    )


def test_options_of_the_shell() -> None:
    assert found(pool(LINUX, "/bin/sh -eo pipefail -c './a | ./b'"), "BM111") == [
        (
            f"$.startTask.commandLine: BM111 error: {UBUNTU} has no pipefail: the shell refuses the option and runs nothing. "
            "Run the script with /bin/bash -c, or use sh -ec without it."
        )
    ]


def test_the_end_of_a_script() -> None:
    (text,) = found(pool(LINUX, "/bin/sh -c 'x=abc; ./a ${x:0:1}'"), "BM111")
    assert text == (
        f"$.startTask.commandLine: BM111 error: {UBUNTU} has no ${{name:offset}}: the script ends there and fails. "
        'Run the script with /bin/bash -c, or use cut, for example $(echo "$name" | cut -c 1-8).'
    )


def test_the_others_are_named_too() -> None:
    script = "declare x; pushd a; let i=1; shopt -s b; echo $RANDOM"
    (text,) = found(StartTask(command_line=f"/bin/sh -c '{script}'"), "BM111")
    assert text == (
        "$.commandLine: BM111 warning: /bin/sh is dash on Ubuntu and Debian, and dash has no declare: the command fails. "
        "It also lacks pushd, let, shopt and more. Run the script with /bin/bash -c, or use plain assignments."
    )


@pytest.mark.parametrize(
    ("script", "instead"),
    [
        ("mkdir -p /data/{input,output}", "the words one by one"),
        ("for i in {3..12}; do echo $i; done", "$(seq 3 12)"),
        ("echo {a..e}", "the words one by one"),
        ("mkdir work/shard{0..7}", "the words one by one"),
    ],
)
def test_instead_of_braces(script: str, instead: str) -> None:
    (text,) = found(pool("batch.node.ubuntu 22.04", f"/bin/sh -c '{script}'"), "BM111")
    assert text.endswith(f"Run the script with /bin/bash -c, or use {instead}.")
