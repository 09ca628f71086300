"""``to_json(masked=True)``: the body with ``***`` in place of each secret, and nothing else changed."""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

import batchmodels
from batchmodels import EnvironmentSetting, Model, PoolAddParameter, ResourceFile, StartTask, ValidationError, VMExtension
from batchmodels.declare import Secret
from batchmodels.engine import reference

SECRET = "s3cret"
SAS = "https://a.blob.core.windows.net/c/f?sp=r&sig="

MODELS = [
    value for name in batchmodels.__all__ if isinstance(value := getattr(batchmodels, name), type) and issubclass(value, Model)
]


def masked(model: Model, **options: Any) -> Any:
    text = model.to_json(masked=True, **options)
    assert SECRET.encode() not in text
    return json.loads(text)


def test_secrets_are_masked_and_the_rest_is_the_body() -> None:
    start_task = StartTask(
        command_line=f"curl '{SAS}{SECRET}'",
        resource_files=[ResourceFile(http_url=f"{SAS}{SECRET}", file_path="f")],
        environment_settings=[EnvironmentSetting(name="A", value=SECRET), EnvironmentSetting(name="B")],
        max_task_retry_count=3,
        wait_for_success=False,
    )
    assert masked(start_task) == {
        "commandLine": f"curl '{SAS}***'",
        "resourceFiles": [{"httpUrl": f"{SAS}***", "filePath": "f"}],
        "environmentSettings": [{"name": "A", "value": "***"}, {"name": "B"}],
        "maxTaskRetryCount": 3,
        "waitForSuccess": False,
    }


def test_the_model_is_unchanged() -> None:
    setting = EnvironmentSetting(name="A", value=SECRET)
    masked(setting)
    assert setting.serialize() == {"name": "A", "value": SECRET}


def test_it_is_indented() -> None:
    assert EnvironmentSetting(name="A", value=SECRET).to_json(indent=2, masked=True) == (
        b'{\n  "name": "A",\n  "value": "***"\n}'
    )


def test_what_cannot_be_sent_is_refused_all_the_same() -> None:
    with pytest.raises(ValidationError) as error:
        StartTask(command_line=3).to_json(masked=True)  # type: ignore[arg-type]  # because it is wrong on purpose
    assert [problem.message for problem in error.value.problems] == ["expected str, got int 3 at $.commandLine"]
    with pytest.raises(ValidationError):
        PoolAddParameter(id="a", vm_size="s", resource_tags={"a": "b"}).to_json(masked=True, api_version="2020-03-01.11.0")


def test_unknown_members() -> None:
    start_task = StartTask(
        command_line="true",
        additional_properties={
            "registryPassword": SECRET,
            "url": f"{SAS}{SECRET}",
            f"{SAS}{SECRET}": 1,
            "variables": [{"name": "A", "value": SECRET}],
            "plain": [1, 1.5, True, None, "x'\"\n\u2028é", {}],
        },
    )
    assert masked(start_task) == {
        "commandLine": "true",
        "registryPassword": "***",
        "url": f"{SAS}***",
        f"{SAS}***": 1,
        "variables": [{"name": "A", "value": "***"}],
        "plain": [1, 1.5, True, None, "x'\"\n\u2028é", {}],
    }


def test_unknown_members_are_masked_at_any_depth() -> None:
    deep: Any = {"password": SECRET, "url": f"{SAS}{SECRET}", "count": 2**300}
    for _ in range(150):
        deep = [deep]
    text = json.dumps(masked(StartTask(command_line="true", additional_properties={"deep": deep})))
    assert f'{{"password": "***", "url": "{SAS}***", "count": {2**300}}}' in text


def test_keys_are_masked() -> None:
    start_task = StartTask(command_line="true", additional_properties={f"{SAS}{SECRET}": 1})
    assert masked(start_task) == {"commandLine": "true", f"{SAS}***": 1}


def test_free_json_within_an_attribute() -> None:
    extension = VMExtension(
        name="a",
        publisher="b",
        type="c",
        settings={"adminPassword": SECRET, "port": 80},
        protected_settings={"anything": SECRET},
    )
    assert masked(extension) == {
        "name": "a",
        "publisher": "b",
        "type": "c",
        "settings": {"adminPassword": "***", "port": 80},
        "protectedSettings": "***",
    }


class Known(Model):
    name: str


class Extended(Known):
    code: Annotated[str | None, Secret()] = None


class Holder(Model):
    one: Known
    many: list[Known] | None = None
    codes: Annotated[list[str] | None, Secret()] = None
    limit: datetime.timedelta | None = None


def test_a_subclass_has_secrets_of_its_own() -> None:
    holder = Holder(
        one=Extended(name="a", code=SECRET),
        many=[Known(name="b"), Extended(name="c", code=SECRET)],
        codes=[SECRET],
        limit=datetime.timedelta(minutes=5),
    )
    assert masked(holder) == {
        "one": {"name": "a", "code": "***"},
        "many": [{"name": "b"}, {"name": "c", "code": "***"}],
        "codes": "***",
        "limit": "PT5M",
    }


@given(data=st.data())
def test_nothing_but_secrets_is_changed(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(MODELS).flatmap(strategies.models))
    if model.validate():
        return
    document = model.serialize()
    written, _ = reference.encode(model, reference.Encoding(masked=True))

    def compare(shown: Any, sent: Any) -> None:
        if isinstance(sent, dict) and isinstance(shown, dict):
            assert list(shown) == list(sent) or "***" in "".join(shown)
            for key in shown.keys() & sent.keys():
                compare(shown[key], sent[key])
        elif isinstance(sent, list) and isinstance(shown, list):
            assert len(shown) == len(sent)
            for one, other in zip(shown, sent, strict=True):
                compare(one, other)
        else:
            assert shown == sent or (isinstance(shown, str) and ("***" in shown or shown == "..."))

    compare(written, document)
