"""Secrets that are recognizable in any text: signatures, keys in connection strings, passwords in URLs, headers, tokens.

Every search takes time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lazy_patterns import lazy_pattern
from .secret_names import is_masked_name, is_secret_name

Span = tuple[int, int]

A_KEY, A_TOKEN = "a storage or service key", "a JSON Web Token"

# Patterns that the review reports; group 1 is the secret.
REPORTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (A_KEY, lazy_pattern(r"(?:AccountKey|SharedAccessKey)=([\w+/=-]{16,})", re.IGNORECASE)),
    ("a connection string's password", lazy_pattern(r";\s*+(?:password|pwd)\s*+=\s*+([^;'\"\s]+)", re.IGNORECASE)),
    ("an Authorization header", lazy_pattern(r"authorization:\s*+(?:bearer|basic|token)\s++([^\s'\"]{8,})", re.IGNORECASE)),
    ("a SAS", lazy_pattern(r"[?&]sig=([\w%+/=-]{20,})")),
    ("a mount's password", lazy_pattern(r",\s*+pass(?:word|wd)?=([^,\s'\"]+)")),
    ("a URL's password", lazy_pattern(r"://[^/\s:@'\"]{0,64}:([^/\s@'\"]{1,256})@")),
    ("a GitHub token", lazy_pattern(r"\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,})")),
    ("a GitLab token", lazy_pattern(r"\b(glpat-[\w-]{20,})")),
    ("a private key", lazy_pattern(r"(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)")),
)

# Secrets without a name: the review reports them where nothing else in a word is a secret.
_64_BYTES = r"[A-Za-z0-9+/]{86}(?:==|%3[dD]%3[dD])(?![\w+/=])"  # the keys of Azure; a hash of SHA-512 has its name before it
UNNAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (A_KEY, lazy_pattern(rf"(?<![\w+/%-])(?<!(?i:sha512)[:= ])({_64_BYTES})")),
    (A_TOKEN, lazy_pattern(r"(?<![\w-])(eyJ[\w-]{8,}+\.eyJ[\w-]{8,}+\.[\w-]{16,}+)")),
)

# Broader patterns for masking: hiding too much is better than hiding too little.
_MASKED = (
    lazy_pattern(r"\b((?:gh[pousr]|glpat|github_pat|npm|hf|xox[a-z]|sk|pk|rk)[_-](?:live_|test_)?[A-Za-z0-9_-]{16,}+)"),
    lazy_pattern(r"\b(AKIA[0-9A-Z]{12,}+)"),
    lazy_pattern(r"(?<![\w-])(eyJ[\w-]{8,}+\.[\w.-]++)"),  # a JSON web token
    lazy_pattern(rf"(?<![\w+/])({_64_BYTES})"),
    lazy_pattern(r"(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?)"),
    lazy_pattern(r"\bauthorization\\?[\"']?\s*+[:=,]\s*+\\?[\"']?([^\"'\r\n]++)", re.IGNORECASE),
    lazy_pattern(r"\bbearer\\?\s++([\w.~+/=%-]{4,}+)", re.IGNORECASE),
    lazy_pattern(r"\bidentified\s{1,9}(?:with\s{1,9}\S{1,99}\s{1,9})?by\s{1,9}N?('[^']*+'?|\"[^\"]*+\"?)", re.IGNORECASE),
    lazy_pattern(r"\bpassword(?:\s{1,9}|\s{0,9}\(\s{0,9})[NE]?('[^']*+'?|\"[^\"]*+\"?)", re.IGNORECASE),
    lazy_pattern(r"\bpass(?:word|phrase)\b[^\r\n]{0,20}\bsend\s{1,9}(?:--\s{1,9})?([^\r\n;]++)", re.IGNORECASE),  # expect
    lazy_pattern(r"(?<![\w:/@.+-])/{0,2}([\w.+-]{1,64}:(?!//)[^\s@/'\"]{1,256})@(?!sha256)(?=[\w.-])"),
    lazy_pattern(r"\b(?:https?|ftps?|sftp|ssh):/([^\s@/'\"]{1,512})@", re.IGNORECASE),  # a URL that is normalized as a path
    lazy_pattern(r"(?:-o\s{0,9}|,)user(?:name)?=[^\s,'\"%]{1,64}%([^\s,'\"]{3,256}+)(?<!%)", re.IGNORECASE),  # mount.cifs
    lazy_pattern(r"\bpass:([^\s'\"]++)", re.IGNORECASE),  # openssl -passin
    lazy_pattern(r"\b(?:PS|Network)Credential\W{1,9}[^,\s]{0,200},\s*+\(?\s*+['\"]?([^'\")\r\n]++)", re.IGNORECASE),
)

_SHORT_WORD = 3  # characters of a value that is more likely a number

# One letter, plain or as an escape of a URL, JSON or HTML.
_S, _I, _G = (
    rf"(?:{letter}|%(?:25)*+[{high}]{low}|\\u00[{high}]{low}|\\x[{high}]{low}|&\#(?:x[{high}]{low}|{codes});)"
    for letter, high, low, codes in (("s", "57", "3", "83|115"), ("i", "46", "9", "73|105"), ("g", "46", "7", "71|103"))
)
_SIGNATURE = lazy_pattern(
    # At the start of a word, or after ? & # ; plain or escaped.
    rf"(?:(?<![A-Za-z0-9])|(?<=3f)|(?<=26)|(?<=23)|(?<=3b)){_S}{_I}{_G}"
    r"(?:\s|%(?:25)*+20|[\^`\\](?!u))*+(?:=|%(?:25)*+3d|\\u003d|\\x3d|&\#(?:61|x3d);|\\?[\"']\s*+[:,=])"
    r"(\s*+(?:\\\"(?:[^\\]|\\(?!\"))*+|\"[^\"]*+\"?|'[^']*+'?|[^&\s\"'<>]*+))",
    re.IGNORECASE,
)
# The same in a text that is one URL: blanks are part of it.
_ONE_URL = lazy_pattern(r"\s*+[a-z][a-z0-9+.-]{1,20}://[^\"'<>]*+\Z", re.IGNORECASE)
_SIGNATURE_IN_URL = lazy_pattern(rf"[?&#]\s*+{_S}{_I}{_G}\s*+=([^&#]*+)", re.IGNORECASE)

_URL = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,30}(?::|%(?:25)*+3a)(?://|\\/\\/|(?:%(?:25)*+2f){2})[^\s\"<>]*+", re.IGNORECASE)
_SCHEME_END = lazy_pattern(r"(?::|%(?:25)*+3a)(?://|\\/\\/|(?:%(?:25)*+2f){2})", re.IGNORECASE)
_AT = lazy_pattern(r"@|%(?:25)*+40", re.IGNORECASE)
_AUTHORITY_END = lazy_pattern(r"[/?#]|%(?:25)*+(?:2f|3f|23)", re.IGNORECASE)
_HAS_PORT = lazy_pattern(r"[^:]*+:\d++(?:[/?#]|\Z)")

_PAIR = lazy_pattern(r"(?<![\w.-])[-$/]{0,2}([A-Za-z_][\w.-]*+)\\?[\"'\]]{0,2}[ \t]*+(:=|=>|\+=|[=!]=|[:=])[ \t]*+")
_COMPARED = lazy_pattern(  # [ "${NAME}" = value ], $NAME -eq 'value', if "%NAME%" == "value"
    r"(?<![\w.-])([A-Za-z_]\w*+)(?:[%!}]\\?[\"'\])]{0,2}[ \t]*+[=!]?="
    r"|[%!}]?\\?[\"'\])]{0,2}[ \t]++(?:-[ic]?(?:eq|ne|like|notlike)|equ|neq)(?=[ \t\"']))[ \t]*+",
    re.IGNORECASE,
)
_QUOTED_PAIR = lazy_pattern(  # SetEnvironmentVariable('NAME', 'value'), <add key="NAME" value="value"/>
    r"[\"']([A-Za-z_][\w.-]{0,200})[\"'](?:\s{0,9},|\s{1,9}value\s{0,9}=)[\s`\\^]{0,9}(?=[\"'])", re.IGNORECASE
)
_ELEMENT = lazy_pattern(r"<([A-Za-z_][\w.-]{0,200})>([^<]++)<")
_VALUE = lazy_pattern(
    r"`[^`\n]++`|\$\((?:echo|printf)\s[^()\n]*+\)"
    r"|\\\"(?:[^\\]|\\(?!\"))*+|\"(?:[^\"\\]|\\.)*+\"?|'(?:[^']|'')*+'?|[^\s\"';]++",
    re.DOTALL,
)
_IN_CONNECTION_STRING = lazy_pattern(r"\"[^\"]*+\"?|'[^']*+'?|[^;\"'\r\n]{1,500}+")
_NEXT_MEMBER = lazy_pattern(r";\s*+[A-Za-z][\w ]{0,40}+=")
_IN_QUERY = lazy_pattern(r"[^&\s\"'<>]++")
_SHORT_KEY = lazy_pattern(r"[\w+/=-]{16,}+")
_REFERENCE = lazy_pattern(r"\$|\$\w+|\$\{\w+\}|\$env:\w+|\$\((?!(?:echo|printf)\s)[^()]*\)|%\w+%|!\w+!|\*+")


def is_reference(text: str) -> bool:
    """Return whether a value is only a reference to a variable, or is already masked."""
    return _REFERENCE.fullmatch(text) is not None


def spans(text: str) -> Iterator[Span]:
    """Yield the spans of the secrets that the patterns find."""
    yield from _signatures(text)
    if "://" in text or ":\\/" in text or "%3a" in text or "%3A" in text or "%253" in text:
        for found in _URL.finditer(text):
            yield from _user_information(text, *found.span())
    for pattern in _MASKED:
        for found in pattern.finditer(text):
            if not is_reference(found[1].strip()):
                yield found.span(1)
    yield from _pairs(text)
    yield from _compared(text)


def _signatures(text: str) -> Iterator[Span]:
    for found in _SIGNATURE.finditer(text):
        yield found.span(1)
    if _ONE_URL.match(text):
        for found in _SIGNATURE_IN_URL.finditer(text):
            yield found.span(1)


def _user_information(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield ``user:password`` before the host of a URL and of each URL within it; in web and FTP URLs also a token alone."""
    begins = [found.span() for found in _SCHEME_END.finditer(text, start, end)]
    for (before, begin), (next_begin, _) in zip(begins, [*begins[1:], (end, end)], strict=True):
        rest = text[begin:next_begin]
        authority = rest[: found.start()] if (found := _AUTHORITY_END.search(rest)) else rest
        ends = [found.start() for found in _AT.finditer(authority)]
        if not ends and ":" in authority and not _HAS_PORT.match(rest):
            ends = [found.start() for found in _AT.finditer(rest)]  # a password that contains a slash
        if ends and ends[-1]:
            is_name = ":" not in rest[: ends[-1]] and "%3a" not in rest[: ends[-1]].lower()
            if not is_name or text[max(start, before - 8) : before].lower().endswith(("http", "https", "ftp", "ftps")):
                yield begin, begin + ends[-1]


def _pairs(text: str) -> Iterator[Span]:
    """Yield the values of pairs that have the name of a secret: ``password=x``, ``"password": "x"``."""
    end = 0  # of the last value; its content isn't searched again, so that the time stays linear
    for found in _PAIR.finditer(text):
        name = found[1].lower()
        if found.start() < end or not (is_masked_name(name) or name in ("pwd", "key", "code") or is_secret_name(found[1])):
            continue
        value = _value(text, found)
        if value is not None and _is_secret_value(name, text[value[0] : value[1]], compares=found[2] in ("==", "!=")):
            end = value[1]
            yield value
    for found in _ELEMENT.finditer(text):
        if is_masked_name(found[1]):
            yield found.span(2)
    end = 0
    for found in _QUOTED_PAIR.finditer(text):
        given = _VALUE.match(text, found.end()) if found.start() >= end and is_secret_name(found[1]) else None
        if given:
            end = given.end()
            yield given.span()


def _compared(text: str) -> Iterator[Span]:
    """Yield the values that a variable of a secret is compared with."""
    for found in _COMPARED.finditer(text):
        value = _VALUE.match(text, found.end()) if is_secret_name(found[1]) else None
        if value and _is_compared_secret(value[0]):
            yield value.span()


def _is_compared_secret(value: str) -> bool:
    """Return whether a value that is compared with a secret may be one: it isn't a number or a word such as ``true``."""
    bare = value.strip("\\\"'").rstrip(");]")
    return len(bare) > _SHORT_WORD and bare.lower() not in ("true", "false", "null", "none") and not is_reference(bare)


def _is_secret_value(name: str, value: str, *, compares: bool = False) -> bool:
    if compares and not _is_compared_secret(value):
        return False
    bare = value.strip("\\\"'")
    if name in ("key", "code"):
        return _SHORT_KEY.fullmatch(bare) is not None
    return bool(bare) and not is_reference(bare) and not (name == "pwd" and bare[0] in "/~.%$")


def _value(text: str, pair: re.Match[str]) -> Span | None:
    start, begin = pair.start(), pair.end()
    before = text[max(0, start - 5) : start].rstrip()[-1:]
    value = None
    if pair[2] == "=" and before != "" and before in "?&":
        value = _IN_QUERY.match(text, begin)
    elif pair[2] == "=" and not pair[1].isupper():
        value = _IN_CONNECTION_STRING.match(text, begin)
        if value and before != ";" and not _NEXT_MEMBER.match(text, value.end()):
            value = None
    value = value or _VALUE.match(text, begin)
    return value.span() if value else None
