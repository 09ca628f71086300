"""The control flow of a script: for each command whether it is reached, what it depends on, and what its exit status does.

One walk over the tree of `shells.script` answers all of it. The table `SECTIONS` says what a section of a compound command
means for the commands in it.
"""

from __future__ import annotations

import msgspec

from ...shells.script import Block, Command, Compound, Element, Pipeline, Shell, Statement, commands_in
from .cmd_exit_codes import asks_in_cmd
from .command_line import Analysis
from .command_tests import is_case_of_status, is_test
from .joined_pipelines import LEAVING, fates_of, runs_after_both, statuses_of
from .section_meanings import OWN_PROCESS, PLAIN, SECTIONS, SectionMeaning
from .shell_options import options_after
from .steps import Status, Step

_LOOPS = frozenset({"while", "until", "do", "for", "foreach", "select"})
_FAILING_IN_POWERSHELL = frozenset({"exit", "throw"})


class _Around(msgspec.Struct, frozen=True):
    """The surroundings of a block.

    Attributes:
        status: The effect of its last statement's exit status.
        guarded: Whether it runs conditionally.
        asked: Whether it is part of a condition or a negated pipeline.
        suspended: Whether ``set -e`` doesn't apply.
        background: Whether nothing waits for it.
        repeats: Whether it is in a loop.
        piped: Whether another command reads its output.
        reads: Whether it reads another command's output.
        in_word: Whether it is in a word.
        nested: Whether it is in a compound command or a word.
        after_or: Whether it directly follows ``||``.
        forked: Whether it runs in a process of its own, whose end doesn't end the script.
        stale: What happens if its last statement fails where ``set -e`` doesn't notice, and everything else succeeds.
        leaves: What happens if the process that runs it ends with an error.
        known: Whether ``stale`` and ``leaves`` are known.
    """

    status: Status
    guarded: bool = False
    asked: bool = False
    suspended: bool = False
    background: bool = False
    repeats: bool = False
    piped: bool = False
    reads: bool = False
    in_word: bool = False
    nested: bool = False
    after_or: bool = False
    forked: bool = False
    stale: Status = Status.counts
    leaves: Status = Status.counts
    known: bool = True


_replace = msgspec.structs.replace


class Walk:
    """A walk over a script, in the order of the text.

    Attributes:
        steps: The steps found, by the identity of the command.
        calls: The calls of the functions that the script defines, by their names.
        loops: Whether the script contains a loop.
    """

    def __init__(self, analysis: Analysis, around: Step | None, calls: dict[str, list[Step]]) -> None:
        self.steps: dict[int, Step] = {}
        self.calls: dict[str, list[Step]] = {}
        self.loops: bool = False
        self._analysis = analysis
        self._shell = analysis.shell
        self._outer = around
        self._known_calls = calls
        self._options = analysis.options
        self._left = around is not None and around.guarded  # whether the script may have succeeded by now
        self._over = False  # whether it has ended

    def all(self) -> None:
        """Walk over the whole script."""
        fate = Status.counts if self._outer is None else self._outer.fate
        self._block(self._analysis.body, _Around(Status.counts, stale=fate, leaves=fate))

    def _block(self, block: Block, around: _Around) -> bool:
        """Walk over a block; return whether its last statement is a test."""
        test = False
        for number, statement in enumerate(block.statements):
            following = block.statements[number + 1] if number + 1 < len(block.statements) else None
            ending = self._ending(statement, following, around)
            test = self._statement(statement, ending, self._stale(following, around), around)
        return test

    def _stops(self, around: _Around) -> bool:
        """Return whether a failure stops the script."""
        return "errexit" in self._options and not around.suspended

    def _ending(self, statement: Statement, following: Statement | None, around: _Around) -> Status:
        """Return the effect of a statement's exit status."""
        if statement.background or around.background:
            return Status.background
        if following is None:
            lost = {Status.passed, Status.repeated, Status.last_round, Status.called, Status.asked}
            stops = self._stops(around) and around.status in lost and not around.forked
            return Status.counts if stops else around.status
        if self._stops(around):
            return Status.counts
        return Status.asked if self._asks(following) else Status.passed

    def _stale(self, following: Statement | None, around: _Around) -> Status:
        """Return what happens if a statement fails where ``set -e`` doesn't notice, and everything else succeeds."""
        if following is None:
            return around.stale
        return Status.asked if self._asks(following) else Status.passed

    def _asks(self, statement: Statement) -> bool:
        """Return whether a statement begins by testing the exit status of the one before."""
        first = statement.pipelines[0].elements[0]
        if isinstance(first, Command) and first.name in LEAVING and first.arguments in {(), ("/b",)}:
            return True  # its exit code is that of the statement before
        if self._shell is Shell.cmd:
            return asks_in_cmd(first, self._analysis.code)
        while isinstance(first, Compound):
            if is_case_of_status(first, self._analysis.code):
                return True
            block = next(iter(first.nodes()), None)
            if not isinstance(block, Block) or not block.statements:
                return False
            first = block.statements[0].pipelines[0].elements[0]
        names = {name for word in (*first.words, *first.assignments) for name in word.variables}
        return any(name == "?" or name.startswith("PIPESTATUS") or name.upper() == "LASTEXITCODE" for name in names)

    def _statement(self, statement: Statement, ending: Status, stale: Status, around: _Around) -> bool:
        background = around.background or statement.background
        before = self._options, self._left, self._over
        tested = test = False
        operator = ""
        statuses = statuses_of(statement, ending)
        leaves = Status.background if background else around.leaves
        noticed = leaves if self._stops(around) else stale
        fates = fates_of(statement, noticed, stale, leaves)
        joins = (*statement.operators, "")
        for pipeline, status, (fate, inner), following in zip(statement.pipelines, statuses, fates, joins, strict=True):
            guarded = around.guarded or tested or pipeline.negated
            suspended = around.suspended or pipeline.negated or (following != "" and self._shell is not Shell.powershell)
            within = _replace(
                around,
                status=status,
                guarded=guarded,
                asked=around.asked or pipeline.negated,
                suspended=suspended,
                background=background,
                after_or=operator == "||",
                stale=inner,
                leaves=leaves,
            )
            test = self._pipeline(pipeline, statement, ending, fate, within)
            both = runs_after_both(pipeline, operator, following, self._shell)
            tested = not both and (tested or test or following == "||")
            operator = following
        if statement.background:
            self._options, self._left, self._over = before
        return test

    def _pipeline(self, pipeline: Pipeline, statement: Statement, ending: Status, fate: Status, around: _Around) -> bool:
        """Walk over a pipeline; return whether it is a test."""
        test = False
        last = len(pipeline.elements) - 1
        before = self._options, self._left, self._over
        for number, element in enumerate(pipeline.elements):
            status = around.status
            if number < last and self._shell is Shell.powershell and self._stops(around):
                status = Status.counts
            elif number < last and "pipefail" not in self._options and status is not Status.background:
                status = Status.piped
            piped, reads = around.piped or number < last, around.reads or number > 0
            within = _replace(around, status=status, guarded=around.guarded or test, piped=piped, reads=reads)
            own = Status.piped if number < last and "pipefail" not in self._options else fate
            if around.background:
                own = Status.background
            if last or (isinstance(element, Compound) and element.keyword in OWN_PROCESS):
                within = _replace(within, stale=own, leaves=own)
            if isinstance(element, Command):
                self._command(element, statement, ending, own, within)
                test = test or is_test(element)
            else:
                test = self._compound(element, statement, ending, within) or test
            if last:  # each element runs in a process of its own
                self._options, self._left, self._over = before
        return test

    def _command(self, command: Command, statement: Statement, ending: Status, fate: Status, around: _Around) -> None:
        reached = not self._over
        guarded = self._left or around.guarded or not reached
        status, ending = (self._in_all(each) if reached else Status.unreachable for each in (around.status, ending))
        facts = (
            guarded,
            around.asked,
            around.repeats,
            self._options,
            around.piped,
            around.reads,
            around.in_word,
            around.nested,
            (fate if around.known else Status.called) if reached else Status.unreachable,
            around.suspended,
            around.leaves,
        )
        step = Step(command, statement, status, ending, *facts)
        self.steps[id(command)] = step
        self.calls.setdefault(command.name, []).append(step)
        self._words(command, around)
        self._options = options_after(command, self._options, self._shell, guarded=around.guarded)
        if command.name in LEAVING or (command.name == "exec" and command.arguments and self._shell is Shell.posix):
            self._leave(command, around)

    def _in_all(self, status: Status) -> Status:
        """Return the effect of an exit status, including that in the script around this one."""
        outer = self._outer
        return outer.status if status.fails and outer is not None and not outer.status.fails else status

    def _leave(self, command: Command, around: _Around) -> None:
        """Note that the script ends or may end here."""
        if not around.guarded:
            self._over = self._over or not around.repeats
        elif command.name in LEAVING:
            well = "0" in command.arguments or not (command.arguments or around.after_or)
            self._left = self._left or well

    def _words(self, element: Element, around: _Around) -> None:
        """Walk over the blocks in the words of a command, or in the head of a compound command."""
        before = self._options, self._left, self._over
        for block in element.inner:
            takes_over = isinstance(element, Command) and (self._shell is Shell.powershell or not element.words)
            status = around.status
            if not takes_over:
                status = Status.substituted if around.status.fails else around.status
            suspended = around.suspended or self._shell is Shell.posix
            facts = {"piped": False, "in_word": True, "nested": True, "after_or": False}
            unknown = {"stale": Status.substituted, "leaves": Status.substituted}
            self._block(block, _replace(around, status=status, suspended=suspended, **facts, **unknown))
            self._options, self._left, self._over = before

    def _compound(self, compound: Compound, statement: Statement, ending: Status, around: _Around) -> bool:
        """Walk over a compound command; return whether it is brackets around a test."""
        if compound.redirection:
            self._command(compound.redirection, statement, ending, Status.called, around)
        forked = compound.keyword in OWN_PROCESS and self._shell is Shell.posix
        around = _replace(around, nested=True, after_or=False, forked=around.forked or forked)
        if compound.keyword == "function":
            self._function(compound, around)
            return False
        self.loops = self.loops or compound.keyword in _LOOPS
        self._words(compound, around)
        before = self._options, self._left, self._over
        test = False
        for section in compound.sections:
            meaning = SECTIONS.get(section.keyword, PLAIN)
            status, stale = (
                Status.asked if meaning.asks else self._status_in(compound, section.keyword, meaning, each)
                for each in (around.status, around.stale)
            )
            in_while = section.keyword == "do" and compound.keyword in {"while", "until"}
            within = _replace(
                around,
                status=status,
                stale=stale,
                guarded=around.guarded or meaning.guarded or in_while,
                asked=around.asked or meaning.asks,
                suspended=around.suspended or (meaning.suspends and self._shell is Shell.posix),
                repeats=around.repeats or compound.keyword in _LOOPS,
            )
            test = self._block(section.block, within)
        if forked:
            self._options, self._left, self._over = before
        return test and compound.keyword in {"{", "("}

    def _status_in(self, compound: Compound, keyword: str, meaning: SectionMeaning, status: Status) -> Status:
        """Return the effect of the exit status of a section's last statement, given that of the compound command."""
        if keyword == "do":
            if compound.keyword in {"while", "until", "do"}:
                return Status.asked if status in {Status.passed, Status.counts} else status
            return {Status.passed: Status.repeated, Status.counts: Status.last_round}.get(status, status)
        if keyword == "try" and (catches := [each.block for each in compound.sections if each.keyword == "catch"]):
            names = {command.name for command in commands_in(*catches)}
            return status if _FAILING_IN_POWERSHELL & names else Status.handled
        if meaning.chooses and status in {Status.repeated, Status.last_round}:
            return Status.asked  # a loop with a condition in it usually retries something
        return status

    def _function(self, compound: Compound, around: _Around) -> None:
        """Walk over a function, which runs where it is called."""
        calls = self._known_calls.get(compound.name.lower(), [])
        before = self._options, self._left, self._over
        if calls:
            self._options, self._left, self._over = calls[0].options, False, False
        status = Status.counts if any(call.status.fails for call in calls) else Status.called
        alike = len({(call.fate, call.leaves, call.suspended, call.options) for call in calls}) == 1
        within = _Around(
            status,
            guarded=bool(calls) and all(call.guarded for call in calls),
            suspended=bool(calls) and all(call.suspended for call in calls),
            repeats=any(call.repeats for call in calls),
            reads=any(call.reads for call in calls),
            in_word=around.in_word,
            nested=True,
            stale=calls[0].fate if calls else Status.called,
            leaves=calls[0].leaves if calls else Status.called,
            known=alike and calls[0].fate is not Status.called,  # such a call is in another function
        )
        for section in compound.sections:
            self._block(section.block, within)
        self._options, self._left, self._over = before[0] | self._options, *before[1:]
