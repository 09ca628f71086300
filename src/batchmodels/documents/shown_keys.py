"""The keys of a document that a message can show: known ones. Any other key may be a part of a secret.

YAML reads braces in an unquoted password as an object whose keys are parts of the password.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ..arm.differences import ARM_NAMES
from ..engine.lazy import import_all
from ..engine.shapes import Boolean, Duration, Enumeration, Integer, ListOf, Number, Text, Time, innermost
from ..models.base import Model
from ..paths import Steps, path_text
from ..secrets.masking import MASK
from ..secrets.secret_names import is_secret_member, is_value_member

# The members of deployment templates around a pool.
_TEMPLATES = frozenset(
    (
        *(
            "$schema",
            "apiVersion",
            "contentVersion",
            "copy",
            "dependsOn",
            "existing",
            "location",
            "name",
            "outputs",
            "parameters",
        ),
        *("properties", "resources", "tags", "template", "type", "value", "variables"),
    )
)


_PLAIN = (Boolean, Duration, Enumeration, Integer, Number, Text, Time)


def is_known(key: str) -> bool:
    """Return whether a key belongs to a model or to templates."""
    return key in _known()


def is_declared_secret(key: str) -> bool:
    """Whether some model declares a member with this key secret, in any letter case."""
    return key.lower() in _secret_in_lower_case()


def holds_plain_value(key: str) -> bool:
    """Whether a member with this key has a text, a number or the like: in some model, or in templates."""
    return key.lower() in _by_kind()[0] or key in _TEMPLATES


def holds_plain_values(key: str) -> bool:
    """Whether a member with this key has a list of texts, numbers or the like in some model."""
    return key.lower() in _by_kind()[1]


def holds_members(key: str) -> bool:
    """Whether a member with this key has an object or a list of objects: in some model, or in templates."""
    return key.lower() in _by_kind()[2] or key in _TEMPLATES


def is_known_value(text: str) -> bool:
    """Whether a text is a value of an enumeration, in any letter case."""
    return text.lower() in _values()


def shown_path(path: Steps) -> str:
    """Write a path without the unknown keys that come after the name of a secret."""
    steps: list[str | int] = []
    hidden = False
    may_hide = False
    for index, step in enumerate(path):
        if isinstance(step, int):
            # Elements of a known list are known again, for example environmentSettings[0], and so are elements of a page.
            may_hide = may_hide and not (index == 1 or _is_known_list(path[index - 1]))
            steps.append(step)
        else:
            hidden = hidden or may_hide
            steps.append(MASK if hidden and not is_known(step) else step)
            may_hide = (
                is_value_member(step)
                or (is_secret_member(step) and not _holds_pairs(step))
                or (index > 0 and not is_known(step) and _holds_models(path[index - 1]))  # a value where a name is the key
            )
    return path_text(tuple(steps))


def _holds_pairs(step: str) -> bool:
    """Whether a member is a known one for objects, such as environmentSettings, so that the keys in it are no secrets."""
    return is_known(step) and holds_members(step) and not is_declared_secret(step)


def _holds_models(step: str | int) -> bool:
    """Whether a member of a model has objects: what an undeclared key in it holds may be a value with braces."""
    return isinstance(step, str) and step.lower() in _by_kind()[2]


def _is_known_list(step: str | int) -> bool:
    return isinstance(step, str) and is_known(step) and step not in _secret()


@functools.cache
def _known() -> frozenset[str]:
    from .terraform_names import TERRAFORM_NAMES  # noqa: PLC0415  # because few programs need it, and this module is low

    keys = {
        key
        for model in _models()
        for names in (model.__definition__.by_wire_key, model.__definition__.by_other_key)
        for key in names
    }
    return frozenset((*keys, *ARM_NAMES, *_TEMPLATES, *TERRAFORM_NAMES))


@functools.cache
def _values() -> frozenset[str]:
    """The values of all enumerations of the models and of ARM, in lower case."""
    enumerations = {
        shape.enum
        for model in _models()
        for attribute in model.__definition__.attributes
        if isinstance(shape := innermost(attribute.shape), Enumeration)
    }
    texts = (each for enumeration in enumerations for member in enumeration for each in (member.value, *_spellings(member)))
    return frozenset(("enabled", "disabled", *(text.lower() for text in texts if isinstance(text, str))))


def _spellings(member: object) -> Iterator[str]:
    yield from getattr(member, "spellings", {}).values()


def _models() -> Iterator[type[Model]]:
    import_all(Model.__module__)
    return _subclasses(Model)


def _subclasses(model: type[Model]) -> Iterator[type[Model]]:
    for each in model.__subclasses__():
        if each.__module__.startswith(f"{__name__.partition('.')[0]}."):
            yield each
        yield from _subclasses(each)


@functools.cache
def _secret() -> frozenset[str]:
    return frozenset(each.wire_key for model in _models() for each in model.__definition__.attributes if each.secret)


@functools.cache
def _secret_in_lower_case() -> frozenset[str]:
    from .terraform_names import TERRAFORM_NAMES  # noqa: PLC0415  # because few programs ask for a key

    of_terraform = (name for name, part in TERRAFORM_NAMES.items() if part.key.rpartition(".")[2] in _secret())
    return frozenset((*(key.lower() for key in _secret()), *of_terraform))


@functools.cache
def _by_kind() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The keys in lower case of members that hold plain values, lists of these, and objects."""
    from .terraform_names import TERRAFORM_NAMES  # noqa: PLC0415  # because few programs need it, and this module is low

    kinds: tuple[set[str], set[str], set[str]] = (set(), set(), {name.lower() for name in ARM_NAMES})
    for model in _models():
        for names in (model.__definition__.by_wire_key, model.__definition__.by_other_key):
            for key, attribute in names.items():
                inner = innermost(attribute.shape)
                is_object = not isinstance(inner, _PLAIN)
                kinds[2 if is_object else 1 if isinstance(attribute.shape, ListOf) else 0].add(key.lower())
    plain, lists, objects = kinds
    for name, part in TERRAFORM_NAMES.items():
        (plain if part.members is None and not part.pairs else objects).add(name)
        lists.update((name,) if part.key.rpartition(".")[2].lower() in lists else ())
    return frozenset(plain), frozenset(lists), frozenset(objects)
