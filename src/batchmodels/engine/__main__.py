"""Print the source that was generated for models: ``python -m batchmodels.engine NAME my_package.models:NAME``."""

from __future__ import annotations

import argparse
import importlib
import inspect
import sys
from collections.abc import Sequence

from .model import Model


def generated_source(model: type[Model]) -> str:
    """The check that is generated for a class."""
    check = model.__fast__.check
    return f"# {check.__code__.co_filename}\n{inspect.getsource(check)}"


def find(name: str) -> type[Model]:
    """The model of that name: of this package, or ``module:name`` of another.

    Raises:
        ValueError: There is no such model.
    """
    module, _, attribute = name.rpartition(":")
    package = Model.__module__.partition(".")[0]
    try:
        found = getattr(importlib.import_module(module or package), attribute)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"{name!r} is no model: {error}") from None
    if not (isinstance(found, type) and issubclass(found, Model)):
        raise ValueError(f"{name!r} is no model, but {found!r}")  # noqa: TRY004  # because it is the name that is wrong
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the source of every model named on the command line."""
    parser = argparse.ArgumentParser(description="Print the source that is generated for models.")
    parser.add_argument("models", nargs="+", metavar="model", help="a public name, or module:name of another package")
    options = parser.parse_args(arguments)
    try:
        models = [find(name) for name in options.models]
    except ValueError as error:
        parser.error(str(error))
    sys.stdout.write("\n\n".join(generated_source(model) for model in models))
    return 0


if __name__ == "__main__":
    sys.exit(main())
