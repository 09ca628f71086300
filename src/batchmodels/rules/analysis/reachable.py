"""The statements of a script that may run: those up to the ``exit``, ``return`` or similar that ends it for certain."""

from __future__ import annotations

import re

import msgspec

from ...shells.script import Block, Command, Script, Shell, Statement

# A throw doesn't end a script that handles its own errors.
_HANDLES_ERRORS = re.compile(r"(?i)(?<![\w-])trap\b|ErrorActionPreference\W+(?:silentlycontinue|ignore|[04]\b)")
_LABEL = re.compile(r"(?m)^[ \t@]*:\w")
_ENDING_IN_POWERSHELL = re.compile(r"(?i)(exit|return|throw)(?![\w-])")


def reachable(read: Script, text: str) -> tuple[Block, tuple[Statement, ...]]:
    """Return what of a script may run, and the statements after the one that ends it for certain."""
    statements = read.body.statements
    handles_errors = read.shell is Shell.powershell and _HANDLES_ERRORS.search(text) is not None
    has_labels = read.shell is Shell.cmd and _LABEL.search(text) is not None
    if read.unfinished is None and not has_labels:
        for number, statement in enumerate(statements, 1):
            ending = leaving_command(statement, read.shell, text)
            if ending and not (ending == "throw" and handles_errors):
                return msgspec.structs.replace(read.body, statements=statements[:number]), statements[number:]
    return read.body, ()


def leaving_command(statement: Statement, shell: Shell, text: str) -> str:
    """Return the command with which a statement ends the script, such as ``exit``; empty if the script may continue."""
    if len(statement.pipelines) != 1 or statement.background:
        return ""
    pipeline = statement.pipelines[0]
    if shell is Shell.powershell and "return" in pipeline.keywords:
        return "return"
    last = statement.last
    if len(pipeline.elements) != 1 or not isinstance(last, Command):
        return ""
    if shell is Shell.powershell:
        match = _ENDING_IN_POWERSHELL.match(text, statement.start)
        return last.name if match is not None and match[1].lower() == last.name else ""
    if shell is Shell.cmd:
        return last.name if last.name == "exit" and "/?" not in last.arguments else ""
    return last.name if last.name == "exit" or (last.name == "exec" and last.arguments) else ""
