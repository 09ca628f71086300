"""The base of every model of Azure Batch, and of those that users declare themselves."""

from typing import ClassVar

from ..engine.model import Model as EngineModel
from .versions import API_VERSIONS

__all__ = ["Model"]


class Model(EngineModel):
    """The base of every model.

    A subclass declares an attribute with one annotation. Without a default the attribute is required; the only default
    is None, which leaves the decision to the service. ``Annotated`` holds what else there is to say: ``Key``, ``Secret``,
    ``ReadOnly``, ``Minimum``, ``Maximum``, ``MinLength``, ``MaxLength``, ``Pattern``, ``Since``, ``Until``. Rules between
    attributes are in the class attribute ``rules``.

    The constructor takes keywords only and checks nothing but their names: ``validate()``, ``serialize()`` and
    ``to_json()`` check the values. An unknown keyword causes a warning, and so does an assignment to an unknown attribute.
    ``additional_properties`` holds the members of a document that no attribute is declared for; they are sent back
    unchanged.

    A model is a Struct of msgspec and a Model of msrest.
    """

    api_versions: ClassVar[tuple[str, ...]] = API_VERSIONS
