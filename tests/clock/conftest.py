"""Catalogues with a history, and a place for their snapshots."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from options.models import Measure
from policyhub.records import fold_files
from policyhub.records.models import Revision
from policyhub.records.revisions import revision
from tests import builders as make

Ask = Callable[..., Any]


@pytest.fixture
def own_shelf(settings: Any, shelf: Path, tmp_path: Path) -> Path:
    """Return a place for snapshots that no other test uses, with the template of all."""
    with fold_files.only_one(None):
        template = fold_files.template()
    (tmp_path / template.name).write_bytes(template.read_bytes())
    settings.SNAPSHOTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that asks an address and reads the answer."""

    def asked(address: str, expect: int = 200, who: Client | None = None, **query: Any) -> Any:
        response = (who or client).get(f"/api/v1/{address}", query)
        assert response.status_code == expect, response.content[:800]
        return json.loads(response.content)

    return asked


@pytest.fixture
def curator() -> Client:
    """Return a client of somebody who sees drafts."""
    client = Client()
    client.force_login(make.user("curator", permissions=["accounts.see_drafts"]))
    return client


def revise(write: Callable[[], Any], reason: str = "As reported.") -> Revision:
    """Make a revision of what a function writes."""
    with revision(reason=reason) as edit:
        write()
    assert edit.revision is not None
    return edit.revision


def retitled(number: int) -> Revision:
    """Make a revision that gives the one measure another title."""

    def write() -> None:
        measure = Measure.objects.filter(slug="mnfu").first() or make.measure("mnfu", public=True)
        measure.title = f"Title {number}"
        measure.save()

    return revise(write)


def at(made: Revision) -> str:
    """Return the moment just after a revision, as `known_at` takes it."""
    return f"revision:{made.number}"
