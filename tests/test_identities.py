"""The four auto-users."""

from __future__ import annotations

import pytest

from batchmodels import StartTask, UserIdentity, identities


@pytest.mark.parametrize("scope", ["pool", "task"])
@pytest.mark.parametrize(("kind", "level"), [("admin", "admin"), ("user", "nonadmin")])
def test_auto_users(scope: str, kind: str, level: str) -> None:
    identity: UserIdentity = getattr(identities, f"{scope}_{kind}")()
    assert StartTask(command_line="x", user_identity=identity).serialize() == {
        "commandLine": "x",
        "userIdentity": {"autoUser": {"scope": scope, "elevationLevel": level}},
    }


def test_each_call_returns_a_new_object() -> None:
    first, second = identities.pool_admin(), identities.pool_admin()
    assert first == second
    assert first is not second
    assert first.auto_user is not second.auto_user
