"""Search over all collections, and text that is found whatever its case and diacritics."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from options.models import Measure
from policyhub.api.finding import Finding
from policyhub.records import guard
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


def test_words_are_whole_unless_they_are_left_open(ask: Ask) -> None:
    assert found(ask, "sto") == found(ask, "tore") == []
    assert found(ask, "sto*") == found(ask, "store")
    assert found(ask, "jonas sto*") == found(ask, "jonas")


def test_a_phrase_stands_side_by_side_in_one_text(ask: Ask) -> None:
    assert found(ask, '"gahr store"') == found(ask, "gahr-store") == [("statements", "nor-2025-03-02")]
    assert found(ask, '"store gahr"') == found(ask, '"store they"') == []


def test_either_word_and_no_word(ask: Ask) -> None:
    assert found(ask, "help OR jonas") == [("positions", "aid-nor-2025-03-02"), ("statements", "nor-2025-03-02")]
    assert found(ask, "store -jonas") == [("positions", "aid-nor-2025-03-02"), ("sources", "store-speech")]
    assert found(ask, 'store -"prime minister" -help') == [("statements", "nor-2025-03-02")]


@pytest.mark.parametrize("q", ["(help)", "title:help", "help;--", "help'", "{help}", "^help", "help AND", "NEAR(help"])
def test_signs_of_other_languages_are_none_here(ask: Ask, q: str) -> None:
    words = [word for word in q.lower().replace("(", " ").replace(":", " ").split() if word not in ("help", "(help)")]
    expected = [] if any(word.isalpha() for word in words) else [("positions", "aid-nor-2025-03-02")]
    assert found(ask, q) == expected


def test_what_fits_best_stands_first(ask: Ask) -> None:
    make.category("all", name="Minister of the prime", definition="?", public=True)
    make.category("phrase", name="Our prime minister said", definition="?", public=True)
    make.category("exact", name="Prime Minister", definition="?", public=True)
    make.category("text", name="Others", definition="The prime has a minister.", public=True)
    hits = [(hit["tier"], hit["key"]) for hit in ask("search/", q="prime minister")["results"]]
    assert hits == [(1, "exact"), (2, "phrase"), (2, "store-speech"), (3, "all"), (4, "text")]


def test_a_hit_says_what_it_is_and_where_it_is_read(ask: Ask, client: Client) -> None:
    (hit,) = ask("search/", q="tromso", collection__in="measures")["results"]
    assert hit == {
        "collection": "measures",
        "key": "talks",
        "title": "Talks in Tromsø",
        "tier": 2,
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
    for number in range(7):
        make.category(f"of-{number}", name=["Of", "Of us", "Us"][number % 3], definition="A bit of it.", public=True)
        make.source(f"of-{number}", title=["Of it", "It", "Of"][number % 3], publisher="Office of it", public=True)
    hits = ask("search/", q="of", page_size="500")["results"]
    whole = [(hit["tier"], hit["collection"], hit["key"]) for hit in hits]
    assert whole == sorted(set(whole))
    assert len(whole) > 14
    for size in (1, 2, 5):
        pages, address = [], f"search/?q=of&page_size={size}"
        while address:
            pages.append(ask(address.removeprefix("/api/v1/")))
            address = pages[-1]["next"]
        assert [hit for page in pages for hit in page["results"]] == hits
        back, address = [pages[-1]["results"]], pages[-1]["previous"]
        while address:
            page = ask(address.removeprefix("/api/v1/"))
            back.append(page["results"])
            address = page["previous"]
        assert [hit for page in reversed(back) for hit in page] == hits


def test_pieces_of_the_texts_are_told_where_they_are_asked_for(ask: Ask) -> None:
    (hit,) = ask("search/", q="tromso talks", highlight="true")["results"]
    parts = [("Talks", True), (" in ", False), ("Tromsø", True)]
    assert hit["highlights"] == [{"field": "title", "parts": [{"text": text, "match": match} for text, match in parts]}]
    assert "highlights" not in ask("search/", q="tromso", highlight="false")["results"][0]
    assert ask("search/", q="nothing-of-it", highlight="true")["results"] == []


def test_no_piece_is_told_of_what_was_withdrawn_meanwhile(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Finding.texts

    def withdrawn(self: Finding, keys: Any) -> Any:
        with guard.off("arranging a test"):
            Measure.objects.update(publication="withdrawn")
        return texts(self, keys)

    monkeypatch.setattr(Finding, "texts", withdrawn)
    (hit,) = ask("search/", q="tromso", highlight="true")["results"]
    assert hit["highlights"] == []


def test_a_search_takes_one_statement_and_one_for_each_thing_beside_it(client: Client) -> None:
    def statements(**query: str) -> int:
        client.get("/api/v1/search/", {"q": "store", **query})
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/api/v1/search/", {"q": "store", **query})
        return sum("records_numbering" not in one["sql"] for one in captured)

    assert statements(count="none") == 1
    assert statements() == statements(facets="collection") == 2
    assert statements(highlight="true", facets="collection") == 3


def test_what_had_not_been_said_yet_is_not_found(ask: Ask) -> None:
    assert ("statements", "nor-2025-03-02") not in found(ask, "store", as_of="2025-01-01")
    assert ("positions", "aid-nor-2025-03-02") not in found(ask, "store", as_of="2025-01-01")


WRONG = [
    ({}, "q", "required"),
    ({"q": "  "}, "q", "empty"),
    ({"q": "\u0301"}, "q", "empty"),
    ({"q": "a" * 201}, "q", "too-long"),
    ({"q": " ".join("abcdefghijk")}, "q", "too-long"),
    ({"q": "%"}, "q", "empty"),
    ({"q": "*"}, "q", "empty"),
    ({"q": "🦊 a"}, "q", "empty"),
    ({"q": '""'}, "q", "empty"),
    ({"q": "-a"}, "q", "invalid"),
    ({"q": 'a "b'}, "q", "invalid"),
    ({"q": "a OR"}, "q", "invalid"),
    ({"q": "a", "highlight": "yes"}, "highlight", "unknown-word"),
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
    following = ask("search/", q="store", page_size=1)["next"]
    assert client.get(following.replace("q=store", "q=jonas")).json()["errors"][0]["code"] == "other-question"


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


def test_a_mistake_is_told_with_what_can_be_written(ask: Ask) -> None:
    for address in ("search/", "measures/"):
        (fault,) = ask(address, q="air - sea", expect=400)["errors"]
        assert fault["detail"] == "A minus stands right before what must not occur."
        assert fault["allowed"] == ["word", "begin*", '"a phrase"', "one OR other", "word -without"]


def test_the_beginning_is_the_beginning(ask: Ask) -> None:
    assert ask("measures/", title__startswith="tromso")["count"] == 0
    assert ask("positions/", summary__contains="100_%")["count"] == 0
