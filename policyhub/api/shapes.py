"""
Shapes: what of a record an answer shows.

    fields=slug,title,citations(source)    these, and nothing else (the key is always there)
    omit=description,citations(quote)      all but these
    expand=measure,citations(source)       related records themselves, where otherwise their keys stand
    expand=positions(actor,conditions)     the records that refer to this one, which otherwise are not shown
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rest_framework import serializers

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.errors import Fault
from policyhub.api.fields import Groups, Key
from policyhub.api.serializers import ReadSerializer
from policyhub.records.models import Record

DEEPEST = 3
"""Records are opened within records so many deep at most."""

MOST_NAMES = 200
"""`fields`, `omit` and `expand` hold so many names each at most."""

LONGEST_LIST = 1000
"""A list of records that is opened within a record holds so many at most."""

MOST_LISTED = 10_000
"""The lists that the records of one page open hold so many records together at most."""

LARGEST_PAGE = 100
"""A page whose records open lists of others holds so many records at most."""

Names = dict[str, Any]
"""Names with what stands in their parentheses: `a,b(c)` is `{"a": {}, "b": {"c": {}}}`."""


@dataclass(frozen=True)
class Shape:
    """What is shown of one kind of record or part: the names, and the shapes of what is opened in it."""

    serializer: type[ReadSerializer]
    names: tuple[str, ...]
    inside: tuple[tuple[str, "Shape"], ...] = ()

    @property
    def model(self) -> Any:
        """Return what it is a shape of."""
        return self.serializer.Meta.model

    def within(self, name: str) -> "Shape | None":
        """Return the shape of what is opened under a name."""
        return dict(self.inside).get(name)

    def opens(self) -> Iterator["Shape"]:
        """Yield the shapes of other records that are opened, at any depth."""
        for _, shape in self.inside:
            if issubclass(shape.model, Record):
                yield shape
            yield from shape.opens()

    def records(self) -> Iterator[tuple[str, "Shape"]]:
        """Yield the path and the shape of each kind of record that is opened in it or in its parts."""
        for name, shape in self.inside:
            if issubclass(shape.model, Record):
                yield name, shape
            else:
                yield from ((f"{name}__{path}", inner) for path, inner in shape.records())

    def opens_lists(self) -> bool:
        """Tell whether it opens lists of records, at any depth."""
        return any(True for shape in (self, *self.opens()) for _ in shape.lists())

    def lists(self) -> Iterator[str]:
        """Yield the lists of records that are opened in it itself."""
        shown = fields_of(self.serializer)
        yield from (name for name in self.names if name not in shown)


@cache
def fields_of(serializer: type[ReadSerializer]) -> Mapping[str, Any]:
    """Return the declared fields by name."""
    return dict(serializer().fields)


@cache
def whole(serializer: type[ReadSerializer]) -> Shape:
    """Return the shape that shows all that is declared, and opens nothing."""
    return Shape(serializer, tuple(fields_of(serializer)))


def part_of(known: Any) -> type[ReadSerializer] | None:
    """Return the serializer of the parts that a field lists; None for a field of another kind."""
    if isinstance(known, Groups):
        return known.child
    return type(known.child) if isinstance(known, serializers.ListSerializer) else None


def leads_to(known: Any) -> type[Record] | None:
    """Return the kind of record whose key a field shows; None for a field of another kind."""
    relation = getattr(known, "child_relation", known)
    if not isinstance(relation, Key):
        return None
    parent = known.parent.Meta.model
    return parent._meta.get_field(known.source).related_model  # type: ignore[no-any-return]


@cache
def openable(serializer: type[ReadSerializer]) -> list[str]:
    """Return the names that `expand` may hold: references, parts that have some, lists of records that refer to it."""
    known = fields_of(serializer)
    names = [name for name, field_ in known.items() if leads_to(field_)]
    names += [name for name, field_ in known.items() if (part := part_of(field_)) and openable(part)]
    return names + [name for name in lists_of(serializer.Meta.model) if name not in known]


NAME = re.compile(r"[a-z0-9_]+|[(),]|.", re.DOTALL)


def read_names(text: str, parameter: str) -> tuple[Names, list[Fault]]:
    """Return the names of a text such as `a,b(c,d)`, and what is wrong with it."""
    top: Names = {}
    stack, count, before = [top], 0, ","
    last: Names = top
    for word in NAME.findall(text):
        if word == "(" and before not in "(,)":
            stack.append(last)
        elif word == ")" and before not in "(," and len(stack) > 1:
            stack.pop()
        elif word == "," and before not in "(,":
            pass
        elif word not in "(,)" and re.fullmatch(r"[a-z0-9_]+", word) and before in "(,":
            last = stack[-1].setdefault(word, {})
            count += 1
        else:
            return {}, [
                Fault(parameter, "invalid", f"`{parameter}` is written as a,b(c,d); {word!r} stands where it cannot.")
            ]
        before = word
    if before in "(," or len(stack) > 1:
        return {}, [Fault(parameter, "invalid", f"`{parameter}` is written as a,b(c,d); this one is not finished.")]
    if count > MOST_NAMES:
        return {}, [
            Fault(parameter, "too-many", f"`{parameter}` holds at most {MOST_NAMES} names; this one has {count}.")
        ]
    return top, []


@dataclass
class Shaping:
    """Works out a shape from what was asked, and notes what is wrong."""

    faults: list[Fault] = field(default_factory=list)

    def read(self, query: Mapping[str, str], serializer: type[ReadSerializer]) -> Shape:
        """Return the shape that a query string asks for."""
        asked: dict[str, Names] = {}
        for parameter in ("fields", "omit", "expand"):
            if parameter in query:
                asked[parameter], faults = read_names(query[parameter], parameter)
                self.faults += faults
        return self.shape(serializer, asked.get("fields"), asked.get("omit", {}), asked.get("expand", {}), "", 0, 0)

    def unknown(self, parameter: str, code: str, place: str, name: str, allowed: list[str]) -> None:
        """Note a name that is not there."""
        detail = f"There is no {place}{name} in `{parameter}` here."
        self.faults.append(Fault(parameter, code, detail, tuple(sorted(allowed)), word=name))

    def shape(
        self, serializer: Any, fields: Names | None, omit: Names, expand: Names, place: str, depth: int, lists: int
    ) -> Shape:
        """Return the shape of one kind of record or part."""
        if not (fields or omit or expand):
            return whole(serializer)
        known, opened = fields_of(serializer), self.opened(serializer, expand, place)
        shown = [*known, *(name for name in opened if name not in known)]
        key = getattr(serializer.Meta.model, "KEY", None)
        for parameter, given in (("fields", fields or {}), ("omit", omit)):
            for name, inner in given.items():
                self.check(parameter, name, inner, place, shown, serializer, opened)
        if key in omit:
            self.faults.append(Fault("omit", "key", f"`{place}{key}` is the key, which is always shown."))
        names = [name for name in shown if fields is None or not fields or name in fields or name == key]
        names = [name for name in names if name not in omit or omit[name] or name == key]
        for name in opened:
            if name not in names and not self.faults:
                detail = f"`expand` opens {place}{name}, which `fields` or `omit` leaves out."
                self.faults.append(Fault("expand", "not-shown", detail))
        if not names:
            self.faults.append(Fault("omit", "nothing-left", f"Nothing would be left of `{place.rstrip('.')}`."))
        inside = []
        for name in names:
            wanted = ((fields or {}).get(name), omit.get(name, {}), opened.get(name, {}))
            if name in opened or wanted[0] or wanted[1]:
                inside.append(
                    (name, self.inner(serializer, name, wanted, name in opened, f"{place}{name}.", depth, lists))
                )
        return Shape(serializer, tuple(names), tuple((name, shape) for name, shape in inside if shape is not None))

    def opened(self, serializer: Any, expand: Names, place: str) -> Names:
        """Return what `expand` names here; a part with nothing in its parentheses opens all its references."""
        allowed, found = openable(serializer), {}
        for name, inner in expand.items():
            if name not in allowed:
                if allowed:
                    self.unknown("expand", "unknown-expansion", place, name, allowed)
                else:
                    detail = f"{place}{name} cannot be opened: nothing there refers to another record."
                    self.faults.append(Fault("expand", "unknown-expansion", detail))
                continue
            part = part_of(fields_of(serializer).get(name))
            found[name] = inner or {each: {} for each in (openable(part) if part else ())}
        return found

    def check(
        self, parameter: str, name: str, inner: Names, place: str, shown: list[str], serializer: Any, opened: Names
    ) -> None:
        """Note a name that `fields` or `omit` cannot hold here."""
        if name not in shown and name in openable(serializer):
            detail = f"{place}{name} is shown only where `expand` names it too."
            self.faults.append(Fault(parameter, "not-expanded", detail, ()))
        elif name not in shown:
            self.unknown(parameter, "unknown-field", place, name, shown)
        elif inner and name not in opened and not part_of(fields_of(serializer).get(name)):
            detail = f"{place}{name} has nothing inside"
            detail += " unless `expand` names it too." if name in openable(serializer) else "."
            self.faults.append(Fault(parameter, "nothing-inside", detail, ()))

    def inner(
        self, serializer: Any, name: str, wanted: Any, opened: bool, place: str, depth: int, lists: int
    ) -> Shape | None:
        """Return the shape of what stands under a name: a part, a record that is referred to, or a list of records."""
        known = fields_of(serializer).get(name)
        part = part_of(known)
        if part is not None:
            return self.shape(part, *wanted, place, depth, lists)
        if not opened:
            return None
        model = leads_to(known) if known is not None else lists_of(serializer.Meta.model)[name].related_model
        if depth >= DEEPEST:
            self.faults.append(
                Fault("expand", "too-deep", f"Records are opened at most {DEEPEST} deep; {place[:-1]} is deeper.")
            )
            return None
        if known is None and lists:
            detail = f"{place[:-1]} is a list within a list of records; a path opens one. Ask that collection itself."
            self.faults.append(Fault("expand", "list-in-list", detail))
            return None
        return self.shape(viewset_of(model).serializer_class, *wanted, place, depth + 1, lists + (known is None))
