"""The features of msgspec's Structs that models have, and the behavior of msgspec that they rely on."""

from __future__ import annotations

import copy
import dataclasses
import gc
import pickle
import pprint
import reprlib
import subprocess
import sys
import weakref
from typing import Any

import msgspec
import pytest
import wire
from rich.pretty import pretty_repr

from batchmodels import AutoUserSpecification, EnvironmentSetting, Model, StartTask, UserIdentity
from batchmodels.engine.bases import Root

SECRET = "hunter2hunter2"
TEXT = b'{"commandLine":"true","environmentSettings":[{"name":"PASSWORD","value":"hunter2hunter2"}],"waitForSuccess":true}'


def start_task() -> StartTask:
    return StartTask(
        command_line="true", environment_settings=[EnvironmentSetting(name="PASSWORD", value=SECRET)], wait_for_success=True
    )


def test_a_struct_may_have_a_second_base_that_inherits_its_constructor() -> None:
    class Constructing:
        def __init__(self, **kwargs: Any) -> None:
            self.__dict__["called"] = kwargs

    class Between(Constructing):
        pass

    try:

        class Minimal(msgspec.Struct, Between, kw_only=True):
            name: str | None = None

        class MinimalModel(msgspec.Struct, Root, kw_only=True):
            name: str | None = None

        read = msgspec.json.decode(b'{"name":"a"}', type=Minimal)
    except TypeError as error:  # pragma: no cover  # because only a later msgspec may do so
        pytest.fail(
            f"msgspec {msgspec.__version__} refuses a Struct with a second base that inherits its constructor: {error}. "
            "engine/model.py needs that to make a class that is a Struct and msrest's Model at once. "
            "Exclude this version in pyproject.toml and ask msgspec's maintainers to allow it again"
        )
    assert read == Minimal(name="a")
    assert not hasattr(read, "called"), "msgspec calls the constructor of the second base when it reads"
    assert MinimalModel(name="a") == MinimalModel(name="a")


def test_the_class_of_structs_may_be_derived_from() -> None:
    try:
        meta = type("Meta", (msgspec.StructMeta,), {})
        made = meta("Made", (msgspec.Struct,), {"__annotations__": {"name": str}}, rename={"name": "n"}, omit_defaults=True)
    except TypeError as error:  # pragma: no cover  # because only a later msgspec may do so
        pytest.fail(
            f"msgspec {msgspec.__version__} refuses a metaclass derived from StructMeta, as engine/metaclass.py is: {error}"
        )
    assert msgspec.json.encode(made(name="a")) == b'{"n":"a"}'


def test_reading_with_msgspec() -> None:
    assert msgspec.json.decode(TEXT, type=StartTask) == StartTask.from_json(TEXT) == start_task()
    assert msgspec.json.Decoder(list[StartTask]).decode(b"[" + TEXT + b"]") == [start_task()]
    document = msgspec.json.decode(TEXT)
    assert msgspec.convert(document, StartTask) == start_task()
    assert msgspec.convert(document, StartTask | None) == start_task()
    assert msgspec.json.decode(b"{}", type=StartTask) == StartTask.deserialize({})


@pytest.mark.parametrize("path", ["StartTask", "CloudPool", "ComputeNode", "PoolAddParameter"])
def test_the_very_first_use_of_a_class_may_be_through_msgspec(path: str) -> None:
    program = (
        f"import msgspec, batchmodels as b; first = msgspec.json.decode('{{}}', type=b.{path}); "
        f"assert first == b.{path}.deserialize({{}})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_class_is_read_by_msgspec() -> None:
    for model in wire.models():
        assert msgspec.json.decode(b"{}", type=model) == msgspec.convert({}, model) == model.deserialize({})
    assert len(wire.models()) > 50


def test_the_limits_of_reading_with_msgspec() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"^Object contains unknown field `new`$"):
        msgspec.json.decode(b'{"commandLine":"true","new":1}', type=StartTask)
    with pytest.raises(msgspec.ValidationError, match="__class__"):
        msgspec.json.decode(b'{"__class__":{}}', type=StartTask)
    with pytest.raises(msgspec.ValidationError, match=r"^Invalid enum value 'Pool' - at `\$.scope`$"):
        msgspec.json.decode(b'{"scope":"Pool"}', type=AutoUserSpecification)
    # Nothing is checked on writing, and unknown members keep the name of the attribute.
    task = StartTask.deserialize({"commandLine": "true", "new": 1})
    task.max_task_retry_count = -5
    assert msgspec.to_builtins(task) == {
        "__class__": {"new": 1},
        "commandLine": "true",
        "maxTaskRetryCount": -5,
    }
    with pytest.raises(TypeError, match="Generating JSON schema for custom types requires"):
        msgspec.json.schema(StartTask)


def replacements() -> list[Any]:
    found = [msgspec.structs.replace]
    if sys.version_info >= (3, 13):
        found.append(copy.replace)
    return found


@pytest.mark.parametrize("replace", replacements())
def test_replacing(replace: Any) -> None:
    task = StartTask.deserialize({"commandLine": "true", "new": 1})
    other = replace(task, command_line="false", wait_for_success=True)
    assert type(other) is StartTask
    assert other.serialize() == {"commandLine": "false", "waitForSuccess": True, "new": 1}
    assert task.serialize() == {"commandLine": "true", "new": 1}
    with pytest.raises(TypeError, match="wait_for_sucess"):
        replace(task, wait_for_sucess=True)


@pytest.mark.parametrize("replace", replacements())
def test_replacing_calls_no_constructor(replace: Any) -> None:
    class Counted(StartTask):
        count: int

        def __init__(self, count: int, **kwargs: Any) -> None:
            super().__init__(command_line="true", **kwargs)
            self.count = count + 1

    other = replace(Counted(1), command_line="false")
    assert other.serialize() == {"commandLine": "false", "count": 2}


def test_structs_functions() -> None:
    task = start_task()
    names = ["additional_properties", *StartTask.__definition__.by_name]
    assert [field.name for field in msgspec.structs.fields(StartTask)] == names
    assert msgspec.structs.asdict(task) == {name: getattr(task, name) for name in names} == vars(task)
    assert msgspec.structs.astuple(task) == tuple(getattr(task, name) for name in names)


def test_pattern_matching() -> None:
    found = None
    match start_task():
        case StartTask(user_identity=UserIdentity()):
            found = "user"
        case StartTask(command_line="false"):
            found = "false"
        case StartTask(command_line=line, environment_settings=[EnvironmentSetting(name="PASSWORD")], user_identity=None):
            found = line
    assert found == "true"


def test_patterns_have_no_positions() -> None:
    def by_position() -> bool:
        match start_task():
            case StartTask(_):
                return True
        return False

    with pytest.raises(TypeError, match=r"^StartTask\(\) accepts 0 positional sub-patterns \(1 given\)$"):
        by_position()


def test_nothing_prints_a_secret() -> None:
    task = start_task()
    shown = [
        repr(task),
        str(task),
        f"{task}",
        pprint.pformat(task),
        pprint.pformat([task], width=10),
        reprlib.repr(task),
        pretty_repr(task),
        pretty_repr({"task": [task]}),
        repr(msgspec.structs.replace(task, command_line="false")),
        repr(msgspec.json.decode(TEXT, type=StartTask)),
    ]
    for text in shown:
        assert "StartTask(" in text
        assert SECRET not in text
    assert not dataclasses.is_dataclass(task)
    for name in ("__rich_repr__", "__match_args__", "__dataclass_fields__", "__attrs_attrs__", "_repr_pretty_", "_asdict"):
        assert not hasattr(task, name)


def test_an_error_of_msgspec_has_no_secret() -> None:
    text = TEXT.replace(b'"hunter2hunter2"', b'["hunter2hunter2"]')
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(text, type=StartTask)
    assert str(caught.value) == "Expected `str | null`, got `array` - at `$.environmentSettings[0].value`"


class Ring(Model):
    """A model that can hold itself."""

    name: str | None = None
    following: Ring | None = None
    others: list[Ring] | None = None


def ring() -> Ring:
    first, second = Ring(name="first"), Ring(name="second")
    first.following, second.following = second, first
    first.others = [first, second]
    return first


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_models_that_hold_each_other_are_copied(copied: Any) -> None:
    again = copied(ring())
    assert again.following.following is again
    assert again.others[0] is again
    assert again.others[1] is again.following
    assert repr(again) == (
        "Ring(name='first', following=Ring(name='second', following=...), others=[..., Ring(name='second', following=...)])"
    )


def test_models_that_hold_each_other_are_collected() -> None:
    first = ring()
    references = [weakref.ref(first), weakref.ref(first.following)]
    del first
    gc.collect()
    assert [reference() for reference in references] == [None, None]


def test_a_class_is_collected() -> None:
    def make() -> weakref.ref[type[Model]]:
        class Local(StartTask):
            itself: Local | None = None

        model = Local.from_json(b'{"commandLine":"true","itself":{"commandLine":"false"},"new":1}')
        model.serialize(), model.to_json(), repr(model), Local._attribute_map
        return weakref.ref(Local)

    reference = make()
    gc.collect()
    assert reference() is None


@pytest.mark.parametrize(
    "use",
    [
        lambda: StartTask(command_line="true", user_identity=UserIdentity(user_name="me")),
        lambda: StartTask.from_json(TEXT).to_json(),
        lambda: StartTask.deserialize(msgspec.json.decode(TEXT)).serialize(),
        lambda: StartTask.from_json(TEXT[:-1] + b',"new":{"a":[1]}}').to_json(),
        lambda: copy.deepcopy(start_task()) == pickle.loads(pickle.dumps(start_task())),
        lambda: StartTask(command_line=1).validate(),
    ],
    ids=["construct", "json", "dict", "unknown members", "copies", "problems"],
)
def test_nothing_is_left_of_models_that_are_dropped(use: Any) -> None:
    def blocks_after(times: int) -> int:
        for _ in range(times):
            use()
        gc.collect()
        return sys.getallocatedblocks()

    blocks_after(200)
    before = blocks_after(100)
    assert blocks_after(2_000) - before < 500
