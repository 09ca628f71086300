"""The command ``batchmodels``, also run by ``python -m batchmodels``. It needs the extra ``cli``."""

from __future__ import annotations

import sys

_NEEDED = ("click", "rich", "yaml")


def main() -> None:
    """Run the command. Without the extra, print what to install and exit with 2."""
    try:
        from .cli.main import cli  # noqa: PLC0415  # because the extra may be missing

        cli(prog_name="batchmodels")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _NEEDED:
            raise
        if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]  # because it is None if it is closed
            sys.stderr.write("batchmodels: the command needs click, rich and PyYAML; run pip install click rich PyYAML.\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
