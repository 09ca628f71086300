"""Loops of POSIX shells whose counter never changes, if that is certain."""

from __future__ import annotations

import operator
import re

from ...shells.script import Command, Compound, Shell, nodes_in
from .command_line import Analysis
from .word_sets import names

_CONDITION = re.compile(
    r"(while|until)\s+(?:\[\[?\s+\"?\$\{?(?P<name>[A-Za-z_]\w*)\}?\"?\s+-(?P<test>lt|le|gt|ge|eq|ne)\s+(?P<limit>\d{1,9})\s+\]\]?"
    r"|\(\(\s*(?P<name2>[A-Za-z_]\w*)\s*(?P<test2><=?|>=?|[=!]=)\s*(?P<limit2>\d{1,9})\s*\)\))\s*[;\n]\s*do\b"
)
_TESTS = {
    **dict.fromkeys(("lt", "<"), operator.lt),
    **dict.fromkeys(("le", "<="), operator.le),
    **dict.fromkeys(("gt", ">"), operator.gt),
    **dict.fromkeys(("ge", ">="), operator.ge),
    **dict.fromkeys(("eq", "=="), operator.eq),
    **dict.fromkeys(("ne", "!="), operator.ne),
}


_SPECIAL = names("SECONDS RANDOM SRANDOM EPOCHSECONDS EPOCHREALTIME LINENO BASHPID OPTIND PPID UID EUID")
_CHANGING = re.compile(r"(?:\A|[\s;&|({])(?:eval|source|\.|trap|unset|declare|typeset|getopts|exec)\s|\$\[|\$\{!")
_LEAVING = names("exit break return")


def is_stuck(analysis: Analysis, loop: Compound) -> str:
    """Return the variable of a loop that compares it with a number and that nothing changes; empty if that isn't certain.

    A statement before gives the variable its only value, and the rest of the script has its name only as ``$name``.
    """
    script = analysis.code
    match = _CONDITION.match(script[loop.start : loop.end])
    if match is None or any(isinstance(node, Compound) and node.keyword == "function" for node in nodes_in(analysis.body)):
        return ""
    name, test, limit = (match["name"] or match["name2"], match["test"] or match["test2"], match["limit"] or match["limit2"])
    start = _only_value(analysis, name, loop.start)
    rest = script[: loop.start] + " " + script[loop.start + match.end() :]
    used = re.findall(rf"(?<![\w$])(?<!\$\{{)(?<!\s-)(?<!\\){name}(?!\w)|\$\{{{name}(?!\}})", rest)
    if start is None or name in _SPECIAL or len(used) != 1 or _CHANGING.search(script):
        return ""
    return name if bool(_TESTS[test](start, int(limit))) is (match[1] == "while") else ""


def _only_value(analysis: Analysis, name: str, end: int) -> int | None:
    """Return the number that a statement before the loop gives a variable; None without one."""
    given = [
        word.text.partition("=")[2]
        for statement in analysis.body.statements
        if not statement.background and len(statement.pipelines) == 1 and len(statement.pipelines[0].elements) == 1
        if isinstance(command := statement.last, Command) and not command.words and command.end <= end
        for word in command.assignments
        if word.text.startswith(f"{name}=")
    ]
    return int(given[0]) if len(given) == 1 and re.fullmatch(r"0|[1-9]\d{0,8}", given[0]) else None


_LIMIT = re.compile(
    r"\[\[?\s+\"?\$\{?(?P<name>[A-Za-z_]\w*)\}?\"?\s+-(?P<test>lt|le|gt|ge|eq)\s+(?P<limit>\d{1,9})\s+\]\]?\s*&&\s*(?:exit|break)\b"
)


def limit_without_effect(analysis: Analysis, loop: Compound) -> str:
    """Return the variable of a limit in a loop that nothing changes, as in ``[ $n -ge 5 ] && exit 1``; empty without one."""
    script = analysis.code
    match = _LIMIT.search(script, loop.start, loop.end)
    if match is None or any(isinstance(node, Compound) and node.keyword == "function" for node in nodes_in(analysis.body)):
        return ""
    name = match["name"]
    start = _only_value(analysis, name, loop.start)
    rest = script[: match.start()] + script[match.end() :]
    used = re.findall(rf"(?<![\w$])(?<!\$\{{)(?<!\s-)(?<!\\){name}(?!\w)|\$\{{{name}(?!\}})", rest)
    if start is None or name in _SPECIAL or len(used) != 1 or _CHANGING.search(script):
        return ""
    return "" if _TESTS[match["test"]](start, int(match["limit"])) else name


def stuck_loop_in(analysis: Analysis) -> tuple[Compound, str] | None:
    """Return the first loop of a script whose variable nothing changes, and the variable; some command in it may leave it."""
    if analysis.shell is not Shell.posix:
        return None
    for statement in analysis.body.statements:
        loop = statement.last
        if not isinstance(loop, Compound) or loop.keyword not in {"while", "until"} or statement.background:
            continue
        alone = len(statement.pipelines) == 1 and len(statement.pipelines[0].elements) == 1
        if alone and (name := is_stuck(analysis, loop)) and not _surely_leaves(loop):
            return loop, name
        if alone and (name := limit_without_effect(analysis, loop)):
            return loop, name
    return None


def _surely_leaves(loop: Compound) -> bool:
    """Return whether a command that leaves a loop, or that may do so unseen, is a statement of its own in it."""
    statements = [statement for section in loop.sections[1:] for statement in section.block.statements]
    ends = (statement.last for statement in statements if len(statement.pipelines) == 1)
    return any(isinstance(end, Command) and end.name in _LEAVING for end in ends)


_OBSERVING = names("nvidia-smi nc ping mountpoint systemctl getent host nslookup lspci rocm-smi")
_PASSING_TIME = names("sleep echo printf : true logger date")


def waiting_loop_in(analysis: Analysis) -> tuple[Compound, str] | None:
    """Return the first loop of a script that only waits for something outside of it, and the command that looks for it."""
    if analysis.shell is not Shell.posix or analysis.script is None:
        return None
    for statement in analysis.body.statements:
        loop = statement.last
        if not isinstance(loop, Compound) or loop.keyword not in {"while", "until"} or statement.background:
            continue
        if len(statement.pipelines) > 1 or len(loop.sections) != 2:  # noqa: PLR2004  # because a loop has a condition and a body
            continue
        condition, body = (section.block.statements for section in loop.sections)
        test = condition[0].last if len(condition) == 1 and len(condition[0].pipelines) == 1 else None
        negated = bool(condition) and condition[0].pipelines[0].negated
        if not isinstance(test, Command) or test.name not in _OBSERVING or negated is not (loop.keyword == "while"):
            continue
        inside = [node for each in body for node in nodes_in(each) if isinstance(node, Command | Compound)]
        if all(isinstance(node, Command) and node.name in _PASSING_TIME for node in inside):
            return loop, test.name
    return None
