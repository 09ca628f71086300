"""The pages that explain rules and the other kinds of reports, as files, as Markdown and as plain text."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from ..rules import finding

OTHERS = {
    "refused/": "The service refuses this: it has the wrong type, exceeds a limit or breaks a rule of the reported member.",
    "document/": "The text of the document is wrong or ambiguous: a duplicate key, for example, a member in the wrong place, "
    "or a value of a parameter that the template doesn't allow.",
    "unknown/": "batchmodels doesn't know this member or value. It is sent unchanged, and the service refuses or ignores it.",
    "ignore/": "A comment that ignores rules names an unknown rule, or one that isn't reported at its place.",
    "not-judged/": "This was not checked, and the note says why: it is known only at deployment, can't be read, or is ***.",
    "unreadable": "The file can't be read, or contains nothing to check.",
}
"""The meanings of the diagnostics that the review doesn't make, by the prefix of the rule."""

# A link of a page, to another page or to an address. Indexing and calls in code look similar, but have no such target.
_LINK = r"\[([^\]]*)\]\((https?:[^)\s]+|[^)\s]+\.md(?:#[^)\s]*)?)\)"


def page_of(rule: str) -> str | None:
    """Return the page of a rule as it is written, or what another kind of report means; None for an unknown name."""
    for beginning, meaning in OTHERS.items():
        if rule.startswith(beginning):
            return f"{rule}: {meaning}"
    file = _file_of(rule.upper())
    return None if file is None else file.read_text(encoding="utf-8").strip()


def markdown_of(rule: str) -> str | None:
    """Return the page of a rule for display elsewhere: links to pages lead to the site, or are text while there is no site."""
    page = page_of(rule)
    return None if page is None else re.sub(_LINK, _absolute, page)


def text_of(rule: str) -> str | None:
    """Return the page of a rule as plain text: without links, and without the marks of headings and code."""
    page = page_of(rule)
    if page is None:
        return None
    prose_and_code = re.split(r"^```.*\n", f"{page}\n", flags=re.MULTILINE)  # prose first, then alternating
    prose_and_code[::2] = [
        re.sub(r"^#+ ", "", re.sub(_LINK, r"\1", prose), flags=re.MULTILINE) for prose in prose_and_code[::2]
    ]
    return re.sub(r"\n{3,}", "\n\n", "".join(prose_and_code)).strip()


def page_address(rule: str) -> str:
    """Return the address of the file of a rule's page; empty if the rule has no page."""
    file = _file_of(rule)
    return "" if file is None else file.resolve().as_uri()


def _absolute(link: re.Match[str]) -> str:
    label, target = link.groups()
    if target.startswith("http"):
        return link[0]
    if not finding.SITE:
        return label
    page, mark, anchor = target.partition("#")
    path = posixpath.normpath(posixpath.join("rules", page)).removesuffix(".md").removesuffix("index")
    return f"[{label}]({finding.SITE}{path.rstrip('/')}/{mark}{anchor})"


def _file_of(identifier: str) -> Path | None:
    """Return the file of a rule's page: in the package as it is installed, in docs/ of a clone."""
    if not re.fullmatch(r"BM\d{3}", identifier):
        return None
    rules = Path(finding.__file__).parent
    for directory in (rules / "pages", rules.parents[2] / "docs" / "rules"):
        file = directory / f"{identifier}.md"
        if file.is_file():
            return file
    return None
