"""Secrets among the words of a command, found by the table of programs and the names of options and variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .lazy_patterns import lazy_pattern
from .program_table import PROGRAMS, SecretParameter
from .secret_names import is_masked_name, is_secret_name


class FoundSecret(NamedTuple):
    """A secret in the words of one command.

    Attributes:
        word: The index of the word that contains it.
        start: Its offset in the word; it extends to the end of the word.
        what: Its description for a message: ``the value of -p``.
        certain: Whether it can't be anything else; the review reports only certain ones.
    """

    word: int
    start: int
    what: str
    certain: bool = True


# Options that mean a secret in any program, in addition to those that is_secret_name recognizes.
_OPTION_NAMES = frozenset(("pass", "token", "pw", "passin", "passout", "authkey", "auth-key", "storepass", "keypass"))
_OPTION_NAMES_TOO = frozenset(("oauth2-bearer", "bearer", "sas", "secret-string", "p12-pass", "pin"))
_SETTINGS = frozenset(("on", "off", "auto", "yes", "no", "true", "false"))  # gmx mdrun -pin on

_OPTION = lazy_pattern(r"(?:--?|/)([A-Za-z][\w-]*)(?:([=:])(.*))?", re.DOTALL)
_ASSIGNED = lazy_pattern(
    r"(?:.*[\s,;])?(?:--?[\w-]+=|-[A-Za-z]|\$)?(?:env:)?([A-Za-z_][\w.-]*)\+?=(.+)", re.IGNORECASE | re.DOTALL
)
# Options without a value that only speak of a password: adduser --disabled-password, New-LocalUser -NoPassword
_SWITCH = lazy_pattern(
    r"(?:no|not|disabled?|without|skip|ask|prompt|expire|lock|empty"
    r"|user-may(?:-not)?-change|cannot-change|must-change|allow-empty)-(?:for-)?[\w-]+"
    r"|no(?:pass(?:word|wd|phrase)?|token|secret|key|signature|auth)",
    re.IGNORECASE,
)
# Options that are switches of some programs and take a secret of others: gh auth login --with-token
_MAYBE_SWITCH = lazy_pattern(
    r"(?:allow|accept|cache|check|enable|encrypt|force|has|is|keep|read|remember|remove|require|rotate|save|send|store|test|use"
    r"|verify|with|expose|show|print|hide|reveal|random|(?:auto-)?generate)-[\w-]+",
    re.IGNORECASE,
)
# Programs that ask for the password if nothing is joined to the option: psql --password database
_ASKING_PROGRAMS = lazy_pattern(
    r"psql|pg_\w+|pgbench|createdb|dropdb|createuser|dropuser|vacuumdb|reindexdb|(?:mysql|mariadb)[\w-]*"
)
_CAMEL_CASE = lazy_pattern(r"(?<=[a-z])(?=[A-Z])")
# Options of any program whose value is a user or a group: find -user mysql -print0
_ACCOUNT = frozenset(("-user", "-group", "-uid", "-gid", "--user", "--group", "--owner", "--reuid", "--regid", "--chuid"))
_RUNS_PROGRAM = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
_VARIABLE = lazy_pattern(r"(?:env:)?[A-Za-z_]\w*", re.IGNORECASE)
_ANOTHER_OPTION = lazy_pattern(
    r"-[A-Za-z]|--?[A-Za-z][A-Za-z-]*(?:=.*|:\$(?i:true|false))?|/[A-Za-z]{1,12}(?::.*)?[\"']?", re.DOTALL
)
_KEY = lazy_pattern(r"[\w+=-][\w+/=-]{15,}")  # but not the path of a file
_PORTS = lazy_pattern(r"[\d.:/-]+(?:tcp|udp)?")
_CLUSTERS = frozenset(  # programs that accept several letters after one dash
    (
        *("curl", "zip", "unzip", "slappasswd", "ssh-keygen", "sshpass", "useradd", "usermod"),
        *("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldappasswd", "ldapwhoami"),
    )
)
_FLAGS = 6  # letters that may precede one that takes a value
_CLUSTER = lazy_pattern(r"-[A-Za-z0-9#]{1,12}")
_SETTERS = frozenset(
    (
        *("aws", "git", "npm", "yarn", "pnpm", "pip", "pip3", "gcloud", "setx", "az", "reg", "poetry"),
        *("set-item", "set-content", "set-variable", "sv"),
    )
)
_VALUE_OPTIONS = frozenset(("-value", "/d", "--value"))

_FORMAT = lazy_pattern(r"(?:%[bqs]|\\n)+")
_ECHOES = frozenset(("echo", "printf", "print", "write-output", "write-host", "set", "yes"))
_READERS = frozenset(("chpasswd", "smbpasswd", "kinit", "cryptsetup", "vncpasswd", "passwd"))
_STDIN_OF_SUDO = lazy_pattern(r"-[a-zA-Z]{0,8}S[a-zA-Z]{0,8}")
_READING = lazy_pattern(r"--(?:pass\w*|secret|token)-?(?:std)?in|--with-token|--stdin|--passphrase-fd(?:=0)?|stdin|fd:0")


_NAMES = frozenset((*PROGRAMS, *_READERS, "net", "net1", "convertto-securestring", "htpasswd", "smbclient", "sudo"))
_HINT = lazy_pattern(
    r"pas+|pwd|pw|secret|token|key|pat|auth|sig|cred|conn|cookie|bearer|sas|p12|-(?:stdin|fd)|[-/]pin\b", re.IGNORECASE
)
_ONE_URL = lazy_pattern(r"https?://[^\s\"'\\^`]++")
_SIGNED = lazy_pattern(r"(?<=[?&])sig=[^&#]*+")
_UNQUOTED = {ord(character): None for character in "\"'\\^`"}
_WORDS = lazy_pattern(r"[a-z0-9_.-]+")


def may_hold_secrets(text: str) -> bool:
    """Return whether ``secrets_of`` might find something in a text: a quick check before parsing."""
    if _ONE_URL.fullmatch(text):  # it has no arguments for a program; its signature is masked as part of a URL
        return _HINT.search(_SIGNED.sub("", text)) is not None
    plain = text.translate(_UNQUOTED)
    if _HINT.search(plain):
        return True
    words = (word for variant in (plain, text.replace("\\", "/")) for word in _WORDS.findall(variant.lower()))
    return any(word.removesuffix(".exe") in _NAMES for word in words)


def program_name(word: str) -> str:
    """Return the name of a program in lower case, without its directory and ``.exe``."""
    return word.replace("\\", "/").rsplit("/", 1)[-1].lower().removesuffix(".exe")


def secrets_of(words: Sequence[str]) -> Iterator[FoundSecret]:
    """Yield the secrets among the words of a command; the first word is the program's name."""
    rows: tuple[SecretParameter, ...] = ()
    name = ""
    sets = False  # whether the program assigns values: name and value are separate words
    named: int | None = None  # index of the last word that is the name of a secret
    counts: dict[SecretParameter, int] = {}  # arguments that aren't options, counted from the subcommand
    seen: set[str] = set()
    searches = False  # whether the words are the paths and the tests of find: /var/lib/mysql -path x
    asks = False  # whether a word after --password isn't its value
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else None
        yield from _of_any_program(number, word, following, asks=asks)
        is_option = _is_option(word)
        if (
            named is not None
            and not is_option
            and ((sets and named == number - 1) or words[number - 1].lower() in _VALUE_OPTIONS)
        ):
            yield FoundSecret(number, 0, f"the value of {words[named][:40]}", certain=False)
        elif not is_option and is_secret_name(word):
            named = number
        for row in rows:
            if row.after and row.after.isdisjoint(seen):
                continue
            yield from _of_options(row, number, word, following, name)
            if row.place is not None and not is_option:
                count = counts.get(row, 0)
                counts[row] = count + 1
                yield from _of_place(row, count, number, word, name)
        seen.add(word.lower())
        searches = (searches or (not name and program_name(word) == "find")) and word not in _RUNS_PROGRAM
        of_account = number > 0 and words[number - 1] in _ACCOUNT
        candidate = "" if searches or of_account else program_name(word)
        sets = sets or candidate in _SETTERS
        asks = asks or _ASKING_PROGRAMS.fullmatch(candidate) is not None
        if candidate in PROGRAMS:
            rows, name, counts, seen = PROGRAMS[candidate], candidate, {}, set()
    yield from _of_special_programs(words)


def _of_any_program(number: int, word: str, following: str | None, *, asks: bool) -> Iterator[FoundSecret]:
    """Yield the values of options such as ``--password X`` and ``/pass:X``, and of ``NAME=value``."""
    option = _OPTION.fullmatch(word) if word[:1] in "-/" else None
    lower = option[1].lower() if option else ""
    if option and (lower in _OPTION_NAMES or lower in _OPTION_NAMES_TOO or is_masked_name(option[1])):
        certain = word[0] != "/" or option[2] == ":"
        certain = certain and (lower in _OPTION_NAMES or is_secret_name(option[1]))
        name = word[: option.end(1)][:40]
        if _is_setting(lower, option[3] or following or ""):
            return
        if option[3] is not None:
            if option[3]:
                yield FoundSecret(number, option.start(3), f"the value of {name}", certain)
        elif following is not None and not _is_option(following):
            spelled = _CAMEL_CASE.sub("-", option[1])
            maybe = (asks and lower == "password") or _MAYBE_SWITCH.fullmatch(spelled)
            if not _SWITCH.fullmatch(spelled):
                yield FoundSecret(number + 1, 0, f"the value of {name}", certain and not maybe)
    elif number and following is not None and _is_label(word, following):
        yield FoundSecret(number + 1, 0, f"the value of {word[:40]}", certain=False)
    elif "=" in word:
        assigned = _ASSIGNED.fullmatch(word)
        if assigned and is_masked_name(assigned[1]) and not _is_directory(assigned[1], assigned[2]):
            certain = is_secret_name(assigned[1]) and _VARIABLE.fullmatch(word, 0, assigned.start(2) - 1) is not None
            yield FoundSecret(number, assigned.start(2), f"the value of {assigned[1][:40]}", certain)


def _is_setting(name: str, value: str) -> bool:
    """Return whether the value of an option isn't a secret: ``docker build --secret id=npm,src=.npmrc``, ``-pin on``."""
    return value.startswith("id=") or (name == "pin" and value.strip("\"';").lower() in _SETTINGS)


def _is_label(word: str, following: str) -> bool:
    """Return whether a word announces a password or a key: ``password: X``, ``--key X``."""
    name = word.lower()
    return (name.rstrip(":") == "password" and not _FORMAT.fullmatch(following)) or (
        name in ("--key", "--code", "/key", "/code") and _KEY.fullmatch(following) is not None
    )


def _is_directory(name: str, value: str) -> bool:
    return name.lower() in ("pwd", "oldpwd") and value[:1] in "/~."


def _is_option(word: str) -> bool:
    return _ANOTHER_OPTION.fullmatch(word) is not None


def _of_options(row: SecretParameter, number: int, word: str, following: str | None, name: str) -> Iterator[FoundSecret]:
    for option in row.options:
        given = word.lower() if option[0] == "/" else word
        is_letter = len(option) == 2 and option[0] == "-"  # noqa: PLR2004  # because a dash and a letter are two characters
        rest = given.removeprefix(option)
        if given == option or (is_letter and name in _CLUSTERS and _CLUSTER.fullmatch(word) and word[-1] == option[1]):
            if following is None or _is_option(following):
                continue
            if not row.attached:
                yield from _part(row, number + 1, following, 0, option)
            elif not _PORTS.fullmatch(following):
                yield FoundSecret(number + 1, 0, f"the value of {option}", certain=False)
        elif is_letter and name in _CLUSTERS and not row.within and 1 < word.find(option[1], 2) < min(_FLAGS, len(word) - 1):
            if word[0] == "-" != word[1]:
                yield FoundSecret(number, word.index(option[1], 2) + 1, f"the value of {option}", certain=False)
        elif rest != given and (rest[0] in "=:" or ((is_letter or row.attached) and rest[0] != "-")):
            yield from _part(row, number, word, len(option) + (rest[0] in "=:"), option)


def _part(row: SecretParameter, number: int, word: str, start: int, option: str) -> Iterator[FoundSecret]:
    """Yield the secret part of a value: the part after the colon in ``user:password``, or all of ``key:``."""
    if not row.within:
        yield FoundSecret(number, start, f"the value of {option}")
    elif row.within in word[start:]:
        after = word.index(row.within, start) + 1
        yield FoundSecret(number, after if after < len(word) else start, f"the value of {option}", certain=after < len(word))


def _of_place(row: SecretParameter, count: int, number: int, word: str, name: str) -> Iterator[FoundSecret]:
    if row.within:
        if count == row.place and row.within in word:
            yield FoundSecret(number, word.index(row.within) + 1, f"the password argument of {name}", certain=False)
    elif row.place is not None and count >= row.place:
        yield FoundSecret(number, 0, f"the password argument of {name}", certain=name.startswith("net") and count == row.place)


_NEAR = 12  # words after a program's name that are searched for its arguments, so that the time stays linear


def _of_special_programs(words: Sequence[str]) -> Iterator[FoundSecret]:
    """Yield the secrets of programs with rules of their own, by the table `_SPECIAL`."""
    for number, word in enumerate(words):
        look = _SPECIAL.get(program_name(word))
        if look is not None:
            yield from look(words, number, range(number + 1, min(len(words), number + 1 + _NEAR)))


def _of_net(words: Sequence[str], number: int, after: range) -> Iterator[FoundSecret]:
    """Yield the password of ``net use``, which comes after the share."""
    if [program_name(word) for word in words[number + 1 : number + 2]] == ["use"]:
        share = next((index for index in after if words[index].lstrip("\"'").startswith(("\\", "//"))), len(words))
        given = [index for index in after if index > share and not words[index].startswith("/")][:1]
        if share < len(words) and words[share].endswith(("&", ";")):
            return  # the operator, which no shell reads here, is to end the command
        yield from (FoundSecret(index, 0, f"the password argument of {program_name(words[number])} use") for index in given)


def _of_securestring(words: Sequence[str], number: int, after: range) -> Iterator[FoundSecret]:
    """Yield the password of ``ConvertTo-SecureString``; it is certain with ``-AsPlainText``."""
    plain = any(words[index][:4].lower() == "-asp" for index in (*range(max(number - _NEAR, 0), number), *after))
    given = [index for index in after if not words[index].startswith("-")][:1]
    yield from (FoundSecret(index, 0, "the password argument of convertto-securestring", certain=plain) for index in given)


def _of_smbclient(words: Sequence[str], number: int, after: range) -> Iterator[FoundSecret]:  # noqa: ARG001  # because all of these functions have the same parameters
    """Yield the password of ``smbclient``, which comes after the share."""
    given = [index for index in after[:2] if not words[index].startswith("-")]
    if len(given) == len(after[:2]) == 2:  # noqa: PLR2004  # because the share comes first
        yield FoundSecret(given[1], 0, "the password argument of smbclient", certain=False)


def _of_htpasswd(words: Sequence[str], number: int, after: range) -> Iterator[FoundSecret]:  # noqa: ARG001  # because all of these functions have the same parameters
    """Yield the password of ``htpasswd -b``, which comes after the file and the user, or after the user if it only prints."""
    if any(_BATCH.fullmatch(words[index]) for index in after):
        prints = any(re.fullmatch(r"-[a-zA-Z]{0,6}n[a-zA-Z]{0,6}", words[index]) for index in after)
        given = [index for index in after if not _is_option(words[index])][1 if prints else 2 :]
        yield from (FoundSecret(index, 0, "the password argument of htpasswd", certain=False) for index in given)


def _of_printf(words: Sequence[str], number: int, after: range) -> Iterator[FoundSecret]:
    """Yield what ``printf -v PASSWORD`` writes to the variable."""
    if len(after) > 2 and words[number + 1] == "-v" and is_masked_name(words[number + 2]):  # noqa: PLR2004  # because the format comes after -v and the name
        given = [index for index in after[2:] if not _FORMAT.fullmatch(words[index])]
        yield from (FoundSecret(index, 0, f"the value of {words[number + 2][:40]}", certain=False) for index in given)


_SPECIAL = {
    **dict.fromkeys(("net", "net1"), _of_net),
    "convertto-securestring": _of_securestring,
    "smbclient": _of_smbclient,
    "htpasswd": _of_htpasswd,
    "printf": _of_printf,
}
"""Programs with rules of their own. A function gets the words, the program's index and the indexes of the words after it."""

_BATCH = lazy_pattern(r"-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}")


def reads_a_secret(words: Sequence[str]) -> bool:
    """Return whether a command reads a secret from its standard input: ``sudo -S``, ``docker login --password-stdin``."""
    names = {program_name(word) for word in words}
    if not names.isdisjoint(_READERS) or any(_READING.fullmatch(word) for word in words):
        return True
    return "sudo" in names and any(_STDIN_OF_SUDO.fullmatch(word) for word in words)


def echoed(words: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the words that a command only prints."""
    for number, word in enumerate(words):
        if program_name(word) in _ECHOES:
            yield from (index for index in range(number + 1, len(words)) if not _is_option(words[index]))
            return
