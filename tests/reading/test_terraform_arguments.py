"""Arguments that the provider of Terraform doesn't have, values in another case, and the names in messages."""

from __future__ import annotations

import pytest

from batchmodels import documents

pytest.importorskip("hcl2")

POOL = """
resource "azurerm_batch_pool" "p" {{
  name                     = "p"
  resource_group_name      = "r"
  account_name             = "a"
  vm_size                  = "Standard_D2s_v3"
  node_agent_sku_id        = "batch.node.ubuntu 22.04"
  inter_node_communication = "Disabled"
  {}
  storage_image_reference {{
    publisher = "canonical"
    offer     = "0001-com-ubuntu-server-jammy"
    sku       = "22_04-lts"
  }}
}}
"""
ONE_NODE = "fixed_scale {\n target_dedicated_nodes = 1\n }"


def said(text: str, file: str = "main.tf") -> list[str]:
    found = documents.check(documents.read_text(text, file))
    return [f"{each.path}: {each.severity.value} {each.rule}: {each.message} {each.fix}".rstrip() for each in found]


def in_pool(members: str) -> list[str]:
    return said(POOL.format(members))


ADDRESS = "azurerm_batch_pool.p"
FAILS = "so terraform plan fails unless a newer version of the provider has it."


@pytest.mark.parametrize(
    ("members", "place", "what", "fix"),
    [
        ("nonsense = 3", "nonsense", "azurerm_batch_pool has no argument or block nonsense", "Remove it."),
        (
            'start_task {\n command_line = "echo"\n wait_for_succes = true\n user_identity {\n user_name = "x"\n }\n }',
            "start_task[0].wait_for_succes",
            "the block start_task has no argument or block wait_for_succes",
            "Write wait_for_success.",
        ),
        (
            "target_dedicated_nodes = 2",
            "target_dedicated_nodes",
            "azurerm_batch_pool has no argument or block target_dedicated_nodes",
            "Move it to fixed_scale.",
        ),
        (
            'image_reference {\n offer = "x"\n }',
            "image_reference[0]",
            "azurerm_batch_pool has no argument or block image_reference",
            "Write storage_image_reference.",
        ),
        (
            'virtual_machine_configuration {\n image_reference {\n offer = "x"\n }\n }',
            "virtual_machine_configuration[0]",
            "azurerm_batch_pool has no argument or block virtual_machine_configuration",
            "Write what is in it into the resource itself, as the documentation of the provider shows.",
        ),
    ],
)
def test_unknown_arguments(members: str, place: str, what: str, fix: str) -> None:
    expected = f"{ADDRESS}.{place}: warning unknown/member: {what}, {FAILS} {fix}"
    assert [each for each in in_pool(members) if "unknown/member" in each] == [expected]


@pytest.mark.parametrize(
    "members",
    [
        f"count = 2\n{ONE_NODE}",
        f"for_each = toset([])\n{ONE_NODE}",
        f'lifecycle {{\n ignore_changes = [name]\n }}\n timeouts {{\n create = "1h"\n }}\n depends_on = []\n{ONE_NODE}',
        f'metadata = {{\n nonsense = "3"\n scope = "pool"\n }}\n{ONE_NODE}',
        f'dynamic "extensions" {{\n for_each = []\n content {{}}\n }}\n{ONE_NODE}',
        f'stop_pending_resize_operation = true\n os_disk_placement = "CacheDisk"\n{ONE_NODE}',
    ],
)
def test_arguments_of_every_resource(members: str) -> None:
    assert [each for each in in_pool(members) if "document/" in each or "unknown/" in each] == []


def test_a_plan_has_the_arguments_of_its_provider() -> None:
    text = (
        '{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "azurerm_batch_pool.p", '
        '"mode": "managed", "type": "azurerm_batch_pool", "name": "p", "values": {"name": "p", "nonsense": 3}}]}}}'
    )
    assert [each for each in said(text, "plan.json") if "document/" in each or "unknown/" in each] == []


@pytest.mark.parametrize(
    ("level", "scope", "found"),
    [("admin", "pool", ["Admin", "Pool"]), ("Admin", "Pool", []), ("NonAdmin", "Task", []), ("nonadmin", "Task", ["NonAdmin"])],
)
def test_the_case_of_values(level: str, scope: str, found: list[str]) -> None:
    user = f'user_identity {{\n auto_user {{\n elevation_level = "{level}"\n scope = "{scope}"\n }}\n }}'
    task = f'start_task {{\n command_line = "./a"\n wait_for_success = true\n {user}\n }}'
    texts = [each for each in in_pool(f"{ONE_NODE}\n{task}") if "document/" in each]
    assert [each.rpartition("Write ")[2] for each in texts] == [f'"{each}".' for each in found]
    if level == "admin":
        assert texts[0] == (
            f"{ADDRESS}.start_task[0].user_identity[0].auto_user[0].elevation_level: error document/terraform: elevation_level "
            'takes only "Admin" or "NonAdmin", and case matters, so terraform plan fails with "admin" Write "Admin".'
        )


def test_a_certificate_is_retired() -> None:
    identity = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Batch/batchAccounts/b/certificates/sha1-0a0b"
    for value in (f'"{identity}"', "azurerm_batch_certificate.c.id"):
        texts = in_pool(f'{ONE_NODE}\ncertificate {{\n id = {value}\n store_location = "CurrentUser"\n }}')
        (text,) = (each for each in texts if "BM027" in each)
        assert text == (
            f"{ADDRESS}.certificate: warning BM027: nodes get no certificates: Azure retired them on 29 February 2024. Use the "
            "Key Vault extension, in a block extensions; it needs a pool that is created through ARM with a user-assigned "
            "identity."
        )


def test_the_names_of_terraform_in_fixes() -> None:
    spot = 'os_disk_placement = "CacheDisk"\n fixed_scale {\n target_low_priority_nodes = 2\n target_dedicated_nodes = 0\n }'
    (text,) = (each for each in in_pool(spot) if "BM008" in each)
    assert text == (
        f"{ADDRESS}.os_disk_placement: error BM008: Batch doesn't support ephemeral OS disks on Spot nodes, which "
        "target_low_priority_nodes asks for. Use target_dedicated_nodes instead, or remove os_disk_placement."
    )
    both = POOL.format("fixed_scale {\n target_low_priority_nodes = 2\n }").replace('inter_node_communication = "Disabled"', "")
    (text,) = (each for each in said(both) if "BM007" in each)
    assert text.endswith('or set inter_node_communication to "Disabled" if tasks don\'t span several nodes.')
    assert said('resource "azurerm_batch_pool" "p" {\n}')[0] == (
        f"{ADDRESS}.name: error refused/required: expected str, but name is missing"
    )
