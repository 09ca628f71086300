"""How a script gets from one command to the next: which run only if something holds, and whose failure counts."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash

from batchmodels import StartTask
from batchmodels.rules.analysis.command_line import analysis_of
from batchmodels.rules.analysis.flow import Status, flow_of, retries_of
from batchmodels.rules.context import Context


def place(line: str) -> Context[StartTask]:
    return Context(StartTask(command_line=line), (), ())


def guarded(line: str) -> str:
    """The one-letter programs that run only if something holds."""
    asked = place(line)
    flow = flow_of(asked)
    assert tuple(step.command for step in flow.steps) == analysis_of(asked).commands
    return "".join(step.command.name for step in flow.steps if step.guarded and len(step.command.name) == 1)


def counted(line: str) -> str:
    """The one-letter programs whose failure fails the script, or keeps some of it from running."""
    steps = flow_of(place(line)).steps
    return "".join(step.command.name for step in steps if step.status.fails and len(step.command.name) == 1)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a", ""),
        ("a; b", ""),
        ("a && b && c", ""),
        ("a || b", "b"),
        ("a || b && c", "bc"),
        ("a && b || c; d", "c"),
        ("a | b", ""),
        ("test x && a", "a"),
        ("test x && a && b || c; d", "abc"),
        ("test x | a", "a"),
        ("test x; a", ""),
        ("test x & a", ""),
        ("a && test x && b; c", "b"),
        ("! a; b", "a"),
        ("if a; then b; else c; fi; d", "abc"),
        ("if a; then b; c; fi; d", "abc"),
        ("if a; then b; elif c; then d; fi; e", "abcd"),
        ("while a; do b; done; c", "ab"),
        ("until a; do b; done; c", "ab"),
        ("for x in 1 2; do a; b; done; c", ""),
        ("for x in 1 2; do test y && a; b; done; c", "a"),
        ("case x in y) a;; esac; b", "a"),
        ("case x in y) a;& z) b;; esac", "ab"),
        ("case x in y) a;;& z) b;; esac", "ab"),
        ("case x in y) a;& z) b; esac", "ab"),
        ("case x in y) a;;& z) b; esac", "ab"),
        ("test x |& a; b", "a"),
        ("if ( a ); then b; else c; fi; d", "abc"),
        ("if { a; }; then b; fi; c", "ab"),
        ("{ a; b; }; c", ""),
        ("( a; b ); c", ""),
        ("test x && a; ( b )", "a"),
        ("test x | a; ( b )", "a"),
        ("test x; ( b )", ""),
        ("case x in y) a;; esac; ( b )", "a"),
        ("( a || b ); ( c )", "b"),
        ("( a || b; ); c; ( d )", "b"),
        ("test x && { a; b; }", "ab"),
        ("test x && ( a; b )", "ab"),
        ("a || { b; c; }", "bc"),
        ("if a; then ( b; c ); fi; d", "abc"),
        ("test x && exit; a", "a"),
        ("test x && exit 0; a; b", "ab"),
        ("test x && return 0; a", "a"),
        ("test x && exit 1; a", ""),
        ("test x || exit; a", ""),
        ("test x || exit 0; a", "a"),
        ("if a; then exit 0; fi; b", "ab"),
        ("if a; then exit; fi; b", "ab"),
        ("if a; then exit 3; fi; b", "a"),
        ("if a; then b || exit; fi; c", "ab"),
        ("a; test x && b; c && d", "b"),
        ("{ test x; } && a", "a"),
        ("( test x ) || a; b", "a"),
        ("if a; then ( exit 0 ); fi; b", "a"),
        ("if a; then exit 0 | c; fi; b", "ac"),
        ("if a; then exit 0 & fi; b", "a"),
        ("x=$(test y && exit 0); b", ""),
        ("f() { a; }; test x || f; b", "af"),
        ("f() { a; }; f; test x || f", "f"),
        ("f() { a; }; b", ""),
        ("f() { test x && return 0; a; }; f; b", "a"),
        ("function f { test x && exit 0; }; f; b", ""),
        ("for x in 1 2; do exit 0; done; b", ""),
        ("exec > log; b", ""),
    ],
)
def test_what_runs_only_if_something_holds(script: str, expected: str) -> None:
    assert guarded(bash(script)) == expected


@pytest.mark.parametrize(
    "test",
    [
        *(
            "test",
            "[",
            "[[",
            "((",
            "id",
            "getent",
            "grep",
            "egrep",
            "fgrep",
            "zgrep",
            "which",
            "type",
            "hash",
            "where",
            "whereis",
        ),
        *(
            "ls",
            "stat",
            "find",
            "dir",
            "file",
            "cmp",
            "diff",
            "blkid",
            "lsblk",
            "findmnt",
            "mountpoint",
            "pgrep",
            "ps",
            "lsmod",
        ),
        *(
            "dpkg-query",
            "rpm -q",
            "dpkg -s",
            "command -v",
            "command -V",
            "sudo test",
            "docker inspect",
            "docker network inspect",
        ),
        *("systemctl is-active", "systemctl -q is-active"),
    ],
)
def test_what_tells_how_things_are(test: str) -> None:
    closing = {"[": " ]", "[[": " ]]", "((": "))"}.get(test, "")
    assert guarded(bash(f"{test} x{closing} && a; b")) == "a"


@pytest.mark.parametrize(
    "command", ["rpm -U", "dpkg -i", "find . -delete", "find . -name '*.sh' -exec chmod +x {} +", "find . -execdir make ';'"]
)
def test_what_changes_something_is_no_test(command: str) -> None:
    assert guarded(bash(f"{command} x && a; b")) == ""


def test_find_that_asks_for_each_file_is_a_test() -> None:
    assert guarded(bash("find . -exec grep -q x {} + && a; b")) == "a"


@pytest.mark.parametrize("command", ["make", "command make", "docker run x inspect", "systemctl start", "echo test", "my-test"])
def test_what_does_something(command: str) -> None:
    assert guarded(bash(f"{command} x && a; b")) == ""


@pytest.mark.parametrize("test", ["Test-Path", "Get-Item", "Get-Command", "Get-LocalUser", "Get-Service", "findstr"])
def test_what_tells_how_things_are_on_windows(test: str) -> None:
    assert guarded(f'powershell -Command "{test} x && a; b"') == "a"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("if ($x) { a } else { b }; c", "ab"),
        ("if ($x) { a } elseif ($y) { b }; c", "ab"),
        ("switch ($x) { 1 { a } }; b", "a"),
        ("try { a } catch { b }; c", "ab"),
        ("foreach ($i in 1..3) { a }; b", ""),
    ],
)
def test_conditions_in_powershell(script: str, expected: str) -> None:
    assert guarded(f'powershell -Command "{script}"') == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a", "a"),
        ("a; b", "b"),
        ("a\nb", "b"),
        ("a && b", "ab"),
        ("a && b; c", "ac"),
        ("a || b", "b"),
        ("a || b; c", "c"),
        ("a || exit; b", "ab"),
        ("a || exit 1; b", "ab"),
        ("a || return 1; b", "ab"),
        ("a || exit 0; b", "b"),
        ("a || false", "a"),
        ("a && b || exit 1; c", "abc"),
        ("a && b || c", "c"),
        ("a && b || true", ""),
        ("a | b", "b"),
        ("a | b; c", "c"),
        ("a |& b", "b"),
        ("a & b", "b"),
        ("a &", ""),
        ("a & wait", ""),
        ("set -e; a; b", "ab"),
        ("set -e; a | b; c", "bc"),
        ("set -e; a & b", "b"),
        ("set -ex; a; b", "ab"),
        ("a; set -e; b; c", "bc"),
        ("set -e; a; set +e; b; c", "ac"),
        ("set -e; a; set +x; b; c", "abc"),
        ("set -u; a; b", "b"),
        ("set -o pipefail; a; b", "b"),
        ("set -e; a || true; b", "b"),
        ("set -e; a && b; c", "abc"),
        ("(a; b); c", "c"),
        ("(a) && b", "ab"),
        ("{ a; b; } && c", "bc"),
        ("{ a; b; } || true", ""),
        ("{ a && b; } || exit 1; c", "abc"),
        ("{ a; b; } || c", "c"),
        ("if a; then b; fi || true", ""),
        ("for x in y; do a; done || true", ""),
        ("case x in y) a;; esac || true", ""),
        ("( ( a ) ) || true", ""),
        ("( ( a ) || true ) && b", "b"),
        ("( a ) && ( b ) || true", ""),
        ("( a ) || true; ( b )", "b"),
        ("if a; then b; fi && c", "bc"),
        ("set -e; ( a ) |& b; c", "bc"),
        ("set -e; for x in y; do a; b; done || true", ""),
        ("set -e; while a; do b; done || true", ""),
        ("set -e; case x in y) a;; esac || true", ""),
        ("set -e; if a; then b; fi || true", ""),
        ("{ a; b; } > log", "b"),
        ("( a; b ) > log", "b"),
        ("ls; set -Ee; a; b", "ab"),
        ("set -e; a |& b; c", "bc"),
        ("set -e; ( a; b ) || true; c", "c"),
        ("set -e; ( a; b ) | c", "ac"),
        ("a && (b; c)", "ac"),
        ("if a; then b; else c; fi", "bc"),
        ("case x in y) a; b;; *) c;; esac", "bc"),
        ("set -e; if a; then b; fi; c", "bc"),
        ("set -e; if a && b; then c; fi", "c"),
        ("set -e; ! a; b", "b"),
        ("set -e; { a; b; } || exit 1; c", "bc"),
        ("set -eo pipefail; a | b; c", "abc"),
        ("set -o errexit; a; b", "ab"),
        ("set -o pipefail; a | b", "ab"),
        ("set -e; ( set +e; a; b ); c; d", "bcd"),
        ("( set -e; a; b ); c; d", "ad"),
        ("set -e; (a; b) & c", "c"),
        ("x=$(a); b", "b"),
        ("x=$(a)", "a"),
        ("x=$(a; b) && c", "bc"),
        ("c $(a)", "c"),
        ("set -e; c $(a); b", "cb"),
        ("set -e; x=$(a; b); c", "bc"),
        ("f() { a; b; }; f", "bf"),
        ("f() { a; b; }; set -e; f; c", "abfc"),
        ("f() { a; b; }; f || true; c", "c"),
        ("for x in y; do a; b; done", "b"),
        ("while a; do b; done", ""),
        ("exit 0; a", ""),
        ("a; b $?", "b"),
        ("set; a; b", "b"),
    ],
)
def test_whose_failure_counts(script: str, expected: str) -> None:
    assert counted(bash(script)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a", "a"),
        ("bash -ec 'a; b'", "ab"),
        ('cmd /c "a & b"', "b"),
        ('cmd /c "a && b"', "ab"),
        ('cmd /c "a || b"', "b"),
        ('cmd /c "set -e & a & b"', "b"),
        ('powershell -Command "a; b"', "b"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; a; b | c; d\"", "abcd"),
        ("powershell -Command \"$erroractionpreference='stop'; a; b\"", "ab"),
        ("powershell -Command \"$ErrorActionPreference = 'Continue'; a; b\"", "b"),
        ("powershell -Command \"a; $ErrorActionPreference = 'Stop'; b; c\"", "bc"),
        ('powershell -Command "set -e; a; b"', "b"),
        ('powershell -Command "Stop-Service x; a; b"', "b"),
        ('powershell -Command "a (b)"', "ab"),
        ('powershell -Command "a (b); c"', "c"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; try { a } catch { b }; c\"", "bc"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; try { a } catch { throw }; c\"", "ac"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; try { a } catch { exit 1 }; c\"", "ac"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; if (a) { b } else { c }; d\"", "abcd"),
        ('cmd /c "if exist x (a & b) else c"', "bc"),
        ('cmd /c "for %i in (x) do a & b"', "b"),
    ],
)
def test_whose_failure_counts_elsewhere(line: str, expected: str) -> None:
    assert counted(line) == expected


@pytest.mark.parametrize(
    ("line", "loops"),
    [
        (bash("while a; do b; done"), True),
        (bash("until a; do b; done"), True),
        (bash("for x in y; do b; done"), True),
        ('powershell -Command "foreach ($x in $y) { a }"', True),
        ('powershell -Command "for ($i = 0; $i -lt 3; $i++) { a }"', True),
        ('powershell -Command "do { a } while ($x)"', True),
        ('powershell -Command "while ($x) { a }"', True),
        ('powershell -Command "do { a } until ($x)"', True),
        (bash("if a; then b; fi; echo while for"), False),
        ("for", False),
    ],
)
def test_whether_there_is_a_loop(line: str, loops: bool) -> None:
    assert flow_of(place(line)).loops is loops


def statuses(line: str) -> dict[str, Status]:
    """What the exit statuses of the one-letter programs do."""
    return {step.command.name: step.status for step in flow_of(place(line)).steps if len(step.command.name) == 1}


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("a", Status.counts),
        ("a && b", Status.counts),
        ("for x in y; do a; done", Status.last_round),
        ("for x in y; do a; done; b", Status.repeated),
        ("for x in y; do a; b; done", Status.passed),
        ("a; b", Status.passed),
        ("( a ); b", Status.passed),
        ("{ a; }; b", Status.passed),
        ("if b; then a; else c; fi; d", Status.passed),
        ("case x in y) a;; esac; b", Status.passed),
        ("if a; then b; fi", Status.asked),
        ("! a", Status.asked),
        ("a; b $?", Status.asked),
        ("a; if test $? = 0; then b; fi", Status.asked),
        ("a; b ${PIPESTATUS[0]}", Status.asked),
        ("while b; do a; done; c", Status.asked),
        ("a || b", Status.handled),
        ("a && b || c", Status.handled),
        ("{ a; } || b", Status.handled),
        ("a || { b; exit 1; }", Status.counts),
        ("a | b", Status.piped),
        ("{ b; a; } | c", Status.piped),
        ("b $(a)", Status.substituted),
        ("for x in $(a); do b; done", Status.substituted),
        ("b <(a)", Status.substituted),
        ("f() { a; }", Status.called),
        ("a &", Status.background),
        ("( b; a ) &", Status.background),
        ("{ exit; }; a", Status.unreachable),
        ("set -e; a; b", Status.counts),
    ],
)
def test_what_an_exit_status_does(script: str, status: Status) -> None:
    assert statuses(bash(script))["a"] is status


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("a & b", Status.passed),
        ("a & if errorlevel 1 exit", Status.asked),
        ("a & exit /b %errorlevel%", Status.asked),
        ("a & (b)", Status.asked),
        ("a || b", Status.handled),
        ("a || exit /b 1", Status.counts),
        ("a & if exist x b", Status.asked),
    ],
)
def test_what_an_exit_status_does_in_cmd(script: str, status: Status) -> None:
    assert statuses(f'cmd /c "{script}"')["a"] is status


def test_where_a_command_is() -> None:
    flow = flow_of(place(bash("a | b; while c; do d; done; e $(f); ! g; { h; } | i")))
    found = {step.command.name: step for step in flow.steps}
    for attribute, expected in {
        "piped": "ah",
        "reads": "bi",
        "repeats": "cd",
        "in_word": "f",
        "nested": "cdfh",
        "asked": "cg",
    }.items():
        assert "".join(name for name, step in found.items() if getattr(step, attribute)) == expected, attribute


def test_options_in_force() -> None:
    steps = flow_of(place("bash -u -c 'a; set -eo pipefail; b; ( set +e; c ); d; if e; then set +e; fi; f; set +e; g'")).steps
    found = {step.command.name: ",".join(sorted(step.options)) for step in steps if len(step.command.name) == 1}
    assert found == {
        "a": "nounset",
        "b": "errexit,nounset,pipefail",
        "c": "nounset,pipefail",
        "d": "errexit,nounset,pipefail",
        "e": "errexit,nounset,pipefail",
        "f": "errexit,nounset,pipefail",
        "g": "nounset,pipefail",
    }


def test_it_is_followed_once() -> None:
    asked = place("bash -c a")
    assert flow_of(asked) is flow_of(asked)


def test_what_is_run() -> None:
    asked = analysis_of(place(bash("sudo a b; command -v c; command -V d; command -p e; command; f")))
    runs = [(index, [word.text for word in command.words]) for index, command in asked.runs]
    assert runs == [(0, ["a", "b"]), (3, ["e"]), (4, []), (5, ["f"])]


@pytest.mark.parametrize(
    ("count", "retries"), [(None, 0), (0, 0), (3, 3), (-1, -1), (True, None), (False, None), ("3", None), (1.0, None)]
)
def test_how_often_a_start_task_is_repeated(count: Any, retries: int | None) -> None:
    assert retries_of(Context(StartTask(command_line="a", max_task_retry_count=count), (), ())) == retries


DEEP = 2000


@pytest.mark.parametrize(
    "unit", ["( ", "{ ", "if a; then ", "if ", "while ", "case a in b) ", "f() { ", "! ( ", "a || { ", "$(", "a | ( "]
)
def test_deep_nesting_in_a_posix_shell(unit: str) -> None:
    asked = place(bash(unit * DEEP + "b"))
    assert len(flow_of(asked).steps) == len(analysis_of(asked).commands)


@pytest.mark.parametrize("unit", ["( ", "if a==b ", "for %i in (a) do ", "a & ( "])
def test_deep_nesting_in_cmd(unit: str) -> None:
    steps = flow_of(place("cmd /c " + unit * DEEP + "b")).steps
    assert [step.command.name for step in steps][-1] == "b"


@pytest.mark.parametrize("unit", ["( ", "{ ", "if (a) { ", "if (", "try { ", "& { ", "function f { ", "switch (a) { b { "])
def test_deep_nesting_in_powershell(unit: str) -> None:
    analysis = analysis_of(asked := place("powershell -Command " + unit * DEEP + "b"))
    assert len(flow_of(asked).steps) == len(analysis.commands)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a && b || echo s && c", ""),
        ("a || true && c && d", ""),
        ("a || ! true && c", "c"),
        ("a || b && c", "bc"),
        ("a || echo s || c", "c"),
        ("if x; then a || echo s && c; fi", "xac"),
    ],
)
def test_what_runs_after_either_side_of_or(script: str, expected: str) -> None:
    assert guarded(bash(script)) == expected


def test_and_binds_more_tightly_than_or_in_cmd() -> None:
    assert guarded('cmd /c "a || echo s && c"') == "c"
