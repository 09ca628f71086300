"""What a formula does with the size of the pool: limits, conditions that are always the same, and samples that mislead."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from .bounds import NODES, Bound
from .effects import LOWER_TARGETS
from .evaluation import Evaluation, Known, children_of, key_of, truth
from .language import OPTION
from .remarks import Remark, Topic
from .tree import Assignment, Binary, Call, Choice, Member, Name, Node, Number, Unary

_COMPARING = frozenset(("<", "<=", "==", ">=", ">", "!="))
_LOW = frozenset(("<", "<="))
_HIGH = frozenset((">", ">="))
_ON_WEEKDAYS = "The weekday is 1 on Mondays and 6 on Saturdays."
_ONE_NUMBER = "Make one number of them, for example with avg() or max()."
_WAITING = frozenset(("$pendingtasks", "$activetasks"))
_RUNNING = frozenset(("$runningtasks",))
_ACTIVE = frozenset(("$activetasks",))
_FINISHED = frozenset(("$succeededtasks", "$failedtasks"))
_MANY_SAMPLES = 60  # of two a minute; formulas ask for a few, or for those of some time
_MOST_LINKS = 400  # operators and calls of all statements; a formula of the documentation has 40


def judge(statements: Sequence[Assignment]) -> list[Remark]:
    """Return what is remarkable about the values of a formula that has no mistakes in its names and types."""
    if sum(1 for statement in statements for _ in _nodes(statement.value)) > _MOST_LINKS:
        return []
    return _Judge(statements).remarks


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children_of(node):
        yield from _nodes(child)


class _Judge:
    """The walk over the statements of one formula."""

    def __init__(self, statements: Sequence[Assignment]) -> None:
        self.remarks: list[Remark] = []
        self._evaluation = Evaluation()
        self._unread: dict[str, Assignment] = {}
        targets: dict[str, tuple[Assignment, Bound]] = {}
        for statement in statements:
            self._conditions(statement.value, {})
            self._reads(statement)
            bound = self._evaluation.assign(statement)
            name = statement.target.name.lower() if statement.target else ""
            if name in LOWER_TARGETS:
                targets[name] = (statement, bound)
        for statement, bound in targets.values():
            self._limits(statement, bound)
        self._metrics(statements, targets)

    def _remark(self, topic: Topic, message: str, fix: str, node: Node | Assignment) -> None:
        self.remarks.append(Remark(topic, message, fix, node.start, node.end))

    def _reads(self, statement: Assignment) -> None:
        """Find a target that is set again before anything reads it."""
        read = {each.name.lower() for each in _nodes(statement.value) if isinstance(each, Name)}
        for name in read:
            self._unread.pop(name, None)
        name = statement.target.name.lower() if statement.target else ""
        if name in LOWER_TARGETS:
            before = self._unread.get(name)
            if before is not None and before.target is not None and key_of(before.value) != key_of(statement.value):
                message = f"{before.target.name} is set again later, so this value is lost"
                self._remark(Topic.effect, message, "Remove one of the two statements.", before)
            self._unread[name] = statement

    def _limits(self, statement: Assignment, bound: Bound) -> None:
        name = statement.target.name if statement.target else ""
        value = statement.value
        if bound.samples:
            message = f"{name} is set to a vector of samples, where a number of nodes is expected"
            self._remark(Topic.vectors, message, _ONE_NUMBER, value)
        elif bound.high < 0:
            self._remark(Topic.limits, f"{name} is always negative", "Set it to 0 or more.", value)
        elif bound.varies and bound.high <= 0 and not isinstance(value, Number):
            message = f"{name} is never more than 0, so the pool gets no nodes"
            self._remark(Topic.limits, message, "Take the greater of two values with max(), and the smaller with min().", value)
        elif bound.varies and bound.is_fixed and all(remark.topic is not Topic.condition for remark in self.remarks):
            message = f"{name} is always {bound.low:g}, whatever the samples and the time are"
            self._remark(Topic.limits, message, "Limit the value with max(LEAST, min(MOST, value)).", value)
        elif bound.high > NODES and bound.varies and bound.metrics and _is_known(bound):
            message = f"nothing limits {name}, so the pool can grow as far as the quota of the account allows"
            self._remark(Topic.no_limit, message, "Limit it with min(), for example min(20, value).", value)

    def _metrics(self, statements: Sequence[Assignment], targets: dict[str, tuple[Assignment, Bound]]) -> None:
        """Find targets that follow a metric that doesn't show how many nodes are needed."""
        every = frozenset[str]().union(*(bound.metrics for _, bound in targets.values()))
        option = next(
            (each for each in reversed(statements) if each.target and each.target.name.lower() == OPTION.lower()), None
        )
        chosen = option.value.name.lower() if option and isinstance(option.value, Name) else ""
        read = {each for statement in statements for each in _metrics_in(statement.value)}
        for statement, bound in targets.values():
            name = statement.target.name if statement.target else ""
            if every == _RUNNING and "$runningtasks" in bound.metrics and bound.low <= 0:
                if not read & _WAITING:
                    message = f"{name} follows $RunningTasks, which doesn't count tasks that wait, so an empty pool stays empty"
                    self._remark(
                        Topic.misled, message, "Use $PendingTasks: the tasks that wait and those that run.", statement.value
                    )
            elif every and every <= _FINISHED and not read & _WAITING:
                message = f"{name} follows tasks that are finished, so tasks that wait don't make the pool grow"
                self._remark(
                    Topic.misled, message, "Use $PendingTasks: the tasks that wait and those that run.", statement.value
                )
            elif every == _ACTIVE and not read & {"$runningtasks", "$pendingtasks"} and chosen in {"", "requeue", "terminate"}:
                message = (
                    f"{name} follows $ActiveTasks, which doesn't count running tasks: when no task waits, the pool shrinks "
                    "and stops the running tasks"
                )
                topic = Topic.interrupted if chosen else Topic.stopped
                self._remark(topic, message, f"Use $PendingTasks, or set {OPTION} to taskcompletion.", statement.value)
        if option is not None and chosen == "terminate":
            message = "when the pool shrinks, terminate ends the running tasks for good: it takes them out of the queue"
            self._remark(
                Topic.stopped, message, "Use requeue to run them again, or taskcompletion to wait for them.", option.value
            )

    def _conditions(self, node: Node, known: Known) -> None:
        """Find conditions that are always the same, and those that look at a percentage in a wrong way."""
        if isinstance(node, Choice):
            self._conditions(node.condition, known)
            self._guard(node, known)
            for branch, holds in ((node.yes, True), (node.no, False)):
                self._conditions(branch, {**known, **self._evaluation.refined(node.condition, known, holds=holds)})
            return
        if isinstance(node, Binary) and node.operator in {"&&", "||"} and self._contradicts(node, known):
            return
        if isinstance(node, Binary) and node.operator in _COMPARING:
            self._comparison(node, known)
        if isinstance(node, Call) and node.name == "percentile" and node.of is None and _is_fraction(node.arguments[-1:]):
            message = "percentile() takes a percentage from 0 to 100, and gets a fraction"
            self._remark(Topic.fraction, message, "Write 95 rather than 0.95.", node.arguments[-1])
        if (
            isinstance(node, Binary)
            and node.operator == "/"
            and self._evaluation.bound(node.right, known) == Bound(0, 0, varies=False)
        ):
            self._remark(Topic.types, "the autoscale formula divides by 0", "Use another divisor.", node)
        if isinstance(node, Call) and node.name == "GetSample" and node.of is not None:
            self._samples(node, known)
        for child in children_of(node):
            self._conditions(child, known)

    def _samples(self, node: Call, known: Known) -> None:
        """Find a number or a percentage of samples that can't be."""
        first, last = node.arguments[0], node.arguments[-1]
        count, percent = (self._evaluation.bound(each, known) for each in (first, last))
        if isinstance(first, Number | Unary) and count.is_fixed and count.low < 1:
            message = f"GetSample({count.low:g}) asks for less than one sample"
            self._remark(Topic.samples, message, "Ask for 1 sample or more.", node)
        elif len(node.arguments) == 1 and count.is_fixed and _MANY_SAMPLES <= count.low < math.inf:
            message = (
                f"GetSample({count.low:g}) asks for the last {count.low:g} samples, not for a time: they take about "
                f"{count.low / 120:.2g} hours, and a younger pool doesn't have them"
            )
            fix = f"Write GetSample({count.low:g} * TimeInterval_Second) for {count.low:g} seconds."
            self._remark(Topic.samples, message, fix, node)
        elif any(isinstance(each, Unary) and each.operator == "-" for each in _nodes(first)):
            self._remark(Topic.samples, "GetSample() gets a negative time", "Write the time without a minus sign.", node)
        elif len(node.arguments) > 1 and percent.is_fixed and isinstance(last, Number) and percent.low > 100:  # noqa: PLR2004  # because it is a percentage
            message = f"GetSample() never has {percent.low:g} percent of the samples, so the evaluation fails"
            self._remark(Topic.samples, message, "Use a percentage of up to 100.", node)

    def _contradicts(self, node: Binary, known: Known) -> bool:
        """Note that two conditions exclude each other, or that one of them always holds; return whether they do."""
        every = node.operator == "&&"
        right = self._evaluation.bound(node.right, known)
        given = self._evaluation.refined(node.left, known, holds=every)
        fate = truth(self._evaluation.bound(node.right, {**known, **given}))
        if (
            truth(self._evaluation.bound(node.left, known)) is not None
            or truth(right) is not None
            or fate is None
            or fate is every
        ):
            return False
        if not right.varies:
            return False
        message = "these two conditions can't both be true" if every else "one of these two conditions is always true"
        fix = "Write || if one of them is enough." if every else "Write && if both must be true."
        self._remark(Topic.condition, message, fix, node)
        return True

    def _comparison(self, node: Binary, known: Known) -> None:
        left, right = self._evaluation.bound(node.left, known), self._evaluation.bound(node.right, known)
        fate = truth(self._evaluation.bound(node, known))
        for percent, other in ((left, node.right), (right, node.left)):
            if percent.samples:
                message = f"the operator {node.operator} compares a vector of samples, where a number is expected"
                self._remark(Topic.vectors, message, _ONE_NUMBER, node)
                return
            bound = self._evaluation.bound(other, known)
            if percent.percent and bound.is_fixed and 0 < bound.low < 1:
                message = (
                    "GetSamplePercent() is a percentage from 0 to 100: compared with a fraction, it only shows whether there "
                    "are samples"
                )
                self._remark(Topic.percent, message, "Write 70 rather than 0.7.", node)
                return
        if fate is None or not (left.varies or right.varies) or key_of(node) in known:
            return
        if fate and _is_weekday(node):
            return  # it writes a range of days to its end: weekday >= 6 && weekday <= 7
        chained = next(
            (each for each in (node.left, node.right) if isinstance(each, Binary) and each.operator in _COMPARING), None
        )
        if chained is not None:
            message = "the result of a comparison is 0 or 1, so comparing it again is always " + ("true" if fate else "false")
            self._remark(Topic.condition, message, "Write both comparisons and join them with &&.", node)
            return
        self._remark(
            Topic.condition,
            f"this comparison is always {'true' if fate else 'false'}" + _range_text(node, left, right),
            _ON_WEEKDAYS if _is_weekday(node) else "Compare with a value that it can have on both sides.",
            node,
        )

    def _guard(self, node: Choice, known: Known) -> None:
        """Find a guard that looks at the samples where there are few of them."""
        condition = node.condition
        if not isinstance(condition, Binary):
            return
        left, right = self._evaluation.bound(condition.left, known), self._evaluation.bound(condition.right, known)
        if left.percent is right.percent:
            return
        is_low = condition.operator in (_LOW if left.percent else _HIGH)
        if condition.operator not in _LOW | _HIGH:
            return
        few, many = (node.yes, node.no) if is_low else (node.no, node.yes)
        if self._evaluation.bound(few, known).sampled and not self._evaluation.bound(many, known).varies:
            message = "the samples are used where few of them are there, and not where there are enough"
            self._remark(Topic.misled, message, "Exchange the two values after ?.", node)


def _metrics_in(node: Node) -> Iterator[str]:
    """Yield the names in an expression in lower case, without those of which it only looks at the percentage of samples."""
    if isinstance(node, Name):
        yield node.name.lower()
    elif not (isinstance(node, Call) and node.name == "GetSamplePercent"):
        for child in children_of(node):
            yield from _metrics_in(child)


def _is_known(bound: Bound) -> bool:
    """Return whether a bound without an upper limit is one of metrics rather than of something that isn't understood."""
    return bound.low > -math.inf


def _is_weekday(node: Binary) -> bool:
    return any(isinstance(each, Member) and each.name == "weekday" for each in (node.left, node.right))


def _is_fraction(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Number) and 0 < node.value < 1 for node in nodes)


def _range_text(node: Binary, left: Bound, right: Bound) -> str:
    """Return the values that the side of a comparison has which isn't a constant."""
    side, bound = (node.left, left) if left.varies else (node.right, right)
    if isinstance(side, Unary) or math.isinf(bound.low) or bound.high >= NODES:
        return f": the value is never less than {bound.low:g}" if bound.low > -math.inf and bound.high >= NODES else ""
    return f": the value is from {bound.low:g} to {bound.high:g}"
