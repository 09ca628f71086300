"""Two diagnostics about one mistake become one."""

from __future__ import annotations

import msgspec

from .diagnostics import REFUSED, Diagnostic
from .unknown_members import UNKNOWN_MEMBER

_REQUIRED = f"{REFUSED}required"
_OTHER_NAMES = ("BM702", UNKNOWN_MEMBER)


def merged(found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics, without those about the wrong name of a member that is reported as missing there.

    The one that remains has the fix of the other.
    """
    missing = {each.path: each for each in found if each.rule == _REQUIRED}
    if not missing:
        return found
    names = {each.path: each for each in found if each.rule in _OTHER_NAMES and each.path in missing}
    rest = [each for each in found if not (each.rule in _OTHER_NAMES and each.path in names)]
    return [_with_fix(each, names[each.path]) if each.rule == _REQUIRED and each.path in names else each for each in rest]


def _with_fix(missing: Diagnostic, name: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(missing, fix=missing.fix or name.fix, edit=missing.edit or name.edit)
