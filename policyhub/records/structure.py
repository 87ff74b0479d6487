"""How records are built: which fields are their own, which parts they have, what they refer to."""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import models

from policyhub.records.folding import COLUMNS
from policyhub.records.models import Part, Record

BOOKKEEPING = {"id", "created_at", "updated_at", "holds_from", *COLUMNS}
"""Fields that the system fills; no part of what a record states."""


@cache
def record_models() -> list[type[Record]]:
    """Return every kind of record, those that others refer to first."""
    waiting = [model for model in apps.get_models() if issubclass(model, Record)]
    ordered: list[type[Record]] = []
    while waiting:
        ready = [m for m in waiting if not (set(_needs(m)) - {m}) & set(waiting)]
        if not ready:
            raise RuntimeError(f"Records refer to each other in a circle: {[m._meta.label for m in waiting]}")
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


def _needs(model: type[Record]) -> Iterator[type[models.Model]]:
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.related_model is not None:
            yield field.related_model
    for part in parts_of(model).values():
        for name in part.far_ends():
            if (other := part._meta.get_field(name).related_model) is not None:
                yield other


@cache
def parts_of(model: type[Record]) -> dict[str, type[Part]]:
    """Return the parts of a kind of record by the name under which the record shows them."""
    return {
        name: relation.related_model
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Part)
        and relation.field.name == relation.related_model.OWNER
        and (name := relation.get_accessor_name())
    }


@cache
def own_fields(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    """Return the columns that state something: no key, no bookkeeping, nothing generated, not a part's owner."""
    owner = model.OWNER if issubclass(model, Part) else None
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in BOOKKEEPING and not field.generated and field.name != owner
    ]


def references_of(record: Record) -> Iterator[tuple[str, Record]]:
    """Yield what a record and its parts refer to, with the field that does."""
    for field in own_fields(type(record)):
        if field.many_to_one and (other := getattr(record, field.name)) is not None:
            yield field.name, other
    for many in type(record)._meta.many_to_many:
        for other in getattr(record, many.name).all():
            yield many.name, other
    for name, part in parts_of(type(record)).items():
        for row in getattr(record, name).select_related(*part.far_ends()):
            for end in part.far_ends():
                if (other := getattr(row, end)) is not None:
                    yield name, other


@cache
def tables() -> frozenset[str]:
    """Return every table that records, their parts and their lists of references are stored in."""
    models_of = [(model, *parts_of(model).values()) for model in record_models()]
    own = {one._meta.db_table for group in models_of for one in group}
    return frozenset(own | {table for model in record_models() for table in link_tables(model)})


@cache
def link_tables(model: type[Record]) -> list[str]:
    """Return the tables of a kind's lists of references."""
    return [many.m2m_db_table() for many in model._meta.many_to_many]
