"""What stands in drafts and withdrawn records alone is in no byte of history, revisions or feed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from policyhub.accounts.roles import ROLES
from policyhub.catalogue import COLLECTIONS
from policyhub.records import guard
from policyhub.records.models import Part, Record
from policyhub.records.publication import withdraw
from policyhub.records.review import reject
from policyhub.records.revisions import proposal
from policyhub.sources.models import Source
from tests import builders as make
from tests import worlds
from tests.feed.conftest import edit

pytestmark = pytest.mark.django_db


def addresses(client: Client) -> Iterator[str]:
    """Yield every address of the log that anybody may read, page by page."""
    yield from ("/changes.atom", "/api/v1/")
    for first in ("/api/v1/changes/?page_size=7", "/api/v1/revisions/?page_size=1"):
        address: str | None = first
        while address and "after=" not in address:
            yield address
            address = client.get(address).json()["next"]
    for number in range(1, 9):
        yield f"/api/v1/revisions/{number}/"
    for name, viewset in COLLECTIONS:
        for record in viewset.queryset.all():
            yield f"/api/v1/{name}/{record.key}/revisions/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold public and hidden records, a record that was public, a proposal, a rejected one, and what people wrote."""
    monkeypatch.setattr(QuerySet, "update", announced(QuerySet.update))
    with edit("Everything that is public."):
        worlds.public()
    author, reviewer = make.user("canary-author", is_superuser=True), make.user("canary-reviewer", is_superuser=True)
    for state in worlds.HIDDEN:
        with edit(f"Canary {state}", by=author):
            worlds.hide(state)
        connection.check_constraints()
    with edit("Canary before.", by=author):
        paper = make.source("once-public", title="Canary title")
        paper.publication = "published"
        paper.save()
    with edit("Canary after.", by=author):
        withdraw(record=paper)
    open_press = Source.objects.get(slug="open-press")
    for _ in range(2):
        with proposal(by=author, reason="Canary proposal") as made:
            open_press.title = "Canary proposed"
            open_press.save()
    reject(revision=made.revision, by=reviewer, comment="Canary comment")


def announced(update: Any) -> Any:
    """Return an update() that tells the open revision of each row that it is about to write."""

    def updated(self: Any, **values: Any) -> int:
        if not issubclass(self.model, Record | Part):
            return int(update(self, **values))
        rows = list(self)
        for row in rows:
            guard.announce(row)
        return int(update(QuerySet(self.model).filter(pk__in=[row.pk for row in rows]), **values)) if rows else 0

    return updated


def test_nobody_is_told_who_may_not_see_drafts(world: None) -> None:
    powerless = Client()
    powerless.force_login(make.user("powerless"))
    for client in (Client(), powerless):
        asked = list(addresses(client))
        assert len(asked) > 60
        for address in asked:
            told = client.get(address)
            if told.status_code == 404 and worlds.CANARY.search(address):
                continue  # it repeats what was asked
            content = told.content.decode()
            assert not worlds.CANARY.search(content.replace("once-public", "")), address


def test_those_who_see_drafts_are_told(world: None) -> None:
    client = Client()
    client.force_login(make.user("someone", roles=[next(iter(ROLES))]))
    told = client.get("/api/v1/revisions/").content.decode()
    assert "Canary withdrawn" in told and "canary-author" in told
    assert "Canary proposal" not in told and "Canary comment" not in told
    assert client.get("/api/v1/sources/once-public/revisions/").json()["count"] == 2
