"""The operations of the log in the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from policyhub.api.collections import collections
from policyhub.api.fields import key_format
from policyhub.api.schema import CatalogueSchema
from policyhub.api.schema.answers import collection_names
from policyhub.api.schema.parameters import paging, parameter, prefer, several
from policyhub.feed import shapes

Json = dict[str, Any]

AFTER = "The number after which changes are told: 0 for all, else the `complete_to` of what was read before."
COLLECTION_IN = "Changes of these collections alone, separated by commas; without it, of all."
CAUTION = (
    "Whoever may not see drafts is told of records that are public now, and of these only what they said while they "
    "were public: the first time as created. People are told only to those who may see drafts."
)


ABOUT = {
    "page_size": "How many a page holds.",
    "cursor": "A place in the list, as `next` (and `previous`, where there is one) gives it: opaque, and of this list.",
}
"""What is said of the parameters of a page where nothing is opened or ordered."""


def paged(*names: str, **limits: Json) -> list[OpenApiParameter]:
    """Return the parameters of a page, of which those named; `limits` replace parts of their schemas."""
    found = [known for known in paging() if known.name in names]
    for known in found:
        known.description = ABOUT.get(known.name, known.description)
        known.type = {**known.type, **limits.get(known.name, {})}  # type: ignore[dict-item]
    return [*found, prefer()]


def in_path(name: str, form: str, about: str) -> OpenApiParameter:
    """Return what stands in the address."""
    schema = {"type": "string", "format": form}
    return OpenApiParameter(name, type=schema, location=OpenApiParameter.PATH, required=True, description=about)


class LogSchema(CatalogueSchema):
    """An operation of the log."""

    def get_description(self) -> str:
        """Return the view's own sentence, and who is told what."""
        return f"{type(self.view).__doc__ or ''}".strip().replace("\n    ", "\n") + f"\n\n{CAUTION}"


class HistorySchema(LogSchema):
    """The revisions of one record of a collection."""

    @property
    def model(self) -> Any:
        """Return the kind of record."""
        return collections()[self.view.collection].queryset.model

    def get_operation_id(self) -> str:
        """Return a name for each collection."""
        return f"list_{self.model._meta.model_name}_revisions"

    def get_summary(self) -> str:
        """Return a line for the list of operations."""
        return f"List the revisions of one {self.model._meta.verbose_name}"

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return what the operation understands."""
        name, one = collections()[self.view.collection].lookup_field, self.model._meta.verbose_name
        place = in_path(name, key_format(self.model), f"The {name} of the {one}.")
        return [place, *paged("page_size", "cursor", "count")]

    def get_response_serializers(self) -> Any:
        """Return a page of revisions."""
        return {200: shapes.record_revisions(self.registry)}


class RevisionSchema(LogSchema):
    """The revisions of the catalogue."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return what the operation understands."""
        if self.is_list():
            return paged("page_size", "cursor", "count", page_size={"maximum": 50, "default": 20})
        place = in_path("number", "revision-number", "The number of the revision.")
        return [place, *paged("page_size", "cursor")]

    def get_response_serializers(self) -> Any:
        """Return a page of revisions, or one."""
        shape = shapes.revisions if self.is_list() else shapes.one_revision
        return {200: shape(self.registry)}


class ChangeSchema(LogSchema):
    """The feed of changes."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return what the operation understands."""
        names = several(collection_names(self.registry), None)
        return [
            parameter("after", {"type": "integer", "minimum": 0, "default": 0}, AFTER, 0),
            parameter("collection__in", names, COLLECTION_IN, ["measures", "positions"]),
            *paged("page_size", "cursor"),
        ]

    def get_response_serializers(self) -> Any:
        """Return a page of changes."""
        return {200: shapes.changes(self.registry)}
