"""What an exit code tells. Every program may mean what it likes by one, so all of this is likely, not certain."""

from __future__ import annotations

import msgspec

from ..rules.failure_kinds import FailureKind


class ExitCode(msgspec.Struct, frozen=True):
    """One exit code.

    Attributes:
        meaning: Who uses it for what, as a clause.
        causes: What is likely to have caused it, the likeliest first, each a clause.
        changes: What to change, each a sentence.
        administrator: Whether it is likely for want of an administrator's rights.
        kind: The kind of failure, which rules of a review may explain; None if no rule does.
    """

    meaning: str
    causes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    administrator: bool = False
    kind: FailureKind | None = None

    def likely_causes(self, *, is_admin: bool | None) -> tuple[str, ...]:
        """The causes, with the want of rights in front unless the start task is known to have them."""
        return (NO_ADMINISTRATOR, *self.causes) if self.administrator and not is_admin else self.causes


NO_ADMINISTRATOR = "the start task doesn't run as an administrator"
MAKE_ADMINISTRATOR = "Run the start task as an administrator: in Python, user_identity=identities.pool_admin()."


_RESTART = (
    "If the installation needs no restart to be used, end with 0 for this code too. A restart runs the start task again, so"
    " restart only if it hasn't been done yet."
)

LINUX: dict[int, ExitCode] = {
    1: ExitCode("the general code for a failure", kind=FailureKind.command),
    2: ExitCode(
        "shells and many programs use it for arguments or a syntax that they don't understand",
        ("a syntax error or an unknown option in the script", "a file that isn't there, with ls, grep and their like"),
        kind=FailureKind.command,
    ),
    100: ExitCode(
        "apt-get uses it for every failure; yum and dnf end check-update with it when there are updates",
        (
            "the node's own upgrades hold the package manager's lock",
            "a package has another name, or its server can't be reached",
        ),
        ("Let apt-get wait for the lock with -o DPkg::Lock::Timeout=300, and allow a few retries.",),
        administrator=True,
        kind=FailureKind.command,
    ),
    124: ExitCode("timeout uses it when the time is up", ("the command took longer than the limit that timeout was given",)),
    125: ExitCode(
        "docker run uses it when Docker itself fails",
        ("an option that Docker doesn't know, an image that can't be pulled, or a container name that is taken",),
    ),
    126: ExitCode(
        "a shell uses it for a file that is there but can't be executed",
        ("the file has no permission to be executed", "the interpreter in a script's first line isn't there"),
        ("Run the script through its interpreter (bash setup.sh), or give the resource file a file_mode such as '0755'.",),
        kind=FailureKind.lookup,
    ),
    127: ExitCode(
        "a shell uses it for a command that wasn't found",
        (
            "a program isn't installed, is misspelled or isn't on the PATH",
            "a file isn't in the working directory under that name",
            "a script has Windows line ends",
        ),
        ("Install the program first or name it by its full path; save scripts with the line ends of Linux.",),
        kind=FailureKind.lookup,
    ),
    130: ExitCode("signal 2: interrupted"),
    134: ExitCode("signal 6: the program found itself in disorder and gave up"),
    137: ExitCode(
        "signal 9: killed",
        ("the node or the container ran out of memory", "the process or its container was killed from outside"),
        ("Use less memory at a time, or take a VM size with more of it.",),
    ),
    139: ExitCode(
        "signal 11: the program touched memory that isn't its own",
        ("a defect in the program, or libraries that don't fit it",),
    ),
    143: ExitCode("signal 15: asked to end", ("the node was restarted, or the process was stopped from outside",)),
    255: ExitCode("ssh uses it for a failed connection; it also stands for a program's own -1"),
}
"""On Linux, where they go from 0 to 255, and 128 + n is the end by signal n."""

WINDOWS: dict[int, ExitCode] = {
    1: ExitCode("the general code for a failure", kind=FailureKind.command),
    2: ExitCode("the system's error 2: a file wasn't found"),
    3: ExitCode("the system's error 3: a directory wasn't found"),
    5: ExitCode("the system's error 5: access is denied", administrator=True, kind=FailureKind.command),
    1603: ExitCode(
        "msiexec uses it for an installation that failed",
        ("the installer's conditions aren't met; its log says which",),
        ("Let the installer write a log: msiexec … /qn /l*v install.log.",),
        administrator=True,
        kind=FailureKind.command,
    ),
    1618: ExitCode(
        "msiexec uses it when another installation is under way",
        ("Windows or an extension of the machine is installing something",),
        ("Allow a few retries.",),
    ),
    1641: ExitCode("msiexec uses it for success, with a restart begun", ("the installer restarts the node",), (_RESTART,)),
    3010: ExitCode(
        "installers use it for success that needs a restart; any code but 0 counts as a failure, though",
        ("the installation worked, and asks for a restart",),
        (_RESTART,),
    ),
    9009: ExitCode(
        "cmd uses it for a command that it doesn't recognize",
        ("a program isn't installed, is misspelled or isn't on the PATH",),
        ("Install the program first, or name it by its full path.",),
        kind=FailureKind.lookup,
    ),
    0xC0000005: ExitCode("access violation", ("a defect in the program, or libraries that don't fit it",)),
    0xC0000017: ExitCode("not enough memory", (), ("Use less memory at a time, or take a VM size with more of it.",)),
    0xC000007B: ExitCode("a program or library of the wrong kind", ("32-bit and 64-bit parts are mixed",)),
    0xC0000135: ExitCode(
        "a library (DLL) wasn't found",
        ("a runtime that the program needs isn't installed, such as Visual C++'s or .NET",),
        ("Install the runtime first.",),
    ),
    0xC000013A: ExitCode("ended from outside", ("the node was restarted, or the process was stopped",)),
    0xC0000142: ExitCode("a library (DLL) couldn't be set up", ("the program needs a desktop, which a start task has not",)),
}
"""On Windows. The large ones, which begin with C, also come as negative numbers."""

_OF_LINUX = range(256)
_SIGNALS = range(129, 193)
_UNSIGNED = 2**32


def exit_code_of(code: int, on_windows: bool | None) -> ExitCode | None:
    """What an exit code tells, on this operating system if it is known; None if nothing is."""
    if on_windows is None:
        on_windows = code not in _OF_LINUX
    if on_windows:
        return WINDOWS.get(code % _UNSIGNED if -(2**31) <= code < 0 else code)
    if code in _SIGNALS and code not in LINUX:
        return ExitCode(f"signal {code - 128}: ended by the system or from outside")
    return LINUX.get(code)


def shown_exit_code(code: int) -> str:
    """An exit code for people: the negative ones of Windows also as everybody looks for them."""
    if -(2**31) <= code < 0:
        return f"{code} (0x{code % _UNSIGNED:08X})"
    return f"{code} (0x{code:08X})" if 0xC0000000 <= code < _UNSIGNED else str(code)  # noqa: PLR2004  # because it says itself
