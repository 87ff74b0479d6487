"""Facets: how many records there are for each value of a parameter, were it asked for instead of what is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q

from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.filters import CatalogueFilterSet, Filter, Keys

MOST_FACETS = 10
"""So many facets are counted in one answer at most."""

MOST_VALUES = 1000
"""A facet has so many values at most."""

Json = dict[str, Any]


def read(text: str | None, allowed: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """Return the facets that were asked for, and what is wrong with them."""
    names = text.split(",") if text is not None else []
    faults = [
        Fault("facets", "unknown-facet", f"There is no facet {name!r} here.", tuple(allowed), word=name)
        for name in names
        if name not in allowed
    ]
    if len(set(names)) < len(names):
        faults.append(Fault("facets", "repeated", "A facet is named twice."))
    if len(names) > MOST_FACETS:
        faults.append(Fault("facets", "too-many", f"At most {MOST_FACETS} facets are counted at once."))
    return names, faults


class Counting:
    """Counts the values of facets among the rows of one question, each without its own filter."""

    def __init__(self, rows: Any, filters: CatalogueFilterSet, tree: Q) -> None:
        self.rows, self.filters, self.tree = rows, filters, tree

    def faults(self, names: Sequence[str]) -> list[Fault]:
        """Return which facets cannot be told, because several rows of one relation are asked for at once."""
        found = []
        for name in names:
            needed = []
            for other, value in self.beside(name, same_row=True).items():
                if self.known(other).ask.many:
                    needed += [other] * (len(value) if self.known(other).for_each else 1)
            if len(needed) > 1:
                others = ", ".join(dict.fromkeys(needed))
                detail = f"{name!r} cannot be counted beside several rows of {others}; ask for them one by one."
                found.append(Fault("facets", "not-countable", detail))
        return found

    def known(self, name: str) -> Filter:
        """Return a parameter."""
        known: Filter = self.filters.base_filters[name]
        return known

    def beside(self, facet: str, *, same_row: bool) -> Mapping[str, Any]:
        """Return what else is asked: of the row whose values are counted, or of all else."""
        its, values = self.known(facet), self.filters.values()
        others = {name: value for name, value in values.items() if self.known(name).name != its.name}

        def of_its_row(name: str) -> bool:
            known = self.known(name)
            return its.related is not None and known.related is its.related and not known.denies

        return {name: value for name, value in others.items() if of_its_row(name) is same_row}

    def count(self, facet: str) -> list[Json]:
        """Return the values of one facet with the number of records of each, most frequent first."""
        its, model = self.known(facet), self.rows.model
        rows = self.filters.keep(
            self.rows, self.filters.q_of(self.beside(facet, same_row=False)) & self.tree
        ).order_by()
        related = its.related
        if related is None:
            return self.told(its, rows, key_path(its), Count("pk"))
        inner = related.rows(model, self.filters.asking).order_by()
        for name, value in self.beside(facet, same_row=True).items():
            inner = inner.filter(self.known(name).q(value, self.filters.asking))
        if model._meta.get_field(related.relation).many_to_one:
            rows = rows.filter(related.link(model, inner))
            return self.told(its, rows, f"{related.relation}__{key_path(its)}", Count("pk"))
        owner = related.owner(model)
        inner = inner.filter(**{f"{owner}__in": rows.values("pk")})
        if isinstance(its.kind, Keys) and its.field_name != "pk":
            seen = its.kind.model._default_manager.visible_to(self.filters.asking.caller)
            inner = inner.filter(**{f"{its.field_name}__in": seen})
        told = self.told(its, inner, key_path(its), Count(owner, distinct=True))
        if "isnull" in its.ask.lookups:
            none = self.filters.keep(rows, ~related.link(model, related.rows(model, self.filters.asking)))
            told += [{"value": None, "count": total}] if (total := none.count()) else []
        return told

    def told(self, its: Filter, rows: Any, path: str, counted: Count) -> list[Json]:
        """Return the counts as an answer shows them."""
        if isinstance(its.kind, Keys) and its.branches:
            return self.branches(its.kind.model, rows, path.removesuffix(f"__{its.kind.model.KEY}"), counted)
        found = Counter[Any]()
        for value, number in rows.values(v=F(path)).annotate(n=counted).values_list("v", "n"):
            found[None if value == "" else value] += number  # an empty text says nothing, as a null does
        pairs = sorted(found.items(), key=lambda pair: (-pair[1], pair[0] is None, str(pair[0])))
        return [{"value": value, "count": number} for value, number in pairs]

    def branches(self, model: Any, rows: Any, path: str, counted: Count) -> list[Json]:
        """Return the counts of a tree: each of its members with what belongs to it or to one below it."""
        seen = model._default_manager.visible_to(self.filters.asking.caller)
        tree = {pk: (key, above) for pk, key, above in seen.values_list("pk", model.KEY, f"{model.BRANCH}_id")}
        what: Any = counted.source_expressions[0]
        belong: dict[Any, set[Any]] = {}
        for value, owner in rows.values_list(path, what.name).distinct():
            branch = value if value in tree else None
            while owner not in belong.setdefault(branch, set()):
                belong[branch].add(owner)
                if branch is None or tree[branch][1] not in tree:
                    break
                branch = tree[branch][1]
        found: list[Json] = []
        for pk, owners in belong.items():
            key, above = tree[pk] if pk else (None, None)
            parent = tree[above][0] if above in tree else None
            found.append({"value": key, "count": len(owners), "parent": parent})
        return sorted(found, key=lambda one: (-one["count"], one["value"] is None, str(one["value"])))


def key_path(its: Filter) -> str:
    """Return the column whose values a facet counts."""
    path = str(its.field_name)
    if not isinstance(its.kind, Keys):
        return path
    return its.kind.model.KEY if path == "pk" else f"{path}__{its.kind.model.KEY}"


def tell(rows: Any, filters: CatalogueFilterSet, tree: Q, names: Sequence[str]) -> Json:
    """Return the facets by name; raise InvalidParameters for one that has too many values."""
    counting, faults = Counting(rows, filters, tree), []
    found = {name: counting.count(name) for name in names}
    for name, values in found.items():
        if len(values) > MOST_VALUES:
            detail = f"{name!r} has {len(values)} values; at most {MOST_VALUES} are told. Narrow the question."
            faults.append(Fault("facets", "too-many", detail))
    if faults:
        raise InvalidParameters(faults)
    return found
