"""The table "Why" of README and home page, and the length of both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import why
from azure.batch import models

import batchmodels


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_azure_batch_14(page: Path) -> None:
    assert why.results(page)["azure-batch 14"] == json.dumps(models.StartTask(**why.WRONG).serialize())


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_pydantic(page: Path) -> None:
    why.check_pydantic(page)


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_batchmodels(page: Path) -> None:
    result = "nothing: `ValidationError` for two of them, and `review()` finds the third"
    assert why.results(page)["batchmodels"] == result.strip("`")
    wrong = batchmodels.StartTask(**why.WRONG)  # type: ignore[arg-type]  # because it is wrong
    with pytest.raises(batchmodels.ValidationError) as raised:
        wrong.serialize()
    assert [problem.path for problem in raised.value.problems] == ["$.maxTaskRetryCount", "$.waitForSuccess"]
    assert "BM101" in [finding.rule for finding in batchmodels.review(wrong)]


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_the_wrong_start_task_is_the_one_shown(page: Path) -> None:
    session = re.search(
        r">>> (start_task = StartTask\(.*?^\.\.\. \))", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert session
    names: dict[str, object] = {"StartTask": dict}
    exec(session[1].replace("\n... ", "\n"), names)
    assert names["start_task"] == why.WRONG


def test_the_readme_is_short() -> None:
    assert len(why.PAGES[0].read_text(encoding="utf-8").split()) <= 600


def test_the_home_page_is_short() -> None:
    prose = why.PAGES[1].read_text(encoding="utf-8").split("```{toctree}")[0]
    assert len(prose.split()) <= 700
