"""The options of ``docker create``, to which Batch passes the container run options.

Source: https://docs.docker.com/reference/cli/docker/container/create/.
"""

from __future__ import annotations

from typing import NamedTuple

from ...shells.script import Word
from .word_sets import names

_WITH_VALUE = names(
    "add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile "
    "cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus "
    "cpuset-mems device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops "
    "dns dns-opt dns-option dns-search domainname entrypoint env env-file expose gpus group-add health-cmd "
    "health-interval health-retries health-start-interval health-start-period health-timeout hostname "
    "io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver "
    "log-opt mac-address memory memory-reservation memory-swap memory-swappiness mount name net network net-alias "
    "network-alias oom-score-adj pid pids-limit platform publish pull restart runtime security-opt shm-size "
    "stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from "
    "workdir"
)
_ALONE = names(
    "disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet "
    "read-only rm tty use-api-socket"
)
_SHORT_WITH_VALUE = frozenset("acehlmpuvw")
_SHORT_ALONE = frozenset("iPqt")
OPTIONS = tuple(sorted(_WITH_VALUE | _ALONE))
"""The long options, without their hyphens."""


class Option(NamedTuple):
    """An option, or a word that isn't one.

    Attributes:
        name: The name without hyphens; empty for a word that isn't an option.
        value: The value; None without one, or if the option isn't known.
        word: The word with the name.
        known: Whether ``docker create`` has the option.
    """

    name: str
    value: str | None
    word: Word
    known: bool = True


def options_in(words: tuple[Word, ...]) -> list[Option]:
    """Return the options in words, up to the first word that isn't one."""
    found: list[Option] = []
    number = 0
    while number < len(words):
        word = words[number]
        if word.text == "--":  # it ends the options, so the image follows
            found += [Option("-", None, word), *(Option("", None, each) for each in words[number + 1 : number + 2])]
            break
        following = words[number + 1].text if number + 1 < len(words) else None
        option, takes = _read(word, following)
        found.append(option)
        if not option.name:
            break
        number += 2 if takes else 1
    return found


def _read(word: Word, following: str | None) -> tuple[Option, bool]:
    """Return an option, and whether the word after it is its value."""
    text = word.text
    if text.startswith("--"):
        name, equals, value = text[2:].partition("=")
        if name in _ALONE:
            return Option(name, value if equals else None, word), False
        if name in _WITH_VALUE:
            return Option(name, value if equals else following, word), not equals
        return Option(name or "--", None, word, known=False), False
    if not text.startswith("-") or text == "-":
        return Option("", None, word), False
    letters = text[1:]
    for place, letter in enumerate(letters):
        if letter in _SHORT_WITH_VALUE:
            rest = letters[place + 1 :]
            return Option(letter, rest.removeprefix("=") or following, word), not rest
        if letter not in _SHORT_ALONE:
            return Option(letter, None, word, known=False), False
    return Option(letters[-1], None, word), False
