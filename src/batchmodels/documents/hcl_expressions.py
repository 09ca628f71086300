"""Evaluate the expressions of Terraform's configuration: texts, operators, functions, and names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from ..secrets.masking import cut, mask_text
from .expressions.arguments import boolean, number
from .expressions.text_functions import equal
from .expressions.values import TOO_DEEP, ExpressionError, Unknown, UnknownValueError, Value, first_unknown
from .hcl_functions import call, written
from .hcl_names import Names
from .hcl_texts import Interpolation, has_marks, heredoc_text, parts_of

_LEVELS = 60
_NUMBER = re.compile(r"-?\d{1,18}")
_FRACTION = re.compile(r"-?\d{1,18}\.\d{1,18}")
_REFERENCE = re.compile(r'[A-Za-z_][\w.\[\]"*-]*')
_LITERALS = {"true": True, "false": False, "null": None}


def evaluated(tree: Any, text: str, names: Names) -> Value:
    """Return the value of an expression; `Unknown` if it isn't known, or if it can't be evaluated.

    Args:
        tree: Its syntax tree.
        text: The text that the tree is of.
        names: The names that it refers to.
    """
    try:
        names.budget.spend(1)
        if isinstance(tree, JsonValue):
            return json_value(tree.value, names)
        return _Evaluation(text, names).value(tree)
    except UnknownValueError as error:
        return error.unknown
    except ExpressionError as error:
        return Unknown(error.message)
    except RecursionError:
        return TOO_DEEP


class JsonValue(msgspec.Struct, frozen=True):
    """A value in a configuration in JSON, where texts are templates."""

    value: Any


def json_value(value: Any, names: Names) -> Value:
    """Return a value of a configuration in JSON with its texts evaluated; what isn't known is an `Unknown` in it."""
    if isinstance(value, str):
        if not has_marks(value):
            return value
        try:
            return from_template(value, names, quoted=False)
        except UnknownValueError as error:
            return error.unknown
        except ExpressionError as error:
            return Unknown(error.message)
    if isinstance(value, list):
        return [json_value(each, names) for each in value]
    return {key: json_value(each, names) for key, each in value.items()} if isinstance(value, dict) else value


class _Evaluation:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names

    def value(self, tree: Any) -> Value:
        """Return a value, which may have unknown ones inside.

        Raises:
            UnknownValueError: It isn't known.
            ExpressionError: It can't be evaluated.
        """
        self.names.budget.spend(1)
        if self.names.level > _LEVELS:
            raise UnknownValueError(TOO_DEEP)
        self.names.level += 1
        try:
            return self._value(tree)
        finally:
            self.names.level -= 1

    def _value(self, tree: Any) -> Value:
        kind = str(tree.data)
        inner = [each for each in tree.children if hasattr(each, "data") and str(each.data) != "new_line_or_comment"]
        if kind == "expr_term" and len(inner) == 1:
            return self._value(inner[0])
        run = _KINDS.get(kind)
        if run is not None:
            return run(self, tree, inner)
        source = self._source(tree)
        if source in _LITERALS:
            return _LITERALS[source]
        if _NUMBER.fullmatch(source):
            return int(source)
        if _FRACTION.fullmatch(source):
            return float(source)
        raise UnknownValueError(Unknown(_reason(source)))

    def _source(self, tree: Any) -> str:
        return self.text[tree.meta.start_pos : tree.meta.end_pos].strip()

    def known(self, tree: Any) -> Value:
        """Return a value all of which is known."""
        value = self.value(tree)
        unknown = first_unknown(value, self.names.budget)
        if unknown is not None:
            raise UnknownValueError(unknown)
        return value

    def string(self, tree: Any, _inner: list[Any]) -> Value:
        """Return the value of a text in quotes."""
        return from_template(self._source(tree)[1:-1], self.names, quoted=True)

    def heredoc(self, tree: Any, _inner: list[Any]) -> Value:
        """Return the value of a here-document."""
        return from_template(heredoc_text(self._source(tree)), self.names, quoted=False)

    def tuple(self, _tree: Any, inner: list[Any]) -> Value:
        """Return the value of a list."""
        return [self._part(each) for each in inner]

    def object(self, tree: Any, _inner: list[Any]) -> Value:
        """Return the value of an object."""
        members: dict[str, Value] = {}
        for element in tree.find_data("object_elem") if tree.children else ():
            if element not in tree.children:
                continue
            key, value = element.children[0], element.children[-1]
            name = self._source(key)
            if not re.fullmatch(r"[\w-]+", name):
                name = written(self.known(key.children[0] if key.data == "object_elem_key" else key))
            members[name] = self._part(value)
        return members

    def _part(self, tree: Any) -> Value:
        try:
            return self.value(tree)
        except UnknownValueError as error:
            return error.unknown
        except ExpressionError as error:
            return Unknown(error.message)

    def attribute(self, tree: Any, inner: list[Any]) -> Value:
        """Return a member of a value; ``var.x`` and ``local.x`` are names."""
        root = self._source(inner[0])
        key = self._source(inner[-1]).lstrip(".").strip()
        if root in ("var", "local"):
            return _some(self.names.value(root, key))
        if _REFERENCE.fullmatch(root) and not root.startswith(("var.", "local.")):
            raise UnknownValueError(Unknown(_reason(self._source(tree))))
        return self._member(self.value(inner[0]), int(key) if key.isdigit() else key)

    def index(self, _tree: Any, inner: list[Any]) -> Value:
        """Return an element of a list or a member of an object."""
        expressions = [each for each in inner[-1].children if hasattr(each, "data")]
        key = self.known(expressions[0]) if expressions else int(re.sub(r"\D", "", self._source(inner[-1])) or 0)
        return self._member(self.value(inner[0]), key)

    def _member(self, whole: Value, key: Value) -> Value:
        if isinstance(whole, dict) and isinstance(key, str) and key in whole:
            return _some(whole[key])
        if isinstance(whole, list) and isinstance(key, int) and 0 <= key < len(whole):
            return _some(whole[key])
        _some(whole)
        raise ExpressionError(f"there is no {cut(mask_text(str(key)))} in the value")

    def call(self, tree: Any, inner: list[Any]) -> Value:
        """Return the value of a function call."""
        name = self._source(inner[0])
        arguments = [each for part in inner[1:] for each in part.children if hasattr(each, "data")]
        arguments = [each for each in arguments if str(each.data) != "new_line_or_comment"]
        if "..." in [str(each) for part in inner[1:] for each in part.children]:
            raise UnknownValueError(Unknown(_reason(self._source(tree))))
        if name in _FILES:
            raise UnknownValueError(Unknown(f"{name} reads another file"))
        return call(name, [self.known(each) for each in arguments], self.names.budget)

    def conditional(self, _tree: Any, inner: list[Any]) -> Value:
        """Return the value of the alternative that the condition chooses."""
        condition, yes, no = inner
        return self.value(yes if boolean(self.known(condition)) else no)

    def binary(self, _tree: Any, inner: list[Any]) -> Value:
        """Return the result of an operator with two operands."""
        first, term = inner[:2]
        parts = [each for each in term.children if hasattr(each, "data") and str(each.data) != "new_line_or_comment"]
        operator, second = self._source(parts[0]), parts[-1]
        left = self.known(first)
        if operator in ("&&", "||") and boolean(left) is (operator == "||"):
            return left
        right = self.known(second)
        if operator in ("&&", "||"):
            return boolean(right)
        if operator in ("==", "!="):
            return equal(left, right) is (operator == "==")
        return _computed(operator, number(left), number(right))

    def unary(self, tree: Any, inner: list[Any]) -> Value:
        """Return the result of an operator with one operand."""
        value = self.known(inner[-1])
        return not boolean(value) if self._source(tree).startswith("!") else -number(value)


_FILES = frozenset(
    ("file", "filebase64", "fileset", "templatefile", "filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256")
)

_KINDS: dict[str, Callable[[_Evaluation, Any, list[Any]], Value]] = {
    "binary_op": _Evaluation.binary,
    "conditional": _Evaluation.conditional,
    "function_call": _Evaluation.call,
    "get_attr_expr_term": _Evaluation.attribute,
    "heredoc_template": _Evaluation.heredoc,
    "heredoc_template_trim": _Evaluation.heredoc,
    "index_expr_term": _Evaluation.index,
    "object": _Evaluation.object,
    "string": _Evaluation.string,
    "tuple": _Evaluation.tuple,
    "unary_op": _Evaluation.unary,
}


def _computed(operator: str, left: int, right: int) -> Value:
    if operator in _COMPARED:
        return _COMPARED[operator](left, right)
    if operator in ("/", "%") and right == 0:
        raise ExpressionError("a division by zero")
    if operator == "/" and left % right:
        raise UnknownValueError(Unknown("this division isn't evaluated here"))
    if operator == "%" and (left < 0 or right < 0):
        raise UnknownValueError(Unknown("this remainder isn't evaluated here"))
    return _ARITHMETIC[operator](left, right)


_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "%": lambda left, right: left % right,
    "*": lambda left, right: left * right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "/": lambda left, right: left // right,
}


def _some(value: Value) -> Value:
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    return value


def _reason(source: str) -> str:
    shown = cut(mask_text(" ".join(source.split())))
    if _REFERENCE.fullmatch(source):
        return f"{shown} is known only when Terraform applies the configuration"
    return f"the expression isn't evaluated here: {shown}"


def from_template(text: str, names: Names, *, quoted: bool) -> Value:
    """Return the value of a text with ``${…}`` in it. A text that is one interpolation has the value of that.

    Raises:
        UnknownValueError: It isn't known.
        ExpressionError: It can't be evaluated.
    """
    parts = [
        _interpolated(part.expression, names) if isinstance(part, Interpolation) else part
        for part in parts_of(text, quoted=quoted)
    ]
    if len(parts) == 1:
        return parts[0]
    texts = [written(each) for each in parts]
    names.budget.spend(sum(map(len, texts)))
    return "".join(texts)


def _interpolated(expression: str, names: Names) -> Value:
    tree = names.parse(f"({expression})")
    if tree is None:
        raise ExpressionError("the interpolation isn't valid")
    value = _some(evaluated(tree, f"x = ({expression})\n", names))
    unknown = first_unknown(value, names.budget)
    if unknown is not None:
        raise UnknownValueError(unknown)
    return value
