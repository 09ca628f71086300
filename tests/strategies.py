"""Hypothesis strategies, derived from the same Attribute records as the code under test."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from batchmodels import Model
from batchmodels.engine import shapes
from batchmodels.engine.attributes import Attribute, Maximum, Minimum
from batchmodels.engine.constraints import ExactlyOne

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)

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

durations = st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=1000))

odd_values = (
    st.sampled_from(["", "x", "3", "false", 0, 1, True, 3.9, float("nan"), b"x", [], ["a"], {}, {"A": "b"}, object(), 10**5000])
    | st.text(max_size=5)
    | json_values
)


def values(shape: shapes.Shape, attribute: Attribute | None = None) -> st.SearchStrategy[Any]:
    """Valid values of a shape."""
    if isinstance(shape, shapes.Integer):
        limits = {type(check): check.limit for check in (attribute.checks if attribute else ())}
        return st.integers(limits.get(Minimum, -(2**80)), limits.get(Maximum, 2**80))
    if isinstance(shape, shapes.Enumeration):
        spelled = st.sampled_from(list(shape.enum)).flatmap(
            lambda member: st.sampled_from([member, member.value, member.value.upper(), member.value.lower()])
        )
        return spelled | st.text("xyz", min_size=1, max_size=3).map(shapes.UnknownValue)
    if isinstance(shape, shapes.Nested):
        return models(shape.model)
    if isinstance(shape, shapes.ListOf):
        return st.lists(values(shape.element), max_size=3)
    if isinstance(shape, shapes.MapOf):
        return st.dictionaries(texts, values(shape.element), max_size=3)
    return {
        shapes.Text: texts,
        shapes.Boolean: st.booleans(),
        shapes.Number: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60),
        shapes.Time: times,
        shapes.Duration: durations,
        shapes.Json: json_values,
    }[type(shape)]


@st.composite
def models(draw: st.DrawFn, model: type[Model]) -> Model:
    """Valid instances of a model, some with unknown members."""
    definition = model.__definition__
    members = {}
    for attribute in definition.attributes:
        if attribute.required or draw(st.booleans()):
            members[attribute.name] = draw(values(attribute.shape, attribute))
    chosen = set()
    for constraint in definition.constraints:
        if isinstance(constraint, ExactlyOne):
            name = draw(st.sampled_from(constraint.attributes))
            for other in constraint.attributes:
                members.pop(other, None)
            members[name] = draw(values(definition.by_name[name].shape))
            chosen.add(name)
    for constraint in definition.constraints:
        if not isinstance(constraint, ExactlyOne):
            first, *others = constraint.attributes
            if first in members and not any(other in members for other in others):
                if first in chosen:
                    members[others[0]] = draw(values(definition.by_name[others[0]].shape))
                else:
                    del members[first]
    result = model(**members)
    unknown = draw(st.dictionaries(texts, json_values, max_size=2) if draw(st.integers(0, 3)) == 0 else st.just({}))
    result.additional_properties = {key: value for key, value in unknown.items() if key not in definition.by_wire_key}
    return result


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
    document = draw(models(model)).serialize()
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
