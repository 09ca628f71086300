"""What people name on the command line: rules by ids and by what ids begin with."""

from __future__ import annotations

from collections.abc import Iterable

import click

from ..documents.coverage import TITLES
from ..documents.rule_names import ignorable_rules, left_out, matching


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


def words(texts: Iterable[str]) -> list[str]:
    """The words of option values, which may have several with commas between them."""
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]
