"""The feed of changes: complete, in order of commit, and of no more than the caller may see."""

from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policyhub.records.publication import withdraw
from tests import builders as make
from tests.feed.conftest import Ask, edit, walk


@pytest.fixture
def world(db: None) -> None:
    """Hold records that were created, changed, withdrawn and deleted."""
    with edit():
        one, two = make.source("one", public=True), make.source("two", public=True)
    with edit():
        draft = make.source("draft")
    with edit():
        two.title = "Second title"
        two.save()
    with edit():
        withdraw(record=one)
    with edit():
        draft.delete()


def told(answer: Any) -> list[tuple[int, str, str]]:
    return [(one["number"], one["key"], one["action"]) for one in answer["results"]]


def test_changes_stand_in_order_as_the_public_sees_them(ask: Ask, world: None) -> None:
    answer = ask("changes/")
    assert told(answer) == [(1, "two", "created"), (3, "two", "changed"), (4, "one", "removed")]
    assert answer["complete_to"] == 5
    assert answer["results"][0]["url"] == "/api/v1/sources/two/"
    assert answer["results"][2] == {
        "number": 4,
        "instant": answer["results"][2]["instant"],
        "collection": "sources",
        "key": "one",
        "action": "removed",
        "url": None,
    }


def test_those_who_see_drafts_are_told_everything(curator: Ask, world: None) -> None:
    assert told(curator("changes/")) == [
        (1, "one", "created"),
        (1, "two", "created"),
        (2, "draft", "created"),
        (3, "two", "changed"),
        (4, "one", "changed"),
        (5, "draft", "removed"),
    ]


def test_only_what_comes_after_is_told(ask: Ask, world: None) -> None:
    assert told(ask("changes/", after=1)) == [(3, "two", "changed"), (4, "one", "removed")]
    assert told(ask("changes/", after=4)) == []


def test_next_always_leads_on(ask: Ask, world: None) -> None:
    answer = ask("changes/", after=4, page_size=7)
    assert (answer["complete_to"], answer["next"]) == (5, "/api/v1/changes/?after=5&page_size=7")
    assert ask(answer["next"])["next"] == answer["next"]
    with edit():
        make.source("three", public=True)
    assert told(ask(answer["next"])) == [(6, "three", "created")]


def test_an_empty_catalogue_has_an_empty_feed(ask: Ask) -> None:
    assert ask("changes/") == {"complete_to": 0, "next": "/api/v1/changes/?after=0", "results": []}


def read(ask: Ask, address: str) -> list[Any]:
    """Read the feed page by page until nothing new comes."""
    pages = [ask(address)]
    while "cursor=" in pages[-1]["next"]:
        pages.append(ask(pages[-1]["next"]))
    return pages


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_page_may_end_inside_a_revision_and_loses_nothing(ask: Ask, db: None, size: int) -> None:
    with edit():
        make.source("first", public=True)
    with edit():
        for number in range(5):
            make.source(f"paper-{number}", public=True)
    with edit():
        make.source("last", public=True)
    pages = read(ask, f"changes/?page_size={size}")
    assert [one for page in pages for one in page["results"]] == ask("changes/")["results"]
    for page, following in pairwise(pages):
        begun = following["results"][0]["number"]
        assert page["complete_to"] == begun - 1
        assert told(ask("changes/", after=page["complete_to"]))[0][0] == begun
    assert pages[-1]["complete_to"] == 3


def test_numbers_between_that_are_hidden_are_complete_too(ask: Ask, db: None) -> None:
    with edit():
        make.source("one", public=True)
    for number in range(3):
        with edit():
            make.source(f"draft-{number}")
    with edit():
        make.source("two", public=True)
    first = ask("changes/", page_size=1)
    assert (told(first), first["complete_to"]) == ([(1, "one", "created")], 4)


def test_collections_are_chosen(ask: Ask, db: None) -> None:
    with edit():
        make.position(public=True)
    every = ask("changes/")["results"]
    some = ask("changes/", collection__in="positions,actors")
    assert {one["collection"] for one in some["results"]} == {"positions", "actors"}
    assert some["results"] == [one for one in every if one["collection"] in ("positions", "actors")]
    assert "collection__in=positions%2Cactors" in some["next"]
    pages = read(ask, "changes/?collection__in=positions,actors&page_size=1")
    assert [one for page in pages for one in page["results"]] == some["results"]


def test_what_is_public_again_is_created_again(ask: Ask, world: None) -> None:
    with edit():
        one = make.source("one")
        one.publication = "published"
        one.save()
    assert [row for row in told(ask("changes/")) if row[1] == "one"] == [
        (1, "one", "created"),
        (4, "one", "removed"),
        (6, "one", "created"),
    ]


def test_a_number_that_is_still_to_come_is_refused_with_the_newest(ask: Ask, world: None) -> None:
    problem = ask("changes/", expect=400, after=6)
    assert [(fault["parameter"], fault["code"]) for fault in problem["errors"]] == [("after", "too-large")]
    assert "The newest revision is 5" in problem["detail"]
    assert problem["errors"][0]["allowed"] == ["0..5"]


def test_a_wrong_number_is_refused_even_for_a_lenient_caller(ask: Ask, world: None) -> None:
    ask("changes/", expect=400, headers={"prefer": "handling=lenient"}, after=6)
    ask("changes/", expect=400, headers={"prefer": "handling=lenient"}, cursor="x")
    answer = ask("changes/", headers={"prefer": "handling=lenient"}, after=4, nonsense=1)
    assert [fault["parameter"] for fault in answer["ignored"]] == ["nonsense"]
    assert answer["next"] == "/api/v1/changes/?after=5"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"after": -1}, "after", "invalid"),
    ({"after": "x"}, "after", "invalid"),
    ({"after": "1.5"}, "after", "invalid"),
    ({"after": ""}, "after", "empty"),
    ({"after": "9" * 18}, "after", "too-large"),
    ({"after": "9" * 500}, "after", "invalid"),
    ({"page_size": 0}, "page_size", "invalid"),
    ({"page_size": 501}, "page_size", "invalid"),
    ({"cursor": "x"}, "cursor", "invalid"),
    ({"collection__in": "sorces"}, "collection__in", "unknown-word"),
    ({"collection__in": ","}, "collection__in", "unknown-word"),
    ({"count": "none"}, "count", "unknown-parameter"),
    ({"before": 1}, "before", "unknown-parameter"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), WRONG)
def test_each_wrong_question_is_refused(
    blamed: Ask, world: None, query: dict[str, Any], parameter: str, code: str
) -> None:
    assert (parameter, code) in blamed("changes/", **query)


def test_a_parameter_that_is_given_twice_is_refused(ask: Ask, world: None) -> None:
    problem = ask("/api/v1/changes/?after=1&after=2", expect=400)
    assert problem["errors"][0]["code"] == "repeated"


def test_a_cursor_belongs_to_its_question_and_its_caller(ask: Ask, curator: Ask, world: None) -> None:
    following = ask("changes/", page_size=1)["next"]
    assert "cursor=" in following
    for other in (following.replace("page_size=1", "page_size=1&after=1"), f"{following}&collection__in=sources"):
        assert ask(other, expect=400)["errors"][0]["code"] == "other-question"
    assert curator(following, expect=400)["errors"][0]["code"] == "other-question"


def test_a_cursor_that_somebody_else_made_is_refused(ask: Ask, world: None) -> None:
    following = ask("changes/", page_size=1)["next"]
    place, _, cursor = following.rpartition("=")
    ask(f"{place}={quote(cursor[:-1] + ('A' if cursor[-1] != 'A' else 'B'))}", expect=400)


def test_the_link_header_names_what_follows(client: Client, world: None) -> None:
    response = client.get("/api/v1/changes/")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'


def test_a_page_takes_three_statements(client: Client, world: None) -> None:
    for size in (1, 500):
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/api/v1/changes/?page_size={size}")
        assert len(statements) == 3  # the version of the catalogue, the newest number, the page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_wrong_method_is_a_problem(client: Client, world: None, method: str) -> None:
    response = getattr(client, method)("/api/v1/changes/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_head_answers_as_get_without_a_body(client: Client, world: None) -> None:
    head = client.head("/api/v1/changes/")
    assert (head.status_code, head.content) == (200, b"")


def test_what_curators_get_is_kept_by_no_cache(curator: Ask, client: Client, world: None) -> None:
    client.force_login(make.user("ben", permissions=["accounts.see_drafts"]))
    assert client.get("/api/v1/changes/")["Cache-Control"] == "private, no-store"


def test_the_front_door_names_revisions_and_changes(ask: Ask) -> None:
    door = ask("")
    assert ask(door["changes"])["results"] == []
    assert walk(ask, door["revisions"])[0]["results"] == []
