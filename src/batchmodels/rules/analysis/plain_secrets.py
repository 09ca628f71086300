"""The detection of passwords, keys and tokens in plain text. Their values are never shown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...secrets.command_words import FoundSecret, echoed, reads_a_secret, secrets_of
from ...secrets.patterns import REPORTED, UNNAMED
from ...secrets.secret_names import is_secret_name
from ...shells.script import Block, Command, Word, commands_in, pipelines_in
from .prefixes import without_prefixes

# Values in place of a secret that aren't one: a reference, a placeholder, a path, a switch, an operator.
_HARMLESS = re.compile(
    r"\$.*|%\w+%|!\w+!|<.*>|\{\{.*\}\}|\{\w+\}|\[.*\]|@.*|[*x.…!]+|pass:|change_?me|todo|null|none|true|false|yes|no|[0-9]{1,5}"
    r"|[\w+-]+://.*|~?/[^=]*|\.{1,2}[/\\].*|[a-z]:[\\/].*|.*\.(?:txt|json|pem|key|file|ya?ml|env|cfg|conf|exe|cmd|bat)"
    r"|[0-9]?[&|;<>]+[0-9]?",
    re.IGNORECASE | re.DOTALL,
)

_LOCKING = re.compile(r"[^:\n]*:[!*x]+")
_OF_A_HASH = re.compile(r"(?i)sha|hash|digest|checksum|integrity|signature|public|\bsri\b")
"""A name of a text that is as long as a key and no secret."""
_FEWEST = 3  # different characters in a key; a placeholder repeats one
_SHORTEST = 6  # characters of a recognizable secret: ;pwd=x
SAS = "a SAS"
"""The description of a signature of Azure Storage."""
KEY = "a storage or service key"
"""The description of a key in a connection string."""


def is_plain(text: object) -> bool:
    """Return whether a text is a value, and not a placeholder for one."""
    return isinstance(text, str) and bool(text.strip()) and not _HARMLESS.fullmatch(text.strip())


def is_secret(name: object, value: object) -> bool:
    """Return whether a name and its value are a secret, judging by either of them."""
    if not isinstance(value, str):
        return False
    named = isinstance(name, str) and is_secret_name(name) and is_plain(value)
    return named or any(True for _ in _telling(value, str(name)))


def is_only_a_sas(value: object) -> bool:
    """Return whether the only secret in a value is a signature of Azure Storage."""
    return isinstance(value, str) and set(_telling(value)) == {SAS}


def secrets_in(script: Block) -> Iterator[str]:
    """Yield descriptions of the secrets in the commands of a script, without their values."""
    readers: dict[int, Command] = {}  # what reads the output of a command
    for pipeline in pipelines_in(script):
        for left, right in itertools.pairwise(pipeline.elements):
            if isinstance(left, Command) and isinstance(right, Command):
                readers[id(left)] = right
    for command in commands_in(script):
        yield from _secrets_in_command(command, readers.get(id(command)))


def _secrets_in_command(written: Command, reader: Command | None) -> Iterator[str]:
    words = (*written.assignments, *written.words)
    texts = [word.text for word in words]
    given = [found for found in secrets_of(texts) if found.certain and _is_given(words[found.word], found)]
    named = {found.word for found in given}
    visible = [
        list(_visible(text, before, is_named=number in named))
        for before, (number, text) in zip(("", *texts), enumerate(texts), strict=False)
    ]
    for each in visible:
        yield from (what for what, _ in each)
    for found in given:
        if not any(value in texts[found.word][found.start :] for _, value in visible[found.word]):
            yield found.what
    reader = None if reader is None else without_prefixes(reader)
    if reader is not None and reads_a_secret([word.text for word in reader.words]):
        fed = [word for index in echoed(texts) if (word := words[index]) and not _is_filled(word) and is_plain(word.text)]
        if fed and (reader.name != "chpasswd" or any(_sets_password(word.text, reader) for word in fed)):
            yield f"the input of {reader.name}"


def _sets_password(text: str, reader: Command) -> bool:
    """Return whether an input of ``chpasswd`` has a password; a hash such as ``!`` locks the account."""
    hashed = not {"-e", "--encrypted"}.isdisjoint(reader.arguments)
    return ":" in text and not (hashed and _LOCKING.fullmatch(text.strip()))


def _telling(text: str, before: str = "") -> Iterator[str]:
    return (what for what, _ in _visible(text, before))


def _visible(text: str, before: str = "", *, is_named: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the secrets that show in a text by itself: what each one is, and its value.

    Args:
        text: The text.
        before: The word before it, or its name, which says what a text that looks like a key is.
        is_named: Whether the text is known to be a secret, so that one without a name isn't another one.
    """
    if len(text) < _SHORTEST:
        return
    for what, pattern in REPORTED:
        for match in pattern.finditer(text):
            if is_plain(match[1]) and "$" not in match[1]:
                is_named = True
                yield what, match[1]
    if not is_named and not _OF_A_HASH.search(before):
        for what, pattern in UNNAMED:
            found = pattern.search(text)
            if found is not None and len({*found[1]}) > _FEWEST:
                yield what, found[1]


def _is_given(word: Word, found: FoundSecret) -> bool:
    """Return whether a word contains the secret itself, and not a reference that the shell expands."""
    value = word.text[found.start :]
    return not _is_filled(word) and not value.startswith("-") and is_plain(value)


def _is_filled(word: Word) -> bool:
    """Return whether the shell inserts the value."""
    return bool(word.variables) or word.substitutes
