"""The base of read serializers: declarations of what a record shows, compiled by `policyhub.api.documents`."""

from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from policyhub.api.fields import Instant, Key, Text, Url, Word


class ReadSerializer(serializers.ModelSerializer):
    """
    What a record or a part shows, as a declaration.

    `Meta.fields` names columns, relations (shown by key), declared nested serializers and annotations;
    there is no computed field. Descriptions come from the models' help texts.
    """

    serializer_field_mapping: ClassVar[dict[Any, Any]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: Instant,
    }

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[Any, dict[str, Any]]:
        """Show empty text as null, and a vocabulary by its words."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        about = {"help_text": model_field.help_text}
        if model_field.choices:
            return Word, {**about, "choices": model_field.flatchoices, "allow_null": model_field.blank}
        if isinstance(model_field, models.CharField | models.TextField):
            return Text, {**about, "allow_null": model_field.blank and not model_field.unique}
        kept = {name: kwargs[name] for name in ("max_digits", "decimal_places") if name in kwargs}
        return field_class, {**about, **kept, "read_only": True, "allow_null": model_field.null}

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[Any, dict[str, Any]]:
        """Show a relation by the other record's key."""
        model_field = relation_info.model_field
        kwargs = {"slug_field": relation_info.related_model.KEY, "help_text": model_field.help_text, "read_only": True}
        if relation_info.to_many:
            return Key, {**kwargs, "many": True}
        return Key, {**kwargs, "allow_null": model_field.null}

    def build_url_field(self, field_name: str, model_class: Any) -> tuple[Any, dict[str, Any]]:
        """Show the record's own address."""
        return Url, {"model": model_class}

    def include_extra_kwargs(self, kwargs: dict[str, Any], extra_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Take nothing from Meta: a field that needs saying is declared."""
        return kwargs
