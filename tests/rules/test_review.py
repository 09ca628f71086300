"""BM7: findings about the document itself; and how a review behaves."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from batchmodels import (
    AutoUserSpecification,
    CloudPool,
    Finding,
    Model,
    PoolAddParameter,
    Severity,
    StartTask,
    UserIdentity,
    review,
)
from batchmodels.rules.finding import Rename

ARM_POOL = {
    "id": "p",
    "vmSize": "s",
    "properties": {"vmSize": "s"},
    "scaleSettings": {"fixedScale": {}},
    "deploymentConfiguration": {},
    "startTask": {"commandLine": "x", "userIdentity": {"userName": "builder"}},
    "userAccounts": [{"name": "builder", "password": "s3cret"}],
}


def test_a_document_in_the_other_dialect() -> None:
    assert [str(finding) for finding in review(PoolAddParameter.deserialize(ARM_POOL))] == [
        f"$.{key}: BM701 warning: {key} exists only in ARM's pools, so the Batch service ignores it and everything in it. {fix}"
        for key, fix in (
            ("properties", "Move its members up one level."),
            ("scaleSettings", "Use members such as targetDedicatedNodes, enableAutoScale and autoScaleFormula."),
            ("deploymentConfiguration", "Move its virtualMachineConfiguration up one level."),
        )
    ] + [
        (
            "$.startTask.userIdentity.username: BM701 warning: the document has userName, as ARM spells it, but "
            "the Batch service"
            " expects username. Rename it to username. In Python, serialize() writes username and to_arm() writes userName."
        )
    ]


@pytest.mark.parametrize("read", [StartTask.deserialize, lambda d: StartTask.from_json(json.dumps(d)), StartTask.from_dict])
def test_the_dialect_is_remembered(read: Any) -> None:
    task = read({"commandLine": "x", "userIdentity": {"userName": "builder"}})
    (finding,) = review(task)
    assert finding.path == "$.userIdentity.username"
    assert finding.edit == Rename(("userIdentity", "userName"), "username")
    assert [finding.path for finding in review(pickle.loads(pickle.dumps(task)))] == ["$.userIdentity.username"]
    assert task == read({"commandLine": "x", "userIdentity": {"username": "builder"}})
    assert repr(task) == "StartTask(command_line='x', user_identity=UserIdentity(user_name='builder'))"
    assert StartTask.deserialize(task.serialize()).__dialect__ is None


@pytest.mark.parametrize(
    "model",
    [
        StartTask(command_line="x", user_identity=UserIdentity(user_name="builder")),
        StartTask.deserialize({"commandLine": "x", "userIdentity": {"autoUser": {"scope": "Pool"}}}),
        StartTask.deserialize({"commandLine": "x", "userIdentity": {"username": "a", "userName": None}}),
        StartTask.deserialize({"commandLine": "x", "properties": {}}),
        CloudPool.deserialize({"id": "p", "state": "active", "new": {}}),
        UserIdentity(user_name=3),
        UserIdentity(auto_user=AutoUserSpecification(scope=object())),
    ],
)
def test_no_finding(model: Model) -> None:
    assert review(model) == []


def test_rules_can_be_switched_off() -> None:
    pool = PoolAddParameter.deserialize(ARM_POOL)
    assert review(pool, ignore={"BM701"}) == []
    with pytest.raises(
        ValueError, match=r"^unknown rules to ignore: BM999, foo; the rules are BM.*, BM101, BM.*, BM901$"
    ) as error:
        review(pool, ignore=["foo", "BM999", "BM701"])
    assert ", BM101, BM102, BM103, " in str(error.value)
    with pytest.raises(ValueError, match=r"^unknown rules to ignore: BM999, int 3, list; the rules are "):
        review(pool, ignore=["BM999", 3, ["BM101"]])  # type: ignore[list-item]  # on purpose
    for wrong, described in ((None, "None"), (3, "int 3")):
        with pytest.raises(TypeError) as caught:
            review(pool, ignore=wrong)  # type: ignore[arg-type]  # on purpose
        assert str(caught.value) == f'expected a set of rule ids to ignore, for example {{"BM701"}}, got {described}'
    with pytest.raises(TypeError, match=r"^expected datetime or None as now, got str '2030-01-01'$"):
        review(pool, now="2030-01-01")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(
        TypeError, match=r"""^expected a set of rule ids to ignore, for example \{"BM701"\}, got str 'BM701'$"""
    ):
        review(pool, ignore="BM701")


@pytest.mark.parametrize(
    ("value", "said"),
    [({"commandLine": "s3cret"}, "dict"), ('{"commandLine": "s3cret"}', "str"), (None, "None"), (StartTask, "type")],
)
def test_only_models_are_reviewed(value: Any, said: str) -> None:
    with pytest.raises(TypeError) as error:
        review(value)
    assert str(error.value) == f"expected a model, got {said}: deserialize it first, for example with StartTask.deserialize"


def test_a_finding() -> None:
    edit = Rename(("a", 2, "c d"), "e")
    finding = Finding("BM701", Severity.warning, ("a", 2, "b c"), "it fails.", "Change it.", edit)
    assert finding.path == '$.a[2]["b c"]'
    assert finding.help == "batchmodels explain BM701"
    assert str(finding) == '$.a[2]["b c"]: BM701 warning: it fails. Change it.'
    assert finding == pickle.loads(pickle.dumps(finding))
    assert Severity.warning == "warning"


def test_the_repr_of_a_finding_shows_no_secret() -> None:
    key = "https://a.blob.core.windows.net/c-files?sv=1&sig=s3cret"
    finding = Finding("BM702", Severity.warning, ("a", key), "it fails.", "Change it.", Rename(("a", key), "b"))
    assert (
        repr(finding) == "Finding(rule='BM702', severity=<Severity.warning: 'warning'>, "
        "steps=('a', 'https://a.blob.core.windows.net/c-files?sv=1&sig=***'), message='it fails.', fix='Change it.', "
        "edit=Rename(...))"
    )


@pytest.mark.parametrize("password", ["admin", "pool", "task"])
def test_a_password_that_is_a_word_of_a_message_is_not_masked_in_it(password: str) -> None:
    task = StartTask(command_line=f"/bin/bash -c 'set -e; apt-get install -y a; curl -fu me:{password} https://example.com'")
    (found,) = [finding for finding in review(task) if finding.rule == "BM201"]
    assert found.message == "apt-get install fails because the start task doesn't run as an administrator."
    assert found.fix == (
        'Run the start task as an administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; '
        "in Python, user_identity=identities.pool_admin()."
    )


def test_models_that_go_in_circles() -> None:
    class Node(Model):
        child: Any = None
        children: dict[str, Any] | None = None

    node = Node()
    node.child = node
    assert review(node) == []
    assert review(Node(children={"a": [StartTask(command_line="x")]})) == []


def test_the_place_of_a_model_in_a_dictionary() -> None:
    class Holder(Model):
        held: dict[str, Any] | None = None

    identity = UserIdentity.deserialize({"userName": "builder"})
    holder = Holder(held={"a b": [None, {"c": identity}], "d": "x"})
    assert [finding.path for finding in review(holder)] == ['$.held["a b"][1].c.username']
