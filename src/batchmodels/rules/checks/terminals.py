"""BM313: containers that need a terminal, which no task has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis.flow import Status
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_ENGINES = names("docker podman nerdctl")
_INTERACTIVE = re.compile(r"-[a-z]*i[a-z]*|--interactive(?:=true)?")
_TERMINAL = re.compile(r"-[a-z]*t[a-z]*|--tty(?:=true)?")
_WITH_VALUE = names(
    "-e -v -p -w -u -h -l -m -c --name --env --volume --publish --workdir --user --network --entrypoint --env-file"
)


@rule("BM313", Severity.error, "container that needs a terminal", COMMAND_LINES, explains=(FailureKind.command,))
def needs_terminal(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``docker run -it``."""
    for part in meant_parts_of(context):
        if part.analysis.windows:
            continue
        for index, command in part.analysis.runs:
            if command.name not in _ENGINES or command.arguments[:1] not in {("run",), ("exec",)}:
                continue
            step = part.flow.steps[index]
            options = _options(command.arguments[1:])
            detached = any(re.fullmatch(r"-[a-z]*d[a-z]*|--detach(?:=true)?", text) for text in options)
            terminal = next((text for text in options if _TERMINAL.fullmatch(text)), "")
            interactive = next((text for text in options if _INTERACTIVE.fullmatch(text)), "")
            # Docker looks for a terminal only if it connects the container's input, which is what -i asks for.
            if not (terminal and interactive) or detached or step.status is Status.unreachable or command.name != "docker":
                continue
            kept = terminal.replace("t", "") if not terminal.startswith("--") else ""
            shown = " ".join(sorted({terminal, interactive}, key=options.index))
            yield context.finding(
                f"a {TASK} has no terminal, so {command.name} {command.arguments[0]} {shown} fails with "
                '"the input device is not a TTY".',
                f"Use {kept} instead of {terminal}." if len(kept) > 1 else f"Remove {terminal}.",
                "commandLine",
                span=part.analysis.span(command),
                severity=None if step.status.fails and not step.guarded else Severity.warning,
            )
            return


def _options(arguments: tuple[str, ...]) -> list[str]:
    """Return the options before the image or the container."""
    found: list[str] = []
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        found.append(arguments[position])
        position += 2 if arguments[position] in _WITH_VALUE else 1
    return found
