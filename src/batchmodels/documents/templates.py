"""Deployment templates: where the values of their expressions come from, and what isn't known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ..paths import ROOT, Steps
from ..rules.finding import Finding
from .diagnostics import document_finding
from .expressions.evaluating import NO_LOOPS, Loops, evaluate, key_of
from .expressions.scope import Scope, loops_of
from .expressions.syntax import Call, Literal, Member, Syntax, is_expression, parse
from .expressions.values import Budget, ExpressionError, Unknown, UnknownValueError
from .extension import written_key

_FOLLOWED = 20  # variables that refer to each other
_SOURCES = 5  # places that one value comes from

_LEAST, _PER_CHARACTER = 1_000_000, 4


def budget_for(text: str) -> Budget:
    """Return the work that a file may need: in proportion to its size."""
    return Budget(_LEAST + _PER_CHARACTER * len(text))


class Unjudged(msgspec.Struct, frozen=True):
    """A value that isn't known.

    Attributes:
        steps: Its steps in the file.
        unknown: Why.
    """

    steps: Steps
    unknown: Unknown


class Origins(msgspec.Struct, frozen=True):
    """Finds what a value in a template was written as.

    Attributes:
        content: The file's content.
        scope: The names that the template's expressions refer to.
        loops: The copy loops around it.
    """

    content: Any
    scope: Scope
    loops: Loops = NO_LOOPS

    def place(self, steps: Steps) -> Steps:
        """Return the steps in the file of a value with these steps: what a copy loop makes is in the loop's input."""
        place: list[str | int] = []
        value = self.content
        waiting = list(reversed(steps))
        while waiting:
            step = waiting.pop()
            loop = _loop_named(value, step)
            if loop is None:
                place.append(self._written_key(value, step))
                value = _at(value, place[-1])
            else:
                place += ["copy", loop, "input"]
                value = _at(value["copy"][loop], "input")
                if waiting and isinstance(waiting[-1], int):
                    waiting.pop()
        return tuple(place)

    def _written_key(self, value: Any, step: str | int) -> str | int:
        """Return a key of an object as it is written: an expression may make it."""
        if self.scope.embedded:
            return written_key(value, step)
        if not isinstance(value, dict) or step in value:
            return step
        return next((key for key in value if key.startswith("[") and key_of(key, self.scope, self.loops) == step), step)

    def sources(self, steps: Steps) -> tuple[Steps, ...]:
        """Return the steps of the literals that a value comes from, through parameters and variables.

        Args:
            steps: The steps of the value in the file, as `place` returns them.

        Returns:
            The steps; none if the value is a literal itself.
        """
        found: dict[Steps, None] = {}
        self._follow(ROOT, self.content, steps, found, 0)
        found.pop(steps, None)
        return tuple(found)

    def _follow(self, place: Steps, value: Any, rest: Steps, found: dict[Steps, None], level: int) -> None:
        """Walk along the steps, and on into the definition where an expression is on the way."""
        for index, step in enumerate(rest):
            if isinstance(value, str):
                self._follow_expression(value, rest[index:], found, level)
                return
            value, place = _at(value, step), (*place, step)
        if isinstance(value, str) and self._is_expression(value):
            self._follow_expression(value, ROOT, found, level)
        elif level:
            found[place] = None

    def _is_expression(self, text: str) -> bool:
        return is_expression(text) or (self.scope.embedded and "[" in text)

    def _follow_expression(self, text: str, rest: Steps, found: dict[Steps, None], level: int) -> None:
        if level >= _FOLLOWED or len(found) >= _SOURCES:
            return
        for syntax in self._parsed(text):
            for kind, name, steps in self._references(syntax, rest):
                definition = self.scope.definition(kind, name)
                if definition is not None and len(found) < _SOURCES:
                    value = self.content
                    for step in definition:
                        value = _at(value, step)
                    skipped = steps[1:] if "copy" in definition and steps and isinstance(steps[0], int) else steps
                    given = self.scope.given.get(name.lower()) if kind == "parameters" else None
                    around = self if given is None or given.scope is None else Origins(self.content, given.scope)
                    around._follow(definition, value, skipped, found, level + 1)  # noqa: SLF001  # because it is of this class

    def name_of(self, text: str) -> tuple[str, str] | None:
        """Return the parameter or the variable that an expression is nothing but the value of, through variables.

        Returns:
            ``parameters`` or ``variables``, and the name as it is declared; None for any other expression.
        """
        found: tuple[str, str] | None = None
        for _ in range(_FOLLOWED):
            syntax = next(iter(self._parsed(text)), None) if is_expression(text) else None
            if not isinstance(syntax, Call) or syntax.name not in ("parameters", "variables") or len(syntax.arguments) != 1:
                return found if syntax is None else None
            name = syntax.arguments[0].value if isinstance(syntax.arguments[0], Literal) else None
            spelled = self.scope.spelled(syntax.name, name) if isinstance(name, str) else None
            if spelled is None:
                return None
            found = (syntax.name, spelled)
            value = self.scope.variables.get(spelled) if syntax.name == "variables" else None
            if not isinstance(value, str):
                return found
            text = value
        return None

    def _parsed(self, text: str) -> list[Syntax]:
        try:
            if is_expression(text):
                return [parse(text, 1, len(text) - 1)]
            from .expressions.embedded import embedded_in  # noqa: PLC0415  # because few texts have expressions within

            return [parse(each, 1, len(each) - 1) for each in embedded_in(text)]
        except ExpressionError:
            return []

    def _references(self, syntax: Syntax, rest: Steps) -> list[tuple[str, str, Steps]]:
        """The parameters and variables that a value comes from, each with the steps within it."""
        if isinstance(syntax, Literal):
            return []
        if isinstance(syntax, Member):
            key = syntax.key.value if isinstance(syntax.key, Literal) else None
            return self._references(syntax.of, ROOT if key is None else (key, *rest))
        if syntax.name in ("parameters", "variables"):
            names = [each.value for each in syntax.arguments if isinstance(each, Literal) and isinstance(each.value, str)]
            return [(syntax.name, name, rest) for name in names[:1]]
        if syntax.name == "if":
            return self._references_of_if(syntax, rest)
        return [each for argument in syntax.arguments for each in self._references(argument, ROOT)]

    def _references_of_if(self, syntax: Call, rest: Steps) -> list[tuple[str, str, Steps]]:
        try:
            condition = evaluate(syntax.arguments[0], self.scope, self.loops) if syntax.arguments else None
        except (ExpressionError, UnknownValueError):
            return []
        chosen = syntax.arguments[1:2] if condition is True else syntax.arguments[2:3]
        return [each for argument in chosen for each in self._references(argument, rest)]


def _at(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _loop_named(value: Any, name: str | int) -> int | None:
    """The index of the copy loop that makes a member; None if the object has the member itself."""
    if not isinstance(value, dict) or name in value:
        return None
    for index, loop in enumerate(loops_of(value)):
        if isinstance(loop, dict) and loop.get("name") == name:
            return index
    return None


def without_unknown(content: Any) -> tuple[Any, list[tuple[Steps, Unknown]], dict[Steps, list[int]]]:
    """Leave out what isn't known.

    Returns:
        The content without it; the steps of what was left out, within the original; and for each list that is shorter
        now, by its steps, the original indexes of its elements.
    """
    unknown: list[tuple[Steps, Unknown]] = []
    moved: dict[Steps, list[int]] = {}

    def strip(value: Any, steps: Steps, original: Steps) -> Any:
        if isinstance(value, list):
            kept = [index for index, each in enumerate(value) if not isinstance(each, Unknown)]
            unknown.extend(((*original, index), each) for index, each in enumerate(value) if isinstance(each, Unknown))
            if len(kept) < len(value):
                moved[steps] = kept
            return [strip(value[index], (*steps, new), (*original, index)) for new, index in enumerate(kept)]
        if isinstance(value, dict):
            unknown.extend(((*original, key), each) for key, each in value.items() if isinstance(each, Unknown))
            return {
                key: strip(each, (*steps, key), (*original, key))
                for key, each in value.items()
                if not isinstance(each, Unknown)
            }
        return value

    return strip(content, ROOT, ROOT), unknown, moved


def unmoved(steps: Steps, moved: dict[Steps, list[int]]) -> Steps:
    """Return the original steps of a value in content that `without_unknown` has shortened."""
    if not moved:
        return steps
    original = list(steps)
    for index, step in enumerate(steps):
        kept = moved.get(steps[:index])
        if kept is not None and isinstance(step, int) and step < len(kept):
            original[index] = kept[step]
    return tuple(original)


def holes_of(unknown: list[tuple[Steps, Unknown]], moved: dict[Steps, list[int]]) -> frozenset[Steps]:
    """Return the steps of what is missing from content that `without_unknown` has shortened."""
    back = {steps: {old: new for new, old in enumerate(kept)} for steps, kept in moved.items()}
    holes: set[Steps] = set()
    for original, _ in unknown:
        steps: Steps = ROOT
        for step in original:
            kept = back.get(steps)
            # An element that is left out gets an index that no other one has.
            steps = (*steps, step if kept is None or not isinstance(step, int) else kept.get(step, len(kept) + step))
        holes.add(steps)
    return frozenset(holes)


def unknown_in(value: Any, steps: Steps, keys: Mapping[str, Unknown]) -> Iterator[tuple[Steps, Unknown]]:
    """Yield what isn't known in a resolved value.

    Args:
        value: The value.
        steps: Its steps in the file.
        keys: The expressions of keys that aren't known.
    """
    if isinstance(value, Unknown):
        yield steps, value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in keys:
                yield (*steps, key), keys[key]
            yield from unknown_in(each, (*steps, key), keys)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from unknown_in(each, (*steps, number), keys)


def mistakes_in(unjudged: Iterable[Unjudged]) -> Iterator[Finding]:
    """Yield what no deployment can evaluate, as findings about the file."""
    for each in unjudged:
        if each.unknown.mistake:
            message = f"no deployment can evaluate this expression: {each.unknown.reason}"
            yield document_finding(each.steps, "expression", message, "Correct the expression.")
