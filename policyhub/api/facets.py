"""Facets: how many records there are for each value of a parameter, were it asked for instead of what is."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, F, Q

from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.filters import CatalogueFilterSet, Filter, Keys
from policyhub.api.json_sql import as_json_array, as_json_value
from policyhub.api.making import in_relation
from policyhub.api.statements import Sql, Statement, alias_of, sql_of

MOST_FACETS = 10
"""So many facets are counted in one answer at most."""

MOST_VALUES = 1000
"""A facet has so many values at most."""

Json = dict[str, Any]

Line = tuple[int, Any, int]
"""What is told, JSON as it was read, and a number of records."""


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
        self.columns: dict[str, str] = {}
        """The columns of the records that match everything, which most facets count, by their path."""

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

    def matching(self, asked: Mapping[str, Any]) -> Any:
        """Return the records that match what is asked by these parameters, and by the boolean tree."""
        return self.filters.keep(self.rows, self.filters.q_of(asked) & self.tree).order_by()

    def relation(self, alias: str) -> tuple[str, Sql]:
        """Return the relation of what matches everything, with the columns that were asked for."""
        rows = self.matching(self.filters.values()).values_list("pk", *self.columns)
        return f"{MATCHING}({', '.join(['id', *self.columns.values()])})", sql_of(rows, alias)

    def counted(self, name: str) -> "Facet":
        """Return how the values of one facet are counted."""
        its, model = self.known(name), self.rows.model
        related, beside, path = its.related, self.beside(name, same_row=False), key_path(its, whole=not its.branches)
        of_all = len(beside) == len(self.filters.values())
        if of_all and related is None:
            return self.facet_of_column(its, path)
        meant = in_relation(MATCHING) if of_all else self.matching(beside).values("pk")
        rows = model._base_manager.filter(pk__in=meant).order_by()
        if related is None:
            return self.facet(its, rows, path, "pk")
        inner = related.rows(model, self.filters.asking).order_by()
        for other, value in self.beside(name, same_row=True).items():
            inner = inner.filter(self.known(other).q(value, self.filters.asking))
        if model._meta.get_field(related.relation).many_to_one:
            rows = rows.filter(related.link(model, inner))
            return replace(self.facet(its, rows, f"{related.relation}__{path}", "pk"), of_all=of_all)
        owner = related.owner(model)
        inner = inner.filter(**{f"{owner}__in": meant})
        if isinstance(its.kind, Keys) and its.field_name != "pk":
            seen = its.kind.model._default_manager.visible_to(self.filters.asking.caller)
            inner = inner.filter(**{f"{its.field_name}__in": seen})
        found = replace(self.facet(its, inner, path, owner, several=True), of_all=of_all)
        if "isnull" not in its.ask.lookups:
            return found
        if of_all and not self.beside(name, same_row=True) and not isinstance(its.kind, Keys):
            pairs = inner.values(v=F(path), n=F(owner)).distinct()
            return replace(found, values=pairs.values_list("v", "n"), summed="COUNT(*)", rest=True)
        without = rows.filter(~related.link(model, related.rows(model, self.filters.asking)))
        return replace(found, without=without)

    def facet_of_column(self, its: Filter, path: str) -> "Facet":
        """Return how the values of a column of what matches everything are counted."""
        column = self.columns.setdefault(path, f"c{len(self.columns)}")
        counted = (f"SELECT {column}, COUNT(*) FROM {MATCHING} GROUP BY {column}", ())
        return Facet(counted, tree=self.tree_of(its), of_all=True)

    def facet(self, its: Filter, rows: Any, path: str, owner: str, *, several: bool = False) -> "Facet":
        """
        Return how the values at a path are counted among rows.

        `owner` leads from a row to the record that is counted, which may have `several` of the rows.
        """
        tree = self.tree_of(its)
        if tree is not None and several:  # a record that has several is counted once in what lies above them
            owners = rows.values(v=F(path), n=F(owner)).distinct()
            return Facet(owners.values_list("v", "n"), tree=tree, summed="COUNT(DISTINCT n)")
        number = Count(owner, distinct=True) if several else Count("*")
        return Facet(rows.values(v=F(path)).annotate(n=number).values_list("v", "n"), tree=tree)

    def tree_of(self, its: Filter) -> Any:
        """Return the members of the tree that the values of a facet are in; None where they are in none."""
        if not (isinstance(its.kind, Keys) and its.branches):
            return None
        model = its.kind.model
        seen = model._default_manager.visible_to(self.filters.asking.caller).order_by()
        return seen.values_list("pk", model.KEY, f"{model.BRANCH}_id")


MATCHING = "matching"
"""The relation of the records that match all that is asked."""

VALUES, WITHOUT, BRANCHES = range(3)
"""What a line tells: a value, the records without one, or a member of a tree."""


@dataclass(frozen=True)
class Facet:
    """How the values of one facet are counted."""

    values: Any
    """Pairs of a value and how many records have it (or, for `summed` to count, which one has it)."""

    without: Any = None
    """The records that have no value, where that is told."""

    tree: Any = None
    """The members of the tree that the values are in: primary key, key, primary key of the one above."""

    summed: str = "SUM(n)"

    rest: bool = False
    """Whether those that match everything and are in no pair are told as the ones that have no value."""

    of_all: bool = False
    """Whether the records that match everything are counted; else those without the facet's own filter."""

    def relations(self, at: int, alias: str) -> Iterator[tuple[str, Sql]]:
        """Yield what the statement names: the counted values, and each member of the tree with all that lie above."""
        with suppress(EmptyResultSet):
            yield f"counted{at}(v, n)", self.values if isinstance(self.values, tuple) else sql_of(self.values, alias)
            if self.tree is not None:
                yield f"seen{at}(pk, name, above)", sql_of(self.tree, alias)
                further = f"SELECT t.below, s.above FROM tree{at} t JOIN seen{at} s ON s.pk = t.above"
                known = f"s.above IN (SELECT pk FROM seen{at})"
                yield f"tree{at}(below, above)", (f"SELECT pk, pk FROM seen{at} UNION {further} WHERE {known}", ())

    def lines(self, at: int, alias: str) -> Iterator[Sql]:
        """Yield what tells it: number of the facet, what is told, JSON, number of records."""
        vendor, counted = connections[alias].vendor, f"counted{at}"
        if self.tree is None:
            number = f"{self.summed} FROM {counted} GROUP BY v" if self.rest else f"n FROM {counted}"
            yield f"SELECT {at}, {VALUES}, {as_json_value(vendor, 'v')}, {number}", ()
        else:
            number, above = f"CAST({self.summed} AS bigint)", as_json_value(vendor, "t.above")
            below = f"FROM {counted} JOIN tree{at} t ON t.below = v GROUP BY t.above"
            unseen = f"FROM {counted} WHERE v IS NULL OR v NOT IN (SELECT pk FROM seen{at})"
            member = as_json_array(vendor, ["pk", "name", "above"], [None] * 3)
            yield f"SELECT {at}, {VALUES}, {above}, {number} {below}", ()
            yield f"SELECT {at}, {VALUES}, 'null', {number} {unseen}", ()
            yield f"SELECT {at}, {BRANCHES}, {member}, 0 FROM seen{at}", ()
        if self.rest:
            yield (
                f"SELECT {at}, {WITHOUT}, 'null', (SELECT COUNT(*) FROM {MATCHING}) - COUNT(DISTINCT n) FROM {counted}",
                (),
            )
        if self.without is not None:
            with suppress(EmptyResultSet):
                sql, params = sql_of(self.without.values_list("pk"), alias)
                yield f"SELECT {at}, {WITHOUT}, 'null', COUNT(*) FROM ({sql}) AS those", params


def told(lines: Sequence[Line], *, tree: bool) -> list[Json]:
    """Return the values of a facet with their numbers as an answer shows them, most frequent first."""
    members = {pk: (key, above) for what, member, _ in lines if what == BRANCHES for pk, key, above in [member]}
    found = Counter[Any]()
    for what, value, number in lines:
        if what == VALUES:
            found[None if value == "" else value] += number or 0  # an empty text says nothing, as a null does
    shown: list[Json] = []
    for value, number in found.items():
        if not tree:
            shown.append({"value": value, "count": number})
        elif number:
            key, above = members.get(value, (None, None))
            shown.append({"value": key, "count": number, "parent": members.get(above, (None, None))[0]})
    shown.sort(key=lambda one: (-one["count"], one["value"] is None, str(one["value"])))
    return shown + [{"value": None, "count": number} for what, _, number in lines if what == WITHOUT and number]


def key_path(its: Filter, *, whole: bool = True) -> str:
    """Return the column whose values a facet counts: of references the key, or where not `whole` what leads to it."""
    path = str(its.field_name)
    if not isinstance(its.kind, Keys) or not whole:
        return path
    return its.kind.model.KEY if path == "pk" else f"{path}__{its.kind.model.KEY}"


@dataclass(frozen=True)
class FacetCounts:
    """The one statement that counts the values of several facets."""

    trees: Mapping[str, bool]
    """Whether the values of each facet are in a tree."""

    statement: Statement

    @classmethod
    def of(cls, counting: Counting, names: Sequence[str]) -> "FacetCounts":
        """Return what counts the values of the facets of a question."""
        alias = alias_of(counting.rows.model)
        facets, lines = {name: counting.counted(name) for name in names}, list[Sql]()
        relations = list[tuple[str, Sql]]()
        with suppress(EmptyResultSet):
            relations.append(counting.relation(alias))
        matching = bool(relations)
        for at, facet in enumerate(facets.values()):
            named = list(facet.relations(at, alias))
            if named and (matching or not facet.of_all):  # nothing can be told where no record can be meant
                relations += named
                lines += facet.lines(at, alias)
        trees = {name: facet.tree is not None for name, facet in facets.items()}
        return cls(trees, Statement.told(relations, lines, alias, recursive=True) if lines else Statement())

    def run(self) -> Json:
        """Return the facets by name; raise InvalidParameters for one that has too many values."""
        lines: dict[int, list[Line]] = {}
        for at, what, text, number in self.statement.run():
            lines.setdefault(at, []).append((what, json.loads(text or "null"), number))
        found = {name: told(lines.get(at, []), tree=tree) for at, (name, tree) in enumerate(self.trees.items())}
        faults = []
        for name, values in found.items():
            if len(values) > MOST_VALUES:
                detail = f"{name!r} has {len(values)} values; at most {MOST_VALUES} are told. Narrow the question."
                faults.append(Fault("facets", "too-many", detail))
        if faults:
            raise InvalidParameters(faults)
        return found
