"""What is not public shows nowhere: not in a list, a count, a filter, a derived figure, an error or an order."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from options.models import MeasureLink
from policyhub.api.filters import Keys
from policyhub.catalogue import COLLECTIONS
from policyhub.records.models import Record
from policyhub.records.publication import withdraw
from tests import builders as make

pytestmark = pytest.mark.django_db
CANARY = "canary"
NAMES = [name for name, _ in COLLECTIONS]


@pytest.fixture
def world() -> dict[str, Record]:
    """Hold public records of some kinds, and of every kind a draft that carries the canary."""
    france, measure = make.actor("FRA", public=True), make.measure("open-measure", public=True)
    make.position(france, measure, "supports", public=True)
    hidden_source = make.source(f"{CANARY}-source", title=CANARY, published_on=make.day("2020-01-01"))
    hidden_actor = make.actor("CNY", name=CANARY)
    hidden_category = make.category(f"{CANARY}-category")
    hidden_condition = make.condition(f"{CANARY}-condition", state="met")
    hidden_measure = make.measure(f"{CANARY}-measure", status="agreed", category=hidden_category)
    organisation = make.actor("NATO", kind="organisation", public=True)
    hidden = {
        "sources": hidden_source,
        "actors": hidden_actor,
        "categories": hidden_category,
        "conditions": hidden_condition,
        "measures": hidden_measure,
        "instruments": make.instrument(f"{CANARY}-instrument"),
        "options": make.option(f"{CANARY}-option", core=[measure]),
        "positions": make.position(make.actor("DEU", public=True), measure, "opposes", summary=CANARY),
        "memberships": make.membership(france, organisation),
        "statements": make.statement(france, measure, paraphrase=CANARY),
        "assessments": make.assessment(measure, rationale=CANARY),
        "enquiries": make.enquiry(france, measure, looked_in=CANARY),
    }
    # A part of a public record that points at a draft, as nothing but a fault could make it.
    measure.citations.create(source=hidden_source)
    measure.conditions.create(condition=hidden_condition, role="requires")
    measure.secondary_categories.add(hidden_category)
    MeasureLink.objects.create(measure=measure, kind="requires", target=hidden_measure)
    measure.settle()
    return hidden


def everything(client: Client) -> Iterator[tuple[str, Any]]:
    """Yield every page of every list, in several orders."""
    for name, viewset in COLLECTIONS:
        for order in viewset().orderings():
            address = f"/api/v1/{name}/?ordering=-{order}"
            yield address, client.get(address).json()


def test_the_public_sees_no_draft_anywhere(client: Client, world: dict[str, Record]) -> None:
    for address, answer in everything(client):
        assert CANARY not in json.dumps(answer).lower(), address
        assert "CNY" not in json.dumps(answer), address
        assert answer["count"] == len(answer["results"])


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_answers_as_a_missing_record(client: Client, world: dict[str, Record], name: str) -> None:
    def said(key: str) -> tuple[int, str]:
        response = client.get(f"/api/v1/{name}/{key}/")
        answer = {**response.json(), "request_id": None, "instance": None}
        return response.status_code, json.dumps(answer)

    assert said(world[name].key) == said("no-such-thing")


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_by_a_draft_answers_as_one_by_nothing(client: Client, world: dict[str, Record], name: str) -> None:
    def said(collection: str, parameter: str, key: str) -> tuple[int, str]:
        response = client.get(f"/api/v1/{collection}/?{parameter}={key}")
        text = re.sub(r'"(instance|request_id)": "[^"]*"', "", response.content.decode()).replace(key, "KEY")
        suggested = re.findall(r"Did you mean '([^']*)'", text)
        assert not any(CANARY in word or word == "CNY" for word in suggested)
        return response.status_code, re.sub(r" Did you mean '[^']*'\?", "", text)

    draft, asked = world[name], 0
    for collection, viewset in COLLECTIONS:
        for parameter, known in viewset.filterset_class.base_filters.items():
            if isinstance(known.kind, Keys) and known.kind.model is type(draft) and known.lookup_expr != "isnull":
                assert said(collection, parameter, draft.key) == said(collection, parameter, "no-such-thing")
                asked += 1
    assert asked  # every kind of record can be asked for by at least its own key


def test_a_draft_is_in_no_derived_figure(client: Client, world: dict[str, Record]) -> None:
    (measure,) = client.get("/api/v1/measures/").json()["results"]
    assert (measure["backers"], measure["opponents"]) == (1, 0)
    assert (measure["backed_by"], measure["opposed_by"]) == (["FRA"], [])
    assert measure["conditions"] == measure["links"] == measure["secondary_categories"] == []
    assert len(measure["citations"]) == 1
    (france,) = client.get("/api/v1/actors/?kind=state&ordering=-code&page_size=1").json()["results"]
    assert france["member_of"] == []
    assert client.get("/api/v1/actors/?member_of=NATO").json()["count"] == 0


def test_no_publication_word_brings_a_draft_out(client: Client, world: dict[str, Record]) -> None:
    for name in NAMES:
        for word in ("draft", "withdrawn"):
            assert client.get(f"/api/v1/{name}/?publication={word}").json()["count"] == 0


@pytest.mark.parametrize("role", ["reader", "contributor", "publisher", "administrator"])
def test_curators_see_drafts(client: Client, world: dict[str, Record], role: str) -> None:
    client.force_login(make.user(roles=[role]))
    for name, draft in world.items():
        assert client.get(f"/api/v1/{name}/{draft.key}/").json()["publication"] == "draft"
        assert client.get(f"/api/v1/{name}/?publication=draft").json()["count"] >= 1


def test_staff_without_the_right_sees_what_the_public_sees(client: Client, world: dict[str, Record]) -> None:
    as_public = [answer["count"] for _, answer in everything(client)]
    client.force_login(make.user())
    assert [answer["count"] for _, answer in everything(client)] == as_public


def test_a_withdrawn_record_is_gone_and_counts_no_more(client: Client) -> None:
    position = make.position(public=True)
    assert client.get("/api/v1/measures/mnfu/").json()["backed_by"] == ["FRA"]
    withdraw(record=position)
    assert client.get(f"/api/v1/positions/{position.slug}/").status_code == 404
    assert client.get("/api/v1/measures/mnfu/").json()["backed_by"] == []
    client.force_login(make.user(roles=["reader"]))
    assert client.get(f"/api/v1/positions/{position.slug}/").json()["publication"] == "withdrawn"
    assert client.get("/api/v1/measures/mnfu/").json()["backed_by"] == []


def test_what_somebody_sees_who_signed_in_is_kept_by_no_cache(client: Client) -> None:
    assert client.get("/api/v1/measures/")["Cache-Control"] == "no-cache"
    client.force_login(make.user(roles=["reader"]))
    assert client.get("/api/v1/measures/")["Cache-Control"] == "private, no-store"
