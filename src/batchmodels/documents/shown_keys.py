"""The keys of a document that a message can show: known ones. Any other key may be a part of a secret.

YAML reads braces in an unquoted password as an object whose keys are parts of the password.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ..engine.lazy import import_all
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


def is_known(key: str) -> bool:
    """Return whether a key belongs to a model or to templates."""
    return key in _known()


def is_declared_secret(key: str) -> bool:
    """Whether some model declares a member with this key secret, in any letter case."""
    return key.lower() in _secret_in_lower_case()


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
            may_hide = is_secret_member(step) or is_value_member(step)
    return path_text(tuple(steps))


def _is_known_list(step: str | int) -> bool:
    return isinstance(step, str) and is_known(step) and step not in _secret()


@functools.cache
def _known() -> frozenset[str]:
    from .arm_pools import ARM_NAMES  # noqa: PLC0415  # because few programs need it, and the module is imported early

    keys = {
        key
        for model in _models()
        for names in (model.__definition__.by_wire_key, model.__definition__.by_other_key)
        for key in names
    }
    return frozenset((*keys, *ARM_NAMES, *_TEMPLATES))


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
    return frozenset(key.lower() for key in _secret())
