"""
The fields of a read serializer: what a declaration may say, and no more.

Each has a plain way to show a value (`to_representation`) and a rule in `policyhub.api.documents`
that says the same in SQL; a property test holds the two equal.
"""

from typing import Any

from django.conf import settings
from django.db import models
from rest_framework import serializers

from policyhub.records.models import Record


def collection_of(model: type[models.Model]) -> str:
    """Return the collection that a kind of record is read in: `measures`, `enquiries`."""
    return str(model._meta.verbose_name_plural).replace(" ", "-")


def key_format(model: type[Record]) -> str:
    """Return the form of the keys of a kind of record, as the OpenAPI document names it: `measure-slug`."""
    return f"{model._meta.model_name}-{model.KEY}"


def url_prefix(model: type[models.Model]) -> str:
    """Return what stands before the key in a record's address."""
    return f"{settings.PUBLIC_URL}/api/v1/{collection_of(model)}/"


class Text(serializers.CharField):
    """A line or a text; null where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_null", True)
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class Word(serializers.ChoiceField):
    """A member of a vocabulary; null where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return value or None


class Instant(serializers.DateTimeField):
    """An instant in UTC, to the microsecond."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
        super().__init__(**kwargs)


class Key(serializers.SlugRelatedField):
    """Another record, by its slug or code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)


class Keys(serializers.ListField):
    """A list of slugs or codes that an annotation of the same name computes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(), read_only=True, **kwargs)


class Words(serializers.ListField):
    """The words of a part that has one word a row, such as the forms of a position."""

    def __init__(self, *, word: str, choices: Any, **kwargs: Any) -> None:
        self.word = word
        super().__init__(child=serializers.ChoiceField(choices=choices), read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[Any]:
        return [getattr(row, self.word) for row in value.all()]


class Groups(serializers.Field):
    """Links with a group number, as a list of groups: any within a group, all across."""

    def __init__(self, *, child: type[serializers.ModelSerializer], **kwargs: Any) -> None:
        self.child = child
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[Any]:
        groups: dict[Any, list[Any]] = {}
        for row in value.all():
            groups.setdefault(row.pk if row.group is None else f"group {row.group}", []).append(row)
        return [[self.child(row).data for row in rows] for rows in groups.values()]


class Url(serializers.CharField):
    """The record's own address, path-absolute or under PUBLIC_URL."""

    def __init__(self, *, model: type[Record], **kwargs: Any) -> None:
        self.model = model
        super().__init__(read_only=True, source=model.KEY, help_text="Where the record itself is read.", **kwargs)

    def to_representation(self, value: Any) -> str:
        return f"{url_prefix(self.model)}{value}/"
