"""The check of a parsed formula: names, types, arguments, times and samples."""

from __future__ import annotations

from collections.abc import Sequence

from ..spelling import nearest
from . import times
from .arguments import wrong_count
from .effects import LOWER_TARGETS, meant_target, no_target, sets_target, unknown_targets
from .intervals import SAMPLE_DELAY, seconds_of
from .language import (
    FUNCTIONS,
    INTERVALS,
    MEMBERS,
    METHOD_KINDS,
    METHODS,
    METRICS,
    OPTION,
    OPTIONS,
    OTHER_NAMES,
    RETIRED_METRICS,
    RETIREMENT,
    TARGETS,
    Kind,
)
from .letter_case import assigned_metric, in_other_case, misspelled
from .meanings import fix_for, fix_for_a_name
from .operators import ORDERING, result_of
from .remarks import Remark, Topic
from .tree import Assignment, Binary, Call, Choice, Member, Name, Node, Number, Text, Unary, Vector


def check(statements: Sequence[Assignment]) -> list[Remark]:
    """Return the mistakes of a formula, in the order of its text."""
    has_target = any(sets_target(statement) for statement in statements)
    checker = _Checker(has_target=has_target)
    for statement in statements:
        checker.statement(statement)
    remarks = [*checker.remarks, *(unknown_targets(statements) if has_target else [no_target(statements)])]
    return sorted(remarks, key=lambda remark: (remark.start, remark.end))


class _Checker:
    """The walk over one formula."""

    def __init__(self, *, has_target: bool) -> None:
        self._has_target = has_target
        self.remarks: list[Remark] = []
        self._kinds: dict[str, Kind] = {}
        self._intervals: dict[str, float] = {}
        self._guarded = False
        self._compares_age = False
        self._age_variables: set[str] = set()
        self._reported: set[str] = set()

    def statement(self, statement: Assignment) -> None:
        self._compares_age = False
        kind = self.kind(statement.value)
        target = statement.target
        if target is None:
            if kind not in {Kind.nothing, Kind.unknown}:
                message = "this statement of the autoscale formula computes a value and drops it"
                value = statement.value
                compares = isinstance(value, Binary) and value.operator == "==" and isinstance(value.left, Name)
                fix = "Assign with =." if compares else "Assign the value to a variable, or remove the statement."
                self._remark(Topic.effect, message, fix, statement.start, statement.end)
            return
        self._assign(target, kind, statement)
        seconds = seconds_of(statement.value, self._intervals)
        self._kinds[_key(target.name)] = kind
        if self._compares_age and isinstance(statement.value, Unary | Binary):
            self._age_variables.add(_key(target.name))
        self._intervals.pop(_key(target.name), None)
        if seconds is not None:
            self._intervals[_key(target.name)] = seconds

    def _assign(self, target: Name, kind: Kind, statement: Assignment) -> None:
        place = (target.start, target.end)
        name = target.name.lower()
        if name in _METRICS and (self._has_target or not meant_target(target.name)):
            self.remarks.append(assigned_metric(target))
        elif target.name in INTERVALS or target.name in OPTIONS:
            self._remark(Topic.names, f"{target.name} is a constant", "Use a variable with another name.", *place)
        elif name in LOWER_TARGETS and kind not in {Kind.number, Kind.metric, Kind.vector, Kind.unknown}:
            message = f"{target.name} is set to {kind.value}, where a number of nodes is expected"
            self._remark(Topic.types, message, "Set it to a number.", statement.value.start, statement.value.end)
        elif name == OPTION.lower() and kind not in {Kind.option, Kind.unknown}:
            message = f"{OPTION} is set to {kind.value}, where a deallocation option is expected"
            fix = f"Set it to one of {', '.join(OPTIONS)}, without quotes."
            self._remark(Topic.types, message, fix, statement.value.start, statement.value.end)

    def kind(self, node: Node) -> Kind:
        """Return the type of an expression, and note the mistakes in it."""
        if isinstance(node, Number):
            return Kind.number
        if isinstance(node, Text):
            return Kind.text
        if isinstance(node, Name):
            return self._name(node)
        if isinstance(node, Vector):
            self._numbers("a vector", node.elements)
            return Kind.vector
        if isinstance(node, Member):
            return self._member(node)
        if isinstance(node, Call):
            return self._function(node) if node.of is None else self._method(node, self._called_on(node.of))
        if isinstance(node, Choice):
            return self._choice(node)
        return self._operation(node)

    def _called_on(self, node: Node) -> Kind:
        return self._name(node, has_samples=True) if isinstance(node, Name) else self.kind(node)

    def _name(self, node: Name, *, has_samples: bool = False) -> Kind:
        name = node.name
        if name in INTERVALS:
            return Kind.interval
        if name.lower() in OPTIONS:
            return Kind.option
        if name[0] == "$" and name.lower() in _METRICS and name not in METRICS and _key(name) in self._kinds:
            return self._kinds[_key(name)]
        if name.lower() in _METRICS or name.lower() in LOWER_TARGETS:
            self._retired(node)
            return Kind.metric
        if name.lower() == OPTION.lower():
            return Kind.option
        if _key(name) in self._kinds:
            self._compares_age |= _key(name) in self._age_variables
            return self._kinds[_key(name)]
        if spelled := in_other_case(_key(name), [*INTERVALS, *self._kinds]):
            self.remarks.append(misspelled(name, f"${spelled}" if name[0] == "$" else spelled, node.start, node.end))
            return Kind.interval if spelled in INTERVALS else self._kinds[spelled]
        known = [*INTERVALS, *OPTIONS, *METRICS, *TARGETS, OPTION, *self._kinds]
        hint = nearest(name, known, 0.75)
        otherwise = fix_for_a_name(name, has_samples=has_samples)
        what = (
            "the service has no such variable, and no statement before sets it"
            if name[0] == "$"
            else "no statement before sets it"
        )
        self._remark(
            Topic.names, f"the autoscale formula reads {name}, but {what}", _instead(hint, otherwise), node.start, node.end
        )
        self._kinds[_key(name)] = Kind.unknown
        return Kind.unknown

    def _retired(self, node: Name) -> None:
        """Note the first use of a metric without samples."""
        name = node.name.lower()
        if _is_retired(node) and name not in self._reported:
            self._reported.add(name)
            message = f"the service has no samples of {node.name}: {RETIREMENT}"
            self._remark(Topic.no_metric, message, "Use a metric of tasks, such as $PendingTasks.", node.start, node.end)

    def _member(self, node: Member) -> Kind:
        kind = self.kind(node.of)
        place = (node.name_start, node.end)
        if kind is Kind.time:
            if spelled := in_other_case(node.name, MEMBERS):
                self.remarks.append(misspelled(node.name, spelled, *place))
            elif node.name not in MEMBERS:
                hint = nearest(node.name, MEMBERS)
                self._remark(
                    Topic.names, f"a time has no member {node.name}", _instead(hint, f"It has {', '.join(MEMBERS)}."), *place
                )
            return Kind.number
        if kind is Kind.metric and node.name in METHODS:
            self._remark(Topic.names, f"{node.name} is a method", f"Write parentheses after it: {node.name}().", *place)
        elif kind is not Kind.unknown:
            self._remark(Topic.names, f"{kind.value} has no member {node.name}", "Only times have members.", *place)
        return Kind.unknown

    def _function(self, node: Call) -> Kind:
        place = (node.name_start, node.name_start + len(node.name))
        if spelled := in_other_case(node.name, FUNCTIONS):
            self.remarks.append(misspelled(node.name, spelled, *place))
            for argument in node.arguments:
                self.kind(argument)
            return FUNCTIONS[spelled][2]
        if node.name not in FUNCTIONS:
            for argument in node.arguments:
                self.kind(argument)
            hint = OTHER_NAMES.get(node.name.lower()) or nearest(node.name, [*FUNCTIONS, *METHODS], 0.75)
            message = f"autoscale formulas have no function {node.name}"
            fix = (
                f"Call it on a metric: $PendingTasks.{hint}(...)."
                if hint in METHODS
                else _instead(hint, "Use the documented functions.")
            )
            self._remark(Topic.names, message, fix, *place)
            return Kind.unknown
        fewest, most, kind = FUNCTIONS[node.name]
        self.remarks += wrong_count(node, fewest, most)
        if node.name == "time":
            self._time(node)
        else:
            self._numbers(f"{node.name}()", node.arguments)
        return kind

    def _time(self, node: Call) -> None:
        for argument in node.arguments:
            kind = self.kind(argument)
            if kind not in {Kind.text, Kind.unknown}:
                message = f"time() gets {kind.value}, where a text is expected"
                self._remark(
                    Topic.types,
                    message,
                    'Write the time in double quotes: time("2030-01-31T08:00:00Z").',
                    argument.start,
                    argument.end,
                )
            if isinstance(argument, Text) and argument.value and (remark := times.remark_on(argument)):
                self.remarks.append(remark)

    def _method(self, node: Call, kind: Kind) -> Kind:
        place = (node.name_start, node.name_start + len(node.name))
        arguments = [self.kind(argument) for argument in node.arguments]
        if spelled := in_other_case(node.name, METHODS):
            self.remarks.append(misspelled(node.name, spelled, *place))
            return METHOD_KINDS[spelled]
        if node.name not in METHODS:
            hint = nearest(node.name, METHODS)
            self._remark(
                Topic.names,
                f"autoscale formulas have no method {node.name}",
                _instead(hint, f"Metrics have {', '.join(METHODS)}."),
                *place,
            )
            return Kind.unknown
        if kind not in {Kind.metric, Kind.unknown}:
            message = f"{node.name}() is called on {kind.value}, where a metric is expected"
            self._remark(Topic.types, message, f"Call it on a metric: $PendingTasks.{node.name}(...).", *place)
        self.remarks += wrong_count(node, *METHODS[node.name])
        self._samples(node, arguments)
        return METHOD_KINDS[node.name]

    def _samples(self, node: Call, arguments: list[Kind]) -> None:
        if node.name == "GetSamplePercent":
            self._guarded = True
        if node.name not in {"GetSample", "GetSamplePercent"} or not node.arguments:
            return
        allowed = {Kind.time, Kind.interval, Kind.unknown}
        if node.name == "GetSample":
            allowed |= {Kind.number, Kind.metric}
        if arguments[0] not in allowed:
            message = f"{node.name}() gets {arguments[0].value}, where a time interval is expected"
            fix = "Multiply the number by a constant: 5 * TimeInterval_Minute."
            self._remark(Topic.types, message, fix, node.arguments[0].start, node.arguments[0].end)
            return
        if any(isinstance(argument, Number) and argument.value == 0 for argument in node.arguments[1:]):
            return  # the call asks for no part of the samples; whether it fails without any, nothing documents
        windows = [
            seconds_of(argument, self._intervals)
            for argument, kind in zip(node.arguments, arguments, strict=True)
            if kind is Kind.interval
        ]
        place = (node.start, node.end)
        if windows and all(window is not None and window <= SAMPLE_DELAY for window in windows):
            message = "a sample takes about a minute to arrive, so the last minute of a metric may have none"
            self._remark(Topic.samples, message, "Ask for a longer time, for example 5 * TimeInterval_Minute.", *place)
        elif node.name == "GetSample" and arguments[0] is Kind.interval and not self._guarded and not _is_retired(node.of):
            message = "without samples, as in a new pool, this fails, and the pool keeps its size"
            fix = "Look at GetSamplePercent() for the same time first."
            self._remark(Topic.no_guard, message, fix, *place)

    def _choice(self, node: Choice) -> Kind:
        self._compares_age = False
        condition = self.kind(node.condition)
        guarded, compares_age = self._guarded, self._compares_age
        self._guarded |= compares_age  # a pool that is old enough has samples
        if condition not in {Kind.number, Kind.metric, Kind.unknown}:
            message = f"the condition before ? is {condition.value}, where a number is expected"
            self._remark(Topic.types, message, "Compare it with something.", node.condition.start, node.condition.end)
        yes, no = self.kind(node.yes), self.kind(node.no)
        self._guarded &= guarded or not compares_age
        if yes is no:
            return yes
        numbers = {Kind.number, Kind.metric, Kind.vector}
        return Kind.number if {yes, no} <= numbers else Kind.unknown

    def _operation(self, node: Unary | Binary) -> Kind:
        operands = (node.operand,) if isinstance(node, Unary) else (node.left, node.right)
        kinds = [self.kind(operand) for operand in operands]
        self._compares_age |= kinds == [Kind.interval] * 2 and node.operator in ORDERING
        result = result_of(node.operator, *kinds)
        if result is not None:
            return result
        came = " and ".join(kind.value for kind in kinds)
        fix = fix_for(node.operator, [*zip(operands, kinds, strict=True)])
        self._remark(Topic.types, f"the operator {node.operator} doesn't take {came}", fix, node.start, node.end)
        return Kind.unknown

    def _numbers(self, whose: str, arguments: Sequence[Node]) -> None:
        for argument in arguments:
            kind = self.kind(argument)
            if kind not in {Kind.number, Kind.vector, Kind.metric, Kind.unknown}:
                message = f"{whose} gets {kind.value}, where numbers are expected"
                self._remark(Topic.types, message, "Use numbers or vectors.", argument.start, argument.end)

    def _remark(self, topic: Topic, message: str, fix: str, start: int, end: int) -> None:
        self.remarks.append(Remark(topic, message, fix, start, end))


_METRICS, _RETIRED = (frozenset(name.lower() for name in names) for names in (METRICS, RETIRED_METRICS))


def _is_retired(node: Node | None) -> bool:
    return isinstance(node, Name) and node.name.lower() in _RETIRED


def _key(name: str) -> str:
    """Return a user's variable without the dollar sign, which is optional."""
    return name.removeprefix("$")


def _instead(hint: str | None, otherwise: str) -> str:
    return f"Did you mean {hint}?" if hint else otherwise
