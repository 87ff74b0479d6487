"""Fields in which one chooses other records by typing: they take whatever is sent, and refuse what is no choice."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join

from policyhub.records.admin.lookups import whole_number


def possible(values: Iterable[Any]) -> list[Any]:
    """Return those of `values` that could be the number of a record; nothing chosen is left as it is."""
    return [value for value in values if value in (None, "") or whole_number(value) is not None]


class RecordSelect(AutocompleteSelect):
    """The choice of one record."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        """Return what is chosen."""
        groups: list[Any] = super().optgroups(name, possible(value), attr)
        return groups


class RecordSelectMultiple(AutocompleteSelectMultiple):
    """The choice of any number of records."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        """Return what is chosen."""
        groups: list[Any] = super().optgroups(name, possible(value), attr)
        return groups


class RecordsField(forms.ModelMultipleChoiceField):
    """Any number of records."""

    def _check_values(self, value: Any) -> QuerySet[Any]:
        for one in value:
            if whole_number(one) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": one})
        chosen: QuerySet[Any] = super()._check_values(value)
        return chosen


def chosen_by_typing(db_field: Any, site: AdminSite, names: Collection[str]) -> dict[str, Any]:
    """Return what makes the form field of `db_field`, if it is among `names`, one in which one types."""
    if db_field.name not in names:
        return {}
    if db_field.many_to_many:
        return {"widget": RecordSelectMultiple(db_field, site), "form_class": RecordsField}
    return {"widget": RecordSelect(db_field, site)}


def help_texts(model: type[models.Model]) -> dict[str, str]:
    """Return the help texts that speak of values in backticks, which a page shows as code."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return {field.name: as_html(str(field.help_text)) for field in fields if "`" in str(field.help_text)}


def as_html(text: str) -> str:
    """Return `text` with what stands in backticks as code, everything escaped."""
    pieces = text.split("`")  # every second piece stood in backticks
    shown = (format_html("<code>{}</code>", piece) if number % 2 else piece for number, piece in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in shown))
