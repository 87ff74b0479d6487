"""Statements: the SQL of querysets, what is put together from it, and how it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, router

Sql = tuple[str, tuple[Any, ...]]
"""A part of a statement, with what stands for its placeholders."""

Relations = Sequence[tuple[str, Sql]]
"""What a statement names before it tells anything: names, with their columns where these have names of their own."""


@dataclass(frozen=True)
class Statement:
    """What is asked of the database at once, ready to be sent; empty where nothing can be found."""

    sql: str = ""
    params: tuple[Any, ...] = ()
    alias: str = DEFAULT_DB_ALIAS

    def __len__(self) -> int:
        return len(self.sql)

    @classmethod
    def of(cls, rows: Any) -> "Statement":
        """Return the statement of a queryset."""
        alias = alias_of(rows.model)
        try:
            return cls(*sql_of(rows, alias), alias)
        except EmptyResultSet:
            return cls()

    @classmethod
    def told(cls, relations: Relations, selects: Sequence[Sql], alias: str, *, recursive: bool = False) -> "Statement":
        """Return the statement that tells several things, one after the other, of what it names first."""
        told, params = joined(selects)
        named = ", ".join(f"{name} AS ({sql})" for name, (sql, _) in relations)
        values = (value for _, (_, own) in relations for value in own)
        return cls(f"WITH {'RECURSIVE ' if recursive else ''}{named} {told}", (*values, *params), alias)

    def run(self, changed: Mapping[Any, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the lines that it finds; parameters that are named in `changed` are sent as something else."""
        if not self.sql:
            return []
        params = self.params if changed is None else tuple(changed.get(value, value) for value in self.params)
        with connections[self.alias].cursor() as cursor:
            cursor.execute(self.sql, params)
            return list(cursor.fetchall())


def alias_of(model: Any) -> str:
    """Return the connection by which a kind of record is read: that of the moment which is being looked at."""
    return router.db_for_read(model) or DEFAULT_DB_ALIAS


def sql_of(rows: Any, alias: str) -> Sql:
    """Return the statement of a queryset for the engine of a connection; raise EmptyResultSet where it keeps none."""
    sql, params = rows.query.get_compiler(alias).as_sql()
    return sql, tuple(params)


def joined(selects: Sequence[Sql]) -> Sql:
    """Return several statements as one."""
    return " UNION ALL ".join(sql for sql, _ in selects), tuple(value for _, own in selects for value in own)
