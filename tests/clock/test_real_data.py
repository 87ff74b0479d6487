"""Any question to the real data is answered alike by the catalogue and by the snapshot of its newest number."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyhub.records.models import Numbering
from tests import builders as make
from tests import loaded
from tests import strategies as draw
from tests.clock.conftest import Ask


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold all of fixtures/ while these tests run."""
    with loaded.fixtures(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def on_real_data(catalogue: None, db: None) -> None:
    """Run every test here on the loaded catalogue."""


def told(client: Client, address: str, query: dict[str, str]) -> tuple[Any, str | None]:
    """Return what is answered, and the address of the next page."""
    response = client.get(address, query)
    answer = json.loads(response.content)
    following = answer.pop("next", None)
    for name in ("previous", "instance", "request_id"):
        answer.pop(name, None)
    return (response.status_code, answer), following


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=draw.asked(), sees_drafts=st.booleans())
def test_a_snapshot_answers_as_the_catalogue_does(
    curator: Client, case: tuple[str, dict[str, str]], sees_drafts: bool
) -> None:
    name, query = case
    client, moment = curator if sees_drafts else Client(), f"revision:{Numbering.objects.get().number}"
    now, following = told(client, f"/api/v1/{name}/", query)
    then, following_then = told(client, f"/api/v1/{name}/", {**query, "known_at": moment})
    assert then == now
    assert bool(following) is bool(following_then)
    if following and following_then:
        assert told(client, following_then, {})[0] == told(client, following, {})[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(draw.WORDS), min_size=1, max_size=2))
def test_so_does_the_search(words: list[str]) -> None:
    query = {"q": " ".join(words), "facets": "collection", "highlight": "true"}
    moment = f"revision:{Numbering.objects.get().number}"
    now, _ = told(Client(), "/api/v1/search/", query)
    assert told(Client(), "/api/v1/search/", {**query, "known_at": moment})[0] == now


def test_every_record_is_told_alike_to_the_byte(ask: Ask, client: Client) -> None:
    moment = f"revision:{Numbering.objects.get().number}"
    for name in draw.NAMES:
        keys = [next(iter(row.values())) for row in ask(f"{name}/", page_size=500)["results"]][::40]
        for key in keys:
            now = client.get(f"/api/v1/{name}/{key}/").content
            then = client.get(f"/api/v1/{name}/{key}/", {"known_at": moment}).content
            if connection.vendor == "postgresql":  # it writes blanks where SQLite does not
                now, then = (json.dumps(json.loads(content)).encode() for content in (now, then))
            assert then == now
    assert make.Actor.objects.count() > 50
