"""Orderings: by which fields a list may be put in order, always to the last tie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from policyhub.api.errors import Fault, InvalidParameters
from policyhub.records.indexes import UNKNOWN_FIRST
from policyhub.records.models import Record

RELEVANCE = "relevance"
"""How well a record fits what `q` looks for, the best first; it can be ordered by only where `q` is given."""


@dataclass(frozen=True)
class Term:
    """
    One field of an ordering and its direction.

    A field that is never null says so, since a word about nulls keeps PostgreSQL from reading its index.
    """

    field: str
    descending: bool = False
    nullable: bool = True

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.field

    def nulls_last(self) -> bool:
        """Tell where nulls stand when the list is read forward."""
        return self.descending if self.field in UNKNOWN_FIRST else True

    def order_by(self, *, backward: bool) -> OrderBy:
        """Return the term of ORDER BY; read backward, everything is turned round."""
        descending, last = self.descending != backward, self.nulls_last() != backward
        if not self.nullable:
            return OrderBy(F(self.field), descending=descending)
        return OrderBy(F(self.field), descending=descending, nulls_first=not last or None, nulls_last=last or None)

    def beyond(self, value: Any, *, backward: bool) -> Q | None:
        """Return the rows that stand strictly beyond `value`; None where there can be none."""
        descending, last = self.descending != backward, self.nulls_last() != backward
        if value is None:
            return None if last else Q(**{f"{self.field}__isnull": False})
        q = Q(**{f"{self.field}__{'lt' if descending else 'gt'}": value})
        return q | Q(**{f"{self.field}__isnull": True}) if last and self.nullable else q

    def from_there(self, value: Any, *, backward: bool) -> Q:
        """Return the rows that stand where `value` stands or beyond; no bound where nulls may stand there too."""
        if self.nullable or value is None:
            return Q()
        return Q(**{f"{self.field}__{'lte' if self.descending != backward else 'gte'}": value})

    def same(self, value: Any) -> Q:
        """Return the rows that stand where `value` stands."""
        return Q(**{f"{self.field}__isnull": True}) if value is None else Q(**{self.field: value})


def read(text: str | None, *, allowed: Iterable[str], model: type[Record]) -> list[Term]:
    """Return the terms of an ordering, finished with the key so that no two rows tie."""
    names, key = sorted(allowed), model.KEY
    nullable = {RELEVANCE: False, **{field.name: field.null for field in model._meta.concrete_fields}}
    words = (text or key).split(",")[: len(names) + 1]
    terms = [
        Term(word.removeprefix("-"), word.startswith("-"), nullable.get(word.removeprefix("-"), True)) for word in words
    ]
    faults = []
    for term in terms:
        if term.field not in names:
            detail = f"There is no ordering by {term.field!r}."
            faults.append(Fault("ordering", "unknown-ordering", detail, tuple(names), word=term.field))
    if not faults and len({term.field for term in terms}) < len(terms):
        faults.append(Fault("ordering", "repeated", "A field is named twice in `ordering`."))
    if faults:
        raise InvalidParameters(faults)
    return terms if any(term.field == key for term in terms) else [*terms, Term(key, nullable=False)]


def beyond(terms: Sequence[Term], values: Sequence[Any], *, backward: bool) -> Q:
    """
    Return the rows that stand beyond `values` in the order of `terms`, null-safe.

    That is: beyond in the first field, or the same in it and beyond in the second, and so on. What follows
    from it for the first field alone is said as well: by that an engine enters its index at the place.
    """
    found = Q(pk__in=[])
    same = Q()
    for term, value in zip(terms, values, strict=True):
        step = term.beyond(value, backward=backward)
        if step is not None:
            found |= same & step
        same &= term.same(value)
    first = next(iter(terms), None)
    return found & first.from_there(values[0], backward=backward) if first else found
