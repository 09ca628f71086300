"""Programs that run the command after them, such as ``sudo`` and ``timeout``."""

from __future__ import annotations

import re

import msgspec

from ...shells.script import Command, Shell, Word

# The programs, with their own options that take a value.
_PREFIXES: dict[str, tuple[str, ...]] = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-D", "-T", "--user", "--group"),
    "env": ("-u", "-C", "--unset", "--chdir"),
    "timeout": ("-k", "-s", "--kill-after", "--signal"),
    "nice": ("-n", "--adjustment"),
    "ionice": ("-c", "-n"),
    "stdbuf": ("-i", "-o", "-e"),
    "nohup": (),
    "setsid": (),
    "time": ("-o", "-f"),
    "exec": ("-a",),
    "command": (),
    "builtin": (),
    "call": (),
}
_WITHOUT_COMMAND: dict[str, tuple[str, ...]] = {
    "command": ("-v", "-V"),  # only look for the program
    "sudo": ("-R", "--chroot", "-l", "--list", "-v", "--validate", "-K", "--remove-timestamp"),  # or another root directory
    "ionice": ("-p", "-P", "-u", "--pid", "--pgid", "--uid"),  # for processes that run already
}
"""Options with which they run no command, or none that is known."""

_OF_THE_SHELL = frozenset({"exec", "command", "builtin"})
"""The prefixes that no program can run, because they are builtins."""

# Those of a shell. For cmd and PowerShell, timeout and time are other programs; PowerShell also runs on Linux.
_OF_SHELL = {
    Shell.posix: frozenset(_PREFIXES),
    Shell.cmd: frozenset({"call"}),
    Shell.powershell: frozenset({"sudo", "env", "nice", "ionice", "stdbuf", "nohup", "setsid"}),
}


def looks_for_a_command(command: Command) -> bool:
    """Return whether a command is ``command -v``, which only looks for a program."""
    return command.name == "command" and command.arguments[:1] in {("-v",), ("-V",)}


def without_prefixes(command: Command) -> Command:
    """Return the command that ``sudo``, ``env``, ``timeout``, ``nohup`` and similar programs of its shell finally run."""
    return run_by_a_program(command)[1]


def run_by_a_program(command: Command) -> tuple[str, Command]:
    """Return the last prefix that is a program, and the command without prefixes; an empty string without such a prefix."""
    prefixes = _OF_SHELL[command.shell]
    if command.name not in prefixes:
        return "", command
    words = command.words
    start, program = 0, ""
    while start < len(words) and (name := program_name(words[start])) in prefixes:
        end = _behind_options(words, start + 1, _PREFIXES[name])
        if any(word.text.startswith(_WITHOUT_COMMAND.get(name, ())) for word in words[start + 1 : end]):
            break
        if name in _OF_THE_SHELL and program:
            break  # the program doesn't find it
        program = "" if name in _OF_THE_SHELL or name in {"time", "call"} else name
        start = end
        if name == "timeout":
            start += 1
        while name in ("env", "sudo") and start < len(words) and re.match(r"[A-Za-z_]\w*=", words[start].text):
            start += 1
    return program, (msgspec.structs.replace(command, words=words[start:]) if start else command)


def _behind_options(words: tuple[Word, ...], start: int, with_value: tuple[str, ...]) -> int:
    while start < len(words) and words[start].text.startswith("-"):
        start += 2 if words[start].text in with_value else 1
    return start


def program_name(word: Word) -> str:
    """Return the name of the program that a word starts; the first line of a script, ``#!/bin/sh``, isn't one."""
    return word.text if word.text.startswith("#") else Command((word,)).name
