"""Lists are read off an index in the order that they are asked for, on either engine."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from options.models import Measure
from policyhub.api import plans
from policyhub.catalogue import COLLECTIONS
from policyhub.records.indexes import InOrder
from tests import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("revised_only")]

ORDERINGS = [
    (name, viewset.queryset.model, index.fields_orders[1])
    for name, viewset in COLLECTIONS
    for index in viewset.queryset.model._meta.indexes
    if isinstance(index, InOrder)
]


def plan_of(client: Client, address: str) -> str:
    """Return how the engine reads a page, if it must not sort what it need not."""
    plans.forget()
    assert client.get(address).status_code == 200
    (plan,) = plans.LISTS.things.values()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With a handful of rows it would rather sort them.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + plan.statement.sql, plan.statement.params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_every_collection_has_some() -> None:
    assert {name for name, _, _ in ORDERINGS} == {name for name, _ in COLLECTIONS}


@pytest.mark.parametrize(("name", "viewset"), COLLECTIONS)
def test_whatever_a_column_can_be_ordered_by_has_an_index(name: str, viewset: Any) -> None:
    model = viewset.queryset.model
    columns = {field.name for field in model._meta.concrete_fields}
    indexed = {order[0] for collection, _, order in ORDERINGS if collection == name}
    assert {*viewset().orderings()} & columns - {model.KEY} == indexed


@pytest.mark.parametrize(("name", "model", "order"), ORDERINGS, ids=[f"{n}-{o[1]}{o[0]}" for n, _, o in ORDERINGS])
def test_a_page_is_read_off_the_index(client: Client, name: str, model: Any, order: tuple[str, str]) -> None:
    make.measure("mnfu", public=True)
    ordering = f"{'-' if order[1] else ''}{order[0]}"
    told = plan_of(client, f"/api/v1/{name}/?ordering={ordering}&count=none&fields={model.KEY}")
    index = next(i.name for i in model._meta.indexes if isinstance(i, InOrder) and i.fields_orders[1] == order)
    assert index in told
    assert told.count("USE TEMP B-TREE FOR ORDER BY") <= 1  # the rows of the page, once they are found


@pytest.mark.parametrize(("name", "viewset"), COLLECTIONS)
def test_the_default_order_is_read_off_an_index(client: Client, name: str, viewset: Any) -> None:
    model = viewset.queryset.model
    index = "measure_narrow" if model is Measure else f"{model._meta.model_name}_in_order"
    assert index in plan_of(client, f"/api/v1/{name}/?count=none&fields={model.KEY}")


def test_long_rows_are_left_alone_where_a_list_is_narrowed(client: Client) -> None:
    assert "measure_narrow" in plan_of(client, "/api/v1/measures/?presence=none&count=none&fields=slug")
