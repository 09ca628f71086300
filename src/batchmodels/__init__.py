"""Typed models of Azure Batch pools, jobs and tasks: built, checked, sent and read without losing or coercing anything."""

from typing import TYPE_CHECKING

# First, because this brings msrest: imported from deeper down, that takes 30 ms longer.
from .errors import DeserializationError as DeserializationError
from .errors import Loss as Loss
from .errors import LossWarning as LossWarning
from .errors import Problem as Problem
from .errors import UnknownAttributeWarning as UnknownAttributeWarning
from .errors import ValidationError as ValidationError

# isort: split
if TYPE_CHECKING:
    from . import commands as commands
    from . import declare as declare
    from . import identities as identities
    from .arm.names import ARM_API_VERSIONS as ARM_API_VERSIONS
    from .changes.changes import Change as Change
    from .changes.changes import Changes as Changes
    from .changes.changes import Operation as Operation
    from .changes.changes import PropertyChange as PropertyChange
    from .changes.diffing import diff as diff
    from .changes.verdicts import Verdict as Verdict
    from .engine.pages import Page as Page
    from .engine.pages import to_json as to_json
    from .engine.shapes import UnknownValue as UnknownValue
    from .explaining.explain import explain as explain
    from .explaining.explanation import Explanation as Explanation
    from .forms.convert import Converted as Converted
    from .forms.convert import convert as convert
    from .models import *
    from .planning.plan import plan as plan
    from .planning.plan_record import Plan as Plan
    from .rules.finding import Finding as Finding
    from .rules.finding import Severity as Severity
    from .rules.review import review as review
else:
    from .engine.lazy import lazy_names as _lazy_names
    from .models import FAMILIES as _FAMILIES

    _MODULES = {
        "errors": "DeserializationError Loss LossWarning Problem UnknownAttributeWarning ValidationError",
        "arm.names": "ARM_API_VERSIONS",
        "commands": "commands",
        "declare": "declare",
        "forms.convert": "Converted convert",
        "identities": "identities",
        "changes.changes": "Change Changes Operation PropertyChange",
        "changes.diffing": "diff",
        "changes.verdicts": "Verdict",
        "engine.pages": "Page to_json",
        "engine.shapes": "UnknownValue",
        "explaining.explain": "explain",
        "explaining.explanation": "Explanation",
        "planning.plan": "plan",
        "planning.plan_record": "Plan",
        "rules.finding": "Finding Severity",
        "rules.review": "review",
        **{f"models.{family}": names for family, names in _FAMILIES.items()},
    }
    __getattr__, __dir__, __all__ = _lazy_names(
        __name__, {name: module for module, names in _MODULES.items() for name in names.split()}
    )

__version__ = "0.1.0"
