"""What every collection promises, tested once over all there are: a new one is tested before anyone thinks of it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policyhub.api.fields import collection_of
from policyhub.catalogue import COLLECTIONS
from policyhub.records.structure import record_models
from tests.catalogue.conftest import Ask

ENDPOINTS = [pytest.param(name, viewset, id=name) for name, viewset in COLLECTIONS]
ORDERINGS = [
    pytest.param(name, sign + field, id=f"{name}-{sign}{field}")
    for name, viewset in COLLECTIONS
    for field in viewset().orderings()
    for sign in ("", "-")
]


def test_every_kind_of_record_has_a_collection() -> None:
    served = {viewset.queryset.model: name for name, viewset in COLLECTIONS}
    assert served == {model: collection_of(model) for model in record_models()}


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
def test_a_record_is_the_same_alone_and_in_its_list(ask: Ask, name: str, viewset: Any) -> None:
    for row in ask(f"/api/v1/{name}/?page_size=5")["results"]:
        assert ask(f"/api/v1/{name}/{row[viewset.queryset.model.KEY]}/") == row


@pytest.mark.parametrize(("name", "ordering"), ORDERINGS)
def test_pages_hold_every_record_once_in_order_both_ways(ask: Ask, name: str, ordering: str) -> None:
    count = ask(f"/api/v1/{name}/?page_size=1")["count"]
    first = f"/api/v1/{name}/?{urlencode({'ordering': ordering, 'page_size': max(2, count // 6)})}"
    forward = walk(ask, first, "next")
    backward = walk(ask, forward[-2]["next"], "previous")
    assert [page["results"] for page in backward] == [page["results"] for page in reversed(forward)]
    rows = [row for page in forward for row in page["results"]]
    assert len(rows) == len({next(iter(row.values())) for row in rows}) == count
    assert in_order([row[ordering.removeprefix("-")] for row in rows], ordering)


def walk(ask: Ask, address: str | None, direction: str) -> list[Any]:
    """Read pages in one direction to the end."""
    pages = []
    while address:
        pages.append(ask(address))
        address = pages[-1][direction]
    return pages


def in_order(values: list[Any], ordering: str) -> bool:
    """Tell whether the values stand in order: nulls last, save an unknown `since`, which is the least of all."""
    known = [float(value) if ordering.endswith("amount") else value for value in values if value is not None]
    unknown = len(values) - len(known)
    first = ordering == "since"
    nulls = values[:unknown] if first else values[len(known) :]
    return known == sorted(known, reverse=ordering.startswith("-")) and nulls == [None] * unknown


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
def test_the_number_of_statements_does_not_grow_with_the_rows(client: Client, name: str, viewset: Any) -> None:
    counts = []
    for size in (1, 10, 500):
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/api/v1/{name}/?page_size={size}")
        counts.append(len(statements))
    assert counts == [3, 3, 3]  # the version, the count, the page


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
def test_every_relation_and_vocabulary_can_be_asked_for(ask: Ask, whole: Ask, name: str, viewset: Any) -> None:
    model = viewset.queryset.model
    columns = [field for field in model._meta.concrete_fields if field.many_to_one or field.choices]
    everything = whole(f"/api/v1/{name}/?page_size=500")
    for field in (*columns, *model._meta.many_to_many):
        assert field.name in viewset.filterset_class.base_filters, f"{name} cannot be asked by {field.name}"
        values = {value for row in everything for value in listed(row[field.name])}
        for value in sorted(values)[:3]:
            found = whole(f"/api/v1/{name}/?{urlencode({field.name: value, 'page_size': 500})}")
            assert found == [row for row in everything if value in listed(row[field.name])], (field.name, value)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
def test_head_answers_as_get_without_a_body(client: Client, name: str, viewset: Any) -> None:
    got, head = client.get(f"/api/v1/{name}/"), client.head(f"/api/v1/{name}/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == got["Content-Type"] == "application/json"


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
def test_the_link_header_names_the_neighbours(ask: Ask, client: Client, name: str, viewset: Any) -> None:
    first = client.get(f"/api/v1/{name}/?page_size=1")
    following = first.json()["next"]
    assert first["Link"] == f'<{following}>; rel="next"'
    second = client.get(following)
    assert 'rel="prev"' in second["Link"]


@pytest.mark.parametrize(("name", "viewset"), ENDPOINTS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_wrong_method_is_a_problem(client: Client, name: str, viewset: Any, method: str) -> None:
    for address in (f"/api/v1/{name}/", f"/api/v1/{name}/x/"):
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"
        assert response["Allow"] == "GET, HEAD"
