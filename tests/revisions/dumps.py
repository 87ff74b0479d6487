"""What the tables hold, and what the log says they hold, both as plain values that can be compared."""

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models

from policyhub.records.folding import COLUMNS, fold, padded, text_fields
from policyhub.records.models import Part, Period, Record, Revision, Version
from policyhub.records.structure import BOOKKEEPING, parts_of, record_models

Dump = dict[tuple[str, str], dict[str, Any]]


def stated(model: type[models.Model]) -> list[Any]:
    """Return the columns that hold what somebody said."""
    owner = model.OWNER if issubclass(model, Part) else None
    return [f for f in model._meta.concrete_fields if f.name not in {*BOOKKEEPING, owner} and not f.generated]


def plain(field: Any, value: Any) -> Any:
    """Return a value as text that two ways of storing it agree on."""
    if value is None or field.many_to_one:
        return value
    if isinstance(field, models.DecimalField):
        return str(Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places)))
    return str(value)


def column(field: Any) -> str:
    return f"{field.name}__{field.related_model.KEY}" if field.many_to_one else field.name


# --- The tables -------------------------------------------------------------------------------


def rows_of(model: type[models.Model], *more: str) -> list[dict[str, Any]]:
    dated = ["holds_from"] if issubclass(model, Period) else []
    fields = stated(model)
    found = []
    for row in model._base_manager.order_by().values(*(column(f) for f in fields), *dated, *more):
        values = {f.name: plain(f, row.pop(column(f))) for f in fields}
        found.append(values | {name: str(row.pop(name)) for name in dated} | row)
    return found


def dump() -> Dump:
    """Return every record with its parts and references, by kind and key."""
    found: Dump = {}
    for model in record_models():
        kind = model._meta.label_lower
        for row in rows_of(model, "created_at", "updated_at", *COLUMNS):
            found[kind, row[model.KEY]] = row | {
                name: [] for name in (*parts_of(model), *(many.name for many in model._meta.many_to_many))
            }
        for name, part in parts_of(model).items():
            owner = f"{part.OWNER}__{model.KEY}"
            for row in rows_of(part, owner):
                found[kind, row.pop(owner)][name].append(json.dumps(row, sort_keys=True))
        for many in model._meta.many_to_many:
            pairs = model._base_manager.order_by().values_list(model.KEY, f"{many.name}__{many.related_model.KEY}")
            for key, other in pairs.exclude(**{many.name: None}):
                found[kind, key][many.name].append(other)
    for row in found.values():
        for value in row.values():
            if isinstance(value, list):
                value.sort()
    return found


# --- The log ----------------------------------------------------------------------------------


def expand(model: type[models.Model], state: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row whose state leaves the defaults out."""
    values: dict[str, Any] = {}
    for field in stated(model):
        default = None if field.many_to_one else field.get_default()
        values[field.name] = plain(field, state.get(field.name, default))
    if issubclass(model, Period):
        values["holds_from"] = state["since"] if state.get("since") else state["holds_from"]
    return values


def said_by(version: Version, instant: Any) -> dict[str, Any]:
    """Return the record of a version as `dump` returns it."""
    model: type[Record] = next(one for one in record_models() if one._meta.label_lower == version.kind)
    state = version.after
    texts = {name: fold(state[name]) for name in text_fields(model) if state.get(name)}
    title = model.TITLE or model.KEY
    row = expand(model, state) | {
        "created_at": version.stored_at,
        "updated_at": instant,
        "folded": {name: text for name, text in texts.items() if text},
        "title_words": padded(texts.get(title, "")),
        "body_words": "".join(padded(text) for name, text in texts.items() if name != title),
    }
    for name, part in parts_of(model).items():
        row[name] = sorted(json.dumps(expand(part, one), sort_keys=True) for one in state.get(name, []))
    for many in model._meta.many_to_many:
        row[many.name] = sorted(state.get(many.name, []))
    return row


def folds() -> dict[int, Dump]:
    """Return what the log says of each number: version by version, in plain Python."""
    instants = dict(Revision.objects.filter(number__isnull=False).values_list("number", "instant"))
    found: dict[int, Dump] = {0: {}}
    for number in sorted(instants):
        now = dict(found[max(found)])
        for version in Version.objects.filter(number=number):
            if version.after is None:
                del now[version.kind, version.key]
            else:
                now[version.kind, version.key] = said_by(version, instants[number])
        found[number] = now
    return found


def differing(one: Dump, other: Dump) -> dict[Any, Any]:
    """Return where two dumps differ, for a message that can be read."""
    found = {}
    for name in {*one, *other}:
        left, right = one.get(name, {}), other.get(name, {})
        if left != right:
            columns = [key for key in {*left, *right} if left.get(key) != right.get(key)]
            found[name] = {key: (left.get(key), right.get(key)) for key in columns}
    return found


def check_log() -> None:
    """Hold the log to what it says of itself: no gap, later instants, and each version begins where the last ended."""
    applied = list(Revision.objects.filter(number__isnull=False).order_by("number").values_list("number", "instant"))
    assert [number for number, _ in applied] == [*range(1, len(applied) + 1)]
    assert all(one < other for (_, one), (_, other) in pairwise(applied))
    last: dict[Any, Any] = {}
    for version in Version.objects.filter(number__isnull=False).order_by("number"):
        name = (version.kind, version.key)
        assert version.before == last.get(name), f"{name} at {version.number}"
        assert version.after != version.before or version.action == "change"
        last[name] = version.after
