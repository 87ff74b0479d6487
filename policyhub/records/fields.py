"""
Model fields of records: text that both engines order and compare alike.

PostgreSQL orders text by the collation of its database, SQLite by code point; half of all titles
then stand elsewhere. These fields say `COLLATE "C"` on PostgreSQL, so ORDER BY, indexes and cursors
agree without a word in any query.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


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
