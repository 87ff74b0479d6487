"""What differs between two OpenAPI documents, in words: what a reader of a change wants to know first."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def changes(before: Json, after: Json) -> Iterator[str]:
    """Yield a line for each operation, parameter, schema and property that was added, removed or changed."""
    old, new = operations(before), operations(after)
    yield from compared("operation", old, new)
    for name in [name for name in new if name in old]:
        told = parameters(old[name]), parameters(new[name])
        yield from compared(f"{name}: parameter", *told)
        rest = [{key: one[name][key] for key in one[name] if key != "parameters"} for one in (old, new)]
        for key in sorted(key for key in {*rest[0], *rest[1]} if rest[0].get(key) != rest[1].get(key)):
            yield f"{name}: {key} changed"
    for kind in ("schemas", "responses", "headers"):
        yield from of_components(kind, before, after)


def operations(document: Json) -> dict[str, Json]:
    """Return the operations by their names."""
    return {
        operation["operationId"]: {"path": path, "method": method, **operation}
        for path, methods in document.get("paths", {}).items()
        for method, operation in methods.items()
    }


def parameters(operation: Json) -> dict[str, Json]:
    """Return the parameters of an operation by their names."""
    return {known["name"]: known for known in operation.get("parameters", [])}


def compared(what: str, old: Json, new: Json) -> Iterator[str]:
    """Yield what was added and removed; of parameters and properties what changed, too."""
    yield from (f"{what} `{name}` added" for name in new if name not in old)
    yield from (f"{what} `{name}` removed" for name in old if name not in new)
    if what != "operation":
        yield from (f"{what} `{name}` changed" for name in new if name in old and old[name] != new[name])


def of_components(kind: str, before: Json, after: Json) -> Iterator[str]:
    """Yield what differs in the shared schemas, responses or headers."""
    old, new = (document.get("components", {}).get(kind, {}) for document in (before, after))
    yield from (f"{kind}: `{name}` added" for name in new if name not in old)
    yield from (f"{kind}: `{name}` removed" for name in old if name not in new)
    for name in [name for name in new if name in old and new[name] != old[name]]:
        properties = list(compared(f"{name}: property", *(one[name].get("properties", {}) for one in (old, new))))
        yield from properties or [f"{kind}: `{name}` changed"]
