"""Storing many rows quickly: what `bulk_create` does, without making one long statement of them."""

from collections.abc import Iterable
from typing import Any


def store(model: Any, rows: Iterable[Any]) -> None:
    """Store instances of a model: on PostgreSQL by COPY, else by one statement for each."""
    from django.db import connection

    fields = [field for field in model._meta.concrete_fields if not field.generated]
    fields = [field for field in fields if field is not model._meta.pk or rows_have_keys(rows)]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values))
            return
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)


def rows_have_keys(rows: Any) -> bool:
    """Tell whether the rows come with primary keys, as all do or none."""
    return bool(rows) and rows[0].pk is not None
