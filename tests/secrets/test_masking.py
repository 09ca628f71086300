"""Values made fit to show: masked, cut or only named."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any

import pytest

from batchmodels import ResourceFile, StartTask, UnknownValue
from batchmodels.paths import path_text
from batchmodels.secrets.masking import cut, describe, mask_text, masked_json, masked_scalar, shown

SIGNATURE = "%2bSzBm0wi8xECuGkKw97wnkSZ%2f62sxU%3D"


@pytest.mark.parametrize(
    "text",
    [
        f"https://a.blob.core.windows.net/c/f?sv=2020&sig={SIGNATURE}&se=2030",
        f"https://a.blob.core.windows.net/c/f?sig={SIGNATURE}",
        f"https://a.blob.core.windows.net/c/f?sv=2020&SIG={SIGNATURE}",
        f"http://a.blob.core.windows.net/c/f?sp=d&si=x&sig= {SIGNATURE}",
        f"https://a.blob.core.windows.net/c/f?sv=1&sig= {SIGNATURE[:9]} {SIGNATURE[9:]}#part",
        f"wget -O f 'https://a.blob.core.windows.net/c/f?sv=1&sig={SIGNATURE}' && sh f",
        f'curl "https://a/f?sv=1^&sig={SIGNATURE}^&se=1"',
        f'echo {{"url": "https://a/f?sv=1\\u0026sig={SIGNATURE}"}}',
        f"<url>https://a/f?sv=1&amp;sig={SIGNATURE}</url>",
        f"https://proxy/?to=https%3A%2F%2Fa%2Ff%3Fsv%3D1%26sig%3D{SIGNATURE}",
        f"sv=1&sig={SIGNATURE}",
    ],
)
def test_signature_is_masked_anywhere_in_a_url(text: str) -> None:
    masked = mask_text(text)
    assert "***" in masked
    for part in (SIGNATURE, SIGNATURE[:9], SIGNATURE[9:], SIGNATURE[-6:]):
        assert part not in masked


@pytest.mark.parametrize("text", ["", "sig", "design=1", "a?design=1", "https://a/f?sigma=1&x=2", "echo signal"])
def test_other_text_is_unchanged(text: str) -> None:
    assert mask_text(text) == text


def test_rest_of_a_url_is_unchanged() -> None:
    assert mask_text("https://a/f?sv=1&sig=x%3D&se=2#p") == "https://a/f?sv=1&sig=***&se=2#p"
    assert mask_text("get 'https://a/f?sig=x' now") == "get 'https://a/f?sig=***' now"


def test_describe() -> None:
    assert describe(None) == "None"
    assert describe("3") == "str '3'"
    assert describe("3", hidden=True) == "str"
    assert describe(True) == "bool True"
    assert describe(3, hidden=True) == "int"
    assert describe(3.5) == "float 3.5"
    assert describe(10**5000) == "int"
    assert describe(["secret"]) == "list"
    assert describe("x" * 200) == "str '" + "x" * 79 + "…'"
    assert describe(object()) == "object"

    class Loud:
        def __repr__(self) -> str:
            raise AssertionError("must not be called")

    assert describe(Loud()) == f"{__name__}.test_describe.<locals>.Loud"


def test_unknown_members_are_shown_without_secrets() -> None:
    assert masked_json({"a": [1, None, True, 1.5, "x"], "newPassword": "p", "accountKey": None, "sasToken": {"x": 1}}) == (
        "{'a': [1, None, True, 1.5, 'x'], 'newPassword': '***', 'accountKey': None, 'sasToken': '***'}"
    )
    assert masked_json([{"name": "A", "value": "secret"}]) == "[{'name': 'A', 'value': '***'}]"
    assert masked_json({"value": 1}) == "{'value': 1}"
    assert masked_json({"u": "https://a?sig=x", 3: object(), "big": 10**5000}) == (
        "{'u': 'https://a?sig=***', 3: <object>, 'big': <int>}"
    )


def test_depth_of_a_shown_value() -> None:
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    assert masked_json(value) == "[" * 21 + "..." + "]" * 21


def test_shown() -> None:
    assert shown({"A": "b"}, secret=False, hidden=True) == "'***'"
    assert shown(["A=b"], secret=False, hidden=True) == "['***']"
    assert shown([None], secret=False, hidden=True) == "[None]"
    assert shown(("a",), secret=False, hidden=False) == "<tuple>"
    assert shown("a", secret=True, hidden=True) == "'***'"


def test_paths() -> None:
    assert path_text(()) == "$"
    assert path_text(("resourceFiles", 3, "httpUrl")) == "$.resourceFiles[3].httpUrl"
    assert path_text(("odata.nextLink", "a b", 'q"', "é", "")) == '$["odata.nextLink"]["a b"]["q\\""]["\\u00e9"][""]'
    assert path_text(("x" * 200,)) == "$." + "x" * 79 + "…"
    assert path_text(("https://a?sig=secret",)) == '$["https://a?sig=***"]'


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("?sig=x", "?sig=***"),
        ("&sig=x", "&sig=***"),
        (";sig=x", ";sig=***"),
        ("\\u0026sig=x", "\\u0026sig=***"),
        ("\\U0026SIG=x", "\\U0026SIG=***"),
        ("%3fsig=x", "%3fsig=***"),
        ("%3Fsig%3Dx", "%3Fsig%3D***"),
        ("%26sig%3dx", "%26sig%3d***"),
        ("a? SIG =  x b", "a? SIG =*** b"),
        ("a?sig=x'y", "a?sig=***'y"),
        ('a?sig=x"y', 'a?sig=***"y'),
        ("a?sig=x<y>", "a?sig=***<y>"),
        ("a?sig=x&b=1&sig=y", "a?sig=***&b=1&sig=***"),
        ("HTTPS://a/f?SIG=x y&b", "HTTPS://a/f?SIG=***&b"),
        ("  http://a/f? sig = x y&b", "  http://a/f? sig =***&b"),
        ("https://a/f?sig=x y 'z'", "https://a/f?sig=*** y 'z'"),
        ("see https://a/f?sig=x y", "see https://a/f?sig=*** y"),
    ],
)
def test_masked_signatures(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "key",
    ["password", "passsword", "passWord", "pasWord", "pwd", "clientSecret", "secret", "TOKEN", "token", "credentials",
     "accountKey", "KEY", "sas", "sasUrl", "sig", "SIG", "signature", "protectedSettings", "authorization", "XPWD",
     "Credential", "SECRET"],
)  # fmt: skip
def test_names_of_secret_members(key: str) -> None:
    assert masked_json({key: "x"}) == f"{{{key!r}: '***'}}"
    assert masked_json({key: {"a": 1}}) == f"{{{key!r}: '***'}}"
    assert masked_json({key: None}) == f"{{{key!r}: None}}"


@pytest.mark.parametrize("key", ["name", "value", "design", "sigma", "pas", "past", "url", "id", 3])
def test_names_of_other_members(key: object) -> None:
    assert masked_json({key: "x"}) == f"{{{key!r}: 'x'}}"


def test_value_of_a_name_value_pair() -> None:
    assert masked_json({"name": "A", "value": "x"}) == "{'name': 'A', 'value': '***'}"
    assert masked_json({"name": "A", "value": None}) == "{'name': 'A', 'value': None}"
    assert masked_json({"name": "A", "value": 1, "other": 2}) == "{'name': 'A', 'value': '***', 'other': 2}"
    assert masked_json({"name": "A", "VALUE": "x"}) == "{'name': 'A', 'VALUE': '***'}"
    assert masked_json({"NAME": "A", "value": "x"}) == "{'NAME': 'A', 'value': '***'}"


@pytest.mark.parametrize("number", [0, -1, 2**256 - 1, 1 - 2**256])
def test_integers_that_are_written(number: int) -> None:
    assert masked_scalar(number) == str(number)
    assert describe(number) == f"int {number}"


@pytest.mark.parametrize("number", [2**256, -(2**256)])
def test_integers_that_are_only_named(number: int) -> None:
    assert masked_scalar(number) == "<int>"
    assert describe(number) == describe(number, hidden=True) == "int"


class Colour(Enum):
    red = "?sig=x"


class Text(str):
    """A custom subclass of str."""

    __slots__ = ()

    def __str__(self) -> str:
        raise AssertionError("must not be called")


@pytest.mark.parametrize(
    ("value", "open_", "hidden"),
    [
        (None, "None", "None"),
        ("x", "str 'x'", "str"),
        (Text("x"), "str 'x'", "str"),
        ("?sig=x", "str '?sig=***'", "str"),
        (Colour.red, "Colour.red", "Colour"),
        (True, "bool True", "bool"),
        (1.5, "float 1.5", "float"),
        (-3, "int -3", "int"),
        (datetime.timedelta(1), "timedelta 1 day, 0:00:00", "datetime.timedelta"),
        (datetime.datetime(2025, 1, 1), "datetime.datetime", "datetime.datetime"),
        ({"a": "b"}, "dict", "dict"),
        ("x" * 80, f"str '{'x' * 80}'", "str"),
        ("x" * 81, f"str '{'x' * 79}…'", "str"),
    ],
)
def test_describe_open_and_hidden(value: object, open_: str, hidden: str) -> None:
    assert describe(value) == describe(value, hidden=False) == open_
    assert describe(value, hidden=True) == hidden


@pytest.mark.parametrize(
    ("value", "open_", "hidden"),
    [
        ("x", "'x'", "'***'"),
        ("?sig=x", "'?sig=***'", "'***'"),
        (UnknownValue("x?sig=y"), "UnknownValue('x?sig=***')", "'***'"),
        (None, "None", "None"),
        (3, "3", "'***'"),
        (1.5, "1.5", "'***'"),
        (["x", None, ["y"]], "['x', None, ['y']]", "['***', None, ['***']]"),
        ({"a": [1, {"token": 2}]}, "{'a': [1, {'token': '***'}]}", "'***'"),
        (Colour.red, "Colour.red", "Colour.red"),
        (ResourceFile(file_path="f"), "ResourceFile(file_path='f')", "ResourceFile(file_path='f')"),
        (datetime.timedelta(1), "datetime.timedelta(days=1)", "'***'"),
        (datetime.datetime(2025, 1, 1), "datetime.datetime(2025, 1, 1, 0, 0)", "'***'"),
        (object(), "<object>", "'***'"),
    ],
)
def test_shown_open_hidden_and_secret(value: object, open_: str, hidden: str) -> None:
    assert shown(value, secret=False, hidden=False) == open_
    assert shown(value, secret=False, hidden=True) == hidden
    assert shown(value, secret=True, hidden=False) == shown(value, secret=True, hidden=True) == "'***'"


def nested(levels: int) -> object:
    value: object = 1
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


def test_twenty_levels_are_shown() -> None:
    assert "..." not in masked_json(nested(20))
    assert masked_json(nested(21)).count("...") == 1
    assert masked_json([[]] * 2) == "[[], []]"


def test_list_that_contains_itself() -> None:
    files: list[Any] = [ResourceFile(http_url="u")]
    files.append(files)
    assert shown(files, secret=False, hidden=False) == "[ResourceFile(http_url='u'), [...]]"
    task = StartTask(command_line="x", resource_files=files)
    files.append(task)
    assert repr(task) == "StartTask(command_line='x', resource_files=[ResourceFile(http_url='u'), [...], ...])"
    assert repr(files).count("StartTask(") == 1
    twice: list[Any] = [1]
    assert shown([twice, twice], secret=False, hidden=False) == "[[1], [1]]"


def test_unknown_member_that_contains_itself() -> None:
    value: dict[str, Any] = {"a": 1}
    value["self"] = [value, {"password": value}]
    assert masked_json(value) == "{'a': 1, 'self': [{...}, {'password': '***'}]}"
    task = StartTask(command_line="x")
    task.additional_properties = {"new": value}
    assert repr(task).endswith("additional_properties={'new': {'a': 1, 'self': [{...}, {'password': '***'}]}})")
    elements: list[Any] = []
    elements += [elements, [elements, {"b": elements}]]
    assert masked_json(elements) == "[[...], [[...], {'b': [...]}]]"
    assert shown(elements, secret=False, hidden=False) == "[[...], [[...], {'b': [[...], [[...], {...}]]}]]"


def test_deeply_nested_lists() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    assert shown(value, secret=False, hidden=False) == "[" * 21 + "[...]" + "]" * 21
    assert masked_json(value) == "[" * 21 + "..." + "]" * 21
    while value:  # Python would need a level of its own stack for each
        value = value.pop()


@pytest.mark.parametrize(
    ("text", "length", "result"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 4, "abcd"), ("", 1, ""), ("ab", 1, "…")]
)
def test_cut(text: str, length: int, result: str) -> None:
    assert cut(text, length) == result
    assert cut("x" * 80) == "x" * 80
    assert cut("x" * 81) == "x" * 79 + "…"


@pytest.mark.parametrize(
    ("key", "step"),
    [("a", ".a"), ("_a9Z", "._a9Z"), ("A_b", ".A_b"), ("9a", '["9a"]'), ("a-b", '["a-b"]'), ("a\n", '["a\\n"]'), (0, "[0]")],
)
def test_a_step_of_a_path(key: str | int, step: str) -> None:
    assert path_text((key,)) == f"${step}"
    assert path_text(("x", key)) == f"$.x{step}"
