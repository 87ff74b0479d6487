"""The real data, and a client that reads it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests import loaded

Ask = Callable[..., Any]


@pytest.fixture(scope="package")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold all of fixtures/ while the tests of one package run; nothing of it is left behind."""
    with loaded.fixtures(django_db_blocker):
        yield


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
