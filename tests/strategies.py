"""Hypothesis strategies, derived from the same Attribute records as the code under test."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from batchmodels import Model
from batchmodels.engine import reference, shapes
from batchmodels.engine.attributes import Attribute
from batchmodels.engine.checks import Maximum, Minimum, Pattern
from batchmodels.engine.constraints import AtMostOne, Conditional, ExactlyOne, Requires

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def json_of(integers: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    """Any JSON value, its integers drawn from these."""
    return st.recursive(
        st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=8,
    )


json_values = json_of(st.integers(-(2**70), 2**70))
common_json_values = json_of(st.integers(-(2**62), 2**62))

times = st.datetimes(
    min_value=datetime.datetime(2, 1, 1),
    max_value=datetime.datetime(9998, 12, 31),
    timezones=st.just(datetime.timezone.utc)
    | st.builds(
        datetime.timezone,
        st.timedeltas(datetime.timedelta(hours=-23), datetime.timedelta(hours=23)).map(
            lambda offset: datetime.timedelta(minutes=offset // datetime.timedelta(minutes=1))
        ),
    ),
)

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60)

utc_times = times.map(lambda time: time.astimezone(datetime.timezone.utc))

JSON = shapes.shape_of(Any)

durations = st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=1000))

odd_values = (
    st.sampled_from(["", "x", "3", "false", 0, 1, True, 3.9, float("nan"), b"x", [], ["a"], {}, {"A": "b"}, object(), 10**5000])
    | st.text(max_size=5)
    | json_values
)


def values(shape: shapes.Shape, attribute: Attribute | None = None, common: bool = False) -> st.SearchStrategy[Any]:
    """Valid values of a shape; the common ones only, or odd ones too: ints of any size, times in other zones."""
    if isinstance(shape, shapes.Text) and attribute and attribute.checks:
        patterns = [str(check.limit) for check in attribute.checks if isinstance(check, Pattern)]
        fitting = st.from_regex(patterns[0], fullmatch=True) if patterns else texts
        return fitting.filter(lambda text: all(check.allows(text) for check in attribute.checks))
    if isinstance(shape, shapes.Integer):
        limits = {type(check): check.limit for check in (attribute.checks if attribute else ())}
        most = 2**62 if common else 2**80
        drawn = st.integers(limits.get(Minimum, -most), limits.get(Maximum, most))
        return drawn.filter(lambda number: all(check.allows(number) for check in attribute.checks)) if attribute else drawn
    if isinstance(shape, shapes.Enumeration) and common:
        return st.sampled_from(list(shape.enum)).flatmap(lambda member: st.sampled_from([member, member.value]))
    if isinstance(shape, shapes.Enumeration):
        spelled = st.sampled_from(list(shape.enum)).flatmap(
            lambda member: st.sampled_from([member, member.value, member.value.upper(), member.value.lower()])
        )
        return spelled | st.text("xyz", min_size=1, max_size=3).map(shapes.UnknownValue)
    if isinstance(shape, shapes.Nested):
        return models(shape.model, common)
    if isinstance(shape, shapes.Duration):
        limits = {type(check): check.limit for check in (attribute.checks if attribute else ())}
        most = limits.get(Maximum, datetime.timedelta(days=1000))
        return st.timedeltas(limits.get(Minimum, datetime.timedelta(0)), most)
    if isinstance(shape, shapes.ListOf):
        lists = st.lists(values(shape.element, None, common), max_size=3)
        return lists.filter(lambda drawn: in_limits(drawn, attribute)) if attribute and attribute.checks else lists
    if isinstance(shape, shapes.MapOf):
        return st.dictionaries(texts, values(shape.element, None, common), max_size=3)
    if isinstance(shape, shapes.TextOr):
        others = values(shape.element, None, common)
        return others if common else others | texts
    return {
        shapes.Text: texts,
        shapes.Boolean: st.booleans(),
        shapes.Number: numbers,
        shapes.Time: utc_times if common else times,
        shapes.Json: common_json_values if common else json_values,
    }[type(shape)]


@st.composite
def models(draw: st.DrawFn, model: type[Model], common: bool = False) -> Model:
    """Valid instances of a model, some with unknown members."""
    definition = model.__definition__
    members = {}
    for attribute in definition.attributes:
        if attribute.required or draw(st.booleans()):
            members[attribute.name] = draw(values(attribute.shape, attribute, common))
    _keep_the_rules(draw, definition, members, common)
    result = model(**members)
    unknown = draw(
        st.dictionaries(texts, values(JSON, None, common), max_size=2) if draw(st.integers(0, 3)) == 0 else st.just({})
    )
    result.additional_properties = {key: value for key, value in unknown.items() if key not in definition.by_wire_key}
    return result


def in_limits(drawn: list[Any], attribute: Attribute) -> bool:
    """Whether a list keeps what it is declared to keep, as it would be written."""
    written = [reference.encode(element)[0] if isinstance(element, Model) else element for element in drawn]
    return all(check.allows(written) for check in attribute.checks)


def _keep_the_rules(draw: st.DrawFn, definition: Any, members: dict[str, Any], common: bool) -> None:
    """Drop and add members until every rule between attributes is kept."""

    def add(name: str) -> None:
        attribute = definition.by_name[name]
        members[name] = draw(values(attribute.shape, attribute, common))

    choices = [each for each in definition.constraints if isinstance(each, (ExactlyOne, AtMostOne))]
    of_a_choice = {name for choice in choices for name in choice.attributes}
    chosen = set()
    for choice in choices:
        found = [name for name in choice.attributes if members.pop(name, None) is not None]
        if isinstance(choice, ExactlyOne) or found:
            chosen.add(draw(st.sampled_from(choice.attributes)))
    for name in sorted(chosen):
        add(name)
    _keep_other_rules(definition, members)
    conditions = [each for each in definition.constraints if isinstance(each, Conditional)]
    while broken := next((each for each in conditions if each.problem(members.get, str, has_unknown=False)), None):
        first, *others = broken.attributes
        if isinstance(broken, Requires) and (first in chosen or others[0] not in of_a_choice):
            add(others[0])
        else:
            for name in [first] if isinstance(broken, Requires) else others:
                members.pop(name, None)


def _keep_other_rules(definition: Any, members: dict[str, Any]) -> None:
    """Keep the rules of models/limits.py, which are about the values of two attributes."""
    for rule in definition.constraints:
        if not isinstance(rule, (ExactlyOne, AtMostOne, Conditional)) and rule.problem(members.get, str, has_unknown=False):
            first, second = rule.attributes
            if definition.by_name[second].required:
                members[second] = members[first]
            else:
                members.pop(second)


@st.composite
def broken_models(draw: st.DrawFn, model: type[Model]) -> Model:
    """Instances in which some attributes, at any depth, hold odd values."""
    result = draw(models(model))
    for _ in range(draw(st.integers(1, 3))):
        _break(draw, result)
    return result


def _break(draw: st.DrawFn, model: Model) -> None:
    attribute = draw(st.sampled_from(model.__definition__.attributes))
    value = getattr(model, attribute.name)
    nested = value[0] if isinstance(value, list) and value else value
    if isinstance(nested, Model) and draw(st.booleans()):
        _break(draw, nested)
    elif isinstance(value, list) and draw(st.booleans()):
        value.append(draw(odd_values | st.none()))
    else:
        setattr(model, attribute.name, draw(odd_values | st.none()))


@st.composite
def broken_documents(draw: st.DrawFn, model: type[Model]) -> Any:
    """Documents in which some members, at any depth, hold something odd."""
    document, _ = reference.encode(draw(models(model)))
    for _ in range(draw(st.integers(0, 3))):
        _break_document(draw, document)
    return document


def _break_document(draw: st.DrawFn, document: Any) -> None:
    if isinstance(document, dict) and document:
        key = draw(st.sampled_from(sorted(document)))
    elif isinstance(document, list) and document:
        key = draw(st.integers(0, len(document) - 1))
    else:
        return
    if isinstance(document[key], (dict, list)) and document[key] and draw(st.booleans()):
        _break_document(draw, document[key])
    else:
        document[key] = draw(json_values)
