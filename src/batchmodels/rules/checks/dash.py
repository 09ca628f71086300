"""BM111: syntax of bash in a script for ``/bin/sh``, which is dash on Debian and Ubuntu."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, as_posix_script
from ..analysis.dash import Found, bashisms_in
from ..analysis.dash_effects import ENDS, FAILS, SYNTAX, Bashism
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.flow import Status, Step
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.script_end import certain_end
from ..analysis.word_sets import names
from ..analysis.written_scripts import written_scripts
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_OF_DEBIAN = names("apt-get apt aptitude dpkg add-apt-repository debconf-set-selections")
_OF_OTHERS = names("yum dnf tdnf microdnf zypper rpm apk")
_LAST_WITHOUT_PIPEFAIL = {"ubuntu": (25, 10), "debian": (13, 0)}
_RUNS_BASH = ("BASH_VERSION", '$BASH"', '${BASH}"', "${BASH:", "exec bash", "exec /bin/bash", "exec /usr/bin/env bash")
_MOST = 3  # other constructs that a message names


@rule(
    "BM111",
    Severity.warning,
    "bash syntax in a script for sh",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "containerSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def bash_in_sh(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``set -o pipefail``, ``[[`` and so on, where dash reads the script."""
    for part in parts_of(context):
        analysis = part.analysis
        yield from _in_written_scripts(context, analysis)
        shell = _shell_of(analysis)
        where = _where(context, analysis) if shell == "sh" else Distribution("")
        if shell not in {"sh", "dash"} or where is None or any(text in analysis.text for text in _RUNS_BASH):
            continue
        end = certain_end(analysis)
        used = (each for each in bashisms_in(analysis) if end is None or each.place.start < end)
        found = [*_in_options(analysis), *used]
        if not found:
            continue
        certain = [each for each in found if _is_certain(each.bashism, where, shell)] if part.counts else []
        failing = [each for each, fails in zip(certain, _failures(certain, part), strict=True) if fails]
        first = failing[0] if failing else found[0]
        yield context.finding(
            f"{_subject(shell, where)} has no {first.bashism.name}: {first.bashism.outcome}.{_others(first, found)}",
            f"Run the script with /bin/bash -c, or use {first.bashism.instead}.",
            "commandLine",
            severity=Severity.error if failing else None,
            span=analysis.span(first.place),
        )


def _in_written_scripts(context: Context[CommandLine], outer: Analysis) -> Iterator[Finding]:
    """Yield findings in the scripts that a script writes; they may never run, so none is an error."""
    for command, shell, text in written_scripts(outer):
        where = _where(context, outer)
        if shell not in {"sh", "dash"} or where is None or any(known in text for known in _RUNS_BASH):
            continue
        base = msgspec.structs.replace(outer, text=text, origin=None)
        script = Word(text, text, start=0)
        found = [*bashisms_in(as_posix_script(base, script))]
        if found:
            first = found[0].bashism
            yield context.finding(
                f"the #! line of the script that {command.name or 'the shell'} writes chooses {shell}. "
                f"{_subject(shell, where)} has no {first.name}: {first.outcome}.{_others(found[0], found)}",
                f"Begin the script with #!/bin/bash, or use {first.instead}.",
                "commandLine",
                span=outer.span(command),
            )


def _shell_of(analysis: Analysis) -> str:
    """Return the name of the shell that reads a script; an empty string if a user's login shell does."""
    words = without_prefixes(Command(analysis.words)).words
    if analysis.shell is not Shell.posix or analysis.script is None or not words or words[0].start < 0:
        return ""
    return Command(words).name


def _where(context: Context[CommandLine], analysis: Analysis) -> Distribution | None:
    """Return the distribution whose ``sh`` is dash; None if ``sh`` isn't dash, or a container's image is unknown."""
    known = distribution_of(context)
    if known is not None:
        return known if known.has_dash else None
    programs = {command.name for command in analysis.commands}
    if not _OF_DEBIAN.isdisjoint(programs):
        return Distribution("debian family")
    return None if analysis.in_container or not _OF_OTHERS.isdisjoint(programs) else Distribution("")


def _subject(shell: str, where: Distribution) -> str:
    if shell == "dash":
        return "dash"
    name = where.name if where.has_dash else "Ubuntu and Debian"
    return f"/bin/sh is dash on {name}, and dash"


def _others(first: Found, found: list[Found]) -> str:
    names = [name for name in dict.fromkeys(each.bashism.name for each in found) if name != first.bashism.name]
    if not names:
        return ""
    listed = [*names[:_MOST], *(["more"] if len(names) > _MOST else [])]
    return f" It also lacks {', '.join(listed[:-1])}{' and ' if listed[1:] else ''}{listed[-1]}."


def _in_options(analysis: Analysis) -> Iterator[Found]:
    """Yield ``pipefail`` among the options of the shell itself."""
    words = analysis.words[: len(analysis.words) - len(analysis.rest) - 1]
    for option, value in itertools.pairwise(words):
        if option.text.startswith("-") and option.text.endswith("o") and value.text == "pipefail":
            consequence = "the shell refuses the option and runs nothing"
            yield Found(Bashism(ENDS, "pipefail", "sh -ec without it", consequence), Word("", ""))


def _is_certain(bashism: Bashism, where: Distribution, shell: str) -> bool:
    """Return whether a construct isn't in the dash of every node; newer versions have ``pipefail``."""
    if bashism.name == "pipefail":
        latest = _LAST_WITHOUT_PIPEFAIL.get(where.family)
        return latest is not None and where.version is not None and where.version <= latest
    return where.family != "" or shell == "dash"


def _failures(found: list[Found], part: Part) -> Iterator[bool]:
    """Yield for each construct whether the start task fails because of it, however often it runs."""
    steps = {id(step.command): step for step in part.flow.steps} if found else {}
    end = _earliest_end(part.analysis) if found else 0
    for bashism, place, command in found:
        if bashism.effect is SYNTAX:
            yield place.start <= end
        elif command is None:
            yield bashism.effect is ENDS
        else:
            step = steps[id(command)]
            reached = not (step.guarded or step.in_word or step.status in {Status.background, Status.unreachable})
            ends = bashism.effect is ENDS and _ends_all(step)
            yield reached and (ends or (bashism.effect is FAILS and step.status.fails))


def _ends_all(step: Step) -> bool:
    """Return whether the end of a command's process ends the script."""
    return not (step.nested or step.piped or step.reads or step.asked)


def _earliest_end(analysis: Analysis) -> int:
    """Return the end of the first line on which the script may end: a syntax error on a later line may not matter."""
    script = analysis.code
    ending = (command.start for command in analysis.commands if command.name in {"exit", "exec"})
    feed = script.find("\n", next(ending, len(script)))
    return len(script) if feed == -1 else feed
