"""Every name of azure-batch 14's ``azure.batch.models``, and its client with our models.

``from batchmodels import azure14 as models`` replaces ``from azure.batch import models``. A model or an enumeration
that batchmodels has is ours. The rest is azure-batch's own: the ``*Options`` of requests, paged results and exceptions.
"""

from ..installed import check_azure_batch as _check_azure_batch

_check_azure_batch("azure14", "14")

from ._client import use_models as use_models  # noqa: E402  # because a missing azure-batch is reported first
from ._names import *  # noqa: E402, F403  # because of that check, and because _names.py only lists names
