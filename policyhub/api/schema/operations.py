"""What drf-spectacular says of a view, in our words."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from policyhub.api.conditional import Conditional
from policyhub.api.schema import answers, fields, parameters, prose

Json = dict[str, Any]


class CatalogueSchema(AutoSchema):
    """The operation of one view: its name, its words, its parameters and its answers."""

    @property
    def collection(self) -> str:
        """Return the collection the operation belongs to; `catalogue` for what belongs to none."""
        parts = self.path.removeprefix("/api/v1/").split("/")
        return parts[0] or "catalogue"

    @property
    def one(self) -> str:
        """Return the name of one thing of the collection."""
        return str(getattr(self.view, "one", "")) or str(self.view.queryset.model._meta.verbose_name)

    @property
    def record(self) -> str:
        """Return the name of the component that shows one record."""
        return str(self.resolve_serializer(self.view.serializer_class, "response").name)

    def is_list(self) -> bool:
        """Tell whether the operation answers a list."""
        return getattr(self.view, "action", None) == "list"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Say that no answer is a bare array: lists stand in an envelope."""
        return False

    def get_operation_id(self) -> str:
        """Return a name that client generators turn into a method."""
        if self.collection in SUMMARIES:
            return SUMMARIES[self.collection][0]
        return f"list_{self.collection}" if self.is_list() else f"get_{self.one.replace(' ', '_')}"

    def get_tags(self) -> list[str]:
        """Group operations by collection."""
        return [self.collection]

    def get_summary(self) -> str:
        """Return a line for the list of operations."""
        if self.collection in SUMMARIES:
            return SUMMARIES[self.collection][1]
        return f"List {self.collection}" if self.is_list() else f"Read one {self.one}"

    def get_description(self) -> str:
        """Return the collection's own sentence, and how to read it."""
        return prose.of_operation(self.view, self.collection, listed=self.is_list())

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return the query string and the headers that the operation understands."""
        if self.collection == "search":
            return answers.of_search(self.registry)
        if not hasattr(self.view, "filterset_class"):
            return []
        if self.is_list():
            return parameters.of_list(self.registry, self.record, self.view, self.collection)
        return parameters.of_record(self.registry, self.record, self.view, self.get_operation_id())

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Return the operation; where answers have validators, one that nothing changed is an answer as well."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None and isinstance(self.view, Conditional):
            operation["responses"]["304"] = {"$ref": "#/components/responses/not-modified"}
        return operation

    def get_response_serializers(self) -> Any:
        """Return the record, or the envelope around a page of them."""
        if self.collection == "search":
            return {200: answers.page_of_hits(self.registry)}
        if self.collection == "vocabularies":
            return {200: answers.of_vocabularies(self.registry, self.view.shapes, self.view.action)}
        if hasattr(self.view, "shapes"):
            return {200: answers.named(self.registry, "Catalogue", self.view.shapes[self.view.action])}
        if not self.is_list():
            return {200: self.view.serializer_class}
        record = self.resolve_serializer(self.view.serializer_class, "response")
        page = answers.page_of(self.registry, record.name, record.ref, self.collection, self.view.filterset_class)
        return {200: page}

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Json:
        """Require the key alone, and add what `expand` can add."""
        schema: Json = super()._map_basic_serializer(serializer, direction)
        return fields.complete(self, serializer, schema, direction)


SUMMARIES = {
    "catalogue": ("get_catalogue", "List the collections"),
    "search": ("search", "Search every collection"),
}
"""Names and lines of the operations that belong to no collection."""
