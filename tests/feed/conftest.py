"""Revisions made in one call each, and clients who see the public part of them or all."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from policyhub.records.revisions import revision
from tests import builders as make

Ask = Callable[..., Any]


@contextmanager
def edit(reason: str = "Because.", **about: Any) -> Iterator[Any]:
    """Make a revision of what is done inside."""
    with revision(reason=reason, **about) as made:
        yield made


def asking(client: Client) -> Ask:
    """Return a function by which a client asks an address and reads the answer."""

    def asked(address: str, /, expect: int = 200, headers: dict[str, str] | None = None, **query: Any) -> Any:
        place = address if address.startswith("/") else f"/api/v1/{address}"
        response = client.get(f"{place}{'?' if query else ''}{urlencode(query)}", headers=headers or {})
        assert response.status_code == expect, response.content[:800]
        return json.loads(response.content)

    return asked


@pytest.fixture
def ask(client: Client, db: None) -> Ask:
    """Return a function by which the public asks."""
    return asking(client)


@pytest.fixture
def curator(db: None) -> Ask:
    """Return a function by which somebody asks who sees drafts."""
    client = Client()
    client.force_login(make.user("eve", permissions=["accounts.see_drafts"]))
    return asking(client)


@pytest.fixture
def blamed(ask: Ask) -> Ask:
    """Return a function that asks something wrong and returns place and code of each fault."""

    def faults(address: str, **query: Any) -> list[tuple[str, str]]:
        return [(fault["parameter"], fault["code"]) for fault in ask(address, expect=400, **query)["errors"]]

    return faults


def walk(ask: Ask, address: str) -> list[Any]:
    """Read a list page by page to its end."""
    pages = [ask(address)]
    while pages[-1]["next"]:
        pages.append(ask(pages[-1]["next"]))
    return pages
