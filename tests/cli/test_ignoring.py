"""Comments that ignore rules, in YAML, JSON and HCL."""

from __future__ import annotations

import pytest

from batchmodels.documents.checking import check_data
from batchmodels.documents.comments import comments_of
from batchmodels.documents.positions import ParsedText
from batchmodels.documents.source import Source, read_source

BAD = "/bin/sh -c python3 setup.py"


def found(text: str, name: str = "task.yaml", ignore: tuple[str, ...] = ()) -> list[tuple[int, int, str, str]]:
    return [(each.line, each.column, each.rule, each.message) for each in check_data(name, text.encode(), ignore=ignore)]


def test_a_comment_ignores_ids_and_prefixes_up_to_the_prose() -> None:
    for words in ("BM103", "BM1", "bm103", "BM304, BM103", "BM103 because the script needs no arguments"):
        text = f"commandLine: {BAD} # batchmodels: ignore {words}\n"
        assert [each[2] for each in found(text, ignore=("BM304",))] == []


def test_an_unused_ignore_is_reported_at_its_word() -> None:
    assert found("commandLine: /bin/true # batchmodels: ignore BM103, BM4\n") == [
        (1, 46, "ignore/unused", "this comment ignores BM103, which isn't reported here."),
        (1, 53, "ignore/unused", "this comment ignores BM4, which isn't reported here."),
    ]


def test_an_ignore_of_a_rule_that_is_not_checked_is_not_unused() -> None:
    assert found("commandLine: /bin/true # batchmodels: ignore BM103\n", ignore=("BM103",)) == []


def test_unknown_rules_and_those_that_cannot_be_ignored() -> None:
    assert found("commandLine: /bin/true # batchmodels: ignore BMX, refused/type\n") == [
        (1, 46, "ignore/unknown", "unknown rule 'BMX'; `batchmodels explain` lists the rules."),
        (1, 51, "ignore/unknown", "refused/type can't be ignored."),
    ]
    assert found("commandLine: /bin/true # batchmodels: ignore\n") == [
        (1, 26, "ignore/unknown", "expected the rules to ignore, got none.")
    ]


def test_comments_alone_on_their_lines_count_for_the_next_value() -> None:
    text = f"# batchmodels: ignore BM103\n# batchmodels: ignore BM304\ncommandLine: {BAD}\n"
    assert [each[2] for each in found(text)] == ["ignore/unused"]


def test_what_looks_like_a_comment_in_a_value_is_none() -> None:
    text = f'commandLine: "{BAD} # batchmodels: ignore BM103"\n'
    assert [each[2] for each in found(text)] == ["BM103"]
    block = f"commandLine: |\n  {BAD}\n  # batchmodels: ignore BM103\n"
    assert "ignore/unused" not in [each[2] for each in found(block)]


def test_a_comment_after_the_sign_of_a_block_counts_for_all_its_lines() -> None:
    text = f"commandLine: > # batchmodels: ignore BM103\n  {BAD}\n"
    assert found(text) == []


@pytest.mark.parametrize("comment", ["// batchmodels: ignore BM103", "/* batchmodels: ignore BM103 */"])
def test_json_with_comments(comment: str) -> None:
    assert found(f'{{"commandLine": "{BAD}" {comment}\n}}', "task.jsonc") == []
    assert found(f'{{\n  {comment}\n  "commandLine": "{BAD}"\n}}', "task.jsonc") == []
    assert [each[2] for each in found(f'{{"commandLine": "{BAD} {comment}"}}', "task.jsonc")] == ["BM103"]


def test_plain_json_has_no_comments() -> None:
    assert found('{"commandLine": "x" // no\n}', "task.json") == [
        (1, 21, "unreadable", "JSON has no comments; remove this one")
    ]


def test_comments_of_hcl() -> None:
    text = 'a = "# no" # one\nb = <<EOF\n# no\nEOF\n// two\n/* three\n*/\n'
    parsed = read_source("x.json", "{}")
    source = Source("main.tf", text, ParsedText(parsed.content, parsed.node, []))
    assert [text[each.start : each.end] for each in comments_of(source)] == ["# one", "// two", "/* three\n*/"]
