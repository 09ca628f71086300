"""How cmd, PowerShell and the C runtime read what they are given."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable

import pytest
from flattening import flat
from hypothesis import given
from hypothesis import strategies as st

from batchmodels.shells import cmd, powershell
from batchmodels.shells.script import Command, Element, Script, Shell
from batchmodels.shells.windows import split_words


def texts(script: Script) -> list[list[str]]:
    """The words of every command."""
    return [[word.text for word in command.words] for command in script.commands]


def marks(script: Script) -> list[tuple[int, str, str, str]]:
    """Every command's depth, keyword, first word and operator."""
    found = [(told, told.node.words if isinstance(told.node, Command) else ()) for told in flat(script)]
    return [(told.depth, told.keyword, words[0].text if words else "", told.operator) for told, words in found]


def redirects(command: Element) -> list[tuple[str, str]]:
    return [(redirect.operator, redirect.target.text) for redirect in command.redirects]


def variables(script: Script) -> list[tuple[str, ...]]:
    """The variables of every assignment and word that has any."""
    words = [word for command in script.commands for word in (*command.assignments, *command.words)]
    return [word.variables for word in words if word.variables]


# Texts of what shells know, put together at random, and any text at all.
ATOMS = (
    "\"|'|`|^|%|$|(|)|{|}|[|]|@|&|;|,|=|<|>|#|\\| |\n|\t|-|+|.|:|!|*|1|a|B|\r\n|$(|@'\n|\n'@|@\"\n|\n\"@|<#|#>|if |else |for "
    "|do |%A%|%A:|for /f %i in ('|if (|catch |switch |rem | in |${|$env:|--%|2>|2>&1|&&|foreach ($x in |@{|@(|function a|"
    'param(|while |\'\'|""|\\"|$a=|return |.b(|-eq |`\n|\u201c|\u2019|exist '
)
SCRIPTS = st.one_of(st.text(), st.lists(st.sampled_from([*ATOMS.split("|"), "|", "||"])).map("".join))
READERS = [cmd.read_script, powershell.read_script]


def check(script: Script, text: str) -> None:
    """What holds whatever the text is: all that is raw stands in it, and nothing is missing twice."""
    for command in script.commands:
        assert command.words or command.assignments or command.redirects
        for word in (*command.words, *command.assignments, *(redirect.target for redirect in command.redirects)):
            assert word.raw in text or "for" in text  # for /f's command is read without the carets around it
    assert script.unfinished is None or script.unfinished.startswith("a ")


class TestSplitWords:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            (" \t ", []),
            ("a", ["a"]),
            ("  a  b\tc ", ["a", "b", "c"]),
            ("a b\nc", ["a", "b\nc"]),
            ('"C:\\Program Files\\x.exe" y', ["C:\\Program Files\\x.exe", "y"]),
            ('C:\\"Program Files"\\x.exe y', ["C:\\Program Files\\x.exe", "y"]),
            ('"C:\\x\\" y', ["C:\\x\\", "y"]),  # a program's name knows no escape
            ('x "a b c" d e', ["x", "a b c", "d", "e"]),
            ('x "ab\\"c" "\\\\" d', ["x", 'ab"c', "\\", "d"]),
            ('x a\\\\\\b d"e f"g h', ["x", "a\\\\\\b", "de fg", "h"]),
            ('x a\\\\\\"b c d', ["x", 'a\\"b', "c", "d"]),
            ('x a\\\\\\\\"b c" d e', ["x", "a\\\\b c", "d", "e"]),
            ('x a"b"" c d', ["x", 'ab" c d']),
            ('x "a""b" c', ["x", 'a"b', "c"]),
            ('x """a b"""', ["x", '"a b"']),
            ('x "" ""', ["x", "", ""]),
            ('x "a b', ["x", "a b"]),
            ("x a\\", ["x", "a\\"]),
            ("x 'a b'", ["x", "'a", "b'"]),
        ],
    )
    def test_words(self, text: str, words: list[str]) -> None:
        assert [word.text for word in split_words(text)] == words

    def test_raw_is_what_is_written(self) -> None:
        assert [word.raw for word in split_words(' "a b"  c"d e" f')] == ['"a b"', 'c"d e"', "f"]

    @given(st.text(st.characters(blacklist_characters='"\\'), min_size=1), st.lists(st.text()))
    def test_what_is_joined_is_split_again(self, program: str, arguments: list[str]) -> None:
        argv = [program, *arguments]
        assert [word.text for word in split_words(subprocess.list2cmdline(argv))] == argv

    @given(st.sampled_from(["x", '"x y"']), st.text('ab"\\ \t'))
    def test_all_but_blanks_is_in_some_word(self, program: str, text: str) -> None:
        whole = f"{program} {text}"
        raws = [word.raw for word in split_words(whole)]
        assert "".join(raws).replace(" ", "").replace("\t", "") == whole.replace(" ", "").replace("\t", "")


class TestCmdOuterQuotes:
    @pytest.mark.parametrize(
        ("text", "rest"),
        [
            ("echo a", "echo a"),
            ('echo "a"', 'echo "a"'),
            ('"echo a & echo b"', "echo a & echo b"),
            ('""C:\\Program Files\\x.exe" "a b""', '"C:\\Program Files\\x.exe" "a b"'),
            ('"C:\\Program Files\\x.exe" "a b"', 'C:\\Program Files\\x.exe" "a b'),
            ('"C:\\Program Files\\x.exe"', '"C:\\Program Files\\x.exe"'),
            ('"C:\\Program Files\\x.exe" -a', '"C:\\Program Files\\x.exe" -a'),
            ('"C:\\Program Files\\x" -a', '"C:\\Program Files\\x" -a'),
            ('"%AZ_BATCH_APP_PACKAGE_x%\\my tool.cmd" -a', '"%AZ_BATCH_APP_PACKAGE_x%\\my tool.cmd" -a'),
            ('"C:\\x.exe" -a', "C:\\x.exe -a"),  # no white space between the quotes
            ('"C:\\Program Files (x86)\\x.exe" -a', "C:\\Program Files (x86)\\x.exe -a"),  # brackets are special
            ('"start C:\\x.exe"', "start C:\\x.exe"),
            ('"C:\\a.exe C:\\b.exe"', "C:\\a.exe C:\\b.exe"),
            ('"C:\\a.exe /b"', "C:\\a.exe /b"),
            ('"C:\\a\\x y"', "C:\\a\\x y"),
            ('  "a" b "c" d', 'a" b "c d'),
            ('"a', "a"),
            ('"', ""),
            ("", ""),
        ],
    )
    def test_what_is_removed(self, text: str, rest: str) -> None:
        assert cmd.without_outer_quotes(text) == rest

    def test_with_s_they_always_go(self) -> None:
        text = '"C:\\Program Files\\x.exe" -a'
        assert cmd.without_outer_quotes(text, strip=True) == "C:\\Program Files\\x.exe -a"
        assert texts(cmd.read_script(text)) == [["C:\\Program Files\\x.exe", "-a"]]
        assert texts(cmd.read_script(text, strip=True)) == [["C:\\Program", "Files\\x.exe", "-a"]]


class TestCmd:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            ("a b", [["a", "b"]]),
            ("a&b&&c||d|e\nf\r\ng", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
            ('echo "a & b" ^& c', [["echo", "a & b", "&", "c"]]),
            ('echo ^"a & b^"', [["echo", "a "], ["b"]]),
            ("echo a^\nb", [["echo", "ab"]]),
            ("echo a ^^ b^", [["echo", "a", "^", "b"]]),
            ('echo "a^b"', [["echo", "a^b"]]),
            ("@echo off", [["echo", "off"]]),
            ("rem a & b\n:: c & d\n:label\nrem\nremove x", [["remove", "x"]]),
            ("rem & a", [["a"]]),
            ("a & rem b & c", [["a"]]),
            ("echo.& cd..& dir/b& goto:eof", [["echo", "."], ["cd", ".."], ["dir", "/b"], ["goto", ":eof"]]),
            ("cd\\x\\y", [["cd", "\\x\\y"]]),
            ("echo.exe a", [["echo.exe", "a"]]),
            ('cd "C:\\a b\\" & c', [["cd", "C:\\a b\\"], ["c"]]),
            ('x.cmd "a\\" b', [["x.cmd", "a\\", "b"]]),
            ('x.exe "a\\" b\\""', [["x.exe", 'a" b"']]),
            ('powershell -Command "Write-Host \\"a b\\""', [["powershell", "-Command", 'Write-Host "a b"']]),
            ("call x.bat a & start /b y", [["call", "x.bat", "a"], ["start", "/b", "y"]]),
            ('set "A=b c"', [["set", "A=b c"]]),
            ("(a & b) & (c\nd)", [["a"], ["b"], ["c"], ["d"]]),
            ("echo (a) b)", [["echo", "(a)", "b)"]]),
            (") a", []),
            (",;= a", [["a"]]),
        ],
    )
    def test_words(self, text: str, words: list[list[str]]) -> None:
        script = cmd.read_script(text)
        assert script.shell is Shell.cmd
        assert texts(script) == words
        assert script.unfinished is None

    def test_operators(self) -> None:
        assert [told.operator for told in flat(cmd.read_script("a & b && c || d | e\nf"))] == [
            "&", "&&", "||", "|", "\n", "",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("if exist x a", [(1, "then", "a", "")]),
            ('if not exist "x y\\" a & b\nc', [(1, "then", "a", "&"), (1, "", "b", "\n"), (0, "", "c", "")]),
            ('if /i not "%A%"=="x & y" a', [(1, "then", "a", "")]),
            ("if %A% == x a", [(1, "then", "a", "")]),
            ("if %A% GEQ 3 a", [(1, "then", "a", "")]),
            ("if errorlevel 1 exit /b 1", [(1, "then", "exit", "")]),
            ("if defined A (a) else (b)", [(2, "", "a", ""), (2, "", "b", "")]),
            ("if defined A (\r\n  a\r\n) else b", [(2, "", "a", "\n"), (1, "else", "b", "")]),
            ("if 1==1 (rem a\n) else if 2==2 b", [(2, "then", "b", "")]),
            ("for %i in (a b) do c %i & d", [(1, "do", "c", "&"), (1, "", "d", "")]),
            ("for /r . %%i in (*.txt) do @(a)", [(2, "", "a", "")]),
            ("for /f \"delims=()\" %i in ('a ^| b') do c", [(1, "in", "a", "|"), (1, "", "b", ""), (1, "do", "c", "")]),
            ("for /f \"usebackq\" %i in (`a 'b'`) do c", [(1, "in", "a", ""), (1, "do", "c", "")]),
            ("for /f %i in (a.txt) do c", [(1, "do", "c", "")]),
            ("(a & b) || c", [(1, "", "a", "&"), (1, "", "b", ""), (0, ")", "", "||"), (0, "", "c", "")]),
            ("for x", [(0, "", "for", "")]),
        ],
    )
    def test_compound_commands(self, text: str, expected: list[tuple[int, str, str, str]]) -> None:
        assert marks(cmd.read_script(text)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a > x", [(">", "x")]),
            ("a>x 2>&1", [(">", "x"), ("2>&", "1")]),
            ('a 2>nul >>"b c" d', [("2>", "nul"), (">>", "b c")]),
            ("a1>x", [(">", "x")]),
            ("< in a", [("<", "in")]),
            ('a ">" ^> b', []),
        ],
    )
    def test_redirects(self, text: str, expected: list[tuple[str, str]]) -> None:
        (command,) = cmd.read_script(text).commands
        assert command.name in {"a", "a1"}
        assert redirects(command) == expected

    def test_a_bracket_is_redirected(self) -> None:
        script = cmd.read_script("(a & b) > %A%\\x 2>&1")
        (group,) = script.body.elements()
        assert redirects(group) == [(">", "%A%\\x"), ("2>&", "1")]
        assert group.redirects[0].target.variables == ("A",)
        assert marks(script)[2] == (0, ")", "", "")

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("a %B%\\c", [("B",)]),
            ('a "%B% %C%"', [("B", "C")]),
            ("a %B:~0,3% x%C:y=z %", [("B",), ("C",)]),
            ("a %ProgramFiles(x86)%", [("ProgramFiles(x86)",)]),
            ("(a %ProgramFiles(x86)%)", [("ProgramFiles(x86)",)]),
            ("a %% 100% of %b", []),
            ("a %%B%%", [("B",)]),
            ("a ^%B^% !C!", []),
            ("%A% %A%%A%", [("A",), ("A",)]),
        ],
    )
    def test_variables(self, text: str, names: list[tuple[str, ...]]) -> None:
        assert variables(cmd.read_script(text)) == names

    def test_raw_is_what_is_written(self) -> None:
        (command,) = cmd.read_script('echo a^&b "c d"e %F%').commands
        assert [word.raw for word in command.words] == ["echo", "a^&b", '"c d"e', "%F%"]
        assert [word.quoted for word in command.words] == [False, True, True, False]

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ('echo "a & b', "a closing double quote"),
            ("(a & b", "a closing bracket"),
            ("for %i in (a b", "a closing bracket"),
            ("a &&", "a command after &&"),
            ("a |", "a command after |"),
            ("a >", "a name after >"),
            ('a "b\nc', None),
            ("a &", None),
            ("a ^", None),
        ],
    )
    def test_unfinished(self, text: str, missing: str | None) -> None:
        assert cmd.read_script(text).unfinished == missing

    def test_commands_of_commands_are_looked_for_to_a_limit(self) -> None:
        text = "a"
        for _ in range(12):
            text = f"for /f %i in ('{text}') do b".replace("^", "^^").replace(")", "^)", text.count(")"))
        assert cmd.read_script(text).commands


class TestPowerShell:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            ("a b; c\nd | e && f || g", [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
            ("a 'it''s $x; y'", [["a", "it's $x; y"]]),
            ('a "b ""c"" `"d`" `$e`n"', [["a", 'b "c" "d" $e\n']]),
            ("a b`;c `\n d", [["a", "b;c", "d"]]),
            ("a b'c d'e", [["a", "bc de"]]),
            ("a 'b'c", [["a", "b", "c"]]),
            ("a b#c # d\n<# e\n; f #> g", [["a", "b#c"], ["g"]]),
            ("a @'\nb 'c' \"d\"\n'@ e", [["a", "b 'c' \"d\"", "e"]]),
            ('a @"\nb "c" $d\n"@ e', [["a", 'b "c" $d', "e"]]),
            ('a @"\n"@', [["a", ""]]),
            ("& 'C:\\a b\\c.exe' -d", [["C:\\a b\\c.exe", "-d"]]),
            (". ./a.ps1; .\\b.ps1; &$c d", [["./a.ps1"], [".\\b.ps1"], ["$c", "d"]]),
            ("7z x a.7z; 1..3", [["7z", "x", "a.7z"], ["1..3"]]),
            ("'C:\\a.exe' -b", [["'C:\\a.exe' -b"]]),  # an expression: nothing is run
            ("a 'b', \"c d\",e f", [["a", "b,c d,e", "f"]]),
            ("a,\n b", [["a,b"]]),
            ('a --% b; "c | d" %E%|f', [["a", "--%", "b;", "c | d", "%E%"], ["f"]]),
            ("a b(c)", [["a", "b", "(c)"], ["c"]]),
            ("a (b c).d(1, 2) $e.f('g h') i", [["a", "(b c).d(1, 2)", "$e.f('g h')", "i"], ["b", "c"]]),
            ("a | % { b $_ } | ? name", [["a"], ["%", "{ b $_ }"], ["b", "$_"], ["?", "name"]]),
            ("a | foreach { b }", [["a"], ["foreach", "{ b }"], ["b"]]),
            ('a "b $(c \'d\' "e") f"', [["a", "b $(c 'd' \"e\") f"], ["c", "d", "e"]]),
            ("a @{b = 1; 'c' = (d e)\n f=2}", [["a", "@{b = 1; 'c' = (d e)\n f=2}"], ["d", "e"]]),
            ("$a.b(1, 'c;d')", [["$a.b(1, 'c;d')"]]),
            ("[A.B]::C(\n1,\n2)", [["[A.B]::C(\n1,\n2)"]]),
            ("1 +\n2\n'a' -eq\n'b'", [["1 +\n2"], ["'a' -eq\n'b'"]]),
            ("a |\n\n b\n| c", [["a"], ["b"], ["c"]]),
            ("a \u201cb \u2018c\u201d \u2018d e\u2019", [["a", "b \u2018c", "d e"]]),
            ("param([Parameter(Mandatory=$true)][string]$A = 'b', $c)\nd", [["d"]]),
            ("class A : B { [int]$c = 1\n[void] D([int]$e) { f $e } }\ng", [["f", "$e"], ["g"]]),
            ("a b) } c", [["a", "b", "c"]]),
        ],
    )
    def test_words(self, text: str, words: list[list[str]]) -> None:
        script = powershell.read_script(text)
        assert script.shell is Shell.powershell
        assert texts(script) == words
        assert script.unfinished is None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a; b\nc | d", [(0, "", "a", ";"), (0, "", "b", "\n"), (0, "", "c", "|"), (0, "", "d", "")]),
            ("a && b || c &", [(0, "", "a", "&&"), (0, "", "b", "||"), (0, "", "c", "&")]),
            ("if (a) { b } elseif (c) { d } else { e; f }", [
                (1, "if", "a", ""), (1, "then", "b", ""), (1, "elseif", "c", ""), (1, "then", "d", ""),
                (1, "else", "e", ";"), (1, "", "f", ""),
            ]),
            ("if ($a -gt 1) { b }\nc", [(1, "if", "$a -gt 1", ""), (1, "then", "b", ""), (0, "", "c", "")]),
            ("foreach ($a in b c) { d }", [(1, "foreach", "b", ""), (1, "do", "d", "")]),
            ("for ($i = 0; $i -lt 3; $i++) { a }", [
                (1, "for", "", ";"), (1, "", "$i -lt 3", ";"), (1, "", "$i++", ""), (1, "do", "a", ""),
            ]),
            ("while (a) { b } do { c } while (d)\ndo { e } until (f)", [
                (1, "while", "a", ""), (1, "do", "b", ""), (1, "do", "c", ""), (1, "while", "d", ""),
                (1, "do", "e", ""), (1, "until", "f", ""),
            ]),
            ("try { a } catch [X.Y], [Z] { b }\nfinally { c }", [
                (1, "try", "a", ""), (1, "catch", "b", ""), (1, "finally", "c", ""),
            ]),
            ("switch -regex ($a) { 'b' { c } default { d } }", [(1, "switch", "$a", ""), (1, "", "c", ""), (1, "", "d", "")]),
            ("function A-B { c } A-B", [(1, "", "c", ""), (0, "", "A-B", "")]),
            ("filter a($b = (c)) { d }", [(2, "", "c", ""), (1, "", "d", "")]),
            ("& { a; b } c", [(0, "", "{ a; b }", ""), (1, "", "a", ";"), (1, "", "b", "")]),
            ("return a b", [(0, "return", "a", "")]),
            ("throw 'a'; exit 1", [(0, "", "throw", ";"), (0, "", "exit", "")]),
            ("a\n| b", [(0, "", "a", "|"), (0, "", "b", "")]),
            ("$x = @(a; 'b' | c)", [(0, "", "", ""), (1, "", "a", ";"), (1, "", "'b'", "|"), (1, "", "c", "")]),
        ],
    )  # fmt: skip
    def test_statements(self, text: str, expected: list[tuple[int, str, str, str]]) -> None:
        assert marks(powershell.read_script(text)) == expected

    @pytest.mark.parametrize(
        ("text", "assigned", "words"),
        [
            ("$a = b c", ["a="], ["b", "c"]),
            ("$env:A = 'b c'", ["env:A=b c"], []),
            ('$Env:A += ";$b"', ["env:A=;$b"], []),
            ("[int]$a = 1 + 2", ["a=1 + 2"], []),
            ("$a = $b = c", ["a=", "b="], ["c"]),
            ("$a['b'] = 1", ["a['b']=1"], []),
            ("${a b} = @{c = 1}", ["a b=@{c = 1}"], []),
            ("$a = & 'b c' d", ["a="], ["b c", "d"]),
        ],
    )
    def test_assignments(self, text: str, assigned: list[str], words: list[str]) -> None:
        (command,) = powershell.read_script(text).commands
        assert [word.text for word in command.assignments] == assigned
        assert [word.text for word in command.words] == words

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("a $b ${c d} $env:E ${Env:F(x86)} $script:g $? $_.h", [
                ("b",), ("c d",), ("env:E",), ("env:F(x86)",), ("script:g",), ("?",), ("_",),
            ]),
            ("a \"$b-$env:C\\d `$e\" '$f'", [("b", "env:C")]),
            ("a $env:B\\c-o$d", [("env:B", "d")]),
            ("$a = $b; $c += 1; $d, $e = 1, 2", [("b",), ("c",)]),
            ('a ($b + 1) "$(c $d)$($e)"', [("b",), ("e",), ("d",)]),
            ("a { b $c }", [("c",)]),
            ('a @"\n$b\n"@', [("b",)]),
            ("a --% %B%", [("env:B",)]),
        ],
    )  # fmt: skip
    def test_variables(self, text: str, names: list[tuple[str, ...]]) -> None:
        assert variables(powershell.read_script(text)) == names

    def test_what_is_substituted(self) -> None:
        script = powershell.read_script('a $(b) "$(c)" (d) (\'e\') { f } "$($g)" @(h)')
        assert [word.substitutes for word in script.commands[0].words] == [False, True, True, True, False, False, False, True]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a > b", [(">", "b")]),
            ("a>b c", [(">", "b")]),
            ('a 2>&1 >> "b c"', [("2>&", "1"), (">>", "b c")]),
            ("a *> $null 3>b", [("*>", "$null"), ("3>", "b")]),
            ("'a' > b", [(">", "b")]),
            ("$a = b 2> c", [("2>", "c")]),
            ("a '>' `> b", []),
        ],
    )  # fmt: skip
    def test_redirects(self, text: str, expected: list[tuple[str, str]]) -> None:
        (command,) = powershell.read_script(text).commands
        assert redirects(command) == expected

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("a 'b", "a closing single quote"),
            ('a "b', "a closing double quote"),
            ('a "b $(c', "a closing bracket"),
            ("a (b", "a closing bracket"),
            ("a { b", "a closing brace"),
            ("a @{ b = 1", "a closing brace"),
            ("a @'\nb", "a closing '@"),
            ('a @"\nb', 'a closing "@'),
            ("<# a", "a closing #>"),
            ("a |", "a command after |"),
            ("a &&", "a command after &&"),
            ("$a =", "a value after ="),
            ("$a = 1 +", "a value after +"),
            ("$a -eq", "a value after -eq"),
            ("a b,", "a value after ,"),
            ("a >", "a name after >"),
            ("if (a)", "a block after if"),
            ("function a", "a block after function"),
            ("do { a } while (b)", None),
            ("$i++", None),
            ("a &", None),
            ("a `", None),
            ("a @'b", "a closing single quote"),
        ],
    )
    def test_unfinished(self, text: str, missing: str | None) -> None:
        assert powershell.read_script(text).unfinished == missing

    def test_deep_brackets_are_passed_over(self) -> None:
        script = powershell.read_script("a " + "(b " * 200 + ")" * 200 + " c")
        assert len(script.commands) == powershell_depth() + 1
        assert script.commands[0].words[-1].text == "c"
        assert script.unfinished is None
        assert powershell.read_script("(" * 200).unfinished == "a closing bracket"


def powershell_depth() -> int:
    from batchmodels.shells.powershell_brackets import DEEPEST  # noqa: PLC0415  # because only one test asks

    return DEEPEST


class TestAnyText:
    @given(SCRIPTS)
    def test_cmd_never_raises(self, text: str) -> None:
        check(cmd.read_script(text), cmd.without_outer_quotes(text))

    @given(SCRIPTS)
    def test_powershell_never_raises(self, text: str) -> None:
        check(powershell.read_script(text), text)

    @given(SCRIPTS)
    def test_split_words_never_raises(self, text: str) -> None:
        assert all(word.raw in text for word in split_words(text))

    @pytest.mark.parametrize("read", [*READERS, split_words], ids=["cmd", "powershell", "split_words"])
    @pytest.mark.parametrize(
        "part",
        ["(", ")", '"', "'", "$(", '"$(', "{", "@{", "@'\n", '@"\n$(', "<#", "`", "^", "%A:", "${", "a ", "a,", "[", "catch ",
         "if a==b ", "if (", "for ", "for /f %i in ('", "0xd", "\\", '\\"', " \t", "a=", ".b(", "class A:", "%", "&", ">"],
    )  # fmt: skip
    def test_hostile_texts_are_read(self, read: Callable[[str], object], part: str) -> None:
        read(part * 500)


NAMES_BY_POWERSHELL = """
$ErrorActionPreference = 'Stop'
$texts = [Console]::In.ReadToEnd() | ConvertFrom-Json
$names = foreach ($text in $texts) {
    $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
    $found = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
    ,@($found | Sort-Object { $_.Extent.StartOffset } | ForEach-Object { [string]$_.GetCommandName() })
}
ConvertTo-Json -Compress -Depth 4 -InputObject @($names)
"""
SAME_AS_POWERSHELL = [
    "Write-Host 'a' \"b $(Get-Date)\"; exit 1",
    "if (-not (Test-Path C:\\x)) { mkdir C:\\x | Out-Null } else { Remove-Item y }",
    "foreach ($f in Get-ChildItem *.zip) { Expand-Archive $f.FullName -Dest ($f.Name + '.d') }",
    "try { Invoke-WebRequest -Uri $u -OutFile x -Headers @{A='b'; C=(Get-Item z)} } catch { Write-Error 'no' }",
    "$p = Start-Process msiexec.exe -ArgumentList '/i', 'a.msi' -Wait -PassThru; Write-Host $p.ExitCode",
    "& 'C:\\a b\\c.exe' -d 2>&1 > log.txt\ndir | ForEach-Object { echo $_ }",
]


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="there is no pwsh to compare with")
def test_powershell_itself_finds_the_same_commands() -> None:
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-NonInteractive", "-Command", NAMES_BY_POWERSHELL],
        input=json.dumps(SAME_AS_POWERSHELL), capture_output=True, text=True, check=True,
    )  # fmt: skip
    for text, names in zip(SAME_AS_POWERSHELL, json.loads(done.stdout), strict=True):
        commands = [words for words in texts(powershell.read_script(text)) if words]
        ours = [words[0] for words in commands if words[0][0] not in "$-'\"(" and words[0] != "exit"]
        assert ours == names
