"""The base of all models, including those that users declare."""

from typing import ClassVar

from ..engine.model import Model as EngineModel
from .versions import API_VERSIONS

__all__ = ["Model"]


class Model(EngineModel):
    """The base of every model.

    A subclass declares an attribute with one annotation. An attribute without a default is required; the only default is
    None, which leaves the decision to the service. ``Annotated`` adds further information: ``Key``, ``Secret``,
    ``ReadOnly``, ``Minimum``, ``Maximum``, ``MinLength``, ``MaxLength``, ``Pattern``, ``Since``, ``Until``. Rules between
    attributes are in the class attribute ``rules``.

    The constructor takes keywords only and checks nothing but their names: ``validate()``, ``serialize()`` and
    ``to_json()`` check the values. An unknown keyword causes a warning, and so does an assignment to an unknown attribute.
    ``additional_properties`` contains the members of a document that have no attribute; they are sent back unchanged.

    A model is both a msgspec Struct and an msrest Model.
    """

    api_versions: ClassVar[tuple[str, ...]] = API_VERSIONS
