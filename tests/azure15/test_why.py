"""The rows of azure-batch 15 and pydantic in the table "Why" of README and home page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import why
from azure.batch.models import BatchStartTask


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_azure_batch_15(page: Path) -> None:
    assert why.results(page)["azure-batch 15"] == json.dumps(BatchStartTask(**why.WRONG).as_dict())


@pytest.mark.parametrize("page", why.PAGES, ids=lambda page: page.name)
def test_pydantic(page: Path) -> None:
    why.check_pydantic(page)
