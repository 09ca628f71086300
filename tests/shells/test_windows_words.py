"""Details of cmd and PowerShell: built-in commands, reserved words, operators, escapes."""

from __future__ import annotations

import pytest
from flattening import flat, placeless, placeless_redirects

from batchmodels.rules.analysis.word_sets import names
from batchmodels.shells import cmd, powershell
from batchmodels.shells.script import Command, Redirect, Script, Word


def seen(script: Script) -> list[tuple[int, str, list[str], str]]:
    """The depth, the keyword, the words and the operator of each command."""
    assert script.unfinished is None
    found = [(told, told.node.words if isinstance(told.node, Command) else ()) for told in flat(script)]
    return [(told.depth, told.keyword, [word.text for word in words], told.operator) for told, words in found]


def in_cmd(text: str) -> list[tuple[int, str, list[str], str]]:
    return seen(cmd.read_script(text))


def in_powershell(text: str) -> list[tuple[int, str, list[str], str]]:
    return seen(powershell.read_script(text))


class TestBuiltIn:
    @pytest.mark.parametrize(
        "name",
        sorted(
            names(
                "assoc break cls color copy date del dpath endlocal erase exit ftype mklink move path pause popd prompt ren "
                "rename set setlocal shift time title type ver verify vol "
                "cd chdir dir echo goto md mkdir pushd rd rmdir DEL Echo"
            )
        ),
    )
    def test_they_know_no_escapes(self, name: str) -> None:
        assert in_cmd(f'{name} "a\\" b & c') == [(0, "", [name, "a\\", "b"], "&"), (0, "", ["c"], "")]
        for sign in ",;=/":
            assert in_cmd(f"{name}{sign}a b") == [(0, "", [name, f"{sign}a", "b"], "")]
        assert in_cmd(f'{name}x "a\\" b\\""') == [(0, "", [f"{name}x", 'a" b"'], "")]
        assert in_cmd(f'x{name} "a\\" b\\""') == [(0, "", [f"x{name}", 'a" b"'], "")]

    @pytest.mark.parametrize("name", ["cd", "chdir", "dir", "echo", "goto", "md", "mkdir", "pushd", "rd", "rmdir"])
    def test_what_is_written_onto_them(self, name: str) -> None:
        for sign in "\\.:+":
            assert in_cmd(f"{name}{sign}a b") == [(0, "", [name, f"{sign}a", "b"], "")]
        for end in ("exe", "com", "bat", "cmd", "EXE"):
            assert in_cmd(f"{name}.{end} b") == [(0, "", [f"{name}.{end}", "b"], "")]
        assert in_cmd(f"{name}.exes") == [(0, "", [name, ".exes"], "")]

    @pytest.mark.parametrize("name", ["copy", "del", "set", "type"])
    def test_what_is_not_written_onto_others(self, name: str) -> None:
        for sign in "\\.:+":
            assert in_cmd(f"{name}{sign}a b") == [(0, "", [f"{name}{sign}a", "b"], "")]

    @pytest.mark.parametrize("name", ["a.bat", "a.cmd", "a.CMD", 'C:\\"b c"\\a.bat'])
    def test_batch_files_have_no_escapes_either(self, name: str) -> None:
        assert in_cmd(f'{name} "a\\" b')[0][2][1:] == ["a\\", "b"]

    @pytest.mark.parametrize("name", ["a.exe", "a", "a.com", "a.batx", "bat", "a.cmd.exe"])
    def test_programs_do(self, name: str) -> None:
        assert in_cmd(f'{name} "a\\" b\\""') == [(0, "", [name, 'a" b"'], "")]


class TestConditions:
    @pytest.mark.parametrize(
        "condition",
        [
            *(
                "exist x",
                "defined x",
                "errorlevel 1",
                "cmdextversion 2",
                "EXIST x",
                'exist "a b"',
                'exist "x y"\\z',
                "exist a^ b",
            ),
            *("a==b", "a == b", "%A%==b", '"a b"=="c d"', "a^ b==c", "a==^=", '"%A%" == ""'),
            *(f"a {operator} b" for operator in ("equ", "neq", "lss", "leq", "gtr", "geq", "EQU")),
            *("not exist x", "/i a==b", "/I a==b", "not /i a==b", "/i not a==b", "NOT a==b"),
        ],
    )
    def test_are_no_commands(self, condition: str) -> None:
        assert in_cmd(f"if {condition} c d & e\nf") == [
            (1, "then", ["c", "d"], "&"),
            (1, "", ["e"], "\n"),
            (0, "", ["f"], ""),
        ]
        assert in_cmd(f"IF {condition} (c) ELSE (d) & e") == [
            (2, "", ["c"], ""),
            (2, "", ["d"], ""),
            (1, ")", [], "&"),
            (1, "", ["e"], ""),
        ]

    def test_else_is_a_keyword_only_after_a_bracket(self) -> None:
        assert in_cmd("if exist x a else b") == [(1, "then", ["a", "else", "b"], "")]
        assert in_cmd("if exist x (a) else(b)") == [(2, "", ["a"], ""), (2, "", ["b"], "")]
        assert in_cmd("(a)\nelse b") == [(1, "", ["a"], ""), (0, "", ["else", "b"], "")]
        assert in_cmd("iff exist x a") == [(0, "", ["iff", "exist", "x", "a"], "")]


class TestLoops:
    @pytest.mark.parametrize(
        "head",
        [
            *("for %i in (a b)", "FOR %i IN (a)", "for /r . %%i in (*.txt)", "for /l %i in (1,1,3)", "for /d %i in (*)"),
            *("for %i in ('a')", "for /f %i in (a.txt)", "for /f %i in ('a' b)", "for /f %i in (')", "for /f %i in ()"),
            *("for /f \"usebackq\" %i in ('a')", 'for /f "delims=()" %i in (a)', "for %i in (a&b|c)", 'for %i in ("a)b")'),
        ],
    )
    def test_what_they_run(self, head: str) -> None:
        assert in_cmd(f"{head} do a %i & b\nc") == [
            (1, "do", ["a", "%i"], "&"),
            (1, "", ["b"], "\n"),
            (0, "", ["c"], ""),
        ]
        assert in_cmd(f"{head} DO(a)") == [(2, "", ["a"], "")]
        assert in_cmd(f"{head} do@a") == [(1, "do", ["a"], "")]

    @pytest.mark.parametrize(
        "head",
        [
            *("for /f %i in ('a b')", "for /F %i in ( 'a b' )", "for /f \"tokens=1\" %i in ('a b')"),
            *('for /f "usebackq" %i in (`a b`)', 'for /f "UseBackQ delims=" %i in (`a b`)'),
        ],
    )
    def test_what_they_take_lines_from(self, head: str) -> None:
        assert in_cmd(f"{head} do c") == [(1, "in", ["a", "b"], ""), (1, "do", ["c"], "")]

    def test_loops_within_each_other_are_read_to_a_limit(self) -> None:
        def nested(loops: int) -> str:
            text = "a"
            for _ in range(loops):
                escaped = text.replace("^", "^^").replace("(", "^(").replace(")", "^)")
                text = f"for /f %i in ('{escaped}') do b"
            return text

        bodies = [(depth, "do", ["b"], "") for depth in range(9, 0, -1)]
        assert in_cmd(nested(8)) == [(8, "in", ["a"], ""), *bodies[1:]]
        assert in_cmd(nested(9)) == bodies
        assert in_cmd(nested(10)) == bodies


class TestCmdWords:
    @pytest.mark.parametrize(
        ("text", "raws"),
        [
            ("cd\\x\\y z", ["cd", "\\x\\y", "z"]),
            ("echo.a^&b c", ["echo", ".a^&b", "c"]),
            ('a "b c"d ^"e^"', ["a", '"b c"d', '^"e^"']),
            ("a %B: =_%c d", ["a", "%B: =_%c", "d"]),
            ("a b^\nc d", ["a", "b^\nc", "d"]),
        ],
    )
    def test_how_they_are_written(self, text: str, raws: list[str]) -> None:
        (command,) = cmd.read_script(text).commands
        assert [word.raw for word in command.words] == raws

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            *(("a^\r\nb", ["ab"]), ("a^\nb", ["ab"]), ("a ^^ ^& b^", ["a", "^", "&", "b"]), ('a "b^"', ["a", "b^"])),
            *(("a %B: =_% c", ["a", "%B: =_%", "c"]), ("a %~1 %* 5% x", ["a", "%~1", "%*", "5%", "x"])),
            *(("a ) (b", ["a", ")", "(b"]), ("@@ ,;= a,b;c=d", ["a,b;c=d"]), ("rem^a", ["rema"]), ("remx a", ["remx", "a"])),
        ],
    )
    def test_what_they_say(self, text: str, words: list[str]) -> None:
        assert in_cmd(text) == [(0, "", words, "")]

    @pytest.mark.parametrize(
        "text", [": a & b", "::a", ":a", "rem", "rem a & b", "REM a", "rem.a", "rem: a", "@rem a", ") a & b", "  "]
    )
    def test_words_that_are_not_keywords(self, text: str) -> None:
        assert in_cmd(text) == []
        assert in_cmd(f"{text}\nc") == [(0, "", ["c"], "")]

    @pytest.mark.parametrize(
        ("text", "redirect"),
        [
            ("a > x", Redirect(">", Word("x", "x"))),
            ("a>>x", Redirect(">>", Word("x", "x"))),
            ("a<x", Redirect("<", Word("x", "x"))),
            ("a >&2", Redirect(">&", Word("2", "2"))),
            ("a 2>&1", Redirect("2>&", Word("1", "1"))),
            ('a 2> "x y"z', Redirect("2>", Word("x yz", '"x y"z'))),
            ("a > %B: =_%c", Redirect(">", Word("%B: =_%c", "%B: =_%c", ("B",)))),
            ("a > b^&c", Redirect(">", Word("b&c", "b^&c"))),
            ("a > , =b", Redirect(">", Word("b", "b"))),
        ],
    )
    def test_where_it_goes(self, text: str, redirect: Redirect) -> None:
        (command,) = cmd.read_script(text).commands
        assert (placeless(command.words), placeless_redirects(command.redirects)) == ((Word("a", "a"),), (redirect,))
        first, end, last = flat(cmd.read_script(f"({text})&b"))
        assert placeless_redirects(first.node.redirects) == (redirect,)
        assert (first.texts, end.keyword, end.operator, last.texts, last.depth) == (["a"], ")", "&", ["b"], 0)

    @pytest.mark.parametrize(
        ("text", "words", "redirect"),
        [
            ("a>x,b", ["a,b"], (">", "x")),
            ("a>x;b", ["a;b"], (">", "x")),
            ("a > x=b c", ["a", "=b", "c"], (">", "x")),
            ('a >"x,y" b', ["a", "b"], (">", "x,y")),
            ("a >x^,y b", ["a", "b"], (">", "x,y")),
            ("a (2>x", ["a", "(2"], (">", "x")),
            ("a )2>x", ["a", ")2"], (">", "x")),
            ("a 2>x", ["a"], ("2>", "x")),
            (">x,a b", ["a", "b"], (">", "x")),
            (">x ,;a b", ["a", "b"], (">", "x")),
            ("@2>x a b", ["a", "b"], ("2>", "x")),
            ("a >@x", ["a"], (">", "@x")),
        ],
    )
    def test_what_ends_the_name_of_a_file(self, text: str, words: list[str], redirect: tuple[str, str]) -> None:
        (command,) = cmd.read_script(text).commands
        assert [word.text for word in command.words] == words
        assert [(each.operator, each.target.text) for each in command.redirects] == [redirect]

    def test_a_digit_after_an_opening_bracket_is_a_stream(self) -> None:
        assert placeless_redirects(cmd.read_script("(2>x a)").commands[0].redirects) == (Redirect("2>", Word("x", "x")),)

    @pytest.mark.parametrize("text", ['a "', 'a "b', 'a b"c d'])
    def test_a_quote_is_not_closed(self, text: str) -> None:
        assert cmd.read_script(text).unfinished == "a closing double quote"

    @pytest.mark.parametrize("text", ['a "" "b" c"d"e', 'a "b\nc', "a 'b", 'a ^"b'])
    def test_every_quote_is_closed(self, text: str) -> None:
        assert cmd.read_script(text).unfinished is None


class TestPowerShellWords:
    @pytest.mark.parametrize(
        "operator",
        sorted(
            names(
                "eq ne gt ge lt le like match contains in notlike notmatch notcontains notin replace split ceq cne ieq CEQ INe "
                "clike inotmatch cReplace isplit is isnot as and or xor not band bor bxor bnot shl shr join f EQ Join"
            )
        ),
    )
    def test_a_line_continues_after_an_operator(self, operator: str) -> None:
        assert in_powershell(f"$a -{operator}\n'b'\nc") == [(0, "", [f"$a -{operator}\n'b'"], "\n"), (0, "", ["c"], "")]
        assert powershell.read_script(f"$a -{operator}").unfinished == f"a value after -{operator}"
        assert powershell.read_script(f"$a -{operator}x").unfinished is None

    @pytest.mark.parametrize("sign", ["+", "-", "*", "/", "%", ","])
    def test_a_line_continues_after_a_sign(self, sign: str) -> None:
        assert in_powershell(f"1 {sign}\n2") == [(0, "", [f"1 {sign}\n2"], "")]
        assert powershell.read_script(f"1 {sign}").unfinished == f"a value after {sign}"

    @pytest.mark.parametrize("sign", ["=", "+=", "-=", "*=", "/=", "%=", "??="])
    def test_assignments(self, sign: str) -> None:
        (command,) = powershell.read_script(f"$a {sign} b $c").commands
        assert [word.text for word in command.assignments] == ["a="]
        assert command.assignments[0].variables == (() if sign == "=" else ("a",))
        assert [word.text for word in command.words] == ["b", "$c"]
        assert powershell.read_script(f"$a {sign}").unfinished == "a value after ="

    @pytest.mark.parametrize(
        ("text", "raws"),
        [
            ("$a = 1 + 2; b", ["$a = 1 + 2"]),
            ("c; [int]$a += 'x y'", ["[int]$a += 'x y'"]),
            ("$a = b c", ["$a ="]),
            ("$a = $b = (c)", ["$a =", "$b = (c)"]),
        ],
    )
    def test_how_assignments_are_written(self, text: str, raws: list[str]) -> None:
        written = [word.raw for command in powershell.read_script(text).commands for word in command.assignments]
        assert written == raws

    @pytest.mark.parametrize(
        ("text", "variables", "substitutes"),
        [
            ("a $b{ c $d }", (), False),
            ("1 + $b + { c $d }", ("b",), False),
            ("1 + $b + (c $d)", ("b",), True),
            ("1 + ((c))", (), True),
            ("1 + ((2) + $b)", ("b",), False),
            ('"$b $(c)"', ("b",), True),
            ('"$b $($d)"', ("b", "d"), False),
        ],
    )
    def test_what_is_put_into_them(self, text: str, variables: tuple[str, ...], substitutes: bool) -> None:
        word = powershell.read_script(text).commands[0].words[-1]
        assert (word.variables, word.substitutes) == (variables, substitutes)

    @pytest.mark.parametrize(
        ("escape", "text"),
        [
            *(("n", "\n"), ("t", "\t"), ("r", "\r"), ("0", "\0"), ("a", "\a"), ("b", "\b"), ("f", "\f"), ("v", "\v")),
            *(("e", "\x1b"), ("$", "$"), ("`", "`"), ('"', '"'), ("'", "'"), ("x", "x"), ("N", "N")),
        ],
    )
    def test_escapes(self, escape: str, text: str) -> None:
        assert in_powershell(f'a "b`{escape}c" b`{escape}c') == [(0, "", ["a", f"b{text}c", f"b{text}c"], "")]
        assert in_powershell(f'a @"\nb`{escape}c\n"@') == [(0, "", ["a", f"b{text}c"], "")]

    @pytest.mark.parametrize("value", ["'b'", '"b"', "@'\nb\n'@", '@"\nb\n"@', "$b", "@(b)", "(b)", "$(b)", "@{b=1}"])
    def test_what_is_called_of_a_value(self, value: str) -> None:
        (outer, *_) = in_powershell(f"a {value}.c(1, 'd e') f")
        assert (outer[2][1].endswith(".c(1, 'd e')"), outer[2][2:]) == (True, ["f"])
        (outer, *_) = in_powershell(f"a {value}::c f")
        assert (outer[2][1].endswith("::c"), outer[2][2:]) == (True, ["f"])
        (outer, *_) = in_powershell(f"a {value}[0] f")
        assert outer[2][1].endswith("[0]")

    def test_of_a_name_nothing_is(self) -> None:
        assert in_powershell("a b.c(d)") == [(0, "", ["a", "b.c", "(d)"], ""), (1, "", ["d"], "")]

    @pytest.mark.parametrize("name", ["b", "bc", "b_", "b2", "_"])
    def test_the_argument_of_a_method_is_not_a_command(self, name: str) -> None:
        assert in_powershell(f"$a.{name}(c d)") == [(0, "", [f"$a.{name}(c d)"], "")]
        assert in_powershell(f"[A]::{name}(\nc\n)") == [(0, "", [f"[A]::{name}(\nc\n)"], "")]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a ($b = 'c') d", [(0, "", ["a", "($b = 'c')", "d"], ""), (1, "", [], "")]),
            ("a ('b' > c) d", [(0, "", ["a", "('b' > c)", "d"], ""), (1, "", ["'b'"], "")]),
            ("a ('b' | c) d", [(0, "", ["a", "('b' | c)", "d"], ""), (1, "", ["'b'"], "|"), (1, "", ["c"], "")]),
            ("a (b | 'c') d", [(0, "", ["a", "(b | 'c')", "d"], ""), (1, "", ["b"], "|"), (1, "", ["'c'"], "")]),
            ("a ('b') d", [(0, "", ["a", "('b')", "d"], "")]),
            ("a @{b = 'c'; d = e f} g", [(0, "", ["a", "@{b = 'c'; d = e f}", "g"], ""), (1, "", ["e", "f"], "")]),
            ("(a; )\nb", [(0, "", ["(a; )"], "\n"), (1, "", ["a"], ";"), (0, "", ["b"], "")]),
            ("a $(b\n) c", [(0, "", ["a", "$(b\n)", "c"], ""), (1, "", ["b"], "\n")]),
            ("a {\nb\n} c", [(0, "", ["a", "{\nb\n}", "c"], ""), (1, "", ["b"], "\n")]),
            ("{ a }", [(1, "{", ["a"], "")]),
            ("a;; b\n; c", [(0, "", ["a"], ";"), (0, "", ["b"], "\n"), (0, "", ["c"], "")]),
            ("$a = ; b", [(0, "", [], ";"), (0, "", ["b"], "")]),
        ],
    )
    def test_what_is_in_brackets(self, text: str, expected: list[tuple[int, str, list[str], str]]) -> None:
        assert in_powershell(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<# a #> b c", [(0, "", ["b", "c"], "")]),
            ("a <# b; c #> d", [(0, "", ["a", "d"], "")]),
            ("a # b\nc", [(0, "", ["a"], "\n"), (0, "", ["c"], "")]),
            ("1 + <# a #> 2 # b", [(0, "", ["1 + <# a #> 2"], "")]),
            ("$a.(b c)", [(0, "", ["$a.(b c)"], ""), (1, "", ["b", "c"], "")]),
            ("a $b$c.d(1) e", [(0, "", ["a", "$b$c.d(1)", "e"], "")]),
        ],
    )
    def test_comments_and_members(self, text: str, expected: list[tuple[int, str, list[str], str]]) -> None:
        assert in_powershell(text) == expected

    @pytest.mark.parametrize("text", ["a $(b c", "a (b c", "a { b c", "a @(b c", '"$(b c', "a @{d = b c", 'a "$(b c'])
    def test_what_is_not_closed_still_has_its_commands(self, text: str) -> None:
        script = powershell.read_script(text)
        assert script.unfinished in {"a closing bracket", "a closing brace"}
        assert [word.text for word in script.commands[-1].words] == ["b", "c"]

    def test_too_deep_brackets_are_text(self) -> None:
        script = powershell.read_script("a " + "(b " * 60 + "'(' {}" + ")" * 60 + " c")
        assert script.unfinished is None
        assert [len(command.words) for command in script.commands] == [3, *[2] * 50]
        assert script.commands[-1].words[1].raw == "(b " * 10 + "'(' {}" + ")" * 10

    @pytest.mark.parametrize("operator", ["2>&1", "*>&1", "3>&2", ">&2"])
    def test_streams_that_are_merged(self, operator: str) -> None:
        (command,) = powershell.read_script(f"a b {operator}").commands
        assert placeless_redirects(command.redirects) == (Redirect(operator[:-1], Word(operator[-1], operator[-1])),)

    @pytest.mark.parametrize("operator", [">", ">>", "2>", "2>>", "*>", "6>", "<"])
    def test_where_it_goes(self, operator: str) -> None:
        (command,) = powershell.read_script(f"a {operator} 'b c' d").commands
        assert placeless_redirects(command.redirects) == (Redirect(operator, Word("b c", "'b c'")),)
        assert [word.text for word in command.words] == ["a", "d"]
        assert powershell.read_script(f"a {operator}").unfinished == f"a name after {operator}"


class TestReservedWords:
    @pytest.mark.parametrize("word", ["else", "try", "finally", "do", "begin", "process", "end", "catch", "trap", "TRY"])
    def test_those_in_front_of_a_body(self, word: str) -> None:
        assert in_powershell(f"{word} {{ a; b }}\nc") == [
            (1, word.lower(), ["a"], ";"),
            (1, "", ["b"], ""),
            (0, "", ["c"], ""),
        ]
        assert in_powershell(f"{word}x a") == [(0, "", [f"{word}x", "a"], "")]

    @pytest.mark.parametrize("word", ["if", "elseif", "while", "foreach", "switch", "If"])
    def test_those_in_front_of_a_condition(self, word: str) -> None:
        assert in_powershell(f"{word} (a b) {{ }} c") == [(1, word.lower(), ["a", "b"], ""), (0, "", ["c"], "")]

    @pytest.mark.parametrize("word", ["if", "elseif", "while", "for", "foreach", "switch"])
    def test_a_block_is_missing_after_a_keyword(self, word: str) -> None:
        assert powershell.read_script(f"{word} (a)").unfinished == f"a block after {word}"
        assert powershell.read_script(f"{word} (a) {{ }}").unfinished is None

    @pytest.mark.parametrize("word", ["function", "filter"])
    def test_functions(self, word: str) -> None:
        assert in_powershell(f"{word} a-b {{ c; d }} e") == [(1, "", ["c"], ";"), (1, "", ["d"], ""), (0, "", ["e"], "")]
        assert in_powershell(f"{word} a($b = 'c', $d) {{ e }}") == [(1, "", ["e"], "")]
        assert in_powershell(f"{word} a(b c) {{ e }}") == [(1, "", ["e"], "")]
        assert powershell.read_script(f"{word} a").unfinished == f"a block after {word}"
        assert powershell.read_script(f"{word} a($b)").unfinished == f"a block after {word}"

    @pytest.mark.parametrize("text", ["param(a b)", "param(\na\n)", "class A { b }", "class A : B { b }", "enum A { b }"])
    def test_what_has_no_commands(self, text: str) -> None:
        assert in_powershell(text) == []
        assert in_powershell(f"{text}\nc") == [(0, "", ["c"], "")]

    @pytest.mark.parametrize(
        "head", ["else { a }", "do { a } while (x)", "if (x) { a }", "try { a } finally { a }", "f; & { a }"]
    )
    def test_a_bracket_at_the_end_is_a_value(self, head: str) -> None:
        assert in_powershell(f"{head}\n(b c)")[-2:] == [(0, "", ["(b c)"], ""), (1, "", ["b", "c"], "")]

    def test_loops(self) -> None:
        assert in_powershell("do { a } while (b)\nc") == [(1, "do", ["a"], ""), (1, "while", ["b"], ""), (0, "", ["c"], "")]
        assert in_powershell("do { a } until (b)\nc") == [(1, "do", ["a"], ""), (1, "until", ["b"], ""), (0, "", ["c"], "")]
        assert in_powershell("foreach ($a in b c) { d }") == [(1, "foreach", ["b", "c"], ""), (1, "do", ["d"], "")]
        assert in_powershell("foreach ( $x:a IN b) { d }") == [(1, "foreach", ["b"], ""), (1, "do", ["d"], "")]
        assert in_powershell("switch -regex -file (a) { 'b' { c } }") == [(1, "switch", ["a"], ""), (1, "", ["c"], "")]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("return a", [(0, "return", ["a"], "")]),
            ("return\na", [(0, "", ["return"], "\n"), (0, "", ["a"], "")]),
            ("if a", [(0, "", ["if", "a"], "")]),
            ("else a", [(0, "", ["else", "a"], "")]),
            ("a if (b)", [(0, "", ["a", "if", "(b)"], ""), (1, "", ["b"], "")]),
            ("a | if (b)", [(0, "", ["a"], "|"), (0, "", ["if", "(b)"], ""), (1, "", ["b"], "")]),
        ],
    )
    def test_where_they_are_text(self, text: str, expected: list[tuple[int, str, list[str], str]]) -> None:
        assert in_powershell(text) == expected
