"""Who makes and retracts releases: the command, and the admin."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from policyhub.feed.models import Release
from policyhub.feed.releases import make_release
from policyhub.records.models import Revision
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_the_command_makes_one_and_says_where(world: None, capsys: pytest.CaptureFixture[str]):
    call_command("make_release", notes="By hand.")
    told, release = capsys.readouterr().out, Release.objects.get()
    assert str(release.directory / release.file) in told
    assert release.sha256 in told
    with pytest.raises(CommandError, match="Nothing changed"):
        call_command("make_release")


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make.user(roles=list(roles)))
    return client


def test_an_administrator_makes_and_retracts_one_in_the_admin(world: None):
    client = signed_in("administrator")
    client.post("/admin/feed/release/add/", {"notes": "From the admin."})
    release = Release.objects.get()
    assert (release.notes, release.number) == ("From the admin.", Revision.objects.latest("instant").number)
    page = client.post(f"/admin/feed/release/{release.pk}/change/", {"retraction": " "})
    assert "Say why it is retracted" in page.content.decode()
    client.post(f"/admin/feed/release/{release.pk}/change/", {"retraction": "Wrong."})
    release.refresh_from_db()
    assert release.retraction == "Wrong."
    assert release.retracted_at is not None


def test_a_second_one_of_the_same_is_refused_in_words(world: None):
    client = signed_in("administrator")
    client.post("/admin/feed/release/add/", {"notes": ""})
    page = client.post("/admin/feed/release/add/", {"notes": ""}, follow=True)
    assert "Nothing changed since" in page.content.decode()
    assert Release.objects.count() == 1


@pytest.mark.parametrize("role", ["reader", "contributor", "reviewer", "publisher"])
def test_others_look_and_make_none(world: None, role: str):
    release, client = make_release(), signed_in(role)
    assert client.get(f"/admin/feed/release/{release.pk}/change/").status_code == 200
    assert client.post("/admin/feed/release/add/", {"notes": ""}).status_code == 403
    assert client.post(f"/admin/feed/release/{release.pk}/change/", {"retraction": "Mine."}).status_code == 403
    assert client.post(f"/admin/feed/release/{release.pk}/delete/", {"post": "yes"}).status_code == 403
    release.refresh_from_db()
    assert release.retracted_at is None
