"""Commands, and options of commands, that bash has and dash doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...shells.script import Command
from .dash_effects import ENDS, FAILS, LITERAL, Bashism
from .word_sets import names

_MISSING = {
    "source": ". with a path, for example . ./env.sh",
    "declare": "plain assignments",
    "typeset": "plain assignments",
    "let": "i=$((i + 1))",
    "shopt": "no options of bash",
    "pushd": "cd",
    "popd": "cd",
    "dirs": "pwd",
    "mapfile": "a while read loop",
    "readarray": "a while read loop",
    "disown": "nohup",
    "builtin": "command",
    "caller": "no call stack",
    "enable": "no options of bash",
    "compgen": "command -v",
    "complete": "no completion",
    "bind": "no key bindings",
    "logout": "exit",
}
_OPTIONS = re.compile(r"[-+][A-Za-z]+")
_SET_NAMES = names(
    "pipefail errtrace functrace posix history histexpand hashall braceexpand keyword onecmd physical interactive-comments"
)
_SET_LETTERS = frozenset("BHPTkht")
_SIGNALS = re.compile(r"SIG[A-Z0-9]+")
_SHELL_EVENTS = frozenset({"ERR", "RETURN", "DEBUG"})
_ADDED = re.compile(r"[A-Za-z_]\w*\+=")


def only_in_bash(command: Command) -> Bashism | None:
    """Return what a command has that dash doesn't; None if it has nothing."""
    if not command.words or command.words[0].text != command.name:
        return None
    if command.name in _MISSING:
        return Bashism(FAILS, command.name, _MISSING[command.name])
    look = _LOOKS.get(command.name)
    return look(command) if look else None


def _letters(command: Command) -> str:
    """Return the letters of the options before the first other argument."""
    letters = ""
    for text in command.arguments:
        if not _OPTIONS.fullmatch(text):
            break
        letters += text[1:]
    return letters


def _test(command: Command) -> Bashism | None:
    arguments = command.arguments
    if "==" in arguments:
        return Bashism(FAILS, f"== in {command.name}", "=", "the test fails whatever the values are")
    if arguments[:1] == ("-v",):
        return Bashism(FAILS, f"{command.name} -v", '[ -n "${name-}" ]', "the test fails whatever the value is")
    return None


def _double_brackets(command: Command) -> Bashism:
    del command
    return Bashism(FAILS, "[[", "[ ... ] or case", "the test fails whatever the values are")


def _arithmetic(command: Command) -> Bashism:
    del command
    return Bashism(LITERAL, "((...))", "[ ... -lt ... ] or i=$((i + 1))", "it runs the expression as a command in a subshell")


def _set(command: Command) -> Bashism | None:
    arguments = iter(command.arguments)
    for text in arguments:
        if not _OPTIONS.fullmatch(text):
            return None
        if text.endswith("o") and (following := next(arguments, "")) in _SET_NAMES:
            return Bashism(ENDS, following, "set -e without it")
        if letter := next((letter for letter in text[1:] if letter in _SET_LETTERS), ""):
            return Bashism(ENDS, f"set {text[0]}{letter}", "set -e without it")
    return None


def _read(command: Command) -> Bashism | None:
    letters = _letters(command)
    if letter := next((letter for letter in letters if letter in "aNnstudei"), ""):
        return Bashism(FAILS, f"read -{letter}", "read -r name")
    if not command.arguments or set(command.arguments) == {"-r"}:
        return Bashism(FAILS, "read without a name", "read -r name")
    return None


def _echo(command: Command) -> Bashism | None:
    for option in command.arguments[:1]:
        if re.fullmatch(r"-(?=n*[eE])[neE]+", option):
            return Bashism(LITERAL, f"echo {option}", "printf", f"it prints {option}")
    return None


def _printf(command: Command) -> Bashism | None:
    first = command.arguments[:1]
    if first == ("-v",):
        return Bashism(FAILS, "printf -v", "name=$(printf ...)")
    return Bashism(FAILS, "printf %q", "%s") if any("%q" in each for text in first for each in text.split("%%")) else None


def _declaring(command: Command) -> Bashism | None:
    if any(_ADDED.match(text) for text in command.arguments):
        return Bashism(ENDS, f"+= in {command.name}", 'name="$name..."')
    letters = _letters(command).replace("p", "")
    if not letters:
        return None
    return Bashism(ENDS, f"{command.name} -{letters[0]}", f"{command.name} name")


def _dot(command: Command) -> Bashism | None:
    file = command.words[1] if len(command.words) > 1 else None
    if file is None or "/" in file.text or file.variables or file.substitutes:
        return None
    path = f". ./{file.text}" if file.text.isprintable() else ". ./FILE"
    return Bashism(LITERAL, ". for files without a path", path, "it looks for the file only on the PATH")


def _unset(command: Command) -> Bashism | None:
    return Bashism(ENDS, "unset -n", "unset") if "n" in _letters(command) else None


def _ulimit(command: Command) -> Bashism | None:
    letter = next((letter for letter in _letters(command) if letter in "uibeqxkPRT"), "")
    return Bashism(FAILS, f"ulimit -{letter}", "the ulimit of bash, or prlimit") if letter else None


def _trap(command: Command) -> Bashism | None:
    arguments = command.arguments
    wrong = next((text for text in arguments[1:] if text in _SHELL_EVENTS or _SIGNALS.fullmatch(text)), "")
    if not wrong:
        return None
    return Bashism(FAILS, f"trap ... {wrong}", wrong[3:] if wrong.startswith("SIG") else "trap ... EXIT")


def _kill(command: Command) -> Bashism | None:
    for text in command.arguments[:2]:
        if _SIGNALS.fullmatch(text.removeprefix("-")):
            name = text.removeprefix("-")
            return Bashism(FAILS, f"kill -{name}", f"kill -{name[3:]}")
    return None


def _wait(command: Command) -> Bashism | None:
    return Bashism(FAILS, "wait -n", "wait") if "n" in _letters(command) else None


def _type(command: Command) -> Bashism | None:
    return Bashism(FAILS, f"type -{letters[0]}", "command -v") if (letters := _letters(command)) else None


def _exec(command: Command) -> Bashism | None:
    return Bashism(ENDS, f"exec -{letters[0]}", "exec") if (letters := _letters(command)) else None


_LOOKS: dict[str, Callable[[Command], Bashism | None]] = {
    "[": _test,
    "test": _test,
    "[[": _double_brackets,
    "((": _arithmetic,
    "set": _set,
    "read": _read,
    "echo": _echo,
    "printf": _printf,
    **dict.fromkeys(("export", "readonly", "local"), _declaring),
    "unset": _unset,
    ".": _dot,
    "ulimit": _ulimit,
    "trap": _trap,
    "kill": _kill,
    "wait": _wait,
    "type": _type,
    "exec": _exec,
}
