"""Files with settings, which a script writes and in which nothing expands the variables of the task later."""

from __future__ import annotations

import re

from .flow import Step
from .inner_scripts import Part
from .reruns import positional

_SETTINGS = re.compile(
    r"(?i).*\.(?:conf|cfg|ini|env|ya?ml|json|toml|properties|service|list|xml|txt|csv|html?|cnf|repo|netrc|cred)|.*/\.?env(?:ironment)?"
    r"|/etc/(?:cron\.d|default|sysconfig|environment\.d)/[\w.-]+|/etc/(?:hosts|fstab|crontab|environment|exports)"
)
_EXPANDING = re.compile(r"\benvsubst\b|\beval\b|\bsed\b|(?:\A|[\s;&|])(?:source|\.)\s")


def written_by(part: Part, step: Step) -> str:
    """Return the file to which the output of a command goes, also by ``tee``; empty if it goes elsewhere."""
    target = next((each.target.text for each in step.command.redirects if each.operator in {">", ">>"}), "")
    if target:
        return target
    for pipeline in step.statement.pipelines:
        for element, following in zip(pipeline.elements, pipeline.elements[1:], strict=False):
            if element is step.command and getattr(following, "words", ()):
                words = [word for word in following.words if word.text != "sudo"]  # type: ignore[union-attr]  # because a compound has none
                files = positional(tuple(words[1:])) if words and words[0].text == "tee" else []
                return files[0].text if files else ""
    return ""


def is_for_later(target: str, script: str) -> bool:
    """Return whether something may expand the variables in a file later: a shell, or a program for templates."""
    return not _SETTINGS.fullmatch(target) or bool(_EXPANDING.search(script))
