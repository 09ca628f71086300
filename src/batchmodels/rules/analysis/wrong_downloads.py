"""Downloads that bring something other than the file: a redirection, or the page about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from .command_line import without_prefixes
from .flow import Status
from .inner_scripts import Part

_REDIRECTING = re.compile(
    r"[\"']?https?://(?:github\.com/[\w.-]+/[\w.-]+/(?:releases/(?:latest/)?download|archive|raw)/|aka\.ms/|go\.microsoft\.com/fwlink"
    r"|(?:www\.)?sourceforge\.net/|bit\.ly/|tinyurl\.com/|git\.io/|downloads?\.sourceforge\.net/|codeload\.github\.com/)"
)
_FOLLOWS = re.compile(r"-[a-zA-Z#]*L[a-zA-Z#]*|--location(?:-trusted)?|-[a-zA-Z]*I.*|--head|-w.*|--write-out.*|-K.*|--config.*")
_PAGE = re.compile(
    r"[\"']?https?://(?:(?:www\.)?github\.com/[\w.-]+/[\w.-]+/blob/[^?]*(?<!\?raw=true)|gitlab\.com/.+/-/blob/.+"
    r"|(?:www\.)?dropbox\.com/.+dl=0|drive\.google\.com/file/.+)[\"']?"
)


def wrong_downloads(part: Part) -> Iterator[tuple[Command, str, str]]:
    """Yield the downloads that don't bring the file, each with what happens and the fix."""
    for step in part.flow.steps:
        command = without_prefixes(step.command)
        if command.name not in {"curl", "wget"} or step.status is Status.unreachable:
            continue
        address = next((text for text in command.arguments if "://" in text), "")
        saves = any(re.match(r"-[a-zA-Z]*[oO]|--(?:output|remote-name)", text) for text in command.arguments)
        saves = saves or step.piped or step.in_word or bool(command.redirects)
        if (
            command.name == "curl"
            and saves
            and _REDIRECTING.match(address)
            and not any(map(_FOLLOWS.fullmatch, command.arguments))
        ):
            yield (
                step.command,
                "the server answers with a redirection, which curl doesn't follow without -L, so it saves an empty file.",
                "Use curl -L, for example curl -fsSL.",
            )
        elif _PAGE.fullmatch(address) and "raw=true" not in address:
            yield (
                step.command,
                "the URL is that of the page that shows the file, so the download is HTML and not the file.",
                "Use the URL of the file itself, for example https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH.",
            )
