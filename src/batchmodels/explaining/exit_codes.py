"""Usual meanings of exit codes. A program may use any code for anything, so all of this is likely, not certain."""

from __future__ import annotations

import msgspec

from ..rules.failure_kinds import FailureKind


class ExitCode(msgspec.Struct, frozen=True):
    """One exit code.

    Attributes:
        meaning: What programs use it for, as a phrase.
        causes: Likely causes, the likeliest first, each a clause.
        fixes: What to do about it, each a sentence.
        administrator: Whether missing administrator rights are a likely cause.
        kind: The kind of failure that rules of the review may explain; None if no rule does.
    """

    meaning: str
    causes: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    administrator: bool = False
    kind: FailureKind | None = None

    def likely_causes(self, *, is_admin: bool | None) -> tuple[str, ...]:
        """Return the causes; missing administrator rights come first unless the task is known to have them."""
        return (NO_ADMINISTRATOR, *self.causes) if self.administrator and not is_admin else self.causes


NO_ADMINISTRATOR = "the task doesn't run as an administrator"
MAKE_ADMINISTRATOR = "Run the task as an administrator; in Python, user_identity=identities.pool_admin()."


_RESTART = (
    "If the installed software works without a restart, make the script exit with 0 for this code too. A restart runs the task"
    " again, so restart only if the script hasn't done so before."
)
_LESS_MEMORY = "Use less memory, or choose a VM size with more."
_DEFECT = "a bug in the program, or incompatible libraries"
_NOT_INSTALLED = "a program isn't installed, is misspelled, or isn't on the PATH"

LINUX: dict[int, ExitCode] = {
    1: ExitCode("general failure", kind=FailureKind.command),
    2: ExitCode(
        "incorrect usage, in shells and many other programs",
        ("a syntax error or an unknown option", "a missing file, with programs such as ls and grep"),
        kind=FailureKind.command,
    ),
    100: ExitCode(
        "apt-get failed; for yum and dnf check-update, updates are available",
        (
            "another process, such as unattended upgrades, holds the package manager's lock",
            "a package doesn't exist under that name, or the repository can't be reached",
        ),
        ("Make apt-get wait for the lock with -o DPkg::Lock::Timeout=300, and allow a few retries.",),
        administrator=True,
        kind=FailureKind.command,
    ),
    124: ExitCode("timeout ended a command", ("the command took longer than the limit passed to timeout",)),
    125: ExitCode(
        "docker run failed before the container started",
        ("an unknown option, an image that can't be pulled, or a container name that is already in use",),
    ),
    126: ExitCode(
        "the shell found the file but can't execute it",
        ("the file isn't executable", "the interpreter in the script's first line doesn't exist"),
        ("Run the script through its interpreter, for example bash setup.sh, or set the resource file's fileMode to '0755'.",),
        kind=FailureKind.lookup,
    ),
    127: ExitCode(
        "the shell didn't find the command",
        (_NOT_INSTALLED, "a file isn't in the working directory under that name", "a script has Windows line endings"),
        ("Install the program first, or use its full path. Save scripts with Linux line endings.",),
        kind=FailureKind.lookup,
    ),
    130: ExitCode("interrupted (SIGINT)"),
    134: ExitCode("aborted (SIGABRT)"),
    137: ExitCode(
        "killed (SIGKILL)",
        ("the node or the container ran out of memory", "something outside the task killed the process or its container"),
        (_LESS_MEMORY,),
    ),
    139: ExitCode("segmentation fault (SIGSEGV)", (_DEFECT,)),
    143: ExitCode("terminated (SIGTERM)", ("the node restarted, or something outside the task stopped the process",)),
    255: ExitCode("ssh couldn't connect, or a program returned -1"),
}
"""Exit codes on Linux, 0 to 255; 128 + n means that signal n ended the program."""

WINDOWS: dict[int, ExitCode] = {
    1: ExitCode("general failure", kind=FailureKind.command),
    2: ExitCode("file not found (system error 2)"),
    3: ExitCode("path not found (system error 3)"),
    5: ExitCode("access denied (system error 5)", administrator=True, kind=FailureKind.command),
    1603: ExitCode(
        "msiexec couldn't complete the installation",
        ("a condition of the installer isn't met; the installer's log names it",),
        ("Have the installer write a log: msiexec … /qn /l*v install.log.",),
        administrator=True,
        kind=FailureKind.command,
    ),
    1618: ExitCode(
        "msiexec found another installation in progress",
        ("Windows or a VM extension is installing something",),
        ("Allow a few retries.",),
    ),
    1641: ExitCode("the installer succeeded and started a restart", ("the installer restarts the node",), (_RESTART,)),
    3010: ExitCode(
        "the installer succeeded and needs a restart, but Batch treats every code other than 0 as a failure",
        ("the installation succeeded and needs a restart",),
        (_RESTART,),
    ),
    9009: ExitCode(
        "cmd didn't find the command",
        (_NOT_INSTALLED,),
        ("Install the program first, or use its full path.",),
        kind=FailureKind.lookup,
    ),
    0xC0000005: ExitCode("access violation", (_DEFECT,)),
    0xC0000017: ExitCode("out of memory", (), (_LESS_MEMORY,)),
    0xC000007B: ExitCode("invalid image format", ("32-bit and 64-bit components are mixed",)),
    0xC0000135: ExitCode(
        "a DLL wasn't found",
        ("a runtime that the program needs isn't installed, such as Visual C++ or .NET",),
        ("Install the runtime first.",),
    ),
    0xC000013A: ExitCode("stopped from outside", ("the node restarted, or something outside the task stopped the process",)),
    0xC0000142: ExitCode("a DLL couldn't be initialized", ("the program needs a desktop, which a Batch task doesn't have",)),
}
"""Exit codes on Windows. The service may also report those that start with C as negative numbers."""

_LINUX_CODES = range(256)
_SIGNALS = range(129, 193)
_UNSIGNED = 2**32


def exit_code_of(code: int, on_windows: bool | None) -> ExitCode | None:
    """Return the usual meaning of an exit code, or None.

    Args:
        code: The exit code, signed or unsigned.
        on_windows: Whether the node runs Windows. None: decided by the code.
    """
    if on_windows is None:
        on_windows = code not in _LINUX_CODES
    if on_windows:
        return WINDOWS.get(code % _UNSIGNED if -(2**31) <= code < 0 else code)
    if code in _SIGNALS and code not in LINUX:
        return ExitCode(f"ended by signal {code - 128}")
    return LINUX.get(code)


def shown_exit_code(code: int) -> str:
    """Write an exit code for people: the large ones of Windows in hexadecimal too, as documentation lists them."""
    if -(2**31) <= code < 0:
        return f"{code} (0x{code % _UNSIGNED:08X})"
    return f"{code} (0x{code:08X})" if 0xC0000000 <= code < _UNSIGNED else str(code)  # noqa: PLR2004  # because the number explains itself
