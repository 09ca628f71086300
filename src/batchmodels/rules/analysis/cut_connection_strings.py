"""Connection strings without quotes, which end at their first ``;`` in POSIX shells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ...shells.script import Block, Command, Shell, Statement, nodes_in
from .command_line import Analysis
from .word_sets import names

_KEYS = (
    "DefaultEndpointsProtocol|AccountName|AccountKey|EndpointSuffix|AccountEndpoint|SharedAccessSignature|SharedAccessKeyName"
    "|SharedAccessKey|EntityPath|HostName|DeviceId|InstrumentationKey|IngestionEndpoint|LiveEndpoint|ApplicationId"
    "|(?:Blob|Queue|Table|File)(?:Secondary)?Endpoint|Endpoint"
)
_NEXT = re.compile(rf";(?:{_KEYS})=")
_VALUE = re.compile(rf"(?:.*=)?(?:{_KEYS})=", re.DOTALL)
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\+?=")
_SETTING = names("export declare typeset readonly local")


class CutString(NamedTuple):
    """A connection string that ``;`` cuts off.

    Attributes:
        command: The command with the beginning of the string.
        variable: The variable that gets only the beginning; empty if a program gets it as an argument.
        statements: The pieces after the first ``;``, which the shell takes for assignments.
    """

    command: Command
    variable: str
    statements: tuple[Statement, ...]


def strings_cut_in_posix(analysis: Analysis) -> list[CutString]:
    """Return the connection strings of a script that ``;`` cuts off."""
    code = analysis.code
    if analysis.shell is not Shell.posix or not _NEXT.search(code):
        return []
    found: list[CutString] = []
    for block in nodes_in(analysis.body):
        for before, after in pairwise(block.statements) if isinstance(block, Block) else ():
            if not _NEXT.match(code, before.last.end) or after.start != before.last.end + 1:
                continue
            if found and found[-1].statements[-1] is before:
                found[-1] = found[-1]._replace(statements=(*found[-1].statements, after))
            elif isinstance(before.last, Command) and (variable := _cut_variable(before.last)) is not None:
                found.append(CutString(before.last, variable, (after,)))
    return found


def _cut_variable(command: Command) -> str | None:
    """Return the variable whose value ends within a connection string; empty for an argument, None for anything else."""
    words = command.words or command.assignments
    assigns = not command.words or command.name in _SETTING
    if not words or words[-1].start + len(words[-1].raw) != command.end:
        return None
    name = _ASSIGNED.match(words[-1].text) if assigns else None
    value = words[-1].text[name.end() if name else 0 :]
    if (assigns and name is None) or not _VALUE.match(value):
        return None
    return name[1] if name else ""
