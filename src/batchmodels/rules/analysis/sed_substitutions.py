"""The ``s`` commands of sed that sed can't parse, because their separator is in the text or its replacement."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command, Word

_COMMAND = re.compile(r"\s*(?:\d+|\$|\d+,(?:\d+|\$))?\s*s(?P<separator>[/|,:#@!%_+~])")
_OPTION = re.compile(r"[gpiImMe0-9\s]*")
_END = re.compile(r"[;}#w\n\r]")
_EXPANDED = re.compile(r"\$[\w{(?@*#!-]|`")
_ESCAPED_IN_QUOTES = re.compile(r"\\([\\$\"`])")
_VALUES = frozenset({"-l", "--line-length"})
_FILES = re.compile(r"-[a-zA-Z]*f|--file.*")
_EXPRESSION = re.compile(r"-[nErsuz]*e")


def wrong_substitution(command: Command) -> tuple[str, str] | None:
    """Return why sed refuses ``s/dir=.*/dir=/opt/x/``, and the fix."""
    if command.name != "sed":
        return None
    for word in _scripts(command):
        script = _script(word)
        separator = _too_early(script) if script is not None else None
        if separator is not None:
            return (
                f"the s command of sed ends at its third {separator}, and sed fails at what follows: unknown option to s",
                f"Use a separator that the text doesn't contain, for example {'|' if separator != '|' else '#'}.",
            )
    return None


def _scripts(command: Command) -> list[Word]:
    """Return the words that are scripts of sed."""
    words = command.words[1:]
    given = [after for before, after in itertools.pairwise(words) if _is_expression(before)]
    if given or any(map(_FILES.fullmatch, command.arguments)):
        return given
    texts = ("", *command.arguments)
    plain = (word for before, word in zip(texts, words, strict=False) if word.text[:1] != "-" and before not in _VALUES)
    return [*plain][:1]


def _is_expression(word: Word) -> bool:
    return word.text == "--expression" or bool(_EXPRESSION.fullmatch(word.text))


def _script(word: Word) -> str | None:
    """Return a script of sed with its variables as they are written; None if that isn't known."""
    if not word.variables and not word.substitutes:
        return word.text
    raw = word.raw
    if len(raw) < 3 or raw[0] != '"' or raw[-1] != '"' or re.search(r'(?<!\\)"', raw[1:-1]):  # noqa: PLR2004  # two quotes and a text
        return None
    return _ESCAPED_IN_QUOTES.sub(r"\1", raw[1:-1])


def _too_early(script: str) -> str | None:
    """Return the separator of an ``s`` command that isn't followed by options; None if it parses, or may parse."""
    match = _COMMAND.match(script)
    if match is None:
        return None
    separator = match["separator"]
    part = rf"(?:[^\\\n{re.escape(separator)}]|\\.)*{re.escape(separator)}"
    parts = re.compile(part + part).match(script, match.end())
    if parts is None or "[" in parts[0]:
        return None
    option = _OPTION.match(script, parts.end())
    end = option.end() if option else parts.end()
    if end == len(script) or _END.match(script, end) or _EXPANDED.search(script[: end + 2]):
        return None
    return separator
