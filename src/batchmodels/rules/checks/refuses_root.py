"""BM129: programs that refuse to run as root."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.environment_settings import environment_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_OPEN_MPI = names("mpirun.openmpi mpiexec.openmpi orterun prterun")
_OF_OPEN_MPI = names("--mca -mca --oversubscribe --map-by --rank-by --report-bindings -x")
_LAUNCHERS = names("mpirun mpiexec")
_POSTGRES = names("initdb pg_ctl postgres")
_ASKING = names("-h --help -help --version -version -V --info -i")
_NAMES = re.compile(r"(?i)openmpi|open-mpi|hpcx")
_OTHER_USER = re.compile(r"\b(?:su|runuser|setpriv|gosu|chroot)\b|\bsudo\s+(?:-\S+\s+)*-u|--user|OMPI_ALLOW_RUN_AS_ROOT")


@rule(
    "BM129",
    Severity.error,
    "program that refuses to run as root",
    COMMAND_LINES,
    reads=("userIdentity", "environmentSettings", "containerSettings"),
    explains=(FailureKind.command,),
)
def refuses_root(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``mpirun`` of Open MPI, and the server of PostgreSQL, as an administrator."""
    analysis = analysis_of(context)
    if analysis.is_admin is not True or analysis.in_container or analysis.windows or _OTHER_USER.search(analysis.text):
        return
    if "OMPI_ALLOW_RUN_AS_ROOT" in environment_of(context):
        return
    named = bool(_NAMES.search(analysis.text))
    for run in runs_on_linux(context):
        command = run.command
        if not command.arguments or command.arguments[0] in _ASKING or "--allow-run-as-root" in command.arguments:
            continue
        if command.name in _POSTGRES:
            fix = "Run it as another user, for example with runuser -u postgres."
        elif _is_open_mpi(command, named=named):
            fix = f"Use a user without elevationLevel admin, or {command.name} --allow-run-as-root."
        else:
            continue
        yield context.finding(
            f"an administrator is root on Linux, and {command.name} refuses to run as root.",
            fix,
            "commandLine",
            span=run.span,
            severity=run.severity,
        )
        return


def _is_open_mpi(command: Command, *, named: bool) -> bool:
    """Return whether a command is a launcher of Open MPI, by its options, or because the command line names that."""
    if command.name in _OPEN_MPI:
        return True
    return command.name in _LAUNCHERS and (named or not _OF_OPEN_MPI.isdisjoint(command.arguments))
