"""What a state refers to, and the state without what the public does not see of that now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from policyhub.records.models import Part, Record
from policyhub.records.state import State, model_of
from policyhub.records.structure import own_fields, parts_of

Reference = tuple[str, str]
"""A kind of record, and the key of one."""

CHUNK = 500
"""Keys that are looked up in one statement."""


def references(model: type[Record], state: State) -> Iterator[Reference]:
    """Yield what a state and its parts refer to."""
    for field in model._meta.many_to_many:
        yield from ((_kind(field), key) for key in state.get(field.name, ()))
    yield from _ends(model, state)
    for name, part in parts_of(model).items():
        for row in state.get(name, ()):
            yield from _ends(part, row)


def public_ones(asked: Iterable[Reference]) -> set[Reference]:
    """Return those of the references whose records are public now; a statement for each kind and five hundred keys."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for kind, key in asked:
        keys[kind].add(key)
    found: set[Reference] = set()
    for kind, wanted in sorted(keys.items()):
        model: Any = model_of(kind)
        listed = sorted(wanted)
        for start in range(0, len(listed), CHUNK):
            rows = model.objects.published().filter(**{f"{model.KEY}__in": listed[start : start + CHUNK]})
            found |= {(kind, key) for key in rows.order_by().values_list(model.KEY, flat=True)}
    return found


def without_hidden(model: type[Record], state: State, public: set[Reference]) -> State:
    """Return the state with no reference to what is not public, and no part that has one."""
    kept = _without(model, state, public)
    for field in model._meta.many_to_many:
        if field.name in kept:
            kept[field.name] = [key for key in kept[field.name] if (_kind(field), key) in public]
    for name, part in parts_of(model).items():
        if name in kept:
            kept[name] = [row for row in kept[name] if public.issuperset(_ends(part, row))]
    return kept


def _without(model: type[Record], state: State, public: set[Reference]) -> State:
    hidden = {field.name for field in _relations(model) if (_kind(field), state.get(field.name)) not in public}
    return {name: value for name, value in state.items() if name not in hidden}


def _ends(model: type[Record] | type[Part], state: State) -> Iterator[Reference]:
    for field in _relations(model):
        if state.get(field.name) is not None:
            yield _kind(field), state[field.name]


def _relations(model: type[Record] | type[Part]) -> list[Any]:
    return [field for field in own_fields(model) if field.many_to_one]


def _kind(field: Any) -> str:
    return str(field.related_model._meta.label_lower)
