"""Documents in another spelling, and models of other libraries, are read by the fast way, the plain one and msrest's."""

from __future__ import annotations

import copy
import json
import logging
from collections import ChainMap, OrderedDict, UserDict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

import msrest.serialization
import pytest
from msrest.serialization import Deserializer

from batchmodels import DeserializationError, Model, StartTask, UnknownValue
from batchmodels.declare import Key, Secret, TextEnum
from batchmodels.engine import reference
from batchmodels.engine.attributes import Spelling
from batchmodels.engine.reference import Encoding


class Level(TextEnum):
    low = "low"
    high = "high", Spelling("arm", "High"), Spelling("other", "top")


class User(Model):
    user_name: Annotated[str | None, Key("username"), Spelling("arm", "userName"), Spelling("other", "login")] = None
    level: Level | None = None
    levels: list[Level] | None = None
    home_page: Annotated[str | None, Key("home.page")] = None
    password: Annotated[str | None, Secret()] = None


READERS = [
    User.deserialize,
    User.from_dict,
    lambda document: User.from_json(json.dumps(document)),
    lambda document: reference.decode(User, document),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("document", "user", "dialect"),
    [
        ({"username": "a"}, User(user_name="a"), None),
        ({"userName": "a"}, User(user_name="a"), "arm"),
        ({"login": "a"}, User(user_name="a"), "other"),
        ({"userName": "a", "new": 1}, User(user_name="a", additional_properties={"new": 1}), "arm"),
        ({"level": "HIGH"}, User(level=Level.high), None),
        ({}, User(), None),
    ],
)
def test_the_keys_of_other_dialects(read: Any, document: dict[str, Any], user: User, dialect: str | None) -> None:
    found = read(document)
    assert found == user
    assert found.__dialect__ == dialect
    assert User().__dialect__ is None


@pytest.mark.parametrize("read", [READERS[0], *READERS[2:]])
def test_the_main_key_goes_first(read: Any) -> None:
    user = read({"username": "a", "userName": "b", "login": None})
    assert user == User(user_name="a", additional_properties={"userName": "b", "login": None})
    assert user.__dialect__ is None
    user = read({"username": None, "login": "b"})
    assert user == User(user_name="b")
    assert user.__dialect__ == "other"


def test_writing_in_another_dialect() -> None:
    user = User(user_name="a", level="HIGH", levels=[Level.low, "high"])
    assert reference.encode(user)[0] == {"username": "a", "level": "high", "levels": ["low", "high"]}
    assert reference.write(user, Encoding(dialect="arm")) == {
        "userName": "a",
        "level": "High",
        "levels": ["low", "High"],
    }
    assert reference.write(user, reference.Encoding(dialect="other")) == {
        "login": "a",
        "level": "top",
        "levels": ["low", "top"],
    }
    assert reference.write(user, reference.Encoding(dialect="unheard")) == user.serialize()
    user = User(user_name=3, additional_properties={"userName": "b"})
    assert [problem.message for problem in reference.encode(user, reference.Encoding(dialect="arm"))[1]] == [
        "expected str, got int 3 at $.userName",
        "expected an unknown member in additional_properties, got the wire key of user_name at $.userName",
    ]
    user = User(additional_properties={"login": "b"})
    assert [problem.message for problem in reference.encode(user, reference.Encoding(dialect="arm"))[1]] == [
        "expected an unknown member in additional_properties, got another wire key of user_name at $.login"
    ]
    assert reference.encode(User(user_name="a", additional_properties={"login": "b"}))[1] == []


def test_two_spellings_of_a_member() -> None:
    with pytest.raises(DeserializationError) as caught:
        User.from_dict({"UserName": "a", "USERNAME": "b", "user_name": "c", "Home.Page": "x", "home_page": "y", "new": 1, 3: 4})
    assert [(problem.path, problem.rule, problem.message) for problem in caught.value.problems] == [
        ("$.username", "duplicate", "expected one spelling of username, got both 'UserName' and 'USERNAME' at $.username"),
        ("$.username", "duplicate", "expected one spelling of username, got both 'UserName' and 'user_name' at $.username"),
        (
            '$["home.page"]',
            "duplicate",
            "expected one spelling of home.page, got both 'Home.Page' and 'home_page' at $[\"home.page\"]",
        ),
    ]


class ForeignUser(msrest.serialization.Model):
    """As another library would declare one."""

    _attribute_map: ClassVar[dict[str, dict[str, str]]] = {
        "user": {"key": "username", "type": "str"},
        "page": {"key": "home\\.page", "type": "str"},
        "nothing": {"key": "", "type": "{object}"},
        "unset": {"key": "level", "type": "str"},
    }

    def __init__(self, **members: Any) -> None:
        super().__init__()
        vars(self).update(members)


class Watched(Mapping[str, Any]):
    """As azure-core would declare one: looking at a value coerces it."""

    def __init__(self, held: dict[str, Any]) -> None:
        self.held = held

    def __getitem__(self, key: str) -> Any:
        raise AssertionError("nobody may look")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("nobody may look")

    def __len__(self) -> int:
        return len(self.held)

    def as_dict(self) -> dict[str, Any]:
        return self.held


@pytest.mark.parametrize(
    ("foreign", "user"),
    [
        (ForeignUser(user="a", page="p", nothing=5), User(user_name="a", home_page="p")),
        (ForeignUser(user="a", additional_properties=None), User(user_name="a")),
        (ForeignUser.__new__(ForeignUser), User()),
        (
            ForeignUser(user="a", additional_properties={"new": 1, "username": "b"}),
            User(user_name="a", additional_properties={"new": 1}),
        ),
        (Watched({"username": "a", "level": "low"}), User(user_name="a", level=Level.low)),
    ],
)
def test_models_of_other_libraries(foreign: Any, user: User) -> None:
    for found in (User.deserialize(foreign), User.from_dict(foreign), reference.decode(User, foreign)):
        assert found == user


def test_models_of_ours_in_a_document() -> None:
    class Team(Model):
        lead: User | None = None
        members: list[User] | None = None

    lead = User(user_name="a")
    team = Team.deserialize({"lead": lead, "members": [lead, {"username": "b"}, ForeignUser(user="c")]})
    assert team.lead is lead
    assert team.members == [lead, User(user_name="b"), User(user_name="c")]
    with pytest.raises(DeserializationError, match=r"(?m)^expected User, got .*Team at \$\.lead$"):
        Team.deserialize({"lead": team})
    with pytest.raises(DeserializationError, match=r"expected User, got int at \$\.lead$"):
        Team.deserialize({"lead": 5})


@pytest.mark.parametrize(
    ("document", "user"),
    [
        (
            {"username": "a", "level": "High", "levels": ["LOW", "new"]},
            {"user_name": "a", "level": "high", "levels": ["low", "new"]},
        ),
        ({"userName": "a", "username": None, "new": 1}, {"user_name": "a", "additional_properties": {"new": 1}}),
        ({"login": "a", "level": "new"}, {"user_name": "a", "level": "new"}),
        ({"home.page": "p"}, {"home_page": "p"}),
    ],
)
def test_msrest_s_deserializer_reads_the_same(document: dict[str, Any], user: dict[str, Any]) -> None:
    found = Deserializer({"User": User, "Level": Level})("User", dict(document))
    assert found == User(**user) == User.deserialize(document)
    assert type(found.level) is type(User.deserialize(document).level)


def test_msrest_s_deserializer_leaves_the_document_alone() -> None:
    document = {"userName": "a", "level": "HIGH", "levels": ["new"], "password": "p", "new": [1]}
    before = copy.deepcopy(document)
    user = Deserializer({"User": User, "Level": Level})("User", document)
    assert document == before
    assert type(document["level"]) is str
    assert user == User.deserialize(document)
    assert type(user.levels[0]) is UnknownValue
    assert user.__dialect__ == "arm"


def test_what_is_logged_of_an_unknown_value(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "batchmodels"):
        User.deserialize({"level": "?sig=s3cret", "new": 1, 5: 6})
    assert caplog.messages == ["'?sig=***' is not a declared value of Level", "User does not declare the members: ***, ***"]
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}


def test_members_of_an_enumeration_know_their_spellings() -> None:
    assert Level.high.spellings == {"arm": "High", "other": "top"}
    assert Level.low.spellings == {}
    assert (Level.high.since, Level.high.until) == (None, None)


def test_the_names_of_the_plain_ways() -> None:
    for name in reference.__all__:
        assert callable(getattr(reference, name))


@pytest.mark.parametrize("mapping", [UserDict, MappingProxyType, OrderedDict, ChainMap])
def test_unknown_members_within_a_mapping_that_is_no_dict_are_kept(mapping: Any) -> None:
    document = {"commandLine": "x", "userIdentity": mapping({"username": "a", "new": 1})}
    expected = {"commandLine": "x", "userIdentity": {"username": "a", "new": 1}}
    assert StartTask.deserialize(document).serialize() == expected
    page = StartTask.read_page({"value": [document, mapping(expected)]})
    assert [task.serialize() for task in page] == [expected, expected]
