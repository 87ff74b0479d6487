"""What the public may still see of a past number: what was withdrawn since stays hidden."""

import sqlite3
from collections.abc import Collection
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Subquery

from policyhub.records.models import Record, Version
from policyhub.records.structure import parts_of, record_models
from policyhub.records.vocabularies import Publication

Name = tuple[str, str]
"""Kind and key of a record."""

PUBLISHED = Publication.PUBLISHED
NOT_PUBLIC = ["", *(word for word in Publication.values if word != PUBLISHED)]


def hidden_since(number: int, *, using: str = DEFAULT_DB_ALIAS) -> list[Name]:
    """Return the records that were public at `number` and are not now, in order."""
    log = Version.objects.using(using)
    same = log.filter(kind=OuterRef("kind"), key=OuterRef("key"))
    then = same.filter(number__lte=number).order_by("-number").values("becomes")[:1]
    ended = log.filter(number__gt=number, was=PUBLISHED, becomes__in=NOT_PUBLIC).order_by()  # put in order below
    ended = ended.filter(~Exists(same.filter(number__gt=OuterRef("number"), becomes=PUBLISHED)))
    return sorted(ended.annotate(then=Subquery(then)).filter(then=PUBLISHED).values_list("kind", "key"))


def keep_public(raw: sqlite3.Connection, hidden: Collection[Name]) -> None:
    """
    Take out of a filled database all that the public may not see: drafts, what is withdrawn, and what is `hidden`.

    What refers to any of it is public no longer where it cannot be without, and says nothing there where it can.
    """
    for model in record_models():
        keys = [(key,) for kind, key in hidden if kind == model._meta.label_lower]
        change = f'UPDATE "{model._meta.db_table}" SET "publication" = \'withdrawn\' WHERE "{model.KEY}" = ?'
        raw.executemany(change, keys)
    for model in record_models():
        _follow(raw, model)
    for model in record_models():
        _take_out_what_leads_to_it(raw, model)
    for model in record_models():
        raw.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "publication" <> \'published\'')


def _not_public(model: Any) -> str:
    return f'SELECT "id" FROM "{model._meta.db_table}" WHERE "publication" <> \'published\''


def _follow(raw: sqlite3.Connection, model: type[Record]) -> None:
    """Hide the records of a kind that cannot be without something hidden; let the others say nothing there."""
    table = model._meta.db_table
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.many_to_one]
    for field in fields:
        to = f'"{field.column}" IN ({_not_public(field.related_model)})'
        if field.null:
            raw.execute(f'UPDATE "{table}" SET "{field.column}" = NULL WHERE {to}')
            continue
        hide = f'UPDATE "{table}" SET "publication" = \'withdrawn\' WHERE "publication" = \'published\' AND {to}'
        while raw.execute(hide).rowcount and field.related_model is model:
            pass  # of a tree, what lies below is hidden with each round


def _take_out_what_leads_to_it(raw: sqlite3.Connection, model: type[Record]) -> None:
    """Delete the parts and pairs of a kind that belong to something hidden, or lead there."""
    rows: list[tuple[str, str, Any]] = []
    for part in parts_of(model).values():
        ends: list[Any] = [part._meta.get_field(name) for name in (part.OWNER, *part.far_ends())]
        rows += [(part._meta.db_table, end.column, end.related_model) for end in ends]
    for many in model._meta.many_to_many:
        rows.append((many.m2m_db_table(), many.m2m_column_name(), model))
        rows.append((many.m2m_db_table(), many.m2m_reverse_name(), many.related_model))
    for table, column, other in rows:
        raw.execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({_not_public(other)})')
