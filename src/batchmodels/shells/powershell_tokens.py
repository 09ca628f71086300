"""The tokens of PowerShell."""

from __future__ import annotations

import re

DOUBLE = '"\u201c\u201d\u201e'  # PowerShell also accepts the quotes of word processors
SINGLE = "'\u2018\u2019\u201a\u201b"

VARIABLE = r"\$\{[^{}\n]+\}|\$(?:\w+:)?\w+|\$[$?^]"
_SINGLE_QUOTED = rf"[{SINGLE}][^{SINGLE}]*(?:[{SINGLE}]{{2}}[^{SINGLE}]*)*[{SINGLE}](?![{SINGLE}])"

_SIGN = (
    r"-(?:[ciCI]?(?i:eq|ne|gt|ge|lt|le|(?:not)?(?:like|match|contains|in)|replace|split)"
    r"|(?i:is|isnot|as|and|or|xor|not|band|bor|bxor|bnot|shl|shr|join|f))(?!\w)"
)

# Tokens of both commands and expressions.
_SHARED = rf"""(?P<space>(?:[ \t\r\v\f\xa0]|`(?:\r?\n|\Z))+)
    |(?P<line>\n)
    |(?P<comment>\#[^\n]*)
    |(?P<remark><\#)
    |(?P<literal>{_SINGLE_QUOTED})
    |(?P<lines>@[{SINGLE}{DOUBLE}](?=[ \t]*\r?\n))
    |(?P<single>[{SINGLE}])
    |(?P<double>[{DOUBLE}])
    |(?P<open>\$\(|@\(|@\{{|\(|\{{)
    |(?P<close>[)}}])
    |(?P<variable>{VARIABLE})
    |(?P<merge>[1-6*]?>&[12])
    |(?P<redirect>[1-6*]?>>?|<)
    |(?P<escape>`.?)
    |(?P<operator>&&|\|\||[;|&])"""

IN_COMMAND = re.compile(
    rf"""(?P<comma>[ \t]*,\s*)
    |(?P<verbatim>--%(?=\s|\Z))
    |{_SHARED}
    |(?P<run>[^\s`{SINGLE}{DOUBLE}$@(){{}};|&<>\#,]+|.)""",
    re.VERBOSE | re.DOTALL,
)
IN_EXPRESSION = re.compile(
    rf"""{_SHARED}
    |(?P<assign>(?:\?\?|[-+*/%])?=)
    |(?P<step>\+\+|--)
    |(?P<sign>{_SIGN}|[-+*/%,])
    |(?P<run>[^\s`{SINGLE}{DOUBLE}$@(){{}};|&<>\#,=+\-*/%?]+|.)""",
    re.VERBOSE | re.DOTALL,
)
IN_QUOTES = re.compile(
    rf"""(?P<run>[^{DOUBLE}`$]+)
    |(?P<doubled>[{DOUBLE}]{{2}})
    |(?P<end>[{DOUBLE}])
    |(?P<open>\$\()
    |(?P<variable>{VARIABLE})
    |(?P<escape>`.?)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
IN_LINES = re.compile(
    rf"""(?P<end>\r?\n[{DOUBLE}]@)
    |(?P<run>[^`$\r\n]+)
    |(?P<open>\$\()
    |(?P<variable>{VARIABLE})
    |(?P<escape>`.?)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
END_OF_LINES = re.compile(rf"\r?\n[{SINGLE}]@")
DOUBLED = re.compile(rf"([{SINGLE}])[{SINGLE}]")

# Brackets that are skipped because they are nested too deeply.
BRACKET = re.compile(rf"`.|[{SINGLE}][^{SINGLE}]*[{SINGLE}]?|[({{]|[)}}]", re.DOTALL)

# What can continue a word that has ended by itself: a member, an index, another element of a list.
GOES_ON = re.compile(r"\.\w|::|\[|[ \t]*,")
MEMBER = re.compile(r"(?:\.|::)\w+\Z")

PIPE = re.compile(r"&&|\|\|?")
SKIPPED = re.compile(r"(?:[\s\xa0]|`(?:\r?\n|\Z))+|#[^\n]*")
CALL = re.compile(rf"&(?!&)[ \t]*|\.(?=[\s{SINGLE}{DOUBLE}$({{])[ \t]*")
EXPRESSION = re.compile(
    rf"[${SINGLE}{DOUBLE}(\[!+,<{{]|@[{SINGLE}{DOUBLE}({{]|-(?!-)"
    r"|(?:0x[0-9a-f]+|[0-9]+(?:\.(?!\.)[0-9]*)?(?:e[+-]?[0-9]+)?)(?:[dlun]|[kmgtp]b){0,2}(?![^\s(){};|&,+\-*/%=.\]<>])|\.[0-9]",
    re.IGNORECASE,
)
KEY = re.compile(rf"(?:[\w.-]+|[{SINGLE}][^{SINGLE}]*[{SINGLE}]|[{DOUBLE}][^{DOUBLE}$`]*[{DOUBLE}]|\$\w[\w.]*)\s*=")
LOOP_VARIABLE = re.compile(r"\s*\$\w[\w:]*\s+in(?![\w-])", re.IGNORECASE)
ONLY_VARIABLES = re.compile(r"[\w$:{},\s]+\Z")
TARGET = re.compile(r"(?:\[[^\]]*\]\s*)*\$\{?([^{}]+)\}?\Z")
VERBATIM = re.compile(r'(?:"[^"\n]*"?|[^"\n|])*')
VERBATIM_WORD = re.compile(r'(?:"[^"\n]*"?|[^\s"])+')
PERCENT = re.compile(r"%([^%\s]+)%")

# The text between a reserved word and its bracket; the limit keeps a script full of such words from taking too long.
_BRACKET_NEXT = re.compile(r"(?=\s*\()")
_BRACE_NEXT = re.compile(r"(?=\s*\{)")
_OPTIONS = re.compile(r"(?:\s+-\w+)*(?=\s*\()")
_TYPES = re.compile(r"[^{}();|\n$]{0,200}(?=\{)")
_NAME = re.compile(r"\s+[\w:.-]+(?:\s*:[^{}\n;]{0,200}(?=\{))?")
HEADS = {
    **dict.fromkeys(("if", "elseif", "while", "until", "for", "foreach", "param"), _BRACKET_NEXT),
    **dict.fromkeys(("else", "try", "finally", "do", "begin", "process", "end"), _BRACE_NEXT),
    **dict.fromkeys(("catch", "trap"), _TYPES),
    **dict.fromkeys(("function", "filter", "class", "enum"), _NAME),
    "switch": _OPTIONS,
}
# A return without a value is a command.
KEYWORD = re.compile(rf"(?:return(?=[ \t]*[^\s;|&)}}}}])|{'|'.join(HEADS)})(?![^\s(){{}};|&,$\"'@\[])", re.IGNORECASE)
# Keywords with cases or members in their body, keywords with parameters, and keywords with a bracket before their body.
OF_CASES = frozenset({"switch", "class", "enum"})
OF_PARAMETERS = frozenset({"param", "function", "filter"})
BEFORE_BODIES = frozenset({"if", "elseif", "while", "for", "foreach", "switch", "function", "filter"})

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}


def unescaped(escape: str) -> str:
    """Return the character that a backquote and the next character make."""
    return _ESCAPES.get(escape[1:], escape[1:])


def variable_name(raw: str) -> str:
    """Return the name of a variable without its dollar sign and braces; ``env:`` is always in lower case."""
    name = raw[2:-1] if raw.startswith("${") else raw[1:]
    scope, colon, rest = name.partition(":")
    return f"env:{rest}" if colon and scope.lower() == "env" else name
