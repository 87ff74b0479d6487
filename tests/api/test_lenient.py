"""`Prefer: handling=lenient`: what is not understood is left out and told; without it nothing is."""

import pytest
from django.test import Client

from tests import builders as make
from tests.api.conftest import Ask

LENIENT = {"prefer": "handling=lenient"}


@pytest.fixture(autouse=True)
def measures(db: None) -> None:
    """Hold two measures."""
    make.measure("a", footprint="remote", public=True)
    make.measure("b", footprint="in-country", public=True)


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"footprint": "nowhere"},
        {"ordering": "nonsense"},
        {"page_size": "0"},
        {"as_of": "x"},
        {"fields": "nonsense"},
        {"expand": "nonsense"},
        {"facets": "nonsense"},
        {"count": "perhaps"},
        {"filter": "{"},
        {"category": "no-such"},
    ],
    ids=str,
)
def test_each_wrong_thing_is_left_out_and_told(ask: Ask, query: dict[str, str]) -> None:
    ask("measures/", expect=400, **query)
    answer = ask("measures/", headers=LENIENT, **query)
    assert [row["slug"] for row in answer["results"]] == ["a", "b"]
    assert [fault["parameter"] for fault in answer["ignored"]] == list(query)


def test_what_is_right_of_a_shape_stays(ask: Ask) -> None:
    answer = ask("measures/", headers=LENIENT, expand="category", fields="nope")
    assert [fault["parameter"] for fault in answer["ignored"]] == ["fields"]
    assert answer["results"][0]["category"] == ask("categories/training/")
    answer = ask("measures/", headers=LENIENT, expand="nope", fields="category(name)")
    assert sorted(fault["parameter"] for fault in answer["ignored"]) == ["expand", "fields"]
    assert answer["results"] == ask("measures/")["results"]


def test_a_facet_that_cannot_be_counted_is_left_out(ask: Ask, client: Client) -> None:
    make.condition("one", public=True), make.condition("two", public=True)
    query = {"condition": "one,two", "facets": "condition_kind"}
    assert [fault["code"] for fault in ask("positions/", headers=LENIENT, **query)["ignored"]] == ["not-countable"]
    codes = [fault["code"] for fault in ask("positions/", expect=400, **query, nonsense=1)["errors"]]
    assert sorted(codes) == ["not-countable", "unknown-parameter"]


def test_the_rest_of_the_question_still_holds(ask: Ask) -> None:
    answer = ask("measures/", headers=LENIENT, footprint="remote", presence="nobody", ordering="-slug")
    assert [row["slug"] for row in answer["results"]] == ["a"]


def test_a_wrong_cursor_is_always_refused(ask: Ask) -> None:
    ask("measures/", expect=400, headers=LENIENT, cursor="x")


@pytest.mark.parametrize("query", [{}, {"q": "a" * 300}, {"q": ""}])
def test_a_search_without_words_is_always_refused(ask: Ask, query: dict[str, str]) -> None:
    ask("search/", expect=400, headers=LENIENT, **query)


def test_pages_lead_on_without_what_was_left_out(ask: Ask, client: Client) -> None:
    first = ask("measures/", headers=LENIENT, nonsense="1", page_size=1)
    assert "nonsense" not in first["next"]
    second = client.get(first["next"])  # without the preference
    assert [row["slug"] for row in second.json()["results"]] == ["b"]


@pytest.mark.parametrize("header", ["handling=strict", "return=minimal", "", "handling", "lenient", "handling=lenien"])
def test_only_the_preference_itself_brings_it(ask: Ask, header: str) -> None:
    ask("measures/", expect=400, headers={"prefer": header}, nonsense="1")


@pytest.mark.parametrize(
    "header", ["handling=lenient", "Handling=Lenient", "return=minimal, handling=lenient", "handling=lenient; wait=5"]
)
def test_it_may_be_written_as_the_standard_allows(ask: Ask, header: str) -> None:
    assert ask("measures/", headers={"prefer": header}, nonsense="1")["count"] == 2


def test_the_answer_says_that_the_preference_was_followed(client: Client) -> None:
    for address in ("/api/v1/measures/?x=1", "/api/v1/measures/a/?x=1", "/api/v1/search/?q=a&x=1"):
        response = client.get(address, headers=LENIENT)
        assert response.status_code == 200
        assert response["Preference-Applied"] == "handling=lenient"
        assert response["X-Ignored-Parameters"] == "x"
        assert "Prefer" in response["Vary"]
    assert "Preference-Applied" not in client.get("/api/v1/measures/")
    assert "Prefer" in client.get("/api/v1/measures/")["Vary"]


def test_a_page_that_is_too_large_becomes_an_ordinary_one(ask: Ask) -> None:
    for number in range(60):
        make.measure(f"m{number}", public=True)
    answer = ask("measures/", headers=LENIENT, expand="positions", page_size=500)
    assert [fault["parameter"] for fault in answer["ignored"]] == ["page_size"]
    assert len(answer["results"]) == 50


def test_many_faults_of_one_parameter_hide_none_of_another(ask: Ask) -> None:
    for headers, expect, place in ((LENIENT, 200, "ignored"), ({}, 400, "errors")):
        answer = ask("positions/", expect=expect, headers=headers, facets=",".join("z" * 900), actor="x")
        assert {fault["parameter"] for fault in answer[place]} == {"facets", "actor"}
