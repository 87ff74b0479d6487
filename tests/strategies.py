"""Random questions to the lists of the API, with values that the real data hold."""

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from policyhub.api.filters import Filter
from policyhub.api.filters.filterset import CatalogueFilterSet
from policyhub.api.shapes import openable
from policyhub.catalogue import COLLECTIONS
from tests.catalogue import raw

VIEWS = dict(COLLECTIONS)
NAMES = list(VIEWS)
DAYS = ["2014-03-18", "2022-02-24", "2023-06-15", "2024-02-26", "2025-03-02", "2025-09-04", "2026-02-01", "2026-07-01"]
NUMBERS = ["0", "1", "2", "3", "5", "8", "13", "1000000", "-1"]
TEXTS = ["force", "Støre", "the", "ukraine", "drone", "TREATY", "mandate", "a", "12", "é", "air defence", "%", "_"]
WORDS = ["force", "Støre", "the", "ukrain*", "drone", "TREATY OR mandate", "12", "é", '"air defence"', "a -the", "e*"]
"""What is looked for by `q`."""

INSTANTS = ["2000-01-01T00:00:00Z", "2100-01-01T00:00:00+02:00"]
Query = dict[str, str]


def filters_of(name: str) -> dict[str, Filter]:
    """Return the parameters of a collection."""
    return VIEWS[name].filterset_class.base_filters


@cache
def terms_of(known: Filter) -> list[str]:
    """Return what the real data say in a column of short texts, whichever kind of record it belongs to."""
    column = known.field_name.split("__")[-1]
    found = {str(row[column]) for rows in raw.rows.values() for row in rows.values() if row.get(column)}
    found |= {
        str(code[column]) for row in raw.rows["category"].values() for code in row.get("codes", []) if column in code
    }
    return sorted(text for text in found if "," not in text and len(text) <= known.kind.longest) or ["en"]


def keys_of(model: Any) -> list[str]:
    """Return the keys of one kind of record."""
    return sorted(raw.rows[model._meta.model_name])


def pool(known: Filter) -> list[str]:
    """Return values that a parameter takes."""
    kind = known.kind
    if known.lookup_expr == "isnull":
        return ["true", "false"]
    if hasattr(kind, "words"):
        return list(kind.words)
    if type(kind).__name__ == "Keys":
        return keys_of(kind.model)
    if type(kind).__name__ == "Terms":
        return terms_of(known)
    pools = {"Phrases": WORDS, "Days": DAYS, "Numbers": NUMBERS, "Flags": ["true", "false"], "Instants": INSTANTS}
    return pools.get(type(kind).__name__, TEXTS)


def value_of(known: Filter) -> st.SearchStrategy[str]:
    """Draw a value of a parameter, or several where it takes a list."""
    one = st.sampled_from(pool(known))
    if not known.takes_list:
        return one
    return st.lists(one, min_size=1, max_size=3, unique=True).map(",".join)


@st.composite
def leaves(draw: Any, name: str, least: int = 1, most: int = 1) -> Query:
    """Draw some parameters of a collection with their values."""
    known = filters_of(name)
    names = draw(st.lists(st.sampled_from(sorted(known)), min_size=least, max_size=most, unique=True))
    return {parameter: draw(value_of(known[parameter])) for parameter in names}


@st.composite
def trees(draw: Any, name: str, depth: int = 2) -> dict[str, Any]:
    """Draw a boolean tree over a collection."""
    joint = draw(st.sampled_from(["", "", "and", "or", "not"])) if depth else ""
    if not joint:
        return draw(leaves(name, 1, 2))
    if joint == "not":
        return {"not": draw(trees(name, depth - 1))}
    return {joint: draw(st.lists(trees(name, depth - 1), min_size=1, max_size=2))}


@st.composite
def orderings(draw: Any, name: str) -> str:
    """Draw an ordering of a collection."""
    fields = draw(st.lists(st.sampled_from(VIEWS[name]().orderings()), min_size=1, max_size=3, unique=True))
    return ",".join(draw(st.sampled_from(["", "-"])) + field for field in fields)


@st.composite
def filtered(draw: Any, name: str, most: int = 3) -> Query:
    """Draw which records of a collection are meant: parameters, a tree, a day."""
    query: Query = draw(leaves(name, 0, most))
    if draw(st.integers(0, 3)) == 0:
        query["filter"] = json.dumps(draw(trees(name)))
    if draw(st.booleans()):
        query["as_of"] = draw(st.sampled_from(DAYS))
    return query


@st.composite
def questions(draw: Any, name: str) -> Query:
    """Draw a whole question to a collection."""
    query: Query = draw(filtered(name))
    filters: type[CatalogueFilterSet] = VIEWS[name].filterset_class
    if draw(st.booleans()):
        query["ordering"] = draw(orderings(name))
    if draw(st.integers(0, 2)) == 0:
        query["facets"] = ",".join(draw(st.lists(st.sampled_from(filters.facets), min_size=1, max_size=3, unique=True)))
    opened = openable(VIEWS[name].serializer_class)
    if opened and draw(st.integers(0, 3)) == 0:
        query |= {"expand": draw(st.sampled_from(opened)), "page_size": draw(st.sampled_from(["1", "7", "100"]))}
    elif draw(st.booleans()):
        query["page_size"] = draw(st.sampled_from(["1", "3", "50", "500"]))
    if draw(st.integers(0, 4)) == 0:
        query["count"] = draw(st.sampled_from(["exact", "none"]))
    return query


collections = st.sampled_from(NAMES)


@st.composite
def asked(draw: Any, make: Any = questions) -> tuple[str, Query]:
    """Draw a collection and a question to it."""
    name = draw(collections)
    return name, draw(make(name))
