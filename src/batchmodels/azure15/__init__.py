"""Our models as azure-batch 15's, and the reverse.

The client of azure-batch 15 accepts its own models or dicts with wire keys. ``to_json()`` returns neither: the client encodes
``bytes`` in base64, sends that text, and raises no error. Give it ``to_model(model)`` or ``model.serialize()``, and add
``BodyPolicy`` to the client to refuse anything else.
"""

from ..installed import check_azure_batch as _check_azure_batch

_check_azure_batch("azure15", "15")

from ..forms.counterpart import Counterpart as Counterpart  # noqa: E402  # because of that check
from ..forms.counterparts import COUNTERPARTS as COUNTERPARTS  # noqa: E402  # because of that check
from ..forms.counterparts import ENUMERATIONS as ENUMERATIONS  # noqa: E402  # because of that check
from .converting import from_model as from_model  # noqa: E402  # because a missing azure-batch is reported first
from .converting import to_model as to_model  # noqa: E402  # because of that check
from .policy import BodyPolicy as BodyPolicy  # noqa: E402  # because of that check
