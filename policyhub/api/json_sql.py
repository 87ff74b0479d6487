"""JSON built by the database: the few functions that both engines have under different names."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Subquery


class JsonText(models.TextField):  # type: ignore[type-arg]  # not generic while the program runs
    """The type of an expression that yields JSON; read on its own, it comes back as the Python value."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the value that the JSON text spells (PostgreSQL's driver has already read it)."""
        return json.loads(value) if isinstance(value, str) else value


SQLITE_PAIRS = 63
"""A function of SQLite takes 127 arguments at most, as Debian and Python build it."""

POSTGRESQL_PAIRS = 50
"""A function of PostgreSQL takes 100 arguments at most."""


class JsonObject(Func):
    """
    An object of named expressions: `{"slug": ..., "title": ...}`, of any number.

    The names stand in the statement itself: they are of our own declarations, and PostgreSQL could not
    tell the type of a placeholder there.
    """

    output_field = JsonText()

    def __init__(self, **values: Any) -> None:
        self.names = tuple(values)
        super().__init__(*values.values())

    def compiled(self, compiler: Any) -> tuple[list[tuple[str, str]], tuple[Any, ...]]:
        """Return the names with their expressions in SQL, and the parameters of all."""
        found = [compiler.compile(value) for value in self.source_expressions]
        pairs = [(name, sql) for name, (sql, _) in zip(self.names, found, strict=True)]
        return pairs, tuple(value for _, params in found for value in params)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        pairs, params = self.compiled(compiler)
        made = f"json_object({', '.join(f'{text(name)}, {sql}' for name, sql in pairs[:SQLITE_PAIRS])})"
        for start in range(SQLITE_PAIRS, len(pairs), SQLITE_PAIRS):
            more = ", ".join(f"{text('$.' + name)}, {sql}" for name, sql in pairs[start : start + SQLITE_PAIRS])
            made = f"json_set({made}, {more})"
        return made, params

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        pairs, params = self.compiled(compiler)
        if len(pairs) <= POSTGRESQL_PAIRS:
            return f"json_build_object({', '.join(f'{text(name)}, {sql}' for name, sql in pairs)})", params
        columns = ", ".join(f"{sql} AS {connection.ops.quote_name(name)}" for name, sql in pairs)
        return f"(SELECT row_to_json(_object) FROM (SELECT {columns}) _object)", params


def text(name: str) -> str:
    """Return a name of our own declarations as a text of SQL."""
    return "'" + name.replace("'", "''").replace("%", "%%") + "'"


def as_json_array(vendor: str, columns: Sequence[str], fields: Sequence["models.Field[Any, Any] | None"]) -> str:
    """Return the SQL of the text of a JSON array of columns; an instant is written with its zone, which is UTC."""
    if vendor == "postgresql":
        return f"json_build_array({', '.join(columns)})::text"
    zoned = [isinstance(field, models.DateTimeField) for field in fields]
    told = [f"{column} || '+00:00'" if zone else column for column, zone in zip(columns, zoned, strict=True)]
    return f"json_array({', '.join(told)})"


def as_json_value(vendor: str, column: str) -> str:
    """Return the SQL of the JSON text of a column; a null may stay one."""
    return f"to_json({column})::text" if vendor == "postgresql" else f"json_quote({column})"


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
