"""
What differs between two states of a record, field by field, in words that people read.

Pure: two states go in, as the log keeps them, and nothing is asked of any database. References are
keys, words of vocabularies come with their labels, and the rows of a part are matched by what tells
them apart, so that one changed row is one changed row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.db import models
from django.utils.text import capfirst

from policyhub.records.models import Part, Record
from policyhub.records.state import DERIVED, State
from policyhub.records.structure import own_fields, parts_of

Json = dict[str, Any]
AnyField: TypeAlias = "models.Field[Any, Any]"  # quoted: Django's fields are generic for type checkers alone

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
COUNTS_FROM = "Counts from"


@dataclass(frozen=True)
class Difference:
    """One field that says something else than before."""

    field: str
    label: str

    def as_json(self) -> Json:
        """Return what the API shows."""
        return {"field": self.field, "label": self.label}


@dataclass(frozen=True)
class ValueDifference(Difference):
    """
    A value in the place of another; null where there is none.

    `before_label` and `after_label` are the display words of a vocabulary's words, empty for all else;
    `refers_to` is the kind of record whose key the value is, such as `actors.actor`, empty for all else.
    """

    before: Any
    after: Any
    before_label: str = ""
    after_label: str = ""
    refers_to: str = ""

    def as_json(self) -> Json:
        """Return what the API shows."""
        told = super().as_json() | {"type": "value", "before": self.before, "after": self.after}
        if self.before_label or self.after_label:
            told |= {"before_label": self.before_label or None, "after_label": self.after_label or None}
        return told


@dataclass(frozen=True)
class KeysDifference(Difference):
    """Other records that a list names now, and that it no longer names, by their keys."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    refers_to: str

    def as_json(self) -> Json:
        """Return what the API shows."""
        return super().as_json() | {"type": "keys", "added": list(self.added), "removed": list(self.removed)}


@dataclass(frozen=True)
class RowDifference:
    """A row of a part that is there now, is there no longer, or says something else; `title` tells it apart."""

    action: str
    title: str
    key: tuple[tuple[str, Any], ...]
    differences: tuple[ValueDifference, ...]

    def as_json(self) -> Json:
        """Return what the API shows."""
        return {"title": self.title, "key": dict(self.key), "changes": [one.as_json() for one in self.differences]}


@dataclass(frozen=True)
class PartsDifference(Difference):
    """The rows of a part that were added, removed and changed."""

    rows: tuple[RowDifference, ...]

    def of(self, action: str) -> list[RowDifference]:
        """Return the rows of one sort: `added`, `removed` or `changed`."""
        return [row for row in self.rows if row.action == action]

    def as_json(self) -> Json:
        """Return what the API shows."""
        sorts = {action: [row.as_json() for row in self.of(action)] for action in (ADDED, REMOVED, CHANGED)}
        return super().as_json() | {"type": "parts"} | sorts


def differences(model: type[Record], before: State | None, after: State | None) -> list[Difference]:
    """
    Return what differs between two states of a kind of record, both in today's shape.

    Without the one the record was not there: then every field of the other that says anything differs.
    """
    found: list[Difference] = [*_values(model, before, after)]
    many = {field.name: field for field in model._meta.many_to_many}
    for name, field in many.items():
        old, new = ((state or {}).get(name, []) for state in (before, after))
        added, removed = (tuple(key for key in one if key not in other) for one, other in ((new, old), (old, new)))
        if added or removed:
            found.append(KeysDifference(name, label_of(field), added, removed, label_of_kind(field)))
    for name, part in sorted(parts_of(model).items()):
        rows = tuple(_rows(part, *((state or {}).get(name, []) for state in (before, after))))
        if rows:
            found.append(PartsDifference(name, capfirst(name.replace("_", " ")), rows))
    return found


def label_of(field: Any) -> str:
    """Return how people call a field."""
    return str(capfirst(field.verbose_name))


def label_of_kind(field: Any) -> str:
    """Return the kind of record that a field refers to; empty where it refers to none."""
    return str(field.related_model._meta.label_lower) if field.is_relation else ""


# --- Values -----------------------------------------------------------------------------------


@cache
def _fields(model: type[models.Model]) -> list[AnyField]:
    """Return the fields of a record or a part that state something, the key of a record first."""
    key = getattr(model, "KEY", "")
    return sorted(own_fields(model), key=lambda field: field.name != key)


def _values(model: type[models.Model], before: State | None, after: State | None) -> Iterator[ValueDifference]:
    for field in _fields(model):
        old, new = (_value(field, state) for state in (before, after))
        if old != new:
            words = (_word(field, old), _word(field, new))
            yield ValueDifference(field.name, label_of(field), old, new, *words, label_of_kind(field))
    yield from _counting(before, after)
    known = {field.name for field in _fields(model)} | {DERIVED}
    if issubclass(model, Record):
        known |= {*parts_of(model)} | {field.name for field in model._meta.many_to_many}
    for name in sorted(
        ({*(before or {})} | {*(after or {})}) - known
    ):  # said by no field of today, and shown all the same
        old, new = ((state or {}).get(name) for state in (before, after))
        if old != new:
            yield ValueDifference(name, capfirst(name.replace("_", " ")), old, new)


def _value(field: AnyField, state: State | None) -> Any:
    """Return what a state says of a field; what it leaves out is the default. An empty text says nothing."""
    if state is None:
        return None
    value = state[field.name] if field.name in state else field.get_default()
    return None if value == "" else value


def _word(field: AnyField, value: Any) -> str:
    """Return the display word of a member of a vocabulary."""
    return str(dict(field.flatchoices).get(value, "")) if field.choices and value is not None else ""


def _counting(before: State | None, after: State | None) -> Iterator[ValueDifference]:
    """Yield the day from which a period counts, where it is not simply its first day."""
    if any(DERIVED in (state or {}) for state in (before, after)):
        old, new = ((state or {}).get(DERIVED, (state or {}).get("since")) for state in (before, after))
        if old != new:
            yield ValueDifference(DERIVED, COUNTS_FROM, old, new)


# --- Parts ------------------------------------------------------------------------------------


def _rows(part: type[Part], before: Sequence[State], after: Sequence[State]) -> Iterator[RowDifference]:
    old, new = _by_key(part, before), _by_key(part, after)
    for place in [*new, *(place for place in old if place not in new)]:
        changes = tuple(_values(part, old.get(place), new.get(place)))
        if place not in old or place not in new or changes:
            action = ADDED if place not in old else REMOVED if place not in new else CHANGED
            key = dict(zip(part.KEY_FIELDS, place, strict=False))
            yield RowDifference(action, _title(part, key), tuple(key.items()), changes)


def _by_key(part: type[Part], rows: Sequence[State]) -> dict[tuple[Any, ...], State]:
    """Return rows by what tells them apart; rows that are alike even in that are counted through."""
    fields: list[Any] = [part._meta.get_field(name) for name in part.KEY_FIELDS]
    found: dict[tuple[Any, ...], State] = {}
    for row in rows:
        key, number = tuple(_value(field, row) for field in fields), 1
        while (*key, number) in found:
            number += 1
        found[(*key, number)] = row
    return found


def _title(part: type[Part], key: Json) -> str:
    """Return what tells a row apart, as people read it."""
    return ", ".join(_readable(part._meta.get_field(name), value) for name, value in key.items())


def _readable(field: Any, value: Any) -> str:
    if value is None:
        return "undated" if field.name == "since" else f"no {field.verbose_name}"
    return _word(field, value) or str(value)
