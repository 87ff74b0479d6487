"""
Model fields of records: text that both engines order and compare alike.

PostgreSQL orders text by the collation of its database, SQLite by code point; half of all titles
then stand elsewhere. These fields say `COLLATE "C"` on PostgreSQL, so ORDER BY, indexes and cursors
agree without a word in any query.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from policyhub.records import guard


class ByCodePoint(models.Field):  # type: ignore[type-arg]  # generic for type checkers alone; so below
    """A text field whose values are compared by Unicode code point on every engine."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Name the collation where the engine's own would differ."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class CharField(ByCodePoint, models.CharField):  # type: ignore[type-arg]
    """A line of text."""


class TextField(ByCodePoint, models.TextField):  # type: ignore[type-arg]
    """Text of any length."""


class SlugField(ByCodePoint, models.SlugField):  # type: ignore[type-arg]
    """A public identity: lower case, digits and single hyphens."""


class URLField(ByCodePoint, models.URLField):  # type: ignore[type-arg]
    """An address on the web."""


class Stamp(models.DateTimeField):  # type: ignore[type-arg]
    """When a record was stored or changed: the instant of the revision that did it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the instant of the open revision, on first storing or always as the field says."""
        if self.auto_now or (self.auto_now_add and add):
            setattr(model_instance, self.attname, guard.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self) -> Any:
        """Return the field as migrations write it: a column like any other instant's."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
