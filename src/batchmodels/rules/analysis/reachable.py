"""The statements of a POSIX script that may run: those up to the ``exit`` or ``exec`` that ends it for certain."""

from __future__ import annotations

import msgspec

from ...shells.script import Block, Command, Script, Shell, Statement


def reachable(read: Script) -> tuple[Block, tuple[Statement, ...]]:
    """Return what of a script may run, and the statements after the ``exit`` or ``exec`` that ends it for certain."""
    statements = read.body.statements
    if read.shell is Shell.posix and read.unfinished is None:
        for number, statement in enumerate(statements, 1):
            if leaving_command(statement) is not None:
                return msgspec.structs.replace(read.body, statements=statements[:number]), statements[number:]
    return read.body, ()


def leaving_command(statement: Statement) -> Command | None:
    """Return the ``exit`` or ``exec`` with which a statement of a POSIX script ends the script; None if it may continue."""
    last = statement.last
    alone = len(statement.pipelines) == 1 and len(statement.pipelines[0].elements) == 1 and not statement.background
    if not alone or not isinstance(last, Command):
        return None
    return last if last.name == "exit" or (last.name == "exec" and last.arguments) else None
