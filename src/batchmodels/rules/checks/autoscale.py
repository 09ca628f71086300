"""Rules about autoscale formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...formulas.checking import check
from ...formulas.judging import judge
from ...formulas.parsing import Syntax, parse
from ...formulas.remarks import Remark, Topic
from ...models.pool_actions import PoolEnableAutoScaleParameter, PoolEvaluateAutoScaleParameter
from ...models.pool_settings import PoolSettings
from ..context import Context, shared
from ..finding import Finding, Severity
from ..rule import rule

_SCALED = (PoolSettings, PoolEnableAutoScaleParameter, PoolEvaluateAutoScaleParameter)

_LONGEST = 8192
_MOST_STATEMENTS = 100


class _Judged(msgspec.Struct, frozen=True):
    """A formula as all the rules see it: a mistake in its syntax, or the number of its statements and what is wrong in them."""

    syntax: Syntax | None = None
    statements: int = 0
    remarks: tuple[Remark, ...] = ()


@shared
def _judged(context: Context[Any]) -> _Judged:
    formula = context.model.auto_scale_formula
    return _judge(formula) if isinstance(formula, str) else _Judged()


def _judge(formula: str) -> _Judged:
    if len(formula) > _LONGEST:
        return _Judged()
    parsed = parse(formula)
    if isinstance(parsed, Syntax):
        return _Judged(syntax=parsed)
    if parsed is None:
        return _Judged()
    remarks = check(parsed)
    if any(remark.topic in {Topic.names, Topic.types} for remark in remarks):
        remarks = [remark for remark in remarks if remark.topic is not Topic.no_guard]  # it fails with samples, too
    elif not any(remark.topic is Topic.letter_case for remark in remarks):
        remarks = sorted([*remarks, *judge(parsed)], key=lambda remark: (remark.start, remark.end))
    return _Judged(None, len(parsed), tuple(remarks))


def _findings(context: Context[Any], severities: dict[Topic, Severity | None]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for remark in _judged(context).remarks:
        if remark.topic in severities and (remark.message, remark.fix) not in seen:
            seen.add((remark.message, remark.fix))
            yield context.finding(
                f"{remark.message}.",
                remark.fix,
                "autoScaleFormula",
                severity=severities[remark.topic],
                span=(remark.start, remark.end) if remark.end > remark.start else None,
            )


@rule("BM050", Severity.error, "autoscale formula that the service can't parse", _SCALED)
def syntax(context: Context[Any]) -> Iterator[Finding]:
    """Find mistakes in the syntax of a formula, and formulas that are too long."""
    formula = context.model.auto_scale_formula
    if isinstance(formula, str) and len(formula) > _LONGEST:
        message = f"the autoscale formula has {len(formula):,} characters, and the service accepts at most {_LONGEST:,}."
        yield context.finding(message, "Shorten it, for example by removing comments.", "autoScaleFormula")
    judged = _judged(context)
    if judged.statements > _MOST_STATEMENTS:
        message = f"the autoscale formula has {judged.statements} statements, and the service accepts {_MOST_STATEMENTS}."
        yield context.finding(message, "Combine statements.", "autoScaleFormula")
    if judged.syntax is not None:
        place = (judged.syntax.start, judged.syntax.end)
        span = place if place[1] > place[0] else None
        yield context.finding(f"{judged.syntax.message}.", judged.syntax.fix, "autoScaleFormula", span=span)


@rule("BM051", Severity.error, "unknown name in an autoscale formula", _SCALED)
def names(context: Context[Any]) -> Iterator[Finding]:
    """Find variables, functions and members that autoscale formulas don't have."""
    yield from _findings(context, {Topic.names: None, Topic.letter_case: Severity.warning})


@rule("BM052", Severity.error, "wrong type in an autoscale formula", _SCALED)
def types(context: Context[Any]) -> Iterator[Finding]:
    """Find operators and functions that don't take the types that they get."""
    yield from _findings(context, {Topic.types: None, Topic.vectors: Severity.warning})


@rule("BM053", Severity.warning, "autoscale formula without effect", _SCALED)
def effects(context: Context[Any]) -> Iterator[Finding]:
    """Find formulas that set no target, and statements whose value is dropped."""
    yield from _findings(context, {Topic.effect: None, Topic.old_name: Severity.note})


@rule("BM054", Severity.warning, "autoscale formula that may have no samples", _SCALED)
def samples(context: Context[Any]) -> Iterator[Finding]:
    """Find samples that the service may not have when it evaluates the formula."""
    yield from _findings(context, {Topic.samples: None, Topic.no_metric: None, Topic.no_guard: Severity.note})


@rule("BM055", Severity.error, "unreadable time in an autoscale formula", _SCALED)
def times(context: Context[Any]) -> Iterator[Finding]:
    """Find times that the function ``time`` can't read."""
    yield from _findings(context, {Topic.time: None, Topic.digits: Severity.warning})


@rule("BM056", Severity.warning, "autoscale condition that is always the same", _SCALED)
def conditions(context: Context[Any]) -> Iterator[Finding]:
    """Find comparisons that are always true or never, and fractions in place of percentages."""
    yield from _findings(context, {Topic.condition: None, Topic.fraction: None, Topic.percent: None})


@rule("BM057", Severity.warning, "autoscale formula with an unsuitable number of nodes", _SCALED)
def limits(context: Context[Any]) -> Iterator[Finding]:
    """Find targets without an upper limit, those that are always the same or never above 0, and misleading metrics."""
    severities = {
        Topic.limits: None,
        Topic.no_limit: None,
        Topic.misled: None,
        Topic.interrupted: None,
        Topic.stopped: Severity.note,
    }
    yield from _findings(context, severities)
