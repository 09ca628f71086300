"""The reference has everything public, each with what its declaration says."""

from __future__ import annotations

import re
from enum import Enum

import pytest
import reference
from conftest import ROOT

import batchmodels
from batchmodels import ContainerRegistry, Model, declare
from batchmodels.engine.enumerations import TextEnum
from batchmodels.models.dialects import in_arm

PAGES = {page.stem: reference.expanded(page.read_text(encoding="utf-8")) for page in (ROOT / "docs" / "reference").glob("*.md")}
TEXT = "\n".join(PAGES.values())
MODULES = {"commands", "declare", "identities"}
PUBLIC = [(name, getattr(batchmodels, name)) for name in batchmodels.__all__ if name not in MODULES]
PUBLIC += [(name, getattr(declare, name)) for name in declare.__all__ if name not in batchmodels.__all__]
MODELS = [value for _, value in PUBLIC if isinstance(value, type) and issubclass(value, Model)]


def test_every_public_name_has_one_entry() -> None:
    for name, value in PUBLIC:
        if value is not batchmodels.API_VERSIONS:  # which the first page has
            assert TEXT.count(f"\n({name})=\n## {name}\n") == 1, f"name the module of {name} in a page of docs/reference"
    assert "`API_VERSIONS` holds" in PAGES["index"]


def test_every_function_of_the_public_modules_has_an_entry() -> None:
    for name in ("bash", "sh", "cmd", "powershell", "pool_admin", "pool_user", "task_admin", "task_user"):
        assert f"\n## {name}\n\n```python\n{name}(" in PAGES["commands"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_attribute_has_its_entry_and_says_something(model: type[Model]) -> None:
    entry = reference.model_entry(model)
    for attribute in model.__definition__.attributes:
        beginning = re.escape(f'[`{attribute.name}`]{{id="{model.__name__}.{attribute.name}"}} ')
        assert re.search(rf"^{beginning}.+\n: \S.+\n\n(  .+\n\n)*  Wire key `{attribute.wire_key}`", entry, re.MULTILINE)


def test_every_member_of_an_enumeration_is_there() -> None:
    for name, value in PUBLIC:
        if isinstance(value, type) and issubclass(value, Enum):
            for member in value:
                assert f"\n| `{member.name}` | `{member.value}` |" in reference.entry(name, value)


def test_every_link_leads_to_an_entry() -> None:
    targets = {*re.findall(r"^\(([\w.]+)\)=$", TEXT, re.MULTILINE), *re.findall(r'\{id="([\w.]+)"\}', TEXT)}
    assert set(re.findall(r"\]\(#([\w.]+)\)", TEXT)) <= targets


def test_a_model() -> None:
    assert (
        reference.entry("ContainerRegistry", ContainerRegistry)
        == """\
(ContainerRegistry)=
## ContainerRegistry

A private registry, and what the node logs in with: a user and a password, or a managed identity.

Since API version 2017-09-01.6.0. ARM has it too: [`to_arm()`, `from_arm()`](#ArmModel).

Refused is what breaks one of these:

- [`user_name`](#ContainerRegistry.user_name) beside [`password`](#ContainerRegistry.password)
- no [`user_name`](#ContainerRegistry.user_name) or [`password`](#ContainerRegistry.password) beside \
[`identity_reference`](#ContainerRegistry.identity_reference)

[`user_name`]{id="ContainerRegistry.user_name"} `str`
: The user to log in as.

  Wire key `username`.

[`password`]{id="ContainerRegistry.password"} `str`
: That user's password. Shown as `***`, sent as it is; the service doesn't give it back.

  Wire key `password`; secret, shown as `***`.

[`registry_server`]{id="ContainerRegistry.registry_server"} `str`
: The registry's host name, such as `myregistry.azurecr.io`. Default `docker.io`.

  Wire key `registryServer`.

[`identity_reference`]{id="ContainerRegistry.identity_reference"} \
[`ComputeNodeIdentityReference`](#ComputeNodeIdentityReference)
: An identity that may pull from the registry, in place of user and password.

  Wire key `identityReference`; API versions: 2021-06-01.14.0 and later."""
    )


class Shift(TextEnum):
    """When a crew works."""

    day = "day", in_arm("Day")
    """From six to six."""

    night = "night", in_arm("Night")
    """The rest."""


def test_an_enumeration() -> None:
    assert (
        reference.entry("Shift", Shift)
        == """\
(Shift)=
## Shift

When a crew works.

| Member | On the wire | In ARM | Meaning |
| --- | --- | --- | --- |
| `day` | `day` | `Day` | From six to six. |
| `night` | `night` | `Night` | The rest. |"""
    )


def test_a_function() -> None:
    assert (
        reference.entry("to_json", batchmodels.to_json)
        == """\
(to_json)=
## to_json

```python
to_json(models: Iterable[Model], indent: int | None=None) -> bytes
```

Write models as one JSON list.

**Args:**

- `models`: The models, of one class or several.
- `indent`: Spaces for each level; None writes all on one line.

**Raises:**

- `ValidationError`: Some can't be sent; the error lists every problem of all, with paths such as `$[3].name`."""
    )


def test_limits_are_named() -> None:
    start_task = reference.entry("StartTask", batchmodels.StartTask)
    assert "\n  Wire key `maxTaskRetryCount`; must be an int of at least -1." in start_task
    assert "\n  Wire key `commandLine`; required." in start_task
    resource_file = reference.entry("ResourceFile", batchmodels.ResourceFile)
    assert "\n  Wire key `fileMode`; must match `[0-7]+`; API versions: 2016-02-01.3.0 and later." in resource_file
    assert "\n- [`file_path`](#ResourceFile.file_path) beside [`http_url`](#ResourceFile.http_url)\n" in resource_file


def test_what_only_the_service_sets() -> None:
    assert "only the service sets it" in reference.entry("CloudPool", batchmodels.CloudPool)


def test_api_versions_of_an_attribute() -> None:
    pool = reference.entry("PoolAddParameter", batchmodels.PoolAddParameter)
    assert "; API versions: 2016-02-01.3.0 and later, but before 2024-07-01.20.0.\n" in pool
    assert pool.index("Wire key `vmSize`; required.") < pool.index("Wire key `displayName`")


def test_a_long_signature() -> None:
    explain = reference.entry("explain", batchmodels.explain)
    assert (
        "explain(\n    subject: ComputeNode | StartTaskInformation,\n    *,\n    start_task: StartTask | None=None,\n"
        in explain
    )
