"""Schemas with a name: whatever several operations share stands once, under `components`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from drf_spectacular.plumbing import ResolvedComponent

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.shapes import fields_of, leads_to, openable, part_of
from policyhub.api.vocabularies import vocabularies, vocabulary_of
from policyhub.records.models import Record

Json = dict[str, Any]


def named(registry: Any, name: str, schema: Json) -> Json:
    """Give a schema a name, unless it has that already, and return a reference to it."""
    component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, name)
    registry.register_on_missing(component)
    return dict(component.ref)


def words(registry: Any, name: str, listed: Iterable[str], about: str) -> Json:
    """Return a reference to a list of words."""
    return named(registry, name, {"type": "string", "enum": list(listed), "description": about})


def vocabulary(registry: Any, listed: Sequence[str]) -> Json:
    """Return a reference to a vocabulary, or to those of its words that a field may hold."""
    whole = vocabulary_of(listed)
    if whole is not None:
        return {"$ref": f"#/components/schemas/{whole.component}"}
    known = next(known for known in vocabularies().values() if set(listed) <= set(known.words))
    told = "\n".join(f"- `{word}`: {known.words[word][1]}" for word in listed)
    return words(registry, f"Some{known.component}", listed, f"{known.definition} Of its words, these:\n\n{told}")


def orderings(names: Iterable[str]) -> Iterator[str]:
    """Yield each field of an ordering, upward and downward."""
    for name in names:
        yield name
        yield f"-{name}"


def shown(serializer: Any) -> Iterator[str]:
    """Yield what `fields` may name: each field, what stands inside parts, and the lists that `expand` adds."""
    for name, known in fields_of(serializer).items():
        yield name
        part = part_of(known)
        yield from (f"{name}({inner})" for inner in (fields_of(part) if part else ()))
    yield from added(serializer)


def left_out(serializer: Any) -> Iterator[str]:
    """Yield what `omit` may name: all that is shown, but the key."""
    kept = {getattr(serializer.Meta.model, "KEY", ""), *added(serializer)}
    yield from (name for name in shown(serializer) if name not in kept)


def opened(serializer: Any) -> Iterator[str]:
    """Yield what `expand` may name: references, parts with references, lists, and one level inside each."""
    for name in openable(serializer):
        yield name
        known = fields_of(serializer).get(name)
        inside = part_of(known) or viewset_of(target(serializer, name)).serializer_class
        refused = added(inside) if known is None else []  # a list within a list
        yield from (f"{name}({inner})" for inner in openable(inside) if inner not in refused)


def added(serializer: Any) -> list[str]:
    """Return the lists of records that `expand` adds to a record; a part has none."""
    model = serializer.Meta.model
    lists = lists_of(model) if issubclass(model, Record) else {}
    return [name for name in lists if name not in fields_of(serializer)]


def target(serializer: Any, name: str) -> type[Record]:
    """Return the kind of record that is opened under a name."""
    known = fields_of(serializer).get(name)
    found: Any = lists_of(serializer.Meta.model)[name].related_model if known is None else leads_to(known)
    return found  # type: ignore[no-any-return]


FIELDS = (
    "What `fields` may name of a record. Inside what `expand` opens stand names too, in parentheses: "
    "`measure(title)`. A list of other records is there only where `expand` names it."
)
OMISSIONS = "What `omit` may name of a record: everything but the key."
EXPANSIONS = (
    "What `expand` may name, and one level inside each. Deeper ones are written alike: `positions(measure(category))`."
)


def shape_words(registry: Any, record: str, serializer: Any) -> dict[str, Json]:
    """Return references to what `fields`, `omit` and `expand` may name of a kind of record."""
    found = {
        "fields": words(registry, f"{record}Field", shown(serializer), FIELDS),
        "omit": words(registry, f"{record}Omission", left_out(serializer), OMISSIONS),
    }
    if openable(serializer):
        found["expand"] = words(registry, f"{record}Expansion", opened(serializer), EXPANSIONS)
    return found
