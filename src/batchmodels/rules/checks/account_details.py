"""BM035: names, passwords and numbers with which the nodes can't create an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.accounts import UserAccount
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import is_answer, items_of, number_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_NOT_ON_LINUX = re.compile(r"[\s:/,]|^[-~+]|^\.{1,2}$")
_NOT_ON_WINDOWS = re.compile(r'["/\\\[\]:;|=,+*?<>@]|\.$|^[\s.]*$')
_PLACEHOLDER = re.compile(r"[<{\[$%].*|\**|x{3,}", re.IGNORECASE)
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_SHORTEST = 8
_LEAST_CLASSES = 3
_LONGEST = 200


@rule("BM035", Severity.error, "account that the nodes can't create", UserAccount, reads=("password", "name"))
def impossible_account(context: Context[UserAccount]) -> Iterator[Finding]:
    """Find names with characters that no user's name has, weak passwords on Windows, and numbers of users that are taken."""
    account, windows = context.model, runs_windows(context)
    if is_answer(context):
        return
    name = text_of(account, "name")
    pattern = _NOT_ON_WINDOWS if windows else _NOT_ON_LINUX
    if windows is not None and name and pattern.search(name[:_LONGEST]):
        system = "Windows" if windows else "Linux"
        yield context.finding(
            f"{system} has no users with a name such as {shown(name, 40)!r}, so the nodes can't create the account.",
            "Use letters, digits, hyphens and underscores, and begin with a letter.",
            "name",
        )
    password = value_of(account, "password")
    if isinstance(password, str):
        yield from _weak(context, str.__str__(password), name, windows=windows)
    yield from _numbers(context)


def _weak(context: Context[UserAccount], password: str, name: str, *, windows: bool | None) -> Iterator[Finding]:
    if not password:
        yield context.finding("the password is empty.", "Use a strong password.", "password")
        return
    if not windows or _PLACEHOLDER.fullmatch(password[:_LONGEST]):
        return
    text = password[:_LONGEST]
    if len(text) < _SHORTEST:
        said = f"the password has fewer than {_SHORTEST} characters"
    elif sum(re.search(each, text) is not None for each in _CLASSES) < _LEAST_CLASSES:
        said = "the password has fewer than three of lower-case letters, upper-case letters, digits and other characters"
    elif len(name) > 2 and name.lower() in text.lower():  # noqa: PLR2004  # because Windows ignores shorter names
        said = "the password contains the name of the user"
    else:
        return
    yield context.finding(
        f"{said}, which the password policy of Windows may refuse.",
        "Use a longer password with all kinds of characters.",
        "password",
        severity=Severity.warning,
    )


def _numbers(context: Context[UserAccount]) -> Iterator[Finding]:
    """Yield findings about the numbers of users and groups on Linux."""
    where = "linuxUserConfiguration"
    own = number_of(context.model, "linux_user_configuration", "uid")
    group = number_of(context.model, "linux_user_configuration", "gid")
    for key, number in (("uid", own), ("gid", group)):
        if number is not None and (number < 0 or (number == 0 and key == "uid")):
            yield context.finding(
                "uid is 0, which is root's." if number == 0 else f"{key} is negative.",
                "Use a number from 1001 on, which no other user has.",
                where,
                key,
            )
    index = context.steps[-1] if context.steps else 0
    accounts = items_of(pool_of(context), "user_accounts")[: index if isinstance(index, int) else 0]
    if own is not None and own > 0 and own in [number_of(each, "linux_user_configuration", "uid") for each in accounts]:
        yield context.finding(
            f"two accounts have the uid {own}, so the nodes can't create the second one.",
            "Use another number.",
            where,
            "uid",
        )
