"""What operations answer: the envelope around a page, facets, and the answers of the views without records."""

from typing import Any

from policyhub.api import search
from policyhub.api.collections import collections
from policyhub.api.filters import CatalogueFilterSet
from policyhub.api.filters.filterset import Q_ABOUT
from policyhub.api.filters.values import Phrases
from policyhub.api.schema.components import named, words
from policyhub.api.schema.examples import values
from policyhub.api.schema.parameters import TEXT, as_of, known_at, paging, parameter, prefer, several
from policyhub.records.models import Record

Json = dict[str, Any]

COUNTED = {"type": "integer", "minimum": 0, "description": "How many records have it."}
VALUE: Json = {
    "type": "object",
    "description": "A value of a facet, and how many records have it.",
    "required": ["value", "count"],
    "properties": {
        "value": {"type": ["string", "integer", "null"], "description": "The value; null: nothing is recorded."},
        "count": COUNTED,
    },
}
BRANCH: Json = {
    "type": "object",
    "description": "A value of a facet that is a tree, and how many records have it or one below it.",
    "required": ["value", "count", "parent"],
    "properties": {
        **VALUE["properties"],
        "parent": {"type": ["string", "null"], "description": "The value above it; null at the top."},
    },
}
IGNORED: Json = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/Fault"},
    "description": "What was left out because it was not understood; only with `Prefer: handling=lenient`.",
}


def envelope(about: str, record: Json, facets: Json) -> Json:
    """Return the shape of a page."""
    link = {"type": ["string", "null"], "format": "uri-reference"}
    return {
        "type": "object",
        "description": f"A page of {about}.",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": {
                "type": ["integer", "null"],
                "description": "How many records the question has, on all pages; null where `count=none` was asked.",
            },
            "next": {**link, "description": "The next page; null on the last."},
            "previous": {**link, "description": "The page before; null on the first."},
            "results": {"type": "array", "items": record, "description": f"The {about} of this page, in order."},
            "facets": {**facets, "description": "The counts that `facets` asked for, by name; only where it did."},
            "ignored": IGNORED,
        },
    }


def facet_counts(registry: Any, name: str, filterset: type[CatalogueFilterSet]) -> Json:
    """Return a reference to the shape of the facets of a collection."""
    found = {}
    for facet in filterset.facets:
        known = filterset.base_filters[facet]
        value = named(registry, "FacetBranch", BRANCH) if known.branches else named(registry, "FacetValue", VALUE)
        about = f"How many records there are for each value of `{facet}`. {known.ask.about}".strip()
        found[facet] = {"type": "array", "items": value, "description": about}
    shape = {"type": "object", "description": "Counts by facet, most frequent value first.", "properties": found}
    return {"allOf": [named(registry, f"{name}Facets", shape)]}


def page_of(registry: Any, record: str, ref: Json, collection: str, filterset: type[CatalogueFilterSet]) -> Json:
    """Return a reference to a page of a collection."""
    shape = envelope(collection, ref, facet_counts(registry, record, filterset))
    return named(registry, f"{record}List", shape)


# --- Search ---------------------------------------------------------------------------------

COLLECTION_IN = "Look in these collections alone, separated by commas; without it, in all."
Q = f"{Q_ABOUT} At most ten words and phrases."
HIGHLIGHTS = "`true`: tell the pieces of each record's texts around what was looked for."


def collection_names(registry: Any) -> Json:
    """Return a reference to the names of the collections."""
    return words(registry, "Collection", collections(), "The name of a collection, as it stands in its address.")


def of_search(registry: Any) -> list[Any]:
    """Return what the search understands."""
    known = values("search")
    q = {**Phrases(Record).schema(), "pattern": TEXT}
    facet = words(registry, "SearchFacet", ["collection"], "Of what a search counts the values.")
    return [
        parameter("q", q, Q, known.get("q"), required=True),
        parameter(
            "collection__in", several(collection_names(registry), None), COLLECTION_IN, ["measures", "positions"]
        ),
        parameter(
            "facets", several(facet, None, unique=True), "Count what is found in each collection.", ["collection"]
        ),
        parameter("highlight", {"type": "boolean", "default": False}, HIGHLIGHTS, True),
        as_of(),
        known_at(),
        *paging(),
        prefer(),
    ]


def page_of_hits(registry: Any) -> Json:
    """Return a reference to a page of what a search found."""
    hit = {**search.HIT, "description": "A record that holds what was looked for."}
    hit["properties"] = {
        **hit["properties"],
        "collection": {
            "allOf": [collection_names(registry)],
            "description": hit["properties"]["collection"]["description"],
        },
    }
    value = {**VALUE, "description": "A collection, and how many of its records match."}
    value["properties"] = {"value": hit["properties"]["collection"], "count": COUNTED}
    counted = {"type": "array", "items": named(registry, "SearchFacetValue", value)}
    about = "How many records match in each collection, whatever `collection__in` says."
    facets = {"type": "object", "properties": {"collection": {**counted, "description": about}}}
    return named(registry, "SearchPage", envelope("what was found", named(registry, "SearchHit", hit), facets))


# --- Vocabularies and the front door ----------------------------------------------------------


def of_vocabularies(registry: Any, shapes: Json, action: str) -> Json:
    """Return a reference to a vocabulary, or to the list of all."""
    one = {**shapes["retrieve"], "description": "A closed list of words, each with its definition."}
    member = {**one["properties"]["members"]["items"], "description": "A word of a vocabulary."}
    members = {**one["properties"]["members"], "items": named(registry, "VocabularyMember", member)}
    one["properties"] = {**one["properties"], "members": members}
    ref = named(registry, "Vocabulary", one)
    if action == "retrieve":
        return ref
    listed = {**shapes["list"], "description": "All vocabularies."}
    results = {**listed["properties"]["results"], "items": ref}
    return named(registry, "VocabularyList", {**listed, "properties": {**listed["properties"], "results": results}})
