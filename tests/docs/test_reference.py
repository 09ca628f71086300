"""The reference has an entry for every public name, with the facts of its declaration."""

from __future__ import annotations

import ast
import inspect
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
    for name, _ in PUBLIC:
        if name not in ("API_VERSIONS", "ARM_API_VERSIONS"):  # which the first page has
            assert TEXT.count(f"\n## {name}\n") == 1, f"name the module of {name} in a page of docs/reference"
    assert "`API_VERSIONS` holds" in PAGES["index"]
    assert "`ARM_API_VERSIONS` holds" in PAGES["index"]


def test_every_function_of_the_public_modules_has_an_entry() -> None:
    for name in ("bash", "sh", "cmd", "powershell", "pool_admin", "pool_user", "task_admin", "task_user"):
        assert f"\n## {name}\n\n```python\n{name}(" in PAGES["commands"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_attribute_has_an_entry_with_a_description(model: type[Model]) -> None:
    entry = reference.model_entry(model)
    for attribute in model.__definition__.attributes:
        beginning = re.escape(f'[`{attribute.name}`]{{id="{model.__name__}.{attribute.name}"}} ')
        assert re.search(rf"^{beginning}.+\n: \S.+\n\n(  .+\n\n)*  Wire key `{attribute.wire_key}`", entry, re.MULTILINE)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_its_signature(model: type[Model]) -> None:
    (shown,) = re.findall(r"^```python\n(.*?)^```$", reference.model_entry(model).split("\n### ")[0], re.MULTILINE | re.DOTALL)
    (call,) = ast.parse(f"def {shown.rstrip()}: ...").body
    assert isinstance(call, ast.FunctionDef)
    parameters = inspect.signature(model).parameters.values()
    assert call.name == model.__name__
    assert [argument.arg for argument in call.args.kwonlyargs] == [
        parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY
    ]
    required = [
        argument.arg for argument, default in zip(call.args.kwonlyargs, call.args.kw_defaults, strict=True) if default is None
    ]
    assert required == [attribute.name for attribute in model.__definition__.attributes if attribute.required]


def test_every_class_has_its_signature() -> None:
    for name, value in PUBLIC:
        if isinstance(value, type) and not issubclass(value, (Enum, Warning)):
            assert f"\n({name})=\n## {name}\n\n```python\n{name}(" in TEXT


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

```python
ContainerRegistry(
    *,
    user_name: str | None = None,
    password: str | None = None,
    registry_server: str | None = None,
    identity_reference: ComputeNodeIdentityReference | None = None,
    **kwargs,
)
```

A private registry and the credentials for it: a user name and password, or a managed identity.

Since API version 2017-09-01.6.0. ARM has this type too: [`to_arm()`, `from_arm()`](#ArmModel).

Constraints:

- [`user_name`](#ContainerRegistry.user_name) with [`password`](#ContainerRegistry.password)
- no [`user_name`](#ContainerRegistry.user_name) or [`password`](#ContainerRegistry.password) with \
[`identity_reference`](#ContainerRegistry.identity_reference)

[`user_name`]{id="ContainerRegistry.user_name"} `str`
: The user name for the login.

  Wire key `username`.

[`password`]{id="ContainerRegistry.password"} `str`
: The password for the login. Shown as `***`, sent unchanged; the service doesn't return it.

  Wire key `password`; secret, shown as `***`.

[`registry_server`]{id="ContainerRegistry.registry_server"} `str`
: The registry's host name, such as `myregistry.azurecr.io`. Default `docker.io`.

  Wire key `registryServer`.

[`identity_reference`]{id="ContainerRegistry.identity_reference"} \
[`ComputeNodeIdentityReference`](#ComputeNodeIdentityReference)
: A managed identity that can pull from the registry, instead of user name and password.

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
to_json(models: Iterable[Model], indent: int | None = None) -> bytes
```

Write models as one JSON list.

**Args:**

- `models`: The models, of one class or several.
- `indent`: The number of spaces for each level; None writes one line.

**Raises:**

- `ValidationError`: A model can't be sent; the error lists the problems of all models, with paths such as `$[3].name`."""
    )


def test_limits_are_named() -> None:
    start_task = reference.entry("StartTask", batchmodels.StartTask)
    assert "\n  Wire key `maxTaskRetryCount`; must be an int of at least -1." in start_task
    assert "\n  Wire key `commandLine`; required." in start_task
    resource_file = reference.entry("ResourceFile", batchmodels.ResourceFile)
    assert "\n  Wire key `fileMode`; must match `[0-7]+`; API versions: 2016-02-01.3.0 and later." in resource_file
    assert "\n- [`file_path`](#ResourceFile.file_path) with [`http_url`](#ResourceFile.http_url)\n" in resource_file


class Box:
    """A class with every kind of parameter."""

    def __init__(self, a: int, /, b: str = "b", *rest: int, c: dict[str, int] | None = None, **more: object) -> None:
        """Take everything."""


def test_every_kind_of_parameter() -> None:
    assert "Box(a: int, /, b: str = 'b', *rest: int, c: dict[str, int] | None = None, **more: object)" in reference.entry(
        "Box", Box
    )


def test_read_only_attributes() -> None:
    assert "read-only, set by the service" in reference.entry("CloudPool", batchmodels.CloudPool)


def test_api_versions_of_an_attribute() -> None:
    pool = reference.entry("PoolAddParameter", batchmodels.PoolAddParameter)
    assert "; API versions: 2016-02-01.3.0 and later, but before 2024-07-01.20.0.\n" in pool
    assert pool.index("Wire key `vmSize`; required.") < pool.index("Wire key `displayName`")


def test_a_long_signature() -> None:
    explain = reference.entry("explain", batchmodels.explain)
    assert explain.startswith(
        "(explain)=\n## explain\n\n```python\nexplain(\n    subject: ComputeNode | StartTaskInformation | "
    )
    assert ",\n    *,\n    task: StartTask | JobPreparationTask | JobReleaseTask | None = None,\n" in explain
