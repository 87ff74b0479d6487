"""Real values for the formats of the document: keys, instants, boolean trees of a collection's own parameters."""

import json
from typing import Any

import schemathesis
from django.utils import timezone
from hypothesis import strategies as st

from policyhub.api.filters import Days, Filter, Flags, Keys, Numbers, Words
from policyhub.api.filters.values import Instants
from policyhub.catalogue import COLLECTIONS
from tests.catalogue import raw

DAYS = ["2022-02-24", "2025-03-02", "2026-01-06", "2026-02-01", "2026-11-22"]
WORDS = ["ceasefire", "Force", "état", "Łódź", "mission", "a"]
A_CURSOR = "a cursor of this list"
"""What stands where a cursor belongs, until one is asked for that belongs to the question."""

instants = st.builds(
    "{}T{:02}:30:00{}".format, st.sampled_from(DAYS), st.integers(0, 23), st.sampled_from(["Z", ".5Z"])
)


def keys_of(model: Any) -> list[str]:
    """Return the keys of a kind of record, as they stand in the fixtures."""
    return sorted(raw.rows[model._meta.model_name])


def value(known: Filter) -> st.SearchStrategy[Any]:
    """Draw a value of one parameter, as a boolean tree holds it."""
    kind: Any = known.kind
    if known.lookup_expr == "isnull" or isinstance(kind, Flags):
        return st.booleans()
    if isinstance(kind, Keys | Words):
        one: st.SearchStrategy[Any] = st.sampled_from(keys_of(kind.model) if isinstance(kind, Keys) else kind.words)
    elif isinstance(kind, Numbers):
        one = st.integers(0, 40)
    elif isinstance(kind, Instants | Days):
        one = instants if isinstance(kind, Instants) else st.sampled_from(DAYS)
    else:
        longest = getattr(kind, "longest", 200)
        one = st.sampled_from([word for word in [*WORDS, "en"] if len(word) <= longest])
    if not known.takes_list:
        return one
    return st.lists(one, min_size=1, max_size=3) | one


def trees(filterset: Any) -> st.SearchStrategy[str]:
    """Draw questions with *and*, *or* and *not*, at most three objects deep."""
    names = [name for name in filterset.base_filters if name != "q"]  # of those, few fit in what a tree may cost
    parameter = st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), value(filterset.base_filters[name]))
    )
    leaf = st.lists(parameter, min_size=1, max_size=2).map(dict)

    def above(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(below, min_size=1, max_size=2)  # more would not fit in what a tree may cost
        joined = st.one_of(
            several.map(lambda parts: {"and": parts}),
            several.map(lambda parts: {"or": parts}),
            below.map(lambda part: {"not": part}),
        )
        return joined | st.builds(lambda one, other: {**one, **other}, leaf, joined)

    return st.one_of(leaf, above(leaf), above(above(leaf))).map(json.dumps)


def register() -> None:
    """Tell schemathesis what each format draws."""
    for name, viewset in COLLECTIONS:
        model = viewset.queryset.model
        schemathesis.openapi.format(f"{model._meta.model_name}-{model.KEY}", st.sampled_from(keys_of(model)))
        schemathesis.openapi.format(f"{name}-filter", trees(viewset.filterset_class))
    schemathesis.openapi.format("revision-number", st.just("1"))
    schemathesis.openapi.format("release-name", st.builds(lambda: timezone.now().strftime("%Y.%m.1")))
    schemathesis.openapi.format("release-file", st.sampled_from(["SHA256SUMS", "NOTES.md"]))
    schemathesis.openapi.format("moment", st.just("revision:1"))
    schemathesis.openapi.format("vocabulary-slug", st.sampled_from(["stance", "publication", "link-role"]))
    schemathesis.openapi.format("instant", instants)
    schemathesis.openapi.format("cursor", st.just(A_CURSOR))
