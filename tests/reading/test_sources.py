"""Reading JSON and YAML files: content, positions, and messages about unreadable files."""

from __future__ import annotations

import contextlib
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from batchmodels.documents import Position, UnreadableError, json_reader, yaml_reader
from batchmodels.documents.source import Source, read_source


def read(file: str, text: str | bytes) -> Source:
    return read_source(file, text if isinstance(text, bytes) else text.encode())


def refusal(file: str, text: str | bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(file, text)
    return str(caught.value)


def start(source: Source, *path: str | int) -> tuple[int, int]:
    return source.position(path)[:2]


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


def paths(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    members = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, member in members:
        found += paths(member, (*path, key))
    return found


def at(content: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        content = content[step]
    return content


def cut_out(source: Source, position: Position) -> str:
    """Return the text at a position, counting lines as editors do."""
    lines = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[position.line - 1 : position.end_line]
    lines[-1] = lines[-1][: position.end_column - 1]
    lines[0] = lines[0][position.column - 1 :]
    return "\n".join(lines)


class TestPositions:
    @given(DOCUMENTS, st.sampled_from([None, 0, 2, "\t"]), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
    def test_of_json(self, content: Any, indent: Any, ascii_only: bool, line_break: str) -> None:
        text = json.dumps(content, indent=indent, ensure_ascii=ascii_only).replace("\n", line_break)
        source = read("x.json", text)
        assert source.content == content
        for path in paths(content):
            shown = cut_out(source, source.position(path))
            value = at(content, path)
            if not isinstance(value, (dict, list)):
                assert json.loads(shown) == value
            elif path and isinstance(path[-1], str):
                assert json.loads(shown) == path[-1]
            else:
                assert text.replace(line_break, "\n").find(shown) >= 0
                assert shown[0] in "{["

    @given(st.dictionaries(TEXTS, DOCUMENTS, min_size=1, max_size=4), st.booleans(), st.booleans())
    def test_of_yaml(self, content: Any, flow: bool, ascii_only: bool) -> None:
        text = yaml.safe_dump(content, default_flow_style=flow, allow_unicode=not ascii_only, sort_keys=False, width=10_000)
        assume(yaml.safe_load(text) == content)  # PyYAML doesn't write all that it reads
        source = read("x.yaml", text)
        assert source.content == content
        assert source.findings == []
        for path in paths(content):
            shown = cut_out(source, source.position(path))
            value = at(content, path)
            if not isinstance(value, (dict, list)):
                assert yaml.safe_load(shown) == value
                trap = source.unquoted(path)
                assert isinstance(value, str) == (trap is None)
                assert trap is None or yaml.safe_load(trap) == value
            elif path and isinstance(path[-1], str):
                assert yaml.safe_load(shown.removeprefix("? ")) == path[-1]

    @given(DOCUMENTS)
    def test_the_parser_in_python_gives_the_same(self, content: Any) -> None:
        text = yaml.safe_dump(content, allow_unicode=True)
        loader = yaml_reader._LOADER
        found = []
        for each in (yaml.CSafeLoader, yaml.SafeLoader):
            yaml_reader._LOADER = each
            try:
                source = read("x.yaml", text)
                found.append((source.content, [source.position(path) for path in paths(source.content)]))
            except UnreadableError as error:
                found.append((error.message, []))
        yaml_reader._LOADER = loader
        assert found[0] == found[1]

    def test_a_scalar_an_object_and_what_is_missing(self) -> None:
        source = read("x.json", '{\n  "startTask": {\n    "resourceFiles": [\n      {"httpUrl": "u"}\n    ]\n  }\n}')
        assert source.position(("startTask", "resourceFiles", 0, "httpUrl")) == Position(4, 19, 4, 22)
        assert source.position(("startTask", "resourceFiles", 0, "filePath")) == Position(4, 7, 4, 23)
        assert source.position(("startTask", "resourceFiles")) == Position(3, 5, 3, 20)
        assert source.position(("startTask", "commandLine")) == Position(2, 3, 2, 14)
        assert source.position(("startTask", "resourceFiles", 7, "filePath")) == Position(3, 5, 3, 20)
        assert source.position(("id",)) == source.position(()) == Position(1, 1, 1, 2)

    def test_in_yaml(self) -> None:
        source = read(
            "x.yaml", "startTask:\n  commandLine: >-\n    a\n    b\n\n  resourceFiles:\n  - httpUrl: u  # c\n    x: [1,\n 2]\n"
        )
        assert source.position(("startTask", "commandLine")) == Position(2, 16, 4, 6)
        assert source.position(("startTask", "resourceFiles", 0)) == Position(7, 5, 7, 20)
        assert source.position(("startTask", "resourceFiles", 0, "filePath")) == Position(7, 5, 7, 20)
        assert source.position(("startTask", "resourceFiles", 0, "x", 1)) == Position(9, 2, 9, 3)
        assert source.position(("startTask",)) == Position(1, 1, 1, 10)

    def test_a_byte_order_mark_is_not_a_column(self) -> None:
        assert start(read("x.json", b"\xef\xbb\xbf" + b'{"a": 1}'), "a") == (1, 7)
        assert start(read("x.yaml", b"\xef\xbb\xbf" + b"a: 1"), "a") == (1, 4)
        for encoding in ("utf-16", "utf-8-sig"):
            assert start(read("x.json", '\r\n{"ä😀": 1}'.encode(encoding)), "ä😀") == (2, 8)


class TestWhichOfTheTwo:
    @pytest.mark.parametrize(
        ("file", "text", "is_yaml"),
        [
            ("x.json", '{"a": 1}', False),
            ("x.JSON", '{"a": 1}', False),
            ("x.yml", '{"a": 1}', True),
            ("X.YAML", "a: 1", True),
            ("-", ' \n{"a": 1}', False),
            ("-", "a: 1", True),
            ("-", "{a: 1}", True),
            ("start_task", "a: 1", True),
        ],
    )
    def test_by_name_or_content(self, file: str, text: str, is_yaml: bool) -> None:
        source = read(file, text)
        assert (source.content, source.is_yaml) == ({"a": 1}, is_yaml)

    def test_what_looks_like_json_is_not_read_as_yaml(self) -> None:
        assert refusal("-", '{"a": 1 // one\n}') == "-:1:9: JSON has no comments; remove this one"
        assert refusal("-", "{a: 1") == "-:1:2: expected a key in double quotes, got a word without quotes"
        assert refusal("x.json", "a: 1") == "x.json:1:1: expected a JSON value, got a word without quotes"

    def test_json_needs_no_yaml(self) -> None:
        code = (
            "import sys; from batchmodels.documents import source; source.read_source('-', b'{}'); print('yaml' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "False\n"


EMPTY = (
    "expected a start task, a pool or a node, got an empty file; if a command wrote it, see what that command reported, and "
    "run it again"
)


class TestNoJson:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", f"x.json: {EMPTY}"),
            (" \n", f"x.json: {EMPTY}"),
            ('{"a": [1', "x.json:1:9: the JSON is incomplete; something is missing at the end"),
            ('{"a": "x', 'x.json:1:7: this string has no closing "'),
            ('{"a": 1,\n}', "x.json:1:8: JSON has no comma before }; remove it"),
            ("[1,\n2 ,\n]", "x.json:2:3: JSON has no comma before ]; remove it"),
            ('{"a": 1 # one\n}', "x.json:1:9: JSON has no comments; remove this one"),
            ('/* x */ {"a": 1}', "x.json:1:1: JSON has no comments; remove this one"),
            (
                "{'a': 1}",
                "x.json:1:2: expected a key in double quotes, got a single quote; JSON strings use double quotes",
            ),
            ('{"a": True}', "x.json:1:7: expected a JSON value, got True, which JSON writes true"),
            ('{"a": hunter2}', "x.json:1:7: expected a JSON value, got a word without quotes"),
            ('{"a" 1}', "x.json:1:6: expected : after the key, got a number"),
            ('{"a": 1\n "b": 2}', "x.json:2:2: expected a comma, or the end of the list or object, got '\"'"),
            (
                '{"a": "x\ny"}',
                "x.json:1:9: a JSON string can't contain line breaks or control characters; write \\n or \\t instead",
            ),
            (
                '{"a": "C:\\Temp"}',
                'x.json:1:10: invalid escape; in a JSON string, write a backslash as \\\\ and a quotation mark as \\"',
            ),
            ('{"a": "\\u12"}', "x.json:1:9: \\u needs four hexadecimal digits after it"),
            ("{}\n{}", "x.json:2:1: the JSON document ends before this; remove the rest, or make a list of both"),
            ('{"NaN": NaN}', "x.json:1:9: JSON has no number NaN; leave the member out, or write a number"),
            ("[-Infinity]", "x.json:1:2: JSON has no number -Infinity; leave the member out, or write a number"),
            ('{"a": ' + "9" * 5000 + "}", "x.json:1:7: the file contains a number with too many digits"),
            ("[" * 201 + "]" * 201, "x.json:1:201: expected a document of at most 200 levels, got more"),
            ("[" * 100_000, "x.json:1:201: expected a document of at most 200 levels, got more"),
            ('["]", {"a": 1}, ' + "[" * 250 + " x", "x.json:1:216: expected a document of at most 200 levels, got more"),
            ("[" * 250 + "]" * 60 + "[" * 50 + "}", "x.json:1:201: expected a document of at most 200 levels, got more"),
            ("[" * 200 + "x", "x.json:1:201: expected a JSON value, got a word without quotes"),
            ('"' + "[" * 250, 'x.json:1:1: this string has no closing "'),
            (b'{"a":\n "\xff"}', "x.json:2:3: expected UTF-8, got the byte 0xff (invalid start byte)"),
            (b"\xff\xfe{", "x.json:1:1: expected UTF-16, got the byte 0x7b (truncated data)"),
            ("{\x00}", "x.json:1:2: expected a key in double quotes, got '\\x00'"),
        ],
    )
    def test_says_what_and_where(self, text: str | bytes, sentence: str) -> None:
        assert refusal("x.json", text) == sentence

    def test_two_hundred_levels_are_read(self) -> None:
        assert start(read("x.json", "[" * 200 + "]" * 200), *[0] * 199) == (1, 200)

    @pytest.mark.parametrize("file", ["x.json", "x.yaml", "-"])
    @given(st.text(max_size=30) | st.text(st.sampled_from('{}[]:,"\\0a \n/'), max_size=30))
    def test_nothing_else_is_raised(self, file: str, text: str) -> None:
        try:
            source = read(file, text.encode("utf-8", "replace"))
        except UnreadableError as error:
            assert "\n" not in error.message
        else:
            for path in paths(source.content):
                source.position(path)

    @pytest.mark.parametrize("file", ["x.json", "x.yaml", "-"])
    @given(st.binary(max_size=20))
    def test_nor_for_any_bytes(self, file: str, text: bytes) -> None:
        with contextlib.suppress(UnreadableError):
            read(file, text)

    def test_comments_of_arm_templates(self) -> None:
        schema = '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"'
        source = read("x.json", f'{{ // why\n{schema}, /* and\nhow */ "a": "http://x /* */", "b": 1}}')
        assert source.content["a"] == "http://x /* */"
        assert start(source, "b") == (3, 36)
        assert refusal("x.json", f"{{{schema}, # no\n}}") == "x.json:1:96: JSON has no comments; remove this one"

    def test_what_is_not_closed_is_looked_through_once(self) -> None:
        schema = '"$schema": "deploymentTemplate.json"'
        for hostile in ("/* " * 200_000, '\\"' * 200_000, '"' + '\\"' * 200_000):
            assert refusal("x.json", f"{{{schema}, {hostile}").startswith(("x.json:1:39: ", "x.json:1:40: "))

    def test_a_trailing_comma_as_python_3_13_reports_it(self) -> None:
        error = json.JSONDecodeError("Illegal trailing comma before end of object", '{"a": 1,\n}', 7)
        broken = json_reader._broken(error.doc, error)
        assert (broken.message, broken.start, broken.end) == ("JSON has no comma before }; remove it", 7, 8)

    def test_a_duplicate_key(self) -> None:
        source = read("x.json", '{"a": [{"k": 1,\n "\\u006b": 2}]}')
        assert source.content == {"a": [{"k": 2}]}
        [finding] = source.findings
        assert (finding.steps, finding.rule) == (("a", 0, "k"), "document/duplicate")
        assert finding.message == "this key appears twice in this object, and only the last one counts"
        assert finding.fix == "Remove one of the two."
        assert source.position(finding.steps) == Position(2, 12, 2, 13)


class TestYamlTraps:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0644", 420), ("no", False), ("On", True), ("1:30", 90), ("~", None), ("null", None), ("1_000", 1000),
            ("0x10", 16), ("3.10", 3.1), ("2024-01-01", "2024-01-01"), ("2024-01-01 10:00:00", "2024-01-01 10:00:00"),
        ],
    )  # fmt: skip
    def test_what_yaml_reads_as_no_text(self, text: str, value: Any) -> None:
        source = read("x.yaml", f"a:\n- {text} # why\n- '{text}'\n- !!str {text}\n- {text}x\n")
        assert source.content == {"a": [value, text, text, f"{text}x"]}
        assert [source.unquoted(("a", index)) for index in range(5)] == [text, None, None, None, None]
        assert source.unquoted(("a",)) is None
        assert source.unquoted(("b",)) is None

    def test_nothing_written_is_null(self) -> None:
        source = read("x.yaml", "a:\nb: 1")
        assert source.content == {"a": None, "b": 1}
        assert source.unquoted(("a",)) is None

    def test_dates(self) -> None:
        source = read("x.yaml", "a:\n  - 2024-01-01\n  - '2024-01-01'")
        [finding] = source.findings
        assert (finding.steps, finding.rule) == (("a", 0), "document/date")
        assert (finding.message, finding.fix) == ("YAML reads this as a date, and JSON has no dates", "Write it in quotes.")
        assert source.position(finding.steps) == Position(2, 5, 2, 15)

    def test_keys(self) -> None:
        source = read("x.yaml", "a: {on: 1, 2: 1, ~: 1, 'no': 1, 1.5: 1, 2024-01-01: 1}")
        assert source.content == {"a": {"on": 1, "2": 1, "~": 1, "no": 1, "1.5": 1, "2024-01-01": 1}}
        assert [finding.steps for finding in source.findings] == [("a", key) for key in ("on", "2", "~", "1.5", "2024-01-01")]
        assert [finding.message for finding in source.findings] == [
            "YAML reads the key on as a bool, but a key must be a text",
            "YAML reads this key as an int, but a key must be a text",
            "YAML reads the key ~ as null, but a key must be a text",
            "YAML reads this key as a float, but a key must be a text",
            "YAML reads this key as a date, but a key must be a text",
        ]
        assert source.findings[0].fix == 'Write it in quotes: "on".'


TAGGED = "YAML reads a text that begins with ! as a tag; write the text in quotes, or remove the tag"
NO_ANCHOR = "YAML reads a text that begins with * as an alias, and no anchor before it has this name; write the text in quotes"


class TestYaml:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("# only a comment\n", f"x.yaml: {EMPTY}"),
            ("---\n---\n", f"x.yaml: {EMPTY}"),
            (
                "a: !!python/object/apply:os.system [ls]",
                f"x.yaml:1:4: {TAGGED}",
            ),
            ("a: !Ref b", f"x.yaml:1:4: {TAGGED}"),
            ("a: !!set {b}", "x.yaml:1:4: the tag !!set is for something that JSON doesn't have; write the value without it"),
            (
                "a: !!binary aGk=",
                "x.yaml:1:4: the tag !!binary is for something that JSON doesn't have; write the value without it",
            ),
            ("a: *b", f"x.yaml:1:4: {NO_ANCHOR}"),
            ("a: &b 1\n---\na: *b", f"x.yaml:3:4: {NO_ANCHOR}"),
            ("a: &b [*b]", "x.yaml:1:8: this alias is inside the value that it refers to, so the value would be infinite"),
            ("[a]: b", "x.yaml:1:1: a key must be a text, but this is an object or a list"),
            ("a: &b [c]\n*b : d", "x.yaml:2:1: a key must be a text, but this alias isn't one"),
            ("a:\n\tb: 1", "x.yaml:2:1: YAML doesn't allow tabs for indentation; use spaces"),
            ("a: b: c", "x.yaml:1:5: not valid YAML: mapping values are not allowed in this context"),
            ("a: \x01", "x.yaml:1:4: YAML doesn't allow this control character"),
            ("<<: 1", "x.yaml:1:5: << needs an object or a list of objects"),
            ("<<: [{}, 1]", "x.yaml:1:5: << needs an object or a list of objects"),
            (
                "a: !!bool maybe",
                "x.yaml:1:4: YAML reads this as a value of type bool, but it isn't valid; write a text in quotes",
            ),
            ("a: 0x_", "x.yaml:1:4: YAML reads this as a value of type int, but it isn't valid; write a text in quotes"),
            (
                "a: " + "9" * 5000,
                "x.yaml:1:4: YAML reads this as a value of type int, but it isn't valid; write a text in quotes",
            ),
            ("- " * 201 + "a", "x.yaml:1:401: expected a document of at most 200 levels, got more"),
            *(
                (before + opening * repeated + after, f"x.yaml:{place}: expected a document of at most 200 levels, got more")
                for repeated in (250, 1_001, 100_000)
                for before, opening, after, place in [
                    ("", "[", "", "1:201"),
                    ("", "[", "@", "1:201"),
                    ("", "[{a: ", "", "1:501"),
                    ("a: ", "[", "", "1:203"),
                    ("a:\n- # [[[\n  - b: ", "[", "", "3:204"),
                    ("['[', \"[\", [], {}, ", "[", "", "1:219"),
                    ("a: [\n'[', ]\nb: [\n  {c: ", "[", "", "4:204"),
                ]
            ),
            *(
                ("{" * repeated, "x.yaml:1:2: a key must be a text, but this is an object or a list")
                for repeated in (250, 1_001, 100_000)
            ),
            (
                "[" * 200 + "@",
                "x.yaml:1:201: not valid YAML: while scanning for the next token found character that cannot start any token",
            ),
            ("a: x" + "[" * 250 + ": b: c", "x.yaml:1:255: not valid YAML: mapping values are not allowed in this context"),
        ],
    )
    def test_says_what_and_where(self, text: str, sentence: str) -> None:
        assert refusal("x.yaml", text) == sentence

    def test_a_few_lines_do_not_grow_to_gigabytes(self) -> None:
        lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"{key}: &{key} [{', '.join([f'*{before}'] * 10)}]" for before, key in zip("abcdefg", "bcdefgh", strict=True)]
        assert refusal("x.yaml", "\n".join(lines)) == "x.yaml:5:36: the aliases of this file repeat more than 100,000 values"

    def test_aliases_do_not_deepen_without_end(self) -> None:
        lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 300))]
        assert refusal("x.yaml", "\n".join(lines)) == "x.yaml:200:14: expected a document of at most 200 levels, got more"

    def test_aliases_and_merge_keys(self) -> None:
        source = read(
            "x.yaml",
            "base: &base {a: 1, b: no}\nmore: &more {b: 2, c: 3}\none:\n  b: 4\n  <<: *base\n"
            "both: {<<: [*base, *more]}\nagain: *base\nkey: &key name\n*key : 5\n",
        )
        assert source.content["one"] == {"b": 4, "a": 1}
        assert source.content["both"] == {"a": 1, "b": False, "c": 3}
        assert source.content["again"] == source.content["base"]
        assert source.content["again"] is not source.content["base"]
        assert source.content["name"] == 5
        assert start(source, "one", "a") == (1, 17)
        assert start(source, "one", "b") == (4, 6)
        assert source.unquoted(("both", "b")) == "no"

    def test_two_merge_keys_and_a_quoted_key_that_is_not_one(self) -> None:
        source = read("x.yaml", "a: &a {x: 1}\nb: {<<: *a, '<<': 2}")
        assert source.content["b"] == {"<<": 2, "x": 1}

    def test_several_documents_are_a_list(self) -> None:
        source = read("x.yaml", "---\na: 1\n---\n---\nb:\n  on: 2\n...\n")
        assert source.content == [{"a": 1}, {"b": {"on": 2}}]
        assert start(source, 1, "b", "on") == (6, 7)
        assert [finding.steps for finding in source.findings] == [(1, "b", "on")]

    def test_json_tags_are_taken(self) -> None:
        assert read("x.yaml", "!!map {a: !!seq [!!int '3', !!float 1, !!str 5, !!null '', !!bool 'yes']}").content == {
            "a": [3, 1.0, "5", None, True]
        }

    def test_secrets_are_not_shown(self) -> None:
        url = "https://x.blob.core.windows.net/c?sv=1&sig=c2VjcmV0"
        for source in (read("x.yaml", f"? {url}\n: 1\n? {url}\n: 2"), read("x.json", f'{{"{url}": 1, "{url}": 2}}')):
            (finding,) = source.findings
            assert finding.message == "this key appears twice in this object, and only the last one counts"

    def test_duplicate_keys_are_findings_as_in_json(self) -> None:
        for text, path, line in (
            ("a: 1\nb: 2\na: 3", "$.a", 3),
            ("1: a\n'1': b", '$["1"]', 2),
            ("c: [{a: 1, a: 3}]", "$.c[0].a", 1),
        ):
            source = read("x.yaml", text)
            (finding,) = [each for each in source.findings if each.rule == "document/duplicate"]
            assert finding.path == path
            assert source.position(finding.steps).line == line
        assert read("x.yaml", "a: 1\na: 3").content == {"a": 3}


def test_an_error_can_be_sent_between_processes() -> None:
    error = UnreadableError("x.json", "it is empty", Position(1, 2, 3, 4))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.position) == ("x.json:1:2: it is empty", error.position)
    assert str(UnreadableError("x.json", "it is empty")) == "x.json: it is empty"
