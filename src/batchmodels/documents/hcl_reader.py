"""Parse Terraform's configuration files, with the position of every value.

The resources are put into the form of ``terraform show -json``. What isn't a literal value is unknown: a reference, a function
call, a text with an interpolation.
"""

from __future__ import annotations

import re
from typing import Any

from ..paths import MAX_DEPTH
from .errors import MalformedTextError, too_deep
from .positions import Node, ParsedText

_HEREDOC = re.compile(r"<<-?[^\r\n]*\r?\n")
_INTERPOLATED = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_COMMENT = "new_line_or_comment"
_LABELS = 2  # of a resource: its type and its name


def read_hcl(text: str) -> ParsedText:
    """Parse a configuration file of Terraform's.

    Raises:
        MalformedTextError: It isn't valid, or python-hcl2 isn't installed.
    """
    try:
        import hcl2  # noqa: PLC0415  # because only the extra terraform has it
        from lark.exceptions import UnexpectedInput  # noqa: PLC0415  # because of the same
    except ImportError:
        raise MalformedTextError("reading a file of Terraform needs python-hcl2; install batchmodels[terraform]") from None
    parse: Any = hcl2.parses_to_tree
    try:
        tree = parse(text if text.endswith("\n") else f"{text}\n")
    except UnexpectedInput as error:
        at = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
        at = min(at, len(text))
        raise MalformedTextError("this isn't valid in a file of Terraform", at, min(at + 1, len(text))) from None
    except RecursionError:
        raise too_deep() from None
    return _Reader(text).read(tree)


class _Reader:
    """Makes values and nodes of a syntax tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text)

    def read(self, tree: Any) -> ParsedText:
        """Return the resources of a file."""
        found: list[Any] = []
        changes: list[Any] = []
        nodes = Node(0, self.end, {})
        for block in _children(tree.children[0], "block"):
            labels = self._labels(block)
            if labels[:1] != ["resource"] or len(labels) != _LABELS + 1:
                continue
            values, unknown, node = self._body(_children(block, "body")[0], 0)
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
        return ParsedText(content, Node(0, self.end, {"planned_values": Node(0, self.end, {"root_module": module})}), [])

    def _labels(self, block: Any) -> list[str]:
        """Return the type of a block and its labels."""
        labels = [each for each in block.children if getattr(each, "data", None) in {"identifier", "string"}]
        return [self.text[each.meta.start_pos : each.meta.end_pos].strip('"') for each in labels]

    def _body(self, body: Any, depth: int) -> tuple[dict[str, Any], dict[str, Any], Node]:
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
                values[key], later, nodes[key] = self._value(expression, depth + 1)
                nodes[key].key = (name.meta.start_pos, name.meta.end_pos)
                if later:
                    unknown[key] = later
            elif kind == "block":
                self._block(each, values, unknown, nodes, depth)
        return values, unknown, Node(getattr(body.meta, "start_pos", 0), getattr(body.meta, "end_pos", 0), nodes)

    def _block(
        self, block: Any, values: dict[str, Any], unknown: dict[str, Any], nodes: dict[str | int, Node], depth: int
    ) -> None:
        key, *labels = self._labels(block)
        if key == "dynamic" and labels:
            values[labels[0]], unknown[labels[0]] = None, True
            return
        if unknown.get(key) is True:
            return
        inner, later, node = self._body(_children(block, "body")[0], depth + 1)
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
        """Return the value of an expression, true or a tree if it isn't known, and its node."""
        start, end = tree.meta.start_pos, tree.meta.end_pos
        node = Node(start, end)
        if depth > MAX_DEPTH:
            raise too_deep(start, start + 1)
        while tree.data == "expr_term" and len(tree.children) == 1:
            tree = tree.children[0]
        written = self.text[start:end].strip()
        kind = str(tree.data)
        if kind == "string":
            return *self._quoted(written[1:-1]), node
        if kind in {"heredoc_template", "heredoc_template_trim"}:
            node.end = start + len(self.text[start:end].rstrip())
            return *self._heredoc(self.text[start:end], trim=kind.endswith("trim")), node
        if kind == "tuple":
            found = [self._value(each, depth + 1) for each in tree.children if getattr(each, "data", _COMMENT) != _COMMENT]
            node.members = {index: each[2] for index, each in enumerate(found)}
            return [each[0] for each in found], any(each[1] for each in found), node
        if kind == "object":
            return self._object(tree, node, depth)
        if written in {"true", "false", "null"}:
            return {"true": True, "false": False, "null": None}[written], False, node
        if re.fullmatch(r"-?\d{1,18}", written):
            return int(written), False, node
        return (float(written), False, node) if re.fullmatch(r"-?\d{1,18}\.\d{1,18}", written) else (None, True, node)

    def _object(self, tree: Any, node: Node, depth: int) -> tuple[Any, Any, Node]:
        values: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        node.members = {}
        for element in _children(tree, "object_elem"):
            name, expression = element.children[0], element.children[-1]
            written = self.text[name.meta.start_pos : name.meta.end_pos].strip()
            if not re.fullmatch(r'[\w-]+|"[^"$%\\]*"', written):
                return None, True, Node(node.start, node.end)  # a computed name
            key = written.strip('"')
            value, later, inner = self._value(expression, depth + 1)
            inner.key = (name.meta.start_pos, name.meta.start_pos + len(written))
            node.members[key] = inner
            if later:
                unknown[key] = later
            values[key] = value
        return values, unknown, node

    def _quoted(self, text: str) -> tuple[str | None, bool]:
        """Return the value of a text in quotes, and whether it isn't known."""
        if _INTERPOLATED.search(text):
            return None, True
        return _unescaped(_ESCAPE.sub(_escaped, text)), False

    def _heredoc(self, text: str, *, trim: bool) -> tuple[str | None, bool]:
        """Return the value of a here-document, and whether it isn't known."""
        if _INTERPOLATED.search(text):
            return None, True
        lines = _HEREDOC.sub("", text, count=1).rstrip().splitlines()[:-1]
        if trim:
            indents = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
            lines = [line[min(indents, default=0) :] for line in lines]
        return _unescaped("".join(f"{line}\n" for line in lines)), False


def _children(tree: Any, kind: str) -> list[Any]:
    return [each for each in tree.children if getattr(each, "data", None) == kind]


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _LETTERS.get(found[3], found[3])


def _unescaped(text: str) -> str:
    """Return a text with ``${`` for ``$${``, and ``%{`` for ``%%{``."""
    return text.replace("$${", "${").replace("%%{", "%{")
