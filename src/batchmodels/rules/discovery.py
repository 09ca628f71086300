"""The discovery of rules: importing this module imports every module of ``checks``."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from . import checks
from .rule import Rule


def discover(package: ModuleType) -> dict[str, Rule]:
    """Return the rules that the modules of a package define, by id and in the order of the ids.

    It works wherever Python can list a package: in a directory, a zip file or a frozen application.

    Raises:
        ImportError: The package has no rules, because its modules can't be listed.
        ValueError: Two rules have the same id.
    """
    found: dict[str, Rule] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        module = importlib.import_module(f"{package.__name__}.{name}")
        for rule in vars(module).values():
            if isinstance(rule, Rule) and found.setdefault(rule.id, rule) is not rule:
                raise ValueError(f"two rules have the id {rule.id}: {found[rule.id].title!r} and {rule.title!r}")
    if not found:
        raise ImportError(f"{package.__name__} has no rules: its modules can't be listed", name=package.__name__)
    return dict(sorted(found.items()))


RULES: dict[str, Rule] = discover(checks)
"""Every rule, by its id."""
