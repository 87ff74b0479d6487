"""The real data, and a client that reads it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

Ask = Callable[..., Any]


@pytest.fixture(scope="package")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold all of fixtures/ while the tests of one package run; nothing of it is left behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", verbosity=0)
        connection.check_constraints()  # or PostgreSQL checks every foreign key loaded here anew after each test
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def on_real_data(catalogue: None, db: None) -> None:
    """Run every test here on the loaded catalogue."""


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that asks the API and reads the answer."""

    def asked(address: str, status: int = 200, **headers: str) -> Any:
        response = client.get(address, headers=headers)
        assert response.status_code == status, response.content[:500]
        return json.loads(response.content)

    return asked


@pytest.fixture
def whole(ask: Ask) -> Ask:
    """Return a function that reads every record of a list, page by page."""

    def read(address: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while address:
            answer = ask(address)
            found += answer["results"]
            address = answer["next"]
        return found

    return read
