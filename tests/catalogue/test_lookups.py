"""Each plain lookup of each field of each collection answers as the raw lines do."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest

from policyhub.catalogue import COLLECTIONS
from tests.catalogue import raw
from tests.catalogue.conftest import Ask
from tests.catalogue.questions import Question
from tests.catalogue.raw import RANKS, Row
from tests.catalogue.test_questions import QUESTIONS

DEFAULTS = {
    ("position", "own_part"): "not-stated",
    ("position", "since_precision"): "day",
    ("membership", "since_precision"): "day",
    ("membership", "role"): "member",
}
"""What a field says where a line says nothing."""

SETS = {"needs", "parties", "measures", "implies", "secondary_categories", "addressees", "form"}
"""Fields of which a record has several."""

CLAIMS = ["measures", "positions", "conditions", "instruments", "statements", "assessments", "memberships"]

NOT_OF_A_FIELD = {"source", "source_role", "source_kind", "link_kind", "link_target", "updated_at", "q"}
"""Parameters that other tests here ask, each for all collections."""


def keys(whole: Ask, collection: str, query: str) -> list[str]:
    """Return the keys of what a call finds."""
    key = "code" if collection == "actors" else "slug"
    return [row[key] for row in whole(f"/api/v1/{collection}/?{query}&page_size=500&fields={key}")]


def told(model: str, row: Row, name: str) -> Any:
    """Return what a line says of a field: a list, a value, or None."""
    if name in SETS:
        return row.get("forms" if name == "form" else name, [])
    value = row.get(name, DEFAULTS.get((model, name)))
    return Decimal(value) if name == "amount" and value else value or None


def compared(value: Any) -> Any:
    """Return what a value counts for where more and less are asked."""
    return RANKS.get(value, value) if isinstance(value, str) else value


def fits(lookup: str, has: Any, given: list[Any]) -> bool:
    """Tell whether a field that holds `has` is asked for."""
    one = given[0]
    known = has is not None
    if isinstance(has, list):
        number = len(set(has) & set(given))
        return {"": number == len(given), "all": number == len(given), "any": number > 0, "none": number == 0}[lookup]
    return {
        "": lambda: has == one,
        "in": lambda: has in given,
        "not": lambda: has != one,
        "gt": lambda: known and compared(has) > compared(one),
        "gte": lambda: known and compared(has) >= compared(one),
        "lt": lambda: known and compared(has) < compared(one),
        "lte": lambda: known and compared(has) <= compared(one),
        "contains": lambda: known and raw.fold(one) in raw.fold(has),
        "startswith": lambda: known and raw.fold(has).startswith(raw.fold(one)),
        "isnull": lambda: known == (one == "false"),
    }[lookup]()


def samples(model: str, name: str, lookup: str) -> list[list[Any]]:
    """Return some values to ask for: one that is not the least, the largest, both, or pieces of texts."""
    if lookup == "isnull":
        return [["true"], ["false"]]
    there = [told(model, row, name) for row in raw.rows[model].values()]
    known = sorted({one for value in there if value for one in (value if isinstance(value, list) else [value])})
    known = known or WITHOUT_DATA.get(name, [])
    some = [known[place] for place in sorted({len(known) // 3, len(known) - 1})] if known else []
    if lookup == "contains":
        return [[text[len(text) // 3 :][:7].strip().upper()] for text in some]
    if lookup == "startswith":
        return [[text[:4].upper()] for text in some]
    both = [some] if lookup in ("in", "any", "none", "all") and len(some) > 1 else []
    return [*both, *([one] for one in some)]


WITHOUT_DATA = {
    "form": ["ground", "sea"],
    "implies": ["ceasefire-first", "host-consent"],
    "secondary_categories": ["cyber", "training"],
    "addressees": ["FRA", "NATO"],
    "parent": ["cyber"],
    "effect": ["information", "prior-consent"],
    "binding": ["legal"],
    "identifier": ["32022D0382"],
    "test": ["piece of text"],
}
"""What can be asked though no line says anything yet: nothing is found, and everything is without it."""


def plain() -> Iterator[Any]:
    """Yield each lookup of a field that no question asks."""
    for name, viewset in COLLECTIONS:
        model = raw.COLLECTIONS[name]
        domain = {asked for one in QUESTIONS if one.collection == name for asked in one.asked()}
        fields = {field for row in raw.rows[model].values() for field in row} | set(WITHOUT_DATA) | set(EMPTY)
        for parameter in viewset.filterset_class.base_filters:
            field, _, lookup = parameter.partition("__")
            if field in NOT_OF_A_FIELD or (parameter in domain and field not in fields):
                continue
            yield pytest.param(name, field, lookup, id=f"{name} {parameter}")


WORDS = [
    "ceasefire",
    "RZESZOW hub",
    "türkiye",
    "2026-01-06 mnfu",
    "de",
    "no such words",
    "multinational force",
    '"multinational force" -ukraine',
    'ceasefire* OR "peace agreement" trea*',
]
"""What is looked for in texts."""

EMPTY = ["consequence", "archive_url", "description"]
"""Fields of which only the presence can be asked, and of which no line says anything yet."""


@pytest.mark.parametrize(("collection", "field", "lookup"), list(plain()))
def test_a_lookup_keeps_the_lines_that_it_describes(whole: Ask, collection: str, field: str, lookup: str):
    model = raw.COLLECTIONS[collection]
    asked = samples(model, field, lookup)
    assert asked, f"{field} of {collection} is nowhere asked"
    for given in asked:
        query = urlencode({f"{field}__{lookup}" if lookup else field: ",".join(str(one) for one in given)})
        found = keys(whole, collection, query)
        rows = raw.rows[model]
        assert found == sorted(key for key in rows if fits(lookup, told(model, rows[key], field), given)), query


@pytest.mark.parametrize("collection", CLAIMS)
def test_claims_by_their_sources(whole: Ask, collection: str):
    rows = raw.rows[raw.COLLECTIONS[collection]]
    named = sorted({source for row in rows.values() for source in raw.sources(row)})
    first, second = named[len(named) // 3], named[len(named) // 2]
    both = sorted(next(raw.sources(row) for row in rows.values() if len(row["citations"]) > 1))[:2]
    legal = {key for key, row in rows.items() if "legal-text" in [source["kind"] for source in raw.cited(row)]}
    answers = {
        f"source={first}": {key for key, row in rows.items() if first in raw.sources(row)},
        f"source={','.join(both)}": {key for key, row in rows.items() if set(both) <= raw.sources(row)},
        f"source__any={first},{second}": {key for key, row in rows.items() if {first, second} & raw.sources(row)},
        f"source__none={first},{second}": {key for key, row in rows.items() if not {first, second} & raw.sources(row)},
        "source_kind=legal-text": legal,
        "source_role=supports": set(rows),
        "source_role=contradicts": set(),
    }
    for query, expected in answers.items():
        assert keys(whole, collection, query) == sorted(expected), query


@pytest.mark.parametrize("collection", raw.COLLECTIONS)
@pytest.mark.parametrize("words", WORDS)
def test_a_collection_is_asked_for_words(whole: Ask, collection: str, words: str):
    model = raw.COLLECTIONS[collection]
    found = sorted(key for key, row in raw.rows[model].items() if raw.mentions(model, row, words))
    assert keys(whole, collection, urlencode({"q": words})) == found


@pytest.mark.parametrize("day", ["", "2024-02-29"])
@pytest.mark.parametrize("words", WORDS)
def test_all_collections_are_searched_for_words(ask: Ask, whole: Ask, words: str, day: str):
    asked = {"q": words} | ({"as_of": day} if day else {})
    expected = {
        name: Question("", f"{name}/?{urlencode(asked)}", partial(mentioned, model, words)).rows()
        for name, model in sorted(raw.COLLECTIONS.items())
    }
    hits = whole(f"/api/v1/search/?{urlencode(asked)}&page_size=60")
    told = ask(f"/api/v1/search/?{urlencode(asked)}&facets=collection&page_size=1")
    ordered = sorted(
        (raw.tier(raw.COLLECTIONS[name], raw.rows[raw.COLLECTIONS[name]][key], words), name, key)
        for name in expected
        for key in expected[name]
    )
    assert [(hit["tier"], hit["collection"], hit["key"]) for hit in hits] == ordered
    assert told["count"] == len(hits)
    counts = {one["value"]: one["count"] for one in told["facets"]["collection"]}
    assert counts == {name: len(found) for name, found in expected.items() if found}


def mentioned(model: str, words: str, row: Row, day: str) -> bool:
    return raw.mentions(model, row, words)


@pytest.mark.parametrize("collection", raw.COLLECTIONS)
def test_what_was_changed_since(ask: Ask, collection: str):
    number = len(raw.rows[raw.COLLECTIONS[collection]])
    assert ask(f"/api/v1/{collection}/?updated_at__gte=2020-01-01T00:00:00Z&page_size=1")["count"] == number
    assert ask(f"/api/v1/{collection}/?updated_at__gte=2999-01-01T00:00:00Z")["count"] == 0


def test_measures_are_linked_nowhere_yet(ask: Ask):
    assert not any(row.get("links") for row in raw.rows["measure"].values())
    assert ask("/api/v1/measures/?link_kind=requires&link_target=mnfu")["count"] == 0


def test_every_parameter_of_every_collection_is_asked_here():
    planned = {(param.values[0], "__".join(filter(None, param.values[1:]))) for param in plain()}
    for name, viewset in COLLECTIONS:
        asked = {parameter for one in QUESTIONS if one.collection == name for parameter in one.asked()}
        for parameter in viewset.filterset_class.base_filters:
            field = parameter.partition("__")[0]
            assert field in NOT_OF_A_FIELD or parameter in asked or (name, parameter) in planned, (name, parameter)
