r"""Lines of a script that cmd can run inside brackets, one after the other: `commands.cmd` needs them there.

The check is strict where `cmd.read_script` is lenient. It accepts a line only if cmd reads it as complete commands, and if what
follows the line can't change what the line means. Each problem is the end of a sentence that begins with the line's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cmd import read_script
from .cmd_grammar import grammar_problem
from .cmd_tokens import TOKEN, VARIABLE
from .script import Command, Script

_COMMENT = re.compile(r"[ \t@,;=]*(?::|rem(?!\S)(?!\s*[&|<>]))", re.IGNORECASE)
_BATCH_ONLY = frozenset({"goto", "setlocal", "endlocal", "shift"})
_HAVE_BRACKETS = frozenset({"PATH", "PSMODULEPATH"})
"""Variables whose values have brackets in them on many nodes: C:\\Program Files (x86)\\..."""
_OPEN_VARIABLE = re.compile(r"%([A-Za-z_]\w+):([^%]*)\Z")
_ARITHMETIC = re.compile(r"([^\s\"^%&|<>()=,;+\-*/!~]+)\s*(?:[-+*/%&^|]|<<|>>)?=(?!=)")


def is_comment(line: str) -> bool:
    """Return whether a whole line is a comment or a label."""
    return _COMMENT.match(line) is not None


def line_problem(line: str) -> str | None:
    """Return why cmd can't run a line in brackets before other lines, and what to write instead; None if it can."""
    return _text_problem(line) or grammar_problem(line) or _command_problem(_read(line))


def _read(line: str) -> Script:
    return read_script(f'"{line}"', strip=True)


def used_before(line: str, assigned: dict[str, int]) -> str | None:
    """Return the problem of a line that uses a variable which an earlier line sets, or None.

    Args:
        line: The line.
        assigned: Names of variables in upper case, and the numbers of the lines that change them.
    """
    used = line.upper()
    for name, number in assigned.items():
        if f"%{name}%" in used or f"%{name}:" in used:
            return (
                f"uses a variable that line {number} sets, and cmd expands all variables before it runs any line: "
                "use powershell(), or a batch file among the resource files"
            )
    return None


def open_variable(line: str, following: list[str]) -> str | None:
    """Return the problem of a line that begins ``%NAME:old=new%`` if a later line has the second percent sign, or None."""
    found = _OPEN_VARIABLE.search(VARIABLE.sub("", line))
    if not found or "%" not in "".join(following):
        return None
    replaced = found[2] + "".join(following).partition("%")[0]
    if not replaced.startswith("~") and "=" not in replaced:
        return None
    return (
        f"begins a replacement with %{found[1]}: and a following line has the % that would end it: "
        "write the whole replacement into the line, or use powershell()"
    )


def assigned_names(line: str) -> Iterator[str]:
    """Yield the names of the variables that a line changes, in upper case."""
    yield "ERRORLEVEL"
    for command in _read(line).commands:
        words = [command.name, *command.arguments]
        if words[:2] == ["call", "set"]:
            del words[0]
        if words[0] == "set":
            yield from _set_names(words[1:])
        elif words[0] in {"cd", "chdir", "pushd", "popd"}:
            yield "CD"


def _set_names(arguments: list[str]) -> Iterator[str]:
    text = " ".join(arguments)
    if text[:2].lower() == "/a":
        yield from (name.upper() for name in _ARITHMETIC.findall(text[2:]))
        return
    if text[:2].lower() == "/p":
        text = text[2:].lstrip()
    name, equals, _ = text.partition("=")
    if equals:
        yield name.rstrip(" ").upper()


def _text_problem(line: str) -> str | None:
    """Return the problem of the line's text, if any: an open quote, a final caret, a variable with brackets in its value."""
    for match in TOKEN.finditer(line):
        if match["quoted"] and not match["quoted"].endswith('"', 1):
            return 'lacks a closing double quote; a quotation mark as text is written ^" in cmd'
        if match["escaped"] == "":
            return "ends with ^, which would escape what follows the line: remove it, or write ^^ for a caret that is text"
        if match["variable"]:
            name = match["variable"][1:-1].partition(":")[0].upper()
            shown = f"%{name}%" if name in _HAVE_BRACKETS else "a bracket between percent signs"
            if name in _HAVE_BRACKETS or ")" in match["variable"]:
                return (
                    f"has {shown} outside quotes, and a closing bracket in its value would end the brackets around the line: "
                    'write it in quotes, for example "%ProgramFiles(x86)%" or set "PATH=%PATH%;C:\\tools"'
                )
    return None


def _command_problem(script: Script) -> str | None:
    """Return the problem of the line's commands, if any: those that need a batch file, and batch files that need `call`."""
    for command in script.commands:
        if command.name.endswith((".bat", ".cmd")):
            return "runs a batch file whose exit code cmd would not see: write call before its name"
        if _needs_batch_file(command):
            return (
                f"uses {command.name}, which works in batch files only: "
                "put the script into a batch file among the resource files, and call that"
            )
    return None


def _needs_batch_file(command: Command) -> bool:
    return command.name in _BATCH_ONLY or (command.name == "call" and "".join(command.arguments[:1]).startswith(":"))
