"""JSON built by the database: the few functions that both engines have under different names."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Subquery, Value


class JsonText(models.TextField):  # type: ignore[type-arg]  # not generic while the program runs
    """The type of an expression that yields JSON; read on its own, it comes back as the Python value."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the value that the JSON text spells (PostgreSQL's driver has already read it)."""
        return json.loads(value) if isinstance(value, str) else value


class JsonObject(Func):
    """An object of named expressions: `{"slug": ..., "title": ...}`; at most 50 names (PostgreSQL's limit)."""

    output_field = JsonText()

    def __init__(self, **values: Any) -> None:
        pairs: list[Any] = []
        for name, value in values.items():
            pairs += [Value(name), value]
        super().__init__(*pairs)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_object")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_build_object")


class AsJson(Func):
    """JSON text taken as JSON, so that an object around it does not quote it as a string."""

    arity = 1
    output_field = JsonText()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="json(%(expressions)s)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)")


class JsonArray(Subquery):
    """The rows of a queryset with one column `j`, in its order, as an array of plain values."""

    output_field = JsonText()
    sqlite_item = "j"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"(SELECT json_group_array({self.sqlite_item}) FROM (%(subquery)s))"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT coalesce(json_agg(j), '[]'::json) FROM (%(subquery)s) _rows)"
        return self.as_sql(compiler, connection, template=template)


class JsonArrayOfJson(JsonArray):
    """The same for rows that are JSON themselves: objects, or arrays."""

    sqlite_item = "json(j)"


class AsText(Func):
    """An expression as text: a document, or a decimal number with its two places."""

    arity = 1
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text")


class DecimalText(AsText):
    """A decimal number with two places, as text, since JSON's numbers are read as floats."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"(CASE WHEN {sql} IS NULL THEN NULL ELSE printf('%%.2f', {sql}) END)", (*params, *params)


class InstantText(AsText):
    """An instant as RFC 3339 text in UTC, with microseconds."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        # Django leaves the fraction out where it is zero; 19 characters are date and time to the second.
        text = f"substr(replace({sql}, ' ', 'T'), 1, 19) || substr(substr({sql}, 20) || '.000000', 1, 7) || 'Z'"
        return f"(CASE WHEN {sql} IS NULL THEN NULL ELSE {text} END)", (*params, *params, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return self.as_sql(compiler, connection, template=template)
