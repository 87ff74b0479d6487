"""What somebody has already is not sent again, what is kept is told to the public alone, and work is not done twice."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.permissions import AllowAny

from policyhub.api import conditional, parameters, plans
from policyhub.api.conditional import Body, Conditional
from policyhub.api.kept import Kept
from policyhub.catalogue import COLLECTIONS
from policyhub.records.publication import publish
from policyhub.records.revisions import revision
from tests import builders as make
from tests.openapi import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("revised_only")]

LISTS = [f"/api/v1/{name}/" for name, _ in COLLECTIONS]
ONE = "/api/v1/measures/mnfu/"
SEARCH = "/api/v1/search/?q=force"
ADDRESSES = [*LISTS, ONE, SEARCH, "/api/v1/changes/", "/api/v1/revisions/", "/api/v1/measures/mnfu/revisions/"]
CANARY = "Canary-7f3a"


@pytest.fixture(autouse=True)
def world() -> Any:
    """Make a small catalogue in revisions."""
    with revision(reason="Read from the declaration."):
        make.source(public=True)
        measure = make.measure("mnfu", title="Multinational Force", summary="Forces far from the line. " * 40)
        publish(record=measure.category)
        publish(record=measure)
    return measure


@pytest.fixture
def kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept[Body]]:
    """Switch on what keeps finished bodies, for one test."""
    settings.BODY_CACHE_BYTES = 1_000_000
    monkeypatch.setattr(conditional, "BODIES", Kept(lambda: settings.BODY_CACHE_BYTES))
    yield conditional.BODIES


def say(measure: Any, title: str) -> None:
    """Change a title by a revision."""
    with revision(reason="Says it better."):
        measure.title = title
        measure.save()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_one_has_is_not_sent_again_until_something_changes(
    client: Client, world: Any, address: str
) -> None:
    first = client.get(address)
    assert first.status_code == 200
    tag = first["ETag"]
    assert tag.startswith('"') and tag.endswith('"')
    for method in (client.get, client.head):
        again = method(address, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert again["Cache-Control"] == first["Cache-Control"]
        assert {*again["Vary"].split(", ")} == {*first["Vary"].split(", ")}
    say(world, "Another title")
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_worked_out_for_it(client: Client, address: str) -> None:
    tag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert [query["sql"] for query in asked] == ["SELECT number, instant FROM records_numbering WHERE id = 1"]


def test_the_validator_of_a_record_begins_with_the_number_of_its_own_revision(client: Client, world: Any) -> None:
    assert client.get(ONE)["ETag"].startswith('"r1.')
    with revision(reason="Of something else."):
        make.category("cyber")
    assert client.get(ONE)["ETag"].startswith('"r1.')
    say(world, "Another title")
    assert client.get(ONE)["ETag"].startswith('"r3.')
    assert client.get(ONE, {"known_at": "revision:1"})["ETag"].startswith('"r1.')


def test_whatever_decides_an_answer_decides_its_validator(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"fields": "title"}, {}),
        ({"as_of": "2025-03-02"}, {}),
        ({"known_at": "revision:1"}, {}),
        ({}, {"Prefer": "handling=lenient"}),
        ({}, {"Accept-Encoding": "gzip"}),
        ({}, {"Accept-Encoding": "br"}),
    ]
    tags = [client.get(ONE, query, headers=headers)["ETag"] for query, headers in asked]
    client.force_login(make.user("somebody"))
    tags.append(client.get(ONE)["ETag"])
    client.force_login(make.user("reader", roles=["reader"]))
    tags.append(client.get(ONE)["ETag"])
    client.logout()
    monkeypatch.setattr(parameters, "today", lambda: make.DAY)
    tags.append(client.get(ONE)["ETag"])
    assert len(set(tags)) == len(tags)
    for tag in tags[1:-1]:
        assert client.get(ONE, headers={"If-None-Match": tag}).status_code == 200


def test_an_error_has_no_validator(client: Client) -> None:
    for address in ("/api/v1/measures/none/", "/api/v1/measures/?colour=red"):
        response = client.get(address, headers={"If-None-Match": "*"})
        assert response.status_code in (400, 404)
        assert "ETag" not in response


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_an_answer_is_sent_in_the_coding_that_its_validator_names(client: Client, coding: str) -> None:
    plain, coded = client.get(ONE), client.get(ONE, headers={"Accept-Encoding": coding})
    assert coded["Content-Encoding"] == coding
    assert coded["ETag"].endswith(f'-{coding}"')
    assert body_of(coded) == plain.content != coded.content
    assert "Content-Encoding" not in plain
    both = client.get(ONE, headers={"If-None-Match": coded["ETag"], "Accept-Encoding": coding})
    assert both.status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_body_is_the_same_answer_for_no_work(client: Client, kept: Kept[Body], address: str) -> None:
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        second = client.get(address)
    assert len(asked) == 1
    assert second.content == first.content
    for name in {*first.headers} - {"X-Request-ID", "Vary"}:
        assert second[name] == first[name]
    assert {*second["Vary"].split(", ")} == {*first["Vary"].split(", ")}
    assert body_of(client.get(address, headers={"Accept-Encoding": "br"})) == first.content


def test_a_change_is_seen_at_once(client: Client, world: Any, kept: Kept[Body]) -> None:
    assert client.get(ONE).json()["title"] == "Multinational Force"
    say(world, "Another title")
    assert client.get(ONE).json()["title"] == "Another title"


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_one_person_is_told_is_told_to_nobody_else(client: Client, kept: Kept[Body], address: str) -> None:
    with revision(reason=CANARY):
        make.measure("hidden", title=CANARY)
    reader = Client()
    reader.force_login(make.user("reader", roles=["reader"]))
    private = reader.get(address)
    assert private["Cache-Control"] == "private, no-store"
    for headers in ({}, {"If-None-Match": private.get("ETag", '"none"')}):
        public = client.get(address, headers=headers)
        assert public.status_code == 200
        assert CANARY.encode() not in public.content
    again = reader.get(address)
    assert again.content == private.content
    assert "Content-Encoding" not in reader.get(address, headers={"Accept-Encoding": "gzip"})


def test_a_cookie_that_leads_to_nobody_is_answered_as_the_public_and_kept_by_none(
    client: Client, kept: Kept[Body]
) -> None:
    client.cookies["sessionid"] = "not-a-session"
    assert client.get(ONE).status_code == 200
    assert len(kept.things) == 0


CHARSETS = ["iso-8859-1", "utf-7", "no-such"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_nobody_says_for_others_how_a_query_string_is_read(client: Client, kept: Kept[Body], charset: str) -> None:
    say(make.measure("mnfu"), "Café")
    address, odd = "/api/v1/measures/?q=caf%C3%A9", {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    assert client.get(address, **odd).json()["count"] == 1
    assert client.get(address).json()["count"] == 1


def test_an_answer_of_yesterday_is_no_answer_of_today(
    client: Client, kept: Kept[Body], monkeypatch: pytest.MonkeyPatch
) -> None:
    evening, found = make.DAY, plans.ListPlan.found
    days = [evening]
    clock = SimpleNamespace(now=lambda: datetime.combine(days[-1], time(23, 59), UTC))
    monkeypatch.setattr(parameters, "timezone", clock)

    def over_midnight(plan: Any) -> Any:
        days.append(evening + timedelta(days=1))
        return found(plan)

    monkeypatch.setattr(plans.ListPlan, "found", over_midnight)
    late = client.get("/api/v1/measures/")
    early = client.get("/api/v1/measures/")
    assert late["ETag"] != early["ETag"]


def test_what_is_asked_for_is_not_json_whatever_is_kept(client: Client, kept: Kept[Body]) -> None:
    assert client.get(ONE).status_code == 200
    assert client.get(ONE, headers={"Accept": "text/html"}).status_code == 406


def test_no_more_is_kept_than_there_is_room_for(client: Client, settings: Any, kept: Kept[Body]) -> None:
    settings.BODY_CACHE_BYTES = 5_000
    for number in range(20):
        client.get(ONE, {"fields": "title", "as_of": f"2025-03-{number + 1:02}"})
    assert 0 < len(kept.things) <= 4
    assert kept.things.currsize <= 5_000


def test_what_takes_part_is_open_to_everybody() -> None:
    waiting, found = [Conditional], []
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    views: list[Any] = found[1:]
    assert len(views) > len(COLLECTIONS)
    assert all(view.permission_classes == [AllowAny] for view in views)


@pytest.mark.parametrize("address", [*LISTS, ONE])
def test_data_are_asked_for_by_one_statement(client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, {"as_of": "2025-03-02"}).status_code == 200
    assert len(asked) == (2 if address == ONE else 3)  # the version, the count, the page
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, {} if address == ONE else {"count": "none"})
    assert len(asked) == 2
    assert json.loads(answer.content)
