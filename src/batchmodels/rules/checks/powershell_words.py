"""BM142 to BM144: commands, operators and options that PowerShell doesn't have, or reads differently than they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...secrets.masking import cut
from ...shells.script import Command, Shell
from ...spelling import nearest
from ..analysis.cmdlets_in_cmd import cmdlet_in_cmd
from ..analysis.command_line import Analysis, analysis_of, span_outside
from ..analysis.display import shown_value, shown_word
from ..analysis.foreign_operators import foreign_operator
from ..analysis.inner_scripts import parts_of
from ..analysis.powershell_options import OPTIONS_WITH_VALUE, full_option, other_encoding
from ..analysis.powershell_texts import without_texts
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_ALIASES = {
    **dict.fromkeys(("copy", "cp"), ("Copy-Item", "Use Copy-Item -Force ….")),
    **dict.fromkeys(("move", "mv"), ("Move-Item", "Use Move-Item -Force ….")),
    **dict.fromkeys(("del", "erase", "rd", "rmdir"), ("Remove-Item", "Use Remove-Item -Recurse -Force ….")),
    **dict.fromkeys(("dir", "ls"), ("Get-ChildItem", "Use Get-ChildItem ….")),
    "type": ("Get-Content", "Use Get-Content …."),
    "start": ("Start-Process", "Use Start-Process … -Wait."),
}
"""Aliases of PowerShell that are commands of cmd, with what they mean."""

_SWITCH = re.compile(r"(?i)/(?:-?y|q|s|f|b|a|p|wait|min|max|b|d|i|e|ad|a-d|s/q|q/s)")
_ONLY_IN_CMD = {
    "call": "Use & and the path of the program.",
    "rem": "Begin the comment with #.",
    "mklink": 'Use New-Item -ItemType SymbolicLink, or cmd /c "mklink …".',
    "setlocal": "Remove it.",
    "endlocal": "Remove it.",
    "ver": "Use [Environment]::OSVersion.",
    "assoc": 'Use cmd /c "assoc …".',
    "goto": "Use a loop, or if.",
}
_SERVICE_ACTIONS = names("create start stop config delete query failure description sdset triggerinfo qc queryex")


@rule("BM142", Severity.error, "command of another Windows shell", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def of_another_shell(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -Command "copy /y a b"``, and ``cmd /c New-Item a``."""
    for part in parts_of(context):
        script = part.analysis
        if script.shell is Shell.cmd and script.script is not None:
            if script.script.strip('" ').startswith("& "):
                yield context.finding(
                    "& before a program belongs to PowerShell, and is a syntax error in cmd.", "Remove it.", "commandLine"
                )
                return
            if of_powershell := cmdlet_in_cmd(script):
                command, message, fix = of_powershell
                yield context.finding(message, fix, "commandLine", span=script.span(command.words[0]))
                return
        if script.shell is not Shell.powershell or script.script is None or script.windows is False:
            continue
        is_old = _program(script).name == "powershell"
        for command in script.commands:
            found = _of_cmd(command, is_old=is_old)
            if found is not None:
                message, fix = found
                yield context.finding(message, fix, "commandLine", span=script.span(command))
                return
        if match := _IF_OF_CMD.search(without_texts(script.script)):
            yield context.finding(
                f"PowerShell doesn't know {re.sub(chr(32) + '+', ' ', match[0])}: it reports a syntax error and runs nothing.",
                _IFS[match[1].lower().split()[0] if match[1] else "("],
                "commandLine",
                span=script.span_in_script(match.start(), match.end()),
            )
            return


_IF_OF_CMD = re.compile(r"(?i)(?<![\w-])if\s+(not\s+exist|exist|errorlevel|defined|not\s+errorlevel|not\s+defined|/i)\b")
_IFS = {
    "exist": "Use if (Test-Path …) { … }.",
    "not": "Use if (-not (Test-Path …)) { … }.",
    "errorlevel": "Use if ($LASTEXITCODE -ge …) { … }.",
    "defined": "Use if ($env:NAME) { … }.",
    "/i": "Use if ($a -ieq $b) { … }.",
}


def _of_cmd(command: Command, *, is_old: bool) -> tuple[str, str] | None:
    """Return what happens to a command that is written for cmd, and how to write it."""
    for redirect in command.redirects:
        if redirect.target.text.lower() == "nul" and ">" in redirect.operator:
            return (
                "PowerShell has no file nul: it tries to write to the device and fails.",
                f"Use {redirect.operator}$null.",
            )
    if not command.words:
        return None
    name, arguments = command.words[0].text.lower(), command.arguments
    if name == "@echo":
        return "@echo off belongs to batch files, and is a syntax error in PowerShell.", "Remove it."
    alias = _ALIASES.get(name)
    switch = next((text for text in arguments if _SWITCH.fullmatch(text)), "") if alias else ""
    if alias and switch:
        return f"in PowerShell, {name} means {alias[0]}, which doesn't know {switch}.", alias[1]
    if name == "exit" and arguments[:1] in {("/b",), ("/B",)}:
        return (
            "PowerShell's exit doesn't know /b, so the exit code is lost.",
            f"Use exit {shown_word(' '.join(arguments[1:]))}.",
        )
    if name in _ONLY_IN_CMD:
        return f"{name} is a command of cmd, and PowerShell doesn't know it.", _ONLY_IN_CMD[name]
    if name == "set" and len(arguments) == 1 and re.match(r"[A-Za-z_]\w*=", arguments[0]):
        variable, _, value = arguments[0].partition("=")
        return (
            f"in PowerShell, set means Set-Variable, so it doesn't set the environment variable {shown_word(variable)}.",
            f"Use $env:{shown_word(variable)} = '{shown_value(variable, value)}'.",
        )
    if is_old and name == "sc" and arguments[:1] and arguments[0].lower() in _SERVICE_ACTIONS:
        return f"in Windows PowerShell, sc means Set-Content{_set_content(arguments)}.", "Use sc.exe."
    return None


def _set_content(arguments: tuple[str, ...]) -> str:
    """Return what ``Set-Content`` does with the arguments of ``sc.exe``: it takes a path and a value."""
    count = sum(not text.startswith("-") for text in arguments)
    if count > 2:  # noqa: PLR2004  # because it takes two
        return ", which takes only a path and a value, so it fails"
    return f": it writes a file named {arguments[0]} instead" if count > 1 else ", which has no value to write here"


def _program(analysis: Analysis) -> Command:
    return without_prefixes(Command(analysis.words))


@rule("BM143", Severity.error, "operator that PowerShell doesn't have", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def of_other_languages(context: Context[CommandLine]) -> Iterator[Finding]:
    """``if ($LASTEXITCODE != 0)``."""
    for part in parts_of(context):
        script = part.analysis
        if script.shell is not Shell.powershell or not script.script:
            continue
        found = foreign_operator(without_texts(script.script))
        if found is not None:
            what, message, fix = found
            yield context.finding(message, fix, "commandLine", span=script.span_in_script(what.start(1), what.end(1)))
            return


_POLICIES = names("allsigned bypass default remotesigned restricted undefined unrestricted")
_WRITTEN = {
    each.lower(): each
    for each in ("ExecutionPolicy", "NoProfile", "NonInteractive", "NoLogo", "WindowStyle", "Command", "EncodedCommand", "File")
}
_ALONE = names("help ? noexit noninteractive noprofile nologo mta sta noprofileloadtime interactive login")


@rule("BM144", Severity.error, "option that PowerShell doesn't read", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def lost_option(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -File setup.ps1 -ExecutionPolicy Bypass``."""
    analysis = analysis_of(context)
    commands = [Command(analysis.words)] if analysis.shell is Shell.powershell else []
    if analysis.shell in {Shell.cmd, None}:
        commands += analysis.commands
    for written in commands:
        command = without_prefixes(written)
        alone = analysis.shell is Shell.powershell
        found = _lost(command, alone=alone) if command.name in {"powershell", "pwsh"} else None
        if found is not None:
            number, message, fix, severity = found
            word = command.words[number]
            span = span_outside(word) if analysis.script is None or analysis.shell is Shell.powershell else analysis.span(word)
            yield context.finding(message, fix, "commandLine", severity=severity, span=span)
            return


_VARIABLE = re.compile(r"%\w+%|\$\{?env:\w+\}?", re.IGNORECASE)
_OF_POWERSHELL = re.compile(r"\$\{?env:\w+\}?", re.IGNORECASE)


def _lost(command: Command, *, alone: bool) -> tuple[int, str, str, Severity] | None:
    """Return the number of an option that PowerShell doesn't read, what happens, the fix, and how serious it is."""
    texts = [word.text for word in command.words]
    number = 1
    while number < len(texts):
        option, following = full_option(texts[number]), next(iter(texts[number + 1 :]), "")
        if option == "file" and alone and (match := _VARIABLE.search(following)):
            return (
                number + 1,
                f"no shell expands {match[0]} here, and -File takes it as a part of the name.",
                "Use a path relative to the working directory, or -Command.",
                Severity.error,
            )
        if refused := _refused(option, following):
            return number + 1, *refused, Severity.error
        if option == "file" and _is_code(following):
            return (
                number,
                f"-File takes the path of a script, so {command.name} looks for a file with this name and doesn't find it.",
                "Use -Command.",
                Severity.error,
            )
        if option == "file" and (found_in := _literal_argument(texts, number + 2, _VARIABLE if alone else _OF_POWERSHELL)):
            place, name = found_in
            return (
                place,
                f"-File passes arguments as they are written, so the script gets the text {cut(name, 40)} instead of a value.",
                "Let the script read the variable, or use -Command.",
                Severity.warning,
            )
        if option in {"command", "file", "encodedcommand"}:
            return _after_script(texts, number, option)
        if not option:
            return None
        known = [*OPTIONS_WITH_VALUE, *_ALONE]
        if option not in known and not any(each.startswith(option) for each in known):
            meant = _WRITTEN.get(found := nearest(option, known) or "", found)
            hint = f"; did you mean -{meant}?" if meant else "."
            return (
                number,
                f"{command.name} doesn't know the option {shown_word(texts[number])}, so it doesn't run the script{hint}",
                f"Use -{meant}." if meant else "Correct or remove it.",
                Severity.error,
            )
        value = following.lower()
        if option == "executionpolicy" and re.fullmatch(r"[a-z]+", value) and value not in _POLICIES:
            policy = nearest(value, sorted(_POLICIES)) or "Bypass"
            return (
                number + 1,
                f"{shown_word(value)} isn't an execution policy, so {command.name} doesn't start.",
                f"Use {policy.capitalize()}.",
                Severity.error,
            )
        number += 2 if option in OPTIONS_WITH_VALUE else 1
    return None


def _refused(option: str, value: str) -> tuple[str, str] | None:
    """Return why PowerShell can't run the value of an option, and the fix."""
    if option == "file" and re.match(r"(?i)https?://", value):
        return (
            "-File takes the path of a script, and PowerShell doesn't download one, so it doesn't find the file.",
            "Make the script a resource file, and use its path.",
        )
    if option == "encodedcommand" and (encoding := other_encoding(value)):
        return (
            f"-EncodedCommand takes a script in UTF-16LE, and this one is in {encoding}, so PowerShell reads other characters.",
            "Encode it again: [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script)).",
        )
    return None


def _literal_argument(texts: list[str], start: int, variable: re.Pattern[str]) -> tuple[int, str] | None:
    """Return the number of the first argument of a script with a variable that nothing expands, and the variable."""
    found = ((number, match[0]) for number in range(start, len(texts)) if (match := variable.search(texts[number])))
    return next(found, None)


def _is_code(text: str) -> bool:
    """Return whether the value of ``-File`` is a script itself."""
    return ".ps1" not in text.lower() and bool(re.match(r"\s*(?:&\s*\{|\$\w+|(?:[A-Z][a-z]+-[A-Z]\w+)\s)|.*;\s", text))


def _after_script(texts: list[str], start: int, option: str) -> tuple[int, str, str, Severity] | None:
    """Return the same for the first option of PowerShell after its script."""
    for number in range(start + 2, len(texts)):
        if re.fullmatch(r"(?i)-(?:ExecutionPolicy|ExecPolicy|NoProfile|NonInteractive|NoLogo|WindowStyle)", texts[number]):
            if option == "file" and not re.search(r"(?i)-(?:execution|exec)", texts[number]):
                continue
            what = "passes it to the script" if option == "file" else "reads it as part of the command"
            severity = Severity.warning if option == "file" else Severity.error
            first = f"-{option.capitalize()}"
            return (
                number,
                f"{first} takes everything after it, so PowerShell {what} instead of using {shown_word(texts[number])}.",
                f"Write {shown_word(texts[number])} before {first}.",
                severity,
            )
    return None
