"""The parser for POSIX shells: exact cases, and comparisons with the real shells."""

from __future__ import annotations

import inspect
import os
import shlex
import shutil
import subprocess
import sys
from typing import Any

import pytest
from flattening import flat
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from batchmodels.shells.building import MAX_DEPTH
from batchmodels.shells.posix import read_script, split_words
from batchmodels.shells.script import Script, Shell, Word

BASH = shutil.which("bash")
SH = shutil.which("sh")
SHELLS = [
    pytest.param(shell, marks=pytest.mark.skipif(path is None, reason=f"{shell} is not here"), id=shell)
    for shell, path in (("sh", SH), ("bash", BASH))
]
needs_bash = pytest.mark.skipif(BASH is None, reason="bash is not here")


def run(shell: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run([shell, *arguments], capture_output=True, check=False, env=environment, timeout=20)


def seen(script: str) -> list[tuple[Any, ...]]:
    """The commands of a whole script: depth, keyword, the words' texts, operator; assignments are first."""
    found = read_script(script)
    assert found.unfinished is None
    return described(found)


def described(script: Script) -> list[tuple[Any, ...]]:
    return [(told.depth, told.keyword, told.texts, told.operator) for told in flat(script)]


def words(script: str) -> tuple[Word, ...]:
    found = read_script(script)
    assert found.unfinished is None
    (command,) = found.commands
    return command.words


class TestWords:
    @pytest.mark.parametrize(
        ("script", "texts"),
        [
            ("echo a  b\tc", ["echo", "a", "b", "c"]),
            ("echo 'a b' \"c d\" e\\ f", ["echo", "a b", "c d", "e f"]),
            ("echo a'b'\"c\"d\\e", ["echo", "abcde"]),
            ("echo '' \"\"", ["echo", "", ""]),
            (r"echo 'a\b' 'a\'", ["echo", r"a\b", "a\\"]),
            (r'echo "a\"b" "a\\b" "\$x" "\`" "a\b"', ["echo", 'a"b', r"a\b", "$x", "`", r"a\b"]),
            ("echo a\\\nb \\\n c", ["echo", "ab", "c"]),
            ('echo "a\\\nb"', ["echo", "ab"]),
            ("echo 'a\\\nb'", ["echo", "a\\\nb"]),
            ("echo 'a\nb'", ["echo", "a\nb"]),
            ("echo a#b '#' \\# # c d", ["echo", "a#b", "#", "#"]),
            ("echo a\\", ["echo", "a\\"]),
            ("echo {} {a,b} ~ = a=b -x=y", ["echo", "{}", "{a,b}", "~", "=", "a=b", "-x=y"]),
            ("echo if then { } ! [[ ]] time", ["echo", "if", "then", "{", "}", "!", "[[", "]]", "time"]),
            (r"find . -name '*.x' -exec rm {} \;", ["find", ".", "-name", "*.x", "-exec", "rm", "{}", ";"]),
            ("awk '{ print $1 }' \"a b\"", ["awk", "{ print $1 }", "a b"]),
            ("'if' x", ["if", "x"]),
            ("echo $ a$ \"$\" $% $'x'", ["echo", "$", "a$", "$", "$%", "x"]),
            (r"echo $'a\tb\n' $'it\'s' $'\x41\101\u00e9\U1F600' $'\e\q'", ["echo", "a\tb\n", "it's", "AAé😀", "\x1b\\q"]),
            (r"echo $'\cA' $'a\0b' $'\xc3\xa9' $'\\'", ["echo", "\x01", "a", "é", "\\"]),
            (r"echo $'\uD800' $'\UFFFFFFFF'", ["echo", "\ufffd" * 3, "\U0010ffff"]),
            ('echo $"hello $X"', ["echo", "hello $X"]),
            ("echo a\r\n", ["echo", "a\r"]),
        ],
    )
    def test_quotes_and_escapes_are_taken_away(self, script: str, texts: list[str]) -> None:
        assert [word.text for word in words(script)] == texts

    def test_a_word_keeps_how_it_is_written(self) -> None:
        assert [word.raw for word in words("'a b' c\\ d \"$X\"e plain")] == ["'a b'", "c\\ d", '"$X"e', "plain"]
        assert [word.quoted for word in words("'a b' c\\ d \"$X\"e plain")] == [True, True, True, False]

    @pytest.mark.parametrize(
        ("word", "variables"),
        [
            ("$X", ("X",)),
            ("${X}", ("X",)),
            ("a$X/$Y$X", ("X", "Y")),
            ('"$X and ${Y}"', ("X", "Y")),
            ("'$X'", ()),
            ("\\$X", ()),
            ('"\\$X"', ()),
            ("$'$X'", ()),
            ("${X:-y}", ("X",)),
            ("${X:-$Y}", ("X", "Y")),
            ('"${X:-"a b"$Y}"', ("X", "Y")),
            ('"${X:-it\'s}"', ("X",)),
            ("${X#'}'}", ("X",)),
            ("\"${X%'}'}\"", ("X",)),
            ("${X:-'$Y'}", ("X",)),
            ("${X:-\\}}", ("X",)),
            ("${#X}", ("X",)),
            ("${!X}", ("X",)),
            ("${X[1]}", ("X",)),
            ("${X/a b/c}", ("X",)),
            ("$((1 + $X))", ("X",)),
            ("$X_Y-$Z1", ("X_Y", "Z1")),
            ("$1${10}$?$@${#}$$", ("1", "10", "?", "@", "#", "$")),
            ("$12", ("1",)),
            ("$", ()),
            ('"${X:-<(a)}"', ("X",)),
        ],
    )
    def test_variables_by_name(self, word: str, variables: tuple[str, ...]) -> None:
        (_, found) = words(f"echo {word}")
        assert found.raw == word
        assert found.variables == variables
        assert not found.substitutes

    def test_expansions_appear_in_the_text_unchanged(self) -> None:
        (command, *_) = read_script("""echo a${X:-"b"}c "$(a 'b')" `a` $((1 + $(b))) x<(a)y "$((1))" """).commands
        assert [(word.text, word.substitutes) for word in command.words[1:]] == [
            ('a${X:-"b"}c', False),
            ("$(a 'b')", True),
            ("`a`", True),
            ("$((1 + $(b)))", True),
            ("x<(a)y", True),
            ("$((1))", False),
        ]

    @pytest.mark.parametrize(
        ("word", "pattern"),
        [
            ("*.deb", True),
            ("a?", True),
            ("'*'", False),
            ("\\*", False),
            ('"?"', False),
            ("$*", False),
            ("$?", False),
            ("a", False),
        ],
    )
    def test_patterns_are_those_that_are_not_quoted(self, word: str, pattern: bool) -> None:
        assert words(f"ls {word}")[1].pattern is pattern

    def test_groups_of_patterns_are_in_the_word(self) -> None:
        assert [word.text for word in words("rm a!(b|*.c d)e !(f) @(g|(h))")] == ["rm", "a!(b|*.c d)e", "!(f)", "@(g|(h))"]

    @pytest.mark.parametrize(
        ("script", "assignments", "texts"),
        [
            ("A=1 B='x y' cmd C=3", ["A=1", "B=x y"], ["cmd", "C=3"]),
            ("A=1", ["A=1"], []),
            ("A+=1 B[2]=x a=* c", ["A+=1", "B[2]=x", "a=*"], ["c"]),
            ("1A=x -a=b 'A'=x", [], ["1A=x", "-a=b", "A=x"]),
            ("A=(1 'a b' $X\n# no\n) cmd", ["A=(1 'a b' $X\n# no\n)"], ["cmd"]),
            ("declare -a A=(1 2) b", [], ["declare", "-a", "A=(1 2)", "b"]),
        ],
    )
    def test_assignments_come_before_the_name(self, script: str, assignments: list[str], texts: list[str]) -> None:
        (command,) = read_script(script).commands
        assert [word.text for word in command.assignments] == assignments
        assert [word.text for word in command.words] == texts
        assert not any(word.pattern for word in command.assignments)

    def test_an_array_has_the_variables_of_its_words(self) -> None:
        script = read_script("A=($X $(ls $Y) '$Z')")
        assigned = script.commands[0].assignments[0]
        assert (assigned.variables, assigned.substitutes) == (("X",), True)
        assert described(script)[1] == (1, "", ["ls", "$Y"], "")

    @pytest.mark.parametrize(
        ("script", "redirects"),
        [
            ("a > f", [(">", "f")]),
            ("a >f 2>&1", [(">", "f"), ("2>&", "1")]),
            ("a >> 'my log' < in", [(">>", "my log"), ("<", "in")]),
            ("a &> f", [("&>", "f")]),
            ("a &>> f", [("&>>", "f")]),
            ("a >| f <> g >&2 2>&- {fd}> h", [(">|", "f"), ("<>", "g"), (">&", "2"), ("2>&", "-"), ("{fd}>", "h")]),
            ("a <<< 'x y'\nEOF=1", [("<<<", "x y")]),
            ("> f a", [(">", "f")]),
            ("> f", [(">", "f")]),
            ("a x2>f", [(">", "f")]),
            ("a > >(b)", [(">", ">(b)")]),
        ],
    )
    def test_redirects(self, script: str, redirects: list[tuple[str, str]]) -> None:
        command = read_script(script).commands[0]
        assert [(redirect.operator, redirect.target.text) for redirect in command.redirects] == redirects
        assert "f" not in [word.text for word in command.words]

    def test_a_number_before_a_redirect_is_not_a_word(self) -> None:
        assert [word.text for word in words("echo 12 2>f x2>f '2'>f 2 >f")] == ["echo", "12", "x2", "2", "2"]


class TestCommands:
    @pytest.mark.parametrize(
        ("script", "commands"),
        [
            ("", []),
            (" \n# a b\n\\\n ;", []),
            ("a", [(0, "", ["a"], "")]),
            ("a b; c # d; e", [(0, "", ["a", "b"], ";"), (0, "", ["c"], "")]),
            ("a\nb\n", [(0, "", ["a"], "\n"), (0, "", ["b"], "\n")]),
            ("a&b", [(0, "", ["a"], "&"), (0, "", ["b"], "")]),
            ("a &&\n\n b||c", [(0, "", ["a"], "&&"), (0, "", ["b"], "||"), (0, "", ["c"], "")]),
            ("a | b |& c", [(0, "", ["a"], "|"), (0, "", ["b"], "|&"), (0, "", ["c"], "")]),
            ("A=1; b", [(0, "", ["A=1"], ";"), (0, "", ["b"], "")]),
            ("! a", [(0, "!", ["a"], "")]),
            ("time -p a -p", [(0, "time", ["a", "-p"], "")]),
            ("time a", [(0, "time", ["a"], "")]),
            ("time -v a", [(0, "", ["time", "-v", "a"], "")]),
            ("(a; b) c", [(1, "", ["a"], ";"), (1, "", ["b"], ""), (0, "", ["c"], "")]),
            ("{ a; }; b", [(1, "{", ["a"], ";"), (0, "", ["b"], "")]),
            ("((a;b);c)", [(2, "", ["a"], ";"), (2, "", ["b"], ""), (1, "", ["c"], "")]),
            (
                "if a; then b; elif c; then d; else e; fi; f",
                [
                    (1, "if", ["a"], ";"),
                    (1, "then", ["b"], ";"),
                    (1, "elif", ["c"], ";"),
                    (1, "then", ["d"], ";"),
                    (1, "else", ["e"], ";"),
                    (0, "", ["f"], ""),
                ],
            ),
            ("if ! a\nthen\n  b\nfi", [(1, "!", ["a"], "\n"), (1, "then", ["b"], "\n")]),
            ("if if a; then b; fi then c; fi", [(2, "if", ["a"], ";"), (2, "then", ["b"], ";"), (1, "then", ["c"], ";")]),
            ("if (a) then (b) fi", [(2, "", ["a"], ""), (2, "", ["b"], "")]),
            ("while a; do b; done", [(1, "while", ["a"], ";"), (1, "do", ["b"], ";")]),
            ("until a; do b; done", [(1, "until", ["a"], ";"), (1, "do", ["b"], ";")]),
            ("for x in a b $(c) do; do d $x; done", [(2, "", ["c"], ""), (1, "do", ["d", "$x"], ";")]),
            ("for x do d; done", [(1, "do", ["d"], ";")]),
            ("for x\nin a\\\n b\ndo d; done", [(1, "do", ["d"], ";")]),
            ("for x in; do d; done", [(1, "do", ["d"], ";")]),
            ("for ((i=0; i<3; i++)); do d; done", [(1, "do", ["d"], ";")]),
            ("select x in a; do d; done", [(1, "do", ["d"], ";")]),
            (
                "case $x in a|'b c') d;; (e) f ;& esac) g;;& *) h; esac; i",
                [
                    (1, "", ["d"], ";;"),
                    (1, "", ["f"], ";&"),
                    (0, "", ["g"], ";;&"),
                    (0, "", ["*"], ""),
                    (0, "", ["h"], ";"),
                    (0, "", ["i"], ""),
                ],
            ),
            ("case x in esac", []),
            ("case x\nin\n# d\na)\n  d\n  ;;\nesac\ne", [(1, "", ["d"], "\n"), (0, "", ["e"], "")]),
            ("case x in a) ;; (esac) b;; @(c|d)) e; esac", [(1, "", ["b"], ";;"), (1, "", ["e"], ";")]),
            ("f() { a; }; f", [(1, "{", ["a"], ";"), (0, "", ["f"], "")]),
            ("f ( )\n{\na\n}", [(1, "{", ["a"], "\n")]),
            ("function f { a; }; function g() (b)", [(1, "{", ["a"], ";"), (1, "", ["b"], "")]),
            ("coproc a b", [(0, "coproc", ["a", "b"], "")]),
            ("[[ -f a && ( $b < c || d =~ ^(e|f)$ ) ]] || g", None),
            ("if [[ a ]] then b; fi", [(1, "if", ["[[", "a", "]]"], ""), (1, "then", ["b"], ";")]),
            ("if ((x > 1)) then b; fi", [(1, "if", ["((", "x > 1", "))"], ""), (1, "then", ["b"], ";")]),
            ("((x << 2)) && b", [(0, "", ["((", "x << 2", "))"], "&&"), (0, "", ["b"], "")]),
            ("[ -d a ] || mkdir a", [(0, "", ["[", "-d", "a", "]"], "||"), (0, "", ["mkdir", "a"], "")]),
        ],
    )
    def test_in_the_order_of_the_text(self, script: str, commands: list[tuple[Any, ...]] | None) -> None:
        if commands is None:
            texts = ["[[", "-f", "a", "&&", "(", "$b", "<", "c", "||", "d", "=~", "^", "(", "e", "|", "f", ")", "$", ")", "]]"]
            commands = [(0, "", texts, "||"), (0, "", ["g"], "")]
        assert seen(script) == commands

    @pytest.mark.parametrize(
        ("script", "commands"),
        [
            ("a $(b) c", [(0, "", ["a", "$(b)", "c"], ""), (1, "", ["b"], "")]),
            ("a `b; c` d", [(0, "", ["a", "`b; c`", "d"], ""), (1, "", ["b"], ";"), (1, "", ["c"], "")]),
            ("`a` b", [(0, "", ["`a`", "b"], ""), (1, "", ["a"], "")]),
            ('a "x $(b "y") z"', [(0, "", ["a", 'x $(b "y") z'], ""), (1, "", ["b", "y"], "")]),
            ("a $(b $(c))", [(0, "", ["a", "$(b $(c))"], ""), (1, "", ["b", "$(c)"], ""), (2, "", ["c"], "")]),
            ("a `b \\`c\\``", [(0, "", ["a", "`b \\`c\\``"], ""), (1, "", ["b", "`c`"], ""), (2, "", ["c"], "")]),
            ('a "`b \\"c d\\"`"', [(0, "", ["a", '`b \\"c d\\"`'], ""), (1, "", ["b", "c d"], "")]),
            ("A=$(b)", [(0, "", ["A=$(b)"], ""), (1, "", ["b"], "")]),
            ("a ${X:-$(b)}", [(0, "", ["a", "${X:-$(b)}"], ""), (1, "", ["b"], "")]),
            ("a $((1 + $(b)))", [(0, "", ["a", "$((1 + $(b)))"], ""), (1, "", ["b"], "")]),
            ("a $((b); c)", [(0, "", ["a", "$((b); c)"], ""), (2, "", ["b"], ""), (1, "", ["c"], "")]),
            ("a <(b) >(c)", [(0, "", ["a", "<(b)", ">(c)"], ""), (1, "", ["b"], ""), (1, "", ["c"], "")]),
            ("a > $(b)", [(0, "", ["a"], ""), (1, "", ["b"], "")]),
            ("{ a $(b); }", [(1, "{", ["a", "$(b)"], ";"), (2, "", ["b"], "")]),
            ("$(case a in b) c;; esac)", [(0, "", ["$(case a in b) c;; esac)"], ""), (2, "", ["c"], ";;")]),
            ("a '$(b)' \\$(\n", None),
            ("a $(b # )\n)", [(0, "", ["a", "$(b # )\n)"], ""), (1, "", ["b"], "\n")]),
        ],
    )
    def test_substitutions_are_one_deeper(self, script: str, commands: list[tuple[Any, ...]] | None) -> None:
        if commands is None:
            assert [told[2] for told in described(read_script(script))] == [["a", "$(b)", "$"]]
        else:
            assert seen(script) == commands

    @pytest.mark.parametrize(
        ("script", "ends"),
        [
            ("(a; b) && c", [(0, ")", [], "&&")]),
            ("{ a; } &", [(0, "}", [], "&")]),
            ("while a; do b; done | c", [(0, "done", [], "|")]),
            ("if a; then b; fi || c", [(0, "fi", [], "||")]),
            ("case a in b) c;; esac &", [(0, "esac", [], "&")]),
            ("(a); { b; }\nif c; then d; fi", []),
            ("{ (a) & }", [(1, ")", [], "&")]),
        ],
    )
    def test_text_after_a_compound_command(self, script: str, ends: list[tuple[Any, ...]]) -> None:
        assert [told for told in seen(script) if not told[2]] == ends

    def test_redirects_of_a_compound_command(self) -> None:
        (_, _, end) = flat(read_script("while read -r x; do a; done < in 2>&1"))
        assert end[:4] == (0, "done", [], "")
        assert [(redirect.operator, redirect.target.text) for redirect in end.node.redirects] == [("<", "in"), ("2>&", "1")]

    @pytest.mark.parametrize(
        "script",
        [
            "cat <<EOF; b\na; $(x)\nEOF\nc",
            "cat <<'E F'; b\na 'x\nE F\nc",
            "cat <<-EOF; b\n\ta\n\t\tEOF\nc",
            'cat <<"A" <<\\B; b\na\nA\na (\nB\nc',
            "cat <<EOF; b\na \\\nEOF\nEOF\nc",
            "cat <<'EOF'; b\na \\\nEOF\nc",
            "cat <<EOF; b # (\nEOF\nc",
        ],
    )
    def test_the_body_of_a_here_document_is_not_a_command(self, script: str) -> None:
        assert [command.name for command in read_script(script).commands] == ["cat", "b", "c"]
        assert read_script(script).unfinished is None

    def test_here_documents_within_brackets(self) -> None:
        assert [told[2][0] for told in seen('a "$(cat <<E\nx )\nE\n)" b\nif cat <<E\nfi\nE\nthen c; fi')] == [
            "a",
            "cat",
            "cat",
            "c",
        ]

    def test_a_real_start_task(self) -> None:
        script = """set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
until apt-get update && apt-get install -y --no-install-recommends "python3" >>"$AZ_BATCH_NODE_STARTUP_DIR/log" 2>&1; do
  echo 'waiting' >&2; sleep 5
done
[ -d "${AZ_BATCH_NODE_SHARED_DIR}/env" ] || python3 -m venv "${AZ_BATCH_NODE_SHARED_DIR}/env"
curl -fsSL https://example.com/i.sh | bash -s -- --yes
"""
        assert seen(script) == [
            (0, "", ["set", "-euo", "pipefail"], "\n"),
            (0, "", ["export", "DEBIAN_FRONTEND=noninteractive"], "\n"),
            (1, "until", ["apt-get", "update"], "&&"),
            (1, "", ["apt-get", "install", "-y", "--no-install-recommends", "python3"], ";"),
            (1, "do", ["echo", "waiting"], ";"),
            (1, "", ["sleep", "5"], "\n"),
            (0, "", ["[", "-d", "${AZ_BATCH_NODE_SHARED_DIR}/env", "]"], "||"),
            (0, "", ["python3", "-m", "venv", "${AZ_BATCH_NODE_SHARED_DIR}/env"], "\n"),
            (0, "", ["curl", "-fsSL", "https://example.com/i.sh"], "|"),
            (0, "", ["bash", "-s", "--", "--yes"], "\n"),
        ]


BROKEN = {
    "echo 'a": "a closing single quote",
    "echo $'a\\'": "a closing single quote",
    'echo "a': "a closing double quote",
    'echo "a\\': "a closing double quote",
    'echo "${x" b': "a closing double quote",
    "echo ${x": "a closing brace",
    "echo `a": "a closing backquote",
    "echo $(a": "a closing bracket",
    "echo $(a 'b": "a closing single quote",
    "echo <(a": "a closing bracket",
    "echo $((1 + 2)": "a closing bracket",
    "(a; b": "a closing bracket",
    "((a": "a closing bracket",
    "{ a; b": "a closing brace",
    "{ a }": "a closing brace",
    "f() { a; ": "a closing brace",
    "f()": "a command after a function's name",
    "function f": "a command after a function's name",
    "if a; then b": "a closing fi",
    "if a; then b; else": "a closing fi",
    "if a; then while b; do c; fi": "a closing done",
    "while a; do b": "a closing done",
    "for x in a": "a closing done",
    "for x": "a closing done",
    "for": "a closing done",
    "case x in a) b": "a closing esac",
    "case x in a) b;;": "a closing esac",
    "case x in": "a closing esac",
    "case x": "a closing esac",
    "[[ -f a": "a closing ]]",
    "[[ -f a; b": "a closing ]]",
    "a=(1 2": "a closing bracket",
    "a &&": "a command after &&",
    "a ||\n": "a command after ||",
    "a | # b": "a command after |",
    "a >": "a name after a redirection",
    "(if a)": "a closing fi",
    "$(if a)": "a closing fi",
    "ls @(a|b": "a closing bracket",
}
WHOLE = [
    "",
    "a",
    "a;",
    "a &",
    "a # 'b",
    "! a",
    "a &&\nb",
    "echo \\' \\\" \\( \\`",
    "echo \"it's\" 'say \"'",
    "echo ${x:-'}'} ${x%\\}} ${#x} ${x//a/\\}}",
    'echo "${x:-"}"}" "${x#\'}\'}"',
    "echo $(echo ')' \")\" \\) # )\n)",
    "echo $((1 + (2 * 3))) $( (a) ) $((a); (b))",
    "echo $(case a in a) b;; esac)",
    "if a; then b; fi",
    "if a; then { b; } fi",
    "while a; do (b) done",
    "for x in a b; do c; done > f",
    "for ((i = 0; i < 3; i++)); do c; done",
    "case $x in (a) b;; c | d) ;; *) e; esac",
    "case esac in (esac) a;; esac",
    "f() { a; }; g() (b); function h { c; }",
    "[[ -f a && $b =~ ^(c|d)[[:space:]]$ ]] || ((x > 1))",
    "a=(1 2 $(b)); a+=(3)\ndeclare -A m=([x]=1)",
    "cat <<A <<-'B' | c\na ' (\nA\n\tb $(\n\tB\nd",
    "diff <(a) <(b) > >(c) 2>&1 &>d >&2 {e}>f",
    "echo {a,b} a{1..3} }x x{ if fi done",
    "time -p a; coproc b { c; }",
    "echo $'it\\'s' $\"a\"",
    "x=1 y='2 3' a\\\n b",
    "until a; do :; done &\nwait",
    "{ a; } 2>&1 | tee b",
]


class TestUnfinished:
    @pytest.mark.parametrize(("script", "missing"), BROKEN.items())
    def test_says_what_is_missing(self, script: str, missing: str) -> None:
        assert read_script(script).unfinished == missing

    @pytest.mark.parametrize("script", WHOLE)
    def test_nothing_is_missing(self, script: str) -> None:
        assert read_script(script).unfinished is None

    @pytest.mark.parametrize(
        "script", ["cat <<E", "cat <<E\na", "cat <<E\na\n E", "cat <<'E'\n\tE\n", "cat <<E\na\\\nE", "$(cat <<E\nE)"]
    )
    def test_here_documents(self, script: str) -> None:
        assert read_script(script).unfinished == "the last line of a here-document"

    @needs_bash
    def test_bash_agrees(self) -> None:
        assert [script for script in BROKEN if not run("bash", "-n", "-c", script).stderr] == []
        assert [script for script in WHOLE if run("bash", "-n", "-c", script).returncode != 0] == []

    @pytest.mark.parametrize(
        "script", ["fi", "a; done", "a)", "}; b", "echo (a)", ";; a", "&& a", "a; ; b", "for (a", "case (", "a > ; b"]
    )
    def test_broken_scripts_give_the_recognizable_commands(self, script: str) -> None:
        assert isinstance(read_script(script), Script)

    def test_the_commands_before_are_kept(self) -> None:
        found = read_script("a b; c 'd")
        assert described(found) == [(0, "", ["a", "b"], ";"), (0, "", ["c", "d"], "")]
        assert found.shell is Shell.posix


MANY = 8_000
HOSTILE = [
    "(", "((", "$(", "$((", "`", "'", '"', "\\", "\\\n", "\n", "{ ", "}", "${", "${x:-", '"$(', '"${x:-"', "$'", "<(",
    "<<A ", "<<A\n", "if ", "case a in ", "case a in a) ", "for x in ", "for x $(", "while a; do ", "[[ ", "a=(", "a@(", "f()",
    "a&&", "a;", "$a", "2>", "`a`", "((1)", "(('", "a[", "# \n", "[[ a ]] ", "function ", "time ", "! ", "*", "\\`", "$((`",
]  # fmt: skip


class TestHostile:
    @pytest.mark.parametrize("piece", HOSTILE)
    def test_comes_to_an_end(self, piece: str) -> None:
        text = piece * (MANY // len(piece))
        read_script(text)
        split_words(text)

    @pytest.mark.parametrize(
        "text",
        [
            "'" * 1_000_001,
            "(" * 100_000 + ")" * 100_000,
            "{ " * MANY + ") " * MANY,
            "while a; do " * MANY + "fi " * MANY,
            "(" * MANY + "a" + ") ;b)" * MANY,
            "<<A\n" + "\\\n" * MANY,
            "`" + "\\`" * MANY,
            "2" * MANY + "> ",
        ],
        ids=["a million quotes", "brackets", "braces", "loops", "arithmetic?", "continued", "backquotes", "digits"],
    )
    def test_comes_to_an_end_with_more_of_it(self, text: str) -> None:
        read_script(text)

    def test_brackets_may_be_deep(self) -> None:
        found = read_script("( " * 5_000 + "a" + ")" * 5_000)
        assert described(found) == [(MAX_DEPTH, "", ["a"], "")]
        assert found.unfinished is None

    def test_attempts_to_read_arithmetic_are_limited(self) -> None:
        brackets = "((a;" * 300 + "b" + "););" * 300
        assert [command.name for command in read_script("((a; b);); ((1))").commands] == ["a", "b", "(("]
        assert read_script(f"{brackets}((1))").commands[-1].name == "1"

    @pytest.mark.parametrize("piece", ["$(", '"$(', "${x:-", "<(", '"${x:-', "$(case a in $("])
    def test_substitutions_may_not(self, piece: str) -> None:
        found = read_script("echo " + piece * 500 + " x")
        assert found.unfinished is not None
        assert read_script("echo " + "$(a " * 20 + ")" * 20).unfinished is None

    def test_needs_few_frames_of_the_stack(self) -> None:
        def deeper(frames: int) -> None:
            if frames:
                deeper(frames - 1)
            else:
                for piece in ('"$(', '"${x:-$(', "a <(", "for x in $(", "case x in $("):
                    read_script(piece * 200)

        deeper(sys.getrecursionlimit() - len(inspect.stack()) - 400)


TOKENS = st.sampled_from(
    [
        *HOSTILE,
        "a",
        "b c",
        " ",
        ";",
        "&",
        "|",
        ")",
        "}",
        "fi",
        "then",
        "else",
        "do",
        "done",
        "esac",
        ";;",
        "in",
        "]]",
        "))",
        "E\n",
        "<<E\n",
        "x=1 ",
    ]
)


@given(st.one_of(st.text(), st.lists(TOKENS, max_size=40).map("".join)))
@example("\ud800$'\ud800'")
def test_never_raises(text: str) -> None:
    found = read_script(text)
    assert found == read_script(text)
    for command in found.commands:
        assert command.words or command.assignments or command.redirects
        if "`" not in text and "((" not in text:
            assert all(word.raw in text and word.raw for word in (*command.words, *command.assignments))
    assert all(word.raw in text and word.raw for word in split_words(text))


PLAIN = st.sampled_from("abcXYZ019_-+.,/:@%é")
TEXTS = st.text(st.sampled_from("aZ0-é\U0001f600\x7f \t\r\n'\"\\$`&|;<>()*?[]{}#~!=^%"), max_size=12)
ANY_TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"))


def as_written(text: str, style: str) -> str:
    """A text in one of the ways in which a shell lets it be written."""
    if style == "single" or not text:
        return "'" + text.replace("'", "'\\''") + "'"
    if style == "double":
        return '"' + "".join("\\" + letter if letter in '$`"\\' else letter for letter in text) + '"'
    if style == "ansi":
        return "$'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
    return "".join("'\n'" if letter == "\n" else "\\" + letter for letter in text)


@st.composite
def quoted(draw: st.DrawFn, *styles: str) -> tuple[str, str]:
    """Return a word as written and as the program gets it."""
    raw, text = "", ""
    for _ in range(draw(st.integers(1, 3))):
        style = draw(st.sampled_from(["plain", *styles]))
        part = draw(st.text(PLAIN, min_size=1, max_size=5)) if style == "plain" else draw(TEXTS)
        raw += part if style == "plain" else as_written(part, style)
        raw += draw(st.sampled_from(["", "", "", "\\\n"]))
        text += part
    return raw, text


def arguments_of(shell: str, script: str) -> list[str]:
    """What the program ``p`` is given in a script, each time that it runs: how many, and each."""
    done = run(shell, "-c", 'p() { printf \'%s\\0\' "$#" "$@"; }\n' + script)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split("\0")[:-1]


def read_arguments(script: str) -> list[str]:
    calls = [command.arguments for command in read_script(script).commands if command.name == "p"]
    return [text for call in calls for text in (str(len(call)), *call)]


# Each example starts a shell, and each property is run with two of them.
fewer = settings(max_examples=settings().max_examples // 2)


@pytest.mark.parametrize("shell", SHELLS)
class TestAsTheShells:
    @fewer
    @given(data=st.data())
    def test_words(self, shell: str, data: st.DataObject) -> None:
        styles = ("single", "double", "escaped", *(["ansi"] if shell == "bash" else []))
        expected = data.draw(st.lists(quoted(*styles), max_size=5))
        script = "p" + "".join(data.draw(st.sampled_from([" ", "\t ", " \\\n "])) + raw for raw, _ in expected)
        assert read_arguments(script) == [str(len(expected)), *(text for _, text in expected)] == arguments_of(shell, script)

    @fewer
    @given(texts=st.lists(TEXTS | ANY_TEXTS, max_size=6))
    def test_words_that_python_quoted(self, shell: str, texts: list[str]) -> None:
        script = shlex.join(["p", *texts])
        assert read_arguments(script) == [str(len(texts)), *texts] == arguments_of(shell, script)
        assert [word.text for word in split_words(script)] == ["p", *texts]

    @fewer
    @given(data=st.data())
    def test_scripts(self, shell: str, data: st.DataObject) -> None:
        script = data.draw(scripts())
        assert read_arguments(script) == arguments_of(shell, script)
        assert read_script(script).unfinished is None

    @fewer
    @given(data=st.data())
    def test_scripts_that_break_off(self, shell: str, data: st.DataObject) -> None:
        script = data.draw(scripts())
        script = script[: data.draw(st.integers(0, len(script)))]
        missing = read_script(script).unfinished
        assume(missing != "the last line of a here-document")  # the shells warn at most
        assume(not script.rstrip().endswith(("!", "} 2", ") 2", "fi 2", "done 2", "esac 2")))  # broken, yet nothing is missing
        assert (run(shell, "-n", "-c", script).returncode == 0) is (missing is None)


SURROUNDINGS = [
    ("{} ;\n{}", 2), ("{}; {}", 2), ("{}\n# 'no\n{}", 2), ("{} && {}", 2), ("! {{ {}\n}} || {}", 2), ("( {} )", 1),
    ("( {}\n)", 1), ("{{ {}; }}", 1), ("if {}; then {}; else :; fi", 2), ("for x in 'a b'; do {}; done", 1),
    ("for x in a\ndo\n{}\ndone", 1), ("case x in (y) no;; x|z) {};; esac", 1), ("while {}; do {}; break; done", 2),
    ("f() {{ {}; }}; f", 1), ("x=1; {}", 1), ("{} 2>&1", 1), ("{{ {}; }} </dev/null", 1), (": $((1 + (2)))\n{}", 1),
    ("cat <<'E F' >/dev/null\np no ' $(\nE F\n{}", 1), ("cat >/dev/null <<-E; p 'x'\n\tp no ' \\\nE\n\tE\n{}", 1),
    (': "${{x:-}}" & wait; {}', 1), (": '(' \")\" \\` \"it's\" # `'\n{}", 1),
]  # fmt: skip


@st.composite
def scripts(draw: st.DrawFn, depth: int = 3) -> str:
    """A script that runs all of its commands ``p``, in the order of its text."""
    if depth == 0 or draw(st.booleans()):
        return "p" + "".join(" " + raw for raw, _ in draw(st.lists(quoted("single", "double", "escaped"), max_size=3)))
    around, holes = draw(st.sampled_from(SURROUNDINGS))
    return around.format(*(draw(scripts(depth - 1)) for _ in range(holes)))


class TestSplitting:
    @pytest.mark.parametrize(
        ("line", "texts"),
        [
            ("", []),
            ("  a  b\t", ["a", "b"]),
            ("/bin/bash -c 'a && b'", ["/bin/bash", "-c", "a && b"]),
            ('/bin/bash -c "a \\"b\\" \\$x"', ["/bin/bash", "-c", 'a "b" \\$x']),
            ("echo $X && b;c|d > e", ["echo", "$X", "&&", "b;c|d", ">", "e"]),
            ("echo $(a b) `c d` # e", ["echo", "$(a", "b)", "`c", "d`", "#", "e"]),
            ("a\\ b c'd e'f \"\" ''", ["a b", "cd ef", "", ""]),
            ("a 'b c", ["a", "b c"]),
            ('a "b c', ["a", "b c"]),
            ("a\\", ["a\\"]),
            ('a "b\\', ["a", "b\\"]),
        ],
    )
    def test_operators_are_ordinary(self, line: str, texts: list[str]) -> None:
        assert [word.text for word in split_words(line)] == texts

    def test_the_writing_is_kept(self) -> None:
        assert split_words("a 'b c'\\ d  $X") == (
            Word("a", "a", start=0),
            Word("b c d", "'b c'\\ d", start=2),
            Word("$X", "$X", start=12),
        )

    @given(st.one_of(st.text(), st.text(st.sampled_from("ab '\"\\\n\t$#;")), st.lists(TEXTS).map(shlex.join)))
    def test_as_python_does(self, line: str) -> None:
        try:
            expected = shlex.split(line)
        except ValueError:  # an open quote
            assume(False)
        else:
            assert [word.text for word in split_words(line)] == expected


def test_an_array_may_begin_on_the_next_line() -> None:
    (first, second) = read_script("a=\\\n(b $(c))\nd").commands[::2]
    assert [word.text for word in first.assignments] == ["a=\\\n(b $(c))"]
    assert second.name == "d"


@pytest.mark.parametrize(
    ("script", "texts"),
    [
        ("a b && c | d", ["a b", "c", "d"]),
        ("x=1 a > f; b", ["x=1 a > f", "b"]),
        ("a $(b) `c \\`d\\``", ["a $(b) `c \\`d\\``", "b", "c \\`d\\`", "d"]),
        ("{ a; } > f", ["a", "> f"]),
        ("if a; then b; fi", ["a", "b"]),
    ],
)
def test_where_commands_are(script: str, texts: list[str]) -> None:
    assert [script[command.start : command.end] for command in read_script(script).commands] == texts
