"""What cmd itself does with the lines of `commands.cmd` and with what its lexer reads. Run it with nox -s cmd."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

import machine as machines
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from machine import Machine, Ran

from batchmodels.commands import cmd
from batchmodels.shells.cmd import read_script, without_outer_quotes
from batchmodels.shells.script import Word
from batchmodels.shells.windows import split_words

pytestmark = pytest.mark.skipif(bool(machines.missing()), reason=machines.missing())

# Each example starts up to ten processes, so they are few, and the same each time. HYPOTHESIS_PROFILE=long makes new ones.
sample = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=os.environ.get("HYPOTHESIS_PROFILE") != "long",
    database=None,
)


# --- Where Wine isn't cmd


class Quirk(NamedTuple):
    """Something that a Wine does differently from cmd.

    Attributes:
        reason: What it does.
        line: A line that shows it.
        log: The arguments of each program that the real cmd starts in that line.
        fails: Whether the real cmd's exit code is a failure.
        needed_by: Lines that can't be compared with it.
    """

    reason: str
    line: str
    log: list[list[str]]
    fails: bool
    needed_by: re.Pattern[str]


QUIRKS = {
    "and": Quirk(
        "Wine 8 runs what follows && after a failure too, and what follows || after a success",
        "p 3 && p a & p 0 || p b",
        [["3"], ["0"]],
        False,
        re.compile(r"\bp +[1-9]|\|\||no-such|/c exit"),
    ),
    "if": Quirk(
        "Wine 8 ends an if at the first operator inside brackets",
        "(if 1==2 p a & p b) & p c",
        [["c"]],
        False,
        re.compile(r"if.*&(?!1)"),
    ),
    "exit": Quirk(
        "Wine's exit without a number ends with 0, cmd's with ERRORLEVEL", "p 3 & exit", [["3"]], True, re.compile("exit *$")
    ),
    "late": Quirk(
        "Wine 8 puts a variable in when its command runs, cmd before the line runs",
        "set VALUE=new& p %VALUE%",
        [["the", "value"]],
        False,
        re.compile(r"%VALUE%.*%|set.*%|\^%"),
    ),
    "syntax": Quirk("Wine 8 runs the commands before a syntax error", "p a & & p b", [], True, re.compile("(?!)")),
    "redirect": Quirk(
        "Wine 8 gives a redirection after brackets to the commands that follow",
        "(p a) >x & if exist x p b >x & p <x & for /f %i in (x) do p %i",
        [["a"], ["b"], [], ["b"]],
        False,
        re.compile(r"\)\s*[0-9]?[<>]"),
    ),
    "at": Quirk(
        "Wine 8 takes a digit after @ or ( for a word",
        "(2>x p a) & @2>y p b",
        [["a"], ["b"]],
        False,
        re.compile(r"[@(] *[0-9]>"),
    ),
    "comment": Quirk("Wine's rem hides an operator directly after it", "rem & p", [[]], False, re.compile("rem *[&|]")),
    "opening": Quirk(
        "Wine takes an opening bracket among the words after if for one that is to be closed",
        "if 1==1 p a (",
        [["a", "("]],
        False,
        re.compile(r"(?:if|for).*\("),
    ),
    "separator": Quirk(
        "Wine drops what follows a semicolon after a redirection", "p a>x;b", [["a;b"]], False, re.compile(r">[^ ]*;")
    ),
    "twice": Quirk(
        "Wine makes only the last of several files that one command writes",
        "p >x >y & if exist x p a",
        [[], ["a"]],
        False,
        re.compile(r">(?!&)[^&|]*>(?!&)"),
    ),
    "operand": Quirk(
        "Wine ends an operand of if at an escaped blank", "if a^ b==a^ b p c", [["c"]], False, re.compile(r"if.*\^ ")
    ),
    "caret": Quirk("Wine 8 runs nothing where a line ends with a caret", "p a^", [["a"]], False, re.compile(r"\^$")),
}
"""What isn't compared where cmd has the quirk: each test run looks for them. The real cmd has none, as a test shows."""


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    yield machine
    machine.close()


@pytest.fixture(scope="session")
def quirks(machine: Machine) -> set[str]:
    """The quirks of this machine's cmd."""
    found = set()
    for name, quirk in QUIRKS.items():
        ran = machine.line(quirk.line)
        if (ran.log, ran.code != 0) != (quirk.log, quirk.fails):
            found.add(name)
    return found


def comparable(quirks: set[str], line: str) -> bool:
    return not any(QUIRKS[name].needed_by.search(line) for name in quirks)


def compare(quirks: set[str], line: str) -> None:
    """Skip a test whose line this cmd misreads."""
    for name in quirks:
        if QUIRKS[name].needed_by.search(line):
            pytest.skip(QUIRKS[name].reason)


@pytest.mark.skipif(not machines.WINDOWS, reason="this isn't Windows")
def test_the_real_cmd_has_no_quirks(quirks: set[str]) -> None:
    assert quirks == set()


# --- The lines of commands.cmd


def composed(machine: Machine, quirks: set[str], lines: list[str]) -> Ran:
    """What the command line does. A failure has the code 1 where `exit` loses it."""
    command_line = cmd(*lines).replace("cmd ", f"{machine.cmd} ", 1)
    if "exit" in quirks:
        command_line = command_line.removesuffix('|| exit"') + '|| exit 1"'
    return machine.run(command_line)


def as_batch_file(machine: Machine, lines: list[str]) -> Ran:
    """What a batch file with these lines does that stops at the first one that fails."""
    script = [part.replace("%i", "%%i") for line in lines for part in (line, "if errorlevel 1 exit %ERRORLEVEL%")]
    return machine.batch("@echo off", *script, "exit 0")


def assert_same(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    ours, theirs = composed(machine, quirks, lines), as_batch_file(machine, lines)
    if "exit" in quirks:
        ours, theirs = (ran._replace(code=int(ran.code != 0)) for ran in (ours, theirs))
    assert ours == theirs


SCRIPTS = [
    ["p a b"],
    ["p a", "p b", "p c"],
    ["p a", "p 7 b", "p c"],
    ["p 3 || p a", "p b"],
    ["p 3 && p a", "p b"],
    ["p a & p 3", "p b"],
    ["p 3 & p a", "p b"],
    ["p 3 a", "if 1==1 p b & p c"],
    ["if 1==2 p a", "p b"],
    ["if 1==2 p a & p b", "p c"],
    ["if 1==2 (p a) else (p b)", "p c"],
    ["if 1==1 (p a) else p b", "p c"],
    ["if /i not A==a p a", "p b"],
    ['if "a b"=="a b" p a', "p b"],
    ["if exist nothing p a", "p b"],
    ["(p a & p b)", "p c"],
    ["(p a & p 3) || p b", "p c"],
    ["((p a))", "p b"],
    ["for %i in (a b) do p %i", "p c"],
    ["for %i in (0 5 0) do p %i || exit 5", "p c"],
    ["for /l %i in (1,1,3) do @p 0 %i & p d", "p c"],
    ["p 5 & if errorlevel 8 (exit 8) else p a", "p b"],
    ["p 9 & if errorlevel 8 (exit 8) else p a", "p b"],
    ["p a >x", "p b >y", "p c"],
    ["p a > x ", "p b"],
    ["p a 2>&1", "p b"],
    ["p a2>x", "p b 2"],
    ["(p a) >x", "p b"],
    ["p a >x,b", "p c"],
    ["p a (2>x", "p c"],
    ["p 0 a | p b", "p c"],
    ["p a ", "p b  "],
    ["p a^ ", "p b"],
    ["p a^^", "p b"],
    ["p ^^^^", "p b"],
    ["p (a^)", "p b"],
    ['p "a)" "b&c" "d^"', "p e"],
    ['p ^"a^" b', "p c"],
    ['p "a\\" b', "p c"],
    ['p "a \\"b\\" c"', "p d"],
    ["p a^&b^|c", "p d"],
    ["p !a! b!", "p c"],
    ["p %VALUE%", 'p "%value%"'],
    ["  p a", "@p b", ",;p c"],
    ["echo a ", "echo b", "echo(c"],
    ["set A=1 ", "set B=2", "set A"],
    ["set A=1 & p b", "p c"],
    ["rem a & p b", ":: c", "p d", ":e"],
    ["mkdir a", "cd a", "p b >x", "cd .."],
    ["exit 4", "p a"],
    ["p a & exit /b 4", "p b"],
    ["call p a ^& b", "p c"],
    ["cmd /d /c p a", "p b"],
    ['cmd /d /c "p a & p b"', "p c"],
    ['cmd /d /c p "a b" c', "p d"],
    ["cmd /d /c exit 6", "p a"],
]


@pytest.mark.parametrize("lines", SCRIPTS, ids=" / ".join)
def test_lines_do_what_a_batch_file_does(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    compare(quirks, " && ".join(lines))
    assert_same(machine, quirks, lines)


@pytest.mark.parametrize(
    "lines", [["no-such-program", "p a"], ["p a", "no-such-program b & no-such-program c", "p d"]], ids=" / ".join
)
def test_a_program_that_is_not_there_ends_both(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    compare(quirks, " && ".join(lines))
    ours, theirs = composed(machine, quirks, lines), as_batch_file(machine, lines)
    assert (ours.log, ours.code != 0) == (theirs.log, theirs.code != 0)  # the codes differ: 1 and 9009


WORDS = st.sampled_from(
    [
        "a",
        '"b & c"',
        "d^&e",
        "^^",
        "f^)",
        '"g )"',
        '^"h^"',
        '"i^"',
        "j!",
        "k,l;m=n",
        "^(",
        "1",
        "o\\",
        '"p\\"',
        '""',
        "(^)",
        "q^ ",
    ]
)
COMMANDS = st.builds(
    "{}p {} {}{}".format,
    st.sampled_from(["", "", " ", "@", ", "]),
    st.sampled_from(["0", "0", "0", "3", "77"]),
    st.lists(WORDS, max_size=3).map(" ".join),
    st.sampled_from(["", "", " ", " >FILE", ">FILE ", " 2>FILE", " 2>&1", " >FILE 2>&1", " >nul"]),
)
LINES = st.recursive(
    COMMANDS,
    lambda lines: st.one_of(
        st.builds("{}{}{}".format, lines, st.sampled_from(["&", " & ", "&&", " && ", "||", " || "]), lines),
        st.builds("({})".format, lines),
        st.builds("({}) >FILE".format, lines),
        st.builds("if {} {}".format, st.sampled_from(["1==1", 'not "a b"=="c"', "/i a==A", "not exist nothing"]), lines),
        st.builds("if {} ({}) else ({})".format, st.sampled_from(["1==1", "1==2", "exist nothing"]), lines, lines),
        st.builds("for %i in (u v) do {}".format, lines),
    ),
    max_leaves=4,
)
PIECES = [
    *(
        "p ",
        "p a",
        "p 0 ",
        "p 3 ",
        "p a^",
        'p "',
        '"',
        " ",
        "^",
        "&",
        "&&",
        "||",
        "(",
        ")",
        "(p a)",
        ">FILE ",
        ">",
        "0",
        "2>FILE ",
        "@",
    ),
    *(",", "if 1==1 ", "else ", "rem ", ":", "!", " 2>&1", "for /l %i in (1,1,2) do ", "%i"),
]


def numbered(lines: list[str]) -> list[str]:
    """Lines whose files have different names: some systems let nobody write into a file that is open."""
    parts = "\n".join(lines).split("FILE")
    return (
        "".join(part + f"file{number}" for number, part in enumerate(parts)).removesuffix(f"file{len(parts) - 1}").split("\n")
    )


def assert_same_unless_refused(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    if "and" in quirks:  # it reaches into nearly every random line
        pytest.skip(QUIRKS["and"].reason)
    lines = numbered(lines)
    try:
        cmd(*lines)
    except ValueError:
        assume(False)
    assume(comparable(quirks, " && ".join(lines)))
    assert_same(machine, quirks, lines)


@sample
@given(lines=st.lists(LINES, min_size=1, max_size=3))
def test_random_commands_do_what_a_batch_file_does(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    assert_same_unless_refused(machine, quirks, lines)


@sample
@given(lines=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join), min_size=1, max_size=2))
def test_random_texts_do_what_a_batch_file_does_or_are_refused(machine: Machine, quirks: set[str], lines: list[str]) -> None:
    # Only p sets ERRORLEVEL whether it fails or not, and a batch file sees nothing else.
    assume(not any(re.search(r"^[^p]*$", part) for line in lines for part in re.split(r"[&|()]+", line) if part.strip()))
    assert_same_unless_refused(machine, quirks, lines)


# --- What the lexer reads


def read(text: str) -> tuple[list[list[str]], set[str]]:
    """The arguments of each ``p`` that the lexer sees in a line, and the files that it writes."""
    commands = read_script(f'"{text}"', strip=True).commands
    files = {each.target.text for command in commands for each in command.redirects if each.operator.endswith(">")}
    log = [[text for word in command.words[1:] for text in put_in(word)] for command in commands if command.name == "p"]
    return log, files - {"nul"}


VALUES = {
    "%VALUE%": "the value",
    "%value%": "the value",
    "%VALUE:~0,3%": "the",
    "%VALUE:the=a%": "a value",
    "%VALUE:~4%": "value",
}


def put_in(word: Word) -> list[str]:
    """A word with its variables replaced. Without quotes, a value with a blank becomes two words."""
    if not word.variables:
        return [word.text]
    text = re.sub(r"(?i)%VALUE[^%]*%", lambda found: VALUES[found[0]], word.text)
    return [text] if word.raw.startswith('"') else text.split(" ")


TEXTS = [
    *("p", "p a b", "  p  a   b ", "p\ta\tb", "@p a", "@ p a", ",p a", "(p a)", "( p a )", "((p a)&p b)"),
    *(
        "p a&p b",
        "p a & p b&p c",
        "p a&&p b",
        "p a &",
        "p a^&b",
        "p a ^& b",
        "p a^^&p b",
        "p a^^^&b",
        "p ^a^b",
        "p a^ b",
        "p a ^^",
    ),
    *(
        'p "a & b"',
        'p "a"&p "b"',
        'p ^"a & p b^"',
        'p "a^b"',
        'p "a^"',
        'p "a" ^& "b"',
        'p a"b c"d',
        'p ""',
        'p "" a ""',
        'p "a" "b',
    ),
    *(
        'p "a" b"',
        'p a" & p b',
        'p "a\\" b',
        'p "a\\" & p b" c',
        'p a\\"b',
        'p "a\\\\" b',
        'p "a""b"',
        'p a""b',
        "p 'a b'",
        "p `a b`",
    ),
    *(
        "p a >x",
        "p a>x",
        "p a >x b",
        "p >x a",
        ">x p a",
        "p a > x",
        'p a >"x y"',
        'p a >"x y"z b',
        "p a>>x",
        "p a 1>x",
        "p a 2>x",
    ),
    *(
        "p a1>x",
        "p a 2>x 1>&2",
        "p a >x 2>&1",
        "p a >nul",
        "p a <nul",
        'p ">x"',
        "p ^>x",
        "p a>x,b",
        "p a>x;b",
        "p a > x=b",
        "p (2>x",
    ),
    *(
        "(2>x p a)",
        "@2>x p a",
        ">x,p a",
        ">x ,;p a",
        "p a^2>x",
        "p ^2>x",
        "p )2>x",
        "p a >^x",
        "p a >x^&y",
        "(p a)>x",
        "(p a&p b) > x",
    ),
    *("p a)b", "p a) b", "p (a", "p (a)", "p a(b)c", "(p (a^))", "(p ^(a^))", '(p "a)")', "(p a)&p b", "(p a) & (p b)"),
    *(
        "rem p a",
        "rem a & p b",
        "p a & rem b & p c",
        "remx & p a",
        "p rem",
        ":p a",
        "::p a & p b",
        "p :a",
        "p a & :: b & p c",
        "rem",
    ),
    *(
        "p %VALUE%",
        'p "%VALUE%"',
        "p ^%VALUE^%",
        "p %VALUE",
        "p 100%",
        "p %%VALUE%%",
        "p %NONE%",
        "p %VALUE:~0,3%",
        "p %VALUE:the=a%",
        "p %1 %*",
    ),
    *("p !VALUE!", "p a,b;c=d", "p a/b", "p a#b~c", "p /a -b", "p {a} [b] $c @d", "p a+b*c?", "p \u00e4\u20ac"),
    *(
        "if 1==1 p a",
        "if 1==1 (p a)",
        "if not 1==2 p a & p b",
        'if "a b"=="a b" p c',
        "if 1 equ 1 p a",
        "if exist . p a",
        "if defined VALUE p a",
    ),
    *(
        "if not defined NONE (p a)",
        "if not errorlevel 1 p a",
        "if /i a==A p b",
        'if not ""=="a" (p b) & p c',
        "if a^ b==a^ b p c",
    ),
    *(
        "for %i in (a) do p b",
        "for %i in (a) do @p b & p c",
        'for %i in ("a b") do (p c)',
        "for /l %i in (1,1,1) do p a",
        "for /d %i in (.) do p a",
    ),
]


@pytest.mark.parametrize("text", TEXTS)
def test_cmd_splits_a_line_as_the_lexer_does(machine: Machine, quirks: set[str], text: str) -> None:
    compare(quirks, text)
    log, files = read(text)
    ran = machine.line(text)
    assert (ran.log, set(ran.files)) == (log, files)


SPLITS = [
    *(
        "p ",
        "p ",
        "p ",
        "p a",
        " ",
        "^",
        '"',
        "&",
        "&&",
        "(",
        ")",
        ">FILE ",
        " >>FILE ",
        "2>FILE ",
        "b",
        "1",
        "@",
        ",",
        ";",
        "=",
        '\\"',
        "\\",
    ),
    *('^"', "!", "%", "rem ", ":", "\t", "if 1==1 ", "a>FILE"),
]


@sample
@given(text=st.lists(st.sampled_from(SPLITS), min_size=1, max_size=9).map("".join))
def test_cmd_splits_a_random_line_as_the_lexer_does(machine: Machine, quirks: set[str], text: str) -> None:
    (text,) = numbered([f"p {text}"])
    assume(comparable(quirks, text))
    script = read_script(f'"{text}"', strip=True)
    # A line with an error in its syntax runs nothing, which the lexer doesn't look for; programs that don't exist end a chain.
    assume(script.unfinished is None)
    try:
        cmd(text)
    except ValueError:
        assume(False)
    assume(all(command.name in {"p", ""} for command in script.commands))
    log, files = read(text)
    ran = machine.line(text)
    assert (ran.log, set(ran.files)) == (log, files)


ARGUMENTS = [
    *(
        "",
        "a b",
        '"a b" c',
        '"a\\"b" c',
        '"a\\\\" b',
        'a\\\\\\b d"e f"g h',
        'a\\\\\\"b c d',
        'a\\\\\\\\"b c" d e',
        '"" ""',
        '"a b',
    ),
    *(
        '"a""b" c',
        'a"b"" c d',
        '"""a b"""',
        "a\\",
        "a\\ b",
        '\\"a b\\"',
        "\ta\t b",
        "'a b'",
        "a^b&c|d",
        "%VALUE% !a!",
        "a*b? c",
    ),
]


@pytest.mark.parametrize("text", ARGUMENTS)
def test_a_program_splits_its_arguments_as_the_lexer_does(machine: Machine, text: str) -> None:
    assert machine.run(f"p {text}").log == [[word.text for word in split_words(f"p {text}")][1:]]


@sample
@given(text=st.text('ab"\\ \t', max_size=12))
def test_a_program_splits_random_arguments_as_the_lexer_does(machine: Machine, text: str) -> None:
    assert machine.run(f"p {text}").log == [[word.text for word in split_words(f"p {text}")][1:]]


OUTER = [
    *(
        "p a",
        '"p a"',
        '"p" a',
        '"p" "a b"',
        '""p" "a b""',
        '"p" "a" b',
        '"p "a b""',
        '"p a & p b"',
        '"p a" & p b',
        'p "a b"',
        'p "a" "b"',
    ),
    *(
        '"p a"b',
        '  "p a"',
        '"p a" ',
        '"p" a & p "b"',
        '"p a',
        '"p ^"a"',
        '"p" a^&b',
        '""p a""',
        '"p a""',
        '"""p" a"',
        '"p a & "p" b"',
    ),
    *('"%VALUE%" & p a', '"(p a)"', '"p" (a)', '"cmd /c p a"', '"cmd /c "p a""', 'cmd /c "p a"', 'cmd /s /c "p "a b""'),
]


@pytest.mark.parametrize("strip", [False, True])
@pytest.mark.parametrize("text", OUTER)
def test_cmd_removes_the_quotes_that_the_lexer_removes(machine: Machine, quirks: set[str], text: str, strip: bool) -> None:
    compare(quirks, text)
    inner = without_outer_quotes(text, strip=strip)
    # With all quotes around it removed by /s, the inner line is what cmd reads.
    direct = machine.line(inner)
    assert machine.run(f"{machine.cmd} /d {'/s ' if strip else ''}/c {text}")[:3] == direct[:3]


# --- What the messages and the docs promise of cmd


@pytest.mark.parametrize(
    ("line", "log"),
    [
        ("p 5 & if errorlevel 5 p a", [["5"], ["a"]]),
        ("p 5 & if errorlevel 6 p a", [["5"]]),
        ("p 5 & if not errorlevel 6 p a", [["5"], ["a"]]),
        ("set A=1& p %A%", [["%A%"]]),
        ("for %i in (a b) do p 0 %i", [["0", "a"], ["0", "b"]]),
        ("p a & goto b & p c", [["a"]]),
    ],
)
def test_what_cmd_runs(machine: Machine, quirks: set[str], line: str, log: list[list[str]]) -> None:
    if "goto" in line and not machines.WINDOWS:
        pytest.skip("Wine goes on after a goto to a label that it can't find")
    compare(quirks, line)
    assert machine.line(line).log == log


@pytest.mark.parametrize(("option", "log"), [("/v:on", [["1"]]), ("/v:off", [["!A!"]]), ("", [["!A!"]])])
def test_exclamation_marks_are_text_without_v_on(machine: Machine, option: str, log: list[list[str]]) -> None:
    assert machine.run(f'{machine.cmd} /d {option} /s /c "set A=1& p !A!"').log == log


def test_the_first_failure_of_a_loop_ends_it(machine: Machine, quirks: set[str]) -> None:
    line = "for %i in (0 5 0) do p %i || exit 7"
    compare(quirks, line)
    assert machine.line(line)[:2] == (7, [["0"], ["5"]])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("cmd /c exit 3 & cmd /c exit 0", 0),
        ("cmd /c exit 3 & exit /b 0", 0),
        ("cmd /c exit 3 || exit /b 0", 0),
        ("cmd /c exit 3 & cmd /c exit 0 & echo x", 0),
        ("cmd /c exit 3 & echo x", 3),
        ("cmd /c exit 3 || echo x", 3),
        ("cmd /c exit 3 & rem x", 3),
    ],
)
def test_the_exit_code_of_a_line(machine: Machine, line: str, code: int) -> None:
    """Rule BM106 assumes this: programs and ``exit`` set the exit code, ``echo`` doesn't."""
    assert machine.line(line).code == code
