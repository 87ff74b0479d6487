"""A client that reads answers."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

Ask = Callable[..., Any]


@pytest.fixture
def ask(client: Client, db: None) -> Ask:
    """Return a function that asks an address with parameters and reads the answer."""

    def asked(address: str, /, expect: int = 200, headers: dict[str, str] | None = None, **query: Any) -> Any:
        query = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in query.items()}
        response = client.get(f"/api/v1/{address}{'?' if query else ''}{urlencode(query)}", headers=headers or {})
        assert response.status_code == expect, response.content[:800]
        return json.loads(response.content)

    return asked


@pytest.fixture
def keys(ask: Ask) -> Ask:
    """Return a function that asks a list and returns the keys of its records."""

    def listed(address: str, **query: Any) -> list[str]:
        return [next(iter(row.values())) for row in ask(address, **query)["results"]]

    return listed


@pytest.fixture
def blamed(ask: Ask) -> Ask:
    """Return a function that asks something wrong and returns place and code of each fault."""

    def faults(address: str, **query: Any) -> list[tuple[str, str]]:
        problem = ask(address, expect=400, **query)
        return [(fault["parameter"] + fault.get("pointer", ""), fault["code"]) for fault in problem["errors"]]

    return faults
