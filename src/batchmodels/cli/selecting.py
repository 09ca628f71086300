"""What people name on the command line: rules by ids and by what ids begin with, models by their names."""

from __future__ import annotations

from collections.abc import Iterable

import click

from ..documents.coverage import TITLES
from ..documents.partial_models import model_named
from ..documents.rule_names import ignorable_rules, left_out, matching
from ..spelling import near


def chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """Return the rules that are not reported.

    Args:
        select: Ids and beginnings of ids, several with commas between them; none selects all.
        ignore: The same, of those that are taken away.

    Raises:
        click.BadParameter: No rule's id begins so; the error names near ones.
    """
    for option, texts in (("--select", select), ("--ignore", ignore)):
        for word in words(texts):
            try:
                matching(word, [*ignorable_rules(), *(TITLES if option == "--ignore" else ())])
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=option) from None
    return left_out(words(select), words(ignore))


def near_types(name: str) -> str | None:
    """Return the message for an unknown model name; None for a known one."""
    if _is_model(name):
        return None
    by_lower = {each.lower(): each for each in model_names()}
    similar = [by_lower[each] for each in near(name.lower(), by_lower, 3, 0.5)]
    meant = ", ".join(similar) or "StartTask, PoolAddParameter, CloudPool or ComputeNode"
    return f"unknown model {name!r}; did you mean {meant}?"


def model_names() -> list[str]:
    """The names of all models."""
    from .. import models  # noqa: PLC0415  # because few calls of the command need it

    return [each for each in dir(models) if each[0].isupper() and _is_model(each)]


def _is_model(name: str) -> bool:
    try:
        model_named(name)
    except KeyError:
        return False
    return True


def words(texts: Iterable[str]) -> list[str]:
    """The words of option values, which may have several with commas between them."""
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]
