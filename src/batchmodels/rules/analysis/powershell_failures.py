"""Failures that scripts of PowerShell hide: with ``catch``, with preferences, and by not looking at exit codes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Block, Command, Compound, nodes_in
from .display import shown_command
from .important_commands import is_program
from .powershell_options import SILENT, error_action
from .powershell_texts import without_texts
from .restart_codes import how_to_wait
from .word_sets import names

_IMPORTANT = names(
    "invoke-webrequest iwr invoke-restmethod irm expand-archive copy-item copy cp move-item install-module install-package "
    "install-windowsfeature add-windowsfeature enable-windowsoptionalfeature import-module import-certificate start-service "
    "start-bitstransfer import-pfxcertificate set-content out-file invoke-expression iex start-process mount-diskimage"
)
_PREFERENCE = re.compile(r"(?i)\$(?:global:|script:)?ErrorActionPreference\s*=\s*['\"]?(?:SilentlyContinue|Ignore)")
_TELLS = re.compile(r"(?i)\b(?:exit|throw|break|continue|return|start-sleep|retry)\b|\$\w+\s*[-+]?=|\+\+|-ErrorAction\s+Stop")
_TESTS = re.compile(r"(?i)\btest-path\b|\$\?|lastexitcode|\bexitcode\b|\bget-(?:command|service|module|item)\b")
_GUARD = re.compile(r"(?i)\A\s*if\s*\(\s*test-path\b[^{}]*\{\s*+(?:exit|return)(?:\s++0)?\s*+;?\s*+\}\s*+;?")
"""The beginning of a script that ends at once where it has run before; it says nothing about the rest."""
_INSTALLER = re.compile(r"(?i)\.(?:exe|msi)\b|\bmsiexec\b")


def hidden_failure(body: Block, script: str) -> tuple[str, str, Command] | None:
    """Return what hides a failure, the fix, and the command that may fail; None if nothing does."""
    return next(_hidden(body, script), None)


def _hidden(body: Block, script: str) -> Iterator[tuple[str, str, Command]]:
    code = _GUARD.sub("", without_texts(script), count=1)
    if not _TESTS.search(code):
        yield from _by_preference(body, script)
        yield from _by_catch(body, code)
        yield from _in_try(body)
        yield from _started(body)
        yield from _not_stopped(body, code)


def _by_preference(body: Block, code: str) -> Iterator[tuple[str, str, Command]]:
    silent = _PREFERENCE.search(code) is not None
    for node in nodes_in(body):
        if isinstance(node, Command) and node.name in _IMPORTANT:
            action = SILENT.get(error_action(node))
            if action or silent:
                setting = f"-ErrorAction {action}" if action else "$ErrorActionPreference"
                yield f"if {shown_command(node)} fails, {setting} hides the failure.", "Use Stop instead.", node


def _by_catch(body: Block, code: str) -> Iterator[tuple[str, str, Command]]:
    for node in nodes_in(body):
        if not isinstance(node, Compound) or node.keyword != "try":
            continue
        caught = [section.block for section in node.sections if section.keyword == "catch"]
        tried = [section.block for section in node.sections if section.keyword == "try"]
        if not caught or any(_TELLS.search(code[block.start : block.end]) for block in caught):
            continue
        for block in tried:
            for command in nodes_in(block):
                if isinstance(command, Command) and command.name in _IMPORTANT:
                    yield (
                        f"if {shown_command(command)} fails, the catch block hides the failure.",
                        "End the catch block with throw or exit 1.",
                        command,
                    )


def _in_try(body: Block) -> Iterator[tuple[str, str, Command]]:
    for node in nodes_in(body):
        blocks = [each.block for each in node.sections if each.keyword == "try"] if isinstance(node, Compound) else []
        for statement in (statement for block in blocks for statement in block.statements[:-1]):
            last = statement.last
            if isinstance(last, Command) and is_program(last):
                yield (
                    f"if {shown_command(last)} fails, PowerShell continues: only cmdlets throw what catch catches.",
                    "Add if ($LASTEXITCODE) { throw } after it.",
                    last,
                )


def _started(body: Block) -> Iterator[tuple[str, str, Command]]:
    for node in nodes_in(body):
        if not isinstance(node, Command) or node.name not in {"start-process", "saps"}:
            continue
        lower = [text.lower() for text in node.arguments]
        waits = any(re.fullmatch(r"-wai?t?", text) for text in lower) and not any(text.startswith("-pas") for text in lower)
        if waits and _INSTALLER.search(" ".join(node.arguments[:3])):
            yield (
                "if the program that Start-Process starts fails, its exit code is lost.",
                how_to_wait(node),
                node,
            )


_MAKING = names("invoke-webrequest iwr expand-archive install-module install-windowsfeature start-bitstransfer import-module")
_TARGETS = ("-outfile", "-destinationpath", "-destination", "-name")
_MOST_FOLLOWED = 50
"""Limit on the cmdlets of a script that are followed; each takes time proportional to the rest of the script."""


def _not_stopped(body: Block, code: str) -> Iterator[tuple[str, str, Command]]:
    """A cmdlet that may fail before others that don't need what it makes."""
    if re.search(r"(?i)erroraction|\btrap\b|\btry\b|-ea\b|\bexit\b|\bthrow\b", code):
        return
    making = (
        (number, command)
        for number, statement in enumerate(body.statements[:-1])
        if isinstance(command := statement.pipelines[-1].elements[0], Command)
        if command.name in _MAKING and len(statement.pipelines) == 1
    )
    for number, command in itertools.islice(making, _MOST_FOLLOWED):
        made = [re.split(r"[\\/]", text.rstrip("\\/"))[-1].lower() for text in _made_by(command)]
        rest = _code_after(body, number)
        stems = [re.escape(name.partition(".")[0]) for name in made]
        needed = not stems or re.search(rf"(?<![\w-])(?:{'|'.join(filter(None, stems))})(?![\w-])", rest)
        if not needed or _only_says(body, number):
            yield f"if {shown_command(command)} fails, PowerShell continues and the failure goes unnoticed.", _STOP, command


_SAYING = names("write-host write-output write-verbose write-information echo get-date")


def _only_says(body: Block, number: int) -> bool:
    """Return whether only cmdlets that PowerShell continues after follow a statement, and the last one can't fail."""
    commands: list[Command] = []
    for statement in body.statements[number + 1 :]:
        elements = [element for pipeline in statement.pipelines for element in pipeline.elements]
        if statement.background or not all(isinstance(element, Command) for element in elements):
            return False
        commands += [element for element in elements if isinstance(element, Command)]
    continuing = all(each.name in _IMPORTANT | _SAYING or each.name in _HARMLESS for each in commands)
    return bool(commands) and continuing and commands[-1].name in _SAYING


_HARMLESS = names("new-item mkdir md remove-item out-null get-childitem set-item rename-item add-content set-location cd")
_STOP = "Begin the script with $ErrorActionPreference = 'Stop'."


def _code_after(body: Block, number: int) -> str:
    """Return the words of the statements after one of them, in lower case."""
    commands = (
        node for statement in body.statements[number + 1 :] for node in nodes_in(statement) if isinstance(node, Command)
    )
    return " ".join(word.raw.lower() for each in commands for word in (*each.assignments, *each.words))


def _made_by(command: Command) -> Iterator[str]:
    """Yield the files, directories and modules that a cmdlet makes."""
    words = command.arguments
    for option, value in itertools.pairwise(words):
        if option.lower() in _TARGETS:
            yield value
    if command.name in {"install-module", "install-windowsfeature"} and words and not words[0].startswith("-"):
        yield words[0]
    if command.name == "expand-archive":
        yield from [text for text in words if not text.startswith("-")][1:2]
