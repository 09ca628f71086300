"""How POSIX shells read what is in a word: each escape, each variable, each bracket."""

from __future__ import annotations

import pytest
from flattening import flat, placeless, placeless_redirects

from batchmodels.shells.posix import read_script, split_words
from batchmodels.shells.script import Command, Redirect, Word


def words(script: str) -> tuple[Word, ...]:
    """The words of a script's first command; the others are within them."""
    found = read_script(script)
    assert found.unfinished is None
    return placeless(found.commands[0].words)


def texts(script: str) -> list[str]:
    return [word.text for word in words(script)]


def commands(script: str) -> list[tuple[int, str, list[str]]]:
    """The depth, the keyword and the words of each command."""
    found = [(told, told.node.words if isinstance(told.node, Command) else ()) for told in flat(read_script(script))]
    return [(told.depth, told.keyword, [word.text for word in words]) for told, words in found]


class TestAnsi:
    @pytest.mark.parametrize(
        ("written", "text"),
        [
            *((r"\a", "\a"), (r"\b", "\b"), (r"\e", "\x1b"), (r"\E", "\x1b"), (r"\f", "\f"), (r"\n", "\n"), (r"\r", "\r")),
            *((r"\t", "\t"), (r"\v", "\v"), (r"\\", "\\"), (r"\'", "'"), (r"\"", '"'), (r"\?", "?")),
            *((r"\1", "\x01"), (r"\12", "\n"), (r"\101", "A"), (r"\1012", "A2"), (r"\401", "\x01"), (r"\18", "\x018")),
            *((r"\x4", "\x04"), (r"\x41", "A"), (r"\x412", "A2"), (r"\xe9", "\ufffd"), (r"\xC3\xa9", "é"), (r"\xg", r"\xg")),
            *((r"\u41", "A"), (r"\u00e9", "é"), (r"\u00e91", "é1"), (r"\u20AC", "€"), (r"\ug", r"\ug")),
            *((r"\U1F600", "😀"), (r"\U0001F6001", "😀1"), (r"\U00110000", "\U0010ffff"), (r"\u0041A", "AA")),
            *((r"\cA", "\x01"), (r"\ca", "\x01"), (r"\c[", "\x1b"), (r"\cz9", "\x1a9"), (r"\q\z", r"\q\z")),
            *((r"a\0b", "a"), (r"a\x00b", "a"), (r"a\400b", "a"), (r"a\u0000b", "a"), ("a\nb", "a\nb"), ("a\\\nb", "a\\\nb")),
        ],
    )
    def test_escapes(self, written: str, text: str) -> None:
        assert words(f"echo $'{written}'x") == (Word("echo", "echo"), Word(f"{text}x", f"$'{written}'x"))

    def test_it_is_not_closed(self) -> None:
        found = read_script("echo $'a\\tb")
        assert found.unfinished == "a closing single quote"
        assert found.commands[0].words[1].text == "a\tb"


class TestDoubleQuotes:
    @pytest.mark.parametrize(
        ("written", "text"),
        [
            *((r"\$X", "$X"), (r"\`", "`"), (r"\"", '"'), (r"\\", "\\"), ("a\\\nb", "ab"), (r"\X", r"\X"), (r"\n", r"\n")),
            *((r"\'", r"\'"), ("'", "'"), ("*?", "*?"), ("a;b|c", "a;b|c"), ("#", "#"), ("(", "("), ("$", "$"), ("$ ", "$ ")),
        ],
    )
    def test_escapes(self, written: str, text: str) -> None:
        assert words(f'echo "{written}"') == (Word("echo", "echo"), Word(text, f'"{written}"'))

    @pytest.mark.parametrize(
        ("script", "text"), [('echo "a', "a"), ('echo "a\\', "a\\"), ("echo 'a", "a"), ("echo a\\", "a\\"), ('echo "', "")]
    )
    def test_they_are_not_closed(self, script: str, text: str) -> None:
        assert read_script(script).commands[0].words[1].text == text


class TestVariables:
    @pytest.mark.parametrize("name", ["X", "_x9", "Z_", "0", "9", "@", "*", "#", "?", "$", "!", "-"])
    def test_names(self, name: str) -> None:
        assert words(f"echo a${name}/b")[1] == Word(f"a${name}/b", f"a${name}/b", (name,))
        assert words(f"echo ${{{name}}}b")[1] == Word(f"${{{name}}}b", f"${{{name}}}b", (name,))
        assert words(f'echo "${{{name}:-b}}"')[1].variables == (name,)

    @pytest.mark.parametrize(
        ("word", "names"),
        [
            ("${12}", ("12",)),
            ("${#X}", ("X",)),
            ("${!X}", ("X",)),
            ("${#@}", ("@",)),
            ("${!1}", ("1",)),
            ("$X1-$2a", ("X1", "2")),
            ("$X$Y$X", ("X", "Y")),
            ("${ }", ()),
            ("$%", ()),
            ("$é", ()),
        ],
    )
    def test_which(self, word: str, names: tuple[str, ...]) -> None:
        assert words(f"echo {word}")[1] == Word(word, word, names)

    @pytest.mark.parametrize("operator", ["-", "=", "+", "?", ":-", ":=", ":+", ":?"])
    def test_in_double_quotes_a_single_quote_in_a_default_is_a_letter(self, operator: str) -> None:
        word = f'"${{X{operator}it\'s $Y}}"'
        assert words(f"echo {word} b")[1:] == (Word(word[1:-1], word, ("X", "Y")), Word("b", "b"))
        assert read_script(f"echo ${{X{operator}it's}} b").unfinished == "a closing single quote"

    @pytest.mark.parametrize("operator", ["#", "##", "%", "%%", "/", "//", "^", ",", ":"])
    def test_elsewhere_it_is_a_quote(self, operator: str) -> None:
        word = f"\"${{X{operator}'}}'}}\""
        assert words(f"echo {word} b")[1:] == (Word(word[1:-1], word, ("X",)), Word("b", "b"))

    @pytest.mark.parametrize(
        ("word", "variables", "substitutes"),
        [
            ('"${X:-\'}"', ("X",), False),
            ('"${X:-${Y:-it\'s}}"', ("X", "Y"), False),
            ('"${X:-<(a)}"', ("X",), False),
            ('"${X:->(a)}"', ("X",), False),
            ("${X:-<(a)}", ("X",), True),
            ("${X:->(a)}", ("X",), True),
            ("${X:-<}", ("X",), False),
            ("${X:-`a`}", ("X",), True),
            ('"${X:-`a`}"', ("X",), True),
            ('"${X:-$(a)}"', ("X",), True),
            ('${X:-"}"}', ("X",), False),
            ("${X:-'}'}", ("X",), False),
            ("${X:-\\}}", ("X",), False),
            ('"${X:-\\}}"', ("X",), False),
            ("${X:-a$'}'}", ("X",), False),
            ("${X:-a b;c|d&(e)#f}", ("X",), False),
        ],
    )  # fmt: skip
    def test_what_stands_behind_the_name(self, word: str, variables: tuple[str, ...], substitutes: bool) -> None:
        assert words(f"echo {word} b") == (
            Word("echo", "echo"),
            Word(word.strip('"') if word[0] == '"' else word, word, variables, substitutes),
            Word("b", "b"),
        )


class TestArithmetic:
    @pytest.mark.parametrize(
        ("word", "variables"),
        [
            ("$((1))", ()),
            ("$((1 + $X * ${Y}))", ("X", "Y")),
            ("$(((1 + 2) * (3)))", ()),
            ("$((1 + '2'))", ()),
            ('$((1 + "2" + $X))', ("X",)),
            ("$((a['('] + $X))", ("X",)),
            ('$((a[")"] + $X))', ("X",)),
            ('$((a["\\")"] + $X))', ("X",)),
            ("$((1 + \\( + $X))", ("X",)),
            ("$((1 + \\$X))", ()),
            ("$((1 +\\\n$X))", ("X",)),
            ("$((${X:-'$Y'} + 1))", ("X", "Y")),
            ("$((x << 2 | 3 & 4 ; 5))", ()),
        ],
    )  # fmt: skip
    def test_in_a_word(self, word: str, variables: tuple[str, ...]) -> None:
        assert words(f"echo {word} $Z") == (Word("echo", "echo"), Word(word, word, variables), Word("$Z", "$Z", ("Z",)))
        assert len(read_script(f"echo {word} $Z").commands) == 1

    def test_as_a_command(self) -> None:
        assert words("((x + $Y)) && z") == (Word("((", "(("), Word("x + $Y", "x + $Y", ("Y",)), Word("))", "))"))
        assert words("((x + $(y)))")[1] == Word("x + $(y)", "x + $(y)", (), substitutes=True)

    @pytest.mark.parametrize(
        ("script", "expected"),
        [
            ("((a) && b)", [(2, "", ["a"]), (1, ")", []), (1, "", ["b"])]),
            ("echo $((a) ) b", [(0, "", ["echo", "$((a) )", "b"]), (2, "", ["a"])]),
            ("echo $((a 'b' ) ) c", [(0, "", ["echo", "$((a 'b' ) )", "c"]), (2, "", ["a", "b"])]),
        ],
    )
    def test_two_brackets_of_their_own(self, script: str, expected: list[tuple[int, str, list[str]]]) -> None:
        assert commands(script) == expected


class TestSubstitutions:
    @pytest.mark.parametrize(
        ("word", "inner"),
        [
            ("`b \\$X`", ["b", "$X"]),
            ("`b \\\\$X`", ["b", "$X"]),
            ('`b \\"c`', ["b", '"c']),
            ('"`b \\"c d\\"`"', ["b", "c d"]),
            ('"`b \\$X`"', ["b", "$X"]),
            ("`b \\\\\\`c\\\\\\``", ["b", "`c`"]),
            ("x<(b c)y", ["b", "c"]),
            ("x>(b c)y", ["b", "c"]),
            ("$(b c)", ["b", "c"]),
            ('$"$(b c)"', ["b", "c"]),
        ],
    )
    def test_their_commands(self, word: str, inner: list[str]) -> None:
        outer, first, *_ = commands(f"echo {word} d")
        assert (outer[0], outer[2][0], outer[2][2]) == (0, "echo", "d")
        assert first == (1, "", inner)
        assert words(f"echo {word} d")[1].substitutes

    def test_nothing_in_backquotes(self) -> None:
        assert commands("echo `` b") == [(0, "", ["echo", "``", "b"])]

    def test_two_in_one_word(self) -> None:
        assert commands('a "$(b)$(c)`d`$(e)"') == [
            (0, "", ["a", "$(b)$(c)`d`$(e)"]), (1, "", ["b"]), (1, "", ["c"]), (1, "", ["d"]), (1, "", ["e"]),
        ]  # fmt: skip
        assert commands("{ a $(b) $(c); d; }") == [
            (1, "{", ["a", "$(b)", "$(c)"]), (2, "", ["b"]), (2, "", ["c"]), (1, "", ["d"]),
        ]  # fmt: skip

    @pytest.mark.parametrize(("opening", "closing"), [("$(a ", ")"), ('"$(a ', ')"'), ("a <(", "a)"), ("${x:-", "}")])
    def test_so_many_within_each_other_are_read(self, opening: str, closing: str) -> None:
        assert read_script("a " + opening * 25 + closing * 25).unfinished is None
        assert read_script("a " + opening * 26 + closing * 26).unfinished == "the end of nested substitutions"

    def test_any_number_beside_each_other(self) -> None:
        assert len(read_script("a" + " $(b) `c` ${d} $e" * 30).commands) == 61

    def test_those_around_backquotes_count(self) -> None:
        def nested(inner: int) -> str:
            return "$(a " * 10 + "`" + "$(b " * inner + ")" * inner + "`" + ")" * 10

        assert read_script(nested(14)).unfinished is None
        assert read_script(nested(15)).unfinished == "the end of nested substitutions"


class TestPatterns:
    @pytest.mark.parametrize("sign", "?*+@!")
    def test_groups(self, sign: str) -> None:
        assert words(f"ls a{sign}(b c|(d))e f")[1:] == (
            Word(f"a{sign}(b c|(d))e", f"a{sign}(b c|(d))e", pattern=True),
            Word("f", "f"),
        )
        assert words(f"ls {sign}(b c)")[1].text == f"{sign}(b c)"
        assert words(f"a{sign}(b c) d")[0].text == f"a{sign}(b c)"
        assert commands(f"ls a{sign}''(b)") == [(0, "", ["ls", f"a{sign}"]), (1, "", ["b"])]
        assert commands(f"ls a{sign}\\x(b)") == [(0, "", ["ls", f"a{sign}x"]), (1, "", ["b"])]

    def test_a_command_may_begin_there(self) -> None:
        assert commands("!(a)") == [(1, "", ["a"])]
        assert commands("@(a)") == [(0, "", ["@"]), (1, "", ["a"])]

    def test_quoted_in_a_group(self) -> None:
        assert words("ls @(a')'|\\)|\"$X\")b")[1] == Word("@(a)|)|$X)b", "@(a')'|\\)|\"$X\")b", ("X",), pattern=True)
        assert words("ls *'a'")[1].pattern
        assert not words("ls '*'a")[1].pattern

    def test_an_assignment_has_none(self) -> None:
        assert placeless(read_script("A=*.x B='y' c").commands[0].assignments) == (Word("A=*.x", "A=*.x"), Word("B=y", "B='y'"))


class TestTests:
    def test_words_of_double_brackets(self) -> None:
        assert words("[[ $X == a* && ! ( -f 'b c' || d<e ) ]] && f") == (
            Word("[[", "[["),
            Word("$X", "$X", ("X",)),
            *(Word(text, text) for text in ("==",)),
            Word("a*", "a*", pattern=True),
            *(Word(text, text) for text in ("&&", "!", "(", "-f")),
            Word("b c", "'b c'"),
            *(Word(text, text) for text in ("||", "d", "<", "e", ")", "]]")),
        )

    def test_lines_and_comments(self) -> None:
        assert texts("[[ a\n&& b ]]") == ["[[", "a", "&&", "b", "]]"]


class TestArrays:
    @pytest.mark.parametrize("script", ["A=(1 'a b'\n# no )\n $X)", "A+=(1)", "A=()", "A=(1;2)", "A=([x]=1)"])
    def test_one_word(self, script: str) -> None:
        (command,) = read_script(f"{script} b").commands
        assert [word.text for word in command.assignments] == [script]
        assert [word.raw for word in command.assignments] == [script]
        assert [word.text for word in command.words] == ["b"]

    def test_what_is_in_it(self) -> None:
        (word,) = read_script("A=($X a $Y $X)").commands[0].assignments
        assert (word.variables, word.substitutes) == (("X", "Y"), False)
        (word,) = read_script("A=(a `b`)").commands[0].assignments
        assert (word.variables, word.substitutes) == ((), True)


class TestHereDocuments:
    @pytest.mark.parametrize(
        ("script", "operator", "delimiter"),
        [
            ("a <<E b\nc\nE\nd", "<<", "E"),
            ("a <<-'E' b\n\tc\n\tE\nd", "<<-", "E"),
            ("a 3<<\\E b\nc\\\nE\nd", "3<<", "E"),
            ("a << E b\nc\\\\\nE\nd", "<<", "E"),
            ("a <<END b\nc\nEN\\\nD\nd", "<<", "END"),
            ("a <<END b\n\\\nEND\nd", "<<", "END"),
        ],
    )
    def test_where_they_end(self, script: str, operator: str, delimiter: str) -> None:
        found = read_script(script)
        assert commands(script) == [(0, "", ["a", "b"]), (0, "", ["d"])]
        assert found.unfinished is None
        (redirect,) = found.commands[0].redirects
        assert (redirect.operator, redirect.target.text) == (operator, delimiter)

    def test_without_the_tabs_option_a_tab_counts(self) -> None:
        assert read_script("a <<E\n\tE\n").unfinished == "the last line of a here-document"
        assert read_script("a <<-E\n E\n").unfinished == "the last line of a here-document"
        assert read_script("a <<-E\nXE\n").unfinished == "the last line of a here-document"
        assert read_script("a <<E\nE ").unfinished == "the last line of a here-document"

    def test_a_text_in_the_line_is_none(self) -> None:
        (first, second) = read_script("a <<<E\nb").commands
        assert placeless_redirects(first.redirects) == (Redirect("<<<", Word("E", "E")),)
        assert second.name == "b"


class TestSplitting:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            (r'"a\"b"', ['a"b']),
            (r'"a\\b"', [r"a\b"]),
            (r'"a\$b" "\X" "\`" "\n"', [r"a\$b", r"\X", r"\`", r"\n"]),
            (r'"a\\" b', ["a\\", "b"]),
            (r"a\"b \' \  c", ['a"b', "'", " ", "c"]),
            (r"'a\' b", ["a\\", "b"]),
            ("'", [""]),
            ('"', [""]),
            ("\\", ["\\"]),
            ("a'b", ["ab"]),
            ("'a'\"b\"c", ["abc"]),
            ("\"a\"Xb \\cXd 'e'X", ["aXb", "cXd", "eX"]),
            ("a\nb\rc\td", ["a", "b", "c", "d"]),
        ],
    )
    def test_quotes_and_escapes(self, line: str, expected: list[str]) -> None:
        assert [word.text for word in split_words(line)] == expected

    def test_the_last_letter_is_read(self) -> None:
        assert placeless(split_words("a 'b")) == (Word("a", "a"), Word("b", "'b"))
        assert placeless(split_words("x\\y")) == (Word("xy", "x\\y"),)


@pytest.mark.parametrize("operator", ["&&", "||", "|", "|&"])
def test_a_command_is_missing_behind(operator: str) -> None:
    assert read_script(f"a {operator} # b\n").unfinished == f"a command after {operator}"
    assert read_script(f"(a {operator}) ; b {operator} c").unfinished is None


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        *((f"{word} a", [(0, word, ["a"])]) for word in ("!", "time", "coproc")),
        *((f"{word} a", [(0, "", ["a"])]) for word in ("then", "elif", "else", "do")),
        ("time -- a", [(0, "time", ["a"])]),
        ("time -p a", [(0, "time", ["a"])]),
        ("time -v a", [(0, "", ["time", "-v", "a"])]),
        ("time -px a", [(0, "", ["time", "-px", "a"])]),
        ("time a -p", [(0, "time", ["a", "-p"])]),
        ("A=1 then a", [(0, "", ["then", "a"])]),
        ("function f { a; }", [(1, "{", ["a"])]),
        ("function f () { a; }", [(1, "{", ["a"])]),
        ("function f(\t) ( a )", [(1, "", ["a"])]),
        ("f() a", [(0, "", ["a"])]),
    ],
)
def test_reserved_words(script: str, expected: list[tuple[int, str, list[str]]]) -> None:
    assert commands(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("select x in $(a) b; do c; done", [(2, "", ["a"]), (1, "do", ["c"])]),
        ("for (((i) = 1; ; )); do b; done", [(1, "do", ["b"])]),
        ("for ((i = $(a); i < 3; )); do b; done", [(2, "", ["a"]), (1, "do", ["b"])]),
        ("case $(a) in $(b) | $(c)) d;; esac", [(2, "", ["a"]), (2, "", ["b"]), (2, "", ["c"]), (1, "", ["d"])]),
    ],
)
def test_what_stands_between_reserved_words(script: str, expected: list[tuple[int, str, list[str]]]) -> None:
    assert commands(script) == expected


def test_the_end_of_a_compound_command_stands_in_its_place() -> None:
    for end, script in (("esac", "case x in a) b;; esac|c"), ("done", "for x in y; do b; done|c"), (")", "(b)|c")):
        names = [told.texts[0] if told.texts else told.keyword for told in flat(read_script(script))]
        assert names == ["b", end, "c"]


def test_what_is_read_stays_as_it_is() -> None:
    (command,) = read_script("a").commands
    assert len({command, *read_script("a").commands, *read_script("b").commands}) == 2


@pytest.mark.parametrize(
    ("script", "operators"),
    [
        ("echo a (b)", ["", ""]),
        ("echo a; (b) c", [";", "", ""]),
        ("a | (b & c) | d", ["|", "&", "", "|", ""]),
    ],
)
def test_operators_around_brackets(script: str, operators: list[str]) -> None:
    assert [told.operator for told in flat(read_script(script))] == operators
