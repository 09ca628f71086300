"""How Windows reads command lines, as far as it is documented: programs, and cmd. Written apart from what the package has.

Sources: "Parsing C command-line arguments" for the words of a program; ``cmd /?`` for ``/s /c``, the operators and brackets;
and what is known of cmd's parser beyond that: ``%NAME%`` is put in first, everywhere; a caret outside quotes makes the next
character text; a closing bracket outside quotes ends the block, if there is one, wherever it stands; ``if`` takes all that
follows it. Some of cmd's own commands leave ERRORLEVEL alone when they fail; ``||`` sets it then. cmd ends with ERRORLEVEL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress


def program_words(line: str) -> list[str]:
    """A command line as a program's C runtime splits it, for all words but the program's own name."""
    words, word, begun, quoted, index = [], "", False, False, 0
    while index < len(line):
        slashes = len(line) - index - len(line[index:].lstrip("\\"))
        character = line[index + slashes : index + slashes + 1]
        index += slashes + 1
        if character == '"':
            word, begun = word + "\\" * (slashes // 2), True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            continue
        word, begun = word + "\\" * slashes, begun or slashes > 0
        if character in (" ", "\t", "") and not quoted:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + character, True
    return [*words, word] if begun else words


BEFORE_A_COMMAND = ("&", "&&", "||", "(", "1==1", "1==2")
"""Operators, and the conditions that ``if`` may have here: true and false."""


class UnexpectedError(Exception):
    """What cmd says: it was unexpected at this time."""


class EndError(Exception):
    """cmd ends here."""


class Cmd:
    """cmd, running a line whose commands are ``NAME CODE``: each is written down and ends with that code.

    ``rd CODE`` does so without setting ERRORLEVEL, and there is ``exit``.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = {name.upper(): value for name, value in (variables or {}).items()}
        self.ran: list[str] = []
        self.errorlevel = 0

    def run(self, command_line: str) -> int:
        """The exit code of the process."""
        start = 'cmd /d /s /c "'
        assert command_line.startswith(start)
        script = command_line[len(start) :]
        with suppress(EndError):
            self.status(script[: script.rindex('"')] + script[script.rindex('"') + 1 :])
        return self.errorlevel

    def status(self, script: str) -> int:
        """What ``&&`` and ``||`` would see behind the script."""
        script = re.sub("%([^%:]+)%", lambda found: self.variables.get(found[1].upper(), found[0]), script)
        self.tokens = tokens(script.partition("\n")[0])
        self.at = 0
        self.depth = 0
        tree = self.any_of(("&",), self.alternatives)
        if self.at < len(self.tokens):
            raise UnexpectedError(self.tokens[self.at])
        return tree()

    def here(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        return "" if token == ")" and self.depth else token

    def any_of(self, operators: tuple[str, ...], part: Callable[[], Callable[[], int]]) -> Callable[[], int]:
        first = part()
        while self.here() in operators:
            operator = self.here()
            self.at += 1
            first = self.joined(operator, first, part())
        return first

    def alternatives(self) -> Callable[[], int]:
        return self.any_of(("||",), lambda: self.any_of(("&&",), self.command))

    def command(self) -> Callable[[], int]:
        if self.here() == "(":
            self.at += 1
            self.depth += 1
            block = self.any_of(("&",), self.alternatives)
            if self.tokens[self.at : self.at + 1] != [")"]:
                raise UnexpectedError("the end")
            self.at += 1
            self.depth -= 1
            if self.here() not in ("", "&", "&&", "||"):
                raise UnexpectedError(self.here())
            return block
        words = []
        while self.here() not in ("", "&", "&&", "||"):
            words.append(self.here())
            self.at += 1
            if words[0] == "if" and len(words) == 2:
                body = self.any_of(("&",), self.alternatives)
                return lambda: body() if words[1] == "1==1" else 0
        if not words:
            raise UnexpectedError(self.here() or "the end")
        return lambda: self.end(words)

    def end(self, words: list[str]) -> int:
        if words[0] == "exit":
            self.errorlevel = int(words[1]) if len(words) > 1 else self.errorlevel
            raise EndError
        self.ran.append(" ".join(words))
        code = int(words[-1])
        if words[0] != "rd":
            self.errorlevel = code
        return code

    def joined(self, operator: str, left: Callable[[], int], right: Callable[[], int]) -> Callable[[], int]:
        def both() -> int:
            code = left()
            if operator == "||" and code:
                self.errorlevel = code
            return right() if operator == "&" or (code == 0) == (operator == "&&") else code

        return both


def tokens(script: str) -> list[str]:
    """Words and operators. An opening bracket counts only where a command may begin; the closing one counts always."""
    found, word, begun, quoted, index = [], "", False, False, 0

    def finish() -> None:
        nonlocal word, begun
        if begun:
            found.append(word)
        word, begun = "", False

    while index < len(script):
        character = script[index]
        index += 1
        if character == '"':
            quoted, word, begun = not quoted, word + character, True
        elif quoted:
            word += character
        elif character == "^":
            word, begun, index = word + script[index : index + 1], True, index + 1
        elif character in "&|":
            finish()
            twice = script[index : index + 1] == character
            found.append(character * (1 + twice))
            index += twice
        elif character == ")" or (character == "(" and not begun and (not found or found[-1] in BEFORE_A_COMMAND)):
            finish()
            found.append(character)
        elif character in " \t":
            finish()
        else:
            word, begun = word + character, True
    finish()
    return found
