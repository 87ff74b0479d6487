"""
The state of a record: what it says, as plain JSON in natural keys, its parts inside.

    {"slug": "mnfu-fra-2025-03-02", "actor": "FRA", "citations": [{"source": "..."}], ...}

Values that equal the field's default are left out, so that two states are equal where two records
say the same. Fixtures are lines of it.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from policyhub.records.models import Record
from policyhub.records.structure import own_fields, parts_of, record_models

State = dict[str, Any]


def model_of(label: str) -> type[Record] | None:
    """Return the kind of record with that label (`options.measure`); None where there is none."""
    return {model._meta.label_lower: model for model in record_models()}.get(label)


def state_of(record: Record) -> State:
    """Return what `record` says, parts included, in natural keys."""
    state = {record.KEY: record.key} | _row(record)
    for field in type(record)._meta.many_to_many:
        keys = sorted(other.key for other in getattr(record, field.name).all())
        if keys:
            state[field.name] = keys
    for name in sorted(parts_of(type(record))):
        rows = [_row(part) for part in getattr(record, name).all()]
        if rows:
            state[name] = rows
    return state


def related_names(model: type[Record]) -> list[str]:
    """Return what to prefetch so that `state_of` asks nothing more."""
    names = [field.name for field in own_fields(model) if field.many_to_one]
    names += [field.name for field in model._meta.many_to_many]
    for name, part in parts_of(model).items():
        names += [f"{name}__{end}" for end in part.far_ends()] or [name]
    return names


def _row(row: models.Model) -> State:
    state: State = {}
    for field in own_fields(type(row)):
        value = getattr(row, field.name)
        if value is None or value == field.get_default():
            continue
        state[field.name] = _plain(value)
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.key
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
