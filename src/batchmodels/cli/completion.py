"""What a shell completes: files, rules and models."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType


class FileName(StringParamType):
    """The name of a file, a directory, or ``-``."""

    name = "file"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # because click passes them
        """Let the shell complete files, as it does for other programs."""
        return [CompletionItem(incomplete, type="file")]


class RuleNames(StringParamType):
    """Ids of rules and what they begin with, with commas between them."""

    name = "rules"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # because click passes them
        """Complete the word after the last comma."""
        before, comma, word = incomplete.rpartition(",")
        given = before.split(",")
        return [
            CompletionItem(f"{before}{comma}{rule}", help=title)
            for rule, title in _rules().items()
            if rule.lower().startswith(word.lower()) and rule not in given
        ]


class ModelName(StringParamType):
    """The name of a model."""

    name = "type"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # because click passes them
        """Complete the names of all models."""
        from .model_names import model_names  # noqa: PLC0415  # because only completion needs it

        return [CompletionItem(name) for name in model_names() if name.lower().startswith(incomplete.lower())]


class RuleOrFile(StringParamType):
    """A rule's id, or the name of a file."""

    name = "rule"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # because click passes them
        """Complete rules if the word begins like one, and files."""
        rules = _rules() if incomplete else {}
        found = [
            CompletionItem(rule, help=title) for rule, title in rules.items() if rule.lower().startswith(incomplete.lower())
        ]
        return [*found, CompletionItem(incomplete, type="file")]


def _rules() -> dict[str, str]:
    """The rules with their titles."""
    from ..documents.rule_names import IGNORES  # noqa: PLC0415  # because only completion needs it
    from ..documents.unknown_members import UNKNOWN  # noqa: PLC0415  # because it goes with that
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    return {**{rule.id: rule.title for rule in RULES.values()}, **UNKNOWN, **IGNORES}
