"""`known_at` asks what the catalogue said at a moment."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor
from options.models import Measure, Position
from policyhub.catalogue import COLLECTIONS
from policyhub.records import snapshots
from policyhub.records.models import Revision
from policyhub.records.publication import withdraw
from tests import builders as make
from tests.clock.conftest import Ask, at, revise

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> list[Revision]:
    """Make a measure, a position on it, another title, another stance; return the four revisions."""

    def retitle() -> None:
        measure = Measure.objects.get(slug="mnfu")
        measure.title = "Another title"
        measure.save()

    def turn() -> None:
        position = Position.objects.get()
        position.stance = "opposes"
        position.save()

    return [
        revise(lambda: make.measure("mnfu", status="agreed", title="A title", public=True)),
        revise(lambda: make.position(make.actor(public=True), Measure.objects.get(slug="mnfu"), public=True)),
        revise(retitle),
        revise(turn),
    ]


def test_a_record_is_told_as_it_was(story: list[Revision], ask: Ask) -> None:
    titles = [ask("measures/mnfu/", known_at=at(one))["title"] for one in story]
    assert titles == ["A title", "A title", "Another title", "Another title"]
    assert ask("measures/mnfu/")["title"] == "Another title"


def test_what_is_derived_is_told_as_it_was(story: list[Revision], ask: Ask) -> None:
    told = [ask("measures/mnfu/", known_at=at(one)) for one in story]
    assert [one["backers"] for one in told] == [0, 1, 1, 0]
    assert [one["opposed_by"] for one in told] == [[], [], [], ["FRA"]]


def test_lists_counts_filters_facets_and_opened_lists_are_told_as_they_were(story: list[Revision], ask: Ask) -> None:
    query = {"facets": "backed_by", "expand": "positions", "backed_by": "FRA"}
    then = ask("measures/", known_at=at(story[2]), **query)
    assert then["count"] == 1
    assert then["facets"] == {"backed_by": [{"value": "FRA", "count": 1}]}
    assert [one["stance"] for one in then["results"][0]["positions"]] == ["supports"]
    assert ask("measures/", **query)["count"] == 0
    assert ask("positions/", known_at=at(story[0]))["count"] == 0


def test_search_finds_what_was_said_then(story: list[Revision], ask: Ask) -> None:
    assert ask("search/", q="another")["count"] == 1
    assert ask("search/", q="another", known_at=at(story[1]))["count"] == 0
    assert ask("search/", q="A title", known_at=at(story[1]))["results"][0]["title"] == "A title"


def test_a_key_that_was_not_there_yet_is_unknown(story: list[Revision], ask: Ask) -> None:
    assert ask("positions/", actor="FRA", known_at=at(story[1]))["count"] == 1
    assert ask("positions/", 400, actor="FRA", known_at=at(story[0]))["errors"][0]["code"] == "unknown-key"
    ask("actors/FRA/", 404, known_at=at(story[0]))


def test_an_instant_leads_to_the_newest_revision_by_then(story: list[Revision], ask: Ask) -> None:
    one, two = story[2].instant, story[3].instant
    assert one and two
    assert ask("positions/", known_at=one.isoformat())["results"][0]["stance"] == "supports"
    before = (two - datetime.timedelta(microseconds=1)).isoformat()
    assert ask("positions/", known_at=before)["results"][0]["stance"] == "supports"
    assert ask("positions/", known_at=two.isoformat())["results"][0]["stance"] == "opposes"
    utc = two.astimezone(datetime.timezone(datetime.timedelta(hours=2))).isoformat()
    assert ask("positions/", known_at=utc)["results"][0]["stance"] == "opposes"


def test_updated_at_is_that_of_the_newest_revision_by_then(story: list[Revision], ask: Ask) -> None:
    for index, one in ((0, story[0]), (2, story[2]), (3, story[2])):
        assert one.instant is not None
        told = ask("measures/mnfu/", known_at=at(story[index]))["updated_at"]
        assert told == one.instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_alone_its_today_is_the_day_of_the_moment(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    end = now.date() + datetime.timedelta(days=10)
    first = revise(lambda: make.position(public=True, until=end))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + datetime.timedelta(days=20))
    assert ask("measures/mnfu/")["backers"] == 0
    assert ask("measures/mnfu/", known_at=at(first))["backers"] == 1
    assert ask("measures/mnfu/", known_at=(now + datetime.timedelta(days=5)).isoformat())["backers"] == 1
    assert ask("measures/mnfu/", known_at=(now + datetime.timedelta(days=15)).isoformat())["backers"] == 0


def test_both_clocks_together_ask_of_a_day_what_was_known_at_a_moment(ask: Ask) -> None:
    first = revise(lambda: make.position(stance="supports", public=True))
    position = Position.objects.get()
    position.stance = "opposes"
    revise(position.save)
    query = {"as_of": "2025-03-15", "fields": "stance"}
    assert ask("positions/", known_at=at(first), **query)["results"][0]["stance"] == "supports"
    assert ask("positions/", **query)["results"][0]["stance"] == "opposes"
    assert ask("positions/", known_at=at(first), as_of="2025-03-01")["count"] == 0


def test_pages_of_a_past_list_hold_together(ask: Ask, client: Client) -> None:
    first = revise(lambda: [make.measure(f"m-{number}", public=True) for number in range(5)])
    revise(lambda: make.measure("m-0-later", public=True))
    answer = ask("measures/", known_at=at(first), page_size=2)
    found = [one["slug"] for one in answer["results"]]
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        found += [one["slug"] for one in answer["results"]]
    assert found == [f"m-{number}" for number in range(5)]


def test_a_cursor_is_bound_to_its_moment(ask: Ask, story: list[Revision], client: Client) -> None:
    revise(lambda: make.measure("other", public=True))
    cursor = ask("measures/", page_size=1)["next"].partition("cursor=")[2]
    assert ask("measures/", 400, known_at=at(story[0]), cursor=cursor)["errors"][0]["code"] == "invalid"
    following = ask("measures/", page_size=1)["next"]
    problem = client.get(f"{following}&known_at={at(story[0])}").json()
    assert [(one["parameter"], one["code"]) for one in problem["errors"]] == [("cursor", "other-question")]


@pytest.mark.parametrize("address", [*(f"{name}/" for name, _ in COLLECTIONS), "search/?q=title"])
def test_every_list_takes_it_and_says_its_number(client: Client, story: list[Revision], address: str) -> None:
    sign = "&" if "?" in address else "?"
    then = client.get(f"/api/v1/{address}{sign}known_at={at(story[1])}")
    assert (then.status_code, then["X-Catalogue-Version"]) == (200, str(story[1].number))
    assert client.get(f"/api/v1/{address}")["X-Catalogue-Version"] == str(story[3].number)


@pytest.mark.parametrize(
    "address", ["measures/nothing/", "nothing/", "measures/?nothing=1", "vocabularies/stance/", ""]
)
def test_every_answer_says_its_number(client: Client, story: list[Revision], address: str) -> None:
    assert client.get(f"/api/v1/{address}")["X-Catalogue-Version"] == str(story[3].number)


def test_an_empty_catalogue_has_number_0(client: Client) -> None:
    assert client.get("/api/v1/measures/")["X-Catalogue-Version"] == "0"


# --- Bad input --------------------------------------------------------------------------------


WRONG = {
    "a bare day": ("2026-01-01", "invalid"),
    "no zone": ("2026-01-01T10:00:00", "invalid"),
    "no such day": ("2026-02-30T10:00:00Z", "invalid"),
    "no such hour": ("2026-02-03T25:00:00Z", "invalid"),
    "a plus sign that became a blank": ("2026-01-01T10:00:00 02:00", "invalid"),
    "beyond the calendar": ("9999-12-31T23:59:59-10:00", "invalid"),
    "words": ("yesterday", "invalid"),
    "an unknown word": ("version:1", "invalid"),
    "no number": ("revision:x", "invalid"),
    "a sign": ("revision:-1", "invalid"),
    "no digits": ("revision:", "invalid"),
    "other digits": ("revision:\u0661", "invalid"),
    "endless digits": ("revision:" + "9" * 40, "invalid"),
    "an unknown revision": ("revision:999", "unknown-revision"),
    "revision 0": ("revision:0", "unknown-revision"),
    "an unknown release": ("release:2026.01.1", "unknown-release"),
    "before the first": ("2001-01-01T00:00:00Z", "before-the-first"),
    "the beginning of the calendar": ("0001-01-01T00:00:00+14:00", "invalid"),
    "the future": ("2199-01-01T00:00:00Z", "in-the-future"),
    "a null byte": ("revision:1\0", "unreadable"),
    "nothing": (" ", "empty"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("address", ["measures/", "measures/mnfu/", "search/?q=title"])
def test_a_wrong_moment_is_refused_by_name(story: list[Revision], client: Client, what: str, address: str) -> None:
    text, code = WRONG[what]
    path, _, query = address.partition("?")
    response = client.get(f"/api/v1/{path}", {"known_at": text, **({"q": "title"} if query else {})})
    assert response.status_code == 400
    assert [(one["parameter"], one["code"]) for one in response.json()["errors"]] == [("known_at", code)]


def test_a_bare_day_is_told_where_it_belongs(story: list[Revision], ask: Ask) -> None:
    assert "`as_of`" in ask("measures/", 400, known_at="2026-01-01")["detail"]


def test_a_moment_given_twice_is_refused(story: list[Revision], client: Client) -> None:
    problem = client.get("/api/v1/measures/?known_at=revision:1&known_at=revision:2").json()
    assert [(one["parameter"], one["code"]) for one in problem["errors"]] == [("known_at", "repeated")]


def test_a_wrong_moment_is_told_beside_what_else_is_wrong(story: list[Revision], ask: Ask) -> None:
    problem = ask("measures/", 400, known_at="x", title="x", as_of="y")
    assert {one["parameter"] for one in problem["errors"]} == {"known_at", "title", "as_of"}


def test_before_any_revision_there_is_no_past(ask: Ask) -> None:
    now = timezone.now().isoformat()
    assert ask("measures/", 400, known_at=now)["errors"][0]["code"] == "before-the-first"


def test_a_lenient_caller_is_not_led_to_the_present(story: list[Revision], client: Client) -> None:
    answer = client.get("/api/v1/measures/?known_at=x", headers={"Prefer": "handling=lenient"})
    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == ["known_at"]


def test_a_wrong_moment_makes_no_snapshot(story: list[Revision], ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*args: Any, **more: Any) -> None:
        raise AssertionError("a snapshot was made")

    monkeypatch.setattr(snapshots, "snapshot", made)
    for text, _ in WRONG.values():
        ask("measures/", 400, known_at=text)


# --- Releases ---------------------------------------------------------------------------------


def numbers(name: str) -> int | None:
    return {"2026.01.1": 1}.get(name)


def test_a_release_is_the_number_it_was_made_at(story: list[Revision], ask: Ask, settings: Any) -> None:
    settings.RELEASE_NUMBERS = f"{__name__}.numbers"
    assert ask("measures/mnfu/", known_at="release:2026.01.1")["title"] == "A title"
    assert ask("measures/mnfu/", 400, known_at="release:2026.01.2")["errors"][0]["code"] == "unknown-release"


# --- Cost -------------------------------------------------------------------------------------


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(f"/api/v1/{address}").status_code == 200
    return len(found)


def test_the_past_costs_the_log_few_statements(client: Client, story: list[Revision]) -> None:
    address = f"measures/?known_at={at(story[1])}&expand=positions(actor)&facets=status"
    client.get(f"/api/v1/{address}")  # makes the snapshot
    assert statements(client, address) == 3  # the newest number, the revision, what was withdrawn since
    assert statements(client, "measures/mnfu/") == 2  # the version, the record


def test_withdrawing_takes_a_record_out_of_the_past_of_the_public(
    client: Client, curator: Client, ask: Ask, story: list[Revision]
) -> None:
    revise(lambda: withdraw(record=Position.objects.get()))
    assert ask("positions/", known_at=at(story[2]))["count"] == 0
    assert ask("measures/mnfu/", known_at=at(story[2]))["backers"] == 0
    assert ask("positions/", who=curator, known_at=at(story[2]))["count"] == 1
    assert ask("measures/mnfu/", who=curator, known_at=at(story[2]))["backers"] == 1
    assert Actor.objects.count() == 1
