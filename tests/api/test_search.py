"""Search over all collections, and text that is found whatever its case and diacritics."""

import pytest
from django.test import Client

from tests import builders as make
from tests.api.conftest import Ask


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Hold records of several kinds that speak of Norway's prime minister, and one that does not."""
    norway = make.actor("NOR", name="Norway", public=True)
    make.statement(
        norway, make.measure("talks", title="Talks in Tromsø", public=True), speaker="Jonas Gahr Støre", public=True
    )
    make.position(norway, make.measure("aid", public=True), summary="STØRE: we will help, 100 % of it.", public=True)
    make.source("store-speech", title="Speech by the prime minister", public=True)
    make.category("other", name="Other things", public=True)


def found(ask: Ask, q: str, **query: str) -> list[tuple[str, str]]:
    return [(row["collection"], row["key"]) for row in ask("search/", q=q, **query)["results"]]


@pytest.mark.parametrize("q", ["store", "STORE", "Støre", "støre", "STØRE"])
def test_case_and_diacritics_do_not_matter(ask: Ask, q: str) -> None:
    expected = [("positions", "aid-nor-2025-03-02"), ("sources", "store-speech"), ("statements", "nor-2025-03-02")]
    assert found(ask, q) == expected


def test_every_word_must_occur_in_any_order(ask: Ask) -> None:
    assert found(ask, "help store") == [("positions", "aid-nor-2025-03-02")]
    assert found(ask, "store jonas") == [("statements", "nor-2025-03-02")]
    assert found(ask, "store nobody") == []


@pytest.mark.parametrize("q", ["%", "_", "100 %", "\\", "'", '"', "*", "NEAR(", "100 AND", "🦊"])
def test_signs_of_search_languages_mean_themselves(ask: Ask, q: str) -> None:
    texts = {"positions": "store: we will help, 100 % of it.", "statements": "they would."}
    holding = [name for name, text in texts.items() if all(word in text for word in q.lower().split())]
    assert [name for name, _ in found(ask, q, collection__in=",".join(texts))] == holding


def test_a_hit_says_what_it_is_and_where_it_is_read(ask: Ask, client: Client) -> None:
    (hit,) = ask("search/", q="tromso", collection__in="measures")["results"]
    assert hit == {
        "collection": "measures",
        "key": "talks",
        "title": "Talks in Tromsø",
        "url": "/api/v1/measures/talks/",
    }
    assert client.get(hit["url"]).status_code == 200


def test_collections_are_chosen_and_counted(ask: Ask) -> None:
    answer = ask("search/", q="store", collection__in="sources,positions", facets="collection")
    assert answer["count"] == 2
    counts = {one["value"]: one["count"] for one in answer["facets"]["collection"] if one["count"]}
    assert counts == {"positions": 1, "sources": 1, "statements": 1}
    assert ask("search/", q="store", count="none")["count"] is None


def test_pages_hold_every_hit_once_both_ways(ask: Ask) -> None:
    whole = found(ask, "o", page_size="500")
    address, forward = "/search/?q=o&page_size=2", []
    pages = []
    while address:
        pages.append(ask(address.split("/api/v1/")[-1].lstrip("/")))
        forward += [(row["collection"], row["key"]) for row in pages[-1]["results"]]
        address = pages[-1]["next"]
    assert forward == whole == sorted(whole)
    assert len(whole) > 4
    back, address = [pages[-1]["results"]], pages[-1]["previous"]
    while address:
        page = ask(address.removeprefix("/api/v1/"))
        back.append(page["results"])
        address = page["previous"]
    assert [row for rows in reversed(back) for row in rows] == [row for page in pages for row in page["results"]]


def test_what_had_not_been_said_yet_is_not_found(ask: Ask) -> None:
    assert ("statements", "nor-2025-03-02") not in found(ask, "store", as_of="2025-01-01")
    assert ("positions", "aid-nor-2025-03-02") not in found(ask, "store", as_of="2025-01-01")


WRONG = [
    ({}, "q", "required"),
    ({"q": "  "}, "q", "empty"),
    ({"q": "\u0301"}, "q", "empty"),
    ({"q": "a" * 201}, "q", "too-long"),
    ({"q": " ".join("abcdefghijk")}, "q", "too-long"),
    ({"q": "a", "collection__in": "measurs"}, "collection__in", "unknown-word"),
    ({"q": "a", "collection__in": ","}, "collection__in", "unknown-word"),
    ({"q": "a", "facets": "kind"}, "facets", "unknown-facet"),
    ({"q": "a", "cursor": "x"}, "cursor", "invalid"),
    ({"q": "a", "page_size": "0"}, "page_size", "invalid"),
    ({"q": "a", "count": "maybe"}, "count", "unknown-word"),
    ({"q": "a", "as_of": "x"}, "as_of", "invalid"),
    ({"q": "a", "ordering": "key"}, "ordering", "unknown-parameter"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), WRONG)
def test_each_wrong_search_is_refused(blamed: Ask, query: dict[str, str], parameter: str, code: str) -> None:
    assert (parameter, code) in blamed("search/", **query)


def test_a_cursor_belongs_to_its_words(ask: Ask, client: Client) -> None:
    following = ask("search/", q="o", page_size=1)["next"]
    assert client.get(following.replace("q=o", "q=e")).json()["errors"][0]["code"] == "other-question"


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("statements/", {"speaker__contains": "STORE"}),
        ("statements/", {"q": "jonas"}),
        ("measures/", {"title__contains": "tromso"}),
        ("measures/", {"title__startswith": "TALKS IN TROMSØ"}),
        ("positions/", {"summary__contains": "100 %"}),
        ("actors/", {"name__startswith": "nor"}),
        ("sources/", {"q": "STORE-speech"}),
    ],
)
def test_lists_find_text_the_same_way(ask: Ask, address: str, query: dict[str, str]) -> None:
    assert ask(address, **query)["count"] == 1


def test_the_beginning_is_the_beginning(ask: Ask) -> None:
    assert ask("measures/", title__startswith="tromso")["count"] == 0
    assert ask("positions/", summary__contains="100_%")["count"] == 0
