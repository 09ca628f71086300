"""What may be shown of a value."""

from __future__ import annotations

import pytest

from batchmodels.engine.masking import describe, mask_text, masked_json, shown
from batchmodels.engine.paths import path_text

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
def test_a_signature_is_masked_wherever_it_stands(text: str) -> None:
    masked = mask_text(text)
    assert "***" in masked
    for part in (SIGNATURE, SIGNATURE[:9], SIGNATURE[9:], SIGNATURE[-6:]):
        assert part not in masked


@pytest.mark.parametrize("text", ["", "sig", "design=1", "a?design=1", "https://a/f?sigma=1&x=2", "echo signal"])
def test_other_text_stays(text: str) -> None:
    assert mask_text(text) == text


def test_the_rest_of_a_url_stays() -> None:
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
            raise AssertionError("nobody may ask")

    assert describe(Loud()) == f"{__name__}.test_describe.<locals>.Loud"


def test_unknown_members_are_shown_without_what_looks_secret() -> None:
    assert masked_json({"a": [1, None, True, 1.5, "x"], "newPassword": "p", "accountKey": None, "sasToken": {"x": 1}}) == (
        "{'a': [1, None, True, 1.5, 'x'], 'newPassword': '***', 'accountKey': None, 'sasToken': '***'}"
    )
    assert masked_json([{"name": "A", "value": "secret"}]) == "[{'name': 'A', 'value': '***'}]"
    assert masked_json({"value": 1}) == "{'value': 1}"
    assert masked_json({"u": "https://a?sig=x", 3: object(), "big": 10**5000}) == (
        "{'u': 'https://a?sig=***', 3: <object>, 'big': <int>}"
    )


def test_a_deep_value_is_shown_to_a_depth() -> None:
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
