"""``python -m batchmodels.engine`` prints what is generated."""

from __future__ import annotations

import subprocess
import sys

import pytest

from batchmodels.engine.__main__ import main


def test_the_source_of_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["UserIdentity", "batchmodels.models.files:ResourceFile"]) == 0
    printed = capsys.readouterr().out
    for line in (
        "# <batchmodels batchmodels.models.identity.UserIdentity.__check__ ",
        "def __check__(self, for_dict_):\n",
        "    auto_user = self.auto_user\n",
        "    http_url = self.http_url\n",
    ):
        assert line in printed


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Nope", "'Nope' is no model: module 'batchmodels' has no attribute 'Nope'"),
        ("no_such_module:Nope", "'no_such_module:Nope' is no model: No module named 'no_such_module'"),
        ("json:loads", "'json:loads' is no model, but <function loads at "),
    ],
)
def test_what_is_no_model(name: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name])
    assert left.value.code == 2
    assert message in capsys.readouterr().err


def test_as_a_module() -> None:
    command = [sys.executable, "-W", "error", "-m", "batchmodels.engine", "NameValuePair"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "NameValuePair.__check__" in done.stdout
    assert done.stderr == ""
