"""Kinds of record that the product had once: their versions stay in the log, and no page of it breaks for them."""

import pytest
from django.test import Client

from policyhub.records.models import Version
from tests import builders as make
from tests.feed.conftest import Ask, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone() -> None:
    """A revision of a source, and of a kind that is no more."""
    with edit() as made:
        make.source(public=True)
    known = made.revision.versions.get()
    known.pk, known.kind, known.key = None, "options.gone", "canary"
    Version.objects.bulk_create([known])


@pytest.mark.parametrize("address", ["changes/?after=0", "revisions/", "revisions/1/"])
def test_the_log_is_told_without_them(gone: None, ask: Ask, curator: Ask, address: str) -> None:
    for asked in (ask, curator):
        assert "official-text" in str(asked(address))
        assert "canary" not in str(asked(address))


def test_so_is_the_feed_for_people(gone: None, client: Client) -> None:
    response = client.get("/changes.atom")
    assert response.status_code == 200
    assert b"canary" not in response.content
