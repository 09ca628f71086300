"""The accounts and groups that Batch creates on a node, and the commands that remove or change them."""

from __future__ import annotations

import re

from ...shells.script import Command
from .group_members import users_of_usermod
from .reruns import positional
from .word_sets import names

_ACCOUNTS = re.compile(r"(?i)_azbatch(?:grp)?|poolnonadmin|poolnonadmingrp|wataskcommon|_azbatchsudogrp")
_REMOVING = names("userdel groupdel deluser delgroup remove-localuser disable-localuser remove-localgroup")
_CHANGING = re.compile(r"-(?:[LlugGe]|-lock|-login|-uid|-gid|-groups|-expiredate)")
_APPENDING = re.compile(r"-[A-Za-z]*a[A-Za-z]*|--append")
_OTHER_ROOT = re.compile(r"-[RPQ]|--(?:root|prefix)(?:=.*)?", re.DOTALL)
"""Options for the accounts of another root directory; the node's are left alone."""


def damages_accounts_of_batch(command: Command) -> bool:
    """Return whether a command removes, locks or renames an account or a group of Batch."""
    name, texts = command.name, command.arguments
    lower = [text.lower() for text in texts]
    if any(map(_OTHER_ROOT.fullmatch, texts)):
        return False
    if name == "usermod":
        if not any(map(_CHANGING.fullmatch, texts)) or any(map(_APPENDING.fullmatch, texts)):
            return False
        texts = tuple(word.text for word in users_of_usermod(command))
    elif name == "net":
        if lower[:1] not in (["user"], ["localgroup"]) or "/delete" not in lower:
            return False
        texts = texts[1:2]
    elif name in _REMOVING or (name == "gpasswd" and {"-d", "--delete"} & {*texts}):
        texts = tuple(word.text for word in positional(command.words[1:]))
    else:
        return False
    return bool(texts) and all(_ACCOUNTS.fullmatch(text.strip("\"'")) for text in texts)
