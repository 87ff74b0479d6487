"""The page of a release in the admin."""

from datetime import UTC, datetime

import pytest

from policyhub.feed.models import Release

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_offers_nothing_but_to_retract_it_for_good(sign_in):
    administrator = sign_in("administrator")
    known = {"number": 1, "instant": NOW, "made_at": NOW, "records": 0, "size": 0, "sha256": "0" * 64}
    release = Release.objects.create(name="2026.11.1", **known)
    page = administrator.get(f"/admin/feed/release/{release.pk}/change/").content.decode()
    assert 'value="Retract for good"' in page
    assert "Its files are given out no more. This cannot be undone." in page
    assert "Save" not in page
    Release.objects.filter(pk=release.pk).update(retracted_at=NOW, retraction="Wrong.")
    page = administrator.get(f"/admin/feed/release/{release.pk}/change/").content.decode()
    assert "Retract for good" not in page
