"""The POSIX parser against tree-sitter-bash: the same commands, in the same compound commands and substitutions.

The scripts are those of the corpora, and those that the packages installed on this machine bring.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_bash
from conftest import ROOT
from tree_sitter import Language, Node, Parser

from batchmodels import StartTask
from batchmodels.rules.analysis.inner_scripts import parts_of
from batchmodels.rules.context import Context
from batchmodels.shells.posix import read_script
from batchmodels.shells.script import Block, Command, Compound, Element, Shell, Statement, commands_in

PARSER = Parser(Language(tree_sitter_bash.language()))
BASH = shutil.which("bash")

Found = dict[int, tuple[str, ...]]
"""The offset at which each command begins, and what it is in: ``if@10``, ``$(``, ``else``."""

# Where both are right, they are compared without the difference:
#
# - The commands in the body of a here-document: bash runs those in $(...). Our parser skips them, as no rule needs them.
# - time and coproc are keywords here, and names of commands there.
# - $(< file) has a redirection without a command; tree-sitter-bash has no node for it that is like a command.
#
# Where tree-sitter-bash is wrong: in a long script it drops some of its alternatives: it joins two lines to one command, loses
# the bracket of a test, or ends a word too late. It reads each of these statements as we do when given it alone, see `faults`.
# The statements that it always reads wrongly are in FAULTS.
FAULTS = {
    "a=`b \\`c $d\\`;e`": (r"`[^`]*\\`[^`]*\\`", "escaped backquotes in backquotes end the outer ones for it"),
    "for ((i = 0; i < 3; i = $(($i + 2)) )); do a; done": (
        r"\(\([^\n]*\$\(\([^\n]*\)\)",
        "$(( within ((...)) is a substitution with a subshell for it",
    ),
    "a=${b#\\'}\nc": (
        r"\$\{[^}\n]*\\['\"][^}\n]*\}",
        "an escaped quote in ${...} begins a string for it, which hides the lines after it",
    ),
}
"""What tree-sitter-bash 0.25 always reads wrongly: an example, a pattern of such statements, and the reason."""

KINDS = {
    "if_statement": "if",
    "while_statement": "while",
    "for_statement": "for",
    "c_style_for_statement": "for",
    "case_statement": "case",
    "function_definition": "function",
    "subshell": "(",
    "compound_statement": "{",
}
CLAUSES = {
    "command_substitution": "$(",
    "process_substitution": "$(",
    "elif_clause": "elif",
    "else_clause": "else",
    "case_item": "item",
}
COMMANDS = {"command", "declaration_command", "unset_command", "test_command", "variable_assignments"}
OF_ASSIGNMENTS = {"command", "declaration_command", "variable_assignments", "for_statement", "c_style_for_statement"}


def theirs(text: str) -> Found | None:
    """What tree-sitter-bash finds; None if it reports an error."""
    data = text.encode()
    root = PARSER.parse(data).root_node
    if root.has_error:
        return None
    found: Found = {}
    rest: list[tuple[Node, tuple[str, ...]]] = [(root, ())]
    while rest:
        node, around = rest.pop()
        start = len(data[: node.start_byte].decode())
        if node.type == "heredoc_body":
            continue
        if node.type == "compound_statement" and text.startswith("((", start):
            found[start] = around
        elif node.type in KINDS:
            around = (*around, f"{KINDS[node.type]}@{start}")
        elif node.type in CLAUSES:
            around = (*around, CLAUSES[node.type])
        elif is_command(node):
            found[len(data[: begin(node)].decode())] = around
        rest += [(child, around) for child in node.named_children]
    return found


def is_command(node: Node) -> bool:
    if node.type == "variable_assignment":
        parent = node.parent
        return parent is not None and parent.type not in OF_ASSIGNMENTS and "expression" not in parent.type
    if node.type == "redirected_statement":
        return node.child_by_field_name("body") is None
    return node.type in COMMANDS


def begin(node: Node) -> int:
    """Where a command begins, without the keyword that tree-sitter-bash takes for its name."""
    name = node.child_by_field_name("name")
    if node.type == "command" and name is not None and name.text in {b"time", b"coproc"}:
        words = [
            child for child in node.named_children if child.start_byte > name.start_byte and child.text not in {b"-p", b"--"}
        ]
        return words[0].start_byte if words else node.start_byte
    return node.start_byte


def ours(text: str) -> Found:
    """What our parser finds."""
    found: Found = {}
    rest: list[tuple[Block | Element, tuple[str, ...]]] = [(read_script(text).body, ())]
    while rest:
        node, around = rest.pop()
        if isinstance(node, Block):
            rest += [(element, around) for element in node.elements()]
        elif isinstance(node, Command):
            if node.words or node.assignments or not re.match(r"<\s*[^&<]", text[node.start :]) or "$(" not in around[-1:]:
                found[node.start] = around
            rest += [(block, (*around, "$(")) for block in node.inner]
        else:
            kind = {"until": "while", "select": "for"}.get(node.keyword, node.keyword)
            within = (*around, f"{kind}@{node.start}")
            rest += [(block, (*within, "$(")) for block in node.inner]
            rest += [(block, (*around, "$(")) for block in (node.redirection.inner if node.redirection else ())]
            clause: tuple[str, ...] = ()
            for section in node.sections:
                if section.keyword in {"elif", "else", "case"}:
                    clause = ("item" if section.keyword == "case" else section.keyword,)
                rest.append((section.block, (*within, *clause)))
    return found


def agree(text: str) -> bool:
    return theirs(text) == ours(text)


def faults(text: str) -> list[str]:
    """The statements of a script that the two read differently, without those in FAULTS.

    Each statement is read on its own, and each compound command with ``:`` in place of its blocks.
    """
    found: list[str] = []
    rest = [text]
    while rest:
        part = rest.pop()
        if agree(part):
            continue
        for statement, own in statements_of(read_script(part).body, part):
            if agree(own) or any(re.search(pattern, own) for pattern, _ in FAULTS.values()):
                continue
            blocks = [block for block in blocks_of(statement) if block.statements]
            if not blocks:
                found.append(own)
            spans = sorted((block.statements[0].start, end_of(block, part)) for block in blocks)
            rest += [part[start:end] for start, end in spans]
            frame = own
            for start, end in reversed(spans):
                frame = frame[: start - statement.start] + ":" + frame[end - statement.start :]
            if blocks and not agree(frame):
                found.append(frame)
    return found


def statements_of(block: Block, text: str) -> Iterator[tuple[Statement, str]]:
    """The statements of a block, each with its text, which includes its here-documents."""
    ends = [*(statement.start for statement in block.statements[1:]), block.end]
    for statement, end in zip(block.statements, ends, strict=True):
        operators = [each.operator for command in commands_in(statement) for each in command.redirects]
        has_document = any(re.search(r"(?<!<)<<-?\Z", operator) for operator in operators)
        yield statement, text[statement.start : end if has_document else statement.end]


def end_of(block: Block, text: str) -> int:
    """Where the last statement of a block ends, with its here-documents."""
    *_, (last, own) = statements_of(block, text)
    return last.start + len(own)


def blocks_of(statement: Statement) -> Iterator[Block]:
    """The blocks of the compound commands of a statement; those of a function are its body's."""
    rest = [element for pipeline in statement.pipelines for element in pipeline.elements]
    for element in rest:
        blocks = [section.block for section in element.sections] if isinstance(element, Compound) else []
        if isinstance(element, Compound) and element.keyword == "function":
            rest += [body for block in blocks for body in block.elements()]
        else:
            yield from blocks


def read_by_bash(text: str) -> bool:
    """Whether bash accepts a script without a warning, such as that of a here-document that nothing ends."""
    if BASH is None:
        return False
    answer = subprocess.run([BASH, "-n"], input=text.encode(), capture_output=True, check=False)
    return answer.returncode == 0 and not answer.stderr


def corpus() -> list[str]:
    """The scripts of POSIX shells in the corpora, those within other scripts included."""
    texts: dict[str, None] = {}
    for name in ("good", "bad"):
        files = sorted((ROOT / "tests" / "rules" / "corpus" / name).glob("*.json"))
        for entry in (each for file in files for each in json.loads(file.read_text(encoding="utf-8"))):
            line = entry.get("commandLine", "")
            task = StartTask(command_line="\n".join(line) if isinstance(line, list) else line)
            for part in parts_of(Context(task, (), ())):
                if part.analysis.shell is Shell.posix and part.analysis.script:
                    texts[part.analysis.script] = None
    return [*texts]


def installed() -> Iterator[Path]:
    """The scripts that packages have brought to this machine."""
    for folder, pattern in (
        ("/var/lib/dpkg/info", "*.p*"),
        ("/etc/init.d", "*"),
        ("/usr/bin", "*"),
        ("/usr/sbin", "*"),
        ("/usr/lib/git-core", "*"),
    ):
        for path in sorted(Path(folder).glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path


def script_in(path: Path) -> str | None:
    """The text of a script for sh, dash or bash; None for any other file."""
    try:
        with path.open("rb") as file:
            if not re.match(rb"#![^\n]*\b(?:ba|da)?sh\b(?![^\n]*python)", file.read(60)):
                return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


@pytest.mark.skipif(BASH is None, reason="there is no bash here to say which scripts are whole")
def test_the_corpora() -> None:
    scripts = corpus()
    known = [script for script in scripts if theirs(script) is not None]
    assert len(known) > 1_500
    assert [script for script in scripts if theirs(script) is None and read_by_bash(script)] == []
    differing = [script for script in known if not agree(script) and not re.search(r"\btime\(", script)]
    assert [script for script in differing if read_by_bash(script)] == []


@pytest.mark.skipif(BASH is None, reason="there is no bash here to say which scripts are whole")
def test_installed_scripts() -> None:
    texts = {str(path): text for path in installed() if (text := script_in(path)) is not None}
    if not texts:
        pytest.skip("no package has brought a script to this machine")
    compared = {path: text for path, text in texts.items() if theirs(text) is not None and read_by_bash(text)}
    assert len(compared) > len(texts) * 0.9
    assert {path: read_script(text).unfinished for path, text in compared.items() if read_script(text).unfinished} == {}
    assert {path: faults(text) for path, text in compared.items() if not agree(text) and faults(text)} == {}


@pytest.mark.parametrize(
    "script",
    [
        "a\\\n b; c=\\\n(d e); f",
        "for x in $(a) `b`; do c; done < <(d) | e",
        "if a; then b; elif c; then d; else e; fi > f && ! g",
        "case $(a) in b | c) d;; (e) f; g;; *) ;; esac",
        "f() { a; } > b; function g { c; }; h() ( d )",
        "until a && b; do c & d; done || e",
        "select x in a b; do c; done; for ((i = 0; i < 3; i++)); do d; done",
        "((x > 1)) && [[ -f a && b ]]; [ -d a ] || b",
        "A=1 B=$(a) b; C=$(d); export E=$(f); unset g",
        "a <<E | b && c\nd\nE\ne",
        "a $(b `c` \"$(d 'e')\") > f; > g; { h; }",
        'a ${x:-$(b)} "${y:=$(c)}" $((1 + $(d)))',
        "time a; time -p b | c; ! d && ! e",
    ],
)
def test_each_construction(script: str) -> None:
    assert read_script(script).unfinished is None
    assert ours(script) == theirs(script)


@pytest.mark.parametrize(("script", "names"), [*zip(FAULTS, [["", "b", "c", "e"], ["a"], ["", "c"]], strict=True)])
def test_each_fault(script: str, names: list[str]) -> None:
    pattern, _ = FAULTS[script]
    assert re.search(pattern, script)
    assert not agree(script)
    assert read_by_bash(script)
    assert [command.name for command in read_script(script).commands] == names
