"""BM125: arguments that a program doesn't take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...shells.script import Command, Shell
from ..analysis.display import program_of, shown_word
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.plain_passwords import plain_password
from ..analysis.prefixes import without_prefixes
from ..analysis.refused_arguments import not_passed_on, option_before_the_command, refused_by_windows, script_by_url
from ..analysis.sed_substitutions import wrong_substitution
from ..analysis.windows_installers import silence
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITH_VALUE = frozenset({"-d", "--date", "-f", "--file", "-r", "--reference", "-s", "--set"})


@rule(
    "BM125",
    Severity.error,
    "arguments that the program doesn't take",
    COMMAND_LINES,
    explains=COMMAND_LINE_FAILURES,
)
def wrong_arguments(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``sed -i ""``, which is for macOS, ``date`` with a blank in its format, and shares whose backslashes are lost."""
    known = distribution_of(context)
    for part in meant_parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.windows:
            yield from _elsewhere(context, part)
            continue
        for index, command in part.analysis.runs:
            step = part.flow.steps[index]
            found = (
                script_by_url(command)
                or option_before_the_command(command)
                or _wrong(command)
                or _share(command)
                or _slashes(command, part.analysis.commands[:index])
                or wrong_substitution(command)
                or (_on_debian(without_prefixes(command), known, part.analysis.text) if known else None)
            )
            if found is None or step.status is Status.unreachable:
                continue
            what, fix = found
            fails = command.name not in _SUCCEEDING and step.status.fails and not step.guarded and not step.in_word
            yield context.finding(
                f"{what}.",
                fix,
                "commandLine",
                span=part.analysis.span(command),
                severity=None if fails else Severity.warning,
            )


def _elsewhere(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Find what programs don't take on Windows, or without a shell."""
    analysis = part.analysis
    for step in part.flow.steps:
        command = program_of(analysis, step.command)
        password = plain_password(command, analysis) if analysis.shell is Shell.powershell else None
        refused = refused_by_windows(command) if analysis.seems_windows else None
        certain = script_by_url(command) or option_before_the_command(command) or password or refused
        found = certain or not_passed_on(command)
        if found is None or step.status is Status.unreachable or silence(command):
            continue  # BM301 reports an installer that waits for a click
        waits = password or analysis.shell is not Shell.powershell  # which doesn't wait for msiexec
        fails = certain and waits and step.status.fails and not step.guarded and not step.in_word
        yield context.finding(
            f"{found[0]}.",
            found[1],
            "commandLine",
            span=analysis.span(step.command),
            severity=None if fails else Severity.warning,
        )


_SUCCEEDING = frozenset({"locale-gen"})
"""Programs that ignore the arguments."""
_OTHER_LOCALES = re.compile(r"locale\.gen|localedef|debconf|locales-all")
_LOCALE = re.compile(r"(?!C\.|en_US)[a-z]{2,3}_[A-Z]{2}[\w.@-]*\Z")


def _on_debian(command: Command, known: Distribution, text: str) -> tuple[str, str] | None:
    """Return what programs of Debian and Ubuntu don't take, and the fix."""
    if command.name == "locale-gen" and known.family == "debian" and not _OTHER_LOCALES.search(text):
        locale = next(filter(_LOCALE.match, command.arguments), None)
        if locale is not None:
            line = f"{locale} UTF-8" if locale.endswith("UTF-8") else f"{locale} CHARSET"
            return (
                f"locale-gen of Debian ignores its arguments, so it doesn't make {locale}",
                f'Add the locale to /etc/locale.gen before: echo "{line}" >> /etc/locale.gen && locale-gen.',
            )
    if command.name == "passwd" and known.has_dash and "--stdin" in command.arguments:
        return f"passwd of {known.name} doesn't know --stdin, so it fails", "Use chpasswd, which reads USER:PASSWORD."
    return None


_SED = re.compile(r"\"?s/(?P<from>(?:[^/\\\n]|\\.)*)/(?P<to>(?:[^/\\\n]|\\.)*)/[a-zA-Z0-9]*\"?\Z")
_PATHS = re.compile(r"AZ_BATCH_\w+_DIR|HOME|PWD|OLDPWD")
_SLASH = re.compile(r"(?<!\\)/")
_IN_TEXT = re.compile(r"\$(?:(\w+)|\{(\w+)\})")


def _slashes(command: Command, before: tuple[Command, ...]) -> tuple[str, str] | None:
    """Return why ``sed`` refuses ``s/TEXT/$DIRECTORY/``, and the fix."""
    if command.name != "sed":
        return None
    values: dict[str, list[str]] = {}
    for word in (word for each in before if not each.words for word in each.assignments):
        name, _, value = word.text.partition("=")
        values.setdefault(name, []).append(value)
    for word in command.words[1:]:
        match = _SED.match(word.raw)
        for found in _IN_TEXT.finditer(word.raw) if match else ():
            name = found[1] or found[2]
            given = values.get(name)
            has_slash = all(map(_SLASH.search, given)) if given else bool(_PATHS.fullmatch(name))
            if name in word.variables and has_slash:
                return (
                    (
                        f"the value of {name} contains slashes, which end the s command of sed too early, so sed fails: "
                        "unknown option to s"
                    ),
                    "Use another separator: s|TEXT|$VALUE|.",
                )
    return None


_UNC = re.compile(r"\\\\[^\\/]+[\\/]+[^\\/].*")
_OF_SHARES = frozenset({"mount", "mount.cifs", "mount.smb3", "smbclient"})


def _share(command: Command) -> tuple[str, str] | None:
    r"""Return why a share whose backslashes the shell removes, such as ``\\host\share``, isn't found, and the fix."""
    for word in command.words[1:] if command.name in _OF_SHARES else ():
        written, given = word.raw, word.text
        lost = written.removeprefix('"').startswith("\\\\") and given.startswith("\\") and not _UNC.match(given)
        if lost and not (word.variables and given.startswith("\\\\")):
            taken = f"{command.name} gets {shown_word(given)}, which is no share"
            return f"the shell removes backslashes from {shown_word(written)}, so {taken}", "Use slashes: //HOST/SHARE."
    return None


def _wrong(command: Command) -> tuple[str, str] | None:
    """Return why a program of Linux refuses its arguments, and the fix."""
    if command.name == "sed":
        for option, following in pairwise(command.words[1:]):
            if option.text == "-i" and following.text == "" and following.raw in {'""', "''"}:
                return (
                    'sed -i "" is for macOS: sed of Linux takes the empty word as its program, and the program as a file',
                    "Use sed -i.",
                )
    elif command.name == "date":
        plain = [
            word for before, word in pairwise(command.words) if not word.text.startswith("-") and before.text not in _WITH_VALUE
        ]
        if plain and plain[0].text.startswith("%"):
            return "date takes a format only after +, and reads one without it as a date", 'Add a plus sign: date "+%F %T".'
        if len(plain) > 1 and plain[0].text.startswith("+") and re.match("%", plain[1].text):
            return (
                "date takes one format: the blank ends it, and date fails at the next word",
                'Quote the format: date "+%F %T".',
            )
    elif command.name == "base64" and "-D" in command.arguments:
        return "base64 -D is for macOS, and base64 of Linux doesn't know it", "Use base64 -d."
    elif command.name == "stat" and any(re.match(r"-f%", text) for text in command.arguments):
        return "stat -f% is for macOS, and stat of Linux reads it otherwise", "Use stat -c."
    return None
