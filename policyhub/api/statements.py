"""Statements: the SQL of querysets, and what is put together from it."""

from collections.abc import Sequence
from typing import Any

Sql = tuple[str, tuple[Any, ...]]
"""A statement, or a part of one, with what stands for its placeholders."""


def sql_of(rows: Any, alias: str) -> Sql:
    """Return the statement of a queryset for the engine of a connection; raise EmptyResultSet where it keeps none."""
    sql, params = rows.query.get_compiler(alias).as_sql()
    return sql, tuple(params)


def joined(selects: Sequence[Sql]) -> Sql:
    """Return several statements as one."""
    return " UNION ALL ".join(sql for sql, _ in selects), tuple(value for _, own in selects for value in own)
