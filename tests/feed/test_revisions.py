"""The revisions of the whole catalogue: each with the records that the caller sees in it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policyhub.feed import viewsets
from policyhub.records.publication import withdraw
from policyhub.records.revisions import proposal
from tests import builders as make
from tests.feed.conftest import Ask, edit, walk


@pytest.fixture
def world(db: None) -> None:
    """Hold a revision that is public, one that is not, one of both, and one that withdraws."""
    with edit("All public.", by=make.user("lovelace")):
        make.source("one", public=True)
        two = make.source("two", public=True)
    with edit("Canary reason"):
        make.source("canary-draft", title="Canary title")
    with edit("Canary, too"):
        make.source("canary-other", title="Canary title")
        two.title = "Second title"
        two.save()
    with edit("Canary, at last"):
        withdraw(record=make.source("one"))


def test_revisions_stand_newest_first_and_only_where_the_caller_sees_any_of_them(
    ask: Ask, curator: Ask, world: None
) -> None:
    assert [one["number"] for one in ask("revisions/")["results"]] == [3, 1]
    assert ask("revisions/")["count"] == 2
    assert [one["number"] for one in curator("revisions/")["results"]] == [4, 3, 2, 1]


def test_records_are_counted_as_the_caller_sees_them(ask: Ask, curator: Ask, world: None) -> None:
    def counts(one: Any) -> tuple[int, ...]:
        return one["created"], one["changed"], one["removed"], one["records_total"]

    assert [counts(one) for one in ask("revisions/")["results"]] == [(0, 1, 0, 1), (1, 0, 0, 1)]
    assert [counts(one) for one in curator("revisions/")["results"]] == [
        (0, 1, 0, 1),
        (1, 1, 0, 2),
        (1, 0, 0, 1),
        (2, 0, 0, 2),
    ]


def test_records_stand_with_what_changed_in_them(ask: Ask, world: None) -> None:
    newest = ask("revisions/")["results"][0]
    assert newest["records"] == [
        {
            "collection": "sources",
            "key": "two",
            "action": "changed",
            "url": "/api/v1/sources/two/",
            "changes": [
                {"field": "title", "label": "Title", "type": "value", "before": "Two", "after": "Second title"}
            ],
        }
    ]
    assert newest["url"] == "/api/v1/revisions/3/"


def test_a_reason_is_told_where_every_record_of_the_revision_is_public(ask: Ask, curator: Ask, world: None) -> None:
    assert [one["reason"] for one in ask("revisions/")["results"]] == [None, None]  # `one` was withdrawn
    with edit("Once more."):
        one = make.source("one")
        one.publication = "published"
        one.save()
    assert [one["reason"] for one in ask("revisions/")["results"]] == ["Once more.", None, "All public."]
    assert {one["reason"] for one in curator("revisions/")["results"]} >= {"Canary reason", "Canary, at last"}


def test_nothing_hidden_is_in_any_byte(ask: Ask, client: Client, world: None) -> None:
    with proposal(by=make.user("bob"), reason="Canary proposal"):
        two = make.source("two")
        two.title = "Canary title"
        two.save()
    for address in ("revisions/", "revisions/1/", "revisions/3/", "changes/", "sources/two/revisions/"):
        assert b"anary" not in client.get(f"/api/v1/{address}").content
    assert b"anary" not in client.get("/changes.atom").content
    assert b"lovelace" not in client.get("/api/v1/revisions/").content


def test_one_revision_is_read_with_all_its_records(ask: Ask, curator: Ask, world: None) -> None:
    one, whole = ask("revisions/1/"), curator("revisions/1/")
    assert (one["number"], one["records_total"], [row["key"] for row in one["records"]]) == (1, 1, ["two"])
    assert (one["next"], one["previous"]) == (None, None)
    assert [row["key"] for row in whole["records"]] == ["one", "two"]
    assert whole["authors"] == ["lovelace"]
    assert "authors" not in one


def test_a_revision_of_nothing_that_the_caller_sees_is_not_there(ask: Ask, curator: Ask, world: None) -> None:
    hidden, missing = ask("revisions/2/", expect=404), ask("revisions/99/", expect=404)
    assert {**hidden, "instance": "", "request_id": ""} == {**missing, "instance": "", "request_id": ""}
    ask("revisions/4/", expect=404)
    assert curator("revisions/4/")["records"][0]["key"] == "one"


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 18, "9" * 30, "%00"])
def test_a_number_that_there_is_not_is_not_found(ask: Ask, world: None, number: str) -> None:
    ask(f"revisions/{number}/", expect=404)


def test_records_of_one_revision_are_paged(ask: Ask, db: None) -> None:
    with edit("Many."):
        for number in range(5):
            make.source(f"paper-{number}", public=True)
        make.actor(public=True)
    pages = walk(ask, "revisions/1/?page_size=4")
    keys = [[row["key"] for row in page["records"]] for page in pages]
    assert keys == [["FRA", "paper-0", "paper-1", "paper-2"], ["paper-3", "paper-4"]]
    assert {page["records_total"] for page in pages} == {6}
    assert ask(pages[1]["previous"])["records"] == pages[0]["records"]


def test_a_long_revision_is_cut_in_the_list_and_says_so(ask: Ask, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with edit():
        for number in range(5):
            make.source(f"paper-{number}", public=True)
    with edit():
        make.source("last", public=True)
    monkeypatch.setattr(viewsets, "FIRST_RECORDS", 3)
    newest, long = ask("revisions/")["results"]
    assert (long["records_total"], [row["key"] for row in long["records"]]) == (5, ["paper-0", "paper-1", "paper-2"])
    assert (newest["records_total"], len(newest["records"])) == (1, 1)


def test_pages_hold_every_revision_once_both_ways(ask: Ask, curator: Ask, world: None) -> None:
    pages = walk(curator, "revisions/?page_size=3")
    assert [[one["number"] for one in page["results"]] for page in pages] == [[4, 3, 2], [1]]
    assert curator(pages[1]["previous"])["results"] == pages[0]["results"]


def test_the_number_of_statements_does_not_grow(client: Client, world: None) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(address)
        return len(statements)

    for size in (1, 2):
        with edit():
            make.source(f"more-{size}", public=True)  # so that nothing is counted already
        # the version of the catalogue, the page, its count, the newest revision, how much of each is seen, records
        assert count(f"/api/v1/revisions/?page_size={size}") == 6
    # the version of the catalogue, the revision, its records, the newest revision
    assert count("/api/v1/revisions/3/") == 5
    assert count("/api/v1/revisions/3/") == 4


def test_what_was_counted_is_counted_anew_after_the_next_revision(ask: Ask, db: None) -> None:
    with edit("Both."):
        one, _ = make.source("one", public=True), make.source("two", public=True)
    assert (ask("revisions/1/")["records_total"], ask("revisions/1/")["reason"]) == (2, "Both.")
    with edit():
        withdraw(record=one)
    assert (ask("revisions/1/")["records_total"], ask("revisions/1/")["reason"]) == (1, None)


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("revisions/", {"page_size": 51}, "page_size", "invalid"),
    ("revisions/", {"page_size": "x"}, "page_size", "invalid"),
    ("revisions/", {"cursor": "x"}, "cursor", "invalid"),
    ("revisions/", {"count": "x"}, "count", "unknown-word"),
    ("revisions/", {"after": "1"}, "after", "unknown-parameter"),
    ("revisions/1/", {"page_size": 501}, "page_size", "invalid"),
    ("revisions/1/", {"count": "none"}, "count", "unknown-parameter"),
    ("revisions/1/", {"cursor": "x"}, "cursor", "invalid"),
]


@pytest.mark.parametrize(("address", "query", "parameter", "code"), WRONG)
def test_each_wrong_question_is_refused(
    blamed: Ask, world: None, address: str, query: dict[str, Any], parameter: str, code: str
) -> None:
    assert (parameter, code) in blamed(address, **query)


def test_a_cursor_belongs_to_its_revision(ask: Ask, client: Client, db: None) -> None:
    for _ in range(2):
        with edit():
            make.source(f"a-{_}", public=True), make.source(f"b-{_}", public=True)
    following = ask("revisions/1/", page_size=1)["next"]
    answer = client.get(following.replace("/1/", "/2/"))
    assert answer.json()["errors"][0]["code"] == "other-question"


@pytest.mark.parametrize("address", ["revisions/", "revisions/1/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_wrong_method_is_a_problem(client: Client, world: None, address: str, method: str) -> None:
    response = getattr(client, method)(f"/api/v1/{address}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
