"""The user that runs a start task."""

from __future__ import annotations

from typing import Any

from ..models.start_task import StartTask
from ..secrets.masking import mask_text
from ..secrets.printing import printable


def user_of(task: StartTask, administrator: bool | None) -> str:
    """Describe the user of a start task."""
    identity: Any = getattr(task, "user_identity", None)
    rights = {True: "with administrator rights", False: "without administrator rights", None: "with the rights of its account"}
    if identity is None:
        return "an auto-user for this task only, without administrator rights"
    name = getattr(identity, "user_name", None)
    if isinstance(name, str):
        return f"the account {printable(mask_text(name))} of the pool, {rights[administrator]}"
    scope = getattr(getattr(identity, "auto_user", None), "scope", None)
    text = scope.lower() if isinstance(scope, str) else ""
    whose = "for this task only" if text == "task" else "that tasks of the pool share"
    return f"an auto-user {whose}, {rights[administrator]}"


def user_sentences(user: str, windows: bool | None, administrator: bool | None) -> list[str]:
    """Describe the user and what follows from its rights."""
    sentences = [f"{user[0].upper()}{user[1:]}."]
    if administrator is False:
        sentences.append("It can't install packages, change services, mount, or write to system directories.")
    if administrator and windows is False:
        sentences.append("On Linux, it is root or can become root with sudo; images differ in this.")
    return sentences
