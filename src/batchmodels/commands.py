"""Command lines built from the lines of a script, quoted for a shell.

Each function returns a value for ``command_line``. The shell reads the lines exactly as given, so variables, pipes and quotes
mean what they mean in a script. The first failure ends the script, and its exit code becomes that of the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine.once import making
from .secrets.masking import describe

if TYPE_CHECKING:
    from .shells.script import Script

_LINUX_ARGUMENT = 131_071
"""The maximum size in bytes of an argument on Linux: 32 pages of 4,096, minus the NUL at the end."""

_CMD_LINE = 8_191
"""The maximum length of a line in cmd."""

_WINDOWS_LINE = 32_766
"""The maximum length of a command line on Windows: a 16-bit count of UTF-16 units, minus the NUL at the end."""

_POWERSHELL = "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "

# The error of a cmdlet ends the script; the exit code of a program has to be checked.
_POWERSHELL_FIRST = "$ErrorActionPreference = 'Stop'"
_POWERSHELL_CHECK = "if ($LASTEXITCODE) { exit $LASTEXITCODE }"


def bash(*lines: str) -> str:
    r"""Build a command line that runs lines of a script in bash, on Linux.

    The lines are joined by line feeds, as in a file, so a line may be a comment, end in a backslash, or start a here-document
    or a loop. ``set -e`` ends the script at the first command that fails. ``set -o pipefail`` makes a pipeline fail if any
    of its commands fails. As always with ``set -e``, a command may fail in a condition, before ``&&`` or ``||``, or after
    ``!``.

    Args:
        lines: The lines. A line may contain line feeds.

    Returns:
        A value for ``command_line``: ``/bin/bash -c '...'``.

    Raises:
        TypeError: A line isn't a str.
        ValueError: There is nothing to run, a line contains a character that can't be passed, or the script is too long.
    """
    return _posix("/bin/bash", "set -e -o pipefail", lines)


def sh(*lines: str) -> str:
    """Build a command line that runs lines of a script in the standard shell of a Linux system.

    Like ``bash``, for images without bash. Without ``pipefail``, the exit code of a pipeline is that of its last command.

    Args:
        lines: The lines. A line may contain line feeds.

    Returns:
        A value for ``command_line``: ``/bin/sh -c '...'``.

    Raises:
        TypeError: A line isn't a str.
        ValueError: There is nothing to run, a line contains a character that can't be passed, or the script is too long.
    """
    return _posix("/bin/sh", "set -e", lines)


def cmd(*lines: str) -> str:
    """Build a command line that runs lines in cmd, on Windows.

    The lines become ``(one) && (other) && exit 0 || exit``, because cmd stops reading at a line feed. The parentheses keep an
    ``if`` or ``||`` within its line. Some built-in commands, for example ``rd``, fail without setting an exit code; ``|| exit``
    makes up for that. Blank lines and comments are left out.

    Args:
        lines: The lines, each of them complete.

    Returns:
        A value for ``command_line``: ``cmd /d /s /c "..."``. With ``/s``, cmd removes only the outer quotes.

    Raises:
        TypeError: A line isn't a str.
        ValueError: There is nothing to run, the script is too long, or cmd would misread a line; the error shows what to write
            instead.
    """
    kept = _cmd_lines(_checked(lines))
    script = " && ".join(f"({line})" for _, line in kept)
    command_line = _checked_length(f'cmd /d /s /c "{script} && exit 0 || exit"', _CMD_LINE, "for a line in cmd")
    _check_cmd_lines(kept)
    return command_line


def powershell(*lines: str) -> str:
    r"""Build a command line that runs lines in Windows PowerShell.

    The script remains readable: it is passed to ``-Command``, quoted as Windows programs expect. ``-EncodedCommand`` would hide
    it from readers, hide its secrets from masking, and turn its stderr into XML. The error of a cmdlet ends the script with
    exit code 1. ``$LASTEXITCODE`` is checked after each line, so that the failure of a program ends the script too, with the
    program's exit code.

    Args:
        lines: The lines, each of them complete. A block or here-string of several lines is one of them, with line feeds.

    Returns:
        A value for ``command_line``: ``powershell ... -Command "..."``.

    Raises:
        TypeError: A line isn't a str.
        ValueError: There is nothing to run, the script is too long, or a line isn't complete.
    """
    import re  # noqa: PLC0415  # because few programs need it

    parts = [part for line in _powershell_lines(_checked(lines)) for part in (line, _POWERSHELL_CHECK)]
    script = "\n".join([_POWERSHELL_FIRST, *parts])
    # Backslashes are literal except before a quotation mark; the script doesn't end in one.
    quoted = re.sub(r'(\\*)"', r'\1\1\\"', script)
    return _checked_length(f'{_POWERSHELL}"{quoted}"', _WINDOWS_LINE, "on Windows")


def _posix(shell: str, first: str, lines: tuple[str, ...]) -> str:
    # "set" comes first, because the shell would treat a first line that starts with a hyphen as an option.
    script = "\n".join([first, *_checked(lines)])
    if script.endswith("\\") or "<<" in script:
        # The last line of a file ends in a line feed. It makes a difference only after a backslash, which continues the line,
        # and at the end of a here-document.
        script += "\n"
    size = len(script.encode())
    if size > _LINUX_ARGUMENT:
        raise ValueError(
            f"expected a script of at most {_LINUX_ARGUMENT:,} bytes, the limit for an argument on Linux, got {size:,}: "
            "download the script as a resource file and run that"
        )
    return f"{shell} -c '" + script.replace("'", "'\\''") + "'"


def _checked(lines: tuple[object, ...]) -> list[str]:
    """Return the lines if a command line can contain them. Errors never show a line, because it may contain a secret."""
    checked: list[str] = []
    for number, line in enumerate(lines, 1):
        if not isinstance(line, str):
            unpack = ": to pass a list of lines, put an asterisk before it" if isinstance(line, (list, tuple)) else ""
            raise TypeError(f"expected line {number} to be str, got {describe(line, hidden=True)}{unpack}")
        if "\0" in line:
            raise ValueError(f"line {number} contains a NUL character, which a command line can't contain: remove it")
        if any("\ud800" <= character <= "\udfff" for character in line):
            raise ValueError(
                f"line {number} contains half of a surrogate pair, which can't be sent: replace it by the whole character"
            )
        checked.append(str.__str__(line))
    if not any(line.strip() for line in checked):
        raise ValueError("expected at least one line that isn't blank, got none")
    return checked


def _checked_length(text: str, most: int, limit: str) -> str:
    size = len(text) + sum(character > "\uffff" for character in text)  # in UTF-16
    if size > most:
        raise ValueError(
            f"expected a command line of at most {most:,} characters, the limit {limit}, got {size:,}: "
            "download the script as a resource file and run that"
        )
    return text


def _cmd_lines(lines: list[str]) -> list[tuple[int, str]]:
    """Return the lines that aren't blank or comments, with their numbers."""
    with making:
        from .shells.cmd_lines import is_comment  # noqa: PLC0415  # because the lexers take time to import

    for number, line in enumerate(lines, 1):
        if "\n" in line or "\r" in line:
            raise ValueError(f"line {number} contains a line break, where cmd stops reading: split it into several lines")
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not is_comment(line)]
    if not kept:
        raise ValueError("expected at least one line that isn't a comment, got none")
    return kept


def _check_cmd_lines(lines: list[tuple[int, str]]) -> None:
    """Refuse the first line that cmd would read differently in parentheses."""
    with making:
        from .shells import cmd_lines  # noqa: PLC0415  # because the lexers take time to import

    assigned: dict[str, int] = {}
    for at, (number, line) in enumerate(lines, 1):
        following = [other for _, other in lines[at:]]
        problem = (
            cmd_lines.line_problem(line) or cmd_lines.used_before(line, assigned) or cmd_lines.open_variable(line, following)
        )
        if problem:
            raise ValueError(f"line {number} {problem}")
        for name in cmd_lines.assigned_names(line):
            assigned.setdefault(name, number)


def _powershell_lines(lines: list[str]) -> list[str]:
    """Return the lines if PowerShell reads each of them as complete."""
    with making:
        from .shells.powershell import read_script  # noqa: PLC0415  # because the lexers take time to import

    check = _words(read_script(_POWERSHELL_CHECK))
    for number, line in enumerate(lines, 1):
        read = read_script(line)
        if read.unfinished:
            raise ValueError(
                f"line {number} lacks {read.unfinished}: pass a block or here-string as one line that contains line feeds"
            )
        if _words(read_script(f"{line}\n{_POWERSHELL_CHECK}")) != [*_words(read), *check]:
            raise ValueError(f"line {number} continues on the next line: pass a statement as one line that contains line feeds")
    return lines


def _words(script: Script) -> list[list[str]]:
    return [[word.raw for word in command.words] for command in script.commands if command.words]
