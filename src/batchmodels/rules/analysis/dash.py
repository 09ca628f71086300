"""Syntax of bash that dash, the ``/bin/sh`` of Debian and Ubuntu, doesn't have, and its effect there.

Each effect is what dash 0.5.12 does; `tests/rules/test_dash.py` runs it.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...shells.script import Command, Compound, Pipeline, Redirect, Statement, Word, nodes_in
from .command_line import Analysis
from .dash_commands import only_in_bash
from .dash_effects import ENDS, FAILS, LITERAL, SYNTAX, Bashism
from .prefixes import without_prefixes

_QUOTED = re.compile(r"\\.|'[^']*'?|\"(?:\\.|[^\"\\])*\"?", re.DOTALL)
_WITH_DOLLAR = re.compile(rf"\$\$|\$?(?:{_QUOTED.pattern})", re.DOTALL)
"""Quoted pieces, with a dollar sign before the quote; ``$$`` is the number of the shell's process."""
_SINGLE = re.compile(r"\\.|'[^']*'?|\"|[^\\'\"]+", re.DOTALL)
_EXPANSION = re.compile(
    r"\$\{(?P<many>[#!]?\w+\[)|\$\{(?P<indirect>![A-Za-z_])|\$\{(?:\w+|[@*])"
    r"(?:(?P<case>\^|,)|(?P<replaced>/)|(?P<part>:(?![-+=?]))|(?P<shown>@[A-Za-z]\}))"
    r"|\$\(\((?P<step>[^()]*(?:\+\+|--|\*\*))|\$\(\((?P<random>[^()]*\bRANDOM\b)|(?P<old>\$\[)|(?P<file>\$\(\s*<\s*[^<()\s]+\s*\))"
)
_EXPANSIONS = {
    "many": (ENDS, "${name[index]}", "a variable for each value"),
    "indirect": (ENDS, "${!name}", "a case command"),
    "case": (ENDS, "${name^^}", 'tr, for example $(echo "$name" | tr a-z A-Z)'),
    "replaced": (ENDS, "${name/pattern/text}", 'sed, for example $(echo "$name" | sed s/pattern/text/)'),
    "part": (ENDS, "${name:offset}", 'cut, for example $(echo "$name" | cut -c 1-8)'),
    "shown": (ENDS, "${name@Q}", "the variable itself"),
    "step": (ENDS, "++ or ** in arithmetic", "i=$((i + 1))"),
    "random": (LITERAL, "$RANDOM", "od -An -N2 -tu2 /dev/urandom"),
    "old": (LITERAL, "$[...]", "$((...))"),
    "file": (LITERAL, "$(< file)", "$(cat file)"),
}
_CONSEQUENCES = {"file": "it is empty", "random": "it is 0"}
_BRACES = re.compile(r"(?<![$\\\w{]\{)(?<!\$)\{(?:[^\s{}$;|&<>()]*,[^\s{}$;|&<>()]*|-?\w+\.\.-?\w+(?:\.\.-?\w+)?)\}")
_PROCESS = re.compile(r"[<>]\(")
_ARRAY = re.compile(r"[A-Za-z_]\w*\+?=\(")
_ELEMENT = re.compile(r"[A-Za-z_]\w*\[")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_ADDED = re.compile(r"[A-Za-z_]\w*\+=")
_NAMED_DESCRIPTOR = re.compile(r"\{[A-Za-z_]\w*\}")
_FUNCTION_NAME = re.compile(r"[A-Za-z_]\w*")
_DEFAULT = re.compile(r"\$\{(\w+):?[-+=?]")
_VARIABLES = frozenset(
    (
        *("RANDOM", "SRANDOM", "UID", "EUID", "GROUPS", "SECONDS", "BASHPID", "HOSTNAME", "OSTYPE", "HOSTTYPE", "MACHTYPE"),
        *("BASH_SOURCE", "FUNCNAME", "PIPESTATUS", "DIRSTACK", "EPOCHSECONDS", "EPOCHREALTIME", "BASH_COMMAND"),
    )
)
"""Variables that bash sets, and that are empty in dash."""
_RANDOM = frozenset({"RANDOM", "SRANDOM"})

_HEADS = {
    "for": re.compile(r"for[^\n;]*"),
    "select": re.compile(r"select[^\n;]*"),
    "case": re.compile(r"case[^\n]*?(?=\bin\b)"),
}
_ARITHMETIC_LOOP = re.compile(r"for\s*\(\(")


class Found(NamedTuple):
    """A construct of bash in a script.

    Attributes:
        bashism: The construct.
        place: Its place in the script.
        command: The command that contains it; None if it isn't in a simple command.
    """

    bashism: Bashism
    place: Command | Word
    command: Command | None = None


def bashisms_in(analysis: Analysis) -> Iterator[Found]:
    """Yield what a script has that dash doesn't, in the order of the text."""
    script = analysis.code
    known = _known_names(analysis)
    for node in nodes_in(analysis.body):
        if isinstance(node, Statement):
            if node.terminator in {";&", ";;&"}:
                yield Found(Bashism(SYNTAX, node.terminator, "the same commands in both cases"), _place(node.start, node.end))
        elif isinstance(node, Pipeline):
            yield from itertools.starmap(Found, _in_pipeline(node))
        elif isinstance(node, Compound):
            yield from itertools.starmap(Found, _in_compound(node, script, known))
        elif isinstance(node, Command):
            yield from (Found(bashism, place, node) for bashism, place in _in_command(node, known))


def _place(start: int, end: int) -> Command:
    return Command((), start=start, end=end)


def _known_names(analysis: Analysis) -> frozenset[str]:
    """Return the functions that a script defines and the variables that it sets itself, or gives a default."""
    names = {node.name.lower() for node in nodes_in(analysis.body) if isinstance(node, Compound) and node.name}
    for command in analysis.commands:
        words = command.words[1:] if command.name in {"read", "export", "local", "readonly"} else ()
        names.update(word.text.partition("=")[0] for word in (*command.assignments, *words))
    names.update(_DEFAULT.findall(analysis.code))
    if analysis.in_container:
        names.add("HOSTNAME")  # which the container's engine sets
    return frozenset(names)


def _in_pipeline(pipeline: Pipeline) -> Iterator[tuple[Bashism, Command]]:
    place = _place(pipeline.start, pipeline.end)
    if "|&" in pipeline.operators:
        yield Bashism(SYNTAX, "|&", "2>&1 |"), place
    if "coproc" in pipeline.keywords:
        yield Bashism(FAILS, "coproc", "a named pipe, with mkfifo"), place


def _in_compound(compound: Compound, script: str, known: frozenset[str]) -> Iterator[tuple[Bashism, Command | Word]]:
    place = _place(compound.start, compound.end)
    if compound.keyword == "function":
        if script.startswith("function", compound.start):
            yield Bashism(SYNTAX, "function", "name() { ...; }"), place
        elif not _FUNCTION_NAME.fullmatch(compound.name):
            yield Bashism(SYNTAX, "function names with other characters than letters, digits and _", "another name"), place
    elif compound.keyword == "select":
        yield Bashism(SYNTAX, "select", "a loop"), place
    elif compound.keyword == "for" and _ARITHMETIC_LOOP.match(script, compound.start):
        yield Bashism(SYNTAX, "for ((...))", "for i in $(seq 10), or a while loop"), place
    if (pattern := _HEADS.get(compound.keyword)) and (head := pattern.match(script, compound.start)):
        yield from _in_raw(head[0], Word(head[0], head[0], start=compound.start))
        yield from _variables(Word(head[0], head[0], tuple(re.findall(r"\$\{?(\w+)", head[0])), start=compound.start), known)


def _in_command(command: Command, known: frozenset[str]) -> Iterator[tuple[Bashism, Command | Word]]:
    for redirect in command.redirects:
        if found := _redirection(redirect):
            yield found, command
    for word in command.assignments:
        if found := _assignment(word.raw):
            yield found, word
    if command.words:
        found = only_in_bash(command) or only_in_bash(without_prefixes(command))
        if found and command.name not in known:
            yield found, command
    for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
        if command.name != "[[":
            found_here = _in_raw(_without_commands(word, command), word, is_value=bool(_ASSIGNMENT.match(word.raw)))
            yield from (each for each in found_here if each[0].name.removeprefix("$") not in known)
        yield from _variables(word, known)


def _without_commands(word: Word, command: Command) -> str:
    """Return a word as it is written without the commands in it, which are commands of their own."""
    raw, parts, at = word.raw, list[str](), 0
    first = bisect.bisect_left(command.inner, word.start, key=lambda block: block.start)
    for block in command.inner[first:]:
        start, end = block.start - word.start, block.end - word.start
        if start >= len(raw):
            break
        if raw[start - 2 : start] == "$(" and not raw[start:end].lstrip().startswith("<"):
            parts.append(raw[at:start])
            at = end
    return "".join((*parts, raw[at:]))


def _assignment(raw: str) -> Bashism | None:
    """Return what an assignment has that dash doesn't; None if it has nothing."""
    if _ARRAY.match(raw) or _ELEMENT.match(raw):
        effect = SYNTAX if _ARRAY.match(raw) else FAILS
        return Bashism(effect, "arrays", "a variable for each value, or set -- for a list")
    return Bashism(FAILS, "+=", 'name="$name..."') if _ADDED.match(raw) else None


def _redirection(redirect: Redirect) -> Bashism | None:
    operator, target = redirect.operator, redirect.target.text
    if operator.endswith("<<<"):
        return Bashism(SYNTAX, "<<<", "echo ... |, or a here-document")
    if operator in {"&>", "&>>"}:
        return Bashism(
            LITERAL,
            operator,
            f"{operator[1:]}{target if redirect.target.raw == target else 'file'} 2>&1",
            "it runs the command in the background and only empties the file"
            if operator == "&>"
            else "it runs the command in the background and redirects nothing",
        )
    if operator == ">&" and not re.fullmatch(r"[0-9]+-?|-|\$.*", target):
        return Bashism(SYNTAX, ">& with a file", ">file 2>&1")
    if _NAMED_DESCRIPTOR.match(operator):
        return Bashism(LITERAL, "{name}>", "a number, for example 3>", "it passes {name} to the command as an argument")
    if target.startswith(("/dev/tcp/", "/dev/udp/")):
        return Bashism(FAILS, target.rsplit("/", 2)[0] if target.count("/") > 3 else "/dev/tcp", "nc")  # noqa: PLR2004  # because /dev/tcp/host/port has four
    return None


def _in_raw(raw: str, word: Word, *, is_value: bool = False) -> Iterator[tuple[Bashism, Word]]:
    """Yield the expansions in a word as it is written that only bash has."""
    if not re.search("[${<>]", raw):
        return
    bare, quoted = _QUOTED.sub("''", raw), {piece[0][:2] for piece in _WITH_DOLLAR.finditer(raw)}
    if "$'" in quoted:
        yield Bashism(LITERAL, "$'...'", "\"$(printf '...')\"", "the $ stays and the escapes aren't replaced"), word
    elif '$"' in quoted:
        yield Bashism(LITERAL, '$"..."', '"..."', "the $ stays"), word
    if not is_value and _BRACES.search(bare):
        numbers = re.search(r"(?:\A|\s)\{([0-9]+)\.\.([0-9]+)\}(?:\s|\Z)", bare)
        instead = f"$(seq {numbers[1]} {numbers[2]})" if numbers else "the words one by one"
        yield Bashism(LITERAL, "brace expansion", instead, "the braces stay in the word"), word
    if _PROCESS.search(bare):
        yield Bashism(SYNTAX, "process substitution", "a pipe or a temporary file"), word
    if "$" in raw:
        for kind in _kinds(raw):
            effect, what, instead = _EXPANSIONS[kind]
            yield Bashism(effect, what, instead, _CONSEQUENCES.get(kind, "")), word


def _kinds(raw: str) -> list[str]:
    """Return the kinds of expansions in a word, outside of single quotes."""
    parts, quoted = list[str](), False
    for piece in _SINGLE.finditer(raw):
        text = piece[0]
        if text == '"':
            quoted = not quoted
        if not text.startswith(("'", "\\")) or quoted:
            parts.append(text)
    return [kind for found in _EXPANSION.finditer("".join(parts)) if (kind := found.lastgroup)]


def _variables(word: Word, known: frozenset[str]) -> Iterator[tuple[Bashism, Word]]:
    for name in word.variables:
        unique = name in _RANDOM and "$" in word.variables  # $$ makes the name unique as well
        if name in _VARIABLES and name not in known and not unique and f"${{{name}[" not in word.raw:
            yield Bashism(LITERAL, f"${name}", "a program, for example hostname or id -u", "it is empty"), word
