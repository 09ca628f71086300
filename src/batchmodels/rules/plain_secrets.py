"""What looks like a password, a key or a token. Whatever is found, its value is never told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from .command_line import without_prefixes
from .shells.script import Command, Word

_PARTS_OF_NAMES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

# A name is that of a secret by its last part; "key" needs a part before it that tells which.
_SECRET = frozenset(("password", "passwd", "passphrase", "passcode", "pwd", "pass", "secret", "token", "pat", "apikey"))
_ALONE_SOMETHING_ELSE = frozenset(("pwd", "pass", "pat"))  # a directory, say
_KEYS = frozenset(
    ("access", "account", "api", "auth", "batch", "encryption", "master", "private", "secret", "shared", "signing", "storage")
)
_NO_KEYS = frozenset(("cancellation", "continuation", "next", "page", "pad", "eos", "old", "public", "row", "max", "min"))

# What stands for a secret and is none: a reference, a gap to be filled, a path, a switch.
_HARMLESS = re.compile(
    r"\$.*|%\w+%|!\w+!|<.*>|\{\{.*\}\}|\{\w+\}|\[.*\]|@.*|[*x.…]+|change_?me|todo|null|none|true|false|yes|no|[0-9]{1,5}"
    r"|[\w+-]+://.*|~?/[^=]*|\.{1,2}[/\\].*|[a-z]:[\\/].*|.*\.(?:txt|json|pem|key|file|ya?ml|env|cfg|conf)",
    re.IGNORECASE | re.DOTALL,
)

_OPTION = re.compile(
    r"--?(?:password|passwd|passphrase|pass|token|client-secret|secret-key|account-key|access-key|api-?key|storage-key"
    r"|(?:http|proxy|db|registry|admin|ftp)-password|(?:auth|access|api|registration)-token|secret-access-key)(?:=(.*))?",
    re.IGNORECASE | re.DOTALL,
)

# Programs, their subcommand where it takes one, and their options that only there are a password's.
_PROGRAMS: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(("docker", "podman", "nerdctl", "az", "helm", "oras", "crane", "skopeo"), ("login", ("-p",))),
    "sshpass": ("", ("-p",)),
    "sqlcmd": ("", ("-P",)),
    "curl": ("", ("-u", "--user", "-U", "--proxy-user")),
}
_ATTACHED = frozenset(("mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "sshpass"))
_WINDOWS_OPTION = re.compile(r"/(?:pass|password):(.+)", re.IGNORECASE | re.DOTALL)
_ASSIGNED = re.compile(r"(?:env:)?([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.IGNORECASE | re.DOTALL)

_SHORTEST = 6  # characters of what gives itself away: ;pwd=x

# Texts that give themselves away wherever they stand.
_TELLING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a storage or service key", re.compile(r"(?:AccountKey|SharedAccessKey)=([\w+/=-]{16,})", re.IGNORECASE)),
    ("a connection string's password", re.compile(r";\s*(?:password|pwd)\s*=\s*([^;'\"\s]+)", re.IGNORECASE)),
    ("an Authorization header", re.compile(r"authorization:\s*(?:bearer|basic|token)\s+([^\s'\"]{8,})", re.IGNORECASE)),
    ("a SAS", re.compile(r"[?&]sig=([\w%+/=-]{20,})")),
    ("a mount's password", re.compile(r",\s*pass(?:word|wd)?=([^,\s'\"]+)")),
    ("a URL's password", re.compile(r"://[^/\s:@'\"]{0,64}:([^/\s@'\"]{1,256})@")),
    ("a GitHub token", re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,})")),
    ("a GitLab token", re.compile(r"\b(glpat-[\w-]{20,})")),
    ("a private key", re.compile(r"(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)")),
)


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name holds a secret, and not its file, its address or its length."""
    parts = [part.lower() for part in _PARTS_OF_NAMES.findall(name[-200:])]
    while parts and parts[-1].isdigit():
        parts.pop()
    if not parts:
        return False
    last, before = parts[-1], parts[-2] if len(parts) > 1 else ""
    if last == "key":
        return before in _KEYS
    if last in _ALONE_SOMETHING_ELSE:
        return bool(before) and before not in _NO_KEYS
    return (last in _SECRET or last.endswith("password")) and before not in _NO_KEYS


def is_plain(text: object) -> bool:
    """Whether a text is a value, and not what stands for one."""
    return isinstance(text, str) and bool(text.strip()) and not _HARMLESS.fullmatch(text.strip())


def is_secret(name: object, value: object) -> bool:
    """Whether a name and its value are those of a secret; whatever the name is, if the value gives itself away."""
    if not isinstance(value, str):
        return False
    named = isinstance(name, str) and is_secret_name(name) and is_plain(value)
    return named or any(True for _ in _telling(value))


def secrets_of(commands: Sequence[Command], number: int) -> Iterator[str]:
    """What of a command is a secret, in words that don't tell it."""
    written = commands[number]
    command = without_prefixes(written)
    for word in (*written.assignments, *written.words):
        yield from _telling(word.text)
        assigned = _ASSIGNED.fullmatch(word.text) if "=" in word.text else None
        if assigned and is_secret_name(assigned[1]) and not _is_filled(word) and is_plain(assigned[2]):
            yield f"the value of {assigned[1][:40]}"
    yield from _options(command)
    yield from _of_programs(command)
    behind = commands[number + 1].name if number + 1 < len(commands) and written.operator == "|" else ""
    if behind == "chpasswd" and any(":" in word.text and not _is_filled(word) for word in command.words[1:]):
        yield "what chpasswd reads"


def _telling(text: str) -> Iterator[str]:
    if len(text) < _SHORTEST:
        return
    for what, pattern in _TELLING:
        for match in pattern.finditer(text):
            if is_plain(match[1]) and "$" not in match[1]:
                yield what


def _is_filled(word: Word) -> bool:
    """Whether the shell puts the value in."""
    return bool(word.variables) or word.substitutes


def _options(command: Command) -> Iterator[str]:
    """What stands behind ``--password`` and its like."""
    for word, value in itertools.zip_longest(command.words, command.words[1:]):
        option = _OPTION.fullmatch(word.text) if word.text.startswith("-") else None
        if option is None:
            continue
        name = word.text.partition("=")[0][:40]
        if option[1] is not None:
            if is_plain(option[1]) and not _is_filled(word):
                yield f"what stands behind {name}"
        elif value is not None and _is_value(value):
            yield f"what stands behind {name}"


def _is_value(word: Word) -> bool:
    return not _is_filled(word) and not word.text.startswith("-") and is_plain(word.text)


def _of_programs(command: Command) -> Iterator[str]:
    """What only some programs take for a password."""
    name, words = command.name, command.words[1:]
    texts = [word.text for word in words]
    subcommand, options = _PROGRAMS.get(name, ("", ()))
    if not subcommand or subcommand in texts:
        for word, value in itertools.pairwise(words):
            if word.text in options and _is_value(value) and (name != "curl" or is_plain(value.text.partition(":")[2])):
                yield f"what stands behind {word.text}"
    if name in _ATTACHED and any(re.fullmatch(r"-p[^\s-].*", word.text) and not _is_filled(word) for word in words):
        yield "what stands behind -p"
    if name in ("net", "net1", "convertto-securestring") and _sets_password(name, words):
        yield f"what {name} takes for a password"
    for word in words:
        windows = _WINDOWS_OPTION.fullmatch(word.text)
        if windows and not _is_filled(word) and is_plain(windows[1]):
            yield f"what stands behind {word.text.partition(':')[0]}"


def _behind_the_share(words: Sequence[Word]) -> Sequence[Word]:
    r"""What stands behind ``\\server\share`` in ``net use``."""
    share = next((number for number, word in enumerate(words) if word.raw.lstrip("\"'").startswith("\\\\")), len(words))
    return [word for word in words[share + 1 :] if not word.text.startswith("/")][:1]


def _sets_password(name: str, words: Sequence[Word]) -> bool:
    """Whether ``net user NAME``, ``net use SHARE`` or ``ConvertTo-SecureString -AsPlainText`` has a password with it."""
    texts = [word.text.lower() for word in words]
    if name.startswith("net"):
        given = words[2:3] if texts[:1] == ["user"] else _behind_the_share(words) if texts[:1] == ["use"] else ()
        return any(not word.text.startswith("/") and _is_value(word) for word in given)
    given = [word for word in words if not word.text.startswith("-")][:1]
    return "-asplaintext" in texts and any(_is_value(word) for word in given)
