"""BM108: command lines that can't run: empty, a builtin without its shell, or an incomplete script."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.task_settings import MultiInstanceSettings
from ...shells.script import Shell
from ..analysis.broken_quotes import broken_quotes
from ..analysis.builtins_of_shells import CMDLET, missing_builtin
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.containers import unless_in_a_shell
from ..analysis.display import in_a_shell, shown_text, shown_word
from ..analysis.lines import joined_lines, lines_of
from ..analysis.prefixes import program_name
from ..analysis.script_end import certain_end
from ..analysis.shell_arguments import mistake_in_arguments
from ..command_lines import COMMAND_LINES, TASK, CommandLine, command_line_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM108", Severity.error, "command line that can't run", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def cannot_run(context: Context[CommandLine]) -> Iterator[Finding]:
    """Report a builtin without its shell, an empty script and an incomplete one."""
    analysis = analysis_of(context)
    if command_line_of(context.model) is None:
        return
    look, found = next(((look, found) for look in _OBSTACLES if (found := look(analysis))), (None, None))
    if found is not None:
        message, fix = found
        if isinstance(context.model, MultiInstanceSettings):  # it can't be left out
            fix = fix.replace(f", or remove the {TASK}.", ".")
        severity = None
        if look in _LEFT_TO_A_CONTAINER and (unknown := unless_in_a_shell(context)):
            message, severity = f"{message.removesuffix('.')}{unknown}.", Severity.warning
        if look is _leaves_a_quote_open and _lacks_last_quote(analysis):
            severity = Severity.warning
        yield context.finding(message, fix, "commandLine", severity=severity)


_CLOSE = "Complete the script and quote it as a whole. Inside single quotes, write a single quote as '\\''."


def _add_commands(analysis: Analysis) -> str:
    return f"Add the commands to run, for example {in_a_shell(analysis, 'first && second')}, or remove the {TASK}."


def _how_to_close(analysis: Analysis) -> str:
    """The fix for something open; in a shell without any command, there is nothing to close."""
    empty = analysis.shell is not None and not analysis.unfinished and not analysis.commands
    return _add_commands(analysis) if empty else _CLOSE


def _is_empty(analysis: Analysis) -> tuple[str, str] | None:
    if analysis.text.strip() or analysis.in_container:
        return None  # without a command line, a container runs what its image is made for
    return "the command line is empty, so the node has nothing to start.", _add_commands(analysis)


_OF_A_SHELL = re.compile(r"#![ \t]*\S*?(?:/env[ \t]+(?:-S[ \t]+)?)?\b(?:ba|da|k|z)?sh\b")


def _is_a_script(analysis: Analysis) -> tuple[str, str] | None:
    """A script, or a comment, in place of a program."""
    text = analysis.text.strip()
    if not text.startswith("#"):
        return None
    program = shown_word(analysis.words[0].text)
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    script = joined_lines(lines) if lines else "..."
    fix = f"Use {in_a_shell(analysis, script)}, or put the script in a resource file and run that."
    if text.startswith("#!"):
        if not _OF_A_SHELL.match(text):
            fix = "Put the script in a resource file and run that."
        return f"nothing reads the #! line of a command line: the node looks for a program named {program} and fails.", fix
    return f"only a shell skips comments: the node looks for a program named {program} and fails.", fix


def _misses_the_script(analysis: Analysis) -> tuple[str, str] | None:
    return mistake_in_arguments(analysis)


def _leaves_a_quote_open(analysis: Analysis) -> tuple[str, str] | None:
    quote = _open_quote(analysis)
    if not quote:
        return None
    return f"a {quote} quote is never closed, so the rest of the command line is one word.", _how_to_close(analysis)


def _lacks_last_quote(analysis: Analysis) -> bool:
    """Return whether only the quotation mark at the end of the script is missing, which the node may not need."""
    raw = analysis.words[-1].raw
    return analysis.script is not None and raw[:1] in {'"', "'"} and raw.count(raw[0]) == 1


def _is_a_builtin(analysis: Analysis) -> tuple[str, str] | None:
    message = missing_builtin(analysis)
    if message is None:
        return None
    text = analysis.text.strip()
    if CMDLET.match(text):
        kept = shown_text(text)
        return message, f'Use powershell -Command "{"..." if kept is None or chr(34) in kept else kept}".'
    lines = lines_of(analysis)
    script = joined_lines(lines) if lines else text
    return message, f"Run it in a shell together with the commands that need it: {in_a_shell(analysis, script)}."


def _is_incomplete(analysis: Analysis) -> tuple[str, str] | None:
    missing = analysis.unfinished
    if not missing or "here-document" in missing or (analysis.shell is Shell.cmd and "quote" in missing):
        return None
    if certain_end(analysis) is not None or broken_quotes(analysis) is not None:
        return None  # the shell ends before it comes to the open part, or BM115 reports the cause
    return f"the script is incomplete: the shell expects {missing} and fails.", _how_to_close(analysis)


_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,4});")


def _has_a_stray_operator(analysis: Analysis) -> tuple[str, str] | None:
    """Find ``a;; b`` and ``a && ; b``."""
    stray = analysis.stray
    if stray is None or analysis.unfinished or broken_quotes(analysis) is not None:
        return None
    end = certain_end(analysis)
    if (end is not None and end <= stray.start) or _runs_zsh(analysis):
        return None
    if _ENTITY.search(analysis.code):
        return (
            "the script has HTML entities, which the shell reads as operators, so it fails.",
            "Write & for &amp;, > for &gt;.",
        )
    sign, before = stray.sign, stray.before
    if len(sign) > 1 and sign.startswith(";"):
        return f"{sign} is a syntax error outside of case, so the script fails.", "Use a single ; in its place."
    if before == "\n" and sign not in {";", "&"}:
        return (
            f"a line that begins with {sign} is a syntax error, so the script fails.",
            f"Move {sign} to the end of the line before.",
        )
    place = f"between {before} and {sign}" if before.strip() else f"before {sign}"
    which = "one of the two operators" if before.strip() else f"the {sign}"
    return f"there is no command {place}, which is a syntax error, so the script fails.", f"Remove {which}, or add the command."


def _runs_zsh(analysis: Analysis) -> bool:
    """Return whether the shell is zsh, which accepts ``a; ; b``."""
    return any(program_name(word) == "zsh" for word in analysis.words[: len(analysis.words) - len(analysis.rest) - 1])


def _lacks_separator(analysis: Analysis) -> tuple[str, str] | None:
    """Find ``if [ -f x ] then``, in which ``then`` is an argument."""
    if analysis.shell is not Shell.posix or analysis.script is None:
        return None
    for command in analysis.commands:
        closing = {"[": "]", "[[": "]]"}.get(command.name)
        words = [word.raw for word in command.words]
        if closing in words and (
            word := next((each for each in words[words.index(closing) + 1 :] if each in {"then", "do"}), "")
        ):
            return (
                f"{word} follows {closing} without a separator, which is a syntax error, so nothing runs.",
                f"Write {closing}; {word}.",
            )
    return None


def _has_no_command(analysis: Analysis) -> tuple[str, str] | None:
    script = analysis.shell is Shell.posix and analysis.script is not None
    if not script or analysis.commands or analysis.unfinished:
        return None
    return "the -c script contains no command, so nothing runs.", _how_to_close(analysis)


def _has_no_script(analysis: Analysis) -> tuple[str, str] | None:
    nothing = len(analysis.words) == 1 or (analysis.script is None and _ends_with_c(analysis))
    if analysis.shell is None or not nothing:
        return None
    return "the shell has nothing to run.", _how_to_close(analysis)


def _lacks_c(analysis: Analysis) -> tuple[str, str] | None:
    """``cmd setup.bat``, which starts cmd and leaves the words after it unread."""
    if analysis.shell is not Shell.cmd or analysis.script is not None:
        return None
    words = [*itertools.dropwhile(lambda word: word.text.startswith("/"), analysis.words[1:])]
    if words[1:] and words[0].text.lower() in {"-c", "--c"}:
        rest = shown_text(" ".join(word.raw for word in words[1:]))
        return f"cmd doesn't know {words[0].text}, so nothing runs.", f"Use cmd /c {rest or '…'}."
    if not words or words[0].text.startswith("-"):
        return None
    rest = shown_text(" ".join(word.raw for word in words))
    return "cmd runs no command without /c, so nothing runs.", f"Use cmd /c {rest or '…'}."


_INTERPRETERS = {
    ".ps1": "powershell -ExecutionPolicy Bypass -File",
    ".py": "python",
    ".sh": "bash",
    ".msi": "msiexec /qn /i",
    ".vbs": "cscript //nologo",
    ".jar": "java -jar",
    ".reg": "reg import",
}


def _is_no_program_of_windows(analysis: Analysis) -> tuple[str, str] | None:
    """``setup.ps1`` without PowerShell: Windows starts programs and batch files; cmd opens a script in an editor."""
    if not analysis.windows or analysis.shell not in {None, Shell.cmd} or (analysis.shell is Shell.cmd and not analysis.script):
        return None
    for written in (command.words[0].text for command in analysis.commands if command.words):
        match = re.search(r"(?i)\.(?:ps1|py|sh|msi|vbs|jar|reg)\Z", written)
        if match is not None and (ending := match[0].lower()) in (_INTERPRETERS if analysis.shell is None else (".ps1", ".sh")):
            who = "cmd opens it in an editor instead" if (analysis.shell, ending) == (Shell.cmd, ".ps1") else "it doesn't run"
            file = shown_word(written)
            return f"{file} isn't a program that Windows starts, so {who}.", f"Use {_INTERPRETERS[ending]} {file}."
    return None


_LONGEST_OF_CMD, _LONGEST_OF_WINDOWS = 8191, 32_767


def _is_too_long(analysis: Analysis) -> tuple[str, str] | None:
    in_cmd = analysis.shell is Shell.cmd
    longest = _LONGEST_OF_CMD if in_cmd else _LONGEST_OF_WINDOWS
    if not (analysis.windows or in_cmd) or len(analysis.text) <= longest:
        return None
    who = "cmd" if in_cmd else "Windows"
    return (
        f"the command line has {len(analysis.text):,} characters, but {who} allows {longest:,}.",
        "Put the commands into a resource file, and run that.",
    )


_OBSTACLES = (
    _is_empty,
    _is_a_script,
    _misses_the_script,
    _leaves_a_quote_open,
    _is_a_builtin,
    _lacks_separator,
    _is_incomplete,
    _has_a_stray_operator,
    _has_no_command,
    _has_no_script,
    _lacks_c,
    _is_no_program_of_windows,
    _is_too_long,
)
"""What keeps a command line from running: each returns what is wrong and the fix, and the first one that does is reported."""
_LEFT_TO_A_CONTAINER = (_is_a_script, _is_a_builtin)
"""What runs in a container if the ENTRYPOINT of its image is a shell."""


def _ends_with_c(analysis: Analysis) -> bool:
    return analysis.shell is Shell.posix and not analysis.rest and bool(re.fullmatch(r"-\w*c", analysis.words[-1].text))


def _open_quote(analysis: Analysis) -> str:
    """The kind of quote that the last word of a Linux command line leaves open."""
    if analysis.windows or analysis.shell is Shell.cmd or not analysis.words:
        return ""
    raw, quote, position = analysis.words[-1].raw, "", 0
    while position < len(raw):
        character = raw[position]
        if character == "\\" and quote != "'":
            position += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        position += 1
    return {"'": "single", '"': "double", "": ""}[quote]
