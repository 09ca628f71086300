"""The settings of a check from ``batchmodels.toml`` and ``pyproject.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..models.versions import API_VERSIONS, full_version
from ..rules.finding import Severity
from ..secrets.masking import cut, mask_text
from ..spelling import nearest
from .file_bytes import reason
from .globs import matches
from .partial_models import model_named
from .rule_names import ignorable_rules, matching
from .toml_lines import line_of

OWN_FILE = "batchmodels.toml"
PYPROJECT = "pyproject.toml"


class ConfigurationError(Exception):
    """A configuration file has a mistake: its name, the line or 0, and one sentence."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


class Configuration(msgspec.Struct, frozen=True):
    """The settings of one configuration file; what it doesn't set is None or empty.

    Attributes:
        directory: The directory that patterns are relative to.
        select: The rules to report, by ids and beginnings of ids.
        ignore: The rules not to report.
        per_file_ignores: Patterns, each with the rules that aren't reported in the files that match it.
        severity: The least severity that is reported.
        api_version: The API version that files are for.
        types: Patterns, each with the model of the files that match it.
        parameters: Values for the parameters of templates.
        exclude: Patterns of files that aren't checked if they are found in a directory.
    """

    directory: Path = Path()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: Severity | None = None
    api_version: str | None = None
    types: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, Any], ...] = ()
    exclude: tuple[str, ...] = ()

    def ignored_in(self, file: Path) -> tuple[str, ...]:
        """The rules that ``per-file-ignores`` ignores in a file."""
        path = self.relative(file)
        return tuple(rule for pattern, rules in self.per_file_ignores if matches(pattern, path) for rule in rules)

    def type_of(self, file: Path) -> str | None:
        """The model that ``types`` gives for a file; of several patterns that match, the last one counts."""
        path = self.relative(file)
        return next((model for pattern, model in reversed(self.types) if matches(pattern, path)), None)

    def excludes(self, file: Path) -> bool:
        """Whether ``exclude`` matches a file or directory."""
        path = self.relative(file)
        return any(matches(pattern, path) for pattern in self.exclude)

    def relative(self, file: Path) -> str:
        """The path of a file as patterns see it."""
        return relative_to(file, self.directory)


def working_directory() -> Path:
    """The working directory; the root if it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)


def relative_to(file: Path, directory: Path) -> str:
    """The path from a directory to a file, with slashes."""
    path = os.path.abspath(file)  # noqa: PTH100  # because resolve() follows links, and patterns are about names
    try:
        return Path(os.path.relpath(path, directory)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(path).as_posix()


class Configurations:
    """Finds the configuration of each file: the nearest one in its directory or in those above it."""

    def __init__(self) -> None:
        self._found: dict[Path, Configuration] = {}

    def of(self, directory: Path) -> Configuration:
        """Return the configuration for the files of a directory.

        In one directory, ``batchmodels.toml`` takes precedence over ``pyproject.toml``, which counts only if it has
        ``[tool.batchmodels]``.

        Raises:
            ConfigurationError: The file has a mistake.
        """
        start = Path(os.path.abspath(directory))  # noqa: PTH100  # because resolve() follows links
        visited: list[Path] = []
        found = Configuration(directory=start)
        for each in (start, *start.parents):
            if each in self._found:
                found = self._found[each]
                break
            visited.append(each)
            own = _found_in(each)
            if own is not None:
                found = own
                break
        self._found.update(dict.fromkeys(visited, found))
        return found


def _found_in(directory: Path) -> Configuration | None:
    own = directory / OWN_FILE
    if own.is_file():
        return read_configuration(own)
    project = directory / PYPROJECT
    return read_configuration(project, optional=True) if project.is_file() else None


def read_configuration(file: Path, *, optional: bool = False) -> Configuration | None:
    """Read a configuration file.

    Args:
        file: The file. A ``pyproject.toml`` has the settings in ``[tool.batchmodels]``, any other file at the top.
        optional: Whether the file may have no settings, and may be invalid as far as they aren't concerned.

    Returns:
        The settings; None for a ``pyproject.toml`` without ``[tool.batchmodels]`` if they are optional.

    Raises:
        ConfigurationError: It can't be read, has an unknown key or a wrong value.
    """
    name = shown_file(file)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(name, 0, reason(error)) from None
    except UnicodeDecodeError:
        raise ConfigurationError(name, 0, "expected UTF-8, got something else") from None
    try:
        content: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if optional and "tool.batchmodels" not in text:
            return None
        raise ConfigurationError(name, *_broken(str(error), text)) from None
    prefix: tuple[str, ...] = ()
    if file.name == PYPROJECT:
        prefix = ("tool", "batchmodels")
        tools = content.get("tool")
        content = tools.get("batchmodels") if isinstance(tools, dict) else None
        if content is None and optional:
            return None
        content = {} if content is None else content
    return _Reader(name, text, prefix).read(content, file.parent)


def shown_file(file: Path) -> str:
    """The name of a configuration file for messages: relative where it is in the working directory."""
    try:
        here = Path.cwd()
    except OSError:  # the working directory is gone
        return str(file)
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


def _broken(message: str, text: str) -> tuple[int, str]:
    """The line and the sentence of an error of the parser, without what it quotes of the text."""
    before, mark, place = message.partition(" (at ")
    line = int("".join(filter(str.isdigit, place.partition(",")[0])) or 0)
    line = line or (len(text.splitlines()) if mark else 0)
    return line, f"not valid TOML: {cut(mask_text(before[:1].lower() + before[1:]), 100)}"


def _kind(value: Any) -> str:
    """Name the type of a value of TOML."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "a boolean"),
        (str, "a string"),
        (int, "an integer"),
        (float, "a float"),
        (list, "an array"),
        (dict, "a table"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "a date or time")


class _Reader:
    """Reads the settings of one file."""

    def __init__(self, name: str, text: str, prefix: tuple[str, ...]) -> None:
        self.name = name
        self.text = text
        self.prefix = prefix

    def read(self, content: Any, directory: Path) -> Configuration:
        if not isinstance(content, dict):
            raise self._error((), f"expected a table, got {_kind(content)}")
        values: dict[str, Any] = {"directory": Path(os.path.abspath(directory))}  # noqa: PTH100  # because resolve() follows links
        readers: dict[str, Callable[[tuple[str, ...], Any], Any]] = {
            "select": self._rules,
            "ignore": self._rules,
            "per-file-ignores": self._table(self._rules),
            "severity": self._severity,
            "api-version": self._version,
            "types": self._table(self._model),
            "parameters": self._table(lambda _, value: value),
            "exclude": self._texts,
        }
        for key, value in content.items():
            if key not in readers:
                meant = nearest(key, readers)
                hint = f"did you mean {meant}?" if meant else f"the keys are {', '.join(readers)}."
                raise self._error((key,), f"unknown key {cut(key)!r}; {hint}")
            values[key.replace("-", "_")] = readers[key]((key,), value)
        return Configuration(**values)

    def _error(self, keys: tuple[str, ...], message: str) -> ConfigurationError:
        return ConfigurationError(self.name, line_of(self.text, (*self.prefix, *keys)), message)

    def _expected(self, keys: tuple[str, ...], what: str, value: Any) -> ConfigurationError:
        came = repr(cut(mask_text(value))) if isinstance(value, str) else _kind(value)
        return self._error(keys, f"{'.'.join(keys)}: expected {what}, got {came}")

    def _texts(self, keys: tuple[str, ...], value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._expected(keys, "an array of strings", value)
        for each in value:
            if not isinstance(each, str):
                raise self._expected(keys, "an array of strings with nothing else in it", each)
        return tuple(value)

    def _rules(self, keys: tuple[str, ...], value: Any) -> tuple[str, ...]:
        words = self._texts(keys, value)
        rules = ignorable_rules() if words else []
        for word in words:
            try:
                matching(word, rules)
            except ValueError as error:
                raise self._error(keys, f"{'.'.join(keys)}: {error}") from None
        return words

    def _table(self, read: Callable[[tuple[str, ...], Any], Any]) -> Callable[[tuple[str, ...], Any], Any]:
        def read_table(keys: tuple[str, ...], value: Any) -> tuple[tuple[str, Any], ...]:
            if not isinstance(value, dict):
                raise self._expected(keys, "a table", value)
            return tuple((key, read((*keys, key), member)) for key, member in value.items())

        return read_table

    def _severity(self, keys: tuple[str, ...], value: Any) -> Severity:
        names = [severity.value for severity in Severity]
        if not isinstance(value, str) or value not in names:
            raise self._expected(keys, ", ".join(names[:-1]) + f" or {names[-1]}", value)
        return Severity(value)

    def _version(self, keys: tuple[str, ...], value: Any) -> str:
        version = full_version(value) if isinstance(value, str) else None
        if version not in API_VERSIONS:
            raise self._expected(keys, f"an API version such as {API_VERSIONS[-1]}", value)
        return str(version)

    def _model(self, keys: tuple[str, ...], value: Any) -> str:
        try:
            model_named(value if isinstance(value, str) else "")
        except KeyError:
            raise self._expected(keys, "the name of a model, for example StartTask", value) from None
        return str(value)
