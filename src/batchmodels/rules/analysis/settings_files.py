"""Files with settings, which a script writes and in which nothing expands the variables of the task later."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command
from .flow import Step
from .prefixes import without_prefixes
from .reruns import positional

_SETTINGS = re.compile(
    r"(?i).*\.(?:conf|cfg|ini|env|ya?ml|json|toml|properties|service|list|xml|txt|csv|html?|cnf|repo|netrc|cred)|.*/\.?env(?:ironment)?"
    r"|/etc/(?:cron\.d|default|sysconfig|environment\.d)/[\w.-]+|/etc/(?:hosts|fstab|crontab|environment|exports)"
)
_EXPANDING = re.compile(r"\benvsubst\b|\beval\b|\bsed\b|(?:\A|[\s;&|])(?:source|\.)\s")


def written_by(step: Step) -> str:
    """Return the file to which the output of a command goes, also by ``tee``; empty if it goes elsewhere."""
    target = next((each.target.text for each in step.command.redirects if each.operator in {">", ">>"}), "")
    if target:
        return target
    for pipeline in step.statement.pipelines:
        for element, following in itertools.pairwise(pipeline.elements):
            if element is step.command and isinstance(following, Command):
                bare = without_prefixes(following)
                if bare.name == "tee" and (files := positional(bare.words[1:])):
                    return files[0].text
    return ""


def is_for_later(target: str, script: str) -> bool:
    """Return whether something may expand the variables in a file later: a shell, or a program for templates."""
    return not _SETTINGS.fullmatch(target) or bool(_EXPANDING.search(script))
