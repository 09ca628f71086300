"""Packages whose names are imported at first use (PEP 562)."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

from .once import making

_LAZY: dict[str, Mapping[str, str]] = {}
"""The modules of the names of each lazy package."""


def import_all(module: str) -> None:
    """Import all modules of a module's lazy package, for code that needs all subclasses of a class."""
    package = module
    while package and package not in _LAZY:
        package = package.rpartition(".")[0]
    with making:
        for name in sorted(set(_LAZY.get(package, {}).values())):
            importlib.import_module(f"{package}.{name}")


def lazy_names(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return the ``__getattr__``, the ``__dir__`` and the ``__all__`` of a package.

    Args:
        package: The package's name.
        modules: The submodule that defines each name of the package. A name that equals its submodule is the submodule
            itself.
    """
    namespace = vars(sys.modules[package])
    _LAZY[package] = modules
    names = sorted(modules)

    def load(name: str) -> Any:
        module_name = modules.get(name)
        if module_name is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        with making:
            module = importlib.import_module(f"{package}.{module_name}")
        found = module if module_name == name else getattr(module, name)
        namespace[name] = found
        return found

    def listed() -> list[str]:
        return sorted({*namespace, *names})

    return load, listed, names
