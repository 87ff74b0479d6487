"""The revisions of one record: what changed, when and why, as far as the caller may see."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from options.models import Measure
from policyhub.records.publication import withdraw
from policyhub.records.revisions import proposal
from policyhub.sources.models import Source
from tests import builders as make
from tests.feed.conftest import Ask, edit, walk

ADDRESS = "sources/paper/revisions/"


@pytest.fixture
def paper(db: None) -> Source:
    """Return a public source with three revisions."""
    with edit("First.", by=make.user("ada")):
        paper = make.source("paper", public=True)
    for number, title in enumerate(["Second title", "Third title"], 2):
        with edit(f"Reason {number}."):
            paper.title = title
            paper.save()
    return paper


def test_revisions_stand_newest_first_with_what_changed(ask: Ask, paper: Source) -> None:
    answer = ask(ADDRESS)
    assert answer["count"] == 3
    assert [(one["number"], one["action"]) for one in answer["results"]] == [
        (3, "changed"),
        (2, "changed"),
        (1, "created"),
    ]
    newest, _, first = answer["results"]
    assert newest["reason"] == "Reason 3."
    assert newest["instant"] > first["instant"]
    assert newest["url"] == "/api/v1/revisions/3/"
    assert [(one["field"], one["before"], one["after"]) for one in newest["changes"]] == [
        ("title", "Second title", "Third title")
    ]
    assert {one["field"] for one in first["changes"]} >= {"slug", "title", "publisher", "publication"}
    assert {one["before"] for one in first["changes"]} == {None}


def test_the_newest_instant_is_that_of_the_record(ask: Ask, paper: Source) -> None:
    assert ask(ADDRESS)["results"][0]["instant"] == ask("sources/paper/")["updated_at"]


def test_people_are_told_to_curators_alone(ask: Ask, curator: Ask, paper: Source) -> None:
    people = {"authors", "approver", "origin", "emergency", "comment"}
    assert all(not people & set(one) for one in ask(ADDRESS)["results"])
    first = curator(ADDRESS)["results"][-1]
    assert {name: first[name] for name in people} == {
        "authors": ["ada"],
        "approver": None,
        "origin": "command",
        "emergency": None,
        "comment": None,
    }


def test_what_was_said_before_a_record_was_public_is_told_to_curators_alone(ask: Ask, curator: Ask, db: None) -> None:
    with edit("Canary reason"):
        paper = make.source("paper", title="Canary title", note="Canary note")
    with edit("Canary second"):
        paper.title = "Canary again"
        paper.save()
    ask(ADDRESS, expect=404)
    assert [one["action"] for one in curator(ADDRESS)["results"]] == ["changed", "created"]
    with edit("Now."):
        paper.title, paper.note, paper.publication = "Open", "", "published"
        paper.save()
    (only,) = ask(ADDRESS)["results"]
    assert (only["action"], only["reason"]) == ("created", "Now.")
    assert {one["before"] for one in only["changes"]} == {None}
    assert "anary" not in str(ask(ADDRESS))
    assert len(curator(ADDRESS)["results"]) == 3


def test_a_withdrawn_record_has_no_history_for_the_public(ask: Ask, curator: Ask, paper: Source) -> None:
    missing = ask("sources/none/revisions/", expect=404)
    with edit("Canary."):
        withdraw(record=paper)
    gone = ask(ADDRESS, expect=404)
    assert {**gone, "instance": "", "request_id": ""} == {**missing, "instance": "", "request_id": ""}
    assert [one["action"] for one in curator(ADDRESS)["results"]] == ["changed", "changed", "changed", "created"]


def test_it_answers_as_a_missing_record_does(ask: Ask, paper: Source) -> None:
    record, history = ask("sources/none/", expect=404), ask("sources/none/revisions/", expect=404)
    assert record["detail"] == history["detail"]
    assert record["title"] == history["title"]


def test_a_time_between_two_public_ones_is_not_told(ask: Ask, paper: Source) -> None:
    with edit("Withdrawn."):
        withdraw(record=paper)
    with edit("Canary between."):
        paper.refresh_from_db()
        paper.title = "Canary title"
        paper.save()
    with edit("Again."):
        paper.title, paper.publication = "Fourth title", "published"
        paper.save()
    results = ask(ADDRESS)["results"]
    assert [(one["number"], one["action"]) for one in results] == [
        (6, "created"),
        (3, "changed"),
        (2, "changed"),
        (1, "created"),
    ]
    assert "anary" not in str(results)


def test_a_deleted_draft_keeps_its_history_for_curators(ask: Ask, curator: Ask, db: None) -> None:
    with edit():
        paper = make.source("paper")
    with edit("Not needed."):
        paper.delete()
    ask(ADDRESS, expect=404)
    removed, created = curator(ADDRESS)["results"]
    assert (removed["action"], created["action"]) == ("removed", "created")
    assert {one["after"] for one in removed["changes"]} == {None}


def test_a_proposal_is_in_no_history(ask: Ask, curator: Ask, paper: Source) -> None:
    with proposal(by=make.user("bob"), reason="Canary reason"):
        paper.title = "Canary title"
        paper.save()
    for one in (ask, curator):
        assert "anary" not in str(one(ADDRESS))
        assert one(ADDRESS)["count"] == 3


def test_a_reason_is_told_where_all_it_speaks_of_is_public(ask: Ask, curator: Ask, paper: Source) -> None:
    with edit("Canary: both"):
        make.source("hidden", title="Canary")
        paper.title = "Fourth title"
        paper.save()
    assert ask(ADDRESS)["results"][0]["reason"] is None
    assert curator(ADDRESS)["results"][0]["reason"] == "Canary: both"


def test_a_reason_is_told_no_longer_when_what_it_speaks_of_is_withdrawn(ask: Ask, db: None) -> None:
    with edit("Both."):
        make.source("paper", public=True)
        other = make.source("other", public=True)
    assert ask(ADDRESS)["results"][0]["reason"] == "Both."
    with edit("Gone."):
        withdraw(record=other)
    assert ask(ADDRESS)["results"][0]["reason"] is None


def test_what_a_state_refers_to_is_shown_where_that_is_public_now(ask: Ask, curator: Ask, db: None) -> None:
    with edit():
        source, other = make.source("open", public=True), make.source("canary-source", public=True)
        measure = make.measure("mnfu", public=True)
        canada = make.actor("CAN", name="Canada", public=True)
    with edit():
        measure.citations.create(source=other, quote="Canary quote")
        measure.addressees.add(canada)
        measure.save()
    address = "measures/mnfu/revisions/"
    assert "Canary quote" in str(ask(address))
    assert "CAN" in str(ask(address)["results"][0])
    Source.objects.filter(pk=other.pk).update(publication="withdrawn")
    type(canada).objects.filter(pk=canada.pk).update(publication="withdrawn")
    told = ask(address)
    assert "anary" not in str(told) and "CAN" not in str(told)
    assert source.publication == "published"
    assert "Canary quote" in str(curator(address))


def test_pages_hold_every_revision_once_both_ways(ask: Ask, paper: Source) -> None:
    pages = walk(ask, f"{ADDRESS}?page_size=2")
    assert [[one["number"] for one in page["results"]] for page in pages] == [[3, 2], [1]]
    assert ask(pages[1]["previous"])["results"] == pages[0]["results"]


def test_the_number_of_statements_does_not_grow(client: Client, paper: Source) -> None:
    counts = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/api/v1/{ADDRESS}?page_size={size}")
        counts.append(len(statements))
    # the version of the catalogue, the page, its count, the newest revision, how much of each is seen
    assert counts == [5, 5]


def test_every_collection_has_its_history(ask: Ask, db: None) -> None:
    with edit():
        make.position(public=True)
        make.statement(public=True)
    for model, address in ((Measure, "measures"), (Source, "sources")):
        for record in model.objects.published():
            assert ask(f"{address}/{record.key}/revisions/")["count"] == 1
    assert ask("actors/FRA/revisions/")["results"][0]["changes"][0] == {
        "field": "code",
        "label": "Code",
        "type": "value",
        "before": None,
        "after": "FRA",
    }


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"page_size": 0}, "page_size", "invalid"),
    ({"page_size": 501}, "page_size", "invalid"),
    ({"cursor": "x"}, "cursor", "invalid"),
    ({"count": "perhaps"}, "count", "unknown-word"),
    ({"ordering": "number"}, "ordering", "unknown-parameter"),
    ({"after": 1}, "after", "unknown-parameter"),
    ({"page_size": ""}, "page_size", "empty"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), WRONG)
def test_each_wrong_question_is_refused(
    blamed: Ask, paper: Source, query: dict[str, Any], parameter: str, code: str
) -> None:
    assert (parameter, code) in blamed(ADDRESS, **query)


def test_a_cursor_belongs_to_its_record(ask: Ask, client: Client, paper: Source) -> None:
    with edit():
        make.source("other", public=True)
    following = ask(ADDRESS, page_size=1)["next"]
    answer = client.get(following.replace("/paper/", "/other/"))
    assert answer.json()["errors"][0]["code"] == "other-question"


def test_a_lenient_caller_is_told_what_was_left_out(ask: Ask, paper: Source) -> None:
    answer = ask(ADDRESS, headers={"prefer": "handling=lenient"}, page_size=0, nonsense=1)
    assert len(answer["results"]) == 3
    assert {fault["parameter"] for fault in answer["ignored"]} == {"page_size", "nonsense"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_wrong_method_is_a_problem(client: Client, paper: Source, method: str) -> None:
    response = getattr(client, method)(f"/api/v1/{ADDRESS}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
