"""Random shell scripts of controllable commands, and what real shells do when one of the commands fails.

A command is written ``./c3``. To run a script, each ``./c3`` becomes the function call ``c 3``, which notes that it ran and
fails if it is the one that has to fail. ``t 1`` is a test, which all succeed or all fail in a run.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

FUNCTIONS = """
c() { echo "ran $1" >&9; [ "$1" != "$FAILING" ]; }
t() { [ "$TESTS" = 0 ]; }
"""
OPTIONS = {
    "bash": ("", "set -e", "set -e; set -o pipefail", "set -eo pipefail", "set -o pipefail"),
    "dash": ("", "set -e"),
}


class Writer:
    """A writer of one random script."""

    def __init__(self, chance: random.Random, shell: str) -> None:
        self.chance = chance
        self.shell = shell
        self.commands = 0
        self.functions = 0
        self.defined: list[str] = []

    def script(self) -> str:
        options, body = self.chance.choice(OPTIONS[self.shell]), self.block(0, self.chance.randint(1, 4))
        parts = [*self.defined, options, body]
        if self.chance.random() < 0.2:
            parts.append(self.chance.choice(("exit 0", "exit $?", "exit", "set +e; " + self.block(1, 2))))
        return "; ".join(part for part in parts if part)

    def block(self, depth: int, statements: int) -> str:
        return "; ".join(self.statement(depth) for _ in range(statements))

    def statement(self, depth: int) -> str:
        if depth == 0 and self.chance.random() < 0.05:
            return self.chance.choice(("set -e", "set +e", f"{self.command()} & wait"))
        pipelines = [self.pipeline(depth)]
        while self.chance.random() < 0.4 and len(pipelines) < 4:
            joined = self.chance.choice(("&&", "&&", "||"))
            pipelines.append(f"{joined} {self.pipeline(depth)}")
        if self.chance.random() < 0.1:
            pipelines.append(self.chance.choice(("|| true", "|| exit 1", "|| exit", "|| false", "|| { exit 1; }")))
        return " ".join(pipelines)

    def pipeline(self, depth: int) -> str:
        negation = "! " if self.chance.random() < 0.07 else ""
        elements = [self.element(depth)]
        if self.chance.random() < 0.1:
            elements.append(self.element(depth))
        return negation + " | ".join(elements)

    def command(self) -> str:
        self.commands += 1
        return f"./c{self.commands}"

    def element(self, depth: int) -> str:
        if depth > 2 or self.commands > 9 or self.chance.random() < 0.65:
            return self.command() if self.chance.random() < 0.9 else "t"
        body = self.block(depth + 1, self.chance.randint(1, 3))
        kinds = ("{", "(", "(", "if", "if !", "else", "for", "while", "case", "function", "condition")
        kind = self.chance.choice((*kinds, "=") if self.shell == "bash" else kinds)  # dash 0.5.12 crashes on some
        if kind == "function":
            self.functions += 1
            name = f"f{self.functions}"
            self.defined.append(f"{name}() {{ {body}; }}")
            return name
        return {
            "{": f"{{ {body}; }}",
            "(": f"( {body} )",
            "if": f"if t; then {body}; fi",
            "if !": f"if ! t; then {self.command()}; else {body}; fi",
            "else": f"if t; then {self.command()}; else {body}; fi",
            "for": f"for x in 1 2; do {body}; done",
            "while": f"while [ $((i = i + 1)) -lt 9 ]; do {body}; done",
            "=": f"x=$({body})",
            "case": f"case a in a) {body};; esac",
            "condition": f"if {body}; then {self.command()}; fi",
        }[kind]


@dataclass(frozen=True)
class Run:
    """What happened in one run: the numbers of the commands that ran, and the exit code."""

    failing: int
    tests: int
    ran: frozenset[int]
    code: int


def commands_of(script: str) -> list[int]:
    """Return the numbers of a script's commands."""
    return sorted({int(number) for number in re.findall(r"\./c(\d+)", script)})


def run_all(shell: str, scripts: Sequence[str]) -> list[list[Run]]:
    """Run each script several times, in one process of the shell, with each of its commands failing in turn."""
    lines = [FUNCTIONS, "exec 9>&1"]
    for number, script in enumerate(scripts):
        body = re.sub(r"\./c(\d+)", r"c \1", script)
        for failing in (0, *commands_of(script)):
            for tests in (0, 1):
                lines.append(f'echo "run {number} {failing} {tests}"')
                lines.append(f'( FAILING={failing} TESTS={tests}\n{body}\n) 9>&1\necho "code $?"')
    done = subprocess.run([shell], input="\n".join(lines), capture_output=True, text=True, check=True, timeout=120)
    found: list[list[Run]] = [[] for _ in scripts]
    number, failing, tests, ran = 0, 0, 0, set[int]()
    for line in done.stdout.splitlines():
        word, *values = line.split()
        if word == "run":
            number, failing, tests = map(int, values)
            ran = set()
        elif word == "ran":
            ran.add(int(values[0]))
        else:
            found[number].append(Run(failing, tests, frozenset(ran), int(values[0])))
    return found
