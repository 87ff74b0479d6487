"""
The state of a record: what it says, as plain JSON in natural keys, its parts inside.

    {"slug": "mnfu-fra-2025-03-02", "actor": "FRA", "citations": [{"source": "..."}], ...}

Values that equal the field's default are left out, so that two states are equal where two records
say the same. Fixtures are lines of it. The log keeps the same with one thing added, the day from which a
period of unknown beginning counts: who folds the log could not work it out.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from policyhub.records.models import Period, Record, Version
from policyhub.records.structure import own_fields, parts_of, record_models

State = dict[str, Any]

DERIVED = "holds_from"
"""The one thing in a state of the log that the record does not say itself."""

CHUNK = 400
"""Rows that are read at once."""


def model_of(label: str) -> type[Record] | None:
    """Return the kind of record with that label (`options.measure`); None where there is none."""
    return _kinds().get(label)


def state_of(record: Record) -> State:
    """Return what `record` says, parts included, in natural keys."""
    return said(logged(record))


def logged(record: Record) -> State:
    """Return the state of `record` as the log keeps it: with the days from which periods of unknown beginning count."""
    state: State = {record.KEY: record.key} | _row(record)
    for field in type(record)._meta.many_to_many:
        keys = sorted(other.key for other in getattr(record, field.name).all())
        if keys:
            state[field.name] = keys
    for name in sorted(parts_of(type(record))):
        rows = [_row(part) for part in getattr(record, name).all()]
        if rows:
            state[name] = rows
    return state


def said(state: State) -> State:
    """Return a state of the log without what the system derived: what the record itself says."""
    return {
        name: [said(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
        for name, value in state.items()
        if name != DERIVED
    }


def shape_of(model: type[Record]) -> int:
    """Return the number of the shape in which the states of a kind are written today."""
    return len(model.UPCASTS) + 1


def upcast(model: type[Record], state: State, shape: int) -> State:
    """Return a state of the log in today's shape; those that are stored are never rewritten."""
    for step in model.UPCASTS[shape - 1 :]:
        state = step(state)
    return state


def before_and_after(version: Version) -> tuple[State | None, State | None]:
    """Return what a version says before and after, in today's shape; of a kind that is no more, as it was written."""
    model = model_of(version.kind)
    before, after = (
        state if state is None or model is None else upcast(model, state, version.shape)
        for state in (version.before, version.after)
    )
    return before, after


def with_parts(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """
    Return the rows with all that `state_of` looks at, so that it asks nothing more.

    What a row or a part refers to is joined, not fetched by a list of keys: SQLite takes no long lists.
    """
    model: type[Record] = rows.model
    joined = [field.name for field in own_fields(model) if field.many_to_one]
    many = [field.name for field in model._meta.many_to_many]
    parts = [
        models.Prefetch(name, part.objects.select_related(*ends) if (ends := part.far_ends()) else part.objects.all())
        for name, part in parts_of(model).items()
    ]
    return (rows.select_related(*joined) if joined else rows).prefetch_related(*many, *parts)


def states(rows: models.QuerySet[Any]) -> Iterator[tuple[Record, State]]:
    """Yield each row with its state, a few hundred rows at a time."""
    for record, state in logged_states(rows):
        yield record, said(state)


def logged_states(rows: models.QuerySet[Any]) -> Iterator[tuple[Record, State]]:
    """Yield each row with its state as the log keeps it, a few hundred rows at a time."""
    for record in with_parts(rows).iterator(chunk_size=CHUNK):
        yield record, logged(record)


@cache
def _kinds() -> dict[str, type[Record]]:
    return {model._meta.label_lower: model for model in record_models()}


def _row(row: models.Model) -> State:
    state: State = {}
    for field in own_fields(type(row)):
        value = getattr(row, field.name)
        if value is None or value == field.get_default():
            continue
        state[field.name] = _plain(value)
    if isinstance(row, Period) and row.since is None:
        state[DERIVED] = row.holds_from.isoformat()
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.key
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
