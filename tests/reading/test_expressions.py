"""Expressions of templates: what they are, what they come to, and what isn't known."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels.documents.expressions.evaluating import resolve, value_of
from batchmodels.documents.expressions.scope import Given, Scope
from batchmodels.documents.expressions.syntax import Call, Literal, Member, is_expression, parse
from batchmodels.documents.expressions.values import Budget, MistakeError, Unknown

TEMPLATE: dict[str, Any] = {
    "parameters": {
        "name": {"type": "string", "defaultValue": "render"},
        "size": {"type": "string"},
        "key": {"type": "securestring", "defaultValue": "hunter2"},
        "itself": {"type": "string", "defaultValue": "[parameters('itself')]"},
    },
    "variables": {
        "pool": "[concat(parameters('NAME'), '-pool')]",
        "image": {"offer": "ubuntu", "tags": ["[variables('pool')]", 7]},
        "partly": {"offer": "ubuntu", "size": "[parameters('size')]"},
        "loop": "[variables('other')]",
        "other": "[variables('loop')]",
        "copy": [{"name": "names", "count": 3, "input": "[concat('n', copyIndex('names', 1))]"}],
    },
}


def scope(template: dict[str, Any] = TEMPLATE, **options: Any) -> Scope:
    return Scope(template, (), Budget(1_000_000), **options)


def value(expression: str) -> Any:
    return value_of(f"[{expression}]", scope())


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'it''s'", "it's"),
        ("-7", -7),
        ("parameters('name')", "render"),
        ("Parameters('NAME')", "render"),
        ("variables('pool')", "render-pool"),
        ("variables('image').tags[0]", "render-pool"),
        ("variables('image')['Offer']", "ubuntu"),
        ("variables('partly').offer", "ubuntu"),
        ("variables('image').?missing", None),
        ("tryGet(variables('image'), 'tags', 9)", None),
        ("variables('names')", ["n1", "n2", "n3"]),
        ("concat('a', 1, true())", "a1True"),
        ("concat(createArray(1), createArray('b'))", [1, "b"]),
        ("format('{0}-{1:000}{{}}', 'a', 7)", "a-007{}"),
        ("format('{0,3}|{0,-3}|', 7)", "  7|7  |"),
        ("if(equals(parameters('name'), 'Render'), 1, 2)", 2),
        ("if(true(), 'x', parameters('size'))", "x"),
        ("and(true(), equals(1, 1))", True),
        ("and(false(), equals(parameters('size'), 'x'))", False),
        ("or(equals(parameters('size'), 'x'), true())", True),
        ("not(false())", True),
        ("equals(true(), 1)", False),
        ("equals(createObject('a', 1), createObject('a', 1))", True),
        ("toUpper(trim(' ab '))", "AB"),
        ("replace('a.b', '.', '-')", "a-b"),
        ("split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]),
        ("join(createArray('a', 2), '-')", "a-2"),
        ("substring('abcdef', 2, 3)", "cde"),
        ("padLeft('7', 3, '0')", "007"),
        ("startsWith('Batch', 'bA')", True),
        ("contains('Batch', 'b')", False),
        ("contains(variables('image'), 'OFFER')", True),
        ("contains(createArray(1, 2), 2)", True),
        ("indexOf('abcabc', 'C')", 2),
        ("lastIndexOf('abcabc', 'c')", 5),
        ("first('abc')", "a"),
        ("last(createArray(1, 2))", 2),
        ("skip(range(3, 4), 1)", [4, 5, 6]),
        ("take('abc', 2)", "ab"),
        ("length(variables('partly'))", 2),
        ("empty('')", True),
        ("coalesce(null(), 'x')", "x"),
        ("div(-7, 2)", -3),
        ("mod(-7, 2)", -1),
        ("add(mul(2, 3), sub(1, 5))", 2),
        ("max(createArray(1, 5, 3))", 5),
        ("min(4, 2)", 2),
        ("int('42')", 42),
        ("bool('True')", True),
        ("string(createObject('a', createArray(1, null())))", '{"a":[1,null]}'),
        ("json('{\"a\": [1]}').a[0]", 1),
        ("base64ToString(base64('ü'))", "ü"),
        ("union(createObject('a', createObject('b', 1)), createObject('a', createObject('c', 2)))", {"a": {"b": 1, "c": 2}}),
        ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
        ("intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]),
        ("items(createObject('b', 1, 'a', 2))[0].key", "a"),
        ("uriComponent('a b/c')", "a%20b%2Fc"),
        ("shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))", {"a": 2}),
        ("less(1, 2)", True),
    ],
)
def test_values(expression: str, expected: Any) -> None:
    found = value(expression)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("parameters('size')", "the parameter size has no default value"),
        ("concat('a', parameters('size'))", "the parameter size has no default value"),
        ("variables('partly').size", "the parameter size has no default value"),
        ("string(variables('partly'))", "the parameter size has no default value"),
        ("if(equals(parameters('size'), 'x'), 1, 2)", "the parameter size has no default value"),
        ("parameters('key')", "the parameter key is secure"),
        ("concat(parameters('key'))", "the parameter key is secure"),
        ("resourceId('a/b', 'c')", "resourceId is known only at deployment"),
        ("resourceId('a', 'b')", "resourceId expects a resource type and a name for each of its parts"),
        ("subscription().tenantId", "subscription is known only at deployment"),
        ("reference('x').value", "reference is known only at deployment"),
        ("listKeys('x', 'y').keys[0]", "listKeys is known only at deployment"),
        ("utcNow()", "utcNow is known only at deployment"),
        ("uniqueString('a')", "uniqueString is known only at deployment"),
        ("newGuid()", "newGuid is known only at deployment"),
        ("contoso.name('a')", "the function contoso.name isn't evaluated here"),
        ("variables('loop')", "the variable loop refers to itself"),
        ("parameters('itself')", "the parameter itself refers to itself"),
        ("copyIndex()", "copyIndex is outside of its loop"),
        ("concat()", "concat doesn't take 0 arguments"),
        ("toLower(1)", "expected a text, got an integer"),
        ("variables('image').missing", "the object has no member missing"),
        ("div(1, 0)", "a division by zero"),
        ("format('{0:N2}', 7)", "the format N2 of a number isn't evaluated here"),
    ],
)
def test_what_is_not_known(expression: str, reason: str) -> None:
    found = value(expression)
    assert isinstance(found, Unknown)
    assert (found.reason, found.mistake) == (reason, False)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("parameters('nmae')", "the template has no parameter nmae"),
        ("variables('nope')", "the template has no variable nope"),
        ("concat('a'", "expected ,, got the end"),
        ("concat('a)", "this text has no closing '"),
        ("concat('a') b", "expected the end of the expression, got b"),
        ("", "expected a function, a text in single quotes or a number, got the end"),
        ("1 + 1", "expected a function, a text in single quotes or a number"),
        ("a.", "expected (, got the end"),
        ("concat('a', )", "expected a function, a text in single quotes or a number, got )"),
    ],
)
def test_mistakes(expression: str, reason: str) -> None:
    assert value(expression) == Unknown(reason, mistake=True)
    alone = value_of(f"[{expression}]", scope({}, strict=False))
    assert isinstance(alone, Unknown)
    assert not alone.mistake


def test_a_syntax_tree_has_the_offsets() -> None:
    assert parse("[concat('a', x()[0])]", 1, 20) == Call(
        "concat", (Literal("a", 8), Member(Call("x", (), 13, "x"), Literal(0, 17), 16)), 1, "concat"
    )
    with pytest.raises(MistakeError) as caught:
        parse("concat(%)")
    assert (caught.value.message, caught.value.offset) == ("expected a function, a text in single quotes or a number", 7)


def test_what_is_an_expression() -> None:
    assert is_expression("[parameters('size')]")
    for other in ("[[text]", "[text", "text]", "", None, 3, ["x"]):
        assert not is_expression(other)
    assert resolve("[[ -f x ]", scope()) == "[ -f x ]"
    assert resolve("[[ -f x ] && y", scope()) == "[[ -f x ] && y"


def test_unknown_values_keep_their_place() -> None:
    written = {"a": "[variables('pool')]", "b": ["[parameters('size')]", 1], "same": {"x": 1}}
    found = resolve(written, scope())
    assert found["a"] == "render-pool"
    assert isinstance(found["b"][0], Unknown)
    assert found["b"][1] == 1
    assert found["same"] is written["same"]


def test_copy_loops_of_members() -> None:
    files = {"copy": [{"name": "files", "count": 2, "input": {"path": "[format('f{0}', copyIndex('files'))]"}}], "id": "x"}
    assert resolve(files, scope()) == {"id": "x", "files": [{"path": "f0"}, {"path": "f1"}]}
    files["copy"] = [{"name": "files", "count": "[parameters('size')]", "input": {}}]
    assert isinstance(resolve(files, scope())["files"], Unknown)
    files["copy"] = [{"name": "files", "count": 10**9, "input": {}}]
    assert resolve(files, scope())["files"] == Unknown("its copy loop expects a count of at most 800")


def test_given_values() -> None:
    types = {
        kind: {"type": kind, "defaultValue": None} for kind in ("int", "bool", "object", "array", "string", "securestring")
    }
    written = {"int": "4", "bool": "TRUE", "object": '{"a": 1}', "array": "[1]", "string": "4", "securestring": "hunter2"}
    around = scope({"parameters": types}, given={name: Given(text, written=True) for name, text in written.items()})
    found = {kind: value_of(f"[parameters('{kind}')]", around) for kind in types}
    assert found == {
        "int": 4, "bool": True, "object": {"a": 1}, "array": [1], "string": "4",
        "securestring": Unknown("the parameter securestring is secure", secret=True),
    }  # fmt: skip
    wrong = scope({"parameters": {"n": {"type": "int"}}}, given={"n": Given("four", written=True)})
    assert value_of("[parameters('n')]", wrong) == "four"


class TestBatchTemplates:
    """The Batch CLI extension has expressions within texts, and takes brackets away."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("[parameters('name')]", "render"),
            ("-b [parameters('name')]_#### -f {0} [variables('pool')]", "-b render_#### -f {0} render-pool"),
            ("[concat('a', parameters('name'))]/x", "arender/x"),
            ("if [ -f x ]; then", "if  -f x ; then"),
            ("if [[ -f x ]; then", "if [ -f x ]; then"),
            ("a ] [ b", "a ] [ b"),
            ("[format('{0}!', parameters('name'))]", "render!"),
            ("[toUpper(variables('image').offer)]", "UBUNTU"),
            ("plain", "plain"),
        ],
    )
    def test_texts(self, text: str, expected: str) -> None:
        assert resolve(text, scope(embedded=True)) == expected

    def test_one_unknown_part_makes_the_text_unknown(self) -> None:
        found = resolve("-b [parameters('name')] [parameters('size')]", scope(embedded=True))
        assert isinstance(found, Unknown)
        assert found.reason == "the parameter size has no default value"

    def test_a_default_is_read_by_its_type(self) -> None:
        template = {"parameters": {"n": {"type": "int", "defaultValue": "3"}}}
        assert resolve("[parameters('n')]", scope(template, embedded=True)) == 3
        assert resolve("[parameters('n')]", scope(template)) == "3"


class TestLimits:
    """Short templates that would make huge values."""

    DOUBLED: ClassVar[dict[str, Any]] = {
        "variables": {
            "v0": "xxxxxxxxxx",
            **{f"v{n}": f"[createArray(variables('v{n - 1}'), variables('v{n - 1}'))]" for n in range(1, 2_000)},
            "t0": "x",
            **{f"t{n}": f"[concat(variables('t{n - 1}'), variables('t{n - 1}'))]" for n in range(1, 200)},
        }
    }

    @pytest.mark.parametrize(
        "expression",
        [
            "variables('v60')", "variables('v1999')", "string(variables('v60'))", "variables('t100')",
            "padLeft('x', 1000000000)", "range(0, 1000000000)", "format('{0,999999999}', 'x')",
            "equals(variables('v60'), variables('v60'))", "flatten(variables('v60'))", f"concat({'(' * 1_000}", "f(" * 10_000,
            f"first({'first(' * 500}'x'{')' * 500})", "a" * 30_000, f"x(){'.a' * 500}", f"{'not(' * 59}true(){')' * 59}",
        ],
    )  # fmt: skip
    def test_nothing_gets_huge(self, expression: str) -> None:
        around = scope(self.DOUBLED)
        value_of(f"[{expression}]", around)
        assert around.budget.left > 900_000 - 60_000

    def test_one_expression_leaves_enough_for_the_others(self) -> None:
        around = scope(self.DOUBLED)
        assert isinstance(value_of("[string(variables('v60'))]", around), Unknown)
        assert value_of("[concat('a', 'b')]", around) == "ab"

    @given(st.text(alphabet="[]()'.,?abc019 {}$#\\\n", max_size=60))
    def test_any_text(self, text: str) -> None:
        for embedded in (False, True):
            resolve(f"[{text}]", scope(embedded=embedded))
            resolve(text, scope(embedded=embedded))


DOGS = (
    "createArray(createObject('name', 'Evie', 'age', 5), createObject('name', 'Casper', 'age', 3),"
    " createObject('name', 'Kira', 'age', 8))"
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"map({DOGS}, lambda('dog', V('DOG').name))", ["Evie", "Casper", "Kira"]),
        (f"map({DOGS}, lambda('dog', 'i', format('{{0}}{{1}}', V('i'), V('dog').age)))", ["05", "13", "28"]),
        ("map(range(0, 3), lambda('i', mul(V('i'), 2)))", [0, 2, 4]),
        (f"map(filter({DOGS}, lambda('d', greaterOrEquals(V('d').age, 5))), lambda('d', V('d').name))", ["Evie", "Kira"]),
        ("filter(createArray('a', 'b', 'c'), lambda('x', 'i', less(V('i'), 2)))", ["a", "b"]),
        ("reduce(range(1, 4), 0, lambda('sum', 'next', add(V('sum'), V('next'))))", 10),
        ("reduce(createArray('a', 'b'), '', lambda('cur', 'next', 'i', concat(V('cur'), V('next'), V('i'))))", "a0b1"),
        ("sort(createArray(3, 1, 2), lambda('a', 'b', less(V('a'), V('b'))))", [1, 2, 3]),
        (f"map(sort({DOGS}, lambda('a', 'b', less(V('a').age, V('b').age))), lambda('d', V('d').age))", [3, 5, 8]),
        ("toObject(createArray('a', 'b'), lambda('x', toUpper(V('x'))))", {"A": "a", "B": "b"}),
        ("toObject(createArray('a'), lambda('x', V('x')), lambda('x', length(V('x'))))", {"a": 1}),
        ("groupBy(createArray('fo', 'ba', 'bo'), lambda('x', first(V('x'))))", {"f": ["fo"], "b": ["ba", "bo"]}),
        ("mapValues(createObject('a', 1), lambda('v', add(V('v'), 1)))", {"a": 2}),
        ("map(createArray(1), lambda('x', map(createArray(10), lambda('y', add(V('x'), V('y'))))))", [[11]]),
        ("json('{\"a\": 1, /* b */ \"c\": \"//,}\",} // d').c", "//,}"),
        ("guid('a', 'b')", str(uuid.uuid5(uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830"), "a-b"))),
        ("dataUri('Hello')", "data:text/plain;charset=utf8;base64,SGVsbG8="),
        ("dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", "Hello, World!"),
        ("uri('https://x.blob/', 'a.sh')", "https://x.blob/a.sh"),
        ("uri('https://x.blob/dir/', '/a.sh')", "https://x.blob/dir/a.sh"),
        ("uri('https://x.blob/dir/azuredeploy.json', 'nested/a.sh')", "https://x.blob/dir/nested/a.sh"),
        ("uri('https://x.blob', 'a.sh')", "https://x.blob/a.sh"),
        ("dateTimeFromEpoch(1683040573)", "2023-05-02T15:16:13Z"),
        ("dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573),
        ("dateTimeAdd('2024-02-28T23:00:00Z', 'PT2H', 'yyyy-MM-dd HH:mm')", "2024-02-29 01:00"),
        ("dateTimeAdd('2024-03-01T00:00:00Z', '-P1D', 'yyyyMMdd')", "20240229"),
        ("cidrSubnet('10.144.0.0/20', 24, 2)", "10.144.2.0/24"),
        ("cidrHost('10.144.3.0/24', 1)", "10.144.3.2"),
        ("indexFromEnd(createArray(1, 2, 3), 1)", 3),
        ("tryIndexFromEnd(createArray(1), 2)", None),
    ],
)  # fmt: skip
def test_more_functions(expression: str, expected: Any) -> None:
    assert value(expression.replace("V(", "lambdaVariables(")) == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("map(createArray(1), 'x')", "expected a lambda"),
        ("map(createArray(1), lambda('a', 'b', 'c', 1))", "expected a lambda with at most 2 variables"),
        ("map(createArray(1))", "map doesn't take 1 arguments"),
        ("lambdaVariables('x')", "lambdaVariables expects the name of a variable of a lambda"),
        ("filter(createArray(1), lambda('x', equals(parameters('size'), 'a')))", "the parameter size has no default value"),
        ("sort(createArray('a', 'b'), lambda('a', 'b', false()))", "the order of equal elements isn't known"),
        ("dateTimeAdd('2024-02-28T23:00:00Z', 'P1D')", "dateTimeAdd without a format isn't evaluated here"),
        ("dateTimeAdd('2024-02-28T23:00:00Z', 'P1Y', 'yyyy')", "a duration of months or years isn't evaluated here"),
        ("dateTimeAdd('2024-02-28T23:00:00Z', 'P', 'yyyy')", "expected a duration such as P1D or -PT2H"),
        ("dateTimeAdd('now', 'P1D', 'yyyy')", "the form of this time isn't evaluated here"),
        ("cidrSubnet('10.0.0.0/24', 16, 0)", "the range has no such subnet"),
        ("uniqueString('a')", "uniqueString is known only at deployment"),
        ("dataUriToString('x')", "expected a data URI"),
        ("indexFromEnd(createArray(1), 0)", "the array has no such element"),
    ],
)
def test_functions_that_are_not_evaluated(expression: str, reason: str) -> None:
    found = value(expression)
    assert isinstance(found, Unknown)
    assert found.reason == reason


def test_unknown_elements_of_a_map_leave_the_others_known() -> None:
    found = value("map(createArray('a', 'b'), lambda('x', if(equals(lambdaVariables('x'), 'a'), parameters('size'), 1)))")
    assert isinstance(found[0], Unknown)
    assert found[1] == 1


FUNCTIONS: dict[str, Any] = {
    "functions": [
        {
            "namespace": "__bicep",
            "members": {
                "twice": {
                    "parameters": [{"name": "text", "type": "string"}],
                    "output": {"type": "string", "value": "[concat(parameters('text'), parameters('text'))]"},
                },
                "both": {
                    "parameters": [{"name": "a", "type": "string"}, {"name": "b"}],
                    "output": {"value": {"a": "[__bicep.twice(parameters('a'))]", "b": "[parameters('b')]"}},
                },
                "itself": {"parameters": [], "output": {"type": "string", "value": "[__bicep.itself()]"}},
                "outer": {"output": {"value": "[parameters('size')]"}},
                "empty": {"parameters": []},
            },
        }
    ],
    "parameters": {"size": {"type": "string"}, "maybe": {"type": "string", "nullable": True}},
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("__bicep.twice('a')", "aa"),
        ("__BICEP.Twice(__bicep.twice('a'))", "aaaa"),
        ("__bicep.both('a', 1).a", "aa"),
        ("map(createArray('x'), lambda('y', __bicep.twice(lambdaVariables('y'))))", ["xx"]),
        ("coalesce(parameters('maybe'), 'none')", "none"),
    ],
)
def test_functions_of_the_template(expression: str, expected: Any) -> None:
    assert value_of(f"[{expression}]", scope(FUNCTIONS)) == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("__bicep.twice()", "__bicep.twice takes 1 arguments"),
        ("__bicep.itself()", "the function __bicep.itself refers to itself"),
        ("__bicep.outer()", "the parameter size isn't in this file"),
        ("__bicep.empty()", "__bicep.empty has no value"),
        ("__bicep.twice(parameters('size'))", "the parameter size has no default value"),
        ("contoso.other()", "the function contoso.other isn't evaluated here"),
    ],
)
def test_functions_of_the_template_that_are_not_known(expression: str, reason: str) -> None:
    found = value_of(f"[{expression}]", scope(FUNCTIONS))
    assert isinstance(found, Unknown)
    assert found.reason == reason
