"""What each field of a read serializer looks like in the document."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.fields import collection_of, key_format
from policyhub.api.schema.components import added, vocabulary
from policyhub.api.shapes import leads_to

Json = dict[str, Any]


class WordSchema(OpenApiSerializerFieldExtension):
    """A word of a vocabulary refers to the vocabulary."""

    target_class = "policyhub.api.fields.Word"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return a reference."""
        return vocabulary(auto_schema.registry, list(self.target.choices))


class KeySchema(OpenApiSerializerFieldExtension):
    """A relation is shown by a key, or where it is opened by the record itself."""

    target_class = "policyhub.api.fields.Key"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return a slug or a code, or the record."""
        parent = self.target.parent
        model: Any = leads_to(parent if isinstance(parent, serializers.ManyRelatedField) else self.target)
        record = auto_schema.resolve_serializer(viewset_of(model).serializer_class, direction).ref
        return {"oneOf": [{"type": "string", "format": key_format(model)}, record]}


class WordsSchema(OpenApiSerializerFieldExtension):
    """A list of words of a vocabulary."""

    target_class = "policyhub.api.fields.Words"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return an array of references to the vocabulary."""
        return {"type": "array", "items": vocabulary(auto_schema.registry, list(self.target.child.choices))}


class GroupsSchema(OpenApiSerializerFieldExtension):
    """Groups of links are a list of lists."""

    target_class = "policyhub.api.fields.Groups"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return an array of arrays of links."""
        link = auto_schema.resolve_serializer(self.target.child, direction).ref
        return {"type": "array", "items": {"type": "array", "items": link, "minItems": 1}}


def complete(auto_schema: Any, serializer: Any, schema: Json, direction: Any) -> Json:
    """Require of a record its key alone, since `fields` and `omit` leave out the rest; add the lists of `expand`."""
    model = serializer.Meta.model
    schema.pop("required", None)
    if (key := getattr(model, "KEY", None)) in schema["properties"]:
        schema["required"] = [key]
        schema["properties"][key]["format"] = key_format(model)
    for name in added(serializer if isinstance(serializer, type) else type(serializer)):
        relation = lists_of(model)[name]
        record = auto_schema.resolve_serializer(viewset_of(relation.related_model).serializer_class, direction).ref
        about = (
            f"The {collection_of(relation.related_model)} whose `{relation.field.name}` names this "
            f"{model._meta.verbose_name}, by their key; shown only where `expand` names `{name}`."
        )
        schema["properties"][name] = {"type": "array", "items": record, "readOnly": True, "description": about}
    return schema
