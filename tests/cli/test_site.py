"""Where reports send their reader, while the site has no address and when it has one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT

from batchmodels import Finding, Severity
from batchmodels.cli.main import cli
from batchmodels.cli.rule_pages import OTHERS, markdown_of, page_of, text_of
from batchmodels.rules import finding
from batchmodels.rules.discovery import RULES

SITE = "https://docs.example.com/stable/"
EVERY_KIND = [*RULES, *(f"{name}x" if name.endswith("/") else name for name in OTHERS)]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SITE", SITE)


@pytest.fixture
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SITE", "")


def printed(*arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exit_code == status
    return done.stdout


def document(where: Path) -> str:
    file = where / "x.json"
    file.write_text('{"commandLine": "echo a && echo b", "maxTaskRetryCount": "3"}', encoding="utf-8")
    return str(file)


def driver(file: str) -> dict[str, Any]:
    (run,) = json.loads(printed("check", "--format", "sarif", file, status=1))["runs"]
    found: dict[str, Any] = run["tool"]["driver"]
    return found


def test_without_a_site_a_finding_names_the_command(no_site: None) -> None:
    assert Finding("BM701", Severity.warning, ("a",), "It fails.", "Fix it.").help == "batchmodels explain BM701"


def test_with_a_site_a_finding_has_the_address_of_its_page(site: None) -> None:
    assert Finding("BM701", Severity.warning, ("a",), "It fails.", "Fix it.").help == f"{SITE}rules/BM701/"


def test_without_a_site_every_report_names_a_command_that_works(no_site: None, tmp_path: Path) -> None:
    reports = json.loads(printed("check", "--format", "json", document(tmp_path), status=1))["diagnostics"]
    assert {report["rule"] for report in reports} >= {"BM101", "refused/type"}
    for report in reports:
        assert report["help"] == f"batchmodels explain {report['rule']}"
        assert report["rule"] in printed(*report["help"].split()[1:])


def test_with_a_site_every_report_has_the_address_of_a_page(site: None, tmp_path: Path) -> None:
    reports = json.loads(printed("check", "--format", "json", document(tmp_path), status=1))["diagnostics"]
    pages = {report["rule"]: report["help"] for report in reports}
    assert pages["BM101"] == f"{SITE}rules/BM101/"
    assert pages["refused/type"] == f"{SITE}how-to/checking-files/"


def test_without_a_site_sarif_has_the_pages_and_no_address(no_site: None, tmp_path: Path) -> None:
    found = driver(document(tmp_path))
    assert "informationUri" not in found
    (rule,) = [rule for rule in found["rules"] if rule["id"] == "BM101"]
    assert "helpUri" not in rule
    assert rule["help"]["text"].startswith("BM101: shell syntax without a shell\n\nSeverity: error; a warning in a container")
    assert rule["help"]["text"].endswith("\n\nSee batchmodels explain BM101")
    assert rule["help"]["markdown"].startswith("# BM101: shell syntax without a shell\n")
    (rule,) = [rule for rule in found["rules"] if rule["id"] == "refused/type"]
    assert rule["help"]["text"] == (
        "refused/type: The service refuses this: it has the wrong type, exceeds a limit or breaks a rule of the reported "
        "member.\n\nSee batchmodels explain refused/type"
    )


def test_with_a_site_sarif_has_the_addresses_too(site: None, tmp_path: Path) -> None:
    found = driver(document(tmp_path))
    assert found["informationUri"] == SITE
    (rule,) = [rule for rule in found["rules"] if rule["id"] == "BM101"]
    assert rule["helpUri"] == f"{SITE}rules/BM101/"
    assert rule["help"]["text"].endswith(f"\n\nSee {SITE}rules/BM101/")


@pytest.mark.parametrize("color", ["never", "always"])
def test_explain_ends_with_the_address_only_where_there_is_one(color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, page in (("bm103", "rules/BM103/"), ("refused/minimum", "how-to/checking-files/")):
        monkeypatch.setattr(finding, "SITE", SITE)
        assert f"{SITE}{page}" in printed("explain", "--color", color, name)
        monkeypatch.setattr(finding, "SITE", "")
        assert "docs.example.com" not in printed("explain", "--color", color, name)


@pytest.mark.parametrize("rule", EVERY_KIND)
def test_the_text_of_a_page_has_no_marks_and_no_links(rule: str, site: None) -> None:
    text = text_of(rule)
    assert text
    assert not re.search(r"```|\]\((?:https?:|[^)\s]*\.md)|\n{3}|\n#+ ", f"\n{text}")


@pytest.mark.parametrize("rule", EVERY_KIND)
def test_the_links_of_a_page_lead_to_the_site(rule: str, site: None) -> None:
    page, shown = page_of(rule), markdown_of(rule)
    assert page is not None
    assert shown is not None
    targets = re.findall(r"\]\(([^)\s]*(?::|\.md)[^)\s]*)\)", page)
    links = re.findall(r"\]\((https?:[^)\s]+)\)", shown)
    assert len(links) == len(targets)
    for target, link in zip(targets, links, strict=True):
        if link.startswith(SITE):
            source = link.removeprefix(SITE).partition("#")[0].rstrip("/")
            assert (ROOT / "docs" / f"{source}.md").is_file() or (ROOT / "docs" / source / "index.md").is_file()
        else:
            assert link == target


@pytest.mark.parametrize("rule", EVERY_KIND)
def test_without_a_site_no_link_of_a_page_is_relative(rule: str, no_site: None) -> None:
    shown = markdown_of(rule)
    assert shown
    assert not re.search(r"\.md[#)]", shown)


def test_links_of_a_page(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "See [retries](../how-to/retries.md#a-b), [all rules](index.md), [BM102](BM102.md) and [x\ny](https://example.com/a)."
    )
    monkeypatch.setattr("batchmodels.cli.rule_pages.page_of", lambda rule: page)
    assert markdown_of("BM101") == (
        f"See [retries]({SITE}how-to/retries/#a-b), [all rules]({SITE}rules/), [BM102]({SITE}rules/BM102/) "
        "and [x\ny](https://example.com/a)."
    )
    assert text_of("BM101") == "See retries, all rules, BM102 and x\ny."


def test_an_unknown_rule_has_no_page() -> None:
    assert page_of("BM999") is None
    assert markdown_of("BM999") is None
    assert text_of("BM999") is None


def test_no_other_file_has_an_address_of_the_site() -> None:
    if not (ROOT / "src").is_dir():
        pytest.skip("the tests of the wheel run without the sources")
    pattern = re.compile(r"readthedocs\.(io|org)/|(?<!nvidia)\.github\.io")
    places = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "docs" / "conf.py", ROOT / "README.md"]
    assert [str(file) for file in places if pattern.search(file.read_text(encoding="utf-8"))] == []
