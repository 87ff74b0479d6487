"""
Filters: what a list can be asked for. A filter set reads its fields from the model.

Every relation is asked by slug or code, every vocabulary by its words, so a new field of either kind
can be asked for before anyone thinks of it. A value that names nothing is refused.
"""

import datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from policyhub.api.errors import Fault, did_you_mean
from policyhub.records.models import Record

SUGGESTED_FROM = 200
"""So many keys are looked at for a suggestion."""


class KeyField(forms.CharField):
    """The key of a record that the caller may see."""

    def __init__(self, *, model: type[Record], caller: Any = None, **kwargs: Any) -> None:
        self.model, self.caller = model, caller
        super().__init__(strip=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the record; an invisible one answers as a missing one."""
        key = super().clean(value)
        if not key:
            return None
        seen = self.model._default_manager.visible_to(self.caller)  # type: ignore[attr-defined]
        found = seen.filter(**{self.model.KEY: key}).first()
        if found is None:
            meant = did_you_mean(key, self.like(seen, key))
            raise ValidationError(f"There is no {self.model._meta.verbose_name} {key!r}.{meant}", code="unknown-key")
        return found

    def like(self, seen: Any, key: str) -> Any:
        """Return some keys that begin alike, whatever their case: comparing with all would cost too much."""
        start = key.strip()[:2]
        rows = seen.filter(**{f"{self.model.KEY}__istartswith": start}).order_by(self.model.KEY)
        return rows.values_list(self.model.KEY, flat=True)[:SUGGESTED_FROM]


class WordField(forms.ChoiceField):
    """A word of a vocabulary."""

    def validate(self, value: Any) -> None:
        """Refuse any other word, and name the nearest."""
        words = [word for word, _ in self.choices]
        if value and value not in words:
            raise ValidationError(
                "%(detail)s",  # the value itself may hold a percent sign
                code="unknown-word",
                params={"detail": f"{value!r} is none of its words.{did_you_mean(value, words)}", "allowed": words},
            )


class KeyFilter(django_filters.Filter):
    """Rows that refer to the record with that slug or code."""

    field_class = KeyField

    def __init__(self, *args: Any, model: type[Record], **kwargs: Any) -> None:
        self.to = model
        super().__init__(*args, model=model, **kwargs)

    @property
    def field(self) -> Any:
        """Return the form field, which knows who asks."""
        self.extra["caller"] = getattr(getattr(self, "parent", None), "caller", None)
        return super().field


class WordFilter(django_filters.Filter):
    """Rows with that word of a vocabulary."""

    field_class = WordField

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        self.words = list(choices)
        super().__init__(*args, choices=self.words, **kwargs)


def with_part(rows: Any, field_name: str, value: Any, caller: Any) -> Any:
    """Keep the rows that have a part, among those that `caller` may see, with that value."""
    name, column = field_name.split("__")
    relation = rows.model._meta.get_field(name)
    parts = relation.related_model.objects.visible_to(caller).filter(**{column: value})
    return rows.filter(pk__in=parts.values(relation.field.name))


class PartKeyFilter(KeyFilter):
    """Rows with a part that refers to that record."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Keep the rows that have such a part."""
        return qs if value is None else with_part(qs, self.field_name, value, self.parent.caller)


class PartWordFilter(WordFilter):
    """Rows with a part that has that word of a vocabulary."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Keep the rows that have such a part."""
        return with_part(qs, self.field_name, value, self.parent.caller) if value else qs


class CatalogueFilterSet(django_filters.FilterSet):
    """The filters of one collection, for one caller, as of one day."""

    def __init__(self, *args: Any, caller: Any = None, day: datetime.date | None = None, **kwargs: Any) -> None:
        self.caller, self.day = caller, day
        super().__init__(*args, **kwargs)

    @classmethod
    def get_fields(cls) -> dict[str, list[str]]:
        """Ask every relation and every vocabulary of the model, for equality."""
        model = cls._meta.model
        if model is None:
            return {}
        columns = [field for field in model._meta.concrete_fields if field.many_to_one or field.choices]
        return {field.name: ["exact"] for field in (*columns, *model._meta.many_to_many)}

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: str | None = None) -> Any:
        """Return the filter of a relation or a vocabulary."""
        if field.is_relation:
            return KeyFilter(field_name=field_name, model=field.related_model, help_text=field.help_text)
        return WordFilter(field_name=field_name, choices=field.flatchoices, help_text=field.help_text)

    def faults(self) -> list[Fault]:
        """Return what is wrong with the values that were given."""
        if self.is_valid():
            return []
        found = []
        for name, errors in self.errors.as_data().items():
            for error in errors:
                allowed = tuple((error.params or {}).get("allowed", ()))
                found.append(Fault(name, error.code or "invalid", " ".join(error.messages), allowed))
        return found
