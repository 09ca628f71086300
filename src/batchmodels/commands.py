"""Command lines that are right from the start: the lines of a script become one text, quoted for the shell that it names.

What the functions give goes into ``command_line``. The shell reads the lines exactly as they are given, so variables, pipes and
quotes in them mean what they mean in a script. The first failure ends the script, and its exit code is the command line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine.once import making
from .secrets.masking import describe

if TYPE_CHECKING:
    from .shells.script import Script

_LINUX_ARGUMENT = 131_071
"""Bytes of one argument that Linux passes to a program: 32 pages of 4,096, less the NUL at its end."""

_CMD_LINE = 8_191
"""Characters of a line that cmd reads."""

_WINDOWS_LINE = 32_766
"""Characters of a command line on Windows: what a 16-bit count of UTF-16 units holds, less the NUL at its end."""

_POWERSHELL = "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "

# A cmdlet's error ends the script by itself; a program's exit code has to be looked at.
_POWERSHELL_FIRST = "$ErrorActionPreference = 'Stop'"
_POWERSHELL_CHECK = "if ($LASTEXITCODE) { exit $LASTEXITCODE }"


def bash(*lines: str) -> str:
    r"""Build a command line that runs lines of a script in bash, on Linux.

    The lines are joined by line feeds, as in a file, so a line may be a comment, end with a backslash, begin a here-document
    or a loop. ``set -e`` ends the script at the first command that fails, ``set -o pipefail`` makes a pipeline fail with any of
    its parts. As always with ``set -e``, what stands in a condition, before ``&&`` or ``||``, or behind ``!`` may fail.

    Args:
        lines: The lines. Line feeds within one are fine.

    Returns:
        The text for ``command_line``: ``/bin/bash -c '...'``.

    Raises:
        TypeError: A line isn't a text.
        ValueError: There is nothing to run, a line has a character that can't be passed on, or it is too much.
    """
    return _posix("/bin/bash", "set -e -o pipefail", lines)


def sh(*lines: str) -> str:
    """Build a command line that runs lines of a script in the system's plain shell, on Linux.

    As ``bash``, for images that have no bash. There is no ``pipefail``: a pipeline's exit code is that of its last part.

    Args:
        lines: The lines. Line feeds within one are fine.

    Returns:
        The text for ``command_line``: ``/bin/sh -c '...'``.

    Raises:
        TypeError: A line isn't a text.
        ValueError: There is nothing to run, a line has a character that can't be passed on, or it is too much.
    """
    return _posix("/bin/sh", "set -e", lines)


def cmd(*lines: str) -> str:
    """Build a command line that runs lines in cmd, on Windows.

    The lines become ``(one) && (other) && exit 0 || exit``: cmd reads no further than a line feed; without the brackets an
    ``if`` or an ``||`` would reach into the next line; and some of cmd's own commands, ``rd`` say, fail without leaving an exit
    code, which ``|| exit`` makes up for. Blank lines and comments are left out.

    Args:
        lines: The lines, each complete by itself.

    Returns:
        The text for ``command_line``: ``cmd /d /s /c "..."``. With ``/s`` cmd takes the outer quotes away and nothing else.

    Raises:
        TypeError: A line isn't a text.
        ValueError: There is nothing to run, it is too much, or a line would be read as something else: the error says what to
            write instead.
    """
    kept = _cmd_lines(_checked(lines))
    script = " && ".join(f"({line})" for _, line in kept)
    command_line = _fitting(f'cmd /d /s /c "{script} && exit 0 || exit"', _CMD_LINE, "cmd reads")
    _check_cmd_lines(kept)
    return command_line


def powershell(*lines: str) -> str:
    r"""Build a command line that runs lines in Windows PowerShell.

    The script stays readable: it is given to ``-Command``, in quotes as every Windows program reads them, and not to
    ``-EncodedCommand``, which would hide it from whoever looks at the pool, hide its secrets from masking, and turn what it
    writes to stderr into XML. A cmdlet's error ends it with exit code 1; after each line ``$LASTEXITCODE`` is looked at, so
    that a program's failure ends it too, with the program's exit code.

    Args:
        lines: The lines, each complete by itself; a block or a here-string over several lines is one of them, with line feeds.

    Returns:
        The text for ``command_line``: ``powershell ... -Command "..."``.

    Raises:
        TypeError: A line isn't a text.
        ValueError: There is nothing to run, it is too much, or a line isn't complete.
    """
    import re  # noqa: PLC0415  # because importing this package shouldn't bring what few programs need

    parts = [part for line in _powershell_lines(_checked(lines)) for part in (line, _POWERSHELL_CHECK)]
    script = "\n".join([_POWERSHELL_FIRST, *parts])
    # Backslashes mean themselves unless they stand before a quotation mark; the script ends with none.
    quoted = re.sub(r'(\\*)"', r'\1\1\\"', script)
    return _fitting(f'{_POWERSHELL}"{quoted}"', _WINDOWS_LINE, "Windows passes")


def _posix(shell: str, first: str, lines: tuple[str, ...]) -> str:
    # First stands "set": the shell would take a line that begins with a hyphen for one of its own options.
    script = "\n".join([first, *_checked(lines)])
    if script.endswith("\\") or "<<" in script:
        # In a file the last line ends with a line feed too. Only these two read on for it: a backslash continues the line, and
        # a here-document that nothing ends includes it.
        script += "\n"
    size = len(script.encode())
    if size > _LINUX_ARGUMENT:
        raise ValueError(
            f"expected a script of at most {_LINUX_ARGUMENT:,} bytes, which is what Linux passes as one argument, "
            f"got {size:,}: bring it to the node as a resource file, and run that"
        )
    return f"{shell} -c '" + script.replace("'", "'\\''") + "'"


def _checked(lines: tuple[object, ...]) -> list[str]:
    """The lines, if they are texts that a command line can hold. Errors never show a line: it may have a secret in it."""
    checked: list[str] = []
    for number, line in enumerate(lines, 1):
        if not isinstance(line, str):
            unpack = ": put an asterisk before a list of lines" if isinstance(line, (list, tuple)) else ""
            raise TypeError(f"expected line {number} to be str, got {describe(line, hidden=True)}{unpack}")
        if "\0" in line:
            raise ValueError(f"line {number} has a NUL character in it, which no command line can hold: leave it out")
        if any("\ud800" <= character <= "\udfff" for character in line):
            raise ValueError(
                f"line {number} has half of a surrogate pair in it, which can't be sent: put the whole character there"
            )
        checked.append(str.__str__(line))
    if not any(line.strip() for line in checked):
        raise ValueError("expected at least one line that isn't blank, got none: there is nothing to run")
    return checked


def _fitting(text: str, most: int, who: str) -> str:
    size = len(text) + sum(character > "\uffff" for character in text)  # in UTF-16
    if size > most:
        raise ValueError(
            f"expected a command line of at most {most:,} characters, which is what {who}, got {size:,}: "
            "bring the script to the node as a resource file, and run that"
        )
    return text


def _cmd_lines(lines: list[str]) -> list[tuple[int, str]]:
    """The lines that aren't blank or comments, with their numbers."""
    with making:
        from .shells.cmd_lines import is_comment  # noqa: PLC0415  # because the lexers take time to import

    for number, line in enumerate(lines, 1):
        if "\n" in line or "\r" in line:
            raise ValueError(f"line {number} has a line break in it, and cmd reads no further than that: make it several lines")
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not is_comment(line)]
    if not kept:
        raise ValueError("expected at least one line that is no comment, got none: there is nothing to run")
    return kept


def _check_cmd_lines(lines: list[tuple[int, str]]) -> None:
    """Refuse the first line that cmd doesn't read in brackets as it reads it alone."""
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
    """The lines, if PowerShell reads what stands behind each of them as the beginning of something new."""
    with making:
        from .shells.powershell import read_script  # noqa: PLC0415  # because the lexers take time to import

    check = _words(read_script(_POWERSHELL_CHECK))
    for number, line in enumerate(lines, 1):
        read = read_script(line)
        if read.unfinished:
            raise ValueError(
                f"line {number} lacks {read.unfinished}: give a block or a here-string as one line, with line feeds in it"
            )
        if _words(read_script(f"{line}\n{_POWERSHELL_CHECK}")) != [*_words(read), *check]:
            raise ValueError(
                f"line {number} goes on behind its end: give what belongs together as one line, with line feeds in it"
            )
    return lines


def _words(script: Script) -> list[list[str]]:
    return [[word.raw for word in command.words] for command in script.commands if command.words]
