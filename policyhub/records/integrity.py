"""
Constraints of the log that hold on both engines: what was numbered stays as it is, and what two tables say agrees.

Both are written as constraints and not by `RunSQL`, whose triggers vanish when Django rebuilds a
table on SQLite (docs/adr/0003-no-overlap.md).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Q
from django.db.models.sql.query import Query


class OfTheDatabase(BaseConstraint):
    """A constraint that only the database checks: no form or `full_clean` can break it."""

    def validate(
        self, model: type[models.Model], instance: models.Model, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Leave it to the database."""

    def __eq__(self, other: object) -> bool:
        return self.deconstruct() == other.deconstruct() if isinstance(other, type(self)) else NotImplemented

    __hash__ = BaseConstraint.__hash__


class AppendOnly(OfTheDatabase):
    """
    Rows for which `condition` is true are never changed or deleted.

    Held by triggers on both engines. Emptying a whole database (`manage.py flush`) is let through: it
    truncates on PostgreSQL, and on SQLite it deletes the row of `Numbering` first.
    """

    def __init__(self, *, name: str, condition: Q, violation_error_message: str | None = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.condition = condition

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return how a migration writes the constraint down."""
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "condition": self.condition}

    def asked(self) -> list[tuple[str, Any]]:
        """Return what the condition asks, each with the value that it wants."""
        return [child for child in self.condition.children if isinstance(child, tuple)]

    def trigger_names(self, vendor: str = "sqlite") -> list[str]:
        """Return the triggers that hold this constraint."""
        return [self.name] if vendor == "postgresql" else [f"{self.name}_update", f"{self.name}_delete"]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Have the triggers made once the table is there; a clause of CREATE TABLE there is none."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return what adds the triggers to a table that is there (PostgreSQL; SQLite rebuilds the table)."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return what drops them (PostgreSQL; on SQLite they go with the table that is rebuilt)."""
        return Statement(
            f"DROP TRIGGER {schema_editor.quote_name(self.name)} ON %(table)s; "
            f"DROP FUNCTION {schema_editor.quote_name(self.name)}()",
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def _where(self, model: type[models.Model], schema_editor: Any) -> str:
        query = Query(model=model, alias_cols=False)
        where = query.build_where(self.condition)
        sql, params = where.as_sql(query.get_compiler(connection=schema_editor.connection), schema_editor.connection)
        text = str(sql) % tuple(schema_editor.quote_value(value) for value in params)
        for field in model._meta.concrete_fields:
            quoted = schema_editor.quote_name(field.column)
            text = text.replace(quoted, f"OLD.{quoted}")
        return text.replace("%", "%%")

    def _statements(self, model: type[models.Model], schema_editor: Any) -> Iterator[Statement]:
        quote = schema_editor.quote_name
        table, where = Table(model._meta.db_table, quote), self._where(model, schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            yield Statement(
                f"CREATE OR REPLACE FUNCTION {quote(self.name)}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'constraint failed: {self.name}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$",
                table=table,
            )
            yield Statement(
                f"CREATE TRIGGER {quote(self.name)} BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW "
                f"WHEN ({where}) EXECUTE FUNCTION {quote(self.name)}()",
                table=table,
            )
            return
        for name, event in zip(self.trigger_names(), ["UPDATE", "DELETE"], strict=True):
            yield Statement(
                f"CREATE TRIGGER {quote(name)} BEFORE {event} ON %(table)s "
                f"WHEN {where} AND EXISTS (SELECT 1 FROM records_numbering) "
                f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {self.name}'); END",
                table=table,
            )


class SameAs(OfTheDatabase):
    """The columns `fields` together name a row of another table by its `to_fields`; a null among them names none."""

    def __init__(
        self,
        *,
        fields: Sequence[str],
        to: str,
        to_fields: Sequence[str],
        name: str,
        violation_error_message: str | None = None,
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields, self.to, self.to_fields = tuple(fields), to, tuple(to_fields)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return how a migration writes the constraint down."""
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "fields": self.fields, "to": self.to, "to_fields": self.to_fields}

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Return the clause of CREATE TABLE."""
        quote, target = schema_editor.quote_name, installed.get_model(self.to)
        own = ", ".join(quote(model._meta.get_field(name).column) for name in self.fields)
        other = ", ".join(quote(target._meta.get_field(name).column) for name in self.to_fields)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({own}) REFERENCES {quote(target._meta.db_table)} ({other}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return ALTER TABLE for PostgreSQL; SQLite never comes here, it rebuilds the table instead."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(clause)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            clause=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return the DROP CONSTRAINT of PostgreSQL; SQLite rebuilds the table."""
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_fk, model, self.name)
