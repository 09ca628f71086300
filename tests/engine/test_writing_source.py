"""Generated source: indentation, unique names, and tracebacks that find it."""

from __future__ import annotations

import inspect

from batchmodels import Model
from batchmodels.engine.source import Names, Source, compile_function


class Part(Model):
    name: str | None = None


def test_lines_and_blocks() -> None:
    source = Source()
    source.line("first")
    with source.block("if a:"):
        source.line("second")
        with source.block("for b in c:"):
            source.line("third")
        source.line("fourth")
    source.line("last")
    assert str(source) == "first\nif a:\n    second\n    for b in c:\n        third\n    fourth\nlast\n"


def test_equal_names_get_a_number() -> None:
    names = Names()
    one, two, three = object(), object(), object()
    assert [names.bind("a", value) for value in (one, two, three, two, one)] == ["a_", "a_2_", "a_3_", "a_2_", "a_"]
    assert names.bind("b", one) == "b_"
    assert names.values == {"a_": one, "a_2_": two, "a_3_": three, "b_": one}


def test_a_compiled_function_shows_its_source_in_a_traceback() -> None:
    names = Names()
    names.bind("zero", 0)
    source, other = Source(), Source()
    with source.block("def divide(x):"):
        source.line("return x / zero_")
    with other.block("def divide(x):"):
        other.line("return x")
    function = compile_function(Part, "divide", source, names)
    assert inspect.getsource(function) == "def divide(x):\n    return x / zero_\n"
    assert (function.__module__, function.__qualname__) == (__name__, "Part.divide")
    again = compile_function(Part, "divide", other, names)
    first, second = (int(each.__code__.co_filename.rstrip(">").rpartition(" ")[2]) for each in (function, again))
    assert second == first + 1
    assert set(names.values) == {"zero_"}
