"""The tables of node states, failure codes and exit codes, and the page that shows them."""

from __future__ import annotations

import pytest
from conftest import ROOT

from batchmodels import ComputeNodeState
from batchmodels.explaining import exit_codes
from batchmodels.explaining.exit_codes import ExitCode, exit_code_of, shown_exit_code
from batchmodels.explaining.failure_codes import FAILURE_CODES, FailureCode, failure_code_of
from batchmodels.explaining.node_states import NODE_STATES
from batchmodels.rules.discovery import RULES

PAGE = ROOT / "docs" / "how-to" / "failed-nodes.md"
EXIT_CODES = [*exit_codes.LINUX.items(), *exit_codes.WINDOWS.items()]


def cell(*texts: str) -> str:
    return " ".join(texts).replace("|", "\\|")


def yes_or_no(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def state_rows() -> list[str]:
    return [
        f"| `{state.value}` | {yes_or_no(known.accepts_tasks)} | {yes_or_no(known.costs_money)} | {cell(known.meaning)} |"
        for state, known in NODE_STATES.items()
    ]


def failure_rows() -> list[str]:
    return [
        f"| `{code}` | {cell(known.meaning)} | {cell('; '.join(known.causes))} | {cell(*known.fixes)} |"
        for code, known in FAILURE_CODES.items()
    ]


def exit_code_rows(system: str) -> list[str]:
    return [
        f"| {shown_code(code)} | {cell(known.meaning)} | {cell(causes)} | {cell(*changes)} |"
        for code, known in getattr(exit_codes, system).items()
        for causes in ["; ".join(known.likely_causes(is_admin=None))]
        for changes in [(*([exit_codes.MAKE_ADMINISTRATOR] if known.administrator else []), *known.fixes)]
    ]


def shown_code(code: int) -> str:
    return shown_exit_code(code - 2**32 if code >= 2**31 else code)


@pytest.mark.parametrize("rows", [state_rows(), failure_rows(), exit_code_rows("LINUX"), exit_code_rows("WINDOWS")])
def test_page_contains_the_tables(rows: list[str]) -> None:
    assert "\n".join(rows) in PAGE.read_text(encoding="utf-8")


def test_every_node_state_is_in_the_table() -> None:
    assert set(NODE_STATES) == set(ComputeNodeState)


@pytest.mark.parametrize("known", [*FAILURE_CODES.values(), *(known for _, known in EXIT_CODES)])
def test_form_of_clauses_and_sentences(known: FailureCode | ExitCode) -> None:
    for clause in (known.meaning, *known.causes):
        assert not clause.endswith(".")
        assert clause == clause.strip() != ""
    for sentence in known.fixes:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert known.kind is None or any(known.kind in rule.explains for rule in RULES.values())


def test_failure_codes_in_any_letter_case() -> None:
    assert failure_code_of("blobnotfound") is failure_code_of("BlobNotFound") is FAILURE_CODES["BlobNotFound"]
    assert failure_code_of("GremlinsInside") is failure_code_of("") is failure_code_of(None) is None


@pytest.mark.parametrize(
    ("code", "on_windows", "meaning"),
    [
        (127, None, "the shell didn't find the command"),
        (127, False, "the shell didn't find the command"),
        (127, True, None),
        (9009, None, "cmd didn't find the command"),
        (9009, False, None),
        (2, True, "file not found (system error 2)"),
        (-1073741515, None, "a DLL wasn't found"),
        (3221225781, None, "a DLL wasn't found"),
        (-1073741515 - 2**32, None, None),
        (136, None, "ended by signal 8"),
        (193, None, None),
        (137, None, "killed (SIGKILL)"),
        (77, None, None),
        (10**18, None, None),
        (-(10**18), True, None),
    ],
)
def test_meaning_of_exit_codes(code: int, on_windows: bool | None, meaning: str | None) -> None:
    known = exit_code_of(code, on_windows)
    assert (known.meaning if known else None) == meaning


def test_large_exit_codes_are_also_shown_in_hexadecimal() -> None:
    assert shown_exit_code(3010) == "3010"
    assert shown_exit_code(-1073741515) == "-1073741515 (0xC0000135)"
    assert shown_exit_code(3221225781) == "3221225781 (0xC0000135)"
    assert shown_exit_code(-(10**18)) == "-1000000000000000000"


def test_missing_administrator_rights_are_a_cause_unless_the_task_has_them() -> None:
    apt = exit_codes.LINUX[100]
    assert apt.likely_causes(is_admin=None)[0] == "the task doesn't run as an administrator"
    assert apt.likely_causes(is_admin=False) == apt.likely_causes(is_admin=None)
    assert apt.likely_causes(is_admin=True) == apt.causes
