"""What is generated for a class, as source: the expressions for each shape, and the functions around them."""

from __future__ import annotations

import datetime
import inspect
import textwrap
from enum import Enum
from typing import Annotated, Any

import msgspec
import pytest
from batchmodels.engine.compiled import helpers

from batchmodels import Key, MaxSize, Minimum, Model, Pattern, Quoted, ReadOnly, exactly_one
from batchmodels.engine import shapes
from batchmodels.engine.attributes import Spelling


class Size(str, Enum):
    small = "Small"


class Part(Model):
    name: str | None = None


def source_of(model: type[Model], function: str) -> str:
    return inspect.getsource(getattr(model.__codec__, function))


ASCII = "type_(each_) is str_ and each_.isascii()"

# How a value is written, how it is written if it becomes JSON at once (None: the same way), how it is copied from a Struct
# (None: as it is), and how it is read from a dict (None: as it is).
EXPRESSIONS: list[tuple[Any, str, str | None, str | None, str | None]] = [
    (
        str,
        "it if type_(it) is str_ and it.isascii() else text_(it)",
        "it if type_(it) is str_ else text_(it)",
        None,
        "value if type(value) is str else give_up_()",
    ),
    (int, "integer_(it)", None, None, "value if type(value) is int else give_up_()"),
    (Annotated[int, Quoted()], "integer_(it)", None, "read_quoted_integer_(value)", "read_quoted_integer_(value)"),
    (bool, "boolean_(it)", None, None, "value if type(value) is bool else give_up_()"),
    (float, "number_(it)", None, None, "read_number_(value)"),
    (Annotated[float, Quoted()], "number_(it)", None, "read_quoted_number_(value)", "read_quoted_number_(value)"),
    (
        datetime.datetime,
        "write_time_(it)",
        None,
        "read_time_(value)",
        "read_time_(value) if type(value) is str else give_up_()",
    ),
    (
        datetime.timedelta,
        "write_duration_(it)",
        None,
        "read_duration_(value)",
        "read_duration_(value) if type(value) is str else give_up_()",
    ),
    (
        Size,
        "Size_texts_.get(it) or member_text_(it, Size_shape_)",
        None,
        "Size_by_text_.get(value) or Size_shape_.read(value)",
        "Size_by_text_.get(value) or Size_shape_.read(value) if type(value) is str else give_up_()",
    ),
    (
        Part,
        "encode_Part_(it) if type_(it) is Part_ else nested_(it, Part_)",
        None,
        "copy_struct_Part_(value)",
        "read_dict_Part_(value)",
    ),
    (Any, "json_value_(it)", None, None, None),
    (
        list[str],
        f"[each_ if {ASCII} else text_(each_) for each_ in elements_(it)]",
        "[each_ if type_(each_) is str_ else text_(each_) for each_ in elements_(it)]",
        None,
        "[element if type(element) is str else give_up_() for element in elements_(value)]",
    ),
    (
        list[float],
        "[number_(each_) for each_ in elements_(it)]",
        None,
        None,
        "[read_number_(element) for element in elements_(value)]",
    ),
    (
        list[datetime.datetime],
        "[write_time_(each_) for each_ in elements_(it)]",
        None,
        "[read_time_(element) for element in value]",
        "[read_time_(element) if type(element) is str else give_up_() for element in elements_(value)]",
    ),
    (
        list[Part],
        "encode_all_Part_(it)",
        None,
        "copy_all_Part_(value)",
        "[read_dict_Part_(element) for element in elements_(value)]",
    ),
    (
        dict[str, bool],
        "{undeclared_key_(name_): boolean_(each_) for name_, each_ in members_(it)}",
        None,
        None,
        "{undeclared_key_(name): member if type(member) is bool else give_up_() for name, member in members_(value)}",
    ),
    (
        dict[str, str],
        f"{{undeclared_key_(name_): each_ if {ASCII} else text_(each_) for name_, each_ in members_(it)}}",
        "{undeclared_key_(name_): each_ if type_(each_) is str_ else text_(each_) for name_, each_ in members_(it)}",
        None,
        "{undeclared_key_(name): member if type(member) is str else give_up_() for name, member in members_(value)}",
    ),
    (
        dict[str, Part],
        (
            "{undeclared_key_(name_): encode_Part_(each_) if type_(each_) is Part_ else nested_(each_, Part_) "
            "for name_, each_ in members_(it)}"
        ),
        None,
        "{key: copy_struct_Part_(member) for key, member in value.items()}",
        "{undeclared_key_(name): read_dict_Part_(member) for name, member in members_(value)}",
    ),
]


@pytest.mark.parametrize("row", EXPRESSIONS, ids=lambda row: str(row[0]))
def test_the_expressions_of_a_shape(row: tuple[Any, str, str | None, str | None, str | None]) -> None:
    annotation, written, for_json, copied, read = row
    model = type("Thing", (Model,), {"__annotations__": {"it": annotation}, "it": None, "__module__": __name__})
    member = "    if it is not None:\n        document_['it'] = {}\n    if self.additional"
    assert member.format(written) in source_of(model, "encode")
    assert member.format(for_json or written) in source_of(model, "encode_for_json")
    field = "value if (value := struct.it) is None else " + copied if copied else "struct.it"
    for function in ("decode", "decode_json", "copy_struct", "copy_all"):
        assert f"self.it = {field}\n" in source_of(model, function)
    lines = "    value = data.get('it')\n    if value is not None:\n        known += 1\n"
    lines += f"        value = {read}\n    self.it = value\n" if read else "    self.it = value\n"
    assert lines in source_of(model, "read_dict")


class Whole(Model):
    text: str
    number: Annotated[int | None, Minimum(3), Key("a.number"), Spelling("arm", "aNumber"), Spelling("other", "num")] = None
    wait: Annotated[datetime.timedelta | None, Minimum(datetime.timedelta(0))] = None
    parts: Annotated[list[Part] | None, MaxSize(100)] = None
    code: Annotated[str, Pattern("[a-z]*")]
    e_tag: Annotated[str | None, ReadOnly()] = None
    constraints = (exactly_one("number", "wait"),)


COPY = """\
self = new_(Whole_)
self.additional_properties = {}
self.text = struct.text
self.number = struct.number
self.wait = value if (value := struct.wait) is None else read_duration_(value)
self.parts = value if (value := struct.parts) is None else copy_all_Part_(value)
self.code = struct.code
self.e_tag = struct.e_tag
"""

DOCUMENT = """\
document_ = {}
text = self.text
document_['text'] = text if type_(text) is str_ and text.isascii() else text_(text)
number = self.number
if number is not None:
    document_['a.number'] = number = integer_(number)
    if number < minimum_:
        give_up_()
wait = self.wait
if wait is not None:
    document_['wait'] = write_duration_(wait)
    if wait < minimum_2_:
        give_up_()
parts = self.parts
if parts is not None:
    document_['parts'] = parts = encode_all_Part_(parts)
    if len(to_json_(parts)) > 100 and not max_size_.allows(parts):
        give_up_()
code = self.code
document_['code'] = code = code if type_(code) is str_ and code.isascii() else text_(code)
if code not in matched_ and breaks_(code):
    give_up_()
if (number is not None) + (wait is not None) != 1:
    give_up_()
if self.additional_properties:
    add_undeclared_(document_, self.additional_properties, declared_)
"""

# The size of the whole text is looked at, and what UTF-8 can't hold is refused, when the JSON is written.
DOCUMENT_FOR_JSON = DOCUMENT.replace(" and text.isascii()", "").replace(" and code.isascii()", "").replace(
    "    if len(to_json_(parts)) > 100 and not max_size_.allows(parts):\n        give_up_()\n", ""
)  # fmt: skip

ALL = """\
def encode_all(models_):
    documents_ = []
    for self in elements_(models_):
        if type_(self) is not Whole_:
            documents_.append(nested_(self, Whole_))
            continue
{}        documents_.append(document_)
    return documents_
"""


def indented(text: str, levels: int = 1) -> str:
    return textwrap.indent(text, "    " * levels)


@pytest.mark.parametrize(
    ("function", "source"),
    [
        ("encode", f"def encode(self):\n{indented(DOCUMENT)}    return document_\n"),
        ("encode_for_json", f"def encode(self):\n{indented(DOCUMENT_FOR_JSON)}    return document_\n"),
        ("encode_all", ALL.format(indented(DOCUMENT, 2))),
        ("encode_all_for_json", ALL.format(indented(DOCUMENT_FOR_JSON, 2))),
        ("decode", f"def decode(data):\n    struct = convert_(data, Struct_)\n{indented(COPY)}    return self\n"),
        ("decode_json", f"def decode(data):\n    struct = parse_(data)\n{indented(COPY)}    return self\n"),
        ("copy_struct", f"def copy_struct(struct):\n{indented(COPY)}    return self\n"),
        (
            "copy_all",
            (
                "def copy_all(structs):\n    models = []\n    for struct in structs:\n"
                f"{indented(COPY, 2)}        models.append(self)\n    return models\n"
            ),
        ),
    ],
)
def test_a_function_in_full(function: str, source: str) -> None:
    assert source_of(Whole, function) == source


def test_the_reader_of_dicts_in_full() -> None:
    class Short(Model):
        number: Annotated[int | None, Key("a.number"), Spelling("arm", "aNumber"), Spelling("other", "num")] = None

    assert source_of(Short, "read_dict") == textwrap.dedent("""\
        def read_dict(data):
            if type(data) is not dict:
                give_up_()
            self = new_(Short_)
            self.additional_properties = {}
            known = 0
            value = data.get('a.number')
            if value is None and (value := data.get('aNumber')) is not None:
                self.__dialect__ = 'arm'
            if value is None and (value := data.get('num')) is not None:
                self.__dialect__ = 'other'
            if value is not None:
                known += 1
                value = value if type(value) is int else give_up_()
            self.number = value
            if known != len(data):
                self.additional_properties = undeclared_(data)
            return self
        """)


HELPERS = [
    helpers.text, helpers.integer, helpers.number, helpers.boolean, helpers.member_text, helpers.write_time,
    helpers.write_duration, helpers.nested, helpers.elements, helpers.members, helpers.undeclared_key, helpers.json_value,
    helpers.add_undeclared, helpers.give_up, helpers.read_number, helpers.read_quoted_integer, helpers.read_quoted_number,
    helpers.read_time, helpers.read_duration,
]  # fmt: skip


def test_what_the_names_in_generated_source_mean() -> None:
    annotations = {f"it{number}": row[0] for number, row in enumerate(EXPRESSIONS)}
    members = {"__annotations__": annotations, **dict.fromkeys(annotations), "__module__": __name__}
    codec = type("Everything", (Model,), {**members, "constraints": (exactly_one("it0", "it1"),)}).__codec__
    functions = [codec.encode, codec.encode_for_json, codec.decode, codec.decode_json, codec.read_dict]
    shape: Any = shapes.shape_of(Size)
    meanings = {
        **{f"{helper.__name__}_": helper for helper in HELPERS},
        "type_": type,
        "str_": str,
        "new_": object.__new__,
        "convert_": msgspec.convert,
        "Struct_": codec.struct,
        "Part_": Part,
        "Everything_": codec.definition.model,
        "declared_": frozenset(annotations),
        "Size_texts_": shape.texts,
        "Size_by_text_": shape.by_text,
        "Size_shape_": shape,
    }
    meant = {name for function in functions for name in meanings.keys() & function.__globals__.keys()}
    assert meant == meanings.keys()
    for function in functions:
        names = function.__globals__
        assert {name: names[name] for name in meanings if name in names} == {
            name: meanings[name] for name in meanings if name in names
        }
