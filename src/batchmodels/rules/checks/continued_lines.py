"""BM117: lines of a script that aren't continued, or end, where they are meant to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...shells.script import Shell
from ..analysis.display import shown_word
from ..analysis.here_documents import here_documents, taken_for_commands
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_BLANK_AFTER = re.compile(r"(?<![\\\\])\\([ \t]+)\r?\n")
_COMMENT_AFTER = re.compile(r"(?<!\\)\\\n[ \t]*#[^\n]*\n[ \t]*(?=[^\s#])")
_COMMENT_IN_LINE = re.compile(r"(?:^|(?<=[\s;&|]))#.*")
_JOINED_IN_COMMENT = re.compile(r"&&\s*\S|\|\|\s*\S")
_PROGRAMS = names(
    "apt-get apt dnf yum tdnf zypper apk dpkg rpm snap pip pip3 python python3 conda mamba npm bash sh sudo curl wget git tar "
    "unzip gunzip azcopy az aws docker podman systemctl service useradd sed tee source cmake sysctl modprobe"
)
_TAKING_ANY_WORD = names("cd mkdir rmdir cp mv rm ln chmod chown export echo")
_NO_PROSE = re.compile(
    r"-{1,2}\w.*|\.{0,2}/.*|~.*|.*[$=].*|https?:.*|\w[\w-]*\.[a-z]\w*"
    r"|install|update|upgrade|clone|pull|add|build|enable|start|restart|copy|login|create|makecache|groupinstall"
)
"""Arguments that commands have, and sentences seldom."""
_CMDLET_IN_COMMENT = re.compile(r";\s*(?:[A-Za-z]+-[A-Za-z]+|choco|winget|msiexec|\.\\\S+|[\w.\\:]+\.exe)\s+\S")
_CARRIAGE_RETURN = re.compile(r"\r(?=\n)")
_OPTION = re.compile(r"--?[A-Za-z][\w-]*(?:=.*)?\Z", re.DOTALL)


class _Problem(NamedTuple):
    """A problem with the lines of a script: its message, the fix, its place, and whether the script fails there."""

    message: str
    fix: str
    start: int
    end: int
    fails: bool = False


@rule("BM117", Severity.warning, "line that isn't continued", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_continued(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a blank after a backslash at the end of a line, and a here-document that nothing ends, or on one line."""
    for part in parts_of(context):
        if part.analysis.shell not in _LOOKS or part.analysis.script is None:
            continue
        problem = next((found for look in _LOOKS[part.analysis.shell] if (found := look(part))), None)
        if problem is not None:
            yield context.finding(
                problem.message,
                problem.fix,
                "commandLine",
                span=part.analysis.span_in_script(problem.start, problem.end),
                severity=Severity.error if problem.fails else None,
            )


def _is_code(part: Part, position: int) -> bool:
    """Return whether an offset is neither in a here-document nor in a comment or in single quotes."""
    script = part.analysis.code
    line = script[script.rfind("\n", 0, position) + 1 : position]
    inside = any(each.start <= position < each.start + len(each.text) for each in here_documents(part.analysis))
    return not inside and not line.lstrip().startswith("#") and line.count("'") % 2 == 0


def _here_document(part: Part) -> _Problem | None:
    open_document = next((each for each in here_documents(part.analysis) if not each.ended), None)
    if open_document is None or "here-document" not in str(part.analysis.unfinished):
        return None
    mark = open_document.mark
    near = f': the line "{open_document.nearly}" isn\'t equal to it' if open_document.nearly.strip() == mark else ""
    message = f"nothing ends the here-document {mark}{near}, so the rest of the script becomes its text and never runs."
    fix = f"Write {mark} alone at the beginning of a line, without blanks before or after it."
    return _Problem(message, fix, open_document.start - 1, open_document.start)


def _on_one_line(part: Part) -> _Problem | None:
    taken = taken_for_commands(part.analysis)
    step = next((each for each in part.flow.steps if taken and each.command is taken[-1]), None)
    if step is None:
        return None
    mark = shown_word(step.command.words[0].text)
    message = (
        f"the text of the here-document begins on the next line: the shell runs what follows <<{mark} on this line as "
        f"commands, and doesn't find {mark}."
    )
    fix = f"Write the text and {mark} on lines of their own, or use printf."
    return _Problem(message, fix, step.command.start, step.command.end, step.status.fails and not step.guarded)


def _carriage_return(part: Part) -> _Problem | None:
    match = _CARRIAGE_RETURN.search(part.analysis.code)
    if match is None:
        return None
    first = next((each.words for each in part.analysis.commands if each.words and each.words[-1].text.endswith("\r")), ())
    name, last = (shown_word(each.text.rstrip("\r")) for each in (first[0], first[-1])) if first else ("", "")
    instead = f" instead of {last}" if last else ""
    example = f": {name} gets the argument {last}\\r{instead}" if first[1:] else f": the shell looks for {name}\\r"
    message = f"the lines end with a carriage return, which becomes part of the last word of each{example if first else ''}."
    return _Problem(message, "Use line feeds alone, \\n.", match.start(), match.end())


def _blank(part: Part) -> _Problem | None:
    script = part.analysis.code
    match = next((each for each in _BLANK_AFTER.finditer(script) if _is_code(part, each.start())), None)
    if match is None:
        return None
    message = (
        "a blank follows the backslash at the end of the line, so the command ends there with a blank as an argument, and the "
        "next line is a command of its own."
    )
    return _Problem(message, "Remove the blank after the backslash.", match.start(), match.end(1))


def _comment(part: Part) -> _Problem | None:
    script = part.analysis.code
    match = next((each for each in _COMMENT_AFTER.finditer(script) if _is_code(part, each.start())), None)
    if match is None:
        return None
    message = "a comment follows the continued line, so the command ends there, and the line after it is a command of its own."
    return _Problem(message, "Move the comment before the command.", match.start(), match.end())


def _option(part: Part) -> _Problem | None:
    script = part.analysis.code
    for step in part.flow.steps:
        command = step.command
        if command.words and _OPTION.match(command.words[0].raw):
            before = script[: command.start].rstrip(" \t")
            if before.endswith("\n") and before.strip():
                message = (
                    f"the line that begins with {shown_word(command.words[0].text)} is a command of its own, which the shell "
                    "doesn't find."
                )
                fails = step.status.fails and not step.guarded
                return _Problem(message, "Add a backslash at the end of the line before.", command.start, command.end, fails)
    return None


def _swallowed(part: Part) -> _Problem | None:
    """Find a comment in a script of one line, which ends with the script."""
    script = part.analysis.code.strip()
    if "\n" in script or "#" not in script:
        return None
    end = max((command.end for command in part.analysis.commands), default=0)
    match = _COMMENT_IN_LINE.search(part.analysis.code, end)
    if match is None or not _has_commands(match[0], part.analysis.shell):
        return None
    return _Problem(
        "the script has one line, so everything after # is a comment, and the commands in it never run.",
        "Remove the comment, or end the line after it.",
        match.start(),
        match.end(),
    )


def _has_commands(comment: str, shell: Shell | None) -> bool:
    """Return whether a comment contains commands after an operator, rather than a sentence."""
    if shell is Shell.powershell:
        return bool(_CMDLET_IN_COMMENT.search(comment))
    return bool(_JOINED_IN_COMMENT.search(comment)) or any(map(_is_command, comment.split(";")[1:]))


def _is_command(text: str) -> bool:
    name, *arguments = text.split() or [""]
    if name.startswith(("./", "/")) or name in _TAKING_ANY_WORD:
        return name not in _TAKING_ANY_WORD or bool(arguments)
    return name in _PROGRAMS and any(map(_NO_PROSE.fullmatch, arguments))


_LOOKS: dict[Shell | None, tuple[Callable[[Part], _Problem | None], ...]] = {
    Shell.posix: (_on_one_line, _here_document, _carriage_return, _blank, _comment, _option, _swallowed),
    Shell.powershell: (_swallowed,),
}
