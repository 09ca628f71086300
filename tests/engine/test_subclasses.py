"""Subclasses of models: constructors of their own, mixins, several bases, and what a class body must not define."""

from __future__ import annotations

import abc
import copy
import functools
import pickle
from typing import Annotated, Any, ClassVar

import msrest
import pytest

from batchmodels import EnvironmentSetting, Model, StartTask, UnknownAttributeWarning
from batchmodels.declare import Key, Minimum


class Timed(StartTask):
    """Its constructor passes everything on."""

    minutes: int | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)


class Positional(StartTask):
    """Its constructor sets what the class declares, and keeps something private."""

    minutes: int

    def __init__(self, minutes: int, *notes: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.minutes = minutes
        self._notes = notes


class Early(StartTask):
    """Its constructor sets an attribute before it calls the one of the base."""

    minutes: int

    def __init__(self, **kwargs: Any) -> None:
        self.minutes = 5
        super().__init__(**kwargs)


class Owned(Positional):
    """It declares more and inherits the constructor."""

    owner: str | None = None


class Fixed(StartTask):
    """Its constructor gives an attribute a value itself."""

    minutes: int | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(command_line="true", **kwargs)


class Wrapped(Owned):
    """A second constructor, which calls the first."""

    room: Annotated[int | None, Minimum(1)] = None

    def __init__(self, room: int, **kwargs: Any) -> None:
        super().__init__(room * 10, room=room, **kwargs)


@pytest.mark.parametrize(
    ("model", "document"),
    [
        (Timed(command_line="true", minutes=3), {"commandLine": "true", "minutes": 3}),
        (Timed(command_line="true"), {"commandLine": "true"}),
        (Positional(3, "a note", command_line="true"), {"commandLine": "true", "minutes": 3}),
        (Early(command_line="true"), {"commandLine": "true", "minutes": 5}),
        (Early(command_line="true", minutes=6), {"commandLine": "true", "minutes": 6}),
        (Owned(3, command_line="true", owner="me"), {"commandLine": "true", "minutes": 3, "owner": "me"}),
        (Fixed(minutes=1), {"commandLine": "true", "minutes": 1}),
        (Wrapped(7, command_line="true", owner="me"), {"commandLine": "true", "minutes": 70, "owner": "me", "room": 7}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Model) else "",
)
def test_a_constructor_at_any_level(model: StartTask, document: dict[str, Any]) -> None:
    assert model.serialize() == document
    assert model.validate() == []
    for again in (
        type(model).deserialize(document),
        type(model).from_json(model.to_json()),
        type(model).from_dict(model.as_dict()),
        msrest.Deserializer({type(model).__name__: type(model)})(type(model).__name__, document),
        copy.copy(model),
        copy.deepcopy(model),
        pickle.loads(pickle.dumps(model)),
    ):
        assert type(again) is type(model)
        assert again == model
        assert again.serialize() == document


def test_what_is_private_is_copied() -> None:
    model = Positional(3, "a note", command_line="true")
    for again in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert again._notes == ("a note",)
    assert model.__getstate__() == vars(model)


def test_a_constructor_asks_for_what_the_classes_before_it_require() -> None:
    with pytest.raises(TypeError, match=r"^Positional.__init__\(\) missing 1 required keyword-only argument: 'command_line'$"):
        Positional(3)
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'minutes'$"):
        Owned(command_line="true")
    assert [str(problem) for problem in Positional(None, command_line="true").validate()] == [
        "expected int, got None at $.minutes"
    ]


def test_an_unknown_keyword_of_a_constructor() -> None:
    with pytest.warns(UnknownAttributeWarning) as caught:
        model = Timed(command_line="true", minuts=3)
    assert [str(warning.message) for warning in caught] == ["Timed has no attribute 'minuts'; did you mean 'minutes'?"]
    assert caught[0].filename == __file__
    assert model.serialize() == {"commandLine": "true"}


def test_too_many_positional_arguments() -> None:
    with pytest.raises(TypeError, match=r"^StartTask.__init__\(\) takes 1 positional argument but 2 were given$"):
        StartTask("true")  # type: ignore[call-arg]  # on purpose
    with pytest.raises(TypeError, match=r"^StartTask.__init__\(\) takes 1 positional argument but 3 were given$"):
        StartTask("true", 3, command_line="true")


class Greeting:
    """A mixin without a constructor."""

    greeting = "hello"

    def greet(self) -> str:
        return f"{self.greeting} {self.command_line}"

    @property
    def shouted(self) -> str:
        return self.command_line.upper()

    @shouted.setter
    def shouted(self, text: str) -> None:
        self.command_line = text.lower()


class Counting:
    """A mixin with a constructor that calls the next one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = len(kwargs)


class Before(Greeting, StartTask):
    minutes: int | None = None


class After(StartTask, Greeting):
    minutes: int | None = None


@pytest.mark.parametrize("model", [Before, After])
def test_a_mixin_before_or_after_the_model(model: type[Before]) -> None:
    task = model(command_line="true", minutes=1)
    assert task.greet() == "hello true"
    task.shouted = "FALSE"
    task.greeting = "goodbye"
    assert task.greet() == "goodbye false"
    assert isinstance(task, Greeting)
    assert task.serialize() == {"commandLine": "false", "minutes": 1}
    assert model.from_json(task.to_json()).serialize() == task.serialize()
    assert copy.copy(task).greet() == "goodbye false"


@pytest.mark.parametrize("bases", [(Greeting, EnvironmentSetting), (EnvironmentSetting, Greeting)])
def test_a_mixin_leaves_the_attributes_and_the_secrets_alone(bases: tuple[type, ...]) -> None:
    setting: Any = type("Setting", bases, {})(name="PASSWORD", value="hunter2hunter2")
    assert vars(setting) == {"name": "PASSWORD", "value": "hunter2hunter2", "additional_properties": {}}
    assert repr(setting) == "Setting(name='PASSWORD', value='***')"
    setting.value = ["hunter2hunter2"]
    assert [str(problem) for problem in setting.validate()] == ["expected str, got list at $.value"]


def test_a_mixin_with_a_constructor() -> None:
    class Counted(Counting, StartTask):
        minutes: int | None = None

    class Later(Counted):
        hours: int | None = None

    class Unreached(StartTask, Counting):
        minutes: int | None = None

    assert Counted(command_line="true", minutes=1)._count == 2
    assert Later(command_line="true", minutes=1, hours=2).serialize() == {"commandLine": "true", "minutes": 1, "hours": 2}
    assert isinstance(Later.deserialize({"commandLine": "true"}), Counting)
    # As with any class, a constructor that no other one calls is not called.
    assert not hasattr(Unreached(command_line="true", minutes=1), "_count")


def test_an_abstract_mixin() -> None:
    class Described(abc.ABC):
        @abc.abstractmethod
        def describe(self) -> str: ...

    class Meta(type(StartTask), abc.ABCMeta):
        pass

    class Task(StartTask, Described, metaclass=Meta):
        def describe(self) -> str:
            return self.command_line

    class Undescribed(StartTask, Described, metaclass=Meta):
        minutes: int | None = None

    assert Task.from_json(b'{"commandLine": "true"}').describe() == "true"
    with pytest.raises(TypeError, match="abstract"):
        Undescribed(command_line="true")


def test_several_models_as_bases() -> None:
    class A(Model):
        a: int

    class B(A):
        b: int

    class Methods(Model):
        def total(self) -> int:
            return self.a + self.b

    class MoreMethods(A):
        def twice(self) -> int:
            return 2 * self.a

    class All(Methods, B, MoreMethods):
        c: int | None = None

    model = All(a=1, b=2, c=3)
    assert (model.total(), model.twice()) == (3, 2)
    assert model.serialize() == {"a": 1, "b": 2, "c": 3}
    assert All.from_json(model.to_json()) == model

    class Other(Model):
        other: int

    with pytest.raises(
        TypeError,
        match=r"^Both can't have the bases A and Other: only one base can declare attributes or __slots__. "
        r"Repeat the attributes of the others in Both, or derive one base from the other$",
    ):

        class Both(A, Other):
            pass

    class Slotted:
        __slots__ = ("slot",)

    with pytest.raises(TypeError, match=r"^Both can't have the bases A and Slotted: only one base can declare attributes or"):
        type("Both", (A, Slotted), {})


def test_an_attribute_is_declared_again() -> None:
    class A(Model):
        size: int | None = None
        name: Annotated[str, Key("title")]

    class B(A):
        size: str
        name: Annotated[str | None, Key("label")] = None
        other: Annotated[int | None, Key("title")] = None

    model = B(size="large", name="a", other=1)
    assert model.serialize() == {"size": "large", "label": "a", "title": 1}
    assert B.from_json(model.to_json()) == B.deserialize(model.serialize()) == model
    assert [str(problem) for problem in B(size=1).validate()] == ["expected str, got int 1 at $.size"]
    with pytest.raises(TypeError, match=r"^B.__init__\(\) missing 1 required keyword-only argument: 'size'$"):
        B()


def test_an_attribute_must_not_be_hidden() -> None:
    hides = "Annotate it to declare it again, set its value in __init__, or choose another name"
    with pytest.raises(TypeError, match=rf"^Default.wait_for_success hides the attribute that Default inherits. {hides}$"):
        type("Default", (StartTask,), {"wait_for_success": True})
    with pytest.raises(TypeError, match=r"^Property.command_line hides the attribute that Property inherits"):
        type("Property", (StartTask,), {"command_line": property(lambda _: "true")})

    class Mixin:
        command_line = "true"

    with pytest.raises(TypeError, match=rf"^Mixin.command_line hides the attribute that Mixed inherits. {hides}$"):
        type("Mixed", (Mixin, StartTask), {})
    type("Unhidden", (StartTask, Mixin), {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "_attribute_map",
            "it follows from the annotations. Declare attributes instead, for example: name: Annotated[str, Key('wireKey')]",
        ),
        (
            "_validation",
            "it follows from the annotations. Declare attributes instead, for example: name: Annotated[str, Key('wireKey')]",
        ),
        ("__new__", "msgspec makes the object. Define __init__ instead"),
        (
            "__slots__",
            "they follow from the annotations. Use a name that begins with an underscore for a value that isn't sent",
        ),
    ],
)
@pytest.mark.parametrize("base", [StartTask, Model])
def test_what_a_class_body_must_not_define(name: str, reason: str, base: type[Model]) -> None:
    with pytest.raises(TypeError) as caught:
        type("Mine", (base,), {name: {}, "__annotations__": {name: ClassVar[dict[str, Any]]}})
    assert str(caught.value) == f"Mine must not define {name}: {reason}"


def test_properties_methods_and_class_variables() -> None:
    class Task(StartTask):
        limit: ClassVar[int] = 3

        @property
        def first_word(self) -> str:
            return self.command_line.split()[0]

        @functools.cached_property
        def words(self) -> list[str]:
            return self.command_line.split()

        @classmethod
        def true(cls) -> Task:
            return cls(command_line="true")

        def itself(self) -> type[Task]:
            return __class__  # because only the compiler knows it

    task = Task(command_line="echo a")
    assert (task.first_word, task.words, task.limit, task.itself()) == ("echo", ["echo", "a"], 3, Task)
    task.command_line = "printf"
    assert task.words == ["printf"]
    assert Task.true().serialize() == {"commandLine": "true"}
    with pytest.raises(AttributeError):
        task.first_word = "a"


def test_class_keywords_reach_init_subclass() -> None:
    class Registered:
        kind: ClassVar[str | None] = None

        def __init_subclass__(cls, *, kind: str | None = None, **keywords: Any) -> None:
            super().__init_subclass__(**keywords)
            cls.kind = kind

    class Task(Registered, StartTask, kind="timed", since="2024-07-01.20.0"):
        minutes: int | None = None

    assert Task.kind == "timed"
    assert Task.__definition__.by_name["minutes"].since == "2024-07-01.20.0"
    with pytest.raises(TypeError, match="takes no keyword arguments"):

        class Unknown(StartTask, nonsense=True):
            pass


def test_comparison_can_be_defined() -> None:
    class Task(StartTask):
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Task)

        def __hash__(self) -> int:
            return 3

    assert {Task(command_line="a"), Task(command_line="b")} == {Task(command_line="c")}
