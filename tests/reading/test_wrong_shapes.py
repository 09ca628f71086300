"""Values of another shape: an object in place of a list, a text in place of an object, a list in place of a text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batchmodels import documents

TASK: dict[str, Any] = {"id": "t", "commandLine": "true"}
POOL: dict[str, Any] = {"id": "p", "vmSize": "s"}
ADMIN = '{"autoUser": {"scope": "pool", "elevationLevel": "admin"}} for an automatic user with administrator rights'

ADMIN_IN_ARM = ADMIN.replace('"pool"', '"Pool"').replace('"admin"', '"Admin"')
ORDINARY = ADMIN.replace('"admin"', '"nonadmin"').replace("with administrator", "without administrator")


def fixes(text: str, file: str) -> list[tuple[str, str]]:
    found = documents.check(documents.read_text(text, file))
    return [(each.message, each.fix) for each in found if each.rule == "refused/type"]


def fix_of(document: Any) -> str:
    ((_, fix),) = fixes(json.dumps(document), "x.json")
    return fix


def test_the_message_has_no_dict() -> None:
    assert fixes('{"commandLine": "a", "environmentSettings": {"LOG_LEVEL": "debug"}}', "x.json") == [
        (
            "expected list, got object",
            'Write a list of objects, with the values for "…": [{"name": "LOG_LEVEL", "value": "…"}].',
        )
    ]


@pytest.mark.parametrize(
    ("members", "fix"),
    [
        (
            {"environmentSettings": {"A": "hunter2", "B": "x"}},
            'Write a list of objects, with the values for "…": [{"name": "A", "value": "…"}, {"name": "B", "value": "…"}].',
        ),
        ({"environmentSettings": {}}, "Write an empty list: []."),
        # A password in braces in YAML, with an empty value, is an object, too.
        (
            {"environmentSettings": {"hunter2": None}},
            'Write a list of objects, with the values for "…": [{"name": "…", "value": "…"}].',
        ),
        (
            {"environmentSettings": {"A": {"value": "x"}}},
            'Write a list of objects, each with its name and its other members: [{"name": "A"}].',
        ),
        ({"environmentSettings": {"name": "A", "value": "x"}}, "Put the object in a list: write [ before it and ] after it."),
        ({"environmentSettings": ["A=hunter2"]}, 'Write {"name": "…", "value": "…"}, with the values for "…".'),
        (
            {"resourceFiles": {"httpUrl": "https://x/y", "filePath": "y"}},
            "Put the object in a list: write [ before it and ] after it.",
        ),
        (
            {"resourceFiles": {"bin/a.sh": "https://x/a.sh?sig=abc"}},
            'Write a list of objects, with the values for "…": [{"filePath": "bin/a.sh", "httpUrl": "…"}].',
        ),
        ({"resourceFiles": ["https://x/a.sh"]}, 'Write {"httpUrl": "https://x/a.sh", "filePath": "a.sh"}.'),
        ({"resourceFiles": ["https://x/a.sh?sig=abc"]}, 'Write {"httpUrl": "…", "filePath": "…"}, with the values for "…".'),
        ({"resourceFiles": ["a.sh"]}, 'Write {"httpUrl": "…", "filePath": "a.sh"}, with the value for "…".'),
        (
            {"resourceFiles": "https://acct.blob.core.windows.net/in"},
            'Write a list: [{"storageContainerUrl": "https://acct.blob.core.windows.net/in"}].',
        ),
        ({"applicationPackageReferences": ["blender"]}, 'Write {"applicationId": "blender"}.'),
        ({"applicationPackageReferences": "blender#4.0"}, 'Write a list: [{"applicationId": "blender", "version": "4.0"}].'),
        (
            {"applicationPackageReferences": {"blender": "4.0"}},
            'Write a list of objects, with the values for "…": [{"applicationId": "blender", "version": "…"}].',
        ),
        ({"containerSettings": "ubuntu"}, 'Write {"imageName": "…"}, with this text for "…".'),
        ({"dependsOn": ["a", "b"]}, 'Write {"taskIds": ["a", "b"]}.'),
        ({"dependsOn": "a"}, 'Write {"taskIds": ["a"]}.'),
        (
            {"constraints": "PT1H"},
            "Write an object, with members such as maxWallClockTime, retentionTime and maxTaskRetryCount.",
        ),
        ({"constraints": [{"maxTaskRetryCount": 3}]}, "Write the object alone: remove the [ before it and the ] after it."),
        ({"userIdentity": "root"}, f'Write {ADMIN}, or {{"username": "root"}} for an account of the pool\'s userAccounts.'),
        ({"userIdentity": "ann"}, f'Write {{"username": "ann"}} for an account of the pool\'s userAccounts, or {ADMIN}.'),
        (
            {"userIdentity": "nonAdmin"},
            f'Write {ORDINARY}, or {{"username": "nonAdmin"}} for an account of the pool\'s userAccounts.',
        ),
        ({"userIdentity": {"autoUser": "ADMIN"}}, 'Write {"elevationLevel": "admin"}.'),
        ({"userIdentity": {"autoUser": ["x"]}}, "Write an object, with members such as scope and elevationLevel."),
        ({"affinityInfo": []}, 'Write {"affinityId": "…"}, with the value for "…".'),
        ({"affinityInfo": "node"}, 'Write {"affinityId": "node"}.'),
        ({"id": ["t"]}, "Write its only element, without the list."),
        ({"dependsOn": ["t"]}, 'Write {"taskIds": ["…"]}.'),
        ({"id": ["t", "u"]}, "Write one string, not a list."),
        ({"displayName": {"a": "hunter2"}}, "Write one string, not an object."),
        ({"requiredSlots": [1]}, "Write its only element, without the list."),
        ({"requiredSlots": [1, 2]}, "Write one number, not a list."),
        ({"requiredSlots": "many"}, ""),
    ],
)
def test_tasks(members: dict[str, Any], fix: str) -> None:
    assert fix_of({**TASK, **members}) == fix


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (["python3", "run.py", "--frames=1-10"], 'Write one string: "python3 run.py --frames=1-10".'),
        (
            ["/bin/bash", "-c", 'apt-get update; echo "$A"'],
            'Write one string: "/bin/bash -c \'apt-get update; echo \\"$A\\"\'".',
        ),
        *(
            (
                words,
                "Write one string: the program and its arguments, with spaces between them, and those with spaces in quotes.",
            )
            for words in (
                ["hunter2"],
                ["/bin/bash", "-c", "echo 'a'"],
                ["apt-get update", "apt-get install -y x"],
                ["mysql", "--password=hunter2"],
                ["echo", "$A"],
                ["sleep", 3],
                [],
            )
        ),
    ],
)
def test_command_lines(words: list[Any], fix: str) -> None:
    assert fix_of({**TASK, "commandLine": words}) == fix
    assert "hunter2" not in fix


@pytest.mark.parametrize(
    ("members", "fix"),
    [
        ({"taskSchedulingPolicy": "Spread"}, 'Write {"nodeFillType": "spread"}.'),
        ({"taskSchedulingPolicy": "wide"}, 'Write {"nodeFillType": "…"}, with spread or pack for "…".'),
        ({"taskSchedulingPolicy": []}, 'Write {"nodeFillType": "…"}, with spread or pack for "…".'),
        ({"networkConfiguration": "/subscriptions/a/subnets/b"}, 'Write {"subnetId": "/subscriptions/a/subnets/b"}.'),
        (
            {"networkConfiguration": [{"subnetId": "a"}]},
            "Write the object alone: remove the [ before it and the ] after it.",
        ),
        (
            {"mountConfiguration": {"nfsMountConfiguration": {"source": "a", "relativeMountPath": "b"}}},
            "Put the object in a list: write [ before it and ] after it.",
        ),
        ({"userAccounts": {"name": "a", "password": "x"}}, "Put the object in a list: write [ before it and ] after it."),
        (
            {"userAccounts": {"ann": {"password": "hunter2"}}},
            'Write a list of objects, each with its name and its other members: [{"name": "ann"}].',
        ),
        (
            {"metadata": {"owner": "hunter2"}},
            'Write a list of objects, with the values for "…": [{"name": "owner", "value": "…"}].',
        ),
        ({"resourceTags": [{"name": "a", "value": "x"}]}, 'Write an object, with the values for "…": {"a": "…"}.'),
        ({"applicationLicenses": "maya"}, 'Write a list: ["maya"].'),
    ],
)
def test_pools(members: dict[str, Any], fix: str) -> None:
    assert fix_of({**POOL, **members}) == fix


@pytest.mark.parametrize(
    ("image", "fix"),
    [
        (
            "canonical:ubuntu-24_04-lts:server:latest",
            'Write {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"}.',
        ),
        (
            "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/images/c",
            'Write {"virtualMachineImageId": "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/images/c"}.',
        ),
        ("/communityGalleries/a/images/b", 'Write {"communityGalleryImageId": "/communityGalleries/a/images/b"}.'),
        (
            "ubuntu",
            'Write {"publisher": "…", "offer": "…", "sku": "…", "version": "…"}, with the values for "…".',
        ),
    ],
)
def test_images(image: str, fix: str) -> None:
    machine = {"imageReference": image, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}
    assert fix_of({**POOL, "virtualMachineConfiguration": machine}) == fix


def test_jobs() -> None:
    assert fix_of({"id": "j", "poolInfo": "p", "priority": 1}) == 'Write {"poolId": "…"}, with this text for "…".'


YAML = """\
id: p
vmSize: s
userAccounts:
  name: ann
  password: hunter2
networkConfiguration:
- subnetId: a
mountConfiguration: {nfsMountConfiguration: {source: a, relativeMountPath: b}}
"""


def test_yaml_blocks_have_no_brackets() -> None:
    assert fixes(YAML, "x.yaml") == [
        (
            "expected list, got object",
            'Put the object in a list: write "- " before its first member, and two more spaces before each of its other lines.',
        ),
        (
            "expected NetworkConfiguration, got list",
            "Write the object alone: replace the - before its first member by a space.",
        ),
        ("expected list, got object", "Put the object in a list: write [ before it and ] after it."),
    ]
    fixed = YAML.replace("  name", "  - name").replace("  password", "    password").replace("- subnetId", "  subnetId")
    assert fixes(fixed.replace("n: {nfs", "n: [{nfs").replace("b}}", "b}}]"), "x.yaml") == []


def template(properties: dict[str, Any]) -> str:
    return json.dumps(
        {
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            "parameters": {"x": {"type": "string"}},
            "resources": [
                {
                    "type": "Microsoft.Batch/batchAccounts/pools",
                    "apiVersion": "2024-07-01",
                    "name": "a/p",
                    "properties": {"vmSize": "s", **properties},
                }
            ],
        }
    )


def test_arm_has_its_own_spelling() -> None:
    text = template(
        {
            "taskSchedulingPolicy": "spread",
            "applicationPackages": ["blender"],
            "startTask": {
                "commandLine": "true",
                "userIdentity": "admin",
                "environmentSettings": {"A": "[parameters('x')]", "B": "c"},
            },
        }
    )
    assert [fix for _, fix in fixes(text, "x.json")] == [
        'Write {"nodeFillType": "Spread"}.',
        'Write {"id": "…"}, with the resource id of the application or certificate for "…".',
        f'Write {ADMIN_IN_ARM}, or {{"username": "admin"}} for an account of the pool\'s userAccounts.',
        'Write a list of objects, with the values for "…": [{"name": "A", "value": "…"}, {"name": "B", "value": "…"}].',
    ]
