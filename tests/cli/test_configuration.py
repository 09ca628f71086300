"""Settings from `batchmodels.toml` and `pyproject.toml`, and what the command line does to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from batchmodels.cli.main import cli
from batchmodels.documents.configuration import ConfigurationError, Configurations, read_configuration
from batchmodels.documents.globs import matches

TASK = "commandLine: /bin/sh -c python3 setup.py\nmaxTaskRetryCount: -1\nwaitForSuccess: true\n"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pools").mkdir()
    (tmp_path / "pools" / "task.yaml").write_text(TASK)
    return tmp_path


def rules(*arguments: str) -> list[str]:
    done = CliRunner().invoke(cli, ["check", "--format", "json", *arguments])
    assert done.exit_code in {0, 1}, done.output
    return [each["rule"] for each in json.loads(done.stdout)["diagnostics"]]


def failure(text: str, file: str = "batchmodels.toml") -> str:
    Path(file).write_text(text)
    done = CliRunner().invoke(cli, ["check", "pools/task.yaml"])
    assert done.exit_code == 2
    assert done.stdout == ""
    return done.stderr.removeprefix("batchmodels: ").removesuffix("\n")


def test_without_a_file_everything_is_reported() -> None:
    assert rules("pools/task.yaml") == ["BM103", "BM304"]


def test_ignore_and_select() -> None:
    Path("batchmodels.toml").write_text('ignore = ["BM3"]\n')
    assert rules("pools/task.yaml") == ["BM103"]
    Path("batchmodels.toml").write_text('select = ["BM304"]\n')
    assert rules("pools/task.yaml") == ["BM304"]


def test_pyproject_has_a_table_and_the_nearest_file_counts() -> None:
    Path("pyproject.toml").write_text('[tool.batchmodels]\nignore = ["BM103"]\n')
    assert rules("pools/task.yaml") == ["BM304"]
    Path("pools/pyproject.toml").write_text("[tool.other]\n")  # without our table it doesn't count
    assert rules("pools/task.yaml") == ["BM304"]
    Path("pools/batchmodels.toml").write_text('ignore = ["BM304"]\n')
    assert rules("pools/task.yaml") == ["BM103"]


def test_in_one_directory_batchmodels_toml_takes_precedence() -> None:
    Path("pyproject.toml").write_text('[tool.batchmodels]\nignore = ["BM103"]\n')
    Path("batchmodels.toml").write_text('ignore = ["BM304"]\n')
    assert rules("pools/task.yaml") == ["BM103"]


def test_options_win() -> None:
    Path("batchmodels.toml").write_text('ignore = ["BM103"]\nseverity = "error"\n')
    assert rules("pools/task.yaml") == []
    assert rules("pools/task.yaml", "--severity", "warning") == ["BM304"]
    assert rules("pools/task.yaml", "--ignore", "BM3") == ["BM103"]
    assert rules("pools/task.yaml", "--select", "BM103") == ["BM103"]
    assert rules("pools/task.yaml", "--isolated") == ["BM103", "BM304"]


def test_a_named_configuration_is_that_of_all_files() -> None:
    Path("batchmodels.toml").write_text('ignore = ["BM103"]\n')
    Path("other.toml").write_text('ignore = ["BM304"]\n')
    assert rules("pools/task.yaml", "--config", "other.toml") == ["BM103"]


def test_per_file_ignores_and_types() -> None:
    Path("pools/odd.json").write_text('{"id": "x"}')
    Path("batchmodels.toml").write_text(
        '[per-file-ignores]\n"pools/*.yaml" = ["BM103"]\n[types]\n"odd.json" = "PoolAddParameter"\n'
    )
    assert rules("pools/task.yaml") == ["BM304"]
    assert rules("pools/odd.json") == ["refused/required", "refused/required"] or rules("pools/odd.json") == [
        "refused/required"
    ]


def test_the_api_version() -> None:
    Path("pools/pool.json").write_text('{"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "simplified"}')
    Path("batchmodels.toml").write_text('api-version = "2020-03-01.11.0"\nignore = ["BM"]\n')
    assert "refused/api_version" in rules("pools/pool.json") or rules("pools/pool.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["BM1"]\n', "batchmodels.toml:1: unknown key 'selct'; did you mean select?"),
        ('\n\nignore = "BM1"\n', "batchmodels.toml:3: ignore: expected an array of strings, got 'BM1'"),
        ("ignore = [1]\n", "batchmodels.toml:1: ignore: expected an array of strings with nothing else in it, got an integer"),
        ('# x\nselect = ["BM83"]\n', "batchmodels.toml:2: select: unknown rule 'BM83'; did you mean BM803, BM083, BM802?"),
        (
            'select = ["refused/type"]\n',
            (
                "batchmodels.toml:1: select: unknown rule 'refused/type'; what the service refuses and what can't be read is"
                " always reported."
            ),
        ),
        ('severity = "bad"\n', "batchmodels.toml:1: severity: expected error, warning or note, got 'bad'"),
        ("severity = true\n", "batchmodels.toml:1: severity: expected error, warning or note, got a boolean"),
        (
            '[types]\n"*.json" = "Pol"\n',
            "batchmodels.toml:2: types.*.json: expected the name of a model, for example StartTask, got 'Pol'",
        ),
        ("types = 1\n", "batchmodels.toml:1: types: expected a table, got an integer"),
        (
            '[per-file-ignores]\n"a" = ["BM1"]\n"b" = ["BMX"]\n',
            "batchmodels.toml:3: per-file-ignores.b: unknown rule 'BMX'; `batchmodels explain` lists the rules.",
        ),
        ("a = = 1\n", "batchmodels.toml:1: not valid TOML: invalid value"),
    ],
)
def test_mistakes_are_one_sentence_with_the_line(text: str, message: str) -> None:
    assert failure(text) == message


def test_a_mistake_in_pyproject_has_its_line() -> None:
    text = "[tool.other]\nselct = 1\n\n[tool.batchmodels]\nselct = 1\n"
    assert failure(text, "pyproject.toml") == "pyproject.toml:5: unknown key 'selct'; did you mean select?"
    assert failure("[tool]\nbatchmodels = 1\n", "pyproject.toml") == "pyproject.toml:2: expected a table, got an integer"


def test_a_broken_pyproject_of_another_tool_is_left_alone() -> None:
    Path("pyproject.toml").write_text("[tool.other\n")
    assert rules("pools/task.yaml") == ["BM103", "BM304"]


def test_a_named_configuration_that_is_missing() -> None:
    done = CliRunner().invoke(cli, ["check", "--config", "absent.toml", "pools/task.yaml"])
    assert (done.exit_code, done.stderr) == (2, "batchmodels: absent.toml: it can't be read: No such file or directory\n")


def test_parameters_are_kept(directory: Path) -> None:
    (directory / "batchmodels.toml").write_text('[parameters]\nvmSize = "standard_d2s_v3"\ncount = 3\n')
    found = Configurations().of(directory / "pools")
    assert found.parameters == (("vmSize", "standard_d2s_v3"), ("count", 3))
    assert read_configuration(directory / "batchmodels.toml") == found


def test_an_error_is_an_exception_with_its_sentence(directory: Path) -> None:
    (directory / "x.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match=r"^x\.toml: expected UTF-8, got something else$"):
        read_configuration(directory / "x.toml")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.json", "a/b.json", True),
        ("a/*.json", "a/b.json", True),
        ("a/*.json", "x/a/b.json", False),
        ("a/*.json", "a/c/b.json", False),
        ("a/**/*.json", "a/b.json", True),
        ("a/**/*.json", "a/c/d/b.json", True),
        ("old", "x/old/b.json", True),
        ("old/", "old/b.json", True),
        ("b.jso?", "b.json", True),
        ("[ab].json", "b.json", True),
        ("[!ab].json", "b.json", False),
        ("./a/b.json", "a/b.json", True),
        ("a.json", "axjson", False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


def test_the_help_names_every_key_and_shows_tables_that_work() -> None:
    def check(*arguments: str) -> str:
        return CliRunner().invoke(cli, ["check", *arguments, "pools"], terminal_width=1000).output

    Path("batchmodels.toml").write_text("zzzzzz = 1\n")
    keys = check().rpartition("the keys are ")[2].strip(" .\n").split(", ")
    assert len(keys) > 5
    help_text = " ".join(check("--help").split())
    assert [key for key in keys if key not in help_text] == []
    tables = re.findall(r"[a-z-]+ = \{[^}]*\}", help_text)
    Path("batchmodels.toml").write_text("\n".join(tables) + "\n")
    assert len(tables) == 3
    assert "batchmodels.toml" not in check()
