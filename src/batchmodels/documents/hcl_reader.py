"""Parse Terraform's configuration files, with the position of every value.

The resources are put into the form of ``terraform show -json``. A value that isn't known is an `Unknown` in ``after_unknown``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..paths import MAX_DEPTH, Steps
from ..rules.finding import Finding
from .errors import MalformedTextError, too_deep
from .expressions.scope import Given
from .expressions.values import Budget, Unknown, Value, first_unknown
from .hcl_expressions import evaluated
from .hcl_names import Names
from .json_reader import duplicate_key
from .positions import Node, ParsedText
from .terraform_names import holds_secrets

_COMMENT = "new_line_or_comment"
_LABELS = 2  # of a resource: its type and its name
_LEAST, _PER_CHARACTER = 1_000_000, 4  # of the work for a file
_ENDS = ("heredoc_template", "heredoc_template_trim")
_DYNAMIC = Unknown("a dynamic block makes it")


def read_hcl(text: str, given: Mapping[str, Given] | None = None) -> ParsedText:
    """Parse a configuration file of Terraform's.

    Args:
        text: The text.
        given: The values that its variables are given, by their names in lower case.

    Raises:
        MalformedTextError: It isn't valid, or python-hcl2 isn't installed.
    """
    tree = _parsed(text)
    return _Reader(text, names_of(text, tree, given or {})).read(tree)


def read_tfvars(text: str) -> dict[str, Value]:
    """Return the values in a file of variables, ``terraform.tfvars``; those that aren't literal are `Unknown`.

    Raises:
        MalformedTextError: It isn't valid, or python-hcl2 isn't installed.
    """
    tree = _parsed(text)
    names = names_of(text, tree, {})
    return {
        _written(text, each.children[0]): evaluated(each.children[-1], text, names) for each in _attributes(tree.children[0])
    }


def read_defaults(text: str) -> dict[str, Value]:
    """Return the default values of the variables that a file declares, ``variables.tf``.

    Raises:
        MalformedTextError: It isn't valid, or python-hcl2 isn't installed.
    """
    tree = _parsed(text)
    names = names_of(text, tree, {})
    return {name: names.value("var", name) for name in names.declared()}


def names_of(text: str, tree: Any, given: Mapping[str, Given]) -> Names:
    """Return the variables and local values of a file."""
    names = Names(parsed_expression, evaluated, Budget(_LEAST + _PER_CHARACTER * len(text)), given)
    for block in _children(tree.children[0], "block"):
        kind, *labels = _labels(text, block)
        body = _children(block, "body")
        attributes = {_written(text, each.children[0]): each.children[-1] for each in _attributes(body[0])} if body else {}
        if kind == "locals":
            for name, value in attributes.items():
                names.declare("local", name, text, value)
        elif kind == "variable" and len(labels) == 1:
            names.declare("var", labels[0], text, attributes.get("default"))
            if "type" in attributes:
                names.constrain(labels[0], _written(text, attributes["type"]).strip('"'))
            if "sensitive" in attributes and _written(text, attributes["sensitive"]) == "true":
                names.hide(labels[0])
    return names


_NEEDS_HCL2 = (
    "reading a file of Terraform needs python-hcl2; run pip install python-hcl2, or read a plan instead: "
    "terraform plan -out plan && terraform show -json plan > plan.json"
)


def _parsed(text: str) -> Any:
    """Return the syntax tree of a file."""
    try:
        import hcl2  # noqa: PLC0415  # because only the extra terraform has it
        from lark.exceptions import UnexpectedInput  # noqa: PLC0415  # because of the same
    except ImportError:
        raise MalformedTextError(_NEEDS_HCL2) from None
    parse: Any = hcl2.parses_to_tree
    try:
        return parse(text if text.endswith("\n") else f"{text}\n")
    except UnexpectedInput as error:
        at = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
        at = min(at, len(text))
        raise MalformedTextError("this isn't valid in a file of Terraform", at, min(at + 1, len(text))) from None
    except RecursionError:
        raise too_deep() from None


def parsed_expression(expression: str) -> Any:
    """Return the syntax tree of an expression, which is read as that of ``x = …``; None if it isn't valid."""
    try:
        return _parsed(f"x = {expression}\n").children[0].children[0].children[-1]
    except (MalformedTextError, IndexError):
        return None


def _written(text: str, tree: Any) -> str:
    return text[tree.meta.start_pos : tree.meta.end_pos].strip()


def _attributes(body: Any) -> list[Any]:
    return _children(body, "attribute")


def _labels(text: str, block: Any) -> list[str]:
    """Return the type of a block and its labels."""
    labels = [each for each in block.children if getattr(each, "data", None) in {"identifier", "string"}]
    return [text[each.meta.start_pos : each.meta.end_pos].strip('"') for each in labels]


class _Reader:
    """Makes values and nodes of a syntax tree."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.end = len(text)
        self.findings: list[Finding] = []

    def read(self, tree: Any) -> ParsedText:
        """Return the resources of a file."""
        found: list[Any] = []
        changes: list[Any] = []
        nodes = Node(0, self.end, {})
        for block in _children(tree.children[0], "block"):
            labels = _labels(self.text, block)
            if labels[:1] != ["resource"] or len(labels) != _LABELS + 1:
                continue
            path = ("planned_values", "root_module", "resources", len(found), "values")
            values, unknown, node = self._body(_children(block, "body")[0], 0, path)
            node.start, node.end = block.meta.start_pos, block.meta.end_pos
            address = f"{labels[1]}.{labels[2]}"
            key = (block.meta.start_pos, block.meta.start_pos + len("resource"))
            nodes.members = nodes.members or {}
            nodes.members[len(found)] = Node(node.start, node.end, {"values": node}, key)
            node.key = key
            found.append({"address": address, "mode": "managed", "type": labels[1], "name": labels[2], "values": values})
            changes.append({"address": address, "change": {"after_unknown": unknown}})
        content = {
            "format_version": "",
            "planned_values": {"root_module": {"resources": found}},
            "resource_changes": changes,
        }
        module = Node(0, self.end, {"resources": nodes})
        root = Node(0, self.end, {"planned_values": Node(0, self.end, {"root_module": module})})
        return ParsedText(content, root, self.findings)

    def _body(self, body: Any, depth: int, path: Steps) -> tuple[dict[str, Any], dict[str, Any], Node]:
        """Return the values of a body, those that aren't known, and its node."""
        if depth > MAX_DEPTH:
            raise too_deep()
        values: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        nodes: dict[str | int, Node] = {}
        for each in body.children:
            kind = getattr(each, "data", None)
            if kind == "attribute":
                name, expression = each.children[0], each.children[-1]
                key = self.text[name.meta.start_pos : name.meta.end_pos]
                expression = _encoded(self.text, expression) if key == "body" else expression
                earlier = nodes.get(key)
                with self.names.placing_secrets(holds_secrets(key)):
                    values[key], later, nodes[key] = self._value(expression, depth + 1)
                nodes[key].key = (name.meta.start_pos, name.meta.end_pos)
                if earlier is not None:
                    nodes[key].earlier = earlier
                    self.findings.append(duplicate_key((*path, key), key))
                if later:
                    unknown[key] = later
            elif kind == "block":
                self._block(each, values, unknown, nodes, depth, path)
        return values, unknown, Node(getattr(body.meta, "start_pos", 0), getattr(body.meta, "end_pos", 0), nodes)

    def _block(
        self,
        block: Any,
        values: dict[str, Any],
        unknown: dict[str, Any],
        nodes: dict[str | int, Node],
        depth: int,
        path: Steps,
    ) -> None:
        key, *labels = _labels(self.text, block)
        if key == "dynamic" and labels:
            values[labels[0]], unknown[labels[0]] = None, _DYNAMIC
            return
        if isinstance(unknown.get(key), Unknown):
            return
        place = (*path, key, len(values.get(key) or []))
        inner, later, node = self._body(_children(block, "body")[0], depth + 1, place)
        name = block.children[0]
        node.start, node.end = block.meta.start_pos, block.meta.end_pos  # an empty body has no place
        node.key = (name.meta.start_pos, name.meta.end_pos)
        around = nodes.setdefault(key, Node(block.meta.start_pos, block.meta.end_pos, {}, node.key))
        index = len(values.setdefault(key, []))
        values[key].append(inner)
        unknown.setdefault(key, []).append(later)
        around.members = around.members or {}
        around.members[index] = node

    def _value(self, tree: Any, depth: int) -> tuple[Any, Any, Node]:
        """Return the value of an expression, what isn't known of it, and its node."""
        node = self._node(tree, depth)
        value, later = without_unknown(evaluated(tree, self.text, self.names), self.names.budget)
        return value, later, node

    def _node(self, tree: Any, depth: int) -> Node:
        start, end = tree.meta.start_pos, tree.meta.end_pos
        node = Node(start, end)
        if depth > MAX_DEPTH:
            raise too_deep(start, start + 1)
        while tree.data == "expr_term" and len(tree.children) == 1:
            tree = tree.children[0]
        if tree.data in _ENDS:
            node.end = start + len(self.text[start:end].rstrip())
        elif tree.data == "tuple":
            elements = [each for each in tree.children if getattr(each, "data", _COMMENT) != _COMMENT]
            node.members = {index: self._node(each, depth + 1) for index, each in enumerate(elements)}
        elif tree.data == "object":
            node.members = {}
            for element in _children(tree, "object_elem"):
                name, expression = element.children[0], element.children[-1]
                written = _written(self.text, name)
                inner = node.members[written.strip('"')] = self._node(expression, depth + 1)
                inner.key = (name.meta.start_pos, name.meta.start_pos + len(written))
        return node


def without_unknown(value: Value, budget: Budget) -> tuple[Any, Any]:
    """Return a value without what isn't known of it, and that: an `Unknown`, or an object of it; None if all is known."""
    if isinstance(value, Unknown):
        return None, value
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):  # the blocks of a JSON configuration
        pairs = [without_unknown(each, budget) for each in value]
        return [known for known, _ in pairs], [unknown for _, unknown in pairs] if any(each for _, each in pairs) else None
    if isinstance(value, list):
        unknown = first_unknown(value, budget)
        return (value, None) if unknown is None else (None, unknown)
    if isinstance(value, dict):
        parts = {key: without_unknown(each, budget) for key, each in value.items()}
        later = {key: unknown for key, (_, unknown) in parts.items() if unknown}
        return {key: known for key, (known, _) in parts.items()}, later or None
    return value, None


def _encoded(text: str, tree: Any) -> Any:
    """Return what ``jsonencode`` in an expression encodes, so that its members have places; otherwise the expression."""
    call = tree.children[0] if len(tree.children) == 1 else tree
    if getattr(call, "data", None) != "function_call" or _written(text, call.children[0]) != "jsonencode":
        return tree
    arguments = [
        each for found in _children(call, "arguments") for each in found.children if getattr(each, "data", "") == "expr_term"
    ]
    return arguments[0] if len(arguments) == 1 else tree


def _children(tree: Any, kind: str) -> list[Any]:
    return [each for each in tree.children if getattr(each, "data", None) == kind]
