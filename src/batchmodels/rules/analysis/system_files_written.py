"""The files of the system that a script writes, with their text where the script contains it."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator

import msgspec

from ...shells.script import Command
from .file_arguments import values_of
from .linux_runs import Run
from .prefixes import without_prefixes
from .reruns import positional
from .written_scripts import body_of

_PRINTING = frozenset({"echo", "printf"})
_COPY_OPTIONS = frozenset({"-m", "-o", "-g", "-S", "--mode", "--owner", "--group", "--suffix"})
_INTO = re.compile(r"-(?>[A-Za-z]*?[tDd])[A-Za-z]*|--(?:target-directory|parents|directory).*")
_ADDRESS = re.compile(r"https?://\S+")
_ESCAPE = re.compile(r"\\([nt\\\"])")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"'}
_DIRECTIVE = re.compile(r"%(?:%|[-+ #0]*\d*(?:\.\d+)?[sbdiufgxXocq])")


class Write(msgspec.Struct, frozen=True):
    """A file that a command writes.

    Attributes:
        path: Its path.
        run: The command.
        text: What is written, as far as the script contains it; None if it comes from elsewhere.
        source: The address from which it comes, or the name of the file that is copied; otherwise empty.
        expanded: Whether the shell expands variables in the text.
        appends: Whether it is added at the end of the file.
        kept_by: What keeps the shell from expanding variables, if it doesn't: ``mark`` (the quoted mark of a here-document),
            ``quotes``, or ``backslash``; empty without a text.
    """

    path: str
    run: Run
    text: str | None = None
    source: str = ""
    expanded: bool = True
    appends: bool = False
    kept_by: str = ""


def writes_of(run: Run) -> Iterator[Write]:
    """Yield the files that a command writes."""
    command = run.command
    for redirect in command.redirects:
        if ">" in redirect.operator and not redirect.operator.startswith("2") and "&" not in redirect.operator:
            yield printed(run, redirect.target.text, command, appends=">>" in redirect.operator)
    if command.name == "tee":
        yield from _with_tee(run)
    elif command.name in {"curl", "wget"}:
        yield from _downloaded(run)
    elif command.name in {"cp", "mv", "install", "ln"} and not any(map(_INTO.fullmatch, command.arguments)):
        yield from _copied(run)
    elif command.name == "dd":
        yield from _with_dd(run)
    elif command.name in {"gpg", "gpg2"}:
        for target in values_of(command, "-o", "--output"):
            yield Write(target, run, source="gpg")


def _with_tee(run: Run) -> Iterator[Write]:
    source = _left_of(run)
    appends = any(text in {"-a", "--append"} for text in run.command.arguments)
    for word in positional(run.command.words[1:]):
        yield printed(run, word.text, run.command if source is None else source, appends=appends)


def _with_dd(run: Run) -> Iterator[Write]:
    source = _left_of(run)
    targets = (text.removeprefix("of=") for text in run.command.arguments if text.startswith("of="))
    if source is not None:
        yield from (printed(run, target, source, appends=False) for target in targets)


def printed(run: Run, path: str, source: Command, *, appends: bool) -> Write:
    """Return what a command writes into a file through its standard output."""
    name, write = source.name, functools.partial(Write, path, run, appends=appends)
    document = next((each for each in source.redirects if each.operator.endswith(("<<", "<<-"))), None)
    if document is not None:
        text = body_of(run.part.analysis.code, source.end, document)
        quoted = document.target.quoted
        return write(text, expanded=not quoted, kept_by="mark" if quoted else "backslash")
    if name in _PRINTING:
        words = [word for word in source.words[1:] if not re.fullmatch(r"-[neE]+", word.text)]
        texts = [word.text for word in words]
        text = _formatted(texts) if name == "printf" else " ".join(texts)
        if any(re.fullmatch(r"-[nE]*e[neE]*", each) for each in source.arguments):
            text = text.replace("\\n", "\n")
        kept_by = "backslash" if any("\\$" in word.raw for word in words) else "quotes"
        return write(text, expanded=any(word.variables for word in words), kept_by=kept_by)
    address = next((found[0] for each in source.arguments if (found := _ADDRESS.match(each))), "")
    if name in {"gpg", "gpg2"}:
        address = "gpg"
    return write(source=address)


def _formatted(texts: list[str]) -> str:
    """Return what ``printf`` prints: it repeats the format until no argument is left."""
    rest = texts[1:]
    form = _ESCAPE.sub(lambda found: _ESCAPES[found[1]], "".join(texts[:1]))
    written = ""
    while True:
        before = len(rest)
        written += _DIRECTIVE.sub(lambda found: "%" if found[0] == "%%" else rest.pop(0) if rest else "", form)
        if not rest or len(rest) == before:
            return written


def _left_of(run: Run) -> Command | None:
    """Return the command whose output a command reads."""
    left = run.part.analysis.feeding.get(id(run.step.command))
    return None if left is None else without_prefixes(left)


def _downloaded(run: Run) -> Iterator[Write]:
    options = ("-o", "--output") if run.command.name == "curl" else ("-O", "--output-document")
    address = next((found[0] for text in run.command.arguments if (found := _ADDRESS.match(text))), "")
    targets = [target for target in values_of(run.command, *options) if target != "-"]
    yield from (Write(target, run, source=address) for target in targets)
    directory = next(values_of(run.command, "-P", "--directory-prefix"), "") if run.command.name == "wget" else ""
    if directory and not targets and address:
        yield Write(posixpath.join(directory, posixpath.basename(address)), run, source=address)


def _copied(run: Run) -> Iterator[Write]:
    plain = positional(run.command.words[1:], _COPY_OPTIONS)
    if len(plain) < 2:  # noqa: PLR2004  # because a copy has a source and a target
        return
    *sources, target = plain
    into = target.text.endswith("/") or len(sources) > 1 or target.text.endswith((".d", "/ca-certificates", "/keyrings"))
    for source in sources:
        name = posixpath.basename(source.text.rstrip("/"))
        known = not source.pattern and not source.variables and not source.substitutes
        if known or not into:
            yield Write(f"{target.text.rstrip('/')}/{name}" if into else target.text, run, source=source.text)
