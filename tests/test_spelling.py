"""Similar names."""

from __future__ import annotations

from batchmodels import spelling

KNOWN = ["maxTaskRetryCount", "waitForSuccess", "commandLine"]


def test_the_most_similar_name() -> None:
    assert spelling.nearest("comandLine", KNOWN) == "commandLine"
    assert spelling.nearest("waitForSucess", iter(KNOWN), 0.9) == "waitForSuccess"
    assert spelling.nearest("zzz", KNOWN) is None
    assert spelling.nearest("comandLin", KNOWN, 0.99) is None


def test_several_similar_names() -> None:
    assert spelling.near("BM10", ["BM101", "BM102", "ZZ20x"], 3) == ["BM102", "BM101"]
    assert spelling.near("BM10", ["BM101", "BM102"], 1) == ["BM102"]


def test_a_long_name_is_similar_to_none() -> None:
    assert spelling.near("a" * 100, ["a" * 99]) == ["a" * 99]
    assert spelling.near("a" * 101, ["a" * 100]) == []


def test_plain_names() -> None:
    assert spelling.plain("Command_Line") == spelling.plain("command-line ") == spelling.plain("commandLine") == "commandline"
