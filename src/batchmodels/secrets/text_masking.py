"""Masking of secrets in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import command_lines, patterns
from .lazy_patterns import lazy_pattern

MASK = "***"
"""The replacement for a secret."""

# A text that doesn't match contains no secret.
_MAY_MATCH = lazy_pattern(r"[\s=:%&,<@\\]|[_-].{15}|AKIA|eyJ", re.DOTALL)


def mask_text(text: str) -> str:
    """Replace each secret in a text by ``***``: signatures, passwords in URLs, passwords among the arguments of programs.

    A long secret is masked wherever the text repeats it as a word, for example in a comment.
    """
    parts: list[str] = []
    secrets: set[str] = set()
    at = 0
    for start, end in _merged(text):
        parts += (text[at:start], MASK)
        at = end
        if end - start >= _LONG:
            secrets.add(_QUOTING.sub("", text[start:end]))
    masked = "".join([*parts, text[at:]]) if parts else text
    return _WORD.sub(lambda word: MASK if word[0] in secrets else word[0], masked) if secrets else masked


def secrets_in(text: str) -> list[str]:
    """Return the secrets that ``mask_text`` masks: as written, without quotes and escapes, and their longer words.

    A reference to a variable among the words isn't one: ``Bearer $TOKEN``. The longest secret is first.
    """
    found: dict[str, None] = {}
    spans = _spans(text)
    whole = [_within_quotes(text, *span) for span in _joined(spans)]
    # What one shell reads as the secret, without what the other shells add to it.
    parts = [span for span in spans if span[1] - span[0] > _SHORT]
    for start, end in dict.fromkeys((*whole, *(_within_quotes(text, *span) for span in parts))):
        secret = text[start:end]
        if text[start - 1 : start] not in _QUOTES or text[end : end + 1] not in _QUOTES:
            secret = _NEXT_COMMAND.split(secret, maxsplit=1)[0]  # the value of a whole script: NAME=value; ./next
        bare = _QUOTING.sub("", secret)
        known = () if _SUBSTITUTION.match(bare) else bare.split()
        words = [word for word in known if len(word) > _SHORT and not patterns.is_reference(word)]
        for each in (secret, bare, *words):
            found.update(dict.fromkeys((each, each.rstrip(_SEPARATORS))))
    return sorted((secret for secret in found if _may_be_known(secret)), key=len, reverse=True)


def _may_be_known(secret: str) -> bool:
    return bool(secret.strip(" *")) and secret not in _PRINTING and not patterns.is_reference(secret)


def has_mask(text: str) -> bool:
    """Return whether a text has ``***`` where ``mask_text`` writes it in place of a secret."""
    if MASK not in text:
        return False
    if text == MASK:
        return True
    probed = text.replace(MASK, _PROBE)  # because stars alone are a pattern for files in a command line
    return any(_PROBE in probed[start:end] for start, end in _merged(probed))


_PROBE = "Zq8xWv3LpT5mNc7RbKd2Hs9YZq8xWv3LpT5mNc7RbKd2Hs9YZq8xWv3LpT5mNc7RbKd2Hs9YZq8xWv3LpT5mNc7Rb=="
"""A value of a secret, and longer than a key, which is masked without a name."""


def mask_known_secrets(text: str, secrets: list[str]) -> str:
    """Mask known secrets that a text repeats, and the beginning of one where the text is cut."""
    for secret in secrets:
        short = len(secret) < _SHORT
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", MASK, text) if short else text.replace(secret, MASK)
        if "…" in text:
            text = "…".join([*(_without_beginning(part, secret) for part in text.split("…")[:-1]), text.rpartition("…")[2]])
    return text


_QUOTING = lazy_pattern(r"[\"'\\^`]")
_QUOTES = ("'", '"')
_SEPARATORS = ";,&|)"  # that a shell may read as the end of the word before them
_NEXT_COMMAND = lazy_pattern(r"(?<=\S)\s*+(?:;|\|\|?|&&?|>>?|<)\s")
_SUBSTITUTION = lazy_pattern(r"\$\((?!(?:echo|printf)\s)")  # a command that fetches the secret: $(cat token.txt)
_PRINTING = frozenset(("echo", "printf", "cat"))  # programs that print the secret: TOKEN=`echo x`
_WORD = lazy_pattern(r"[^\s\"'`=:;,&?@/|()<>]+")
_LONG = 8  # a shorter secret may be an ordinary word elsewhere in the text
_SHORT = 4  # a shorter secret is masked only where it is a whole word


def _without_beginning(text: str, secret: str) -> str:
    """Mask the beginning of a secret at the end of a text."""
    for length in range(min(len(secret), len(text)), 2, -1):
        if text.endswith(secret[:length]):
            return text[:-length] + MASK
    return text


def mask_patterns(text: str) -> str:
    """Mask what looks like a secret in any sentence, such as a signature in a URL, but no arguments of programs."""
    parts: list[str] = []
    at = 0
    for start, end in _joined(patterns.spans(text)):
        if text[start:end].rstrip(".,;:)") == MASK:  # masked before, with what follows it in a sentence
            continue
        parts += (text[at:start], MASK)
        at = end
    return "".join([*parts, text[at:]])


def _merged(text: str) -> list[tuple[int, int]]:
    """Return the spans of all secrets in a text, in order and without overlaps; quotes around a secret are kept."""
    return [_within_quotes(text, *span) for span in _joined(_spans(text))]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the secrets in a text, as each shell and each pattern finds them, in order."""
    if not _MAY_MATCH.search(text):
        return []
    return sorted({*patterns.spans(text), *command_lines.spans(text)})


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order and without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _within_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    if text[end - 1 : end + 1] == '\\"' and end - 1 > start:  # an escaped closing quotation mark
        end -= 1
    for quote in ('\\"', '"', "'"):
        if end - start > len(quote) and text.startswith(quote, start):
            closed = text.endswith(quote, start + len(quote), end)
            return start + len(quote), end - len(quote) if closed else end
    return start, end
