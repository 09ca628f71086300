"""Downloads that a script keeps as a license, a configuration or a program for the tasks, without a look at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ...shells.script import Command
from .assigned_values import assigned_values, with_value
from .curl_options import options_of_curl
from .file_arguments import COPYING, downloaded, without_options
from .prefixes import without_prefixes
from .word_sets import names
from .written_files import targets_of

_LASTING = re.compile(
    r"""(?ix)["']?(?:
        /(?!tmp(?:/|\Z)|var/tmp|dev/|proc/|run/|mnt/batch/tasks/workitems)
        | \$\{?(?:env:)?AZ_BATCH_NODE_(?:SHARED|ROOT)_DIR | %AZ_BATCH_NODE_(?:SHARED|ROOT)_DIR%
        | (?:\$\{?env:|%)(?:ProgramData|ProgramFiles|SystemRoot|SystemDrive|AllUsersProfile)
        | [a-z]:[\\/](?!temp|tmp|windows[\\/]temp)
    )"""
)
_KINDS = (
    (
        "license",
        re.compile(r"(?i).*\.(?:lic|license|licence)|.*(?:licen[cs]es?|flexlm)[\\/][^\\/]+|licen[cs]e(?:\.\w+)?", re.DOTALL),
    ),
    (
        "configuration",
        re.compile(
            r"(?i).*\.(?:conf|cnf|cfg|config|ini|toml|properties|env|repo|list|service|timer|rules|profile)"
            r"|.*[\\/](?:etc|conf|config|conf\.d|profile\.d)[\\/][^\\/]+",
            re.DOTALL,
        ),
    ),
    ("file", re.compile(r"(?i).*\.(?:ya?ml|json|xml)", re.DOTALL)),
    ("certificate", re.compile(r"(?i).*\.(?:pem|crt|cer|ca|key|pub)|.*[\\/](?:ca-certificates|certs)[\\/][^\\/]+", re.DOTALL)),
    (
        "program",
        re.compile(r"(?i)(?:/usr(?:/local)?)?/s?bin/[^/]+|.*[\\/]bin[\\/][^\\/.]+|.*\.(?:jar|so|dll|exe|sh|py|whl)", re.DOTALL),
    ),
)
_KEEPING = COPYING | names(
    "chmod chown chgrp ls dir mkdir md touch cat echo printf stat rm del sed dos2unix setfacl restorecon chcon icacls attrib "
    "curl sync type write-host"
)
_SUMS = names("sha1sum sha256sum sha384sum sha512sum md5sum b2sum shasum cosign certutil get-filehash")
_SENDING = re.compile(r"--(?:request|data|form|upload-file|json).*")
_OF_THE_NODE = re.compile(r"(?i)[\"']?https?://(?:169\.254\.|127\.|localhost|\[::1\])")


class Kept(NamedTuple):
    """A file that a download leaves for the tasks.

    Attributes:
        path: Where it is.
        kind: What it is: ``license``, ``configuration``, ``certificate`` or ``program``.
    """

    path: str
    kind: str


def kept_by(fetching: Command, commands: Iterable[Command]) -> Kept | None:
    """Return the file that a download leaves for the tasks; None if it leaves none, or a command may examine it.

    Args:
        fetching: The download.
        commands: All commands of the script.
    """
    written = next(_written(fetching), None)
    if written is None or any(_OF_THE_NODE.match(text) for text in fetching.arguments) or _sends(fetching):
        return None
    given = list(commands)
    others, values = [without_prefixes(command) for command in given], assigned_values(given)
    bases = {_base(written), _base(with_value(written, values))}
    if not bases.isdisjoint({"-", "null", "nul"}) or any(_examines(other, bases) for other in others):
        return None
    paths = [with_value(path, values) for path in (written, *(path for other in others for path in _copies(other, bases)))]
    lasting = next((path for path in paths if _LASTING.match(path)), None)
    if lasting is None:
        return None
    kind = next((kind for kind, pattern in _KINDS if any(pattern.fullmatch(path.strip("\"'")) for path in paths)), None)
    return None if kind is None else Kept(lasting, kind)


def _sends(command: Command) -> bool:
    """Return whether curl sends something, so that the file is the answer to it."""
    if any(letter in "dFT" or (letter == "X" and value.upper() != "GET") for letter, value in options_of_curl(command)):
        return True
    pairs = pairwise((*command.arguments, ""))
    return any(
        _SENDING.fullmatch(text) and text.upper() != "--REQUEST=GET" and (text, value.upper()) != ("--request", "GET")
        for text, value in pairs
    )


def _written(command: Command) -> Iterator[str]:
    yield from downloaded(command)
    yield from (redirect.target.text for redirect in command.redirects if redirect.operator in {">", "1>", ">|"})


def _base(path: str) -> str:
    return re.split(r"[/\\]", path.strip("\"'").rstrip("/"))[-1]


def _examines(command: Command, bases: set[str]) -> bool:
    """Return whether a command may fail because of what a file contains."""
    if command.name in _SUMS:
        return True
    if command.name in _KEEPING:
        return False
    texts = [*command.arguments, *(redirect.target.text for redirect in command.redirects if "<" in redirect.operator)]
    return any(base in text for text in texts for base in bases)


def _copies(command: Command, bases: set[str]) -> Iterator[str]:
    """Yield where a command copies or moves a file."""
    sources = without_options(command)
    base = next((_base(source) for source in sources[:-1] or sources if _base(source) in bases), None)
    if command.name in COPYING and base is not None:
        yield from (f"{target.rstrip('/')}/{base}" if target.endswith("/") else target for target in targets_of(command))
