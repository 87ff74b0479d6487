"""Nobody publishes from the list what he has not seen: what was changed since the list was shown is refused."""

import pytest
from django.test import Client

from policyhub.records.revisions import change
from policyhub.sources.models import Source
from tests import builders as make
from tests.admin.conftest import Pages, SignIn, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Source:
    """A draft that somebody else wrote."""
    with change(by=make.user("writer"), reason="Written."):
        return make.source("harmless", title="Harmless")


def send(client: Client, pages: Pages, draft: Source, seen: object) -> list[str]:
    sent = {"action": "publish_selected", "_selected_action": [draft.pk], "seen": seen}
    return told(client.post(pages.list(Source), sent, follow=True))


def test_what_was_changed_since_is_refused(draft: Source, sign_in: SignIn, pages: Pages) -> None:
    client = sign_in("publisher")
    seen = client.get(pages.list(Source)).context["seen"]
    with change(by=make.user("other"), reason="Changed."):
        row = Source.objects.get(pk=draft.pk)
        row.title = "Libel"
        row.save()
    (message,) = send(client, pages, draft, seen)
    assert "since the list was shown" in message
    assert Source.objects.get(pk=draft.pk).publication == "draft"
    assert send(client, pages, draft, client.get(pages.list(Source)).context["seen"]) == ["Published: harmless."]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_without_a_list_that_was_shown_nothing_is_published(
    draft: Source, sign_in: SignIn, pages: Pages, seen: str
) -> None:
    send(sign_in("publisher"), pages, draft, seen)
    assert Source.objects.get(pk=draft.pk).publication == "draft"
