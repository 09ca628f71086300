"""Lines of crontabs that cron doesn't run as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...shells.script import Command, Pipeline, commands_in, pipelines_in
from .display import shown_word
from .inner_scripts import Part
from .linux_runs import Run
from .prefixes import without_prefixes
from .reruns import positional
from .system_files_written import Write, printed, writes_of
from .word_sets import names

_OF_THE_SYSTEM = re.compile(r"/etc/(?:crontab|cron\.d/[\w-]+)\Z")
_OF_A_USER = re.compile(r"/var/spool/cron/(?:crontabs/)?[\w-]+\Z")
_VALUE = r"(?:\*|\d+(?:-\d+)?|[A-Za-z]{3}(?:-[A-Za-z]{3})?)(?:/\d+)?"
_FIELD = rf"{_VALUE}(?:,{_VALUE})*"
_LINE = re.compile(
    rf"[ \t]*(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)|{_FIELD}(?:[ \t]+{_FIELD}){{4}})[ \t]+(\S.*)"
)
_PROGRAMS = names(
    "cd bash sh python python3 perl test [ find echo rm cp mv flock nice ionice env sudo curl wget rsync azcopy az docker "
    "systemctl service timeout logrotate tar chmod chown sleep nvidia-smi"
)
"""Programs that are no users, so a line that has one in place of the user lacks the user."""
_FORMATTING = re.compile(r"\b(?:date|printf|stat|curl|strftime)\b.*?(?<!\\)%|\$\{\w+%")
_VALUES = frozenset({"-u"})


def cron_problems(runs: Sequence[Run]) -> Iterator[tuple[Run, str, str]]:
    """Yield the commands that write such lines, each with what is wrong and how to fix it."""
    for write, of_system in _crontabs(runs):
        for line in (write.text or "").splitlines():
            match = _LINE.fullmatch(line)
            found = _problem(match[1], write.path if of_system else "") if match else None
            if found is not None:
                yield (write.run, *found)
                break


def _problem(rest: str, path: str) -> tuple[str, str] | None:
    first = rest.split(maxsplit=1)[0]
    if path and not first.startswith("$(") and ("/" in first or first in _PROGRAMS):
        user = shown_word(first)
        return (
            f"a line of {path} has no user before the command, so cron takes {user} for the user and runs nothing.",
            "Write the user before the command, for example root.",
        )
    if _FORMATTING.search(rest):
        return (
            "cron ends a command at the first % without a backslash and passes the rest as its input.",
            "Write \\% instead of %, or put the command into a script.",
        )
    return None


def _crontabs(runs: Sequence[Run]) -> Iterator[tuple[Write, bool]]:
    """Yield what is written to crontabs, and whether its lines name a user."""
    loaded = {text for run in runs if _loads(run.command) for text in _files(run.command)}
    parts = {id(run.part): run.part for run in runs}
    passed = {command for part in parts.values() for command in _passed_on(part)}
    for run in runs:
        for write in writes_of(run):
            if _OF_THE_SYSTEM.match(write.path):
                yield write, True
            elif write.path in loaded or _OF_A_USER.match(write.path):
                yield write, False
        if id(run.step.command) in passed or (_loads(run.command) and run.command.redirects):
            yield printed(run, "", run.command, appends=False), False


def _passed_on(part: Part) -> set[int]:
    """Return the ids of the commands of a script whose output goes to ``crontab`` through a pipe."""
    found = filter(_into_crontab, pipelines_in(part.analysis.body))
    return {id(command) for pipeline in found for command in commands_in(*pipeline.elements[:-1])}


def _into_crontab(pipeline: Pipeline) -> bool:
    last = pipeline.elements[-1]
    return len(pipeline.elements) > 1 and isinstance(last, Command) and _loads(without_prefixes(last))


def _loads(command: Command) -> bool:
    """Return whether a command replaces the crontab of a user."""
    return command.name == "crontab" and {"-l", "-r", "-e"}.isdisjoint(command.arguments)


def _files(command: Command) -> list[str]:
    return [word.text for word in positional(command.words[1:], _VALUES) if word.text != "-"]
